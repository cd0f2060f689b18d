//! `/similar`: facts are pasted or uploaded, or a case is named, and similar cases come
//! back, each side by side with it on three axes (类案比对).

use askama::Template;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use leian_corpus::{DocumentId, charges};

use super::casework::desk::OnDesk;
use super::casework::trail;
use super::hits::Badges;
use super::layout::{Layout, SearchBox};
use super::{PageError, Query, render};
use crate::http::error::{ErrorCode, HttpError, shortened};
use crate::http::percent;
use crate::http::state::AppState;
use crate::http::upload::{self, MAX_UPLOAD_BYTES, Upload};
use crate::labels::grouped;
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
    typed: Typed,
    error: Option<String>,
    compared: Option<Compared>,
}

/// What was typed into the form.
#[derive(Clone, Debug, Default)]
struct Typed {
    text: String,
    charges: String,
}

impl SimilarPage {
    /// The charges that were typed, for a form that asks for them.
    fn typed_charges(&self) -> Option<&str> {
        Some(&self.typed.charges)
    }

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

pub(super) struct CaseItem {
    pub(super) place: usize,
    pub(super) href: String,
    pub(super) title: String,
    pub(super) badges: Badges,
    pub(super) meta: Vec<String>,
    pub(super) signals: Vec<(&'static str, String)>,
    pub(super) charges: String,
    pub(super) facts: Vec<PairItem>,
    pub(super) issue: Option<PairItem>,
    pub(super) law: Vec<LawItem>,
    pub(super) differences: Vec<DifferenceItem>,
}

pub(super) struct PairItem {
    pub(super) here: String,
    pub(super) there: String,
    pub(super) href: String,
    pub(super) shared: String,
}

pub(super) struct LawItem {
    pub(super) label: String,
    pub(super) href: Option<String>,
}

pub(super) struct DifferenceItem {
    pub(super) label: &'static str,
    pub(super) only_here: String,
    pub(super) only_there: String,
    pub(super) sentence: Option<(String, String)>,
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
    on_desk: OnDesk,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let Some(id) = pairs.one("of")?.map(str::to_owned) else {
        let search = state.look(|library| Ok(SearchBox::of(library))).await?;
        return Ok(render(&page(search, Typed::default(), None, None))?.into_response());
    };
    let id = DocumentId::parse(id.trim()).map_err(|_| {
        let message = format!("“{}”不是文本的标识", shortened(&id));
        HttpError::parameter(ErrorCode::InvalidParameter, "of", message)
    })?;
    let (search, compared) = compare(&state, on_desk, Told::Case(id), Vec::new()).await?;
    Ok(render(&page(search, Typed::default(), None, Some(compared)))?.into_response())
}

async fn of_text(
    State(state): State<AppState>,
    on_desk: OnDesk,
    request: Request,
) -> Result<Response, PageError> {
    let _place = upload::place(&state)?;
    let (typed, outcome) = match Upload::read_with(request, &state, &["charges"]).await {
        Err(error) => (Typed::default(), Err(error)),
        Ok(upload) => {
            let typed = Typed {
                text: upload.text.clone(),
                charges: upload.typed("charges").to_owned(),
            };
            let charges = charges_in(&typed.charges);
            let facts = state.work(move |_: &Library| Ok(upload.sheet()?.cited.text));
            let outcome = match (charges, facts.await) {
                (Ok(charges), Ok(facts)) => {
                    compare(&state, on_desk, Told::Text(facts), charges).await
                }
                (Err(error), _) | (_, Err(error)) => Err(error),
            };
            (typed, outcome)
        }
    };
    match outcome {
        Ok((search, compared)) => {
            Ok(render(&page(search, typed, None, Some(compared)))?.into_response())
        }
        Err(error) => {
            let status: StatusCode = error.code.status();
            let page = page(SearchBox::default(), typed, Some(error.message), None);
            Ok((status, render(&page)?).into_response())
        }
    }
}

/// The official names of charges as they are typed: 盗窃罪、诈骗罪, 帮信 掩隐.
fn charges_in(typed: &str) -> Result<Vec<String>, HttpError> {
    let (meant, unknown) = charges::typed(typed);
    if let Some(name) = unknown.first() {
        let message = format!(
            "没有罪名“{}”；请写罪名或其通行简称，例如 盗窃罪、帮信罪",
            shortened(name)
        );
        return Err(HttpError::parameter(
            ErrorCode::InvalidParameter,
            "charges",
            message,
        ));
    }
    Ok(meant.iter().map(|charge| charge.name.to_owned()).collect())
}

async fn compare(
    state: &AppState,
    on_desk: OnDesk,
    told: Told,
    charges: Vec<String>,
) -> Result<(SearchBox, Compared), HttpError> {
    let work = move |library: &Library| {
        let query = SimilarQuery {
            told,
            charges,
            filter: FilterInput::default().parse()?,
            limit: LISTED,
        };
        let found = similar(library, &query)?;
        trail::compared(library, &on_desk, &query.told, &found);
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
    typed: Typed,
    error: Option<String>,
    compared: Option<Compared>,
) -> SimilarPage {
    SimilarPage {
        layout: Layout::new("类案比对", search),
        typed,
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
    pub(super) fn new(place: usize, case: &SimilarCase) -> Self {
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn charges_are_read_as_people_list_them() {
        let read = |typed: &str| charges_in(typed).unwrap();
        assert_eq!(read("盗窃罪、诈骗罪"), ["盗窃罪", "诈骗罪"]);
        assert_eq!(read("帮信 非吸").len(), 2);
        assert_eq!(read("拒不执行判决、裁定罪"), ["拒不执行判决、裁定罪"]);
        assert!(read("  ").is_empty());
        let error = charges_in("盗窃罪 灯塔罪").unwrap_err();
        assert!(error.message.contains("灯塔罪"), "{}", error.message);
    }
}
