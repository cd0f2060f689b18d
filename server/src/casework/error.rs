//! What can go wrong with what people made.

use std::path::PathBuf;

use crate::error::LibraryError;
use crate::retrieval::RetrievalError;

/// Result of the room.
pub type Result<T, E = CaseworkError> = std::result::Result<T, E>;

/// `NotFound` unless a change found what it was to change.
pub(super) fn found(rows: usize, what: &'static str, id: impl ToString) -> Result<()> {
    match rows {
        0 => Err(CaseworkError::missing(what, id)),
        _ => Ok(()),
    }
}

impl CaseworkError {
    /// There is no `what` of this id.
    pub fn missing(what: &'static str, id: impl ToString) -> Self {
        Self::NotFound {
            what,
            id: id.to_string(),
        }
    }
}

/// A failure of casework.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaseworkError {
    /// There is no such thing.
    #[error("no {what} {id}")]
    NotFound {
        /// `folder`, `report`, `note`, `pack`.
        what: &'static str,
        /// As asked for.
        id: String,
    },
    /// A text that a person typed cannot be kept.
    #[error("{field}: {reason}")]
    Field {
        /// Code of the field.
        field: &'static str,
        /// A Chinese sentence for the person who typed it.
        reason: String,
    },
    /// A report cannot be finished yet.
    #[error("{open} adverse cases are neither read nor waived")]
    AdverseOpen {
        /// How many.
        open: usize,
    },
    /// The file was made by a newer program.
    #[error(
        "{path} has format {found}, this program knows up to {known}; use the leian that made it"
    )]
    Format {
        /// The database file.
        path: PathBuf,
        /// Format found.
        found: usize,
        /// Newest format of this program.
        known: usize,
    },
    /// The database failed.
    #[error("casework database {path}")]
    Database {
        /// The database file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// What was kept cannot be read back.
    #[error("kept record of {what} cannot be read or written")]
    Record {
        /// Of what.
        what: &'static str,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// A paper could not be written.
    #[error("cannot write {format}: {reason}")]
    Paper {
        /// `docx`, `pdf`.
        format: &'static str,
        /// Why.
        reason: String,
    },
    /// A search on its behalf failed.
    #[error(transparent)]
    Retrieval(#[from] RetrievalError),
    /// The library failed.
    #[error(transparent)]
    Library(#[from] LibraryError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] leian_indexer::IndexError),
}
