//! What a query says beyond its characters: shown, removable, editable.

use leian_tests::{Description, Server, TestLibrary};
use serde_json::{Value, json};

pub fn library() -> TestLibrary {
    let library = TestLibrary::new();
    let case = |n: u32, text: &str| {
        let line = json!({ "leian": 1, "id": format!("judgment-97{n}"), "kind": "judgment",
            "title": format!("（虚构）教学案{n}"),
            "body": { "sections": [{ "role": "findings", "text": text }] } });
        format!("{line}\n")
    };
    let cases = [
        case(1, "（虚构）某甲醉酒驾驶机动车上路，构成危险驾驶罪。"),
        case(2, "（虚构）某乙在渡口拾得钱包后归还。"),
        case(3, "（虚构）某丙恶意套取平台优惠券。"),
    ];
    library.write("cases.jsonl", cases.concat());
    library.import();
    library
}

fn search(server: &Server, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/search?mode=lexical&{query}"));
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

fn phrases(answer: &Value) -> Vec<&str> {
    let additions = answer["understood"]["additions"].as_array().unwrap();
    additions
        .iter()
        .map(|addition| addition["phrase"].as_str().unwrap())
        .collect()
}

#[test]
fn a_colloquial_word_finds_what_statutes_say_until_it_is_taken_away() {
    let library = library();
    let server = library.serve();
    let answer = search(&server, "q=醉驾");
    assert_eq!(phrases(&answer), ["醉酒驾驶机动车", "危险驾驶"]);
    assert_eq!(answer["total"], 1);
    assert_eq!(
        answer["understood"]["additions"][0]["span"]["char_range"],
        json!([0, 2])
    );
    assert_eq!(answer["understood"]["recognised"][0]["label"], "危险驾驶罪");
    let marked = answer["hits"][0]["snippet"]["highlights"]
        .as_array()
        .unwrap();
    assert_eq!(marked.len(), 2, "{}", answer["hits"][0]["snippet"]);
    let answer = search(&server, "q=醉驾&without=醉酒驾驶机动车&without=危险驾驶");
    assert_eq!(
        (answer["total"].clone(), phrases(&answer).len()),
        (json!(0), 0)
    );
}

#[test]
fn other_scripts_and_slips_of_typing_are_read() {
    let library = library();
    let server = library.serve();
    for typed in ["危險駕駛", "weixianjiashi", "危险架使", "wei xian jia shi"] {
        let answer = search(&server, &format!("q={}", typed.replace(' ', "+")));
        assert_eq!(answer["total"], 1, "{typed}: {answer}");
        assert_eq!(answer["hits"][0]["id"], "judgment-971", "{typed}");
        assert_eq!(phrases(&answer).len(), 1, "{typed}");
    }
    // What the library has is no slip.
    assert!(phrases(&search(&server, "q=渡口拾得")).is_empty());
}

#[test]
fn a_site_edits_its_thesaurus_while_the_server_runs() {
    let library = library();
    let server = library.serve();
    assert_eq!(search(&server, "q=薅羊毛")["total"], 0);
    let run = library
        .leian(&["thesaurus", "add", "薅羊毛", "恶意套取"])
        .ok();
    assert!(
        run.stdout.contains("薅羊毛\t恶意套取\t本库"),
        "{}",
        run.stdout
    );
    let answer = search(&server, "q=薅羊毛");
    assert_eq!(answer["hits"][0]["id"], "judgment-973");
    library.leian(&["thesaurus", "reset", "薅羊毛"]).ok();
    assert_eq!(search(&server, "q=薅羊毛")["total"], 0);
    assert_eq!(library.leian(&["thesaurus", "reset", "薅羊毛"]).code, 1);
    let wrong = library.leian(&["thesaurus", "add", "车", "机动车"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("thesaurus.tsv"), "{}", wrong.stderr);
    let listed = library.leian(&["thesaurus", "list", "刑诉法"]).ok();
    assert_eq!(listed.stdout.trim(), "刑诉法\t刑事诉讼法\t法名");
}

#[test]
fn names_are_suggested_by_beginning_pinyin_and_initials() {
    let library = TestLibrary::with_samples();
    let server = library.serve();
    let first = |typed: &str| {
        let answer = server.get(&format!("/api/v1/suggest?q={typed}&limit=3"));
        assert_eq!(answer.status, 200, "{}", answer.body);
        let answer = Description::of(&server).check("get", "/api/v1/suggest", &answer);
        let suggestions = answer["suggestions"].as_array().unwrap().clone();
        assert!(suggestions.len() <= 3);
        suggestions.first().map(|one| one["query"].clone())
    };
    assert_eq!(first("教例第901"), Some(json!("教例第901号")));
    for typed in ["危险驾", "weixianj", "WXJSZ", "醉驾"] {
        assert_eq!(first(typed), Some(json!("危险驾驶罪")), "{typed}");
    }
    assert_eq!(first("无此名称"), None);
    assert_eq!(server.get("/api/v1/suggest?q=x&limit=21").status, 400);
}

#[test]
fn recent_years_limit_cases_and_never_guiding_ones() {
    let library = TestLibrary::new();
    let case = |id: &str, kind: &str, date: &str| {
        let line = json!({ "leian": 1, "id": id, "kind": kind, "title": format!("（虚构）{id}"),
            "metadata": { "date": date },
            "body": { "sections": [{ "role": "findings", "text": "（虚构）灯塔守护人报警。" }] } });
        format!("{line}\n")
    };
    let cases = [
        case("judgment-981", "judgment", "2001-01-01"),
        case("judgment-982", "judgment", "2099-01-01"),
        case("spp-983", "spp_guiding_case", "2001-01-01"),
    ];
    library.write("cases.jsonl", cases.concat());
    library.import();
    let server = library.serve();
    let total = |query: &str| search(&server, &format!("q=灯塔&{query}"))["total"].clone();
    assert_eq!(total(""), 3);
    assert_eq!(total("recent=3"), 2);
    // A day that was typed holds for guiding cases too.
    assert_eq!(total("recent=3&from=2050"), 1);
    assert_eq!(total("recent=3&to=2000"), 0);
    let exported = library.leian(&["export", "--recent", "3"]).ok().stdout;
    assert_eq!(exported.lines().count(), 2, "{exported}");
    let refused = server.get("/api/v1/search?q=灯塔&recent=0");
    assert_eq!(
        refused.json()["error"]["parameter"],
        "recent",
        "{}",
        refused.body
    );
    let run = library
        .leian(&["search", "--mode", "lexical", "--recent", "3", "灯塔"])
        .ok();
    assert!(run.stdout.contains("2 条"), "{}", run.stdout);
}

/// Two copies of one text, and another of the same length.
pub fn copies() -> TestLibrary {
    let library = TestLibrary::new();
    let text = "（虚构）灯塔守护人某甲夜间发现渡口起火，先鸣钟报警，再驾小船接应落水的船工，\
                事后向港务处提交了失火经过和船工名册，港务处据此追究值班人员的责任。";
    let other = "（虚构）灯塔守护人某乙白天整理航海日志，把多年的风向、潮汐和来往船只抄录成册，\
                 送交港务处保存，港务处给予书面表扬，并在渡口张贴了抄本供船工查阅。";
    let case = |id: &str, text: &str| {
        let line = json!({ "leian": 1, "id": id, "kind": "gazette_case", "title": format!("（虚构）{id}"),
            "body": { "sections": [{ "role": "findings", "text": text }] } });
        format!("{line}\n")
    };
    let cases = [
        case("case-991", text),
        case("case-992", &text.replace("小船", "舢板")),
        case("case-993", other),
    ];
    library.write("cases.jsonl", cases.concat());
    library.import();
    library
}

#[test]
fn near_duplicates_are_marked_and_counted() {
    let library = copies();
    let server = library.serve();
    let answer = search(&server, "q=灯塔守护人+港务处");
    assert_eq!(answer["total"], 3);
    let hits = answer["hits"].as_array().unwrap();
    let marked: Vec<(&str, &str)> = hits
        .iter()
        .filter_map(|hit| Some((hit["id"].as_str()?, hit["duplicate_of"].as_str()?)))
        .collect();
    let (first, second) = (&hits[0]["id"], marked[0].0);
    assert_eq!(marked.len(), 1, "{marked:?}");
    assert!(
        second.starts_with("case-99") && marked[0].1.starts_with("case-99"),
        "{first}"
    );
    assert!(marked[0] == ("case-992", "case-991") || marked[0] == ("case-991", "case-992"));
}
