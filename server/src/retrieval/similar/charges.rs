//! Which charges the facts are about: as given, as the text names them, or as the nearest
//! cases were decided.

use std::collections::HashMap;

use leian_corpus::{DocumentId, charges as table};
use leian_indexer::Snapshot;

use super::side::Side;
use crate::retrieval::applicable::{Facts, propose};
use crate::retrieval::error::{Result, RetrievalError};

/// So many of the nearest cases vote.
const VOTING: usize = 10;

/// So many charges are kept when they were found.
const KEPT: usize = 4;

/// A charge with a smaller share is left out.
const LEAST_SHARE: f64 = 0.1;

/// Shorter names (盗窃, 抢劫) are words of any story and name nothing.
const NAMING_CHARS: usize = 4;

/// How a charge came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChargeOrigin {
    /// The query gave it, or the case was decided by it.
    Given,
    /// The text names it.
    Named,
    /// The nearest cases were decided by it.
    NearestCases,
}

impl ChargeOrigin {
    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "已知",
            Self::Named => "案情写明",
            Self::NearestCases => "由相近案件推断",
        }
    }
}

/// A charge that the facts are about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundCharge {
    /// Its official name.
    pub name: &'static str,
    /// How much speaks for it, from 0 to 1; of given and named ones 1.
    pub share: f64,
    /// How it came to be known.
    pub origin: ChargeOrigin,
}

/// What the charges of a query are read from, in this order.
pub(super) struct Known<'a> {
    /// As the query gave them.
    pub given: &'a [String],
    /// The case itself: decided by, or its text names.
    pub here: &'a Side,
    /// The cases that are compared, each with its nearness.
    pub near: &'a [(&'a Side, f64)],
    /// Documents that are no evidence.
    pub exclude: &'a [DocumentId],
    /// The vector of the facts.
    pub vector: Option<&'a [f32]>,
}

impl Known<'_> {
    /// The charges, likeliest first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn find(&self, snapshot: &Snapshot) -> Result<Vec<FoundCharge>> {
        let given = self.given.iter().filter_map(|name| table::find(name));
        let mut known: Vec<&'static str> = given.map(|charge| charge.name).collect();
        if known.is_empty() {
            known.clone_from(&self.here.charges);
        }
        if !known.is_empty() {
            return Ok(certain(&known, ChargeOrigin::Given));
        }
        let named = table::all().iter();
        let named: Vec<&'static str> = named
            .filter(|charge| names(&self.here.facts, charge.name))
            .map(|charge| charge.name)
            .collect();
        if !named.is_empty() {
            return Ok(certain(&named, ChargeOrigin::Named));
        }
        match self.of_applicable(snapshot) {
            Err(RetrievalError::NoCriminalLaw) => Ok(of_nearest(self.near)),
            found => found,
        }
    }

    /// The charges of the articles that may apply.
    fn of_applicable(&self, snapshot: &Snapshot) -> Result<Vec<FoundCharge>> {
        let facts = Facts {
            text: self.here.facts.clone(),
            exclude: self.exclude.to_vec(),
            limit: KEPT,
            conduct: None,
        };
        let proposed = propose(snapshot, &facts, self.vector)?;
        // A crime that was none on the day of the conduct is no charge of these facts.
        let there = proposed
            .articles
            .iter()
            .filter(|article| article.not_yet.is_none());
        let found = there.filter_map(|article| {
            Some(FoundCharge {
                name: article.charges.first()?,
                share: article.likelihood,
                origin: ChargeOrigin::NearestCases,
            })
        });
        Ok(found.filter(|found| found.share >= LEAST_SHARE).collect())
    }
}

fn certain(names: &[&'static str], origin: ChargeOrigin) -> Vec<FoundCharge> {
    let names = names.iter();
    names
        .map(|&name| FoundCharge {
            name,
            share: 1.0,
            origin,
        })
        .collect()
}

fn names(text: &str, name: &str) -> bool {
    let short = name.trim_end_matches('罪');
    text.contains(name) || short.chars().count() >= NAMING_CHARS && text.contains(short)
}

/// The nearest cases vote for their charges: the first by 1, the second by a half …
fn of_nearest(near: &[(&Side, f64)]) -> Vec<FoundCharge> {
    let mut decided: Vec<&(&Side, f64)> = near
        .iter()
        .filter(|(side, _)| !side.charges.is_empty())
        .collect();
    decided.sort_by(|a, b| {
        let id = |side: &Side| side.entry.id.as_str().to_owned();
        b.1.total_cmp(&a.1).then_with(|| id(a.0).cmp(&id(b.0)))
    });
    let mut votes: HashMap<&'static str, f64> = HashMap::new();
    let mut all = 0.0;
    for (place, (side, _)) in decided.into_iter().take(VOTING).enumerate() {
        let vote = 1.0 / (place as f64 + 1.0);
        all += vote;
        for &charge in &side.charges {
            *votes.entry(charge).or_default() += vote;
        }
    }
    let mut found: Vec<FoundCharge> = votes
        .into_iter()
        .map(|(name, vote)| FoundCharge {
            name,
            share: vote / all,
            origin: ChargeOrigin::NearestCases,
        })
        .filter(|found| found.share >= LEAST_SHARE)
        .collect();
    found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.name.cmp(b.name)));
    found.truncate(KEPT);
    found
}

/// How much the charges of a case agree with those of the query, from 0 to 1: of known
/// charges, the share that both have; of found ones, how much speaks for the case's own.
#[must_use]
pub fn agreement(ours: &[FoundCharge], theirs: &[&str]) -> f64 {
    if ours.is_empty() || theirs.is_empty() {
        return 0.0;
    }
    let shared = ours.iter().filter(|charge| theirs.contains(&charge.name));
    match ours[0].origin {
        ChargeOrigin::NearestCases => {
            shared.map(|charge| charge.share).sum::<f64>() / theirs.len() as f64
        }
        ChargeOrigin::Given | ChargeOrigin::Named => {
            let shared = shared.count();
            shared as f64 / (ours.len() + theirs.len() - shared) as f64
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_charges_agree_by_what_both_have() {
        let ours = certain(&["盗窃罪", "抢劫罪"], ChargeOrigin::Given);
        assert_eq!(agreement(&ours, &["盗窃罪"]), 0.5);
        assert_eq!(agreement(&ours, &["抢劫罪", "盗窃罪"]), 1.0);
        assert_eq!(agreement(&ours, &["诈骗罪"]), 0.0);
        assert_eq!(agreement(&ours, &[]), 0.0);
        assert_eq!(agreement(&[], &["盗窃罪"]), 0.0);
    }

    #[test]
    fn found_charges_agree_by_what_speaks_for_them() {
        let found = |name, share| FoundCharge {
            name,
            share,
            origin: ChargeOrigin::NearestCases,
        };
        let ours = [found("盗窃罪", 0.75), found("抢劫罪", 0.25)];
        assert_eq!(agreement(&ours, &["盗窃罪"]), 0.75);
        assert_eq!(agreement(&ours, &["盗窃罪", "诈骗罪"]), 0.375);
    }

    #[test]
    fn long_names_are_named_without_their_last_character() {
        assert!(names("涉嫌帮助信息网络犯罪活动", "帮助信息网络犯罪活动罪"));
        assert!(names("构成盗窃罪", "盗窃罪"));
        assert!(!names("被人盗窃手机", "盗窃罪"));
    }
}
