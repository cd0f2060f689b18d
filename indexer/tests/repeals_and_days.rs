//! Texts that other texts end, and the day on which versions are in force.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::sync::{Arc, Mutex};

use common::{TestIndex, date, law, words};
use jiff::Timestamp;
use leian_corpus::clock::Clock;
use leian_corpus::{ArticleNumber, Facet, LawKey};
use leian_indexer::{Filter, LegalIndex};

const OLD: &str = "渡船管理暂行条例";
const NEW: &str = "中华人民共和国渡船法";

fn library() -> TestIndex {
    TestIndex::of(&[
        law(OLD, "1998-05-01", &[("1", "渡船应当登记")]),
        law(
            NEW,
            "2019-03-01",
            &[
                ("1", "渡船应当登记并年检"),
                (
                    "9",
                    "本法自2019年9月1日起施行。《渡船管理暂行条例》同时废止。",
                ),
            ],
        ),
    ])
}

fn validity(value: &str) -> Filter {
    Filter {
        known: vec![(Facet::Validity, vec![value.to_owned()])],
        ..Filter::default()
    }
}

#[test]
fn a_text_that_another_one_ends_is_repealed_everywhere() {
    let snapshot = library().snapshot();
    let id = snapshot.by_law(&LawKey::of(OLD)).remove(0);
    let end = snapshot.repeal(&id).unwrap().unwrap();
    assert_eq!(end.date, date("2019-09-01"));
    assert_eq!(end.act, NEW);
    assert!(end.source.contains("第九条"), "{}", end.source);
    let document = snapshot.document(&id).unwrap().unwrap();
    assert_eq!(document.metadata.status.as_deref(), Some("已废止"));
    let law = snapshot.known_law(&LawKey::of(OLD)).unwrap().unwrap();
    let on = |day: &str| {
        law.repeal(None, date(day))
            .filter(|end| end.date <= date(day))
    };
    assert!(on("2019-08-31").is_none() && on("2019-09-01").is_some());
}

#[test]
fn laws_that_are_read_at_once_are_those_that_are_read_one_by_one() {
    let library = library();
    let keys = [LawKey::of(OLD), LawKey::of(NEW), LawKey::of("无此法")];
    let at_once = library.snapshot();
    let wanted: Vec<&LawKey> = keys.iter().chain(&keys).collect();
    at_once.remember_laws(&wanted).unwrap();
    let one_by_one = library.snapshot();
    for key in &keys {
        let (one, other) = (at_once.known_law(key), one_by_one.known_law(key));
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(format!("{one:?}"), format!("{other:?}"), "{key}");
    }
}

#[test]
fn filters_and_counts_know_what_has_ended() {
    let snapshot = library().snapshot();
    let found = |filter: &Filter| {
        let hits = snapshot
            .lexical(&words("渡船登记"), filter, 10, true)
            .unwrap();
        hits.total
    };
    assert_eq!(found(&Filter::default()), 2);
    assert_eq!(found(&validity("repealed")), 1);
    assert_eq!(found(&validity("unstated")), 1);
    let hits = snapshot
        .lexical(&words("渡船登记"), &Filter::default(), 10, true)
        .unwrap();
    let facets = snapshot.facets(&hits.matches).unwrap();
    let counts = &facets.known[&Facet::Validity];
    assert!(counts.contains(&("repealed".to_owned(), 1)), "{counts:?}");
    assert!(counts.contains(&("unstated".to_owned(), 1)), "{counts:?}");
    let ended = snapshot.ended_entries().unwrap();
    let marked = hits.hits.iter().filter(|hit| ended.contains(hit.entry));
    assert_eq!(marked.count(), 1);
}

/// A server that runs past midnight in China serves the new day.
#[test]
fn a_view_ages_at_midnight_in_china() {
    let folder = tempfile::tempdir().unwrap();
    let now: Arc<Mutex<Timestamp>> = Arc::new(Mutex::new("2031-12-31T15:59:59Z".parse().unwrap()));
    let told = Arc::clone(&now);
    let clock = Clock::of(move || *told.lock().unwrap());
    let index = LegalIndex::open_or_create(&folder.path().join("index"))
        .unwrap()
        .with_clock(clock);
    let mut writer = index.writer().unwrap();
    for version in ["2020-01-01", "2032-01-01"] {
        writer
            .add_document(&law(NEW, version, &[("1", "渡船应当登记")]))
            .unwrap();
    }
    writer.commit().unwrap();
    let newest = |snapshot: &leian_indexer::Snapshot| {
        let entry = snapshot.by_article(&LawKey::of(NEW), ArticleNumber::new(1))[0];
        snapshot.entry(entry).unwrap().version_date()
    };
    let before = index.snapshot().unwrap();
    assert_eq!(before.today(), date("2031-12-31"));
    assert_eq!(newest(&before), Some(date("2020-01-01")));
    assert!(!index.is_stale(&before));
    *now.lock().unwrap() = "2031-12-31T16:00:00Z".parse().unwrap();
    assert!(index.is_stale(&before));
    let after = index.snapshot().unwrap();
    assert_eq!(newest(&after), Some(date("2032-01-01")));
    assert_eq!(before.laws_known_to(), Some(date("2020-01-01")));
    assert_eq!(after.laws_known_to(), Some(date("2032-01-01")));
}
