//! `/compare/versions`: two versions of an article side by side, what changed marked in
//! both.

use askama::Template;
use axum::response::Html;
use leian_corpus::timeline::{DiffRun, diff};
use leian_corpus::{ArticleNumber, EntryId, LawKey};

use crate::http::error::{ErrorCode, HttpError, shortened};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::params::Pairs;
use crate::http::percent;
use crate::http::reading;
use crate::library::Library;
use crate::retrieval::VersionRef;

#[derive(Template)]
#[template(path = "versions.html")]
struct VersionsPage {
    layout: Layout,
    title: String,
    href: String,
    law: String,
    number: String,
    choices: Vec<Choice>,
    sides: Option<[Side; 2]>,
    same: bool,
}

/// A version to choose, and whether it stands at the left or the right.
struct Choice {
    id: String,
    label: String,
    left: bool,
    right: bool,
}

struct Side {
    label: String,
    href: String,
    /// Runs of text, and whether the other version lacks them.
    runs: Vec<(String, bool)>,
}

/// The address for an article.
pub fn href(law: &LawKey, number: ArticleNumber) -> String {
    let number = number.to_string();
    let pairs = [("law", law.as_str()), ("number", number.as_str())];
    format!("/compare/versions?{}", percent::query(pairs))
}

/// The page.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| page(library, pairs)).await
}

fn page(library: &Library, pairs: &Pairs) -> Result<VersionsPage, HttpError> {
    let (law, number) = (needed(pairs, "law")?, needed(pairs, "number")?);
    let article = reading::article(library, law, number)?;
    let versions = &article.versions;
    let title = article.entry.title();
    let older = chosen(pairs, "a", versions, 1)?;
    let newer = chosen(pairs, "b", versions, 0)?;
    let sides = match (older, newer) {
        (Some(a), Some(b)) => Some(sides(library, a, b)?),
        _ => None,
    };
    Ok(VersionsPage {
        layout: Layout::new(&format!("{title} 版本对照"), SearchBox::of(library)),
        href: reading::article_href(law, article.number),
        same: sides.as_ref().is_some_and(|sides| {
            let changed = sides.iter().flat_map(|side| &side.runs);
            changed.into_iter().all(|(_, changed)| !changed)
        }),
        choices: versions
            .iter()
            .map(|version| Choice {
                id: version.entry_id.to_string(),
                label: label(version),
                left: older == Some(version),
                right: newer == Some(version),
            })
            .collect(),
        law: law.to_owned(),
        number: number.to_owned(),
        title,
        sides,
    })
}

fn needed<'a>(pairs: &'a Pairs, name: &'a str) -> Result<&'a str, HttpError> {
    pairs.one(name)?.ok_or_else(|| {
        let message = format!("缺少参数“{name}”，如 /compare/versions?law=刑法&number=264");
        HttpError::parameter(ErrorCode::MissingParameter, name, message)
    })
}

/// The version that is asked for, or the one at `default` from the newest.
fn chosen<'v>(
    pairs: &Pairs,
    name: &'static str,
    versions: &'v [VersionRef],
    default: usize,
) -> Result<Option<&'v VersionRef>, HttpError> {
    let Some(id) = pairs.one(name)? else {
        return Ok(versions.get(default));
    };
    let found = versions
        .iter()
        .find(|version| version.entry_id.as_str() == id);
    found.map(Some).ok_or_else(|| {
        let message = format!("这一条没有标识为“{}”的版本", shortened(id));
        HttpError::parameter(ErrorCode::InvalidParameter, name, message)
    })
}

fn label(version: &VersionRef) -> String {
    let date = version
        .date
        .map_or_else(|| version.document_title.clone(), |date| date.to_string());
    match &version.status {
        Some(status) => format!("{date}（{status}）"),
        None => date,
    }
}

fn sides(library: &Library, a: &VersionRef, b: &VersionRef) -> Result<[Side; 2], HttpError> {
    let snapshot = library.snapshot()?;
    let text = |id: &EntryId| -> Result<String, HttpError> {
        let at = snapshot
            .find(id)?
            .ok_or_else(|| reading::no_document(id.as_str()))?;
        Ok(snapshot.entry(at)?.text())
    };
    let runs = diff(&text(&a.entry_id)?, &text(&b.entry_id)?);
    let side = |version: &VersionRef, own: &dyn Fn(&DiffRun) -> Option<(String, bool)>| Side {
        label: label(version),
        href: format!("/documents/{}", version.entry_id),
        runs: runs.iter().filter_map(own).collect(),
    };
    Ok([
        side(a, &|run| match run {
            DiffRun::Same(text) => Some((text.clone(), false)),
            DiffRun::Removed(text) => Some((text.clone(), true)),
            DiffRun::Added(_) => None,
        }),
        side(b, &|run| match run {
            DiffRun::Same(text) => Some((text.clone(), false)),
            DiffRun::Added(text) => Some((text.clone(), true)),
            DiffRun::Removed(_) => None,
        }),
    ])
}
