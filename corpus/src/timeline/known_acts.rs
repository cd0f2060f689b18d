//! Acts of `data/amending_acts.tsv`: what they touched is known, their text is not held.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::act::{Operation, Touches};
use crate::document::{Date, LawKey};
use crate::law_names;
use crate::statute::ArticleNumber;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/amending_acts.tsv");

static ACTS: LazyLock<Vec<KnownAct>> =
    LazyLock::new(|| law_names::rows(TABLE).filter_map(known_act).collect());

/// An act of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct KnownAct {
    pub law: LawKey,
    pub title: &'static str,
    pub passed: Date,
    pub effective: Date,
    pub articles: Vec<ArticleNumber>,
}

/// The acts of the table that amended a law.
pub(super) fn of(law: &LawKey) -> impl Iterator<Item = &'static KnownAct> {
    let law = law.clone();
    ACTS.iter().filter(move |act| act.law == law)
}

impl KnownAct {
    /// The named articles in an unknown way, and no other.
    pub(super) fn touches(&self) -> Touches {
        let changes: BTreeMap<_, _> = self
            .articles
            .iter()
            .map(|&article| (article, vec![Operation::Unfollowed]))
            .collect();
        Touches::Known {
            changes,
            complete: true,
        }
    }
}

fn known_act(columns: Vec<&'static str>) -> Option<KnownAct> {
    let [law, title, passed, effective, articles, _source] = columns[..] else {
        return None;
    };
    let articles: Option<Vec<_>> = articles.split(',').map(|n| n.parse().ok()).collect();
    Some(KnownAct {
        law: LawKey::of(law),
        title,
        passed: passed.parse().ok()?,
        effective: effective.parse().ok()?,
        articles: articles?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_read() {
        assert_eq!(law_names::rows(TABLE).count(), ACTS.len());
        assert!(ACTS.iter().all(|act| !act.articles.is_empty()));
    }

    #[test]
    fn acts_are_found_by_their_law() {
        let titles: Vec<_> = of(&LawKey::of("刑法")).map(|act| act.title).collect();
        assert_eq!(titles.len(), 2);
        assert_eq!(of(&LawKey::of("某某法")).count(), 0);
    }
}
