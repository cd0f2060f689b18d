//! Full text: writing entries, and finding them by words and phrases.
//!
//! Nothing here goes through tantivy's query parser, which makes one phrase of an
//! unspaced Chinese query. tantivy keeps the postings; [`search`] reads them and
//! computes sets and scores itself, because totals must be exact, words have
//! parts, and versions collapse.

mod bm25_words;
pub mod entry_text;
mod found;
pub mod highlight;
pub mod lengths;
mod phrase;
mod plan;
mod search;
pub mod settings;
mod synonyms;
pub mod writer;

pub use search::{Context, rank};
