use proptest::prelude::*;

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(Reading::of(text).text(), expected, "{text:?}");
}

#[test]
fn breaks_inside_numbers_are_left_out() {
    check("刑法第二百\n六十四条", "刑法第二百六十四条");
    check("刑法第26\n4条", "刑法第264条");
    check("刑法第一百三十三条\n之一", "刑法第一百三十三条之一");
    check("刑法第一百三十三条 之 一", "刑法第一百三十三条之一");
    check("刑法第\n三条第一\n款", "刑法第三条第一款");
    check(
        "第 二\u{2002}百\u{2009}六\u{a0}十\u{3000}四\u{200b}条",
        "第二百六十四条",
    );
    check(
        "参照检例第1\n08号、检例第\n67号",
        "参照检例第108号、检例第67号",
    );
    check("第67条\n3款", "第67条3款");
}

#[test]
fn breaks_inside_names_and_titles_are_left_out() {
    check("依照刑事诉\n讼法第三条", "依照刑事诉讼法第三条");
    check("刑 法 第 264 条", "刑法第264条");
    check("《刑事诉讼\n法》第三条", "《刑事诉讼 法》第三条");
    check("依照刑法\n第三条", "依照刑法第三条");
    check("《未完\n《甲法》第一条", "《未完\n《甲法》第一条");
}

#[test]
fn pages_between_the_pieces_of_a_number_are_left_out() {
    check("刑法第二百\n- 3 -\n六十四条", "刑法第二百六十四条");
    check("刑法第二百\n\n12\n\n六十四条", "刑法第二百六十四条");
    check("刑法第26\n第 3 页 共 9 页\n4条", "刑法第264条");
    check("刑法第二百\u{c}六十四条", "刑法第二百六十四条");
}

#[test]
fn breaks_in_a_list_are_left_out() {
    check("刑法第一条、\n第二条", "刑法第一条、第二条");
    check("刑法第一条\n的规定，第二条", "刑法第一条的规定，第二条");
    check(
        "刑法第一条和\n《民法典》第二条",
        "刑法第一条和《民法典》第二条",
    );
}

#[test]
fn lines_of_a_law_stay_apart() {
    for text in [
        "第一条 甲。\n第二条 乙。",
        "刑法\n第一条\n甲。",
        "《刑法》\n第一条 甲",
        "相关规定：《中华人民共和国刑法》\n第一条 甲",
        "一、甲\n二、乙",
        "如下：\n第一条 甲",
        "甲的第一\n件事",
        "2020 年 5 月",
        "第三条\n一、甲",
        "共 12 人\n3 条线索",
    ] {
        check(text, text);
    }
}

proptest! {
    #[test]
    fn places_lead_back_to_the_source(text in "[刑法第二百六十四條条款之一《》、\n \u{200b}264]{0,24}") {
        let reading = Reading::of(&text);
        let read = reading.text();
        for (start, c) in read.char_indices() {
            let range = reading.source_range(start..start + c.len_utf8());
            let source = text.get(range);
            prop_assert!(source.is_some());
            let again = crate::normalize::in_simplified(source.unwrap_or_default());
            let same = again.trim() == c.to_string().trim();
            prop_assert!(same, "{:?} for {:?}", again, c);
        }
    }
}
