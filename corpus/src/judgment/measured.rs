//! Measures the facts on real judgments against labels made by hand
//! (`corpus/labels/judgments.tsv`) and against the data set's own article labels.
//! Skipped where the judgments are absent. `LEIAN_SHOW=1` with `--nocapture` prints
//! what differs on the rows to tune on; the rows to report on are never printed.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::*;
use crate::case::Section;
use crate::import::{Outcome as Imported, read_file};

const LABELS: &str = include_str!("../../labels/judgments.tsv");

/// The floors of each field on the rows to tune on and on those to report on, a little
/// below what was measured, in percent of the rows.
const FLOORS: &[(&str, f64, f64)] = &[
    ("court", 98.0, 97.0),
    ("case_number", 98.0, 97.0),
    ("charges", 98.0, 97.0),
    ("defendants", 98.0, 97.0),
    ("kind", 98.0, 97.0),
    ("months", 98.0, 97.0),
    ("fine", 98.0, 97.0),
    ("probation", 98.0, 97.0),
    ("surrender", 98.0, 94.0),
    ("confession", 98.0, 94.0),
    ("merit", 98.0, 97.0),
    ("recidivist", 98.0, 97.0),
    ("plea", 98.0, 97.0),
    ("minor", 98.0, 97.0),
];

/// The judgments, or `None` where they are not at hand.
fn judgments() -> Option<Vec<(String, Value, Vec<Section>)>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/judgments/judge.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return None;
    };
    let mut documents = Vec::new();
    read_file(&path, "judge.jsonl", &mut |outcome| match outcome {
        Imported::Document(document) => documents.push(document),
        other => panic!("{other:?}"),
    });
    let read = |(line, document): (&str, Box<Document>)| {
        let source: Value = serde_json::from_str(line).unwrap();
        let Body::Sections(sections) = document.body else {
            panic!("a judgment has sections")
        };
        (source["id"].as_str().unwrap().to_owned(), source, sections)
    };
    Some(lines.lines().zip(documents).map(read).collect())
}

fn show() -> bool {
    std::env::var_os("LEIAN_SHOW").is_some()
}

/// The labelled rows: column name → value.
fn rows() -> Vec<BTreeMap<&'static str, &'static str>> {
    let mut lines = LABELS.lines().filter(|line| !line.starts_with('#'));
    let columns: Vec<&str> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| columns.iter().copied().zip(line.split('\t')).collect())
        .collect()
}

/// What the program says, column by column, as the labels write it.
fn told(facts: &JudgmentFacts) -> BTreeMap<&'static str, String> {
    let first = facts.defendants.first();
    let total = first.map(|one| one.total.clone()).unwrap_or_default();
    let text = |found: &Option<Found<String>>| {
        found
            .as_ref()
            .map(|found| found.value.clone())
            .unwrap_or_default()
    };
    let months = |term: Option<Term>| match term {
        Some(term) if term.days > 0 => format!("{:.2}", term.in_months()),
        Some(term) => term.months.to_string(),
        None => String::new(),
    };
    let zero = |text: String| {
        if text.is_empty() {
            "0".to_owned()
        } else {
            text
        }
    };
    let mut told = BTreeMap::from([
        ("court", text(&facts.court)),
        ("case_number", text(&facts.case_number)),
        ("charges", facts.charges().join("；")),
        ("defendants", facts.defendants.len().to_string()),
        (
            "kind",
            total.kind.map_or("none", SentenceKind::label).to_owned(),
        ),
        ("months", months(total.term)),
        ("fine", total.fine.map_or(0, Money::whole_yuan).to_string()),
        ("probation", zero(months(total.probation))),
    ]);
    let name = first.map_or("", |one| one.name.as_str());
    for circumstance in [
        "surrender",
        "confession",
        "merit",
        "recidivist",
        "plea",
        "minor",
    ] {
        let kind = *Circumstance::ALL
            .iter()
            .find(|kind| kind.code() == circumstance)
            .unwrap();
        let found = facts.has_circumstance(kind, name);
        told.insert(circumstance, if found { "yes" } else { "no" }.to_owned());
    }
    told
}

#[test]
fn facts_agree_with_labels() {
    let Some(judgments) = judgments() else { return };
    let by_id: BTreeMap<&str, &Vec<Section>> = judgments
        .iter()
        .map(|(id, _, sections)| (id.as_str(), sections))
        .collect();
    let mut right: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut rows_of: BTreeMap<&str, u32> = BTreeMap::new();
    for row in rows() {
        let split = row["split"];
        *rows_of.entry(split).or_default() += 1;
        let facts = read(by_id[row["id"]]);
        for (column, value) in told(&facts) {
            let equal = same(column, row[column], &value);
            *right.entry((column, split)).or_default() += u32::from(equal);
            if !equal && split == "build" && show() {
                println!(
                    "{} {column}: label {:?}, told {value:?}",
                    row["id"], row[column]
                );
            }
        }
    }
    let share = |column, split| {
        100.0 * f64::from(*right.get(&(column, split)).unwrap_or(&0)) / f64::from(rows_of[split])
    };
    for column in told(&JudgmentFacts::default()).keys() {
        println!(
            "{column}: build {:.1}, test {:.1}",
            share(*column, "build"),
            share(*column, "test")
        );
    }
    for &(column, build, test) in FLOORS {
        assert!(share(column, "build") >= build, "{column} on build");
        assert!(share(column, "test") >= test, "{column} on test");
    }
}

/// Charges are a set; all else is compared as written.
fn same(column: &str, label: &str, told: &str) -> bool {
    let set = |text: &str| -> BTreeSet<String> { text.split('；').map(str::to_owned).collect() };
    if column == "charges" {
        set(label) == set(told)
    } else {
        label == told
    }
}

#[test]
fn applied_articles_agree_with_the_data_set() {
    let Some(judgments) = judgments() else { return };
    let reported: BTreeSet<&str> = rows()
        .iter()
        .filter(|row| row["split"] == "test")
        .map(|row| row["id"])
        .collect();
    let (mut common, mut found, mut labelled, mut exact) = (0, 0, 0, 0);
    for (id, source, sections) in &judgments {
        let labels: BTreeSet<u32> = source["criminal_law_articles"]
            .as_array()
            .unwrap()
            .iter()
            .map(|number| u32::try_from(number.as_u64().unwrap()).unwrap())
            .collect();
        let facts = read(sections);
        let told: BTreeSet<u32> = facts
            .applied_articles
            .iter()
            .map(|found| found.value.article.base)
            .collect();
        common += labels.intersection(&told).count();
        found += told.len();
        labelled += labels.len();
        exact += usize::from(labels == told);
        if labels != told && show() && !reported.contains(id.as_str()) {
            println!(
                "{id} missed {:?}, too many {:?}",
                labels.difference(&told).collect::<Vec<_>>(),
                told.difference(&labels).collect::<Vec<_>>()
            );
        }
    }
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let (precision, recall) = (share(common, found), share(common, labelled));
    println!(
        "articles: precision {precision:.4}, recall {recall:.4}, exact {exact} of {}",
        judgments.len()
    );
    assert!(precision >= 0.99 && recall >= 0.985);
}

#[test]
fn real_judgments_name_sentences_and_every_place_lies_in_its_text() {
    let Some(judgments) = judgments() else { return };
    let (mut defendants, mut sentenced, mut dated) = (0, 0, 0);
    for (id, _, sections) in &judgments {
        let facts = read(sections);
        let mut places: Vec<&Place> = Vec::new();
        places.extend(facts.circumstances.iter().map(|one| &one.place));
        places.extend(facts.amounts.iter().map(|one| &one.place));
        places.extend(facts.applied_articles.iter().map(|one| &one.place));
        places.extend(facts.court.iter().map(|one| &one.place));
        places.extend(facts.date.iter().map(|one| &one.place));
        places.extend(facts.outcome.iter().map(|one| &one.place));
        for place in places {
            let text = place.text(sections);
            assert!(text.is_some_and(|text| !text.is_empty()), "{id}");
        }
        let disposition = &sections[facts.disposition.unwrap()].text;
        for one in &facts.defendants {
            assert!(disposition.get(one.byte_range.clone()).is_some(), "{id}");
            sentenced += usize::from(one.total.kind.is_some() && !one.name.is_empty());
        }
        defendants += facts.defendants.len();
        dated += usize::from(facts.date.is_some());
    }
    println!("defendants {defendants}, with name and sentence {sentenced}, dates {dated}");
    assert!(defendants >= judgments.len() && sentenced * 100 >= defendants * 97);
}
