//! Filters on what is known about documents, on the page of results: function, charge,
//! region, tier and so on, and the articles that the results cite.

use leian_corpus::{CitedTarget, Facet};
use leian_indexer::Facets;

use super::filters::{Choice, Choices, href_with, remove, toggle, true_count};
use crate::http::params::SearchParams;
use crate::labels::grouped;
use crate::retrieval::{FilterGroup, facet_counts};

/// Most values of a facet that are listed; the parameter takes any other.
const MOST_VALUES: usize = 24;

/// A facet with what can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FacetView {
    /// For readers.
    pub heading: &'static str,
    /// The values of the result set.
    pub choices: Choices,
}

/// The facets that the result set has values of; `without` gives the counts without a
/// filter that is set.
pub fn facets<'a>(
    params: &SearchParams,
    facets: &'a Facets,
    without: &dyn Fn(FilterGroup) -> &'a Facets,
) -> Vec<FacetView> {
    let known = Facet::ALL.into_iter().map(|facet| FacetView {
        heading: facet.label(),
        choices: values(params, facets, without(FilterGroup::Known(facet)), facet),
    });
    let cited = FacetView {
        heading: "引用的法条",
        choices: cited(params, facets),
    };
    known
        .chain([cited])
        .filter(|facet| !facet.choices.is_empty())
        .collect()
}

fn values(params: &SearchParams, facets: &Facets, without: &Facets, facet: Facet) -> Choices {
    let set: Vec<String> = set_values(params, facet)
        .iter()
        .filter_map(|written| facet.value_of(written))
        .collect();
    let unit = params.query.unit.as_ref();
    let own = facet_counts(facets, facet, unit);
    let counts = facet_counts(without, facet, unit);
    let choice = |(value, count): &(String, usize)| {
        let is_set = set.contains(value);
        Choice {
            label: facet.value_label(value),
            count: grouped(true_count(&own, value, is_set, *count)),
            href: href_with(params, |filter| {
                // By code, whatever they were written as.
                let mut values = set.clone();
                toggle(&mut values, value, is_set);
                match values.is_empty() {
                    true => drop(filter.known.remove(&facet)),
                    false => drop(filter.known.insert(facet, values)),
                }
            }),
            set: is_set,
        }
    };
    Choices::relaxed(counts.iter().take(MOST_VALUES).map(choice).collect())
}

fn set_values(params: &SearchParams, facet: Facet) -> &[String] {
    let known = params.filter.known.get(&facet);
    known.map(Vec::as_slice).unwrap_or_default()
}

fn cited(params: &SearchParams, facets: &Facets) -> Choices {
    let choice = |(target, count): (CitedTarget, usize)| {
        let label = target.label();
        let only = params.query.filter.cites == [target];
        let wanted = if only {
            Vec::new()
        } else {
            vec![label.clone()]
        };
        Choice {
            label,
            count: grouped(count),
            href: href_with(params, |filter| filter.cites = wanted),
            set: only,
        }
    };
    let articles = facets.cited_articles.iter().take(MOST_VALUES);
    let targets =
        articles.map(|(law, number, count)| (CitedTarget::Article(law.clone(), *number), *count));
    Choices::new(targets.map(choice).collect())
}

/// What is set, each with a link that takes it away.
pub fn chips(params: &SearchParams) -> Vec<Choice> {
    let chip = |label: String, href: String| Choice {
        label,
        count: String::new(),
        href,
        set: true,
    };
    let mut chips = Vec::new();
    for (&facet, written) in &params.filter.known {
        for value in written {
            let shown = facet.value_of(value);
            let shown = shown.map_or_else(|| value.clone(), |value| facet.value_label(&value));
            let href = href_with(params, |filter| {
                if let Some(values) = filter.known.get_mut(&facet) {
                    remove(values, value);
                    if values.is_empty() {
                        filter.known.remove(&facet);
                    }
                }
            });
            chips.push(chip(format!("{}：{shown}", facet.label()), href));
        }
    }
    if let Some(unit) = &params.filter.unit {
        let href = href_with(params, |filter| filter.unit = None);
        chips.push(chip(format!("单位：{unit}"), href));
    }
    for cited in &params.filter.cites {
        let href = href_with(params, |filter| remove(&mut filter.cites, cited));
        chips.push(chip(format!("引用：{cited}"), href));
    }
    chips
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::collections::BTreeMap;

    use leian_corpus::LawKey;

    use super::*;
    use crate::http::params::Pairs;

    fn params(text: &str) -> SearchParams {
        SearchParams::try_from(&Pairs::read(text.as_bytes()).unwrap()).unwrap()
    }

    fn counted() -> Facets {
        let regions = vec![("42".to_owned(), 1_200), ("32".to_owned(), 3)];
        Facets {
            known: BTreeMap::from([(Facet::Region, regions)]),
            cited_articles: vec![(LawKey::of("刑法"), "133-1".parse().unwrap(), 7)],
            ..Facets::default()
        }
    }

    fn shown(params: &SearchParams) -> Vec<FacetView> {
        let counted = counted();
        facets(params, &counted, &|_| &counted)
    }

    #[test]
    fn values_toggle_and_are_named() {
        let first_shown = shown(&params("q=x"));
        let headings: Vec<_> = first_shown.iter().map(|facet| facet.heading).collect();
        assert_eq!(headings, ["地区", "引用的法条"]);
        let first = &first_shown[0].choices.first[0];
        assert_eq!(
            (first.label.as_str(), first.count.as_str()),
            ("湖北省", "1,200")
        );
        assert_eq!(first.href, "/search?q=x&region=42");
        let set = shown(&params("q=x&region=%E6%B9%96%E5%8C%97"));
        assert!(set[0].choices.first[0].set);
        assert_eq!(set[0].choices.first[0].href, "/search?q=x");
        assert_eq!(
            set[0].choices.first[1].href,
            "/search?q=x&region=42&region=32"
        );
    }

    #[test]
    fn the_article_of_a_link_is_read_again() {
        let all = shown(&params("q=x"));
        let choice = &all[1].choices.first[0];
        assert_eq!(choice.label, "《刑法》第一百三十三条之一");
        let again = params(choice.href.strip_prefix("/search?").unwrap());
        assert!(shown(&again)[1].choices.first[0].set);
    }

    #[test]
    fn what_is_set_is_a_chip() {
        let params = params(
            "q=x&region=42&region=32&unit=%E6%B9%96%E5%8C%97%E7%9C%81%E4%BA%BA%E6%B0%91%E6%A3%80%E5%AF%9F%E9%99%A2&cites=%E5%88%91%E6%B3%95",
        );
        let chips = chips(&params);
        let labels: Vec<_> = chips.iter().map(|chip| chip.label.as_str()).collect();
        assert_eq!(
            labels,
            [
                "地区：湖北省",
                "地区：江苏省",
                "单位：湖北省人民检察院",
                "引用：刑法"
            ]
        );
        assert!(chips[0].href.starts_with("/search?q=x&region=32&unit="));
    }
}
