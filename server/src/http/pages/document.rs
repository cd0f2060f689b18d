//! `/documents/{id}`: reading a case or a statute.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::as_of::{AsOf, DateBox};
use super::casework::desk::{Desk, OnDesk};
use super::casework::note::{self, NoteItem};
use super::casework::trail;
use super::cited::{self, CitedItem};
use super::document_view::{BlockItem, BodyItem, DocumentItem, Near};
use super::layout::{Layout, SearchBox};
use super::since::{self, ChangedItem, ThatDay};
use super::{PageError, Query, of, render};
use crate::http::error::HttpError;
use crate::http::params::{Pairs, check_query_length, of_path};
use crate::http::percent;
use crate::http::reading::{self, Citations, DocumentReading};
use crate::http::state::AppState;
use crate::library::Library;

#[derive(Template)]
#[template(path = "document.html")]
pub(super) struct DocumentPage {
    pub(super) layout: Layout,
    pub(super) document: DocumentItem,
    pub(super) cited: Option<CitedItem>,
    pub(super) date_box: DateBox,
    pub(super) as_of: Option<AsOf>,
    pub(super) that_day: Option<ThatDay>,
    pub(super) changed: Option<ChangedItem>,
    /// Where cases similar to this one are listed, of a case.
    pub(super) similar: Option<String>,
    /// What is kept about it here.
    pub(super) kept: Kept,
}

/// What the reader keeps about a document.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// The entry that can be collected; none of a statute, whose articles can.
    pub(super) entry: Option<String>,
    /// It was collected for the case on the desk.
    pub(super) collected: bool,
    /// Where a form on it leads back to.
    pub(super) back: String,
    /// Notes on it.
    pub(super) notes: Vec<NoteItem>,
    /// Name of the case on the desk.
    pub(super) folder: Option<String>,
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
    on_desk: OnDesk,
    id: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let id = of_path(id)?;
    let answer = state
        .work(move |library| answer(library, &id, &pairs, &on_desk))
        .await?;
    Ok(match answer {
        Answer::Page(page) if page.date_box.error.is_some() => {
            (StatusCode::BAD_REQUEST, render(&*page)?).into_response()
        }
        Answer::Page(page) => render(&*page)?.into_response(),
        Answer::Elsewhere(address) => Redirect::to(&address).into_response(),
    })
}

fn answer(library: &Library, id: &str, pairs: &Pairs, desk: &Desk) -> Result<Answer, HttpError> {
    let query_text = pairs.one("q")?.unwrap_or_default();
    check_query_length(query_text)?;
    if let (document, Some(entry)) = reading::bare_document(library, id)? {
        let query = match query_text {
            "" => String::new(),
            text => format!("?{}", percent::query([("q", text)])),
        };
        let (document, anchor) = (&document.id, reading::anchor(&entry));
        return Ok(Answer::Elsewhere(format!(
            "/documents/{document}{query}#{anchor}"
        )));
    }
    let reading = reading::document(library, id)?;
    trail::read(library, desk, id);
    let mut page = page(library, &reading, query_text, pairs)?;
    page.kept = Kept {
        entry: reading.document.kind.is_case().then(|| id.to_owned()),
        collected: desk.holds(id),
        back: format!("/documents/{id}"),
        notes: note::on(library, desk, id),
        folder: desk.folder.map(|_| desk.name.clone()),
    };
    Ok(Answer::Page(Box::new(page)))
}

fn page(
    library: &Library,
    reading: &DocumentReading,
    query_text: &str,
    pairs: &Pairs,
) -> Result<DocumentPage, HttpError> {
    let near = pairs.one("near")?.and_then(Near::parse);
    let snapshot = library.snapshot()?;
    let source = &reading.document;
    let own_href = format!("/documents/{}", source.id);
    let (as_of, date_box) = date_box(pairs, &own_href)?;
    let own_law = source.metadata.law.as_ref().map(|law| law.key.clone());
    let citations = Citations::new(&snapshot, own_law);
    let citations = citations.at(as_of.map(AsOf::query).unwrap_or_default());
    let query = reading::query_node(library, &snapshot, query_text);
    let document = DocumentItem::new(reading, query, near, citations);
    let that_day = match as_of {
        Some(as_of) => since::that_day(&snapshot, reading, as_of)?,
        None => None,
    };
    let search = SearchBox::of(library).with_text(query_text);
    let title = match &document.part {
        Some(part) => format!("{} {part}", document.title),
        None => document.title.clone(),
    };
    Ok(DocumentPage {
        layout: Layout::new(&title, search),
        cited: cited::beside(library, of::case_targets(&reading.document), &own_href)?,
        changed: since::changed(reading.validity.as_ref()),
        similar: source
            .kind
            .is_case()
            .then(|| format!("/similar?of={}", source.id)),
        document,
        date_box,
        as_of,
        that_day,
        kept: Kept::default(),
    })
}

/// The day that was typed, and the box with it and with the marks that stay.
fn date_box(pairs: &Pairs, own_href: &str) -> Result<(Option<AsOf>, DateBox), HttpError> {
    let (as_of, mut date_box) = match AsOf::read(pairs) {
        Ok(as_of) => (as_of, DateBox::new(own_href, as_of, "按这一天看所引法条")),
        Err(error) => {
            let typed = pairs.one("as_of")?.unwrap_or_default();
            let date_box = DateBox::new(own_href, None, "按这一天看所引法条");
            (None, date_box.refused(typed, error))
        }
    };
    for name in ["q", "near"] {
        if let Some(value) = pairs.one(name)? {
            date_box.kept.push((name, value.to_owned()));
        }
    }
    Ok((as_of, date_box))
}
