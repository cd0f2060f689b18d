//! The case file on the desk: the one that searches and readings are recorded for. A
//! cookie names it, so that it holds for one browser and no other.

use std::collections::BTreeSet;
use std::convert::Infallible;

use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use super::{Form, folder_id, see, store};
use crate::casework::{FolderId, Store};
use crate::http::error::HttpError;
use crate::http::pages::PageError;
use crate::http::state::AppState;
use crate::library::Library;

/// Name of the cookie.
const COOKIE: &str = "leian-folder";

/// How long a browser remembers the case, in seconds: thirty days.
const REMEMBERED: u32 = 30 * 24 * 3600;

/// The case that a request names, which may be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnDesk(pub Option<FolderId>);

impl<S: Sync> FromRequestParts<S> for OnDesk {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        Ok(Self(named(&parts.headers)))
    }
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
    /// The case; [`FolderId::NONE`] without one.
    pub folder: Option<FolderId>,
    /// Its name.
    pub name: String,
    /// Entries collected in it.
    pub collected: BTreeSet<String>,
}

impl Desk {
    /// What lies on the desk of a request. A case that is gone, and a store that cannot
    /// be read, leave it empty: searching goes on.
    pub fn of(library: &Library, on_desk: OnDesk) -> Self {
        let Some(id) = on_desk.0 else {
            return Self::default();
        };
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

/// The case on the desk, or a new one for today, and whether it is new.
pub fn or_new(
    library: &Library,
    store: &Store,
    on_desk: OnDesk,
) -> Result<(FolderId, bool), HttpError> {
    if let Some(id) = Desk::of(library, on_desk).folder {
        return Ok((id, false));
    }
    let today = crate::labels::today();
    Ok((store.add_folder(&format!("未命名案件 {today}"))?, true))
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
