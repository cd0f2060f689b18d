//! Answers about an article on two days.

use leian_corpus::penalty::PenaltyRange;
use serde::Serialize;

use super::timeline::WordingView;
use crate::retrieval::timeline::explanation;
use crate::retrieval::two_days::{RULE, Side, TwoDays};

/// An article on the day of the conduct and on that of the judgment.
#[derive(Clone, Debug, Serialize)]
pub struct TwoDaysView {
    /// Official title of the law.
    pub law: String,
    /// The number asked for, such as `133-1`.
    pub number: String,
    /// On the day of the conduct.
    pub conduct: SideView,
    /// On the day of the judgment.
    pub judgment: SideView,
    /// `earlier`, `later`, `same`, `depends` (on the range that the conduct falls
    /// under) or `unknown`.
    pub lighter: &'static str,
    /// What follows, in Chinese.
    pub conclusion: String,
    /// Where the rule is laid down.
    pub rule: &'static str,
}

/// One of the two days.
#[derive(Clone, Debug, Serialize)]
pub struct SideView {
    /// The day.
    pub day: String,
    /// The article on it.
    pub wording: WordingView,
    /// The penalties that its text threatens, in the order of the text.
    pub penalties: Vec<PenaltyView>,
}

/// A range of penalties.
#[derive(Clone, Debug, Serialize)]
pub struct PenaltyView {
    /// What it is threatened for, as far as its sentence says.
    pub condition: String,
    /// Its words.
    pub words: String,
    /// The lightest main penalty, in Chinese.
    pub least: String,
    /// The heaviest.
    pub most: String,
}

impl From<&TwoDays> for TwoDaysView {
    fn from(found: &TwoDays) -> Self {
        Self {
            law: found.law.clone(),
            number: found.number.to_string(),
            conduct: SideView::from(&found.conduct),
            judgment: SideView::from(&found.judgment),
            lighter: found.lighter.code(),
            conclusion: found.in_words(),
            rule: RULE,
        }
    }
}

impl From<&Side> for SideView {
    fn from(side: &Side) -> Self {
        Self {
            day: side.day.to_string(),
            wording: WordingView {
                explanation: explanation(&side.wording, side.day),
                ..WordingView::from(&side.wording)
            },
            penalties: side.ranges.iter().map(PenaltyView::from).collect(),
        }
    }
}

impl From<&PenaltyRange> for PenaltyView {
    fn from(range: &PenaltyRange) -> Self {
        Self {
            condition: range.condition.clone(),
            words: range.words.clone(),
            least: range.least.to_string(),
            most: range.most.to_string(),
        }
    }
}
