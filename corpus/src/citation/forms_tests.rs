//! Written forms of numbers, as people write them.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::LawKey;

/// Place and doubt of a mention: `刑法|133-1.2(3)`, `刑法|67.1~3`, `?` before what was
/// mended, `!` for what cannot be read.
fn short(mention: &CitationMention) -> String {
    let range = |first: String, last: Option<String>| match last {
        Some(last) => format!("{first}~{last}"),
        None => first,
    };
    let mark = match mention.doubt {
        None => "",
        Some(Doubt::Suspect) => "?",
        Some(Doubt::Unreadable) => "!",
    };
    let law = mention.law.as_ref().map_or("-", LawKey::as_str);
    if let Some(number) = &mention.case_number {
        return mark.to_owned() + &range(number.clone(), mention.case_to.map(|to| to.to_string()));
    }
    let article = mention.article.map(|number| number.to_string());
    let end = mention.article_end.map(|number| number.to_string());
    let mut place = range(article.unwrap_or_default(), end);
    let number = |number: u32| number.to_string();
    if let Some(paragraph) = mention.paragraph {
        let last = mention.paragraph_end.map(number);
        place += &format!(".{}", range(paragraph.to_string(), last));
    }
    if let Some(item) = mention.item {
        place += &format!(
            "({})",
            range(item.to_string(), mention.item_end.map(number))
        );
    }
    if let Some(point) = mention.point {
        place += &format!("#{point}");
    }
    format!("{mark}{law}|{}{place}", mention.division_label())
}

pub(super) fn places(text: &str) -> Vec<String> {
    let mentions = extract(text);
    let named = mentions.iter().filter(|mention| !mention.is_open());
    named.map(short).collect()
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(places(text), expected, "{text:?}");
}

#[track_caller]
fn each(texts: &[&str], expected: &[&str]) {
    for text in texts {
        check(text, expected);
    }
}

#[test]
fn breaks_and_spaces_inside_a_number_do_not_matter() {
    each(
        &[
            "依照《刑法》第二百六\n十四条的规定",
            "依照刑法第二百\n六十四条的规定",
            "依照刑法第26\n4条",
            "依照刑法第\u{c}264条",
            "依照刑法第二百\n— 7 —\n六十四条",
            "刑 法 第 264 条",
            "依照刑法第二\u{2009}百\u{200b}六\u{a0}十\u{3000}四\u{2002}条",
            "依照\n刑\n法\n第\n2\n6\n4\n条",
        ],
        &["刑法|264"],
    );
    each(
        &[
            "刑法第一百三十三条\n之一的规定",
            "刑法第一百三十三条 之一",
            "刑法第一百三十三条之\n一",
            "刑法第一百三十三\n条之一",
        ],
        &["刑法|133-1"],
    );
    each(
        &[
            "刑法第六十七条第三\n款",
            "刑法第六十七条\n第三款",
            "刑法第六十七条第\n三款",
        ],
        &["刑法|67.3"],
    );
}

#[test]
fn numerals_that_no_law_counts_with_are_shown_as_unreadable() {
    for number in ["²⁶⁴", "٢٦٤", "Ⅷ", "卌", "ⅩⅡ", "९", "99999999999999999999"] {
        let text = format!("依照刑法第{number}条的规定");
        check(&text, &["!刑法|"]);
        let text = format!("依照刑法第一条、第{number}条和第三条的规定");
        check(&text, &["刑法|1", "!刑法|", "刑法|3"]);
    }
    check("刑法学会第①届会议的条件", &[]);
}

#[test]
fn inserted_articles_are_written_in_many_ways() {
    each(
        &[
            "刑法第133-1条",
            "刑法第133条-1",
            "刑法第133条之1",
            "刑法第133之一条",
            "刑法第一百三十三之一条",
            "刑法第１３３－１条",
            "刑法133条之一",
            "刑法第一百三十三條之一",
            "刑法第133—1条",
        ],
        &["刑法|133-1"],
    );
    each(&["刑法第120-6条", "刑法第120条之六"], &["刑法|120-6"]);
    check("刑法第133-1、133-2条", &["刑法|133-1", "刑法|133-2"]);
    check("刑法第120条之一至之六", &["刑法|120-1~120-6"]);
    check(
        "刑法第一百二十条之一至第一百二十条之六",
        &["刑法|120-1~120-6"],
    );
    check("刑法第133条之一般规定", &["刑法|133"]);
}

#[test]
fn inserted_articles_in_spoilt_forms_are_read_with_a_mark() {
    each(
        &[
            "刑法第一百三十三条（之一）",
            "刑法第133条之（一）",
            "刑法第一百三十三条第之一",
            "刑法第133条(之1)",
        ],
        &["?刑法|133-1"],
    );
}

#[test]
fn ranges_are_told_from_inserted_articles() {
    each(
        &[
            "刑法第3-5条",
            "刑法第3条-5条",
            "刑法第3条-第5条",
            "刑法第三—五条",
        ],
        &["刑法|3~5"],
    );
    each(
        &["刑法第133-135条", "刑法第133—135条", "刑法第133～135条"],
        &["刑法|133~135"],
    );
    each(
        &["刑法第十五至十二条", "刑法第15～12条", "刑法第15至第12条"],
        &["刑法|15~12"],
    );
    each(&["刑法第264-242条"], &["刑法|264~242"]);
    each(
        &["刑法第10条-15条、18条", "刑法第10-15、18条"],
        &["刑法|10~15", "刑法|18"],
    );
    check("刑法第133-1条至第133-4条", &["刑法|133-1~133-4"]);
    check("刑法第二至四、六条", &["刑法|2~4", "刑法|6"]);
    check("刑法第二、四至六条", &["刑法|2", "刑法|4~6"]);
    check("刑法第一条至第三条第二款", &["刑法|1~3", "刑法|3.2"]);
    check("刑法第二十条第二款至第二十五条", &["刑法|20~25.2"]);
}

#[test]
fn paragraphs_and_items_keep_their_lists_and_ranges() {
    check("刑法第六十七条第一款至第三款", &["刑法|67.1~3"]);
    check("刑法第六十七条第一至三款", &["刑法|67.1~3"]);
    check("刑法第六十七条第一、三款", &["刑法|67.1", "刑法|67.3"]);
    check(
        "刑法第六十七条第一、三至五款",
        &["刑法|67.1", "刑法|67.3~5"],
    );
    check("刑法第六十七条第一款、三款", &["刑法|67.1", "刑法|67.3"]);
    check("刑法第六十七条一款、三款", &["刑法|67.1", "刑法|67.3"]);
    each(
        &["刑法67条3款", "刑法六十七条三款", "刑法第67条3款"],
        &["刑法|67.3"],
    );
    check("刑法第二百六十三条第（一）至（五）项", &["刑法|263(1~5)"]);
    check(
        "刑法第二百六十三条第（一）项至第（五）项",
        &["刑法|263(1~5)"],
    );
    check(
        "刑法第二百六十三条第一、三项",
        &["刑法|263(1)", "刑法|263(3)"],
    );
    check(
        "刑法第二百六十三条第（一）（三）项",
        &["刑法|263(1)", "刑法|263(3)"],
    );
    check(
        "刑法第二百六十三条第（一）、（三）至（五）项",
        &["刑法|263(1)", "刑法|263(3~5)"],
    );
    each(
        &[
            "刑法第五十四条第㈢项",
            "刑法第五十四条第③项",
            "刑法第五十四条第⑶项",
            "刑法第五十四条第(三)项",
            "刑法第五十四条第3项",
            "刑法第五十四条第（三）项",
            "刑法第五十四條第三項",
            "刑法第五十四条第（㈢）项",
        ],
        &["刑法|54(3)"],
    );
    each(
        &[
            "公司法第四条第二款第（一）项第1目",
            "公司法第四条第2款第一项第①目",
        ],
        &["公司法|4.2(1)#1"],
    );
    check(
        "公司法第四条第（二）项第1目、第2目，第六条",
        &["公司法|4(2)#1", "公司法|4(2)#2", "公司法|6"],
    );
}

#[test]
fn other_scripts_and_shapes_are_read() {
    each(
        &[
            "《中華人民共和國刑法》第二百六十四條",
            "《中华⼈⺠共和国刑法》第⼆百六⼗四条",
            "刑法第貳佰陸拾肆條",
            "刑法第贰佰陆拾肆条",
            "刑法第２６４条",
            "刑法第二百六十四條",
        ],
        &["刑法|264"],
    );
    check("參照檢例第67號", &["检例第67号"]);
}

#[test]
fn what_scanners_break_is_read_with_a_mark() {
    each(
        &[
            "刑法第ニ百六十四条",
            "刑法笫二百六十四条",
            "刑法苐264条",
            "刑法第二六四条",
            "刑法第2百64条",
            "刑法第二百六+四条",
            "刑法第二百六十四夂",
        ],
        &["?刑法|264"],
    );
    each(&["刑法第—百条", "刑法第－百条"], &["?刑法|100"]);
    check("刑法第三十—条", &["?刑法|31"]);
    check("刑法第二百—十条", &["?刑法|210"]);
    check("刑法第一百O一条", &["?刑法|101"]);
    check("刑法第26O条", &["?刑法|260"]);
    check("刑法第六十七条第ニ款", &["?刑法|67.2"]);
}

#[test]
fn what_cannot_be_read_is_listed() {
    each(
        &[
            "刑法第〓〓条",
            "《刑法》第□□条",
            "刑法第××条",
            "刑法第二百??四条",
            "刑法第一百三条",
            "刑法第二百亠十四条",
        ],
        &["!刑法|"],
    );
    check(
        "刑法第一条、第〓〓条、第三条",
        &["刑法|1", "!刑法|", "刑法|3"],
    );
    check(
        "刑法第一条、策二条、第三条",
        &["刑法|1", "!刑法|", "刑法|3"],
    );
    check(
        "刑法第一条、笫〓条、第三条",
        &["刑法|1", "!刑法|", "刑法|3"],
    );
    check("刑法第二百六十三条第〓项", &["!刑法|263"]);
    for text in ["刑法第5.7条", "《刑法》第133.1条", "《某法》第133．1条"] {
        let found = extract(text);
        assert_eq!(found[0].doubt, Some(Doubt::Unreadable), "{text}");
    }
    each(&["建筑规范第3.1条", "规范第3.1条", "按第3.1条"], &[]);
    check(
        "刑法第101条、笫102条、第103条",
        &["刑法|101", "?刑法|102", "刑法|103"],
    );
}

#[test]
fn words_that_look_like_numbers_are_none() {
    each(
        &[
            "刑法和第三人条件",
            "刑法第一手条件",
            "没有第二条路",
            "刑法第三方条款",
            "刑法第几条",
            "第一款手机",
        ],
        &[],
    );
}

#[test]
fn parts_of_a_law_are_cited() {
    check("刑法分则第五章", &["刑法|分则第五章"]);
    check("《刑法》第二编第五章", &["刑法|第二编第五章"]);
    check("《刑法》分则第五章第二百六十四条", &["刑法|分则第五章264"]);
    check(
        "刑法分则第三章第四节、第五节",
        &["刑法|分则第三章第四节", "刑法|第五节"],
    );
    check("刑法总则第二章第一节第十七条", &["刑法|总则第二章第一节17"]);
    check("依照本法第五章", &[]);
}

#[test]
fn parts_of_the_civil_code_are_cited_by_name() {
    for (text, label) in [
        ("民法典合同编第八章", "第三编第八章"),
        ("《民法典》侵权责任编第三章", "第七编第三章"),
        ("《民法典》婚姻家庭编第五百七十七条", "第五编"),
        ("民法典总则编第三条", "第一编"),
    ] {
        let found = extract(text).remove(0);
        assert_eq!(found.law, Some(LawKey::of("民法典")), "{text}");
        assert_eq!(found.division_label(), label, "{text}");
    }
}

#[test]
fn lists_of_guiding_cases_lose_none() {
    for (text, numbers) in [
        ("检例第12、13、14", "12 13 14"),
        ("检例第12、13、14的要旨", "12 13 14"),
        ("检例第67、检例第68号", "67 68"),
        ("检例第67号（张某某案）、97号", "67 97"),
        ("最高检检例68", "68"),
    ] {
        let found = extract(text);
        let cited: Vec<String> = found.iter().flat_map(|one| one.case_numbers()).collect();
        let expected: Vec<String> = numbers.split(' ').map(|n| format!("检例第{n}号")).collect();
        assert_eq!(cited, expected, "{text}");
    }
    assert!(extract("检例12个").is_empty());
}

#[test]
fn guiding_cases_are_those_of_their_issuer() {
    check("最高人民检察院指导性案例第67号", &["检例第67号"]);
    check(
        "检例第67号、第68号和指导案例24号",
        &["检例第67号", "检例第68号", "指导案例24号"],
    );
    check("检例第1～3号", &["检例第1号~3"]);
    check("检例第〓号", &["!检例第〓号"]);
    check("检例\n第6\n7号", &["检例第67号"]);
}

#[test]
fn members_without_their_words_are_not_lost() {
    check("刑法第二百八十七条之一、二", &["刑法|287-1", "刑法|287-2"]);
    check(
        "刑法第二百八十七条之一、二的规定",
        &["刑法|287-1", "刑法|287-2"],
    );
    check("刑法第二百八十七条之一、二审法院", &["刑法|287-1"]);
    check("刑法第一百三十三条及之一", &["刑法|133", "刑法|133-1"]);
    check("刑法第一百三十三条及其之一", &["刑法|133", "刑法|133-1"]);
    check(
        "刑法第一百三十三条以及之一的规定",
        &["刑法|133", "刑法|133-1"],
    );
    check("《刑法》61、62、64条", &["刑法|61", "刑法|62", "刑法|64"]);
    check("刑法61、62、64条", &["刑法|61", "刑法|62", "刑法|64"]);
    check("刑法第61条、62、64条", &["刑法|61", "刑法|62", "刑法|64"]);
    check("刑法第61条，共62、64条裤子", &["刑法|61"]);
}
