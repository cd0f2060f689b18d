//! Cases that may speak against the opinion: looked for, and set aside with a reason.

use axum::extract::{Path, State};
use axum::response::Response;

use super::{Form, folder_id, saying, see, store};
use crate::casework::report::gather::look_for_adverse;
use crate::http::pages::PageError;
use crate::http::state::AppState;

/// Looks for them.
pub async fn look(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let folder = folder_id(&id)?;
    let count = state
        .work(move |library| {
            let store = store(library)?;
            look_for_adverse(library, store, folder)?;
            Ok(store.adverse(folder)?.len())
        })
        .await?;
    let said = match count {
        0 => "没有标出冲突或不利案例；没有填写基本事实时无从比对".to_owned(),
        count => format!("标出 {count} 件可能冲突或不利的案例，请查看或说明理由"),
    };
    Ok(see(&saying(
        &format!("/folders/{}#adverse", folder.0),
        &said,
    )))
}

/// Sets one aside.
pub async fn waive(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let folder = folder_id(&id)?;
    let document = form.text("document")?.to_owned();
    let reason = form.text("reason")?.to_owned();
    state
        .look(move |library| Ok(store(library)?.waive(folder, &document, &reason)?))
        .await?;
    Ok(see(&format!("/folders/{}#adverse", folder.0)))
}
