//! `/api/v1/citations/check`

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;

use super::ApiError;
use super::search::{pairs_of_json, too_large};
use super::views::CitationsView;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::{Pairs, day};
use crate::http::state::AppState;
use crate::retrieval::{CitedText, check_citations};

/// Names of the fields of the body.
pub const NAMES: &[&str] = &["text", "date"];

/// The verdicts on the citations of a text.
pub async fn check(
    State(state): State<AppState>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<CitationsView>, ApiError> {
    let body = body.map_err(|_| too_large(&state))?;
    let cited = cited_text(&pairs_of_json(&body)?)?;
    let view = state
        .work(move |library| {
            let snapshot = library.snapshot()?;
            let report = check_citations(&snapshot, &cited)?;
            Ok(CitationsView::new(&cited.text, &report))
        })
        .await?;
    Ok(Json(view))
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
