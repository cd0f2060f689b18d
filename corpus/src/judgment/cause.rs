//! What a decision is about that names no charge itself (二审维持原判、发回重审、准许撤回上诉):
//! the charges that the first instance held, else those of the accusation.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::outcome::Outcome;
use super::{Found, Place};
use crate::case::{Section, SectionRole};
use crate::charges;

/// What the first instance held: 以抢劫罪判处, 认定被告人甲犯抢劫罪，判处.
static HELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:犯|以|构成)(?P<charges>[^，。；：]{1,80}罪)(?:[，,]?(?:分别|各|均)?判处|[，,]?(?:免予|单处))",
    )
});

/// What was accused: 指控被告人甲犯抢劫罪一案, 因涉嫌犯抢劫罪.
static ACCUSED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:犯|涉嫌)(?P<charges>[^，。；：]{1,80}罪)(?:一案|[，,]向|[，,]于|提起公诉|[，,。])")
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Whether a decision of this outcome is about what was held before it.
fn looks_back(outcome: Option<Outcome>) -> bool {
    matches!(
        outcome,
        Some(Outcome::Upheld | Outcome::Remanded | Outcome::Withdrawn | Outcome::Terminated)
    )
}

/// The charges that a decision without a conviction of its own is about.
pub(super) fn cause(sections: &[Section], outcome: Option<Outcome>) -> Vec<Found<String>> {
    if !looks_back(outcome) {
        return Vec::new();
    }
    let held = of_pattern(sections, &HELD);
    if held.is_empty() {
        of_pattern(sections, &ACCUSED)
    } else {
        held
    }
}

/// The charges in what a pattern takes, each once, in the order of the text.
fn of_pattern(sections: &[Section], pattern: &Regex) -> Vec<Found<String>> {
    let mut found: Vec<Found<String>> = Vec::new();
    let before = |(_, section): &(usize, &Section)| section.role != SectionRole::RelatedLaw;
    for (number, section) in sections.iter().enumerate().filter(before) {
        for taken in pattern.captures_iter(&section.text) {
            let Some(list) = taken.name("charges") else {
                continue;
            };
            for (range, charge) in charges::named_in(list.as_str()) {
                if !found.iter().any(|known| known.value == charge.name) {
                    let place = at(list.start(), range);
                    found.push(Found::new(
                        charge.name.to_owned(),
                        Place::new(number, place),
                    ));
                }
            }
        }
    }
    found
}

fn at(start: usize, range: Range<usize>) -> Range<usize> {
    start + range.start..start + range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let sections = [Section {
            role: SectionRole::Procedure,
            label: String::new(),
            text: text.to_owned(),
        }];
        let found = cause(&sections, Some(Outcome::Upheld));
        let told: Vec<&str> = found.iter().map(|found| found.value.as_str()).collect();
        assert_eq!(told, expected, "{text}");
        for found in &found {
            let place = found.place.text(&sections).unwrap_or_default();
            assert!(place.ends_with('罪'), "{place}");
        }
    }

    #[test]
    fn what_the_first_instance_held_is_the_cause() {
        check(
            "某县人民法院审理某县人民检察院指控原审被告人甲犯抢劫罪一案，作出判决，以抢劫罪判处甲有期徒刑十二年。",
            &["抢劫罪"],
        );
        check(
            "指控原审被告人甲犯诈骗罪一案，认定被告人甲犯合同诈骗罪，判处有期徒刑三年。",
            &["合同诈骗罪"],
        );
        check(
            "审理某县人民检察院指控原审被告人甲犯盗窃罪、掩饰、隐瞒犯罪所得罪一案，甲不服，提出上诉。",
            &["盗窃罪", "掩饰、隐瞒犯罪所得、犯罪所得收益罪"],
        );
        check(
            "指控原审被告人甲犯贩卖、运输毒品罪一案。",
            &["走私、贩卖、运输、制造毒品罪"],
        );
    }

    #[test]
    fn other_outcomes_have_no_cause() {
        let sections = [Section {
            role: SectionRole::Procedure,
            label: String::new(),
            text: "指控原审被告人甲犯抢劫罪一案。".to_owned(),
        }];
        for outcome in [
            Outcome::Acquitted,
            Outcome::Convicted,
            Outcome::NotProsecuted,
        ] {
            assert!(cause(&sections, Some(outcome)).is_empty());
        }
        check("驳回上诉，维持原判。", &[]);
    }
}
