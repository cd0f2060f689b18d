#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;
use crate::import::read_file;

const LAW: &str = "灯塔保护条例\n第一条 为了保护灯塔，制定本条例。\n第二条 甲。\n";

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn summary(file_name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file_name);
    std::fs::write(&path, bytes).unwrap();
    let mut found = Vec::new();
    read_file(&path, &format!("x/{file_name}"), &mut |outcome| {
        found.push(match outcome {
            Outcome::Document(document) => {
                format!("{} from {}", document.title, document.provenance.path)
            }
            Outcome::Skipped { reason, .. } => format!("skipped {reason}"),
            Outcome::Failed(error) => error.to_string(),
            Outcome::Remark(remark) => remark.what.code().to_owned(),
        });
    });
    found
}

#[test]
fn files_of_an_archive_are_read_each_by_its_format() {
    let table = "案号,全文\n（2024）虚01刑初1号,本院认为，甲。\n";
    let gbk = encoding_rs::GB18030.encode(LAW).0;
    let html = format!("<!DOCTYPE html><p>{}", LAW.replace('\n', "<p>"));
    let json = "{\"fact\":\"经审理查明，甲某拆走航标灯。\",\"meta\":{\"accusation\":[\"盗窃\"]}}\n";
    let archive = zip(&[
        ("法规/", b""),
        ("法规/灯塔.txt", &gbk),
        ("网页/灯塔.html", html.as_bytes()),
        ("文书.csv", table.as_bytes()),
        ("cail.json", json.as_bytes()),
        ("__MACOSX/x.txt", b"x"),
        ("a/.hidden.txt", b"x"),
        ("图.png", b"x"),
    ]);
    let found = summary("a.zip", &archive);
    assert_eq!(
        found,
        [
            "灯塔保护条例 from x/a.zip/法规/灯塔.txt",
            "灯塔保护条例 from x/a.zip/网页/灯塔.html",
            "裁判文书 from x/a.zip/文书.csv",
            "盗窃罪案 from x/a.zip/cail.json",
            "cannot import x/a.zip/图.png: unsupported file type (see the readme for the supported ones)",
        ]
    );
    // The content says it is an archive, whatever its name.
    assert_eq!(summary("b.txt", &archive).len(), 5);
}

#[test]
fn hostile_entries_fail_alone() {
    let inner = zip(&[("a.txt", LAW.as_bytes())]);
    let bomb = vec![b'x'; 32 << 20];
    let mut archive = zip(&[
        ("../../out.txt", LAW.as_bytes()),
        ("/etc/out.txt", LAW.as_bytes()),
        ("C:\\out.txt", LAW.as_bytes()),
        ("a/..\\out.txt", LAW.as_bytes()),
        ("inner.zip", &inner),
        ("hidden.txt", &inner),
        ("bomb.txt", &bomb),
        ("bomb.csv", &bomb),
        ("nul.txt", b"a\0b"),
        ("good.txt", LAW.as_bytes()),
    ]);
    let found = summary("a.zip", &archive);
    assert_eq!(
        found,
        [
            "cannot import x/a.zip/../../out.txt: the entry's name leads out of the archive",
            "cannot import x/a.zip//etc/out.txt: the entry's name leads out of the archive",
            "cannot import x/a.zip/C:\\out.txt: the entry's name leads out of the archive",
            "cannot import x/a.zip/a/..\\out.txt: the entry's name leads out of the archive",
            "cannot import x/a.zip/inner.zip: an archive inside an archive is not opened",
            "cannot import x/a.zip/hidden.txt: an archive inside an archive is not opened",
            "cannot import x/a.zip/bomb.txt: ratio above the limit of 200",
            "cannot import x/a.zip/bomb.csv:1: ratio above the limit of 200",
            "cannot import x/a.zip/nul.txt: binary data, not text",
            "灯塔保护条例 from x/a.zip/good.txt",
        ]
    );
    // One flipped byte in the compressed text of the last entry.
    let at = archive
        .windows(8)
        .rposition(|bytes| bytes == b"good.txt")
        .unwrap();
    let at = archive[..at]
        .windows(8)
        .rposition(|bytes| bytes == b"good.txt")
        .unwrap()
        + 20;
    archive[at] ^= 0x55;
    let found = summary("a.zip", &archive);
    assert!(
        found[9].starts_with("cannot import x/a.zip/good.txt: damaged ZIP"),
        "{found:?}"
    );
}

#[test]
fn entries_share_what_an_archive_may_expand_to() {
    for (suffix, expanded_bytes, expected) in [
        (Suffix::Csv, 0, MAX_EXPANDED_BYTES),
        (Suffix::Csv, MAX_EXPANDED_BYTES - 5, 5),
        (Suffix::JsonLines, MAX_EXPANDED_BYTES + 1, 0),
        (Suffix::Document, 0, MAX_PART_BYTES),
        (Suffix::Document, MAX_EXPANDED_BYTES - 5, 5),
    ] {
        assert_eq!(limit_bytes(suffix, expanded_bytes), expected, "{suffix:?}");
    }
}

#[test]
fn truncated_archives_are_named() {
    let archive = zip(&[("a.txt", LAW.as_bytes())]);
    for end in 4..archive.len() - 1 {
        let found = summary("a.zip", &archive[..end]);
        assert!(found[0].contains("x/a.zip"), "{end}: {found:?}");
        assert!(!found[0].contains("from"), "{end}: {found:?}");
    }
    assert_eq!(summary("a.zip", b""), ["skipped empty"]);
    assert_eq!(
        summary("a.zip", b"text"),
        ["cannot import x/a.zip: not a file of the format ZIP, as its name says"]
    );
}
