//! The JSON face, version 1: handlers, the wire types ([`views`]), the OpenAPI
//! document, one envelope for errors.
//!
//! Wire types are separate from domain types: a renamed field in a crate must
//! not change what programs of others read.

mod applicable;
mod article;
mod citations;
mod coverage;
mod document;
mod graph;
mod health;
mod openapi;
mod search;
mod similar;
mod suggest;

pub mod views;

#[cfg(test)]
pub use openapi::OPENAPI;

#[cfg(test)]
pub use applicable::NAMES as APPLICABLE_NAMES;
#[cfg(test)]
pub use citations::NAMES as CITATION_NAMES;
pub use similar::NAMES as SIMILAR_NAMES;

use axum::Json;
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::error::{ErrorCode, HttpError};
use super::params::Pairs;
use super::state::AppState;
use super::upload::MAX_UPLOAD_BYTES;
use views::{ErrorEnvelope, ErrorView};

/// When a client that found the server busy may ask again. A queue that is full
/// empties in some seconds.
const RETRY_SECONDS: HeaderValue = HeaderValue::from_static("5");

/// The addresses of the JSON face.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/api/v1/search", get(search::get).post(search::post))
        .route("/api/v1/documents/{id}", get(document::get))
        .route("/api/v1/documents/{id}/cited-by", get(graph::of_document))
        .route(
            "/api/v1/documents/{id}/cites",
            get(graph::cites_of_document),
        )
        .route("/api/v1/articles/{law}/{number}", get(article::get))
        .route(
            "/api/v1/articles/{law}/{number}/history",
            get(article::history),
        )
        .route(
            "/api/v1/articles/{law}/{number}/cited-by",
            get(graph::of_article),
        )
        .route(
            "/api/v1/citations/check",
            post(citations::check).layer(DefaultBodyLimit::max(MAX_UPLOAD_BYTES)),
        )
        .route("/api/v1/applicable", post(applicable::propose))
        .route("/api/v1/suggest", get(suggest::get))
        .route("/api/v1/similar", post(similar::compare))
        .route("/api/v1/documents/{id}/similar", get(similar::of_document))
        .route("/api/v1/coverage", get(coverage::get))
        .route("/api/v1/openapi.json", get(openapi::get))
        .route("/healthz", get(health::get))
}

/// An error as an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiError(pub HttpError);

impl<E: Into<HttpError>> From<E> for ApiError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let code = self.0.code;
        let envelope = ErrorEnvelope {
            error: ErrorView::from(self.0),
        };
        let mut response = (code.status(), Json(envelope)).into_response();
        if code == ErrorCode::Busy {
            response.headers_mut().insert(RETRY_AFTER, RETRY_SECONDS);
        }
        response
    }
}

/// Pairs of the query string, for handlers of this face.
struct Query(Pairs);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, ApiError> {
        Ok(Self(Pairs::of_request(parts)?))
    }
}
