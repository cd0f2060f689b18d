//! Checked citations: the page, and forms with files.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::openapi::check;
use super::{Answer, App, texts};
use crate::http::upload::MAX_UPLOAD_BYTES;

const MEDIA_TYPE: &str = "multipart/form-data; boundary=zzz";

/// One field of a form: name, file name if it is a file, content.
type Field<'a> = (&'a str, Option<&'a str>, &'a [u8]);

fn form(fields: &[Field<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file_name, content) in fields {
        let file = file_name.map(|name| format!("; filename=\"{name}\""));
        let head = format!(
            "--zzz\r\nContent-Disposition: form-data; name=\"{name}\"{}\r\n\r\n",
            file.unwrap_or_default()
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--zzz--\r\n");
    body
}

/// As a browser sends it: every field, a chosen file or none.
async fn submit(app: &App, text: &str, file: Option<(&str, &[u8])>, date: &str) -> Answer {
    let (name, content) = file.unwrap_or(("", b""));
    let fields: [Field<'_>; 3] = [
        ("text", None, text.as_bytes()),
        ("file", Some(name), content),
        ("date", None, date.as_bytes()),
    ];
    app.post("/citations", MEDIA_TYPE, form(&fields)).await
}

#[track_caller]
fn check_page(answer: &Answer, status: StatusCode, texts: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.body);
    assert!(answer.header("content-type").starts_with("text/html"));
    for text in texts {
        assert!(answer.body.contains(text), "no {text:?} in {}", answer.body);
    }
    assert!(!answer.body.contains("<script>alert"), "{}", answer.body);
}

/// The places and words of the marks on a page: `(first, end)` in characters.
fn marks(page: &str) -> Vec<((usize, usize), String)> {
    let pieces = page.split("data-chars=\"").skip(1);
    pieces
        .map(|piece| {
            let (place, rest) = piece.split_once('"').unwrap();
            let (start, end) = place.split_once('-').unwrap();
            let words = rest.split_once("<span class=\"words\">").unwrap().1;
            let words = words.split_once("</span>").unwrap().0;
            let place = (start.parse().unwrap(), end.parse().unwrap());
            (place, words.to_owned())
        })
        .collect()
}

#[tokio::test]
async fn a_pasted_text_comes_back_with_every_citation_marked() {
    let app = App::new();
    let form = app.get("/citations").await;
    check_page(
        &form,
        StatusCode::OK,
        &[
            "multipart/form-data",
            "name=\"text\"",
            "name=\"file\"",
            "行为时",
        ],
    );
    let text = format!(
        "🌊起诉书{}\r\n　依据《江河养护法》第２条第２款、第九条\r\n《合同法》第五十二条，参照检例第901号，\
         江河养护法第三条规定：“造成水生生物资源损害的，可以承担生态修复责任。”",
        texts::EVIL
    );
    let answer = submit(&app, &text, None, "").await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "引用 <strong>5</strong> 处",
            "（今天）",
            "没有这一条款",
            "本库所收：第一条至第三条",
            "因科学研究需要捕捞的，应当经过批准。",
            "自 2021-01-01 起废止，由《中华人民共和国民法典》取代",
            "某某等人非法捕捞水产品刑事附带民事公益诉讼案",
            "<del>可以</del>",
            "<ins>应当</ins>",
            "href=\"/documents/spp-901\"",
            "&#60;script&#62;alert",
        ],
    );
    let chars: Vec<char> = text.chars().collect();
    let found = marks(&answer.body);
    assert_eq!(found.len(), 5);
    for ((start, end), words) in found {
        let there: String = chars[start..end].iter().collect();
        assert_eq!(there, words);
    }
}

#[tokio::test]
async fn a_citation_over_two_lines_is_marked_on_both() {
    let app = App::new();
    let answer = submit(&app, "依照《江河养护法》\r\n第二条之一处理", None, "").await;
    check_page(&answer, StatusCode::OK, &["引用 <strong>1</strong> 处"]);
    let marks = answer.body.matches("class=\"cited v-in_force\"").count();
    let tags = answer.body.matches("<span class=\"tag\">").count();
    assert_eq!((marks, tags), (2, 1), "{}", answer.body);
    assert_eq!(answer.body.matches("id=\"m1\"").count(), 1);
}

#[tokio::test]
async fn the_day_of_the_conduct_decides() {
    let app = App::new();
    let text = "江河养护法第三条";
    let answer = submit(&app, text, None, "2001年5月1日").await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "<strong>2001-05-01</strong> 的法律（行为时）",
            "本库未收录",
            "该日的文本本库没有；见2009-08-27 的新文本",
        ],
    );
    let answer = submit(&app, text, None, "去年").await;
    check_page(
        &answer,
        StatusCode::BAD_REQUEST,
        &[
            "role=\"alert\"",
            "日期“去年”不能用",
            "江河养护法第三条</textarea>",
            "value=\"去年\"",
        ],
    );
}

#[tokio::test]
async fn a_file_is_read_and_refusals_are_told_on_the_page() {
    let app = App::new();
    let text = "依据江河养护法第一条".as_bytes();
    let answer = submit(&app, " ", Some(("<b>起诉书.txt", text)), "").await;
    check_page(
        &answer,
        StatusCode::OK,
        &[
            "《&#60;b&#62;起诉书.txt》（纯文本）共 10 字",
            "引用 <strong>1</strong> 处",
        ],
    );
    let page = "<html><body><p>依据江河养护法第一条</p><p>和江河养护法第九条</p></body></html>";
    let answer = submit(&app, "", Some(("意见书.html", page.as_bytes())), "").await;
    check_page(
        &answer,
        StatusCode::OK,
        &["《意见书.html》（网页）", "引用 <strong>2</strong> 处"],
    );
    let none = submit(&app, " \r\n", None, "").await;
    check_page(&none, StatusCode::BAD_REQUEST, &["没有要核验的文书"]);
    let both = submit(&app, "甲", Some(("a.txt", text)), "").await;
    check_page(&both, StatusCode::BAD_REQUEST, &["只能有一个"]);
    let binary = submit(&app, "", Some(("a.txt", b"\x89PNG\r\n\x1a\n\0\0")), "").await;
    check_page(&binary, StatusCode::BAD_REQUEST, &["文件“a.txt”不能核验"]);
    let empty = submit(&app, "甲于夜间驾船。", None, "").await;
    check_page(&empty, StatusCode::OK, &["没有找到对法条或案例的引用"]);
}

#[tokio::test]
async fn what_is_too_large_is_a_page_with_the_limit() {
    let app = App::new();
    let long = submit(&app, &"长".repeat(500_001), None, "").await;
    check_page(
        &long,
        StatusCode::PAYLOAD_TOO_LARGE,
        &["500001 字，最多 500000 字"],
    );
    let huge = vec![b'a'; MAX_UPLOAD_BYTES + 1];
    let huge = submit(&app, "", Some(("a.txt", &huge)), "").await;
    check_page(&huge, StatusCode::PAYLOAD_TOO_LARGE, &["超过 16 MiB"]);
    let broken = app
        .post("/citations", MEDIA_TYPE, "--zzz\r\nContent-")
        .await;
    check_page(&broken, StatusCode::BAD_REQUEST, &["请求内容不完整"]);
    let other = app
        .post("/citations", "application/x-www-form-urlencoded", "text=x")
        .await;
    check_page(&other, StatusCode::BAD_REQUEST, &["multipart/form-data"]);
}

async fn upload(app: &App, fields: &[Field<'_>]) -> Answer {
    app.post("/api/v1/citations/check", MEDIA_TYPE, form(fields))
        .await
}

#[tokio::test]
async fn a_program_may_send_a_file_and_gets_the_text_that_places_are_in() {
    let app = App::new();
    let text = "\u{feff}🌊依据《江河养护法》第２条第２款\r\n和检例第901号";
    let fields: [Field<'_>; 2] = [
        ("file", Some("意见书.txt"), text.as_bytes()),
        ("date", None, b"2023-01-01"),
    ];
    let answer = upload(&app, &fields).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    let body = answer.json();
    check("CitationsAnswer", &body);
    assert_eq!(body["date"], "2023-01-01");
    let read = body["text"].as_str().unwrap();
    assert_eq!(read, text.trim_start_matches('\u{feff}'));
    assert_eq!(body["format"], "text");
    let found: Vec<&str> = body["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|citation| {
            let at = |end: usize| citation["byte_range"][end].as_u64().unwrap() as usize;
            assert_eq!(&read[at(0)..at(1)], citation["text"].as_str().unwrap());
            &read[at(0)..at(1)]
        })
        .collect();
    assert_eq!(found, ["《江河养护法》第２条第２款", "检例第901号"]);
    let json = json!({ "text": "检例第901号" }).to_string();
    let json = app
        .post("/api/v1/citations/check", "application/json", json)
        .await;
    assert_eq!(json.json().get("text"), None);
}

#[tokio::test]
async fn forms_of_programs_are_refused_by_name() {
    let app = App::new();
    let refused = |answer: Answer| {
        let body = answer.json();
        check("Error", &body);
        let error = &body["error"];
        let text = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
        (
            answer.status.as_u16(),
            text("code").unwrap(),
            text("parameter"),
        )
    };
    let named =
        |status, code: &str, parameter: &str| (status, code.to_owned(), Some(parameter.to_owned()));
    let answer = upload(&app, &[("title", None, b"x")]).await;
    assert_eq!(refused(answer), named(400, "unknown_parameter", "title"));
    let answer = upload(&app, &[("text", None, b"x"), ("text", None, b"y")]).await;
    assert_eq!(refused(answer), named(400, "invalid_parameter", "text"));
    let answer = upload(&app, &[("date", None, b"2020-01-01")]).await;
    assert_eq!(refused(answer), named(400, "missing_parameter", "text"));
    let answer = upload(&app, &[("text", None, b"\xff")]).await;
    assert_eq!(refused(answer), named(400, "invalid_parameter", "text"));
    let answer = upload(&app, &[("text", None, b"x"), ("date", None, b"x")]).await;
    assert_eq!(refused(answer), named(400, "invalid_parameter", "date"));
    let answer = upload(&app, &[("file", Some("a"), b" \n")]).await;
    assert_eq!(refused(answer), named(400, "invalid_parameter", "file"));
}
