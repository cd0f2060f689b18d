//! A document as its reading page shows it.

use std::ops::Range;

use leian_corpus::{Block, Body, Document, Section, SectionRole, Statute};
use leian_indexer::{QueryNode, highlights};

use super::facts::{self, Fact};
use super::hits::{Badges, Run, VersionItem, owned};
use super::outline::{self, OutlineItem};
use crate::http::marks::{self, Marks};
use crate::http::reading::{Citations, DocumentReading, DocumentRef, anchor, article_href};

/// Sections from which on a case gets an outline.
const OUTLINE_FROM: usize = 3;

/// A document for the template.
pub struct DocumentItem {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The part of the law that it holds, where the title does not say it.
    pub part: Option<String>,
    /// Its badges.
    pub badges: Badges,
    /// What is known about it.
    pub facts: Vec<Fact>,
    /// Keywords.
    pub keywords: Vec<String>,
    /// How it is cited in a paper, with its source.
    pub citation: String,
    /// The outline.
    pub outline: Vec<OutlineItem>,
    /// Its text.
    pub body: BodyItem,
    /// Places that match the query.
    pub matches: usize,
    /// Whether a passage nearest in meaning is marked.
    pub near: bool,
    /// All versions, where there are several.
    pub versions: Vec<RefItem>,
    /// The version in force, where this is an older one.
    pub newer: Option<RefItem>,
    /// All parts of the law, where there are several.
    pub parts: Vec<RefItem>,
    /// Where it came from.
    pub source: String,
    /// What the source calls the record.
    pub record: Option<String>,
    /// Address of publication, when it is one a browser may open.
    pub source_url: Option<String>,
}

/// The text of a document.
pub enum BodyItem {
    /// A case or question.
    Sections(Vec<SectionItem>),
    /// A statute.
    Statute(Vec<BlockItem>),
}

/// A section.
pub struct SectionItem {
    /// Anchor on the page.
    pub anchor: String,
    /// Heading; may be empty.
    pub heading: String,
    /// Code of its role, for the style.
    pub role: &'static str,
    /// Its paragraphs.
    pub paragraphs: Vec<ParagraphItem>,
}

/// A paragraph.
pub struct ParagraphItem {
    /// Its runs.
    pub runs: Vec<Run>,
    /// The passage nearest in meaning begins here.
    pub near_begins: bool,
}

/// A piece of a statute.
pub enum BlockItem {
    /// 编、章、节
    Heading {
        /// Anchor on the page.
        anchor: String,
        /// Its text.
        text: String,
        /// Level of HTML heading, from 2.
        level: usize,
    },
    /// 条
    Article {
        /// Anchor on the page.
        anchor: String,
        /// Its number as written.
        label: String,
        /// Its own page, with versions.
        href: Option<String>,
        /// Its paragraphs.
        paragraphs: Vec<ParagraphItem>,
    },
    /// Preamble, annex, signature.
    Text {
        /// Anchor on the page.
        anchor: String,
        /// Its paragraphs.
        paragraphs: Vec<ParagraphItem>,
    },
}

/// A document to choose.
pub struct RefItem {
    /// Where it is read; `None` for the one on the page.
    pub href: Option<String>,
    /// Date or part.
    pub label: String,
    /// As the source says.
    pub status: Option<String>,
}

/// A passage to mark, as an address carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// Index of the section.
    pub section: usize,
    /// Bytes of its text.
    pub byte_range: Range<usize>,
}

impl Near {
    /// Reads `2:120-480`; `None` for anything else. Whether the range fits the
    /// text is seen when it is marked.
    pub fn parse(text: &str) -> Option<Self> {
        let (section, range) = text.split_once(':')?;
        let (start, end) = range.split_once('-')?;
        Some(Self {
            section: section.parse().ok()?,
            byte_range: start.parse().ok()?..end.parse().ok()?,
        })
    }
}

/// Marks texts of one document and counts what it marked.
struct Marker<'a> {
    query: Option<QueryNode>,
    near: Option<Near>,
    citations: Citations<'a>,
    near_marked: bool,
}

impl Marker<'_> {
    /// The paragraphs of a text and how many places match in it.
    fn paragraphs(&mut self, text: &str, section: Option<usize>) -> (Vec<ParagraphItem>, usize) {
        let words = self
            .query
            .as_ref()
            .map_or_else(Vec::new, |query| marks::joined(&highlights(text, query)));
        let near = self
            .near
            .as_ref()
            .filter(|near| Some(near.section) == section)
            .map(|near| near.byte_range.clone());
        let links = self.citations.links(text);
        let marks = Marks {
            words: &words,
            near,
            links: &links,
        };
        let paragraphs: Vec<ParagraphItem> = marks::paragraphs(text, &marks)
            .into_iter()
            .map(|paragraph| ParagraphItem {
                near_begins: paragraph.near_begins,
                runs: owned(paragraph.runs),
            })
            .collect();
        self.near_marked |= paragraphs.iter().any(|paragraph| paragraph.near_begins);
        (paragraphs, words.len())
    }
}

impl DocumentItem {
    /// The document of `reading`, with the words of `query` and the passage
    /// `near` marked and what it cites linked.
    pub fn new(
        reading: &DocumentReading,
        query: Option<QueryNode>,
        near: Option<Near>,
        citations: Citations<'_>,
    ) -> Self {
        let document = &reading.document;
        let mut marker = Marker {
            query,
            near,
            citations,
            near_marked: false,
        };
        let (body, outline, matches) = match &document.body {
            Body::Sections(sections) => of_sections(sections, &mut marker),
            Body::Statute(statute) => of_statute(document, statute, &mut marker),
        };
        let metadata = &document.metadata;
        Self {
            id: document.id.to_string(),
            title: document.title.clone(),
            part: part(document),
            badges: Badges::new(document.kind, metadata),
            facts: facts::of(metadata, &mut marker.citations),
            keywords: keywords(document),
            citation: facts::citation(document),
            outline,
            body,
            matches,
            near: marker.near_marked,
            versions: reading
                .versions
                .iter()
                .map(|version| version_ref(version, document))
                .collect(),
            newer: newer(reading),
            parts: parts(reading),
            source: document.provenance.path.clone(),
            record: facts::record(metadata),
            source_url: facts::source_url(metadata).map(str::to_owned),
        }
    }
}

fn of_sections(
    sections: &[Section],
    marker: &mut Marker<'_>,
) -> (BodyItem, Vec<OutlineItem>, usize) {
    let mut items = Vec::with_capacity(sections.len());
    let mut lines = Vec::new();
    let mut total = 0;
    for (index, section) in sections.iter().enumerate() {
        let (paragraphs, matches) = marker.paragraphs(&section.text, Some(index));
        total += matches;
        let anchor = format!("s{}", index + 1);
        let heading = heading_of(section);
        if !heading.is_empty() {
            lines.push(OutlineItem {
                depth: 0,
                text: heading.clone(),
                articles: String::new(),
                anchor: anchor.clone(),
                matches,
            });
        }
        items.push(SectionItem {
            anchor,
            heading,
            role: section.role.code(),
            paragraphs,
        });
    }
    if lines.len() < OUTLINE_FROM {
        lines.clear();
    }
    (BodyItem::Sections(items), lines, total)
}

/// The label as written, else what the section is, unless it is plain text.
fn heading_of(section: &Section) -> String {
    match section.role {
        _ if !section.label.is_empty() => section.label.clone(),
        SectionRole::Text | SectionRole::Other => String::new(),
        role => role.label().to_owned(),
    }
}

fn of_statute(
    document: &Document,
    statute: &Statute,
    marker: &mut Marker<'_>,
) -> (BodyItem, Vec<OutlineItem>, usize) {
    // Headings are no entries; every other block is one, in order.
    let mut anchors = document
        .entries()
        .into_iter()
        .map(|entry| anchor(&entry.id));
    let mut next_anchor = || anchors.next().unwrap_or_default();
    let law = document.metadata.law.as_ref();
    let tree = statute.outline();
    let levels = outline::levels(&tree, statute.blocks.len());
    let mut matches = vec![0; statute.blocks.len()];
    let mut blocks = Vec::with_capacity(statute.blocks.len());
    for (index, block) in statute.blocks.iter().enumerate() {
        blocks.push(match block {
            Block::Heading(heading) => BlockItem::Heading {
                anchor: outline::heading_anchor(index),
                text: heading.text.clone(),
                level: levels[index],
            },
            Block::Article(article) => {
                let (paragraphs, count) = marker.paragraphs(&article.text, None);
                matches[index] = count;
                BlockItem::Article {
                    anchor: next_anchor(),
                    label: article.label.clone(),
                    href: law.map(|law| {
                        let href = article_href(law.key.as_str(), article.number);
                        match marker.citations.day_query() {
                            "" => href,
                            day => format!("{href}?{day}"),
                        }
                    }),
                    paragraphs,
                }
            }
            Block::Text(text) => {
                let (paragraphs, count) = marker.paragraphs(text, None);
                matches[index] = count;
                BlockItem::Text {
                    anchor: next_anchor(),
                    paragraphs,
                }
            }
        });
    }
    let lines = outline::of_statute(&tree, &matches);
    let total = matches.iter().sum();
    (BodyItem::Statute(blocks), lines, total)
}

/// The keywords, unless the text itself lists them.
fn keywords(document: &Document) -> Vec<String> {
    let listed = match &document.body {
        Body::Sections(sections) => sections
            .iter()
            .any(|section| section.role == SectionRole::Keywords),
        Body::Statute(_) => false,
    };
    match listed {
        true => Vec::new(),
        false => document.metadata.keywords.clone(),
    }
}

/// The part that a text is of its law, unless its title says it.
fn part(document: &Document) -> Option<String> {
    let part = law_part(document)?;
    (!document.title.contains(part)).then(|| part.to_owned())
}

fn law_part(document: &Document) -> Option<&str> {
    document.metadata.law.as_ref()?.part.as_deref()
}

fn version_ref(version: &DocumentRef, shown: &Document) -> RefItem {
    RefItem {
        href: (version.id != shown.id).then(|| format!("/documents/{}", version.id)),
        label: match version.date {
            Some(date) => date.to_string(),
            None => version.title.clone(),
        },
        status: version.status.clone(),
    }
}

/// The first version, which is the newest in force, if it is dated later than the
/// one that is read.
fn newer(reading: &DocumentReading) -> Option<RefItem> {
    let document = &reading.document;
    let newest = reading.versions.first()?;
    let own = reading
        .versions
        .iter()
        .find(|version| version.id == document.id)?;
    (newest.date? > own.date?).then(|| version_ref(newest, document))
}

/// The other parts with this one among them, in the order of the law.
fn parts(reading: &DocumentReading) -> Vec<RefItem> {
    let document = &reading.document;
    let mut parts: Vec<RefItem> = reading
        .parts
        .iter()
        .map(|other| RefItem {
            href: Some(format!("/documents/{}", other.id)),
            label: other.part.clone().unwrap_or_else(|| other.title.clone()),
            status: None,
        })
        .collect();
    if parts.is_empty() {
        return parts;
    }
    let first = match &document.body {
        Body::Statute(statute) => statute.articles().map(|article| article.number).next(),
        Body::Sections(_) => None,
    };
    let before = |other: &DocumentRef| other.first_article <= first;
    let own = RefItem {
        href: None,
        label: law_part(document).unwrap_or(&document.title).to_owned(),
        status: None,
    };
    parts.insert(reading.parts.partition_point(before), own);
    parts
}

/// Paragraphs of an article with what it cites linked.
pub fn article_paragraphs(text: &str, citations: Citations<'_>) -> Vec<ParagraphItem> {
    let mut marker = Marker {
        query: None,
        near: None,
        citations,
        near_marked: false,
    };
    marker.paragraphs(text, None).0
}

/// Versions to choose from, the one on the page without a link.
pub fn version_items(
    versions: &[crate::retrieval::VersionRef],
    shown: &leian_corpus::EntryId,
) -> Vec<RefItem> {
    versions
        .iter()
        .map(|version| {
            let item = VersionItem::new(version);
            RefItem {
                href: (version.entry_id != *shown).then_some(item.href),
                label: item.label,
                status: item.status,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_in_an_address_is_read_or_ignored() {
        let near = Near {
            section: 2,
            byte_range: 120..480,
        };
        assert_eq!(Near::parse("2:120-480"), Some(near));
        for bad in [
            "",
            "2",
            "2:120",
            "a:1-2",
            "2:-1-5",
            "2:1-99999999999999999999999",
        ] {
            assert_eq!(Near::parse(bad), None, "{bad}");
        }
    }
}
