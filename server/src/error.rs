//! What can go wrong in the rooms of the server, each with the place it
//! happened and, where there is one, the command that mends it.

use std::path::PathBuf;

/// Result of the rooms.
pub type Result<T, E = LibraryError> = std::result::Result<T, E>;

/// A failure of a library, an import or an operation.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LibraryError {
    /// The folder is no library yet.
    #[error("no library at {path}; create one with: leian import --library {path} PATH…")]
    NoLibrary {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The vectors of the library were made by another model than the one given.
    #[error(
        "library {library} holds vectors of model {made_by}, but {folder} is {given}; give the \
         folder of {made_by} by --model, or change over with: leian embed --switch-model \
         --library {library} --model {folder}"
    )]
    OtherModel {
        /// The library folder.
        library: PathBuf,
        /// Model id in the library.
        made_by: String,
        /// Model folder given.
        folder: PathBuf,
        /// Model id of that folder.
        given: String,
    },
    /// The import log has another format than this program reads.
    #[error(
        "import log {path} has format {found}, this program reads {expected}; use the leian that \
         made it, or build the library anew from its sources with leian import into an empty folder"
    )]
    LogFormat {
        /// The database file.
        path: PathBuf,
        /// Format found.
        found: i64,
        /// Format of this program.
        expected: i64,
    },
    /// A command that needs a model has none.
    #[error("this needs a model: {why}")]
    NoModel {
        /// Why there is none, with what to do.
        why: String,
    },
    /// A configuration file that cannot be used.
    #[error("configuration {path}: {reason}")]
    Config {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        reason: String,
    },
    /// A thesaurus file, or a row for it, that cannot be used.
    #[error("thesaurus {path}: {reason}")]
    Thesaurus {
        /// The file.
        path: PathBuf,
        /// What is wrong, with the line.
        reason: String,
    },
    /// A path given for import that does not exist.
    #[error("nothing to import at {path}: no such file or folder")]
    NoSource {
        /// The path given.
        path: PathBuf,
    },
    /// Documents could not be written out.
    #[error("cannot export")]
    Export {
        /// The cause.
        #[source]
        source: leian_corpus::CorpusError,
    },
    /// The index refused.
    #[error(transparent)]
    Index(#[from] leian_indexer::IndexError),
    /// The embedding store refused.
    #[error(transparent)]
    Embedding(#[from] leian_indexer::embedding::EmbeddingError),
    /// The model folder or an embedding failed.
    #[error(transparent)]
    Model(#[from] leian_models::ModelError),
    /// The import log failed.
    #[error("import log {path}")]
    Log {
        /// The database file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// A file could not be read or written.
    #[error("cannot {action} {path}")]
    Io {
        /// What was attempted: "read", "write", "create" …
        action: &'static str,
        /// On which file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
}

impl LibraryError {
    /// For `map_err` at file operations.
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
}
