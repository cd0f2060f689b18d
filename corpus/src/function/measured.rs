//! Measures the assignment on real guiding cases against labels made by hand
//! (`corpus/labels/functions.tsv`). Skipped where the cases are absent. `LEIAN_SHOW=1`
//! with `--nocapture` prints what differs on the rows to tune on; the rows to report on
//! are never printed.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;
use crate::import::{Outcome, read_file};

const LABELS: &str = include_str!("../../labels/functions.tsv");

/// Cases whose comment in the labels leaves the order of the first two codes open.
const ORDER_OPEN: &[&str] = &["检例第87号", "检例第25号", "检例第26号", "检例第46号"];

/// Split and facet, precision, recall and the share of rows whose first code is right.
/// Means have no main one.
type Floor = (&'static str, f64, f64, f64);

/// A little below what was measured.
const FLOORS: &[Floor] = &[
    ("build functions", 0.98, 0.98, 0.96),
    ("build fields", 0.96, 0.96, 0.95),
    ("build means", 0.98, 0.98, 0.0),
    ("test functions", 0.95, 0.90, 0.88),
    ("test fields", 0.80, 0.90, 0.90),
    ("test means", 0.87, 0.93, 0.0),
];

/// Guiding cases by number, or `None` where they are not at hand.
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
                if let Outcome::Document(document) = outcome
                    && let Some(number) = &document.metadata.number
                {
                    cases.insert(number.clone(), *document);
                }
            },
        );
    }
    Some(cases)
}

/// Codes found and labelled, and how many of both agree.
#[derive(Default)]
struct Tally {
    common: usize,
    found: usize,
    labelled: usize,
    exact: usize,
    rows: usize,
    main: usize,
    by_code: BTreeMap<String, [usize; 3]>,
}

impl Tally {
    fn add(&mut self, label: &[&str], found: &[&str], order_open: bool) -> bool {
        let set = |codes: &[&str]| codes.iter().map(|&code| code.to_owned()).collect();
        let (labels, founds): (BTreeSet<String>, BTreeSet<String>) = (set(label), set(found));
        self.common += labels.intersection(&founds).count();
        self.found += founds.len();
        self.labelled += labels.len();
        self.rows += 1;
        let exact = labels == founds;
        self.exact += usize::from(exact);
        let first = found.first();
        let main = first == label.first()
            || (order_open && first.is_some_and(|code| label.contains(code)));
        self.main += usize::from(main);
        for code in labels.union(&founds) {
            let counts = self.by_code.entry(code.clone()).or_default();
            counts[0] += usize::from(labels.contains(code) && founds.contains(code));
            counts[1] += usize::from(!labels.contains(code));
            counts[2] += usize::from(!founds.contains(code));
        }
        exact
    }

    fn precision(&self) -> f64 {
        self.common as f64 / self.found as f64
    }

    fn recall(&self) -> f64 {
        self.common as f64 / self.labelled as f64
    }

    fn main_share(&self) -> f64 {
        self.main as f64 / self.rows as f64
    }

    fn check(&self, floor: &Floor) {
        let (name, precision, recall, main) = *floor;
        assert!(self.precision() >= precision, "precision of {name}");
        assert!(self.recall() >= recall, "recall of {name}");
        assert!(self.main_share() >= main, "main code of {name}");
    }

    fn print(&self, name: &str) {
        println!(
            "{name}: precision {:.3}, recall {:.3}, first code {} and exact {} of {}",
            self.precision(),
            self.recall(),
            self.main,
            self.exact,
            self.rows
        );
        for (code, [common, too_many, missed]) in &self.by_code {
            println!("  {code}: right {common}, too many {too_many}, missed {missed}");
        }
    }
}

fn codes(column: &'static str) -> Vec<&'static str> {
    column
        .split_whitespace()
        .filter(|code| *code != "-")
        .collect()
}

#[test]
fn assignment_agrees_with_labels() {
    let Some(cases) = cases() else { return };
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let rows = LABELS.lines().filter(|line| !line.starts_with('#')).skip(1);
    for row in rows {
        let columns: Vec<&'static str> = row.split('\t').collect();
        let (number, split) = (columns[0], columns[1]);
        let found = assign(&cases[number]);
        let told: [(&str, Vec<&str>, usize); 3] = [
            (
                "functions",
                found.functions.iter().map(|one| one.code.code()).collect(),
                2,
            ),
            (
                "fields",
                found.fields.iter().map(|one| one.code.code()).collect(),
                3,
            ),
            (
                "means",
                found.means.iter().map(|one| one.code.code()).collect(),
                4,
            ),
        ];
        for (name, told, column) in told {
            let label = codes(columns[column]);
            let tally = tallies.entry(format!("{split} {name}")).or_default();
            let open = name == "functions" && ORDER_OPEN.contains(&number);
            let agrees = tally.add(&label, &told, open);
            if !agrees && split == "build" && std::env::var_os("LEIAN_SHOW").is_some() {
                println!("{number} {name}: label {label:?}, told {told:?}");
            }
        }
    }
    for (name, tally) in &tallies {
        tally.print(name);
    }
    for floor in FLOORS {
        tallies[floor.0].check(floor);
    }
}
