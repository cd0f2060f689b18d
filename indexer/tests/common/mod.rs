//! Invented documents for the tests of the index.
#![allow(dead_code, reason = "every test file uses another part")]
#![allow(clippy::unwrap_used, reason = "tests")]

use leian_corpus::{
    Article, ArticleNumber, Block, Body, Date, Document, DocumentId, DocumentKind, LawIdentity,
    Metadata, Provenance, Section, SectionRole, Statute,
};
use leian_indexer::{EntryRef, Filter, LegalIndex, QueryNode, Snapshot};

/// An index in a folder that lives as long as it.
pub struct TestIndex {
    pub folder: tempfile::TempDir,
    pub index: LegalIndex,
}

impl TestIndex {
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let index = LegalIndex::open_or_create(&folder.path().join("index")).unwrap();
        Self { folder, index }
    }

    pub fn of(documents: &[Document]) -> Self {
        let made = Self::empty();
        made.add(documents);
        made
    }

    pub fn add(&self, documents: &[Document]) {
        let mut writer = self.index.writer().unwrap();
        for document in documents {
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
    }

    pub fn snapshot(&self) -> Snapshot {
        self.index.snapshot().unwrap()
    }
}

pub fn words(text: &str) -> QueryNode {
    QueryNode::Words(text.to_owned())
}

pub fn phrase(text: &str) -> QueryNode {
    QueryNode::Phrase(text.to_owned())
}

pub fn not(query: QueryNode) -> QueryNode {
    QueryNode::Not(Box::new(query))
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A case with sections of facts and reasoning.
pub fn case(id: &str, title: &str, sections: &[&str]) -> Document {
    let roles = [
        SectionRole::KeyPoints,
        SectionRole::Facts,
        SectionRole::Reasoning,
    ];
    let sections = sections
        .iter()
        .zip(roles.iter().cycle())
        .map(|(text, &role)| Section {
            role,
            label: role.label().to_owned(),
            text: (*text).to_owned(),
        });
    Document {
        id: DocumentId::parse(id).unwrap(),
        kind: DocumentKind::TeachingCase,
        title: title.to_owned(),
        metadata: Metadata::default(),
        body: Body::Sections(sections.collect()),
        provenance: provenance(&format!("cases/{id}.md")),
    }
}

pub fn provenance(path: &str) -> Provenance {
    Provenance {
        path: path.to_owned(),
        sha256: "00".repeat(32),
        importer: "test".to_owned(),
        ..Provenance::default()
    }
}

/// A version of a law with articles by number.
pub fn law(title: &str, version: &str, articles: &[(&str, &str)]) -> Document {
    let version = (!version.is_empty()).then(|| date(version));
    let identity = LawIdentity::new(title, None, version);
    let blocks = articles.iter().map(|(number, text)| {
        let number: ArticleNumber = number.parse().unwrap();
        Block::Article(Article {
            number,
            label: number.chinese(),
            text: (*text).to_owned(),
        })
    });
    Document {
        id: DocumentId::of_law(&identity),
        kind: DocumentKind::Law,
        title: title.to_owned(),
        metadata: Metadata {
            law: Some(identity),
            issuer: Some("某某会议".to_owned()),
            effective: version,
            ..Metadata::default()
        },
        body: Body::Statute(Statute {
            blocks: blocks.collect(),
        }),
        provenance: provenance(&format!("laws/{title}.md")),
    }
}

/// Ids of what a query finds, best first.
pub fn found(snapshot: &Snapshot, query: &QueryNode) -> Vec<String> {
    found_with(snapshot, query, &Filter::default(), true)
}

pub fn found_with(
    snapshot: &Snapshot,
    query: &QueryNode,
    filter: &Filter,
    collapse: bool,
) -> Vec<String> {
    let hits = snapshot.lexical(query, filter, 10_000, collapse).unwrap();
    assert_eq!(hits.hits.len(), hits.total);
    assert_eq!(hits.matches.len(), hits.total);
    ids(snapshot, hits.hits.iter().map(|hit| hit.entry))
}

pub fn ids(snapshot: &Snapshot, entries: impl IntoIterator<Item = EntryRef>) -> Vec<String> {
    entries
        .into_iter()
        .map(|entry| snapshot.entry_id(entry).unwrap().to_string())
        .collect()
}

pub fn sorted(mut ids: Vec<String>) -> Vec<String> {
    ids.sort();
    ids
}
