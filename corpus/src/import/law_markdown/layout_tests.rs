//! Invented laws with the layout of a page.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str, notes: &[TextNote]) {
    let found = restored(text);
    let lines = found.text.lines().map(str::trim);
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.join("\n"), expected, "{text}");
    assert_eq!(found.notes, notes, "{text}");
    assert_eq!(found.text.split('\n').count(), text.split('\n').count());
}

#[track_caller]
fn unchanged(text: &str) {
    let found = restored(text);
    assert_eq!((found.text.as_ref(), found.notes.len()), (text, 0));
}

#[test]
fn page_numbers_and_running_heads_tear_no_paragraph() {
    use TextNote::{RunningHeads, TornParagraphs};
    for mark in [
        "— 1 —",
        "- 3 -",
        "－12－",
        "第 3 页 共 20 页",
        "第三页",
        "3/20",
        "灯塔条例",
        "— 1 —\n\n灯塔条例",
    ] {
        let expected = "灯塔条例\n第一条 灯塔的看守人应当每日点灯。\n第二条 乙。";
        for blank in ["\n", "\n\n"] {
            check(
                &format!(
                    "灯塔条例{blank}第一条 灯塔的看守人{blank}{mark}{blank}应当每日点灯。{blank}第二条 乙。"
                ),
                expected,
                &[RunningHeads, TornParagraphs],
            );
        }
    }
    check(
        "灯塔条例\n第一条 甲。\n— 1 —\n乙。\n- 2 -\n第二条 丙，\n第3页\n（一）丁；\n1/9\n戊：\n2/9\n（二）己。",
        "灯塔条例\n第一条 甲。\n乙。\n第二条 丙，\n（一）丁；\n戊：\n（二）己。",
        &[RunningHeads],
    );
}

#[test]
fn lines_of_a_table_and_signatures_are_no_furniture() {
    unchanged("灯塔条例\n第一条 甲：\n1/2\n1/4\n乙。\n第二条 丙。");
    unchanged("灯塔条例\n第一条 甲：\n1\n乙。\n第二条 丙。\n某某市人民政府\n2020年1月1日");
    check(
        "灯塔条例\n第一条 甲。\n某某市人民政府\n— 2 —\n2020年1月1日",
        "灯塔条例\n第一条 甲。\n某某市人民政府\n2020年1月1日",
        &[TextNote::RunningHeads],
    );
}

const CUT: &str = "灯塔条例\n\
    \u{3000}\u{3000}第一条 为了保护灯塔，方便船舶夜间航行，根据\n\
    海上航标管理的有关规定，结合本市灯塔看守工作的实际\n\
    情况，制定本条例。\n\
    \u{3000}\u{3000}第二条 灯塔的看守人应当每日在日落以前登上灯\n\
    塔，检查灯油。违反前款规定的，依照本条例第一款第\n\
    （一）项和\n\
    \u{3000}\u{3000}有下列情形之一的，不予处罚：\n\
    \u{3000}\u{3000}（一）灯塔因为台风、地震或者海啸等不可抗力而\n\
    不能点亮的；\n\
    \u{3000}\u{3000}（二）甲。";

#[test]
fn lines_cut_at_a_width_are_joined() {
    check(
        CUT,
        "灯塔条例\n第一条 为了保护灯塔，方便船舶夜间航行，根据海上航标管理的有关规定，结合本市灯塔看守工作的实际情况，制定本条例。\n\
         第二条 灯塔的看守人应当每日在日落以前登上灯塔，检查灯油。违反前款规定的，依照本条例第一款第（一）项和\n\
         有下列情形之一的，不予处罚：\n（一）灯塔因为台风、地震或者海啸等不可抗力而不能点亮的；\n（二）甲。",
        &[TextNote::CutLines],
    );
}

#[test]
fn paragraphs_are_not_joined() {
    unchanged(
        "灯塔条例\n第一条 灯塔的看守人应当每日在日落以前登上灯塔；\n灯塔的看守人应当每日在日落以前登上灯塔的；\n\
         灯塔的看守人应当每日在日落以前登上灯塔的。\n灯塔的看守人应当每日在日落以前登上灯塔的：\n甲。",
    );
    // Short lines without a mark are a list.
    unchanged("灯塔条例\n第一条 收费如下\n灯油费\n看守费用\n第二条 登记费\n甲\n浮标登记费用");
}

#[test]
fn reference_at_the_beginning_of_a_line_goes_on() {
    for reference in [
        "第五条处罚。",
        "第五条的规定处罚。",
        "第五条规定的程序处理。",
        "第五条、第六条处理。",
    ] {
        check(
            &format!("灯塔条例\n第四条 擅自熄灯的，依照\n{reference}\n第五条 丙。"),
            &format!("灯塔条例\n第四条 擅自熄灯的，依照{reference}\n第五条 丙。"),
            &[TextNote::TornParagraphs],
        );
    }
    unchanged("灯塔条例\n第四条 擅自熄灯的，罚款。\n第五条处罚由某局决定。");
    unchanged("灯塔条例\n第四条 擅自熄灯的，罚款\n第五条处罚决定由某局作出。\n第六条 丙。");
    unchanged("灯塔条例\n第四条 擅自熄灯的，罚款\n第五条 处罚。");
}

#[test]
fn note_over_lines_is_one() {
    check(
        "灯塔条例\n第一条 甲。\n【编者注：灯塔已迁。\n今在乙。】\n丙。",
        "灯塔条例\n第一条 甲。\n【编者注：灯塔已迁。今在乙。】\n丙。",
        &[TextNote::TornParagraphs],
    );
}
