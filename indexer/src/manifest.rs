//! `manifest.json`: what made the index. A mismatch is refused by name.

use serde::{Deserialize, Serialize};

/// The embedding model whose vectors the sidecars hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelRecord {
    /// Identifier of the model's store.
    pub id: String,
    /// Length of a vector.
    pub dim: usize,
}

/// What made the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Layout of the folder and meaning of the fields.
    pub format: u32,
    /// Version of the rules that cut text into terms.
    pub analyzer: u32,
    /// Hash of jieba's dictionary version and of the legal terms added to it.
    pub dictionary: String,
    /// Hash of the tantivy schema.
    pub schema: String,
    /// The model of the sidecars; absent until the first vectors are there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelRecord>,
}
