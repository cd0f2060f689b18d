//! `/api/v1/openapi.json`: the description of this face, written by hand and
//! checked against real answers in the tests.

use axum::http::header;
use axum::response::IntoResponse;

use super::{ApiError, Query};

/// The document, OpenAPI 3.1.
pub const OPENAPI: &str = include_str!("openapi.json");

/// Sends it.
pub async fn get(Query(pairs): Query) -> Result<impl IntoResponse, ApiError> {
    pairs.only(&[])?;
    Ok(([(header::CONTENT_TYPE, "application/json")], OPENAPI))
}
