//! Counts: of a library, and of one result set by facet.

use jiff::civil::Date;
use leian_corpus::DocumentKind;

/// Exact counts over a match set, each list sorted by count (descending), then
/// by value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By document kind.
    pub kinds: Vec<(DocumentKind, usize)>,
    /// By issuer (发布机关); entries without one are not counted.
    pub issuers: Vec<(String, usize)>,
    /// By year of the entry's date, newest year first; entries without a date
    /// are not counted.
    pub years: Vec<(i16, usize)>,
}

/// What a snapshot holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Source texts.
    pub documents: usize,
    /// Articles of versions, and cases.
    pub entries: usize,
    /// Pieces that embeddings cover, counted per entry.
    pub passages: usize,
    /// Different passage texts that have a vector in the sidecars.
    pub vectors: usize,
    /// Different passage texts of each segment without a vector in its sidecar.
    pub vectors_missing: usize,
    /// Documents by kind, in the order of `DocumentKind::ALL`, without zeros.
    pub by_kind: Vec<(DocumentKind, usize)>,
    /// Entries by kind, in the same order.
    pub entries_by_kind: Vec<(DocumentKind, usize)>,
    /// Latest date of any entry.
    pub newest_date: Option<Date>,
    /// Index segments.
    pub segments: usize,
    /// Segments that have a sidecar of vectors.
    pub segments_with_vectors: usize,
}
