//! Invented laws whose articles stand behind marks.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let found = unmarked(text);
    let single = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<String> = found.split('\n').map(single).collect();
    assert_eq!(lines.join("\n"), expected, "{text}");
    assert_eq!(found.split('\n').count(), text.split('\n').count());
}

#[test]
fn articles_behind_marks_of_markdown_begin_their_lines() {
    for (first, second) in [
        ("- 第一条 甲。", "- 第二条 乙。"),
        ("* 第一条　甲。", "* 第二条　乙。"),
        ("+ 第一条 甲。", "+ 第二条 乙。"),
        ("- **第一条** 甲。", "- **第二条** 乙。"),
        ("* **第一条** 甲。", "* **第二条** 乙。"),
        ("> 第一条 甲。", "> 第二条 乙。"),
        ("1. 第一条 甲。", "2. 第二条 乙。"),
        ("*第一条* 甲。", "*第二条* 乙。"),
        ("__第一条__ 甲。", "__第二条__ 乙。"),
        ("[第一条](#a) 甲。", "[第二条](#b) 乙。"),
        (
            "<a id=\"x\"></a>**第一条** 甲。",
            "<a id=x></a>**第二条** 乙。",
        ),
        ("&emsp;&emsp;第一条&emsp;甲。", "&nbsp;第二条&nbsp;乙。"),
        ("| 第一条 | 甲。 |", "| 第二条 | 乙。 |"),
        ("【第一条】甲。", "【第二条】乙。"),
        ("（第一条）甲。", "（第二条）乙。"),
        ("**第一条　**甲。", "**第二条　**乙。"),
        ("**第一条**甲。", "**第二条**乙。"),
        ("- **第一条**甲。", "- **第二条**乙。"),
        ("*第一条*甲。", "*第二条*乙。"),
    ] {
        check(
            &format!("灯塔法\n{first}\n{second}"),
            "灯塔法\n第一条 甲。\n第二条 乙。",
        );
    }
}

#[test]
fn notes_and_items_lose_their_marks() {
    check(
        "# 灯塔法\n> （2020年1月1日某会议通过）",
        "# 灯塔法\n（2020年1月1日某会议通过）",
    );
    check(
        "# 灯塔法\n*（2020年1月1日某会议通过）*",
        "# 灯塔法\n（2020年1月1日某会议通过）",
    );
    check(
        "第一条 甲：\n\\(一\\) 乙；\n\\(二\\) **丙**。",
        "第一条 甲：\n(一) 乙；\n(二) 丙。",
    );
}

#[test]
fn marks_of_the_text_stay() {
    for text in [
        "灯塔法\n第一条 甲。\n第二条 乙：\n- 第三条 丙\n- 第九条 丁",
        "灯塔法\n第一条 填写____年____月。\n第二条 a_b_c。",
        "灯塔决定\n1. 第三条修改为：甲。\n2. 第九条修改为：乙。",
        "灯塔法\n第一条 甲。\n（第三条）\n第二条 乙。",
        "灯塔法\n第一条 甲。\n| 第一条 | 罚款 |\n| 第二条 | 警告 |",
        "灯塔法\n第一条 甲。\n— 1 —\n- 2 -\n第二条 乙 < 丙 > 丁。",
    ] {
        assert!(matches!(unmarked(text), Cow::Borrowed(_)), "{text}");
    }
}
