//! `/api/v1/articles/{law}/{number}` and what belongs to it.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Serialize;

use super::views::{ArticleHistoryView, ArticleOnDayView, ArticleView};
use super::{ApiError, Query};
use crate::http::params::{day, of_path};
use crate::http::reading;
use crate::http::state::AppState;

/// An article as it stands, or as it stood on a day.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The newest version in force.
    Newest(Box<ArticleView>),
    /// On the day that `as_of` names.
    OnDay(Box<ArticleOnDayView>),
}

/// The newest version in force of an article, or its wording on the day `as_of`.
pub async fn get(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<Answer>, ApiError> {
    pairs.only(&["as_of"])?;
    let (law, number) = of_path(path)?;
    let as_of = day("as_of", pairs.one("as_of")?)?;
    let answer = state
        .work(move |library| match as_of {
            None => {
                let reading = reading::article(library, &law, &number)?;
                Ok(Answer::Newest(Box::new(ArticleView::from(reading))))
            }
            Some(day) => {
                let found = reading::article_on_day(library, &law, &number, day)?;
                Ok(Answer::OnDay(Box::new(ArticleOnDayView::from(&found))))
            }
        })
        .await?;
    Ok(Json(answer))
}

/// What happened to an article.
pub async fn history(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<ArticleHistoryView>, ApiError> {
    pairs.only(&[])?;
    let (law, number) = of_path(path)?;
    let view = state
        .work(move |library| {
            let history = reading::article_history(library, &law, &number)?;
            Ok(ArticleHistoryView::from(&history))
        })
        .await?;
    Ok(Json(view))
}
