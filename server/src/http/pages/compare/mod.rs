//! Side by side: cases by their sections ([`cases`]), charges by their articles and
//! cases ([`charges`]).

mod cases;
mod charges;

use axum::Router;
use axum::routing::get;

use crate::http::state::AppState;

/// The addresses.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/compare", get(cases::get))
        .route("/charges", get(charges::get))
}
