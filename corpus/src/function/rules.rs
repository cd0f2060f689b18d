//! The rules of `data/functions.tsv`, applied to the sentences of a case.

use std::sync::LazyLock;

use regex::Regex;

use super::{Assigned, Evidence};
use crate::case::{Section, SectionRole};
use crate::law_names::rows;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/functions.tsv");

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| rows(TABLE).filter_map(rule).collect());

/// Which list of codes a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Facet {
    Function,
    Field,
    Means,
}

/// Part of a case that a rule reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Keywords,
    Points,
    Facts,
    Work,
}

pub(super) struct Rule {
    facet: Facet,
    pub code: &'static str,
    part: Part,
    weight: u32,
    pattern: Regex,
    voided_by: Option<Regex>,
}

/// All rules in the order of the table.
#[cfg(test)]
pub(super) fn all() -> &'static [Rule] {
    &RULES
}

#[cfg(test)]
impl Rule {
    pub(super) fn facet(&self) -> Facet {
        self.facet
    }
}

fn rule(columns: Vec<&'static str>) -> Option<Rule> {
    let [facet, code, part, weight, words, voided_by] = columns[..] else {
        return None;
    };
    let pattern = |pattern: &str| Regex::new(pattern).expect("the table is a constant");
    let facet = match facet {
        "function" => Facet::Function,
        "field" => Facet::Field,
        "means" => Facet::Means,
        _ => return None,
    };
    let part = match part {
        "title" => Part::Title,
        "keywords" => Part::Keywords,
        "points" => Part::Points,
        "facts" => Part::Facts,
        "work" => Part::Work,
        _ => return None,
    };
    Some(Rule {
        facet,
        code,
        part,
        weight: weight.parse().ok()?,
        pattern: pattern(words),
        voided_by: (voided_by != "-").then(|| pattern(voided_by)),
    })
}

/// The sentences of a case by part.
pub(super) struct Sheet<'c> {
    sentences: Vec<(Part, &'c str, Evidence)>,
}

impl<'c> Sheet<'c> {
    pub(super) fn of(title: &'c str, sections: &'c [Section]) -> Self {
        let mut sentences = vec![(
            Part::Title,
            title,
            Evidence {
                section: None,
                byte_range: 0..title.len(),
            },
        )];
        for (number, section) in sections.iter().enumerate() {
            let Some(part) = part(section.role) else {
                continue;
            };
            for byte_range in sentence_ranges(&section.text) {
                let text = &section.text[byte_range.clone()];
                let section = Some(number);
                sentences.push((
                    part,
                    text,
                    Evidence {
                        section,
                        byte_range,
                    },
                ));
            }
        }
        Self { sentences }
    }

    /// The codes of a facet that a rule holds for, in the order of the table.
    pub(super) fn codes<C: Copy>(
        &self,
        facet: Facet,
        from_code: impl Fn(&str) -> Option<C>,
    ) -> Vec<Assigned<C>> {
        let mut found: Vec<(&str, Assigned<C>)> = Vec::new();
        for rule in RULES.iter().filter(|rule| rule.facet == facet) {
            let (Some(evidence), Some(code)) = (self.holds(rule), from_code(rule.code)) else {
                continue;
            };
            match found.iter_mut().find(|(name, _)| *name == rule.code) {
                Some((_, assigned)) => {
                    assigned.weight += rule.weight;
                    assigned.evidence.push(evidence);
                }
                None => found.push((
                    rule.code,
                    Assigned {
                        code,
                        weight: rule.weight,
                        evidence: vec![evidence],
                    },
                )),
            }
        }
        found.into_iter().map(|(_, assigned)| assigned).collect()
    }

    fn holds(&self, rule: &Rule) -> Option<Evidence> {
        let voided = |text: &str| {
            let voided_by = rule.voided_by.as_ref();
            voided_by.is_some_and(|pattern| pattern.is_match(text))
        };
        self.sentences
            .iter()
            .find(|(part, text, _)| {
                *part == rule.part && rule.pattern.is_match(text) && !voided(text)
            })
            .map(|(_, _, evidence)| evidence.clone())
    }
}

/// 指导意义 and 相关规定 tell what other cases and articles are about.
fn part(role: SectionRole) -> Option<Part> {
    match role {
        SectionRole::Keywords => Some(Part::Keywords),
        SectionRole::KeyPoints => Some(Part::Points),
        SectionRole::Facts => Some(Part::Facts),
        SectionRole::Significance | SectionRole::RelatedLaw => None,
        _ => Some(Part::Work),
    }
}

/// The bytes of each sentence.
fn sentence_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['。', '；', '\n']) {
        let end = at + mark.len();
        if !text[start..at].trim().is_empty() {
            ranges.push(start..end);
        }
        start = end;
    }
    if !text[start..].trim().is_empty() {
        ranges.push(start..text.len());
    }
    ranges
}
