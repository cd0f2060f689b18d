//! Repeal clauses of the national library: a census, and no text that one of them ends
//! stays in force.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::repeals::{Extent, HeldText, RepealClause, clauses_of};
use super::*;
use crate::citation::{Days, Verdict, extract, resolve};
use crate::document::{Date, Document, DocumentId, LawKey};
use crate::import::{Outcome, read_file, walk};

/// A day on which all clauses of the library count.
const TODAY: &str = "2026-11-29";

fn shared(folder: &str) -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("LEIAN_SHARED") else {
        eprintln!("skipped: LEIAN_SHARED is not set, so there are no real laws");
        return None;
    };
    Some(PathBuf::from(shared).join(folder))
}

struct National {
    documents: BTreeMap<LawKey, Vec<Document>>,
    titles: BTreeMap<DocumentId, String>,
    stated: Vec<(DocumentId, RepealClause)>,
    repeals: Repeals,
}

fn national(folders: &[PathBuf]) -> National {
    let mut documents: BTreeMap<LawKey, Vec<Document>> = BTreeMap::new();
    let (mut held, mut stated, mut titles) = (Vec::new(), Vec::new(), BTreeMap::new());
    for file in walk(folders).0 {
        if file.display_path.contains("/DLC/") {
            continue;
        }
        read_file(&file.path, &file.display_path, &mut |outcome| {
            let Outcome::Document(document) = outcome else {
                return;
            };
            let Some(law) = &document.metadata.law else {
                return;
            };
            let clauses = clauses_of(&document);
            stated.extend(
                clauses
                    .into_iter()
                    .map(|clause| (document.id.clone(), clause)),
            );
            held.push(HeldText {
                document: document.id.clone(),
                law: law.key.clone(),
                made: document.metadata.made_on(),
            });
            titles.insert(document.id.clone(), document.title.clone());
            documents
                .entry(law.key.clone())
                .or_default()
                .push(*document);
        });
    }
    for texts in documents.values_mut() {
        texts.sort_by_key(|d| std::cmp::Reverse(d.metadata.law.as_ref().unwrap().version));
    }
    let repeals = Repeals::of(&held, &stated);
    National {
        documents,
        titles,
        stated,
        repeals,
    }
}

fn laws() -> Option<National> {
    Some(national(&[shared("data/laws")?]))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Prints every clause, and each text held that one ends.
#[test]
fn census_of_repeal_clauses() {
    let Some(library) = laws() else { return };
    let held: BTreeSet<&String> = library.titles.values().collect();
    let mut parts = 0;
    for (_, clause) in &library.stated {
        let from = clause.from.map(|day| day.to_string()).unwrap_or_default();
        parts += usize::from(clause.extent != Extent::Whole);
        eprintln!(
            "CLAUSE\t{}{}\t{from}\t{}\t{:?}\t{}",
            clause.act, clause.place, clause.title, clause.extent, clause.words
        );
    }
    let mut whole = 0;
    for (document, title) in &library.titles {
        for end in library.repeals.all(document) {
            whole += usize::from(end.extent == Extent::Whole);
            eprintln!(
                "ENDED\t{title}\t{}\t{:?}\t{}",
                end.date, end.extent, end.source
            );
        }
    }
    eprintln!(
        "{} clauses, {parts} of them on parts; of {} titles held {whole} texts have ended",
        library.stated.len(),
        held.len()
    );
    assert!(library.stated.len() >= 250, "{}", library.stated.len());
    assert!(whole >= 60, "{whole}");
}

/// No text that a clause ends is in force from that day: neither in the timeline nor
/// where it is cited. A present text of the same title is another one.
#[test]
fn no_text_that_a_clause_ends_is_called_in_force() {
    let Some(library) = laws() else { return };
    let today = day(TODAY);
    let (mut ended, mut wrong) = (0, Vec::new());
    for (key, texts) in &library.documents {
        let Some(law) = KnownLaw::of(key, texts) else {
            continue;
        };
        let law = law.ended_by(&library.repeals);
        for period in law.timeline.versions(today) {
            let Some(end) = library.repeals.whole(&period.document) else {
                continue;
            };
            ended += 1;
            if end.date <= today && period.status != LawStatus::Repealed {
                wrong.push(format!("{key} {}: {:?}", period.from, period.status));
            }
            let before = law.timeline.versions(end.date.yesterday().unwrap());
            let then = before
                .iter()
                .find(|one| one.document == period.document)
                .unwrap();
            if then.status == LawStatus::Repealed {
                wrong.push(format!(
                    "{key} {}: repealed before {}",
                    period.from, end.date
                ));
            }
        }
        let goes_on = law
            .current(today)
            .iter()
            .any(|version| version.end(None).is_none());
        if !goes_on && !law.current(today).is_empty() {
            let text = format!("依照《{}》第一条", law.title);
            let mention = extract(&text)
                .into_iter()
                .find(|m| m.law.as_ref() == Some(key));
            let found = mention.map(|m| resolve(&m, None, Some(&law), Days::today(today)).verdict);
            if found.is_some_and(|verdict| verdict != Verdict::Repealed) {
                wrong.push(format!("{key} cited: {found:?}"));
            }
        }
    }
    eprintln!("{ended} texts held have ended; wrong: {wrong:#?}");
    assert!(ended >= 60 && wrong.is_empty(), "{wrong:#?}");
}

/// The texts of the trials, each named in a repeal clause of a later text held.
#[test]
fn texts_of_the_trials_are_repealed() {
    let (Some(library), Some(trials)) = (laws(), shared("trials/files/round2/repealed.txt")) else {
        return;
    };
    let Ok(list) = std::fs::read_to_string(trials) else {
        eprintln!("skipped: no list of the trials");
        return;
    };
    let today = day(TODAY);
    let mut wrong = Vec::new();
    for line in list.lines().filter(|line| line.contains('《')) {
        for mention in extract(line) {
            let Some(key) = &mention.law else { continue };
            let law = library
                .documents
                .get(key)
                .and_then(|texts| KnownLaw::of(key, texts));
            let law = law.map(|law| law.ended_by(&library.repeals));
            let found = resolve(&mention, None, law.as_ref(), Days::today(today));
            let clause = found
                .repeal
                .as_ref()
                .is_some_and(|repeal| repeal.date.is_some());
            if found.verdict != Verdict::Repealed || !clause {
                wrong.push(format!("{line}: {:?}", found.verdict));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Decisions that abolish a list of texts end those that are held.
#[test]
fn decisions_end_the_texts_of_their_lists() {
    let Some(earlier) = shared("data/laws_earlier") else {
        return;
    };
    let archives = ["jueding-1.zip", "xingzhengfagui-1.zip", "sifajieshi-1.zip"];
    let library = national(&archives.map(|name| earlier.join(name)));
    let by_decision: Vec<_> = library
        .stated
        .iter()
        .filter(|(_, clause)| clause.act.contains("废止"))
        .collect();
    for (_, clause) in &by_decision {
        eprintln!(
            "DECIDED\t{}\t{:?}\t{}",
            clause.act, clause.from, clause.title
        );
    }
    let mut ended = 0;
    for (document, title) in &library.titles {
        if let Some(end) = library.repeals.whole(document) {
            ended += 1;
            eprintln!("ENDED\t{title}\t{}\t{}", end.date, end.source);
        }
    }
    eprintln!(
        "{} listed by decisions, {ended} held texts ended",
        by_decision.len()
    );
    assert!(by_decision.len() >= 20, "{}", by_decision.len());
}
