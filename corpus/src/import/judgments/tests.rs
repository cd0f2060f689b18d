#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use super::*;
use crate::case::SectionRole;

const TEXT: &str = "某省某县人民法院 刑事判决书 （2019）豫0002刑初9号 公诉机关某县人民检察院。 被告人甲，男。 某县人民检察院指控：2018年某日，甲拿走乙的电动车。 被告人甲对指控的事实无异议。 经审理查明：甲拿走一辆电动车。以上事实有证言证实。 本院认为，被告人甲的行为构成盗窃罪。依照《中华人民共和国刑法》第二百六十四条之规定，判决如下： 一、被告人甲犯盗窃罪，判处拘役三个月；犯掩饰、隐瞒犯罪所得罪，判处管制三个月。 二、退赔。 如不服本判决，可在十日内上诉。 审判员丙 二〇一九年六月十七日 书记员丁";

fn line(text: &str, facts: Option<&str>) -> String {
    let mut value = serde_json::json!({
        "id": "a-1", "full_text": text, "criminal_law_articles": [133, 264], "source": {"n": 3},
    });
    if let Some(facts) = facts {
        value["facts"] = facts.into();
    }
    value.to_string()
}

fn outcome(text: &str) -> Outcome {
    let mut outcomes = Vec::new();
    read_line("j.jsonl", 7, text, &mut |outcome| outcomes.push(outcome));
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

fn imported(text: &str) -> Document {
    match outcome(text) {
        Outcome::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

fn parts(document: &Document) -> Vec<(SectionRole, &str)> {
    match &document.body {
        Body::Sections(sections) => sections
            .iter()
            .map(|section| (section.role, section.text.as_str()))
            .collect(),
        Body::Statute(_) => panic!("a judgment has sections"),
    }
}

#[test]
fn judgment_is_divided_by_roles() {
    let line = line(TEXT, None);
    assert!(recognises(&line));
    let document = imported(&line);
    use SectionRole::*;
    let parts = parts(&document);
    let roles: Vec<SectionRole> = parts.iter().map(|part| part.0).collect();
    assert_eq!(
        roles,
        [
            Procedure,
            Accusation,
            Defence,
            Findings,
            Opinion,
            Disposition,
            Text
        ]
    );
    assert!(parts[1].1.starts_with("某县人民检察院指控："));
    assert!(parts[4].1.ends_with("判决如下："));
    assert!(parts[5].1.ends_with("二、退赔。"));
}

#[test]
fn metadata_comes_from_text_and_labels() {
    let document = imported(&line(TEXT, None));
    let metadata = &document.metadata;
    assert_eq!(metadata.court.as_deref(), Some("某省某县人民法院"));
    assert_eq!(
        metadata.case_number.as_deref(),
        Some("（2019）豫0002刑初9号")
    );
    assert_eq!(metadata.region.as_deref(), Some("河南省"));
    assert_eq!(metadata.date, Some(jiff::civil::date(2019, 6, 17)));
    assert_eq!(metadata.charges, ["盗窃罪", "掩饰、隐瞒犯罪所得罪"]);
    assert_eq!(
        metadata.applied_articles,
        ["刑法第一百三十三条", "刑法第二百六十四条"]
    );
    assert_eq!(metadata.extra["id"], "a-1");
    assert_eq!(metadata.extra["source"], "{\"n\":3}");
    assert_eq!(
        document.title,
        "盗窃罪、掩饰、隐瞒犯罪所得罪刑事判决书：某省某县人民法院（2019）豫0002刑初9号"
    );
    assert_eq!(document.provenance.line, Some(7));
}

#[test]
fn label_without_articles_stands() {
    let line = line(TEXT, None).replace("[133,264]", "[]");
    assert!(imported(&line).metadata.applied_articles.is_empty());
}

#[test]
fn charge_that_contains_its_own_verb_is_whole() {
    let text = TEXT.replace("犯盗窃罪，判处", "犯侵犯公民个人信息罪，判处");
    let charges = imported(&line(&text, None)).metadata.charges;
    assert_eq!(charges, ["侵犯公民个人信息罪", "掩饰、隐瞒犯罪所得罪"]);
}

#[test]
fn given_facts_are_whole_sections() {
    let start = TEXT.find("某县人民检察院指控").unwrap();
    let end = TEXT.find("本院认为").unwrap();
    let facts = TEXT[start..end].trim();
    let document = imported(&line(TEXT, Some(facts)));
    assert!(!document.metadata.extra.contains_key("facts"));
    let of_facts = [
        SectionRole::Accusation,
        SectionRole::Defence,
        SectionRole::Findings,
    ];
    let joined: String = parts(&document)
        .iter()
        .filter(|part| of_facts.contains(&part.0))
        .flat_map(|part| part.1.split_whitespace())
        .collect();
    assert_eq!(joined, facts.split_whitespace().collect::<String>());
}

#[test]
fn facts_that_are_no_piece_of_the_text_are_kept() {
    let document = imported(&line(TEXT, Some("别的事实")));
    assert_eq!(document.metadata.extra["facts"], "别的事实");
}

#[test]
fn unusable_lines_fail_with_their_number() {
    let bad = [
        "{\"full_text\": 3}".to_owned(),
        "{\"full_text\": \" \"}".to_owned(),
        "[1]".to_owned(),
        "no json".to_owned(),
        line(TEXT, None).replace("[133,264]", "[\"133\"]"),
        line(TEXT, None).replace("[133,264]", "[100000]"),
    ];
    for text in bad {
        let Outcome::Failed(error) = outcome(&text) else {
            panic!("{text} is accepted")
        };
        assert_eq!(error.line, Some(7), "{text}");
    }
    assert!(!recognises("{\"leian\":1,\"full_text\":\"甲\"}"));
    assert!(!recognises("not json"));
}

#[test]
fn real_judgments_are_complete() {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let path = shared.join("data/judgments/judge.jsonl");
    let Ok(lines) = std::fs::read_to_string(&path) else {
        println!("skipped: {} is absent", path.display());
        return;
    };
    let mut ids = std::collections::BTreeSet::new();
    let (mut courts, mut numbers, mut dates, mut charged, mut decided) = (0, 0, 0, 0, 0);
    for text in lines.lines() {
        let document = imported(text);
        let source: Value = serde_json::from_str(text).unwrap();
        let kept: String = parts(&document)
            .iter()
            .flat_map(|part| part.1.split_whitespace())
            .collect();
        let whole: String = source["full_text"]
            .as_str()
            .unwrap()
            .split_whitespace()
            .collect();
        assert_eq!(kept, whole, "{}", document.id);
        let metadata = &document.metadata;
        courts += u32::from(metadata.court.is_some());
        numbers += u32::from(metadata.case_number.is_some());
        dates += u32::from(metadata.date.is_some());
        charged += u32::from(!metadata.charges.is_empty());
        decided += u32::from(
            parts(&document)
                .iter()
                .any(|part| part.0 == SectionRole::Disposition),
        );
        assert!(!metadata.applied_articles.is_empty());
        if metadata.case_number.is_none() || metadata.date.is_none() {
            println!(
                "{}: no number or no day: {}",
                metadata.extra["id"], document.title
            );
        }
        ids.insert(document.id);
    }
    assert_eq!(ids.len(), 400);
    println!(
        "courts {courts}, numbers {numbers}, dates {dates}, charges {charged}, dispositions {decided}"
    );
    assert!(courts >= 396 && numbers >= 396 && dates >= 380 && charged >= 396 && decided >= 396);
}
