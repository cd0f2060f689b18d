//! Measures of one ranking against its labels, and their means over topics.
//!
//! Definitions follow the protocols of the evaluation sets: linear gain
//! `grade / log2(rank + 1)` with ranks from 1 (Järvelin and Kekäläinen 2002),
//! the ideal ranking taken over all labelled documents of the topic, relevant
//! for MRR, recall, precision and average precision from a stated grade on.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{qrels::Qrels, run::Run};

/// A measure, with its cut-off where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Metric {
    /// Normalised discounted cumulative gain of the first k.
    Ndcg(usize),
    /// One over the rank of the first relevant document within the first k.
    Mrr(usize),
    /// Share of the relevant documents within the first k.
    Recall(usize),
    /// Share of relevant documents among the first k places.
    Precision(usize),
    /// 1 when a relevant document stands within the first k.
    Success(usize),
    /// Average precision over the whole ranking.
    Map,
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ndcg(k) => write!(f, "nDCG@{k}"),
            Self::Mrr(k) => write!(f, "MRR@{k}"),
            Self::Recall(k) => write!(f, "Recall@{k}"),
            Self::Precision(k) => write!(f, "P@{k}"),
            Self::Success(k) => write!(f, "Success@{k}"),
            Self::Map => f.write_str("MAP"),
        }
    }
}

impl FromStr for Metric {
    type Err = anyhow::Error;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        if name == "MAP" {
            return Ok(Self::Map);
        }
        let unknown = || anyhow::anyhow!("unknown metric {name:?}");
        let (kind, k) = name.split_once('@').ok_or_else(unknown)?;
        let k: usize = k.parse().map_err(|_| unknown())?;
        match kind {
            "nDCG" => Ok(Self::Ndcg(k)),
            "MRR" => Ok(Self::Mrr(k)),
            "Recall" => Ok(Self::Recall(k)),
            "P" => Ok(Self::Precision(k)),
            "Success" => Ok(Self::Success(k)),
            _ => Err(unknown()),
        }
    }
}

/// How a protocol reads its labels.
#[derive(Debug, Clone, Copy)]
pub struct Relevance {
    /// Least grade that counts as relevant for P, MAP, MRR and success.
    pub relevant_from: u32,
    /// Least grade that counts for recall.
    pub recall_from: u32,
    /// Rankings are first cut to the topic's labelled documents (LeCaRD).
    pub labelled_only: bool,
}

/// Scores of every topic that has labels, in order of topic ids. A topic that
/// the run lacks scores 0: leaving questions out must not raise a mean.
#[must_use]
pub fn by_topic(
    run: &Run,
    qrels: &Qrels,
    metric: Metric,
    relevance: Relevance,
) -> BTreeMap<String, f64> {
    qrels
        .iter()
        .map(|(topic, grades)| {
            let mut found: Vec<u32> = Vec::new();
            for hit in run.ranking(topic) {
                match grades.get(&hit.document) {
                    Some(grade) => found.push(*grade),
                    None if relevance.labelled_only && !matches!(metric, Metric::Recall(_)) => {}
                    None => found.push(0),
                }
            }
            let labels: Vec<u32> = grades.values().copied().collect();
            (topic.clone(), score(&found, &labels, metric, relevance))
        })
        .collect()
}

/// Mean over topics; 0 for none.
#[must_use]
pub fn mean(scores: &BTreeMap<String, f64>) -> f64 {
    if scores.is_empty() {
        0.0
    } else {
        scores.values().sum::<f64>() / scores.len() as f64
    }
}

/// One topic: `found` holds the grades of the ranking in order, `labels` the
/// grades of all labelled documents.
fn score(found: &[u32], labels: &[u32], metric: Metric, relevance: Relevance) -> f64 {
    let relevant = |grade: &&u32| **grade >= relevance.relevant_from;
    match metric {
        Metric::Ndcg(k) => {
            let mut ideal = labels.to_vec();
            ideal.sort_unstable_by(|a, b| b.cmp(a));
            ratio(gain(found, k), gain(&ideal, k))
        }
        Metric::Mrr(k) => {
            let first = found.iter().take(k).position(|grade| relevant(&grade));
            first.map_or(0.0, |index| 1.0 / (index + 1) as f64)
        }
        Metric::Recall(k) => {
            let counts = |grade: &&u32| **grade >= relevance.recall_from;
            ratio(
                found.iter().take(k).filter(counts).count() as f64,
                labels.iter().filter(counts).count() as f64,
            )
        }
        Metric::Precision(k) => found.iter().take(k).filter(relevant).count() as f64 / k as f64,
        Metric::Success(k) => f64::from(u8::from(found.iter().take(k).any(|g| relevant(&g)))),
        Metric::Map => {
            let mut hits = 0.0;
            let mut sum = 0.0;
            for (index, grade) in found.iter().enumerate() {
                if relevant(&grade) {
                    hits += 1.0;
                    sum += hits / (index + 1) as f64;
                }
            }
            ratio(sum, labels.iter().filter(relevant).count() as f64)
        }
    }
}

fn gain(grades: &[u32], k: usize) -> f64 {
    let discounted =
        |(index, grade): (usize, &u32)| f64::from(*grade) / (index as f64 + 2.0).log2();
    grades.iter().take(k).enumerate().map(discounted).sum()
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const BINARY: Relevance = Relevance {
        relevant_from: 1,
        recall_from: 1,
        labelled_only: false,
    };

    #[track_caller]
    fn check(found: &[u32], labels: &[u32], metric: &str, expected: f64) {
        let actual = score(found, labels, metric.parse().unwrap(), BINARY);
        assert!(
            (actual - expected).abs() < 1e-9,
            "{metric}: {actual} instead of {expected}"
        );
    }

    #[test]
    fn measures_follow_their_definitions_on_small_rankings() {
        check(&[0, 1], &[1], "nDCG@10", 1.0 / 3f64.log2());
        check(
            &[3, 0, 2],
            &[2, 3],
            "nDCG@3",
            (3.0 + 2.0 / 2.0) / (3.0 + 2.0 / 3f64.log2()),
        );
        check(&[0, 0, 1], &[1, 1], "MRR@10", 1.0 / 3.0);
        check(&[0, 0, 1], &[1, 1], "MRR@2", 0.0);
        check(&[1, 0, 1], &[1, 1, 1], "Recall@3", 2.0 / 3.0);
        check(&[1, 0], &[1], "P@5", 0.2);
        check(&[0, 1], &[1], "Success@1", 0.0);
        check(&[0, 1], &[1], "Success@2", 1.0);
        check(&[1, 0, 1], &[1, 1], "MAP", (1.0 + 2.0 / 3.0) / 2.0);
        check(&[], &[], "MAP", 0.0);
    }

    #[test]
    fn a_topic_that_the_run_lacks_scores_zero() {
        let mut qrels = Qrels::new();
        qrels.entry("q".into()).or_default().insert("d".into(), 1);
        let scores = by_topic(&Run::default(), &qrels, Metric::Ndcg(10), BINARY);
        assert_eq!(scores.get("q"), Some(&0.0));
    }
}
