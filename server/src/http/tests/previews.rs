//! Pieces of pages for previews.

use axum::http::StatusCode;

use super::{App, Limits, texts};
use crate::http::percent;

async fn preview(app: &App, of: &str) -> super::Answer {
    app.get(&format!("/preview?{}", percent::query([("of", of)])))
        .await
}

#[tokio::test]
async fn an_article_is_shown_with_title_verdict_and_text() {
    let app = App::new();
    let href = format!("/articles/{}/2", percent::encode("江河养护法"));
    let answer = preview(&app, &href).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(!answer.body.contains("<html"), "a piece, no page");
    for text in [
        "中华人民共和国江河养护法 第二条",
        "v-in_force",
        "现行有效",
        "<p>因科学研究需要捕捞的，应当经过批准。</p>",
        &format!("href=\"{href}\">打开"),
    ] {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
}

#[tokio::test]
async fn a_version_that_its_source_calls_amended_says_so() {
    let mut law = texts::law();
    law.metadata.status = Some("已被修改".to_owned());
    let app = App::with(&[law], Limits::default());
    let href = format!("/articles/{}/2", percent::encode("江河养护法"));
    let answer = preview(&app, &href).await;
    assert!(
        answer.body.contains("来源标明这一版本“已被修改”"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn a_case_is_shown_by_its_key_points_and_nothing_becomes_markup() {
    let app = App::new();
    let answer = preview(&app, "/documents/spp-901").await;
    assert!(
        answer.body.contains("在禁渔期使用禁用工具捕捞"),
        "{}",
        answer.body
    );
    assert!(answer.body.contains("应当参照"));
    let evil = preview(&app, "/documents/teach-1").await;
    assert_eq!(evil.status, StatusCode::OK);
    assert!(evil.body.contains("&#60;script&#62;") && !evil.body.contains("<script>alert"));
    let quoted = preview(&app, "/documents/teach-1?q=\"><script>alert(1)</script>").await;
    assert!(!quoted.body.contains("<script>alert"), "{}", quoted.body);
}

#[tokio::test]
async fn what_is_no_article_or_text_of_the_library_has_no_preview() {
    let app = App::new();
    for (of, status) in [
        ("", StatusCode::BAD_REQUEST),
        ("/search?q=x", StatusCode::BAD_REQUEST),
        (
            "https://example.org/documents/spp-901",
            StatusCode::BAD_REQUEST,
        ),
        ("/documents/spp-5", StatusCode::NOT_FOUND),
        ("/articles/%E6%9C%88/1", StatusCode::NOT_FOUND),
        ("/articles/%E5/1", StatusCode::BAD_REQUEST),
    ] {
        let answer = preview(&app, of).await;
        assert_eq!(answer.status, status, "{of}");
    }
}
