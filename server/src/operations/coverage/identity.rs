//! Which state of a library something was read from.

use jiff::Timestamp;
use leian_corpus::document::sha256_hex;
use leian_indexer::Snapshot;
use serde::Serialize;

use super::Held;
use crate::error::{LibraryError, Result};
use crate::library::Library;

/// Hex digits of the short id.
const SHORT_DIGITS: usize = 12;

/// The identity of a snapshot: two libraries with equal ids hold the same texts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SnapshotIdentity {
    /// SHA-256 over every document's id, the SHA-256 of its source, its number of
    /// entries and its metadata, in the order of ids; 64 hex digits.
    pub id: String,
    /// The first 12 digits, for people.
    pub short_id: String,
    /// Source texts.
    pub documents: usize,
    /// What a search counts: articles of versions, and cases.
    pub entries: usize,
    /// Earliest date of any document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_date: Option<String>,
    /// Latest date of any document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_date: Option<String>,
    /// When the index was last written, in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<String>,
    /// The model whose vectors the library holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model_of_vectors: Option<String>,
    /// Pieces of text that a search by meaning could find.
    pub passages: usize,
    /// Those of them that have a vector.
    pub passages_with_vectors: usize,
}

impl SnapshotIdentity {
    pub(super) fn of(library: &Library, snapshot: &Snapshot, held: &[Held]) -> Result<Self> {
        let id = hash(held)?;
        let stats = snapshot.stats();
        let dates = || held.iter().filter_map(Held::date);
        Ok(Self {
            short_id: id.chars().take(SHORT_DIGITS).collect(),
            id,
            documents: held.len(),
            entries: held.iter().map(|document| document.entries).sum(),
            first_date: dates().min().map(|date| date.to_string()),
            newest_date: dates().max().map(|date| date.to_string()),
            committed: committed(library).map(|time| time.to_string()),
            model_of_vectors: snapshot.model().map(|model| model.id.clone()),
            passages: stats.passages,
            passages_with_vectors: stats.passages_with_vectors,
        })
    }
}

/// `held` is in the order of ids.
fn hash(held: &[Held]) -> Result<String> {
    let mut all = Vec::new();
    for document in held {
        let metadata = serde_json::to_string(&document.metadata).map_err(|error| {
            LibraryError::io("write the metadata of", document.id.as_str())(error.into())
        })?;
        let line = format!(
            "{}\t{}\t{}\t{}",
            document.id,
            document.provenance.sha256,
            document.entries,
            sha256_hex(metadata.as_bytes())
        );
        all.extend_from_slice(line.as_bytes());
        all.push(b'\n');
    }
    Ok(sha256_hex(&all))
}

/// tantivy replaces this file at every commit, and at nothing else but a merge.
fn committed(library: &Library) -> Option<Timestamp> {
    let file = library.index().dir().join("tantivy").join("meta.json");
    let written = file.metadata().ok()?.modified().ok()?;
    let written = Timestamp::try_from(written).ok()?;
    Timestamp::from_second(written.as_second()).ok()
}
