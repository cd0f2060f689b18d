//! `/searches`: searches made last, and those that are kept by a name.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::{Form, number, saying, see, store};
use crate::casework::FolderId;
use crate::casework::trail::SearchRow;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::state::AppState;
use crate::labels::{grouped, local_time};

/// Searches on the page.
const LISTED: usize = 100;

/// Characters of a query that are shown.
const SHOWN_CHARS: usize = 120;

#[derive(Template)]
#[template(path = "searches.html")]
struct SearchesPage {
    layout: Layout,
    said: Option<String>,
    saved: Vec<SearchItem>,
    recent: Vec<SearchItem>,
}

/// A search for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchItem {
    /// Its number.
    pub id: i64,
    /// What was typed, its beginning.
    pub query: String,
    /// What repeats it.
    pub href: Option<String>,
    /// Filters in words.
    pub filters: String,
    /// When it was last made.
    pub at: String,
    /// What it returned then.
    pub total: String,
    /// Its name, when it is kept.
    pub saved: Option<String>,
    /// The case whose record it is part of.
    pub folder: Option<i64>,
}

impl From<SearchRow> for SearchItem {
    fn from(row: SearchRow) -> Self {
        let mut query: String = row.made.query.chars().take(SHOWN_CHARS).collect();
        if row.made.query.chars().nth(SHOWN_CHARS).is_some() {
            query.push('…');
        }
        Self {
            id: row.id,
            query,
            href: Some(row.made.address).filter(|address| address.starts_with('/')),
            filters: row.made.filters,
            at: local_time(&row.last_at),
            total: grouped(row.made.total),
            saved: row.saved,
            folder: Some(row.folder.0).filter(|&folder| folder != FolderId::NONE.0),
        }
    }
}

/// The page.
pub async fn list(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| {
        let store = store(library)?;
        let items = |rows: Vec<SearchRow>| rows.into_iter().map(SearchItem::from).collect();
        Ok(SearchesPage {
            layout: Layout::new("检索记录", SearchBox::of(library)),
            said: pairs.one("said")?.map(str::to_owned),
            saved: items(store.saved_searches()?),
            recent: items(store.recent_searches(LISTED)?),
        })
    })
    .await
}

/// Keeps a search by a name, no longer, or forgets it.
pub async fn change(
    State(state): State<AppState>,
    Path(id): Path<String>,
    form: Form,
) -> Result<Response, PageError> {
    let id = number(&id, "search")?;
    let action = form.text("action")?.to_owned();
    let name = form.text("name")?.to_owned();
    let back = form.back("/searches")?;
    state
        .look(move |library| {
            let store = store(library)?;
            match action.as_str() {
                "save" => Ok(store.save_search(id, Some(&name))?),
                "unsave" => Ok(store.save_search(id, None)?),
                "forget" => Ok(store.forget_search(id)?),
                _ => Err(HttpError::parameter(
                    ErrorCode::InvalidParameter,
                    "action",
                    "action 应为 save、unsave、forget 之一",
                )),
            }
        })
        .await?;
    Ok(see(&back))
}

/// Forgets the searches of no case that are not kept.
pub async fn forget_all(State(state): State<AppState>) -> Result<Response, PageError> {
    let count = state
        .look(move |library| Ok(store(library)?.forget_recent()?))
        .await?;
    let said = format!("已删除 {count} 条不属于案件的检索记录");
    Ok(see(&saying("/searches", &said)))
}
