#![allow(clippy::unwrap_used)]

use super::*;
use crate::timeline::act::Operation;

fn read(lines: &[&str]) -> (Vec<(String, Vec<Operation>)>, bool) {
    let Touches::Known { changes, complete } = touches(lines) else {
        panic!("an act that is held is known");
    };
    let changes = changes
        .into_iter()
        .map(|(article, operations)| (article.to_string(), operations));
    (changes.collect(), complete)
}

#[track_caller]
fn check(line: &str, article: &str, operation: Operation) {
    let (changes, complete) = read(&[line]);
    assert_eq!(changes, [(article.to_owned(), vec![operation])], "{line}");
    assert!(complete, "{line}");
}

#[test]
fn title_names_the_amended_law() {
    let law = |title: &str| amended_law(title).map(|law| law.to_string());
    assert_eq!(
        law("中华人民共和国刑法修正案（八）").as_deref(),
        Some("刑法")
    );
    assert_eq!(
        law("全国人民代表大会常务委员会关于修改《中华人民共和国某某法》的决定").as_deref(),
        Some("某某法")
    );
    assert_eq!(
        law("最高人民法院关于修改《关于某院管辖的规定》的决定").as_deref(),
        Some("最高人民法院关于某院管辖的规定")
    );
    assert_eq!(
        law("最高人民法院关于修改《甲规定》等二十件司法解释的决定"),
        None
    );
    assert_eq!(law("中华人民共和国刑法"), None);
}

#[test]
fn whole_articles_are_changed_inserted_and_deleted() {
    check(
        "一、将某法第十条修改为：“甲。”",
        "10",
        Operation::Replace("甲。".into()),
    );
    check(
        "二、在某法第十条之一后增加一条，作为第十条之二：“乙。”",
        "10-2",
        Operation::Insert("乙。".into()),
    );
    check("十二、删去某法第十九条。", "19", Operation::Delete);
    check(
        "为了说明，在某法第二十九条中增加一款作为第二款，将该条修改为:“甲。",
        "29",
        Operation::Replace("甲。".into()),
    );
}

#[test]
fn several_new_articles_are_told_apart_by_their_numbers() {
    let (changes, complete) = read(&[
        "七、在某法第二十条之一后增加二条，作为第二十条之二、第二十条之三：",
        "“第二十条之二 甲：",
        "“（一）子。",
        "“第二十条之三 依照第二十条之二的规定。”",
    ]);
    assert_eq!(
        changes,
        [
            (
                "20-2".to_owned(),
                vec![Operation::Insert("甲：\n（一）子。".into())]
            ),
            (
                "20-3".to_owned(),
                vec![Operation::Insert("依照第二十条之二的规定。".into())]
            ),
        ]
    );
    assert!(complete);
}

#[test]
fn paragraphs_and_items_have_their_own_operations() {
    check(
        "将某法第三百五十条第一款、第二款修改为：“甲。",
        "350",
        Operation::ReplaceParagraphs {
            first: 1,
            last: 2,
            text: "甲。".into(),
        },
    );
    check(
        "九、在某法第二百八十五条中增加两款作为第二款、第三款：“甲。”",
        "285",
        Operation::InsertParagraphs {
            first: Some(2),
            text: "甲。".into(),
        },
    );
    check(
        "删去某法第六十八条第二款。",
        "68",
        Operation::DeleteParagraphs { first: 2, last: 2 },
    );
    check(
        "五、将某法第二百二十五条第三项修改为：“甲；”",
        "225",
        Operation::ReplaceItem {
            paragraph: None,
            item: 3,
            text: "甲；".into(),
        },
    );
    check(
        "八、某法第二百二十五条增加一项，作为第三项：“甲；”原第三项改为第四项。",
        "225",
        Operation::InsertItem {
            paragraph: None,
            item: 3,
            text: "甲；".into(),
        },
    );
}

#[test]
fn clauses_go_on_with_the_article_before() {
    let (changes, complete) = read(&[
        "二、在某法第三十八条中增加一款作为第二款：“甲。”",
        "原第二款作为第三款，修改为：“乙。”",
        "增加一款作为第四款：“丙。”",
        "五十、本修正案自2011年5月1日起施行。",
    ]);
    let insert = |first, text: &str| Operation::InsertParagraphs {
        first: Some(first),
        text: text.into(),
    };
    let replace = Operation::ReplaceParagraphs {
        first: 3,
        last: 3,
        text: "乙。".into(),
    };
    assert_eq!(
        changes,
        [(
            "38".to_owned(),
            vec![insert(2, "甲。"), replace, insert(4, "丙。")]
        )]
    );
    assert!(complete);
}

#[test]
fn what_is_not_understood_makes_the_act_incomplete() {
    for line in [
        "三、增加一条，作为第十六条：“甲。”",
        "四、将第十六条改为第十七条。",
        "五、对条文顺序作相应调整。",
        "六、将第三条、第九条中的“甲”修改为“乙”。",
        "自本决定施行之日起，第三条第一款第（一）项规定的数额标准不再适用。",
        "第三条第二款停止执行。",
    ] {
        assert!(!read(&[line]).1, "{line}");
    }
    let (changes, complete) = read(&["将某法第九条中的“甲”修改为“乙”。"]);
    assert_eq!(changes, [("9".to_owned(), vec![Operation::Unfollowed])]);
    assert!(complete);
    // An act of which nothing was read may have changed anything.
    assert!(!read(&["为了惩治犯罪，对某法作如下补充修改："]).1);
}
