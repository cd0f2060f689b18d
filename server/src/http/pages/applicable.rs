//! `/applicable`: facts are pasted or uploaded, and the articles that may apply come
//! back with what speaks for each (拟适用法条).

use askama::Template;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use super::layout::{Layout, SearchBox};
use super::{PageError, render};
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::http::upload::{self, MAX_UPLOAD_BYTES, Upload};
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::{
    Applicable, Facts, MAX_QUERY_CHARS, NamedCase, ProposedArticle, TEXT_NOT_KNOWN, applicable,
};

/// Articles on the page.
const LISTED: usize = 6;

/// Fewer known cases say little.
const FEW_CASES: usize = 20;

/// Less likely articles are not listed after the first.
const LEAST_LIKELY: f64 = 0.01;

/// A signal that weighs less is no reason.
const LEAST_SHARE: f64 = 0.1;

#[derive(Template)]
#[template(path = "applicable.html")]
struct ApplicablePage {
    layout: Layout,
    text: String,
    error: Option<String>,
    proposed: Option<Proposed>,
}

impl ApplicablePage {
    /// Charges are what is asked for here, and no part of the form.
    fn typed_charges(&self) -> Option<&str> {
        None
    }

    fn most_chars(&self) -> String {
        grouped(MAX_QUERY_CHARS)
    }

    fn most_mebibytes(&self) -> usize {
        MAX_UPLOAD_BYTES / 1024 / 1024
    }
}

/// What the page shows.
struct Proposed {
    chars: String,
    cases: usize,
    few: bool,
    weak: bool,
    by_meaning: bool,
    conduct: Option<String>,
    /// That the wording of that day is not known of every article.
    not_known: Option<&'static str>,
    /// How that day was found, where there is something to know.
    remarks: Vec<String>,
    articles: Vec<ArticleItem>,
}

struct ArticleItem {
    place: usize,
    href: String,
    title: String,
    charges: String,
    likelihood: String,
    /// Why no court could apply it on the day of the conduct.
    not_yet: Option<String>,
    paragraphs: Vec<String>,
    signals: Vec<String>,
    applied_in: usize,
    sentences: Vec<String>,
    cases: Vec<CaseItem>,
    rival: Option<RivalItem>,
}

struct CaseItem {
    href: String,
    title: String,
    places: String,
    sentence: Option<String>,
}

struct RivalItem {
    number: String,
    for_this: String,
    for_other: String,
}

/// The address, with the limit of uploads.
pub fn route() -> MethodRouter<AppState> {
    get(form)
        .post(propose)
        .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
}

async fn form(State(state): State<AppState>) -> Result<Html<String>, PageError> {
    let search = state.look(|library| Ok(SearchBox::of(library))).await?;
    Ok(render(&page(search, String::new(), None, None))?)
}

async fn propose(State(state): State<AppState>, request: Request) -> Result<Response, PageError> {
    let _place = upload::place(&state)?;
    let (text, outcome) = match Upload::read(request, &state).await {
        Err(error) => (String::new(), Err(error)),
        Ok(upload) => (upload.text.clone(), proposed(&state, upload).await),
    };
    match outcome {
        Ok((search, proposed)) => {
            let page = page(search, text, None, Some(proposed));
            Ok(render(&page)?.into_response())
        }
        Err(error) => {
            let status: StatusCode = error.code.status();
            let page = page(SearchBox::default(), text, Some(error.message), None);
            Ok((status, render(&page)?).into_response())
        }
    }
}

async fn proposed(state: &AppState, upload: Upload) -> Result<(SearchBox, Proposed), HttpError> {
    let work = move |library: &Library| {
        let facts = Facts {
            text: upload.sheet()?.cited.text,
            exclude: Vec::new(),
            limit: LISTED,
            conduct: None,
        };
        let found = applicable(library, &facts)?;
        Ok((SearchBox::of(library), Proposed::new(&facts.text, &found)))
    };
    state.work(work).await
}

fn page(
    search: SearchBox,
    text: String,
    error: Option<String>,
    proposed: Option<Proposed>,
) -> ApplicablePage {
    ApplicablePage {
        layout: Layout::new("拟适用法条", search),
        text,
        error,
        proposed,
    }
}

impl Proposed {
    fn new(text: &str, found: &Applicable) -> Self {
        Self {
            chars: grouped(text.chars().count()),
            cases: found.cases,
            weak: found.is_weak(),
            few: found.cases < FEW_CASES,
            by_meaning: found.by_meaning,
            conduct: found.conduct.map(|conduct| conduct.written()),
            not_known: found
                .conduct
                .filter(|conduct| !conduct.text_known)
                .map(|_| TEXT_NOT_KNOWN),
            remarks: found.conduct_remarks.clone(),
            articles: (1..)
                .zip(&found.articles)
                .filter(|(place, article)| *place == 1 || article.likelihood >= LEAST_LIKELY)
                .map(|(place, article)| ArticleItem::new(text, place, article))
                .collect(),
        }
    }
}

impl ArticleItem {
    fn new(text: &str, place: usize, article: &ProposedArticle) -> Self {
        let heavy = article
            .signals
            .iter()
            .filter(|(_, share)| *share >= LEAST_SHARE);
        let sentences = article.sentences.iter();
        Self {
            place,
            href: format!("/documents/{}", article.entry.id),
            title: article.entry.title(),
            charges: article.charges.join("、"),
            likelihood: article.percent(),
            not_yet: article.not_yet.as_ref().map(|act| {
                format!(
                    "行为时尚无本条：由《{}》增设，{} 起施行",
                    act.title, act.effective
                )
            }),
            paragraphs: article.entry.text().lines().map(str::to_owned).collect(),
            signals: heavy
                .map(|(signal, share)| format!("{} {share:+.1}", signal.label()))
                .collect(),
            applied_in: article.applied_in,
            sentences: sentences
                .map(|range| text[range.clone()].trim().to_owned())
                .collect(),
            cases: article.cases.iter().map(CaseItem::new).collect(),
            rival: article.rival.as_ref().map(|rival| RivalItem {
                number: rival.number.chinese(),
                for_this: listed(&rival.for_this),
                for_other: listed(&rival.for_other),
            }),
        }
    }
}

impl CaseItem {
    fn new(case: &NamedCase) -> Self {
        let number = case.number.as_deref().unwrap_or_default();
        let place =
            |place: Option<usize>, how: &str| place.map(|place| format!("{how}第 {place} 近"));
        let places = [
            place(case.by_words, "按字词"),
            place(case.by_meaning, "按意思"),
        ];
        Self {
            href: format!("/documents/{}", case.entry_id),
            title: format!("{number} {}", case.title).trim().to_owned(),
            places: places.into_iter().flatten().collect::<Vec<_>>().join("，"),
            sentence: case.sentence.clone(),
        }
    }
}

fn listed(words: &[String]) -> String {
    match words.is_empty() {
        true => "没有".to_owned(),
        false => words.join("、"),
    }
}
