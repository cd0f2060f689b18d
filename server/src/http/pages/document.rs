//! `/documents/{id}`: reading a case or a statute.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::cited::{self, CitedItem};
use super::document_view::{BlockItem, BodyItem, DocumentItem, Near};
use super::layout::{Layout, SearchBox};
use super::{PageError, Query, of, render};
use crate::http::error::HttpError;
use crate::http::params::{Pairs, check_query_length, of_path};
use crate::http::percent;
use crate::http::reading::{self, Citations};
use crate::http::state::AppState;
use crate::library::Library;

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct DocumentPage {
    pub(super) layout: Layout,
    pub(super) document: DocumentItem,
    pub(super) cited: Option<CitedItem>,
}

/// What a request leads to.
enum Answer {
    /// The page.
    Page(Box<DocumentPage>),
    /// The place of an entry on its document's page.
    Elsewhere(String),
}

/// A document; an entry's id leads to its place in the document.
pub async fn get(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let id = of_path(id)?;
    let answer = state
        .work(move |library| answer(library, &id, &pairs))
        .await?;
    Ok(match answer {
        Answer::Page(page) => render(&*page)?.into_response(),
        Answer::Elsewhere(address) => Redirect::to(&address).into_response(),
    })
}

fn answer(library: &Library, id: &str, pairs: &Pairs) -> Result<Answer, HttpError> {
    let query_text = pairs.one("q")?.unwrap_or_default();
    check_query_length(query_text)?;
    let reading = reading::document(library, id)?;
    if let Some(entry) = &reading.entry {
        let query = match query_text {
            "" => String::new(),
            text => format!("?{}", percent::query([("q", text)])),
        };
        let (document, anchor) = (&reading.document.id, reading::anchor(entry));
        return Ok(Answer::Elsewhere(format!(
            "/documents/{document}{query}#{anchor}"
        )));
    }
    let near = pairs.one("near")?.and_then(Near::parse);
    let snapshot = library.snapshot()?;
    let own_law = reading
        .document
        .metadata
        .law
        .as_ref()
        .map(|law| law.key.clone());
    let citations = Citations::new(&snapshot, own_law);
    let query = reading::query_node(query_text);
    let document = DocumentItem::new(&reading, query, near, citations);
    let own_href = format!("/documents/{}", reading.document.id);
    let cited = cited::beside(library, of::case_targets(&reading), &own_href)?;
    let search = SearchBox::of(library).with_text(query_text);
    let title = match &document.part {
        Some(part) => format!("{} {part}", document.title),
        None => document.title.clone(),
    };
    Ok(Answer::Page(Box::new(DocumentPage {
        layout: Layout::new(&title, search),
        document,
        cited,
    })))
}
