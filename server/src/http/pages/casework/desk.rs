//! The case file on the desk: the one that searches and readings are recorded for. A
//! cookie names it, so that it holds for one browser and no other.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::Deref;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{Form, folder_id, see, store};
use crate::casework::{FolderId, Store};
use crate::http::error::HttpError;
use crate::http::pages::PageError;
use crate::http::pages::layout::DeskItem;
use crate::http::state::AppState;
use crate::library::Library;

/// Name of the cookie.
const COOKIE: &str = "leian-folder";

/// How long a browser remembers the case, in seconds: thirty days.
const REMEMBERED: u32 = 30 * 24 * 3600;

tokio::task_local! {
    /// What lies on the desk of the request that is answered, for the frame of its page.
    static LAID: Arc<Desk>;
}

/// What lies on the desk of a request.
#[derive(Clone, Debug, Default)]
pub struct OnDesk(Arc<Desk>);

impl OnDesk {
    /// As [`lay`] read it.
    pub fn of(parts: &Parts) -> Self {
        parts.extensions.get().cloned().unwrap_or_default()
    }
}

impl Deref for OnDesk {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.0
    }
}

impl<S: Sync> FromRequestParts<S> for OnDesk {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self::of(parts))
    }
}

/// Reads once what lies on the desk of a request, for its handler and for the frame of
/// its page.
pub async fn lay(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let desk = match named(request.headers()) {
        Some(id) => state.look(move |library| Ok(Desk::of(library, id))).await,
        None => Ok(Desk::default()),
    };
    let desk = Arc::new(desk.unwrap_or_default());
    request.extensions_mut().insert(OnDesk(Arc::clone(&desk)));
    LAID.scope(desk, next.run(request)).await
}

/// The case on the desk of the request that is answered.
pub fn shown() -> Option<DeskItem> {
    LAID.try_with(|desk| {
        desk.folder.map(|folder| DeskItem {
            href: format!("/folders/{}", folder.0),
            name: desk.name.clone(),
            collected: desk.collected.len(),
        })
    })
    .ok()
    .flatten()
}

fn named(headers: &HeaderMap) -> Option<FolderId> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let cookies = cookies.filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|all| all.split(';'));
    pairs.find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        let id = (name == COOKIE).then(|| value.parse().ok())??;
        (id > 0).then_some(FolderId(id))
    })
}

/// The header that puts a case on the desk, or clears it.
pub fn cookie(folder: Option<FolderId>) -> [(header::HeaderName, HeaderValue); 1] {
    let value = match folder {
        Some(FolderId(id)) => {
            format!("{COOKIE}={id}; Path=/; Max-Age={REMEMBERED}; HttpOnly; SameSite=Strict")
        }
        None => format!("{COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"),
    };
    let value = HeaderValue::from_str(&value).unwrap_or(HeaderValue::from_static(""));
    [(header::SET_COOKIE, value)]
}

/// What lies on the desk, for the pages that show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Desk {
    /// The case, if there is one.
    pub folder: Option<FolderId>,
    /// Its name.
    pub name: String,
    /// Entries collected in it.
    pub collected: BTreeSet<String>,
}

impl Desk {
    /// The desk with this case on it. A case that is gone, and a store that cannot
    /// be read, leave it empty: searching goes on.
    fn of(library: &Library, id: FolderId) -> Self {
        let open = || -> Option<Self> {
            let store = library.casework().ok()?;
            let folder = store.folder(id).ok()?;
            if folder.deleted.is_some() {
                return None;
            }
            let collected = store.collected(id).ok()?;
            Some(Self {
                folder: Some(id),
                name: folder.name,
                collected: collected.into_iter().map(|one| one.entry).collect(),
            })
        };
        open().unwrap_or_default()
    }

    /// The case that is recorded for.
    pub fn id(&self) -> FolderId {
        self.folder.unwrap_or(FolderId::NONE)
    }

    /// Whether an entry was collected.
    pub fn holds(&self, entry: &str) -> bool {
        self.collected.contains(entry)
    }
}

/// The case on the desk, or a new one for today.
pub fn or_new(store: &Store, desk: &Desk) -> Result<FolderId, HttpError> {
    match desk.folder {
        Some(id) => Ok(id),
        None => Ok(store.add_folder(&format!("未命名案件 {}", crate::labels::today()))?),
    }
}

/// Puts a case on the desk, or clears it.
pub async fn put(State(state): State<AppState>, form: Form) -> Result<Response, PageError> {
    let back = form.back("/folders")?;
    let folder = match form.text("folder")? {
        "" => None,
        id => Some(folder_id(id)?),
    };
    if let Some(id) = folder {
        state
            .look(move |library| Ok(store(library)?.folder(id)?))
            .await?;
    }
    Ok((cookie(folder), see(&back)).into_response())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_cookie_is_found_among_others() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, text.parse().unwrap());
            named(&headers)
        };
        assert_eq!(of("a=b; leian-folder=7; c=d"), Some(FolderId(7)));
        assert_eq!(of("leian-folder=0"), None);
        assert_eq!(of("leian-folder=x"), None);
        assert_eq!(of("other-leian-folder=7"), None);
    }
}
