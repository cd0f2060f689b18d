#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::document::LawIdentity;
use crate::statute::HeadingLevel;

fn statute(blocks: Vec<Block>) -> Document {
    let law = LawIdentity::new("中华人民共和国某法", None, Date::new(2020, 5, 28).ok());
    Document {
        id: DocumentId::of_law(&law),
        kind: DocumentKind::Law,
        title: law.title.clone(),
        metadata: Metadata {
            law: Some(law),
            ..Metadata::default()
        },
        body: Body::Statute(Statute { blocks }),
        provenance: Provenance::default(),
    }
}

fn article(base: u32, inserted: u32) -> Block {
    let number = ArticleNumber { base, inserted };
    Block::Article(Article {
        number,
        label: number.chinese(),
        text: "条文。".into(),
    })
}

fn heading(level: HeadingLevel, text: &str) -> Block {
    Block::Heading(Heading {
        level,
        text: text.into(),
    })
}

#[test]
fn articles_carry_number_path_and_headings() {
    let document = statute(vec![
        Block::Text("序".into()),
        heading(HeadingLevel::Part, "第一编"),
        heading(HeadingLevel::Chapter, "第一章"),
        article(133, 0),
        article(133, 1),
        heading(HeadingLevel::Chapter, "第二章"),
        article(134, 0),
    ]);
    let entries = document.entries();
    let tails: Vec<_> = entries
        .iter()
        .map(|e| e.id.as_str()[17..].to_owned())
        .collect();
    assert_eq!(tails, ["t1", "133", "133-1", "134"]);
    assert_eq!(entries[1].path, ["第一编", "第一章"]);
    assert_eq!(entries[1].headings.len(), 2);
    assert!(entries[2].headings.is_empty());
    assert_eq!(entries[3].path, ["第一编", "第二章"]);
    assert_eq!(entries[2].title(), "中华人民共和国某法 第一百三十三条之一");
    assert_eq!(entries[2].group_key(), "某法|133-1");
    assert_eq!(entries[0].group_key(), entries[0].id.as_str());
    assert_eq!(entries[0].title(), "中华人民共和国某法");
}

#[test]
fn repeated_number_has_its_own_id_and_group() {
    let entries = statute(vec![article(1, 0), article(2, 0), article(1, 0)]).entries();
    assert!(entries[2].id.as_str().ends_with(".1r2"));
    assert_eq!(entries[2].id.repeat(), 2);
    assert_ne!(entries[0].group_key(), entries[2].group_key());
}

#[test]
fn entry_ids_are_checked() {
    for good in [
        "spp-79",
        "law-1.133-1",
        "law-1.133",
        "law-1.1r2",
        "law-1.t3",
    ] {
        let id = EntryId::parse(good).unwrap();
        assert_eq!(id.as_str(), good);
        assert!(good.starts_with(id.document_id().as_str()));
    }
    for bad in [
        "", ".1", "a.", "a.x", "a.t0", "a.1r1", "a.01", "a.1-0", "a.1.2", "a.1-", "A.1",
    ] {
        assert!(EntryId::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn entries_that_make_no_document_are_refused() {
    assert!(Document::from_entries(Vec::new()).is_err());
    let document = statute(vec![article(1, 0), article(2, 0), article(3, 0)]);
    let mut gap = document.entries();
    gap.remove(1);
    assert!(Document::from_entries(gap).is_err());
    let mut mixed = document.entries();
    mixed[1].document_id = DocumentId::parse("spp-1").unwrap();
    assert!(Document::from_entries(mixed).is_err());
}

fn any_block() -> impl Strategy<Value = Block> {
    let level = prop::sample::select(vec![
        HeadingLevel::Annex,
        HeadingLevel::Part,
        HeadingLevel::Chapter,
        HeadingLevel::Section,
        HeadingLevel::Topic,
    ]);
    prop_oneof![
        (level, "[第章节一二 ]{0,6}").prop_map(|(level, text)| heading(level, &text)),
        (1u32..5, 0u32..3).prop_map(|(base, inserted)| article(base, inserted)),
        "[甲乙。\n]{0,8}".prop_map(Block::Text),
    ]
}

fn any_body() -> impl Strategy<Value = Body> {
    let section = (
        prop::sample::select(SectionRole::ALL),
        "[标签]{0,2}",
        "[甲乙。\n]{0,8}",
    )
        .prop_map(|(role, label, text)| Section { role, label, text });
    prop_oneof![
        prop::collection::vec(any_block(), 0..12)
            .prop_map(|blocks| Body::Statute(Statute { blocks })),
        prop::collection::vec(section, 0..6).prop_map(Body::Sections),
    ]
}

proptest! {
    #[test]
    fn documents_are_rebuilt_from_their_entries(body in any_body(), seed: u64) {
        let document = Document { body, ..statute(Vec::new()) };
        let mut entries = document.entries();
        let mut ids: Vec<_> = entries.iter().map(|entry| entry.id.clone()).collect();
        ids.sort();
        ids.dedup();
        prop_assert_eq!(ids.len(), entries.len());
        for entry in &entries {
            prop_assert_eq!(&EntryId::parse(entry.id.as_str()).unwrap(), &entry.id);
            prop_assert_eq!(entry.id.document_id(), document.id.clone());
            let json = serde_json::to_string(entry).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Entry>(&json).unwrap(), entry);
        }
        let middle = seed as usize % entries.len();
        entries.rotate_left(middle);
        prop_assert_eq!(Document::from_entries(entries).unwrap(), document);
    }
}
