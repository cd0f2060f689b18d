//! Similar cases on three axes: on the command line, by a running server, and what is
//! refused.

use leian_tests::{Description, Server, TestLibrary};
use serde_json::{Value, json};

/// Invented cases: two of one kind with key points, one of another charge.
fn cases() -> String {
    let case = |n: u32, charge: &str, facts: &str, points: &str| {
        json!({ "leian": 1, "id": format!("judgment-96{n}"), "kind": "judgment",
            "title": format!("（虚构）{charge}案{n}"), "metadata": { "charges": [charge] },
            "body": { "sections": [
                { "role": "key_points", "text": format!("（虚构）{points}") },
                { "role": "facts", "text": format!("（虚构）{facts}") },
                { "role": "related_law", "text": "《中华人民共和国刑法》第二百六十四条" } ] } })
    };
    [
        case(
            1,
            "盗窃罪",
            "某甲夜间翻墙进入码头仓库，搬走电缆三卷变卖。案发后某甲自首。",
            "趁无人看管搬走仓库内财物的，是秘密窃取。",
        ),
        case(
            2,
            "盗窃罪",
            "某乙白天混入船舱，拿走船员手表。",
            "船员熟睡时取走随身财物的，仍是秘密窃取，以扒窃论的要有随身携带。",
        ),
        case(
            3,
            "诈骗罪",
            "某丙谎称能代购电缆，收取码头仓库定金后失去联系。",
            "以虚假合同骗取定金的，看有没有履行的意思。",
        ),
    ]
    .iter()
    .map(|line| format!("{line}\n"))
    .collect()
}

pub fn library() -> TestLibrary {
    let library = TestLibrary::new();
    library.write("cases.jsonl", cases());
    library.import();
    library
}

const FACTS: &str = "🚢某戊夜间翻墙进入码头仓库，搬走电缆后变卖。随后回家。";

fn ids(answer: &Value) -> Vec<&str> {
    let cases = answer["cases"].as_array().unwrap();
    cases
        .iter()
        .map(|case| case["entry_id"].as_str().unwrap())
        .collect()
}

#[test]
fn told_facts_find_the_case_that_says_the_same() {
    let library = library();
    let file = library.folder().join("案情.txt");
    std::fs::write(&file, FACTS).unwrap();
    let file = file.to_str().unwrap();
    let answer = library.leian(&["similar", "--json", file]).ok().json();
    assert_eq!(answer["compared"], 3);
    let first = &answer["cases"][0];
    assert_eq!(first["entry_id"], "judgment-961");
    let matched = &first["facts"][0];
    let range = |end: usize| matched["here"]["span"]["char_range"][end].as_u64().unwrap() as usize;
    let here: String = FACTS
        .chars()
        .skip(range(0))
        .take(range(1) - range(0))
        .collect();
    assert_eq!(here.trim(), matched["here"]["text"]);
    assert!(
        matched["there"]["text"]
            .as_str()
            .unwrap()
            .contains("搬走电缆三卷")
    );
    let shared = matched["shared"].as_array().unwrap();
    assert!(shared.iter().any(|word| word == "翻墙"), "{matched}");
    assert!(
        first["issue"]["there"]["text"]
            .as_str()
            .unwrap()
            .contains("仓库内财物")
    );
    let words = library.leian(&["similar", file]).ok().stdout;
    for part in ["类案比对", "本案：", "该案：", "不代表全部类案"] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn known_charges_put_their_cases_first_and_name_the_difference() {
    let library = library();
    let server = library.serve();
    let ask = |body: Value| {
        let answer = server.post("/api/v1/similar", "application/json", &body.to_string());
        assert_eq!(answer.status, 200, "{}", answer.body);
        Description::of(&server).check("post", "/api/v1/similar", &answer)
    };
    let answer = ask(json!({ "text": FACTS, "charges": "诈骗罪" }));
    assert_eq!(ids(&answer)[0], "judgment-963");
    assert_eq!(answer["charges"][0]["origin"], "given");
    // A short form is a name of the charge too.
    let answer = ask(json!({ "text": FACTS, "charges": ["偷盗"], "limit": 1 }));
    assert_eq!(ids(&answer), ["judgment-961"]);
    let guiding = ask(json!({ "text": FACTS, "kind": "law" }));
    assert!(ids(&guiding).is_empty());
}

#[test]
fn a_case_is_compared_with_the_others_and_not_with_itself() {
    let library = library();
    let server = library.serve();
    let answer = server.get("/api/v1/documents/judgment-961/similar?limit=2");
    assert_eq!(answer.status, 200, "{}", answer.body);
    let answer = Description::of(&server).check("get", "/api/v1/documents/{id}/similar", &answer);
    assert_eq!(ids(&answer), ["judgment-962", "judgment-963"]);
    let [theft, fraud] = [&answer["cases"][0], &answer["cases"][1]];
    assert_eq!(theft["law"][0]["number"], "264");
    assert_eq!(theft["law"][0]["found"], false);
    assert_eq!(fraud["differences"][0]["kind"], "charges");
    assert_eq!(fraud["differences"][0]["only_here"], json!(["盗窃罪"]));
    let circumstances = theft["differences"].as_array().unwrap();
    let circumstances = circumstances
        .iter()
        .find(|one| one["kind"] == "circumstances");
    assert_eq!(circumstances.unwrap()["only_here"], json!(["自首"]));
    let run = library.leian(&["similar", "judgment-961"]).ok().stdout;
    assert!(
        run.contains("judgment-962") && !run.contains("· judgment-961"),
        "{run}"
    );
}

fn refused(server: &Server, body: Value, status: u16, parameter: &str) {
    let answer = server.post("/api/v1/similar", "application/json", &body.to_string());
    assert_eq!(answer.status, status, "{}", answer.body);
    assert_eq!(
        answer.json()["error"]["parameter"],
        parameter,
        "{}",
        answer.body
    );
}

#[test]
fn what_cannot_be_compared_is_refused_by_field() {
    let library = library();
    let server = library.serve();
    refused(&server, json!({}), 400, "text");
    refused(&server, json!({ "text": "，。" }), 400, "text");
    refused(
        &server,
        json!({ "text": "甲", "case": "judgment-961" }),
        400,
        "case",
    );
    refused(&server, json!({ "case": "不是标识" }), 400, "case");
    refused(&server, json!({ "case": "judgment-999" }), 404, "case");
    refused(
        &server,
        json!({ "text": "盗窃", "charges": "灯塔罪" }),
        400,
        "charges",
    );
    refused(
        &server,
        json!({ "text": "盗窃", "limit": 51 }),
        400,
        "limit",
    );
    refused(
        &server,
        json!({ "text": "盗窃", "kind": "灯塔" }),
        400,
        "kind",
    );
    refused(&server, json!({ "text": "窃".repeat(20_001) }), 413, "text");
    let missing = library.leian(&["similar", "sources/missing.txt"]);
    assert_eq!(missing.code, 2);
}
