//! `manifest.json`: what made the index. A mismatch is refused by name, with the
//! command that mends it.

use std::fs;
use std::io::Write;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::analyzer::{ANALYZER_VERSION, dictionary_hash};
use crate::error::{IndexError, Result};
use crate::schema;

/// Layout of the folder, meaning of the columns, and the way entries are cut into
/// passages. Raised by every change that makes older folders unusable.
pub const FORMAT_VERSION: u32 = 4;

/// Name of the file in the index folder.
pub const FILE_NAME: &str = "manifest.json";

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

impl Manifest {
    /// What this program writes, without a model.
    pub fn current() -> Self {
        Self {
            format: FORMAT_VERSION,
            analyzer: ANALYZER_VERSION,
            dictionary: dictionary_hash().to_owned(),
            schema: schema::hash(&schema::build().0),
            model: None,
        }
    }

    /// Reads the manifest of `dir`; `None` when there is none.
    ///
    /// # Errors
    /// `Damaged` when it is no manifest.
    pub fn read(dir: &Path) -> Result<Option<Self>> {
        let path = dir.join(FILE_NAME);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(IndexError::io("read", path)(error)),
        };
        // A newer format may have fields that this program cannot read, and still
        // has to be refused by its number.
        let format = serde_json::from_slice::<serde_json::Value>(&bytes)
            .ok()
            .and_then(|value| value.get("format")?.as_u64());
        if let Some(found) = format
            && found != u64::from(FORMAT_VERSION)
        {
            return Err(mismatch(
                dir,
                "format",
                found.to_string(),
                FORMAT_VERSION.to_string(),
            ));
        }
        let manifest = serde_json::from_slice(&bytes).map_err(|error| IndexError::Damaged {
            path,
            reason: error.to_string(),
        })?;
        Ok(Some(manifest))
    }

    /// Refuses an index that this program cannot continue.
    ///
    /// # Errors
    /// `Mismatch`, naming the first difference.
    pub fn check(&self, dir: &Path) -> Result<()> {
        let current = Self::current();
        let pairs = [
            (
                "format",
                self.format.to_string(),
                current.format.to_string(),
            ),
            (
                "analyzer",
                self.analyzer.to_string(),
                current.analyzer.to_string(),
            ),
            ("dictionary", self.dictionary.clone(), current.dictionary),
            ("schema", self.schema.clone(), current.schema),
        ];
        match pairs
            .into_iter()
            .find(|(_, found, expected)| found != expected)
        {
            Some((what, found, expected)) => Err(mismatch(dir, what, found, expected)),
            None => Ok(()),
        }
    }

    /// Writes the manifest beside the old one, syncs it and puts it in its place.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, dir: &Path) -> Result<()> {
        let path = dir.join(FILE_NAME);
        let temporary = dir.join(format!("{FILE_NAME}.tmp"));
        let json = serde_json::to_vec_pretty(self)
            .map_err(|error| IndexError::io("write", &path)(std::io::Error::other(error)))?;
        let mut file =
            fs::File::create(&temporary).map_err(IndexError::io("create", &temporary))?;
        file.write_all(&json)
            .map_err(IndexError::io("write", &temporary))?;
        file.sync_all()
            .map_err(IndexError::io("sync", &temporary))?;
        fs::rename(&temporary, &path).map_err(IndexError::io("rename", &temporary))?;
        sync_folder(dir)
    }
}

/// A rename is durable only when its folder is synced.
fn sync_folder(dir: &Path) -> Result<()> {
    fs::File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(IndexError::io("sync", dir))
}

fn mismatch(dir: &Path, what: &'static str, found: String, expected: String) -> IndexError {
    let mend = format!(
        "remove it with `rm -r {}` and run `leian import` again (embeddings are kept)",
        dir.display()
    );
    IndexError::Mismatch {
        dir: dir.to_owned(),
        what,
        found,
        expected,
        mend,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn written_manifest_is_read_back() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), None);
        let manifest = Manifest {
            model: Some(ModelRecord {
                id: "tiny-0011".into(),
                dim: 8,
            }),
            ..Manifest::current()
        };
        manifest.write(dir.path()).unwrap();
        assert_eq!(Manifest::read(dir.path()).unwrap(), Some(manifest.clone()));
        manifest.check(dir.path()).unwrap();
    }

    #[test]
    fn mismatch_is_refused_by_name_with_the_command_that_mends_it() {
        let dir = tempfile::tempdir().unwrap();
        let other = Manifest {
            dictionary: "0123456789abcdef".into(),
            ..Manifest::current()
        };
        let message = other.check(dir.path()).unwrap_err().to_string();
        assert!(message.contains("dictionary 0123456789abcdef"), "{message}");
        assert!(message.contains("leian import"), "{message}");
    }

    #[test]
    fn newer_format_is_refused_even_if_it_cannot_be_read() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(
            dir.path().join(FILE_NAME),
            r#"{"format": 99, "analyzer": "new"}"#,
        )
        .unwrap();
        let message = Manifest::read(dir.path()).unwrap_err().to_string();
        assert!(message.contains("format 99"), "{message}");
        fs::write(dir.path().join(FILE_NAME), "{").unwrap();
        assert!(matches!(
            Manifest::read(dir.path()),
            Err(IndexError::Damaged { .. })
        ));
    }
}
