//! Exact search: every allowed vector by its code, then as many in f32 as it takes
//! to prove that none was missed.
//!
//! The path of small segments and narrow filters, and the oracle of the graph. Its
//! own oracle is [`brute_force`], in f32 alone.

use super::candidates::Candidates;
use super::error::Result;
use super::quantise::QueryCode;
use super::search::{Ranked, Seen};
use super::sidecar::{AllowedDocs, PassageCandidate, View};

/// Fewest vectors that are scored in f32.
pub(super) const RESCORED: usize = 40;

/// The `k` allowed documents nearest to the unit vector `query`.
///
/// A vector whose code scores below the `k`-th document by more than the codes can
/// be wrong is farther than it; all others are scored in f32.
pub(super) fn scan(
    view: &View<'_>,
    query: &[f32],
    coded: &QueryCode,
    allowed: &AllowedDocs<'_>,
    k: usize,
) -> Result<Vec<PassageCandidate>> {
    let mut ranked = score_codes(view, coded, allowed);
    let error = coded.error(view.lost);
    let mut candidates = Candidates::new(view, query, allowed);
    let mut scored = 0;
    let mut pool = RESCORED.max(2 * k).min(ranked.len());
    loop {
        let rest = &mut ranked[scored..];
        let more = pool.min(rest.len());
        if more > 0 && more < rest.len() {
            rest.select_nth_unstable_by(more - 1, |a, b| b.cmp(a));
        }
        candidates.score(rest[..more].iter().map(|ranked| ranked.vector()))?;
        scored += more;
        let rest = &ranked[scored..];
        match candidates.settle(k) {
            Some(floor) => {
                let possible = rest.iter().filter(|ranked| ranked.score() + error >= floor);
                candidates.score(possible.map(|ranked| ranked.vector()))?;
                break;
            }
            None if rest.is_empty() => break,
            // Many passages of few documents: look further.
            None => pool = scored,
        }
    }
    candidates.settle(k);
    Ok(candidates.into_best(k))
}

/// Scores of all vectors that belong to an allowed document, by their codes.
fn score_codes(view: &View<'_>, coded: &QueryCode, allowed: &AllowedDocs<'_>) -> Vec<Ranked> {
    let score = |vector: u32| Ranked::new(coded.cosine(view.codes, vector), vector);
    match allowed {
        AllowedDocs::All => (0..view.codes.len() as u32).map(score).collect(),
        AllowedDocs::Only(docs) => {
            let mut seen = Seen::new(view.codes.len());
            let vectors = docs.iter().flat_map(|doc| view.vectors_of(doc));
            let vectors = vectors
                .map(|place| place.vector)
                .filter(|&vector| seen.insert(vector));
            vectors.map(score).collect()
        }
    }
}

/// The same in f32 alone, over everything: slow, and plainly right.
#[cfg(test)]
pub(super) fn brute_force(
    view: &View<'_>,
    query: &[f32],
    allowed: &AllowedDocs<'_>,
    k: usize,
) -> Vec<PassageCandidate> {
    let mut best: std::collections::BTreeMap<u32, PassageCandidate> = Default::default();
    for vector in 0..view.codes.len() as u32 {
        let cosine = super::kernels::dot_f32(view.vector(vector).unwrap(), query);
        for place in view.passages_of(vector) {
            if !allowed.contains(place.doc) {
                continue;
            }
            let new = PassageCandidate {
                doc: place.doc,
                passage: place.passage,
                cosine,
            };
            let best = best.entry(place.doc).or_insert(new);
            if (new.cosine, best.passage) > (best.cosine, new.passage) {
                *best = new;
            }
        }
    }
    let mut ranked: Vec<_> = best.into_values().collect();
    ranked.sort_by(|a, b| b.cosine.total_cmp(&a.cosine).then(a.doc.cmp(&b.doc)));
    ranked.truncate(k);
    ranked
}
