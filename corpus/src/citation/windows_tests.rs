//! Precision and recall of the extractor on windows of real case files, labelled by
//! hand in `labels/citations.tsv`. The files themselves are read from the folder
//! that `LEIAN_SHARED` names; without it the test says so and passes.
//!
//! `LEIAN_CITATION_DETAILS=build` prints what is wrong in that split. Rules are tuned
//! on `build` alone; the rows of `test` are not for reading.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;
use crate::document::LawKey;
use crate::normalize::half_width;

const LABELS: &str = include_str!("../../labels/citations.tsv");
const WINDOWS: &str = include_str!("../../labels/windows.tsv");

/// Precision and recall that each split must keep, from what was measured.
const FLOORS: &[(&str, f64)] = &[("build", 0.98), ("test", 0.97)];

/// What of a citation has to agree: characters of the file, and what is cited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    char_start: usize,
    char_end: usize,
    cited: String,
    quote: bool,
}

impl Row {
    fn agrees(&self, other: &Self) -> bool {
        (self.char_start, self.char_end, &self.cited)
            == (other.char_start, other.char_end, &other.cited)
    }
}

#[derive(Debug, Default)]
struct Count {
    labelled: usize,
    found: usize,
    right: usize,
    quotes_labelled: usize,
    quotes_found: usize,
    quotes_right: usize,
}

impl Count {
    fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / self.labelled.max(1) as f64
    }
}

/// Lines of a table as maps from the names of its first line.
fn table(text: &'static str) -> Vec<BTreeMap<&'static str, &'static str>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<_> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| names.iter().copied().zip(line.split('\t')).collect())
        .collect()
}

fn case_key(number: &str) -> String {
    let number: String = number.chars().map(half_width).collect();
    number.replace("指导性案例", "指导案例")
}

fn labelled(row: &BTreeMap<&str, &str>) -> Row {
    let cited = match row["kind"] {
        "case" => case_key(row["case_number"]),
        _ => format!(
            "{}|{}~{}|{}|{}",
            LawKey::of(row["law"]),
            row["article"],
            row["article_end"],
            row["paragraph"],
            row["item"]
        ),
    };
    Row {
        char_start: row["char_start"].parse().unwrap(),
        char_end: row["char_end"].parse().unwrap(),
        cited,
        quote: row["quote"] == "yes",
    }
}

fn found(text: &str, mention: &CitationMention) -> Row {
    let number = |first: Option<u32>, last: Option<u32>| match (first, last) {
        (Some(first), Some(last)) => format!("{first}~{last}"),
        (Some(first), None) => first.to_string(),
        (None, _) => String::new(),
    };
    let article = |number: Option<crate::statute::ArticleNumber>| {
        number.map(|number| number.to_string()).unwrap_or_default()
    };
    let cited = match &mention.case_number {
        Some(number) => case_key(number),
        None => format!(
            "{}|{}~{}|{}|{}",
            mention.law.as_ref().map_or("?", LawKey::as_str),
            article(mention.article),
            article(mention.article_end),
            number(mention.paragraph, mention.paragraph_end),
            number(mention.item, mention.item_end),
        ),
    };
    Row {
        char_start: text[..mention.byte_range.start].chars().count(),
        char_end: text[..mention.byte_range.end].chars().count(),
        cited,
        quote: mention.quote.is_some(),
    }
}

fn measure(cases: &Path, split: &str, details: bool) -> Count {
    let labels = table(LABELS);
    let mut count = Count::default();
    for window in table(WINDOWS).iter().filter(|row| row["split"] == split) {
        let text = std::fs::read_to_string(cases.join(window["file"])).unwrap();
        let bounds = [window["char_start"], window["char_end"]].map(|at| at.parse().unwrap());
        let mut wanted: Vec<Row> = labels
            .iter()
            .filter(|row| row["window"] == window["window"])
            .map(labelled)
            .collect();
        let all = extract(&text);
        let found: Vec<Row> = all
            .iter()
            .filter(|mention| !mention.is_open())
            .map(|mention| found(&text, mention))
            .filter(|row| row.char_start >= bounds[0] && row.char_end <= bounds[1])
            .collect();
        count.labelled += wanted.len();
        count.found += found.len();
        count.quotes_labelled += wanted.iter().filter(|row| row.quote).count();
        count.quotes_found += found.iter().filter(|row| row.quote).count();
        let chars: Vec<char> = text.chars().collect();
        let cited = |row: &Row| -> String {
            let words: String = chars[row.char_start..row.char_end].iter().collect();
            format!("{words:?} = {}", row.cited)
        };
        for row in &found {
            match wanted.iter().position(|label| label.agrees(row)) {
                Some(place) => {
                    count.right += 1;
                    let label = wanted.remove(place);
                    count.quotes_right += usize::from(label.quote && row.quote);
                    if details && label.quote != row.quote {
                        println!("{}: quote {} {}", window["window"], row.quote, cited(row));
                    }
                }
                None if details => println!("{}: not labelled {}", window["window"], cited(row)),
                None => {}
            }
        }
        if details {
            for label in &wanted {
                println!("{}: missed       {}", window["window"], cited(label));
            }
        }
    }
    count
}

#[test]
fn citations_on_labelled_windows() {
    let Some(shared) = std::env::var_os("LEIAN_SHARED")
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
    else {
        println!("skipped: LEIAN_SHARED names no folder with the case files");
        return;
    };
    let cases = shared.join("data/cases");
    let wanted = std::env::var("LEIAN_CITATION_DETAILS").unwrap_or_default();
    for (split, floor) in FLOORS {
        let count = measure(&cases, split, wanted == *split);
        println!(
            "{split}: precision {:.4}, recall {:.4}; {count:?}",
            count.precision(),
            count.recall()
        );
        assert!(count.precision() >= *floor && count.recall() >= *floor);
    }
}
