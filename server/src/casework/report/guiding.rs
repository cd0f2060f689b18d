//! The round for guiding cases: made for every report, told even when it found nothing.

use std::collections::BTreeMap;

use leian_corpus::DocumentKind;
use leian_indexer::Filter;

use super::{GuidingCase, GuidingQuery, GuidingRound};
use crate::casework::error::Result;
use crate::library::Library;
use crate::retrieval::{self, Mode, SearchQuery, SimilarQuery, Told};

/// Different queries that are made again.
const MOST_QUERIES: usize = 8;

/// Cases taken of each query.
const TAKEN: usize = 5;

/// Longest query that is made again, in characters; longer ones are facts.
const LONGEST_QUERY_CHARS: usize = 300;

/// What is looked for.
pub struct Wanted<'a> {
    /// What was typed in searches, the last first.
    pub queries: Vec<&'a str>,
    /// The facts; blank when none were told.
    pub facts: &'a str,
    /// Charges by official name.
    pub charges: &'a [String],
}

/// Guiding cases of the two supreme organs.
pub const KINDS: [DocumentKind; 2] = [DocumentKind::SppGuidingCase, DocumentKind::SpcGuidingCase];

/// Makes the round.
///
/// # Errors
/// Those of the searches.
pub fn round(library: &Library, wanted: &Wanted<'_>) -> Result<GuidingRound> {
    let filter = Filter {
        kinds: KINDS.to_vec(),
        ..Filter::default()
    };
    let snapshot = library.snapshot()?;
    let stats = snapshot.stats();
    let held = stats
        .by_kind
        .iter()
        .filter(|(kind, _)| KINDS.contains(kind));
    let mut round = GuidingRound {
        held: held.map(|(_, count)| count).sum(),
        ..GuidingRound::default()
    };
    // Cases by how often and how high they were returned.
    let mut found: BTreeMap<String, (f64, GuidingCase)> = BTreeMap::new();
    if !wanted.facts.trim().is_empty() {
        by_facts(library, wanted, &filter, &mut round, &mut found)?;
    }
    let mut made: Vec<&str> = Vec::new();
    for query in &wanted.queries {
        let short = query.chars().nth(LONGEST_QUERY_CHARS).is_none();
        if !short || query.trim().is_empty() || made.contains(query) || made.len() == MOST_QUERIES {
            continue;
        }
        made.push(query);
        by_query(library, query, &filter, &mut round, &mut found)?;
    }
    let mut found: Vec<_> = found.into_values().collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.document.cmp(&b.1.document)));
    round.found = found.into_iter().map(|(_, case)| case).collect();
    Ok(round)
}

type Found = BTreeMap<String, (f64, GuidingCase)>;

fn by_facts(
    library: &Library,
    wanted: &Wanted<'_>,
    filter: &Filter,
    round: &mut GuidingRound,
    found: &mut Found,
) -> Result<()> {
    let query = SimilarQuery {
        told: Told::Text(wanted.facts.to_owned()),
        charges: wanted.charges.to_vec(),
        filter: filter.clone(),
        limit: TAKEN,
    };
    let similar = retrieval::similar(library, &query)?;
    round.queries.push(GuidingQuery {
        query: "待决案件的基本事实".to_owned(),
        how: match similar.by_meaning {
            true => "类案比对（罪名、字词和意思）",
            false => "类案比对（罪名、字词）",
        }
        .to_owned(),
        returned: similar.cases.len(),
    });
    for (place, case) in similar.cases.iter().enumerate() {
        add(found, place, &case.entry, 2.0);
    }
    Ok(())
}

fn by_query(
    library: &Library,
    text: &str,
    filter: &Filter,
    round: &mut GuidingRound,
    found: &mut Found,
) -> Result<()> {
    let query = SearchQuery {
        query_text: text.to_owned(),
        mode: Mode::Hybrid,
        filter: filter.clone(),
        per_page: TAKEN,
        ..SearchQuery::default()
    };
    let response = retrieval::search(library, &query)?;
    round.queries.push(GuidingQuery {
        query: text.to_owned(),
        how: response.mode_used.label().to_owned(),
        returned: response.total,
    });
    for (place, hit) in response.hits.iter().enumerate() {
        add(found, place, &hit.entry, 1.0);
    }
    Ok(())
}

fn add(found: &mut Found, place: usize, entry: &leian_corpus::Entry, weight: f64) {
    let document = entry.document_id.to_string();
    // Reciprocal ranks add up over the queries.
    #[allow(clippy::cast_precision_loss)] // A place among five.
    let share = weight / (10.0 + place as f64);
    let case = || GuidingCase {
        document: document.clone(),
        number: entry.metadata.number.clone().unwrap_or_default(),
        title: match crate::labels::without_force(&entry.metadata) {
            Some(_) => format!("{}（{}）", entry.title(), crate::labels::NO_LONGER),
            None => entry.title(),
        },
        read: false,
        stance: None,
    };
    found
        .entry(document.clone())
        .or_insert_with(|| (0.0, case()))
        .0 += share;
}
