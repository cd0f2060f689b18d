//! A folder with a file of every format is imported, and each is reported rightly.

use std::fs;
use std::path::Path;

use leian_tests::{TestLibrary, documents};
use serde_json::{Value, json};

const SCANNED: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

fn page(title: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body>\
         <h1>{title}</h1><p>第一条 为了保护航道，制定本办法。</p><p>第二条 本办法自公布之日起施行。</p></body></html>"
    )
}

fn judgment(number: u32, text: &str) -> String {
    format!("（2024）虚0101刑初{number}号,甲某盗窃案,2024-03-01,\"{text}\"")
}

/// Writes the files; returns what each should lead to: documents, or the code of the
/// reason why there is none.
fn write_all(sources: &Path) -> Vec<(&'static str, Result<u64, &'static str>)> {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/fixtures");
    let pdf = fs::read(fixtures.join("lighthouse.pdf")).unwrap();
    let docx = documents::docx(&[
        "虚构市浮标管理办法",
        "第一条 为了管理浮标，制定本办法。",
        "第二条 本办法自公布之日起施行。",
    ]);
    let table = [
        "案号,案件名称,裁判日期,全文".to_owned(),
        judgment(
            1,
            "虚构市灯塔区人民法院\n刑事判决书\n本院认为，甲某的行为构成盗窃罪。",
        ),
        "坏行".to_owned(),
        judgment(
            2,
            "虚构市灯塔区人民法院\n刑事裁定书\n本院认为，上诉理由不成立。",
        ),
    ]
    .join("\n");
    let zip = documents::zip(&[
        ("文书/判决.csv", table.as_bytes()),
        ("网页/航道.html", page("虚构市航道办法").as_bytes()),
        ("../外.txt", b"x"),
        ("再压缩.zip", &documents::zip(&[("a.txt", b"x")])),
    ]);
    let candidate = json!({ "ajId": "1", "ajName": "乙某盗窃案", "ajjbqk": "经审理查明，乙某拆走雾号。",
        "qw": "虚构市灯塔区人民法院\n刑事判决书\n经审理查明，乙某拆走雾号。\n本院认为，构成盗窃罪。" });
    let cail = json!({ "fact": "经审理查明，丙某拆走浮标。", "meta": { "accusation": ["盗窃"] } });
    let truncated = &docx[..docx.len() / 2];
    let files: Vec<(&str, Vec<u8>, Result<u64, &str>)> = vec![
        ("候选.json", candidate.to_string().into_bytes(), Ok(1)),
        (
            "旧.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0".to_vec(),
            Err("foreign_format"),
        ),
        ("灯塔.pdf", pdf, Ok(1)),
        ("坏.docx", truncated.to_vec(), Err("damaged")),
        ("浮标.docx", docx, Ok(1)),
        ("缆绳.doc", page("虚构市缆绳管理办法").into_bytes(), Ok(1)),
        ("表.csv", "甲,乙\n1,2\n".as_bytes().to_vec(), Err("columns")),
        (
            "扫描.pdf",
            SCANNED.as_bytes().to_vec(),
            Err("no_text_layer"),
        ),
        ("没有下载到.pdf", b"404".to_vec(), Err("mismatch")),
        ("cail.jsonl", cail.to_string().into_bytes(), Ok(1)),
        ("全部.zip", zip, Ok(3)),
    ];
    let mut expected = Vec::new();
    for (name, bytes, outcome) in files {
        fs::write(sources.join(name), bytes).unwrap();
        expected.push((name, outcome));
    }
    expected
}

fn issues_of<'r>(report: &'r Value, path: &str) -> Vec<&'r Value> {
    let issues = report["issues"].as_array().unwrap().iter();
    issues
        .filter(|issue| issue["path"].as_str().unwrap().starts_with(path))
        .collect()
}

#[test]
fn every_format_is_imported_or_refused_with_its_reason() {
    let library = TestLibrary::without_model();
    let expected = write_all(&library.sources());
    let report = library.import();
    let documents: u64 = expected
        .iter()
        .filter_map(|(_, outcome)| outcome.ok())
        .sum();
    assert_eq!(report["documents_in_library"], documents, "{report:#}");
    for (name, outcome) in &expected {
        let found = issues_of(&report, &format!("sources/{name}"));
        match outcome {
            Ok(_) if *name == "全部.zip" => assert_eq!(found.len(), 3, "{found:?}"),
            Ok(_) => assert!(found.is_empty(), "{name}: {found:?}"),
            Err(code) => {
                assert_eq!(found.len(), 1, "{name}: {found:?}");
                assert_eq!(found[0]["code"], *code, "{name}");
                assert_eq!(found[0]["kind"], "failed", "{name}");
            }
        }
    }
    let entry = |path: &str| issues_of(&report, path)[0].clone();
    let row = entry("sources/全部.zip/文书/判决.csv");
    assert_eq!((&row["code"], &row["line"]), (&json!("row"), &json!(5)));
    assert_eq!(entry("sources/全部.zip/../外.txt")["code"], "entry_name");
    assert_eq!(
        entry("sources/全部.zip/再压缩.zip")["code"],
        "nested_archive"
    );
    assert_eq!(report["files"]["failed"], 5);

    let shown = library
        .leian(&["show", "--json", "虚构市灯塔保护条例第二条之一"])
        .ok()
        .json();
    assert!(shown.to_string().contains("具有纪念价值的灯塔"), "{shown}");
    let hits = library.search(&["--mode", "lexical", "--kind", "judgment", "雾号"]);
    assert_eq!(hits["total"], 1, "{hits}");

    let again = library.import();
    assert_eq!(again["documents"]["added"], 0);
    assert_eq!(again["documents_in_library"], documents);
}
