//! `/api/v1/articles/{law}/{number}`

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};

use super::views::ArticleView;
use super::{ApiError, Query};
use crate::http::params::of_path;
use crate::http::reading;
use crate::http::state::AppState;

/// The newest version in force of an article.
pub async fn get(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<ArticleView>, ApiError> {
    pairs.only(&[])?;
    let (law, number) = of_path(path)?;
    let view = state
        .work(move |library| {
            let reading = reading::article(library, &law, &number)?;
            Ok(ArticleView::from(reading))
        })
        .await?;
    Ok(Json(view))
}
