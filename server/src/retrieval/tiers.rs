//! The result set by tiers of similar cases (类案层级) for a unit: guiding cases first
//! and always there, also at 0.

use leian_corpus::knowledge::OWNER;
use leian_corpus::organs::Organ;
use leian_corpus::tier::Tier;
use leian_corpus::{DocumentKind, Facet};
use leian_indexer::{EntryRef, Snapshot};

use super::candidates::SemanticDepth;
use super::error::Result;
use super::hit::{self, Hit};
use super::learned::Ranker;
use super::query::SearchQuery;
use super::search::{Engine, LEXICAL_WINDOW, Request, with_engine};
use crate::library::Library;

/// A tier with what was found in it.
#[derive(Clone, Debug)]
pub struct TierHits {
    /// The tier; `None` for cases in none, or in the tier of other units.
    pub tier: Option<Tier>,
    /// Cases in it.
    pub total: usize,
    /// The most relevant of them.
    pub hits: Vec<Hit>,
}

/// Finds cases for `query` and puts them into tiers, `each` at most of a tier. Tiers ③
/// and ④ are those of the query's unit, where it names one.
///
/// # Errors
/// As [`super::search()`].
pub fn tiers(library: &Library, query: &SearchQuery, each: usize) -> Result<Vec<TierHits>> {
    with_engine(library, Ranker::shipped(), |engine| {
        engine.tiers(query, each)
    })
}

impl Engine<'_> {
    fn tiers(&self, query: &SearchQuery, each: usize) -> Result<Vec<TierHits>> {
        let mut filter = query.filter.clone();
        if filter.kinds.is_empty() {
            filter.kinds = DocumentKind::ALL.to_vec();
        }
        filter.kinds.retain(|kind| kind.is_case());
        let arranged = self.arrange(&Request {
            text: &query.query_text,
            without: &query.without,
            mode: query.mode,
            filter: &filter,
            collapse: true,
            depth: LEXICAL_WINDOW,
            semantic: SemanticDepth::CutOff,
        })?;
        let of = |entry| tier_for(self.snapshot, entry, query.unit.as_ref());
        let mut groups: Vec<TierHits> = Tier::ALL
            .into_iter()
            .map(Some)
            .chain([None])
            .map(|tier| TierHits {
                tier,
                total: 0,
                hits: Vec::new(),
            })
            .collect();
        // Filters without cases leave nothing, not everything.
        if filter.kinds.is_empty() {
            return Ok(groups);
        }
        for entry in arranged.set.iter() {
            let tier = of(entry);
            for group in groups.iter_mut().filter(|group| group.tier == tier) {
                group.total += 1;
            }
        }
        for ranked in &arranged.ranked {
            let tier = of(ranked.entry);
            for group in groups.iter_mut().filter(|group| group.tier == tier) {
                if group.hits.len() < each {
                    let place = group.hits.len() + 1;
                    group.hits.push(hit::make(
                        self.snapshot,
                        ranked,
                        place,
                        arranged.node.as_ref(),
                    )?);
                }
            }
        }
        Ok(groups)
    }
}

/// The tier of a case for a unit: ③ and ④ of other provinces and courts are none of its
/// tiers. Without a unit they are of any.
pub fn tier_for(snapshot: &Snapshot, entry: EntryRef, unit: Option<&Organ>) -> Option<Tier> {
    let known: Vec<&str> = snapshot.known(entry, Facet::Tier).collect();
    let tier = known.iter().find_map(|value| Tier::from_code(value))?;
    let (Tier::Provincial | Tier::Local, Some(unit)) = (tier, unit) else {
        return Some(tier);
    };
    let owned = |owner: &String| {
        let value = format!("{}{OWNER}{owner}", tier.code());
        known.contains(&value.as_str())
    };
    tier.of_unit(unit).iter().any(owned).then_some(tier)
}

/// The place of an entry's tier among all, whatever the unit; cases in none, and what is
/// no case, come after.
pub(super) fn place(snapshot: &Snapshot, entry: EntryRef) -> usize {
    let tier = tier_for(snapshot, entry, None);
    let place = tier.and_then(|tier| Tier::ALL.into_iter().position(|one| one == tier));
    let last = Tier::ALL.len() + usize::from(!snapshot.kind(entry).is_case());
    place.unwrap_or(last)
}
