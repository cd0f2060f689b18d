//! `/articles/{law}/{number}`: one article, its newest version in force, or with
//! `as_of` what it was on a day.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use leian_corpus::{LawKey, Unit};

use super::article_on_day::{OnDayPage, SEE_THEN, on_day};
use super::as_of::{AsOf, DateBox};
use super::casework::desk::{Desk, OnDesk};
use super::cited::{self, CitedItem};
use super::compare::versions;
use super::document_view::{ParagraphItem, RefItem, article_paragraphs, version_items};
use super::hits::Badges;
use super::layout::{Layout, SearchBox};
use super::{PageError, Query, of, render};
use crate::http::error::HttpError;
use crate::http::params::{Pairs, judged_day, of_path};
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
    date_box: DateBox,
    history: String,
    own_href: String,
    /// Its entry, and whether that was collected for the case on the desk.
    entry: String,
    collected: bool,
    /// How it is cited in a paper.
    citation: String,
    /// Where two of its versions stand side by side.
    compare: String,
    previous: Option<(String, String)>,
    next: Option<(String, String)>,
}

/// What a request leads to.
enum Answer {
    /// The newest version, with what was wrong with a day that was typed.
    Newest(Box<ArticlePage>),
    /// The article on a day.
    OnDay(Box<OnDayPage>),
}

/// An article.
pub async fn get(
    State(state): State<AppState>,
    on_desk: OnDesk,
    path: Result<Path<(String, String)>, PathRejection>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let (law, number) = of_path(path)?;
    let named = law.clone();
    let answer = state
        .work(move |library| answer(library, &law, &number, &pairs, &on_desk))
        .await
        .map_err(|error| PageError::from(error).or_search(&named))?;
    Ok(match answer {
        Answer::Newest(page) if page.date_box.error.is_some() => {
            (StatusCode::BAD_REQUEST, render(&*page)?).into_response()
        }
        Answer::Newest(page) => render(&*page)?.into_response(),
        Answer::OnDay(page) => render(&*page)?.into_response(),
    })
}

fn answer(
    library: &Library,
    law: &str,
    number: &str,
    pairs: &Pairs,
    desk: &Desk,
) -> Result<Answer, HttpError> {
    let newest = || page(library, &reading::article(library, law, number)?, desk);
    Ok(match AsOf::read(pairs) {
        Ok(Some(as_of)) => {
            let judged = judged_day(pairs, Some(as_of.day))?;
            Answer::OnDay(Box::new(on_day(library, law, number, as_of, judged)?))
        }
        Ok(None) => Answer::Newest(Box::new(newest()?)),
        Err(error) => {
            let mut page = newest()?;
            let typed = pairs.one("as_of")?.unwrap_or_default();
            page.date_box = page.date_box.refused(typed, error);
            Answer::Newest(Box::new(page))
        }
    })
}

fn page(
    library: &Library,
    reading: &ArticleReading,
    desk: &Desk,
) -> Result<ArticlePage, HttpError> {
    let entry = &reading.entry;
    let snapshot = library.snapshot()?;
    let law = entry.metadata.law.as_ref().map(|law| law.key.clone());
    let label = match &entry.unit {
        Unit::Article { label, .. } => label.clone(),
        Unit::Case | Unit::Text => reading.number.chinese(),
    };
    let beside = |one: &Option<Neighbour>| neighbour(law.as_ref(), one.as_ref());
    let citation = format!("《{}》{label}", entry.document_title);
    let own_href = law
        .as_ref()
        .map(|law| article_href(law.as_str(), reading.number))
        .unwrap_or_default();
    let targets = of::article_targets(reading);
    Ok(ArticlePage {
        cited: cited::beside(library, targets, &own_href)?,
        own_href: own_href.clone(),
        date_box: DateBox::new(&own_href, None, SEE_THEN),
        history: format!("{own_href}/history"),
        entry: entry.id.to_string(),
        collected: desk.holds(entry.id.as_str()),
        citation: citation.clone(),
        compare: law
            .as_ref()
            .map(|law| versions::href(law, reading.number))
            .unwrap_or_default(),
        layout: Layout::new(&entry.title(), SearchBox::of(library)),
        law: entry.document_title.clone(),
        badges: Badges::new(entry.kind, &entry.metadata),
        dates: dates(entry),
        path: entry.path.clone(),
        paragraphs: article_paragraphs(&entry.text(), Citations::new(&snapshot, law.clone())),
        versions: version_items(&reading.versions, &entry.id),
        whole: format!("/documents/{}#{}", entry.document_id, anchor(&entry.id)),
        search: format!("/search?{}", percent::query([("q", citation.as_str())])),
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
