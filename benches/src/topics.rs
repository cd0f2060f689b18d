//! The questions of an evaluation set: `queries.jsonl`, one JSON object a line.

use std::{collections::HashMap, fs, path::Path};

use anyhow::{Context, Result, bail};
use leian_corpus::charges;
use leian_corpus::citation::extract;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// Shorter names of charges (盗窃, 抢劫) are words of any story.
const MASKED_CHARS: usize = 3;

/// One question, with the parts that some sets give beside the text.
#[derive(Debug, Clone, Deserialize)]
pub struct Topic {
    /// The question's id, as labels and runs name it.
    pub id: String,
    /// What is asked: a sentence, or the facts of a whole case.
    pub text: String,
    /// The text before anything in it was masked; a file has none.
    #[serde(skip)]
    pub told: String,
    /// The charges that LeCaRD gives with its queries; other sets have none.
    #[serde(default)]
    pub charges: Vec<String>,
    /// Field of work in the prosecutor's set, for reporting only.
    #[serde(default)]
    pub point: Option<String>,
}

impl Topic {
    /// The topic without names of charges and numbers of articles in its text.
    #[must_use]
    pub fn masked(mut self) -> Self {
        let names = charges::all().iter().flat_map(|charge| {
            let former = charge.former_names.iter();
            std::iter::once(charge.name).chain(former.copied())
        });
        let mut names: Vec<&str> = names
            .flat_map(|name| [Some(name), name.strip_suffix('罪')])
            .flatten()
            .filter(|name| name.chars().count() >= MASKED_CHARS)
            .collect();
        // A longer name may have a shorter one in it.
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        for name in names {
            self.text = self.text.replace(name, "某罪");
        }
        for mention in extract(&self.text).into_iter().rev() {
            if mention.article.is_some() {
                self.text.replace_range(mention.byte_range, "某条");
            }
        }
        self
    }
}

/// Reads `queries.jsonl`. Ids must be unique, since a run is keyed by them.
///
/// # Errors
/// A line that is no JSON object with `id` and `text`, or a repeated id.
pub fn read(path: &Path) -> Result<Vec<Topic>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut topics: Vec<Topic> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let mut topic: Topic = serde_json::from_str(line)
            .with_context(|| format!("cannot read a query at {}:{}", path.display(), index + 1))?;
        topic.told.clone_from(&topic.text);
        if !seen.insert(topic.id.clone()) {
            bail!(
                "query id {:?} is repeated at {}:{}",
                topic.id,
                path.display(),
                index + 1
            );
        }
        topics.push(topic);
    }
    Ok(topics)
}

/// First 8 hex digits of SHA-256 of a topic's id, as a number: the seed of
/// folds and of the fixed fifth that `--quick` keeps.
#[must_use]
pub fn id_hash(id: &str) -> u32 {
    let digest = Sha256::digest(id.as_bytes());
    u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
}

/// Number of folds.
pub const FOLDS: usize = 5;

/// The fold of each question: weights learned without its fold rank it.
#[derive(Debug, Default)]
pub struct Folds(HashMap<(String, String), usize>);

impl Folds {
    /// The fold of a set's question.
    ///
    /// # Errors
    /// The question has none: the weights were learned on other questions.
    pub fn of(&self, set: &str, id: &str) -> Result<usize> {
        let key = (set.to_owned(), id.to_owned());
        let fold = self.0.get(&key).copied();
        fold.with_context(|| format!("question {id:?} of {set} has no fold"))
    }
}

/// Reads `folds.tsv`: set, question, fold.
///
/// # Errors
/// A line of another form, or a fold that is none.
pub fn read_folds(path: &Path) -> Result<Folds> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut folds = HashMap::new();
    for (index, line) in text.lines().enumerate() {
        let place = || format!("at {}:{}", path.display(), index + 1);
        let [set, id, fold] = line.split('\t').collect::<Vec<_>>()[..] else {
            bail!("expected three fields {}", place());
        };
        let fold: usize = fold
            .parse()
            .ok()
            .filter(|&fold| fold < FOLDS)
            .with_context(|| format!("{fold:?} is no fold {}", place()))?;
        folds.insert((set.to_owned(), id.to_owned()), fold);
    }
    Ok(Folds(folds))
}

/// A fifth of the topics, always the same one. For working, never for results.
#[must_use]
pub fn quick_fifth(topics: Vec<Topic>) -> Vec<Topic> {
    topics
        .into_iter()
        .filter(|topic| id_hash(&topic.id).is_multiple_of(5))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charges_and_articles_are_blacked_out() {
        let text = "某甲涉嫌危险驾驶罪，依照刑法第一百三十三条之一处理。";
        let topic = Topic {
            id: "g1".to_owned(),
            text: text.to_owned(),
            told: text.to_owned(),
            charges: Vec::new(),
            point: None,
        };
        let masked = topic.masked();
        assert!(!masked.text.contains("危险驾驶") && !masked.text.contains("一百三十三"));
        assert!(masked.text.starts_with("某甲涉嫌") && masked.text.ends_with("处理。"));
        assert_eq!(masked.told, text);
    }

    #[test]
    fn the_hash_is_the_first_eight_hex_digits_of_sha256() {
        // printf g01 | sha256sum
        let digest = Sha256::digest(b"g01");
        let hex: String = digest
            .iter()
            .take(4)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        assert_eq!(u32::from_str_radix(&hex, 16).ok(), Some(id_hash("g01")));
    }
}
