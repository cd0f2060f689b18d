//! Hits as a list shows them.

use std::ops::Range;

use leian_corpus::{DocumentKind, Entry, SectionRole, Unit};

use crate::http::marks::{self, Marks};
use crate::http::percent;
use crate::http::reading::anchor;
use crate::labels;
use crate::retrieval::{Hit, Level, RankGround, RankScore, Snippet, VersionRef};

/// Longest query that is carried to a reading page; the facts of a case would
/// mark every word of it.
const MOST_CARRIED_CHARS: usize = 300;

/// Most versions named beside a hit.
const MOST_VERSIONS: usize = 8;

/// A run of text that owns it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Where it leads, if anywhere.
    pub href: Option<String>,
    /// Belongs to the passage nearest in meaning.
    pub near: bool,
    /// Its text in pieces: text, and whether it matches words.
    pub parts: Vec<(String, bool)>,
}

impl From<marks::Run<'_>> for Run {
    fn from(run: marks::Run<'_>) -> Self {
        Self {
            href: run.href,
            near: run.near,
            parts: run
                .parts
                .iter()
                .map(|part| (part.text.to_owned(), part.word))
                .collect(),
        }
    }
}

/// A hit for the list.
#[derive(Clone, Debug)]
pub struct HitItem {
    /// Place in the whole list, from 1.
    pub rank: usize,
    /// Its entry.
    pub id: String,
    /// Where it is read.
    pub href: String,
    /// Its title.
    pub title: Vec<Run>,
    /// Badges.
    pub badges: Badges,
    /// How sure the hit is.
    pub level: Option<&'static str>,
    /// Said of a hit that the query names.
    pub named: Option<&'static str>,
    /// Number, court, issuer, date …
    pub meta: Vec<String>,
    /// Headings above it.
    pub path: String,
    /// The piece of text.
    pub snippet: SnippetItem,
    /// Why it is here.
    pub reasons: Reasons,
    /// Older versions, newest first.
    pub versions: Vec<VersionItem>,
    /// Versions beyond those.
    pub more_versions: usize,
    /// Only an older version matches.
    pub older: bool,
    /// It says nearly the same as a hit before it.
    pub duplicate: bool,
    /// It was collected for the case on the desk.
    pub collected: bool,
    /// Where a form on it leads back to.
    pub back: String,
}

/// What a text is and how far it binds.
#[derive(Clone, Debug)]
pub struct Badges {
    /// Name of the kind.
    pub kind: &'static str,
    /// Class of the badge: `statute`, `guiding`, `case`, `teaching`, `question`.
    pub class: &'static str,
    /// 应当参照 or 可以参考.
    pub authority: Option<&'static str>,
    /// Whether it is 应当参照.
    pub binding: bool,
    /// 已修改, 已废止, 尚未施行 …
    pub status: Option<String>,
    /// Whether the status is one a reader should stumble over.
    pub alarming: bool,
    /// A sentence that has to be shown with the text.
    pub warning: Option<String>,
}

impl Badges {
    /// The badges of a text of this kind.
    pub fn new(kind: DocumentKind, metadata: &leian_corpus::Metadata) -> Self {
        let status = labels::status(metadata, labels::today());
        let authority = labels::authority(kind, metadata);
        Self {
            kind: kind.label(),
            class: class(kind),
            binding: authority == Some(labels::BINDING),
            authority,
            alarming: status.as_deref().is_some_and(|status| !is_in_force(status)),
            status,
            warning: labels::warning(kind, metadata),
        }
    }
}

fn is_in_force(status: &str) -> bool {
    matches!(status, "现行有效" | "有效" | "现行")
}

fn class(kind: DocumentKind) -> &'static str {
    match kind {
        kind if kind.is_guiding_case() => "guiding",
        DocumentKind::TeachingCase => "teaching",
        DocumentKind::Question => "question",
        kind if kind.is_statute() => "statute",
        _ => "case",
    }
}

/// The piece of text of a hit.
#[derive(Clone, Debug, Default)]
pub struct SnippetItem {
    /// The section it is from; empty for an article.
    pub section: String,
    /// Its paragraphs.
    pub paragraphs: Vec<Vec<Run>>,
    /// The section begins before it.
    pub cut_before: bool,
    /// The section goes on after it.
    pub cut_after: bool,
}

/// Why a hit is where it is, in words.
#[derive(Clone, Debug)]
pub struct Reasons {
    /// Place and score by words.
    pub lexical: Option<Placed>,
    /// Place and score by meaning.
    pub semantic: Option<Placed>,
    /// Score that ordered the list.
    pub fused: String,
    /// The learned likelihood, in per cent.
    pub likelihood: Option<String>,
    /// What spoke most for the article and against it.
    pub grounds: Vec<String>,
    /// The section whose passage is nearest in meaning.
    pub passage_section: Option<String>,
    /// Sections with matching words, each with how many.
    pub sections: Vec<(String, usize)>,
}

/// A place with its score.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Place, from 1.
    pub rank: usize,
    /// Score.
    pub score: String,
}

/// A version of an article.
#[derive(Clone, Debug)]
pub struct VersionItem {
    /// Where it is read.
    pub href: String,
    /// Its date, or its document's title where it has none.
    pub label: String,
    /// As the source says.
    pub status: Option<String>,
}

impl VersionItem {
    /// The version as a link.
    pub fn new(version: &VersionRef) -> Self {
        Self {
            href: format!("/documents/{}", version.entry_id),
            label: version
                .date
                .map_or_else(|| version.document_title.clone(), |date| date.to_string()),
            status: version.status.clone(),
        }
    }
}

impl HitItem {
    /// The hit of a search for `query_text`.
    pub fn new(hit: &Hit, query_text: &str) -> Self {
        let entry = &hit.entry;
        let title = entry.title();
        let words = Marks {
            words: &marks::joined(&hit.title_highlights),
            ..Marks::default()
        };
        let others: Vec<&VersionRef> = hit
            .versions
            .iter()
            .filter(|version| version.entry_id != entry.id)
            .collect();
        Self {
            rank: hit.rank,
            id: entry.id.to_string(),
            href: href(hit, query_text),
            title: owned(marks::runs(&title, 0..title.len(), &words)),
            badges: Badges::new(entry.kind, &entry.metadata),
            level: hit.level.map(Level::label),
            named: named(hit),
            meta: meta(entry),
            path: entry.path.join(" › "),
            snippet: snippet(hit),
            reasons: Reasons::new(hit),
            more_versions: others.len().saturating_sub(MOST_VERSIONS),
            versions: others
                .iter()
                .take(MOST_VERSIONS)
                .map(|version| VersionItem::new(version))
                .collect(),
            older: !hit.newest,
            duplicate: hit.duplicate_of.is_some(),
            collected: false,
            back: String::new(),
        }
    }
}

/// Runs that own their text.
pub fn owned(runs: Vec<marks::Run<'_>>) -> Vec<Run> {
    runs.into_iter().map(Run::from).collect()
}

/// The reading page, with what it needs to mark the same again.
fn href(hit: &Hit, query_text: &str) -> String {
    let entry = &hit.entry;
    let mut href = format!("/documents/{}", entry.document_id);
    let mut pairs: Vec<(&str, String)> = Vec::new();
    if !query_text.is_empty() && query_text.chars().nth(MOST_CARRIED_CHARS).is_none() {
        pairs.push(("q", query_text.to_owned()));
    }
    let mut fragment = anchor(&entry.id);
    if let Some(passage) = &hit.best_passage
        && entry.unit == Unit::Case
    {
        let Range { start, end } = passage.byte_range;
        pairs.push(("near", format!("{}:{start}-{end}", passage.section)));
        "near".clone_into(&mut fragment);
    }
    if !pairs.is_empty() {
        let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
        href = format!("{href}?{}", percent::query(pairs));
    }
    if hit.whole_document || fragment.is_empty() {
        return href;
    }
    format!("{href}#{fragment}")
}

fn named(hit: &Hit) -> Option<&'static str> {
    hit.jump.then_some(match hit.entry.unit {
        _ if hit.whole_document => "检索的就是这部文本",
        Unit::Case => "检索的就是这一篇",
        Unit::Article { .. } | Unit::Text => "检索的就是这一条",
    })
}

/// What is known, in the order of importance.
fn meta(entry: &Entry) -> Vec<String> {
    let metadata = &entry.metadata;
    let date =
        |label: &str, date: Option<leian_corpus::Date>| date.map(|date| format!("{date} {label}"));
    let mut meta: Vec<String> = [
        metadata.number.clone(),
        metadata.case_number.clone(),
        metadata.court.clone(),
        metadata.issuer.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    if entry.kind.is_statute() {
        let version = metadata.law.as_ref().and_then(|law| law.version);
        let dates = [
            date("本版公布", metadata.promulgated),
            date("施行", metadata.effective),
        ];
        let known = dates.iter().any(Option::is_some);
        meta.extend(dates.into_iter().flatten());
        if !known {
            meta.extend(date("版本", version));
        }
    } else {
        meta.extend(metadata.date.map(|date| date.to_string()));
        meta.extend((!metadata.charges.is_empty()).then(|| metadata.charges.join("、")));
    }
    meta
}

fn snippet(hit: &Hit) -> SnippetItem {
    let near = hit
        .best_passage
        .as_ref()
        .filter(|passage| passage.section == hit.snippet.section)
        .map(|passage| passage.byte_range.clone());
    snippet_of(&hit.entry, &hit.snippet, near)
}

/// A piece of an entry's text with its marks and the passage nearest in meaning.
pub fn snippet_of(entry: &Entry, piece: &Snippet, near: Option<Range<usize>>) -> SnippetItem {
    let Some(section) = entry.sections.get(piece.section) else {
        return SnippetItem::default();
    };
    let marks = Marks {
        words: &marks::joined(&piece.ranges),
        near,
        links: &[],
    };
    let text = &section.text;
    let blank = |text: Option<&str>| text.is_none_or(|text| text.trim().is_empty());
    SnippetItem {
        section: section_name(entry, piece.section),
        paragraphs: marks::paragraphs_within(text, piece.byte_range.clone(), &marks)
            .into_iter()
            .map(|paragraph| owned(paragraph.runs))
            .collect(),
        cut_before: !blank(text.get(..piece.byte_range.start)),
        cut_after: !blank(text.get(piece.byte_range.end..)),
    }
}

/// What a section calls itself, or is; empty for the text of an article.
fn section_name(entry: &Entry, index: usize) -> String {
    match entry.sections.get(index) {
        Some(section) if !section.label.is_empty() => section.label.clone(),
        Some(section) if !matches!(section.role, SectionRole::Article | SectionRole::Text) => {
            section.role.label().to_owned()
        }
        _ => String::new(),
    }
}

/// The grounds that weigh, the heaviest first: a tenth of a log-odd is no reason.
fn grounds(hit: &Hit) -> Vec<String> {
    let mut grounds: Vec<_> = hit
        .grounds
        .iter()
        .filter(|(_, share)| share.abs() >= 0.1)
        .collect();
    grounds.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()).then(a.0.cmp(&b.0)));
    let named = |(ground, share): &(RankGround, f32)| format!("{} {share:+.1}", ground.label());
    grounds.into_iter().map(named).collect()
}

impl Reasons {
    fn new(hit: &Hit) -> Self {
        let placed = |place: Option<RankScore>, digits: usize| {
            place.map(|place| Placed {
                rank: place.rank,
                score: format!("{:.digits$}", place.score),
            })
        };
        Self {
            lexical: placed(hit.lexical, 2),
            semantic: placed(hit.semantic, 3),
            fused: format!("{:.4}", hit.fused_score),
            likelihood: hit
                .likelihood
                .map(|likelihood| format!("{:.0}%", 100.0 * likelihood)),
            grounds: grounds(hit),
            passage_section: hit
                .best_passage
                .as_ref()
                .map(|passage| section_name(&hit.entry, passage.section))
                .filter(|name| !name.is_empty()),
            sections: hit
                .highlights
                .iter()
                .map(|highlight| {
                    let name = section_name(&hit.entry, highlight.section);
                    let name = if name.is_empty() {
                        "正文".to_owned()
                    } else {
                        name
                    };
                    (name, marks::joined(&highlight.ranges).len())
                })
                .collect(),
        }
    }
}
