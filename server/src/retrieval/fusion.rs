//! Two scores of one entry → one. Pure functions over numbers.
//!
//! The method is a convex combination of normalised scores, "TM2C2" of Bruch,
//! Gai and Ingber, *An Analysis of Fusion Functions for Hybrid Retrieval*
//! (2023), who find it better and less sensitive than reciprocal rank fusion:
//! each score is divided by what the query could reach, the lexical one from its
//! theoretical minimum 0. Difference: the minimum of the cosine is that of the
//! query's nearest [`SEMANTIC_DEPTH`] entries and not −1, because e5 puts even
//! unrelated texts at .84 to .90, so that a cosine says something only in
//! comparison with its neighbours.

/// Share of the meaning in the fused score of what statutes are made of. From the given
/// questions of the evaluation sets, as the shares for cases; see `benches/`.
pub const STATUTE_WEIGHT: f64 = 0.6;

/// Share of the meaning for cases, by the length of the query in characters: a typed
/// question names what happened and words find it best (any share from .2 to .5 puts 43
/// of 45 prosecutors' questions right); told facts have hundreds of words, most of which
/// say little, and meaning finds best. Between the two lengths the share rises evenly.
const CASE_WEIGHTS: [(f64, f64); 2] = [(60.0, 0.45), (400.0, 0.9)];

/// The share of the meaning for cases, with a query of `chars` characters.
pub fn case_weight(chars: usize) -> f64 {
    let [(short, words), (long, meaning)] = CASE_WEIGHTS;
    let along = ((chars as f64 - short) / (long - short)).clamp(0.0, 1.0);
    words + along * (meaning - words)
}

/// So many nearest entries give the scale of the cosines.
pub const SEMANTIC_DEPTH: usize = 300;

/// So many entries by meaning are in a hybrid set at most.
pub const SEMANTIC_LIMIT: usize = 200;

/// An entry found by meaning counts when its cosine lies this share of the way
/// from the [`SEMANTIC_DEPTH`]th nearest to the nearest entry, or higher. Relative
/// to the query's own scores, because absolute ones do not tell relevant from
/// unrelated.
pub const CUT_OFF_SHARE: f32 = 0.2;

/// The scale of a query's cosines: its best and its base.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CosineScale {
    base: f32,
    best: f32,
}

impl CosineScale {
    /// From cosines in descending order, of which the first [`SEMANTIC_DEPTH`]
    /// count; `None` when there are none.
    pub fn of(cosines: &[f32]) -> Option<Self> {
        let best = *cosines.first()?;
        let base = *cosines.get(SEMANTIC_DEPTH - 1).or(cosines.last())?;
        Some(Self { base, best })
    }

    /// Lowest cosine that counts as found by meaning.
    pub fn cut_off(&self) -> f32 {
        self.base + CUT_OFF_SHARE * (self.best - self.base)
    }

    /// 1 for the best cosine, 0 for the base and below.
    pub fn normalise(&self, cosine: f32) -> f64 {
        normalise(cosine - self.base, self.best - self.base)
    }
}

/// The scale of a query's BM25 scores: its best; the base is 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LexicalScale {
    best: f32,
}

impl LexicalScale {
    /// From scores in descending order; `None` when there are none.
    pub fn of(best: Option<f32>) -> Option<Self> {
        best.map(|best| Self { best })
    }

    /// 1 for the best score, 0 for none.
    pub fn normalise(&self, score: f32) -> f64 {
        normalise(score, self.best)
    }
}

/// `value / reach` within 0 and 1; 1 when there is nothing to tell apart.
fn normalise(value: f32, reach: f32) -> f64 {
    if reach <= f32::EPSILON {
        return if value < 0.0 { 0.0 } else { 1.0 };
    }
    f64::from(value / reach).clamp(0.0, 1.0)
}

/// The fused score, within 0 and 1, of normalised scores; an entry that is not in
/// a list has 0 there. `weight` is the share of the meaning.
pub fn fuse(weight: f64, lexical: Option<f64>, semantic: Option<f64>) -> f64 {
    weight * semantic.unwrap_or(0.0) + (1.0 - weight) * lexical.unwrap_or(0.0)
}

/// Where the nearest case of a query lies by this cosine or higher, there are cases of
/// its kind; below, the doubt grows by [`DOUBT`] log-odds for each hundredth, up to
/// [`MOST_DOUBT`]. Cosines of the default model: the nearest case lies between .88 and
/// .96 for 45 prosecutors' questions (nine in ten above .90), between .84 and .88 for 15
/// about the weather, food and music.
const SURE_COSINE: f64 = 0.90;
const DOUBT: f64 = 1.5;
const MOST_DOUBT: f64 = 5.0;

/// How likely a case answers a query, from its fused score and the cosine of the
/// query's nearest case: what puts cases and articles on one scale. With a sure cosine
/// four in five do at 1, one in ten at one half.
pub fn case_likelihood(fused: f64, nearest: f64) -> f64 {
    let doubt = (100.0 * DOUBT * (SURE_COSINE - nearest)).clamp(0.0, MOST_DOUBT);
    1.0 / (1.0 + (6.0 - 7.5 * fused + doubt).exp())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    fn share() -> impl Strategy<Value = Option<f64>> {
        proptest::option::of(0.0..=1.0f64)
    }

    proptest! {
        #[test]
        fn more_evidence_never_lowers_a_score(a in share(), b in share(), up in 0.0..=1.0f64) {
            let score = fuse(0.6, a, b);
            prop_assert!((0.0..=1.0).contains(&score));
            let better = a.map(|a| a + up * (1.0 - a));
            prop_assert!(fuse(0.6, better, b) >= score);
            prop_assert!(fuse(0.6, a.or(Some(0.0)), b) >= score);
        }

        #[test]
        fn cosines_keep_their_order(mut cosines in proptest::collection::vec(0.8..0.95f32, 1..400)) {
            cosines.sort_by(|a, b| b.total_cmp(a));
            let scale = CosineScale::of(&cosines).unwrap();
            let shares: Vec<f64> = cosines.iter().map(|&c| scale.normalise(c)).collect();
            prop_assert!(shares.is_sorted_by(|a, b| a >= b));
            prop_assert!(cosines[0] >= scale.cut_off());
            prop_assert!(shares.iter().all(|share| (0.0..=1.0).contains(share)));
        }

        #[test]
        fn the_scale_does_not_change_with_a_deeper_list(
            mut cosines in proptest::collection::vec(0.8..0.95f32, 600..700),
        ) {
            cosines.sort_by(|a, b| b.total_cmp(a));
            let scale = CosineScale::of(&cosines[..SEMANTIC_DEPTH]);
            prop_assert_eq!(scale, CosineScale::of(&cosines));
        }
    }

    #[test]
    fn a_case_is_doubted_where_none_is_near() {
        assert!(case_likelihood(1.0, 0.92) > 0.8);
        assert!(case_likelihood(0.5, 0.92) < 0.11);
        assert!(case_likelihood(1.0, 0.87) < 0.1);
        assert!(case_likelihood(1.0, 0.5) > 0.0);
        assert!(case_likelihood(0.6, 0.89) > case_likelihood(0.5, 0.89));
    }

    #[test]
    fn longer_queries_are_found_more_by_meaning() {
        let weights: Vec<f64> = [0, 60, 230, 400, 9_000].map(case_weight).to_vec();
        assert!(weights.is_sorted());
        assert_eq!((weights[1], weights[4]), (0.45, 0.9));
    }

    #[test]
    fn equal_cosines_all_count() {
        let scale = CosineScale::of(&[0.87; 5]).unwrap();
        assert_eq!(scale.normalise(0.87), 1.0);
        assert!(0.87 >= scale.cut_off());
        assert_eq!(CosineScale::of(&[]), None);
    }

    #[test]
    fn an_entry_in_both_lists_beats_either_alone() {
        assert!(fuse(0.6, Some(0.5), Some(0.5)) > fuse(0.6, Some(0.5), None));
        assert!(fuse(0.6, Some(0.5), Some(0.5)) > fuse(0.6, None, Some(0.5)));
    }
}
