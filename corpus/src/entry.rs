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
#[path = "entry_tests.rs"]
mod tests;
