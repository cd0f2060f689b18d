//! Candidates of both lists → one list in a fixed order.
//!
//! Targets that the query names come first, in the order named. Then the
//! candidates by fused score, ties by entry id. Then the lexical matches beyond
//! the window of candidates, in their own order: the first page and the
//! hundredth are cut from one list, so no page repeats another's hits.

use std::collections::HashMap;
use std::hash::Hash;

use super::fusion::{CosineScale, LexicalScale, fuse};
use super::hit::RankScore;

/// An entry of one list, in its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Listed<E> {
    /// The entry that stands for it in the result set.
    pub entry: E,
    /// The version that was found, where versions are collapsed.
    pub found: E,
    /// BM25 or cosine.
    pub score: f32,
    /// Passage, in the list by meaning; 0 in the other.
    pub passage: u32,
}

/// What is put in order.
#[derive(Clone, Debug)]
pub struct Lists<E> {
    /// Entries that the query names, in order, each with whether it stands for its
    /// whole document.
    pub named: Vec<(E, bool)>,
    /// The list by words, if words were searched.
    pub lexical: Option<Vec<Listed<E>>>,
    /// The list by meaning, if meaning was searched.
    pub semantic: Option<Vec<Listed<E>>>,
    /// The scale of its cosines, from before any was left out.
    pub cosines: Option<CosineScale>,
    /// How many of `lexical` are fused; the rest follows.
    pub window: usize,
    /// Entries whose likelihood was learned, with it: that is their score.
    pub likely: Vec<(E, f64)>,
}

/// An entry with its place and the reasons for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranked<E> {
    /// The entry.
    pub entry: E,
    /// The query names it.
    pub named: bool,
    /// It stands for its whole document.
    pub whole_document: bool,
    /// Place and score by words.
    pub lexical: Option<RankScore>,
    /// The version that the words were found in.
    pub lexical_found: Option<E>,
    /// Place and score by meaning.
    pub semantic: Option<RankScore>,
    /// The nearest passage, the version it is in, and its cosine.
    pub passage: Option<(E, u32, f32)>,
    /// How likely it answers the query, from 0 to 1, where that was learned.
    pub likelihood: Option<f64>,
    /// The score that ordered it: the likelihood or the fused score; not increasing
    /// down the list, but for named entries.
    pub score: f64,
}

impl<E: Copy> Ranked<E> {
    /// An entry of which no list says anything.
    pub(super) fn new(entry: E) -> Self {
        Self {
            entry,
            named: false,
            whole_document: false,
            lexical: None,
            lexical_found: None,
            semantic: None,
            passage: None,
            likelihood: None,
            score: 0.0,
        }
    }
}

/// What ranking asks about entries.
pub struct Questions<'a, E> {
    /// The share of the meaning in an entry's fused score.
    pub semantic_weight: &'a dyn Fn(E) -> f64,
    /// Whether an entry is in the result set; those found by words always are.
    pub members: &'a dyn Fn(E) -> bool,
    /// The score, on the scale of likelihoods, of an entry without one, from its fused
    /// score; must not fall as that rises. Asked only when there are likelihoods.
    pub unlearned: &'a dyn Fn(E, f64) -> f64,
    /// The order of entries of equal score.
    pub compare: &'a dyn Fn(E, E) -> std::cmp::Ordering,
}

/// A text that no longer applies counts this share of its score beside those in force: it
/// stands behind what fits about as well, and before what fits much less.
const SHARE_OF_ENDED: f64 = 0.5;

/// The same list with the entries of texts that have ended further back; named ones stay.
pub fn ended_behind<E: Copy>(ranked: &mut [Ranked<E>], ended: &dyn Fn(E) -> bool) {
    let named = ranked.iter().take_while(|ranked| ranked.named).count();
    let unnamed = &mut ranked[named..];
    let mut moved = false;
    for ranked in unnamed.iter_mut().filter(|ranked| ended(ranked.entry)) {
        if ranked.score > 0.0 {
            ranked.score *= SHARE_OF_ENDED;
            moved = true;
        }
    }
    if moved {
        unnamed.sort_by(|a, b| b.score.total_cmp(&a.score));
    }
}

/// Puts `lists` in order.
pub fn rank<E: Copy + Eq + Hash>(lists: &Lists<E>, ask: &Questions<'_, E>) -> Vec<Ranked<E>> {
    let mut table = Table::default();
    for &(entry, whole_document) in &lists.named {
        let ranked = table.entry(entry);
        ranked.named = true;
        ranked.whole_document = whole_document;
    }
    let named = table.ranked.len();
    let lexical = lists.lexical.as_deref().unwrap_or_default();
    let (head, tail) = lexical.split_at(lists.window.min(lexical.len()));
    for (place, listed) in head.iter().enumerate() {
        table.add_lexical(place, listed);
    }
    for (place, listed) in lists.semantic.iter().flatten().enumerate() {
        if (ask.members)(listed.entry) || table.places.contains_key(&listed.entry) {
            table.add_semantic(place, listed);
        }
    }
    for &(entry, likelihood) in &lists.likely {
        if (ask.members)(entry) || table.places.contains_key(&entry) {
            let ranked = table.entry(entry);
            ranked.likelihood = ranked.likelihood.or(Some(likelihood));
        }
    }
    table.score(lists, ask);
    table.ranked[named..].sort_by(|a, b| {
        b.score
            .total_cmp(&a.score)
            .then_with(|| (ask.compare)(a.entry, b.entry))
    });
    table.append_tail(head.len(), tail, lists, ask);
    table.ranked
}

struct Table<E> {
    ranked: Vec<Ranked<E>>,
    places: HashMap<E, usize>,
}

impl<E> Default for Table<E> {
    fn default() -> Self {
        Self {
            ranked: Vec::new(),
            places: HashMap::new(),
        }
    }
}

impl<E: Copy + Eq + Hash> Table<E> {
    fn entry(&mut self, entry: E) -> &mut Ranked<E> {
        let place = *self.places.entry(entry).or_insert_with(|| {
            self.ranked.push(Ranked::new(entry));
            self.ranked.len() - 1
        });
        &mut self.ranked[place]
    }

    // Several versions may stand for one entry; the first in the list is the best.

    fn add_lexical(&mut self, place: usize, listed: &Listed<E>) {
        let ranked = self.entry(listed.entry);
        if ranked.lexical.is_none() {
            ranked.lexical = Some(rank_score(place, listed.score));
            ranked.lexical_found = Some(listed.found);
        }
    }

    fn add_semantic(&mut self, place: usize, listed: &Listed<E>) {
        let ranked = self.entry(listed.entry);
        if ranked.semantic.is_none() {
            ranked.semantic = Some(rank_score(place, listed.score));
            ranked.passage = Some((listed.found, listed.passage, listed.score));
        }
    }

    fn score(&mut self, lists: &Lists<E>, ask: &Questions<'_, E>) {
        let lexical = lexical_scale(lists);
        for ranked in &mut self.ranked {
            if let Some(likelihood) = ranked.likelihood {
                ranked.score = likelihood;
                continue;
            }
            let by_words = ranked.lexical.zip(lexical);
            let by_meaning = ranked.semantic.zip(lists.cosines);
            ranked.score = match (&lists.lexical, &lists.semantic) {
                (Some(_), None) => ranked.lexical.map_or(0.0, |by| f64::from(by.score)),
                (None, Some(_)) => ranked.semantic.map_or(0.0, |by| f64::from(by.score)),
                _ => fuse(
                    (ask.semantic_weight)(ranked.entry),
                    by_words.map(|(by, scale)| scale.normalise(by.score)),
                    by_meaning.map(|(by, scale)| scale.normalise(by.score)),
                ),
            };
            if !lists.likely.is_empty() {
                ranked.score = (ask.unlearned)(ranked.entry, ranked.score);
            }
        }
    }

    /// Adds what lies beyond the window, with scores that do not rise again.
    fn append_tail(
        &mut self,
        from: usize,
        tail: &[Listed<E>],
        lists: &Lists<E>,
        ask: &Questions<'_, E>,
    ) {
        let mut lowest = self
            .ranked
            .iter()
            .rfind(|ranked| !ranked.named)
            .map_or(f64::INFINITY, |ranked| ranked.score);
        let scale = lexical_scale(lists);
        for (place, listed) in tail.iter().enumerate() {
            if self.places.contains_key(&listed.entry) {
                continue;
            }
            let own = match (&lists.semantic, scale) {
                (Some(_), Some(scale)) => {
                    let weight = (ask.semantic_weight)(listed.entry);
                    fuse(weight, Some(scale.normalise(listed.score)), None)
                }
                _ => f64::from(listed.score),
            };
            let own = match lists.likely.is_empty() {
                true => own,
                false => (ask.unlearned)(listed.entry, own),
            };
            lowest = lowest.min(own);
            self.ranked.push(Ranked {
                lexical: Some(rank_score(from + place, listed.score)),
                lexical_found: Some(listed.found),
                score: lowest,
                ..Ranked::new(listed.entry)
            });
        }
    }
}

fn lexical_scale<E>(lists: &Lists<E>) -> Option<LexicalScale> {
    let best = lists.lexical.as_ref()?.first().map(|listed| listed.score);
    LexicalScale::of(best)
}

fn rank_score(place: usize, score: f32) -> RankScore {
    RankScore {
        rank: place + 1,
        score,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn scale(list: &[Listed<u32>]) -> Option<CosineScale> {
        CosineScale::of(&list.iter().map(|listed| listed.score).collect::<Vec<_>>())
    }

    fn list(entries: &[(u32, f32)]) -> Vec<Listed<u32>> {
        let listed = |&(entry, score)| Listed {
            entry,
            found: entry,
            score,
            passage: 0,
        };
        entries.iter().map(listed).collect()
    }

    fn order(lists: &Lists<u32>) -> Vec<u32> {
        all_ranked(lists)
            .iter()
            .map(|ranked| ranked.entry)
            .collect()
    }

    fn all_ranked(lists: &Lists<u32>) -> Vec<Ranked<u32>> {
        ranked_of(lists, &|_| true)
    }

    fn ranked_of(lists: &Lists<u32>, members: &dyn Fn(u32) -> bool) -> Vec<Ranked<u32>> {
        let ask = Questions {
            semantic_weight: &|_| 0.6,
            members,
            unlearned: &|_, fused| fused / 2.0,
            compare: &|a, b| a.cmp(&b),
        };
        rank(lists, &ask)
    }

    #[test]
    fn ended_texts_stand_behind_what_fits_as_well() {
        let ranked = |entry: u32, score: f64| Ranked {
            score,
            ..Ranked::new(entry)
        };
        let mut list = vec![
            Ranked {
                named: true,
                ..ranked(9, 0.1)
            },
            ranked(1, 0.9),
            ranked(2, 0.6),
            ranked(3, 0.3),
        ];
        ended_behind(&mut list, &|entry| entry == 1 || entry == 9);
        let order: Vec<_> = list.iter().map(|ranked| ranked.entry).collect();
        assert_eq!(order, [9, 2, 1, 3]);
        assert!(
            list[1..]
                .windows(2)
                .all(|pair| pair[0].score >= pair[1].score)
        );
    }

    #[test]
    fn agreement_of_both_lists_comes_first() {
        let lists = Lists {
            named: Vec::new(),
            lexical: Some(list(&[(1, 10.0), (2, 9.0)])),
            semantic: Some(list(&[(3, 0.90), (2, 0.895), (4, 0.85)])),
            cosines: CosineScale::of(&[0.90, 0.895, 0.85]),
            window: 10,
            likely: Vec::new(),
        };
        assert_eq!(order(&lists), [2, 3, 1, 4]);
    }

    #[test]
    fn a_worse_version_does_not_take_the_place_of_a_better_one() {
        let version = |found: u32, score: f32| Listed {
            entry: 1,
            found,
            score,
            passage: found,
        };
        let lists = Lists {
            named: Vec::new(),
            lexical: Some(vec![version(1, 9.0), version(7, 2.0)]),
            semantic: Some(vec![version(1, 0.95), version(7, 0.86)]),
            cosines: CosineScale::of(&[0.95, 0.86]),
            window: 10,
            likely: Vec::new(),
        };
        let ranked = all_ranked(&lists);
        assert_eq!(ranked.len(), 1);
        assert_eq!(ranked[0].passage, Some((1, 1, 0.95)));
        let places = (ranked[0].lexical, ranked[0].semantic);
        assert_eq!(
            places,
            (Some(rank_score(0, 9.0)), Some(rank_score(0, 0.95)))
        );
    }

    #[test]
    fn named_entries_stand_first_in_their_order() {
        let lists = Lists {
            named: vec![(9, false), (2, true)],
            lexical: Some(list(&[(1, 10.0), (2, 9.0)])),
            semantic: None,
            cosines: None,
            window: 10,
            likely: Vec::new(),
        };
        assert_eq!(order(&lists), [9, 2, 1]);
        let ranked = all_ranked(&lists);
        assert!(ranked[1].named && ranked[1].whole_document && ranked[1].lexical.is_some());
    }

    #[test]
    fn entries_below_the_cut_off_stay_only_if_words_found_them() {
        let lists = Lists {
            named: Vec::new(),
            lexical: Some(list(&[(1, 10.0)])),
            semantic: Some(list(&[(2, 0.9), (1, 0.86), (3, 0.85)])),
            cosines: CosineScale::of(&[0.9, 0.86, 0.85]),
            window: 10,
            likely: Vec::new(),
        };
        let ranked = ranked_of(&lists, &|entry| entry == 2);
        let entries: Vec<u32> = ranked.iter().map(|ranked| ranked.entry).collect();
        assert_eq!(entries, [2, 1]);
        assert_eq!(ranked[1].semantic.unwrap().rank, 2);
    }

    #[test]
    fn learned_likelihoods_order_with_the_rest() {
        let lists = Lists {
            named: Vec::new(),
            lexical: Some(list(&[(1, 10.0), (2, 9.0)])),
            semantic: Some(list(&[(3, 0.90), (2, 0.895), (4, 0.85)])),
            cosines: CosineScale::of(&[0.90, 0.895, 0.85]),
            window: 10,
            likely: vec![(1, 0.6), (5, 0.3)],
        };
        // 2 has (.6 · .9 + .4 · .9) / 2, 3 has .3.
        assert_eq!(order(&lists), [1, 2, 3, 5, 4]);
        assert_eq!(all_ranked(&lists)[0].likelihood, Some(0.6));
        assert_eq!(all_ranked(&lists)[1].likelihood, None);
    }

    proptest! {
        #[test]
        fn every_entry_once_and_scores_do_not_rise(
            lexical in proptest::collection::hash_set(0u32..60, 0..50),
            semantic in proptest::collection::hash_set(0u32..60, 0..50),
            named in proptest::collection::hash_set(0u32..60, 0..3),
            likely in proptest::collection::hash_set(0u32..60, 0..9),
            window in 0usize..60,
        ) {
            let scored = |set: &HashSet<u32>| {
                let mut entries: Vec<(u32, f32)> =
                    set.iter().map(|&entry| (entry, (entry * 7 % 13) as f32)).collect();
                entries.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
                list(&entries)
            };
            let lists = Lists {
                named: named.iter().map(|&entry| (entry, false)).collect(),
                lexical: Some(scored(&lexical)),
                cosines: scale(&scored(&semantic)),
                semantic: Some(scored(&semantic)),
                window,
                likely: likely.iter().map(|&entry| (entry, f64::from(entry % 7) / 7.0)).collect(),
            };
            let ranked = all_ranked(&lists);
            let entries: HashSet<u32> = ranked.iter().map(|ranked| ranked.entry).collect();
            prop_assert_eq!(entries.len(), ranked.len());
            let all: HashSet<u32> =
                lexical.iter().chain(&semantic).chain(&named).chain(&likely).copied().collect();
            prop_assert_eq!(entries, all);
            prop_assert!(ranked[named.len()..].is_sorted_by(|a, b| a.score >= b.score));

            // The front of a list does not depend on how deep the words were read.
            let mut shorter = lists.clone();
            if let Some(list) = &mut shorter.lexical {
                list.truncate(window + 3);
            }
            let front = all_ranked(&shorter);
            let front: Vec<u32> = front.iter().map(|ranked| ranked.entry).collect();
            prop_assert_eq!(&order(&lists)[..front.len()], &front[..]);
        }
    }
}
