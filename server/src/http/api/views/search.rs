//! Answers to searches.

use std::ops::Range;

use leian_corpus::{Section, Unit};
use serde::Serialize;

use super::document::VersionView;
use super::facets::FacetsView;
use super::metadata::{KindView, MetadataView};
use super::understood::UnderstoodView;
use crate::http::marks::char_ranges;
use crate::labels;
use crate::retrieval::{
    Hit, RankGround, RankScore, SearchQuery, SearchResponse, SemanticCoverage, Snippet,
};

/// The answer to a search.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The text as typed.
    pub query: String,
    /// The mode asked for.
    pub mode: &'static str,
    /// The mode used; `lexical` when there was no model for `hybrid`.
    pub mode_used: &'static str,
    /// Entries in the whole result set.
    pub total: usize,
    /// How the total comes about.
    pub totals: TotalsView,
    /// Page, from 1.
    pub page: usize,
    /// Hits a page.
    pub per_page: usize,
    /// Pages that have hits.
    pub pages: usize,
    /// The page's hits; empty past the end.
    pub hits: Vec<HitView>,
    /// Counts over exactly the result set.
    pub facets: FacetsView,
    /// How the query was read.
    pub understood: UnderstoodView,
    /// How much of the library the vectors cover, when meaning was searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<CoverageView>,
    /// Time the search took, in milliseconds.
    pub elapsed_ms: f64,
}

impl SearchView {
    /// The answer to `query`.
    pub fn new(query: &SearchQuery, response: &SearchResponse) -> Self {
        Self {
            query: query.query_text.clone(),
            mode: query.mode.code(),
            mode_used: response.mode_used.code(),
            total: response.total,
            totals: TotalsView {
                lexical: response.lexical_total,
                semantic: response.semantic_total,
                likely: Some(response.likely_total).filter(|&total| total > 0),
            },
            page: response.page,
            per_page: response.per_page,
            pages: response.pages(),
            hits: response.hits.iter().map(HitView::from).collect(),
            facets: FacetsView::new(&response.facets, query.unit.as_ref()),
            understood: UnderstoodView::new(&query.query_text, &response.understood),
            coverage: response.coverage.as_ref().map(CoverageView::from),
            elapsed_ms: response.elapsed_ms,
        }
    }
}

/// The two counts behind a total. The total counts what is in either list once.
#[derive(Clone, Debug, Serialize)]
pub struct TotalsView {
    /// Entries that match by words; absent when words were not searched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexical: Option<usize>,
    /// The nearest entries by meaning that were taken; absent when meaning was
    /// not searched. Never "all that exist".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub semantic: Option<usize>,
    /// Articles that neither found and learned ranking added; absent when there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likely: Option<usize>,
}

/// An entry that a search returns, with the reasons.
#[derive(Clone, Debug, Serialize)]
pub struct HitView {
    /// Place in the whole list, from 1.
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
    /// Matching words in the title.
    pub title_highlights: Vec<SpanView>,
    /// What it is a unit of.
    pub unit: UnitView,
    /// Headings above an article, highest first.
    pub path: Vec<String>,
    /// What is known about its document.
    pub metadata: MetadataView,
    /// What to show in a list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<SnippetView>,
    /// Matching words, by section.
    pub highlights: Vec<SectionHighlightView>,
    /// The passage nearest in meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub best_passage: Option<PassageView>,
    /// Why it is here.
    pub reasons: ReasonsView,
    /// All versions of the article, newest in force first, the shown one
    /// included; empty when there is no other.
    pub versions: Vec<VersionView>,
    /// Whether no other version of the article ranks before the shown one.
    pub newest: bool,
    /// The first hit before it on the page that says nearly the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<String>,
}

impl From<&Hit> for HitView {
    fn from(hit: &Hit) -> Self {
        let entry = &hit.entry;
        let title = entry.title();
        Self {
            rank: hit.rank,
            id: entry.id.to_string(),
            document_id: entry.document_id.to_string(),
            kind: entry.kind.into(),
            authority: labels::authority(entry.kind, &entry.metadata),
            warning: labels::warning(entry.kind, &entry.metadata),
            title_highlights: spans(&title, &hit.title_highlights),
            title,
            unit: UnitView::from(&entry.unit),
            path: entry.path.clone(),
            metadata: MetadataView::from(&entry.metadata),
            snippet: SnippetView::of(&entry.sections, &hit.snippet),
            highlights: highlights(hit),
            best_passage: best_passage(hit),
            reasons: ReasonsView::from(hit),
            versions: hit.versions.iter().map(VersionView::from).collect(),
            newest: hit.newest,
            duplicate_of: hit.duplicate_of.as_ref().map(ToString::to_string),
        }
    }
}

fn section(hit: &Hit, index: usize) -> Option<&Section> {
    hit.entry.sections.get(index)
}

fn highlights(hit: &Hit) -> Vec<SectionHighlightView> {
    hit.highlights
        .iter()
        .filter_map(|highlight| {
            let section = section(hit, highlight.section)?;
            Some(SectionHighlightView {
                section: highlight.section,
                role: section.role.code(),
                spans: spans(&section.text, &highlight.ranges),
            })
        })
        .collect()
}

fn best_passage(hit: &Hit) -> Option<PassageView> {
    let passage = hit.best_passage.as_ref()?;
    let section = section(hit, passage.section)?;
    Some(PassageView {
        section: passage.section,
        role: section.role.code(),
        text: section.text.get(passage.byte_range.clone())?.to_owned(),
        span: span(&section.text, &passage.byte_range)?,
        score: passage.score,
    })
}

/// A range of a text.
#[derive(Clone, Debug, Serialize)]
pub struct SpanView {
    /// Start and end in bytes of the text in UTF-8.
    pub byte_range: [usize; 2],
    /// Start and end in Unicode characters of the text.
    pub char_range: [usize; 2],
}

pub(super) fn span(text: &str, byte_range: &Range<usize>) -> Option<SpanView> {
    spans(text, std::slice::from_ref(byte_range)).pop()
}

pub(super) fn spans(text: &str, byte_ranges: &[Range<usize>]) -> Vec<SpanView> {
    byte_ranges
        .iter()
        .zip(char_ranges(text, byte_ranges))
        .map(|(bytes, chars)| SpanView {
            byte_range: [bytes.start, bytes.end],
            char_range: [chars.start, chars.end],
        })
        .collect()
}

/// What an entry is a unit of.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum UnitView {
    /// A whole case, question or judgment.
    Case,
    /// One article.
    Article {
        /// Its number: `133-1`.
        number: String,
        /// Its number as written.
        label: String,
    },
    /// Another block of a statute.
    Text,
}

impl From<&Unit> for UnitView {
    fn from(unit: &Unit) -> Self {
        match unit {
            Unit::Case => Self::Case,
            Unit::Text => Self::Text,
            Unit::Article { number, label } => Self::Article {
                number: number.to_string(),
                label: label.clone(),
            },
        }
    }
}

/// The piece of text to show in a list.
#[derive(Clone, Debug, Serialize)]
pub struct SnippetView {
    /// Which section of the entry.
    pub section: usize,
    /// What that section is.
    pub role: &'static str,
    /// The piece itself.
    pub text: String,
    /// Its place in the section's text.
    pub span: SpanView,
    /// Matching words inside it, in the section's text.
    pub highlights: Vec<SpanView>,
}

impl SnippetView {
    /// The snippet of an entry with these sections.
    pub(super) fn of(sections: &[Section], snippet: &Snippet) -> Option<Self> {
        let section = sections.get(snippet.section)?;
        Some(Self {
            section: snippet.section,
            role: section.role.code(),
            text: section.text.get(snippet.byte_range.clone())?.to_owned(),
            span: span(&section.text, &snippet.byte_range)?,
            highlights: spans(&section.text, &snippet.ranges),
        })
    }
}

/// Matching words in one section.
#[derive(Clone, Debug, Serialize)]
pub struct SectionHighlightView {
    /// Which section of the entry.
    pub section: usize,
    /// What that section is.
    pub role: &'static str,
    /// The words, sorted, not overlapping.
    pub spans: Vec<SpanView>,
}

/// The passage nearest in meaning.
#[derive(Clone, Debug, Serialize)]
pub struct PassageView {
    /// Which section of the entry.
    pub section: usize,
    /// What that section is.
    pub role: &'static str,
    /// The passage itself.
    pub text: String,
    /// Its place in the section's text.
    pub span: SpanView,
    /// Cosine with the query.
    pub score: f32,
}

/// Why a hit is where it is.
#[derive(Clone, Debug, Serialize)]
pub struct ReasonsView {
    /// Place and score in the list by words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexical: Option<RankScoreView>,
    /// Place and cosine in the list by meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub semantic: Option<RankScoreView>,
    /// Score that ordered the list; meaningless outside this search.
    pub fused_score: f64,
    /// How likely it answers the query, from 0 to 1, where that was learned: articles.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<f64>,
    /// How sure the hit is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<LevelView>,
    /// What contributed to the likelihood, in log-odds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub grounds: Vec<GroundView>,
    /// The query names this entry.
    pub jump: bool,
    /// The query names the whole document, and this is its first entry.
    pub whole_document: bool,
    /// The version whose words matched, when it is not the shown one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lexical_version: Option<String>,
}

impl From<&Hit> for ReasonsView {
    fn from(hit: &Hit) -> Self {
        Self {
            lexical: hit.lexical.map(RankScoreView::from),
            semantic: hit.semantic.map(RankScoreView::from),
            fused_score: hit.fused_score,
            likelihood: hit.likelihood,
            level: hit.level.map(|level| LevelView {
                code: level.code(),
                label: level.label(),
            }),
            grounds: hit.grounds.iter().map(GroundView::from).collect(),
            jump: hit.jump,
            whole_document: hit.whole_document,
            lexical_version: hit.lexical_version.as_ref().map(ToString::to_string),
        }
    }
}

/// How sure a hit is.
#[derive(Clone, Debug, Serialize)]
pub struct LevelView {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub label: &'static str,
}

/// What speaks for an article, or against it.
#[derive(Clone, Debug, Serialize)]
pub struct GroundView {
    /// Stable code.
    pub ground: RankGround,
    /// Chinese name.
    pub label: &'static str,
    /// What it contributes, in log-odds: above 0 speaks for the article.
    pub log_odds: f32,
}

impl From<&(RankGround, f32)> for GroundView {
    fn from(&(ground, log_odds): &(RankGround, f32)) -> Self {
        Self {
            ground,
            label: ground.label(),
            log_odds,
        }
    }
}

/// Place and score in one list.
#[derive(Clone, Debug, Serialize)]
pub struct RankScoreView {
    /// Place, from 1.
    pub rank: usize,
    /// Score, growing with relevance.
    pub score: f32,
}

impl From<RankScore> for RankScoreView {
    fn from(place: RankScore) -> Self {
        Self {
            rank: place.rank,
            score: place.score,
        }
    }
}

/// How much of a library the vectors cover.
#[derive(Clone, Debug, Serialize)]
pub struct CoverageView {
    /// Different passages with a vector.
    pub vectors: usize,
    /// Different passages without one yet.
    pub vectors_missing: usize,
}

impl From<&SemanticCoverage> for CoverageView {
    fn from(coverage: &SemanticCoverage) -> Self {
        Self {
            vectors: coverage.vectors,
            vectors_missing: coverage.vectors_missing,
        }
    }
}
