//! What a model folder says about itself: the network's shape, pooling, limit
//! of tokens and prefixes, in the files of Hugging Face and sentence-transformers.

use std::path::Path;

use serde::Deserialize;

use crate::error::{ModelError, Result};

/// `config.json`, as far as it decides about vectors.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct NetworkConfig {
    #[serde(default = "bert")]
    model_type: String,
    pub hidden_size: usize,
    pub num_hidden_layers: usize,
    pub num_attention_heads: usize,
    pub intermediate_size: usize,
    pub vocab_size: usize,
    pub max_position_embeddings: usize,
    #[serde(default = "one")]
    pub type_vocab_size: usize,
    #[serde(default = "default_eps")]
    pub layer_norm_eps: f64,
    #[serde(default = "gelu")]
    hidden_act: String,
    #[serde(default)]
    pad_token_id: usize,
    position_embedding_type: Option<String>,
}

fn bert() -> String {
    "bert".to_owned()
}
fn gelu() -> String {
    "gelu".to_owned()
}
fn one() -> usize {
    1
}
fn default_eps() -> f64 {
    1e-12
}

/// How hidden states become one vector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pooling {
    /// The mean over all real tokens.
    Mean,
    /// The first token.
    Cls,
}

/// Everything about a model but its numbers.
#[derive(Debug, Clone)]
pub(crate) struct ModelConfig {
    pub network: NetworkConfig,
    /// Row of the position table that the first token gets: 0 in BERT,
    /// `padding_idx + 1` in RoBERTa.
    pub position_offset: usize,
    pub pooling: Pooling,
    pub max_tokens: usize,
    pub query_prefix: String,
    pub passage_prefix: String,
}

impl ModelConfig {
    /// Reads a folder's configuration.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join("config.json");
        let Some(network) = read_json::<NetworkConfig>(&path)? else {
            return Err(ModelError::MissingFile {
                folder: folder.to_owned(),
                file: "config.json",
            });
        };
        network.check(&path)?;
        let position_offset = match network.model_type.as_str() {
            "bert" => 0,
            _ => network.pad_token_id + 1,
        };
        let positions = network
            .max_position_embeddings
            .saturating_sub(position_offset);
        let sentence: Sentence =
            read_json(&folder.join("sentence_bert_config.json"))?.unwrap_or_default();
        let max_tokens = sentence.max_seq_length.unwrap_or(positions).min(positions);
        let (query_prefix, passage_prefix) = prefixes(folder)?;
        let pooling = pooling(folder)?;
        if max_tokens < 3 {
            return Err(unsupported(
                &path,
                "max_position_embeddings",
                positions,
                "3 tokens or more",
            ));
        }
        Ok(Self {
            network,
            position_offset,
            pooling,
            max_tokens,
            query_prefix,
            passage_prefix,
        })
    }
}

impl NetworkConfig {
    fn check(&self, path: &Path) -> Result<()> {
        if !["bert", "xlm-roberta", "roberta"].contains(&self.model_type.as_str()) {
            return Err(unsupported(
                path,
                "model_type",
                &self.model_type,
                "bert, roberta, xlm-roberta",
            ));
        }
        if self.hidden_act != "gelu" {
            return Err(unsupported(path, "hidden_act", &self.hidden_act, "gelu"));
        }
        if let Some(kind) = self
            .position_embedding_type
            .as_deref()
            .filter(|k| *k != "absolute")
        {
            return Err(unsupported(
                path,
                "position_embedding_type",
                kind,
                "absolute",
            ));
        }
        let (hidden, heads) = (self.hidden_size, self.num_attention_heads);
        if heads == 0 || hidden == 0 || !hidden.is_multiple_of(heads) {
            return Err(unsupported(
                path,
                "num_attention_heads",
                heads,
                "a divisor of hidden_size",
            ));
        }
        Ok(())
    }
}

fn unsupported(
    path: &Path,
    key: &'static str,
    found: impl ToString,
    supported: &'static str,
) -> ModelError {
    ModelError::Unsupported {
        path: path.to_owned(),
        key,
        found: found.to_string(),
        supported,
    }
}

#[derive(Default, Deserialize)]
struct Sentence {
    max_seq_length: Option<usize>,
}

#[derive(Default, Deserialize)]
struct Prompts {
    #[serde(default)]
    prompts: std::collections::BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
struct PoolingFile {
    #[serde(default)]
    pooling_mode_cls_token: bool,
    #[serde(default)]
    pooling_mode_mean_tokens: bool,
    #[serde(default)]
    pooling_mode_max_tokens: bool,
}

/// Reads a JSON file; `None` if it is not there.
fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => {
            return Err(ModelError::Io {
                action: "read",
                path: path.to_owned(),
                source,
            });
        }
    };
    serde_json::from_str(&text)
        .map(Some)
        .map_err(|source| ModelError::Json {
            path: path.to_owned(),
            source,
        })
}

/// The mean where a folder says nothing, as sentence-transformers does.
fn pooling(folder: &Path) -> Result<Pooling> {
    let path = folder.join("1_Pooling/config.json");
    let Some(file) = read_json::<PoolingFile>(&path)? else {
        return Ok(Pooling::Mean);
    };
    match (
        file.pooling_mode_mean_tokens,
        file.pooling_mode_cls_token,
        file.pooling_mode_max_tokens,
    ) {
        (true, false, false) => Ok(Pooling::Mean),
        (false, true, false) => Ok(Pooling::Cls),
        _ => Err(unsupported(
            &path,
            "pooling_mode",
            "another mode",
            "mean or cls, one of them",
        )),
    }
}

/// Prompts of the folder. The e5 models as published name theirs only in their
/// description, so a folder with `e5` among its name's words gets them.
fn prefixes(folder: &Path) -> Result<(String, String)> {
    let file: Prompts =
        read_json(&folder.join("config_sentence_transformers.json"))?.unwrap_or_default();
    let prompt = |names: [&str; 2]| {
        names
            .iter()
            .find_map(|name| file.prompts.get(*name))
            .cloned()
    };
    let named = (prompt(["query", "query"]), prompt(["passage", "document"]));
    let is_e5 = folder.file_name().is_some_and(|name| {
        name.to_string_lossy()
            .to_lowercase()
            .split(['-', '_'])
            .any(|w| w == "e5")
    });
    Ok(match named {
        (None, None) if is_e5 => ("query: ".to_owned(), "passage: ".to_owned()),
        (query, passage) => (query.unwrap_or_default(), passage.unwrap_or_default()),
    })
}
