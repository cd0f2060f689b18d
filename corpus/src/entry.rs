//! An [`Entry`]: what a search returns and counts; one article of one version of
//! a law, one other block of a statute, or one case.

use std::collections::HashMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::case::{Section, SectionRole};
use crate::document::{Body, Date, Document, DocumentId, DocumentKind, Metadata, Provenance};
use crate::error::{CorpusError, Result};
use crate::statute::{Article, ArticleNumber, Block, Heading, Statute};

/// Name of an entry: of a case the document's id; of an article the document's id,
/// a dot and the number (`law-5f1e0c9a7b3d.133-1`, its second occurrence in one
/// document `.133-1r2`); of another block of a statute `.t1`, `.t2` …
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(String);

impl EntryId {
    /// Checks the form.
    ///
    /// # Errors
    /// [`CorpusError::EntryId`] when the part before the dot is no document id or
    /// the part after it is neither an article nor a text.
    pub fn parse(text: &str) -> Result<Self> {
        let error = || CorpusError::EntryId {
            text: text.chars().take(200).collect(),
        };
        let (document, unit) = match text.split_once('.') {
            Some((document, unit)) => (document, Some(unit)),
            None => (text, None),
        };
        DocumentId::parse(document).map_err(|_| error())?;
        if unit.is_some_and(|unit| UnitName::parse(unit).is_none()) {
            return Err(error());
        }
        Ok(Self(text.to_owned()))
    }

    fn of_unit(document: &DocumentId, unit: UnitName) -> Self {
        Self(match unit {
            UnitName::Text(ordinal) => format!("{document}.t{ordinal}"),
            UnitName::Article(number, 1) => format!("{document}.{number}"),
            UnitName::Article(number, repeat) => format!("{document}.{number}r{repeat}"),
        })
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the document the entry belongs to.
    pub fn document_id(&self) -> DocumentId {
        let document = self
            .0
            .split_once('.')
            .map_or(self.0.as_str(), |(document, _)| document);
        DocumentId::parse(document).expect("checked when the entry id was made")
    }

    /// Of an article, how often its number has occurred in the document so far,
    /// this one included: 1, or more in documents with several statutes.
    pub fn repeat(&self) -> u32 {
        match self
            .0
            .split_once('.')
            .and_then(|(_, unit)| UnitName::parse(unit))
        {
            Some(UnitName::Article(_, repeat)) => repeat,
            _ => 1,
        }
    }
}

/// What stands behind the dot of an entry id.
#[derive(Debug, PartialEq, Eq)]
enum UnitName {
    Article(ArticleNumber, u32),
    Text(u32),
}

impl UnitName {
    /// Accepts only what [`EntryId::of_unit`] writes, so that one entry has one id.
    fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let plain = !text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| text.parse::<u32>().ok()).flatten()
        };
        if let Some(ordinal) = text.strip_prefix('t') {
            return number(ordinal).map(Self::Text);
        }
        let (article, repeat) = match text.split_once('r') {
            Some((article, repeat)) => (article, number(repeat).filter(|&repeat| repeat > 1)?),
            None => (text, 1),
        };
        let (base, inserted) = match article.split_once('-') {
            Some((base, inserted)) => (base, number(inserted)?),
            None => (article, 0),
        };
        Some(Self::Article(
            ArticleNumber {
                base: number(base)?,
                inserted,
            },
            repeat,
        ))
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<DocumentId> for EntryId {
    fn from(id: DocumentId) -> Self {
        Self(id.into())
    }
}

impl TryFrom<String> for EntryId {
    type Error = CorpusError;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.0
    }
}

/// What an entry is a unit of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A whole case, question or judgment.
    Case,
    /// One article.
    Article {
        /// Its number.
        number: ArticleNumber,
        /// The number as written.
        label: String,
    },
    /// Another block of a statute: preamble, annex, signature.
    Text,
}

/// What a search returns and counts. Carries everything needed to rebuild its
/// document together with its siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Stable name.
    pub id: EntryId,
    /// The document it belongs to.
    pub document_id: DocumentId,
    /// Position among the document's entries, from 0.
    pub ordinal: u32,
    /// Kind of the document.
    pub kind: DocumentKind,
    /// Title of the document.
    pub document_title: String,
    /// Metadata of the document.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Provenance of the document.
    pub provenance: Provenance,
    /// What it is a unit of.
    pub unit: Unit,
    /// Headings that stand directly before this block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
    /// Texts of all headings above, highest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The text: of an article one section with role `Article`.
    pub sections: Vec<Section>,
}

impl Entry {
    /// 中华人民共和国刑法 第一百三十三条之一, 中华人民共和国宪法 序言, or the title of
    /// the case.
    pub fn title(&self) -> String {
        let unit = match &self.unit {
            Unit::Article { label, .. } => label.as_str(),
            Unit::Text => self.path.last().map_or("", String::as_str),
            Unit::Case => "",
        };
        if unit.is_empty() {
            return self.document_title.clone();
        }
        format!("{} {unit}", self.document_title)
    }

    /// Entries with equal keys are versions of one article: same law, same number,
    /// whichever part of the law the document holds. For everything else the key is
    /// the entry's id.
    pub fn group_key(&self) -> String {
        match (&self.unit, &self.metadata.law) {
            (Unit::Article { number, .. }, Some(law)) => match self.id.repeat() {
                1 => format!("{}|{number}", law.key),
                // Several statutes in one document: the articles of the second are
                // no versions of those of the first.
                repeat => format!("{}|{number}|{repeat}", law.key),
            },
            _ => self.id.to_string(),
        }
    }

    /// The date that orders versions: of the law's version, else effective, else
    /// promulgated, else the case's date.
    pub fn version_date(&self) -> Option<Date> {
        let metadata = &self.metadata;
        let version = metadata.law.as_ref().and_then(|law| law.version);
        version
            .or(metadata.effective)
            .or(metadata.promulgated)
            .or(metadata.date)
    }

    /// All sections' texts joined by `\n`.
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self
            .sections
            .iter()
            .map(|section| section.text.as_str())
            .collect();
        texts.join("\n")
    }
}

impl Document {
    /// The entries in source order: one for a case; for a statute one for each
    /// article and each other block, and one without sections for headings that
    /// nothing follows.
    pub fn entries(&self) -> Vec<Entry> {
        match &self.body {
            Body::Sections(sections) => {
                let id = EntryId::from(self.id.clone());
                vec![self.entry(id, 0, Unit::Case, sections.clone())]
            }
            Body::Statute(statute) => self.statute_entries(statute),
        }
    }

    fn statute_entries(&self, statute: &Statute) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::with_capacity(statute.blocks.len());
        let mut names = UnitNames::default();
        let mut above: Vec<Heading> = Vec::new();
        let mut pending: Vec<Heading> = Vec::new();
        let mut push =
            |name: UnitName, unit, section, headings: Vec<Heading>, above: &[Heading]| {
                let ordinal = entries.len() as u32;
                let id = EntryId::of_unit(&self.id, name);
                let mut entry = self.entry(id, ordinal, unit, section);
                entry.headings = headings;
                entry.path = above.iter().map(|heading| heading.text.clone()).collect();
                entries.push(entry);
            };
        for block in &statute.blocks {
            let (name, unit, role, text) = match block {
                Block::Heading(heading) => {
                    above.retain(|upper| upper.level < heading.level);
                    above.push(heading.clone());
                    pending.push(heading.clone());
                    continue;
                }
                Block::Article(Article {
                    number,
                    label,
                    text,
                }) => {
                    let unit = Unit::Article {
                        number: *number,
                        label: label.clone(),
                    };
                    (names.article(*number), unit, SectionRole::Article, text)
                }
                Block::Text(text) => (names.text(), Unit::Text, SectionRole::Text, text),
            };
            let section = Section {
                role,
                label: String::new(),
                text: text.clone(),
            };
            push(
                name,
                unit,
                vec![section],
                std::mem::take(&mut pending),
                &above,
            );
        }
        if !pending.is_empty() || statute.blocks.is_empty() {
            push(names.text(), Unit::Text, Vec::new(), pending, &above);
        }
        entries
    }

    fn entry(&self, id: EntryId, ordinal: u32, unit: Unit, sections: Vec<Section>) -> Entry {
        Entry {
            id,
            document_id: self.id.clone(),
            ordinal,
            kind: self.kind,
            document_title: self.title.clone(),
            metadata: self.metadata.clone(),
            provenance: self.provenance.clone(),
            unit,
            headings: Vec::new(),
            path: Vec::new(),
            sections,
        }
    }

    /// Puts a document together again: the inverse of [`Document::entries`], in
    /// whatever order the entries come.
    ///
    /// # Errors
    /// [`CorpusError::Entries`] when there is none, when they are of several
    /// documents, when one is missing in between, or when a case has several.
    pub fn from_entries(mut entries: Vec<Entry>) -> Result<Self> {
        entries.sort_by_key(|entry| entry.ordinal);
        let Some(first) = entries.first() else {
            let document_id = String::new();
            return Err(CorpusError::Entries {
                document_id,
                problem: "there is none",
            });
        };
        let id = first.document_id.clone();
        let (kind, title) = (first.kind, first.document_title.clone());
        let (metadata, provenance) = (first.metadata.clone(), first.provenance.clone());
        let error = |problem| CorpusError::Entries {
            document_id: id.to_string(),
            problem,
        };
        if entries.iter().any(|entry| entry.document_id != id) {
            return Err(error("they belong to several documents"));
        }
        if entries
            .iter()
            .zip(0..)
            .any(|(entry, ordinal)| entry.ordinal != ordinal)
        {
            return Err(error("one is missing or there twice"));
        }
        let body = if first.unit == Unit::Case {
            match <[Entry; 1]>::try_from(entries) {
                Ok([entry]) => Body::Sections(entry.sections),
                Err(_) => return Err(error("a case has one entry")),
            }
        } else {
            let blocks = entries.into_iter().flat_map(Entry::into_blocks).collect();
            Body::Statute(Statute { blocks })
        };
        Ok(Self {
            id,
            kind,
            title,
            metadata,
            body,
            provenance,
        })
    }
}

impl Entry {
    fn into_blocks(self) -> impl Iterator<Item = Block> {
        let unit = self.unit;
        let blocks = self.sections.into_iter().map(move |section| match &unit {
            Unit::Article { number, label } => Block::Article(Article {
                number: *number,
                label: label.clone(),
                text: section.text,
            }),
            Unit::Case | Unit::Text => Block::Text(section.text),
        });
        self.headings.into_iter().map(Block::Heading).chain(blocks)
    }
}

/// Counts articles and texts of one document for their ids.
#[derive(Default)]
struct UnitNames {
    articles: HashMap<ArticleNumber, u32>,
    texts: u32,
}

impl UnitNames {
    fn article(&mut self, number: ArticleNumber) -> UnitName {
        let count = self.articles.entry(number).or_default();
        *count += 1;
        UnitName::Article(number, *count)
    }

    fn text(&mut self) -> UnitName {
        self.texts += 1;
        UnitName::Text(self.texts)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::document::LawIdentity;
    use crate::statute::HeadingLevel;

    fn statute(blocks: Vec<Block>) -> Document {
        let law = LawIdentity::new("中华人民共和国某法", None, Date::new(2020, 5, 28).ok());
        Document {
            id: DocumentId::of_law(&law),
            kind: DocumentKind::Law,
            title: law.title.clone(),
            metadata: Metadata {
                law: Some(law),
                ..Metadata::default()
            },
            body: Body::Statute(Statute { blocks }),
            provenance: Provenance::default(),
        }
    }

    fn article(base: u32, inserted: u32) -> Block {
        let number = ArticleNumber { base, inserted };
        Block::Article(Article {
            number,
            label: number.chinese(),
            text: "条文。".into(),
        })
    }

    fn heading(level: HeadingLevel, text: &str) -> Block {
        Block::Heading(Heading {
            level,
            text: text.into(),
        })
    }

    #[test]
    fn articles_carry_number_path_and_headings() {
        let document = statute(vec![
            Block::Text("序".into()),
            heading(HeadingLevel::Part, "第一编"),
            heading(HeadingLevel::Chapter, "第一章"),
            article(133, 0),
            article(133, 1),
            heading(HeadingLevel::Chapter, "第二章"),
            article(134, 0),
        ]);
        let entries = document.entries();
        let tails: Vec<_> = entries
            .iter()
            .map(|e| e.id.as_str()[17..].to_owned())
            .collect();
        assert_eq!(tails, ["t1", "133", "133-1", "134"]);
        assert_eq!(entries[1].path, ["第一编", "第一章"]);
        assert_eq!(entries[1].headings.len(), 2);
        assert!(entries[2].headings.is_empty());
        assert_eq!(entries[3].path, ["第一编", "第二章"]);
        assert_eq!(entries[2].title(), "中华人民共和国某法 第一百三十三条之一");
        assert_eq!(entries[2].group_key(), "某法|133-1");
        assert_eq!(entries[0].group_key(), entries[0].id.as_str());
        assert_eq!(entries[0].title(), "中华人民共和国某法");
    }

    #[test]
    fn repeated_number_has_its_own_id_and_group() {
        let entries = statute(vec![article(1, 0), article(2, 0), article(1, 0)]).entries();
        assert!(entries[2].id.as_str().ends_with(".1r2"));
        assert_eq!(entries[2].id.repeat(), 2);
        assert_ne!(entries[0].group_key(), entries[2].group_key());
    }

    #[test]
    fn entry_ids_are_checked() {
        for good in [
            "spp-79",
            "law-1.133-1",
            "law-1.133",
            "law-1.1r2",
            "law-1.t3",
        ] {
            let id = EntryId::parse(good).unwrap();
            assert_eq!(id.as_str(), good);
            assert!(good.starts_with(id.document_id().as_str()));
        }
        for bad in [
            "", ".1", "a.", "a.x", "a.t0", "a.1r1", "a.01", "a.1-0", "a.1.2", "a.1-", "A.1",
        ] {
            assert!(EntryId::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn entries_that_make_no_document_are_refused() {
        assert!(Document::from_entries(Vec::new()).is_err());
        let document = statute(vec![article(1, 0), article(2, 0), article(3, 0)]);
        let mut gap = document.entries();
        gap.remove(1);
        assert!(Document::from_entries(gap).is_err());
        let mut mixed = document.entries();
        mixed[1].document_id = DocumentId::parse("spp-1").unwrap();
        assert!(Document::from_entries(mixed).is_err());
    }

    fn any_block() -> impl Strategy<Value = Block> {
        let level = prop::sample::select(vec![
            HeadingLevel::Annex,
            HeadingLevel::Part,
            HeadingLevel::Chapter,
            HeadingLevel::Section,
            HeadingLevel::Topic,
        ]);
        prop_oneof![
            (level, "[第章节一二 ]{0,6}").prop_map(|(level, text)| heading(level, &text)),
            (1u32..5, 0u32..3).prop_map(|(base, inserted)| article(base, inserted)),
            "[甲乙。\n]{0,8}".prop_map(Block::Text),
        ]
    }

    fn any_body() -> impl Strategy<Value = Body> {
        let section = (
            prop::sample::select(SectionRole::ALL),
            "[标签]{0,2}",
            "[甲乙。\n]{0,8}",
        )
            .prop_map(|(role, label, text)| Section { role, label, text });
        prop_oneof![
            prop::collection::vec(any_block(), 0..12)
                .prop_map(|blocks| Body::Statute(Statute { blocks })),
            prop::collection::vec(section, 0..6).prop_map(Body::Sections),
        ]
    }

    proptest! {
        #[test]
        fn documents_are_rebuilt_from_their_entries(body in any_body(), seed: u64) {
            let document = Document { body, ..statute(Vec::new()) };
            let mut entries = document.entries();
            let mut ids: Vec<_> = entries.iter().map(|entry| entry.id.clone()).collect();
            ids.sort();
            ids.dedup();
            prop_assert_eq!(ids.len(), entries.len());
            for entry in &entries {
                prop_assert_eq!(&EntryId::parse(entry.id.as_str()).unwrap(), &entry.id);
                prop_assert_eq!(entry.id.document_id(), document.id.clone());
                let json = serde_json::to_string(entry).unwrap();
                prop_assert_eq!(&serde_json::from_str::<Entry>(&json).unwrap(), entry);
            }
            let middle = seed as usize % entries.len();
            entries.rotate_left(middle);
            prop_assert_eq!(Document::from_entries(entries).unwrap(), document);
        }
    }
}
