//! Learned ranking of articles: likelihoods, grounds and totals of a real search, and
//! that it stays away where its weights do not belong.

use leian_indexer::{EntryRef, Filter};
use leian_tests::TestLibrary;
use serde_json::{Value, json};

/// Invented rules on lighthouses and on boats, and a case that cites one of them.
fn texts() -> String {
    let law = |title: &str, articles: &[&str]| {
        let blocks: Vec<Value> = (1..)
            .zip(articles)
            .map(|(number, text)| {
                json!({ "article": { "number": number.to_string(), "text": text,
                    "label": format!("第{}条", ["一", "二", "三"][number - 1]) } })
            })
            .collect();
        json!({ "leian": 1, "kind": "law", "title": title,
            "metadata": { "law": { "title": title, "version": "2015-01-01" } },
            "body": { "statute": { "blocks": blocks } } })
    };
    let case = json!({ "leian": 1, "id": "spp-950", "kind": "spp_guiding_case",
        "title": "（虚构）某甲拆走灯塔透镜案", "metadata": { "number": "检例第950号" },
        "body": { "sections": [{ "role": "facts", "label": "基本案情",
            "text": "（虚构）某甲夜间拆走灯塔透镜，依照《云州灯塔法》第二条处理。" }] } });
    let lines = [
        law(
            "云州灯塔法",
            &[
                "灯塔由守塔人管理，守塔人每日点灯。",
                "拆走、毁坏灯塔透镜的，责令赔偿；造成船舶触礁的，依法追究责任。",
                "守塔人不点灯的，由主管机关处分。",
            ],
        ),
        law(
            "云州小船条例",
            &["小船出海前应当登记。", "小船不得夜间驶入禁航区。"],
        ),
        case,
    ];
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn library() -> TestLibrary {
    let library = TestLibrary::new();
    library.write("lights.jsonl", texts());
    library
}

/// The answer to a question, by the default model.
fn ask(question: &str) -> Option<Value> {
    let Some(model) = std::env::var_os("LEIAN_TEST_MODEL") else {
        println!("skipped: LEIAN_TEST_MODEL names no model");
        return None;
    };
    let library = library();
    let run = |arguments: &[&str]| {
        let mut command = library.command(arguments);
        command.env("LEIAN_MODEL", &model).output().unwrap()
    };
    assert!(run(&["import", "sources"]).status.success());
    let answer = run(&["search", "--json", question]);
    Some(serde_json::from_slice(&answer.stdout).unwrap())
}

#[test]
fn articles_come_with_likelihood_level_and_grounds() {
    let Some(answer) = ask("有人拆走了灯塔的透镜要赔钱吗") else {
        return;
    };
    let hits = answer["hits"].as_array().unwrap();
    assert_eq!(answer["total"].as_u64().unwrap() as usize, hits.len());
    let reasons: Vec<&Value> = hits.iter().map(|hit| &hit["reasons"]).collect();
    let scores: Vec<f64> = reasons
        .iter()
        .map(|reasons| reasons["fused_score"].as_f64().unwrap())
        .collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    for (hit, reasons) in hits.iter().zip(&reasons) {
        assert!(reasons["level"]["label"].is_string(), "{hit}");
        let article = hit["kind"]["code"] == "law";
        assert_eq!(reasons["likelihood"].is_number(), article, "{hit}");
        if article {
            let likelihood = reasons["likelihood"].as_f64().unwrap();
            assert!((0.0..=1.0).contains(&likelihood));
            assert_eq!(reasons["grounds"].as_array().unwrap().len(), 7);
        }
    }
    let articles = hits.iter().filter(|hit| hit["kind"]["code"] == "law");
    let first = articles.map(|hit| hit["title"].as_str().unwrap()).next();
    assert_eq!(first, Some("云州灯塔法 第二条"));
}

#[test]
fn what_the_library_cannot_answer_is_said_to_fit_nothing() {
    let Some(answer) = ask("红烧肉怎么做好吃") else {
        return;
    };
    let notes = answer["understood"]["notes"].as_array().unwrap();
    let said = notes.iter().any(|note| note["code"] == "nothing_fits");
    assert!(said, "{answer:#}");
    for hit in answer["hits"].as_array().unwrap() {
        assert_ne!(hit["reasons"]["level"]["code"], "very_likely", "{hit}");
    }
}

#[test]
fn phrases_and_operators_are_conditions_and_not_weighed() {
    let Some(answer) = ask("“灯塔透镜” AND 船舶") else {
        return;
    };
    assert_eq!(answer["total"], 1);
    assert!(answer["hits"][0]["reasons"].get("likelihood").is_none());
}

#[test]
fn weights_of_another_model_are_not_used() {
    let library = library();
    library.import();
    let answer = library.search(&["有人拆走了灯塔的透镜要赔钱吗"]);
    let hits = answer["hits"].as_array().unwrap();
    assert!(!hits.is_empty());
    for hit in hits {
        assert!(hit["reasons"].get("likelihood").is_none(), "{hit}");
        assert!(hit["reasons"].get("level").is_none(), "{hit}");
    }
}

#[test]
fn cosines_of_given_entries_are_those_of_an_exact_search() {
    let test = TestLibrary::with_samples();
    let library = test.open();
    let snapshot = library.snapshot().unwrap();
    let vector = library.embedder().unwrap().embed_query("灯塔").unwrap();
    let everything = Filter::default();
    let all = snapshot.filter_only(&everything, false).unwrap();
    let count = all.len();
    let nearest = snapshot
        .semantic_exactly(&vector, &everything, count, false)
        .unwrap();
    let entries: Vec<EntryRef> = all.iter().step_by(3).collect();
    for (entry, found) in entries
        .iter()
        .zip(snapshot.cosines(&vector, &entries).unwrap())
    {
        let expected = nearest.iter().find(|hit| hit.entry == *entry).copied();
        assert_eq!(found, expected);
    }
    assert!(entries.len() > 3);
}
