#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;

use super::*;
use crate::document::{Body, DocumentKind};
use crate::normalize::without_spaces;
use crate::statute::Block;

const LAW: &str = "# 某法\n\n<!-- INFO END -->\n\n第一条 为了某事，制定本法。\n\n第二条 甲。\n";

fn read(name: &str, bytes: &[u8]) -> Vec<Outcome> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    let mut outcomes = Vec::new();
    read_file(&path, &format!("x/{name}"), &mut |outcome| {
        outcomes.push(outcome)
    });
    outcomes
}

/// What became of a file, in short.
fn summary(name: &str, bytes: &[u8]) -> Vec<String> {
    let short = |outcome: &Outcome| match outcome {
        Outcome::Document(document) => format!("document {}", document.title),
        Outcome::Skipped { reason, .. } => format!("skipped {reason}"),
        Outcome::Failed(error) => format!("failed {error}"),
        Outcome::Remark(remark) => format!("remark {}", remark.what.code()),
    };
    read(name, bytes).iter().map(short).collect()
}

#[test]
fn encodings_lead_to_the_same_document() {
    let gbk = encoding_rs::GB18030.encode(LAW).0;
    let (Outcome::Document(utf8), Outcome::Document(gbk)) = (
        read("a.md", LAW.as_bytes()).remove(0),
        read("a.md", &gbk).remove(0),
    ) else {
        panic!("no documents");
    };
    assert_eq!(utf8.body, gbk.body);
    assert_ne!(utf8.provenance.sha256, gbk.provenance.sha256);
}

#[test]
fn files_without_documents_say_why() {
    assert_eq!(summary("a.md", b""), ["skipped empty"]);
    assert_eq!(summary("a.md", b" \n\n"), ["skipped empty"]);
    assert_eq!(
        summary("_index.md", b"---\na: b\n---"),
        ["skipped index_page"]
    );
    assert_eq!(summary("x.md", b"---\na: b\n---\n"), ["skipped index_page"]);
    assert_eq!(
        summary(
            "x.md",
            "- [甲](a.md)\n- [乙](b.md)\n- [丙](c.md)\n".as_bytes()
        ),
        ["skipped index_page"]
    );
    assert_eq!(summary("README.md", LAW.as_bytes()), ["skipped notice"]);
    assert_eq!(
        summary("a.md", b"\x00\x01\x02\xff"),
        ["failed cannot import x/a.md: binary data, not text"]
    );
    assert_eq!(
        summary("a.md", b"abc\xff\xff\xff"),
        ["failed cannot import x/a.md: text is neither UTF-8, UTF-16 nor GB18030"]
    );
    assert_eq!(summary("a.db", b""), ["skipped empty"]);
    assert_eq!(
        summary("a.db", b"0123456789abcdef0123"),
        ["failed cannot import x/a.db: unrecognised structure: not an SQLite database"]
    );
    assert!(summary("a.db", b"SQLite")[0].contains("truncated"));
    assert!(summary("a.exe", b"x")[0].contains("unsupported"));
    assert!(summary("a.pdf", b"x")[0].contains("not a file of the format PDF"));
    assert_eq!(summary("a.jsonl", b""), ["skipped empty"]);
    assert_eq!(summary("a.jsonl", b"\n \n"), ["skipped empty"]);
}

#[test]
fn foreign_lines_fail_once() {
    for foreign in [
        "{\"a\":1}\n{\"a\":2}\n".as_bytes(),
        b"{\n  \"leian\": 1\n}\n",
        &b"strange\n".repeat(5_000),
    ] {
        let summary = summary("a.jsonl", foreign);
        assert_eq!(summary.len(), 1, "{summary:?}");
        assert!(summary[0].starts_with("failed cannot import x/a.jsonl:1: unrecognised"));
    }
    let gbk = encoding_rs::GBK
        .encode("{\"leian\":1,\"title\":\"甲\"}\n")
        .0
        .repeat(2);
    assert_eq!(
        summary("a.jsonl", &gbk),
        ["failed cannot import x/a.jsonl:1: line is not UTF-8"]
    );
}

#[test]
fn a_bad_first_line_does_not_cost_the_others() {
    let Outcome::Document(document) = read("a.md", LAW.as_bytes()).remove(0) else {
        panic!()
    };
    let mut lines = b"garbage\n\xff\xff\n".to_vec();
    jsonl::write_document(&document, &mut lines).unwrap();
    let summary = summary("a.jsonl", &lines);
    assert_eq!(summary.len(), 3, "{summary:?}");
    assert!(summary[0].contains("x/a.jsonl:1: unrecognised"));
    assert!(summary[1].contains("x/a.jsonl:2: line is not UTF-8"));
    assert_eq!(summary[2], "document 某法");
}

#[test]
fn missing_file_fails() {
    let mut outcomes = Vec::new();
    read_file(Path::new("/nonexistent/a.md"), "a.md", &mut |outcome| {
        outcomes.push(outcome)
    });
    assert!(matches!(&outcomes[..], [Outcome::Failed(_)]));
}

#[test]
fn truncated_text_is_a_document_and_a_failure() {
    let bytes = LAW.trim_end().as_bytes();
    assert_eq!(
        summary("a.md", &bytes[..bytes.len() - 1]),
        [
            "document 某法",
            "failed cannot import x/a.md:7: truncated: the last character is cut off"
        ]
    );
}

#[test]
fn text_above_the_limit_is_refused_without_reading_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("big.md");
    let file = File::create(&path).unwrap();
    file.set_len(100 << 20).unwrap();
    let mut outcomes = Vec::new();
    read_file(&path, "big.md", &mut |outcome| outcomes.push(outcome));
    let [Outcome::Failed(error)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert!(
        matches!(error.problem, ImportProblem::TooLarge { size_bytes, .. } if size_bytes == 100 << 20)
    );
}

#[test]
fn bad_lines_of_json_fail_alone() {
    let Outcome::Document(document) = read("a.md", LAW.as_bytes()).remove(0) else {
        panic!()
    };
    let mut lines = Vec::new();
    jsonl::write_document(&document, &mut lines).unwrap();
    let good = lines.clone();
    lines.extend_from_slice(b"\n{\"leian\":1,\"kind\":\"law\"}\n\xff\xfe\n");
    lines.extend_from_slice(&good);
    lines.extend_from_slice(&good[..good.len() / 2]);
    let summary = summary("a.jsonl", &lines);
    assert_eq!(summary.len(), 5, "{summary:?}");
    assert_eq!(
        (summary[0].as_str(), summary[3].as_str()),
        ("document 某法", "document 某法")
    );
    assert!(
        summary[1].contains("x/a.jsonl:3: not valid JSON"),
        "{summary:?}"
    );
    assert!(
        summary[2].contains("x/a.jsonl:4: line is not UTF-8"),
        "{summary:?}"
    );
    assert!(summary[4].contains("x/a.jsonl:6: truncated"), "{summary:?}");
}

#[test]
fn defect_of_a_reader_is_a_failure_of_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    fs::write(&path, LAW).unwrap();
    let mut calls = 0;
    let mut failures = Vec::new();
    read_file(&path, "a.md", &mut |outcome| {
        calls += 1;
        match outcome {
            Outcome::Failed(error) => failures.push(error.to_string()),
            _ => panic!("sink is broken"),
        }
    });
    assert_eq!(calls, 2);
    assert!(failures[0].contains("sink is broken"));
}

/// The folder of real texts, where there is one.
fn shared_laws() -> Option<PathBuf> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?;
    let shared =
        std::env::var_os("LEIAN_SHARED").map_or_else(|| workspace.join("../shared"), PathBuf::from);
    let laws = shared.join("data/laws");
    if !laws.is_dir() {
        println!("skipped: no real laws at {}", laws.display());
        return None;
    }
    Some(laws)
}

/// Everything of a source or document that a reader could miss, and nothing else.
fn essence(text: &str) -> String {
    without_spaces(text)
        .replace(['#', '*'], "")
        .replace('笫', "第")
}

fn essence_of_source(text: &str) -> String {
    let is_text = |line: &&str| {
        let line = line.trim();
        let rule =
            line.contains("--") && line.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '));
        !(rule || line.starts_with("<!--") && line.ends_with("-->"))
    };
    essence(&text.lines().filter(is_text).collect::<String>())
}

/// A source without headings before its first article that it repeats: a table of contents.
fn without_contents(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let is_article = |line: &&str| line.starts_with('第') && line.contains("条 ");
    let first = lines.iter().position(is_article).unwrap_or(lines.len());
    let again = |at: usize| (at + 1..first).find(|&later| lines[later] == lines[at]);
    let start = (0..first).find(|&at| lines[at].starts_with("##") && again(at).is_some());
    let table = start.map_or(0..0, |start| start..again(start).unwrap_or(start));
    let row = |at: usize| {
        at < first && lines[at].starts_with("##") && lines[at].matches("章 ").count() > 1
    };
    let kept = (0..lines.len()).filter(|at| !table.contains(at) && !row(*at));
    kept.map(|at| lines[at]).collect::<Vec<_>>().join("\n")
}

fn essence_of_document(document: &Document) -> String {
    let Body::Statute(statute) = &document.body else {
        panic!("{} has sections", document.id)
    };
    let mut text = document.title.clone();
    for block in &statute.blocks {
        match block {
            Block::Heading(heading) => text.push_str(&heading.text),
            Block::Article(article) => text.extend([&*article.label, &*article.text]),
            Block::Text(other) => text.push_str(other),
        }
    }
    essence(&text)
}

/// Documents and articles by kind; fails where a file gives no document or a document
/// lacks a character of its file.
fn census(files: &[SourceFile]) -> (BTreeMap<DocumentKind, (usize, usize)>, usize) {
    let mut kinds = BTreeMap::<_, (usize, usize)>::new();
    let mut index_pages = 0;
    for file in files {
        let mut sink = |outcome| match outcome {
            Outcome::Document(document) => {
                let Body::Statute(statute) = &document.body else {
                    panic!("{}", file.display_path)
                };
                let source = fs::read_to_string(&file.path).unwrap();
                let found = essence_of_document(&document);
                let same = found == essence_of_source(&source)
                    || found == essence_of_source(&without_contents(&source));
                assert!(same, "{} is not complete", file.display_path);
                let count = kinds.entry(document.kind).or_default();
                *count = (count.0 + 1, count.1 + statute.articles().count());
            }
            Outcome::Skipped {
                reason: SkipReason::IndexPage,
                ..
            } => index_pages += 1,
            Outcome::Remark(_) => {}
            other => panic!("{}: {other:?}", file.display_path),
        };
        read_file(&file.path, &file.display_path, &mut sink);
    }
    (kinds, index_pages)
}

/// The reference counts 64,666 lines that begin with 第N条. One of them is a line of
/// history (第三十一条的决定》…), five are new wording that a constitutional amendment
/// quotes; and it misses six articles with a misprinted label (第一百二十八 条, 笫五十四条)
/// and 112 that stand inside the lines of one regulation: 64,666 − 6 + 118.
#[test]
fn real_national_laws_are_complete() {
    use DocumentKind::*;
    let Some(laws) = shared_laws() else { return };
    let (files, errors) = walk(&[laws]);
    assert!(errors.is_empty(), "{errors:?}");
    let national: Vec<SourceFile> = files
        .into_iter()
        .filter(|file| !file.display_path.contains("/DLC/"))
        .collect();
    let (kinds, index_pages) = census(&national);
    assert_eq!(index_pages, 15);
    let expected = [
        (Constitution, (6, 195)),
        (Law, (353, 24_688)),
        (AdministrativeRegulation, (683, 26_021)),
        (JudicialInterpretation, (439, 11_751)),
        (DepartmentalRule, (29, 2_123)),
        (Normative, (2, 0)),
    ];
    assert_eq!(kinds, expected.into());
    assert_eq!(
        kinds.values().map(|(_, articles)| articles).sum::<usize>(),
        64_778
    );
    assert_eq!(
        kinds
            .values()
            .map(|(documents, _)| documents)
            .sum::<usize>(),
        1_512
    );
}

#[test]
fn real_local_regulations_are_complete() {
    let Some(laws) = shared_laws() else { return };
    let (files, errors) = walk(&[laws.join("DLC")]);
    assert!(errors.is_empty(), "{errors:?}");
    let (kinds, index_pages) = census(&files);
    assert_eq!(index_pages, 7);
    assert_eq!(
        kinds,
        [(DocumentKind::LocalRegulation, (1_911, 82_628))].into()
    );
}
