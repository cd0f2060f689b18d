//! Laws held in several versions, marked amended, or with statuses that conflict.

use std::collections::BTreeMap;

use leian_corpus::citation::{Days, KnownLaw, resolve};
use leian_corpus::timeline::amendment::amended_law;
use leian_corpus::validity::Validity;
use leian_corpus::{Body, Date, Document, DocumentId, LawKey, Statute, extract_citations};
use serde::Serialize;

use super::Held;

/// A law, or one part of it, with the texts that the library has of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LawLine {
    /// Official title.
    pub title: String,
    /// The part (编), of a code that comes in several documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Its texts, the latest first, those without a date last.
    pub texts: Vec<TextLine>,
    /// The latest act held that amends the law and is younger than its texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub amended_by: Option<ActLine>,
}

/// An amending act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActLine {
    /// Its document.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// The day on which it was made.
    pub passed: String,
}

/// One text of a law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TextLine {
    /// The document.
    pub id: DocumentId,
    /// The day from which this text applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// As its source says: 现行有效, 已修改.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The first folder of the path that it was imported from.
    pub source: String,
}

/// The statutes of a library by law and part.
pub(super) struct LawShelf<'a> {
    laws: BTreeMap<(&'a LawKey, Option<&'a str>), Vec<&'a Held>>,
}

impl<'a> LawShelf<'a> {
    pub(super) fn of(held: &'a [Held]) -> Self {
        let mut laws: BTreeMap<_, Vec<&Held>> = BTreeMap::new();
        for document in held {
            if let Some(law) = &document.metadata.law {
                let texts = laws.entry((&law.key, law.part.as_deref())).or_default();
                texts.push(document);
            }
        }
        for texts in laws.values_mut() {
            texts.sort_by(|one, two| {
                (two.metadata.applies_from(), &one.id).cmp(&(one.metadata.applies_from(), &two.id))
            });
        }
        Self { laws }
    }

    pub(super) fn several_versions(&self) -> Vec<LawLine> {
        self.lines(|_, texts| texts.len() > 1)
    }

    pub(super) fn amended(&self, today: Date) -> Vec<LawLine> {
        self.lines(|key, texts| is_amended(key, texts, today))
    }

    pub(super) fn conflicts(&self) -> Vec<LawLine> {
        self.lines(|_, texts| is_conflict(texts))
    }

    fn lines(&self, takes: impl Fn(&LawKey, &[&Held]) -> bool) -> Vec<LawLine> {
        self.laws
            .iter()
            .filter(|((key, _), texts)| takes(key, texts))
            .map(|((key, part), texts)| LawLine {
                title: title(texts).unwrap_or_else(|| key.to_string()),
                part: part.map(str::to_owned),
                texts: texts.iter().map(|text| text_line(text)).collect(),
                amended_by: None,
            })
            .collect()
    }

    /// Laws that an act held amends, and of which no text as young as the act is held.
    /// A law of which no text is held at all has none here.
    pub(super) fn without_newest(&self, held: &[Held]) -> Vec<LawLine> {
        let mut acts: BTreeMap<LawKey, (Date, &Held)> = BTreeMap::new();
        for act in held.iter().filter(|document| document.kind.is_statute()) {
            let passed = act.metadata.made_on();
            if let (Some(law), Some(passed)) = (amended_law(&act.title), passed)
                && acts.get(&law).is_none_or(|(last, _)| *last < passed)
            {
                acts.insert(law, (passed, act));
            }
        }
        acts.into_iter()
            .filter_map(|(law, (passed, act))| {
                let texts: Vec<&Held> = self.texts_of(&law).collect();
                let newest = texts
                    .iter()
                    .filter_map(|text| text.metadata.made_on())
                    .max();
                newest
                    .is_none_or(|newest| newest < passed)
                    .then(|| LawLine {
                        title: title(&texts).unwrap_or_else(|| law.to_string()),
                        part: None,
                        texts: texts.iter().map(|text| text_line(text)).collect(),
                        amended_by: Some(ActLine {
                            id: act.id.clone(),
                            title: act.title.clone(),
                            passed: passed.to_string(),
                        }),
                    })
            })
            .collect()
    }

    fn texts_of<'s>(&'s self, law: &'s LawKey) -> impl Iterator<Item = &'a Held> + 's {
        let laws = self.laws.range((law, None)..);
        let laws = laws.take_while(move |((key, _), _)| *key == law);
        laws.flat_map(|(_, texts)| texts.iter().copied())
    }
}

fn title(texts: &[&Held]) -> Option<String> {
    let law = texts.first()?.metadata.law.as_ref()?;
    Some(law.title.clone())
}

fn text_line(text: &Held) -> TextLine {
    TextLine {
        id: text.id.clone(),
        date: text.metadata.applies_from().map(|date| date.to_string()),
        status: text.metadata.status.clone(),
        source: text.source().to_owned(),
    }
}

/// Whether a citation of the law as a whole would come back with the word of its
/// source that it was amended: the same rule decides both.
fn is_amended(key: &LawKey, texts: &[&Held], today: Date) -> bool {
    let documents: Vec<Document> = texts.iter().map(|text| without_text(text)).collect();
    let Some(law) = KnownLaw::of(key, &documents) else {
        return false;
    };
    // Any mention of a law will do; it is given the key.
    let mentions = extract_citations("《刑法》").into_iter();
    mentions.take(1).any(|mut mention| {
        mention.law = Some(key.clone());
        let resolution = resolve(&mention, None, Some(&law), Days::today(today));
        resolution.source_status.is_some()
    })
}

/// A statute of which only the metadata is known, as one whole.
fn without_text(text: &Held) -> Document {
    let mut metadata = text.metadata.clone();
    if let Some(law) = &mut metadata.law {
        law.part = None;
    }
    Document {
        id: text.id.clone(),
        kind: text.kind,
        title: text.title.clone(),
        metadata,
        body: Body::Statute(Statute::default()),
        provenance: text.provenance.clone(),
    }
}

/// Whether the statuses of the dated texts cannot all be true: two of different days
/// are both called valid, two of one day valid and not valid, or an older one valid
/// and a later one amended or repealed. `texts` are in order, the latest first.
fn is_conflict(texts: &[&Held]) -> bool {
    let called: Vec<(Date, bool)> = texts
        .iter()
        .filter_map(|text| {
            let valid = called_valid(text.metadata.status.as_deref()?)?;
            Some((text.metadata.applies_from()?, valid))
        })
        .collect();
    called.iter().enumerate().any(|(place, (date, valid))| {
        let older = &called[place + 1..];
        older.iter().any(|(other_date, other_valid)| match valid {
            true => *other_valid && other_date != date || !other_valid && other_date == date,
            false => *other_valid,
        })
    })
}

/// What a source's word says; `None` for a word that says neither (尚未生效).
fn called_valid(status: &str) -> Option<bool> {
    match Validity::of_status(Some(status)) {
        Validity::InForce => Some(true),
        Validity::Amended | Validity::Repealed => Some(false),
        Validity::Unstated => None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use leian_corpus::{DocumentKind, LawIdentity, Metadata, Provenance};

    use super::*;

    fn text(date: &str, status: Option<&str>) -> Held {
        let version = date.parse().ok();
        let identity = LawIdentity::new("中华人民共和国江河养护法", None, version);
        Held {
            id: DocumentId::of_law(&identity),
            kind: DocumentKind::Law,
            title: identity.title.clone(),
            metadata: Metadata {
                law: Some(identity),
                status: status.map(str::to_owned),
                ..Metadata::default()
            },
            provenance: Provenance::default(),
            entries: 1,
        }
    }

    #[track_caller]
    fn check_conflict(texts: &[(&str, Option<&str>)], expected: bool) {
        let held: Vec<Held> = texts
            .iter()
            .map(|(date, status)| text(date, *status))
            .collect();
        let found = LawShelf::of(&held).conflicts();
        assert_eq!(!found.is_empty(), expected, "{texts:?}");
    }

    #[test]
    fn statuses_that_cannot_all_be_true_are_a_conflict() {
        let (old, new) = ("2009-08-27", "2022-03-01");
        let (valid, amended) = (Some("现行有效"), Some("已修改"));
        check_conflict(&[(old, amended), (new, valid)], false);
        check_conflict(&[(old, amended), (new, amended)], false);
        check_conflict(&[(old, valid), (new, None)], false);
        check_conflict(&[(old, valid), (new, Some("尚未生效"))], false);
        check_conflict(&[(old, valid), (new, valid)], true);
        check_conflict(&[(old, valid), (new, Some("已废止"))], true);
        check_conflict(&[(new, valid), (new, Some("已被修改"))], true);
        check_conflict(&[(new, valid), (new, valid)], false);
        check_conflict(&[("", valid), (old, valid)], false);
    }

    #[test]
    fn only_the_newest_version_of_today_makes_a_law_amended() {
        let today: Date = "2026-01-01".parse().unwrap();
        let check = |texts: &[(&str, &str)], expected: bool| {
            let held: Vec<Held> = texts
                .iter()
                .map(|(date, status)| text(date, Some(status)))
                .collect();
            let found = LawShelf::of(&held).amended(today);
            assert_eq!(!found.is_empty(), expected, "{texts:?}");
        };
        check(
            &[("2009-08-27", "已修改"), ("2022-03-01", "现行有效")],
            false,
        );
        check(
            &[("2009-08-27", "现行有效"), ("2022-03-01", "已被修改")],
            true,
        );
        check(
            &[("2022-03-01", "已修改"), ("2030-01-01", "尚未生效")],
            true,
        );
        check(&[("2022-03-01", "已废止")], false);
    }
}
