//! The configuration of a library: `leian.toml` in its folder, over the defaults
//! that are built into the program from `config/leian.toml`.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::path::Path;
use std::time::Duration;

use serde::Deserialize;

use crate::error::{LibraryError, Result};

/// The commented defaults, for reading and for copying.
pub const DEFAULTS: &str = include_str!("../../config/leian.toml");

/// A library's configuration, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How imports run.
    pub import: ImportConfig,
    /// How the server runs.
    pub serve: ServeConfig,
}

/// How imports run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportConfig {
    /// Time between two commits of texts.
    pub commit_every: Duration,
    /// Time between two syncs of the embedding store.
    pub flush_every: Duration,
    /// Time between two refreshes of searchable vectors.
    pub vectors_every: Duration,
}

/// How the server runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServeConfig {
    /// Default address.
    pub listen: SocketAddr,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    import: ImportFile,
    serve: ServeFile,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportFile {
    commit_seconds: u64,
    flush_seconds: u64,
    vectors_seconds: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ServeFile {
    listen: String,
}

impl Config {
    /// The defaults, changed by what the file at `path` says, if it exists.
    ///
    /// # Errors
    /// `Config` for a file that is no TOML, has an unknown key, or a value out
    /// of range.
    pub fn load(path: &Path) -> Result<Self> {
        let own = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(LibraryError::io("read", path)(error)),
        };
        Self::parse(&own).map_err(|reason| LibraryError::Config {
            path: path.to_owned(),
            reason,
        })
    }

    fn parse(own: &str) -> Result<Self, String> {
        let mut merged: toml::Table = toml::from_str(DEFAULTS).map_err(told)?;
        let own: toml::Table = toml::from_str(own).map_err(told)?;
        for (section, values) in own {
            match (merged.get_mut(&section), values) {
                (Some(toml::Value::Table(into)), toml::Value::Table(values)) => into.extend(values),
                (_, values) => {
                    merged.insert(section, values);
                }
            }
        }
        let file: File = merged.try_into().map_err(told)?;
        Ok(Self {
            import: ImportConfig {
                commit_every: seconds(
                    "import.commit_seconds",
                    file.import.commit_seconds,
                    1..=3600,
                )?,
                flush_every: seconds("import.flush_seconds", file.import.flush_seconds, 1..=3600)?,
                vectors_every: seconds(
                    "import.vectors_seconds",
                    file.import.vectors_seconds,
                    10..=86_400,
                )?,
            },
            serve: ServeConfig {
                listen: file.serve.listen.parse().map_err(|_| {
                    format!(
                        "serve.listen is {:?}, must be an address with port like 127.0.0.1:8080",
                        file.serve.listen
                    )
                })?,
            },
        })
    }
}

fn seconds(key: &str, value: u64, range: RangeInclusive<u64>) -> Result<Duration, String> {
    if range.contains(&value) {
        return Ok(Duration::from_secs(value));
    }
    Err(format!(
        "{key} is {value}, must be from {} to {}",
        range.start(),
        range.end()
    ))
}

/// An error of the parser, which ends its message with a line break.
fn told(error: toml::de::Error) -> String {
    error.to_string().trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn defaults_are_valid() {
        let config = Config::parse("").unwrap();
        assert_eq!(config.serve.listen.port(), 8080);
        assert!(config.serve.listen.ip().is_loopback());
    }

    #[test]
    fn one_key_changes_and_the_rest_stays() {
        let config = Config::parse("[import]\ncommit_seconds = 5\n").unwrap();
        assert_eq!(config.import.commit_every, Duration::from_secs(5));
        assert_eq!(
            config.import.flush_every,
            Config::parse("").unwrap().import.flush_every
        );
    }

    #[test]
    fn unknown_keys_and_values_out_of_range_are_refused() {
        for bad in [
            "[import]\ncomit_seconds = 5\n",
            "[imports]\n",
            "import = 3\n",
            "[import]\ncommit_seconds = 0\n",
            "[import]\ncommit_seconds = -1\n",
            "[serve]\nlisten = \"8080\"\n",
            "[serve",
        ] {
            assert!(Config::parse(bad).is_err(), "{bad}");
        }
    }
}
