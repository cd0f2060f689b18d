//! What clients send, read strictly: every value is checked before any work
//! begins, and an error names the parameter.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::request::Parts;
use leian_corpus::normalize::standardised;
use leian_corpus::{Date, Facet};

use super::error::{ErrorCode, HttpError, shortened};
use super::percent;
use crate::retrieval::timeline::typed_day;
use crate::retrieval::{
    CitedByQuery, CitingGroup, FilterInput, MAX_PER_PAGE, MAX_QUERY_CHARS, Mode, SearchQuery, Sort,
};

/// Values that one repeatable parameter may have.
const MOST_VALUES: usize = 50;

/// Longest value of a filter, in characters.
const MOST_VALUE_CHARS: usize = 200;

/// Hits a page when the client does not say.
pub const DEFAULT_PER_PAGE: usize = 10;

/// Names and values as a client sent them, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Pairs that were read elsewhere.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// Reads a query string or an urlencoded body.
    ///
    /// # Errors
    /// `invalid_parameter` naming a value that is not UTF-8.
    pub fn read(text: &[u8]) -> Result<Self, HttpError> {
        percent::pairs(text).map(Self).map_err(|error| {
            HttpError::parameter(
                ErrorCode::InvalidParameter,
                &shortened(&error.name),
                "参数不是 UTF-8 编码",
            )
        })
    }

    /// The query string of a request.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub fn of_request(parts: &Parts) -> Result<Self, HttpError> {
        Self::read(parts.uri.query().unwrap_or_default().as_bytes())
    }

    /// Refuses names that are not in `known`.
    ///
    /// # Errors
    /// `unknown_parameter` naming the first one.
    pub fn only(&self, known: &[&str]) -> Result<(), HttpError> {
        match self
            .0
            .iter()
            .find(|(name, _)| !known.contains(&name.as_str()))
        {
            None => Ok(()),
            Some((name, _)) => Err(HttpError::parameter(
                ErrorCode::UnknownParameter,
                &shortened(name),
                format!(
                    "没有参数“{}”；可用的参数：{}",
                    shortened(name),
                    if known.is_empty() {
                        "无".to_owned()
                    } else {
                        known.join("、")
                    }
                ),
            )),
        }
    }

    /// The same pairs without those whose names are not in `known`.
    #[must_use]
    pub fn keep(mut self, known: &[&str]) -> Self {
        self.0.retain(|(name, _)| known.contains(&name.as_str()));
        self
    }

    /// The value of a parameter that may be there once. Blank is absent.
    ///
    /// # Errors
    /// `invalid_parameter` when it is there more than once.
    pub fn one<'a>(&'a self, name: &'a str) -> Result<Option<&'a str>, HttpError> {
        let mut values = self.values(name);
        let value = values.next();
        if values.next().is_some() {
            return Err(invalid(name, format!("参数“{name}”只能出现一次")));
        }
        Ok(value.filter(|value| !value.trim().is_empty()))
    }

    /// The values of a parameter that may be there several times, blank ones and
    /// repeats left out.
    ///
    /// # Errors
    /// `invalid_parameter` when there are too many or one is too long.
    pub fn many(&self, name: &str) -> Result<Vec<String>, HttpError> {
        let mut values: Vec<String> = Vec::new();
        for value in self
            .values(name)
            .map(str::trim)
            .filter(|value| !value.is_empty())
        {
            check_length(name, value)?;
            if !values.iter().any(|known| known == value) {
                values.push(value.to_owned());
            }
        }
        if values.len() > MOST_VALUES {
            let message = format!("参数“{name}”最多 {MOST_VALUES} 个值");
            return Err(invalid(name, message));
        }
        Ok(values)
    }

    /// All values of a parameter as they were sent.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.values(name)
    }

    /// Whether the parameter is there, blank or not.
    pub fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }

    fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0
            .iter()
            .filter(move |(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    fn short(&self, name: &str) -> Result<Option<String>, HttpError> {
        let Some(value) = self.one(name)?.map(str::trim) else {
            return Ok(None);
        };
        check_length(name, value)?;
        Ok(Some(value.to_owned()))
    }

    /// Greatest page number that is read; a page past the end is no error, a
    /// number that overflows is.
    pub const MAX_PAGE: usize = 1_000_000;

    /// A whole number within bounds, or `default` when absent.
    ///
    /// # Errors
    /// `invalid_parameter` for anything else.
    pub fn number(&self, name: &str, default: usize, max: usize) -> Result<usize, HttpError> {
        let Some(value) = self.one(name)? else {
            return Ok(default);
        };
        match value.parse() {
            Ok(number) if (1..=max).contains(&number) => Ok(number),
            _ => Err(invalid(name, format!("{name} 应为 1 至 {max} 的整数"))),
        }
    }
}

fn check_length(name: &str, value: &str) -> Result<(), HttpError> {
    if value.chars().nth(MOST_VALUE_CHARS).is_none() {
        return Ok(());
    }
    let message = format!("参数“{name}”的值最多 {MOST_VALUE_CHARS} 字");
    Err(invalid(name, message))
}

fn invalid(name: &str, message: impl Into<String>) -> HttpError {
    HttpError::parameter(ErrorCode::InvalidParameter, name, message)
}

/// A day as clients and people write it, by [`typed_day`]; `None` for an empty value.
///
/// # Errors
/// `invalid_parameter` for what is no day of the calendar.
pub fn day(name: &str, value: Option<&str>) -> Result<Option<Date>, HttpError> {
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
        return Ok(None);
    };
    typed_day(value).map(Some).ok_or_else(|| {
        let message = format!("日期“{}”不能用；应写作 2020-05-01", shortened(value));
        HttpError::parameter(ErrorCode::InvalidParameter, name, message)
    })
}

/// The day of the judgment, `judged`, beside that of the conduct.
///
/// # Errors
/// `missing_parameter` without a day of the conduct, `invalid_parameter` for one that is
/// no day or lies before the conduct.
pub fn judged_day(pairs: &Pairs, conduct: Option<Date>) -> Result<Option<Date>, HttpError> {
    let Some(judged) = day("judged", pairs.one("judged")?)? else {
        return Ok(None);
    };
    let Some(conduct) = conduct else {
        let message = "给出裁判时 judged 时，须同时给出行为时 as_of";
        return Err(HttpError::parameter(
            ErrorCode::MissingParameter,
            "as_of",
            message,
        ));
    };
    if judged < conduct {
        return Err(invalid(
            "judged",
            format!("裁判时 {judged} 早于行为时 {conduct}"),
        ));
    }
    Ok(Some(judged))
}

/// What stands in a path, or an error instead of a rejection in plain text.
///
/// # Errors
/// `invalid_parameter` when it is not UTF-8.
pub fn of_path<T>(path: Result<Path<T>, PathRejection>) -> Result<T, HttpError> {
    match path {
        Ok(Path(value)) => Ok(value),
        Err(_) => Err(HttpError::new(
            ErrorCode::InvalidParameter,
            "地址不是 UTF-8 编码",
        )),
    }
}

/// The parameters of a search, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchParams {
    /// The search itself.
    pub query: SearchQuery,
    /// The filters as they were sent, for showing them again.
    pub filter: FilterInput,
}

impl SearchParams {
    /// The parameters of a search.
    pub const NAMES: &'static [&'static str] = &[
        "q", "mode", "kind", "issuer", "from", "to", "recent", "number", "law", "function",
        "field", "means", "charge", "region", "level", "tier", "unit", "rank", "validity", "cites",
        "page", "per_page", "versions", "sort", "without",
    ];

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        self.filter != FilterInput::default()
    }
}

impl TryFrom<&Pairs> for SearchParams {
    type Error = HttpError;

    fn try_from(pairs: &Pairs) -> Result<Self, HttpError> {
        if !pairs.has("q") {
            let message = "缺少参数“q”（检索内容）";
            return Err(HttpError::parameter(
                ErrorCode::MissingParameter,
                "q",
                message,
            ));
        }
        let query_text = pairs.one("q")?.unwrap_or_default();
        check_query_length(query_text)?;
        let filter = filter_input(pairs)?;
        let query = SearchQuery {
            query_text: standardised(query_text),
            mode: mode(pairs)?,
            filter: filter.parse()?,
            page: pairs.number("page", 1, Pairs::MAX_PAGE)?,
            per_page: pairs.number("per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE)?,
            collapse_versions: collapse_versions(pairs)?,
            without: pairs.many("without")?,
            sort: sort(pairs)?,
            relaxed: false,
            unit: filter.unit()?,
        };
        Ok(Self { query, filter })
    }
}

fn sort(pairs: &Pairs) -> Result<Sort, HttpError> {
    let Some(code) = pairs.one("sort")? else {
        return Ok(Sort::default());
    };
    Sort::from_code(code).ok_or_else(|| {
        let codes = Sort::ALL.map(Sort::code).join("、");
        invalid("sort", format!("sort 应为 {codes} 之一"))
    })
}

/// The parameters of a look-up of who cites something, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedByParams {
    /// The look-up, still without targets.
    pub query: CitedByQuery,
}

impl CitedByParams {
    /// The parameters.
    pub const NAMES: &'static [&'static str] = &[
        "group", "kind", "issuer", "from", "to", "recent", "number", "law", "function", "field",
        "means", "charge", "region", "level", "tier", "unit", "rank", "validity", "cites", "page",
        "per_page",
    ];
}

impl TryFrom<&Pairs> for CitedByParams {
    type Error = HttpError;

    fn try_from(pairs: &Pairs) -> Result<Self, HttpError> {
        let query = CitedByQuery {
            targets: Vec::new(),
            filter: filter_input(pairs)?.parse()?,
            group: group(pairs)?,
            page: pairs.number("page", 1, Pairs::MAX_PAGE)?,
            per_page: pairs.number("per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE)?,
        };
        Ok(Self { query })
    }
}

/// The group of citing texts that is asked for.
///
/// # Errors
/// `invalid_parameter` for an unknown code.
pub fn group(pairs: &Pairs) -> Result<Option<CitingGroup>, HttpError> {
    let Some(code) = pairs.one("group")? else {
        return Ok(None);
    };
    CitingGroup::from_code(code).map(Some).ok_or_else(|| {
        let codes = CitingGroup::ALL.map(CitingGroup::code).join("、");
        invalid("group", format!("group 应为 {codes} 之一"))
    })
}

/// Refuses a query text that is longer than a search takes.
///
/// # Errors
/// `too_long` naming `q`.
pub fn check_query_length(text: &str) -> Result<(), HttpError> {
    let chars = text.chars().count();
    if chars <= MAX_QUERY_CHARS {
        return Ok(());
    }
    let message = format!("检索内容有 {chars} 字，最多 {MAX_QUERY_CHARS} 字");
    Err(HttpError::parameter(ErrorCode::TooLong, "q", message))
}

/// The filters among the parameters.
///
/// # Errors
/// `invalid_parameter` for too many or too long values.
pub fn filter_input(pairs: &Pairs) -> Result<FilterInput, HttpError> {
    let mut known = BTreeMap::new();
    for facet in Facet::ALL {
        let values = pairs.many(facet.code())?;
        if !values.is_empty() {
            known.insert(facet, values);
        }
    }
    Ok(FilterInput {
        kinds: pairs.many("kind")?,
        issuers: pairs.many("issuer")?,
        date_from: pairs.short("from")?,
        date_to: pairs.short("to")?,
        recent: pairs.short("recent")?,
        numbers: pairs.many("number")?,
        laws: pairs.many("law")?,
        known,
        unit: pairs.short("unit")?,
        cites: pairs.many("cites")?,
    })
}

fn mode(pairs: &Pairs) -> Result<Mode, HttpError> {
    let Some(code) = pairs.one("mode")? else {
        return Ok(Mode::default());
    };
    Mode::from_code(code).ok_or_else(|| {
        let codes: Vec<&str> = Mode::ALL.iter().map(|mode| mode.code()).collect();
        invalid("mode", format!("mode 应为 {} 之一", codes.join("、")))
    })
}

fn collapse_versions(pairs: &Pairs) -> Result<bool, HttpError> {
    match pairs.one("versions")? {
        None | Some("newest") => Ok(true),
        Some("all") => Ok(false),
        Some(_) => Err(invalid("versions", "versions 应为 newest 或 all")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(text: &str) -> Result<SearchParams, HttpError> {
        SearchParams::try_from(&Pairs::read(text.as_bytes())?)
    }

    #[track_caller]
    fn check_refused(text: &str, code: ErrorCode, parameter: &str) {
        let error = read(text).unwrap_err();
        assert_eq!(
            (error.code, error.parameter.as_deref()),
            (code, Some(parameter)),
            "{text}"
        );
        assert!(!error.message.is_empty());
    }

    #[test]
    fn defaults_are_hybrid_first_page_newest_versions() {
        let params = read("q=醉驾").unwrap();
        assert_eq!(params.query, SearchQuery::new("醉驾"));
        assert!(!params.is_filtered());
    }

    #[test]
    fn blank_fields_of_a_form_are_no_conditions() {
        let params = read("q=醉驾&mode=&from=&to=+&issuer=&number=&page=").unwrap();
        assert_eq!(params.query, SearchQuery::new("醉驾"));
    }

    #[test]
    fn filters_are_read() {
        let params = read(
            "q=x&kind=law&kind=spp_guiding_case&kind=law&from=2020&mode=lexical&page=3\
             &per_page=20&versions=all",
        )
        .unwrap();
        assert_eq!(params.query.filter.kinds.len(), 2);
        assert!(params.query.filter.date_from.is_some());
        assert_eq!((params.query.page, params.query.per_page), (3, 20));
        assert_eq!(params.query.mode, Mode::Lexical);
        assert!(!params.query.collapse_versions && params.is_filtered());
    }

    #[test]
    fn bad_values_are_refused_by_name() {
        use ErrorCode::{InvalidParameter, MissingParameter, TooLong};
        check_refused("mode=hybrid", MissingParameter, "q");
        check_refused("q=x&q=y", InvalidParameter, "q");
        check_refused("q=x&mode=fast", InvalidParameter, "mode");
        check_refused("q=x&page=0", InvalidParameter, "page");
        check_refused("q=x&page=-1", InvalidParameter, "page");
        check_refused("q=x&page=99999999999999999999", InvalidParameter, "page");
        check_refused("q=x&per_page=101", InvalidParameter, "per_page");
        check_refused("q=x&versions=old", InvalidParameter, "versions");
        check_refused("q=x&kind=novel", InvalidParameter, "kind");
        check_refused("q=x&from=2020-13-01", InvalidParameter, "from");
        check_refused("q=x&to=昨天", InvalidParameter, "to");
        check_refused(
            &format!("q={}", "长".repeat(MAX_QUERY_CHARS + 1)),
            TooLong,
            "q",
        );
        check_refused(
            &format!("q=x&issuer={}", "长".repeat(201)),
            InvalidParameter,
            "issuer",
        );
        let kinds: String = (0..51).map(|n| format!("&number={n}")).collect();
        check_refused(&format!("q=x{kinds}"), InvalidParameter, "number");
        check_refused("q=%D0%CC%B7%A8", InvalidParameter, "q");
    }

    #[test]
    fn unknown_names_are_refused_or_left_out() {
        let pairs = Pairs::read("q=x&qq=y".as_bytes()).unwrap();
        let error = pairs.only(SearchParams::NAMES).unwrap_err();
        assert_eq!(error.code, ErrorCode::UnknownParameter);
        assert_eq!(error.parameter.as_deref(), Some("qq"));
        assert!(
            pairs
                .keep(SearchParams::NAMES)
                .only(SearchParams::NAMES)
                .is_ok()
        );
    }
}
