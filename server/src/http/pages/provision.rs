//! `/provision`: from an article, a law or a case as people write it to the texts that
//! cite it (法条关联案件检索).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use leian_corpus::Unit;

use super::casework::desk::{Desk, OnDesk};
use super::casework::trail;
use super::layout::{Layout, SearchBox};
use super::{PageError, Query, render};
use crate::http::error::HttpError;
use crate::http::percent;
use crate::http::reading::article_href;
use crate::http::state::AppState;
use crate::library::Library;
use crate::retrieval::{CitedByQuery, cited_by, named, named_targets};

#[derive(Template)]
#[template(path = "provision.html")]
struct ProvisionPage {
    layout: Layout,
    typed: String,
    error: Option<String>,
}

/// The form; with `?name=` the way to the texts that cite it.
pub async fn get(
    State(state): State<AppState>,
    on_desk: OnDesk,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let typed = pairs.one("name")?.unwrap_or_default().trim().to_owned();
    let (page, there) = state
        .work(move |library| {
            let there = match typed.as_str() {
                "" => None,
                name => address(library, &on_desk, name)?,
            };
            let error = (there.is_none() && !typed.is_empty()).then(|| {
                format!("本库没有“{typed}”；请写条文、法律或案例编号，如 刑法第264条、检例第79号")
            });
            let page = ProvisionPage {
                layout: Layout::new("法条关联检索", SearchBox::of(library)),
                typed,
                error,
            };
            Ok::<_, HttpError>((page, there))
        })
        .await?;
    if let Some(there) = there {
        return Ok(Redirect::to(&there).into_response());
    }
    let status = match page.error {
        Some(_) => StatusCode::NOT_FOUND,
        None => StatusCode::OK,
    };
    Ok((status, render(&page)?).into_response())
}

/// Where the texts that cite `name` are listed; recorded as a search.
fn address(library: &Library, desk: &Desk, name: &str) -> Result<Option<String>, HttpError> {
    let snapshot = library.snapshot()?;
    let Some(&(at, whole)) = named(&snapshot, name)?.first() else {
        return Ok(None);
    };
    let entry = snapshot.entry(at)?;
    let of = match (&entry.unit, &entry.metadata.law) {
        (Unit::Article { number, .. }, Some(law)) if !whole => {
            article_href(law.key.as_str(), *number)
        }
        _ => format!("/documents/{}", entry.document_id),
    };
    let there = format!("/citing?{}", percent::query([("of", of.as_str())]));
    let targets = named_targets(&snapshot, name)?;
    if !targets.is_empty() {
        let found = cited_by(&snapshot, &CitedByQuery::new(targets))?;
        trail::cited(library, desk, &there, name, &found);
    }
    Ok(Some(there))
}
