//! The JSON face.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::openapi::check;
use super::{App, search, texts};

#[track_caller]
fn check_error(answer: &super::Answer, status: u16, code: &str, parameter: Option<&str>) {
    assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
    let body = answer.json();
    check("Error", &body);
    assert_eq!(body["error"]["code"], code, "{body}");
    assert_eq!(
        body["error"].get("parameter").and_then(Value::as_str),
        parameter,
        "{body}"
    );
}

#[tokio::test]
async fn a_search_answers_by_the_document() {
    let app = App::new();
    for query in [
        "禁渔期 捕捞",
        "检例第901号",
        "江河养护法第二条之一",
        "\"生态修复\" NOT 电鱼",
        "江河养护",
    ] {
        let answer = app
            .get(&search("/api/v1/search", query, "&versions=all"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        let body = answer.json();
        check("SearchAnswer", &body);
        assert!(body["total"].as_u64().unwrap() > 0, "{query}");
    }
}

#[tokio::test]
async fn highlights_stand_on_the_right_characters() {
    let app = App::new();
    let body = app
        .get(&search(
            "/api/v1/search",
            "禁渔期",
            "&kind=spp_guiding_case",
        ))
        .await
        .json();
    let hit = &body["hits"][0];
    let document = app.get("/api/v1/documents/spp-901").await.json();
    let mut seen = 0;
    for highlight in hit["highlights"].as_array().unwrap() {
        let section = highlight["section"].as_u64().unwrap() as usize;
        let text = document["body"]["sections"][section]["text"]
            .as_str()
            .unwrap();
        for span in highlight["spans"].as_array().unwrap() {
            let at = |name: &str, end: usize| span[name][end].as_u64().unwrap() as usize;
            let bytes = &text[at("byte_range", 0)..at("byte_range", 1)];
            let length = at("char_range", 1) - at("char_range", 0);
            let chars: String = text
                .chars()
                .skip(at("char_range", 0))
                .take(length)
                .collect();
            assert_eq!(bytes, chars);
            assert!("禁渔期".contains(bytes), "{bytes}");
            seen += 1;
        }
    }
    assert!(seen > 0, "{body:#}");
}

#[tokio::test]
async fn bad_parameters_are_named() {
    let app = App::new();
    let cases = [
        ("", 400, "missing_parameter", "q"),
        ("?q=x&limit=5", 400, "unknown_parameter", "limit"),
        ("?q=x&q=y", 400, "invalid_parameter", "q"),
        ("?q=%D0%CC", 400, "invalid_parameter", "q"),
        ("?q=x&mode=bm25", 400, "invalid_parameter", "mode"),
        ("?q=x&page=0", 400, "invalid_parameter", "page"),
        ("?q=x&per_page=1000", 400, "invalid_parameter", "per_page"),
        ("?q=x&kind=novel", 400, "invalid_parameter", "kind"),
        ("?q=x&from=2020-02-31", 400, "invalid_parameter", "from"),
        ("?q=x&to=tomorrow", 400, "invalid_parameter", "to"),
        ("?q=x&versions=none", 400, "invalid_parameter", "versions"),
        ("?q=x&mode=semantic", 503, "no_model", "mode"),
    ];
    for (query, status, code, parameter) in cases {
        let answer = app.get(&format!("/api/v1/search{query}")).await;
        check_error(&answer, status, code, Some(parameter));
    }
}

#[tokio::test]
async fn a_text_that_is_too_long_is_refused_by_name() {
    let app = App::new();
    let long = json!({ "q": "长".repeat(20_001) }).to_string();
    let answer = app.post("/api/v1/search", "application/json", long).await;
    check_error(&answer, 413, "too_long", Some("q"));
    let huge = "x".repeat(300 * 1024);
    let answer = app.post("/api/v1/search", "application/json", huge).await;
    check_error(&answer, 413, "too_long", None);
}

#[tokio::test]
async fn a_long_text_is_searched_by_post() {
    let app = App::new();
    let facts = "甲、乙在禁渔期内使用电鱼装置捕捞水产品。".repeat(400);
    let body = json!({ "q": facts, "mode": "lexical", "kind": ["spp_guiding_case", "law"], "per_page": 5 });
    let answer = app
        .post("/api/v1/search", "application/json", body.to_string())
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    check("SearchAnswer", &answer.json());
    let answer = app
        .post("/api/v1/search", "application/json", "{\"q\":")
        .await;
    check_error(&answer, 400, "invalid_body", None);
    let answer = app
        .post(
            "/api/v1/search",
            "application/json",
            "{\"q\":\"x\",\"top\":1}",
        )
        .await;
    check_error(&answer, 400, "unknown_parameter", Some("top"));
    let answer = app
        .post("/api/v1/search?page=2", "application/json", "{\"q\":\"x\"}")
        .await;
    check_error(&answer, 400, "unknown_parameter", Some("page"));
}

#[tokio::test]
async fn a_page_past_the_end_is_empty_with_the_true_total() {
    let app = App::new();
    let first = app
        .get(&search("/api/v1/search", "捕捞", "&per_page=1"))
        .await
        .json();
    let past = app
        .get(&search("/api/v1/search", "捕捞", "&per_page=1&page=900"))
        .await;
    assert_eq!(past.status, StatusCode::OK);
    let past = past.json();
    check("SearchAnswer", &past);
    assert_eq!(past["hits"], json!([]));
    assert_eq!(past["total"], first["total"]);
    assert!(past["total"].as_u64().unwrap() > 0);
}

#[tokio::test]
async fn only_punctuation_and_broken_quotes_are_no_errors() {
    let app = App::new();
    for query in ["？！……", "\"未闭合 引号", "（（（", "NOT", "AND OR", " "] {
        let answer = app.get(&search("/api/v1/search", query, "")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}: {}", answer.body);
        check("SearchAnswer", &answer.json());
    }
}

#[tokio::test]
async fn filters_and_facets_agree() {
    let app = App::new();
    let all = app.get(&search("/api/v1/search", "捕捞", "")).await.json();
    let counted: u64 = all["facets"]["kinds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|kind| kind["count"].as_u64().unwrap())
        .sum();
    assert_eq!(all["total"], counted);
    for kind in all["facets"]["kinds"].as_array().unwrap() {
        let filter = format!("&kind={}", kind["value"].as_str().unwrap());
        let one = app
            .get(&search("/api/v1/search", "捕捞", &filter))
            .await
            .json();
        assert_eq!(one["total"], kind["count"], "{kind}");
    }
}

#[tokio::test]
async fn documents_are_read_by_their_id_and_by_an_entry() {
    let app = App::new();
    let case = app.get("/api/v1/documents/spp-901").await.json();
    check("Document", &case);
    assert_eq!(case["body"]["type"], "sections");
    assert_eq!(case["authority"], "应当参照");
    let id = texts::law().id;
    let law = app.get(&format!("/api/v1/documents/{id}.2-1")).await.json();
    check("Document", &law);
    assert_eq!(law["entry_id"], format!("{id}.2-1"));
    assert_eq!(
        law["body"]["outline"][0]["articles"],
        json!(["1", "2", "2-1"])
    );
    assert_eq!(law["body"]["blocks"][3]["entry_id"], format!("{id}.2-1"));
    assert_eq!(law["versions"].as_array().unwrap().len(), 2);
    for missing in ["spp-902", "spp-901.5", "SPP", "..", &format!("{id}.99")] {
        let answer = app.get(&format!("/api/v1/documents/{missing}")).await;
        check_error(&answer, 404, "document_not_found", Some("id"));
    }
}

#[tokio::test]
async fn articles_are_read_by_law_and_number_in_any_spelling() {
    let app = App::new();
    for law in ["江河养护法", "中华人民共和国江河养护法", "《江河养护法》"]
    {
        for number in ["2-1", "第二条之一", "2条之1", "二条之一"] {
            let path = format!(
                "/api/v1/articles/{}/{}",
                crate::http::percent::encode(law),
                crate::http::percent::encode(number)
            );
            let answer = app.get(&path).await;
            assert_eq!(
                answer.status,
                StatusCode::OK,
                "{law} {number}: {}",
                answer.body
            );
            let body = answer.json();
            check("Article", &body);
            assert_eq!(body["number"], "2-1");
            assert_eq!(
                body["document_id"],
                texts::law().id.as_str(),
                "newest in force"
            );
            assert_eq!(body["versions"].as_array().unwrap().len(), 2);
            assert_eq!(body["previous"]["number"], "2");
            assert_eq!(body["next"]["number"], "3");
        }
    }
}

#[tokio::test]
async fn what_the_library_does_not_hold_is_said_and_not_judged() {
    let app = App::new();
    let encode = crate::http::percent::encode;
    let get = async |law: &str, number: &str| {
        let path = format!("/api/v1/articles/{}/{}", encode(law), encode(number));
        app.get(&path).await
    };
    check_error(
        &get("月球开发法", "1").await,
        404,
        "law_not_in_library",
        Some("law"),
    );
    let beyond = get("江河养护法", "99").await;
    check_error(&beyond, 404, "no_such_article", Some("number"));
    assert!(beyond.body.contains("第一条至第三条"), "{}", beyond.body);
    check_error(
        &get("江河养护法", "第百条").await,
        400,
        "invalid_parameter",
        Some("number"),
    );
    check_error(
        &app.get("/api/v1/articles/%D0%CC/1").await,
        400,
        "invalid_parameter",
        None,
    );
}

#[tokio::test]
async fn unknown_addresses_and_methods_get_the_envelope() {
    let app = App::new();
    check_error(&app.get("/api/v1/nothing").await, 404, "not_found", None);
    check_error(&app.get("/api/v2/search?q=x").await, 404, "not_found", None);
    let answer = app.post("/healthz", "text/plain", "").await;
    check_error(&answer, 405, "method_not_allowed", None);
    check_error(
        &app.get("/healthz?verbose=1").await,
        400,
        "unknown_parameter",
        Some("verbose"),
    );
}

#[tokio::test]
async fn health_tells_what_is_served_and_notices_a_lost_library() {
    let app = App::new();
    let answer = app.get("/healthz").await;
    assert_eq!(answer.status, StatusCode::OK);
    let body = answer.json();
    check("Health", &body);
    assert_eq!(body["documents"], 4);
    assert_eq!(body["model"]["state"], "absent");
    std::fs::remove_dir_all(app.folder.path().join("library")).unwrap();
    check_error(&app.get("/healthz").await, 503, "library_unavailable", None);
}

#[tokio::test]
async fn the_description_is_served() {
    let app = App::new();
    let answer = app.get("/api/v1/openapi.json").await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.json()["openapi"], "3.1.0");
    let refused = app.get("/api/v1/openapi.json?version=2").await;
    check_error(&refused, 400, "unknown_parameter", Some("version"));
    for path in answer.json()["paths"].as_object().unwrap().keys() {
        let path = path
            .replace("{id}", "spp-901")
            .replace("{law}", "江河养护法");
        let path = path.replace("{number}", "1").replace(
            "江河养护法",
            "%E6%B1%9F%E6%B2%B3%E5%85%BB%E6%8A%A4%E6%B3%95",
        );
        let answer = app.get(&path).await;
        assert_ne!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Posts a text to be checked; the answer fits the document.
async fn check_citations(app: &App, text: &str, date: Option<&str>) -> Value {
    let body = json!({ "text": text, "date": date }).to_string();
    let answer = app
        .post("/api/v1/citations/check", "application/json", body)
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body = answer.json();
    check("CitationsAnswer", &body);
    body
}

#[tokio::test]
async fn citations_come_back_with_their_verdicts() {
    let app = App::new();
    let text = "依照江河养护法第二条之一、第二条第二款、第三款和第九条，参照检例第901号、\
                检例第902号和《合同法》第五十二条，《某某办法》第一条，本法第三条。";
    let body = check_citations(&app, text, None).await;
    let found: Vec<_> = body["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|citation| {
            let part = |name: &str| citation[name].as_str().unwrap_or("").to_owned();
            (part("text"), part("article"), part("verdict"))
        })
        .collect();
    let row = |text: &str, article: &str, verdict: &str| {
        (text.to_owned(), article.to_owned(), verdict.to_owned())
    };
    assert_eq!(
        found,
        [
            row("江河养护法第二条之一", "2-1", "in_force"),
            row("第二条第二款", "2", "in_force"),
            row("第三款", "2", "no_such_article"),
            row("第九条", "9", "no_such_article"),
            row("检例第901号", "", "held"),
            row("检例第902号", "", "out_of_coverage"),
            row("《合同法》第五十二条", "52", "repealed"),
            row("《某某办法》第一条", "1", "out_of_coverage"),
            row("本法第三条", "3", "ambiguous"),
        ]
    );
    let citation = |index: usize| &body["citations"][index];
    assert_eq!(citation(0)["law"], "中华人民共和国江河养护法");
    assert_eq!(citation(1)["paragraph"], 2);
    assert_eq!(citation(2)["existing"], "该条共2款");
    assert_eq!(citation(3)["existing"], "第一条至第三条");
    assert_eq!(citation(6)["repeal"]["date"], "2021-01-01");
    assert_eq!(citation(6)["repeal"]["successor"], "中华人民共和国民法典");
    assert_eq!(citation(4)["reference"], "must");
    assert_eq!(citation(4)["verdict_label"], "已收录，应当参照");
    assert_eq!(body["counts"]["in_force"], 2);
    assert_eq!(body["counts"]["held"], 1);
    assert_eq!(body["total"], 9);
}

#[tokio::test]
async fn guiding_case_without_force_is_told_from_its_day_on_also_where_it_is_not_held() {
    let app = App::new();
    let text = "参照指导案例9号、最高人民法院指导案例20号的裁判要点，另见指导案例8号。";
    let body = check_citations(&app, text, None).await;
    let citations = body["citations"].as_array().unwrap().iter();
    let codes: Vec<_> = citations
        .map(|one| one["verdict"].as_str().unwrap())
        .collect();
    let expected = [
        "no_longer_referred",
        "no_longer_referred",
        "out_of_coverage",
    ];
    assert_eq!(codes, expected);
    let lost = &body["citations"][0]["without_force"];
    assert_eq!(lost["date"], "2021-01-01");
    assert_eq!(lost["act_number"], "法〔2020〕343号");
    let then = check_citations(&app, text, Some("2019-05-01")).await;
    assert_eq!(then["citations"][0]["verdict"], "out_of_coverage");
}

#[tokio::test]
async fn places_of_citations_are_exact_with_emoji_full_width_digits_and_crlf() {
    let app = App::new();
    let text = "🌊起诉书\r\n　依据《江河养护法》\u{2002}第２条第２款\r\n和江河养护法第1条规定：“为了养护江河，保护水生生物，制定本法。”";
    let body = check_citations(&app, text, None).await;
    let citations = body["citations"].as_array().unwrap();
    assert_eq!(citations.len(), 2, "{body:#}");
    for citation in citations {
        let at = |name: &str, end: usize| citation[name][end].as_u64().unwrap() as usize;
        let bytes = &text[at("byte_range", 0)..at("byte_range", 1)];
        let chars: Vec<char> = text.chars().collect();
        let chars: String = chars[at("char_range", 0)..at("char_range", 1)]
            .iter()
            .collect();
        assert_eq!(
            (bytes, chars.as_str()),
            (citation["text"].as_str().unwrap(), bytes)
        );
    }
    assert_eq!(citations[0]["paragraph"], 2);
    assert_eq!(citations[1]["quote"], "equal");
    let quoted = &citations[1]["quoted"]["byte_range"];
    let quoted = quoted[0].as_u64().unwrap() as usize..quoted[1].as_u64().unwrap() as usize;
    assert_eq!(&text[quoted], "为了养护江河，保护水生生物，制定本法。");
}

#[tokio::test]
async fn altered_quotation_is_shown_by_characters() {
    let app = App::new();
    let text = "江河养护法第三条规定：“造成水生生物资源损害的，可以承担生态修复责任。”";
    let body = check_citations(&app, text, None).await;
    let citation = &body["citations"][0];
    assert_eq!(citation["quote"], "differs");
    let diff = citation["diff"].as_array().unwrap();
    assert!(
        diff.contains(&json!({"change": "quoted", "text": "可以"})),
        "{citation:#}"
    );
    assert!(
        diff.contains(&json!({"change": "missing", "text": "应当"})),
        "{citation:#}"
    );
}

#[tokio::test]
async fn text_without_citations_has_none_and_bad_bodies_are_refused() {
    let app = App::new();
    let body = check_citations(&app, "甲于夜间驾船。", None).await;
    assert_eq!(body["total"], 0);
    let post = |body: &str| {
        app.post(
            "/api/v1/citations/check",
            "application/json",
            body.to_owned(),
        )
    };
    check_error(&post("{}").await, 400, "missing_parameter", Some("text"));
    check_error(&post("[]").await, 400, "invalid_body", None);
    let answer = post(r#"{"text":"甲","top":1}"#).await;
    check_error(&answer, 400, "unknown_parameter", Some("top"));
    let answer = post(r#"{"text":"甲","date":"去年"}"#).await;
    check_error(&answer, 400, "invalid_parameter", Some("date"));
    let huge = json!({ "text": "甲".repeat(200_000) }).to_string();
    check_error(&post(&huge).await, 413, "too_long", None);
    let answer = app.get("/api/v1/citations/check").await;
    check_error(&answer, 405, "method_not_allowed", None);
}
