//! Shapes in which laws come as plain text: pages, cut lines, notes of editors, one law
//! behind another, orders above the text.

#![allow(clippy::unwrap_used)]

use super::forms_tests::{articles, statute};
use crate::document::Document;
use crate::import::{Oddity, Outcome, read_file};
use crate::statute::Block;

/// The documents of a text, and the codes of its remarks.
fn read(name: &str, text: &str) -> (Vec<Document>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let (mut documents, mut remarks) = (Vec::new(), Vec::new());
    read_file(&path, name, &mut |outcome| match outcome {
        Outcome::Document(document) => documents.push(*document),
        Outcome::Remark(remark) => remarks.push(match (&remark.what, remark.line) {
            (Oddity::FurtherText { parted }, Some(line)) => {
                format!("{line} {} {parted}", remark.title)
            }
            (what, _) => what.code().to_owned(),
        }),
        other => panic!("{other:?}"),
    });
    (documents, remarks)
}

fn page(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty());
    let paragraphs: String = lines.map(|line| format!("<p>{line}</p>\n")).collect();
    format!("<html><head><meta charset=\"utf-8\"></head><body>{paragraphs}</body></html>")
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)], remarks: &[&str]) {
    for (name, text) in [("甲.txt", text.to_owned()), ("甲.html", page(text))] {
        let (documents, found) = read(name, &text);
        let articles = articles(&documents[0]);
        let articles: Vec<_> = articles.iter().map(|one| (one.0.as_str(), one.1)).collect();
        assert_eq!(articles, expected, "{name} {text}");
        assert_eq!(found, remarks, "{name} {text}");
        assert_eq!(documents.len(), 1, "{name}");
    }
}

#[test]
fn page_numbers_are_no_paragraphs() {
    check(
        "灯塔条例\n第一条 灯塔的看守人应当每日\n— 1 —\n在日落以前点灯。\n- 2 -\n第二条 乙。",
        &[("1", "灯塔的看守人应当每日在日落以前点灯。"), ("2", "乙。")],
        &["running_heads", "torn_paragraphs"],
    );
}

#[test]
fn reference_at_the_beginning_of_a_line_makes_no_article() {
    check(
        "灯塔条例\n第一条 甲。\n第二条 乙。\n第三条 丙。\n第四条 擅自熄灯的，依照\n第五条处罚。\n第五条 擅自熄灯的，罚款。",
        &[
            ("1", "甲。"),
            ("2", "乙。"),
            ("3", "丙。"),
            ("4", "擅自熄灯的，依照第五条处罚。"),
            ("5", "擅自熄灯的，罚款。"),
        ],
        &["torn_paragraphs"],
    );
}

#[test]
fn note_of_an_editor_stands_apart() {
    for note in [
        "【编者注：灯塔已迁。】",
        "［灯塔条例第一条释义］",
        "（编者按：灯塔已迁。）",
    ] {
        let text = format!("灯塔条例\n第一条 甲。\n{note}\n乙。\n第二条 丙。");
        check(
            &text,
            &[("1", "甲。\n乙。"), ("2", "丙。")],
            &["editors_notes"],
        );
        let (documents, _) = read("甲.txt", &text);
        let text = Block::Text(note.to_owned());
        assert_eq!(statute(&documents[0]).blocks[1], text, "{note}");
    }
    // What deletes an article is read with it.
    check(
        "灯塔条例\n第一条 甲。\n第二条\n【编者注：此条已于2018年10月26日修正时删去】\n第三条 丙。",
        &[
            ("1", "甲。"),
            ("2", "【编者注：此条已于2018年10月26日修正时删去】"),
            ("3", "丙。"),
        ],
        &[],
    );
}

#[test]
fn two_laws_in_a_file_are_two() {
    let text = "灯塔条例\n（2019年1月1日某会议通过）\n第一条 甲。\n第二条 自2019年5月1日起施行。\n\n\
                浮标条例\n（2020年1月1日某会议通过）\n第一条 丙。\n第二条 本条例自2020年5月1日起施行。";
    for (name, text, line) in [
        ("灯塔(2019-01-01).txt", text.to_owned(), 6),
        ("甲.html", page(text), 9),
    ] {
        let (documents, remarks) = read(name, &text);
        let found: Vec<String> = documents
            .iter()
            .map(|document| {
                let metadata = &document.metadata;
                let day = |day: Option<crate::Date>| day.unwrap().to_string();
                let (made, applies) = (day(metadata.promulgated), day(metadata.effective));
                format!(
                    "{} {made} {applies} {}",
                    document.title,
                    articles(document).len()
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                "灯塔条例 2019-01-01 2019-05-01 2",
                "浮标条例 2020-01-01 2020-05-01 2"
            ],
            "{name}"
        );
        assert_eq!(remarks, [format!("{line} 浮标条例 true")], "{name}");
    }
    let (documents, remarks) = read(
        "甲.txt",
        "灯塔条例\n第一条 甲。\n第二条 乙。\n灯塔条例\n第一条 丙。\n第二条 丁。",
    );
    assert_eq!(documents.len(), 1);
    assert_eq!(remarks, ["4 灯塔条例 false"]);
}

#[track_caller]
fn check_day(text: &str, title: &str, day: &str) {
    for (name, text) in [("甲.txt", text.to_owned()), ("甲.html", page(text))] {
        let (documents, _) = read(name, &text);
        let found = documents[0].metadata.effective.map(|day| day.to_string());
        assert_eq!(documents[0].title, title, "{name} {text}");
        assert_eq!(found.as_deref(), Some(day), "{name} {text}");
    }
}

#[test]
fn order_or_line_above_the_text_tells_from_when_it_applies() {
    let law = "第一条 灯塔应当登记。\n第二条 浮标应当登记。";
    for above in [
        "2021年5月1日起施行",
        "自2021年5月1日起施行",
        "（2021年3月1日某会议通过　自2021年5月1日起施行）",
        "（2021年3月1日某会议通过）\n自2021年5月1日起施行",
        "（2021年3月1日某会议通过）\n（自2021年5月1日起施行）",
        "（2021年3月1日某会议通过，2021年5月1日起施行）",
        "《灯塔条例》已经某会议通过，现予公布，自2021年5月1日起施行。",
    ] {
        check_day(
            &format!("灯塔条例\n{above}\n{law}"),
            "灯塔条例",
            "2021-05-01",
        );
    }
    check_day(
        &format!(
            "中华人民共和国国务院令\n第999号\n《灯塔条例》已经2021年3月1日国务院会议通过，现予公布，自2021年5月1日起施行。\n总理 某某\n2021年3月2日\n灯塔条例\n{law}"
        ),
        "灯塔条例",
        "2021-05-01",
    );
}

#[test]
fn word_before_an_attached_text_is_no_title() {
    check_day(
        "附：\n灯塔条例\n（2021年3月1日某会议通过）\n第一条 甲。\n第二条 本条例自2021年5月1日起施行。",
        "灯塔条例",
        "2021-05-01",
    );
    let (documents, _) = read("甲.txt", "附：\n灯塔条例\n第一条 甲。\n第二条 乙。");
    let first = &statute(&documents[0]).blocks[0];
    assert_eq!(*first, Block::Text("附：".to_owned()));
}
