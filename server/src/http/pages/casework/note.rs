//! Notes: written on a reading page, listed with their tags.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::desk::{Desk, OnDesk};
use super::{Form, number, saying, see, store};
use crate::casework::notes::{NewNote, Note};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::percent;
use crate::http::reading;
use crate::http::state::AppState;
use crate::labels::local_time;
use crate::library::Library;

#[derive(Template)]
#[template(path = "notes.html")]
struct NotesPage {
    layout: Layout,
    said: Option<String>,
    undo: Option<i64>,
    tag: Option<String>,
    tags: Vec<TagItem>,
    notes: Vec<NoteItem>,
}

struct TagItem {
    name: String,
    count: usize,
    href: String,
    set: bool,
}

/// A note for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteItem {
    /// Its number.
    pub id: i64,
    /// Title of its document.
    pub title: String,
    /// Where it stands.
    pub href: String,
    /// The anchor of its place; empty for the whole document.
    pub place: String,
    /// What it says.
    pub text: String,
    /// Its tags.
    pub tags: String,
    /// When it was last changed.
    pub changed: String,
    /// It belongs to a case.
    pub of_case: bool,
}

impl From<Note> for NoteItem {
    fn from(note: Note) -> Self {
        let place = match note.place.as_str() {
            "" => "notes",
            place => place,
        };
        Self {
            href: format!("/documents/{}#{place}", note.document),
            id: note.id,
            title: note.title,
            place: note.place,
            text: note.text,
            tags: note.tags.join(" "),
            changed: local_time(&note.changed),
            of_case: note.folder != crate::casework::FolderId::NONE,
        }
    }
}

/// The notes on a document, for its page.
pub fn on(library: &Library, desk: &Desk, document: &str) -> Vec<NoteItem> {
    let notes = library
        .casework()
        .and_then(|store| store.notes_on(desk.id(), document));
    match notes {
        Ok(notes) => notes.into_iter().map(NoteItem::from).collect(),
        Err(error) => {
            tracing::warn!(%error, "cannot read notes");
            Vec::new()
        }
    }
}

/// All notes, or those with a tag.
pub async fn list(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| {
        let tag = pairs.one("tag")?.map(str::to_owned);
        let all = store(library)?.notes(None)?;
        let has = |note: &Note| {
            let tag = tag.as_ref();
            tag.is_none_or(|tag| note.tags.contains(tag))
        };
        Ok(NotesPage {
            layout: Layout::new("笔记", SearchBox::of(library)),
            said: pairs.one("said")?.map(str::to_owned),
            undo: pairs.one("undo")?.and_then(|id| id.parse().ok()),
            tags: tag_items(&all, tag.as_deref()),
            notes: all.into_iter().filter(has).map(NoteItem::from).collect(),
            tag,
        })
    })
    .await
}

fn tag_items(notes: &[Note], set: Option<&str>) -> Vec<TagItem> {
    let mut counts: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    for tag in notes.iter().flat_map(|note| &note.tags) {
        *counts.entry(tag).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(name, count)| TagItem {
            set: set == Some(name),
            href: match set == Some(name) {
                true => "/notes".to_owned(),
                false => format!("/notes?{}", percent::query([("tag", name)])),
            },
            name: name.to_owned(),
            count,
        })
        .collect()
}

/// Writes a note for the case on the desk, or for none.
pub async fn add(
    State(state): State<AppState>,
    on_desk: OnDesk,
    form: Form,
) -> Result<Response, PageError> {
    let mut note = NewNote {
        document: form.text("document")?.to_owned(),
        title: String::new(),
        place: form.text("place")?.to_owned(),
        text: form.text("text")?.to_owned(),
        tags: form.text("tags")?.to_owned(),
    };
    let here = match note.place.as_str() {
        "" => format!("/documents/{}#notes", note.document),
        place => format!("/documents/{}#{place}", note.document),
    };
    state
        .look(move |library| {
            let (document, _) = reading::bare_document(library, &note.document)?;
            note.title = document.title;
            Ok(store(library)?.add_note(on_desk.id(), &note)?)
        })
        .await?;
    Ok(see(&form.back(&here)?))
}

/// Changes a note, deletes it, or brings it back.
pub async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id = number(&id, "note")?;
    let action = form.text("action")?.to_owned();
    let (text, tags) = (form.text("text")?.to_owned(), form.text("tags")?.to_owned());
    let back = form.back("/notes")?;
    let deleted = action == "delete";
    state
        .look(move |library| {
            let store = store(library)?;
            match action.as_str() {
                "save" => Ok(store.change_note(id, &text, &tags)?),
                "delete" => Ok(store.set_note_deleted(id, true)?),
                "restore" => Ok(store.set_note_deleted(id, false)?),
                _ => Err(HttpError::parameter(
                    ErrorCode::InvalidParameter,
                    "action",
                    "action 应为 save、delete、restore 之一",
                )),
            }
        })
        .await?;
    if deleted {
        let there = format!("/notes?undo={id}");
        return Ok(see(&saying(&there, "笔记已删除")));
    }
    Ok(see(&back))
}
