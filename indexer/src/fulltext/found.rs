//! What a part of a query found: a set of documents and their scores, segment by
//! segment.

use crate::matches::DocBits;

/// Documents of one segment with a score each; 0 for those not found.
#[derive(Clone, Debug)]
pub struct SegmentFound {
    /// The documents.
    pub bits: DocBits,
    /// Scores by document number.
    pub scores: Vec<f32>,
}

impl SegmentFound {
    /// Nothing found among `max_doc` documents.
    pub fn nothing(max_doc: u32) -> Self {
        Self {
            bits: DocBits::empty(max_doc),
            scores: vec![0.0; max_doc as usize],
        }
    }
}

/// Documents of every segment.
#[derive(Clone, Debug)]
pub struct Found {
    /// In the order of the snapshot's segments.
    pub segments: Vec<SegmentFound>,
}

impl Found {
    /// What both found; scores add.
    pub fn and(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.segments.iter_mut().zip(&other.segments) {
            mine.bits.intersect(&theirs.bits);
            add(&mut mine.scores, &theirs.scores);
        }
        self
    }

    /// What either found; scores add.
    pub fn or(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.segments.iter_mut().zip(&other.segments) {
            mine.bits.unite(&theirs.bits);
            add(&mut mine.scores, &theirs.scores);
        }
        self
    }

    /// What this found and `other` did not.
    pub fn and_not(mut self, other: &Self) -> Self {
        for (mine, theirs) in self.segments.iter_mut().zip(&other.segments) {
            mine.bits.subtract(&theirs.bits);
        }
        self
    }
}

/// Scores of documents that are not found stay in the array; they are only read
/// for documents of the set.
fn add(scores: &mut [f32], others: &[f32]) {
    scores
        .iter_mut()
        .zip(others)
        .for_each(|(score, other)| *score += other);
}
