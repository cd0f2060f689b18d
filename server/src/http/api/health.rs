//! `/healthz`

use axum::Json;
use axum::extract::State;

use super::views::HealthView;
use super::{ApiError, Query};
use crate::http::error::HttpError;
use crate::http::state::AppState;

/// Whether searches can be answered, and on what. Waits in no queue, so that a
/// busy server is not taken for a dead one.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Json<HealthView>, ApiError> {
    pairs.only(&[])?;
    let view = state
        .look(|library| {
            // The view in memory outlives the files it came from; the manifest
            // tells whether they are still there.
            library.model_of_vectors()?;
            let snapshot = library.snapshot()?;
            Ok::<_, HttpError>(HealthView::new(library, snapshot.stats()))
        })
        .await?;
    Ok(Json(view))
}
