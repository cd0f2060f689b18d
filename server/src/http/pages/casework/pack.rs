//! `/packs/{id}`: a teaching pack, its cases, and its editions.

use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::download::{self, asked, no_file};
use super::pack_view::{EditionPage, PackPage};
use super::{Form, number, saying, see, store};
use crate::casework::pack::editions::{self, Edition};
use crate::casework::pack::{Item, MAX_QUESTIONS, Question, make};
use crate::casework::paper::html;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::reading::no_document;
use crate::http::state::AppState;

/// The pack, to be worked on.
pub async fn get(Path(id): Path<String>, ask: Ask) -> Result<Html<String>, PageError> {
    let id = number(&id, "pack")?;
    ask.page(move |library, _, pairs| {
        let pack = store(library)?.pack(id)?;
        PackPage::new(library, pack, pairs.one("said")?.map(str::to_owned))
    })
    .await
}

/// Keeps name, goals and notes, the order of the cases, and adds a case.
pub async fn save(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id = number(&id, "pack")?;
    let there = state
        .work(move |library| {
            let store = store(library)?;
            let mut pack = store.pack(id)?;
            let here = format!("/packs/{id}");
            for (name, field) in [
                ("goals", &mut pack.body.goals),
                ("notes", &mut pack.body.notes),
            ] {
                if form.0.has(name) {
                    form.text(name)?.trim().clone_into(field);
                }
            }
            if form.0.has("name") {
                form.text("name")?.clone_into(&mut pack.name);
            }
            if form.0.has("order") {
                reorder(&mut pack.body.items, form.text("order")?)?;
            }
            if let Ok(at) = form.text("put_back")?.parse() {
                pack.body.put_back(at);
            }
            let added = form.text("add")?.trim().to_owned();
            if !added.is_empty() {
                let snapshot = library.snapshot()?;
                let document = crate::http::reading::case_named(library, &added)?;
                let item = make::item(&snapshot, &document)?;
                pack.body
                    .items
                    .push(item.ok_or_else(|| no_document(&added))?);
            }
            store.change_pack(id, &pack.name, &pack.body)?;
            Ok::<_, HttpError>(saying(&here, "已保存"))
        })
        .await?;
    Ok(see(&there))
}

/// Puts the cases into the order of their old places: `2,0,1`. Each must be there once.
fn reorder(items: &mut Vec<Item>, order: &str) -> Result<(), HttpError> {
    let places: Option<Vec<usize>> = order.split(',').map(|at| at.trim().parse().ok()).collect();
    let places = places.unwrap_or_default();
    let mut sorted = places.clone();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(0..items.len()) {
        let message = "案例的顺序与教学包不符，可能在别处改过；请重新打开后再排";
        return Err(HttpError::parameter(
            ErrorCode::InvalidParameter,
            "order",
            message,
        ));
    }
    *items = places.iter().map(|&at| items[at].clone()).collect();
    Ok(())
}

/// Keeps what is said of one case, moves it, or takes it out.
pub async fn save_item(
    State(state): State<AppState>,
    Path((id, at)): Path<(String, String)>,
    form: Form,
) -> Result<Response, PageError> {
    let id = number(&id, "pack")?;
    let at = number(&at, "case")?;
    let there = state
        .work(move |library| {
            let store = store(library)?;
            let mut pack = store.pack(id)?;
            let items = &mut pack.body.items;
            let document = form.text("document")?;
            let at = usize::try_from(at).unwrap_or(usize::MAX);
            // The place alone could be another case's by now.
            if items.get(at).is_none_or(|item| item.document != document) {
                let message = "这件案例已不在原来的位置；请重新打开后再改";
                return Err(HttpError::parameter(
                    ErrorCode::InvalidParameter,
                    "document",
                    message,
                ));
            }
            // What was typed is kept whatever the button.
            read_item(&mut items[at], &form)?;
            match form.text("action")? {
                "up" => items.swap(at, at.saturating_sub(1)),
                "down" => {
                    let below = (at + 1).min(items.len() - 1);
                    items.swap(at, below);
                }
                "remove" => pack.body.remove(at),
                _ => {}
            }
            store.change_pack(id, &pack.name, &pack.body)?;
            Ok(saying(&format!("/packs/{id}#case-{at}"), "已保存"))
        })
        .await?;
    Ok(see(&there))
}

fn read_item(item: &mut Item, form: &Form) -> Result<(), HttpError> {
    let held = form.0.many("held")?;
    item.held_back = held.iter().filter_map(|at| at.parse().ok()).collect();
    item.title_shown = form.text("title_shown")? == "1";
    form.text("notes")?.trim().clone_into(&mut item.notes);
    let mut questions = Vec::new();
    for at in 0..=MAX_QUESTIONS {
        let name = |part: &str| format!("{part}_{at}");
        let (question, answer, source) = (name("question"), name("answer"), name("source"));
        let question = form.text(&question)?.trim().to_owned();
        if question.is_empty() {
            continue;
        }
        let source = form
            .text(&source)?
            .split_once('.')
            .and_then(|(section, paragraph)| {
                Some((section.parse().ok()?, paragraph.parse().ok()?))
            });
        questions.push(Question {
            question,
            answer: form.text(&answer)?.trim().to_owned(),
            source,
        });
    }
    item.questions = questions;
    Ok(())
}

fn edition_of(code: &str) -> Result<Edition, HttpError> {
    Edition::from_code(code).ok_or_else(|| no_file(code))
}

/// An edition as its readers see it.
pub async fn edition(
    Path((id, code)): Path<(String, String)>,
    ask: Ask,
) -> Result<Html<String>, PageError> {
    let id = number(&id, "pack")?;
    let edition = edition_of(&code)?;
    ask.page(move |library, _, _| {
        let pack = store(library)?.pack(id)?;
        let paper = editions::paper(&*library.snapshot()?, &pack, edition)?;
        let blocks = html::blocks(&paper).map_err(HttpError::internal)?;
        Ok(EditionPage::new(library, &pack, edition, blocks))
    })
    .await
}

/// An edition as a file.
pub async fn file(
    State(state): State<AppState>,
    Path((id, code, file)): Path<(String, String, String)>,
) -> Result<Response, PageError> {
    let id = number(&id, "pack")?;
    let edition = edition_of(&code)?;
    let response = state
        .work(move |library| {
            let (name, format, extension) = asked(&file).ok_or_else(|| no_file(&file))?;
            if name != edition.code() {
                return Err(no_file(&file));
            }
            let pack = store(library)?.pack(id)?;
            let mut paper = editions::paper(&*library.snapshot()?, &pack, edition)?;
            paper.title = format!("{}（{}）", pack.name, edition.label());
            download::file(&paper, format, extension)
        })
        .await?;
    Ok(response)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_order_names_every_case_once() {
        let item = |name: &str| Item {
            title: name.to_owned(),
            ..Item::default()
        };
        let mut items = vec![item("a"), item("b"), item("c")];
        reorder(&mut items, "2, 0,1").unwrap();
        let titles: String = items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, "cab");
        for wrong in ["0,1", "0,1,1", "0,1,3", "x"] {
            assert!(reorder(&mut items, wrong).is_err(), "{wrong}");
        }
    }
}
