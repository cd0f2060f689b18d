//! Filters by date on the page of results: single years, a span, 近三年.

use leian_indexer::Facets;

use super::filters::{Choice, Choices, href_with, true_count};
use crate::http::params::SearchParams;
use crate::labels::grouped;
use crate::retrieval::FilterInput;

/// The years that 法发〔2020〕24号 prefers.
const RECENT_YEARS: &str = "3";

/// Years of the result set, newest first.
pub(super) fn years(params: &SearchParams, facets: &Facets, without: &Facets) -> Choices {
    let choice = |&(number, count): &(i16, usize)| {
        let year = Some(number.to_string());
        let filter = &params.filter;
        let set = filter.date_from == year && filter.date_to == year;
        Choice {
            label: format!("{} 年", year.as_deref().unwrap_or_default()),
            count: grouped(true_count(&facets.years, &number, set, count)),
            href: href_with(params, |filter| {
                let year = if set { None } else { year };
                filter.date_from.clone_from(&year);
                filter.date_to = year;
            }),
            set,
        }
    };
    Choices::relaxed(without.years.iter().map(choice).collect())
}

/// 近三年, by which guiding cases are not limited.
pub(super) fn recent(params: &SearchParams) -> Choice {
    let set = params.filter.recent.as_deref() == Some(RECENT_YEARS);
    Choice {
        label: "近三年（指导性案例和法律不限）".to_owned(),
        count: String::new(),
        href: href_with(params, |filter| {
            filter.recent = (!set).then(|| RECENT_YEARS.to_owned());
        }),
        set,
    }
}

/// The dates that are set, for readers.
pub(super) fn label(filter: &FilterInput) -> Option<String> {
    match (&filter.date_from, &filter.date_to) {
        (None, None) => None,
        (Some(from), Some(to)) if from == to => Some(format!("日期：{from}")),
        (Some(from), Some(to)) => Some(format!("日期：{from} 至 {to}")),
        (Some(from), None) => Some(format!("日期：{from} 起")),
        (None, Some(to)) => Some(format!("日期：至 {to}")),
    }
}
