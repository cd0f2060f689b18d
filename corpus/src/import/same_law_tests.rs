//! One invented law, 虚构市灯塔保护条例, in every format: all give the same articles.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::document::Body;
use crate::statute::Block;

fn fixture(name: &str) -> PathBuf {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures");
    PathBuf::from(folder).join(name)
}

fn document(name: &str) -> Document {
    let mut outcomes = Vec::new();
    read_file(
        &fixture(name),
        &format!("fixtures/{name}"),
        &mut |outcome| {
            outcomes.push(outcome);
        },
    );
    match outcomes.remove(0) {
        Outcome::Document(document) if outcomes.is_empty() => *document,
        other => panic!("{name}: {other:?} {outcomes:?}"),
    }
}

/// Headings, articles and other text, white space aside.
fn blocks(document: &Document) -> Vec<(String, String)> {
    let Body::Statute(statute) = &document.body else {
        panic!("no statute")
    };
    let squeeze = |text: &str| text.replace([' ', '\u{3000}'], "");
    statute
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => (format!("{:?}", heading.level), squeeze(&heading.text)),
            Block::Article(article) => (article.number.to_string(), squeeze(&article.text)),
            Block::Text(text) => ("text".to_owned(), squeeze(text)),
        })
        .collect()
}

#[test]
fn every_format_gives_the_same_articles() {
    let markdown = document("lighthouse.md");
    let expected = blocks(&markdown);
    let numbers: Vec<&str> = expected.iter().map(|(number, _)| number.as_str()).collect();
    assert_eq!(
        numbers,
        [
            "text", "Chapter", "1", "2", "2-1", "Chapter", "3", "4", "5", "Chapter", "6"
        ]
    );
    assert_eq!(expected[3].1.lines().count(), 4, "three items");
    assert_eq!(expected[4].1.lines().count(), 2, "two paragraphs");
    for name in ["lighthouse.html", "lighthouse.docx", "lighthouse.pdf"] {
        let found = document(name);
        assert_eq!(found.id, markdown.id, "{name}");
        assert_eq!(found.title, markdown.title, "{name}");
        let mut found_blocks = blocks(&found);
        if name.ends_with(".pdf") {
            // A page has lines and places, but no tables.
            let cells = |text: &str| text.replace('|', "");
            assert_eq!(found_blocks[7].1, cells(&expected[7].1));
            found_blocks[7].1.clone_from(&expected[7].1);
        }
        assert_eq!(found_blocks, expected, "{name}");
        let (of, from) = (&markdown.metadata, &found.metadata);
        assert_eq!(
            (of.promulgated, of.effective, &of.issuer, &of.law),
            (from.promulgated, from.effective, &from.issuer, &from.law),
            "{name}"
        );
    }
}

#[test]
fn saved_page_tells_source_address_and_day() {
    let page = document("lighthouse.html");
    let metadata = &page.metadata;
    assert_eq!(
        metadata.source_url.as_deref(),
        Some("https://www.example.org/fg/202103/t1.html")
    );
    assert_eq!(metadata.extra["来源"], "虚构日报");
    assert_eq!(metadata.extra["网上发布日期"], "2021-03-04");
    assert_eq!(page.provenance.importer, "html/law_markdown");
}

#[test]
fn text_for_checking_is_that_of_the_document() {
    for (name, format, note) in [
        ("lighthouse.html", TextFormat::Html, TextNote::Navigation),
        ("lighthouse.pdf", TextFormat::Pdf, TextNote::JoinedLines),
    ] {
        let bytes = fs::read(fixture(name)).unwrap();
        let extracted = extract_text(&bytes, "无后缀").unwrap();
        assert_eq!(extracted.format, format);
        assert!(extracted.notes.contains(&note), "{:?}", extracted.notes);
        assert!(
            extracted
                .text
                .starts_with("虚构市灯塔保护条例\n（2021年3月1日")
        );
        assert!(extracted.text.ends_with("本条例自2021年5月1日起施行。"));
    }
    let docx = fs::read(fixture("lighthouse.docx")).unwrap();
    let extracted = extract_text(&docx, "起诉书.doc").unwrap();
    assert_eq!(extracted.format, TextFormat::Docx);
    assert!(extracted.text.contains("\n| 成年人 | 20 |\n"));
    let plain = extract_text("\u{feff}甲\r\n乙".as_bytes(), "a.txt").unwrap();
    assert_eq!(plain.text, "甲\r\n乙", "a plain text stays as written");
}

#[test]
fn what_is_not_read_says_what_it_is() {
    use crate::error::ForeignFormat;
    let problem = |bytes: &[u8], name: &str| extract_text(bytes, name).unwrap_err();
    let foreign = |bytes: &[u8]| match problem(bytes, "a.doc") {
        ImportProblem::Foreign { format } => format,
        other => panic!("{other}"),
    };
    assert_eq!(
        foreign(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ForeignFormat::Ole
    );
    assert_eq!(foreign(b"{\\rtf1 x}"), ForeignFormat::Rtf);
    assert_eq!(foreign(b"\xff\xd8\xff\xe0"), ForeignFormat::Picture);
    let pdf = problem(b"<404>", "a.pdf");
    assert!(matches!(pdf, ImportProblem::Mismatch { expected: "PDF" }));
    let nul = problem(b"a\0b", "a.txt");
    assert!(matches!(nul, ImportProblem::Binary));
    let noise = problem(b"\xff\xff\xff\xff", "a.txt");
    assert!(matches!(noise, ImportProblem::Encoding));
}
