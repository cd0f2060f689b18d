#![allow(clippy::unwrap_used)]

use serde_json::json;

use super::*;
use crate::case::SectionRole;
use crate::import::read_file;

fn read_json(name: &str, text: &str) -> Vec<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    let mut outcomes = Vec::new();
    read_file(&path, &format!("x/{name}"), &mut |outcome| {
        outcomes.push(outcome)
    });
    outcomes
}

fn only(name: &str, text: &str) -> Document {
    let mut outcomes = read_json(name, text);
    match outcomes.pop() {
        Some(Outcome::Document(document)) if outcomes.is_empty() => *document,
        other => panic!("{other:?} {outcomes:?}"),
    }
}

fn failure(name: &str, text: &str) -> String {
    match &read_json(name, text)[..] {
        [Outcome::Failed(error)] => error.to_string(),
        other => panic!("{other:?}"),
    }
}

fn roles(document: &Document) -> Vec<SectionRole> {
    let Body::Sections(sections) = &document.body else {
        panic!()
    };
    sections.iter().map(|section| section.role).collect()
}

fn candidate() -> Value {
    let facts = "经审理查明，甲某于夜间拆走航标灯一盏。";
    let reasoning = "本院认为，甲某的行为构成盗窃罪。依照《中华人民共和国刑法》第二百六十四条之规定，判决如下：";
    let disposition = "被告人甲某犯盗窃罪，判处拘役三个月。";
    json!({
        "ajId": "00000000-1", "ajName": "甲某盗窃案", "ajjbqk": facts, "cpfxgc": reasoning,
        "pjjg": disposition, "writId": "w1", "writName": "甲某盗窃罪一审刑事判决书",
        "qw": format!("虚构市灯塔区人民法院\n刑事判决书\n（2019）虚0101刑初9号\n{facts}\n{reasoning}\n{disposition}"),
    })
}

#[test]
fn candidates_of_lecard_are_judgments() {
    use SectionRole::*;
    let compact = candidate().to_string();
    let pretty = serde_json::to_string_pretty(&candidate()).unwrap();
    for text in [&compact, &pretty] {
        let document = only("1234.json", text);
        assert_eq!(document.title, "甲某盗窃案");
        assert_eq!(
            roles(&document),
            [Procedure, Findings, Opinion, Disposition]
        );
        let metadata = &document.metadata;
        assert_eq!(
            metadata.case_number.as_deref(),
            Some("（2019）虚0101刑初9号")
        );
        assert_eq!(metadata.charges, ["盗窃罪"]);
        assert_eq!(metadata.applied_articles, ["刑法第二百六十四条"]);
        assert_eq!(metadata.extra["writName"], "甲某盗窃罪一审刑事判决书");
        assert_eq!(document.provenance.importer, "lecard");
        assert_eq!(document.id, only("other.json", &compact).id);
    }
    let mut parts = candidate();
    parts.as_object_mut().unwrap().remove("qw");
    assert_eq!(
        roles(&only("1.json", &parts.to_string())),
        [Facts, Opinion, Disposition]
    );
}

#[test]
fn records_of_cail_are_judgments() {
    let record =
        |meta: Value| json!({ "fact": "某检察院指控，甲某拆走航标灯。", "meta": meta }).to_string();
    let good = record(json!({
        "relevant_articles": [264, "25"], "accusation": ["盗窃", "[走私、贩卖、运输、制造]毒品"],
        "punish_of_money": 2000, "criminals": ["甲某", "乙某"],
        "term_of_imprisonment": { "death_penalty": false, "imprisonment": 12, "life_imprisonment": false },
    }));
    let bad = record(json!({ "accusation": [1] }));
    let articles = record(json!({ "relevant_articles": [0] }));
    let outcomes = read_json(
        "data_train.json",
        &[good.as_str(), &bad, &articles, "{", &good].join("\n"),
    );
    let [
        Outcome::Document(document),
        Outcome::Failed(second),
        Outcome::Failed(third),
        Outcome::Failed(fourth),
        Outcome::Document(_),
    ] = &outcomes[..]
    else {
        panic!("{outcomes:?}")
    };
    assert_eq!(
        document.title,
        "甲某等盗窃罪、走私、贩卖、运输、制造毒品罪案"
    );
    let metadata = &document.metadata;
    assert_eq!(metadata.charges, ["盗窃罪", "走私、贩卖、运输、制造毒品罪"]);
    assert_eq!(
        metadata.applied_articles,
        ["刑法第二百六十四条", "刑法第二十五条"]
    );
    assert_eq!(metadata.extra["被告人"], "甲某、乙某");
    assert_eq!(metadata.extra["罚金（元）"], "2000");
    assert_eq!(metadata.extra["刑罚"], "有期徒刑、拘役或者管制12个月");
    assert_eq!(roles(document), [SectionRole::Accusation]);
    assert!(
        second
            .to_string()
            .contains("data_train.json:2: field \"meta.accusation\"")
    );
    assert!(
        third
            .to_string()
            .contains(":3: field \"meta.relevant_articles\"")
    );
    assert_eq!(fourth.line, Some(4));
    let plain = json!({ "fact": "甲某拆走航标灯。", "meta": { "term_of_imprisonment": { "life_imprisonment": true } } });
    let document = only("1.json", &plain.to_string());
    assert_eq!(roles(&document), [SectionRole::Facts]);
    assert_eq!(document.metadata.extra["刑罚"], "无期徒刑");
}

#[test]
fn json_of_other_things_says_what_was_expected() {
    assert!(
        failure("a.json", "[\n{\"fact\":\"x\"}\n]").contains("an array; one object a line is read")
    );
    assert!(failure("a.json", "{\n\"a\": 1\n}").contains("an object of no known form"));
    assert!(failure("a.json", "{\"a\": 1}").contains("neither our own records nor judgments"));
    assert!(failure("a.json", "{\n\"qw\": \"x").contains("truncated: the JSON value does not end"));
    assert!(failure("a.json", &"[".repeat(100_000)).contains("not valid JSON"));
    assert!(
        failure("a.json", &format!("{{\"qw\":{}", "{\"a\":".repeat(100_000)))
            .contains("not valid JSON")
    );
    assert!(matches!(
        &read_json("a.json", " \n")[..],
        [Outcome::Skipped { .. }]
    ));
    let odd = json!({ "ajId": [1], "qw": "x", "ajjbqk": "y" }).to_string();
    assert!(failure("a.json", &odd).contains("field \"ajId\""));
}
