//! Labels: which document answers which question, and how well.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

/// Grades by topic and document: `qrels[topic][document] = grade`, 0 or more.
pub type Qrels = BTreeMap<String, BTreeMap<String, u32>>;

/// Reads the TREC form `topic TAB 0 TAB document TAB grade`.
///
/// # Errors
/// A line without four fields, or with a grade that is no number.
pub fn read(path: &Path) -> Result<Qrels> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut qrels = Qrels::new();
    for (index, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let [topic, _, document, grade] = fields[..] else {
            bail!(
                "expected four tab-separated fields at {}:{}",
                path.display(),
                index + 1
            );
        };
        let grade = grade.trim().parse().with_context(|| {
            format!(
                "cannot read grade {grade:?} at {}:{}",
                path.display(),
                index + 1
            )
        })?;
        qrels
            .entry(topic.to_owned())
            .or_default()
            .insert(document.to_owned(), grade);
    }
    Ok(qrels)
}

/// The same labels with every document name passed through `normalize`, so that
/// a gold label and a hit's name meet under a protocol's rule for names.
#[must_use]
pub fn with_names(qrels: &Qrels, normalize: impl Fn(&str) -> String) -> Qrels {
    qrels
        .iter()
        .map(|(topic, grades)| {
            let mut named: BTreeMap<String, u32> = BTreeMap::new();
            for (document, grade) in grades {
                let best = named.entry(normalize(document)).or_insert(0);
                *best = (*best).max(*grade);
            }
            (topic.clone(), named)
        })
        .collect()
}
