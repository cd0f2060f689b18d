//! The walk over a frozen graph (Malkov & Yashunin 2016, algorithms 2 and 5), with
//! the allowed set inside.
//!
//! A walk passes through vectors that are not allowed, since the allowed ones need
//! not be linked with each other, but only allowed ones are results. So it slows
//! down as fewer are allowed, and gives up after a number of distances; the caller
//! then scans.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::frozen::Graph;
use super::kernels::prefetch;
use super::quantise::{Codes, QueryCode};

/// A vector and its score as one number: larger is better, equal scores by vector,
/// the smaller one first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Ranked(u64);

impl Ranked {
    #[inline]
    pub(super) fn new(score: f32, vector: u32) -> Self {
        // The order of IEEE 754 numbers as that of integers.
        let bits = score.to_bits();
        let ordered = if bits >> 31 == 1 {
            !bits
        } else {
            bits | 1 << 31
        };
        Self(u64::from(ordered) << 32 | u64::from(!vector))
    }

    #[inline]
    pub(super) fn vector(self) -> u32 {
        !(self.0 as u32)
    }

    #[inline]
    pub(super) fn score(self) -> f32 {
        let ordered = (self.0 >> 32) as u32;
        f32::from_bits(if ordered >> 31 == 1 {
            ordered & !(1 << 31)
        } else {
            !ordered
        })
    }
}

/// Which vectors were seen, one bit each.
pub(super) struct Seen(Vec<u64>);

impl Seen {
    pub(super) fn new(vectors: usize) -> Self {
        Self(vec![0; vectors.div_ceil(64)])
    }

    /// True the first time.
    #[inline]
    pub(super) fn insert(&mut self, vector: u32) -> bool {
        let word = &mut self.0[vector as usize / 64];
        let bit = 1 << (vector % 64);
        let first = *word & bit == 0;
        *word |= bit;
        first
    }
}

/// How a walk goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct WalkOptions {
    /// Results kept while walking; more of them find more of the nearest.
    pub(super) ef: usize,
    /// Distances after which the walk gives up.
    pub(super) budget: usize,
}

/// What a walk found.
pub(super) struct Walked {
    /// At most `ef` allowed vectors, best first, by their codes.
    pub(super) found: Vec<Ranked>,
    /// False when it gave up.
    pub(super) complete: bool,
}

/// Walks to the allowed vectors nearest to `query`.
pub(super) fn walk(
    graph: &Graph<'_>,
    codes: Codes<'_>,
    query: &QueryCode,
    options: WalkOptions,
    allowed: &dyn Fn(u32) -> bool,
) -> Walked {
    let start = descend(graph, codes, query);
    let base = graph.layers[0];
    let mut seen = Seen::new(codes.len());
    let mut open = BinaryHeap::with_capacity(options.ef * 4);
    let mut found: BinaryHeap<Reverse<Ranked>> = BinaryHeap::with_capacity(options.ef + 1);
    let mut unseen: Vec<u32> = Vec::with_capacity(64);
    // From the entry every vector can be reached (`frozen::mend` sees to it), from
    // where the descent ended almost every one: so both are starts.
    unseen.extend(start.into_iter().filter(|&vector| seen.insert(vector)));
    let mut distances = 0;
    loop {
        for &vector in &unseen {
            let ranked = Ranked::new(query.cosine(codes, vector), vector);
            let worst = found.peek().map(|Reverse(worst)| *worst);
            if found.len() < options.ef || worst.is_some_and(|worst| ranked > worst) {
                open.push(ranked);
                if allowed(vector) {
                    found.push(Reverse(ranked));
                    if found.len() > options.ef {
                        found.pop();
                    }
                }
            }
        }
        distances += unseen.len();
        unseen.clear();
        let Some(nearest) = open.pop() else { break };
        let full = found.len() >= options.ef;
        if full && found.peek().is_some_and(|Reverse(worst)| nearest < *worst) {
            break;
        }
        if distances >= options.budget {
            return Walked {
                found: Vec::new(),
                complete: false,
            };
        }
        for &neighbour in base.neighbours(nearest.vector()) {
            if seen.insert(neighbour) {
                prefetch(codes.code(neighbour));
                unseen.push(neighbour);
            }
        }
    }
    let mut found: Vec<Ranked> = found.into_iter().map(|Reverse(ranked)| ranked).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    Walked {
        found,
        complete: true,
    }
}

/// Goes down the upper layers, in each to the nearest node it can find by always
/// stepping nearer. Returns the vectors of the entry and of where it ended.
fn descend(graph: &Graph<'_>, codes: Codes<'_>, query: &QueryCode) -> [u32; 2] {
    let mut node = graph.entry;
    let mut entry = None;
    for layer in graph.layers.iter().skip(1).rev() {
        let vector = layer.vector(node);
        entry.get_or_insert(vector);
        let mut nearest = Ranked::new(query.cosine(codes, vector), vector);
        loop {
            let mut better = None;
            for &neighbour in layer.neighbours(node) {
                let vector = layer.vector(neighbour);
                let ranked = Ranked::new(query.cosine(codes, vector), vector);
                if ranked > nearest {
                    nearest = ranked;
                    better = Some(neighbour);
                }
            }
            match better {
                Some(better) => node = better,
                None => break,
            }
        }
        node = layer.down[node as usize];
    }
    [node, entry.unwrap_or(node)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranked_orders_by_score_then_by_vector() {
        let scores = [-1.0, -0.5, -0.0, 0.0, 1e-20, 0.3, 0.300_001, 1.0];
        for pair in scores.windows(2) {
            assert!(
                Ranked::new(pair[0], 0) < Ranked::new(pair[1], 9),
                "{pair:?}"
            );
        }
        assert!(Ranked::new(0.5, 3) > Ranked::new(0.5, 4));
        for score in scores {
            let ranked = Ranked::new(score, 77);
            assert_eq!((ranked.score(), ranked.vector()), (score, 77));
        }
    }
}
