//! What is known about documents in the index: filters and counts.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{TestIndex, case, ids, law, sorted, words};
use leian_corpus::{Document, DocumentKind, Facet};
use leian_indexer::{Filter, Snapshot};

fn charged(id: &str, title: &str, text: &str) -> Document {
    let mut made = case(id, title, &["要点。", text]);
    made.kind = DocumentKind::SppGuidingCase;
    made
}

fn documents() -> Vec<Document> {
    let place = |name: &str| format!("灯。{name}人民检察院提起公诉。");
    vec![
        charged("a", "某甲盗窃案", &place("湖北省武汉市某区")),
        charged("b", "某乙盗窃、诈骗案", &place("湖北省")),
        charged("c", "某丙诈骗案", &place("江苏省苏州市")),
        law("灯塔法", "2020-01-01", &[("1", "灯。"), ("2", "灯。")]),
    ]
}

fn known(facet: Facet, values: &[&str]) -> (Facet, Vec<String>) {
    (
        facet,
        values.iter().map(|&value| value.to_owned()).collect(),
    )
}

fn passing(snapshot: &Snapshot, filter: Vec<(Facet, Vec<String>)>) -> Vec<String> {
    let filter = Filter {
        known: filter,
        ..Filter::default()
    };
    let by_filter = snapshot.filter_only(&filter, true).unwrap();
    let by_words = snapshot.lexical(&words("灯"), &filter, 10, true).unwrap();
    let found = sorted(ids(snapshot, by_filter.iter()));
    assert_eq!(sorted(ids(snapshot, by_words.matches.iter())), found);
    found
}

#[test]
fn values_of_one_facet_are_alternatives_and_facets_must_all_hold() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    let theft = known(Facet::Charge, &["盗窃罪"]);
    let both = known(Facet::Charge, &["盗窃罪", "诈骗罪"]);
    let hubei = known(Facet::Region, &["42"]);
    assert_eq!(passing(&snapshot, vec![theft.clone()]), ["a", "b"]);
    assert_eq!(passing(&snapshot, vec![both]), ["a", "b", "c"]);
    assert_eq!(passing(&snapshot, vec![theft.clone(), hubei]), ["a", "b"]);
    let level = known(Facet::Level, &["provincial_procuratorate"]);
    assert_eq!(passing(&snapshot, vec![theft.clone(), level]), ["b"]);
    let rank = known(Facet::Rank, &["law"]);
    assert_eq!(passing(&snapshot, vec![rank.clone()]).len(), 2);
    assert!(passing(&snapshot, vec![theft, rank]).is_empty());
}

#[test]
fn counts_are_those_of_the_result_set_over_segments() {
    let index = TestIndex::empty();
    for document in documents() {
        index.add(&[document]);
    }
    let snapshot = index.snapshot();
    let filter = Filter {
        known: vec![known(Facet::Region, &["42"])],
        ..Filter::default()
    };
    let found = snapshot.lexical(&words("灯"), &filter, 10, true).unwrap();
    let facets = snapshot.facets(&found.matches).unwrap().known;
    let counts = [("盗窃罪".to_owned(), 2), ("诈骗罪".to_owned(), 1)];
    assert_eq!(facets[&Facet::Charge], counts);
    assert_eq!(facets[&Facet::Region], [("42".to_owned(), 2)]);
    assert!(!facets.contains_key(&Facet::Rank), "{facets:?}");
    for (facet, values) in &facets {
        for (value, count) in values {
            let narrowed = vec![known(Facet::Region, &["42"]), known(*facet, &[value])];
            assert_eq!(passing(&snapshot, narrowed).len(), *count, "{value}");
        }
    }
}
