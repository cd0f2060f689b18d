//! Versions of one article, look-ups, filters and facets.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{TestIndex, case, date, found_with, ids, law, provenance, words};
use leian_corpus::{ArticleNumber, DocumentKind, LawKey};
use leian_indexer::{Filter, Snapshot, UnitKind};

const LAW: &str = "中华人民共和国试验法";

fn number(text: &str) -> ArticleNumber {
    text.parse().unwrap()
}

fn versions() -> TestIndex {
    let mut future = law(LAW, "2099-01-01", &[("5", "无人机应当登记，违者拘留")]);
    future.metadata.effective = Some(date("2099-06-01"));
    let mut other = case("case-1", "无人机登记案", &["无人机登记"]);
    other.metadata.number = Some("检例第79号".to_owned());
    other.metadata.date = Some(date("2021-05-01"));
    other.metadata.issuer = Some("某检察院".to_owned());
    other.kind = DocumentKind::SppGuidingCase;
    TestIndex::of(&[
        law(
            LAW,
            "2010-01-01",
            &[("5", "无人机应当登记，由民航局办理"), ("6", "旧条")],
        ),
        law(
            LAW,
            "2020-01-01",
            &[("5", "无人机应当登记"), ("5-1", "航模除外")],
        ),
        future,
        other,
    ])
}

fn versions_of(snapshot: &Snapshot) -> Vec<Option<String>> {
    let key = LawKey::of(LAW);
    let entries = snapshot.by_article(&key, number("5"));
    entries
        .into_iter()
        .map(|entry| {
            snapshot
                .entry(entry)
                .unwrap()
                .version_date()
                .map(|date| date.to_string())
        })
        .collect()
}

#[test]
fn newest_version_in_force_represents_the_article() {
    let test = versions();
    let snapshot = test.snapshot();
    let hits = snapshot
        .lexical(&words("无人机登记"), &Filter::default(), 10, true)
        .unwrap();
    assert_eq!(hits.total, 2);
    let article = hits
        .hits
        .iter()
        .find(|hit| snapshot.entry_id_str(hit.entry) != "case-1")
        .unwrap();
    let entry = snapshot.entry(article.entry).unwrap();
    assert_eq!(entry.version_date(), Some(date("2020-01-01")));
    assert!(snapshot.is_newest(article.entry));
    assert_eq!(snapshot.versions(article.entry).len(), 3);
    let all = snapshot
        .lexical(&words("无人机登记"), &Filter::default(), 10, false)
        .unwrap();
    assert_eq!(all.total, 4);
    // Of the versions that match, not of all: only the old one knows the 民航局.
    let old = snapshot
        .lexical(&words("民航局办理"), &Filter::default(), 10, true)
        .unwrap();
    assert_eq!(old.total, 1);
    let entry = snapshot.entry(old.hits[0].entry).unwrap();
    assert_eq!(entry.version_date(), Some(date("2010-01-01")));
    assert!(!snapshot.is_newest(old.hits[0].entry));
}

#[test]
fn look_ups_give_the_newest_in_force_first() {
    let test = versions();
    let snapshot = test.snapshot();
    let expected = ["2020-01-01", "2010-01-01", "2099-01-01"].map(|date| Some(date.to_owned()));
    assert_eq!(versions_of(&snapshot), expected);
    let key = LawKey::of("试验法");
    assert_eq!(snapshot.by_article(&key, number("5-1")).len(), 1);
    assert_eq!(snapshot.by_article(&key, number("7")).len(), 0);
    assert_eq!(
        snapshot
            .by_article(&LawKey::of("无此法"), number("5"))
            .len(),
        0
    );
    assert_eq!(snapshot.by_law(&key).len(), 3);
    for spelling in ["检例第79号", "检例第７９号", " 检例 第79号"] {
        assert_eq!(ids(&snapshot, snapshot.by_number(spelling)), ["case-1"]);
    }
    assert!(snapshot.by_number("检例第7号").is_empty());
}

#[test]
fn matches_of_two_searches_unite_by_article() {
    let test = versions();
    let snapshot = test.snapshot();
    let old = snapshot
        .lexical(&words("民航局办理"), &Filter::default(), 10, true)
        .unwrap();
    let new = snapshot.by_article(&LawKey::of(LAW), number("5"))[0];
    let mut union = old.matches.clone();
    assert_eq!(union.representative(new), Some(old.hits[0].entry));
    assert!(!union.insert(new));
    assert_eq!(union.len(), 1);
    assert!(union.contains(new) && !union.contains(old.hits[0].entry));
    union.union(&old.matches);
    assert_eq!((union.len(), union.contains(new)), (1, true));
}

#[test]
fn filters_meet_every_condition() {
    let test = versions();
    let snapshot = test.snapshot();
    let count = |filter: Filter| {
        let all = snapshot.filter_only(&filter, false).unwrap().len();
        assert_eq!(
            found_with(&snapshot, &words("无人机登记"), &filter, false)
                .len()
                .min(all),
            { found_with(&snapshot, &words("无人机登记"), &filter, false).len() }
        );
        all
    };
    let none = Filter::default;
    assert_eq!(count(none()), 6);
    assert_eq!(
        count(Filter {
            kinds: vec![DocumentKind::Law],
            ..none()
        }),
        5
    );
    assert_eq!(
        count(Filter {
            exclude_kinds: vec![DocumentKind::Law],
            ..none()
        }),
        1
    );
    assert_eq!(
        count(Filter {
            units: vec![UnitKind::Article],
            ..none()
        }),
        5
    );
    assert_eq!(
        count(Filter {
            issuers: vec!["某检察院".into()],
            ..none()
        }),
        1
    );
    assert_eq!(
        count(Filter {
            issuers: vec!["检察院".into()],
            ..none()
        }),
        0
    );
    assert_eq!(
        count(Filter {
            numbers: vec!["检例第７９号".into()],
            ..none()
        }),
        1
    );
    assert_eq!(
        count(Filter {
            laws: vec![LawKey::of(LAW)],
            ..none()
        }),
        5
    );
    assert_eq!(
        count(Filter {
            folders: vec!["cases".into()],
            ..none()
        }),
        1
    );
    assert_eq!(
        count(Filter {
            exclude_folders: vec!["laws/".into()],
            ..none()
        }),
        1
    );
    assert_eq!(
        count(Filter {
            date_from: Some(date("2020-01-01")),
            ..none()
        }),
        4
    );
    let one_day = date("2021-05-01");
    let filter = Filter {
        date_from: Some(one_day),
        date_to: Some(one_day),
        ..none()
    };
    assert_eq!(count(filter), 1);
    let both = Filter {
        kinds: vec![DocumentKind::Law],
        numbers: vec!["检例第79号".into()],
        ..none()
    };
    assert_eq!(count(both), 0);
}

#[test]
fn filter_decides_which_version_represents() {
    let test = versions();
    let snapshot = test.snapshot();
    let filter = Filter {
        date_to: Some(date("2015-01-01")),
        ..Filter::default()
    };
    assert_eq!(snapshot.filter_only(&filter, true).unwrap().len(), 2);
    let hits = snapshot
        .lexical(&words("无人机登记"), &filter, 10, true)
        .unwrap();
    assert_eq!(hits.total, 1);
}

#[test]
fn facets_count_exactly_the_result_set() {
    let test = versions();
    let snapshot = test.snapshot();
    let hits = snapshot
        .lexical(&words("无人机登记"), &Filter::default(), 1, true)
        .unwrap();
    assert_eq!(hits.hits.len(), 1);
    let facets = snapshot.facets(&hits.matches).unwrap();
    assert_eq!(
        facets.kinds,
        [(DocumentKind::Law, 1), (DocumentKind::SppGuidingCase, 1)]
    );
    assert_eq!(
        facets.issuers,
        [("某会议".to_owned(), 1), ("某检察院".to_owned(), 1)].map(|(name, count)| {
            (
                if name == "某会议" {
                    "某某会议".to_owned()
                } else {
                    name
                },
                count,
            )
        })
    );
    assert_eq!(facets.years, [(2021, 1), (2020, 1)]);
    let none = snapshot.facets(&snapshot.empty_set(true)).unwrap();
    assert_eq!(none, leian_indexer::Facets::default());
}

#[test]
fn amended_text_of_one_source_stands_behind_the_valid_one_of_another() {
    let mut stale = law(LAW, "2023-01-01", &[("5", "登记")]);
    stale.metadata.status = Some("已被修改".to_owned());
    stale.provenance = provenance("other/x.db");
    let mut valid = law(LAW, "2021-01-01", &[("5", "登记")]);
    valid.metadata.status = Some("现行有效".to_owned());
    let test = TestIndex::of(&[stale, valid]);
    let expected = ["2021-01-01", "2023-01-01"].map(|date| Some(date.to_owned()));
    assert_eq!(versions_of(&test.snapshot()), expected);
}

#[test]
fn statistics_count_what_is_there() {
    let stats = versions().snapshot().stats().clone();
    assert_eq!((stats.documents, stats.entries), (4, 6));
    assert_eq!(
        stats.by_kind,
        [(DocumentKind::Law, 3), (DocumentKind::SppGuidingCase, 1)]
    );
    assert_eq!(
        stats.entries_by_kind,
        [(DocumentKind::Law, 5), (DocumentKind::SppGuidingCase, 1)]
    );
    assert_eq!(stats.newest_date, Some(date("2099-01-01")));
    assert_eq!(
        (stats.passages, stats.vectors, stats.vectors_missing),
        (6, 0, 6)
    );
}
