//! What can go wrong with vectors and their files.

use std::path::PathBuf;

/// Result of the embedding modules.
pub type Result<T> = std::result::Result<T, EmbeddingError>;

/// An error of the embedding store or of a sidecar.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddingError {
    // The caller's fault.
    /// The model id cannot be the name of a folder.
    #[error(
        "model id {model:?} is not usable: it must be 1 to 200 of A-Z a-z 0-9 . _ - and not start with a dot"
    )]
    ModelId {
        /// The id as given.
        model: String,
    },
    /// A vector has the wrong length.
    #[error("vector has {found} dimensions, expected {expected}")]
    Dimension {
        /// Length that was given.
        found: usize,
        /// Length that was expected.
        expected: usize,
    },
    /// A vector holds NaN or infinity, or is not of length one.
    #[error("vector is not of unit length: its norm is {norm}")]
    NotUnit {
        /// Euclidean norm of the vector.
        norm: f32,
    },
    /// A passage was said to belong to a document that its segment does not have.
    #[error("document {doc} is not in a segment of {max_doc} documents")]
    NoSuchDocument {
        /// Number of the document.
        doc: u32,
        /// Documents of the segment.
        max_doc: u32,
    },
    /// Another process is writing to the store.
    #[error("another import is writing to the embedding store at {}; wait until it has ended", dir.display())]
    WriterBusy {
        /// Folder of the model's store.
        dir: PathBuf,
    },

    // The data's fault.
    /// A file was made for another model, dimension, segment or format version.
    #[error("{} has {what} {found}, expected {expected}", path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// What differs.
        what: &'static str,
        /// What the file says.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// A file does not hold what it should.
    #[error("{} is damaged at byte {offset}: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where in it.
        offset: u64,
        /// What is wrong there.
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
    /// Building a graph of vectors failed.
    #[error("cannot build the graph of {vectors} vectors: {reason}")]
    Graph {
        /// How many vectors.
        vectors: usize,
        /// Why.
        reason: String,
    },
    /// More vectors or passages than a sidecar can number.
    #[error("cannot put {count} {what} in one sidecar: the limit is {limit}")]
    TooMany {
        /// What there are too many of.
        what: &'static str,
        /// How many there are.
        count: u64,
        /// How many there may be.
        limit: u64,
    },
}

impl EmbeddingError {
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

    pub(crate) fn damaged(
        path: impl Into<PathBuf>,
        offset: u64,
        reason: impl Into<String>,
    ) -> Self {
        Self::Damaged {
            path: path.into(),
            offset,
            reason: reason.into(),
        }
    }
}
