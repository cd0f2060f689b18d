//! `/packs`: the teaching packs, and what is done with a whole one.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::{Form, folder_id, number, saying, see, store};
use crate::casework::pack::{Body, MAX_ITEMS, PackLine, make};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::state::AppState;
use crate::labels::local_time;

#[derive(Template)]
#[template(path = "packs.html")]
struct PacksPage {
    layout: Layout,
    said: Option<String>,
    /// The case on the desk, whose collected cases a new pack may take.
    desk: Option<(i64, String, usize)>,
    packs: Vec<PackItem>,
    deleted: Vec<PackItem>,
}

struct PackItem {
    id: i64,
    name: String,
    version: u32,
    changed: String,
    items: usize,
}

impl From<PackLine> for PackItem {
    fn from(line: PackLine) -> Self {
        Self {
            id: line.id,
            name: line.name,
            version: line.version,
            changed: local_time(&line.changed),
            items: line.items,
        }
    }
}

/// The list.
pub async fn list(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, desk, pairs| {
        let packs = store(library)?.packs()?.into_iter();
        let (deleted, packs): (Vec<_>, Vec<_>) = packs.partition(|line| line.deleted);
        Ok(PacksPage {
            layout: Layout::new("教学包", SearchBox::of(library)),
            said: pairs.one("said")?.map(str::to_owned),
            desk: desk
                .folder
                .map(|folder| (folder.0, desk.name.clone(), desk.collected.len())),
            packs: packs.into_iter().map(PackItem::from).collect(),
            deleted: deleted.into_iter().map(PackItem::from).collect(),
        })
    })
    .await
}

/// Makes a pack: of the cases collected in a case file, of named documents, or empty.
pub async fn add(State(state): State<AppState>, form: Form) -> Result<Response, PageError> {
    let name = form.text("name")?.to_owned();
    let folder = match form.text("folder")? {
        "" => None,
        id => Some(folder_id(id)?),
    };
    let named = form.0.many("document")?;
    let id = state
        .work(move |library| {
            let store = store(library)?;
            let snapshot = library.snapshot()?;
            let mut documents = named;
            if let Some(folder) = folder {
                let collected = store.collected(folder)?.into_iter();
                documents.extend(collected.map(|one| one.entry));
            }
            let mut body = Body::default();
            for document in documents.iter().take(MAX_ITEMS) {
                body.items.extend(make::item(&snapshot, document)?);
            }
            Ok(store.add_pack(&name, &body)?)
        })
        .await?;
    Ok(see(&format!("/packs/{id}")))
}

/// Copies a pack, deletes it, or brings it back.
pub async fn state(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id = number(&id, "pack")?;
    let action = form.text("action")?.to_owned();
    let there = state
        .look(move |library| {
            let store = store(library)?;
            match action.as_str() {
                "copy" => {
                    let copy = store.copy_pack(id)?;
                    Ok(saying(&format!("/packs/{copy}"), "已复制为新的一版"))
                }
                "delete" => {
                    store.set_pack_deleted(id, true)?;
                    Ok(saying("/packs", "已删除；可以在下面“已删除”中恢复"))
                }
                "restore" => {
                    store.set_pack_deleted(id, false)?;
                    Ok(saying("/packs", "已恢复"))
                }
                _ => Err(HttpError::parameter(
                    ErrorCode::InvalidParameter,
                    "action",
                    "action 应为 copy、delete、restore 之一",
                )),
            }
        })
        .await?;
    Ok(see(&there))
}
