//! Searching: reasons, spans, filters, pages, jumps.

use std::collections::{BTreeMap, BTreeSet};

use leian_tests::{TestLibrary, texts};
use serde_json::json;

use super::{Api, check_refusal, encoded, ids, list};

#[test]
fn each_mode_gives_the_reasons_of_its_retrievers() {
    let api = Api::of_cited();
    for (mode, lexical, semantic) in [
        ("lexical", true, false),
        ("semantic", false, true),
        ("hybrid", true, true),
    ] {
        let answer = api.search("擅自熄灭塔灯", &format!("&mode={mode}"));
        assert_eq!(
            (&answer["mode"], &answer["mode_used"]),
            (&json!(mode), &json!(mode))
        );
        let totals = &answer["totals"];
        assert_eq!(totals["lexical"].is_u64(), lexical, "{totals}");
        assert_eq!(totals["semantic"].is_u64(), semantic, "{totals}");
        assert_eq!(answer["coverage"].is_object(), semantic);
        let hits = list(&answer["hits"]);
        assert!(!hits.is_empty(), "{mode}");
        for (place, hit) in hits.iter().enumerate() {
            assert_eq!(hit["rank"], place + 1);
            let reasons = &hit["reasons"];
            assert!(lexical || reasons["lexical"].is_null(), "{mode}: {reasons}");
            assert!(
                semantic || reasons["semantic"].is_null(),
                "{mode}: {reasons}"
            );
            let named = [&reasons["lexical"], &reasons["semantic"]];
            assert!(named.iter().any(|place| place.is_object()), "{reasons}");
            assert!(reasons["fused_score"].is_f64());
        }
    }
}

#[test]
fn ranks_and_scores_agree_with_each_other_and_with_the_totals() {
    let api = Api::of_cited();
    let answer = api.search("擅自熄灭塔灯", "&per_page=100");
    let hits = list(&answer["hits"]);
    assert_eq!(answer["total"], hits.len());
    for retriever in ["lexical", "semantic"] {
        // Rank → score; a rank is given once, and scores fall with it.
        let listed: BTreeMap<u64, f64> = hits
            .iter()
            .filter_map(|hit| {
                let place = &hit["reasons"][retriever];
                Some((place["rank"].as_u64()?, place["score"].as_f64()?))
            })
            .collect();
        assert_eq!(answer["totals"][retriever], listed.len(), "{retriever}");
        assert_eq!(
            listed.keys().copied().collect::<Vec<_>>(),
            (1..=listed.len() as u64).collect::<Vec<_>>()
        );
        assert!(
            listed
                .values()
                .collect::<Vec<_>>()
                .is_sorted_by(|a, b| a >= b),
            "{listed:?}"
        );
    }
    let fused = hits
        .iter()
        .map(|hit| hit["reasons"]["fused_score"].as_f64().unwrap());
    assert!(fused.collect::<Vec<_>>().is_sorted_by(|a, b| a >= b));
    let both = hits.iter().filter(|hit| {
        hit["reasons"]["lexical"].is_object() && hit["reasons"]["semantic"].is_object()
    });
    let number = |name: &str| answer["totals"][name].as_u64().unwrap() as usize;
    assert_eq!(
        number("lexical") + number("semantic") - both.count(),
        hits.len()
    );
}

#[test]
fn spans_name_the_matching_characters_in_bytes_and_in_characters() {
    let api = Api::of_cited();
    let answer = api.search("塔灯 罚款", "&mode=lexical");
    let mut seen = BTreeSet::new();
    for hit in list(&answer["hits"]) {
        let document = api.document(hit["document_id"].as_str().unwrap());
        for highlight in list(&hit["highlights"]) {
            let section = highlight["section"].as_u64().unwrap() as usize;
            let text = match document["body"]["type"].as_str().unwrap() {
                "sections" => &document["body"]["sections"][section]["text"],
                _ => list(&document["body"]["blocks"])
                    .iter()
                    .find(|block| block["entry_id"] == hit["id"])
                    .map(|block| &block["text"])
                    .unwrap(),
            };
            let text = text.as_str().unwrap();
            for span in list(&highlight["spans"]) {
                let at = |unit: &str, end: usize| span[unit][end].as_u64().unwrap() as usize;
                let word = &text[at("byte_range", 0)..at("byte_range", 1)];
                let (start, end) = (at("char_range", 0), at("char_range", 1));
                let chars: String = text.chars().skip(start).take(end - start).collect();
                assert_eq!(word, chars);
                seen.insert(word.to_owned());
            }
        }
    }
    assert_eq!(seen, BTreeSet::from(["塔灯".to_owned(), "罚款".to_owned()]));
}

#[test]
fn a_filter_narrows_to_the_count_of_its_facet() {
    let api = Api::of_cited();
    let all = api.search("灯", "&mode=lexical");
    let facets = &all["facets"];
    assert!(list(&facets["kinds"]).len() >= 3, "{facets}");
    for (name, facet) in [("kind", "kinds"), ("issuer", "issuers")] {
        for value in list(&facets[facet]) {
            let chosen = encoded(value["value"].as_str().unwrap());
            let one = api.search("灯", &format!("&mode=lexical&{name}={chosen}"));
            assert_eq!(one["total"], value["count"], "{value}");
        }
    }
    for year in list(&facets["years"]) {
        let of = &year["year"];
        let one = api.search("灯", &format!("&mode=lexical&from={of}&to={of}"));
        assert_eq!(one["total"], year["count"], "{year}");
    }
}

#[test]
fn facets_count_exactly_the_result_set() {
    let api = Api::of_cited();
    for mode in ["lexical", "semantic", "hybrid"] {
        let answer = api.search("塔灯", &format!("&mode={mode}&per_page=100"));
        let mut counted: BTreeMap<&str, u64> = BTreeMap::new();
        for hit in list(&answer["hits"]) {
            *counted
                .entry(hit["kind"]["code"].as_str().unwrap())
                .or_default() += 1;
        }
        let told: BTreeMap<&str, u64> = list(&answer["facets"]["kinds"])
            .iter()
            .map(|kind| {
                (
                    kind["value"].as_str().unwrap(),
                    kind["count"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(told, counted, "{mode}");
        assert_eq!(answer["total"], told.values().sum::<u64>(), "{mode}");
    }
}

#[test]
fn filters_by_number_law_and_version_find_what_they_name() {
    let api = Api::of_cited();
    let one = api.search(
        "航标灯",
        &format!("&mode=lexical&number={}", encoded("检例901")),
    );
    assert_eq!(ids(&one), ["spp-901"]);
    let of_law = api.search("灯", &format!("&mode=lexical&law={}", encoded("刑法")));
    assert!(of_law["total"].as_u64().unwrap() > 0);
    for hit in list(&of_law["hits"]) {
        assert_eq!(hit["metadata"]["law"]["key"], "刑法");
        assert_eq!(list(&hit["versions"]).len(), 2);
        assert_eq!(
            hit["metadata"]["law"]["version"], "2023-12-29",
            "the newest"
        );
    }
    let all = api.search(
        "灯",
        &format!("&mode=lexical&versions=all&law={}", encoded("刑法")),
    );
    assert_eq!(
        all["total"].as_u64().unwrap(),
        2 * of_law["total"].as_u64().unwrap()
    );
    // A sentence of the old version alone is still found.
    let old = api.search("“航标灯三盏”", "&mode=lexical");
    assert_eq!(old["hits"][0]["newest"], false, "{old}");
}

#[test]
fn pages_hold_every_entry_once() {
    let library = TestLibrary::without_model();
    texts::write_many(&library.sources(), 1, 25);
    library.import();
    let api = Api::of(library);
    let mut seen = BTreeSet::new();
    for (page, hits) in [(1, 10), (2, 10), (3, 5), (4, 0), (1_000_000, 0)] {
        let answer = api.search("守护事项", &format!("&page={page}"));
        assert_eq!(answer["total"], 25, "also past the end");
        assert_eq!(
            (&answer["page"], &answer["pages"]),
            (&json!(page), &json!(3))
        );
        assert_eq!(ids(&answer).len(), hits, "page {page}");
        seen.extend(ids(&answer).into_iter().map(str::to_owned));
    }
    assert_eq!(seen.len(), 25);
    let large = api.search("守护事项", "&per_page=100");
    assert_eq!(ids(&large).len(), 25);
}

#[test]
fn jumps_come_first_and_are_told() {
    let api = Api::of_cited();
    let newest = api.article("刑法", "264").1["document_id"].clone();
    let newest = newest.as_str().unwrap();
    for (typed, id, name) in [
        ("检例第901号", "spp-901".to_owned(), "检例第901号"),
        ("刑法第264条", format!("{newest}.264"), "刑法"),
        (
            "《刑法》第一百三十三条之一",
            format!("{newest}.133-1"),
            "刑法",
        ),
    ] {
        let answer = api.search(typed, "");
        let first = &answer["hits"][0];
        assert_eq!(first["id"], id.as_str(), "{typed}");
        assert_eq!(first["reasons"]["jump"], true);
        let jump = &answer["understood"]["jumps"][0];
        assert_eq!(
            (&jump["found"], &jump["entry_id"]),
            (&json!(true), &json!(id))
        );
        assert!(jump["name"].as_str().unwrap().contains(name), "{jump}");
    }
    let missing = api.search("检例第902号", "");
    assert_eq!(missing["understood"]["jumps"][0]["found"], false);
    assert!(
        list(&missing["hits"])
            .iter()
            .all(|hit| hit["reasons"]["jump"] == false)
    );
}

#[test]
fn without_a_model_meaning_is_refused_and_words_are_searched() {
    let library = TestLibrary::without_model();
    library.write_cited();
    library.import();
    let api = Api::of(library);
    assert_eq!(api.ok("/healthz", "/healthz")["model"]["state"], "absent");
    let answer = api.search("塔灯", "");
    assert_eq!(
        (&answer["mode"], &answer["mode_used"]),
        (&json!("hybrid"), &json!("lexical"))
    );
    assert!(answer["totals"]["semantic"].is_null());
    assert!(answer["total"].as_u64().unwrap() > 0);
    assert!(
        !list(&answer["understood"]["notes"]).is_empty(),
        "it is told"
    );
    let address = format!("/api/v1/search?q={}&mode=semantic", encoded("塔灯"));
    check_refusal(
        api.get("/api/v1/search", &address),
        (503, "no_model", "mode"),
    );
}
