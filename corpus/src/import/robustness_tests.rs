//! No input makes a reader panic, and what is left of a damaged file is told.

#![allow(clippy::unwrap_used)]

use std::fs;

use proptest::prelude::*;

use super::*;

const SUFFIXES: &[&str] = &[
    "md", "txt", "html", "doc", "docx", "pdf", "json", "jsonl", "csv", "zip", "db",
];

fn fixture(name: &str) -> Vec<u8> {
    fs::read(format!("{}/fixtures/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Reads bytes under every name and says which panicked.
fn check(bytes: &[u8], suffixes: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    for suffix in suffixes {
        let path = folder.path().join(format!("a.{suffix}"));
        fs::write(&path, bytes).unwrap();
        let mut count = 0;
        read_file(&path, &format!("x/a.{suffix}"), &mut |outcome| {
            count += 1;
            if let Outcome::Failed(error) = outcome {
                let defect = matches!(error.problem, ImportProblem::Internal { .. });
                assert!(!defect, "{error}");
            }
        });
        assert!(count > 0, "a.{suffix} gave nothing");
        let extracted = extract_text(bytes, &format!("a.{suffix}"));
        assert!(!matches!(extracted, Err(ImportProblem::Internal { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_bytes_are_read_or_refused(
        mark in prop::sample::select(vec![
            &b""[..], b"%PDF-1.5\n", b"PK\x03\x04", b"PK\x05\x06", b"<html>", b"{\"qw\":\"", b"\xff\xfe",
            b"SQLite format 3\0",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        check(&[mark, &bytes].concat(), SUFFIXES);
    }

    #[test]
    fn pieces_of_formats_in_any_order_are_read_or_refused(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<table>", "<tr>", "<td>", "</table>", "<p>", "</div>", "<ol><li>", "<script>", "<!--", "-->", "&#x110000;",
            "第一条 ", "第百条 ", "\"", ",", "\n", "案号,全文\n", "判决书\n", "（2024）刑1号\n", "本院认为", "{", "}", "[",
            "\"fact\":", "\0", "\u{feff}", "目录", "# ", "|",
        ]), 0..60),
    ) {
        check(pieces.concat().as_bytes(), &["txt", "html", "csv", "json", "jsonl"]);
    }

    #[test]
    fn damaged_documents_are_read_or_refused(
        name in prop::sample::select(vec!["lighthouse.docx", "lighthouse.html", "lighthouse.pdf"]),
        flips in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = fixture(name);
        for (place, byte) in flips {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let suffix = name.rsplit('.').next().unwrap();
        check(&bytes, &[suffix]);
    }
}
