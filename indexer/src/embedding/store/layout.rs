//! The bytes of the store's files, all little-endian.
//!
//! - `vectors-NNNNN.bin`, a volume: header, then records of key (32 bytes),
//!   vector (dim × f32) and xxh3 of both. Up to [`VOLUME_RECORDS`] each.
//! - `keys-NNNNN.bin`: header, then one entry a record: key and checksum. It only
//!   saves reading the volume when a store is opened; it is trusted for nothing,
//!   since every record names its key and proves itself when it is read.
//! - an archive: header with a count, then records, as one file.

use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::{xxh3_64, xxh3_64_with_seed};

use crate::embedding::error::{EmbeddingError, Result};
use crate::passage_key::PassageKey;

/// Format of volumes, key files and archives.
const VERSION: u32 = 1;

/// Every file begins with a header of this size; its last 8 bytes are the xxh3 of
/// the others.
pub(super) const HEADER_BYTES: usize = 512;

/// Records of one volume: about 100 MB at 384 dimensions.
pub(super) const VOLUME_RECORDS: u32 = 65_536;

/// Entry of a key file: key and checksum.
pub(super) const KEY_ENTRY_BYTES: usize = 40;

const MODEL_AT: usize = 40;
const MODEL_MAX_BYTES: usize = 200;

/// What a file of the store is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileKind {
    Volume,
    Keys,
    Archive,
}

impl FileKind {
    fn magic(self) -> &'static [u8; 8] {
        match self {
            Self::Volume => b"LEIANEMB",
            Self::Keys => b"LEIANKEY",
            Self::Archive => b"LEIANARC",
        }
    }
}

/// What a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) kind: FileKind,
    pub(super) model_id: String,
    pub(super) dim: usize,
    /// Number of the volume; 0 for an archive.
    pub(super) volume: u32,
    /// Records of an archive; 0 for the others, which grow.
    pub(super) records: u64,
}

impl Header {
    pub(super) fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..8].copy_from_slice(self.kind.magic());
        bytes[8..12].copy_from_slice(&VERSION.to_le_bytes());
        bytes[12..16].copy_from_slice(&(self.dim as u32).to_le_bytes());
        bytes[16..20].copy_from_slice(&self.volume.to_le_bytes());
        bytes[20..24].copy_from_slice(&(self.model_id.len() as u32).to_le_bytes());
        bytes[24..32].copy_from_slice(&self.records.to_le_bytes());
        bytes[MODEL_AT..MODEL_AT + self.model_id.len()].copy_from_slice(self.model_id.as_bytes());
        let checksum = xxh3_64(&bytes[..HEADER_BYTES - 8]);
        bytes[HEADER_BYTES - 8..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    /// # Errors
    /// `Damaged` when `bytes` are no such header, `Mismatch` for another version.
    pub(super) fn decode(path: &Path, kind: FileKind, bytes: &[u8; HEADER_BYTES]) -> Result<Self> {
        if &bytes[..8] != kind.magic() {
            return Err(EmbeddingError::damaged(
                path,
                0,
                "it does not begin as such a file does",
            ));
        }
        let version = read_u32(bytes, 8);
        if version != VERSION {
            return Err(EmbeddingError::Mismatch {
                path: path.into(),
                what: "format version",
                found: version.to_string(),
                expected: VERSION.to_string(),
            });
        }
        if read_u64(bytes, HEADER_BYTES - 8) != xxh3_64(&bytes[..HEADER_BYTES - 8]) {
            return Err(EmbeddingError::damaged(
                path,
                0,
                "its header does not match its checksum",
            ));
        }
        let model_len = (read_u32(bytes, 20) as usize).min(MODEL_MAX_BYTES);
        Ok(Self {
            kind,
            model_id: String::from_utf8_lossy(&bytes[MODEL_AT..MODEL_AT + model_len]).into_owned(),
            dim: read_u32(bytes, 12) as usize,
            volume: read_u32(bytes, 16),
            records: read_u64(bytes, 24),
        })
    }

    /// # Errors
    /// `Mismatch` when `self`, read from `path`, is not of this model and dimension.
    pub(super) fn expect(&self, path: &Path, model_id: &str, dim: usize) -> Result<()> {
        if self.model_id != model_id {
            return Err(EmbeddingError::Mismatch {
                path: path.into(),
                what: "model",
                found: self.model_id.clone(),
                expected: model_id.into(),
            });
        }
        if self.dim != dim {
            return Err(EmbeddingError::Mismatch {
                path: path.into(),
                what: "dimension",
                found: self.dim.to_string(),
                expected: dim.to_string(),
            });
        }
        Ok(())
    }
}

/// Where the parts of a record lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RecordLayout {
    pub(super) dim: usize,
}

impl RecordLayout {
    pub(super) fn record_bytes(self) -> usize {
        32 + 4 * self.dim + 8
    }

    /// Where record number `record` begins.
    pub(super) fn offset(self, record: u32) -> u64 {
        HEADER_BYTES as u64 + u64::from(record) * self.record_bytes() as u64
    }

    /// Whole records in a file of this length.
    pub(super) fn records_in(self, file_bytes: u64) -> u32 {
        let records = file_bytes.saturating_sub(HEADER_BYTES as u64) / self.record_bytes() as u64;
        records.min(u64::from(VOLUME_RECORDS)) as u32
    }

    pub(super) fn encode(self, key: &PassageKey, vector: &[f32], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(&key.0);
        vector
            .iter()
            .for_each(|value| out.extend_from_slice(&value.to_le_bytes()));
        let checksum = xxh3_64(&out[start..]);
        out.extend_from_slice(&checksum.to_le_bytes());
    }

    /// The key and the bytes of the vector, when the record is whole.
    pub(super) fn decode(self, record: &[u8]) -> Option<(PassageKey, &[u8])> {
        let body = &record[..32 + 4 * self.dim];
        if xxh3_64(body) != read_u64(record, body.len()) {
            return None;
        }
        let mut key = PassageKey([0; 32]);
        key.0.copy_from_slice(&body[..32]);
        Some((key, &body[32..]))
    }
}

/// What a key file says about a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyEntry {
    /// The record's key.
    Key(PassageKey),
    /// The record is known to be damaged.
    DamagedRecord,
    /// The entry itself is damaged; ask the record.
    Unreadable,
}

impl KeyEntry {
    pub(super) fn encode(self, record: u32, out: &mut Vec<u8>) {
        let (key, seed) = match self {
            Self::Key(key) => (key.0, u64::from(record)),
            Self::DamagedRecord | Self::Unreadable => ([0; 32], !u64::from(record)),
        };
        out.extend_from_slice(&key);
        out.extend_from_slice(&xxh3_64_with_seed(&key, seed).to_le_bytes());
    }

    pub(super) fn decode(record: u32, entry: &[u8]) -> Self {
        let mut key = [0; 32];
        key.copy_from_slice(&entry[..32]);
        let checksum = read_u64(entry, 32);
        if checksum == xxh3_64_with_seed(&key, u64::from(record)) {
            Self::Key(PassageKey(key))
        } else if key == [0; 32] && checksum == xxh3_64_with_seed(&key, !u64::from(record)) {
            Self::DamagedRecord
        } else {
            Self::Unreadable
        }
    }
}

pub(super) fn volume_path(dir: &Path, volume: u32) -> PathBuf {
    dir.join(format!("vectors-{volume:05}.bin"))
}

pub(super) fn keys_path(dir: &Path, volume: u32) -> PathBuf {
    dir.join(format!("keys-{volume:05}.bin"))
}

/// # Errors
/// `ModelId` when it cannot be the name of a folder.
pub(super) fn check_model_id(model_id: &str) -> Result<()> {
    let usable = (1..=MODEL_MAX_BYTES).contains(&model_id.len())
        && !model_id.starts_with('.')
        && model_id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'));
    if usable {
        Ok(())
    } else {
        Err(EmbeddingError::ModelId {
            model: model_id.into(),
        })
    }
}

fn read_u32(bytes: &[u8], at: usize) -> u32 {
    let mut value = [0; 4];
    value.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(value)
}

fn read_u64(bytes: &[u8], at: usize) -> u64 {
    let mut value = [0; 8];
    value.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(value)
}
