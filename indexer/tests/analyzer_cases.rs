//! The analyzer by a table of cases: what is found, and which characters are marked.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{TestIndex, case, found, phrase, words};
use leian_indexer::highlights;

const CASES: &str = include_str!("analyzer_cases.tsv");

#[test]
fn every_row_of_the_table_is_found_and_marked_as_it_says() {
    let rows: Vec<Vec<&str>> = CASES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect();
    assert!(rows.len() >= 40);
    let texts: Vec<String> = rows
        .iter()
        .map(|row| row[0].replace('·', "\u{2002}"))
        .collect();
    let documents: Vec<_> = (0..)
        .zip(&texts)
        .map(|(n, text)| case(&format!("case-{n}"), "题目", &[text]))
        .collect();
    let snapshot = TestIndex::of(&documents).snapshot();
    let mut wrong = Vec::new();
    for (n, (row, text)) in rows.iter().zip(&texts).enumerate() {
        let query = match row[1] {
            "words" => words(row[2]),
            "phrase" => phrase(row[2]),
            other => panic!("{other} is no kind of query"),
        };
        let marked: Vec<&str> = highlights(text, &query)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        let is_found = found(&snapshot, &query).contains(&format!("case-{n}"));
        let marked = match is_found {
            true => marked.join("|").replace('\u{2002}', "·"),
            false => "-".to_owned(),
        };
        if marked != row[3] {
            wrong.push(format!(
                "{} in {}: {marked}, expected {}",
                row[2], row[0], row[3]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
