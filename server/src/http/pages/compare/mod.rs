//! Side by side: cases by their sections ([`cases`]), charges by their articles and
//! cases ([`charges`]), versions of an article ([`versions`]).

mod cases;
mod charges;
pub mod versions;

use axum::Router;
use axum::routing::get;

use crate::http::state::AppState;

/// The addresses.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/compare", get(cases::get))
        .route("/compare/versions", get(versions::get))
        .route("/charges", get(charges::get))
}
