//! `/articles/{law}/{number}`: one article, its newest version in force.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Html;
use leian_corpus::{LawKey, Unit};

use super::cited::{self, CitedItem};
use super::document_view::{ParagraphItem, RefItem, article_paragraphs, version_items};
use super::hits::Badges;
use super::layout::{Layout, SearchBox};
use super::{PageError, of, render};
use crate::http::error::HttpError;
use crate::http::params::of_path;
use crate::http::percent;
use crate::http::reading::{self, ArticleReading, Citations, Neighbour, anchor, article_href};
use crate::http::state::AppState;
use crate::library::Library;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    layout: Layout,
    law: String,
    label: String,
    badges: Badges,
    dates: Vec<(&'static str, String)>,
    path: Vec<String>,
    paragraphs: Vec<ParagraphItem>,
    versions: Vec<RefItem>,
    whole: String,
    search: String,
    cited: Option<CitedItem>,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

/// An article.
pub async fn get(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Html<String>, PageError> {
    let (law, number) = of_path(path)?;
    let named = law.clone();
    let page = state
        .work(move |library| page(library, &reading::article(library, &law, &number)?))
        .await
        .map_err(|error| PageError::from(error).or_search(&named))?;
    Ok(render(&page)?)
}

fn page(library: &Library, reading: &ArticleReading) -> Result<ArticlePage, HttpError> {
    let entry = &reading.entry;
    let snapshot = library.snapshot()?;
    let law = entry.metadata.law.as_ref().map(|law| law.key.clone());
    let label = match &entry.unit {
        Unit::Article { label, .. } => label.clone(),
        Unit::Case | Unit::Text => reading.number.chinese(),
    };
    let beside = |one: &Option<Neighbour>| neighbour(law.as_ref(), one.as_ref());
    let search = format!("《{}》{label}", entry.document_title);
    let own_href = law
        .as_ref()
        .map(|law| article_href(law.as_str(), reading.number));
    let targets = of::article_targets(reading);
    Ok(ArticlePage {
        cited: cited::beside(library, targets, &own_href.unwrap_or_default())?,
        layout: Layout::new(&entry.title(), SearchBox::of(library)),
        law: entry.document_title.clone(),
        badges: Badges::new(entry.kind, &entry.metadata),
        dates: dates(entry),
        path: entry.path.clone(),
        paragraphs: article_paragraphs(&entry.text(), Citations::new(&snapshot, law.clone())),
        versions: version_items(&reading.versions, &entry.id),
        whole: format!("/documents/{}#{}", entry.document_id, anchor(&entry.id)),
        search: format!("/search?{}", percent::query([("q", search.as_str())])),
        previous: beside(&reading.previous),
        next: beside(&reading.next),
        label,
    })
}

fn dates(entry: &leian_corpus::Entry) -> Vec<(&'static str, String)> {
    let metadata = &entry.metadata;
    let known = [
        ("本版公布", metadata.promulgated),
        ("施行", metadata.effective),
    ];
    let known = known
        .into_iter()
        .filter_map(|(label, date)| Some((label, date?.to_string())));
    let issuer = metadata.issuer.clone().map(|issuer| ("发布机关", issuer));
    issuer.into_iter().chain(known).collect()
}

/// Label and address of the article beside.
fn neighbour(law: Option<&LawKey>, one: Option<&Neighbour>) -> Option<(String, String)> {
    let (law, one) = (law?, one?);
    Some((one.label.clone(), article_href(law.as_str(), one.number)))
}
