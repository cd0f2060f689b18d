//! What a typed text names that can be chosen as a filter: charges, provinces, functions,
//! means of supervision, years. Offered and never applied by itself: 2019年 in a question
//! may be the date of the conduct, and the answer a case of 2023.

use std::collections::HashSet;
use std::sync::LazyLock;

use leian_corpus::function::{ProceduralFunction, SupervisionMeans};
use leian_corpus::longest_match::longest_matches;
use leian_corpus::{Facet, charges, regions};
use regex::Regex;

/// More than so many charges are a list and no choice.
const MAX_CHARGES: usize = 4;

/// Charges of the nearest cases that are offered.
const MAX_CASE_CHARGES: usize = 3;

/// What a named thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RecognisedKind {
    /// A value of a facet.
    Facet(Facet),
    /// A year or a span of years.
    Years,
    /// A charge that the text does not name and the nearest cases were decided by.
    CaseCharge,
}

impl RecognisedKind {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.code(),
            Self::Years => "years",
            Self::CaseCharge => "case_charge",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Facet(facet) => facet.label(),
            Self::Years => "年份",
            Self::CaseCharge => "相近案件的罪名",
        }
    }
}

/// Something that the text names and that can be chosen as a filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// What it is.
    pub kind: RecognisedKind,
    /// For readers: 危险驾驶罪, 湖北省, 2019 年以后.
    pub label: String,
    /// Parameters of the search that is narrowed to it.
    pub parameters: Vec<(&'static str, String)>,
}

/// What `text` names, charges first.
pub(super) fn recognise(text: &str) -> Vec<Recognised> {
    let mut found: Vec<Recognised> = charges_in(text)
        .into_iter()
        .map(|charge| of_facet(Facet::Charge, charge, charge))
        .collect();
    let functions = ProceduralFunction::ALL.iter();
    found.extend(
        functions
            .filter(|function| names(text, function.label()))
            .map(|function| of_facet(Facet::Function, function.code(), function.label())),
    );
    let means = SupervisionMeans::ALL.iter();
    found.extend(
        means
            .filter(|means| text.contains(means.label()))
            .map(|means| of_facet(Facet::Means, means.code(), means.label())),
    );
    found.extend(provinces_in(text));
    found.extend(years_in(text));
    found
}

fn of_facet(facet: Facet, value: &str, label: &str) -> Recognised {
    Recognised {
        kind: RecognisedKind::Facet(facet),
        label: label.to_owned(),
        parameters: vec![(facet.code(), value.to_owned())],
    }
}

/// The charges of the nearest cases, each with its cases' places from 0, as offers.
pub(in crate::retrieval) fn of_nearest_cases<'a>(
    charges: impl Iterator<Item = (usize, &'a str)>,
) -> Vec<Recognised> {
    let mut votes: Vec<(&str, f64)> = Vec::new();
    for (place, charge) in charges {
        let vote = 1.0 / (place as f64 + 1.0);
        match votes.iter_mut().find(|(known, _)| *known == charge) {
            Some((_, votes)) => *votes += vote,
            None => votes.push((charge, vote)),
        }
    }
    votes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let offered = votes.into_iter().take(MAX_CASE_CHARGES);
    offered
        .map(|(charge, _)| Recognised {
            kind: RecognisedKind::CaseCharge,
            ..of_facet(Facet::Charge, charge, charge)
        })
        .collect()
}

/// The label as it stands, or without 检察 and 监督 at its end as people say it.
fn names(text: &str, label: &str) -> bool {
    let short = label
        .strip_suffix("检察")
        .filter(|short| short.chars().count() >= 4);
    text.contains(label) || short.is_some_and(|short| text.contains(short))
}

/// Charges by name or short form: the longest from the left, each once.
fn charges_in(text: &str) -> Vec<&'static str> {
    static LONGEST: LazyLock<usize> = LazyLock::new(|| {
        let terms = charges::terms().into_iter();
        let lengths = terms.map(|term| term.chars().count());
        lengths.max().unwrap_or_default()
    });
    static FIRST: LazyLock<HashSet<char>> = LazyLock::new(|| {
        let terms = charges::terms().into_iter();
        terms.filter_map(|term| term.chars().next()).collect()
    });
    // Most places of a text begin no charge, and reading a name takes a microsecond.
    let charge = |piece: &str| {
        let begins = piece.starts_with(|c| FIRST.contains(&c));
        // A name that ends in a mark was found without it.
        let is_whole = begins && piece.ends_with(char::is_alphabetic);
        is_whole.then(|| charges::find(piece)).flatten()
    };
    let mut found = Vec::new();
    for (_, charge) in longest_matches(text, 2..*LONGEST + 1, charge) {
        if !found.contains(&charge.name) {
            found.push(charge.name);
        }
    }
    if found.len() > MAX_CHARGES {
        found.clear();
    }
    found
}

fn provinces_in(text: &str) -> Option<Recognised> {
    let region = regions::named_in(text)?;
    let code = regions::code_of(&region.province)?;
    Some(of_facet(Facet::Region, code, &region.province))
}

#[expect(
    clippy::expect_used,
    reason = "the pattern is a literal, compiled in a test"
)]
static YEARS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("((?:19|20)[0-9]{2})年(?:(以来|以后|之后|至今|后)|(以前|之前|前))?")
        .expect("literal pattern")
});

fn years_in(text: &str) -> Option<Recognised> {
    let plain: String = text
        .chars()
        .map(leian_corpus::normalize::half_width)
        .collect();
    let captures = YEARS.captures(&plain)?;
    let year = captures.get(1)?.as_str();
    let (label, parameters) = match (captures.get(2), captures.get(3)) {
        (Some(_), _) => (format!("{year} 年以后"), vec![("from", year.to_owned())]),
        (_, Some(_)) => {
            let before: u16 = year.parse().ok()?;
            let last = (before - 1).to_string();
            (format!("{year} 年以前"), vec![("to", last)])
        }
        _ => (
            format!("{year} 年"),
            vec![("from", year.to_owned()), ("to", year.to_owned())],
        ),
    };
    Some(Recognised {
        kind: RecognisedKind::Years,
        label,
        parameters,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let found = recognise(text).into_iter();
        found.map(|recognised| recognised.label).collect()
    }

    #[test]
    fn charges_are_named_by_name_and_short_form() {
        assert_eq!(labels("帮信和掩隐的区别").len(), 2);
        assert_eq!(labels("醉驾"), ["危险驾驶罪"]);
        assert_eq!(labels("拒不执行判决、裁定罪"), ["拒不执行判决、裁定罪"]);
        assert_eq!(labels("入户盗窃与盗窃罪"), ["盗窃罪"]);
    }

    #[test]
    fn places_years_functions_and_means_are_named() {
        assert_eq!(
            labels("湖北省2019年以后抗诉的盗窃案件"),
            ["盗窃罪", "抗诉", "湖北省", "2019 年以后"]
        );
        let years = recognise("２０２０年以前").remove(0);
        assert_eq!(years.parameters, [("to", "2019".to_owned())]);
        assert_eq!(labels("未成年人检察"), ["未成年人检察"]);
    }

    #[test]
    fn charges_of_nearer_cases_are_offered_first() {
        let charges = [
            (0, "诈骗罪"),
            (1, "盗窃罪"),
            (2, "盗窃罪"),
            (3, "抢劫罪"),
            (4, "抢夺罪"),
        ];
        let offered = of_nearest_cases(charges.into_iter()).into_iter();
        let labels: Vec<String> = offered.map(|offer| offer.label).collect();
        assert_eq!(labels, ["诈骗罪", "盗窃罪", "抢劫罪"]);
    }

    #[test]
    fn lists_of_charges_are_no_choice() {
        assert!(labels("盗窃、抢劫、诈骗、抢夺、敲诈勒索").is_empty());
    }
}
