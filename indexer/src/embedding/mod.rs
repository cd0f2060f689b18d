//! Vectors: where they are kept, and how the nearest ones are found.
//!
//! The [`EmbeddingStore`] keeps every vector that was ever computed, by the hash
//! of the text it stands for. A [`Sidecar`] holds the vectors of one index
//! segment, ready to search: small ones are scanned exactly, large ones carry a
//! graph that hnsw_rs built and that is walked in a flat, mapped copy
//! (Malkov & Yashunin 2016). Sidecars are derived data: they can be thrown away
//! and built again from the store at any time.
//!
//! Never knows what a document is, which filter was asked for, or how a vector
//! was computed: it sees document numbers, sets of them, and keys.

mod error;
mod store;

mod collect;
mod sidecar;

mod candidates;
mod exact;
mod search;

mod build;
mod frozen;

mod files;
mod kernels;
mod quantise;
mod sections;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use collect::{BuiltSidecar, SidecarProgress, SidecarReport, SidecarStage, build_sidecar};
pub use error::{EmbeddingError, Result};
pub use sidecar::{AllowedDocs, PassageCandidate, Sidecar, SidecarIdentity};
pub use store::{
    ArchiveInfo, EmbeddingStore, ExportReport, ImportReport, StoreProblem, StoreWriter,
    archive_info,
};

/// Segments with fewer unique vectors than this are scanned exactly and get no
/// graph: below it the scan costs about as much as the walk and misses nothing
/// (measured crossing between 10,000 and 20,000).
pub const EXACT_LIMIT: usize = 20_000;
