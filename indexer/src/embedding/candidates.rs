//! From vectors to documents: scores in f32, the best passage of each document.

use super::error::Result;
use super::kernels::dot_f32;
use super::sidecar::{AllowedDocs, PassageCandidate, View};

/// Collects scored vectors and ranks the documents behind them.
pub(super) struct Candidates<'a, 'v> {
    view: &'v View<'a>,
    query: &'v [f32],
    allowed: &'v AllowedDocs<'v>,
    /// Every allowed passage of every vector that was scored; after
    /// [`Self::settle`] one a document, best first.
    passages: Vec<PassageCandidate>,
}

impl<'a, 'v> Candidates<'a, 'v> {
    pub(super) fn new(view: &'v View<'a>, query: &'v [f32], allowed: &'v AllowedDocs<'v>) -> Self {
        Self {
            view,
            query,
            allowed,
            passages: Vec::new(),
        }
    }

    /// Scores vectors in f32 and takes in their passages. Each vector only once.
    ///
    /// # Errors
    /// `Damaged` when a vector does not match its checksum.
    pub(super) fn score(&mut self, vectors: impl Iterator<Item = u32>) -> Result<()> {
        for vector in vectors {
            let cosine = dot_f32(self.view.vector(vector)?, self.query);
            let passages = self.view.passages_of(vector);
            let allowed = passages
                .iter()
                .filter(|place| self.allowed.contains(place.doc));
            self.passages.extend(allowed.map(|place| PassageCandidate {
                doc: place.doc,
                passage: place.passage,
                cosine,
            }));
        }
        Ok(())
    }

    /// Keeps the best passage of each document, best document first, and returns the
    /// cosine of the `k`-th document; `None` while there are fewer.
    pub(super) fn settle(&mut self, k: usize) -> Option<f32> {
        let better = |a: &PassageCandidate, b: &PassageCandidate| {
            b.cosine
                .total_cmp(&a.cosine)
                .then(a.passage.cmp(&b.passage))
        };
        self.passages
            .sort_unstable_by(|a, b| a.doc.cmp(&b.doc).then_with(|| better(a, b)));
        self.passages.dedup_by_key(|candidate| candidate.doc);
        self.passages
            .sort_unstable_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.doc.cmp(&b.doc)));
        self.passages
            .get(k.checked_sub(1)?)
            .map(|candidate| candidate.cosine)
    }

    /// The best `k` documents, after [`Self::settle`].
    pub(super) fn into_best(mut self, k: usize) -> Vec<PassageCandidate> {
        self.passages.truncate(k);
        self.passages
    }
}
