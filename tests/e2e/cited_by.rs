//! Who cites an article, a law or a case: on the command line and by a running server.

use leian_tests::{Description, Server, TestLibrary};
use serde_json::{Value, json};

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// Group, total and ids of the page.
fn groups(answer: &Value) -> Vec<(String, u64, Vec<String>)> {
    let groups = list(&answer["groups"]).iter();
    groups
        .map(|group| {
            let hits = list(&group["hits"]).iter();
            (
                group["group"].as_str().unwrap().to_owned(),
                group["total"].as_u64().unwrap(),
                hits.map(|hit| hit["id"].as_str().unwrap().to_owned())
                    .collect(),
            )
        })
        .collect()
}

#[test]
fn who_cites_an_article_is_told_in_words_and_as_json() {
    let library = TestLibrary::with_cited();
    for named in [
        &["刑法", "133-1"][..],
        &["刑法第一百三十三条之一"],
        &["《中华人民共和国刑法》第133条之一"],
    ] {
        let run = library.leian(&[&["cited-by"], named].concat()).ok();
        for words in [
            "《刑法》第一百三十三条之一 被引用：1 条",
            "案例 1 条（最高检指导性案例 1）",
            "2022-05-01",
            "检例第901号 郑某某盗窃航标灯案",
            "第二百六十四条、第一百三十三条之一",
        ] {
            assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
        }
    }
    let answer = library
        .leian(&["cited-by", "--json", "刑法", "264"])
        .ok()
        .json();
    assert_eq!(
        groups(&answer),
        [("cases".to_owned(), 1, vec!["spp-901".to_owned()])]
    );
    let target = json!({
        "type": "article", "law": "刑法", "number": "264", "label": "《刑法》第二百六十四条"
    });
    assert_eq!(answer["targets"], json!([target]));
}

#[test]
fn nothing_that_cites_is_exit_code_one() {
    let library = TestLibrary::with_cited();
    let run = library.leian(&["cited-by", "刑法", "133"]);
    assert!(run.stdout.contains("被引用：没有"), "{}", run.stdout);
    run.expect(1);
    // Not in the library, which is said, and not cited either.
    let run = library.leian(&["cited-by", "合同法", "52"]);
    assert!(
        run.stderr.contains("本库没有收录《合同法》"),
        "{}",
        run.stderr
    );
    run.expect(1);
    library
        .leian(&["cited-by", "--group", "x", "刑法"])
        .expect(2);
    library
        .leian(&["cited-by", "--kind", "x", "刑法"])
        .expect(2);
}

#[test]
fn groups_have_true_totals_under_a_filter_and_on_every_page() {
    let library = TestLibrary::new();
    library.write_cited();
    library.write("more.jsonl", more_that_cite(25));
    library.import();
    let ask = |more: &[&str]| {
        let arguments = [&["cited-by", "--json"], more, &["刑法", "264"]].concat();
        library.leian(&arguments).json()
    };
    let all = ask(&["--limit", "10"]);
    assert_eq!(all["total"], 27);
    let found = groups(&all);
    let totals: Vec<_> = found
        .iter()
        .map(|(group, total, hits)| (group.as_str(), *total, hits.len()))
        .collect();
    assert_eq!(totals, [("cases", 26, 10), ("interpretations", 1, 1)]);
    assert_eq!(found[0].2[0], "spp-901", "what binds more comes first");
    let last = groups(&ask(&["--limit", "10", "--page", "3", "--group", "cases"]));
    assert_eq!((last[0].1, last[0].2.len()), (26, 6));
    assert_eq!((last[1].1, last[1].2.len()), (1, 0));
    // The newest of one kind first.
    assert_eq!(last[0].2[5], "judgment-1");
    let some = ask(&["--kind", "judgment", "--from", "2020"]);
    let expected = (1..=25).filter(|n| 2000 + n >= 2020).count();
    assert_eq!(some["total"], expected);
}

/// Invented judgments from 2001 on, one a year, and an interpretation that cite 264.
fn more_that_cite(judgments: usize) -> String {
    let mut lines: Vec<Value> = (1..=judgments)
        .map(|n| {
            json!({
                "leian": 1, "id": format!("judgment-{n}"), "kind": "judgment",
                "title": format!("虚构判决{n}"),
                "metadata": { "date": format!("{}-03-01", 2000 + n) },
                "body": { "sections": [{ "role": "opinion", "label": "",
                    "text": format!("（虚构）第{n}盏灯被拆走，依照刑法第二百六十四条判决。") }] }
            })
        })
        .collect();
    let title = "关于办理拆灯案件的解释";
    lines.push(json!({
        "leian": 1, "kind": "judicial_interpretation", "title": title,
        "metadata": { "law": { "title": title, "version": "2015-01-01" } },
        "body": { "statute": { "blocks": [
            { "article": { "number": "1", "label": "第一条",
              "text": "（虚构）拆走塔灯的，适用《中华人民共和国刑法》第二百六十四条。" } },
            { "article": { "number": "2", "label": "第二条",
              "text": "（虚构）本解释第一条的规定，适用于航标灯。" } },
        ] } }
    }));
    lines.iter().map(|line| format!("{line}\n")).collect()
}

struct Api {
    server: Server,
    description: Description,
}

impl Api {
    fn get(&self, path: &str, address: &str) -> (u16, Value) {
        let answer = self.server.get(address);
        (answer.status, self.description.check("get", path, &answer))
    }

    fn ok(&self, path: &str, address: &str) -> Value {
        let (status, body) = self.get(path, address);
        assert_eq!(status, 200, "{address}: {body}");
        body
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[test]
fn a_server_tells_who_cites_and_what_is_cited_by_its_description() {
    let library = TestLibrary::with_cited();
    let server = library.serve();
    let api = Api {
        description: Description::of(&server),
        server,
    };
    let path = "/api/v1/articles/{law}/{number}/cited-by";
    let address = |law: &str, number: &str, more: &str| {
        format!(
            "/api/v1/articles/{}/{}/cited-by{more}",
            encoded(law),
            encoded(number)
        )
    };
    let answer = api.ok(path, &address("刑法", "133条之一", ""));
    assert_eq!(
        (&answer["total"], &answer["in_library"]),
        (&json!(1), &json!(true))
    );
    let hit = &answer["groups"][0]["hits"][0];
    assert_eq!(hit["id"], "spp-901");
    let section = hit["highlights"][0]["section"].as_u64().unwrap() as usize;
    let document = api.ok("/api/v1/documents/{id}", "/api/v1/documents/spp-901");
    let text = document["body"]["sections"][section]["text"]
        .as_str()
        .unwrap();
    let range = &hit["highlights"][0]["spans"][0]["byte_range"];
    let range = range[0].as_u64().unwrap() as usize..range[1].as_u64().unwrap() as usize;
    assert_eq!(&text[range], "第一百三十三条之一");

    let answer = api.ok(path, &address("灯塔法", "1", ""));
    assert_eq!(
        (&answer["total"], &answer["in_library"]),
        (&json!(0), &json!(false))
    );
    for (more, parameter) in [("?group=x", "group"), ("?page=0", "page"), ("?q=x", "q")] {
        let (status, refused) = api.get(path, &address("刑法", "264", more));
        assert_eq!(
            (status, refused["error"]["parameter"].as_str()),
            (400, Some(parameter))
        );
    }
    let (status, _) = api.get(path, &address("刑法", "百条", ""));
    assert_eq!(status, 400);

    let path = "/api/v1/documents/{id}/cited-by";
    let law = document_of_law(&api);
    let answer = api.ok(path, &format!("/api/v1/documents/{law}/cited-by"));
    assert_eq!(
        (&answer["total"], &answer["targets"][0]["type"]),
        (&json!(1), &json!("law"))
    );
    let answer = api.ok(path, &format!("/api/v1/documents/{law}.264/cited-by"));
    assert_eq!(answer["targets"][0]["number"], "264");
    let (status, _) = api.get(path, "/api/v1/documents/nothing-1/cited-by");
    assert_eq!(status, 404);

    let path = "/api/v1/documents/{id}/cites";
    let answer = api.ok(path, "/api/v1/documents/spp-901/cites");
    let cited: Vec<_> = list(&answer["targets"])
        .iter()
        .map(|line| {
            (
                line["target"]["number"].as_str().unwrap(),
                &line["cited_by"],
            )
        })
        .collect();
    assert_eq!(cited, [("133-1", &json!(1)), ("264", &json!(1))]);
    assert_eq!(
        answer["targets"][0]["title"],
        "中华人民共和国刑法 第一百三十三条之一"
    );
    let (status, _) = api.get(path, "/api/v1/documents/nothing-1/cites");
    assert_eq!(status, 404);
}

fn document_of_law(api: &Api) -> String {
    let path = "/api/v1/articles/{law}/{number}";
    let address = format!("/api/v1/articles/{}/264", encoded("刑法"));
    let article = api.ok(path, &address);
    article["document_id"].as_str().unwrap().to_owned()
}
