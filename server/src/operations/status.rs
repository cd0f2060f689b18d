//! What a library holds and what it was made with.

use std::collections::BTreeMap;
use std::path::Path;

use leian_corpus::DocumentKind;
use serde::Serialize;

use crate::error::Result;
use crate::ingest::LibraryCounts;
use crate::library::{Library, ModelState};

/// The state of a library.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// Version of this program.
    pub leian: &'static str,
    /// The library folder.
    pub library: String,
    /// The root of the embedding store.
    pub embeddings: String,
    /// What it holds.
    pub holds: LibraryCounts,
    /// Different texts that have no vector that can be searched.
    pub vectors_missing: u64,
    /// Latest date of any text, ISO 8601.
    pub newest_date: Option<String>,
    /// Segments of the index, and those with vectors.
    pub segments: u64,
    /// Segments that have vectors.
    pub segments_with_vectors: u64,
    /// The model whose vectors the library holds.
    pub model_of_vectors: Option<String>,
    /// The model that is loaded, if one is.
    pub model: Option<String>,
    /// Why none is: a Chinese sentence.
    pub model_absent: Option<String>,
    /// Vectors in the embedding store, of the model in use.
    pub vectors_in_store: Option<u64>,
    /// Size of the index on disk.
    pub index_bytes: u64,
    /// Size of the embedding store on disk, all models.
    pub embeddings_bytes: u64,
}

/// Looks at a library.
///
/// # Errors
/// When it cannot be read.
pub fn status(library: &Library) -> Result<Status> {
    let snapshot = library.snapshot()?;
    let stats = snapshot.stats();
    let paths = library.paths();
    Ok(Status {
        leian: env!("CARGO_PKG_VERSION"),
        library: paths.library.display().to_string(),
        embeddings: paths.embeddings.display().to_string(),
        holds: count_library(library)?,
        vectors_missing: stats.vectors_missing as u64,
        newest_date: stats.newest_date.map(|date| date.to_string()),
        segments: stats.segments as u64,
        segments_with_vectors: stats.segments_with_vectors as u64,
        model_of_vectors: library.model_of_vectors()?.map(|record| record.id),
        model: library.embedder().map(|e| e.id().to_string()),
        model_absent: match library.model_state() {
            ModelState::Ready => None,
            ModelState::Absent { why } => Some(why.clone()),
        },
        vectors_in_store: library.store()?.map(|store| store.len() as u64),
        index_bytes: folder_bytes(&paths.index()),
        embeddings_bytes: folder_bytes(&paths.embeddings),
    })
}

/// Counts what a library holds.
///
/// # Errors
/// When it cannot be read.
pub fn count_library(library: &Library) -> Result<LibraryCounts> {
    let snapshot = library.snapshot()?;
    let stats = snapshot.stats();
    Ok(LibraryCounts {
        documents: stats.documents as u64,
        entries: stats.entries as u64,
        passages: stats.passages as u64,
        vectors: stats.vectors as u64,
        by_kind: labelled(&stats.by_kind),
        entries_by_kind: labelled(&stats.entries_by_kind),
    })
}

fn labelled(counts: &[(DocumentKind, usize)]) -> BTreeMap<String, u64> {
    counts
        .iter()
        .map(|(kind, count)| (kind.label().to_owned(), *count as u64))
        .collect()
}

/// Sum of the sizes of all files below a folder; 0 when there is none.
fn folder_bytes(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => folder_bytes(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}
