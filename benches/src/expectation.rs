//! Figures with a contract: each `configs/*.toml` states the scores that a set
//! reached with a mode and how far a later run may stray from them.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result};
use serde::Deserialize;

/// One configuration file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Configuration {
    /// The set that the file is about: `stard`, `lecard` …
    pub set: String,
    /// What the collection must hold, so that a library which lacks a part of it
    /// is refused instead of measured.
    pub collection: CollectionSize,
    /// Figures published or measured elsewhere, printed beside ours.
    #[serde(default)]
    pub reference: Vec<Figures>,
    /// Figures that this program must reach again.
    #[serde(default)]
    pub expected: Vec<Figures>,
}

/// Size of a protocol's collection.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CollectionSize {
    /// Entries, counted before versions collapse.
    pub entries: usize,
    /// Different names after the protocol's normalisation.
    pub names: usize,
}

/// Scores of one mode (ours) or of one named system (a reference).
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// Mode of search, or the name of a reference.
    pub mode: String,
    /// The embedding model's folder name, where the figures depend on one.
    #[serde(default)]
    pub model: Option<String>,
    /// Largest distance from `scores` that still counts as the same result.
    /// The vector graph is approximate, so the last digits may move.
    #[serde(default)]
    pub tolerance: f64,
    /// Metric name → mean over all topics.
    pub scores: BTreeMap<String, f64>,
}

/// Reads `configs/<set>.toml` below `folder`.
///
/// # Errors
/// The file is missing, is no TOML, or has an unknown key.
pub fn read(folder: &Path, set: &str) -> Result<Configuration> {
    let path = folder.join(format!("{set}.toml"));
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    toml::from_str(&text).with_context(|| format!("cannot parse {}", path.display()))
}

impl Configuration {
    /// The figures that a run of `mode` with `model` has to meet, if stated.
    #[must_use]
    pub fn expected_for(&self, mode: &str, model: Option<&str>) -> Option<&Figures> {
        self.expected.iter().find(|figures| {
            figures.mode == mode
                && figures
                    .model
                    .as_deref()
                    .is_none_or(|name| model.is_some_and(|id| id.starts_with(name)))
        })
    }
}

impl Figures {
    /// Metrics whose score strays from the expectation by more than the
    /// tolerance, with both values: `(metric, expected, measured)`.
    #[must_use]
    pub fn strays(&self, measured: &BTreeMap<String, f64>) -> Vec<(String, f64, f64)> {
        self.scores
            .iter()
            .filter_map(|(metric, expected)| {
                let value = measured.get(metric).copied().unwrap_or(f64::NAN);
                let near = (value - expected).abs() <= self.tolerance + 1e-9;
                (!near).then(|| (metric.clone(), *expected, value))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_missing_metric_strays_and_a_near_one_does_not() {
        let figures = Figures {
            mode: "lexical".into(),
            model: None,
            tolerance: 0.01,
            scores: [("MAP".to_owned(), 0.5), ("P@5".to_owned(), 0.3)].into(),
        };
        let strays = figures.strays(&[("MAP".to_owned(), 0.509)].into());
        assert_eq!(strays.len(), 1);
        assert_eq!(strays[0].0, "P@5");
    }

    #[test]
    fn every_committed_configuration_reads() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("configs");
        for set in ["stard", "lecard", "jianda", "charges", "prosecutor"] {
            let configuration = read(&folder, set).unwrap();
            assert_eq!(configuration.set, set);
            for figures in configuration
                .expected
                .iter()
                .chain(&configuration.reference)
            {
                for metric in figures.scores.keys() {
                    metric.parse::<crate::metrics::Metric>().unwrap();
                }
            }
        }
    }
}
