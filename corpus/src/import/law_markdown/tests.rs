#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::super::read_source;
use super::*;
use crate::document::DocumentKind;

fn outcomes(display_path: &str, text: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let path = Path::new("/").join(display_path);
    let source = TextSource {
        path: &path,
        display_path,
        text,
        sha256: "0",
    };
    read_source(&source, &mut |outcome| outcomes.push(outcome));
    outcomes
}

#[track_caller]
fn only(display_path: &str, text: &str) -> Document {
    let mut outcomes = outcomes(display_path, text);
    match outcomes.pop() {
        Some(Outcome::Document(document)) if outcomes.is_empty() => *document,
        other => panic!("{other:?} after {outcomes:?}"),
    }
}

fn statute(document: &Document) -> &Statute {
    match &document.body {
        Body::Statute(statute) => statute,
        Body::Sections(_) => panic!("sections"),
    }
}

fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Some(Date::new(year, month, day).unwrap())
}

const LAW: &str = "# 中华人民共和国某事法\n\n\
    2010年3月1日 第十一届全国人民代表大会第三次会议通过\n\n\
    2018年10月26日 第十三届全国人民代表大会常务委员会第六次会议《关于修改<某事法>的决定》修正\n\n\
    <!-- INFO END -->\n\n## 第一章  总则\n\n第一条 甲。\n\n第二条 乙。\n\n\
    ## 第二章  附则\n\n第三条 本法自2010年7月1日起施行。\n";

#[test]
fn law_has_title_version_issuer_and_articles() {
    let document = only("laws/社会法/某事法(2018-10-26).md", LAW);
    assert_eq!(document.kind, DocumentKind::Law);
    assert_eq!(document.title, "中华人民共和国某事法");
    let law = document.metadata.law.as_ref().unwrap();
    assert_eq!(
        (law.key.as_str(), law.version),
        ("某事法", day(2018, 10, 26))
    );
    assert_eq!(document.metadata.promulgated, day(2018, 10, 26));
    assert_eq!(
        document.metadata.issuer.as_deref(),
        Some("全国人民代表大会")
    );
    assert_eq!(statute(&document).articles().count(), 3);
    assert_eq!(statute(&document).outline().len(), 2);
}

#[test]
fn date_of_application_of_an_earlier_version_is_not_taken() {
    let amended = only("laws/社会法/某事法(2018-10-26).md", LAW);
    assert_eq!(amended.metadata.effective, None);
    let first = LAW.split("2018年").next().unwrap().to_owned()
        + "<!-- INFO END -->\n第一条 本法自2010年7月1日起施行。";
    assert_eq!(
        only("laws/社会法/某事法.md", &first).metadata.effective,
        day(2010, 7, 1)
    );
}

#[test]
fn history_gives_the_version_where_the_file_name_has_none() {
    let document = only("laws/社会法/某事法.md", LAW);
    assert_eq!(document.metadata.law.unwrap().version, day(2018, 10, 26));
}

#[test]
fn part_of_a_code_keeps_the_title_of_the_code() {
    let text = "# 中华人民共和国某典\n\n# 某权编\n\n2020年5月28日 第十三届全国人民代表大会第三次会议通过\n\n\
        2021年1月1日 施行\n\n<!-- INFO END -->\n\n## 第一章  一般规定\n\n第九十条 甲。\n";
    let document = only("laws/民法典/某权编.md", text);
    assert_eq!(document.title, "中华人民共和国某典");
    let law = document.metadata.law.as_ref().unwrap();
    assert_eq!(law.part.as_deref(), Some("某权编"));
    assert_eq!(document.metadata.effective, day(2021, 1, 1));
    let entries = document.entries();
    assert_eq!(entries[1].title(), "中华人民共和国某典 第九十条");
    assert_eq!(entries[1].path, ["某权编", "第一章 一般规定"]);
}

#[test]
fn reply_without_articles_is_a_document_of_text() {
    let text =
        "# 最高人民法院关于某事的批复\n\n<!-- INFO END -->\n\n某省高级人民法院：\n\n甲。\n\n此复\n";
    let document = only("laws/司法解释/批复(2020-12-29).md", text);
    assert_eq!(document.kind, DocumentKind::JudicialInterpretation);
    assert_eq!(document.entries().len(), 1);
}

#[test]
fn plain_text_without_marks_is_read_too() {
    let text = "某市某事条例\n（2020年1月1日某市第十五届人民代表大会常务委员会第一次会议通过）\n\
        为了甲，制定本条例。\n第一章 总则\n第一条　乙。\n第二条　丙。\n附　则\n第三条　本条例自2020年3月1日起施行。";
    let document = only("upload/条例.txt", text);
    assert_eq!(document.kind, DocumentKind::LocalRegulation);
    assert_eq!(document.metadata.effective, day(2020, 3, 1));
    assert_eq!(document.metadata.promulgated, day(2020, 1, 1));
    assert_eq!(
        document.metadata.issuer.as_deref(),
        Some("某市人民代表大会常务委员会")
    );
    assert_eq!(statute(&document).outline().len(), 2);
    assert_eq!(statute(&document).blocks.len(), 7);
}

#[test]
fn article_without_number_fails_alone_with_file_and_line() {
    let text =
        "# 某法\n\n<!-- INFO END -->\n\n第九十九条 甲。\n\n第百条 乙。\n\n第一百零一条 丙。\n";
    let outcomes = outcomes("laws/某法.md", text);
    assert_eq!(outcomes.len(), 2);
    let Outcome::Failed(error) = &outcomes[1] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(
        error.to_string(),
        "cannot import laws/某法.md:7: cannot parse article number \"第百条\""
    );
    let Outcome::Document(document) = &outcomes[0] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(statute(document).articles().count(), 2);
}

#[test]
fn title_alone_is_no_content_and_articles_alone_have_no_title() {
    let failed = |text| match outcomes("a/某法.md", text).pop() {
        Some(Outcome::Failed(error)) => error.problem,
        other => panic!("{other:?}"),
    };
    assert!(matches!(failed("# 某法\n"), ImportProblem::NoContent));
    assert!(matches!(
        failed("第一条 甲。\n第二条 乙。"),
        ImportProblem::NoTitle
    ));
    assert!(matches!(
        failed("你好，世界\n随便写点什么"),
        ImportProblem::Unrecognised { .. }
    ));
}
