use super::*;

fn section(role: SectionRole, text: &str) -> Section {
    Section {
        role,
        label: String::new(),
        text: text.to_owned(),
    }
}

fn judgment() -> Vec<Section> {
    use SectionRole::*;
    vec![
        section(
            Procedure,
            "湖北省武汉市某区人民法院 刑事判决书 （2019）鄂0112刑初9号 公诉机关武汉市某区人民检察院。\n本院依法适用速裁程序。",
        ),
        section(Findings, "甲窃得手机一部，价值人民币三千元。"),
        section(
            Opinion,
            "本院认为，被告人甲的行为构成盗窃罪。甲自动投案，如实供述，系自首，且认罪认罚。\n依照《中华人民共和国刑法》第二百六十四条、第六十七条第一款之规定，判决如下：",
        ),
        section(
            Disposition,
            "被告人甲犯盗窃罪，判处拘役三个月，并处罚金人民币一千元。",
        ),
        section(
            Text,
            "如不服本判决，可上诉。\n审判员乙\n二〇一九年六月十七日\n书记员丙",
        ),
    ]
}

#[test]
fn every_value_stands_where_its_place_says() {
    let sections = judgment();
    let facts = read(&sections);
    let at = |place: &Place| place.text(&sections).map(str::to_owned).unwrap_or_default();
    let told = |found: &Option<Found<String>>| {
        found
            .as_ref()
            .map(|found| (found.value.clone(), at(&found.place)))
    };
    let twice = |text: &str| Some((text.to_owned(), text.to_owned()));
    assert_eq!(told(&facts.court), twice("湖北省武汉市某区人民法院"));
    assert_eq!(told(&facts.procuratorate), twice("武汉市某区人民检察院"));
    assert_eq!(told(&facts.case_number), twice("（2019）鄂0112刑初9号"));
    let date = facts
        .date
        .as_ref()
        .map(|date| (date.value, at(&date.place)));
    let expected = jiff::civil::date(2019, 6, 17);
    assert_eq!(date, Some((expected, "二〇一九年六月十七日".to_owned())));
    let articles: Vec<_> = facts
        .applied_articles
        .iter()
        .map(|found| at(&found.place))
        .collect();
    assert_eq!(articles.len(), 2);
    assert!(articles[1].ends_with("第六十七条第一款"));
    assert_eq!(facts.charges(), ["盗窃罪"]);
    let amounts: Vec<_> = facts.amounts.iter().map(|found| at(&found.place)).collect();
    assert_eq!(amounts, ["三千元", "一千元"]);
}

#[test]
fn procedure_level_and_region_are_told() {
    let facts = read(&judgment());
    assert_eq!(
        facts.document.map(|found| found.value),
        Some(DocumentType::Judgment)
    );
    assert_eq!(facts.level, Some(Level::Basic));
    assert_eq!(facts.instance, Some(Instance::First));
    assert_eq!(
        facts.procedure.map(|found| found.value),
        Some(TrialProcedure::FastTrack)
    );
    let region = facts.region.unwrap_or(Region {
        province: String::new(),
        prefecture: None,
    });
    assert_eq!(region.province, "湖北省");
    assert_eq!(region.prefecture.as_deref(), Some("武汉市"));
    assert_eq!(
        facts.outcome.map(|found| found.value),
        Some(Outcome::Convicted)
    );
}

#[test]
fn surrender_is_found_and_its_element_is_no_confession() {
    let facts = read(&judgment());
    assert!(facts.has_circumstance(Circumstance::Surrender, "甲"));
    assert!(facts.has_circumstance(Circumstance::Plea, "甲"));
    assert!(!facts.has_circumstance(Circumstance::Confession, "甲"));
}

#[test]
fn decision_not_to_prosecute_has_a_procuratorate_and_no_court() {
    use SectionRole::*;
    let sections = [
        section(
            Procedure,
            "某县人民检察院 不起诉决定书 某检刑不诉〔2020〕3号 被不起诉人甲。",
        ),
        section(
            Opinion,
            "本院认为，甲犯罪情节轻微，依照《中华人民共和国刑事诉讼法》第一百七十七条第二款的规定，决定对甲不起诉。",
        ),
    ];
    let facts = read(&sections);
    assert_eq!(facts.court, None);
    assert_eq!(
        facts.procuratorate.map(|found| found.value).as_deref(),
        Some("某县人民检察院")
    );
    assert_eq!(
        facts.outcome.map(|found| found.value),
        Some(Outcome::NotProsecuted)
    );
}

#[test]
fn outcomes_without_conviction_are_told() {
    use SectionRole::*;
    let outcomes = [
        ("驳回上诉，维持原判。", Some(Outcome::Upheld)),
        (
            "一、撤销某判决；二、发回某县人民法院重新审判。",
            Some(Outcome::Remanded),
        ),
        ("被告人甲无罪。", Some(Outcome::Acquitted)),
        ("准许某县人民检察院撤回起诉。", Some(Outcome::Withdrawn)),
        ("本案终止审理。", Some(Outcome::Terminated)),
        ("驳回诉讼请求。", None),
    ];
    for (text, outcome) in outcomes {
        let facts = read(&[section(Disposition, text)]);
        assert_eq!(facts.outcome.map(|found| found.value), outcome, "{text}");
    }
}

#[test]
fn nothing_is_read_from_nothing() {
    assert_eq!(read(&[]), JudgmentFacts::default());
}
