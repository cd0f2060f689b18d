//! The pages.

use axum::http::StatusCode;

use leian_corpus::{Block, Body, Document, DocumentId, DocumentKind, LawIdentity};

use super::{App, Limits, search, texts};
use crate::http::percent;

#[track_caller]
fn check_page(answer: &super::Answer, status: StatusCode, texts: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.header("content-type").starts_with("text/html"));
    for text in texts {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
}

#[tokio::test]
async fn the_start_page_tells_what_the_library_holds() {
    let answer = App::new().get("/").await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "综合",
            "按字词",
            "按意思",
            "<strong>4</strong> 篇文本",
            "虚构教学案例",
            "2023-05-11",
        ],
    );
}

#[tokio::test]
async fn an_empty_library_says_how_to_import() {
    let app = App::with(&[], Limits::default());
    let answer = app.get("/").await;
    check_page(&answer, StatusCode::OK, &["案例库还是空的", "leian import"]);
    let answer = app.get(&search("/search", "盗窃", "")).await;
    check_page(&answer, StatusCode::OK, &["没有找到"]);
}

#[tokio::test]
async fn a_search_is_a_page_that_keeps_the_query() {
    let app = App::new();
    let answer = app
        .get(&search("/search", "禁渔期 捕捞", "&utm_source=x"))
        .await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "value=\"禁渔期 捕捞\"",
            "<mark>禁渔期</mark>",
            "应当参照",
            "为何命中",
        ],
    );
}

#[tokio::test]
async fn the_box_leads_to_an_address() {
    let app = App::new();
    let form = "application/x-www-form-urlencoded";
    let answer = app
        .post(
            "/search",
            form,
            "q=%E6%8D%95%E6%8D%9E&mode=lexical&kind=law",
        )
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(
        answer.header("location"),
        "/search?q=%E6%8D%95%E6%8D%9E&mode=lexical&kind=law"
    );
    let facts = percent::query([("q", "禁渔期内使用电鱼装置捕捞。".repeat(600).as_str())]);
    let answer = app.post("/search", form, facts).await;
    check_page(&answer, StatusCode::OK, &["检例第901号"]);
    let endless = percent::query([("q", "长".repeat(20_001).as_str())]);
    let answer = app.post("/search", form, endless).await;
    check_page(
        &answer,
        StatusCode::PAYLOAD_TOO_LARGE,
        &["20001 字，最多 20000 字"],
    );
    let answer = app.post("/search", form, "x".repeat(300 * 1024)).await;
    check_page(&answer, StatusCode::PAYLOAD_TOO_LARGE, &["内容过长"]);
}

#[tokio::test]
async fn errors_stand_on_the_page_and_the_box_keeps_its_text() {
    let app = App::new();
    for (more, text) in [
        ("&page=0", "page 应为"),
        ("&kind=novel", "novel"),
        ("&from=昨", "昨"),
    ] {
        let more = more.replace('昨', "%E6%98%A8");
        let answer = app.get(&search("/search", "捕捞", &more)).await;
        check_page(&answer, StatusCode::BAD_REQUEST, &["value=\"捕捞\"", text]);
    }
    let more = "&kind=law&from=2024&to=2001";
    let answer = app.get(&search("/search", "捕捞", more)).await;
    check_page(
        &answer,
        StatusCode::BAD_REQUEST,
        &[
            "name=\"from\" value=\"2024\"",
            "name=\"to\" value=\"2001\"",
            "name=\"kind\" value=\"law\"",
        ],
    );
    let answer = app.get(&search("/search", "捕捞", "&mode=semantic")).await;
    check_page(
        &answer,
        StatusCode::SERVICE_UNAVAILABLE,
        &["按意思检索需要向量模型"],
    );
}

#[tokio::test]
async fn no_text_becomes_markup() {
    let app = App::new();
    let evil = texts::EVIL;
    for address in [
        search("/search", evil, ""),
        search(
            "/search",
            &format!("江河养护{evil}"),
            "&issuer=%3Cscript%3Ealert(1)%3C/script%3E",
        ),
        search("/search", "江河养护", ""),
        search("/documents/teach-1", evil, ""),
        "/documents/%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/articles/%3Cscript%3Ealert(1)%3C%2Fscript%3E/1".to_owned(),
        "/%3Cscript%3Ealert(1)".to_owned(),
    ] {
        let answer = app.get(&address).await;
        assert!(!answer.body.contains("<script>alert"), "{address}");
        assert!(!answer.status.is_server_error(), "{address}");
    }
    let answer = app.get(&search("/search", "江河养护", "")).await;
    check_page(&answer, StatusCode::OK, &["&#60;script&#62;alert"]);
}

#[tokio::test]
async fn a_case_is_read_with_its_words_marked_and_citations_linked() {
    let app = App::new();
    let answer = app
        .get(&search("/documents/spp-901", "捕捞", "&near=1:0-30"))
        .await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "非法捕捞水产品",
            "<mark>捕捞</mark>",
            "id=\"near\"",
            "href=\"#s2\"",
            "检例第901号",
        ],
    );
}

#[tokio::test]
async fn an_entry_leads_to_its_place_in_the_document() {
    let app = App::new();
    let id = texts::law().id;
    let answer = app
        .get(&search(&format!("/documents/{id}.2-1"), "捕捞", ""))
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let location = answer.header("location");
    assert_eq!(
        location,
        format!("/documents/{id}?q=%E6%8D%95%E6%8D%9E#a2-1")
    );
    let answer = app.get(location.split('#').next().unwrap()).await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "id=\"a2-1\"",
            "第一条至第二条之一",
            "版本：",
            "2009-08-27",
            "<mark>捕捞</mark>",
        ],
    );
}

#[tokio::test]
async fn an_older_version_says_so_and_leads_to_the_one_in_force() {
    let app = App::new();
    let (newest, older) = (texts::law().id, texts::law_of("2009-08-27", "已修改").id);
    let answer = app.get(&format!("/documents/{older}")).await;
    let link =
        format!("这是旧版本。本库收录的现行文本：<a href=\"/documents/{newest}\">2022-03-01");
    check_page(&answer, StatusCode::OK, &[&link]);
    let answer = app.get(&format!("/documents/{newest}")).await;
    assert!(!answer.body.contains("旧版本"));
}

/// A part of [`texts::law`] whose articles begin with `first`.
fn part(name: &str, first: u32) -> Document {
    let mut document = texts::law();
    let version = document.metadata.law.as_ref().unwrap().version;
    let identity = LawIdentity::new(&document.title, Some(name), version);
    document.id = DocumentId::of_law(&identity);
    document.metadata.law = Some(identity);
    let Body::Statute(statute) = &mut document.body else {
        unreachable!("a law is a statute");
    };
    for block in &mut statute.blocks {
        if let Block::Article(article) = block {
            article.number.base += first;
        }
    }
    document
}

#[tokio::test]
async fn parts_of_a_law_are_told_apart_and_stand_in_its_order() {
    let parts = [part("附则", 100), part("总则", 0), part("分则", 50)];
    let app = App::with(&parts, Limits::default());
    let answer = app.get(&format!("/documents/{}", parts[2].id)).await;
    let list = format!(
        "各部分：<a href=\"/documents/{}\">总则</a><b aria-current=\"true\">分则</b>\
         <a href=\"/documents/{}\">附则</a>",
        parts[1].id, parts[0].id
    );
    let title = "<title>中华人民共和国江河养护法 分则";
    check_page(&answer, StatusCode::OK, &[&list, title]);
}

#[tokio::test]
async fn articles_that_a_judgment_applied_are_links() {
    let mut judgment = texts::case(DocumentKind::Judgment, "judgment-1", "某某案", Vec::new());
    judgment.metadata.applied_articles = vec![
        "《江河养护法》第二条之一".to_owned(),
        "《月球法》第一条".to_owned(),
    ];
    let app = App::with(&[texts::law(), judgment], Limits::default());
    let answer = app.get("/documents/judgment-1").await;
    let link = format!(
        "<dt>适用法条</dt><dd><a class=\"cite\" href=\"/articles/{}/2-1\">《江河养护法》第二条之一</a>\
         、《月球法》第一条</dd>",
        percent::encode("江河养护法")
    );
    check_page(&answer, StatusCode::OK, &[&link]);
}

#[tokio::test]
async fn an_article_has_a_page_of_its_own() {
    let app = App::new();
    let law = percent::encode("江河养护法");
    let answer = app.get(&format!("/articles/{law}/2-1")).await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "第二条之一",
            "从重处罚",
            "第一章",
            "第二条",
            "第三条",
            "2009-08-27",
            "在全文中阅读",
        ],
    );
    let answer = app.get(&format!("/articles/{law}/88")).await;
    check_page(
        &answer,
        StatusCode::NOT_FOUND,
        &[
            "没有这一条",
            "第一条至第三条",
            &format!("href=\"/search?q={law}\""),
        ],
    );
    let answer = app
        .get(&format!("/articles/{}/1", percent::encode("月球开发法")))
        .await;
    check_page(
        &answer,
        StatusCode::NOT_FOUND,
        &["月球开发法", "不说明该法不存在"],
    );
}

#[tokio::test]
async fn what_is_not_there_is_a_chinese_page() {
    let app = App::new();
    check_page(
        &app.get("/nothing").await,
        StatusCode::NOT_FOUND,
        &["没有这个页面"],
    );
    check_page(
        &app.get("/documents/spp-5").await,
        StatusCode::NOT_FOUND,
        &["案例库中没有这个文本"],
    );
    let answer = app.post("/documents/spp-901", "text/plain", "").await;
    check_page(&answer, StatusCode::METHOD_NOT_ALLOWED, &["请求方法不适用"]);
    let answer = app.get("/search").await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::SEE_OTHER, "/")
    );
}

#[tokio::test]
async fn a_page_past_the_end_leads_back() {
    let answer = App::new()
        .get(&search("/search", "捕捞", "&page=500"))
        .await;
    check_page(&answer, StatusCode::OK, &["这一页没有结果", "到最后一页"]);
}
