//! `/compare`: two to four cases side by side, aligned by what their sections are, and
//! the three axes between the first and each other one.

use askama::Template;
use axum::response::Html;
use leian_corpus::{Document, DocumentId, Section, SectionRole};
use leian_indexer::Filter;

use crate::http::error::{ErrorCode, HttpError};
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::hits::Badges;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::pages::similar::CaseItem;
use crate::http::params::Pairs;
use crate::http::percent;
use crate::http::reading;
use crate::library::Library;
use crate::retrieval::{SimilarQuery, Told, similar};

/// Most cases side by side.
const MOST: usize = 4;

/// Rows of the comparison: what a case is made of, in the order of reading.
const ROWS: [(&str, &[SectionRole]); 7] = [
    ("要旨", &[SectionRole::KeyPoints, SectionRole::Keywords]),
    (
        "基本案情",
        &[
            SectionRole::Facts,
            SectionRole::Findings,
            SectionRole::Accusation,
            SectionRole::Defence,
            SectionRole::Claim,
            SectionRole::Reply,
        ],
    ),
    (
        "履职和诉讼过程",
        &[SectionRole::Performance, SectionRole::Procedure],
    ),
    ("理由", &[SectionRole::Reasoning, SectionRole::Opinion]),
    ("结果", &[SectionRole::Result, SectionRole::Disposition]),
    ("指导意义", &[SectionRole::Significance]),
    ("相关规定", &[SectionRole::RelatedLaw]),
];

#[derive(Template)]
#[template(path = "compare.html")]
struct ComparePage {
    layout: Layout,
    error: Option<String>,
    sides: Vec<Side>,
    rows: Vec<Row>,
    /// The first case and each other one.
    axes: Vec<CaseItem>,
    /// Of a page that can take one more.
    can_add: bool,
}

struct Side {
    id: String,
    href: String,
    title: String,
    badges: Badges,
    meta: Vec<(&'static str, String)>,
    /// The same page without this case.
    without: String,
}

/// A row: its name, and of each case the sections with their names and paragraphs.
struct Row {
    label: &'static str,
    cells: Vec<Vec<(String, Vec<String>)>>,
}

/// The page.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| page(library, pairs)).await
}

fn page(library: &Library, pairs: &Pairs) -> Result<ComparePage, HttpError> {
    let mut ids = pairs.many("id")?;
    let mut error = None;
    for typed in pairs.many("add")? {
        match reading::case_named(library, &typed) {
            Ok(id) if !ids.contains(&id) => ids.push(id),
            Ok(_) => {}
            Err(unknown) => error = Some(unknown.message),
        }
    }
    if ids.len() > MOST {
        error = Some(format!("一次最多对照 {MOST} 件，只列前 {MOST} 件"));
        ids.truncate(MOST);
    }
    let mut documents = Vec::new();
    for id in &ids {
        let (document, _) = reading::bare_document(library, id)?;
        if !document.kind.is_case() {
            let message = format!("“{}”不是案例，不能对照", document.title);
            return Err(HttpError::parameter(
                ErrorCode::InvalidParameter,
                "id",
                message,
            ));
        }
        documents.push(document);
    }
    let title = match documents.is_empty() {
        true => "案例对照",
        false => "案例对照：逐项并排",
    };
    Ok(ComparePage {
        layout: Layout::new(title, SearchBox::of(library)),
        error,
        can_add: documents.len() < MOST,
        sides: documents.iter().map(|one| side(one, &ids)).collect(),
        rows: rows(&documents),
        axes: axes(library, &documents)?,
    })
}

fn side(document: &Document, all: &[String]) -> Side {
    let metadata = &document.metadata;
    let id = document.id.to_string();
    let others = all.iter().filter(|other| **other != id);
    let others = others.map(|other| ("id", other.as_str()));
    let known = [
        ("编号", metadata.number.clone()),
        ("案号", metadata.case_number.clone()),
        (
            "机关",
            metadata.court.clone().or_else(|| metadata.issuer.clone()),
        ),
        ("日期", metadata.date.map(|date| date.to_string())),
        (
            "罪名",
            Some(metadata.charges.join("、")).filter(|all| !all.is_empty()),
        ),
    ];
    Side {
        href: format!("/documents/{id}"),
        title: document.title.clone(),
        badges: Badges::new(document.kind, metadata),
        meta: known
            .into_iter()
            .filter_map(|(label, value)| Some((label, value?)))
            .collect(),
        without: format!("/compare?{}", percent::query(others)),
        id,
    }
}

/// The rows that any of the cases has something in; what fits none comes last.
fn rows(documents: &[Document]) -> Vec<Row> {
    let known: Vec<SectionRole> = ROWS
        .iter()
        .flat_map(|(_, roles)| roles.iter().copied())
        .collect();
    let in_row =
        |roles: &'static [SectionRole]| move |section: &Section| roles.contains(&section.role);
    let mut rows: Vec<Row> = ROWS
        .iter()
        .map(|(label, roles)| row(label, documents, &in_row(roles)))
        .collect();
    rows.push(row("其他", documents, &|section: &Section| {
        !known.contains(&section.role)
    }));
    rows.retain(|row| row.cells.iter().any(|cell| !cell.is_empty()));
    rows
}

fn row(label: &'static str, documents: &[Document], belongs: &dyn Fn(&Section) -> bool) -> Row {
    let cell = |document: &Document| match &document.body {
        leian_corpus::Body::Sections(sections) => sections
            .iter()
            .filter(|section| belongs(section))
            .map(|section| {
                let paragraphs = section.text.lines().map(str::trim);
                let paragraphs = paragraphs.filter(|line| !line.is_empty());
                let name = section.name();
                (name.to_owned(), paragraphs.map(str::to_owned).collect())
            })
            .collect(),
        leian_corpus::Body::Statute(_) => Vec::new(),
    };
    Row {
        label,
        cells: documents.iter().map(cell).collect(),
    }
}

/// The three axes between the first case and the others, in their order.
fn axes(library: &Library, documents: &[Document]) -> Result<Vec<CaseItem>, HttpError> {
    let [first, others @ ..] = documents else {
        return Ok(Vec::new());
    };
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<DocumentId> = others.iter().map(|one| one.id.clone()).collect();
    let query = SimilarQuery {
        told: Told::Case(first.id.clone()),
        charges: Vec::new(),
        limit: ids.len(),
        filter: Filter {
            documents: ids.clone(),
            ..Filter::default()
        },
    };
    let found = similar(library, &query)?;
    let place = |id: &DocumentId| ids.iter().position(|one| one == id);
    let mut cases: Vec<(usize, CaseItem)> = found
        .cases
        .iter()
        .filter_map(|case| {
            let at = place(&case.entry.document_id)?;
            Some((at, CaseItem::new(at + 1, case)))
        })
        .collect();
    cases.sort_by_key(|(at, _)| *at);
    Ok(cases.into_iter().map(|(_, case)| case).collect())
}
