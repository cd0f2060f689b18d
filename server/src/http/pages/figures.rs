//! `/figures`: a result set in pictures, and `/neighbourhood`: what a text cites and
//! what cites it. Every picture stands beside its table.

use askama::Template;
use axum::response::Html;
use leian_corpus::{EntryId, Facet};

use super::Ask;
use super::PageError;
use super::filters::{self, href_with};
use super::layout::{Layout, SearchBox};
use super::plots::{Bar, Plot, neighbourhood};
use crate::http::error::HttpError;
use crate::http::params::{Pairs, SearchParams};
use crate::http::reading;
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::{CitedByQuery, cited_by, cites, facet_counts, search, targets_of};

/// Neighbours at each side.
const NEIGHBOURS: usize = 12;

#[derive(Template)]
#[template(path = "figures.html")]
struct FiguresPage {
    layout: Layout,
    searched: String,
    back: String,
    total: String,
    plots: Vec<Plot>,
}

/// The pictures of a search.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| figures(library, &pairs.clone().keep(SearchParams::NAMES)))
        .await
}

fn figures(library: &Library, pairs: &Pairs) -> Result<FiguresPage, HttpError> {
    let params = SearchParams::try_from(pairs)?;
    let response = search(library, &params.query)?;
    let facets = &response.facets;
    let mut years: Vec<(i16, usize)> = facets.years.clone();
    years.sort_unstable();
    let years = years.into_iter().map(|(year, count)| Bar {
        label: format!("{year} 年"),
        count,
        href: Some(href_with(&params, |filter| {
            filter.date_from = Some(year.to_string());
            filter.date_to = Some(year.to_string());
        })),
    });
    let known = |facet: Facet| {
        let counts = facet_counts(facets, facet, params.query.unit.as_ref()).into_iter();
        let bars = counts.map(|(value, count)| Bar {
            label: facet.value_label(&value),
            count,
            href: Some(href_with(&params, |filter| {
                filter.known.insert(facet, vec![value.clone()]);
            })),
        });
        bars.collect::<Vec<Bar>>()
    };
    let kinds = facets.kinds.iter().map(|(kind, count)| Bar {
        label: kind.label().to_owned(),
        count: *count,
        href: Some(href_with(&params, |filter| {
            filter.kinds = vec![kind.code().to_owned()];
        })),
    });
    let plots = [
        ("按年份", years.collect()),
        ("按类别", kinds.collect()),
        ("按检察职能", known(Facet::Function)),
        ("按地区", known(Facet::Region)),
        ("按罪名", known(Facet::Charge)),
    ];
    let searched: String = params.query.query_text.chars().take(40).collect();
    let plots = plots
        .into_iter()
        .filter(|(_, bars): &(_, Vec<Bar>)| !bars.is_empty());
    Ok(FiguresPage {
        layout: Layout::new(&format!("{searched} 图示"), SearchBox::of(library)),
        searched,
        back: filters::href(&params),
        total: grouped(response.total),
        plots: plots.map(|(title, bars)| Plot::new(title, bars)).collect(),
    })
}

#[derive(Template)]
#[template(path = "neighbourhood.html")]
struct NeighbourhoodPage {
    layout: Layout,
    title: String,
    href: String,
    svg: String,
    cited: Vec<Bar>,
    cited_total: usize,
    citing: Vec<Bar>,
    citing_total: usize,
}

/// What a text cites and what cites it.
pub async fn around(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| neighbours(library, pairs.one("of")?.unwrap_or_default()))
        .await
}

fn neighbours(library: &Library, id: &str) -> Result<NeighbourhoodPage, HttpError> {
    let snapshot = library.snapshot()?;
    let entry_id = EntryId::parse(id).map_err(|_| reading::no_document(id))?;
    let found = cites(&snapshot, &entry_id)?.ok_or_else(|| reading::no_document(id))?;
    let cited = found.targets.iter().filter(|line| !line.own);
    let cited: Vec<Bar> = cited
        .map(|line| Bar {
            label: line.title.clone().unwrap_or_else(|| line.target.label()),
            count: line.mentions,
            href: line
                .entry
                .as_ref()
                .map(|entry| format!("/documents/{entry}")),
        })
        .collect();
    let targets = targets_of(&snapshot, &entry_id)?.unwrap_or_default();
    let mut citing = Vec::new();
    let mut citing_total = 0;
    if !targets.is_empty() {
        let query = CitedByQuery {
            per_page: NEIGHBOURS,
            ..CitedByQuery::new(targets)
        };
        for group in cited_by(&snapshot, &query)?.groups {
            citing_total += group.total;
            for hit in group.hits {
                citing.push(Bar {
                    label: hit.entry.title(),
                    count: hit.mentions,
                    href: Some(format!("/documents/{}", hit.entry.id)),
                });
            }
        }
    }
    citing.truncate(NEIGHBOURS);
    let names = |bars: &[Bar]| -> Vec<String> {
        let first = bars.iter().take(NEIGHBOURS);
        first.map(|bar| bar.label.clone()).collect()
    };
    Ok(NeighbourhoodPage {
        layout: Layout::new(&format!("{} 引用关系", found.title), SearchBox::of(library)),
        svg: neighbourhood(&found.title, &names(&citing), &names(&cited)),
        title: found.title,
        href: format!("/documents/{id}"),
        cited_total: cited.len(),
        cited: cited.into_iter().take(NEIGHBOURS).collect(),
        citing,
        citing_total,
    })
}
