//! The articles that most likely answer a question, with the features behind each.

use std::collections::HashMap;

use leian_indexer::{EntryRef, Snapshot};

use super::Ranker;
use super::features::{FEATURES, RankGround};
use super::pool::{Pool, Question};
use crate::retrieval::error::Result;

/// What is known of a candidate.
#[derive(Clone, Debug)]
struct Candidate {
    likelihood: f64,
    row: [f32; FEATURES],
    /// Its nearest passage and that one's cosine.
    passage: Option<(u32, f32)>,
}

/// Candidates by likelihood.
#[derive(Debug)]
pub struct LikelyArticles<'a> {
    ranker: &'a Ranker,
    candidates: HashMap<EntryRef, Candidate>,
    /// Best first, ties by entry id.
    order: Vec<EntryRef>,
}

impl<'a> LikelyArticles<'a> {
    /// Gathers and weighs the candidates of a question.
    ///
    /// # Errors
    /// As [`Pool::gather`].
    pub fn find(ranker: &'a Ranker, snapshot: &Snapshot, question: &Question<'_>) -> Result<Self> {
        let pool = Pool::gather(snapshot, question)?;
        let mut order = pool.entries.clone();
        let rows = pool.rows.into_iter().zip(pool.passages);
        let candidate =
            |(row, passage): ([f32; FEATURES], Option<leian_indexer::ScoredPassage>)| Candidate {
                likelihood: ranker.likelihood(&row),
                row,
                passage: passage.map(|passage| (passage.passage, passage.score)),
            };
        let candidates: HashMap<_, _> = pool.entries.into_iter().zip(rows.map(candidate)).collect();
        let likelihood = |entry: &EntryRef| candidates[entry].likelihood;
        order.sort_by(|a, b| {
            let by_id = || {
                let id = |entry: &EntryRef| snapshot.entry_id_str(*entry);
                id(a).cmp(id(b))
            };
            likelihood(b).total_cmp(&likelihood(a)).then_with(by_id)
        });
        Ok(Self {
            ranker,
            candidates,
            order,
        })
    }

    /// The candidates with their likelihood, best first.
    pub fn ranked(&self) -> impl Iterator<Item = (EntryRef, f64)> {
        let ranked = self.order.iter();
        ranked.map(|&entry| (entry, self.candidates[&entry].likelihood))
    }

    /// The nearest passage of a candidate and its cosine.
    pub fn passage(&self, entry: EntryRef) -> Option<(u32, f32)> {
        self.candidates.get(&entry)?.passage
    }

    /// What each ground contributes to the place of a candidate, in log-odds; none for
    /// other entries.
    pub fn grounds(&self, entry: EntryRef) -> Vec<(RankGround, f32)> {
        let candidate = self.candidates.get(&entry);
        candidate.map_or_else(Vec::new, |candidate| self.ranker.grounds(&candidate.row))
    }
}
