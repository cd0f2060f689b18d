//! Reading pages on a day: what an article was then, what happened to it, and what a
//! case cites that changed since.

use axum::http::StatusCode;
use leian_corpus::{Block, Body, Document, SectionRole};

use super::{Answer, App, Limits, texts};
use crate::http::percent;

const THEN: &str = "使用电鱼、毒鱼方法捕捞的，处罚款。";
const NOW: &str = "使用电鱼、毒鱼、炸鱼等方法捕捞的，从重处罚。";

/// The older version of [`texts::law`], in which 第二条之一 read otherwise.
fn older() -> Document {
    let mut law = texts::law_of("2009-08-27", "已修改");
    let Body::Statute(statute) = &mut law.body else {
        unreachable!("a law is a statute");
    };
    for block in &mut statute.blocks {
        if let Block::Article(article) = block
            && article.number.inserted == 1
        {
            article.text = THEN.to_owned();
        }
    }
    law
}

/// A case of 2015 that cites the article that changed in 2022, and one that did not.
fn case_of_2015() -> Document {
    let mut case = texts::river_case();
    case.metadata.date = "2015-05-11".parse().ok();
    let Body::Sections(sections) = &mut case.body else {
        unreachable!("a case has sections");
    };
    sections.push(texts::section(
        SectionRole::RelatedLaw,
        "《江河养护法》第二条之一、第三条，《合同法》第五十二条",
    ));
    case
}

fn app() -> App {
    App::with(&[texts::law(), older(), case_of_2015()], Limits::default())
}

fn article(more: &str) -> String {
    format!("/articles/{}/2-1{more}", percent::encode("江河养护法"))
}

#[track_caller]
fn check_page(answer: &Answer, texts: &[&str]) {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    for text in texts {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
}

#[tokio::test]
async fn an_article_is_shown_as_it_was_on_the_day() {
    let app = app();
    let page = app.get(&article("")).await;
    check_page(
        &page,
        &[NOW, "行为时", "裁判时", "name=\"as_of\"", "/history\">"],
    );
    let then = app.get(&article("?as_of=2015-05-01&day=judgment")).await;
    let paragraph = format!("<p>{THEN}</p>");
    check_page(
        &then,
        &[
            "裁判时 2015-05-01",
            "当日有效",
            &paragraph,
            "本库收有当时的文本",
            "与现行条文对照",
            "<del>",
            "<ins>",
        ],
    );
    assert!(!then.body.contains(NOW), "never today's text");
    let now = app.get(&article("?as_of=2024-05-01")).await;
    check_page(&now, &["文字相同", NOW]);
}

#[tokio::test]
async fn a_day_without_a_text_has_none() {
    let app = app();
    let answer = app.get(&article("?as_of=2001-01-01")).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(!answer.body.contains(NOW) && !answer.body.contains(THEN));
    assert!(answer.body.contains("class=\"note\""), "{}", answer.body);
}

#[tokio::test]
async fn a_day_that_is_none_is_told_on_the_page() {
    let app = app();
    for address in [
        article("?as_of=%E5%8E%BB%E5%B9%B4"),
        "/documents/spp-901?as_of=2019".to_owned(),
    ] {
        let answer = app.get(&address).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{address}");
        assert!(answer.body.contains("role=\"alert\""), "{}", answer.body);
    }
    let answer = app.get(&article("?as_of=%E5%8E%BB%E5%B9%B4")).await;
    assert!(answer.body.contains("value=\"去年\"") && answer.body.contains(NOW));
}

#[tokio::test]
async fn the_history_of_an_article_shows_the_difference() {
    let app = app();
    let answer = app.get(&article("/history")).await;
    check_page(
        &answer,
        &["沿革", "修改", "<del>", "<ins>", "2022-03-01", THEN, NOW],
    );
    let missing = format!("/articles/{}/88/history", percent::encode("江河养护法"));
    assert_eq!(app.get(&missing).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_statute_says_which_text_applied_on_the_day() {
    let app = app();
    let (newest, older) = (texts::law().id, older().id);
    let answer = app
        .get(&format!("/documents/{newest}?as_of=2015-05-01"))
        .await;
    let other = format!("<a href=\"/documents/{older}?as_of=2015-05-01\">");
    check_page(
        &answer,
        &["适用的不是这个文本", &other, "/2-1?as_of=2015-05-01\""],
    );
    let answer = app
        .get(&format!("/documents/{older}?as_of=2015-05-01"))
        .await;
    check_page(&answer, &["适用的就是这个文本"]);
    let answer = app
        .get(&format!("/documents/{newest}?as_of=2001-01-01"))
        .await;
    check_page(&answer, &["本库没有收录"]);
}

#[tokio::test]
async fn a_case_names_what_it_cites_that_changed_since() {
    let app = app();
    let answer = app.get("/documents/spp-901").await;
    check_page(
        &answer,
        &[
            "可能失效",
            "本案（2015-05-11）以后，所引 2 处规定有变动",
            "《中华人民共和国江河养护法》第二条之一",
            "自 2021-01-01 起已废止，由《中华人民共和国民法典》取代",
        ],
    );
    assert!(
        !answer.body.contains("江河养护法》第三条："),
        "it did not change"
    );
    let answer = app.get("/documents/spp-901?as_of=2015-05-01").await;
    check_page(&answer, &["/2-1?as_of=2015-05-01\"", "行为时 2015-05-01"]);

    let mut recent = case_of_2015();
    recent.metadata.date = "2023-05-11".parse().ok();
    let app = App::with(&[texts::law(), older(), recent], Limits::default());
    let answer = app.get("/documents/spp-901").await;
    assert!(
        !answer.body.contains("可能失效"),
        "it knew the law of today"
    );
}

#[tokio::test]
async fn a_preview_follows_the_day() {
    let app = app();
    let of = |more: &str| {
        format!(
            "/preview?{}",
            percent::query([("of", article(more).as_str())])
        )
    };
    let answer = app.get(&of("?as_of=2015-05-01")).await;
    check_page(&answer, &[THEN, "行为时 2015-05-01 当日有效"]);
    assert!(!answer.body.contains(NOW));
    let answer = app.get(&of("?as_of=2001-01-01")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains(NOW) && !answer.body.contains(THEN));
    let answer = app.get(&of("?as_of=2001")).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}
