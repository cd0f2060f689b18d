//! What a measurement prints: one table a set and mode, with intervals and, where
//! a configuration states them, the expected scores.

use std::{collections::BTreeMap, fmt::Write as _};

use crate::{
    bootstrap,
    expectation::Configuration,
    metrics::{self, Metric},
    qrels::{self, Qrels},
    run::Run,
    sets::Set,
};

/// Scores of one run, by metric and topic.
#[derive(Debug)]
pub struct Scores {
    by_metric: BTreeMap<Metric, BTreeMap<String, f64>>,
    order: Vec<Metric>,
}

impl Scores {
    /// Scores a run by the protocol of `set`: names made comparable on both
    /// sides, repeats dropped, then every measure. `keep` limits the topics.
    #[must_use]
    pub fn of(set: Set, run: &Run, labels: &Qrels, keep: impl Fn(&str) -> bool) -> Self {
        let mut labels = qrels::with_names(labels, |name| set.normalize(name));
        labels.retain(|topic, _| keep(topic));
        let run = run.with_names(|name| set.normalize(name));
        let order = set.metrics();
        let by_metric = order
            .iter()
            .map(|metric| {
                (
                    *metric,
                    metrics::by_topic(&run, &labels, *metric, set.relevance()),
                )
            })
            .collect();
        Self { by_metric, order }
    }

    /// Means by the metric's name.
    #[must_use]
    pub fn means(&self) -> BTreeMap<String, f64> {
        let mean = |(metric, scores): (&Metric, &_)| (metric.to_string(), metrics::mean(scores));
        self.by_metric.iter().map(mean).collect()
    }

    /// How many topics were scored.
    #[must_use]
    pub fn topics(&self) -> usize {
        self.by_metric.values().next().map_or(0, BTreeMap::len)
    }

    /// A table of means with 95% bootstrap intervals, and the references.
    #[must_use]
    pub fn table(&self, configuration: &Configuration) -> String {
        let mut text = format!("  {:<12} {:>6}  {:<15}\n", "metric", "mean", "95% interval");
        for metric in &self.order {
            let scores = &self.by_metric[metric];
            let (low, high) = bootstrap::interval(scores);
            let mean = metrics::mean(scores);
            let name = metric.to_string();
            let _ = write!(text, "  {name:<12} {mean:>6.4}  [{low:.4}, {high:.4}]");
            for figures in &configuration.reference {
                if let Some(value) = figures.scores.get(&name) {
                    let _ = write!(text, "  {}: {value:.3}", figures.mode);
                }
            }
            text.push('\n');
        }
        text
    }

    /// Mean and interval of the difference to another run of the same set.
    #[must_use]
    pub fn compare(&self, other: &Self) -> String {
        let mut text = String::new();
        for metric in &self.order {
            let (ours, theirs) = (&self.by_metric[metric], &other.by_metric[metric]);
            let (low, high) = bootstrap::paired(ours, theirs);
            let gain = metrics::mean(ours) - metrics::mean(theirs);
            let _ = writeln!(
                text,
                "  {:<12} {gain:>+7.4}  [{low:+.4}, {high:+.4}]",
                metric.to_string()
            );
        }
        text
    }
}
