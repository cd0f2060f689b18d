//! Filters as people write them, read into the engine's [`Filter`].

use std::collections::BTreeMap;

use leian_corpus::normalize::without_spaces;
use leian_corpus::organs::Organ;
use leian_corpus::{Date, DocumentKind, Facet, LawKey, clock, guiding, law_names};
use leian_indexer::Filter;

use super::error::{Result, RetrievalError};
use super::knowledge;
use super::query::mention;

/// Filter values as they come from a command line or a form. Lists hold
/// alternatives; an empty list, an empty value or `None` is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterInput {
    /// Kinds by code (`spp_guiding_case`) or Chinese name (最高检指导性案例).
    pub kinds: Vec<String>,
    /// Issuers (发布机关).
    pub issuers: Vec<String>,
    /// First day: `2020`, `2020-05` or `2020-05-01`.
    pub date_from: Option<String>,
    /// Last day: `2020`, `2020-05` or `2020-05-31`; a year means its last day.
    pub date_to: Option<String>,
    /// Cases of the last so many years (近三年: 3), from today; guiding cases and statutes
    /// pass whatever their date.
    pub recent: Option<String>,
    /// Numbers in any spelling: 检例79, 指导性案例108号, a 案号.
    pub numbers: Vec<String>,
    /// Laws by title or abbreviation.
    pub laws: Vec<String>,
    /// What is known about documents, by facet: codes, Chinese names, usual short forms.
    pub known: BTreeMap<Facet, Vec<String>>,
    /// The court or procuratorate of who asks, which tiers ③ and ④ depend on.
    pub unit: Option<String>,
    /// What a text cites: 刑法第133条之一, 合同法, 检例第79号.
    pub cites: Vec<String>,
}

impl FilterInput {
    /// Reads the values.
    ///
    /// # Errors
    /// `Filter` for an unknown kind or value of a facet, a unit that is none, a date
    /// that is none, or a range that ends before it begins.
    pub fn parse(&self) -> Result<Filter> {
        let date_from = day("from", self.date_from.as_deref(), Edge::First)?;
        let date_to = day("to", self.date_to.as_deref(), Edge::Last)?;
        if let (Some(from), Some(to)) = (date_from, date_to)
            && to < from
        {
            return Err(RetrievalError::Filter {
                field: "to",
                value: self.date_to.clone().unwrap_or_default(),
                reason: format!("it lies before from {from}"),
            });
        }
        let kinds: Result<Vec<_>> = given(&self.kinds).map(kind).collect();
        Ok(Filter {
            kinds: kinds?,
            issuers: given(&self.issuers).map(str::to_owned).collect(),
            date_from,
            date_to,
            recent_from: recent(self.recent.as_deref())?,
            numbers: given(&self.numbers).flat_map(numbers).collect(),
            laws: given(&self.laws).map(law).collect(),
            known: knowledge::known(&self.known, self.unit()?.as_ref())?,
            cites: knowledge::cited(&self.cites),
            ..Filter::default()
        })
    }

    /// The unit of who asks.
    ///
    /// # Errors
    /// `Filter` for what is no court or procuratorate of a known place.
    pub fn unit(&self) -> Result<Option<Organ>> {
        knowledge::unit(self.unit.as_deref())
    }
}

/// What the filter `field` takes: a Chinese sentence for readers.
#[must_use]
pub fn accepted(field: &str) -> String {
    match field {
        "from" | "to" => "日期写作 2020、2020-05 或 2020-05-01，止日不早于起日".to_owned(),
        "recent" => format!("应为 1 至 {MOST_YEARS} 的年数，如 3"),
        "kind" => {
            let kinds = DocumentKind::ALL
                .iter()
                .map(|kind| format!("{} {}", kind.code(), kind.label()));
            format!(
                "应为代码或名称之一：{}",
                kinds.collect::<Vec<_>>().join("、")
            )
        }
        "unit" => knowledge::accepted_unit(),
        field => Facet::from_code(field)
            .map_or_else(|| "无法识别".to_owned(), knowledge::accepted_values),
    }
}

/// Most years that `recent` takes.
const MOST_YEARS: i16 = 30;

/// The first day of the last so many years.
fn recent(years: Option<&str>) -> Result<Option<Date>> {
    let Some(typed) = years.map(str::trim).filter(|typed| !typed.is_empty()) else {
        return Ok(None);
    };
    let years: Option<i16> = typed.parse().ok();
    let years = years.filter(|years| (1..=MOST_YEARS).contains(years));
    let first = years.and_then(|years| {
        clock::today()
            .checked_sub(jiff::Span::new().years(years))
            .ok()
    });
    first.map(Some).ok_or_else(|| RetrievalError::Filter {
        field: "recent",
        value: typed.to_owned(),
        reason: format!("a number of years from 1 to {MOST_YEARS}"),
    })
}

fn given(values: &[String]) -> impl Iterator<Item = &str> {
    values
        .iter()
        .map(|value| value.trim())
        .filter(|value| !value.is_empty())
}

fn kind(value: &str) -> Result<DocumentKind> {
    DocumentKind::from_code(value)
        .or_else(|| {
            DocumentKind::ALL
                .iter()
                .copied()
                .find(|kind| kind.label() == value)
        })
        .ok_or_else(|| {
            let codes: Vec<_> = DocumentKind::ALL.iter().map(|kind| kind.code()).collect();
            RetrievalError::Filter {
                field: "kind",
                value: value.to_owned(),
                reason: format!("a kind is one of {}", codes.join(", ")),
            }
        })
}

/// A number in its canonical form, or those of the cases of a batch (第十七批指导性案例).
fn numbers(typed: &str) -> Vec<String> {
    let batches = guiding::mentions(typed)
        .into_iter()
        .flat_map(|mention| mention.batches);
    let of_batch: Vec<String> = batches.flat_map(|batch| batch.case_numbers()).collect();
    if of_batch.is_empty() {
        vec![mention::canonical_number(typed).unwrap_or_else(|| without_spaces(typed))]
    } else {
        of_batch
    }
}

/// A title that the table does not know may still be one of the library.
fn law(value: &str) -> LawKey {
    law_names::resolve(value).unwrap_or_else(|| LawKey::of(value))
}

#[derive(Clone, Copy)]
enum Edge {
    First,
    Last,
}

/// The first or last day of a day, month or year.
fn day(field: &'static str, value: Option<&str>, edge: Edge) -> Result<Option<Date>> {
    let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    let parts: Option<Vec<i16>> = value
        .split(['-', '/', '.'])
        .map(|part| part.parse().ok())
        .collect();
    let small = |number: i16| i8::try_from(number).ok();
    let date = match parts.as_deref() {
        Some(&[year, month, day]) => small(month)
            .zip(small(day))
            .and_then(|(month, day)| Date::new(year, month, day).ok()),
        Some(&[year, month]) => small(month)
            .and_then(|month| Date::new(year, month, 1).ok())
            .map(|first| match edge {
                Edge::First => first,
                Edge::Last => first.last_of_month(),
            }),
        Some(&[year]) if value.len() == 4 => {
            let (month, day) = match edge {
                Edge::First => (1, 1),
                Edge::Last => (12, 31),
            };
            Date::new(year, month, day).ok()
        }
        _ => None,
    };
    date.map(Some).ok_or_else(|| RetrievalError::Filter {
        field,
        value: value.to_owned(),
        reason: "a date is written 2020, 2020-05 or 2020-05-01".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn dates(from: &str, to: &str) -> Result<Filter> {
        FilterInput {
            date_from: Some(from.into()),
            date_to: Some(to.into()),
            ..FilterInput::default()
        }
        .parse()
    }

    #[test]
    fn nothing_given_lets_everything_pass() {
        let input = FilterInput {
            kinds: vec![String::new(), "  ".into()],
            date_from: Some(String::new()),
            ..FilterInput::default()
        };
        assert!(input.parse().unwrap().is_empty());
    }

    #[test]
    fn a_year_and_a_month_reach_to_their_last_day() {
        let filter = dates("2019", "2020-02").unwrap();
        assert_eq!(filter.date_from.unwrap().to_string(), "2019-01-01");
        assert_eq!(filter.date_to.unwrap().to_string(), "2020-02-29");
        let filter = dates("2019-3-5", "2020").unwrap();
        assert_eq!(filter.date_from.unwrap().to_string(), "2019-03-05");
        assert_eq!(filter.date_to.unwrap().to_string(), "2020-12-31");
    }

    #[test]
    fn what_is_no_date_is_refused_by_name() {
        for wrong in [
            "昨天",
            "2020-13",
            "2020-02-30",
            "20",
            "2020-1-1-1",
            "-5",
            "99999",
        ] {
            let error = dates(wrong, "").unwrap_err();
            assert!(error.to_string().contains("from"), "{wrong}: {error}");
        }
        assert!(dates("2021", "2020").is_err());
    }

    #[test]
    fn kinds_are_read_by_code_and_by_name() {
        let input = FilterInput {
            kinds: vec!["law".into(), "最高检指导性案例".into()],
            numbers: vec!["检例 79".into(), "（2020）京01刑初1号".into()],
            ..FilterInput::default()
        };
        let filter = input.parse().unwrap();
        assert_eq!(
            filter.kinds,
            [DocumentKind::Law, DocumentKind::SppGuidingCase]
        );
        assert_eq!(filter.numbers, ["检例第79号", "（2020）京01刑初1号"]);
        let input = FilterInput {
            numbers: vec!["最高检第十批指导性案例".into()],
            ..FilterInput::default()
        };
        let numbers = input.parse().unwrap().numbers;
        assert_eq!(numbers, ["检例第39号", "检例第40号", "检例第41号"]);
        let input = FilterInput {
            kinds: vec!["laws".into()],
            ..FilterInput::default()
        };
        assert!(accepted("kind").contains("spp_guiding_case 最高检指导性案例"));
        assert!(
            input
                .parse()
                .unwrap_err()
                .to_string()
                .contains("spp_guiding_case")
        );
    }
}
