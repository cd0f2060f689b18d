//! The way from a query to a page of hits, and to a deep ranking.

use leian_corpus::EntryId;
use leian_indexer::{Facets, Filter, Snapshot};

use super::error::Result;
use super::hit::Hit;
use super::query::{Mode, SearchQuery};
use super::understood::Understood;
use crate::library::Library;

/// What a search runs on: one view of an index and, if there is one, a model.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// The view; all of one search comes from it.
    pub snapshot: &'a Snapshot,
    /// Turns a query text into a unit vector, or says why that is impossible.
    pub embed: Result<&'a EmbedQuery, &'a str>,
}

/// A function from a query text to its unit vector.
pub type EmbedQuery = dyn Fn(&str) -> Result<Vec<f32>, leian_models::ModelError> + Sync;

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct SearchResponse {
    /// The page's hits.
    pub hits: Vec<Hit>,
    /// Entries in the whole result set.
    pub total: usize,
    /// Entries that match by words; absent when words were not searched.
    pub lexical_total: Option<usize>,
    /// Entries found by meaning, above the cut-off; absent when meaning was not
    /// searched. The nearest so many, never "all that exist".
    pub semantic_total: Option<usize>,
    /// Counts over exactly the result set.
    pub facets: Facets,
    /// How the query was read, with notes.
    pub understood: Understood,
    /// The mode asked for, or `Lexical` when there was no model for `Hybrid`.
    pub mode_used: Mode,
    /// How much of the library the vectors cover; absent when meaning was not
    /// searched.
    pub coverage: Option<SemanticCoverage>,
    /// Page, from 1.
    pub page: usize,
    /// Hits a page.
    pub per_page: usize,
    /// Time the search took.
    pub elapsed_ms: f64,
}

impl SearchResponse {
    /// Pages that have hits.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.per_page.max(1))
    }
}

/// How much of a library the vectors cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemanticCoverage {
    /// Different passages with a vector.
    pub vectors: usize,
    /// Different passages without one yet.
    pub vectors_missing: usize,
}

impl SemanticCoverage {
    /// True when no passage lacks its vector.
    pub fn is_complete(&self) -> bool {
        self.vectors_missing == 0
    }
}

/// One line of a deep ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedEntry {
    /// The entry.
    pub entry_id: EntryId,
    /// Place, from 1.
    pub rank: usize,
    /// Fused score, not increasing down the list.
    pub score: f64,
}

/// Answers `query` from `library`.
///
/// # Errors
/// The caller's: a text or page out of bounds. The installation's: a search by
/// meaning without a model or vectors. Ours: an index that cannot be read.
pub fn search(_library: &Library, _query: &SearchQuery) -> Result<SearchResponse> {
    todo!()
}

/// The best `depth` entries for `query_text` under `filter`, without texts and
/// without the cut-off by meaning, for evaluation. Versions stay apart.
///
/// # Errors
/// As [`search`].
pub fn rank(
    _library: &Library,
    _query_text: &str,
    _mode: Mode,
    _filter: &Filter,
    _depth: usize,
) -> Result<Vec<RankedEntry>> {
    todo!()
}
