//! Amounts of money (金额) and what they are: the value of what was taken, proceeds
//! of crime, what is paid back, fines.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::money::{Money, amounts_in};
use super::{Found, Place};
use crate::case::{Section, SectionRole};

/// Characters before and behind an amount in which its kind is looked for.
const CONTEXT_CHARS: usize = 24;

/// Words that tell what an amount is. The word that stands nearest decides.
const WORDS: &[(AmountKind, &[&str])] = &[
    (AmountKind::Fine, &["罚金", "罚款"]),
    (AmountKind::Confiscated, &["没收"]),
    (
        AmountKind::Restitution,
        &[
            "退赔", "退赃", "退还", "退缴", "赔偿", "返还", "发还", "退出",
        ],
    ),
    (
        AmountKind::Proceeds,
        &[
            "违法所得",
            "犯罪所得",
            "非法所得",
            "获利",
            "非法获利",
            "赃款",
            "毒资",
            "追缴",
        ],
    ),
    (
        AmountKind::Value,
        &[
            "价值",
            "共计",
            "损失",
            "金额",
            "数额",
            "骗取",
            "诈骗",
            "盗窃",
            "窃得",
            "窃取",
            "抢得",
            "侵占",
            "挪用",
            "贪污",
            "收受",
            "索取",
            "贿赂",
            "好处费",
            "透支",
            "欠款",
            "现金",
        ],
    ),
];

/// What an amount of money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AmountKind {
    /// Value of what the crime is about: 涉案金额
    Value,
    /// 违法所得
    Proceeds,
    /// 退赃、退赔、赔偿
    Restitution,
    /// 罚金
    Fine,
    /// 没收
    Confiscated,
    /// Not told by the words around it.
    Other,
}

impl AmountKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Value => "value",
            Self::Proceeds => "proceeds",
            Self::Restitution => "restitution",
            Self::Fine => "fine",
            Self::Confiscated => "confiscated",
            Self::Other => "other",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Value => "涉案金额",
            Self::Proceeds => "违法所得",
            Self::Restitution => "退赔",
            Self::Fine => "罚金",
            Self::Confiscated => "没收",
            Self::Other => "其他金额",
        }
    }
}

/// An amount and what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// How much.
    pub money: Money,
    /// What it is.
    pub kind: AmountKind,
}

/// The amounts that the court itself names: in its findings (the accusation where it
/// makes none of its own), its opinion and the disposition.
pub(super) fn amounts(sections: &[Section]) -> Vec<Found<Amount>> {
    let has_findings = sections
        .iter()
        .any(|section| section.role == SectionRole::Findings);
    let told = |role: SectionRole| match role {
        SectionRole::Findings | SectionRole::Opinion | SectionRole::Disposition => true,
        SectionRole::Accusation => !has_findings,
        _ => false,
    };
    let mut amounts = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        if !told(section.role) {
            continue;
        }
        for (range, money) in amounts_in(&section.text) {
            let kind = kind(&section.text, &range);
            let place = Place::new(number, range);
            amounts.push(Found::new(Amount { money, kind }, place));
        }
    }
    amounts
}

/// By the nearest word in the same clause before the amount, or right behind it.
fn kind(text: &str, amount: &Range<usize>) -> AmountKind {
    let before: &str = last_chars(&text[..amount.start], CONTEXT_CHARS);
    let clause = before
        .rfind(['。', '；', '\n'])
        .map_or(before, |at| &before[at..]);
    let nearest = WORDS
        .iter()
        .flat_map(|(kind, words)| words.iter().map(move |word| (*kind, word)))
        .filter_map(|(kind, word)| Some((clause.rfind(word)?, kind)))
        .max_by_key(|(at, _)| *at);
    if let Some((_, kind)) = nearest {
        return kind;
    }
    let behind: String = text[amount.end..].chars().take(CONTEXT_CHARS / 4).collect();
    WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| behind.contains(word)))
        .map_or(AmountKind::Other, |(kind, _)| *kind)
}

fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().nth(count - 1);
    start.map_or(text, |(at, _)| &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_around_tell_what_an_amount_is() {
        let section = |role, text: &str| Section {
            role,
            label: String::new(),
            text: text.to_owned(),
        };
        let sections = [
            section(SectionRole::Accusation, "指控骗取9元。"),
            section(
                SectionRole::Findings,
                "甲窃得手机一部，价值人民币1200元，销赃后获利300元。",
            ),
            section(
                SectionRole::Disposition,
                "并处罚金人民币二千元。责令退赔乙1200元；没收扣押的500元。另有5元。",
            ),
        ];
        let found: Vec<_> = amounts(&sections)
            .iter()
            .map(|found| (found.value.money.whole_yuan(), found.value.kind))
            .collect();
        use AmountKind::*;
        assert_eq!(
            found,
            [
                (1200, Value),
                (300, Proceeds),
                (2000, Fine),
                (1200, Restitution),
                (500, Confiscated),
                (5, Other)
            ]
        );
    }
}
