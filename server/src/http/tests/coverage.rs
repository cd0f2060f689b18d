//! What the library holds, as page and as JSON.

use axum::http::StatusCode;
use leian_corpus::{Body, DocumentKind};
use serde_json::json;

use super::openapi::check;
use super::{App, Limits, texts};

#[tokio::test]
async fn coverage_answers_by_the_document_and_counts_the_invented_texts() {
    let app = App::new();
    let answer = app.get("/api/v1/coverage").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body = answer.json();
    check("Coverage", &body);
    let snapshot = &body["snapshot"];
    assert_eq!(snapshot["documents"], 4);
    assert_eq!(snapshot["entries"], 10);
    assert_eq!(snapshot["first_date"], "2009-08-27");
    assert_eq!(snapshot["newest_date"], "2023-05-11");
    assert_eq!(
        body["years"],
        json!([
            {"year": 2023, "documents": 2, "entries": 2},
            {"year": 2022, "documents": 1, "entries": 4},
            {"year": 2009, "documents": 1, "entries": 4},
        ])
    );
    let series = &body["series"][0];
    assert_eq!(series["form"], "检例第N号");
    assert_eq!(series["missing_ranges"], json!([{"first": 1, "last": 900}]));
    assert_eq!(body["several_versions"]["total"], 1);
    let dates: Vec<_> = body["several_versions"]["listed"][0]["texts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|text| text["date"].as_str().unwrap())
        .collect();
    assert_eq!(dates, ["2022-03-01", "2009-08-27"]);
    let refused = app.get("/api/v1/coverage?limit=3").await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_snapshot_is_known_by_its_texts() {
    let id = |app: App| async move {
        let body = app.get("/api/v1/coverage").await.json();
        body["snapshot"]["id"].as_str().unwrap().to_owned()
    };
    let documents = super::documents();
    let mut reversed = documents.clone();
    reversed.reverse();
    let whole = id(App::with(&documents, Limits::default())).await;
    assert_eq!(whole, id(App::with(&reversed, Limits::default())).await);
    assert_eq!(whole.len(), 64);
    let fewer = id(App::with(&documents[1..], Limits::default())).await;
    assert_ne!(whole, fewer);
    let mut other = documents.clone();
    other[2].provenance.sha256 = "0".repeat(64);
    assert_ne!(whole, id(App::with(&other, Limits::default())).await);
    let mut shorter = documents;
    if let Body::Statute(statute) = &mut shorter[0].body {
        statute.blocks.truncate(2);
    }
    assert_ne!(whole, id(App::with(&shorter, Limits::default())).await);
}

#[tokio::test]
async fn the_page_says_what_is_in_and_what_is_missing() {
    let mut amended = texts::law();
    amended.metadata.status = Some("已被修改".to_owned());
    let mut undated = texts::case(
        DocumentKind::GazetteCase,
        "gazette-1",
        texts::EVIL,
        Vec::new(),
    );
    undated.metadata.date = None;
    undated.provenance.path = "cases/<b>/1.md".to_owned();
    let documents = [amended, texts::law_of("2009-08-27", "现行有效"), undated];
    let app = App::with(&documents, Limits::default());
    let answer = app.get("/coverage").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for text in [
        "<h1>收录范围</h1>",
        "最新版本已被修改 <span class=\"count\">1 部</span>",
        "效力标注互相矛盾 <span class=\"count\">1 部</span>",
        "没有日期的文本 <span class=\"count\">1 篇</span>",
        "&#60;script&#62;alert",
        "&#60;b&#62;",
        "已被修改",
    ] {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
    assert!(!answer.body.contains("<script>alert"));
}

#[tokio::test]
async fn an_empty_library_has_an_empty_coverage() {
    let app = App::with(&[], Limits::default());
    let body = app.get("/api/v1/coverage").await.json();
    check("Coverage", &body);
    assert_eq!(body["snapshot"]["documents"], 0);
    let page = app.get("/coverage").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("案例库还是空的"));
}

#[tokio::test]
async fn the_start_page_names_the_snapshot() {
    let app = App::new();
    let body = app.get("/api/v1/coverage").await.json();
    let short_id = body["snapshot"]["short_id"].as_str().unwrap();
    let home = app.get("/").await;
    assert!(home.body.contains(&format!("快照 <code>{short_id}</code>")));
    assert!(home.body.contains("href=\"/coverage\""));
}
