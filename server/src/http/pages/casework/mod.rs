//! Pages of what people make: case files, what is collected in them, notes, searches
//! made, reports, teaching packs. Every action is a form that works without a script
//! and ends in a redirect, so that going back and reloading repeat nothing.

mod adverse;
mod collect;
pub mod desk;
mod download;
mod folder;
mod folders;
mod mine;
pub mod note;
mod pack;
mod pack_view;
mod packs;
mod report;
mod searches;
pub mod trail;

use axum::Router;
use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{DefaultBodyLimit, FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::middleware;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::PageError;
use crate::casework::{CaseworkError, FolderId, Store};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::Pairs;
use crate::http::percent;
use crate::http::state::AppState;
use crate::library::Library;

/// Largest form: the facts and the analysis of a case, every byte of them escaped.
const MAX_FORM_BYTES: usize = 1024 * 1024;

/// The addresses.
pub fn routes() -> Router<AppState> {
    Router::new()
        .route("/folders", get(folders::list).post(folders::add))
        .route("/folders/{id}", get(folder::get).post(folder::save))
        .route("/folders/{id}/delete", post(folders::delete))
        .route("/folders/{id}/restore", post(folders::restore))
        .route("/folders/{id}/purge", post(folders::purge))
        .route("/folders/{id}/collected", post(collect::judge))
        .route("/folders/{id}/adverse", post(adverse::look))
        .route("/folders/{id}/waive", post(adverse::waive))
        .route("/folders/{id}/draft", get(report::draft))
        .route("/folders/{id}/report", post(report::finish))
        .route("/desk", post(desk::put))
        .route("/collect", post(collect::collect))
        .route("/reports", get(report::list))
        .route("/reports/{id}", get(report::get))
        .route("/reports/{id}/{file}", get(report::file))
        .route("/notes", get(note::list).post(note::add))
        .route("/notes/{id}", post(note::change))
        .route("/searches", get(searches::list))
        .route("/searches/forget", post(searches::forget_all))
        .route("/searches/{id}", post(searches::change))
        .route("/packs", get(packs::list).post(packs::add))
        .route("/packs/{id}", get(pack::get).post(pack::save))
        .route("/packs/{id}/state", post(packs::state))
        .route("/packs/{id}/items/{at}", post(pack::save_item))
        .route("/packs/{id}/{edition}", get(pack::edition))
        .route("/packs/{id}/{edition}/{file}", get(pack::file))
        .route("/mine", get(mine::get))
        .route("/mine/everything.json", get(mine::export))
        .route("/mine/delete", post(mine::delete))
        .layer(DefaultBodyLimit::max(MAX_FORM_BYTES))
        .layer(middleware::from_fn(same_origin))
}

/// Refuses what another site's page makes a browser send: this program has no accounts,
/// so that whoever could send a form could change everything.
async fn same_origin(request: Request, next: middleware::Next) -> Response {
    let writes = !matches!(request.method().as_str(), "GET" | "HEAD");
    if writes && !is_own(request.headers()) {
        let message = "这个操作不是从本程序的页面发出的，没有执行";
        return PageError::from(HttpError::new(ErrorCode::Forbidden, message)).into_response();
    }
    next.run(request).await
}

/// Whether a browser says that its own page sent this; other programs say nothing.
fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (text("origin"), text(header::HOST.as_str())) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, own)| own == host),
        _ => true,
    }
}

/// The fields of a form.
pub struct Form(pub Pairs);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Self, PageError> {
        let body: Result<Bytes, BytesRejection> = Bytes::from_request(request, state).await;
        let body = body.map_err(|_| {
            let message = format!("表单超过 {} KB", MAX_FORM_BYTES / 1024);
            HttpError::new(ErrorCode::TooLong, message)
        })?;
        Ok(Self(Pairs::read(&body)?))
    }
}

impl Form {
    /// The text of a field as typed, empty when it is absent.
    pub fn text<'a>(&'a self, name: &'a str) -> Result<&'a str, HttpError> {
        // A field that is there twice was not sent by a form of ours.
        let mut values = self.0.all(name);
        let value = values.next().unwrap_or_default();
        match values.next() {
            None => Ok(value),
            Some(_) => Err(HttpError::parameter(
                ErrorCode::InvalidParameter,
                name,
                format!("参数“{name}”只能出现一次"),
            )),
        }
    }

    /// Where to go on: the field `back`, when it is an address of this program.
    pub fn back(&self, otherwise: &str) -> Result<String, HttpError> {
        let back = self.text("back")?;
        Ok(match is_address(back) {
            true => back.to_owned(),
            false => otherwise.to_owned(),
        })
    }
}

/// Whether this is a path here, and no way to another site.
fn is_address(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', '\r', '\n', '\t'])
        && text.len() <= 48 * 1024
}

/// After a form: look at this.
fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// `address` with a word for the reader, which the page there says once.
fn saying(address: &str, said: &str) -> String {
    let (address, fragment) = match address.split_once('#') {
        Some((address, fragment)) => (address, format!("#{fragment}")),
        None => (address, String::new()),
    };
    let joint = if address.contains('?') { '&' } else { '?' };
    let said = percent::query([("said", said)]);
    format!("{address}{joint}{said}{fragment}")
}

fn store(library: &Library) -> Result<&Store, HttpError> {
    Ok(library.casework()?)
}

/// The number in a path.
fn number(text: &str, what: &'static str) -> Result<i64, HttpError> {
    text.parse()
        .map_err(|_| HttpError::from(CaseworkError::missing(what, text)))
}

fn folder_id(text: &str) -> Result<FolderId, HttpError> {
    number(text, "folder").map(FolderId)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn ways_back_stay_here() {
        for own in ["/", "/search?q=%E9%86%89#hit-3", "/documents/x"] {
            assert!(is_address(own), "{own}");
        }
        for other in [
            "",
            "http://evil.example/",
            "//evil.example",
            "/\\evil",
            "x",
            "/a\r\nb",
        ] {
            assert!(!is_address(other), "{other}");
        }
        assert_eq!(saying("/a?b=c#d", "e"), "/a?b=c&said=e#d");
    }

    #[test]
    fn only_own_pages_may_write() {
        let headers = |pairs: &[(&'static str, &str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, value.parse().unwrap());
            }
            headers
        };
        assert!(is_own(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_own(&headers(&[("sec-fetch-site", "same-site")])));
        let own = [
            ("origin", "http://127.0.0.1:8080"),
            ("host", "127.0.0.1:8080"),
        ];
        assert!(is_own(&headers(&own)));
        let other = [
            ("origin", "http://evil.example"),
            ("host", "127.0.0.1:8080"),
        ];
        assert!(!is_own(&headers(&other)));
        assert!(is_own(&headers(&[("host", "127.0.0.1:8080")])), "curl");
    }
}
