//! Counts: of a library, and of one result set by facet.

use std::collections::{BTreeMap, HashMap};

use leian_corpus::validity::Validity;
use leian_corpus::{ArticleNumber, Date, DocumentKind, Facet, LawKey};

use crate::cites;
use crate::columns::{day_date, day_number};
use crate::embedding::Sidecar;
use crate::known;
use crate::matches::MatchSet;
use crate::values;
use crate::versions::EntryTable;

/// So many of the articles that a result set cites most are named.
const MOST_CITED: usize = 50;

/// Exact counts over a match set. Kinds and issuers by count, the greatest first,
/// then by value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// By document kind.
    pub kinds: Vec<(DocumentKind, usize)>,
    /// By issuer (发布机关); entries without one are not counted.
    pub issuers: Vec<(String, usize)>,
    /// By year of the entry's date, newest year first; entries without a date
    /// are not counted.
    pub years: Vec<(i16, usize)>,
    /// What is known about the documents, by count, then by value; facets without any
    /// are left out.
    pub known: BTreeMap<Facet, Vec<(String, usize)>>,
    /// The articles that most entries cite, whatever the version, by count and name;
    /// at most 50.
    pub cited_articles: Vec<(LawKey, ArticleNumber, usize)>,
}

/// What a snapshot holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Source texts.
    pub documents: usize,
    /// Articles of versions, and cases.
    pub entries: usize,
    /// Pieces that embeddings cover, counted per entry.
    pub passages: usize,
    /// Passages that have a vector in the sidecars.
    pub passages_with_vectors: usize,
    /// Different vectors in the sidecars; equal texts share one.
    pub vectors: usize,
    /// Passages that have none yet.
    pub vectors_missing: usize,
    /// Documents by kind, in the order of `DocumentKind::ALL`, without zeros.
    pub by_kind: Vec<(DocumentKind, usize)>,
    /// Entries by kind, in the same order.
    pub entries_by_kind: Vec<(DocumentKind, usize)>,
    /// Latest date of any entry.
    pub newest_date: Option<Date>,
    /// Index segments.
    pub segments: usize,
    /// Segments that have a sidecar of vectors.
    pub segments_with_vectors: usize,
}

/// Counts in order of `DocumentKind::ALL`, without zeros.
fn by_kind(counts: &[usize]) -> Vec<(DocumentKind, usize)> {
    let pairs = DocumentKind::ALL
        .iter()
        .copied()
        .zip(counts.iter().copied());
    pairs.filter(|&(_, count)| count > 0).collect()
}

impl Facets {
    /// Counts `matches`.
    pub(crate) fn of(matches: &MatchSet) -> Self {
        let table = &matches.table;
        let mut kinds = vec![0usize; DocumentKind::ALL.len()];
        let mut issuers: HashMap<&str, usize> = HashMap::new();
        let mut years: HashMap<i16, usize> = HashMap::new();
        for entry in matches.iter() {
            let row = table.row(entry);
            kinds[usize::from(row.kind)] += 1;
            if let Some(issuer) = table.columns(entry.segment).issuer(row) {
                *issuers.entry(issuer).or_default() += 1;
            }
            if let Some(date) = day_date(row.date) {
                *years.entry(date.year()).or_default() += 1;
            }
        }
        let mut kinds = by_kind(&kinds);
        kinds.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut issuers: Vec<(String, usize)> = issuers
            .into_iter()
            .map(|(issuer, count)| (issuer.to_owned(), count))
            .collect();
        issuers.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut years: Vec<(i16, usize)> = years.into_iter().collect();
        years.sort_by_key(|(year, _)| std::cmp::Reverse(*year));
        Self {
            kinds,
            issuers,
            years,
            known: known::by_facet(values::counts(
                matches,
                |segment| &table.columns(segment).known,
                |_| true,
            )),
            cited_articles: cited_articles(matches),
        }
    }
}

impl Facets {
    /// Counts entries as repealed, by what their sources say, that other texts ended.
    pub(crate) fn count_as_repealed(&mut self, said: &BTreeMap<String, usize>) {
        let repealed = Validity::Repealed.code();
        let moved: usize = said.values().sum();
        let Some(values) = self.known.get_mut(&Facet::Validity).filter(|_| moved > 0) else {
            return;
        };
        for (value, count) in values.iter_mut() {
            *count -= said.get(value).copied().unwrap_or(0).min(*count);
        }
        match values.iter_mut().find(|(value, _)| value == repealed) {
            Some((_, count)) => *count += moved,
            None => values.push((repealed.to_owned(), moved)),
        }
        values.retain(|&(_, count)| count > 0);
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
}

fn cited_articles(matches: &MatchSet) -> Vec<(LawKey, ArticleNumber, usize)> {
    let table = &matches.table;
    let mut counts = values::counts(
        matches,
        |segment| &table.columns(segment).cites,
        cites::is_article,
    );
    counts.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let read = |(term, count)| cites::article_of(term).map(|(law, number)| (law, number, count));
    counts
        .into_iter()
        .filter_map(read)
        .take(MOST_CITED)
        .collect()
}

impl Stats {
    /// Counts everything in `table`.
    pub(crate) fn of<'a>(
        table: &EntryTable,
        sidecars: impl Iterator<Item = Option<&'a Sidecar>>,
    ) -> Self {
        let mut documents = vec![0usize; DocumentKind::ALL.len()];
        let mut entries = vec![0usize; DocumentKind::ALL.len()];
        let mut stats = Self {
            segments: table.segment_count(),
            ..Self::default()
        };
        let mut newest = 0;
        for entry in table.entries() {
            let row = table.row(entry);
            let kind = usize::from(row.kind);
            entries[kind] += 1;
            documents[kind] += usize::from(row.first);
            stats.passages += row.passages as usize;
            newest = newest.max(row.date);
        }
        for sidecar in sidecars.flatten() {
            stats.segments_with_vectors += 1;
            stats.vectors += sidecar.vectors();
            stats.passages_with_vectors += sidecar.passages();
        }
        // A sidecar counts entries that were deleted after it was built too.
        stats.passages_with_vectors = stats.passages_with_vectors.min(stats.passages);
        stats.vectors_missing = stats.passages - stats.passages_with_vectors;
        stats.documents = documents.iter().sum();
        stats.entries = entries.iter().sum();
        stats.by_kind = by_kind(&documents);
        stats.entries_by_kind = by_kind(&entries);
        stats.newest_date = day_date(newest);
        debug_assert!(
            stats
                .newest_date
                .is_none_or(|date| day_number(date) == newest)
        );
        stats
    }
}
