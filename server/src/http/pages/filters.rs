//! Filters of a result list: what is set, what can be chosen, with counts.
//! Every choice is a link, so it works without a script and can be kept.

use leian_corpus::DocumentKind;
use leian_indexer::Facets;

use super::dates;
use super::knowledge::{self, FacetView};
use super::scopes::{scope_of, scopes};
use crate::http::params::{DEFAULT_PER_PAGE, SearchParams};
use crate::http::percent;
use crate::labels::grouped;
use crate::retrieval::{FilterGroup, FilterInput, SearchResponse, Sort};

/// Values of a list that are shown before the rest is folded away.
const SHOWN: usize = 8;

/// Most issuers that are listed; the box takes any other.
const MOST_ISSUERS: usize = 24;

/// A link to another search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// For readers.
    pub label: String,
    /// Entries of the result set, grouped; empty when not counted.
    pub count: String,
    /// Where it leads.
    pub href: String,
    /// Whether it is set now; the link then takes it away.
    pub set: bool,
}

/// A list of choices, the rest folded away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Shown at once.
    pub first: Vec<Choice>,
    /// Shown on demand.
    pub rest: Vec<Choice>,
    /// Some are set, and the counts of the others are those without this filter.
    pub relaxed: bool,
}

impl Choices {
    pub(super) fn new(mut first: Vec<Choice>) -> Self {
        // Folding away one or two would hide more than it spares.
        let rest = if first.len() > SHOWN + 2 {
            first.split_off(SHOWN)
        } else {
            Vec::new()
        };
        Self {
            first,
            rest,
            relaxed: false,
        }
    }

    /// The list of a filter whose other values are counted without it.
    pub(super) fn relaxed(list: Vec<Choice>) -> Self {
        let relaxed = list.iter().any(|choice| choice.set);
        Self {
            relaxed,
            ..Self::new(list)
        }
    }

    /// Whether there is nothing to choose.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// All filters of a result list.
#[derive(Clone, Debug, Default)]
pub struct FiltersView {
    /// What is set, each with a link that takes it away.
    pub chips: Vec<Choice>,
    /// Takes all filters away.
    pub clear: String,
    /// Groups of kinds.
    pub scopes: Vec<Choice>,
    /// Kinds.
    pub kinds: Choices,
    /// Issuers.
    pub issuers: Choices,
    /// Years, newest first.
    pub years: Choices,
    /// The last three years.
    pub recent: Choice,
    /// What is known about the texts, and the articles that they cite.
    pub facets: Vec<FacetView>,
    /// Newest version only, or all.
    pub versions: Vec<Choice>,
    /// Filters that are typed.
    pub typed: TypedFilters,
    /// Orders of the list.
    pub sorts: Vec<Choice>,
}

/// The form of the filters that are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedFilters {
    /// First day, as typed.
    pub from: String,
    /// Last day, as typed.
    pub to: String,
    /// Number, as typed.
    pub number: String,
    /// Everything else of the search.
    pub hidden: Vec<(&'static str, String)>,
}

impl TypedFilters {
    /// The names of its fields.
    pub const NAMES: [&str; 3] = ["from", "to", "number"];

    /// The form with the parameters `pairs` in its fields and beside them.
    pub fn new(pairs: Vec<(&'static str, String)>) -> Self {
        let mut form = Self::default();
        for (name, value) in pairs {
            match name {
                "from" => form.from = value,
                "to" => form.to = value,
                // Further numbers stay as they are.
                "number" if form.number.is_empty() => form.number = value,
                "page" => {}
                _ => form.hidden.push((name, value)),
            }
        }
        form
    }
}

impl FiltersView {
    /// The filters of the search `params` that found `response`.
    pub fn new(params: &SearchParams, response: &SearchResponse) -> Self {
        Self::of(params, &response.facets, &response.relaxed)
    }

    /// The filters of a search; of a filter that is set, the counts without it are in
    /// `relaxed`, so that further values can be chosen.
    fn of(params: &SearchParams, facets: &Facets, relaxed: &[(FilterGroup, Facets)]) -> Self {
        let without = |group: FilterGroup| {
            let mut all = relaxed.iter();
            let found = all.find(|(known, _)| *known == group);
            found.map_or(facets, |(_, facets)| facets)
        };
        Self {
            chips: chips(params),
            clear: href(&without_filters(params)),
            scopes: scopes(params),
            kinds: kinds(params, facets, without(FilterGroup::Kinds)),
            issuers: issuers(params, facets, without(FilterGroup::Issuers)),
            years: dates::years(params, facets, without(FilterGroup::Dates)),
            recent: dates::recent(params),
            facets: knowledge::facets(params, facets, &without),
            sorts: sorts(params),
            versions: versions(params),
            typed: TypedFilters::new(pairs(params)),
        }
    }
}

/// The parameters of a search, as few as give the same search again.
pub fn pairs(params: &SearchParams) -> Vec<(&'static str, String)> {
    let query = &params.query;
    let mut pairs = vec![("q", query.query_text.clone())];
    if query.mode != Default::default() {
        pairs.push(("mode", query.mode.code().to_owned()));
    }
    pairs.extend(filter_pairs(&params.filter));
    if !query.collapse_versions {
        pairs.push(("versions", "all".to_owned()));
    }
    if query.sort != Sort::default() {
        pairs.push(("sort", query.sort.code().to_owned()));
    }
    let without = query.without.iter();
    pairs.extend(without.map(|phrase| ("without", phrase.clone())));
    if query.per_page != DEFAULT_PER_PAGE {
        pairs.push(("per_page", query.per_page.to_string()));
    }
    if query.page != 1 {
        pairs.push(("page", query.page.to_string()));
    }
    pairs
}

/// The parameters that stay when the text or the mode is changed.
pub fn kept(params: &SearchParams) -> Vec<(&'static str, String)> {
    let changed = ["q", "mode", "page", "without"];
    let pairs = pairs(params).into_iter();
    pairs.filter(|(name, _)| !changed.contains(name)).collect()
}

/// The same search for all entries, from its first page.
pub fn without_filters(params: &SearchParams) -> SearchParams {
    let mut params = params.clone();
    params.filter = FilterInput::default();
    params.query.unit = None;
    params.query.collapse_versions = true;
    params.query.page = 1;
    params
}

fn filter_pairs(filter: &FilterInput) -> Vec<(&'static str, String)> {
    let many = |name, values: &[String]| -> Vec<(&'static str, String)> {
        values.iter().map(|value| (name, value.clone())).collect()
    };
    let one = |name, value: &Option<String>| value.clone().map(|value| (name, value));
    let mut pairs = many("kind", &filter.kinds);
    pairs.extend(many("issuer", &filter.issuers));
    pairs.extend(one("from", &filter.date_from));
    pairs.extend(one("to", &filter.date_to));
    pairs.extend(one("recent", &filter.recent));
    pairs.extend(many("number", &filter.numbers));
    pairs.extend(many("law", &filter.laws));
    for (facet, values) in &filter.known {
        pairs.extend(many(facet.code(), values));
    }
    pairs.extend(one("unit", &filter.unit));
    pairs.extend(many("cites", &filter.cites));
    pairs
}

/// The address of a search.
pub fn href(params: &SearchParams) -> String {
    href_at("/search", params)
}

/// The address of another page for the same search.
pub(super) fn href_at(path: &str, params: &SearchParams) -> String {
    let pairs = pairs(params);
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    format!("{path}?{}", percent::query(pairs))
}

/// The address of the search with other filters, from its first page.
pub(super) fn href_with(params: &SearchParams, change: impl FnOnce(&mut FilterInput)) -> String {
    let mut params = params.clone();
    change(&mut params.filter);
    params.query.page = 1;
    href(&params)
}

/// What is set, each with a link that takes it away.
pub(super) fn chips(params: &SearchParams) -> Vec<Choice> {
    let mut chips = Vec::new();
    let mut chip = |label: String, change: &dyn Fn(&mut FilterInput)| {
        chips.push(Choice {
            label,
            count: String::new(),
            href: href_with(params, change),
            set: true,
        });
    };
    let filter = &params.filter;
    match scope_of(params) {
        Some(scope) => chip(scope.to_owned(), &|filter| filter.kinds.clear()),
        None => {
            for kind in &filter.kinds {
                chip(kind_label(kind), &|filter| remove(&mut filter.kinds, kind));
            }
        }
    }
    for issuer in &filter.issuers {
        let label = format!("机关：{issuer}");
        chip(label, &|filter| remove(&mut filter.issuers, issuer));
    }
    for law in &filter.laws {
        chip(format!("法律：{law}"), &|filter| {
            remove(&mut filter.laws, law)
        });
    }
    if let Some(label) = dates::label(filter) {
        chip(label, &|filter| {
            (filter.date_from, filter.date_to) = (None, None)
        });
    }
    if let Some(years) = &filter.recent {
        let label = format!("近 {years} 年（指导性案例和法律不限）");
        chip(label, &|filter| filter.recent = None);
    }
    for number in &filter.numbers {
        let label = format!("编号：{number}");
        chip(label, &|filter| remove(&mut filter.numbers, number));
    }
    chips.extend(knowledge::chips(params));
    if !params.query.collapse_versions {
        let newest = versions(params).swap_remove(0);
        chips.push(Choice {
            label: "各个版本".to_owned(),
            ..newest
        });
    }
    chips
}

pub(super) fn remove(values: &mut Vec<String>, value: &str) {
    values.retain(|known| known != value);
}

fn kind_label(code: &str) -> String {
    DocumentKind::from_code(code).map_or_else(|| code.to_owned(), |kind| kind.label().to_owned())
}

/// The codes of kinds.
pub(super) fn codes(kinds: &[DocumentKind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.code().to_owned()).collect()
}

fn kinds(params: &SearchParams, facets: &Facets, without: &Facets) -> Choices {
    let set = &params.query.filter.kinds;
    let choice = |&(kind, count): &(DocumentKind, usize)| {
        let is_set = set.contains(&kind);
        Choice {
            label: kind.label().to_owned(),
            count: grouped(true_count(&facets.kinds, &kind, is_set, count)),
            href: href_with(params, |filter| {
                // By code, whatever they were written as.
                filter.kinds = codes(set);
                toggle(&mut filter.kinds, kind.code(), is_set);
            }),
            set: is_set,
        }
    };
    Choices::relaxed(without.kinds.iter().map(choice).collect())
}

fn issuers(params: &SearchParams, facets: &Facets, without: &Facets) -> Choices {
    let set = &params.filter.issuers;
    let choice = |(issuer, count): &(String, usize)| {
        let is_set = set.contains(issuer);
        Choice {
            label: issuer.clone(),
            count: grouped(true_count(&facets.issuers, issuer, is_set, *count)),
            href: href_with(params, |filter| toggle(&mut filter.issuers, issuer, is_set)),
            set: is_set,
        }
    };
    let listed = without.issuers.iter().take(MOST_ISSUERS);
    Choices::relaxed(listed.map(choice).collect())
}

/// How many of the list have a value: of one that is set those in it, of another one
/// `count`, those that the search finds without this filter.
pub(super) fn true_count<V: PartialEq>(
    facets: &[(V, usize)],
    value: &V,
    is_set: bool,
    count: usize,
) -> usize {
    match is_set {
        true => facets
            .iter()
            .find(|(known, _)| known == value)
            .map_or(0, |(_, count)| *count),
        false => count,
    }
}

/// Takes a value away that is set, and adds another one to those that are.
pub(super) fn toggle(values: &mut Vec<String>, value: &str, is_set: bool) {
    match is_set {
        true => remove(values, value),
        false => values.push(value.to_owned()),
    }
}

fn sorts(params: &SearchParams) -> Vec<Choice> {
    let choice = |sort: Sort| {
        let mut other = params.clone();
        other.query.sort = sort;
        other.query.page = 1;
        Choice {
            label: sort.label().to_owned(),
            count: String::new(),
            href: href(&other),
            set: params.query.sort == sort,
        }
    };
    Sort::ALL.into_iter().map(choice).collect()
}

fn versions(params: &SearchParams) -> Vec<Choice> {
    [("只列最新版本", true), ("列出各个版本", false)]
        .into_iter()
        .map(|(label, collapse)| {
            let mut other = params.clone();
            other.query.collapse_versions = collapse;
            other.query.page = 1;
            Choice {
                label: label.to_owned(),
                count: String::new(),
                href: href(&other),
                set: params.query.collapse_versions == collapse,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::http::params::Pairs;

    fn params(text: &str) -> SearchParams {
        SearchParams::try_from(&Pairs::read(text.as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn addresses_give_the_same_search_again() {
        for text in [
            "q=x",
            "q=%E9%86%89%E9%A9%BE&mode=lexical&kind=law&issuer=a&from=2020&to=2021&number=1\
             &law=b&versions=all&per_page=20&page=2",
        ] {
            assert_eq!(href(&params(text)), format!("/search?{text}"));
        }
    }

    #[test]
    fn a_chip_takes_its_filter_away_and_goes_to_the_first_page() {
        let params = params("q=x&kind=law&kind=question&from=2020&page=3");
        let chips = chips(&params);
        let labels: Vec<_> = chips.iter().map(|chip| chip.label.as_str()).collect();
        assert_eq!(labels, ["法律", "检答网问答", "日期：2020 起"]);
        assert_eq!(chips[0].href, "/search?q=x&kind=question&from=2020");
        assert_eq!(chips[2].href, "/search?q=x&kind=law&kind=question");
    }

    #[test]
    fn a_group_of_kinds_is_one_chip() {
        let scope = scopes(&params("q=x"))[3].href.clone();
        let chosen = params(scope.strip_prefix("/search?").unwrap());
        let chips = chips(&chosen);
        assert_eq!(chips.len(), 1);
        assert_eq!(chips[0].label, "指导性案例");
        assert_eq!(chips[0].href, "/search?q=x");
    }

    #[test]
    fn showing_all_versions_is_a_chip_as_well() {
        let params = params("q=x&versions=all&page=2");
        let chips = chips(&params);
        assert_eq!(
            (chips[0].label.as_str(), chips[0].href.as_str()),
            ("各个版本", "/search?q=x")
        );
        assert_eq!(kept(&params), [("versions", "all".to_owned())]);
    }

    #[test]
    fn typed_filters_keep_the_rest_of_the_search() {
        let form = TypedFilters::new(pairs(&params("q=x&kind=law&from=2020&number=1&page=2")));
        assert_eq!((form.from.as_str(), form.number.as_str()), ("2020", "1"));
        let hidden = [("q", "x"), ("kind", "law")].map(|(name, value)| (name, value.to_owned()));
        assert_eq!(form.hidden, hidden);
    }

    #[test]
    fn facets_toggle() {
        let facets = Facets {
            kinds: vec![(DocumentKind::Law, 1200)],
            issuers: vec![("甲".to_owned(), 2)],
            years: vec![(2020, 7)],
            ..Facets::default()
        };
        let view = FiltersView::of(&params("q=x"), &facets, &[]);
        assert_eq!(view.kinds.first[0].count, "1,200");
        assert_eq!(view.kinds.first[0].href, "/search?q=x&kind=law");
        assert_eq!(view.years.first[0].href, "/search?q=x&from=2020&to=2020");
        let view = FiltersView::of(&params("q=x&kind=law&from=2020&to=2020"), &facets, &[]);
        assert_eq!(view.kinds.first[0].href, "/search?q=x&from=2020&to=2020");
        assert_eq!(view.years.first[0].href, "/search?q=x&kind=law");
        assert!(view.years.first[0].set);
    }

    #[test]
    fn long_lists_are_folded() {
        let facets = Facets {
            years: (0..30).map(|n| (2000 - n, 1)).collect(),
            ..Facets::default()
        };
        let view = FiltersView::of(&params("q=x"), &facets, &[]);
        assert_eq!((view.years.first.len(), view.years.rest.len()), (8, 22));
    }
}
