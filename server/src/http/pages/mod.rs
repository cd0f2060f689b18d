//! The pages: handlers and what their templates show. Rendered here, complete
//! without JavaScript; everything is escaped by the templates.
//!
//! Unknown parameters are ignored, unlike in the JSON face: people follow links
//! to which other programs have added theirs.

mod applicable;
mod article;
mod article_on_day;
mod as_of;
mod casework;
mod citations;
mod citations_view;
mod cited;
mod compare;
mod coverage;
mod dates;
mod document;
mod document_view;
mod error;
mod facts;
mod figures;
mod filters;
mod hits;
mod home;
mod knowledge;
mod layout;
mod lens;
mod of;
mod outline;
mod pager;
mod plots;
mod preview;
mod provision;
mod scopes;
mod search;
mod similar;
mod since;
mod understood;
mod verdict_words;

#[cfg(test)]
mod tests;

use askama::Template;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::middleware;
use axum::response::Html;
use axum::routing::get;

use casework::desk::{self, Desk, OnDesk};

use super::error::HttpError;
use super::params::Pairs;
use super::state::AppState;
use crate::library::Library;

pub use error::PageError;

/// The addresses of the pages.
pub fn routes(state: &AppState) -> Router<AppState> {
    Router::new()
        .route("/", get(home::get))
        .route("/search", get(search::get).post(search::post))
        .route("/documents/{id}", get(document::get))
        .route("/articles/{law}/{number}", get(article::get))
        .route(
            "/articles/{law}/{number}/history",
            get(article_on_day::history),
        )
        .route("/citations", citations::route())
        .route("/applicable", applicable::route())
        .route("/similar", similar::route())
        .route("/citing", get(cited::get))
        .route("/preview", get(preview::get))
        .route("/coverage", get(coverage::get))
        .route("/provision", get(provision::get))
        .route("/tiers", get(lens::get))
        .route("/figures", get(figures::get))
        .route("/neighbourhood", get(figures::around))
        .merge(compare::routes())
        .merge(casework::routes())
        .layer(middleware::from_fn_with_state(state.clone(), desk::lay))
}

/// Writes a template.
fn render(template: &impl Template) -> Result<Html<String>, HttpError> {
    template.render().map(Html).map_err(HttpError::internal)
}

/// What a page is asked for: by whom, as far as a case lies on the desk, and with what.
struct Ask {
    state: AppState,
    desk: OnDesk,
    pairs: Pairs,
}

impl Ask {
    /// Makes the page when it is its turn.
    async fn page<T, F>(self, make: F) -> Result<Html<String>, PageError>
    where
        T: Template + Send + 'static,
        F: FnOnce(&Library, &Desk, &Pairs) -> Result<T, HttpError> + Send + 'static,
    {
        let Self { state, desk, pairs } = self;
        let page = state.work(move |library| make(library, &desk, &pairs));
        Ok(render(&page.await?)?)
    }
}

impl FromRequestParts<AppState> for Ask {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, PageError> {
        Ok(Self {
            state: state.clone(),
            desk: OnDesk::of(parts),
            pairs: Pairs::of_request(parts)?,
        })
    }
}

/// Pairs of the query string, for handlers of this face.
struct Query(Pairs);

impl<S: Sync> FromRequestParts<S> for Query {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, PageError> {
        Ok(Self(Pairs::of_request(parts)?))
    }
}
