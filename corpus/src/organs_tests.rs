#![allow(clippy::unwrap_used)]

use super::*;

#[track_caller]
fn check(name: &str, class: &str, branch: Option<Branch>, place: &str, parent: Option<&str>) {
    let organ = Organ::of_name(name).unwrap();
    assert_eq!(organ.class().code(), class, "{name}");
    assert_eq!(organ.branch, branch, "{name}");
    let region = organ.region.as_ref().map(|region| {
        let prefecture = region.prefecture.as_deref().unwrap_or("");
        format!("{}{prefecture}", region.province)
    });
    assert_eq!(region.unwrap_or_default(), place, "{name}");
    assert_eq!(organ.parent().as_deref(), parent, "{name}");
}

#[test]
fn courts_are_told_by_name() {
    check("最高人民法院", "supreme_court", None, "", None);
    check(
        "最高人民法院第二巡回法庭",
        "supreme_court",
        Some(Branch::Circuit),
        "",
        None,
    );
    check(
        "四川省高级人民法院",
        "high_court",
        None,
        "四川省",
        Some("最高人民法院"),
    );
    check(
        "湖北省武汉市中级人民法院",
        "intermediate_court",
        None,
        "湖北省武汉市",
        Some("湖北省高级人民法院"),
    );
    check(
        "武汉市某区人民法院",
        "basic_court",
        None,
        "湖北省武汉市",
        Some("湖北省武汉市中级人民法院"),
    );
    check("北京市某区人民法院", "basic_court", None, "北京市", None);
    check("某县人民法院", "basic_court", None, "", None);
}

#[test]
fn special_courts_have_branch_and_level() {
    use Branch::{Financial, Internet, Maritime, Military, Railway};
    let high = Some("上海市高级人民法院");
    check(
        "上海金融法院",
        "intermediate_court",
        Some(Financial),
        "上海市",
        high,
    );
    check(
        "上海海事法院",
        "intermediate_court",
        Some(Maritime),
        "上海市",
        high,
    );
    check(
        "杭州互联网法院",
        "basic_court",
        Some(Internet),
        "浙江省杭州市",
        None,
    );
    check(
        "沈阳铁路运输中级法院",
        "intermediate_court",
        Some(Railway),
        "辽宁省沈阳市",
        Some("辽宁省高级人民法院"),
    );
    check(
        "兰州铁路运输法院",
        "basic_court",
        Some(Railway),
        "甘肃省兰州市",
        None,
    );
    check(
        "中国人民解放军军事法院",
        "high_court",
        Some(Military),
        "",
        Some("最高人民法院"),
    );
    check(
        "新疆维吾尔自治区高级人民法院生产建设兵团分院",
        "high_court",
        Some(Branch::Corps),
        "新疆维吾尔自治区",
        Some("最高人民法院"),
    );
}

#[test]
fn procuratorates_are_told_by_name_and_place() {
    let supreme = Some("最高人民检察院");
    check("最高人民检察院", "supreme_procuratorate", None, "", None);
    check(
        "江苏省人民检察院",
        "provincial_procuratorate",
        None,
        "江苏省",
        supreme,
    );
    check(
        "重庆市人民检察院第五分院",
        "municipal_procuratorate",
        None,
        "重庆市",
        Some("重庆市人民检察院"),
    );
    check(
        "浙江省台州市人民检察院",
        "municipal_procuratorate",
        None,
        "浙江省台州市",
        Some("浙江省人民检察院"),
    );
    check(
        "台州市某区人民检察院",
        "basic_procuratorate",
        None,
        "浙江省台州市",
        Some("浙江省台州市人民检察院"),
    );
    check(
        "西安铁路运输检察院",
        "basic_procuratorate",
        Some(Branch::Railway),
        "陕西省西安市",
        None,
    );
}

#[test]
fn other_names_are_neither() {
    for name in ["", "法院", "某县公安局", "检察院", "检察日报社", "分院"] {
        assert_eq!(Organ::of_name(name), None, "{name}");
    }
    assert_eq!(
        Organ::of_name(&format!("{}人民法院", "长".repeat(1_000))),
        None
    );
}

#[test]
fn a_procuratorate_has_its_court() {
    let court = |name: &str| {
        Organ::of_name(name)
            .unwrap()
            .court()
            .map(|court| court.name)
    };
    assert_eq!(
        court("湖北省人民检察院").as_deref(),
        Some("湖北省高级人民法院")
    );
    assert_eq!(
        court("湖北省武汉市人民检察院").as_deref(),
        Some("湖北省武汉市中级人民法院")
    );
    assert_eq!(
        court("湖北省武汉市某区人民检察院").as_deref(),
        Some("湖北省武汉市某区人民法院")
    );
    assert_eq!(court("西安铁路运输检察院"), None);
    assert_eq!(court("某县人民法院").as_deref(), Some("某县人民法院"));
}

#[test]
fn organs_are_found_in_running_text() {
    let text = "2019年3月，由浙江省温岭市人民检察院提起公诉，浙江省台州市中级人民法院判决后，\
                重庆市人民检察院第五分院和最高人民检察院均未抗诉。某县人民检察院没有意见。";
    let names = |kind| -> Vec<String> { named_in(text, kind).map(|organ| organ.name).collect() };
    assert_eq!(
        names(OrganKind::Procuratorate),
        [
            "浙江省温岭市人民检察院",
            "重庆市人民检察院第五分院",
            "最高人民检察院"
        ]
    );
    assert_eq!(names(OrganKind::Court), ["浙江省台州市中级人民法院"]);
}

#[test]
fn table_is_well_formed() {
    assert_eq!(ROWS.len(), rows(TABLE).count(), "every row is read");
    for (place, row) in ROWS.iter().enumerate() {
        let hidden = ROWS[..place]
            .iter()
            .find(|before| fits(row.ending, before.ending));
        assert!(
            hidden.is_none_or(|before| before.ending == row.ending || row.ending == "分院"),
            "{} never counts",
            row.ending
        );
    }
    for class in OrganClass::ALL {
        assert_eq!(OrganClass::from_code(class.code()), Some(class));
    }
}
