//! A run: for each topic a ranked list of document names with scores.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufWriter, Write},
    path::Path,
};

use anyhow::{Context, Result, bail};

/// One place in a ranking. Larger scores stand first.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Name of the document under the set's protocol.
    pub document: String,
    /// The ranker's score; only its order matters.
    pub score: f64,
}

/// Rankings by topic.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Run {
    rankings: BTreeMap<String, Vec<Ranked>>,
}

impl Run {
    /// Adds a topic's ranking. Ties are broken by document name as a string, so
    /// that a run read back from a file has the same order.
    pub fn insert(&mut self, topic: &str, mut ranking: Vec<Ranked>) {
        ranking.sort_by(|a, b| {
            b.score
                .total_cmp(&a.score)
                .then_with(|| a.document.cmp(&b.document))
        });
        self.rankings.insert(topic.to_owned(), ranking);
    }

    /// The ranking of a topic; empty when the run has none.
    #[must_use]
    pub fn ranking(&self, topic: &str) -> &[Ranked] {
        self.rankings.get(topic).map_or(&[], Vec::as_slice)
    }

    /// The topics that have a ranking, in order of their ids.
    pub fn topics(&self) -> impl Iterator<Item = &str> {
        self.rankings.keys().map(String::as_str)
    }

    /// Reads the TREC form `topic Q0 document rank score tag`, separated by tabs
    /// or, when a line has no tab, by spaces. The score decides the order.
    ///
    /// # Errors
    /// A line without six fields, or with a score that is no number.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut lists: BTreeMap<String, Vec<Ranked>> = BTreeMap::new();
        for (index, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.is_empty())
        {
            let fields: Vec<&str> = if line.contains('\t') {
                line.split('\t').collect()
            } else {
                line.split_whitespace().collect()
            };
            let [topic, _, document, _, score, _] = fields[..] else {
                bail!("expected six fields at {}:{}", path.display(), index + 1);
            };
            let score: f64 = score.parse().with_context(|| {
                format!(
                    "cannot read score {score:?} at {}:{}",
                    path.display(),
                    index + 1
                )
            })?;
            lists.entry(topic.to_owned()).or_default().push(Ranked {
                document: document.to_owned(),
                score,
            });
        }
        let mut run = Self::default();
        for (topic, ranking) in lists {
            run.insert(&topic, ranking);
        }
        Ok(run)
    }

    /// Writes the TREC form, tab-separated, ranks from 1, tagged `tag`.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&self, path: &Path, tag: &str) -> Result<()> {
        let file =
            fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        let mut out = BufWriter::new(file);
        for (topic, ranking) in &self.rankings {
            for (index, Ranked { document, score }) in ranking.iter().enumerate() {
                writeln!(
                    out,
                    "{topic}\tQ0\t{document}\t{}\t{score:.9}\t{tag}",
                    index + 1
                )?;
            }
        }
        out.flush()?;
        Ok(())
    }

    /// The same run with names normalised and later repeats of a name dropped:
    /// how versions of one article collapse before a metric is taken.
    #[must_use]
    pub fn with_names(&self, normalize: impl Fn(&str) -> String) -> Self {
        let rankings = self
            .rankings
            .iter()
            .map(|(topic, ranking)| {
                let mut seen = BTreeSet::new();
                let kept = ranking
                    .iter()
                    .map(|hit| Ranked {
                        document: normalize(&hit.document),
                        score: hit.score,
                    })
                    .filter(|hit| seen.insert(hit.document.clone()))
                    .collect();
                (topic.clone(), kept)
            })
            .collect();
        Self { rankings }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn hit(document: &str, score: f64) -> Ranked {
        Ranked {
            document: document.to_owned(),
            score,
        }
    }

    #[test]
    fn ties_are_broken_by_name_as_a_string() {
        let mut run = Run::default();
        run.insert(
            "q",
            vec![hit("b", 1.0), hit("10", 1.0), hit("9", 1.0), hit("a", 2.0)],
        );
        let names: Vec<_> = run
            .ranking("q")
            .iter()
            .map(|hit| hit.document.as_str())
            .collect();
        assert_eq!(names, ["a", "10", "9", "b"]);
    }

    #[test]
    fn a_written_run_reads_back_with_names_that_hold_spaces() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.tsv");
        let mut run = Run::default();
        run.insert("q1", vec![hit("某法 第一条", 2.0), hit("某法第二条", 1.5)]);
        run.write(&path, "test").unwrap();
        assert_eq!(Run::read(&path).unwrap(), run);
    }

    #[test]
    fn later_hits_with_a_seen_name_are_dropped() {
        let mut run = Run::default();
        run.insert(
            "q",
            vec![
                hit("《甲法》第一条", 3.0),
                hit("甲法第一条", 2.0),
                hit("乙", 1.0),
            ],
        );
        let collapsed = run.with_names(|name| name.replace(['《', '》'], ""));
        assert_eq!(
            collapsed.ranking("q"),
            [hit("甲法第一条", 3.0), hit("乙", 1.0)]
        );
    }
}
