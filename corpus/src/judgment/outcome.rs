//! How a document ends a case or takes it on (结果).

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::disposition::Defendant;
use super::{Found, Place};
use crate::case::{Section, SectionRole};

/// Outcome of a case in one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 判决有罪
    Convicted,
    /// 判决无罪
    Acquitted,
    /// 驳回上诉（抗诉），维持原判
    Upheld,
    /// 发回重审
    Remanded,
    /// 准许撤回起诉、上诉、抗诉
    Withdrawn,
    /// 终止审理
    Terminated,
    /// 不起诉
    NotProsecuted,
    /// 附条件不起诉
    ConditionallyNotProsecuted,
    /// 提起公诉
    Prosecuted,
}

impl Outcome {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Convicted => "convicted",
            Self::Acquitted => "acquitted",
            Self::Upheld => "upheld",
            Self::Remanded => "remanded",
            Self::Withdrawn => "withdrawn",
            Self::Terminated => "terminated",
            Self::NotProsecuted => "not_prosecuted",
            Self::ConditionallyNotProsecuted => "conditionally_not_prosecuted",
            Self::Prosecuted => "prosecuted",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Convicted => "有罪",
            Self::Acquitted => "无罪",
            Self::Upheld => "维持原判",
            Self::Remanded => "发回重审",
            Self::Withdrawn => "准许撤回",
            Self::Terminated => "终止审理",
            Self::NotProsecuted => "不起诉",
            Self::ConditionallyNotProsecuted => "附条件不起诉",
            Self::Prosecuted => "提起公诉",
        }
    }
}

/// Words of dispositions, in the order in which they decide: a remand revokes the
/// judgment, and a withdrawal may stand beside a conviction, which is then the outcome.
static DISPOSITION: LazyLock<Vec<(Outcome, Regex)>> = LazyLock::new(|| {
    vec![
        (
            Outcome::Remanded,
            pattern("发回[^。；]{0,30}重新审[判理]|发回重审"),
        ),
        (
            Outcome::Upheld,
            pattern("驳回(?:上诉|抗诉|申诉)[^。；]{0,20}维持原(?:判|裁)"),
        ),
        (
            Outcome::Acquitted,
            pattern("(?:被告人|上诉人|被告单位)[^，。；]{0,30}无罪"),
        ),
        (
            Outcome::Withdrawn,
            pattern("准许[^。；]{0,40}撤回(?:起诉|上诉|抗诉|公诉|自诉)"),
        ),
        (Outcome::Terminated, pattern("终止审理")),
    ]
});

/// Words of the procuratorates' decisions, at the end of their reasoning.
static DECISION: LazyLock<Vec<(Outcome, Regex)>> = LazyLock::new(|| {
    vec![
        (
            Outcome::ConditionallyNotProsecuted,
            pattern("决定对[^。；]{0,40}附条件不起诉"),
        ),
        (
            Outcome::NotProsecuted,
            pattern("决定(?:对)?[^。；]{0,40}不起诉"),
        ),
        (Outcome::Prosecuted, pattern("(?:提起公诉|依法判处)")),
    ]
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// The outcome: a conviction where someone is convicted, else what the disposition
/// says; of a document without disposition, what the reasoning of a procuratorate says.
pub(super) fn outcome(sections: &[Section], defendants: &[Defendant]) -> Option<Found<Outcome>> {
    let disposition = sections
        .iter()
        .position(|section| section.role == SectionRole::Disposition);
    let Some(number) = disposition else {
        return decision(sections);
    };
    if let Some(first) = defendants.first() {
        let place = Place::new(number, first.byte_range.clone());
        return Some(Found::new(Outcome::Convicted, place));
    }
    first_of(&DISPOSITION, number, &sections[number].text)
}

fn decision(sections: &[Section]) -> Option<Found<Outcome>> {
    let head = &sections.first()?.text;
    let by_procuratorate = ["起诉书", "起 诉 书", "不起诉决定书"]
        .iter()
        .any(|name| head.contains(name));
    if !by_procuratorate {
        return None;
    }
    let opinion = |(_, section): &(usize, &Section)| section.role == SectionRole::Opinion;
    let (number, section) = sections.iter().enumerate().rfind(opinion)?;
    first_of(&DECISION, number, &section.text)
}

fn first_of(words: &[(Outcome, Regex)], number: usize, text: &str) -> Option<Found<Outcome>> {
    words.iter().find_map(|(outcome, words)| {
        let found = words.find(text)?;
        Some(Found::new(*outcome, Place::new(number, found.range())))
    })
}
