//! `/citations`: a text is pasted or uploaded and comes back with every citation
//! marked in its place (引用核验).

use askama::Template;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{MethodRouter, get};

use super::citations_view::{Checked, Quote};
use super::layout::{Layout, SearchBox};
use super::{PageError, render};
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::http::upload::{self, MAX_UPLOAD_BYTES, Upload};
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::{MAX_CITED_CHARS, check_citations};

/// Longest text that stands in the form again after it was checked.
const MOST_KEPT_CHARS: usize = 100_000;

#[derive(Template)]
#[template(path = "citations.html")]
struct CitationsPage {
    layout: Layout,
    form: Form,
    error: Option<String>,
    checked: Option<Checked>,
}

/// What the form shows.
#[derive(Clone, Default)]
struct Form {
    text: String,
    date: String,
}

impl Form {
    fn most_chars(&self) -> String {
        grouped(MAX_CITED_CHARS)
    }

    fn most_mebibytes(&self) -> usize {
        MAX_UPLOAD_BYTES / 1024 / 1024
    }

    fn most_bytes(&self) -> usize {
        MAX_UPLOAD_BYTES
    }
}

/// The address, with the limit of uploads.
pub fn route() -> MethodRouter<AppState> {
    get(form)
        .post(check)
        .layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES))
}

async fn form(State(state): State<AppState>) -> Result<Html<String>, PageError> {
    let search = state.look(|library| Ok(SearchBox::of(library))).await?;
    Ok(render(&page(search, Form::default(), None, None))?)
}

async fn check(State(state): State<AppState>, request: Request) -> Result<Response, PageError> {
    let _place = upload::place(&state)?;
    let (form, outcome) = match Upload::read(request, &state).await {
        Err(error) => (Form::default(), Err(error)),
        Ok(upload) => {
            let form = Form {
                text: upload.text.clone(),
                date: upload.date.clone(),
            };
            (form, checked(&state, upload).await)
        }
    };
    match outcome {
        Ok((search, checked)) => {
            let mut form = form;
            if form.text.chars().nth(MOST_KEPT_CHARS).is_some() {
                form.text.clear();
            }
            let page = page(search, form, None, Some(checked));
            Ok(render(&page)?.into_response())
        }
        Err(error) => Ok(refused(form, error)?),
    }
}

async fn checked(state: &AppState, upload: Upload) -> Result<(SearchBox, Checked), HttpError> {
    let file = upload.file.as_ref().map(|file| file.name.clone());
    let given = !upload.date.trim().is_empty();
    let work = move |library: &Library| {
        let sheet = upload.sheet()?;
        let snapshot = library.snapshot()?;
        let report = check_citations(&snapshot, &sheet.cited)?;
        let checked = Checked::new(&sheet, &report, file, given);
        Ok((SearchBox::of(library), checked))
    };
    state.work(work).await
}

/// The form again, with what was typed and what was wrong.
fn refused(form: Form, error: HttpError) -> Result<Response, HttpError> {
    let status: StatusCode = error.code.status();
    let page = page(SearchBox::default(), form, Some(error.message), None);
    Ok((status, render(&page)?).into_response())
}

fn page(
    search: SearchBox,
    form: Form,
    error: Option<String>,
    checked: Option<Checked>,
) -> CitationsPage {
    CitationsPage {
        layout: Layout::new("引用核验", search),
        form,
        error,
        checked,
    }
}
