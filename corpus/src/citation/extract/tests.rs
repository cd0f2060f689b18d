use proptest::prelude::*;

use super::*;
use crate::document::LawKey;
use crate::statute::ArticleNumber;

/// A mention in short: `text=law|133-1.2(3)`; `?` for a law left open with its words.
fn short(text: &str, mention: &CitationMention) -> String {
    let law = match (&mention.law, mention.law_as_written.as_str()) {
        (Some(law), _) => law.to_string(),
        (None, "") => "?".to_owned(),
        (None, written) => format!("?{written}"),
    };
    let mut place = mention
        .article
        .map(|article| article.to_string())
        .unwrap_or_default();
    if let Some(end) = mention.article_end {
        place.push_str(&format!("~{end}"));
    }
    if let Some(paragraph) = mention.paragraph {
        place.push_str(&format!(".{paragraph}"));
    }
    if let Some(item) = mention.item {
        let end = mention.item_end.map(|end| format!("~{end}"));
        place.push_str(&format!("({item}{})", end.unwrap_or_default()));
    }
    let cited = &text[mention.byte_range.clone()];
    match &mention.case_number {
        Some(number) => format!("{cited}={number}"),
        None => format!("{cited}={law}|{place}"),
    }
}

#[track_caller]
pub(super) fn check(text: &str, expected: &[&str]) {
    let found: Vec<_> = extract(text)
        .iter()
        .map(|mention| short(text, mention))
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn titles_and_bare_names_are_found_with_their_articles() {
    check(
        "触犯《刑法》第一百三十三条之一的规定",
        &["《刑法》第一百三十三条之一=刑法|133-1"],
    );
    check("依照刑法第二百六十六条", &["刑法第二百六十六条=刑法|266"]);
    check("刑法264条", &["刑法264条=刑法|264"]);
    check(
        "《中华人民共和国刑法》第 ２６４ 条",
        &["《中华人民共和国刑法》第 ２６４ 条=刑法|264"],
    );
    check(
        "根据高检规则第三百条第二款",
        &["高检规则第三百条第二款=人民检察院刑事诉讼规则|300.2"],
    );
    check(
        "治安处罚法第四十三条",
        &["治安处罚法第四十三条=治安管理处罚法|43"],
    );
}

#[test]
fn list_shares_its_law() {
    check(
        "依照《刑法》第二百三十四条第二款、第六十七条第三款的规定",
        &[
            "《刑法》第二百三十四条第二款=刑法|234.2",
            "第六十七条第三款=刑法|67.3",
        ],
    );
    check(
        "刑法第五十二条、第五十三条第一款、第二款和第六十四条",
        &[
            "刑法第五十二条=刑法|52",
            "第五十三条第一款=刑法|53.1",
            "第二款=刑法|53.2",
            "第六十四条=刑法|64",
        ],
    );
    check(
        "民法典第一百条至第一百零二条",
        &["民法典第一百条至第一百零二条=民法典|100~102"],
    );
    check(
        "依照刑法第一条，民事诉讼法第二条之规定",
        &["刑法第一条=刑法|1", "民事诉讼法第二条=民事诉讼法|2"],
    );
    check(
        "刑法第十五条第（一）项、第（三）项",
        &["刑法第十五条第（一）项=刑法|15(1)", "第（三）项=刑法|15(3)"],
    );
}

#[test]
fn nested_title_is_the_interpretation_not_the_law() {
    check(
        "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
        &[
            "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条=最高人民法院关于适用刑事诉讼法的解释|600",
        ],
    );
    check(
        "最高人民法院《关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
        &[
            "《关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条=最高人民法院关于适用刑事诉讼法的解释|600",
        ],
    );
}

#[test]
fn repealed_and_unknown_titles_keep_their_name() {
    check("《合同法》第五十二条", &["《合同法》第五十二条=合同法|52"]);
    check(
        "《某市某事管理办法》第五条",
        &["《某市某事管理办法》第五条=某市某事管理办法|5"],
    );
    check(
        "违反某某管理办法第五条",
        &["某某管理办法第五条=?某某管理办法|5"],
    );
}

#[test]
fn same_law_reaches_back_and_own_law_stays_open() {
    check(
        "《刑法》第一条规定了甲。被告人又触犯了同法第三条。",
        &["《刑法》第一条=刑法|1", "同法第三条=刑法|3"],
    );
    check("依照本法第三条", &["本法第三条=?本法|3"]);
    check("依照第三条的规定", &["第三条=?|3"]);
}

#[test]
fn note_of_the_version_does_not_separate_title_and_article() {
    check(
        "《中华人民共和国刑法》（2020年修正）第二百六十四条",
        &["《中华人民共和国刑法》（2020年修正）第二百六十四条=刑法|264"],
    );
}

#[test]
fn lines_below_a_title_of_their_own_quote_it() {
    check(
        "相关规定：《中华人民共和国刑法》\n第二百六十四条 盗窃公私财物。\n第六十七条 自首。\n《民法典》（2021年施行）\n第三条 甲。",
        &[
            "《中华人民共和国刑法》\n第二百六十四条=刑法|264",
            "第六十七条=刑法|67",
            "《民法典》（2021年施行）\n第三条=民法典|3",
        ],
    );
}

#[test]
fn brackets_behind_a_title_belong_to_it() {
    check(
        "依照《中华人民共和国著作权法》（以下简称著作权法）第三条，《民事诉讼法》（下称民诉法）第四条",
        &[
            "《中华人民共和国著作权法》（以下简称著作权法）第三条=著作权法|3",
            "《民事诉讼法》（下称民诉法）第四条=民事诉讼法|4",
        ],
    );
    check(
        "依照《刑法》（以下简称《刑法》）第三条、第五条",
        &["《刑法》（以下简称《刑法》）第三条=刑法|3", "第五条=刑法|5"],
    );
}

#[test]
fn other_marks_around_a_name_are_those_of_a_title() {
    check(
        "〈刑法〉第二十条；<民法通则>第三条；依据「刑法」第四条；依据〈中华人民共和国民法通则〉第五条",
        &[
            "〈刑法〉第二十条=刑法|20",
            "<民法通则>第三条=民法通则|3",
            "「刑法」第四条=刑法|4",
            "〈中华人民共和国民法通则〉第五条=民法通则|5",
        ],
    );
    check(
        "《民法典》第五条；“刑法”第二十条；【刑法】第三条；（刑法）第四条；≪公司法≫第六条；‘刑法’第七条",
        &[
            "《民法典》第五条=民法典|5",
            "“刑法”第二十条=刑法|20",
            "【刑法】第三条=刑法|3",
            "（刑法）第四条=刑法|4",
            "≪公司法≫第六条=公司法|6",
            "‘刑法’第七条=刑法|7",
        ],
    );
}

#[test]
fn number_without_di_is_no_article_of_a_thing() {
    check("出售公民个人信息五百条", &[]);
    check("刑法264条", &["刑法264条=刑法|264"]);
}

#[test]
fn nested_brackets_behind_a_title_belong_to_it() {
    check(
        "《某院关于适用〈甲法〉的解释（一）》（以下简称《甲法解释（一）》）第二十条",
        &[
            "《某院关于适用〈甲法〉的解释（一）》（以下简称《甲法解释（一）》）第二十条=某院关于适用甲法的解释(一)|20",
        ],
    );
}

#[test]
fn short_form_defined_by_the_text_is_used() {
    check(
        "《某部关于某事的规定》（以下简称《甲规定》）第一条，《甲规定》第二条，甲规定第三条",
        &[
            "《某部关于某事的规定》（以下简称《甲规定》）第一条=某部关于某事的规定|1",
            "《甲规定》第二条=某部关于某事的规定|2",
            "甲规定第三条=某部关于某事的规定|3",
        ],
    );
}

#[test]
fn laws_as_a_whole_and_cases_are_mentions() {
    check("违反《环境保护法》的规定", &["《环境保护法》=环境保护法|"]);
    check(
        "参照检例第79号、指导性案例108号",
        &["检例第79号=检例第79号", "指导性案例108号=指导案例108号"],
    );
    check("《红楼梦》共120条注释", &[]);
}

#[test]
fn law_inside_brackets_does_not_change_the_list_around_them() {
    check(
        "《甲法》第六条（本案适用的是《乙法》第二条）、第八条，《丙法》（2017年修正）第九条（现为2021年修正后的第十条）",
        &[
            "《甲法》第六条=甲法|6",
            "《乙法》第二条=乙法|2",
            "第八条=甲法|8",
            "《丙法》（2017年修正）第九条=丙法|9",
            "第十条=丙法|10",
        ],
    );
}

#[test]
fn this_article_and_the_paragraph_before_are_resolved() {
    check(
        "消费者权益保护法第二十六条第二款规定甲，该条第三款规定乙",
        &[
            "消费者权益保护法第二十六条第二款=消费者权益保护法|26.2",
            "该条第三款=消费者权益保护法|26.3",
        ],
    );
    check(
        "《甲法》\n第一条\n有下列情形的：\n（一）甲；\n（二）乙。\n达到前款第（一）项至第（二）项五倍的。",
        &[
            "《甲法》\n第一条=甲法|1",
            "前款第（一）项至第（二）项=甲法|1.1(1~2)",
        ],
    );
}

#[test]
fn kind_alone_means_the_law_of_that_kind_named_last() {
    check(
        "《企业债券管理暂行条例》第四条。《甲办法》第一条。违反上述《条例》第八条，该条例第九条",
        &[
            "《企业债券管理暂行条例》第四条=企业债券管理暂行条例|4",
            "《甲办法》第一条=甲办法|1",
            "《条例》第八条=企业债券管理暂行条例|8",
            "该条例第九条=企业债券管理暂行条例|9",
        ],
    );
}

#[test]
fn quotation_behind_an_article_is_kept_and_the_list_goes_on() {
    let text = "《甲办法》第二条规定：“申请人应当如实说明，不得隐瞒。”第五条规定：“本办法自公布之日起施行。”";
    check(text, &["《甲办法》第二条=甲办法|2", "第五条=甲办法|5"]);
    let quotes: Vec<_> = extract(text)
        .into_iter()
        .filter_map(|mention| mention.quote.map(|quote| &text[quote]))
        .collect();
    assert_eq!(
        quotes,
        ["申请人应当如实说明，不得隐瞒。", "本办法自公布之日起施行。"]
    );
    let term = extract("刑法第二百八十五条第二款规定的“情节严重”");
    assert_eq!(term[0].quote, None);
}

#[test]
fn numbers_of_courts_are_mentions() {
    check(
        "作出（2013）饶中民一终字第573号民事判决，依据法释〔2018〕6号",
        &[
            "（2013）饶中民一终字第573号=（2013）饶中民一终字第573号",
            "法释〔2018〕6号=最高人民法院、最高人民检察院关于检察公益诉讼案件适用法律若干问题的解释|",
        ],
    );
}

#[test]
fn end_of_another_word_is_no_same_law() {
    check(
        "属于劳动合同法第二十六条规定的情形",
        &["劳动合同法第二十六条=劳动合同法|26"],
    );
    check(
        "《刑法》第一条。合同法第二条",
        &["《刑法》第一条=刑法|1", "合同法第二条=合同法|2"],
    );
}

#[test]
fn name_earlier_in_the_sentence_holds_unless_another_paper_is_named() {
    check("刑法将本罪与盗窃罪一并放在第三条中规定", &["第三条=刑法|3"]);
    check("刑法没有规定，本合同与第三条不符", &["第三条=?|3"]);
    check("刑法另有规定。第三条", &["第三条=?|3"]);
}

#[test]
fn list_goes_on_over_lines_and_paragraphs_of_a_quotation() {
    check(
        "《刑法》第一条\n\n第二条\n\n【案情】\n第三条",
        &["《刑法》第一条=刑法|1", "第二条=刑法|2", "第三条=?|3"],
    );
    check(
        "《甲法》第一条规定：“甲，适用《乙法》。”“丙，丁。”第二条规定：“戊。”",
        &["《甲法》第一条=甲法|1", "《乙法》=乙法|", "第二条=甲法|2"],
    );
}

#[test]
fn kinds_of_interpretations_and_supplements_reach_back() {
    check(
        "全国人大常委会《关于惩治贪污罪贿赂罪的补充规定》第一条。其行为构成补充规定第二条、该补充规定第三条",
        &[
            "《关于惩治贪污罪贿赂罪的补充规定》第一条=全国人民代表大会常务委员会关于惩治贪污罪贿赂罪的补充规定|1",
            "补充规定第二条=全国人民代表大会常务委员会关于惩治贪污罪贿赂罪的补充规定|2",
            "该补充规定第三条=全国人民代表大会常务委员会关于惩治贪污罪贿赂罪的补充规定|3",
        ],
    );
    check(
        "最高人民法院《关于审理某事若干问题的规定》。根据该司法解释第八条",
        &[
            "《关于审理某事若干问题的规定》=最高人民法院关于审理某事若干问题的规定|",
            "该司法解释第八条=最高人民法院关于审理某事若干问题的规定|8",
        ],
    );
    check(
        "触犯《关于惩治违反公司法的犯罪的决定》第一条",
        &[
            "《关于惩治违反公司法的犯罪的决定》第一条=全国人民代表大会常务委员会关于惩治违反公司法的犯罪的决定|1",
        ],
    );
}

#[test]
fn title_cut_by_a_line_break_is_one() {
    check(
        "《最高人民法院\n\n最高人民检察院关于某事的规定》第一条",
        &[
            "《最高人民法院\n\n最高人民检察院关于某事的规定》第一条=最高人民法院、最高人民检察院关于某事的规定|1",
        ],
    );
    check("《未完\n《甲法》第一条", &["《甲法》第一条=甲法|1"]);
}

#[test]
fn appendix_of_a_judgment_names_its_law_once() {
    check(
        "依照刑法第一条判决。 附：相关法律条文 《中华人民共和国刑法》 第二条甲。 第三条第一款乙。 第三款丙。",
        &[
            "刑法第一条=刑法|1",
            "《中华人民共和国刑法》 第二条=刑法|2",
            "第三条第一款=刑法|3.1",
            "第三款=刑法|3.3",
        ],
    );
    check(
        "刑事附带民事诉讼，依照《民法典》第一条。 第三条",
        &["《民法典》第一条=民法典|1", "第三条=?|3"],
    );
}

#[test]
fn point_of_an_item_belongs_to_the_mention() {
    check(
        "行政诉讼法第五十四条第二项第3目的规定、第五十五条",
        &[
            "行政诉讼法第五十四条第二项第3目=行政诉讼法|54(2)",
            "第五十五条=行政诉讼法|55",
        ],
    );
}

#[test]
fn meeting_that_passed_a_decision_stands_between_issuer_and_title() {
    check(
        "2000年4月29日第九届全国人大常委会第十五次会议通过的《关于〈甲法〉第二条的解释》规定",
        &["《关于〈甲法〉第二条的解释》=全国人民代表大会常务委员会关于甲法第二条的解释|"],
    );
}

#[test]
fn quotation_may_follow_words_of_ones_own() {
    for text in [
        "《甲法》第一条第一款关于农户建房“使用耕地的，经审核后批准”的规定",
        "《甲法》第二条规定：产品价格“允许议价的，由双方协商”。",
    ] {
        let found = extract(text);
        let quote = found[0].quote.clone().map(|quote| &text[quote]);
        assert!(quote.is_some_and(|quote| quote.contains('，')), "{text}");
    }
    let term = extract("刑法第一条关于犯罪的“情节严重”");
    assert_eq!(term[0].quote, None);
}

#[test]
fn name_that_begins_like_a_reference_is_a_name() {
    assert!(names_a_law("同业拆借管理办法"));
    for reference in ["", "本法", "同法", "该解释", "本实施细则"] {
        assert!(!names_a_law(reference), "{reference}");
    }
}

#[test]
fn enforcement_and_notary_numbers_differ() {
    check(
        "（1997）粤高法执字第7-1号裁定，（2005）泰海证民内字第1146号公证书",
        &["（1997）粤高法执字第7-1号=（1997）粤高法执字第7-1号"],
    );
}

proptest! {
    #[test]
    fn ranges_are_disjoint_ordered_and_sliceable(
        parts in prop::collection::vec(prop::sample::select(vec![
            "《", "》", "〈", "〉", "刑法", "民法典", "第", "一百", "三十", "条", "之一", "第二款", "第3目", "附：", "本规定", "规定：“", "”", "、", "同法",
            "本法", "264", "（", "）", "以下简称", "。", "检例第79号", "指导案例", "号", "\n", " ", "合同", "的规定", "第（三）项",
        ]), 0..30),
    ) {
        let text: String = parts.concat();
        let mut end = 0;
        for mention in extract(&text) {
            prop_assert!(mention.byte_range.start >= end, "{}", text);
            prop_assert!(mention.byte_range.end > mention.byte_range.start);
            prop_assert!(text.get(mention.byte_range.clone()).is_some());
            end = mention.byte_range.end;
        }
    }

    #[test]
    fn written_citations_are_found_again(base in 1u32..1300, inserted in 0u32..9, arabic: bool) {
        let number = ArticleNumber { base, inserted };
        let label = match (arabic, inserted) {
            (true, 0) => format!("第{base}条"),
            _ => number.chinese(),
        };
        let text = format!("应当依照刑法{label}之规定处罚");
        let found = extract(&text);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(found[0].article, Some(number));
        prop_assert_eq!(found[0].law.as_ref().map(LawKey::as_str), Some("刑法"));
        prop_assert_eq!(&text[found[0].byte_range.clone()], format!("刑法{label}"));
    }
}

#[test]
fn parts_of_laws_keep_their_places_in_a_list() {
    check(
        "《刑法》分则第五章第二百六十四条；刑法分则第三章第四节；刑法总则第二章第一节第十七条",
        &[
            "《刑法》分则第五章第二百六十四条=刑法|264",
            "刑法分则第三章第四节=刑法|",
            "刑法总则第二章第一节第十七条=刑法|17",
        ],
    );
}
