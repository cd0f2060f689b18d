//! Documents and articles.

use leian_corpus::{Block, Body, Document, HeadingLevel, OutlineNode, Section, Statute, Unit};
use serde::Serialize;

use super::metadata::{KindView, MetadataView, ProvenanceView};
use crate::http::reading::{ArticleReading, DocumentReading, DocumentRef, Neighbour};
use crate::labels;
use crate::retrieval::{CaseStanding, Ground, VersionRef};

/// A document with its text.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentView {
    /// Its id.
    pub id: String,
    /// The entry that was asked for, when it is not the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_id: Option<String>,
    /// Its kind.
    pub kind: KindView,
    /// 应当参照 or 可以参考, of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<&'static str>,
    /// A sentence that has to be shown with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// Its title.
    pub title: String,
    /// What is known about it.
    pub metadata: MetadataView,
    /// Its text.
    pub body: BodyView,
    /// Versions of the same law and part, newest in force first, this one
    /// included; empty when there is no other.
    pub versions: Vec<DocumentRefView>,
    /// The newest version of each other part of the law.
    pub parts: Vec<DocumentRefView>,
    /// Of a guiding case: whether it may have lost its force.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity: Option<ValidityView>,
    /// Where it came from.
    pub provenance: ProvenanceView,
}

impl From<DocumentReading> for DocumentView {
    fn from(reading: DocumentReading) -> Self {
        let document = reading.document;
        Self {
            id: document.id.to_string(),
            entry_id: reading.entry.map(String::from),
            kind: document.kind.into(),
            authority: labels::authority(document.kind, &document.metadata),
            warning: labels::warning(document.kind, &document.metadata),
            metadata: MetadataView::from(&document.metadata),
            body: BodyView::new(&document),
            versions: refs(&reading.versions),
            parts: refs(&reading.parts),
            validity: reading.validity.as_ref().map(ValidityView::from),
            provenance: ProvenanceView::from(&document.provenance),
            title: document.title,
        }
    }
}

fn refs(refs: &[DocumentRef]) -> Vec<DocumentRefView> {
    refs.iter().map(DocumentRefView::from).collect()
}

/// Whether a guiding case may have lost its force, by the articles that it cites.
#[derive(Clone, Debug, Serialize)]
pub struct ValidityView {
    /// 可能失效: there is a ground.
    pub may_be_stale: bool,
    /// The day since when changes count.
    pub since: String,
    /// Whether that is the day of publication; if not, the latest that the text names.
    pub since_is_publication: bool,
    /// Citations that could be compared.
    pub compared: usize,
    /// Citations of which is not known whether the article changed.
    pub unknown: usize,
    /// Why the case may have lost its force.
    pub grounds: Vec<GroundView>,
}

impl From<&CaseStanding> for ValidityView {
    fn from(validity: &CaseStanding) -> Self {
        Self {
            may_be_stale: !validity.grounds.is_empty(),
            since: validity.day.to_string(),
            since_is_publication: validity.published,
            compared: validity.compared,
            unknown: validity.unknown,
            grounds: validity.grounds.iter().map(GroundView::from).collect(),
        }
    }
}

/// A cited article that is no longer what it was.
#[derive(Clone, Debug, Serialize)]
pub struct GroundView {
    /// `repealed`, `deleted` or `amended`.
    pub code: &'static str,
    /// A sentence for readers.
    pub sentence: String,
    /// Official title of the law.
    pub law: String,
    /// The article, such as `133-1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
}

impl From<&Ground> for GroundView {
    fn from(ground: &Ground) -> Self {
        Self {
            code: ground.what.code(),
            sentence: ground.sentence(),
            law: ground.law.clone(),
            article: ground.article.map(|number| number.to_string()),
        }
    }
}

/// The text of a document.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BodyView {
    /// A case or question.
    Sections {
        /// Its sections in source order.
        sections: Vec<SectionView>,
    },
    /// A statute.
    Statute {
        /// Headings, articles and other text in source order.
        blocks: Vec<BlockView>,
        /// The tree of headings.
        outline: Vec<OutlineView>,
    },
}

impl BodyView {
    fn new(document: &Document) -> Self {
        match &document.body {
            Body::Sections(sections) => Self::Sections {
                sections: sections.iter().map(SectionView::from).collect(),
            },
            Body::Statute(statute) => Self::Statute {
                blocks: blocks(document, statute),
                outline: statute
                    .outline()
                    .into_iter()
                    .map(OutlineView::from)
                    .collect(),
            },
        }
    }
}

/// A section of a case or question.
#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    /// Stable code of what it is.
    pub role: &'static str,
    /// Chinese name of what it is.
    pub role_label: &'static str,
    /// The label as the source writes it; may be empty.
    pub label: String,
    /// Paragraphs separated by line feeds.
    pub text: String,
}

impl From<&Section> for SectionView {
    fn from(section: &Section) -> Self {
        Self {
            role: section.role.code(),
            role_label: section.role.label(),
            label: section.label.clone(),
            text: section.text.clone(),
        }
    }
}

/// A piece of a statute.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BlockView {
    /// 编、章、节
    Heading {
        /// Its place in the hierarchy.
        level: &'static str,
        /// As written.
        text: String,
    },
    /// 条
    Article {
        /// Its entry.
        entry_id: String,
        /// Its number: `133-1`.
        number: String,
        /// Its number as written.
        label: String,
        /// Paragraphs (款) separated by line feeds.
        text: String,
    },
    /// Preamble, annex, signature.
    Text {
        /// Its entry.
        entry_id: String,
        /// The text.
        text: String,
    },
}

fn blocks(document: &Document, statute: &Statute) -> Vec<BlockView> {
    // Headings are no entries of their own; every other block is one, in order.
    let mut ids = document
        .entries()
        .into_iter()
        .map(|entry| entry.id.to_string());
    let mut next_id = || ids.next().unwrap_or_default();
    statute
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => BlockView::Heading {
                level: level_code(heading.level),
                text: heading.text.clone(),
            },
            Block::Article(article) => BlockView::Article {
                entry_id: next_id(),
                number: article.number.to_string(),
                label: article.label.clone(),
                text: article.text.clone(),
            },
            Block::Text(text) => BlockView::Text {
                entry_id: next_id(),
                text: text.clone(),
            },
        })
        .collect()
}

fn level_code(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::Annex => "annex",
        HeadingLevel::Part => "part",
        HeadingLevel::Subpart => "subpart",
        HeadingLevel::Chapter => "chapter",
        HeadingLevel::Section => "section",
        HeadingLevel::Topic => "topic",
        HeadingLevel::Subtopic => "subtopic",
        HeadingLevel::Detail => "detail",
    }
}

/// A heading with what stands under it.
#[derive(Clone, Debug, Serialize)]
pub struct OutlineView {
    /// Its place in the hierarchy.
    pub level: &'static str,
    /// As written.
    pub text: String,
    /// Index into `blocks`.
    pub block: usize,
    /// Numbers of the articles directly under it.
    pub articles: Vec<String>,
    /// Lower headings.
    pub children: Vec<OutlineView>,
}

impl From<OutlineNode> for OutlineView {
    fn from(node: OutlineNode) -> Self {
        Self {
            level: level_code(node.heading.level),
            text: node.heading.text,
            block: node.block,
            articles: node
                .articles
                .iter()
                .map(|(_, number)| number.to_string())
                .collect(),
            children: node.children.into_iter().map(Self::from).collect(),
        }
    }
}

/// A document to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRefView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The part of the law that it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The date that names the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// As the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl From<&DocumentRef> for DocumentRefView {
    fn from(document: &DocumentRef) -> Self {
        Self {
            id: document.id.to_string(),
            title: document.title.clone(),
            part: document.part.clone(),
            date: document.date.map(|date| date.to_string()),
            status: document.status.clone(),
        }
    }
}

/// A version of an article.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// Its entry.
    pub entry_id: String,
    /// Its document.
    pub document_id: String,
    /// Title of its document.
    pub document_title: String,
    /// The date that names the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// As the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
}

impl From<&VersionRef> for VersionView {
    fn from(version: &VersionRef) -> Self {
        Self {
            entry_id: version.entry_id.to_string(),
            document_id: version.document_id.to_string(),
            document_title: version.document_title.clone(),
            date: version.date.map(|date| date.to_string()),
            status: version.status.clone(),
        }
    }
}

/// An article in its newest version in force.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleView {
    /// Its entry.
    pub entry_id: String,
    /// Its document.
    pub document_id: String,
    /// 中华人民共和国刑法 第一百三十三条之一
    pub title: String,
    /// Its number: `133-1`.
    pub number: String,
    /// Its number as written.
    pub label: String,
    /// Paragraphs (款) separated by line feeds.
    pub text: String,
    /// Headings above it, highest first.
    pub path: Vec<String>,
    /// Kind of its document.
    pub kind: KindView,
    /// What is known about its document.
    pub metadata: MetadataView,
    /// All versions, newest in force first, this one included; empty when there
    /// is no other.
    pub versions: Vec<VersionView>,
    /// The article before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous: Option<NeighbourView>,
    /// The article after it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<NeighbourView>,
    /// Where its document came from.
    pub provenance: ProvenanceView,
}

impl From<ArticleReading> for ArticleView {
    fn from(reading: ArticleReading) -> Self {
        let entry = reading.entry;
        let label = match &entry.unit {
            Unit::Article { label, .. } => label.clone(),
            Unit::Case | Unit::Text => reading.number.chinese(),
        };
        Self {
            entry_id: entry.id.to_string(),
            document_id: entry.document_id.to_string(),
            title: entry.title(),
            number: reading.number.to_string(),
            label,
            text: entry.text(),
            kind: entry.kind.into(),
            metadata: MetadataView::from(&entry.metadata),
            versions: reading.versions.iter().map(VersionView::from).collect(),
            previous: reading.previous.map(NeighbourView::from),
            next: reading.next.map(NeighbourView::from),
            provenance: ProvenanceView::from(&entry.provenance),
            path: entry.path,
        }
    }
}

/// An article beside another one.
#[derive(Clone, Debug, Serialize)]
pub struct NeighbourView {
    /// Its entry.
    pub entry_id: String,
    /// Its number: `133-1`.
    pub number: String,
    /// Its number as written.
    pub label: String,
}

impl From<Neighbour> for NeighbourView {
    fn from(neighbour: Neighbour) -> Self {
        Self {
            entry_id: neighbour.entry_id.to_string(),
            number: neighbour.number.to_string(),
            label: neighbour.label,
        }
    }
}
