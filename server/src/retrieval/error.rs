//! What can go wrong on a query's way, by whose fault it is.

/// Result of the retrieval room.
pub type Result<T, E = RetrievalError> = std::result::Result<T, E>;

/// A search that cannot be answered. A search that finds nothing is no error.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RetrievalError {
    // The caller's fault.
    /// More text than a search takes.
    #[error("query has {chars} characters, the limit is {limit}")]
    QueryTooLong {
        /// Characters given.
        chars: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// More text than is checked for citations at once.
    #[error("text has {chars} characters, the limit is {limit}")]
    TextTooLong {
        /// Characters given.
        chars: usize,
        /// Characters allowed.
        limit: usize,
    },
    /// Articles were asked for that the library does not hold.
    #[error("the library holds no article of the special part of the Criminal Law")]
    NoCriminalLaw,
    /// A text has nothing that can be compared.
    #[error("the text has no words")]
    NoWords,
    /// A document that is no case of the library.
    #[error("{id} is no case of the library")]
    NotACase {
        /// The id given.
        id: String,
    },
    /// A page or page size that does not exist.
    #[error("{field} is {value}, must be from {min} to {max}")]
    OutOfRange {
        /// `page` or `per_page`.
        field: &'static str,
        /// Value given.
        value: usize,
        /// Smallest value allowed.
        min: usize,
        /// Greatest value allowed.
        max: usize,
    },
    /// A filter value that cannot be read.
    #[error("cannot read filter {field} from {value:?}: {reason}")]
    Filter {
        /// Which filter.
        field: &'static str,
        /// Value given.
        value: String,
        /// What would be right.
        reason: String,
    },

    // The installation's fault.
    /// A search by meaning without a model.
    #[error("a search by meaning needs a model: {why}")]
    NoModel {
        /// Why there is none, with what to do.
        why: String,
    },
    /// A search by meaning in a library that has no vectors yet.
    #[error(
        "a search by meaning needs vectors, and none of the library's {entries} entries has one; run: leian import"
    )]
    NoVectors {
        /// Entries in the library.
        entries: usize,
    },

    // Ours, or the machine's.
    /// The library could not be read.
    #[error(transparent)]
    Library(#[from] crate::error::LibraryError),
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] leian_indexer::IndexError),
    /// The query could not be embedded.
    #[error("cannot embed the query")]
    Model(#[from] leian_models::ModelError),
}
