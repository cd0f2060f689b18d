//! The hash in a [`ModelId`](crate::ModelId): SHA-256 over everything that
//! changes a vector.
//!
//! Reading half a gigabyte of weights at every start would cost more than the
//! start itself, so the hash of a large file is kept beside it, in
//! `fingerprint.json`, under the file's size and time of change. A folder that
//! cannot be written simply pays again.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::config::{ModelConfig, Pooling};
use crate::error::{ModelError, Result};
use crate::weights::weights_file;

const CACHE: &str = "fingerprint.json";

/// A file's hash, and what the file looked like when it was taken.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Taken {
    size_bytes: u64,
    modified_ns: u128,
    sha256: String,
}

/// Sixteen hexadecimal digits that change when any vector of the model would.
pub(crate) fn fingerprint(folder: &Path, config: &ModelConfig) -> Result<String> {
    let cache_path = folder.join(CACHE);
    let mut cache: BTreeMap<String, Taken> = std::fs::read(&cache_path)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .unwrap_or_default();
    let before = cache.clone();
    let weights = file_hash(&weights_file(folder)?, &mut cache)?;
    let tokenizer = file_hash(&folder.join("tokenizer.json"), &mut cache)?;
    if cache != before {
        write_cache(&cache_path, &cache);
    }
    let network = &config.network;
    let pooling = match config.pooling {
        Pooling::Mean => "mean",
        Pooling::Cls => "cls",
    };
    // Lengths and lines keep the parts apart.
    let described = format!(
        "leian model 1\n{weights}\n{tokenizer}\n{pooling}\n{}\n{}\n{:?}\n{:?}\n{}\n{}\n{:e}\n",
        config.max_tokens,
        config.position_offset,
        config.query_prefix,
        config.passage_prefix,
        network.num_hidden_layers,
        network.num_attention_heads,
        network.layer_norm_eps,
    );
    Ok(hexadecimal(&Sha256::digest(described))[..16].to_owned())
}

fn file_hash(path: &Path, cache: &mut BTreeMap<String, Taken>) -> Result<String> {
    let fail = |source| ModelError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let mut file = File::open(path).map_err(fail)?;
    let metadata = file.metadata().map_err(fail)?;
    let modified = metadata.modified().map_err(fail)?;
    let modified_ns = modified
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_nanos());
    let size_bytes = metadata.len();
    let name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if let Some(taken) = cache.get(&name)
        && (taken.size_bytes, taken.modified_ns) == (size_bytes, modified_ns)
    {
        return Ok(taken.sha256.clone());
    }
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        match file.read(&mut buffer).map_err(fail)? {
            0 => break,
            count => hash.update(&buffer[..count]),
        }
    }
    let sha256 = hexadecimal(&hash.finalize());
    cache.insert(
        name,
        Taken {
            size_bytes,
            modified_ns,
            sha256: sha256.clone(),
        },
    );
    Ok(sha256)
}

/// Written whole or not at all; a failure only costs time at the next start.
fn write_cache(path: &Path, cache: &BTreeMap<String, Taken>) {
    let Ok(json) = serde_json::to_vec_pretty(cache) else {
        return;
    };
    let temporary = path.with_extension(format!("{}.part", std::process::id()));
    let written = std::fs::write(&temporary, json);
    if written
        .and_then(|()| std::fs::rename(&temporary, path))
        .is_err()
    {
        let _ = std::fs::remove_file(&temporary);
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
