//! The HTTP face: pages for people, JSON for programs. Calls rooms; holds no
//! rules of searching of its own.
//!
//! [`router`] is the one constructor, used by [`serve`] and by tests alike.
//! Reading order: [`state`] (what handlers share), [`error`] (one table of
//! errors), [`params`] and [`upload`] (what clients send),
//! [`reading`] and [`marks`] (texts on their way to a reader), [`api`] and
//! [`pages`] (the two faces), [`layers`] (what every answer goes through).

pub mod state;

pub mod error;
pub mod params;
pub mod upload;

pub mod marks;
pub mod reading;

pub mod api;
pub mod pages;

pub mod layers;
mod percent;
mod static_files;

#[cfg(test)]
mod tests;

use std::future::Future;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

pub use error::{ErrorCode, HttpError};
pub use state::{AppState, Limits};

/// All addresses of a server, with everything an answer goes through.
pub fn router(state: AppState) -> Router {
    let api = layers::api(api::routes(), &state);
    let pages = layers::pages(pages::routes(&state).merge(static_files::routes()), &state);
    layers::all(pages.merge(api), &state).with_state(state)
}

/// Answers requests on `listener` until `shutdown` completes; requests that run
/// then are answered first. A client that sends half a request, or reads no
/// answer, is waited for no longer than any request may take.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let longest = state.limits().timeout;
    let (stopping, told) = oneshot::channel();
    let server = axum::serve(listener, router(state)).with_graceful_shutdown(async move {
        shutdown.await;
        // Nobody listens any more when all connections have ended meanwhile.
        let _ = stopping.send(());
    });
    let overtime = async {
        if told.await.is_err() {
            return std::future::pending().await;
        }
        tokio::time::sleep(longest).await;
    };
    tokio::select! {
        result = server => result,
        () = overtime => Ok(()),
    }
}
