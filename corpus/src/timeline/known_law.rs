//! What a library knows of a law: its versions with their articles.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::amending_titles::amending_keys;
use super::amendment::AmendingAct;
use super::commencement;
use super::law_timeline::LawTimeline;
use super::repeals::{Extent, Repeals, TextRepeal, clauses_of};
use crate::document::{Body, Date, Document, DocumentId, LawKey};
use crate::normalize::same_words;
use crate::statute::deletion::{deleted, omitted};
use crate::statute::{ArticleNumber, OutlineNode};
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
    /// Its title, which may say that it is for trial use (试行).
    pub title: String,
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
    /// The year that the title names as that of the version; of a text of which no day is
    /// known, all there is.
    pub year: Option<i16>,
    /// What stands before the first article: the history (题注), a preamble.
    pub preamble: String,
    /// As the source says: 现行有效, 已废止.
    pub status: Option<String>,
    /// Its own number (文号), canonical.
    pub doc_number: Option<String>,
    /// Numbers of earlier texts of the law.
    pub earlier_doc_numbers: Vec<String>,
    /// What texts held say of its end.
    pub repeals: Vec<TextRepeal>,
    /// Whether it ends an earlier text of its own name (《…条例》同时废止).
    pub ends_own_name: bool,
    /// Articles and their texts; of a number that occurs twice the first.
    pub articles: BTreeMap<ArticleNumber, String>,
    /// Its parts, chapters and sections.
    pub outline: Vec<OutlineNode>,
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
        let mut articles = BTreeMap::new();
        for article in statute.cited_articles() {
            take_article(&mut articles, article.number, article.text);
        }
        Some(Self {
            document: document.id.clone(),
            title: law.title.clone(),
            part: law.part.clone(),
            date: effective.or(metadata.applies_from()),
            passed,
            effective,
            year: metadata.year_in_title(),
            preamble: statute.preamble(),
            status: metadata.status.clone(),
            repeals: Vec::new(),
            ends_own_name: clauses_of(document)
                .iter()
                .any(|clause| LawKey::of(&clause.title) == law.key),
            doc_number: metadata.doc_number.clone(),
            earlier_doc_numbers: metadata.earlier_doc_numbers.clone(),
            articles,
            outline: statute.outline(),
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

/// Takes an article. A deleted one may be reprinted behind the one that bears its number
/// now: the first counts, unless the second is the same with a note that it was deleted.
fn take_article(
    articles: &mut BTreeMap<ArticleNumber, String>,
    number: ArticleNumber,
    text: String,
) {
    match articles.entry(number) {
        Entry::Vacant(place) => {
            place.insert(text);
        }
        Entry::Occupied(mut first) => {
            let wording = deleted(&text).filter(|words| !words.is_empty());
            if wording.is_some_and(|words| same_words(words, first.get())) {
                first.insert(text);
            }
        }
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

/// Whether an article's text says that there is none any more: （删去）, or its last
/// wording with a note that it was deleted.
pub fn is_deleted(text: &str) -> bool {
    deleted(text).is_some()
}

/// Whether the source leaves out an article's words: （略）. It is there, and how it reads
/// is not known.
pub(super) fn is_omitted(text: &str) -> bool {
    omitted(text)
}

/// The last wording of a deleted article that is reprinted with a note; the text itself
/// of an article that is there. `None` where there are no words.
pub fn last_wording(text: &str) -> Option<&str> {
    let words = deleted(text).unwrap_or(text);
    (!words.is_empty() && !omitted(text)).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deleted_article_is_known_by_its_text() {
        assert!(is_deleted("（删去）") && is_deleted("删去。"));
        assert!(!is_deleted("删去本法第三条。") && !is_deleted("甲"));
    }

    #[test]
    fn reprint_with_a_note_deletes_the_article() {
        let articles = |texts: &[&str]| {
            let mut articles = BTreeMap::new();
            for text in texts {
                take_article(&mut articles, ArticleNumber::new(2), (*text).to_owned());
            }
            articles.remove(&ArticleNumber::new(2)).unwrap_or_default()
        };
        for note in [
            "（本条已于2019年删去）",
            "（已被2015年修正删去）",
            "[本条废止]",
            "本条已删去。",
        ] {
            let reprint = format!("灯塔应当审定。\n{note}");
            assert!(
                is_deleted(&articles(&["灯塔应当 审定。", &reprint])),
                "{note}"
            );
            // Another article has the number now.
            assert_eq!(articles(&["浮标应当登记。", &reprint]), "浮标应当登记。");
        }
        assert_eq!(articles(&["甲。", "（删去）"]), "甲。");
        assert_eq!(articles(&["甲。", "甲。"]), "甲。");
    }
}
