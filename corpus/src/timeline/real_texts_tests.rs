//! The timeline on real texts: what acts say against what consolidated texts hold.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::document::{Body, Date, Document, LawKey};
use crate::import::{Outcome, read_file, walk};
use crate::normalize::same_words;
use crate::statute::{ArticleNumber, Statute};

fn shared(folder: &str) -> Option<PathBuf> {
    let Some(shared) = std::env::var_os("LEIAN_SHARED") else {
        eprintln!("skipped: LEIAN_SHARED is not set, so there are no real laws");
        return None;
    };
    Some(PathBuf::from(shared).join("data/laws").join(folder))
}

fn documents(folder: &PathBuf, name: &str) -> Vec<Document> {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().contains(name))
        .collect();
    paths.sort();
    let mut documents = Vec::new();
    for path in paths {
        let display = path.display().to_string();
        read_file(&path, &display, &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    documents
}

fn criminal_law() -> Option<(Vec<Document>, Vec<AmendingAct>)> {
    let documents = documents(&shared("刑法")?, "刑法");
    let key = LawKey::of("刑法");
    let texts: Vec<Document> = documents
        .iter()
        .filter(|document| document.metadata.law.as_ref().unwrap().key == key)
        .cloned()
        .collect();
    let acts = documents.iter().filter_map(AmendingAct::of).collect();
    Some((texts, acts))
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn number(text: &str) -> ArticleNumber {
    text.parse().unwrap()
}

#[test]
fn amendments_of_the_criminal_law_are_understood() {
    let Some((_, acts)) = criminal_law() else {
        return;
    };
    assert_eq!(acts.len(), 12);
    for act in &acts {
        let Touches::Known { changes, complete } = &act.touches else {
            panic!("{}", act.title);
        };
        assert!(
            *complete && !changes.is_empty(),
            "{}: {changes:?}",
            act.title
        );
        assert!(
            act.passed.is_some() && act.effective.is_some(),
            "{}",
            act.title
        );
    }
}

/// Acts applied one after the other come to what the consolidated text holds: for each
/// article whose whole wording an act gives.
#[test]
fn acts_come_to_the_consolidated_text() {
    let Some((texts, acts)) = criminal_law() else {
        return;
    };
    let key = LawKey::of("刑法");
    let held = KnownLaw::of(&key, &texts).unwrap().versions[0]
        .articles
        .clone();
    // The same law without its articles, so that only acts give words.
    let mut empty = texts[0].clone();
    empty.body = Body::Statute(Statute::default());
    let metadata = &mut empty.metadata;
    metadata.law.as_mut().unwrap().version = Some(day("1997-10-01"));
    (metadata.promulgated, metadata.effective) = (None, None);
    let timeline = KnownLaw::with_acts(&key, &[empty], &acts).unwrap().timeline;
    let (mut equal, mut different) = (0, Vec::new());
    for (&article, text) in &held {
        let wording = timeline.wording(article, day("2026-01-01"), day("2026-01-01"));
        if let Wording::InForce { text: derived, .. } = wording {
            match same_words(&derived, text) {
                true => equal += 1,
                false => different.push(format!("{article}\n{derived}\n---\n{text}")),
            }
        }
    }
    eprintln!(
        "{equal} articles come to the same words, {} do not",
        different.len()
    );
    assert!(equal >= 100, "{equal}");
    assert!(different.len() * 50 <= equal, "{}", different.join("\n\n"));
}

#[test]
fn criminal_law_knows_its_past() {
    let Some((texts, acts)) = criminal_law() else {
        return;
    };
    let law = KnownLaw::with_acts(&LawKey::of("刑法"), &texts, &acts).unwrap();
    let timeline = law.timeline;
    let today = day("2026-01-01");
    let on = |article: &str, date: &str| timeline.wording(number(article), day(date), today);
    let Wording::InForce {
        text, since, until, ..
    } = on("133-1", "2012-01-01")
    else {
        panic!("修正案（八） gives its words");
    };
    assert!(!text.contains("校车"), "{text}");
    assert_eq!(since.unwrap().effective, day("2011-05-01"));
    assert_eq!(until.unwrap().effective, day("2015-11-01"));
    assert!(
        matches!(on("133-1", "2010-01-01"), Wording::NotYet(act) if act.effective == day("2011-05-01"))
    );
    assert!(
        matches!(on("199", "2020-01-01"), Wording::Deleted(Some(act)) if act.effective == day("2015-11-01"))
    );
    assert!(matches!(on("199", "2012-01-01"), Wording::InForce { .. }));
    let lost = on("264", "2010-01-01");
    assert!(
        matches!(lost, Wording::TextUnavailable { act: Some(act), certain: true } if act.effective == day("2011-05-01")),
        "{lost:?}"
    );
    assert!(matches!(on("266", "1998-01-01"), Wording::InForce { .. }));
    assert!(matches!(
        on("266", "1997-09-30"),
        Wording::TextUnavailable { certain: false, .. }
    ));
    assert!(matches!(on("1", "1979-01-01"), Wording::BeforeLaw(_)));
    assert!(matches!(on("500", "2020-01-01"), Wording::NoSuchArticle));
}

#[test]
fn rules_of_2012_lead_to_those_of_2019() {
    let Some(folder) = shared("司法解释") else {
        return;
    };
    let key = LawKey::of("人民检察院刑事诉讼规则");
    let mut texts = documents(&folder, "人民检察院刑事诉讼规则");
    texts.retain(|document| document.metadata.law.as_ref().unwrap().key == key);
    texts.reverse();
    let law = KnownLaw::of(&key, &texts).unwrap();
    let pairs = &law.timeline.renumberings().last().unwrap().pairs;
    let counts = [
        law.versions[0].articles.len(),
        law.versions[1].articles.len(),
    ];
    let moved = pairs.pairs().filter(|(a, b)| a != b).count();
    eprintln!(
        "{counts:?} articles, {} paired, {moved} of them moved",
        pairs.pairs().count()
    );
    assert!(pairs.pairs().count() * 10 >= counts[0].min(counts[1]) * 6);
    // 附条件不起诉 stood in 第四百九十二条, stands in 第四百六十九条.
    assert_eq!(pairs.later(number("492")), Some(number("469")));
}

/// Today's text of an article is the one that is held, for every law whose newest act
/// is held: what a history says must not make a law disappear.
#[test]
fn every_law_has_its_text_of_today() {
    let Some(folder) = shared("") else { return };
    let mut documents: BTreeMap<LawKey, Vec<Document>> = BTreeMap::new();
    let mut acts = Vec::new();
    for file in walk(&[folder]).0 {
        if file.display_path.contains("/DLC/") {
            continue;
        }
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome
                && let Some(law) = &document.metadata.law
            {
                acts.extend(AmendingAct::of(&document));
                documents
                    .entry(law.key.clone())
                    .or_default()
                    .push(*document);
            }
        });
    }
    let today = day("2026-01-01");
    let (mut articles, mut laws, mut lost) = (0, 0, Vec::new());
    for (key, mut texts) in documents {
        texts.sort_by_key(|d| std::cmp::Reverse(d.metadata.law.as_ref().unwrap().version));
        let Some(law) = KnownLaw::with_acts(&key, &texts, &acts) else {
            continue;
        };
        laws += 1;
        let mut missing = 0;
        for version in law.current(today) {
            for (&article, text) in &version.articles {
                articles += 1;
                let wording = law.timeline.wording(article, today, today);
                let held = matches!(&wording, Wording::InForce { text: found, .. } if same_words(found, text))
                    || matches!(wording, Wording::Deleted(_) if is_deleted(text));
                missing += usize::from(!held);
            }
        }
        // Of some laws a newer text is known and not held.
        let newest = law
            .versions
            .iter()
            .filter_map(|version| version.passed)
            .max();
        let newer = commencement::all(&key)
            .iter()
            .any(|text| newest < Some(text.made));
        if missing > 0 && !newer {
            lost.push(format!("{key}: {missing}"));
        }
    }
    eprintln!("{articles} articles of {laws} laws; without a text of today: {lost:#?}");
    assert!(lost.len() * 100 <= laws, "{lost:#?}");
}
