//! The whole router over a small library, as a client sees it. Text only: the
//! end-to-end tests have a model.

#![allow(clippy::unwrap_used)]

pub mod texts;

mod api;
mod citations;
mod cited;
mod coverage;
mod days;
mod openapi;
mod pages;
mod previews;
mod service;

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use leian_corpus::{Document, DocumentKind, SectionRole};
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::state::{AppState, Limits};
use crate::library::{Library, LibraryPaths};

/// A router over a library in a temporary folder.
struct App {
    router: Router,
    folder: TempDir,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("the body is JSON")
    }

    #[track_caller]
    fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name);
        value.map_or("", |value| value.to_str().unwrap())
    }
}

impl App {
    /// Over `documents`, under `limits`.
    fn with(documents: &[Document], limits: Limits) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let paths = LibraryPaths::new(folder.path().join("library"));
        let library = Library::create_or_open_text_only(&paths).unwrap();
        let mut writer = library.index().writer().unwrap();
        for document in documents {
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        drop(writer);
        let state = AppState::with_limits(Arc::new(library), limits);
        let router = crate::http::router(state);
        Self { router, folder }
    }

    /// Over the invented texts.
    fn new() -> Self {
        Self::with(&documents(), Limits::default())
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    async fn get(&self, address: &str) -> Answer {
        self.send(Request::get(address).body(Body::empty()).unwrap())
            .await
    }

    async fn post(&self, address: &str, media_type: &str, body: impl Into<Body>) -> Answer {
        let request = Request::post(address).header("content-type", media_type);
        self.send(request.body(body.into()).unwrap()).await
    }
}

/// Two versions of a law, a guiding case, and a teaching case full of markup.
fn documents() -> Vec<Document> {
    let evil = format!("江河养护{}", texts::EVIL);
    vec![
        texts::law(),
        texts::law_of("2009-08-27", "已修改"),
        texts::river_case(),
        texts::case(
            DocumentKind::TeachingCase,
            "teach-1",
            &evil,
            vec![texts::section(SectionRole::Facts, &evil)],
        ),
    ]
}

/// `path?q=…` with the query encoded.
fn search(path: &str, query_text: &str, more: &str) -> String {
    format!(
        "{path}?{}{more}",
        super::percent::query([("q", query_text)])
    )
}
