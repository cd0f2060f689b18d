//! A sum of regression trees over named features (gradient boosting, Friedman 2001;
//! trained as LambdaMART, Burges 2010): how it is read, what it answers, and what each
//! feature contributes to an answer.
//!
//! The file is JSON that a person can read; `benches/ranking/README.md` says how it is
//! made. Contributions follow the path through each tree: what the mean of the training
//! rows below a node changes by at a step belongs to the feature asked there (Saabas
//! 2014). With the base they sum to the score.

use serde::Deserialize;

/// A tree as the file holds it. Nodes are numbered; a child below 0 is leaf `-child - 1`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Tree {
    /// Which feature each node asks.
    feature: Vec<usize>,
    /// Up to this value the left child follows.
    threshold: Vec<f32>,
    left: Vec<i32>,
    right: Vec<i32>,
    /// Mean answer of the training rows that reach each node.
    mean: Vec<f32>,
    /// Answer of each leaf.
    leaf: Vec<f32>,
}

/// Trees over features, in the order of the file.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Trees {
    /// Names of the features, in the order of a row.
    features: Vec<String>,
    /// What turns the sum of the trees into log-odds.
    log_odds: LogOdds,
    trees: Vec<Tree>,
}

/// `offset + slope · sum`, fitted on rows that the trees had not seen (Platt 1999).
#[derive(Clone, Copy, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct LogOdds {
    offset: f32,
    slope: f32,
}

/// What makes a file of trees unusable.
#[derive(Debug, thiserror::Error)]
pub enum TreesError {
    /// It is no JSON of this form.
    #[error("cannot parse the trees")]
    Json(#[from] serde_json::Error),
    /// It asks for other features than this program computes.
    #[error("the trees are over {found:?}, this program computes {expected:?}")]
    Features {
        /// The names in the file.
        found: Vec<String>,
        /// The names computed.
        expected: Vec<String>,
    },
    /// A better sum would be a worse answer.
    #[error("log_odds needs a finite offset and a slope above 0")]
    LogOdds,
    /// A tree is no tree.
    #[error("tree {tree}: {reason}")]
    Tree {
        /// Its place, from 0.
        tree: usize,
        /// What is wrong.
        reason: &'static str,
    },
}

impl Trees {
    /// Reads trees over exactly `features`.
    ///
    /// # Errors
    /// A file of another form, of other features, or with a tree that has loops, lost
    /// children or numbers that are none.
    pub fn parse(json: &str, features: &[&str]) -> Result<Self, TreesError> {
        let trees: Self = serde_json::from_str(json)?;
        if trees.features != features {
            return Err(TreesError::Features {
                found: trees.features,
                expected: features.iter().map(|&name| name.to_owned()).collect(),
            });
        }
        if !trees.log_odds.offset.is_finite() || trees.log_odds.slope <= 0.0 {
            return Err(TreesError::LogOdds);
        }
        for (place, tree) in trees.trees.iter().enumerate() {
            tree.check(features.len())
                .map_err(|reason| TreesError::Tree {
                    tree: place,
                    reason,
                })?;
        }
        Ok(trees)
    }

    /// The log-odds of a row of features.
    ///
    /// # Panics
    /// When the row has another length than the features.
    pub fn score(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.trees.iter().map(|tree| tree.answer(row)).sum();
        self.log_odds.offset + self.log_odds.slope * sum
    }

    /// What each feature contributes to [`Self::score`]; the rest is the same for every
    /// row.
    ///
    /// # Panics
    /// As [`Self::score`].
    pub fn contributions(&self, row: &[f32]) -> Vec<f32> {
        let mut shares = vec![0.0; self.features.len()];
        for tree in &self.trees {
            tree.share(row, &mut shares);
        }
        for share in &mut shares {
            *share *= self.log_odds.slope;
        }
        shares
    }
}

impl Tree {
    fn check(&self, features: usize) -> Result<(), &'static str> {
        let nodes = self.feature.len();
        let columns = [self.threshold.len(), self.left.len(), self.right.len()];
        if columns.iter().any(|&len| len != nodes) || self.mean.len() != nodes {
            return Err("its columns differ in length");
        }
        if self.leaf.len() != nodes + 1 {
            return Err("it has not one leaf more than nodes");
        }
        if self.feature.iter().any(|&feature| feature >= features) {
            return Err("it asks for a feature that is not there");
        }
        let numbers = self.threshold.iter().chain(&self.mean).chain(&self.leaf);
        if numbers.into_iter().any(|number| !number.is_finite()) {
            return Err("it holds what is no number");
        }
        for (node, (&left, &right)) in self.left.iter().zip(&self.right).enumerate() {
            for child in [left, right] {
                let there = match usize::try_from(child) {
                    // A child has a higher number, so every path ends.
                    Ok(child) => child > node && child < nodes,
                    Err(_) => leaf_of(child) < self.leaf.len(),
                };
                if !there {
                    return Err("a child is not there");
                }
            }
        }
        Ok(())
    }

    fn answer(&self, row: &[f32]) -> f32 {
        let mut node = 0;
        if self.feature.is_empty() {
            return self.leaf[0];
        }
        loop {
            let child = self.child(node, row);
            match usize::try_from(child) {
                Ok(child) => node = child,
                Err(_) => return self.leaf[leaf_of(child)],
            }
        }
    }

    fn child(&self, node: usize, row: &[f32]) -> i32 {
        if row[self.feature[node]] <= self.threshold[node] {
            self.left[node]
        } else {
            self.right[node]
        }
    }

    fn share(&self, row: &[f32], shares: &mut [f32]) {
        let mut node = 0;
        while node < self.feature.len() {
            let child = self.child(node, row);
            let (next, mean) = match usize::try_from(child) {
                Ok(child) => (child, self.mean[child]),
                Err(_) => (usize::MAX, self.leaf[leaf_of(child)]),
            };
            shares[self.feature[node]] += mean - self.mean[node];
            node = next;
        }
    }
}

/// The leaf that a child below 0 names.
fn leaf_of(child: i32) -> usize {
    child.unsigned_abs() as usize - 1
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    const TWO: &str = r#"{
        "features": ["words", "meaning"],
        "log_odds": {"offset": 0.5, "slope": 2.0},
        "trees": [
            {"feature": [0, 1], "threshold": [0.5, 0.2], "left": [-1, -2], "right": [1, -3],
             "mean": [0.1, 0.4], "leaf": [-0.3, 0.2, 0.7]},
            {"feature": [], "threshold": [], "left": [], "right": [], "mean": [], "leaf": [0.05]}
        ]
    }"#;

    fn two() -> Trees {
        Trees::parse(TWO, &["words", "meaning"]).unwrap()
    }

    #[test]
    fn a_row_goes_to_its_leaves() {
        let check = |row: [f32; 2], expected: f32| {
            let expected = 0.5 + 2.0 * expected;
            assert!((two().score(&row) - expected).abs() < 1e-6, "{row:?}");
        };
        check([0.5, 9.0], -0.25);
        check([0.6, 0.2], 0.25);
        check([0.6, 0.3], 0.75);
    }

    proptest! {
        #[test]
        fn contributions_and_base_sum_to_the_score(words in 0f32..1.0, meaning in 0f32..1.0) {
            let row = [words, meaning];
            let base = 0.5 + 2.0 * (0.1 + 0.05);
            let sum: f32 = two().contributions(&row).iter().sum();
            prop_assert!((base + sum - two().score(&row)).abs() < 1e-5);
        }
    }

    #[test]
    fn broken_trees_are_refused() {
        let refused = |from: &str, to: &str| {
            let text = TWO.replace(from, to);
            assert_ne!(text, TWO);
            Trees::parse(&text, &["words", "meaning"])
                .unwrap_err()
                .to_string()
        };
        assert!(refused("\"right\": [1, -3]", "\"right\": [0, -3]").contains("child"));
        assert!(refused("\"right\": [1, -3]", "\"right\": [1, -9]").contains("child"));
        assert!(refused("[0.5, 0.2]", "[0.5]").contains("length"));
        assert!(refused("[0, 1]", "[0, 7]").contains("feature"));
        assert!(refused("\"meaning\"]", "\"law\"]").contains("law"));
        assert!(refused("-0.3, ", "").contains("leaf"));
        assert!(refused("2.0", "0.0").contains("slope"));
        assert!(Trees::parse("{}", &[]).is_err());
    }
}
