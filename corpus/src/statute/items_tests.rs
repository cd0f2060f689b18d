use super::*;
use crate::statute::Heading;

fn statute(blocks: &[&str]) -> Statute {
    let heading = |level, text: &str| {
        Block::Heading(Heading {
            level,
            text: text.to_owned(),
        })
    };
    let blocks = blocks.iter().map(|text| match text.split_once('#') {
        Some(("", text)) if text.starts_with('附') => heading(HeadingLevel::Annex, text),
        Some(("", text)) => heading(HeadingLevel::Topic, text),
        Some(("印", text)) => heading(HeadingLevel::Part, text),
        _ => Block::Text((*text).to_owned()),
    });
    Statute {
        blocks: blocks.collect(),
    }
}

#[track_caller]
fn check(blocks: &[&str], expected: &[(u32, &str)]) {
    let found = statute(blocks).cited_articles();
    let found: Vec<(u32, &str)> = found
        .iter()
        .map(|item| (item.number.base, item.text.as_str()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn items_of_a_decision_are_cited_as_articles() {
    check(
        &[
            "（1998年12月29日通过）",
            "为了甲，决定如下：",
            "一、乙。",
            "二、丙：\n（一）丁；\n（二）戊。",
            "三、本决定自公布之日起施行。\n2016年12月19日",
        ],
        &[
            (1, "乙。"),
            (2, "丙：\n（一）丁；\n（二）戊。"),
            (3, "本决定自公布之日起施行。"),
        ],
    );
    check(
        &["甲：\n1.乙。\n2.丙。\n3.丁。"],
        &[(1, "乙。"), (2, "丙。"), (3, "丁。")],
    );
    check(&["甲：\n㈠乙。\n㈡丙。"], &[(1, "乙。"), (2, "丙。")]);
    check(
        &["甲：\n（一）乙。\n（二）丙。"],
        &[(1, "乙。"), (2, "丙。")],
    );
}

#[test]
fn sections_with_headings_are_items_too() {
    check(
        &[
            "#一、总体要求",
            "甲。",
            "#二、依法严惩",
            "（一）乙。\n（二）丙。",
            "#三、附则",
            "（一）丁。",
        ],
        &[
            (1, "总体要求\n甲。"),
            (2, "依法严惩\n（一）乙。\n（二）丙。"),
            (3, "附则\n（一）丁。"),
        ],
    );
}

#[test]
fn numbers_that_go_on_over_sections_are_the_articles() {
    check(
        &[
            "#一、一般规定",
            "1.甲。\n2.乙。",
            "#二、其他规定",
            "3.丙。\n4.丁。",
        ],
        &[(1, "甲。"), (2, "乙。"), (3, "丙。"), (4, "丁。")],
    );
}

#[test]
fn new_wording_in_an_item_is_not_an_item() {
    check(
        &[
            "一、将第三条修改为：“甲：\n（一）乙；\n（二）丙。”",
            "二、删去第四条。",
            "三、增加：\n“一、丁。”",
            "四、戊。",
        ],
        &[
            (1, "将第三条修改为：“甲：\n（一）乙；\n（二）丙。”"),
            (2, "删去第四条。"),
            (3, "增加：\n“一、丁。”"),
            (4, "戊。"),
        ],
    );
}

#[test]
fn annex_and_second_list_are_not_the_text_s_items() {
    check(
        &[
            "一、甲。\n二、乙。",
            "#附件一",
            "一、丙。\n二、丁。\n三、戊。",
        ],
        &[(1, "甲。"), (2, "乙。")],
    );
    check(
        &["印#关于某事的意见", "一、甲。\n二、乙。"],
        &[(1, "甲。"), (2, "乙。")],
    );
    check(
        &[
            "现印发：\n一、丙。\n二、丁。\n三、戊。",
            "印#关于某事的意见",
            "一、甲。\n二、乙。",
        ],
        &[(1, "甲。"), (2, "乙。")],
    );
}

#[test]
fn text_without_a_list_has_none() {
    check(&["某院：\n甲。\n此复。"], &[]);
    check(&["某院：\n一、甲。\n此复。"], &[]);
}

#[test]
fn preamble_ends_where_the_items_begin() {
    let decision = statute(&[
        "（1998年12月29日通过）\n决定如下：",
        "一、甲。",
        "二、自2020年1月1日起施行。",
    ]);
    assert_eq!(decision.preamble(), "（1998年12月29日通过）\n决定如下：");
}

#[test]
fn items_of_a_law_whose_articles_are_hidden_are_none() {
    for mark in ["~ ", "【", "※"] {
        let text = format!(
            "{mark}第一条 甲：\n（一）乙；\n（二）丙。\n{mark}第二条 丁。\n{mark}第三条 戊。"
        );
        check(&[&text], &[]);
    }
}
