//! Who cites an article or a case (被引情况): the first of each kind beside it, and
//! all of them on a page of their own, `/citing?of=/articles/…`.

use askama::Template;
use axum::extract::State;
use axum::response::Html;
use leian_corpus::CitedTarget;

use super::hits::{Badges, SnippetItem, snippet_of};
use super::layout::{Layout, SearchBox};
use super::of::Of;
use super::pager::Pager;
use super::{PageError, Query, render};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::Pairs;
use crate::http::percent;
use crate::http::reading::anchor;
use crate::http::state::AppState;
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::{CitedBy, CitedByQuery, CitingEntries, CitingGroup, CitingHit, cited_by};

/// Texts of each kind that stand beside an article or a case.
const BESIDE: usize = 3;

/// Texts on a page of their own.
const PER_PAGE: usize = 20;

/// Who cites a text.
pub struct CitedItem {
    /// Entries that cite it.
    pub total: String,
    /// Articles of the same law that refer to it.
    pub own: Option<String>,
    /// By kind.
    pub groups: Vec<GroupItem>,
}

/// Texts of one kind that cite.
pub struct GroupItem {
    /// Its name.
    pub label: &'static str,
    /// How many.
    pub total: String,
    /// The first of them, or those of the page.
    pub hits: Vec<CitingItem>,
    /// All of them, where more than these.
    pub all: Option<String>,
}

/// A text that cites.
pub struct CitingItem {
    /// Its title.
    pub title: String,
    /// Where it is read.
    pub href: String,
    /// Its badges.
    pub badges: Badges,
    /// Number and date.
    pub meta: Vec<String>,
    /// The place that cites.
    pub snippet: SnippetItem,
    /// How often it cites, where more than once.
    pub mentions: Option<usize>,
    /// Only an older version cites.
    pub older: bool,
}

/// Who cites `targets`, the first of each kind; `of` is the address of what is cited.
/// `None` where nobody does, or nobody could.
///
/// # Errors
/// When the library cannot be read.
pub fn beside(
    library: &Library,
    targets: Vec<CitedTarget>,
    of: &str,
) -> Result<Option<CitedItem>, HttpError> {
    if targets.is_empty() {
        return Ok(None);
    }
    let query = CitedByQuery {
        per_page: BESIDE,
        ..CitedByQuery::new(targets)
    };
    let found = cited_by(&*library.snapshot()?, &query)?;
    let nobody = found.total == 0 && found.own_total == 0;
    Ok((!nobody).then(|| CitedItem::new(&found, of)))
}

impl CitedItem {
    fn new(found: &CitedBy, of: &str) -> Self {
        Self {
            total: grouped(found.total),
            own: (found.own_total > 0).then(|| grouped(found.own_total)),
            groups: found
                .groups
                .iter()
                .map(|group| GroupItem::new(group, of))
                .collect(),
        }
    }
}

impl GroupItem {
    fn new(group: &CitingEntries, of: &str) -> Self {
        let code = group.group.code();
        let more = group.total > group.hits.len();
        Self {
            label: group.group.label(),
            total: grouped(group.total),
            hits: group.hits.iter().map(CitingItem::new).collect(),
            all: more.then(|| address(of, code, 1)),
        }
    }
}

impl CitingItem {
    fn new(hit: &CitingHit) -> Self {
        let entry = &hit.entry;
        let metadata = &entry.metadata;
        let anchor = match anchor(&entry.id) {
            anchor if anchor.is_empty() => anchor,
            anchor => format!("#{anchor}"),
        };
        let known = [
            metadata.number.clone(),
            metadata.case_number.clone(),
            entry.version_date().map(|date| date.to_string()),
        ];
        Self {
            title: entry.title(),
            href: format!("/documents/{}{anchor}", entry.document_id),
            badges: Badges::new(entry.kind, metadata),
            meta: known.into_iter().flatten().collect(),
            snippet: snippet_of(entry, &hit.snippet, None),
            mentions: (hit.mentions > 1).then_some(hit.mentions),
            older: !hit.newest,
        }
    }
}

fn address(of: &str, group: &str, page: usize) -> String {
    let page = page.to_string();
    let mut pairs = vec![("of", of), ("group", group)];
    if page != "1" {
        pairs.push(("page", &page));
    }
    format!("/citing?{}", percent::query(pairs))
}

#[derive(Template)]
#[template(path = "citing.html")]
struct CitingPage {
    layout: Layout,
    /// What is cited, and where it is read.
    title: String,
    of: String,
    total: String,
    own: Option<String>,
    /// The kinds to choose from: label, count, address, whether chosen.
    groups: Vec<(&'static str, String, String, bool)>,
    hits: Vec<CitingItem>,
    first: usize,
    pager: Pager,
}

/// All that cite a text, by kind and page.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Html<String>, PageError> {
    let page = state.work(move |library| page(library, &pairs)).await?;
    Ok(render(&page)?)
}

fn page(library: &Library, pairs: &Pairs) -> Result<CitingPage, HttpError> {
    let of = pairs.one("of")?.unwrap_or_default();
    let text = Of::read(library, of)?;
    let query = CitedByQuery {
        page: pairs.number("page", 1, Pairs::MAX_PAGE)?,
        per_page: PER_PAGE,
        group: group(pairs)?,
        ..CitedByQuery::new(text.targets())
    };
    let found = cited_by(&*library.snapshot()?, &query)?;
    let chosen = query
        .group
        .or(found.groups.first().map(|group| group.group));
    let shown = found
        .groups
        .iter()
        .find(|group| Some(group.group) == chosen);
    let pages = shown.map_or(0, |group| group.total.div_ceil(PER_PAGE));
    let code = chosen.map_or("", CitingGroup::code);
    Ok(CitingPage {
        layout: Layout::new(&format!("引用 {}", text.title()), SearchBox::of(library)),
        title: text.title(),
        of: of.to_owned(),
        total: grouped(found.total),
        own: (found.own_total > 0).then(|| grouped(found.own_total)),
        groups: found
            .groups
            .iter()
            .map(|group| {
                let (label, code) = (group.group.label(), group.group.code());
                let count = grouped(group.total);
                (
                    label,
                    count,
                    address(of, code, 1),
                    Some(group.group) == chosen,
                )
            })
            .collect(),
        first: (query.page - 1) * PER_PAGE + 1,
        hits: shown.map_or_else(Vec::new, |group| {
            group.hits.iter().map(CitingItem::new).collect()
        }),
        pager: Pager::new(query.page, pages, |number| address(of, code, number)),
    })
}

fn group(pairs: &Pairs) -> Result<Option<CitingGroup>, HttpError> {
    let Some(code) = pairs.one("group")? else {
        return Ok(None);
    };
    CitingGroup::from_code(code).map(Some).ok_or_else(|| {
        let codes: Vec<&str> = CitingGroup::ALL.iter().map(|group| group.code()).collect();
        let message = format!("group 应为 {} 之一", codes.join("、"));
        HttpError::parameter(ErrorCode::InvalidParameter, "group", message)
    })
}
