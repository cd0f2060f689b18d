//! What is refused, each by status, code and the parameter to blame; and posted
//! searches, which are refused like others.

use leian_tests::Answer;
use serde_json::json;

use super::{Api, check_refusal, ids};

#[test]
fn a_posted_search_is_the_same_search() {
    let api = Api::of_cited();
    let post = |body: &str| {
        let answer = api.server.post("/api/v1/search", "application/json", body);
        let body = api.description.check("post", "/api/v1/search", &answer);
        (answer.status, body)
    };
    let body = json!({ "q": "塔灯", "mode": "lexical", "kind": ["local_regulation"], "page": 1 });
    let (status, posted) = post(&body.to_string());
    assert_eq!(status, 200, "{posted}");
    let got = api.search("塔灯", "&mode=lexical&kind=local_regulation&page=1");
    assert_eq!((ids(&posted), &posted["total"]), (ids(&got), &got["total"]));
    // The facts of a case, too long for an address.
    let story = "周某某看守北礁灯塔，雾天擅自熄灭塔灯。".repeat(900);
    let (status, told) = post(&json!({ "q": story }).to_string());
    assert_eq!(status, 200);
    assert!(
        told["hits"][0]["title"]
            .as_str()
            .unwrap()
            .contains("周某某")
    );

    check_refusal(post("{\"q\":"), (400, "invalid_body", ""));
    check_refusal(post("[]"), (400, "invalid_body", ""));
    check_refusal(post("{}"), (400, "missing_parameter", "q"));
    check_refusal(post("{\"q\":{}}"), (400, "invalid_parameter", "q"));
    check_refusal(
        post("{\"q\":\"x\",\"top\":3}"),
        (400, "unknown_parameter", "top"),
    );
    let endless = json!({ "q": "x".repeat(100_000) }).to_string();
    check_refusal(post(&endless), (413, "too_long", "q"));
    let huge = json!({ "q": "长".repeat(100_000) }).to_string();
    check_refusal(post(&huge), (413, "too_long", ""));
}

#[test]
fn bad_parameters_are_refused_by_name() {
    let api = Api::of_cited();
    for (query, status, code, parameter) in [
        ("", 400, "missing_parameter", "q"),
        ("?q=x&limit=5", 400, "unknown_parameter", "limit"),
        ("?q=x&q=y", 400, "invalid_parameter", "q"),
        ("?q=%D0%CC%B7%A8", 400, "invalid_parameter", "q"),
        ("?q=x&mode=bm25", 400, "invalid_parameter", "mode"),
        ("?q=x&page=0", 400, "invalid_parameter", "page"),
        ("?q=x&page=-1", 400, "invalid_parameter", "page"),
        ("?q=x&page=1000001", 400, "invalid_parameter", "page"),
        (
            "?q=x&page=99999999999999999999",
            400,
            "invalid_parameter",
            "page",
        ),
        ("?q=x&per_page=101", 400, "invalid_parameter", "per_page"),
        ("?q=x&kind=novel", 400, "invalid_parameter", "kind"),
        ("?q=x&from=2020-02-31", 400, "invalid_parameter", "from"),
        ("?q=x&from=2021&to=2020", 400, "invalid_parameter", "to"),
        ("?q=x&versions=none", 400, "invalid_parameter", "versions"),
    ] {
        let found = api.get("/api/v1/search", &format!("/api/v1/search{query}"));
        check_refusal(found, (status, code, parameter));
    }
    let endless = format!("/api/v1/search?q={}", "x".repeat(20_001));
    check_refusal(api.get("/api/v1/search", &endless), (413, "too_long", "q"));
    for odd in [
        "？！……",
        "\"未闭合 塔灯",
        "（（（",
        "AND OR",
        "NOT 塔灯",
        " ",
    ] {
        api.search(odd, "");
    }
}

#[test]
fn what_is_not_there_is_refused_by_name() {
    let api = Api::of_cited();
    for id in [
        "spp-902",
        "spp-901.7",
        "law-000000000000.1",
        "..%2F..%2Fetc",
        "%00",
    ] {
        let found = api.get("/api/v1/documents/{id}", &format!("/api/v1/documents/{id}"));
        check_refusal(found, (404, "document_not_found", "id"));
    }
    for (law, number, expected) in [
        ("月球法", "1", (404, "law_not_in_library", "law")),
        ("刑法", "265", (404, "no_such_article", "number")),
        ("刑法", "133-2", (404, "no_such_article", "number")),
        ("刑法", "第百条", (400, "invalid_parameter", "number")),
        ("刑法", "0", (400, "invalid_parameter", "number")),
    ] {
        check_refusal(api.article(law, number), expected);
    }
    let with_more = "/api/v1/documents/spp-901?verbose=1";
    check_refusal(
        api.get("/api/v1/documents/{id}", with_more),
        (400, "unknown_parameter", "verbose"),
    );
}

#[test]
fn unknown_addresses_and_methods_get_the_same_envelope() {
    let api = Api::of_cited();
    let described = |answer: &Answer| {
        api.description
            .check("get", "/api/v1/documents/{id}", answer)
    };
    let unknown = api.server.get("/api/v1/nothing");
    check_refusal(
        (unknown.status, described(&unknown)),
        (404, "not_found", ""),
    );
    let wrong = api
        .server
        .post("/api/v1/documents/spp-901", "text/plain", "");
    check_refusal(
        (wrong.status, described(&wrong)),
        (405, "method_not_allowed", ""),
    );
}
