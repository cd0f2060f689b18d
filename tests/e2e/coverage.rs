//! What a library holds and lacks, against a slow count of everything it exports.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use leian_tests::{Description, TestLibrary};
use serde_json::{Value, json};

/// Two texts of one law, by two sources that disagree, and numbers with gaps.
const FURTHER: &str = r#"{"leian":1,"kind":"law","title":"中华人民共和国云州渡船法","metadata":{"law":{"title":"中华人民共和国云州渡船法","version":"2010-01-01"},"status":"现行有效"},"body":{"statute":{"blocks":[{"article":{"number":"1","label":"第一条","text":"渡船应当备有灯火。"}}]}}}
{"leian":1,"kind":"law","title":"中华人民共和国云州渡船法","metadata":{"law":{"title":"中华人民共和国云州渡船法","version":"2019-01-01"},"status":"已被修改"},"body":{"statute":{"blocks":[{"article":{"number":"1","label":"第一条","text":"渡船应当备有两盏灯火。"}},{"heading":{"level":"chapter","text":"第二章"}}]}}}
{"leian":1,"id":"ferry-1","kind":"spp_guiding_case","title":"虚构渡船案","metadata":{"number":"检例第903号","batch":"第九十批","date":"2021-02-03"},"body":{"sections":[{"role":"facts","label":"","text":"虚构：渡船夜间无灯。"}]}}
{"leian":1,"id":"ferry-2","kind":"spp_guiding_case","title":"虚构渡船案之二","metadata":{"number":"检例第903号","batch":"第九十批","date":"2021-01-03"},"body":{"sections":[{"role":"facts","label":"","text":"虚构：渡船夜间仍无灯。"}]}}
{"leian":1,"id":"ferry-3","kind":"typical_case","title":"虚构无日期案","metadata":{},"body":{"sections":[{"role":"facts","label":"","text":"虚构：不知何日。"}]}}
"#;

fn text<'a>(value: &'a Value, path: &str) -> Option<&'a str> {
    value.pointer(path).and_then(Value::as_str)
}

/// What is counted of one exported document.
struct Line {
    value: Value,
    entries: u64,
}

impl Line {
    fn of(line: &str) -> Self {
        let value: Value = serde_json::from_str(line).unwrap();
        let entries = match value.pointer("/body/statute/blocks") {
            None => 1,
            Some(blocks) => {
                let blocks = blocks.as_array().unwrap();
                let is_heading = |block: &Value| block.get("heading").is_some();
                let found = blocks.iter().filter(|block| !is_heading(block)).count() as u64;
                // Headings that nothing follows have an entry of their own.
                found + u64::from(blocks.last().is_none_or(is_heading))
            }
        };
        Self { value, entries }
    }

    fn date(&self) -> Option<&str> {
        [
            "/metadata/date",
            "/metadata/law/version",
            "/metadata/effective",
            "/metadata/promulgated",
        ]
        .iter()
        .find_map(|path| text(&self.value, path))
    }

    fn applies_from(&self) -> Option<&str> {
        [
            "/metadata/effective",
            "/metadata/law/version",
            "/metadata/promulgated",
        ]
        .iter()
        .filter_map(|path| text(&self.value, path))
        .max()
    }

    fn kind(&self) -> &str {
        text(&self.value, "/kind").unwrap()
    }

    fn source(&self) -> Vec<&str> {
        let path = text(&self.value, "/provenance/path").unwrap_or("");
        path.split('/').collect()
    }
}

/// Exports the library and compares every figure of its coverage.
fn check_against_export(library: &TestLibrary) -> Value {
    let coverage = library.leian(&["coverage", "--json"]).ok().json();
    let export = library.leian(&["export"]).ok().stdout;
    let lines: Vec<Line> = export.lines().map(Line::of).collect();
    check_counts(&coverage, &lines);
    check_numbers(&coverage, &lines);
    check_laws(&coverage, &lines);
    coverage
}

fn check_counts(coverage: &Value, lines: &[Line]) {
    let snapshot = &coverage["snapshot"];
    let entries: u64 = lines.iter().map(|line| line.entries).sum();
    assert_eq!(snapshot["documents"], lines.len());
    assert_eq!(snapshot["entries"], entries);
    let dates: BTreeSet<&str> = lines.iter().filter_map(Line::date).collect();
    assert_eq!(text(snapshot, "/first_date"), dates.first().copied());
    assert_eq!(text(snapshot, "/newest_date"), dates.last().copied());

    let count = |key: &dyn Fn(&Line) -> Option<String>| {
        let mut counts: BTreeMap<String, (u64, u64)> = BTreeMap::new();
        for line in lines {
            if let Some(key) = key(line) {
                let (documents, entries) = counts.entry(key).or_default();
                *documents += 1;
                *entries += line.entries;
            }
        }
        counts
    };
    let told = |list: &Value, name: &str| -> BTreeMap<String, (u64, u64)> {
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| {
            let key = row.pointer(name).unwrap();
            let key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
            let number = |name: &str| row[name].as_u64().unwrap();
            (key, (number("documents"), number("entries")))
        })
        .collect()
    };
    assert_eq!(
        told(&coverage["kinds"], "/kind/code"),
        count(&|line| Some(line.kind().to_owned()))
    );
    assert_eq!(
        told(&coverage["years"], "/year"),
        count(&|line| line.date().map(|date| date[..4].to_owned()))
    );
    assert_eq!(
        told(&coverage["sources"], "/name"),
        count(&|line| Some(line.source()[0].to_owned()))
    );
    for source in coverage["sources"].as_array().unwrap() {
        let name = text(source, "/name").unwrap();
        let inside = count(&|line| match line.source()[..] {
            [first, folder, _, ..] if first == name => Some(folder.to_owned()),
            _ => None,
        });
        assert_eq!(told(&source["folders"], "/name"), inside, "{name}");
    }
    let undated = lines.iter().filter(|line| line.date().is_none()).count();
    assert_eq!(coverage["undated"]["total"], undated);
}

fn check_numbers(coverage: &Value, lines: &[Line]) {
    for series in coverage["series"].as_array().unwrap() {
        let form = text(series, "/form").unwrap();
        let kind = text(series, "/kind/code").unwrap();
        let greatest = series["greatest"].as_u64().unwrap();
        let having = |number: u64| {
            let written = form.replace('N', &number.to_string());
            let numbered = lines.iter().filter(|line| {
                line.kind() == kind && text(&line.value, "/metadata/number") == Some(&written)
            });
            numbered.count()
        };
        let missing: Vec<u64> = (1..=greatest).filter(|&n| having(n) == 0).collect();
        let told: Vec<u64> = series["missing_ranges"]
            .as_array()
            .unwrap()
            .iter()
            .flat_map(|range| range["first"].as_u64().unwrap()..=range["last"].as_u64().unwrap())
            .collect();
        assert_eq!(told, missing, "{form}");
        assert_eq!(series["missing"], missing.len(), "{form}");
        assert_eq!(series["held"], greatest - missing.len() as u64, "{form}");
        let twice = (1..=greatest).filter(|&n| having(n) > 1).count();
        assert_eq!(series["duplicates"].as_array().unwrap().len(), twice);
    }
}

fn check_laws(coverage: &Value, lines: &[Line]) {
    let mut laws: BTreeMap<(&str, &str), Vec<&Line>> = BTreeMap::new();
    for line in lines {
        if let Some(key) = text(&line.value, "/metadata/law/key") {
            let part = text(&line.value, "/metadata/law/part").unwrap_or("");
            laws.entry((key, part)).or_default().push(line);
        }
    }
    let several = laws.values().filter(|texts| texts.len() > 1).count();
    assert_eq!(coverage["several_versions"]["total"], several);
    let today = "2026";
    let status = |line: &Line| {
        let status = text(&line.value, "/metadata/status").unwrap_or("");
        status.to_owned()
    };
    let amended = laws.values().filter(|texts| {
        let begun = texts
            .iter()
            .filter(|line| line.applies_from().is_none_or(|date| date < today));
        let newest = begun.max_by_key(|line| line.applies_from().unwrap_or(""));
        newest.is_some_and(|line| status(line).contains('修'))
    });
    assert_eq!(coverage["amended"]["total"], amended.count());
    let conflicts = laws.values().filter(|texts| {
        texts.iter().any(|one| {
            texts.iter().any(|two| {
                let (Some(date), Some(other)) = (one.applies_from(), two.applies_from()) else {
                    return false;
                };
                let valid = status(one).contains("有效");
                let also_valid = status(two).contains("有效");
                let not_valid = ["修改", "废止", "失效"]
                    .iter()
                    .any(|word| status(two).contains(word));
                valid && (also_valid && date != other || not_valid && date <= other)
            })
        })
    });
    assert_eq!(coverage["conflicts"]["total"], conflicts.count());
}

#[test]
fn every_figure_is_what_an_export_counts() {
    let library = TestLibrary::without_model();
    library.write_cited();
    library.write("further/渡船.jsonl", FURTHER);
    library.import();
    let coverage = check_against_export(&library);
    assert_eq!(coverage["conflicts"]["total"], 1, "{coverage:#}");
    assert_eq!(coverage["amended"]["total"], 1);
    let series = &coverage["series"][0];
    assert_eq!(series["duplicates"][0]["number"], "检例第903号");
    assert_eq!(coverage["batches"][0]["documents"], 2);
    assert_eq!(coverage["batches"][0]["date"], "2021-01-03");
}

#[test]
fn figures_follow_the_library() {
    let library = TestLibrary::without_model();
    library.write_cited();
    library.import();
    let server = library.serve();
    let description = Description::of(&server);
    let path = "/api/v1/coverage";
    let before = description.check("get", path, &server.get(path));
    assert_eq!(before, library.leian(&["coverage", "--json"]).ok().json());
    library.write("further/渡船.jsonl", FURTHER);
    library.import();
    let after = description.check("get", path, &server.get(path));
    let documents = |coverage: &Value| coverage["snapshot"]["documents"].as_u64().unwrap();
    assert_eq!(documents(&after), documents(&before) + 5);
    assert_ne!(after["snapshot"]["id"], before["snapshot"]["id"]);
}

#[test]
fn the_command_line_tells_it_in_words() {
    let library = TestLibrary::without_model();
    library.write("further/渡船.jsonl", FURTHER);
    library.import();
    let run = library.leian(&["coverage"]).ok();
    for words in [
        "5 篇",
        "按来源",
        "缺 902 个：1–902",
        "重号 检例第903号",
        "第九十批  2 件",
        "效力标注互相矛盾的法律文件 1 部",
        "没有日期的文本 1 篇",
        "虚构无日期案",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
}

#[test]
fn real_guiding_cases_lack_the_number_that_was_never_published_here() {
    let Some(shared) = std::env::var_os("LEIAN_SHARED").map(PathBuf::from) else {
        println!("skipped: LEIAN_SHARED names no folder with laws and cases");
        return;
    };
    let library = TestLibrary::without_model();
    let data = shared.join("data");
    for folder in ["laws/刑法", "laws/民法典", "cases"] {
        let folder = data.join(folder);
        library
            .leian(&["import", "--no-embed", folder.to_str().unwrap()])
            .ok();
    }
    let coverage = check_against_export(&library);
    let courts = coverage["series"].as_array().unwrap().iter();
    let courts = courts
        .filter(|series| series["form"] == "指导案例N号")
        .collect::<Vec<_>>();
    assert_eq!(courts.len(), 1);
    assert_eq!(
        courts[0]["missing_ranges"],
        json!([{ "first": 45, "last": 45 }])
    );
}
