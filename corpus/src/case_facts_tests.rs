use super::*;

fn section(role: SectionRole, text: &str) -> Section {
    Section {
        role,
        label: String::new(),
        text: text.to_owned(),
    }
}

#[track_caller]
fn check(text: &str, criminal: bool, expected: &[&str]) {
    let sections = [section(SectionRole::Performance, text)];
    let found = charges(&sections, criminal);
    let names: Vec<&str> = found.iter().map(|found| found.value.name).collect();
    assert_eq!(names, expected, "{text}");
    for found in &found {
        assert!(
            found
                .place
                .text(&sections)
                .is_some_and(|text| !text.is_empty())
        );
    }
}

#[test]
fn charges_of_the_furthest_stage_are_those_of_the_case() {
    check(
        "公安机关以甲涉嫌诈骗罪移送审查起诉。检察机关以甲犯合同诈骗罪提起公诉。法院以合同诈骗罪判处甲有期徒刑三年。",
        true,
        &["合同诈骗罪"],
    );
    check(
        "检察院以甲涉嫌集资诈骗罪，乙涉嫌非法吸收公众存款罪提起公诉。",
        true,
        &["集资诈骗罪", "非法吸收公众存款罪"],
    );
    check(
        "公安局以甲涉嫌盗窃罪提请批准逮捕，检察院作出不批准逮捕决定。",
        true,
        &["盗窃罪"],
    );
    check("公安机关以“甲故意伤害案”立案侦查。", true, &["故意伤害罪"]);
    check(
        "乙因犯贩卖毒品罪被某县人民法院判处有期徒刑十年。",
        true,
        &["走私、贩卖、运输、制造毒品罪"],
    );
    check(
        "法院以强奸罪、抢劫罪和盗窃罪判处甲无期徒刑",
        true,
        &["强奸罪", "抢劫罪", "盗窃罪"],
    );
}

#[test]
fn what_is_argued_or_was_before_is_not_the_case() {
    check("甲曾因犯盗窃罪被判处拘役四个月。", true, &[]);
    check("辩护人提出，甲的行为应以诈骗罪判处刑罚。", true, &[]);
    check("甲的行为不构成盗窃罪，公安机关撤销案件。", true, &[]);
    check("刑法第二百六十六条规定，犯诈骗罪的，判处拘役。", true, &[]);
}

#[test]
fn cases_about_other_things_have_convictions_only() {
    check(
        "检察院将涉嫌虚假诉讼罪的线索移送公安机关，公安机关立案。",
        false,
        &[],
    );
    check(
        "后甲等人因构成虚假诉讼罪被追究刑事责任。",
        false,
        &["虚假诉讼罪"],
    );
}

#[track_caller]
fn check_province(sections: &[Section], expected: Option<&str>) {
    let found = province(sections);
    assert_eq!(
        found.as_ref().map(|found| found.value.province.as_str()),
        expected,
        "{sections:?}"
    );
}

#[test]
fn province_is_where_the_case_was_handled() {
    check_province(
        &[
            section(
                SectionRole::Facts,
                "被告人甲，男，福建省厦门市人。被告人乙，女，河南省信阳市个体经营者。2018年，网店售卖商品。",
            ),
            section(
                SectionRole::Performance,
                "嘉兴市公安局接报后指定立案。南湖区人民检察院审查逮捕。",
            ),
        ],
        Some("浙江省"),
    );
    check_province(
        &[
            section(SectionRole::Facts, "甲骑车在江苏省某市路上行驶。"),
            section(SectionRole::Performance, "某市人民检察院同意撤案。"),
        ],
        Some("江苏省"),
    );
    check_province(
        &[section(
            SectionRole::Facts,
            "罪犯甲，户籍所在地湖南省衡阳市。后在重庆市渝北区被抓获。",
        )],
        Some("重庆市"),
    );
    check_province(
        &[section(SectionRole::Facts, "某市某区人民检察院起诉。")],
        None,
    );
}
