//! Whose an article is: of the law named before, of another paper, of a text that is
//! quoted; and which of the law's texts is meant.

#![allow(clippy::unwrap_used)]

use super::tests::check;
use super::*;
use crate::document::Date;
use crate::law_title::Edition;

#[test]
fn contract_and_decision_are_no_laws() {
    for text in [
        "大华公司章程第十四条规定",
        "《处罚决定》认定",
        "双方合同第三条",
    ] {
        assert!(extract(text).iter().all(CitationMention::is_open), "{text}");
    }
}

#[test]
fn rules_of_a_company_are_no_law() {
    check(
        "该公司的《绩效管理办法》规定甲。根据《绩效管理办法》第三条",
        &["第三条=?|3"],
    );
    check("《员工奖惩管理规定》", &[]);
    check(
        "《国家危险废物名录》",
        &["《国家危险废物名录》=国家危险废物名录|"],
    );
    check("《江边县地名录》", &[]);
}

#[test]
fn article_of_another_paper_is_not_one_of_the_law_before() {
    for paper in [
        "教材",
        "日记",
        "讯问笔录",
        "答辩状",
        "对账单",
        "案卷",
        "起诉书",
        "承诺书",
        "账册",
    ] {
        let text = format!("依照《刑法》第二百六十四条、{paper}第三条的记载");
        let mentions = extract(&text);
        let named = mentions.iter().filter(|mention| !mention.is_open());
        let articles: Vec<_> = named.filter_map(|mention| mention.article).collect();
        assert_eq!(articles.len(), 1, "{text}: {mentions:#?}");
    }
}

#[test]
fn thing_between_a_law_and_an_article_keeps_the_article() {
    for thing in [
        "借条",
        "欠条",
        "收据",
        "调解书",
        "检察建议",
        "招标文件",
        "谅解书",
        "村规民约",
        "保单",
        "党章",
        "解释",
        "规定",
        "意见",
        "办法",
        "通知",
        "批复",
        "细则",
        "指导意见",
        "某某通告",
    ] {
        for text in [
            format!("依照《刑法》第二百六十六条，{thing}第三条。"),
            format!("依照刑法第二百六十六条、{thing}第三条的约定"),
            format!("依照《刑法》第二百六十六条及{thing}中第三条"),
        ] {
            let found = extract(&text);
            let of_law = found
                .iter()
                .filter(|one| one.law == Some(LawKey::of("刑法")));
            assert_eq!(of_law.count(), 1, "{text}");
        }
    }
    for lead in [
        "，",
        "，适用",
        "，并适用",
        "，按照",
        "，违反",
        "、",
        "和",
        "及",
        "，构成",
        "，其中",
    ] {
        let text = format!("依照《刑法》第二百六十六条{lead}第三条");
        let found = extract(&text);
        let of_law = found
            .iter()
            .filter(|one| one.law == Some(LawKey::of("刑法")));
        assert_eq!(of_law.count(), 2, "{text}");
    }
}

#[test]
fn article_never_goes_to_the_law_before_an_unknown_name() {
    check(
        "根据《刑法修正案十二》第二条、刑修（十一）第一条、《刑修九》第八条。",
        &[
            "《刑法修正案十二》第二条=刑法修正案(十二)|2",
            "刑修（十一）第一条=刑法修正案(十一)|1",
            "《刑修九》第八条=刑法修正案(九)|8",
        ],
    );
    check(
        "根据《刑法》第一条、民法点第二条、渡船乘客守护条例第三条、《刑事诉讼规责》第四条",
        &[
            "《刑法》第一条=刑法|1",
            "民法点第二条=?民法点|2",
            "渡船乘客守护条例第三条=?渡船乘客守护条例|3",
            "《刑事诉讼规责》第四条=?刑事诉讼规责|4",
        ],
    );
    check(
        "《刑法》第一条、某局工作人员值班期间生活待遇的规定第三条",
        &[
            "《刑法》第一条=刑法|1",
            "某局工作人员值班期间生活待遇的规定第三条=?某局工作人员值班期间生活待遇的规定|3",
        ],
    );
    check(
        "根据《扫黑指导意见》第一条、《某法发》第十五条、《某院关于加强某项工作的方案》第一条。",
        &[
            "《扫黑指导意见》第一条=?扫黑指导意见|1",
            "第十五条=?|15",
            "《某院关于加强某项工作的方案》第一条=某院关于加强某项工作的方案|1",
        ],
    );
}

#[test]
fn article_later_in_the_sentence_belongs_to_the_law_of_the_first() {
    check(
        "对本规定第二条因单位行为造成损失的，对第四条、第五条应当承担责任的人",
        &[
            "本规定第二条=?本规定|2",
            "第四条=?本规定|4",
            "第五条=?本规定|5",
        ],
    );
    check(
        "违反刑法第一条的规定构成犯罪，应当依照情节适用第三条处罚。第四条",
        &["刑法第一条=刑法|1", "第三条=刑法|3", "第四条=?|4"],
    );
    check(
        "依照刑法第一条的规定，甲乙双方另在补充签订的文本里第三条约定",
        &["刑法第一条=刑法|1", "第三条=?|3"],
    );
}

#[test]
fn article_in_another_sentence_does_not_inherit() {
    check(
        "《刑法》第一条。合同中的第三条",
        &["《刑法》第一条=刑法|1", "第三条=?|3"],
    );
    check(
        "《刑法》第一条，《借款合同》第三条",
        &["《刑法》第一条=刑法|1", "第三条=?|3"],
    );
    check(
        "刑法第一条，双方合同第三条",
        &["刑法第一条=刑法|1", "第三条=?|3"],
    );
}

#[test]
fn version_behind_an_article_is_that_of_the_list() {
    let editions = |text: &str| -> Vec<Option<Edition>> {
        extract(text)
            .iter()
            .map(|mention| mention.edition)
            .collect()
    };
    let year = Some(Edition::Year(2018));
    assert_eq!(editions("《公司法》第十六条（2018年修正）"), [year]);
    assert_eq!(editions("公司法第十六条(2018年修正)的规定"), [year]);
    assert_eq!(
        editions("《公司法》第十六条、第二十条（2018年修正）"),
        [year, year]
    );
    assert_eq!(
        editions("《民法典》第三条、《公司法》第十六条（2018年修正）"),
        [None, year]
    );
    assert_eq!(
        editions("《公司法》（2013年修正）第十六条（2018年修正）"),
        [Some(Edition::Year(2013))]
    );
    assert_eq!(
        editions("《公司法》第十六条（修正前）和第二十条"),
        [Some(Edition::BeforeAmendment), None]
    );
    assert_eq!(editions("《公司法》第十六条（公司担保）"), [None]);
}

#[test]
fn text_that_begins_with_its_own_title_quotes_nothing() {
    let articles = "第一条 甲。\n第二条 乙。";
    let of_text = |text: &str| {
        let found = extract(text);
        found
            .iter()
            .filter(|one| one.law.is_some() && one.article.is_some())
            .count()
    };
    let title = "# 最高人民法院关于适用《中华人民共和国民法总则》诉讼时效制度若干问题的解释";
    assert_eq!(
        of_text(&format!("{title}\n\n为了审判，制定本解释。\n\n{articles}")),
        0
    );
    assert_eq!(of_text(&format!("《中华人民共和国刑法》\n{articles}")), 2);
    assert_eq!(
        of_text(&format!(
            "附：相关法律条文\n《中华人民共和国刑法》\n{articles}"
        )),
        2
    );
}

#[test]
fn article_behind_now_is_one_of_the_text_of_today() {
    let editions = |text: &str| -> Vec<(Option<u32>, Option<Edition>)> {
        let found = extract(text).into_iter();
        let articles = found.filter(|one| one.article.is_some() && one.law.is_some());
        articles
            .map(|one| (one.article.map(|number| number.base), one.edition))
            .collect()
    };
    for joint in ["，现为", "（现为", "，该条现为", "，现调整为"] {
        let text = format!("援引2012年《刑事诉讼法》第一百七十二条{joint}第一百七十六条");
        let (then, now) = (Some(Edition::Year(2012)), Some(Edition::Newest));
        assert_eq!(
            editions(&text),
            [(Some(172), then), (Some(176), now)],
            "{text}"
        );
    }
}

#[test]
fn article_in_brackets_behind_a_quotation_is_one_of_the_law_quoted() {
    for text in [
        "《刑法》规定：“敲诈勒索公私财物，数额较大的，处三年以下有期徒刑”（第二百七十四条），甲。",
        "根据《刑法》的规定，“敲诈勒索公私财物的，处三年以下有期徒刑”(第274条)",
        "《刑法》规定“敲诈勒索公私财物，数额较大的，处拘役。”（第二百七十四条）",
    ] {
        let found = extract(text);
        let last = found.last().unwrap();
        assert_eq!(last.law, Some(LawKey::of("刑法")), "{text}");
        assert_eq!(last.article, Some(ArticleNumber::new(274)));
    }
    let found = extract("《刑法》规定了罪名。双方写明“按期付款，逾期付息”（第三条）");
    assert!(found.iter().all(|one| one.article.is_none()
        || one.law.is_none()
        || one.article != Some(ArticleNumber::new(3))));
}

#[test]
fn own_law_in_quoted_words_is_the_law_quoted() {
    check(
        "《甲规定》第二条规定：“本规定第三条以外的工程，不适用。”依照本规定第四条",
        &[
            "《甲规定》第二条=甲规定|2",
            "本规定第三条=甲规定|3",
            "本规定第四条=?本规定|4",
        ],
    );
    check(
        "《甲法》\n第二条\n本法第三条和本条例第四条所称的乙。",
        &[
            "《甲法》\n第二条=甲法|2",
            "本法第三条=甲法|3",
            "本条例第四条=?本条例|4",
        ],
    );
    check(
        "根据《甲法》第二条规定，有本法第三条的情形。依照本法第四条",
        &[
            "《甲法》第二条=甲法|2",
            "本法第三条=甲法|3",
            "本法第四条=?本法|4",
        ],
    );
    check(
        "违反《甲法》第二条的，依照本法第四条",
        &["《甲法》第二条=甲法|2", "本法第四条=?本法|4"],
    );
}

#[test]
fn law_of_another_land_is_not_ours() {
    for land in [
        "日本",
        "德国",
        "瑞士",
        "俄罗斯联邦",
        "苏俄",
        "越南",
        "澳门",
        "台湾地区",
        "民国",
    ] {
        for name in ["刑法", "《刑法》", "“刑法”", "的《刑法》", "刑事诉讼法"]
        {
            let text = format!("参考{land}{name}第二百四十六条的规定");
            for mention in extract(&text) {
                let ours = mention
                    .law
                    .as_ref()
                    .is_some_and(|law| ["刑法", "刑事诉讼法"].contains(&law.as_str()));
                assert!(!ours, "{text}: {mention:#?}");
            }
        }
    }
    for own in ["我国", "中国", "现行", "中华人民共和国"] {
        let text = format!("依照{own}刑法第二百四十六条");
        let law = extract(&text).remove(0).law;
        assert_eq!(law, Some(LawKey::of("刑法")), "{text}");
    }
}

#[test]
fn sentence_that_goes_on_by_the_law_keeps_it() {
    for lead in ["依照", "根据", "按照", "适用", "并依照", "同时根据"] {
        for end in ["。", "；"] {
            let text = format!(
                "依照《刑法》第二百六十六条之规定，构成诈骗罪{end}{lead}第六十九条第二款，数罪应当并罚。"
            );
            check(
                &text,
                &[
                    "《刑法》第二百六十六条=刑法|266",
                    "第六十九条第二款=刑法|69.2",
                ],
            );
        }
    }
    for other in [
        "依照《刑法》第二百六十六条之规定，构成诈骗罪。双方签有合同。依照第七条的规定，乙应当付款。",
        "依照《刑法》第二百六十六条之规定，构成诈骗罪。\n依照第七条的规定，乙应当付款。",
    ] {
        let mentions = extract(other);
        assert!(mentions[1].law.is_none(), "{other}: {mentions:#?}");
    }
}

#[test]
fn version_of_a_definition_holds_for_its_short_name() {
    for definition in [
        "《中华人民共和国刑法》（2015年修正，以下简称《刑法》）",
        "《中华人民共和国刑法》（2015年修正）（以下简称刑法）",
        "2015年修正的《中华人民共和国刑法》（以下简称刑法）",
    ] {
        let text = format!("依照{definition}第三条。又依照刑法第二条、《刑法》第一条。");
        let mentions = extract(&text);
        assert_eq!(mentions.len(), 3, "{text}: {mentions:#?}");
        for mention in &mentions {
            assert_eq!(mention.edition, Some(Edition::Year(2015)), "{text}");
        }
    }
    // What stands beside the short name counts first.
    let text = "《中华人民共和国刑法》（2015年修正，以下简称《刑法》）第三条。依照1997年《刑法》第二条、\
        《刑法》（1997年修订）第四条、97刑法第五条。";
    for mention in &extract(text)[1..] {
        assert_eq!(mention.edition, Some(Edition::Year(1997)), "{mention:#?}");
    }
    let text = "《中华人民共和国刑法》（以下简称旧刑法）第三条。依照旧刑法第二条。";
    assert_eq!(extract(text)[1].edition, Some(Edition::BeforeRevision));
}

#[test]
fn words_before_a_defined_short_name_say_which_text() {
    for (words, edition) in [
        ("修正前的", Edition::BeforeAmendment),
        ("修改之前的", Edition::BeforeAmendment),
        ("系修正前的", Edition::BeforeAmendment),
        ("尚未修正的", Edition::BeforeAmendment),
        ("旧", Edition::BeforeRevision),
        ("老", Edition::BeforeRevision),
        ("彼时的", Edition::OfThatTime),
        ("当年的", Edition::OfThatTime),
        ("2015年", Edition::Year(2015)),
        ("九七", Edition::Year(1997)),
        ("《刑法修正案（十一）》生效前的", Edition::BeforeYear(2020)),
    ] {
        for defined in ["", "《中华人民共和国刑法》（以下简称刑法）第一条。"]
        {
            let text = format!("{defined}本案适用{words}刑法第三条");
            let last = extract(&text).pop().unwrap();
            assert_eq!(last.edition, Some(edition), "{text}");
        }
    }
    let before_2020 = Edition::BeforeYear(2020);
    for (text, edition) in [
        ("依照2015《刑法》第三条", Edition::Year(2015)),
        (
            "2021年3月1日之前，《刑法》第三条",
            Edition::BeforeDay(Date::new(2021, 3, 1).unwrap()),
        ),
        ("新刑法施行前，刑法第三条", Edition::BeforeRevision),
        (
            "修订后的《刑法》施行前，《刑法》第三条",
            Edition::BeforeRevision,
        ),
        ("依照旧版《刑法》第三条", Edition::BeforeRevision),
        ("《刑法》旧版第三条", Edition::BeforeRevision),
        ("依照以前的《刑法》第三条", Edition::Former),
        ("依照此前的刑法第三条", Edition::Former),
        ("依照（原）《刑法》第三条", Edition::Former),
        ("（原）《刑法》第三条", Edition::Former),
        ("依照已失效的《刑法》第三条", Edition::Former),
        ("依照《刑法》（已失效）第三条", Edition::Former),
        ("依照行为时（日）的《刑法》第三条", Edition::OfThatTime),
        ("（2015年修正）《刑法》第三条", Edition::Year(2015)),
        ("《刑法》【2015年修正】第三条", Edition::Year(2015)),
        ("《刑法》，2015年修正，第三条", Edition::Year(2015)),
        ("刑法2015年版第三条", Edition::Year(2015)),
        ("依照刑法2015第三条", Edition::Year(2015)),
        ("《刑法》第三条（均为修订前条文）", Edition::BeforeRevision),
        ("《刑法》第三条（均为2015年修正）", Edition::Year(2015)),
        (
            "依照2019年时的《刑法》第三条",
            Edition::BeforeDay(Date::new(2020, 1, 1).unwrap()),
        ),
        (
            "《刑法》（2015年修正，下同）规定。依照刑法第三条",
            Edition::Year(2015),
        ),
        ("依照《1997年刑法》第三条", Edition::Year(1997)),
        ("依照《旧刑法》第三条", Edition::BeforeRevision),
        ("依照《现行刑法》第三条", Edition::Newest),
        ("《刑法修正案（十一）》施行前，《刑法》第三条", before_2020),
        (
            "《刑法修正案（十一）》施行以前，依照刑法第三条",
            before_2020,
        ),
        ("在刑法修正案（十一）生效之前，根据刑法第三条", before_2020),
        ("《刑法》第三条在2020年修正前规定", before_2020),
        ("《刑法》第三条（在2020年修正前）", before_2020),
        ("刑法第三条被《刑法修正案（十一）》修改前", before_2020),
        ("2020年修正以前，《刑法》第三条", before_2020),
        ("刑法第三条修正前规定", Edition::BeforeAmendment),
        (
            "《刑法》（根据2020年12月26日第十三届全国人民代表大会常务委员会第二十四次会议《刑法修正案（十一）》修正）第三条",
            Edition::Day(Date::new(2020, 12, 26).unwrap()),
        ),
        ("依照《刑法》2015版第三条", Edition::Year(2015)),
        ("依照2015年版《刑法》第三条", Edition::Year(2015)),
        (
            "依照2015年5月1日前有效的《刑法》第三条",
            Edition::BeforeDay(Date::new(2015, 5, 1).unwrap()),
        ),
        ("依照刑法原第三条", Edition::Former),
        ("依照《刑法》原第三条", Edition::Former),
        (
            "依照《刑法》（2018年3月20日第十三届全国人民代表大会第一次会议通过）第三条",
            Edition::Day(Date::new(2018, 3, 20).unwrap()),
        ),
        ("依照（2015年）《刑法》第三条", Edition::Year(2015)),
        ("依照(2015年修正)《刑法》第三条", Edition::Year(2015)),
    ] {
        let mut mentions = extract(text).into_iter();
        let cited = mentions.find(|mention| mention.article.is_some()).unwrap();
        assert_eq!(cited.edition, Some(edition), "{text}");
    }
}

#[test]
fn title_in_marks_is_one_also_with_a_law_inside() {
    let title = "最高人民法院关于适用刑法第十二条几个问题的解释";
    for (open, close) in [("“", "”"), ("「", "」")] {
        let text = format!("适用{open}{title}{close}第一条");
        let titles = Titles::of(&[LawKey::of(title)]);
        let mentions = extract_with(&text, &titles);
        assert_eq!(mentions.len(), 1, "{text}: {mentions:#?}");
        assert_eq!(mentions[0].law, Some(LawKey::of(title)), "{text}");
    }
}

#[test]
fn general_part_and_names_of_parts_stand_between_law_and_article() {
    for text in [
        "民法典总则第一百八十八条",
        "《民法典》总则第一百八十八条",
        "民法典总则编第一百八十八条",
        "民法典第一编总则第九章诉讼时效第一百八十八条",
        "《民法典》第一编总则第九章诉讼时效第一百八十八条",
    ] {
        let mentions = extract(text);
        assert_eq!(mentions.len(), 1, "{text}: {mentions:#?}");
        assert_eq!(mentions[0].law, Some(LawKey::of("民法典")), "{text}");
        assert!(
            mentions[0].article.is_some_and(|one| one.base == 188),
            "{text}"
        );
    }
    let text = "刑法分则第五章侵犯财产罪第二百六十四条";
    assert_eq!(extract(text)[0].law, Some(LawKey::of("刑法")));
    assert_eq!(
        extract("民法总则第三条")[0].law,
        Some(LawKey::of("民法总则"))
    );
}
