//! Who cites an article or a case.

use axum::http::StatusCode;
use leian_corpus::{Document, DocumentKind, SectionRole};

use super::{Answer, App, Limits, texts};
use crate::http::percent;

/// Cases that cite an article of [`texts::law`], and each other's number.
fn citing(count: usize) -> Vec<Document> {
    let mut documents = vec![texts::law(), texts::river_case()];
    for number in 1..=count {
        let facts = format!(
            "依照《江河养护法》第二条之一和第三条处理{}，参照检例第901号。",
            texts::EVIL
        );
        let mut case = texts::case(
            DocumentKind::Judgment,
            &format!("judgment-{number}"),
            &format!("虚构捕捞案{number}{}", texts::EVIL),
            vec![texts::section(SectionRole::Reasoning, &facts)],
        );
        case.metadata.number = None;
        documents.push(case);
    }
    documents
}

#[track_caller]
fn check_page(answer: &Answer, texts: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for text in texts {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
}

#[tokio::test]
async fn an_article_and_a_case_say_who_cites_them() {
    let app = App::with(&citing(25), Limits::default());
    let article = format!("/articles/{}/2-1", percent::encode("江河养护法"));
    let answer = app.get(&article).await;
    let all = format!(
        "href=\"/citing?{}\">全部 25 条",
        percent::query([("of", article.as_str()), ("group", "cases")]).replace('&', "&#38;")
    );
    check_page(
        &answer,
        &[
            "引用它的文本 <span class=\"count\">25 条</span>",
            "虚构捕捞案",
            "<mark>",
            &all,
        ],
    );
    assert_eq!(answer.body.matches("class=\"citing-title\"").count(), 3);
    let answer = app.get("/documents/spp-901").await;
    check_page(
        &answer,
        &["引用它的文本 <span class=\"count\">25 条</span>"],
    );
    let article = format!("/articles/{}/1", percent::encode("江河养护法"));
    let answer = app.get(&article).await;
    assert!(!answer.body.contains("引用它的文本"), "nobody does");
}

#[tokio::test]
async fn all_that_cite_stand_on_pages_of_their_own() {
    let app = App::with(&citing(25), Limits::default());
    let of = format!("/articles/{}/2-1", percent::encode("江河养护法"));
    let address = format!("/citing?{}", percent::query([("of", of.as_str())]));
    let first = app.get(&address).await;
    check_page(
        &first,
        &[
            "共 <strong>25</strong> 条",
            "案例 25",
            "<ol class=\"hits\" start=\"1\">",
        ],
    );
    assert_eq!(first.body.matches("class=\"hit-link\"").count(), 20);
    let second = app.get(&format!("{address}&group=cases&page=2")).await;
    check_page(&second, &["<ol class=\"hits\" start=\"21\">"]);
    assert_eq!(second.body.matches("class=\"hit-link\"").count(), 5);
    let past = app.get(&format!("{address}&page=9")).await;
    check_page(&past, &["这一页没有结果"]);
    let nobody = format!("/citing?of=/articles/{}/1", percent::encode("江河养护法"));
    check_page(&app.get(&nobody).await, &["本库中没有引用它的文本"]);
}

#[tokio::test]
async fn what_cannot_be_cited_is_refused_by_name() {
    let app = App::with(&citing(1), Limits::default());
    for (more, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("?of=/search", StatusCode::BAD_REQUEST),
        ("?of=/documents/spp-5", StatusCode::NOT_FOUND),
        (
            "?of=/documents/spp-901&group=novels",
            StatusCode::BAD_REQUEST,
        ),
        ("?of=/documents/spp-901&page=0", StatusCode::BAD_REQUEST),
    ] {
        let answer = app.get(&format!("/citing{more}")).await;
        assert_eq!(answer.status, status, "{more}");
    }
}
