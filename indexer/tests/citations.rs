//! The citation graph in the index: who cites an article, a law, a case.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{TestIndex, case, ids, law, sorted};
use leian_corpus::{CitedTarget, Document, EntryId, LawKey, Unit};
use leian_indexer::{CitedCounts, Filter, Snapshot};

fn article(law: &str, number: &str) -> CitedTarget {
    CitedTarget::Article(LawKey::of(law), number.parse().unwrap())
}

fn citing(snapshot: &Snapshot, target: CitedTarget) -> Vec<String> {
    let filter = Filter {
        cites: vec![target],
        ..Filter::default()
    };
    let found = snapshot.filter_only(&filter, true).unwrap();
    sorted(ids(snapshot, found.iter()))
}

fn numbered(id: &str, number: &str, text: &str) -> Document {
    let mut made = case(id, "某甲案", &[text]);
    made.metadata.number = Some(number.to_owned());
    made
}

/// A law in two versions whose second article moved none, a decree, three cases.
fn documents() -> Vec<Document> {
    let old = law(
        "云州灯塔法",
        "2010-01-01",
        &[("1", "甲。"), ("1-1", "违反本法第一条的。"), ("2", "丙。")],
    );
    let new = law(
        "云州灯塔法",
        "2020-01-01",
        &[
            ("1", "甲。"),
            ("1-1", "违反本法第一条的，乙。"),
            ("2", "丙。"),
        ],
    );
    let decree = law(
        "云州守塔办法",
        "2021-01-01",
        &[
            ("1", "根据《云州灯塔法》，制定本办法。"),
            ("2", "守塔人违反《云州灯塔法》第一条、第一条之一的，罚款。"),
        ],
    );
    let cases = [
        numbered(
            "a",
            "教例第1号",
            "依照《云州灯塔法》第一条，参照教例第2号。",
        ),
        numbered(
            "b",
            "教例第2号",
            "依照《云州灯塔法》（以下简称《塔法》）第二条；《塔法》第一条之一。",
        ),
        numbered("c", "教例第3号", "参照检例第9号、指导性案例第7号。"),
    ];
    [vec![old, new, decree.clone()], cases.to_vec()].concat()
}

#[test]
fn an_article_a_law_and_a_case_are_found_by_who_cites_them() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    let decree = documents()[2].id.clone();
    let article_of_decree = |number: &str| format!("{decree}.{number}");
    assert_eq!(
        citing(&snapshot, article("云州灯塔法", "1")),
        sorted(vec!["a".into(), article_of_decree("2")])
    );
    assert_eq!(
        citing(&snapshot, article("云州灯塔法", "1-1")),
        sorted(vec!["b".into(), article_of_decree("2")])
    );
    assert_eq!(citing(&snapshot, article("云州灯塔法", "2")), ["b"]);
    assert_eq!(
        citing(&snapshot, CitedTarget::Law(LawKey::of("云州灯塔法"))),
        sorted(vec![
            "a".into(),
            "b".into(),
            article_of_decree("1"),
            article_of_decree("2")
        ])
    );
    let case = |number: &str| CitedTarget::Case(number.to_owned());
    assert_eq!(citing(&snapshot, case("检例第９号")), ["c"]);
    assert_eq!(citing(&snapshot, case("指导案例7号")), ["c"]);
    assert!(citing(&snapshot, case("检例第90号")).is_empty());
    assert!(citing(&snapshot, article("云州灯塔法", "11")).is_empty());
}

#[test]
fn a_law_that_speaks_of_itself_is_counted_apart() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    let law = LawKey::of("云州灯塔法");
    let number = "1".parse().unwrap();
    assert_eq!(snapshot.citing_own(&law, number, true).unwrap().len(), 1);
    assert_eq!(snapshot.citing_own(&law, number, false).unwrap().len(), 2);
    let own = CitedTarget::Law(LawKey::of("云州守塔办法"));
    assert!(citing(&snapshot, own).is_empty());
}

#[test]
fn the_table_of_articles_says_what_look_ups_and_filters_say() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    let table = snapshot.articles().unwrap();
    let counts = |target: CitedTarget| {
        let filter = Filter {
            cites: vec![target],
            ..Filter::default()
        };
        let citing = snapshot.filter_only(&filter, true).unwrap();
        let cases = |&entry: &_| !snapshot.kind(entry).is_statute();
        let by_cases = citing.iter().filter(cases).count() as u32;
        CitedCounts {
            by_cases,
            by_statutes: citing.len() as u32 - by_cases,
        }
    };
    let mut articles = 0;
    for entry in snapshot
        .filter_only(&Filter::default(), false)
        .unwrap()
        .iter()
    {
        let stored = snapshot.entry(entry).unwrap();
        let (Some(law), Unit::Article { number, .. }) = (&stored.metadata.law, &stored.unit) else {
            assert_eq!(table.of(entry), None);
            continue;
        };
        articles += 1;
        let row = table.of(entry).unwrap();
        assert_eq!(
            (table.law(row.law).name.as_str(), row.number),
            (law.key.as_str(), *number)
        );
        assert_eq!(row.newest, snapshot.versions(entry)[0]);
        assert_eq!(
            row.cited,
            counts(CitedTarget::Article(law.key.clone(), *number))
        );
        assert_eq!(
            table.law(row.law).cited,
            counts(CitedTarget::Law(law.key.clone()))
        );
        assert!(row.words > 0);
    }
    assert_eq!(articles, 8);
}

#[test]
fn an_entry_names_the_newest_versions_of_what_it_cites() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    let entry = |id: &str| {
        snapshot
            .find(&EntryId::parse(id).unwrap())
            .unwrap()
            .unwrap()
    };
    let cited = snapshot.articles_cited_by(entry("b")).unwrap();
    let newest = documents()[1].id.clone();
    let expected = ["1-1", "2"].map(|number| format!("{newest}.{number}"));
    assert_eq!(sorted(ids(&snapshot, cited)), sorted(expected.to_vec()));
    assert!(snapshot.articles_cited_by(entry("c")).unwrap().is_empty());
}

#[test]
fn frequencies_and_the_facet_agree_with_what_is_found() {
    let index = TestIndex::of(&documents());
    let snapshot = index.snapshot();
    for (number, count) in [("1", 2), ("1-1", 2), ("2", 1), ("3", 0)] {
        let target = article("云州灯塔法", number);
        assert_eq!(snapshot.citing_frequency(&target).unwrap(), count);
    }
    let all = snapshot.filter_only(&Filter::default(), true).unwrap();
    let counted: Vec<(String, usize)> = snapshot
        .facets(&all)
        .unwrap()
        .cited_articles
        .into_iter()
        .map(|(law, number, count)| (format!("{law} {number}"), count))
        .collect();
    let expected = [
        ("云州灯塔法 1", 2),
        ("云州灯塔法 1-1", 2),
        ("云州灯塔法 2", 1),
    ];
    assert_eq!(
        counted,
        expected.map(|(name, count)| (name.to_owned(), count))
    );
    let filter = Filter {
        cites: vec![article("云州灯塔法", "2")],
        ..Filter::default()
    };
    let some = snapshot.filter_only(&filter, true).unwrap();
    let facet = snapshot.facets(&some).unwrap().cited_articles;
    assert_eq!(facet.len(), 2, "only what the set cites: {facet:?}");
}

#[test]
fn counts_hold_over_segments_and_forget_what_was_replaced() {
    let index = TestIndex::empty();
    for document in documents() {
        index.add(&[document]);
    }
    index.add(&[numbered("a", "教例第1号", "不再引用。")]);
    let snapshot = index.snapshot();
    assert_eq!(citing(&snapshot, article("云州灯塔法", "1")).len(), 1);
    let all = snapshot.filter_only(&Filter::default(), true).unwrap();
    let facet = snapshot.facets(&all).unwrap().cited_articles;
    let counts: Vec<usize> = facet.iter().map(|(_, _, count)| *count).collect();
    assert_eq!(counts, [2, 1, 1], "{facet:?}");
}
