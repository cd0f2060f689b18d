//! The vectors of one index segment, in one mapped file.

use std::path::{Path, PathBuf};

use super::error::Result;
use super::store::EmbeddingStore;
use crate::matches::DocBits;
use crate::passage_key::PassageKey;

/// What a sidecar belongs to. A file made for anything else is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SidecarIdentity {
    /// The model that made the vectors.
    pub model_id: String,
    /// Length of a vector.
    pub dim: usize,
    /// The index segment's unique id, at most 64 bytes.
    pub segment: String,
    /// Documents of the segment, deleted ones included: numbers are below this.
    pub max_doc: u32,
}

/// Which documents of a segment may be found.
#[derive(Clone, Copy, Debug)]
pub enum AllowedDocs<'a> {
    /// Every document; right only for a segment without deletes.
    All,
    /// Those of the set.
    Only(&'a DocBits),
}

/// A document with its passage nearest to the query.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassageCandidate {
    /// tantivy's number of the document in its segment.
    pub doc: u32,
    /// The passage, as it was numbered when the sidecar was built.
    pub passage: u32,
    /// Cosine with the query, from the f32 vectors.
    pub cosine: f32,
}

/// What a sidecar is being built is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidecarStage {
    /// Fetching vectors from the store.
    Collecting,
    /// Inserting vectors into the graph.
    Graph,
    /// Writing the file.
    Writing,
}

/// How far the building of sidecars is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SidecarProgress {
    /// Which segment, from 0. Filled in by whoever goes over the segments.
    pub segment: usize,
    /// How many segments there are. Filled in likewise.
    pub segments: usize,
    /// What is being done.
    pub stage: SidecarStage,
    /// Vectors done in this stage.
    pub done: usize,
    /// Vectors of this stage; 0 while it is unknown.
    pub total: usize,
}

/// What a refresh of all sidecars did, and how things stand after it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SidecarReport {
    /// Sidecars built or built anew.
    pub built: usize,
    /// Sidecars left as they were.
    pub kept: usize,
    /// Files removed because their segment is gone.
    pub removed: usize,
    /// Sidecars that have a graph.
    pub graphs: usize,
    /// Unique vectors in all sidecars.
    pub vectors: usize,
    /// Passages that have a vector.
    pub passages: usize,
    /// Passages that have none yet.
    pub missing: usize,
}

/// What building one sidecar gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuiltSidecar {
    /// The file.
    pub path: PathBuf,
    /// Unique vectors in it.
    pub vectors: usize,
    /// Passages that have a vector.
    pub passages: usize,
    /// Passages that have none in the store.
    pub missing: usize,
    /// Whether it holds a graph.
    pub graph: bool,
    /// Size of the file.
    pub size_bytes: u64,
}

/// Builds the sidecar of one segment at `path`: beside it first, synced, then
/// renamed, so that a reader sees the old file or the new one, whole.
///
/// `passages` gives every passage of the segment as document, passage number and
/// key, in any order. With `graph`, [`super::EXACT_LIMIT`] or more unique vectors
/// get a graph; fewer are scanned anyway.
///
/// # Errors
/// `TooMany` beyond 2³² − 2 passages, `Graph` when hnsw_rs fails, or when the file
/// cannot be written.
pub fn build_sidecar(
    _path: &Path,
    _identity: &SidecarIdentity,
    _passages: impl Iterator<Item = (u32, u32, PassageKey)>,
    _store: &EmbeddingStore,
    _graph: bool,
    _progress: &mut dyn FnMut(SidecarProgress),
) -> Result<BuiltSidecar> {
    todo!()
}

/// The vectors of one index segment, mapped, checked and ready to search.
/// `Send + Sync`; share it in an `Arc`.
pub struct Sidecar {}

impl Sidecar {
    /// Opens the sidecar at `path` and checks that it is whole and belongs to
    /// `expected`. Everything but the f32 vectors is checked here; of those, each
    /// is checked whenever it is read, and all by [`Self::verify`].
    ///
    /// # Errors
    /// `Mismatch`, `Damaged`; in both cases build it anew.
    pub fn open(_path: &Path, _expected: &SidecarIdentity) -> Result<Self> {
        todo!()
    }

    /// The `k` allowed documents nearest to `query`, each with its nearest
    /// passage; best first, ties by document, then passage. Fewer when fewer
    /// documents have vectors.
    ///
    /// # Errors
    /// `Dimension`, `NotUnit` for a query without direction, `Damaged` when an
    /// f32 vector turns out to be.
    pub fn search(
        &self,
        _query: &[f32],
        _allowed: &AllowedDocs<'_>,
        _k: usize,
    ) -> Result<Vec<PassageCandidate>> {
        todo!()
    }

    /// Number of unique vectors.
    pub fn vectors(&self) -> usize {
        todo!()
    }

    /// Number of passages that have a vector.
    pub fn passages(&self) -> usize {
        todo!()
    }

    /// Number of passages that had no vector when it was built.
    pub fn missing(&self) -> usize {
        todo!()
    }

    /// The different texts that had no vector when it was built.
    pub fn missing_keys(&self) -> &[PassageKey] {
        todo!()
    }

    /// Number of missing texts that `store` has by now: worth building anew when
    /// it is not 0.
    pub fn gains_from(&self, _store: &EmbeddingStore) -> usize {
        todo!()
    }

    /// True when large searches walk a graph.
    pub fn has_graph(&self) -> bool {
        todo!()
    }

    /// True when it has so many vectors that it should have a graph and has none.
    pub fn wants_graph(&self) -> bool {
        todo!()
    }

    /// Size of the file.
    pub fn size_bytes(&self) -> u64 {
        todo!()
    }

    /// Reads everything and checks it, the f32 vectors included.
    ///
    /// # Errors
    /// `Damaged`.
    pub fn verify(&self) -> Result<()> {
        todo!()
    }
}
