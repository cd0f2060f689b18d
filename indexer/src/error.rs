//! What can go wrong in the index, by whose fault it is.

use std::path::PathBuf;

use crate::embedding::EmbeddingError;

/// Result of this crate.
pub type Result<T> = std::result::Result<T, IndexError>;

/// An error of the index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    // The caller's or the installation's fault.
    /// The folder holds no index.
    #[error("no index at {}; create it with `leian import PATH…`", dir.display())]
    NotFound {
        /// The folder that was opened.
        dir: PathBuf,
    },
    /// Another process holds the writer lock.
    #[error("another import is writing to the index at {}; wait until it has ended", dir.display())]
    WriterBusy {
        /// The index folder.
        dir: PathBuf,
    },
    /// The index was made by something that this program cannot continue.
    #[error(
        "the index at {} has {what} {found}, this program needs {expected}; {mend}", dir.display()
    )]
    Mismatch {
        /// The index folder.
        dir: PathBuf,
        /// What differs: format, analyzer, dictionary, schema, model.
        what: &'static str,
        /// What the manifest says.
        found: String,
        /// What this program has.
        expected: String,
        /// The command that mends it.
        mend: String,
    },
    /// A query vector, or a vector of the store, has the wrong length.
    #[error("vector has {found} dimensions, the index has {expected}")]
    Dimension {
        /// Length that was given.
        found: usize,
        /// Length of the index's model.
        expected: usize,
    },

    /// A query is nested too deeply.
    #[error("query is nested more than {limit} levels deep")]
    QueryDepth {
        /// Deepest nesting.
        limit: usize,
    },

    // The data's fault.
    /// A file of the index does not hold what it should.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// A stored entry cannot be read back.
    #[error("cannot read stored entry {entry}")]
    StoredEntry {
        /// The entry id, or its place when the id is unreadable too.
        entry: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// Stored entries do not make a document.
    #[error("cannot rebuild document {document} from its entries: {reason}")]
    StoredDocument {
        /// The document id.
        document: String,
        /// Why.
        reason: String,
    },

    // Ours, or the machine's.
    /// Reading or writing a file failed.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// tantivy failed.
    #[error("cannot {action} in the full-text index")]
    Tantivy {
        /// What was tried.
        action: &'static str,
        /// Why.
        #[source]
        source: tantivy::TantivyError,
    },
    /// tantivy could not write.
    #[error("cannot {action} in the full-text index")]
    Write {
        /// What was tried.
        action: &'static str,
        /// Why.
        #[source]
        source: tantivy::TantivyError,
    },
    /// Vectors, or their files, failed.
    #[error("cannot {action}")]
    Embedding {
        /// What was tried.
        action: &'static str,
        /// Why.
        #[source]
        source: EmbeddingError,
    },
}

impl IndexError {
    /// For `map_err` on file operations.
    pub(crate) fn io(
        action: &'static str,
        path: impl Into<PathBuf>,
    ) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io {
            action,
            path,
            source,
        }
    }

    /// For `map_err` on results of the embedding modules.
    pub(crate) fn embedding(action: &'static str) -> impl FnOnce(EmbeddingError) -> Self {
        move |source| Self::Embedding { action, source }
    }

    /// For `map_err` on tantivy's results.
    pub(crate) fn tantivy<E: Into<tantivy::TantivyError>>(
        action: &'static str,
    ) -> impl FnOnce(E) -> Self {
        move |source| Self::Tantivy {
            action,
            source: source.into(),
        }
    }

    /// For `map_err` on tantivy's results where it writes.
    pub(crate) fn write(action: &'static str) -> impl FnOnce(tantivy::TantivyError) -> Self {
        move |source| Self::Write { action, source }
    }
}
