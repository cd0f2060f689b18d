//! `/charges`: two or more charges side by side (此罪与彼罪): their articles, what
//! guiding cases and others there are, and what judgments impose.

use askama::Template;
use axum::response::Html;
use leian_corpus::{ArticleNumber, Facet, charges};
use leian_indexer::{Filter, Snapshot};

use crate::http::error::HttpError;
use crate::http::pages::Ask;
use crate::http::pages::PageError;
use crate::http::pages::layout::{Layout, SearchBox};
use crate::http::pages::plots::{Bar, Plot};
use crate::http::params::Pairs;
use crate::http::percent;
use crate::http::reading;
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::sentencing::sentencing;
use crate::retrieval::{Mode, SearchQuery, search};

/// Most charges side by side.
const MOST: usize = 4;

/// Cases that are named of each charge.
const NAMED: usize = 5;

const CRIMINAL_LAW: &str = "刑法";

#[derive(Template)]
#[template(path = "charges.html")]
struct ChargesPage {
    layout: Layout,
    typed: String,
    error: Option<String>,
    columns: Vec<Column>,
}

struct Column {
    name: String,
    short_forms: String,
    articles: Vec<ArticleView>,
    cases: String,
    all_href: String,
    named: Vec<CaseView>,
    sentences: Option<SentencesView>,
}

struct ArticleView {
    label: String,
    href: String,
    paragraphs: Vec<String>,
    held: bool,
}

struct CaseView {
    title: String,
    href: String,
    number: String,
}

struct SentencesView {
    plot: Plot,
    judgments: usize,
    read: usize,
    convictions: usize,
    probation: usize,
    median: Option<u32>,
    median_detention: Option<u32>,
}

/// The page.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, _, pairs| page(library, pairs)).await
}

fn page(library: &Library, pairs: &Pairs) -> Result<ChargesPage, HttpError> {
    let typed = pairs.one("names")?.unwrap_or_default();
    let (mut meant, unknown) = charges::typed(typed);
    let mut error = unknown
        .first()
        .map(|name| format!("没有罪名“{name}”；请写罪名或其通行简称，例如 盗窃罪、帮信罪"));
    if meant.len() > MOST {
        error = Some(format!("一次最多对照 {MOST} 个罪名，只列前 {MOST} 个"));
        meant.truncate(MOST);
    }
    let snapshot = library.snapshot()?;
    let columns: Result<Vec<Column>, HttpError> = meant
        .into_iter()
        .map(|charge| column(library, &snapshot, charge))
        .collect();
    Ok(ChargesPage {
        layout: Layout::new("罪名对照", SearchBox::of(library)),
        typed: typed.to_owned(),
        error,
        columns: columns?,
    })
}

fn column(
    library: &Library,
    snapshot: &Snapshot,
    charge: &charges::Charge,
) -> Result<Column, HttpError> {
    let filter = Filter {
        known: vec![(Facet::Charge, vec![charge.name.to_owned()])],
        ..Filter::default()
    };
    let cases = snapshot.filter_only(&filter, true)?.len();
    let query = SearchQuery {
        query_text: charge.name.to_owned(),
        mode: Mode::Lexical,
        per_page: NAMED,
        filter,
        ..SearchQuery::default()
    };
    let named = search(library, &query)?
        .hits
        .into_iter()
        .map(|hit| CaseView {
            title: hit.entry.title(),
            href: format!("/documents/{}", hit.entry.document_id),
            number: hit.entry.metadata.number.clone().unwrap_or_default(),
        });
    let articles = charge
        .articles
        .iter()
        .map(|&number| article(library, number));
    Ok(Column {
        name: charge.name.to_owned(),
        short_forms: charge.short_forms.join("、"),
        articles: articles.collect(),
        cases: grouped(cases),
        all_href: format!(
            "/search?{}",
            percent::query([("q", charge.name), ("charge", charge.name)])
        ),
        named: named.collect(),
        sentences: sentences(snapshot, charge.name)?,
    })
}

fn article(library: &Library, number: ArticleNumber) -> ArticleView {
    let href = reading::article_href(CRIMINAL_LAW, number);
    let label = format!("刑法{}", number.chinese());
    match reading::article(library, CRIMINAL_LAW, &number.to_string()) {
        Ok(reading) => ArticleView {
            label,
            href,
            paragraphs: reading.entry.text().lines().map(str::to_owned).collect(),
            held: true,
        },
        Err(_) => ArticleView {
            label,
            href,
            paragraphs: Vec::new(),
            held: false,
        },
    }
}

fn sentences(snapshot: &Snapshot, charge: &str) -> Result<Option<SentencesView>, HttpError> {
    let found = sentencing(snapshot, charge)?;
    if found.convictions == 0 {
        return Ok(None);
    }
    let bars = found.classes.iter().map(|(label, count)| Bar {
        label: (*label).to_owned(),
        count: *count,
        href: None,
    });
    Ok(Some(SentencesView {
        plot: Plot::new(format!("{charge}的刑罚分布"), bars.collect()),
        judgments: found.judgments,
        read: found.read,
        convictions: found.convictions,
        probation: found.probation,
        median: found.median_months,
        median_detention: found.median_detention_months,
    }))
}
