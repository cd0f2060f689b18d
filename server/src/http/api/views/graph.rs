//! Answers about the citation graph.

use leian_corpus::{CitedTarget, DocumentKind};
use leian_indexer::Snapshot;
use serde::Serialize;

use super::document::VersionView;
use super::facets::CountView;
use super::metadata::{KindView, MetadataView};
use super::search::{SectionHighlightView, SnippetView, UnitView, spans};
use crate::labels;
use crate::retrieval::{
    CitedBy, CitedLine, Cites, CitingEntries, CitingHit, NumberPeriod, Result, is_in_library,
};

/// A law, an article or a case that is cited.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TargetView {
    /// A law by any of its articles, whatever the version.
    Law {
        /// Its short title.
        law: String,
        /// For readers.
        label: String,
    },
    /// An article, whatever the version.
    Article {
        /// The short title of its law.
        law: String,
        /// Its number: `133-1`.
        number: String,
        /// For readers.
        label: String,
    },
    /// A case.
    Case {
        /// Its number.
        number: String,
        /// For readers.
        label: String,
    },
}

impl From<&CitedTarget> for TargetView {
    fn from(target: &CitedTarget) -> Self {
        let label = target.label();
        match target {
            CitedTarget::Law(law) => Self::Law {
                law: law.to_string(),
                label,
            },
            CitedTarget::Article(law, number) => Self::Article {
                law: law.to_string(),
                number: number.to_string(),
                label,
            },
            CitedTarget::Case(number) => Self::Case {
                number: number.clone(),
                label,
            },
        }
    }
}

/// Who cites something.
#[derive(Clone, Debug, Serialize)]
pub struct CitedByView {
    /// What was looked for: the first was asked for, the others are its other numbers.
    pub targets: Vec<TargetView>,
    /// Whether the library holds what was asked for.
    pub in_library: bool,
    /// Entries that cite it.
    pub total: usize,
    /// Articles of the same law that refer to it; not in `total`.
    pub own_total: usize,
    /// Of an article whose number moved when the law was made anew: its numbers, each
    /// with the time in which citations of it count.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub numbers: Vec<NumberPeriodView>,
    /// Groups that have any.
    pub groups: Vec<CitingGroupView>,
    /// Page, from 1.
    pub page: usize,
    /// Hits a page and group.
    pub per_page: usize,
    /// Time the look-up took, in milliseconds.
    pub elapsed_ms: f64,
}

impl CitedByView {
    /// The answer for `found` in `snapshot`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn new(snapshot: &Snapshot, found: &CitedBy) -> Result<Self> {
        let in_library = match found.targets.first() {
            Some(target) => is_in_library(snapshot, target)?,
            // A document that nothing can name was asked for by its id.
            None => true,
        };
        Ok(Self {
            targets: found.targets.iter().map(TargetView::from).collect(),
            in_library,
            total: found.total,
            own_total: found.own_total,
            numbers: found.numbers.iter().map(NumberPeriodView::from).collect(),
            groups: found.groups.iter().map(CitingGroupView::from).collect(),
            page: found.page,
            per_page: found.per_page,
            elapsed_ms: found.elapsed_ms,
        })
    }
}

/// The entries of one group.
#[derive(Clone, Debug, Serialize)]
pub struct CitingGroupView {
    /// Stable code.
    pub group: &'static str,
    /// For readers.
    pub label: &'static str,
    /// Entries in the group.
    pub total: usize,
    /// Entries by kind.
    pub kinds: Vec<CountView>,
    /// Those of the page, the most binding first, then the newest.
    pub hits: Vec<CitingHitView>,
}

impl From<&CitingEntries> for CitingGroupView {
    fn from(entries: &CitingEntries) -> Self {
        let kind = |&(kind, count): &(DocumentKind, usize)| CountView {
            value: kind.code().to_owned(),
            label: kind.label().to_owned(),
            count,
        };
        Self {
            group: entries.group.code(),
            label: entries.group.label(),
            total: entries.total,
            kinds: entries.kinds.iter().map(kind).collect(),
            hits: entries.hits.iter().map(CitingHitView::from).collect(),
        }
    }
}

/// A time in which an article had a number; both days are included.
#[derive(Clone, Debug, Serialize)]
pub struct NumberPeriodView {
    /// The number, such as `133-1`.
    pub number: String,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Last day; absent for the number of today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

impl From<&NumberPeriod> for NumberPeriodView {
    fn from(period: &NumberPeriod) -> Self {
        Self {
            number: period.number.to_string(),
            from: period.from.map(|date| date.to_string()),
            to: period.to.map(|date| date.to_string()),
        }
    }
}

/// An entry that cites.
#[derive(Clone, Debug, Serialize)]
pub struct CitingHitView {
    /// Place in its group, from 1.
    pub rank: usize,
    /// The entry.
    pub id: String,
    /// Its document.
    pub document_id: String,
    /// Kind of its document.
    pub kind: KindView,
    /// 应当参照 or 可以参考, of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<&'static str>,
    /// A sentence that has to be shown with the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// Title of the entry.
    pub title: String,
    /// What it is a unit of.
    pub unit: UnitView,
    /// What is known about its document.
    pub metadata: MetadataView,
    /// How often it cites what was asked about.
    pub mentions: usize,
    /// The words around the first mentions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<SnippetView>,
    /// The mentions, by section.
    pub highlights: Vec<SectionHighlightView>,
    /// All versions of the article; empty when there is no other.
    pub versions: Vec<VersionView>,
    /// Whether no other version of the article ranks before this one.
    pub newest: bool,
}

impl From<&CitingHit> for CitingHitView {
    fn from(hit: &CitingHit) -> Self {
        let entry = &hit.entry;
        let highlights = hit.highlights.iter().filter_map(|highlight| {
            let section = entry.sections.get(highlight.section)?;
            Some(SectionHighlightView {
                section: highlight.section,
                role: section.role.code(),
                spans: spans(&section.text, &highlight.ranges),
            })
        });
        Self {
            rank: hit.rank,
            id: entry.id.to_string(),
            document_id: entry.document_id.to_string(),
            kind: entry.kind.into(),
            authority: labels::authority(entry.kind, &entry.metadata),
            warning: labels::warning(entry.kind, &entry.metadata),
            title: entry.title(),
            unit: UnitView::from(&entry.unit),
            metadata: MetadataView::from(&entry.metadata),
            mentions: hit.mentions,
            snippet: SnippetView::of(&entry.sections, &hit.snippet),
            highlights: highlights.collect(),
            versions: hit.versions.iter().map(VersionView::from).collect(),
            newest: hit.newest,
        }
    }
}

/// What a document cites.
#[derive(Clone, Debug, Serialize)]
pub struct CitesView {
    /// The document.
    pub document_id: String,
    /// The entry, when one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_id: Option<String>,
    /// Title of the document or entry.
    pub title: String,
    /// Mentions in all.
    pub mentions: usize,
    /// Different targets in all.
    pub total: usize,
    /// Targets, those of other texts first, the most often mentioned first.
    pub targets: Vec<CitedLineView>,
}

impl From<&Cites> for CitesView {
    fn from(cites: &Cites) -> Self {
        Self {
            document_id: cites.document_id.to_string(),
            entry_id: cites.entry.as_ref().map(ToString::to_string),
            title: cites.title.clone(),
            mentions: cites.mentions,
            total: cites.total,
            targets: cites.targets.iter().map(CitedLineView::from).collect(),
        }
    }
}

/// One target with its counts.
#[derive(Clone, Debug, Serialize)]
pub struct CitedLineView {
    /// What is cited.
    pub target: TargetView,
    /// How often.
    pub mentions: usize,
    /// The text speaks of itself.
    pub own: bool,
    /// Title in the library; absent when the library does not hold it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The newest version of the article, or the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_id: Option<String>,
    /// Its document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Entries of the library that cite it, versions counted apart.
    pub cited_by: u64,
}

impl From<&CitedLine> for CitedLineView {
    fn from(line: &CitedLine) -> Self {
        Self {
            target: TargetView::from(&line.target),
            mentions: line.mentions,
            own: line.own,
            title: line.title.clone(),
            entry_id: line.entry.as_ref().map(ToString::to_string),
            document_id: line.document.as_ref().map(ToString::to_string),
            cited_by: line.cited_by,
        }
    }
}
