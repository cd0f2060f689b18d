//! Texts named by a number, by another law, by a short name of the text's own, and
//! annexes.

#![allow(clippy::unwrap_used)]

use super::*;

/// `text=law|article`, with `#number`, `≈title` and `@annex` where there are such.
fn short(text: &str, mention: &CitationMention) -> String {
    let mut shown = format!("{}=", &text[mention.byte_range.clone()]);
    match (&mention.law, &mention.relative) {
        (Some(law), _) => shown.push_str(law.as_str()),
        (None, Some(title)) => shown.push_str(&format!("≈{title}")),
        (None, None) => shown.push_str(&format!("?{}", mention.law_as_written)),
    }
    if let Some(number) = &mention.doc_number {
        shown.push_str(&format!("#{number}"));
    }
    if let Some(annex) = &mention.annex {
        shown.push_str(&format!("@{annex}"));
    }
    shown.push('|');
    if let Some(article) = mention.article {
        shown.push_str(&article.to_string());
    }
    shown
}

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = extract(text)
        .iter()
        .map(|mention| short(text, mention))
        .collect();
    assert_eq!(found, expected, "{text}");
}

const THEFT: &str = "最高人民法院、最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释";

#[test]
fn number_alone_is_a_citation() {
    let theft = |words: &str, article: &str| format!("{words}={THEFT}#法释〔2013〕8号|{article}");
    for written in [
        "法释〔2013〕8号",
        "法释[2013]8号",
        "法释（2013）第008号",
        "法释【二〇一三】8号",
    ] {
        check(
            &format!("依照{written}第一条之规定"),
            &[&theft(&format!("{written}第一条"), "1")],
        );
    }
    check("参见法释〔2013〕8号。", &[&theft("法释〔2013〕8号", "")]);
    check(
        "依照法释〔2013〕8号第一条、第三条第二款，刑法第二百六十四条",
        &[
            &theft("法释〔2013〕8号第一条", "1"),
            &theft("第三条第二款", "3"),
            "刑法第二百六十四条=刑法|264",
        ],
    );
    check(
        "依照法释〔2099〕99号第一条",
        &["法释〔2099〕99号第一条=?法释〔2099〕99号#法释〔2099〕99号|1"],
    );
    check(
        "违反国务院令第732号第五条，该条第二款",
        &[
            "国务院令第732号第五条=?国务院令第732号#国务院令第732号|5",
            "该条第二款=?国务院令第732号#国务院令第732号|5",
        ],
    );
    check(
        "中华人民共和国主席令（第六十六号）第三条",
        &[
            "中华人民共和国主席令（第六十六号）第三条=?中华人民共和国主席令（第六十六号）#主席令第66号|3",
        ],
    );
}

#[test]
fn number_with_a_short_name_defines_it() {
    check(
        "法释〔2013〕8号（以下简称《盗窃解释》）第一条；《盗窃解释》第二条，该解释第三条",
        &[
            &format!("法释〔2013〕8号（以下简称《盗窃解释》）第一条={THEFT}#法释〔2013〕8号|1"),
            &format!("《盗窃解释》第二条={THEFT}#法释〔2013〕8号|2"),
            &format!("该解释第三条={THEFT}#法释〔2013〕8号|3"),
        ],
    );
}

#[test]
fn number_beside_a_title_is_no_citation_of_its_own() {
    check(
        "《某某管理条例》（国务院令第732号）第三条",
        &["《某某管理条例》（国务院令第732号）第三条=某某管理条例|3"],
    );
    check(
        "国务院令第732号《某某管理条例》第三条",
        &["《某某管理条例》第三条=某某管理条例|3"],
    );
    check(
        "《某某管理条例》（2019年3月2日国务院令第732号公布，以下简称《条例》）第三条、《条例》第四条",
        &[
            "《某某管理条例》（2019年3月2日国务院令第732号公布，以下简称《条例》）第三条=某某管理条例|3",
            "《条例》第四条=某某管理条例|4",
        ],
    );
}

#[test]
fn court_numbers_and_papers_are_not_taken_for_such_numbers() {
    check("京检一分刑诉〔2019〕5号起诉书指控", &[]);
    check("（2020）最高法民终12号判决", &["（2020）最高法民终12号=?|"]);
    check("京公网安备11010502030143号", &[]);
}

#[test]
fn regulation_of_the_law_named_before() {
    check(
        "《道路交通安全法》及其实施条例第三十九条",
        &[
            "《道路交通安全法》=道路交通安全法|",
            "其实施条例第三十九条=道路交通安全法实施条例|39",
        ],
    );
    check(
        "《中华人民共和国道路交通安全法》第九十一条及同法实施条例第六十二条、第六十三条",
        &[
            "《中华人民共和国道路交通安全法》第九十一条=道路交通安全法|91",
            "同法实施条例第六十二条=道路交通安全法实施条例|62",
            "第六十三条=道路交通安全法实施条例|63",
        ],
    );
    check(
        "《监察法》第四十五条、实施条例第二百条",
        &[
            "《监察法》第四十五条=监察法|45",
            "实施条例第二百条=监察法实施条例|200",
        ],
    );
    check(
        "《食品安全法》实施条例第三条",
        &[
            "《食品安全法》=食品安全法|",
            "实施条例第三条=食品安全法实施条例|3",
        ],
    );
    check(
        "《税收征收管理法》第六十三条及其实施细则第三条",
        &[
            "《税收征收管理法》第六十三条=税收征收管理法|63",
            "其实施细则第三条=税收征收管理法实施细则|3",
        ],
    );
}

#[test]
fn regulation_that_no_table_knows_is_left_to_the_library() {
    check(
        "《某某虚构法》第九条及其实施细则第三条",
        &[
            "《某某虚构法》第九条=某某虚构法|9",
            "其实施细则第三条=≈某某虚构法实施细则|3",
        ],
    );
    check("及其实施条例第三条", &["其实施条例第三条=?其实施条例|3"]);
    check(
        "《甲甲法》和《乙乙法》及其实施条例第三条",
        &[
            "《甲甲法》=甲甲法|",
            "《乙乙法》=乙乙法|",
            "其实施条例第三条=?其实施条例|3",
        ],
    );
    for mention in extract("《某某虚构法》第九条及其实施细则第三条、其实施条例第四条")
    {
        assert!(mention.law.is_none() || mention.article.unwrap().base == 9);
    }
}

#[test]
fn interpretation_of_the_law_named_before() {
    check(
        "《公司法》及同法司法解释（三）第十二条",
        &[
            "《公司法》=公司法|",
            "同法司法解释（三）第十二条=最高人民法院关于适用公司法若干问题的规定(三)|12",
        ],
    );
    check(
        "《婚姻法》第三十二条及该法的司法解释（二）第三条",
        &[
            "《婚姻法》第三十二条=婚姻法|32",
            "该法的司法解释（二）第三条=最高人民法院关于适用婚姻法若干问题的解释(二)|3",
        ],
    );
    check(
        "《公司法》第三条及该法的司法解释第三条",
        &[
            "《公司法》第三条=公司法|3",
            "该法的司法解释第三条=?该法的司法解释|3",
        ],
    );
}

#[test]
fn article_of_an_annex_is_none_of_the_law() {
    check(
        "《某某示例法》第一条；《某某示例法》附件一第二条、第三条",
        &[
            "《某某示例法》第一条=某某示例法|1",
            "《某某示例法》附件一第二条=某某示例法@附件一|2",
            "第三条=某某示例法@附件一|3",
        ],
    );
    check("刑法附件第三条", &["刑法附件第三条=刑法@附件|3"]);
    check(
        "《某某示例法》附录二第五条，《某某示例法》第六条",
        &[
            "《某某示例法》附录二第五条=某某示例法@附录二|5",
            "《某某示例法》第六条=某某示例法|6",
        ],
    );
    check(
        "《某某示例法》附表3的第一条",
        &["《某某示例法》附表3的第一条=某某示例法@附表3|1"],
    );
    check(
        "《某某示例法》附件一《某某办法》第二条",
        &[
            "《某某示例法》=某某示例法|",
            "《某某办法》第二条=某某办法|2",
        ],
    );
}

#[test]
fn short_names_of_the_text_hold_everywhere_behind() {
    check(
        "根据《中华人民共和国社区矫正法》（以下简称本法）第二十三条，本法第二十四条。违反本法第三条的",
        &[
            "《中华人民共和国社区矫正法》（以下简称本法）第二十三条=社区矫正法|23",
            "本法第二十四条=社区矫正法|24",
            "本法第三条=社区矫正法|3",
        ],
    );
    check(
        "《中华人民共和国反电信网络诈骗法》，以下简称反诈法，第三十八条。反诈法第四十条",
        &[
            "《中华人民共和国反电信网络诈骗法》=反电信网络诈骗法|",
            "第三十八条=反电信网络诈骗法|38",
            "反诈法第四十条=反电信网络诈骗法|40",
        ],
    );
    check(
        "《甲甲管理办法》、《乙乙管理办法》（以下分别简称《甲办法》《乙办法》）。《甲办法》第一条、乙办法第二条",
        &[
            "《甲甲管理办法》=甲甲管理办法|",
            "《乙乙管理办法》=乙乙管理办法|",
            "《甲办法》第一条=甲甲管理办法|1",
            "乙办法第二条=乙乙管理办法|2",
        ],
    );
    check(
        "《甲甲刑事案件解释》（下称“两高解释”）第一条，两高解释第二条，“两高解释”第三条",
        &[
            "《甲甲刑事案件解释》（下称“两高解释”）第一条=甲甲刑事案件解释|1",
            "两高解释第二条=甲甲刑事案件解释|2",
            "“两高解释”第三条=甲甲刑事案件解释|3",
        ],
    );
    check(
        "依照《解释》（即《甲甲刑事案件解释》）第三条、《解释》第四条",
        &[
            "《甲甲刑事案件解释》=甲甲刑事案件解释|",
            "第三条=甲甲刑事案件解释|3",
            "《解释》第四条=甲甲刑事案件解释|4",
        ],
    );
}

#[test]
fn texts_that_an_ordinal_tells_apart_share_their_name() {
    check(
        "依照刑法修正案（八）、（九）第一条",
        &[
            "刑法修正案（八）=刑法修正案(八)|",
            "（九）第一条=刑法修正案(九)|1",
        ],
    );
    check(
        "依照《刑法》第三条和刑法修正案（六）、（八）、（九）第一条",
        &[
            "《刑法》第三条=刑法|3",
            "刑法修正案（六）=刑法修正案(六)|",
            "（八）=刑法修正案(八)|",
            "（九）第一条=刑法修正案(九)|1",
        ],
    );
    check(
        "依照《刑法修正案》（八）第三条",
        &["《刑法修正案》（八）第三条=刑法修正案(八)|3"],
    );
    check(
        "《刑法修正案》（八）、（九）第一条",
        &[
            "《刑法修正案》（八）=刑法修正案(八)|",
            "（九）第一条=刑法修正案(九)|1",
        ],
    );
    check(
        "《中华人民共和国刑法修正案》(八）第三条、第四条",
        &[
            "《中华人民共和国刑法修正案》(八）第三条=刑法修正案(八)|3",
            "第四条=刑法修正案(八)|4",
        ],
    );
    check(
        "《刑法修正案（八）》、（十一）第二条",
        &[
            "《刑法修正案（八）》=刑法修正案(八)|",
            "（十一）第二条=刑法修正案(十一)|2",
        ],
    );
    for (text, amendment) in [
        ("依照《刑法》第十七条、刑八第三条", "刑法修正案(八)|3"),
        ("依照刑法第十七条，刑九第三条", "刑法修正案(九)|3"),
        ("《修八》第三条", "刑法修正案(八)|3"),
    ] {
        let last = text
            .rfind(['、', '，'])
            .map_or(0, |at| at + '、'.len_utf8());
        let found = extract(text);
        let of_amendment = found.last().unwrap();
        assert_eq!(&text[of_amendment.byte_range.clone()], &text[last..]);
        let law = of_amendment.law.as_ref().unwrap();
        assert_eq!(format!("{law}|3"), amendment, "{text}");
    }
}

#[test]
fn interpretation_with_an_ordinal_is_not_its_law() {
    for (text, law) in [
        (
            "依照《公司法》解释三第三条",
            "最高人民法院关于适用公司法若干问题的规定(三)|3",
        ),
        ("依照《公司法》司法解释三第三条", "?|3"),
        (
            "依照《公司法》解释3第三条",
            "最高人民法院关于适用公司法若干问题的规定(三)|3",
        ),
        ("依照《某某法》解释三第三条", "?|3"),
        ("依照《劳动法》规定2第三条", "?|3"),
    ] {
        let found = extract(text).pop().unwrap();
        let key = found.law.as_ref().map_or("?", |law| law.as_str());
        let number = found.article.unwrap().base;
        assert_eq!(format!("{key}|{number}"), law, "{text}");
    }
    for text in [
        "民法典婚姻家庭编解释一第三条",
        "《民法典》总则编解释第三条",
        "民法典侵权责任编解释（一）第三条",
    ] {
        let found = extract(text).pop().unwrap();
        assert_ne!(found.law, Some(LawKey::of("民法典")), "{text}");
    }
}

#[test]
fn rules_of_a_place_or_a_company_are_not_those_of_the_state() {
    let national = LawKey::of("河道管理条例");
    for text in [
        "宁波市《河道管理条例》第五条",
        "依照宁波市的《河道管理条例》第五条",
        "山东省《河道管理条例》第五条",
        "依照《河道管理条例》第一条。该省的条例第五条要求",
        "依照《河道管理条例》第一条。公司制定的条例第五条",
        "依照《河道管理条例》第一条。依照青岛市废弃物利用条例第五条",
        "依照“宁波市实施《河道管理条例》办法”第五条",
        "依照《河道管理条例》第一条和河道管理条例修正案第五条",
    ] {
        let found = extract(text).pop().unwrap();
        assert_ne!(found.law.as_ref(), Some(&national), "{text}");
    }
    for text in [
        "《河道管理条例》第五条",
        "在宁波市适用《河道管理条例》第五条",
        "依照《河道管理条例》第一条。该条例第五条",
        "依照《河道管理条例》第一条；根据条例第五条",
    ] {
        let found = extract(text).pop().unwrap();
        assert_eq!(found.law.as_ref(), Some(&national), "{text}");
    }
}

#[test]
fn issuers_and_laws_by_short_forms_inside_a_title() {
    for title in [
        "两高关于办理盗窃刑事案件适用法律若干问题的解释",
        "最高法、最高检关于办理盗窃刑事案件适用法律若干问题的解释",
        "最高人民法院 最高人民检察院关于办理盗窃刑事案件适用法律若干问题的解释",
    ] {
        check(
            &format!("依照《{title}》第一条"),
            &[&format!("《{title}》第一条={THEFT}|1")],
        );
    }
}

#[test]
fn name_of_the_state_before_rules_of_a_body_is_another_name() {
    let found = extract("依照《中华人民共和国刑事诉讼规则》第十五条");
    assert!(
        found
            .iter()
            .all(|mention| mention.law != Some(LawKey::of("人民检察院刑事诉讼规则")))
    );
    check(
        "依照《中华人民共和国刑诉法》第十五条",
        &["《中华人民共和国刑诉法》第十五条=刑事诉讼法|15"],
    );
}
