//! Text → token ids, cut at the model's limit.

use std::path::{Path, PathBuf};

use tokenizers::{Tokenizer, TruncationParams};

use crate::error::{ModelError, Result};

/// Characters of a text that are looked at, for each token of the limit. No
/// real text has tokens this long on average; it bounds what a text of a
/// hundred megabytes can cost.
const CHARS_PER_TOKEN: usize = 64;

/// A loaded `tokenizer.json` that truncates.
pub(crate) struct TextTokenizer {
    path: PathBuf,
    tokenizer: Tokenizer,
    max_chars: usize,
}

impl TextTokenizer {
    /// Loads a folder's tokenizer; texts are cut to `max_tokens`, special
    /// tokens included.
    pub(crate) fn load(folder: &Path, max_tokens: usize) -> Result<Self> {
        let path = folder.join("tokenizer.json");
        if !path.is_file() {
            return Err(ModelError::MissingFile {
                folder: folder.to_owned(),
                file: "tokenizer.json",
            });
        }
        let load = || {
            let mut tokenizer = Tokenizer::from_file(&path)?;
            let truncation = TruncationParams {
                max_length: max_tokens,
                ..Default::default()
            };
            tokenizer.with_truncation(Some(truncation))?;
            tokenizer.with_padding(None);
            Ok(tokenizer)
        };
        match load() {
            Ok(tokenizer) => Ok(Self {
                path,
                tokenizer,
                max_chars: max_tokens * CHARS_PER_TOKEN,
            }),
            Err(source) => Err(ModelError::Tokenizer {
                path,
                action: "load",
                source,
            }),
        }
    }

    /// The ids of `prefix` and `text`, special tokens included.
    pub(crate) fn encode(&self, prefix: &str, text: &str) -> Result<Vec<u32>> {
        let end = text
            .char_indices()
            .nth(self.max_chars)
            .map_or(text.len(), |(at, _)| at);
        let input = format!("{prefix}{}", &text[..end]);
        let encoding =
            self.tokenizer
                .encode_fast(input, true)
                .map_err(|source| ModelError::Tokenizer {
                    path: self.path.clone(),
                    action: "encode a text",
                    source,
                })?;
        Ok(encoding.get_ids().to_vec())
    }
}
