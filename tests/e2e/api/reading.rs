//! Documents, articles, health, the description itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Api, check_refusal, list};

#[test]
fn documents_are_whole() {
    let api = Api::of_cited();
    let case = api.document("spp-901");
    assert_eq!(case["title"], "郑某某盗窃航标灯案");
    assert_eq!(case["authority"], "应当参照");
    assert_eq!(case["metadata"]["number"], "检例第901号");
    let roles: Vec<&Value> = list(&case["body"]["sections"])
        .iter()
        .map(|section| &section["role"])
        .collect();
    assert_eq!(roles, ["keywords", "key_points", "facts", "related_law"]);

    let hit = &api.search("“因擅自熄灭塔灯造成船舶触礁”", "&mode=lexical")["hits"][0];
    let statute = api.document(hit["id"].as_str().unwrap());
    assert_eq!(statute["entry_id"], hit["id"], "asked for by an entry");
    assert_eq!(statute["id"], hit["document_id"]);
    let numbers: Vec<&str> = list(&statute["body"]["blocks"])
        .iter()
        .filter_map(|block| block["number"].as_str())
        .collect();
    assert_eq!(numbers, ["1", "2", "3", "4", "5", "6", "6-1", "7"]);
    assert_eq!(
        statute["body"]["outline"][1]["articles"],
        json!(["4", "5", "6", "6-1"])
    );
    assert_eq!(statute["metadata"]["law"]["title"], "云州省灯塔管理条例");
}

#[test]
fn articles_are_read_by_law_and_number_in_any_spelling() {
    let api = Api::of_cited();
    for law in ["刑法", "中华人民共和国刑法", "《刑法》"] {
        for number in [
            "133-1",
            "133条之一",
            "第一百三十三条之一",
            "一百三十三条之一",
        ] {
            let (status, article) = api.article(law, number);
            assert_eq!(status, 200, "{law} {number}: {article}");
            assert_eq!(article["number"], "133-1");
            assert_eq!(article["text"], "（虚构条文）在江心追逐竞驶的，处罚金。");
            assert_eq!(article["metadata"]["law"]["version"], "2023-12-29");
            assert_eq!(list(&article["versions"]).len(), 2);
            assert_eq!(article["previous"]["number"], "133");
            assert_eq!(article["next"]["number"], "264");
        }
    }
    let (_, first) = api.article("云州省灯塔管理条例", "1");
    assert!(first["previous"].is_null(), "{first}");
}

#[test]
fn health_tells_what_is_served() {
    let api = Api::of_cited();
    let health = api.ok("/healthz", "/healthz");
    assert_eq!(
        (&health["status"], &health["documents"]),
        (&json!("ok"), &json!(7))
    );
    assert_eq!(health["vectors_missing"], 0);
    assert_eq!(health["model"]["state"], "ready");
    // Gone under the running server: said, not hidden.
    std::fs::remove_dir_all(api.library.path().join("index")).unwrap();
    check_refusal(
        api.get("/healthz", "/healthz"),
        (503, "library_unavailable", ""),
    );
}

#[test]
fn the_description_names_every_address() {
    let api = Api::of_cited();
    let document = api.description.document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let paths: Vec<&str> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        paths.into_iter().collect::<BTreeSet<_>>(),
        BTreeSet::from([
            "/api/v1/applicable",
            "/api/v1/articles/{law}/{number}",
            "/api/v1/articles/{law}/{number}/history",
            "/api/v1/articles/{law}/{number}/cited-by",
            "/api/v1/citations/check",
            "/api/v1/coverage",
            "/api/v1/documents/{id}",
            "/api/v1/documents/{id}/cited-by",
            "/api/v1/documents/{id}/cites",
            "/api/v1/openapi.json",
            "/api/v1/search",
            "/api/v1/similar",
            "/api/v1/suggest",
            "/api/v1/documents/{id}/similar",
            "/healthz",
        ])
    );
}
