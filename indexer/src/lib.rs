//! The two retrievers of leian, full text and embeddings, as one index that
//! opens, commits and ages together.
//!
//! Knows corpus types and vectors; never candle, never HTTP, never a query
//! typed by a user (that is read in the server's retrieval room and arrives
//! here as a [`QueryNode`]).
//!
//! Reading order: [`LegalIndex`] and [`IndexWriter`] (open, write, commit),
//! [`Snapshot`] (search and read), [`QueryNode`] and [`Filter`] (what is asked),
//! [`MatchSet`] (what was found), then `schema`, `analyzer` and `fulltext`
//! (how words are found) and `embedding` (how vectors are found).

mod directory;
mod index;
mod manifest;
mod sidecars;
mod stamp;

mod snapshot;

mod filter;
mod query;

mod matches;
mod stats;
mod versions;

mod articles;
mod cites;
mod columns;
mod conditions;
mod known;
mod laws;
mod passage_key;
mod repeals;
mod schema;
mod values;

pub mod analyzer;
pub mod embedding;
mod fulltext;

mod error;

pub use articles::{ArticleRow, ArticleTable, CitedCounts, LawRow};
pub use conditions::same_number;
pub use embedding::{EmbeddingError, EmbeddingStore, SidecarProgress, SidecarReport, StoreWriter};
pub use error::{IndexError, Result};
pub use filter::{Filter, UnitKind};
pub use fulltext::highlight::highlights;
pub use fulltext::settings::{Bm25, MINIMUM_SHOULD_MATCH};
pub use fulltext::writer::{AddReport, IndexWriter};
pub use index::LegalIndex;
pub use manifest::{Manifest, ModelRecord};
pub use matches::{DocBits, EntryRef, MatchSet};
pub use passage_key::PassageKey;
pub use query::{QueryNode, Synonym};
pub use repeals::EndedEntries;
pub use schema::TextField;
pub use snapshot::{LexicalHits, ScoredEntry, ScoredPassage, Snapshot};
pub use stats::{Facets, Stats};
