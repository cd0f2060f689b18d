//! `/api/v1/articles/{law}/{number}/cited-by`, `/api/v1/documents/{id}/cited-by` and
//! `/api/v1/documents/{id}/cites`

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use leian_corpus::{CitedTarget, EntryId};
use leian_indexer::Snapshot;

use super::views::{CitedByView, CitesView};
use super::{ApiError, Query};
use crate::http::error::HttpError;
use crate::http::params::{CitedByParams, Pairs, of_path};
use crate::http::reading;
use crate::http::state::AppState;
use crate::retrieval::{CitedByQuery, cited_by, cites, named_law, targets_of};

/// Who cites an article, whatever the version. An article that the library does not
/// hold can be cited all the same.
pub async fn of_article(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<CitedByView>, ApiError> {
    let (law, number) = of_path(path)?;
    let number = reading::article_number(&number)?;
    answer(&state, &pairs, move |snapshot| {
        let law = named_law(snapshot, &law);
        Ok(vec![CitedTarget::Article(law, number)])
    })
    .await
}

/// Who cites a case, a law by any of its articles, or the article of an entry.
pub async fn of_document(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<CitedByView>, ApiError> {
    let id = of_path(id)?;
    answer(&state, &pairs, move |snapshot| {
        let missing = || reading::no_document(&id);
        let entry = EntryId::parse(&id).map_err(|_| missing())?;
        targets_of(snapshot, &entry)?.ok_or_else(missing)
    })
    .await
}

async fn answer(
    state: &AppState,
    pairs: &Pairs,
    targets: impl FnOnce(&Snapshot) -> Result<Vec<CitedTarget>, HttpError> + Send + 'static,
) -> Result<Json<CitedByView>, ApiError> {
    pairs.only(CitedByParams::NAMES)?;
    let params = CitedByParams::try_from(pairs)?;
    let view = state
        .work(move |library| {
            let snapshot = library.snapshot()?;
            let query = CitedByQuery {
                targets: targets(&snapshot)?,
                ..params.query
            };
            let found = cited_by(&snapshot, &query)?;
            Ok(CitedByView::new(&snapshot, &found)?)
        })
        .await?;
    Ok(Json(view))
}

/// What a document cites, or one of its entries.
pub async fn cites_of_document(
    State(state): State<AppState>,
    id: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<CitesView>, ApiError> {
    pairs.only(&[])?;
    let id = of_path(id)?;
    let view = state
        .work(move |library| {
            let missing = || reading::no_document(&id);
            let entry = EntryId::parse(&id).map_err(|_| missing())?;
            let snapshot = library.snapshot()?;
            let found = cites(&snapshot, &entry)?.ok_or_else(missing)?;
            Ok(CitesView::from(&found))
        })
        .await?;
    Ok(Json(view))
}
