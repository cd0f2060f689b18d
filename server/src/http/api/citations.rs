//! `/api/v1/citations/check`

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};

use super::ApiError;
use super::search::pairs_of_body;
use super::views::CitationsView;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::{Pairs, day};
use crate::http::state::AppState;
use crate::http::upload::{self, Upload};
use crate::library::Library;
use crate::retrieval::{CitedText, check_citations};

/// Names of the fields of the body, as JSON.
pub const NAMES: &[&str] = &["text", "date"];

/// The verdicts on the citations of a text, in a JSON object, or of a text or a
/// file in a form. Of a form the answer has the text too: places are places in it.
pub async fn check(
    State(state): State<AppState>,
    request: Request,
) -> Result<Json<CitationsView>, ApiError> {
    let _place = upload::place(&state)?;
    if upload::is_form(request.headers()) {
        let upload = Upload::read(request, &state).await?;
        let view = state.work(move |library| of_form(library, upload)).await?;
        return Ok(Json(view));
    }
    let cited = of_json(request, &state).await?;
    let view = state
        .work(move |library| {
            let report = check_citations(&*library.snapshot()?, &cited)?;
            Ok(CitationsView::new(&cited.text, &report))
        })
        .await?;
    Ok(Json(view))
}

fn of_form(library: &Library, upload: Upload) -> Result<CitationsView, HttpError> {
    let sheet = upload.sheet()?;
    let report = check_citations(&*library.snapshot()?, &sheet.cited)?;
    Ok(CitationsView::new(&sheet.cited.text, &report).of_sheet(sheet))
}

async fn of_json(request: Request, state: &AppState) -> Result<CitedText, HttpError> {
    let body = Bytes::from_request(request, state).await;
    cited_text(&pairs_of_body(state, body.ok())?)
}

fn cited_text(pairs: &Pairs) -> Result<CitedText, HttpError> {
    pairs.only(NAMES)?;
    let text = pairs.one("text")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| {
        HttpError::parameter(
            ErrorCode::MissingParameter,
            "text",
            "缺少要核验的文书“text”",
        )
    })?;
    Ok(CitedText {
        text: text.to_owned(),
        date: day("date", pairs.one("date")?)?,
    })
}
