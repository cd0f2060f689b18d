//! `/api/v1/articles/{law}/{number}` and what belongs to it.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use leian_corpus::Date;
use serde::Serialize;

use super::views::{ArticleHistoryView, ArticleOnDayView, ArticleView, TwoDaysView};
use super::{ApiError, Query};
use crate::http::error::HttpError;
use crate::http::params::{day, judged_day, of_path};
use crate::http::reading;
use crate::http::state::AppState;
use crate::library::Library;

/// An article as it stands, or as it stood on a day.
#[derive(Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The newest version in force.
    Newest(Box<ArticleView>),
    /// On the day that `as_of` names.
    OnDay(Box<ArticleOnDayView>),
    /// On the day of the conduct, `as_of`, and on that of the judgment, `judged`.
    TwoDays(Box<TwoDaysView>),
}

/// The newest version in force of an article, or its wording on the day `as_of`, or on the
/// two days `as_of` and `judged`.
pub async fn get(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<Answer>, ApiError> {
    pairs.only(&["as_of", "judged"])?;
    let (law, number) = of_path(path)?;
    let as_of = day("as_of", pairs.one("as_of")?)?;
    let judged = judged_day(&pairs, as_of)?;
    let answer = state
        .work(move |library| match as_of.zip(judged) {
            Some(days) => {
                let found = reading::article_on_two_days(library, &law, &number, days)?;
                Ok(Answer::TwoDays(Box::new(TwoDaysView::from(&found))))
            }
            None => one_day(library, &law, &number, as_of),
        })
        .await?;
    Ok(Json(answer))
}

fn one_day(
    library: &Library,
    law: &str,
    number: &str,
    as_of: Option<Date>,
) -> Result<Answer, HttpError> {
    match as_of {
        None => {
            let reading = reading::article(library, law, number)?;
            Ok(Answer::Newest(Box::new(ArticleView::from(reading))))
        }
        Some(day) => {
            let found = reading::article_on_day(library, law, number, day)?;
            Ok(Answer::OnDay(Box::new(ArticleOnDayView::from(&found))))
        }
    }
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
