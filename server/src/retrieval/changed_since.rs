//! What a case cites and what became of it since: the ground on which a case may have
//! lost its force (可能失效). Only acts that the library knows count; nothing is guessed.

use std::collections::BTreeSet;

use leian_corpus::citation::{CitationMention, Resolution, Verdict};
use leian_corpus::{Body, Date, Document, DocumentId, SectionRole};
use leian_indexer::Snapshot;

use super::citations::{CitedText, MAX_CITED_CHARS, check_citations};
use super::error::Result;

/// A provision that a case cites and that changed since.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangedCitation {
    /// Official title of the law.
    pub law: String,
    /// The article as people write it; empty for the law as a whole.
    pub article: String,
    /// What happened.
    pub change: Change,
}

/// What happened to a provision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The law was repealed (废止), from this day and by that, where known.
    Repealed {
        /// First day on which it does not apply.
        date: Option<Date>,
        /// The law that took its place.
        successor: Option<String>,
    },
    /// An act changed the provision.
    Amended {
        /// The act.
        act: String,
        /// From when it applies.
        effective: Date,
        /// The document that holds it.
        document: Option<DocumentId>,
    },
    /// The article was deleted.
    Deleted,
}

/// The provisions that a case cites and that changed after its day; of a case without
/// a day those that are repealed or deleted today. Each once, in the order of laws.
///
/// # Errors
/// When the library cannot be read.
pub fn changed_since(snapshot: &Snapshot, document: &Document) -> Result<Vec<ChangedCitation>> {
    if !document.kind.is_case() {
        return Ok(Vec::new());
    }
    let date = document.metadata.date;
    let cited = CitedText {
        text: text_of(document),
        date,
    };
    let report = check_citations(snapshot, &cited)?;
    let changed = report.citations.iter().filter_map(|citation| {
        let change = change(&citation.resolution, date)?;
        Some(changed_citation(
            &citation.mention,
            &citation.resolution,
            change,
        ))
    });
    Ok(changed.collect::<BTreeSet<_>>().into_iter().collect())
}

fn changed_citation(
    mention: &CitationMention,
    resolution: &Resolution,
    change: Change,
) -> ChangedCitation {
    // Of a repealed law one line says it for all its articles.
    let article = match change {
        Change::Repealed { .. } => None,
        _ => mention.article,
    };
    ChangedCitation {
        law: resolution
            .title
            .clone()
            .unwrap_or_else(|| mention.law_as_written.clone()),
        article: article.map_or_else(String::new, |article| article.chinese()),
        change,
    }
}

/// What became of a citation after the day; `None` where it stands, or where the
/// change lies before the day and the case knew it.
fn change(resolution: &Resolution, date: Option<Date>) -> Option<Change> {
    let after = |day: Date| date.is_none_or(|date| day > date);
    if let Some(repeal) = &resolution.repeal
        && repeal.date.map_or(date.is_none(), after)
    {
        return Some(Change::Repealed {
            date: repeal.date,
            successor: repeal.successor.clone(),
        });
    }
    match (resolution.verdict, &resolution.changed_by) {
        (Verdict::Amended, Some(by)) if by.certain && date.is_some() && after(by.date) => {
            Some(Change::Amended {
                act: by.title.clone(),
                effective: by.date,
                document: by.document.clone(),
            })
        }
        (Verdict::DeletedArticle, _) if date.is_none() => Some(Change::Deleted),
        _ => None,
    }
}

/// The text of a case, without keywords, up to what can be checked.
fn text_of(document: &Document) -> String {
    let Body::Sections(sections) = &document.body else {
        return String::new();
    };
    let told = sections
        .iter()
        .filter(|section| section.role != SectionRole::Keywords);
    let texts: Vec<&str> = told.map(|section| section.text.as_str()).collect();
    texts.join("\n").chars().take(MAX_CITED_CHARS).collect()
}
