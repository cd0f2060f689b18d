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

/// The titles, numbers and texts of what a file holds, and the codes of its remarks.
#[track_caller]
fn check_texts(name: &str, text: &str, expected: &[(&str, usize)], remarks: &[&str]) {
    let (documents, found) = read(name, text);
    let texts: Vec<_> = documents
        .iter()
        .map(|document| (document.title.as_str(), articles(document).len()))
        .collect();
    assert_eq!(texts, expected, "{name} {text}");
    assert_eq!(found, remarks, "{name} {text}");
}

#[test]
fn rows_of_tables_of_pages_are_articles() {
    for rows in [
        "<tr><td>第一条</td><td>甲：<br>（一）乙；</td></tr><tr><td>第二条</td><td>丙。</td></tr>",
        "<tr><td colspan=2>第一章 总则</td></tr><tr><td>第一条</td><td>甲。</td></tr><tr><td>第二条</td><td>丙。</td></tr>",
        "<tr><th>条</th><th>文</th></tr><tr><td>第一条</td><td>甲。</td></tr><tr><td>第二条</td><td>丙。</td></tr>",
    ] {
        let page = format!(
            "<html><head><meta charset=utf-8><title>灯塔法</title></head><body><h1>灯塔法</h1><table>{rows}</table></body></html>"
        );
        check_texts("甲.html", &page, &[("灯塔法", 2)], &[]);
    }
}

#[test]
fn table_of_an_annex_that_names_articles_stays_a_table() {
    let page = "<html><head><meta charset=utf-8><title>灯塔法</title></head><body><h1>灯塔法</h1>\
                <p>第一条 甲。</p><p>第二条 乙。</p><table><tr><td>第一条</td><td>罚款</td></tr>\
                <tr><td>第二条</td><td>警告</td></tr></table></body></html>";
    check_texts("甲.html", page, &[("灯塔法", 2)], &[]);
}

#[test]
fn title_of_a_page_is_that_of_the_law() {
    let text = "<p>（2020年1月1日某会议通过）</p><p>第一条 甲。</p><p>第二条 乙。</p>";
    for (title, heading) in [
        ("灯塔法_法律法规_某某检察网", "<h1>灯塔法</h1>"),
        (
            "灯塔法 - 法律法规 - 某某网",
            "<p>法律法规</p><p class=t>灯塔法</p>",
        ),
        ("法律法规_某某网", "<h1>灯塔法</h1>"),
        ("某某网", "<p>灯塔法</p>"),
        ("", "<p>来源：某某网</p><p>灯塔法</p>"),
    ] {
        let page = format!(
            "<html><head><meta charset=utf-8><title>{title}</title></head><body>{heading}<div class=content>{text}</div></body></html>"
        );
        let (documents, _) = read("甲.html", &page);
        assert_eq!(documents[0].title, "灯塔法", "{title} {heading}");
    }
}

#[test]
fn lines_of_a_page_above_the_title_are_not_the_name() {
    for above in [
        "来源：某某网  浏览字号：大 中 小  2021年8月20日 15:34\n分享到",
        "发布时间：2021-08-20",
        "2021-08-20 15:34\n打印 关闭",
    ] {
        let text = format!("{above}\n\n灯塔法\n第一条 甲。\n第二条 乙。");
        check_texts("甲.txt", &text, &[("灯塔法", 2)], &[]);
        let (documents, _) = read("甲.txt", &text);
        assert_eq!(
            statute(&documents[0]).blocks[0],
            Block::Text(above.to_owned())
        );
    }
}

#[test]
fn fields_below_the_title_tell_the_days() {
    for fields in [
        "【发布日期】2001.01.02【实施日期】2001.03.04",
        "【发布部门】某某机关\n【发布日期】2001.01.02\n【实施日期】2001.03.04\n【时效性】现行有效",
        "【公布日期】2001年1月2日\n【施行日期】2001年3月4日",
    ] {
        let (documents, _) = read(
            "甲.txt",
            &format!("灯塔法\n{fields}\n第一条 甲。\n第二条 乙。"),
        );
        let metadata = &documents[0].metadata;
        let days =
            [metadata.promulgated, metadata.effective].map(|day| day.map(|day| day.to_string()));
        assert_eq!(
            days,
            [Some("2001-01-02".to_owned()), Some("2001-03-04".to_owned())],
            "{fields}"
        );
    }
}

#[test]
fn decision_and_law_in_a_file_are_two() {
    let law = "灯塔法\n第一条 甲。\n第二条 乙。\n第三条 丙。\n";
    let decision = "某会议关于修改《灯塔法》的决定\n一、将第一条修改为：“第一条 甲。”\n二、删去第四条。\n本决定自公布之日起施行。\n";
    let title = "某会议关于修改《灯塔法》的决定";
    check_texts(
        "甲.txt",
        &format!("{decision}{law}"),
        &[(title, 0), ("灯塔法", 3)],
        &["5 灯塔法 true"],
    );
    check_texts(
        "甲.txt",
        &format!("{law}{decision}"),
        &[("灯塔法", 3), (title, 0)],
        &["5 某会议关于修改《灯塔法》的决定 true"],
    );
}

#[test]
fn law_of_which_no_article_is_read_is_told() {
    for mark in ["~", "※ ", "§ "] {
        let text = format!("灯塔法\n{mark}第一条 甲。\n{mark}第二条 乙。\n{mark}第三条 丙。");
        check_texts("灯塔法.txt", &text, &[("灯塔法", 0)], &["no_article_read"]);
    }
}

#[test]
fn numbers_without_a_gap_count_on() {
    for word in ["中央某局负责。", "与某局有关的人。", "或者由某局办理。"] {
        check(
            &format!("灯塔法\n第一条甲。\n第二条乙。\n第三条{word}\n第四条丁。"),
            &[("1", "甲。"), ("2", "乙。"), ("3", word), ("4", "丁。")],
            &[],
        );
    }
}

#[test]
fn chapters_spoken_about_in_cut_lines_are_no_headings() {
    use crate::import::law_markdown::layout::restored;
    for (above, below) in [
        (
            "灯塔的看守人擅自熄灯违反本法的规定的，依照本法",
            "第二章第三节的规定处罚，并处罚款。",
        ),
        (
            "灯塔的看守人擅自熄灯或者有前条情形的，适用本法",
            "第三节另有规定的，从其规定",
        ),
        (
            "灯塔的看守人擅自熄灯或者有前条情形的，应当按照",
            "第十条承担责任。",
        ),
    ] {
        let text = format!(
            "灯塔法\n第一条 灯塔的看守人应当每日在日落以前登上灯塔检查灯\n油，并且在日出以后熄灯，登记灯塔每夜点灯以及熄灯的时\n间、天气和过往船舶，每月报告本市灯塔管理机关，由其汇\n总公布。\n第二条 {above}\n{below}\n第三条 丙。"
        );
        let found = restored(&text);
        assert!(
            found.text.contains(&format!("{above}{below}")),
            "{}",
            found.text
        );
    }
}
