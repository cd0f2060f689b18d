//! `/api/v1/coverage`

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;

use super::{ApiError, Query};
use crate::http::error::HttpError;
use crate::http::state::AppState;
use crate::operations::coverage::coverage;

/// What the library holds and lacks.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<impl IntoResponse, ApiError> {
    pairs.only(&[])?;
    let body = state
        .work(|library| {
            let coverage = coverage(library)?;
            serde_json::to_string(&*coverage).map_err(HttpError::internal)
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "application/json")], body))
}
