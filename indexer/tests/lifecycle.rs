//! Opening, writing, committing, losing nothing that was committed.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::ops::ControlFlow;

use common::{TestIndex, case, found, law, words};
use leian_corpus::{DocumentId, EntryId};
use leian_indexer::{IndexError, LegalIndex};

#[test]
fn uncommitted_documents_are_lost_and_committed_ones_are_not() {
    let test = TestIndex::of(&[case("case-1", "甲案", &["盗窃手机一部"])]);
    let mut writer = test.index.writer().unwrap();
    writer
        .add_document(&case("case-2", "乙案", &["盗窃电脑一台"]))
        .unwrap();
    drop(writer);
    let reopened = LegalIndex::open(test.index.dir()).unwrap();
    assert_eq!(
        found(&reopened.snapshot().unwrap(), &words("盗窃")),
        ["case-1"]
    );
    // The lock went with the writer, and the next import goes on.
    test.add(&[case("case-2", "乙案", &["盗窃电脑一台"])]);
    assert_eq!(found(&test.snapshot(), &words("盗窃")).len(), 2);
}

#[test]
fn an_index_that_two_begin_together_is_made_once() {
    for _ in 0..10 {
        let folder = tempfile::tempdir().unwrap();
        let together = std::sync::Barrier::new(4);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    together.wait();
                    LegalIndex::open_or_create(folder.path()).unwrap();
                });
            }
        });
    }
}

#[test]
fn files_of_an_interrupted_import_do_no_harm() {
    let test = TestIndex::of(&[case("case-1", "甲案", &["盗窃手机一部"])]);
    let tantivy = test.index.dir().join("tantivy");
    std::fs::write(
        tantivy.join("0123456789abcdef0123456789abcdef.store"),
        b"torn",
    )
    .unwrap();
    std::fs::write(test.index.dir().join("manifest.json.tmp"), b"{").unwrap();
    let reopened = LegalIndex::open_or_create(test.index.dir()).unwrap();
    let mut writer = reopened.writer().unwrap();
    writer
        .add_document(&case("case-2", "乙案", &["盗窃电脑"]))
        .unwrap();
    writer.commit().unwrap();
    assert_eq!(reopened.snapshot().unwrap().stats().documents, 2);
}

#[test]
fn second_writer_is_refused_clearly() {
    let test = TestIndex::empty();
    let _writer = test.index.writer().unwrap();
    let other = LegalIndex::open(test.index.dir()).unwrap();
    let error = other.writer().err().unwrap();
    assert!(matches!(error, IndexError::WriterBusy { .. }));
    assert!(error.to_string().contains("another import is writing"));
}

#[test]
fn snapshot_stays_as_it_was_and_knows_when_it_is_stale() {
    let test = TestIndex::of(&[case("case-1", "甲案", &["盗窃"])]);
    let reader = LegalIndex::open(test.index.dir()).unwrap();
    let before = reader.snapshot().unwrap();
    assert!(!reader.is_stale(&before));
    test.add(&[case("case-2", "乙案", &["盗窃"])]);
    assert!(reader.is_stale(&before));
    assert_eq!(found(&before, &words("盗窃")), ["case-1"]);
    let after = reader.snapshot().unwrap();
    assert!(!reader.is_stale(&after));
    assert_eq!(found(&after, &words("盗窃")).len(), 2);
}

#[test]
fn document_added_again_replaces_itself() {
    let test = TestIndex::of(&[law(
        "中华人民共和国试验法",
        "2020-01-01",
        &[("1", "甲"), ("2", "乙")],
    )]);
    let newer = law("中华人民共和国试验法", "2020-01-01", &[("1", "丙")]);
    test.add(std::slice::from_ref(&newer));
    // Twice within one commit as well.
    let mut writer = test.index.writer().unwrap();
    writer.add_document(&newer).unwrap();
    writer.add_document(&newer).unwrap();
    writer.commit().unwrap();
    drop(writer);
    let snapshot = test.snapshot();
    assert_eq!(snapshot.stats().entries, 1);
    assert_eq!(snapshot.document(&newer.id).unwrap(), Some(newer));
}

#[test]
fn deleted_document_is_gone() {
    let test = TestIndex::of(&[
        case("case-1", "甲案", &["盗窃"]),
        case("case-2", "乙案", &["盗窃"]),
    ]);
    let mut writer = test.index.writer().unwrap();
    let id = DocumentId::parse("case-1").unwrap();
    writer.delete_document(&id).unwrap();
    writer.commit().unwrap();
    writer.delete_document(&id).unwrap();
    writer.commit().unwrap();
    let snapshot = test.snapshot();
    assert_eq!(found(&snapshot, &words("盗窃")), ["case-2"]);
    assert_eq!(snapshot.document(&id).unwrap(), None);
    assert_eq!(
        snapshot.find(&EntryId::parse("case-1").unwrap()).unwrap(),
        None
    );
    assert_eq!(snapshot.stats().documents, 1);
}

#[test]
fn merging_changes_nothing_but_the_segments() {
    let test = TestIndex::empty();
    let documents: Vec<_> = (0..30)
        .map(|number| {
            let text = format!("第{number}号被告人盗窃财物{number}元");
            case(&format!("case-{number:02}"), "案", &[&text, "经查属实"])
        })
        .collect();
    for few in documents.chunks(3) {
        test.add(few);
    }
    let before = test.snapshot();
    let mut writer = test.index.writer().unwrap();
    writer.merge_down().unwrap();
    let after = test.snapshot();
    assert_eq!(after.stats().segments, 1);
    assert_eq!(
        found(&before, &words("盗窃财物")),
        found(&after, &words("盗窃财物"))
    );
    assert_eq!(after.stats().documents, 30);
    let mut given = Vec::new();
    after
        .documents(&mut |document| {
            given.push(document);
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(given, documents);
}

#[test]
fn every_document_comes_out_as_it_went_in() {
    let documents = [
        case("case-1", "甲案", &["要旨", "事实\n第二段", "理由"]),
        case("case-1-b", "乙案", &[""]),
        law(
            "中华人民共和国试验法",
            "2020-01-01",
            &[("1", "甲"), ("1-1", "乙"), ("2", "丙\n丁")],
        ),
    ];
    let test = TestIndex::of(&documents);
    let snapshot = test.snapshot();
    for document in &documents {
        assert_eq!(
            snapshot.document(&document.id).unwrap().as_ref(),
            Some(document)
        );
    }
    let mut given = Vec::new();
    snapshot
        .documents(&mut |document| {
            given.push(document.id.to_string());
            if given.len() == 2 {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        })
        .unwrap();
    assert_eq!(given, ["case-1", "case-1-b"]);
}

#[test]
fn folder_without_index_and_index_of_another_make_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        LegalIndex::open(folder.path()),
        Err(IndexError::NotFound { .. })
    ));

    let test = TestIndex::empty();
    let manifest = test.index.dir().join("manifest.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::write(&manifest, text.replace("\"analyzer\": ", "\"analyzer\": 9")).unwrap();
    for opened in [
        LegalIndex::open(test.index.dir()),
        LegalIndex::open_or_create(test.index.dir()),
    ] {
        let message = opened.err().unwrap().to_string();
        assert!(
            message.contains("analyzer 9") && message.contains("leian import"),
            "{message}"
        );
    }

    std::fs::remove_file(&manifest).unwrap();
    assert!(LegalIndex::open_or_create(test.index.dir()).is_err());
}

#[test]
fn creation_that_was_interrupted_is_completed() {
    let test = TestIndex::empty();
    std::fs::remove_file(test.index.dir().join("tantivy/meta.json")).unwrap();
    assert!(matches!(
        LegalIndex::open(test.index.dir()),
        Err(IndexError::NotFound { .. })
    ));
    let again = LegalIndex::open_or_create(test.index.dir()).unwrap();
    assert_eq!(again.snapshot().unwrap().stats().documents, 0);
}

#[test]
fn huge_and_odd_documents_are_taken() {
    let long = "当事人于某日签订合同，约定履行期限。".repeat(40_000);
    let mut odd = case(
        "case-odd",
        "𠀀👍\u{0}题",
        &["", " \u{3000}", "\u{feff}a\u{0}b"],
    );
    odd.metadata.issuer = Some("院".repeat(50_000));
    odd.metadata.keywords = vec!["键".repeat(70_000)];
    let latin = "x".repeat(200_000);
    let test = TestIndex::of(&[case("case-long", "长案", &[&long, &latin]), odd.clone()]);
    let snapshot = test.snapshot();
    assert_eq!(found(&snapshot, &words("签订合同")), ["case-long"]);
    assert_eq!(snapshot.document(&odd.id).unwrap(), Some(odd));
    assert!(snapshot.stats().passages > 1_000);
}
