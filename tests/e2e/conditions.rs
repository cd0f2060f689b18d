//! Conditions and counts from what is known about cases: charge, region, tier and so on,
//! on the command line and by a running server, in every mode.

use std::collections::BTreeMap;

use leian_tests::{Description, Server, TestLibrary};
use serde_json::{Value, json};

const COURTS: [&str; 3] = [
    "湖北省武汉市中级人民法院",
    "湖北省高级人民法院",
    "江苏省苏州市中级人民法院",
];

/// Invented judgments of three courts in turn, and two statutes.
fn texts() -> String {
    let mut lines: Vec<Value> = (0..12)
        .map(|n| {
            json!({
                "leian": 1, "id": format!("judgment-{n}"), "kind": "judgment",
                "title": format!("虚构判决{n}"),
                "metadata": {
                    "date": "2021-03-01", "court": COURTS[n % 3],
                    "charges": [if n % 2 == 0 { "盗窃罪" } else { "诈骗罪" }]
                },
                "body": { "sections": [{ "role": "opinion", "label": "",
                    "text": format!("（虚构）本院认为，第{n}盏航标灯被拆走，依照刑法第二百六十四条处理。") }] }
            })
        })
        .collect();
    for (kind, title, status) in [
        ("law", "航标灯法", "现行有效"),
        ("local_regulation", "湖北省航标灯条例", "已废止"),
    ] {
        lines.push(json!({
            "leian": 1, "kind": kind, "title": title,
            "metadata": { "law": { "title": title, "version": "2015-01-01" }, "status": status },
            "body": { "statute": { "blocks": [{ "article": {
                "number": "1", "label": "第一条", "text": "（虚构）不得拆走航标灯。" } }] } }
        }));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn library() -> TestLibrary {
    let library = TestLibrary::new();
    library.write("known.jsonl", texts());
    library.import();
    library
}

fn counts(facets: &Value, name: &str) -> BTreeMap<String, u64> {
    let list = facets[name].as_array().unwrap().iter();
    list.map(|one| {
        let value = one["value"].as_str().unwrap().to_owned();
        (value, one["count"].as_u64().unwrap())
    })
    .collect()
}

fn pairs<const N: usize>(expected: [(&str, u64); N]) -> BTreeMap<String, u64> {
    expected
        .into_iter()
        .map(|(value, count)| (value.to_owned(), count))
        .collect()
}

#[test]
fn conditions_of_the_command_line_take_several_values() {
    let library = library();
    let total = |more: &[&str]| {
        let run =
            library.leian(&[&["search", "--json", "--mode", "lexical", "航标灯"], more].concat());
        run.json()["total"].as_u64().unwrap()
    };
    assert_eq!(total(&[]), 14);
    assert_eq!(total(&["--charge", "盗窃"]), 6);
    assert_eq!(total(&["--charge", "盗窃", "--charge", "诈骗罪"]), 12);
    assert_eq!(total(&["--charge", "盗窃", "--region", "湖北"]), 4);
    assert_eq!(total(&["--region", "42"]), 9);
    assert_eq!(total(&["--level", "高级人民法院"]), 4);
    assert_eq!(total(&["--tier", "provincial", "--tier", "local"]), 12);
    assert_eq!(total(&["--rank", "法律"]), 1);
    assert_eq!(total(&["--validity", "repealed"]), 1);
    assert_eq!(total(&["--cites", "刑法第264条"]), 12);
    let unit = ["--unit", "湖北省武汉市人民检察院"];
    assert_eq!(total(&[&["--tier", "local"][..], &unit].concat()), 4);
    assert_eq!(total(&[&["--tier", "provincial"][..], &unit].concat()), 4);
    for wrong in [
        ["--charge", "某罪"],
        ["--region", "某省"],
        ["--tier", "first"],
        ["--unit", "某局"],
    ] {
        let run = library.leian(&[&["search", "航标灯"][..], &wrong].concat());
        run.fails_naming(&[wrong[1]]);
    }
}

struct Api {
    server: Server,
    description: Description,
}

impl Api {
    #[track_caller]
    fn search(&self, more: &str) -> Value {
        let address = format!(
            "/api/v1/search?q={}&per_page=100{more}",
            encoded("拆走航标灯")
        );
        let answer = self.server.get(&address);
        assert_eq!(answer.status, 200, "{}", answer.body);
        self.description.check("get", "/api/v1/search", &answer)
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What the ids of the hits say, whatever the server counts.
fn by_ids(answer: &Value, value: impl Fn(usize) -> &'static str) -> BTreeMap<String, u64> {
    let mut counts = BTreeMap::new();
    for hit in answer["hits"].as_array().unwrap() {
        if let Some(n) = hit["id"].as_str().unwrap().strip_prefix("judgment-") {
            *counts
                .entry(value(n.parse().unwrap()).to_owned())
                .or_default() += 1;
        }
    }
    counts
}

#[test]
fn counts_are_those_of_the_result_set_in_every_mode() {
    let library = library();
    let server = library.serve();
    let api = Api {
        description: Description::of(&server),
        server,
    };
    let charge = |n: usize| ["盗窃罪", "诈骗罪"][n % 2];
    let tier = |n: usize| ["local", "provincial", "local"][n % 3];
    for mode in ["lexical", "hybrid", "semantic"] {
        for more in ["", "&charge=%E7%9B%97%E7%AA%83", "&region=42&region=32"] {
            let answer = api.search(&format!("&mode={mode}{more}"));
            let hits = answer["hits"].as_array().unwrap().len() as u64;
            assert_eq!(answer["total"], hits, "all on one page");
            let facets = &answer["facets"];
            assert_eq!(
                counts(facets, "charges"),
                by_ids(&answer, charge),
                "{mode}{more}"
            );
            assert_eq!(
                counts(facets, "tiers"),
                by_ids(&answer, tier),
                "{mode}{more}"
            );
        }
    }
    let facets = &api.search("&mode=lexical")["facets"];
    assert_eq!(counts(facets, "regions"), pairs([("42", 9), ("32", 4)]));
    assert_eq!(
        counts(facets, "levels"),
        pairs([("intermediate_court", 8), ("high_court", 4)])
    );
    assert_eq!(
        counts(facets, "ranks"),
        pairs([("law", 1), ("provincial_regulation", 1)])
    );
    assert_eq!(
        counts(facets, "validities"),
        pairs([("in_force", 1), ("repealed", 1)])
    );
    assert_eq!(
        counts(facets, "cited_articles"),
        pairs([("《刑法》第二百六十四条", 12)])
    );
    let unit = encoded("湖北省武汉市人民检察院");
    let facets = &api.search(&format!("&mode=lexical&unit={unit}"))["facets"];
    assert_eq!(
        counts(facets, "tiers"),
        pairs([("provincial", 4), ("local", 4)])
    );
}

#[test]
fn bad_values_of_a_facet_are_refused_by_name() {
    let library = library();
    let server = library.serve();
    let description = Description::of(&server);
    for (name, value) in [
        ("charge", "某罪"),
        ("function", "x"),
        ("unit", "某局"),
        ("rank", "x"),
    ] {
        let address = format!("/api/v1/search?q=x&{name}={}", encoded(value));
        let answer = server.get(&address);
        assert_eq!(answer.status, 400);
        let body = description.check("get", "/api/v1/search", &answer);
        assert_eq!(body["error"]["parameter"], name, "{body}");
    }
}
