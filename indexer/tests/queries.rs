//! Words, phrases and their combinations, against a naive scan.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use common::{TestIndex, case, found, law, not, phrase, sorted, words};
use leian_corpus::{Document, Entry, Unit};
use leian_indexer::{Filter, QueryNode, Snapshot, Synonym};
use proptest::prelude::*;

fn library() -> TestIndex {
    TestIndex::of(&[
        case(
            "case-1",
            "拒不执行判决、裁定罪一案",
            &[
                "被执行人拒不执行判决、裁定，情节严重。",
                "要\u{2002}旨：金额５０００元👍完",
            ],
        ),
        case(
            "case-2",
            "掩饰、隐瞒犯罪所得罪一案",
            &["收购赃车", "构成掩饰、隐瞒犯罪所得罪"],
        ),
        case(
            "case-3",
            "危险驾驶案",
            &["依照刑法第一百三十三条之一判处拘役", "醉酒驾驶机动车"],
        ),
        case(
            "case-4",
            "交通肇事案",
            &["依照刑法第一百三十三条判处有期徒刑", "肇事后逃逸"],
        ),
        case("case-5", "人民法院执行案", &["由人民法院适用法律"]),
        case("case-6", "银行案", &["中国农业发展银行测试工具箱待处理"]),
        law(
            "中华人民共和国试验法",
            "2020-01-01",
            &[("133", "甲乙丙"), ("133-1", "丁戊己\n庚辛壬")],
        ),
    ])
}

#[track_caller]
fn check(snapshot: &Snapshot, query: &QueryNode, expected: &[&str]) {
    let cases: Vec<String> = sorted(found(snapshot, query))
        .into_iter()
        .filter(|id| id.starts_with("case"))
        .collect();
    assert_eq!(cases, expected, "{query:?}");
}

#[test]
fn phrases_find_exactly_their_characters() {
    let snapshot = library().snapshot();
    check(&snapshot, &phrase("拒不执行判决、裁定罪"), &["case-1"]);
    check(&snapshot, &phrase("判决裁定"), &[]);
    check(&snapshot, &phrase("掩饰、隐瞒犯罪所得罪"), &["case-2"]);
    check(&snapshot, &phrase("第一百三十三条"), &["case-3", "case-4"]);
    check(&snapshot, &phrase("第一百三十三条之一"), &["case-3"]);
    check(&snapshot, &phrase("要旨:金额5000元"), &["case-1"]);
    check(
        &snapshot,
        &phrase("要 旨：金额 ５０００ 元👍完"),
        &["case-1"],
    );
    check(&snapshot, &phrase("👍"), &["case-1"]);
    check(&snapshot, &phrase("罪"), &["case-1", "case-2"]);
    check(&snapshot, &phrase("完"), &["case-1"]);
    check(&snapshot, &phrase("，"), &["case-1"]);
    check(&snapshot, &phrase("车"), &["case-2", "case-3"]);
    check(&snapshot, &phrase(" \u{3000}"), &[]);
    check(&snapshot, &phrase("没有的话"), &[]);
}

#[test]
fn phrase_does_not_go_from_one_section_into_the_next() {
    let snapshot = library().snapshot();
    check(&snapshot, &phrase("收购赃车构成"), &[]);
    check(&snapshot, &phrase("车构"), &[]);
    check(&snapshot, &phrase("一案收购"), &[]);
    // The number of an article and its text are one, and so are its paragraphs.
    let with_number = found(&snapshot, &phrase("第一百三十三条之一 丁戊己庚辛"));
    assert_eq!(with_number.len(), 1);
}

#[test]
fn words_find_words_and_what_they_are_part_of() {
    let snapshot = library().snapshot();
    check(&snapshot, &words("处理"), &["case-6"]);
    check(&snapshot, &words("农业"), &["case-6"]);
    check(&snapshot, &words("工具"), &["case-6"]);
    check(&snapshot, &words("民法"), &[]);
    check(&snapshot, &words("用法"), &[]);
    check(&snapshot, &words("法院"), &["case-5"]);
    check(&snapshot, &words("第133条之一"), &["case-3"]);
    check(&snapshot, &words("第一百三十三条"), &["case-4"]);
    check(&snapshot, &words("刑法第１３３条"), &["case-4"]);
    check(&snapshot, &words("罪"), &["case-1", "case-2"]);
    check(&snapshot, &words("，。！"), &[]);
    check(&snapshot, &words(""), &[]);
}

#[test]
fn short_queries_need_their_words() {
    let snapshot = library().snapshot();
    check(&snapshot, &words("醉酒 逃逸"), &[]);
    check(&snapshot, &words("肇事 逃逸"), &["case-4"]);
}

#[test]
fn parts_are_combined() {
    let snapshot = library().snapshot();
    let cases = ["case-1", "case-2", "case-3", "case-4", "case-5", "case-6"];
    check(&snapshot, &not(phrase("罪")), &cases[2..]);
    check(
        &snapshot,
        &QueryNode::All(vec![not(phrase("罪")), not(words("刑法"))]),
        &cases[4..],
    );
    check(
        &snapshot,
        &QueryNode::All(vec![words("刑法"), not(words("醉酒"))]),
        &["case-4"],
    );
    check(
        &snapshot,
        &QueryNode::Any(vec![phrase("赃车"), words("醉酒")]),
        &["case-2", "case-3"],
    );
    check(
        &snapshot,
        &QueryNode::All(vec![words("、"), words("醉酒")]),
        &["case-3"],
    );
    check(&snapshot, &QueryNode::All(vec![]), &[]);
    check(&snapshot, &not(not(words("醉酒"))), &["case-3"]);
    check(&snapshot, &not(words("，")), &[]);
}

#[test]
fn query_of_any_size_and_depth_is_answered_or_refused() {
    let snapshot = library().snapshot();
    let long = "醉酒驾驶机动车，判处拘役。".repeat(8_000);
    check(&snapshot, &phrase(&long), &[]);
    let hits = snapshot
        .lexical(&words(&long), &Filter::default(), 10, true)
        .unwrap();
    assert_eq!(hits.total, 1);
    let mut deep = words("醉酒");
    for _ in 0..1_000 {
        deep = not(deep);
    }
    assert!(
        snapshot
            .lexical(&deep, &Filter::default(), 10, true)
            .is_err()
    );
    assert!(leian_indexer::highlights("醉酒", &deep).is_empty());
}

#[test]
fn phrase_longer_than_what_is_looked_up_is_compared_to_its_end() {
    let text: String = (0..600)
        .filter_map(|at| char::from_u32(0x4e00 + at * 7))
        .collect();
    let other = format!("{}{}", text.chars().take(500).collect::<String>(), "异文");
    let test = TestIndex::of(&[
        case("case-1", "甲", &[&text]),
        case("case-2", "乙", &[&other]),
    ]);
    let snapshot = test.snapshot();
    let common: String = text.chars().take(400).collect();
    check(&snapshot, &phrase(&common), &["case-1", "case-2"]);
    check(&snapshot, &phrase(&text), &["case-1"]);
}

#[test]
fn limit_cuts_the_list_and_not_the_total_and_ties_go_by_id() {
    let documents: Vec<Document> = (0..20)
        .rev()
        .map(|id| case(&format!("case-{id:02}"), "案", &["盗窃财物"]))
        .collect();
    let test = TestIndex::empty();
    documents.chunks(7).for_each(|few| test.add(few));
    let snapshot = test.snapshot();
    let expected: Vec<String> = (0..20).map(|id| format!("case-{id:02}")).collect();
    for limit in [0, 1, 7, 20, 50] {
        let hits = snapshot
            .lexical(&words("盗窃"), &Filter::default(), limit, true)
            .unwrap();
        assert_eq!(hits.total, 20);
        let ids = common::ids(&snapshot, hits.hits.iter().map(|hit| hit.entry));
        assert_eq!(ids, expected[..limit.min(20)]);
    }
}

/// What the index should do, done by reading everything.
mod naive {
    use super::*;

    fn fold(text: &str) -> String {
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| match c {
                '（' => '(',
                '）' => ')',
                '，' => ',',
                '０' => '0',
                other => other.to_ascii_lowercase(),
            })
            .collect()
    }

    pub fn has(entry: &Entry, query: &QueryNode) -> bool {
        match query {
            QueryNode::Phrase(text) => {
                let label = match &entry.unit {
                    Unit::Article { label, .. } => label.as_str(),
                    _ => "",
                };
                let mut pieces = vec![entry.title()];
                pieces.extend(
                    entry
                        .sections
                        .iter()
                        .map(|section| format!("{label}{}", section.text)),
                );
                pieces.iter().any(|piece| fold(piece).contains(&fold(text)))
            }
            QueryNode::All(parts) => parts.iter().all(|part| has(entry, part)),
            QueryNode::Any(parts) => parts.iter().any(|part| has(entry, part)),
            QueryNode::Not(inner) => !has(entry, inner),
            QueryNode::Words(_) | QueryNode::Expanded { .. } => unreachable!("phrases only"),
        }
    }
}

fn text() -> impl Strategy<Value = String> {
    // Few characters, so that pieces repeat and overlap.
    "[甲乙丙、（，0０Aa \u{2002}👍]{0,24}"
}

fn query() -> impl Strategy<Value = QueryNode> {
    let leaf = "[甲乙丙、(（，0a👍]{1,7}".prop_map(|text| phrase(&text));
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(QueryNode::All),
            prop::collection::vec(inner.clone(), 1..3).prop_map(QueryNode::Any),
            inner.prop_map(not),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn index_finds_what_a_naive_scan_finds(
        cases in prop::collection::vec((text(), text()), 1..8),
        versions in prop::collection::vec((1990i16..2020, text(), text()), 0..4),
        queries in prop::collection::vec(query(), 12),
        piece in (0usize..8, 0usize..24, 1usize..12),
    ) {
        let mut documents: Vec<Document> = cases.iter().enumerate().map(|(id, (a, b))| {
            case(&format!("case-{id}"), "题", &[a, b])
        }).collect();
        for (year, first, second) in &versions {
            let version = format!("{year}-01-01");
            documents.push(law("中华人民共和国某法", &version, &[("1", first), ("1-1", second)]));
        }
        let test = TestIndex::empty();
        documents.chunks(3).for_each(|few| test.add(few));
        let snapshot = test.snapshot();

        // The last of equal ids is the one that stays.
        let mut entries = std::collections::BTreeMap::new();
        for document in &documents {
            for entry in document.entries() {
                entries.insert(entry.id.to_string(), entry);
            }
        }
        let mut queries = queries;
        // A piece of a text that is there must be found.
        let source: Vec<char> = cases[piece.0 % cases.len()].0.chars().collect();
        let piece: String = source.iter().skip(piece.1.min(source.len())).take(piece.2).collect();
        if piece.chars().any(|c| !c.is_whitespace()) {
            queries.push(phrase(&piece));
        }
        for query in &queries {
            let expected: Vec<&Entry> = entries.values().filter(|entry| naive::has(entry, query)).collect();
            let all: Vec<String> = expected.iter().map(|entry| entry.id.to_string()).collect();
            let got = common::found_with(&snapshot, query, &Filter::default(), false);
            prop_assert_eq!(sorted(got), all);

            let mut newest = std::collections::BTreeMap::new();
            for entry in &expected {
                let best = newest.entry(entry.group_key()).or_insert(*entry);
                if entry.version_date() > best.version_date() {
                    *best = entry;
                }
            }
            let collapsed: Vec<String> = newest.values().map(|entry| entry.id.to_string()).collect();
            let hits = snapshot.lexical(query, &Filter::default(), 100, true).unwrap();
            prop_assert_eq!(hits.total, collapsed.len());
            let got = common::ids(&snapshot, hits.matches.iter());
            prop_assert_eq!(sorted(got), sorted(collapsed));

            let facets = snapshot.facets(&hits.matches).unwrap();
            let kinds: usize = facets.kinds.iter().map(|(_, count)| count).sum();
            prop_assert_eq!(kinds, hits.total);
            let years: usize = facets.years.iter().map(|(_, count)| count).sum();
            let dated = newest.values().filter(|entry| entry.version_date().is_some()).count();
            prop_assert_eq!(years, dated);
        }
    }
}

fn expanded(text: &str, synonyms: &[(&str, &str)]) -> QueryNode {
    let synonyms = synonyms.iter().map(|(replaces, phrase)| Synonym {
        replaces: (*replaces).to_owned(),
        phrase: (*phrase).to_owned(),
    });
    QueryNode::Expanded {
        text: text.to_owned(),
        synonyms: synonyms.collect(),
    }
}

#[test]
fn a_synonym_counts_as_the_word_it_stands_for() {
    let snapshot = library().snapshot();
    check(&snapshot, &words("醉驾 拘役"), &[]);
    let drunk = [("醉驾", "醉酒驾驶机动车")];
    check(&snapshot, &expanded("醉驾 拘役", &drunk), &["case-3"]);
    check(&snapshot, &expanded("醉驾", &drunk), &["case-3"]);
    // A phrase, not its words; and nothing when its word is not in the text.
    check(&snapshot, &expanded("醉驾", &[("醉驾", "驾驶醉酒")]), &[]);
    check(&snapshot, &expanded("盗窃", &drunk), &[]);
}

#[test]
fn a_typed_word_weighs_more_than_a_synonym() {
    let snapshot = TestIndex::of(&[
        case("case-1", "甲", &["醉驾一案"]),
        case("case-2", "乙", &["酒驾一案"]),
    ])
    .snapshot();
    let query = expanded("酒驾", &[("酒驾", "醉驾")]);
    let hits = snapshot
        .lexical(&query, &Filter::default(), 10, true)
        .unwrap();
    let ids: Vec<&str> = hits
        .hits
        .iter()
        .map(|hit| snapshot.entry_id_str(hit.entry))
        .collect();
    assert_eq!(ids, ["case-2", "case-1"]);
    assert_eq!(leian_indexer::highlights("先醉驾后酒驾", &query).len(), 2);
}

proptest! {
    #[test]
    fn synonyms_lower_no_score(text in "[拒执判决裁定罪醉酒驾驶肇事逃逸 ]{1,8}", phrase in "[醉酒驾驶拘役]{2,3}") {
        let snapshot = library().snapshot();
        let all = |query: &QueryNode| {
            let found = snapshot.lexical(query, &Filter::default(), 100, true).unwrap();
            let scored = found.hits.iter().map(|hit| (snapshot.entry_id_str(hit.entry).to_owned(), hit.score));
            scored.collect::<std::collections::BTreeMap<_, _>>()
        };
        let plain = all(&words(&text));
        prop_assert_eq!(&all(&expanded(&text, &[])), &plain);
        let more = all(&expanded(&text, &[(text.trim(), &phrase)]));
        // A synonym gives weight to a word that no text has, so that of several words an
        // entry with neither may fall short. What stays never loses.
        for (id, score) in &plain {
            prop_assert!(more.get(id).is_none_or(|now| now >= score), "{} {} {:?}", id, score, more);
        }
    }
}
