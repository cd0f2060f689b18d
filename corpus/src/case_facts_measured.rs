//! Measures functions, fields, means, charges and provinces on 40 guiding cases labelled by
//! hand before the rules were run on them (`corpus/labels/cases_second.tsv`). Skipped where the
//! cases are absent; `LEIAN_SHOW=1` with `--nocapture` prints what differs.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::document::Document;
use crate::import::{Outcome, read_file};
use crate::knowledge::{self, Facet};

const LABELS: &str = include_str!("../labels/cases_second.tsv");

/// Facets by column, with the floors of precision and recall, a little below what was measured.
const COLUMNS: [(Facet, usize, f64, f64); 5] = [
    (Facet::Function, 1, 0.90, 0.92),
    (Facet::Field, 2, 0.95, 0.92),
    (Facet::Means, 3, 0.92, 0.92),
    (Facet::Charge, 4, 0.95, 0.92),
    (Facet::Region, 5, 0.95, 0.92),
];

fn cases() -> Option<BTreeMap<String, Document>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folder = shared.join("data/cases/spp-guiding");
    if !folder.is_dir() {
        println!("skipped: {} is absent", folder.display());
        return None;
    }
    let mut cases = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        read_file(
            &path,
            &format!("cases/spp-guiding/{name}"),
            &mut |outcome| {
                if let Outcome::Document(document) = outcome {
                    let number = document.metadata.number.clone().unwrap();
                    cases.insert(number, *document);
                }
            },
        );
    }
    Some(cases)
}

fn rows() -> Vec<Vec<&'static str>> {
    let lines = LABELS.lines().filter(|line| line.starts_with("检例"));
    lines.map(|line| line.split('\t').collect()).collect()
}

/// The values of a facet as the labels write them.
fn told(document: &Document, facet: Facet) -> BTreeSet<String> {
    let found = knowledge::of_document(document).into_iter();
    let found = found.filter(|(of, _)| *of == facet);
    found
        .map(|(_, value)| match facet {
            Facet::Region => facet.value_label(&value),
            _ => value,
        })
        .collect()
}

#[test]
fn facets_of_guiding_cases_agree_with_labels() {
    let Some(cases) = cases() else { return };
    let rows = rows();
    assert_eq!(rows.len(), 40);
    let show = std::env::var_os("LEIAN_SHOW").is_some();
    let mut low = Vec::new();
    for (facet, column, least_precision, least_recall) in COLUMNS {
        let (mut common, mut found, mut labelled) = (0, 0, 0);
        for row in &rows {
            let label: BTreeSet<String> = row[column]
                .split(' ')
                .filter(|value| *value != "-")
                .map(str::to_owned)
                .collect();
            let told = told(&cases[row[0]], facet);
            common += label.intersection(&told).count();
            found += told.len();
            labelled += label.len();
            if label != told && show {
                println!(
                    "{} {}: label {label:?}, told {told:?}",
                    row[0],
                    facet.code()
                );
            }
        }
        let precision = common as f64 / found as f64;
        let recall = common as f64 / labelled as f64;
        println!(
            "{}: precision {precision:.3}, recall {recall:.3}",
            facet.code()
        );
        if precision < least_precision || recall < least_recall {
            low.push((facet, precision, recall));
        }
    }
    assert!(low.is_empty(), "{low:?}");
}
