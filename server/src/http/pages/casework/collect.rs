//! Collecting hits, and what is said of them.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use leian_corpus::EntryId;

use super::desk::{self, OnDesk};
use super::{Form, folder_id, see, store};
use crate::casework::collection::Stance;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::PageError;
use crate::http::reading::no_document;
use crate::http::state::AppState;
use crate::library::Library;

/// Collects an entry for the case on the desk, or takes it out. Without a case one is
/// made. A script asks for JSON and stays on its page.
pub async fn collect(
    State(state): State<AppState>,
    on_desk: OnDesk,
    headers: HeaderMap,
    form: Form,
) -> Result<Response, PageError> {
    let back = form.back("/folders")?;
    let entry = form.text("entry")?.to_owned();
    let out = form.text("out")? == "1";
    let (folder, count) = state
        .look(move |library| {
            let store = store(library)?;
            let folder = desk::or_new(store, &on_desk)?;
            if out {
                store.uncollect(folder, &entry)?;
            } else {
                let title = title(library, &entry)?;
                store.collect(folder, &entry, &title)?;
            }
            Ok((folder, store.collected(folder)?.len()))
        })
        .await?;
    let cookie = desk::cookie(Some(folder));
    let wants_json = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept.as_bytes().starts_with(b"application/json"));
    if wants_json {
        let said = serde_json::json!({ "collected": !out, "count": count, "folder": folder });
        return Ok((cookie, axum::Json(said)).into_response());
    }
    Ok((cookie, see(&back)).into_response())
}

/// The title of an entry that the library holds.
pub fn title(library: &Library, entry: &str) -> Result<String, HttpError> {
    let id = EntryId::parse(entry).map_err(|_| no_document(entry))?;
    let snapshot = library.snapshot()?;
    match snapshot.find(&id)? {
        Some(at) => Ok(snapshot.entry(at)?.title()),
        None => Err(no_document(entry)),
    }
}

/// Says what a collected entry is to the opinion, moves it, or takes it out.
pub async fn judge(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let folder = folder_id(&id)?;
    let entry = form.text("entry")?.to_owned();
    let action = form.text("action")?.to_owned();
    let reason = form.text("reason")?.to_owned();
    let stance = Stance::from_code(form.text("stance")?).unwrap_or_default();
    let here = format!("/folders/{}#collected", folder.0);
    state
        .look(move |library| {
            let store = store(library)?;
            // What was typed is kept whatever the button.
            store.judge(folder, &entry, stance, &reason)?;
            match action.as_str() {
                "up" => store.move_collected(folder, &entry, -1)?,
                "down" => store.move_collected(folder, &entry, 1)?,
                "remove" => store.uncollect(folder, &entry).map(drop)?,
                "save" => {}
                _ => {
                    let message = "action 应为 save、up、down、remove 之一";
                    return Err(HttpError::parameter(
                        ErrorCode::InvalidParameter,
                        "action",
                        message,
                    ));
                }
            }
            Ok(())
        })
        .await?;
    Ok(see(&here))
}
