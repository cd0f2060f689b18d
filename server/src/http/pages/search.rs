//! `/search`: a result list.

use askama::Template;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::casework::desk::{Desk, OnDesk};
use super::casework::trail;
use super::filters::{self, Choice, FiltersView, TypedFilters};
use super::hits::HitItem;
use super::layout::{Layout, SearchBox};
use super::pager::Pager;
use super::understood::UnderstoodItem;
use super::{Query, render};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::PageError;
use crate::http::params::{Pairs, SearchParams, check_query_length};
use crate::http::percent;
use crate::http::state::AppState;
use crate::labels::grouped;
use crate::library::{Library, ModelState};
use crate::retrieval::{
    self, Mode, NoteKind, PartKind, SearchQuery, SearchResponse, SemanticCoverage,
};

/// Longest address that a redirect gives a browser. hyper reads up to 64 KiB.
const MOST_ADDRESS_BYTES: usize = 48 * 1024;

/// Hits for a text that is too long for an address: one page, as there are no
/// links to others.
const LONG_TEXT_HITS: usize = 50;

#[derive(Template)]
#[template(path = "search.html")]
pub(super) struct SearchPage {
    pub(super) layout: Layout,
    /// The beginning of what was searched for.
    pub(super) searched: String,
    pub(super) error: Option<Refusal>,
    pub(super) results: Option<Results>,
}

/// Why a search was not made.
pub(super) struct Refusal {
    message: String,
    /// The same text without filters and other parameters, where one of them is
    /// to blame.
    plain: Option<String>,
    /// The typed filters, where one of them is to blame.
    typed: Option<TypedFilters>,
}

/// Under which circumstances a list is shown.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    /// The search has an address, so that there are links to others like it.
    pub(super) linked: bool,
    /// A search by meaning is possible.
    pub(super) by_meaning: bool,
}

/// A result list for the template.
pub(super) struct Results {
    summary: Summary,
    filters: Option<FiltersView>,
    hits: Vec<HitItem>,
    pager: Pager,
    empty: Option<Empty>,
    /// Cases of this page, of which a teaching pack can be made.
    cases: Vec<String>,
    /// The same search by tiers, and in pictures.
    tiers: String,
    figures: String,
}

/// Counts and how the query was read.
struct Summary {
    total: String,
    lexical: Option<String>,
    semantic: Option<String>,
    /// Articles that neither found and learned ranking added.
    likely: Option<String>,
    /// The total counts what the query names as well.
    named: bool,
    page: usize,
    pages: usize,
    parts: Vec<PartItem>,
    understood: UnderstoodItem,
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
    /// The mode that finds what any other finds, and perhaps more.
    hybrid: Option<Choice>,
    nothing_to_search: bool,
}

/// The search in the address.
pub async fn get(
    State(state): State<AppState>,
    on_desk: OnDesk,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    if !pairs.has("q") {
        return Ok(Redirect::to("/").into_response());
    }
    let asked = Asked {
        pairs: pairs.keep(SearchParams::NAMES),
        linked: true,
        on_desk,
    };
    Ok(answer(&state, asked).await?)
}

/// The search from the box. A form sends it as a body, so that a text of any
/// length arrives; one that fits an address becomes a search with an address.
pub async fn post(
    State(state): State<AppState>,
    on_desk: OnDesk,
    body: Result<Bytes, BytesRejection>,
) -> Result<Response, PageError> {
    let body = body.map_err(|_| {
        let limit = state.limits().body_bytes / 1024;
        let message = format!("检索内容超过 {limit} KB");
        HttpError::parameter(ErrorCode::TooLong, "q", message)
    })?;
    let pairs = Pairs::read(&body)?.keep(SearchParams::NAMES);
    let asked = |pairs| Asked {
        pairs,
        linked: false,
        on_desk,
    };
    let Ok(params) = SearchParams::try_from(&pairs) else {
        return Ok(answer(&state, asked(pairs)).await?);
    };
    let address = filters::href(&params);
    if address.len() <= MOST_ADDRESS_BYTES {
        return Ok(Redirect::to(&address).into_response());
    }
    Ok(answer(&state, asked(pairs)).await?)
}

/// What a request asks for.
struct Asked {
    pairs: Pairs,
    linked: bool,
    on_desk: OnDesk,
}

/// The page, also when the search cannot be made: the box keeps what was typed.
async fn answer(state: &AppState, asked: Asked) -> Result<Response, HttpError> {
    let (status, page) = state
        .work(move |library| Ok(search(library, &asked)))
        .await?;
    Ok((status, render(&page)?).into_response())
}

fn search(library: &Library, asked: &Asked) -> (StatusCode, SearchPage) {
    let Asked { pairs, linked, .. } = asked;
    let linked = *linked;
    let desk = &asked.on_desk;
    let found = SearchParams::try_from(pairs).and_then(|mut params| {
        if !linked {
            params.query.per_page = LONG_TEXT_HITS;
        }
        params.query.relaxed = linked;
        let response = retrieval::search(library, &params.query)?;
        Ok((params, response))
    });
    match found {
        Ok((params, response)) => {
            let circumstances = Circumstances {
                linked,
                by_meaning: matches!(library.model_state(), ModelState::Ready),
            };
            trail::searched(library, desk, &params, &response);
            let mut results = Results::new(&params, &response, circumstances);
            results.mark_collected(desk, &params);
            let mut search = SearchBox::of(library);
            search.mode = params.query.mode;
            search.kept = filters::kept(&params);
            search.focused = results.nothing_to_search();
            (StatusCode::OK, page(search, pairs, Ok(results)))
        }
        Err(error) => {
            let blamed = error.parameter.as_deref();
            let mut search = SearchBox::of(library);
            if blamed != Some("mode") {
                search.mode = typed_mode(pairs);
            }
            search.kept = usable(pairs, blamed);
            let refusal = Refusal::new(&error, pairs, linked);
            (error.code.status(), page(search, pairs, Err(refusal)))
        }
    }
}

fn page(mut search: SearchBox, pairs: &Pairs, results: Result<Results, Refusal>) -> SearchPage {
    let typed = typed(pairs);
    // A text beyond the limit is not sent back; it would not fit the box either.
    if check_query_length(typed).is_ok() {
        search = search.with_text(typed);
    }
    let searched: String = typed.chars().take(40).collect();
    let (results, error) = match results {
        Ok(results) => (Some(results), None),
        Err(refusal) => (None, Some(refusal)),
    };
    SearchPage {
        layout: Layout::new(&searched, search),
        searched,
        error,
        results,
    }
}

fn typed(pairs: &Pairs) -> &str {
    pairs.one("q").ok().flatten().unwrap_or_default()
}

fn typed_mode(pairs: &Pairs) -> Mode {
    let code = pairs.one("mode").ok().flatten();
    code.and_then(Mode::from_code).unwrap_or_default()
}

/// The filters of a refused search, without the one to blame.
fn usable(pairs: &Pairs, blamed: Option<&str>) -> Vec<(&'static str, String)> {
    let filters = SearchParams::NAMES.iter().filter(|&&name| {
        let changed = matches!(name, "q" | "mode" | "page");
        !changed && Some(name) != blamed
    });
    let values = |&name: &&'static str| {
        let values = pairs.many(name).unwrap_or_default();
        values.into_iter().map(move |value| (name, value))
    };
    filters.flat_map(values).collect()
}

impl Refusal {
    fn new(error: &HttpError, pairs: &Pairs, linked: bool) -> Self {
        let typed = typed(pairs);
        let blamed = error.parameter.as_deref();
        let other_than_text = blamed.is_some_and(|name| name != "q") && !typed.is_empty();
        let typed_filter = blamed.is_some_and(|name| TypedFilters::NAMES.contains(&name));
        Self {
            message: error.message.clone(),
            plain: other_than_text.then(|| format!("/search?{}", percent::query([("q", typed)]))),
            typed: (linked && other_than_text && typed_filter).then(|| {
                let mut all = vec![
                    ("q", typed.to_owned()),
                    ("mode", typed_mode(pairs).code().to_owned()),
                ];
                all.extend(usable(pairs, None));
                TypedFilters::new(all)
            }),
        }
    }
}

impl Results {
    pub(super) fn new(
        params: &SearchParams,
        response: &SearchResponse,
        circumstances: Circumstances,
    ) -> Self {
        let Circumstances { linked, by_meaning } = circumstances;
        let query = &params.query;
        let carried = if linked { &*query.query_text } else { "" };
        let pager = match linked {
            true => Pager::new(response.page, response.pages(), |page| {
                href_of_page(params, page)
            }),
            false => Pager::default(),
        };
        let found_nothing = response.hits.is_empty();
        let empty = found_nothing.then(|| Empty::new(params, response, by_meaning));
        let nothing_to_search = empty.as_ref().is_some_and(|empty| empty.nothing_to_search);
        let mut summary = Summary::new(params, response, linked);
        if !linked {
            summary.notes.push(format!(
                "检索内容太长，放不进网址：这一页只列前 {LONG_TEXT_HITS} 条，不能翻页、筛选和收藏"
            ));
        }
        Self {
            summary,
            filters: (linked && !nothing_to_search).then(|| FiltersView::new(params, response)),
            hits: response
                .hits
                .iter()
                .map(|hit| HitItem::new(hit, carried))
                .collect(),
            pager,
            empty,
            cases: response
                .hits
                .iter()
                .filter(|hit| hit.entry.kind.is_case())
                .map(|hit| hit.entry.document_id.to_string())
                .collect(),
            tiers: filters::href_at("/tiers", params),
            figures: filters::href_at("/figures", params),
        }
    }

    /// Marks what was collected for the case on the desk.
    fn mark_collected(&mut self, desk: &Desk, params: &SearchParams) {
        let here = filters::href(params);
        for hit in &mut self.hits {
            hit.collected = desk.holds(&hit.id);
            hit.back = format!("{here}#hit-{}", hit.rank);
        }
    }

    /// Whether there was nothing in the text that can be searched for.
    fn nothing_to_search(&self) -> bool {
        let empty = self.empty.as_ref();
        empty.is_some_and(|empty| empty.nothing_to_search)
    }
}

fn href_of_page(params: &SearchParams, page: usize) -> String {
    let mut params = params.clone();
    params.query.page = page;
    filters::href(&params)
}

impl Summary {
    fn new(params: &SearchParams, response: &SearchResponse, linked: bool) -> Self {
        let query = &params.query;
        Self {
            total: grouped(response.total),
            lexical: response.lexical_total.map(grouped),
            semantic: response.semantic_total.map(grouped),
            likely: Some(response.likely_total)
                .filter(|&total| total > 0)
                .map(grouped),
            named: counts_named(response),
            page: response.page,
            pages: response.pages(),
            parts: parts(query, response),
            understood: match linked {
                true => UnderstoodItem::new(params, &response.understood),
                false => UnderstoodItem::default(),
            },
            notes: notes(query, response),
            elapsed: format!("{:.0}", response.elapsed_ms.max(1.0)),
        }
    }
}

/// Whether the total counts entries that the query names beside those of the lists.
fn counts_named(response: &SearchResponse) -> bool {
    let understood = &response.understood;
    let mut notes = understood.notes.iter();
    let listed = match (response.lexical_total, response.semantic_total) {
        (Some(listed), None) | (None, Some(listed)) => Some(listed),
        _ => None,
    };
    listed != Some(response.total)
        && notes.all(|note| note.kind != NoteKind::OutsideFilter)
        && understood
            .jumps
            .iter()
            .any(|jump| !jump.documents.is_empty())
}

/// What a reader should know, but for what the page says in another place.
fn notes(query: &SearchQuery, response: &SearchResponse) -> Vec<String> {
    let elsewhere = [
        NoteKind::NothingToSearch,
        NoteKind::SemanticTotal,
        NoteKind::PastTheEnd,
    ];
    let told = response.understood.notes.iter();
    let told = told.filter(|note| !elsewhere.contains(&note.kind));
    let mut notes: Vec<String> = told
        .map(|note| match (note.kind, response.coverage) {
            (NoteKind::PartialVectors, Some(coverage)) => partial(coverage),
            _ => note.text.clone(),
        })
        .collect();
    // Many sources of guiding cases give no date; their absence must not pass for
    // an answer.
    if query.filter.date_from.is_some() || query.filter.date_to.is_some() {
        notes.push("按日期筛选时，没有注明日期的文本不在结果中".to_owned());
    }
    if query.filter.recent_from.is_some() {
        notes.push("没有注明日期的案例不算近年的，不在结果中；指导性案例都在".to_owned());
    }
    notes
}

fn partial(coverage: SemanticCoverage) -> String {
    let all = grouped(coverage.vectors + coverage.vectors_missing);
    format!(
        "按意思检索目前只覆盖全库 {all} 段文字中的 {} 段，其余向量尚未生成",
        grouped(coverage.vectors)
    )
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
    fn new(params: &SearchParams, response: &SearchResponse, by_meaning: bool) -> Self {
        let link = |label: String, params: &SearchParams| Choice {
            label,
            count: String::new(),
            href: filters::href(params),
            set: false,
        };
        let mut first = params.clone();
        first.query.page = 1;
        let mut last = first.clone();
        last.query.page = response.pages();
        let mut hybrid = first;
        hybrid.query.mode = Mode::Hybrid;
        let more_by_hybrid = by_meaning && params.query.mode != Mode::Hybrid;
        let notes = &response.understood.notes;
        Self {
            past_the_end: (response.total > 0)
                .then(|| link(format!("到最后一页（第 {} 页）", response.pages()), &last)),
            filtered: params
                .is_filtered()
                .then(|| filters::href(&filters::without_filters(params))),
            hybrid: more_by_hybrid
                .then(|| link(format!("改为“{}”", Mode::Hybrid.label()), &hybrid)),
            nothing_to_search: notes
                .iter()
                .any(|note| note.kind == NoteKind::NothingToSearch),
        }
    }
}
