//! Documents and entries by kind, source, year and batch.

use std::collections::BTreeMap;

use leian_corpus::DocumentKind;
use serde::Serialize;

use super::{Held, KindName};

/// Documents and entries of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceCount {
    /// The first folder of their paths, or the file.
    pub name: String,
    /// Source texts.
    pub documents: usize,
    /// What a search counts: articles and cases.
    pub entries: usize,
    /// The same by the folders inside it; texts that lie in none are not among them.
    pub folders: Vec<FolderCount>,
}

/// Documents and entries of a folder in a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FolderCount {
    /// Its name.
    pub name: String,
    /// Source texts.
    pub documents: usize,
    /// What a search counts: articles and cases.
    pub entries: usize,
}

/// Documents and entries of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: KindName,
    /// Source texts.
    pub documents: usize,
    /// What a search counts: articles and cases.
    pub entries: usize,
}

/// Documents and entries of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct YearCount {
    /// Year of the document's date.
    pub year: i16,
    /// Source texts.
    pub documents: usize,
    /// What a search counts: articles and cases.
    pub entries: usize,
}

/// Guiding cases of one batch (批次).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BatchCount {
    /// The kind.
    pub kind: KindName,
    /// The batch as the source names it.
    pub batch: String,
    /// Cases.
    pub documents: usize,
    /// First day on which one of them is dated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

pub(super) fn by_kind(held: &[Held]) -> Vec<KindCount> {
    let mut counts: BTreeMap<DocumentKind, (usize, usize)> = BTreeMap::new();
    for document in held {
        add(counts.entry(document.kind).or_default(), document);
    }
    counts
        .into_iter()
        .map(|(kind, (documents, entries))| KindCount {
            kind: kind.into(),
            documents,
            entries,
        })
        .collect()
}

pub(super) fn by_source(held: &[Held]) -> Vec<SourceCount> {
    let mut sources: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut folders: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    for document in held {
        let source = document.source();
        add(sources.entry(source).or_default(), document);
        if let Some(folder) = document.folder() {
            add(folders.entry((source, folder)).or_default(), document);
        }
    }
    let inside = |source: &str| {
        let folders = folders.iter().filter(|((of, _), _)| *of == source);
        folders
            .map(|((_, name), &(documents, entries))| FolderCount {
                name: (*name).to_owned(),
                documents,
                entries,
            })
            .collect()
    };
    sources
        .iter()
        .map(|(name, &(documents, entries))| SourceCount {
            name: (*name).to_owned(),
            documents,
            entries,
            folders: inside(name),
        })
        .collect()
}

pub(super) fn by_year(held: &[Held]) -> Vec<YearCount> {
    let mut counts: BTreeMap<i16, (usize, usize)> = BTreeMap::new();
    for document in held {
        if let Some(date) = document.date() {
            add(counts.entry(date.year()).or_default(), document);
        }
    }
    counts
        .into_iter()
        .rev()
        .map(|(year, (documents, entries))| YearCount {
            year,
            documents,
            entries,
        })
        .collect()
}

fn add((documents, entries): &mut (usize, usize), document: &Held) {
    *documents += 1;
    *entries += document.entries;
}

/// Batches of guiding cases, by kind and then by their first day.
pub(super) fn by_batch(held: &[Held]) -> Vec<BatchCount> {
    let mut counts: BTreeMap<(DocumentKind, &str), (usize, Option<String>)> = BTreeMap::new();
    for document in held
        .iter()
        .filter(|document| document.kind.is_guiding_case())
    {
        let Some(batch) = &document.metadata.batch else {
            continue;
        };
        let (count, first) = counts.entry((document.kind, batch)).or_default();
        *count += 1;
        let date = document.date().map(|date| date.to_string());
        *first = [first.take(), date].into_iter().flatten().min();
    }
    let mut batches: Vec<(DocumentKind, BatchCount)> = counts
        .into_iter()
        .map(|((kind, batch), (documents, date))| {
            let count = BatchCount {
                kind: kind.into(),
                batch: batch.to_owned(),
                documents,
                date,
            };
            (kind, count)
        })
        .collect();
    batches.sort_by(|(kind, one), (other, two)| {
        (kind, &one.date, &one.batch).cmp(&(other, &two.date, &two.batch))
    });
    batches.into_iter().map(|(_, batch)| batch).collect()
}

/// Guiding cases whose source names no batch.
pub(super) fn without_batch(held: &[Held]) -> usize {
    held.iter()
        .filter(|document| document.kind.is_guiding_case() && document.metadata.batch.is_none())
        .count()
}
