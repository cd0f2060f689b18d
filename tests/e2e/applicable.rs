//! The articles that may apply to facts: on the command line, by a running server, and
//! what is refused.

use leian_tests::{Answer, Description, Server, TestLibrary};
use serde_json::{Value, json};

/// An invented text of three articles, and invented judgments that apply two of them.
fn texts() -> String {
    let articles = [
        (
            "264",
            "第二百六十四条",
            "（虚构条文）盗窃他人财物的，处罚。",
        ),
        (
            "266",
            "第二百六十六条",
            "（虚构条文）虚构事实骗取他人财物的，处罚。",
        ),
        (
            "234",
            "第二百三十四条",
            "（虚构条文）故意伤害他人身体的，处罚。",
        ),
    ];
    let blocks = articles.map(|(number, label, text)| {
        json!({ "article": { "number": number, "label": label, "text": text } })
    });
    let mut lines = vec![json!({
        "leian": 1, "kind": "law", "title": "中华人民共和国刑法",
        "metadata": { "law": { "title": "中华人民共和国刑法", "version": "2020-12-26" } },
        "body": { "statute": { "blocks": blocks } }
    })];
    let facts = [
        ("盗窃罪", "某甲夜间翻墙进入码头仓库，搬走电缆三卷变卖。"),
        ("盗窃罪", "某乙趁船员熟睡进入船舱，拿走手表和现金。"),
        ("诈骗罪", "某丙谎称能代办船员证，收取定金后失去联系。"),
        ("诈骗罪", "某丁假冒码头职员，以退还押金为名骗取转账。"),
    ];
    lines.extend((1..).zip(facts).map(|(n, (charge, facts))| {
        json!({ "leian": 1, "id": format!("judgment-95{n}"), "kind": "judgment",
            "title": format!("（虚构）{charge}判决{n}"), "metadata": { "charges": [charge] },
            "body": { "sections": [{ "role": "findings", "text": format!("（虚构）{facts}") }] } })
    }));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

pub fn library() -> TestLibrary {
    let library = TestLibrary::new();
    library.write("charges.jsonl", texts());
    library.import();
    library
}

fn post(server: &Server, body: &Value) -> Answer {
    server.post("/api/v1/applicable", "application/json", &body.to_string())
}

const FACTS: &str = "🚢某戊夜间翻墙进入码头仓库，搬走电缆后变卖。随后回家。";

#[test]
fn facts_lead_to_the_article_that_similar_cases_apply() {
    let library = library();
    let file = library.folder().join("案情.txt");
    std::fs::write(&file, FACTS).unwrap();
    let file = file.to_str().unwrap();
    let answer = library.leian(&["applicable", "--json", file]).ok().json();
    assert_eq!(answer["cases"], 4);
    assert_eq!(answer["by_meaning"], true);
    let first = &answer["articles"][0];
    assert_eq!(
        (&first["number"], &first["charges"]),
        (&json!("264"), &json!(["盗窃罪"]))
    );
    assert_eq!(first["applied_in"], 2);
    assert_eq!(first["cases"][0]["entry_id"], "judgment-951");
    let sentence = &first["sentences"][0]["char_range"];
    let range = |end: usize| sentence[end].as_u64().unwrap() as usize;
    let told: String = FACTS
        .chars()
        .skip(range(0))
        .take(range(1) - range(0))
        .collect();
    assert!(told.contains("搬走电缆"), "{told}");
    let rival = &first["rival"];
    assert_eq!(rival["number"], "266");
    let words = rival["for_this"].as_array().unwrap();
    assert!(words.iter().any(|word| word == "仓库"), "{rival}");
    let likelihoods: Vec<f64> = answer["articles"]
        .as_array()
        .unwrap()
        .iter()
        .map(|article| article["likelihood"].as_f64().unwrap())
        .collect();
    assert!(likelihoods.is_sorted_by(|a, b| a >= b), "{likelihoods:?}");
    let words = library.leian(&["applicable", file]).ok().stdout;
    for part in [
        "拟适用法条",
        "盗窃罪",
        "可能性",
        "与第二百六十六条相比",
        "案件很少",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_case_is_no_evidence_when_it_is_excluded() {
    let library = library();
    let server = library.serve();
    let ask = |exclude: Value| {
        let body = json!({ "text": FACTS, "exclude": exclude, "limit": 1 });
        let answer = post(&server, &body);
        assert_eq!(answer.status, 200, "{}", answer.body);
        Description::of(&server).check("post", "/api/v1/applicable", &answer)
    };
    let with = ask(Value::Null);
    assert_eq!(with["articles"].as_array().unwrap().len(), 1);
    assert_eq!(with["articles"][0]["cases"][0]["entry_id"], "judgment-951");
    let without = ask(json!(["judgment-951"]));
    assert_eq!(without["cases"], 3);
    let named = without["articles"][0]["cases"].as_array().unwrap();
    assert!(named.iter().all(|case| case["entry_id"] != "judgment-951"));
}

#[test]
fn what_cannot_be_answered_is_refused_by_field() {
    let library = library();
    let server = library.serve();
    let check = |body: Value, status: u16, parameter: &str| {
        let answer = post(&server, &body);
        assert_eq!(answer.status, status, "{}", answer.body);
        assert_eq!(
            answer.json()["error"]["parameter"],
            parameter,
            "{}",
            answer.body
        );
    };
    check(json!({}), 400, "text");
    check(json!({ "text": " \n" }), 400, "text");
    check(json!({ "text": "盗窃", "limit": 0 }), 400, "limit");
    check(
        json!({ "text": "盗窃", "exclude": "不是标识" }),
        400,
        "exclude",
    );
    check(json!({ "text": "盗窃", "fact": "x" }), 400, "fact");
    check(json!({ "text": "窃".repeat(20_001) }), 413, "text");
    let empty = TestLibrary::with_samples();
    let run = empty.leian(&["applicable", "sources/missing.txt"]);
    assert_eq!(run.code, 2);
}

#[test]
fn a_library_without_the_criminal_law_says_so() {
    let library = TestLibrary::new();
    library.write("one.jsonl", texts().lines().last().unwrap());
    library.import();
    let server = library.serve();
    let answer = post(&server, &json!({ "text": "搬走电缆" }));
    assert_eq!(answer.status, 404, "{}", answer.body);
    assert_eq!(answer.json()["error"]["code"], "law_not_in_library");
}

/// An invented code of 2015 with an article that an act of that year inserted, the act,
/// and judgments that apply the article.
fn texts_in_time() -> String {
    let article = |number: &str, label: &str, text: &str| json!({ "article": { "number": number, "label": label, "text": text } });
    let code = json!({ "leian": 1, "kind": "law", "title": "中华人民共和国刑法",
        "metadata": { "law": { "title": "中华人民共和国刑法", "version": "2015-08-29" },
            "promulgated": "2015-08-29", "effective": "2015-11-01" },
        "body": { "statute": { "blocks": [
            { "text": "1997年3月14日某会议修订，自1997年10月1日起施行\n2015年8月29日《中华人民共和国刑法修正案（九）》修正" },
            article("264", "第二百六十四条", "（虚构条文）盗窃他人财物的，处罚。"),
            article("287-2", "第二百八十七条之二", "（虚构条文）为犯罪提供支付结算帮助的，处罚。"),
        ] } } });
    let act = json!({ "leian": 1, "kind": "law", "title": "中华人民共和国刑法修正案（九）",
        "metadata": { "law": { "title": "中华人民共和国刑法修正案（九）", "version": "2015-08-29" },
            "promulgated": "2015-08-29", "effective": "2015-11-01" },
        "body": { "statute": { "blocks": [ { "text":
            "一、在刑法第二百八十七条之一后增加一条，作为第二百八十七条之二：“（虚构条文）为犯罪提供支付结算帮助的，处罚。”\n二、本修正案自2015年11月1日起施行。" } ] } } });
    let judgments = (1..=4).map(|n| {
        json!({ "leian": 1, "id": format!("judgment-96{n}"), "kind": "judgment",
            "title": format!("（虚构）帮助信息网络犯罪活动罪判决{n}"),
            "metadata": { "charges": ["帮助信息网络犯罪活动罪"] },
            "body": { "sections": [{ "role": "findings", "text": "（虚构）某甲出借银行卡给他人支付结算，收取报酬。" }] } })
    });
    let lines: Vec<Value> = [code, act].into_iter().chain(judgments).collect();
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[test]
fn crime_that_did_not_exist_on_the_day_is_not_proposed_without_that_word() {
    let library = TestLibrary::new();
    library.write("in-time.jsonl", texts_in_time());
    library.import();
    let file = library.folder().join("案情.txt");
    let facts = |day: &str| format!("{day}某乙出借银行卡给他人支付结算，收取报酬。");
    let answer = |words: &str, options: &[&str]| {
        std::fs::write(&file, facts(words)).unwrap();
        let mut arguments = vec!["applicable", "--json", file.to_str().unwrap()];
        arguments.extend(options);
        library.leian(&arguments).ok().json()
    };
    let article = |answer: &Value| {
        let articles = answer["articles"].as_array().unwrap();
        let found = articles.iter().find(|one| one["number"] == "287-2");
        found.unwrap().clone()
    };
    for (words, options) in [
        ("2013年3月1日，", &[][..]),
        ("2015年10月，", &[]),
        ("自2012年1月至2013年2月，", &[]),
        ("2013-03-01，", &[]),
        ("2013年春节，", &[]),
        ("", &["--date", "2013-03-01"]),
    ] {
        let found = answer(words, options);
        assert_eq!(found["conduct_text_known"], true, "{words}");
        let act = &article(&found)["not_yet"];
        assert!(act.to_string().contains("修正案（九）"), "{words}: {act}");
        let last = found["articles"].as_array().unwrap().last().unwrap();
        assert_eq!(last["number"], "287-2", "{words}");
    }
    let after = answer("2016年3月，", &[]);
    assert!(article(&after)["not_yet"].is_null());
    // Only the year is told, and the article was made within it.
    let year = answer("2015年，", &[]);
    assert!(article(&year)["not_yet"].is_null());
    let remarks = year["conduct_remarks"].to_string();
    assert!(remarks.contains("修正案（九）"), "{remarks}");
    for (words, remark) in [
        ("", "没有从案情中读到"),
        ("2015年2月30日，", "历法上不存在"),
    ] {
        let found = answer(words, &[]);
        let remarks = found["conduct_remarks"].to_string();
        assert!(remarks.contains(remark), "{remarks}");
        assert!(found["conduct_day"].is_null());
    }
    // No text reaches back so far, and the article was not there even later.
    let before = answer("1990年7月5日，", &[]);
    assert_eq!(before["conduct_text_known"], false);
    assert!(!article(&before)["not_yet"].is_null());
}
