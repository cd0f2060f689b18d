//! `/api/v1/documents/{id}`

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};

use super::views::DocumentView;
use super::{ApiError, Query};
use crate::http::params::of_path;
use crate::http::reading;
use crate::http::state::AppState;

/// A document, by its id or by the id of one of its entries.
pub async fn get(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<DocumentView>, ApiError> {
    pairs.only(&[])?;
    let id = of_path(id)?;
    let view = state
        .work(move |library| Ok(DocumentView::from(reading::document(library, &id)?)))
        .await?;
    Ok(Json(view))
}
