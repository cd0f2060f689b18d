//! `/search`: a result list.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::filters::{self, Choice, FiltersView};
use super::hits::HitItem;
use super::layout::{Layout, SearchBox};
use super::pager::Pager;
use super::{Query, render};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::labels::grouped;
use crate::http::pages::PageError;
use crate::http::params::{Pairs, SearchParams, check_query_length};
use crate::http::percent;
use crate::http::state::AppState;
use crate::library::Library;
use crate::retrieval::{self, Mode, NoteKind, PartKind, SearchQuery, SearchResponse};

/// Longest address that a redirect gives a browser. hyper reads up to 64 KiB.
const MOST_ADDRESS_BYTES: usize = 48 * 1024;

/// Hits for a text that is too long for an address: one page, as there are no
/// links to others.
const LONG_TEXT_HITS: usize = 50;

#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage {
    pub(super) layout: Layout,
    pub(super) error: Option<Refusal>,
    pub(super) results: Option<Results>,
}

/// Why a search was not made.
pub(super) struct Refusal {
    message: String,
    /// The same text without filters and other parameters, where one of them is
    /// to blame.
    plain: Option<String>,
}

/// A result list for the template.
pub(super) struct Results {
    summary: Summary,
    filters: Option<FiltersView>,
    hits: Vec<HitItem>,
    pager: Pager,
    empty: Option<Empty>,
}

/// Counts and how the query was read.
struct Summary {
    total: String,
    lexical: Option<String>,
    semantic: Option<String>,
    both: bool,
    page: usize,
    pages: usize,
    parts: Vec<PartItem>,
    notes: Vec<String>,
    elapsed: String,
}

struct PartItem {
    label: &'static str,
    text: String,
    class: &'static str,
}

/// Why there is nothing, and what to do.
struct Empty {
    past_the_end: Option<Choice>,
    filtered: Option<String>,
    other_modes: Vec<Choice>,
    nothing_to_search: bool,
}

/// The search in the address.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    if !pairs.has("q") {
        return Ok(Redirect::to("/").into_response());
    }
    Ok(answer(&state, pairs.keep(SearchParams::NAMES), true).await?)
}

/// The search from the box. A form sends it as a body, so that a text of any
/// length arrives; one that fits an address becomes a search with an address.
pub async fn post(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, PageError> {
    let body = body.map_err(|_| {
        let limit = state.limits().body_bytes / 1024;
        let message = format!("检索内容超过 {limit} KB");
        HttpError::parameter(ErrorCode::TooLong, "q", message)
    })?;
    let pairs = Pairs::read(&body)?.keep(SearchParams::NAMES);
    let Ok(params) = SearchParams::try_from(&pairs) else {
        return Ok(answer(&state, pairs, false).await?);
    };
    let address = filters::href(&params);
    if address.len() <= MOST_ADDRESS_BYTES {
        return Ok(Redirect::to(&address).into_response());
    }
    Ok(answer(&state, pairs, false).await?)
}

/// The page, also when the search cannot be made: the box keeps what was typed.
async fn answer(state: &AppState, pairs: Pairs, linked: bool) -> Result<Response, HttpError> {
    let (status, page) = state
        .work(move |library| Ok(search(library, &pairs, linked)))
        .await?;
    Ok((status, render(&page)?).into_response())
}

fn search(library: &Library, pairs: &Pairs, linked: bool) -> (StatusCode, SearchPage) {
    let found = SearchParams::try_from(pairs).and_then(|mut params| {
        if !linked {
            params.query.per_page = LONG_TEXT_HITS;
        }
        let response = retrieval::search(library, &params.query)?;
        Ok((params, response))
    });
    match found {
        Ok((params, response)) => {
            let results = Results::new(&params, &response, linked);
            let page = page(library, pairs, Some(&params), Ok(results));
            (StatusCode::OK, page)
        }
        Err(error) => {
            let status = error.code.status();
            (status, page(library, pairs, None, Err(error)))
        }
    }
}

fn page(
    library: &Library,
    pairs: &Pairs,
    params: Option<&SearchParams>,
    results: Result<Results, HttpError>,
) -> SearchPage {
    let typed = pairs.one("q").ok().flatten().unwrap_or_default();
    let mut search = SearchBox::of(library);
    // A text beyond the limit is not sent back; it would not fit the box either.
    if check_query_length(typed).is_ok() {
        search = search.with_text(typed);
    }
    if let Some(params) = params {
        search.mode = params.query.mode;
        search.kept = filters::filter_pairs(&params.filter);
    }
    let title: String = typed.chars().take(40).collect();
    let (results, error) = match results {
        Ok(results) => (Some(results), None),
        Err(error) => (None, Some(Refusal::new(error, typed))),
    };
    SearchPage {
        layout: Layout::new(&title, search),
        error,
        results,
    }
}

impl Refusal {
    fn new(error: HttpError, typed: &str) -> Self {
        let to_blame = error.parameter.as_deref();
        let other_than_text = to_blame.is_some_and(|name| name != "q") && !typed.is_empty();
        Self {
            message: error.message,
            plain: other_than_text.then(|| format!("/search?{}", percent::query([("q", typed)]))),
        }
    }
}

impl Results {
    pub(super) fn new(params: &SearchParams, response: &SearchResponse, linked: bool) -> Self {
        let query = &params.query;
        let carried = if linked {
            query.query_text.as_str()
        } else {
            ""
        };
        let pager = if linked {
            Pager::new(response.page, response.pages(), |page| {
                href_of_page(params, page)
            })
        } else {
            Pager::default()
        };
        Self {
            summary: Summary::new(query, response),
            filters: linked.then(|| FiltersView::new(params, &response.facets)),
            hits: response
                .hits
                .iter()
                .map(|hit| HitItem::new(hit, carried))
                .collect(),
            pager,
            empty: response
                .hits
                .is_empty()
                .then(|| Empty::new(params, response)),
        }
    }
}

fn href_of_page(params: &SearchParams, page: usize) -> String {
    let mut params = params.clone();
    params.query.page = page;
    filters::href(&params)
}

impl Summary {
    fn new(query: &SearchQuery, response: &SearchResponse) -> Self {
        Self {
            total: grouped(response.total),
            lexical: response.lexical_total.map(grouped),
            semantic: response.semantic_total.map(grouped),
            both: response.lexical_total.is_some() && response.semantic_total.is_some(),
            page: response.page,
            pages: response.pages(),
            parts: parts(query, response),
            notes: notes(query, response),
            elapsed: format!("{:.0}", response.elapsed_ms.max(1.0)),
        }
    }
}

/// What a reader should know, but for what the page says in another place.
fn notes(query: &SearchQuery, response: &SearchResponse) -> Vec<String> {
    let mut notes: Vec<String> = response
        .understood
        .notes
        .iter()
        .filter(|note| note.kind != NoteKind::PastTheEnd)
        .map(|note| note.text.clone())
        .collect();
    // Many sources of guiding cases give no date; their absence must not pass for
    // an answer.
    if query.filter.date_from.is_some() || query.filter.date_to.is_some() {
        notes.push("按日期筛选时，没有注明日期的文本不在结果中".to_owned());
    }
    notes
}

/// The pieces of the query, unless it is nothing but words as typed.
fn parts(query: &SearchQuery, response: &SearchResponse) -> Vec<PartItem> {
    let parts = &response.understood.parts;
    let plain = parts.iter().all(|part| part.kind == PartKind::Words);
    if plain || query.query_text.chars().nth(200).is_some() {
        return Vec::new();
    }
    parts
        .iter()
        .map(|part| PartItem {
            label: part.kind.label(),
            text: part.text.clone(),
            class: part.kind.code(),
        })
        .collect()
}

impl Empty {
    fn new(params: &SearchParams, response: &SearchResponse) -> Self {
        let link = |label: String, params: &SearchParams| Choice {
            label,
            count: String::new(),
            href: filters::href(params),
            set: false,
        };
        let mut first = params.clone();
        first.query.page = 1;
        let other_modes = Mode::ALL
            .into_iter()
            .filter(|&mode| mode != params.query.mode)
            .map(|mode| {
                let mut other = first.clone();
                other.query.mode = mode;
                link(format!("改为“{}”", mode.label()), &other)
            })
            .collect();
        let mut last = first.clone();
        last.query.page = response.pages();
        let mut unfiltered = first.clone();
        unfiltered.filter = Default::default();
        let notes = &response.understood.notes;
        Self {
            past_the_end: (response.total > 0)
                .then(|| link(format!("到最后一页（第 {} 页）", response.pages()), &last)),
            filtered: params.is_filtered().then(|| filters::href(&unfiltered)),
            other_modes,
            nothing_to_search: notes
                .iter()
                .any(|note| note.kind == NoteKind::NothingToSearch),
        }
    }
}
