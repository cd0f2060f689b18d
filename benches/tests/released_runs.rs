//! The measures against scores published with LeCaRD's released runs: every
//! figure of `runs/expected.json`, to all its digits.

#![allow(clippy::unwrap_used)]

use std::{collections::BTreeMap, fs, path::PathBuf};

use leian_benches::{
    metrics::{self, Metric},
    qrels,
    run::Run,
    sets::Set,
};

#[test]
fn released_runs_have_their_published_scores() {
    let Some(shared) = std::env::var_os("LEIAN_SHARED").map(PathBuf::from) else {
        println!("skipped: LEIAN_SHARED names no folder with evaluation sets");
        return;
    };
    let folder = shared.join("data/eval/lecard");
    let expected = fs::read_to_string(folder.join("runs/expected.json")).unwrap();
    let expected: BTreeMap<String, BTreeMap<String, f64>> =
        serde_json::from_str(&expected).unwrap();
    assert_eq!(expected.len(), 3);
    let labels = qrels::read(&folder.join("qrels.tsv")).unwrap();
    assert_eq!(labels.len(), 64);
    for (name, scores) in expected {
        let run = Run::read(&folder.join(format!("runs/{name}.trec"))).unwrap();
        for (metric, published) in scores {
            let measure: Metric = metric.parse().unwrap();
            let by_topic = metrics::by_topic(&run, &labels, measure, Set::Lecard.relevance());
            let rounded = (metrics::mean(&by_topic) * 1e4).round() / 1e4;
            assert_eq!(rounded, published, "{name} {metric}");
        }
    }
}
