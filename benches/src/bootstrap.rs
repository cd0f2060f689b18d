//! Confidence intervals by resampling topics (Sakai 2006; Efron's percentile
//! bootstrap). Seeded, so that a report repeats to the last digit.

use std::collections::BTreeMap;

/// Resamples per interval; the ends move by less than .002 beyond this.
const RESAMPLES: usize = 2_000;

/// 95% interval of the mean of `scores`: `(low, high)`.
#[must_use]
pub fn interval(scores: &BTreeMap<String, f64>) -> (f64, f64) {
    percentiles(&scores.values().copied().collect::<Vec<_>>())
}

/// 95% interval of the mean difference `ours − theirs` over the topics that both
/// have. An interval without 0 is a difference that resampling does not undo.
#[must_use]
pub fn paired(ours: &BTreeMap<String, f64>, theirs: &BTreeMap<String, f64>) -> (f64, f64) {
    let differences: Vec<f64> = ours
        .iter()
        .filter_map(|(topic, score)| theirs.get(topic).map(|other| score - other))
        .collect();
    percentiles(&differences)
}

fn percentiles(values: &[f64]) -> (f64, f64) {
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut means: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let draw = |state: &mut u64| values[(next(state) % values.len() as u64) as usize];
            (0..values.len()).map(|_| draw(&mut state)).sum::<f64>() / values.len() as f64
        })
        .collect();
    means.sort_unstable_by(f64::total_cmp);
    (means[RESAMPLES * 25 / 1000], means[RESAMPLES * 975 / 1000])
}

/// SplitMix64 (Steele, Lea and Flood 2014): enough for resampling, and the same
/// on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(values: &[f64]) -> BTreeMap<String, f64> {
        values
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), *value))
            .collect()
    }

    #[test]
    fn the_interval_holds_the_mean_and_repeats() {
        let half = scores(&[0.0, 1.0].repeat(50));
        let (low, high) = interval(&half);
        assert!(
            low > 0.39 && low < 0.5 && high > 0.5 && high < 0.61,
            "{low} {high}"
        );
        assert_eq!(interval(&half), (low, high));
    }

    #[test]
    fn a_constant_gain_has_an_interval_of_no_width() {
        let (low, high) = paired(&scores(&[0.3, 0.6]), &scores(&[0.2, 0.5]));
        assert!((low - 0.1).abs() < 1e-9 && (high - 0.1).abs() < 1e-9);
    }
}
