#![allow(clippy::unwrap_used)]

use super::*;
use crate::case::{Section, SectionRole};
use crate::document::Date;
use crate::statute::{Article, ArticleNumber, Heading, HeadingLevel, Statute};

fn statute() -> Document {
    let law = LawIdentity::new("中华人民共和国某法", None, Date::new(2020, 5, 28).ok());
    let number = ArticleNumber::inserted(133, 1);
    let extra = [("备注".to_owned(), "甲\n乙".to_owned())].into();
    Document {
        id: DocumentId::of_law(&law),
        kind: DocumentKind::Law,
        title: law.title.clone(),
        metadata: Metadata {
            law: Some(law),
            extra,
            ..Metadata::default()
        },
        body: Body::Statute(Statute {
            blocks: vec![
                Block::Heading(Heading {
                    level: HeadingLevel::Chapter,
                    text: "第一章 总则".into(),
                }),
                Block::Article(Article {
                    number,
                    label: number.chinese(),
                    text: "条文。".into(),
                }),
                Block::Text("附件“一”".into()),
            ],
        }),
        provenance: Provenance {
            path: "laws/某法.md".into(),
            line: None,
            sha256: "0".repeat(64),
            importer: "law_markdown".into(),
        },
    }
}

fn case() -> Document {
    let section = Section {
        role: SectionRole::KeyPoints,
        label: "要旨".into(),
        text: "甲。".into(),
    };
    Document {
        id: DocumentId::parse("spp-79").unwrap(),
        kind: DocumentKind::SppGuidingCase,
        title: "某案".into(),
        metadata: Metadata {
            number: Some("检例第79号".into()),
            ..Metadata::default()
        },
        body: Body::Sections(vec![section]),
        provenance: Provenance {
            line: Some(3),
            ..statute().provenance
        },
    }
}

fn line(document: &Document) -> String {
    let mut bytes = Vec::new();
    write_document(document, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn problem(text: &str) -> ImportProblem {
    parse("a.jsonl", 7, text).unwrap_err()
}

#[test]
fn documents_are_read_back_as_written() {
    for document in [statute(), case()] {
        let line = line(&document);
        assert!(line.starts_with(r#"{"leian":1,"id":"#));
        assert_eq!(line.matches('\n').count(), 1);
        assert!(recognises(&line));
        assert_eq!(parse("a.jsonl", 1, trim(&line)).unwrap(), document);
    }
}

#[test]
fn feeding_system_may_leave_out_id_metadata_and_provenance() {
    let text = r#"{"kind":"typical_case","title":"某案","leian":1,
        "body":{"sections":[{"role":"facts","text":"甲。"}]}}"#;
    assert!(recognises(text));
    let document = parse("a.jsonl", 7, text).unwrap();
    assert!(document.id.as_str().starts_with("case-"));
    assert_eq!(document.provenance.line, Some(7));
    assert_eq!(document.provenance.path, "a.jsonl");
    assert_eq!(parse("b.jsonl", 1, text).unwrap().id, document.id);
}

#[test]
fn statute_without_identity_is_named_by_title_and_date() {
    let text = r#"{"leian":1,"kind":"law","title":"中华人民共和国某法",
        "metadata":{"promulgated":"2020-05-28"},
        "body":{"statute":{"blocks":[{"article":{"number":"1","label":"第一条","text":"甲。"}}]}}}"#;
    let document = parse("a.jsonl", 1, text).unwrap();
    assert_eq!(document.id, statute().id);
    assert_eq!(document.metadata.law, statute().metadata.law);
}

#[test]
fn unusable_lines_say_what_is_wrong() {
    let good = line(&case());
    assert!(matches!(
        problem(&good[..good.len() / 2]),
        ImportProblem::Truncated { .. }
    ));
    assert!(matches!(
        problem("{\"leian\":1}"),
        ImportProblem::Json { .. }
    ));
    assert!(matches!(
        problem(&good.replace("\"leian\":1", "\"leian\":9")),
        ImportProblem::SchemaVersion { version: 9 }
    ));
    assert!(matches!(
        problem(&good.replace("某案", " ")),
        ImportProblem::NoTitle
    ));
    assert!(matches!(
        problem(&good.replace("甲。", "")),
        ImportProblem::NoContent
    ));
    assert!(matches!(
        problem(&good.replace("\"title\"", "\"name\":\"x\",\"title\"")),
        ImportProblem::Json { .. }
    ));
    assert!(matches!(
        problem(&line(&statute()).replace("\"133-1\"", "\"第百条\"")),
        ImportProblem::Json { .. }
    ));
    assert!(matches!(
        problem(&good.replace("spp-79", "SPP 79")),
        ImportProblem::Json { .. }
    ));
    let both = good.replace("\"body\":{", "\"body\":{\"statute\":{\"blocks\":[]},");
    assert!(matches!(problem(&both), ImportProblem::Body));
    let neither = r#"{"leian":1,"kind":"law","title":"某法","body":{}}"#;
    assert!(matches!(problem(neither), ImportProblem::Body));
}
