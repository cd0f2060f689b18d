//! `/mine`: everything that was made here, out as a file or away for good.

use askama::Template;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};

use super::desk::{self};
use super::{Form, download, saying, see, store};
use crate::http::error::HttpError;
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::state::AppState;

/// What has to be typed before everything is deleted.
const CONFIRMATION: &str = "全部删除";

#[derive(Template)]
#[template(path = "mine.html")]
struct MinePage {
    layout: Layout,
    said: Option<String>,
    folders: usize,
    notes: usize,
    reports: usize,
    packs: usize,
    confirmation: &'static str,
    path: String,
}

/// The page.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| {
        let store = store(library)?;
        let path = store.path().file_name();
        Ok(MinePage {
            layout: Layout::new("我的资料", SearchBox::of(library)),
            said: pairs.one("said")?.map(str::to_owned),
            folders: store.folders()?.len(),
            notes: store.notes(None)?.len(),
            reports: store.reports(None)?.len(),
            packs: store.packs()?.len(),
            confirmation: CONFIRMATION,
            path: path
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
        })
    })
    .await
}

/// Everything as a file.
pub async fn export(State(state): State<AppState>) -> Result<Response, PageError> {
    let everything = state
        .work(|library| Ok(store(library)?.everything()?))
        .await?;
    let bytes = serde_json::to_vec_pretty(&everything).map_err(HttpError::internal)?;
    let name = format!("leian-我的资料-{}.json", crate::labels::today());
    Ok(download::attachment(bytes, "application/json", &name))
}

/// Removes everything, when that was typed.
pub async fn delete(State(state): State<AppState>, form: Form) -> Result<Response, PageError> {
    if form.text("confirmation")?.trim() != CONFIRMATION {
        let said = format!("没有删除：请先输入“{CONFIRMATION}”");
        return Ok(see(&saying("/mine#delete", &said)));
    }
    state
        .work(|library| Ok(store(library)?.remove_everything()?))
        .await?;
    let done = see(&saying("/mine", "已全部删除"));
    Ok((desk::cookie(None), done).into_response())
}
