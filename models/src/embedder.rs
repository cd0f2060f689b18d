//! The public type: a loaded model that turns texts into unit vectors.

use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{ModelError, Result};

/// Name of a model together with everything that changes its vectors: the
/// folder's name and 16 hexadecimal digits of a hash over weights, tokenizer,
/// pooling, prefixes and limit of tokens.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModelId(String);

impl ModelId {
    /// The id as text: safe in a file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ModelId {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A loaded embedding model. Threads share one freely.
pub struct Embedder {
    id: ModelId,
}

impl Embedder {
    /// Loads a model folder as published: `config.json`, `tokenizer.json` and
    /// `model.safetensors` or `pytorch_model.bin`.
    ///
    /// # Errors
    /// Names the folder, file or tensor that is missing or does not fit.
    pub fn load(_folder: &Path) -> Result<Self> {
        todo!()
    }

    /// What the embedding store files vectors under.
    pub fn id(&self) -> &ModelId {
        &self.id
    }

    /// The model's name: the last part of its folder.
    pub fn name(&self) -> &str {
        todo!()
    }

    /// Numbers in a vector.
    pub fn dim(&self) -> usize {
        todo!()
    }

    /// Texts are cut to so many tokens, special tokens included.
    pub fn max_tokens(&self) -> usize {
        todo!()
    }

    /// Threads that [`Self::embed_passages`] and [`Self::embed_bulk`] use.
    pub fn thread_count(&self) -> usize {
        todo!()
    }

    /// The vector of a query: prefix added, cut at the limit, unit length.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_query(&self, _text: &str) -> Result<Vec<f32>> {
        todo!()
    }

    /// The vectors of passages in the order given: prefix added, cut at the
    /// limit, unit length. Uses all cores.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_passages(&self, _texts: &[&str]) -> Result<Vec<Vec<f32>>> {
        todo!()
    }

    /// Embeds many passages on all cores, in batches of like length. `sink`
    /// gets the index of a text and its vector, from the calling thread, in
    /// any order, as batches finish; `Break` ends the work early.
    ///
    /// # Errors
    /// Only if the tokenizer or the weights are damaged.
    pub fn embed_bulk(
        &self,
        _texts: &[String],
        _sink: &mut dyn FnMut(usize, &[f32]) -> ControlFlow<()>,
    ) -> Result<()> {
        todo!()
    }
}

#[allow(dead_code)]
fn error_is_used(error: ModelError) -> ModelError {
    error
}
