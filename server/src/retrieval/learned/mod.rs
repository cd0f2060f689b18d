//! Learned ranking of articles: which article answers a question, weighed from all that
//! is known of each (words, meaning, citations, similar cases).
//!
//! [`features`] says what is known, [`pool`] gathers it for the candidates of a
//! question, [`trees`] weighs it. Weights are learned on questions with known answers
//! (`benches/ranking/`) and belong to one embedding model; with another model the plain
//! fusion of words and meaning ranks.
//!
//! Never reads labels, never knows who asks or how an answer is shown.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use leian_models::{ModelError, QueryMap};

pub mod features;
pub mod level;
pub mod likely;
pub mod pool;
pub mod trees;

use features::{FEATURES, Feature, RankGround};
use trees::{Trees, TreesError};

const QUERY_MAP: &[u8] = include_bytes!("weights/query_map.safetensors");
const ARTICLES: &str = include_str!("weights/articles.json");

/// Name of the map of query vectors in a folder of weights.
pub const QUERY_MAP_FILE: &str = "query_map.safetensors";
/// Name of the trees over articles in a folder of weights.
pub const ARTICLES_FILE: &str = "articles.json";

/// Learned weights.
#[derive(Clone, Debug)]
pub struct Ranker {
    map: QueryMap,
    articles: Trees,
}

/// Why weights cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RankerError {
    /// A file is not there.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The map of query vectors is broken.
    #[error(transparent)]
    Map(#[from] ModelError),
    /// The trees are broken.
    #[error(transparent)]
    Trees(#[from] TreesError),
}

impl Ranker {
    /// The weights that leian ships with.
    pub fn shipped() -> Option<&'static Self> {
        static SHIPPED: OnceLock<Option<Ranker>> = OnceLock::new();
        let read = || match Ranker::parse(QUERY_MAP, ARTICLES) {
            Ok(ranker) => Some(ranker),
            Err(error) => {
                tracing::error!(%error, "cannot use the learned weights; ranking by plain fusion");
                None
            }
        };
        SHIPPED.get_or_init(read).as_ref()
    }

    /// Reads the weights in a folder, for measuring.
    ///
    /// # Errors
    /// A file is missing or broken.
    pub fn read(folder: &Path) -> Result<Self, RankerError> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|source| RankerError::Read { path, source })
        };
        let articles = read(ARTICLES_FILE)?;
        Self::parse(&read(QUERY_MAP_FILE)?, &String::from_utf8_lossy(&articles))
    }

    fn parse(map: &[u8], articles: &str) -> Result<Self, RankerError> {
        Ok(Self {
            map: QueryMap::parse(map)?,
            articles: Trees::parse(articles, &Feature::ALL.map(Feature::code))?,
        })
    }

    /// Whether the weights were learned with this model's vectors.
    pub fn fits(&self, model: &str) -> bool {
        self.map.model() == model
    }

    /// The query vector tuned for statutes.
    pub fn tuned(&self, vector: &[f32]) -> Vec<f32> {
        self.map.apply(vector)
    }

    /// How likely an article with these features answers the question, from 0 to 1:
    /// comparable between questions, and as true as the questions it was learned on
    /// are like those that are asked.
    pub fn likelihood(&self, row: &[f32; FEATURES]) -> f64 {
        1.0 / (1.0 + f64::from(-self.articles.score(row)).exp())
    }

    /// What each ground contributes, in log-odds; more is better.
    pub fn grounds(&self, row: &[f32; FEATURES]) -> Vec<(RankGround, f32)> {
        let shares = self.articles.contributions(row);
        let of = |ground: RankGround| {
            let features = Feature::ALL.into_iter().zip(&shares);
            let belong = features.filter(|(feature, _)| feature.ground() == ground);
            belong.map(|(_, share)| share).sum::<f32>()
        };
        RankGround::ALL.map(|ground| (ground, of(ground))).to_vec()
    }
}
