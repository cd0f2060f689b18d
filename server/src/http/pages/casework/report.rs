//! Reports: drafts, filed ones, their files, and what happened since.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::{Html, Response};

use super::download::{self, asked, no_file};
use super::{folder_id, saying, see, store};
use crate::casework::CaseworkError;
use crate::casework::paper::{Paper, html};
use crate::casework::report::changes::{Changes, since};
use crate::casework::report::{Report, gather, printed, statement};
use crate::http::error::HttpError;
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::state::AppState;
use crate::labels::local_time;
use crate::library::Library;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    layout: Layout,
    said: Option<String>,
    title: String,
    number: String,
    /// Of a filed one.
    id: Option<String>,
    folder: Option<i64>,
    made: String,
    report: String,
    statement: String,
    statement_title: String,
    changes: Option<ChangesItem>,
    /// Cases flagged and neither read nor set aside, of a draft.
    open: usize,
}

struct ChangesItem {
    nothing: bool,
    other_snapshot: bool,
    documents: String,
    lines: Vec<ChangeLine>,
}

struct ChangeLine {
    text: String,
    href: Option<String>,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    layout: Layout,
    reports: Vec<ReportItem>,
}

struct ReportItem {
    id: String,
    name: String,
    made: String,
}

/// The filed reports.
pub async fn list(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, _| {
        let reports = store(library)?.reports(None)?.into_iter();
        Ok(ReportsPage {
            layout: Layout::new("检索报告", SearchBox::of(library)),
            reports: reports
                .map(|line| ReportItem {
                    id: line.id,
                    name: line.name,
                    made: local_time(&line.made),
                })
                .collect(),
        })
    })
    .await
}

/// The report of a case as it would be now.
pub async fn draft(Path(id): Path<String>, ask: Ask) -> Result<Html<String>, PageError> {
    let folder = folder_id(&id)?;
    ask.page(move |library, _, _| {
        let store = store(library)?;
        let report = gather::draft(library, store, folder)?;
        let mut page = page(library, &report, Some(folder.0))?;
        let adverse = store.adverse(folder)?;
        page.open = adverse.iter().filter(|row| row.is_open()).count();
        Ok(page)
    })
    .await
}

/// Makes the report of a case and files it; while flagged cases are open, leads to them.
pub async fn finish(
    State(state): State<AppState>,
    Path(id): Path<String>,
) -> Result<Response, PageError> {
    let folder = folder_id(&id)?;
    let made = state
        .work(move |library| {
            let store = store(library)?;
            match gather::finish(library, store, folder) {
                Ok(report) => Ok(Ok(report.id)),
                Err(CaseworkError::AdverseOpen { open }) => Ok(Err(open)),
                Err(error) => Err(error.into()),
            }
        })
        .await?;
    Ok(match made {
        Ok(id) => see(&saying(
            &format!("/reports/{id}"),
            "报告已归档，以后打开仍是这个样子",
        )),
        Err(open) => {
            let said =
                format!("还有 {open} 件可能不利的案例没有查看，也没有说明理由，报告不能定稿");
            see(&saying(&format!("/folders/{}#adverse", folder.0), &said))
        }
    })
}

/// A filed report; with `?since=1` what happened since.
pub async fn get(Path(id): Path<String>, ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(move |library, _, pairs| {
        let (report, folder) = store(library)?.report(&id)?;
        let mut page = page(library, &report, folder.map(|folder| folder.0))?;
        page.said = pairs.one("said")?.map(str::to_owned);
        if pairs.has("since") {
            page.changes = Some(ChangesItem::from(since(library, &report)?));
        }
        Ok(page)
    })
    .await
}

fn page(library: &Library, report: &Report, folder: Option<i64>) -> Result<ReportPage, HttpError> {
    let blocks = |paper: &Paper| html::blocks(paper).map_err(HttpError::internal);
    let (paper, statement) = (printed::paper(report), statement::paper(report));
    Ok(ReportPage {
        layout: Layout::new(&paper.title, SearchBox::of(library)),
        said: None,
        number: printed::number(report),
        id: Some(report.id.clone()).filter(|id| !id.is_empty()),
        folder,
        made: local_time(&report.made),
        report: blocks(&paper)?,
        statement: blocks(&statement)?,
        statement_title: statement.title,
        title: paper.title,
        changes: None,
        open: 0,
    })
}

/// A filed report or its statement as a file.
pub async fn file(
    State(state): State<AppState>,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, PageError> {
    let response = state
        .work(move |library| {
            let (name, format, extension) = asked(&file).ok_or_else(|| no_file(&file))?;
            let (report, _) = store(library)?.report(&id)?;
            let paper = match name {
                "report" => printed::paper(&report),
                "statement" => statement::paper(&report),
                _ => return Err(no_file(&file)),
            };
            download::file(&paper, format, extension)
        })
        .await?;
    Ok(response)
}

impl From<Changes> for ChangesItem {
    fn from(changes: Changes) -> Self {
        let nothing = changes.is_empty();
        let document = |id: &str| Some(format!("/documents/{id}"));
        let mut lines = Vec::new();
        for (title, id) in &changes.new_guiding {
            lines.push(ChangeLine {
                text: format!("现在还会返回指导性案例：{title}"),
                href: document(id),
            });
        }
        for (title, id) in &changes.gone_guiding {
            lines.push(ChangeLine {
                text: format!("现在不再返回指导性案例：{title}"),
                href: document(id),
            });
        }
        for (title, said) in &changes.validity {
            lines.push(ChangeLine {
                text: format!("{title}：{said}"),
                href: None,
            });
        }
        let otherwise = changes.provisions.iter().chain(&changes.citations);
        for (what, then, now) in otherwise {
            lines.push(ChangeLine {
                text: format!("{what}：当时“{then}”，现在“{now}”"),
                href: None,
            });
        }
        let (then, now) = changes.documents;
        Self {
            nothing,
            other_snapshot: changes.other_snapshot,
            documents: format!("当时 {then} 篇，现在 {now} 篇"),
            lines,
        }
    }
}
