#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};

use super::*;
use crate::case::{Section, SectionRole};
use crate::document::{Body, DocumentId, DocumentKind, LawIdentity, Metadata, Provenance};
use crate::import::{Outcome, read_file, walk};
use crate::statute::{Article, Block, Statute};

fn document(kind: DocumentKind, title: &str, metadata: Metadata, body: Body) -> Document {
    Document {
        id: DocumentId::parse("graph-1").unwrap(),
        kind,
        title: title.to_owned(),
        metadata,
        body,
        provenance: Provenance::default(),
    }
}

fn case(number: &str, sections: &[&str]) -> Document {
    let sections = sections.iter().map(|text| Section {
        role: SectionRole::Text,
        label: String::new(),
        text: (*text).to_owned(),
    });
    let metadata = Metadata {
        number: Some(number.to_owned()),
        ..Metadata::default()
    };
    let body = Body::Sections(sections.collect());
    document(DocumentKind::TeachingCase, "某案", metadata, body)
}

fn statute(title: &str, articles: &[&str]) -> Document {
    let blocks = articles.iter().zip(1..).map(|(text, base)| {
        let number = ArticleNumber::new(base);
        Block::Article(Article {
            number,
            label: number.chinese(),
            text: (*text).to_owned(),
        })
    });
    let metadata = Metadata {
        law: Some(LawIdentity::new(title, None, None)),
        ..Metadata::default()
    };
    let body = Body::Statute(Statute {
        blocks: blocks.collect(),
    });
    document(DocumentKind::JudicialInterpretation, title, metadata, body)
}

/// `刑法 3` for others, `=某法 3` for the own law, by entry.
fn shown(document: &Document) -> Vec<Vec<String>> {
    let entries = of_document(document);
    let show = |citation: &Citation| {
        let own = if citation.own { "=" } else { "" };
        match &citation.target {
            CitedTarget::Law(law) => format!("{own}{law}"),
            CitedTarget::Article(law, number) => format!("{own}{law} {number}"),
            CitedTarget::Case(number) => format!("{own}{number}"),
        }
    };
    entries
        .iter()
        .map(|entry| entry.iter().map(show).collect())
        .collect()
}

#[test]
fn short_names_and_same_law_reach_over_sections() {
    let case = case(
        "教例第1号",
        &[
            "依照《中华人民共和国刑事诉讼法》（以下简称《诉法》）第三条。",
            "又依《诉法》第四条、第五条之一，参照检例第79号。",
        ],
    );
    assert_eq!(
        shown(&case),
        [[
            "刑事诉讼法 3",
            "刑事诉讼法 4",
            "刑事诉讼法 5-1",
            "检例第79号"
        ]]
    );
    let places: Vec<usize> = of_document(&case)[0]
        .iter()
        .map(|citation| citation.place.as_ref().unwrap().section)
        .collect();
    assert_eq!(places, [0, 1, 1, 1]);
}

#[test]
fn places_are_the_words_of_the_section() {
    let case = case(
        "教例第1号",
        &["甲。", "应当适用刑法第三条，还有《某某条例》。"],
    );
    let Body::Sections(sections) = &case.body else {
        panic!("a case has sections")
    };
    let found = of_document(&case);
    let words: Vec<&str> = found[0]
        .iter()
        .map(|citation| citation.place.as_ref().unwrap().text(sections).unwrap())
        .collect();
    assert_eq!(words, ["刑法第三条", "《某某条例》"]);
}

#[test]
fn a_statute_speaks_of_itself_and_of_others_apart() {
    let found = shown(&statute(
        "关于办理某类案件适用《中华人民共和国刑法》第八条的解释",
        &[
            "违反本解释第二条的，依照刑法第九条处罚。",
            "第三条规定的人。\n前款所称的人，不包括公民。",
            "在《中华人民共和国刑法》中没有规定的，依照前款处理。",
        ],
    ));
    let own = "=关于办理某类案件适用刑法第八条的解释";
    assert_eq!(found[0][0], "刑法 8", "the title is of the first entry");
    assert!(found[0].contains(&format!("{own} 2")) && found[0].contains(&"刑法 9".to_owned()));
    assert!(
        found[1].iter().all(|cited| cited.starts_with(own)),
        "{found:?}"
    );
    assert!(found[1].contains(&format!("{own} 3")));
    assert!(found[2].contains(&"刑法".to_owned()), "{found:?}");
    assert!(!found[2].contains(&"刑法 9".to_owned()), "{found:?}");
}

#[test]
fn names_of_articles_are_no_citations() {
    assert_eq!(
        shown(&statute("某规定", &["甲。", "乙。"])),
        [[""; 0], [""; 0]]
    );
}

#[test]
fn own_number_of_a_case_is_its_own() {
    let found = shown(&case("检例第79号", &["检例第79号与检例第80号。"]));
    assert_eq!(found, [["=检例第79号", "检例第80号"]]);
}

#[test]
fn short_ranges_are_read_out() {
    let found = shown(&case("教例第1号", &["刑法第二条至第五条"]));
    assert_eq!(found, [["刑法 2", "刑法 3", "刑法 4", "刑法 5"]]);
    let found = shown(&case("教例第1号", &["刑法第二条至第二百条"]));
    assert_eq!(found, [["刑法 2", "刑法 200"]]);
}

#[test]
fn nothing_gives_nothing() {
    assert!(of_entries(&[]).is_empty());
    assert_eq!(shown(&case("教例第1号", &[])), [[""; 0]]);
}

/// Reads everything below the shared folders, or says that it is not there.
fn shared(folders: &[&str]) -> Option<Vec<Document>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folders: Vec<PathBuf> = folders
        .iter()
        .map(|folder| shared.join("data").join(folder))
        .collect();
    if folders.iter().any(|folder| !folder.is_dir()) {
        println!("skipped: {} has no texts", shared.display());
        return None;
    }
    let mut documents = Vec::new();
    for file in walk(&folders).0 {
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome {
                documents.push(*document);
            }
        });
    }
    Some(documents)
}

#[test]
fn every_place_in_a_real_text_is_inside_its_section() {
    let Some(documents) = shared(&["cases/spp-guiding", "cases/spc-guiding", "laws/刑法"]) else {
        return;
    };
    let mut count = 0;
    for document in &documents {
        let entries = document.entries();
        for (entry, citations) in entries.iter().zip(of_entries(&entries)) {
            for citation in citations {
                let Some(place) = citation.place else {
                    continue;
                };
                assert!(place.text(&entry.sections).is_some(), "{}", entry.id);
                count += 1;
            }
        }
    }
    assert!(count > 3_000, "{count}");
}
