//! What a library knows of a law: its versions with their articles, and inside an
//! article its paragraphs (款) and items (项).

use std::collections::BTreeMap;

use super::amending_titles::amending_keys;
use super::amendment::AmendingAct;
use super::commencement;
use super::law_timeline::LawTimeline;
use super::repeals::{Extent, Repeals, TextRepeal, clauses_of};
use crate::document::{Body, Date, Document, DocumentId, LawKey};
use crate::numerals;
use crate::statute::{ArticleNumber, Block};
use crate::validity::Validity;

/// All a library has of one law.
#[derive(Debug, Clone)]
pub struct KnownLaw {
    /// Its key.
    pub key: LawKey,
    /// Official title, of the newest version.
    pub title: String,
    /// Versions and parts, newest version first.
    pub versions: Vec<LawVersion>,
    /// The same in the order of time, with the acts that changed the law.
    pub timeline: LawTimeline,
}

/// One version of a law, or one part of a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LawVersion {
    /// The document.
    pub document: DocumentId,
    /// Part of a code that comes in several documents.
    pub part: Option<String>,
    /// The day from which this text applies, by [`Metadata::applies_from`].
    ///
    /// [`Metadata::applies_from`]: crate::document::Metadata::applies_from
    pub date: Option<Date>,
    /// The day on which this text was made (通过、修正、公布).
    pub passed: Option<Date>,
    /// From when the source says that this text applies.
    pub effective: Option<Date>,
    /// What stands before the first article: the history (题注), a preamble.
    pub preamble: String,
    /// As the source says: 现行有效, 已废止.
    pub status: Option<String>,
    /// What texts held say of its end.
    pub repeals: Vec<TextRepeal>,
    /// Whether it ends an earlier text of its own name (《…条例》同时废止).
    pub ends_own_name: bool,
    /// Articles and their texts; of a number that occurs twice the first.
    pub articles: BTreeMap<ArticleNumber, String>,
}

impl KnownLaw {
    /// From the documents of a law, newest first; `None` when none is a statute.
    pub fn of(key: &LawKey, documents: &[Document]) -> Option<Self> {
        Self::with_acts(key, documents, &[])
    }

    /// As [`of`](Self::of), with the acts that the library holds; those that amend
    /// other laws are passed over.
    pub fn with_acts(key: &LawKey, documents: &[Document], acts: &[AmendingAct]) -> Option<Self> {
        let versions: Vec<_> = documents.iter().filter_map(LawVersion::of).collect();
        let title = documents.iter().find_map(|document| {
            let law = document.metadata.law.as_ref()?;
            Some(law.title.clone())
        })?;
        (!versions.is_empty()).then(|| Self {
            key: key.clone(),
            timeline: LawTimeline::new(key, &title, &versions, acts),
            title,
            versions,
        })
    }

    /// The same law, with the ends of its texts.
    #[must_use]
    pub fn ended_by(mut self, repeals: &Repeals) -> Self {
        for version in &mut self.versions {
            version.repeals = repeals.all(&version.document).to_vec();
        }
        self.timeline.end(repeals);
        self
    }

    /// From when a newer text than those held applies, where one is known to by `day`.
    pub fn newer_text(&self, day: Date) -> Option<Date> {
        self.timeline.newer.filter(|&from| from <= day)
    }

    /// The end of the texts that apply on `day`, of all of them or of this article,
    /// whether it has come by then or not; `None` where one of them goes on.
    pub fn repeal(&self, article: Option<ArticleNumber>, day: Date) -> Option<&TextRepeal> {
        let current = self.current(day);
        let ends = current.iter().map(|version| version.end(article));
        ends.collect::<Option<Vec<_>>>()?.into_iter().next()
    }

    /// Keys under which acts that amend the law would stand: those that its own history
    /// names, and titles that later acts usually have.
    pub fn amending_keys(&self) -> Vec<LawKey> {
        amending_keys(self)
    }

    /// The newest version of each part that applies on `day`.
    pub fn current(&self, day: Date) -> Vec<&LawVersion> {
        let mut parts: Vec<&LawVersion> = Vec::new();
        for version in &self.versions {
            let begun = version.date.is_none_or(|date| date <= day);
            if begun && parts.iter().all(|known| known.part != version.part) {
                parts.push(version);
            }
        }
        parts
    }
}

impl LawVersion {
    fn of(document: &Document) -> Option<Self> {
        let Body::Statute(statute) = &document.body else {
            return None;
        };
        let metadata = &document.metadata;
        let law = metadata.law.as_ref()?;
        let passed = metadata.made_on();
        let stated = metadata
            .effective
            .filter(|&day| passed.is_none_or(|made| made <= day));
        let effective = passed
            .and_then(|made| commencement::of(&law.key, made))
            .or(stated);
        let before_articles = statute.blocks.iter().map_while(|block| match block {
            Block::Text(text) => Some(text.as_str()),
            Block::Heading(_) => Some(""),
            Block::Article(_) => None,
        });
        let preamble: Vec<&str> = before_articles.filter(|text| !text.is_empty()).collect();
        let mut articles = BTreeMap::new();
        for article in statute.articles() {
            articles
                .entry(article.number)
                .or_insert_with(|| article.text.clone());
        }
        Some(Self {
            document: document.id.clone(),
            part: law.part.clone(),
            date: effective.or(metadata.applies_from()),
            passed,
            effective,
            preamble: preamble.join("\n"),
            status: metadata.status.clone(),
            repeals: Vec::new(),
            ends_own_name: clauses_of(document)
                .iter()
                .any(|clause| LawKey::of(&clause.title) == law.key),
            articles,
        })
    }

    /// Its end, or that of one of its articles, as texts held lay it down.
    pub fn end(&self, article: Option<ArticleNumber>) -> Option<&TextRepeal> {
        self.repeals
            .iter()
            .find(|end| match (&end.extent, article) {
                (Extent::Whole, _) => true,
                (Extent::Articles(articles), Some(article)) => articles.contains(&article),
                _ => false,
            })
    }

    /// Whether the source calls it repealed.
    pub fn is_repealed(&self) -> bool {
        self.status.as_deref().is_some_and(is_repealed)
    }
}

/// Whether a status says that the text no longer applies: 已废止, 失效.
pub(super) fn is_repealed(status: &str) -> bool {
    Validity::of_status(Some(status)) == Validity::Repealed
}

/// Whether a status says that the text is not the last: 已修改, 已被修改.
pub fn is_amended(status: &str) -> bool {
    Validity::of_status(Some(status)) == Validity::Amended
}

/// Whether an article's text says that there is none any more: （删去）.
pub fn is_deleted(text: &str) -> bool {
    let words: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    [
        "删去",
        "删除",
        "已删去",
        "已删除",
        "本条删去",
        "本条已删去",
        "废止",
    ]
    .contains(&words.as_str())
}

/// A paragraph (款) with its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text with the items, lines separated by `\n`.
    pub text: String,
    /// Number and text of each item (项).
    pub items: Vec<(u32, String)>,
}

/// The paragraphs of an article's text. A line that begins with （一） is an item of
/// the paragraph above it.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (item_number(line), paragraphs.last_mut()) {
            (Some(number), Some(paragraph)) => {
                paragraph.text.push('\n');
                paragraph.text.push_str(line);
                paragraph.items.push((number, line.to_owned()));
            }
            _ => paragraphs.push(Paragraph {
                text: line.to_owned(),
                items: Vec::new(),
            }),
        }
    }
    paragraphs
}

fn item_number(line: &str) -> Option<u32> {
    let rest = line.strip_prefix(['（', '('])?;
    let (digits, _) = rest.split_once(['）', ')'])?;
    numerals::parse(digits.trim()).and_then(|number| u32::try_from(number).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_belong_to_the_paragraph_above() {
        let found = paragraphs("有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定不适用于丙。");
        let counts: Vec<_> = found.iter().map(|p| p.items.len()).collect();
        assert_eq!(counts, [2, 0]);
        assert_eq!(found[0].items[1].1, "（二）乙。");
    }

    #[test]
    fn deleted_article_is_known_by_its_text() {
        assert!(is_deleted("（删去）") && is_deleted("删去。"));
        assert!(!is_deleted("删去本法第三条。") && !is_deleted("甲"));
    }
}
