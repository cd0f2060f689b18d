//! `/folders`: the case files.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Response};

use super::desk::{self, Desk};
use super::{Form, folder_id, saying, see, store};
use crate::casework::folder::FolderLine;
use crate::http::error::HttpError;
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::state::AppState;
use crate::labels::local_time;

#[derive(Template)]
#[template(path = "folders.html")]
struct FoldersPage {
    layout: Layout,
    said: Option<String>,
    here: &'static str,
    folders: Vec<FolderItem>,
    deleted: Vec<FolderItem>,
}

struct FolderItem {
    id: i64,
    on_desk: bool,
    name: String,
    changed: String,
    searches: usize,
    collected: usize,
    reports: usize,
}

impl FolderItem {
    fn new(line: FolderLine, desk: &Desk) -> Self {
        Self {
            on_desk: desk.folder == Some(line.id),
            id: line.id.0,
            name: line.name,
            changed: local_time(&line.changed),
            searches: line.searches,
            collected: line.collected,
            reports: line.reports,
        }
    }
}

/// The list.
pub async fn list(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, desk, pairs| {
        let (deleted, folders): (Vec<_>, Vec<_>) = store(library)?
            .folders()?
            .into_iter()
            .partition(|line| line.deleted);
        let items = |lines: Vec<FolderLine>| {
            let lines = lines.into_iter();
            lines.map(|line| FolderItem::new(line, desk)).collect()
        };
        Ok(FoldersPage {
            layout: Layout::new("案件夹", SearchBox::of(library)),
            said: pairs.one("said")?.map(str::to_owned),
            here: "/folders",
            folders: items(folders),
            deleted: items(deleted),
        })
    })
    .await
}

/// Makes a case file and puts it on the desk.
pub async fn add(State(state): State<AppState>, form: Form) -> Result<Response, PageError> {
    let name = form.text("name")?.to_owned();
    let folder = state
        .look(move |library| Ok(store(library)?.add_folder(&name)?))
        .await?;
    let here = format!("/folders/{}", folder.0);
    Ok((desk::cookie(Some(folder)), see(&here)).into_response())
}

/// Deletes a case file; it can be brought back.
pub async fn delete(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    set_deleted(&state, &id, true).await?;
    let said = "已删除；可以在下面“已删除”中恢复";
    Ok(see(&saying("/folders", said)))
}

/// Brings a case file back.
pub async fn restore(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    set_deleted(&state, &id, false).await?;
    Ok(see(&saying("/folders", "已恢复")))
}

async fn set_deleted(state: &AppState, id: &str, deleted: bool) -> Result<(), HttpError> {
    let folder = folder_id(id)?;
    state
        .look(move |library| Ok(store(library)?.set_deleted(folder, deleted)?))
        .await
}

/// Removes a deleted case file for good.
pub async fn purge(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let folder = folder_id(&id)?;
    state
        .look(move |library| Ok(store(library)?.purge_folder(folder)?))
        .await?;
    Ok(see(&saying("/folders", "已彻底删除，归档的报告仍在")))
}
