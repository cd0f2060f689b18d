//! `/api/v1/applicable`

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use leian_corpus::DocumentId;

use super::search::pairs_of_post;
use super::views::ApplicableView;
use super::{ApiError, Query};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::{Pairs, day};
use crate::http::state::AppState;
use crate::retrieval::{Facts, applicable};

/// Names of the fields of the body.
pub const NAMES: &[&str] = &["text", "exclude", "limit", "date"];

/// Articles, when nothing else is said.
const DEFAULT_LIMIT: usize = 5;
/// Most articles.
const MAX_LIMIT: usize = 50;

/// The articles that may apply to facts, in a JSON object.
pub async fn propose(
    State(state): State<AppState>,
    Query(address): Query,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<ApplicableView>, ApiError> {
    let facts = facts(&pairs_of_post(&state, &address, body)?)?;
    let view = state
        .work(move |library| {
            let found = applicable(library, &facts)?;
            Ok(ApplicableView::new(&facts.text, &found))
        })
        .await?;
    Ok(Json(view))
}

fn facts(pairs: &Pairs) -> Result<Facts, HttpError> {
    pairs.only(NAMES)?;
    let text = pairs.one("text")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| {
        HttpError::parameter(ErrorCode::MissingParameter, "text", "缺少案情“text”")
    })?;
    let invalid = |name: &str, message: String| {
        HttpError::parameter(ErrorCode::InvalidParameter, name, message)
    };
    let limit = match pairs.one("limit")? {
        None => DEFAULT_LIMIT,
        Some(text) => text
            .parse()
            .ok()
            .filter(|limit| (1..=MAX_LIMIT).contains(limit))
            .ok_or_else(|| invalid("limit", format!("limit 应为 1 至 {MAX_LIMIT} 的整数")))?,
    };
    let exclude = pairs.many("exclude")?.into_iter().map(|id| {
        DocumentId::parse(&id).map_err(|_| invalid("exclude", format!("“{id}”不是文本的标识")))
    });
    Ok(Facts {
        text: text.to_owned(),
        exclude: exclude.collect::<Result<_, _>>()?,
        limit,
        conduct: day("date", pairs.one("date")?)?,
    })
}
