//! `/api/v1/similar` and `/api/v1/documents/{id}/similar`

use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, PathRejection};
use axum::extract::{Path, State};
use leian_corpus::{DocumentId, charges};

use super::search::pairs_of_post;
use super::views::SimilarView;
use super::{ApiError, Query};
use crate::http::error::{ErrorCode, HttpError, shortened};
use crate::http::params::{Pairs, filter_input, of_path};
use crate::http::state::AppState;
use crate::retrieval::similar::MAX_SIMILAR;
use crate::retrieval::{SimilarQuery, Told, similar};

/// Names of the fields of the body.
pub const NAMES: &[&str] = &[
    "text", "case", "charges", "limit", "kind", "issuer", "from", "to", "recent", "number", "law",
    "function", "field", "means", "charge", "region", "level", "tier", "unit", "rank", "validity",
    "cites",
];

/// Cases, when nothing else is said.
pub const DEFAULT_LIMIT: usize = 10;

/// Cases similar to facts, or to a case, in a JSON object.
pub async fn compare(
    State(state): State<AppState>,
    Query(address): Query,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SimilarView>, ApiError> {
    let pairs = pairs_of_post(&state, &address, body)?;
    pairs.only(NAMES)?;
    let told = told(&pairs)?;
    answer(&state, query(&pairs, told)?, "case").await
}

/// Cases similar to one of the library.
pub async fn of_document(
    State(state): State<AppState>,
    path: Result<Path<String>, PathRejection>,
    Query(pairs): Query,
) -> Result<Json<SimilarView>, ApiError> {
    let known: Vec<&str> = NAMES
        .iter()
        .copied()
        .filter(|name| !matches!(*name, "text" | "case"))
        .collect();
    pairs.only(&known)?;
    let id = document(&of_path(path)?, "id")?;
    answer(&state, query(&pairs, Told::Case(id))?, "id").await
}

/// The answer; `case` is the parameter that names the case.
async fn answer(
    state: &AppState,
    query: SimilarQuery,
    case: &str,
) -> Result<Json<SimilarView>, ApiError> {
    let view = state
        .work(move |library| {
            let found = similar(library, &query)?;
            Ok(SimilarView::new(&query, &found))
        })
        .await;
    view.map(Json).map_err(|mut error| {
        if error.code == ErrorCode::DocumentNotFound {
            error.parameter = Some(case.to_owned());
        }
        ApiError(error)
    })
}

fn told(pairs: &Pairs) -> Result<Told, HttpError> {
    match (pairs.one("text")?, pairs.one("case")?) {
        (Some(text), None) => Ok(Told::Text(text.to_owned())),
        (None, Some(id)) => Ok(Told::Case(document(id, "case")?)),
        (None, None) => Err(HttpError::parameter(
            ErrorCode::MissingParameter,
            "text",
            "缺少案情“text”或案例标识“case”",
        )),
        (Some(_), Some(_)) => Err(HttpError::parameter(
            ErrorCode::InvalidParameter,
            "case",
            "“text”和“case”只能有一个",
        )),
    }
}

fn document(id: &str, name: &str) -> Result<DocumentId, HttpError> {
    DocumentId::parse(id.trim()).map_err(|_| {
        let message = format!("“{}”不是文本的标识", shortened(id));
        HttpError::parameter(ErrorCode::InvalidParameter, name, message)
    })
}

/// The rest of a query from its parameters.
///
/// # Errors
/// `invalid_parameter` naming the parameter.
pub fn query(pairs: &Pairs, told: Told) -> Result<SimilarQuery, HttpError> {
    let mut official = Vec::new();
    for name in pairs.many("charges")? {
        let charge = charges::meant_by(&name).ok_or_else(|| {
            let message = format!(
                "没有罪名“{}”；应为罪名或其通行简称，例如 盗窃罪、帮信罪",
                shortened(&name)
            );
            HttpError::parameter(ErrorCode::InvalidParameter, "charges", message)
        })?;
        official.push(charge.name.to_owned());
    }
    Ok(SimilarQuery {
        told,
        charges: official,
        filter: filter_input(pairs)?.parse()?,
        limit: pairs.number("limit", DEFAULT_LIMIT, MAX_SIMILAR)?,
    })
}
