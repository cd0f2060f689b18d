//! What a query names: cases as data.
#![allow(clippy::unwrap_used)]

use super::*;

/// A small world: four laws and two abbreviations.
fn law(name: &str) -> Option<LawKey> {
    let key = LawKey::of(name);
    let known = [
        "刑法",
        "民法典",
        "反有组织犯罪法",
        "刑事诉讼法",
        "最高人民法院关于适用刑事诉讼法的解释",
    ];
    match key.as_str() {
        "刑诉法" => Some(LawKey::of("刑事诉讼法")),
        key if known.contains(&key) => Some(LawKey::of(key)),
        _ => None,
    }
}

fn show(target: &Target) -> String {
    match target {
        Target::Case(number) | Target::CaseNumber(number) => number.clone(),
        Target::Article(law, number) => format!("{law} {number}"),
        Target::ArticleOfUnknownLaw(name, number) => format!("?{name} {number}"),
        Target::Law(law) => law.to_string(),
        Target::UnknownLaw(name) => format!("?{name}"),
        Target::Numbered(number, None) => format!("#{number}"),
        Target::Numbered(number, Some(article)) => format!("#{number} {article}"),
    }
}

#[track_caller]
fn check(typed: &str, expected: &[&str]) {
    let found = mentions(typed, &law);
    let shown: Vec<_> = found.iter().map(|mention| show(&mention.target)).collect();
    assert_eq!(shown, expected, "typed: {typed}");
    for mention in found {
        assert!(!typed[mention.byte_range.clone()].trim().is_empty());
    }
}

#[test]
fn a_phrase_that_cites_an_article_is_looked_for_as_it_stands() {
    check("“主动投案，依照刑法第六十三条的规定”", &[]);
    check("\"同刑法第264条\"", &[]);
    check("“刑法第264条”", &["刑法 264"]);
    check("主动投案，依照刑法第264条", &["刑法 264"]);
}

#[test]
fn cases_are_named_by_number() {
    for typed in [
        "检例第79号",
        "检例79",
        "检例79号",
        "检例第79",
        "检例第七十九号",
        "检例第７９号",
        "检例 第 79 号",
        "（检例第79号）",
        "最高检第79号",
        "最高检第79号指导性案例",
        "最高人民检察院指导性案例第79号",
        "最高检指导性案例79号",
    ] {
        check(typed, &["检例第79号"]);
    }
    for typed in [
        "指导案例108号",
        "指导性案例108号",
        "指导案例第108号",
        "指导性案例第一百零八号",
        "最高法指导案例108号",
        "指导案例 108",
        "最高人民法院指导性案例108号",
        "最高法第108号",
    ] {
        check(typed, &["指导案例108号"]);
    }
    check("教例第3号", &["教例第3号"]);
    check("教例3", &["教例第3号"]);
    check("监察指导性案例第3号", &["监察指导性案例第3号"]);
    check("检例第79号 执行监督", &["检例第79号"]);
    check("检例第79号、检例第80号", &["检例第79号", "检例第80号"]);
    check("（2020）京01刑初1号", &["(2020)京01刑初1号"]);
    check(
        "〔2019〕沪0101民初22号之一",
        &["〔2019〕沪0101民初22号之一"],
    );
}

#[test]
fn batches_name_their_cases() {
    check(
        "最高检第十七批指导性案例",
        &["检例第64号", "检例第65号", "检例第66号"],
    );
    check(
        "最高法第39批指导性案例 侵权",
        &[
            "指导案例217号",
            "指导案例218号",
            "指导案例219号",
            "指导案例220号",
            "指导案例221号",
            "指导案例222号",
            "指导案例223号",
            "指导案例224号",
        ],
    );
    check("第四十一批指导性案例", &["检例第166号"]);
    check("第九十九批指导性案例", &[]);
    check("第一批典型案例", &[]);
}

#[test]
fn texts_are_named_by_their_number() {
    for typed in [
        "国务院令第732号",
        "国务院令（第732号）",
        "国务院令 732 号",
        "国令第732号",
    ] {
        check(typed, &["#国务院令第732号"]);
    }
    for typed in [
        "法释〔2013〕12号",
        "法释(2013)12号",
        "《法释【2013】12号》",
        "法释2013年12号",
    ] {
        check(typed, &["#法释〔2013〕12号"]);
    }
    check("法释〔2013〕8号第一条", &["#法释〔2013〕8号 1"]);
    check(
        "高检发释字〔2019〕4号 第三百条",
        &["#高检发释字〔2019〕4号 300"],
    );
    check(
        "法释〔2013〕8号、刑法第264条",
        &["#法释〔2013〕8号", "刑法 264"],
    );
    check("（2020）京01刑初1号", &["(2020)京01刑初1号"]);
    check("京检一分刑诉〔2019〕5号", &[]);
}

#[test]
fn what_only_looks_like_a_number_is_none() {
    for typed in [
        "检例",
        "检例第号",
        "检例79起",
        "指导案例一批",
        "指导案例三个",
        "第二十批典型案例",
        "第264条",
        "检例第0号",
        "79号",
        "指导案例的效力",
    ] {
        check(typed, &[]);
    }
}

#[test]
fn articles_are_named_by_law_and_number() {
    for typed in [
        "刑法第264条",
        "刑法264条",
        "刑法第二百六十四条",
        "《刑法》第264条",
        "刑法 第 264 条",
        "《中华人民共和国刑法》第二百六十四条",
        "中华人民共和国刑法第２６４条",
        "刑法264",
        "刑法第264",
        "刑法第264条第2款",
        "刑法的第264条",
        "依照刑法第二百六十四条的规定",
        "请查刑法第264条",
    ] {
        check(typed, &["刑法 264"]);
    }
    check("刑诉法第15条", &["刑事诉讼法 15"]);
    check("民法典第一千一百六十五条", &["民法典 1165"]);
}

#[test]
fn inserted_articles_are_not_their_neighbours() {
    for typed in [
        "刑法第一百三十三条之一",
        "《刑法》第一百三十三条之一",
        "刑法133条之一",
        "刑法第133条之1",
        "刑法133-1",
        "刑法第133-1条",
        "刑法第133条-1",
        "刑法第133之一条",
        "刑法第⼀百三十三条之⼀",
        "《中華人民共和國刑法》第一百三十三條之一",
        "刑法第壹佰叁拾叁条之一",
        "刑法第一百三十三条之一第二款",
    ] {
        check(typed, &["刑法 133-1"]);
    }
    check("刑法第一百三十三条", &["刑法 133"]);
    check("刑法第133条之规定", &["刑法 133"]);
}

#[test]
fn lists_continue_the_law() {
    check(
        "《刑法》第二百三十四条第二款、第六十七条第三款",
        &["刑法 234", "刑法 67"],
    );
    check("刑法第133条和第133条之一", &["刑法 133", "刑法 133-1"]);
    check("刑法第264条，民法典第8条", &["刑法 264", "民法典 8"]);
    check("刑法第264条，刑法第264条", &["刑法 264"]);
}

#[test]
fn the_longest_title_wins() {
    check(
        "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
        &["最高人民法院关于适用刑事诉讼法的解释 600"],
    );
    check(
        "最高人民法院关于适用《中华人民共和国刑事诉讼法》的解释第六百条",
        &["最高人民法院关于适用刑事诉讼法的解释 600"],
    );
}

#[test]
fn laws_are_named_only_as_the_whole_query() {
    for typed in [
        "刑法",
        "《刑法》",
        "中华人民共和国刑法",
        " 刑法 ",
        "刑法全文",
        "《刑法》全文",
        "刑法？",
    ] {
        check(typed, &["刑法"]);
    }
    check("《反有组织犯罪法》", &["反有组织犯罪法"]);
    check("刑诉法", &["刑事诉讼法"]);
    check("刑法 盗窃", &[]);
    check("《无此法》", &["?《无此法》"]);
    check("无此法", &[]);
}

#[test]
fn an_unknown_law_is_named_as_written() {
    check("《无此法》第五条", &["?《无此法》 5"]);
    check("无此条例第五条", &["?无此条例 5"]);
    check(
        "《无此法》第五条、第六条",
        &["?《无此法》 5", "?《无此法》 6"],
    );
}

#[test]
fn a_text_that_cites_is_no_jump() {
    check(
        "被告人多次进入他人住宅窃取财物，检察机关依照刑法第二百六十四条提起公诉，被告人及其辩护人对指控事实没有异议",
        &[],
    );
    check(&"刑法第1条、".repeat(40), &["刑法 1"]);
    let many: String = (1..=40).map(|n| format!("刑法第{n}条、")).collect();
    check(&many, &[]);
}

#[test]
fn numbers_in_any_spelling_have_one_form() {
    assert_eq!(canonical_number("检例 79").as_deref(), Some("检例第79号"));
    assert_eq!(
        canonical_number("指导性案例108号").as_deref(),
        Some("指导案例108号")
    );
    assert_eq!(canonical_number("刑法第1条"), None);
    assert_eq!(canonical_number("检例第1号、检例第2号"), None);
}

#[test]
fn any_text_can_be_looked_through() {
    use proptest::prelude::*;
    proptest!(|(typed in r#"(检例|指导案例|第|79|七十九|号|条|之一|刑法|《|》|、|的| |（2020）|9999999999999999999999|第264条){0,20}"#)| {
        for mention in mentions(&typed, &law) {
            prop_assert!(typed.get(mention.byte_range).is_some());
        }
    });
}

#[test]
fn several_articles_of_one_law_are_named_by_their_numbers() {
    check("刑法 191 306", &["刑法 191", "刑法 306"]);
    check("民法典577、584", &["民法典 577", "民法典 584"]);
    check(
        "刑法 133-1，264和266",
        &["刑法 133-1", "刑法 264", "刑法 266"],
    );
    check("刑法 264", &["刑法 264"]);
    check("刑法 264 数额", &[]);
}
