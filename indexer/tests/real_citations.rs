//! The citation graph over real texts against a slow oracle: every document is read
//! with `extract()` and asked whether it cites. Skipped where the texts are absent.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use common::{TestIndex, ids};
use leian_corpus::import::{Outcome, read_file, walk};
use leian_corpus::{
    ArticleNumber, Body, CitationMention, CitedTarget, Document, LawKey, Unit, extract_citations,
};
use leian_indexer::{Filter, Snapshot};

const FOLDERS: [&str; 5] = [
    "cases/spp-guiding",
    "cases/spc-guiding",
    "judgments",
    "laws/刑法",
    "laws/司法解释",
];

fn shared() -> Option<Vec<Document>> {
    let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        PathBuf::from,
    );
    let folders = FOLDERS.map(|folder| shared.join("data").join(folder));
    if folders.iter().any(|folder| !folder.is_dir()) {
        println!("skipped: {} has no texts", shared.display());
        return None;
    }
    let mut documents: Vec<Document> = Vec::new();
    let mut seen = BTreeSet::new();
    for file in walk(&folders).0 {
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome
                && seen.insert(document.id.clone())
            {
                documents.push(*document);
            }
        });
    }
    Some(documents)
}

/// The text of a document as it stands, and the law that it is.
fn text_of(document: &Document) -> String {
    match &document.body {
        Body::Sections(sections) => {
            let texts: Vec<&str> = sections
                .iter()
                .map(|section| section.text.as_str())
                .collect();
            texts.join("\n")
        }
        Body::Statute(_) => {
            let mut text = format!("{}\n", document.title);
            for entry in document.entries() {
                if let Unit::Article { label, .. } = &entry.unit {
                    text.push_str(&format!("{label}\n"));
                }
                text.push_str(&format!("{}\n", entry.text()));
            }
            text
        }
    }
}

fn cites(mention: &CitationMention, target: &CitedTarget) -> bool {
    let law = mention.law.clone().or_else(|| mention.guessed_law());
    match target {
        CitedTarget::Law(wanted) => law.as_ref() == Some(wanted),
        CitedTarget::Article(wanted, number) => {
            let in_range = |first: ArticleNumber, last: ArticleNumber| {
                let short = last.base.saturating_sub(first.base) <= 61;
                let between = first < *number && *number < last && number.inserted == 0;
                *number == first || *number == last || short && between
            };
            let last = mention.article_end.or(mention.article);
            let named = law.as_ref() == Some(wanted);
            let range = mention.article.zip(last);
            named && range.is_some_and(|(first, last)| in_range(first, last))
        }
        CitedTarget::Case(number) => mention.case_number.as_ref() == Some(number),
    }
}

/// Documents, other than those of the law or case itself, that cite the target.
fn slowly(documents: &[Document], target: &CitedTarget) -> BTreeSet<String> {
    let is_own = |document: &Document| match target {
        CitedTarget::Law(law) | CitedTarget::Article(law, _) => {
            let own = document.metadata.law.as_ref();
            own.is_some_and(|own| own.key == *law)
        }
        CitedTarget::Case(number) => document.metadata.number.as_ref() == Some(number),
    };
    documents
        .iter()
        .filter(|document| !is_own(document))
        .filter(|document| {
            let mentions = extract_citations(&text_of(document));
            mentions.iter().any(|mention| cites(mention, target))
        })
        .map(|document| document.id.to_string())
        .collect()
}

fn by_index(snapshot: &Snapshot, target: &CitedTarget) -> BTreeSet<String> {
    let filter = Filter {
        cites: vec![target.clone()],
        ..Filter::default()
    };
    let found = snapshot.filter_only(&filter, false).unwrap();
    ids(snapshot, found.iter())
        .iter()
        .map(|id| id.split('.').next().unwrap().to_owned())
        .collect()
}

#[test]
fn the_index_names_the_documents_that_a_slow_reading_names() {
    let Some(documents) = shared() else {
        return;
    };
    let index = TestIndex::of(&documents);
    let snapshot = index.snapshot();
    let article =
        |law: &str, number: &str| CitedTarget::Article(LawKey::of(law), number.parse().unwrap());
    let targets = [
        (article("刑法", "133-1"), 30),
        (article("刑法", "264"), 40),
        (article("刑法", "67"), 100),
        (article("刑事诉讼法", "15"), 1),
        (article("民法典", "1260"), 0),
        (CitedTarget::Law(LawKey::of("治安管理处罚法")), 2),
        (CitedTarget::Case("检例第79号".to_owned()), 0),
    ];
    for (target, least) in targets {
        let expected = slowly(&documents, &target);
        let began = Instant::now();
        let found = by_index(&snapshot, &target);
        println!(
            "{}: {} documents, {:.2} ms",
            target.label(),
            found.len(),
            began.elapsed().as_secs_f64() * 1e3
        );
        assert_eq!(found, expected, "{}", target.label());
        assert!(found.len() >= least, "{}: {}", target.label(), found.len());
    }
}
