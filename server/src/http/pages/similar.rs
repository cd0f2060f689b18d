//! `/similar`: facts are pasted or uploaded, or a case is named, and similar cases come
//! back, each side by side with it on three axes (类案比对).

use askama::Template;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use leian_corpus::DocumentId;

use super::hits::Badges;
use super::layout::{Layout, SearchBox};
use super::{PageError, Query, render};
use crate::http::error::{ErrorCode, HttpError, shortened};
use crate::http::labels::grouped;
use crate::http::percent;
use crate::http::state::AppState;
use crate::http::upload::{self, MAX_UPLOAD_BYTES, Upload};
use crate::library::Library;
use crate::retrieval::similar::axes::{Quoted, SharedArticle};
use crate::retrieval::similar::{ChargeOrigin, Difference, Match, Signal};
use crate::retrieval::{
    FilterInput, MAX_QUERY_CHARS, SimilarCase, SimilarCases, SimilarQuery, Told, similar,
};

/// Cases on the page.
const LISTED: usize = 10;

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    layout: Layout,
    text: String,
    error: Option<String>,
    compared: Option<Compared>,
}

impl SimilarPage {
    fn most_chars(&self) -> String {
        grouped(MAX_QUERY_CHARS)
    }

    fn most_mebibytes(&self) -> usize {
        MAX_UPLOAD_BYTES / 1024 / 1024
    }
}

/// What the page shows.
struct Compared {
    /// The case that was named, with its address; none for told facts.
    of: Option<(String, String)>,
    compared: String,
    by_meaning: bool,
    charges: Vec<String>,
    /// How the charges came to be known.
    known_by: Option<&'static str>,
    cases: Vec<CaseItem>,
}

struct CaseItem {
    place: usize,
    href: String,
    title: String,
    badges: Badges,
    meta: Vec<String>,
    signals: Vec<(&'static str, String)>,
    charges: String,
    facts: Vec<PairItem>,
    issue: Option<PairItem>,
    law: Vec<LawItem>,
    differences: Vec<DifferenceItem>,
}

struct PairItem {
    here: String,
    there: String,
    href: String,
    shared: String,
}

struct LawItem {
    label: String,
    href: Option<String>,
}

struct DifferenceItem {
    label: &'static str,
    only_here: String,
    only_there: String,
    sentence: Option<(String, String)>,
}

/// The address, with the limit of uploads.
pub fn route() -> MethodRouter<AppState> {
    get(form_or_case)
        .post(of_text)
        .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
}

/// The form; with `?of=` the cases similar to one of the library.
async fn form_or_case(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let Some(id) = pairs.one("of")?.map(str::to_owned) else {
        let search = state.look(|library| Ok(SearchBox::of(library))).await?;
        return Ok(render(&page(search, String::new(), None, None))?.into_response());
    };
    let id = DocumentId::parse(id.trim()).map_err(|_| {
        let message = format!("“{}”不是文本的标识", shortened(&id));
        HttpError::parameter(ErrorCode::InvalidParameter, "of", message)
    })?;
    let (search, compared) = compare(&state, Told::Case(id)).await?;
    Ok(render(&page(search, String::new(), None, Some(compared)))?.into_response())
}

async fn of_text(State(state): State<AppState>, request: Request) -> Result<Response, PageError> {
    let _place = upload::place(&state)?;
    let (text, outcome) = match Upload::read(request, &state).await {
        Err(error) => (String::new(), Err(error)),
        Ok(upload) => {
            let text = upload.text.clone();
            let facts = state
                .work(move |_: &Library| Ok(upload.sheet()?.cited.text))
                .await;
            let outcome = match facts {
                Ok(facts) => compare(&state, Told::Text(facts)).await,
                Err(error) => Err(error),
            };
            (text, outcome)
        }
    };
    match outcome {
        Ok((search, compared)) => {
            Ok(render(&page(search, text, None, Some(compared)))?.into_response())
        }
        Err(error) => {
            let status: StatusCode = error.code.status();
            let page = page(SearchBox::default(), text, Some(error.message), None);
            Ok((status, render(&page)?).into_response())
        }
    }
}

async fn compare(state: &AppState, told: Told) -> Result<(SearchBox, Compared), HttpError> {
    let work = move |library: &Library| {
        let query = SimilarQuery {
            told,
            charges: Vec::new(),
            filter: FilterInput::default().parse()?,
            limit: LISTED,
        };
        let found = similar(library, &query)?;
        let of = match &query.told {
            Told::Text(_) => None,
            Told::Case(id) => {
                let document = library.snapshot()?.document(id)?;
                document.map(|document| (document.title, format!("/documents/{id}")))
            }
        };
        Ok((SearchBox::of(library), Compared::new(of, &found)))
    };
    state.work(work).await
}

fn page(
    search: SearchBox,
    text: String,
    error: Option<String>,
    compared: Option<Compared>,
) -> SimilarPage {
    SimilarPage {
        layout: Layout::new("类案比对", search),
        text,
        error,
        compared,
    }
}

impl Compared {
    fn new(of: Option<(String, String)>, found: &SimilarCases) -> Self {
        let charges = found.charges.iter();
        Self {
            of,
            compared: grouped(found.compared),
            by_meaning: found.by_meaning,
            known_by: found.charges.first().map(|charge| charge.origin.label()),
            charges: charges
                .map(|charge| match charge.origin {
                    ChargeOrigin::NearestCases => {
                        format!("{}（{:.0}%）", charge.name, 100.0 * charge.share)
                    }
                    _ => charge.name.to_owned(),
                })
                .collect(),
            cases: (1..)
                .zip(&found.cases)
                .map(|(place, case)| CaseItem::new(place, case))
                .collect(),
        }
    }
}

impl CaseItem {
    fn new(place: usize, case: &SimilarCase) -> Self {
        let entry = &case.entry;
        let href = format!("/documents/{}", entry.document_id);
        let axes = &case.axes;
        let pair = |one: &Match| PairItem::new(&href, one);
        let signals = Signal::ALL.into_iter().zip(case.signals);
        Self {
            place,
            title: entry.title(),
            badges: Badges::new(entry.kind, &entry.metadata),
            meta: [
                entry.metadata.number.clone(),
                entry.metadata.court.clone(),
                entry.metadata.date.map(|date| date.to_string()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            signals: signals
                .map(|(signal, value)| (signal.label(), format!("{:.0}%", 100.0 * value)))
                .collect(),
            charges: axes.charges.join("、"),
            facts: axes.facts.iter().map(pair).collect(),
            issue: axes.issue.as_ref().map(pair),
            law: axes.law.iter().map(LawItem::new).collect(),
            differences: axes
                .differences
                .iter()
                .map(|one| DifferenceItem::new(&href, one))
                .collect(),
            href,
        }
    }
}

/// The address of a sentence, where it is marked.
fn place_of(href: &str, quoted: &Quoted) -> String {
    let Quoted {
        section,
        byte_range,
        ..
    } = quoted;
    format!(
        "{href}?near={section}:{}-{}#near",
        byte_range.start, byte_range.end
    )
}

impl PairItem {
    fn new(href: &str, one: &Match) -> Self {
        Self {
            here: one.here.text.clone(),
            there: one.there.text.clone(),
            href: place_of(href, &one.there),
            shared: one.shared.join("、"),
        }
    }
}

impl LawItem {
    fn new(article: &SharedArticle) -> Self {
        Self {
            label: article.label.clone(),
            href: article.held.then(|| {
                let law = percent::encode(&article.law);
                format!("/articles/{law}/{}", article.number)
            }),
        }
    }
}

impl DifferenceItem {
    fn new(href: &str, one: &Difference) -> Self {
        let listed = |names: &[String]| names.join("、");
        Self {
            label: one.kind.label(),
            only_here: listed(&one.only_here),
            only_there: listed(&one.only_there),
            sentence: one
                .sentence
                .as_ref()
                .map(|quoted| (quoted.text.clone(), place_of(href, quoted))),
        }
    }
}
