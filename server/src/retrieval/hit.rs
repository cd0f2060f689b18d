//! A [`Hit`]: an entry with everything a face shows of it.

use std::ops::Range;

use leian_corpus::{Date, DocumentId, Entry, EntryId};
use leian_indexer::{EntryRef, QueryNode, Snapshot, highlights};

use super::error::Result;
use super::learned::features::RankGround;
use super::learned::level::Level;
use super::ranking::Ranked;
use super::snippet;

/// An entry that a search returns, with the reasons.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The entry.
    pub entry: Entry,
    /// Place in the whole list, from 1.
    pub rank: usize,
    /// Byte ranges of `entry.title()` that the query's words match.
    pub title_highlights: Vec<Range<usize>>,
    /// Byte ranges in the sections that the query's words match; sections
    /// without any are left out.
    pub highlights: Vec<SectionHighlight>,
    /// The passage nearest to the query's meaning; absent with `semantic`.
    pub best_passage: Option<PassageHit>,
    /// What to show of the text in a list.
    pub snippet: Snippet,
    /// Place and BM25 score in the list by words; absent when not in it, or so far
    /// down that its place does not matter.
    pub lexical: Option<RankScore>,
    /// Place and cosine among the nearest entries by meaning; absent when not
    /// among them. Entries that words found may lie below the cut-off here.
    pub semantic: Option<RankScore>,
    /// Score that ordered the list; meaningless outside this search.
    pub fused_score: f64,
    /// How likely the article answers the query, from 0 to 1, where that was learned.
    pub likelihood: Option<f64>,
    /// How sure the hit is, where articles and cases were put on one scale.
    pub level: Option<Level>,
    /// What each ground contributed to the likelihood, in log-odds.
    pub grounds: Vec<(RankGround, f32)>,
    /// The query names this entry; such hits stand before all others.
    pub jump: bool,
    /// The query names the whole document, and this is its first entry.
    pub whole_document: bool,
    /// All versions of the article, newest in force first, the shown one
    /// included; empty when there is only this one.
    pub versions: Vec<VersionRef>,
    /// No other version of the article ranks before the shown one. When false,
    /// only older versions match.
    pub newest: bool,
    /// The first hit before it on the page that says nearly the same.
    pub duplicate_of: Option<EntryId>,
    /// The version whose words matched, when it is not the shown one.
    pub lexical_version: Option<EntryId>,
}

/// Highlights of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionHighlight {
    /// Index into `entry.sections`.
    pub section: usize,
    /// Byte ranges of that section's text: sorted, disjoint, on character
    /// boundaries.
    pub ranges: Vec<Range<usize>>,
}

/// The passage of an entry that is nearest to the query.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageHit {
    /// Index into `entry.sections`.
    pub section: usize,
    /// Bytes of that section's text.
    pub byte_range: Range<usize>,
    /// Cosine with the query.
    pub score: f32,
}

/// The piece of text to show in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// Index into `entry.sections`.
    pub section: usize,
    /// Bytes of that section's text, on character boundaries.
    pub byte_range: Range<usize>,
    /// Highlights inside `byte_range`, in bytes of the section's text.
    pub ranges: Vec<Range<usize>>,
}

/// Place and score in one list.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RankScore {
    /// Place, from 1.
    pub rank: usize,
    /// Score, growing with relevance.
    pub score: f32,
}

/// One version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRef {
    /// The entry.
    pub entry_id: EntryId,
    /// Its document.
    pub document_id: DocumentId,
    /// Title of its document.
    pub document_title: String,
    /// The date that names the version.
    pub date: Option<Date>,
    /// 现行有效, 已修改, 已废止, as the source says.
    pub status: Option<String>,
}

/// Reads the entry at `rank` and marks what the query finds in it.
pub(super) fn make(
    snapshot: &Snapshot,
    ranked: &Ranked<EntryRef>,
    rank: usize,
    node: Option<&QueryNode>,
) -> Result<Hit> {
    let entry = snapshot.entry(ranked.entry)?;
    let marks = |text: &str| node.map_or_else(Vec::new, |node| highlights(text, node));
    let of_sections: Vec<SectionHighlight> = entry
        .sections
        .iter()
        .enumerate()
        .map(|(section, of)| SectionHighlight {
            section,
            ranges: marks(&of.text),
        })
        .filter(|of| !of.ranges.is_empty())
        .collect();
    let best_passage = best_passage(&entry, ranked);
    let snippet = snippet::choose(
        &entry,
        &of_sections,
        best_passage.as_ref(),
        ranked.lexical.is_some() || ranked.named,
    );
    let lexical_version = match ranked.lexical_found {
        Some(found) if found != ranked.entry => Some(snapshot.entry_id(found)?),
        _ => None,
    };
    Ok(Hit {
        rank,
        title_highlights: marks(&entry.title()),
        highlights: of_sections,
        best_passage,
        snippet,
        lexical: ranked.lexical,
        semantic: ranked.semantic,
        fused_score: ranked.score,
        likelihood: ranked.likelihood,
        level: None,
        grounds: Vec::new(),
        jump: ranked.named,
        whole_document: ranked.whole_document,
        versions: versions(snapshot, ranked.entry)?,
        newest: snapshot.is_newest(ranked.entry),
        duplicate_of: None,
        lexical_version,
        entry,
    })
}

fn best_passage(entry: &Entry, ranked: &Ranked<EntryRef>) -> Option<PassageHit> {
    let (found, index, score) = ranked.passage?;
    // The passage of another version cannot be pointed at in this one.
    let same_text = found == ranked.entry;
    let passage = entry.passages().into_iter().nth(index as usize);
    Some(PassageHit {
        score,
        section: passage.as_ref().filter(|_| same_text)?.section,
        byte_range: passage?.byte_range,
    })
}

/// All versions of an article; none where there is only one.
pub(super) fn versions(snapshot: &Snapshot, entry: EntryRef) -> Result<Vec<VersionRef>> {
    let all = snapshot.versions(entry);
    if all.len() < 2 {
        return Ok(Vec::new());
    }
    all.into_iter()
        .map(|version| {
            let entry = snapshot.entry(version)?;
            Ok(VersionRef {
                date: entry.version_date(),
                entry_id: entry.id,
                document_id: entry.document_id,
                document_title: entry.document_title,
                status: entry.metadata.status,
            })
        })
        .collect()
}
