//! The embedding store: a vector for every text that was ever embedded, under
//! the hash of the text.
//!
//! A folder per model, `ROOT/MODEL/`, with append-only files of records and one
//! writer lock. Readers map the files; a writer appends and never changes what
//! is there. Whatever happens, a record is either whole and proven by its
//! checksum or it is not there.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use super::error::Result;
use crate::passage_key::PassageKey;

/// Vectors of one model, for reading. A view of what was flushed when it was
/// opened or last refreshed. Cheap to clone; `Send + Sync`.
#[derive(Clone)]
pub struct EmbeddingStore {}

/// A record that could not be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreProblem {
    /// The file.
    pub path: PathBuf,
    /// Where the record begins.
    pub offset: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl EmbeddingStore {
    /// Opens the vectors of `model_id` under `root` for reading. A folder that
    /// does not exist is an empty store.
    ///
    /// # Errors
    /// `Mismatch` when the files are of another model, dimension or format.
    pub fn open(_root: &Path, _model_id: &str, _dim: usize) -> Result<Self> {
        todo!()
    }

    /// Opens the vectors for writing, making the folder if there is none. Checks
    /// every record and cuts off a torn tail.
    ///
    /// # Errors
    /// `WriterBusy` when this or another process has a writer already.
    pub fn open_writer(_root: &Path, _model_id: &str, _dim: usize) -> Result<StoreWriter> {
        todo!()
    }

    /// The vector of a text: `dim` values, unit length. `None` when it is not
    /// there, or when its record turns out to be damaged; a damaged one is
    /// reported in [`Self::problems`] and no longer contained.
    pub fn get(&self, _key: &PassageKey) -> Option<Cow<'_, [f32]>> {
        todo!()
    }

    /// True when there is a vector for `key`; reads no record.
    pub fn contains(&self, _key: &PassageKey) -> bool {
        todo!()
    }

    /// Number of different texts with a vector.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// True when there is no vector.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Length of a vector.
    pub fn dim(&self) -> usize {
        todo!()
    }

    /// The model that made the vectors.
    pub fn model_id(&self) -> &str {
        todo!()
    }

    /// Takes in what was flushed since.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn refresh(&mut self) -> Result<()> {
        todo!()
    }

    /// Damaged records met so far by this view and its clones.
    pub fn problems(&self) -> Vec<StoreProblem> {
        todo!()
    }

    /// Reads and checks every record.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn verify(&self) -> Result<Vec<StoreProblem>> {
        todo!()
    }

    /// Writes all vectors into one file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn export(&self, _file: &Path) -> Result<ExportReport> {
        todo!()
    }
}

/// The one writer of a store.
pub struct StoreWriter {}

impl StoreWriter {
    /// Adds a vector of unit length; false, and nothing done, when its key is
    /// there already. Others see it after [`Self::flush`].
    ///
    /// # Errors
    /// `Dimension`, `NotUnit`, or when the file cannot be written.
    pub fn put(&mut self, _key: &PassageKey, _vector: &[f32]) -> Result<bool> {
        todo!()
    }

    /// True when `key` was put, flushed or not.
    pub fn contains(&self, _key: &PassageKey) -> bool {
        todo!()
    }

    /// Number of vectors, with those not yet flushed.
    pub fn len(&self) -> usize {
        todo!()
    }

    /// True when there is no vector.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Makes everything put so far safe from `kill -9` and a power cut.
    ///
    /// # Errors
    /// When the file cannot be written or synced.
    pub fn flush(&mut self) -> Result<()> {
        todo!()
    }

    /// A reader of what was flushed so far.
    pub fn reader(&self) -> EmbeddingStore {
        todo!()
    }

    /// Takes in the vectors of an exported file that are not there yet, and
    /// flushes.
    ///
    /// # Errors
    /// `Mismatch` when they are of another model; `Damaged` when the file is cut.
    pub fn import(&mut self, _file: &Path) -> Result<ImportReport> {
        todo!()
    }
}

/// What an exported file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveInfo {
    /// The model that made the vectors.
    pub model_id: String,
    /// Length of a vector.
    pub dim: usize,
    /// Number of vectors.
    pub vectors: u64,
}

/// Reads what an exported file says about itself, so that the right store can
/// be opened for it.
///
/// # Errors
/// `Damaged` when it is no such file.
pub fn archive_info(_file: &Path) -> Result<ArchiveInfo> {
    todo!()
}

/// What an export wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Vectors written.
    pub vectors: u64,
    /// Size of the file.
    pub size_bytes: u64,
}

/// What an import of an exported file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Vectors that were not there.
    pub added: u64,
    /// Vectors that were there already.
    pub known: u64,
    /// Records of the file that could not be used.
    pub problems: Vec<StoreProblem>,
}
