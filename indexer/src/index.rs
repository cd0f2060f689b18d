//! One folder with the two indexes: `manifest.json`, `tantivy/`, `sidecars/`.

use std::path::{Path, PathBuf};

use crate::embedding::{EmbeddingStore, SidecarProgress, SidecarReport};
use crate::error::Result;
use crate::fulltext::writer::IndexWriter;
use crate::passage_key::PassageKey;
use crate::snapshot::Snapshot;

/// The index of one library. Opens cheaply; many may be open in many processes,
/// one [`IndexWriter`] at a time writes.
pub struct LegalIndex {
    dir: PathBuf,
}

impl LegalIndex {
    /// Opens the index in `dir`, making an empty one if there is none.
    ///
    /// # Errors
    /// `Mismatch` when the index was made by another format, analyzer,
    /// dictionary or schema.
    pub fn open_or_create(_dir: &Path) -> Result<Self> {
        todo!()
    }

    /// Opens the index in `dir`.
    ///
    /// # Errors
    /// `NotFound` when there is none; `Mismatch` as in [`Self::open_or_create`].
    pub fn open(_dir: &Path) -> Result<Self> {
        todo!()
    }

    /// The folder of the index.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The one writer.
    ///
    /// # Errors
    /// `WriterBusy` when this or another process has one already.
    pub fn writer(&self) -> Result<IndexWriter> {
        todo!()
    }

    /// An unchanging view of the last commit, with the sidecars that are ready.
    ///
    /// # Errors
    /// When files of the index cannot be read.
    pub fn snapshot(&self) -> Result<Snapshot> {
        todo!()
    }

    /// True when a commit, or a sidecar, was written since `snapshot` was taken,
    /// by this or another process. Costs a few file status calls.
    pub fn is_stale(&self, _snapshot: &Snapshot) -> bool {
        todo!()
    }

    /// Gives the passages that have no vector in `store` to `sink`, as key and
    /// text to embed; each key once, in the order of the index.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn missing_passages(
        &self,
        _store: &EmbeddingStore,
        _sink: &mut dyn FnMut(PassageKey, String),
    ) -> Result<()> {
        todo!()
    }

    /// Brings the sidecars of vectors up to the last commit: builds what is
    /// missing or lacks vectors that `store` has by now, removes what belongs to
    /// no segment. With `finish`, large segments also get their graph.
    ///
    /// # Errors
    /// `Mismatch` when the index holds vectors of another model than `store`.
    pub fn refresh_sidecars(
        &self,
        _store: &EmbeddingStore,
        _finish: bool,
        _progress: &mut dyn FnMut(SidecarProgress),
    ) -> Result<SidecarReport> {
        todo!()
    }

    /// Forgets the vectors of the index's model, so that another model can be
    /// used. Embedding stores are not touched.
    ///
    /// # Errors
    /// When files cannot be removed.
    pub fn forget_model(&self) -> Result<()> {
        todo!()
    }
}
