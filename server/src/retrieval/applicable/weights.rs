//! The weights of the signals, in a file that a person can read.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| {
    toml::from_str(include_str!("weights.toml")).expect("a test reads the committed weights")
});

/// What speaks for an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// Similar cases by words apply it.
    CasesByWords,
    /// Similar cases by meaning apply it.
    CasesByMeaning,
    /// The facts have the words that the similar cases applying it share.
    CasesTogether,
    /// Its own text is near in meaning.
    TextMeaning,
    /// Its own text has the words.
    TextWords,
    /// The facts name its charge.
    ChargeNamed,
}

impl Signal {
    /// All, in the order of [`Signals`].
    pub const ALL: [Self; 6] = [
        Self::CasesByWords,
        Self::CasesByMeaning,
        Self::CasesTogether,
        Self::TextMeaning,
        Self::TextWords,
        Self::ChargeNamed,
    ];

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::CasesByWords => "相似案例适用（按字词）",
            Self::CasesByMeaning => "相似案例适用（按意思）",
            Self::CasesTogether => "与适用它的案例用语相合",
            Self::TextMeaning => "条文意思相近",
            Self::TextWords => "条文字词相合",
            Self::ChargeNamed => "案情写明罪名",
        }
    }
}

/// The value of each signal, in the order of [`Signal::ALL`].
pub type Signals = [f64; Signal::ALL.len()];

/// The weights.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    offset: f64,
    cases_by_words: f64,
    cases_by_meaning: f64,
    cases_together: f64,
    text_meaning: f64,
    text_words: f64,
    charge_named: f64,
}

impl Weights {
    /// The committed weights.
    pub fn committed() -> &'static Self {
        &WEIGHTS
    }

    fn of(&self, signal: Signal) -> f64 {
        match signal {
            Signal::CasesByWords => self.cases_by_words,
            Signal::CasesByMeaning => self.cases_by_meaning,
            Signal::CasesTogether => self.cases_together,
            Signal::TextMeaning => self.text_meaning,
            Signal::TextWords => self.text_words,
            Signal::ChargeNamed => self.charge_named,
        }
    }

    /// What each signal contributes, in log-odds.
    pub fn contributions(&self, signals: &Signals) -> Vec<(Signal, f64)> {
        let values = Signal::ALL.into_iter().zip(signals);
        values
            .map(|(signal, value)| (signal, self.of(signal) * value))
            .collect()
    }

    /// How likely a court would apply the article, from 0 to 1.
    pub fn likelihood(&self, signals: &Signals) -> f64 {
        let contributions = self.contributions(signals);
        let sum: f64 = contributions.iter().map(|(_, share)| share).sum();
        1.0 / (1.0 + (-(self.offset + sum)).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn committed_weights_all_speak_for_an_article() {
        let weights = Weights::committed();
        let nothing = weights.likelihood(&[0.0; 6]);
        assert!(nothing < 0.01);
        for signal in 0..6 {
            let mut signals = [0.0; 6];
            signals[signal] = 1.0;
            assert!(weights.likelihood(&signals) > nothing);
        }
        assert!(weights.likelihood(&[1.0; 6]) > 0.9);
    }
}
