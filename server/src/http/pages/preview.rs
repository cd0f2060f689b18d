//! `/preview?of=/articles/…`: the beginning of what a link on a reading page leads
//! to, as a piece of a page. The script asks for it; without, the link still leads.

use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};
use leian_corpus::citation::Verdict;
use leian_corpus::{Body, Document, Metadata, Section, SectionRole, Unit};

use super::as_of::AsOf;
use super::hits::Badges;
use super::of::Of;
use super::verdict_words::{remark, sign};
use super::{PageError, Query, render};
use crate::http::error::HttpError;
use crate::http::reading::{self, ArticleReading};
use crate::http::state::AppState;
use crate::library::Library;
use crate::retrieval::timeline::explanation;
use crate::retrieval::{CitedText, check_citations};

/// Characters of a text that are shown; a long article or a case has more.
const MOST_CHARS: usize = 420;

/// How long a browser may keep a piece: texts change by imports only.
const KEPT: &str = "private, max-age=60";

#[derive(Template)]
#[template(path = "preview.html")]
struct Preview {
    title: String,
    badges: Badges,
    verdict: Option<VerdictItem>,
    paragraphs: Vec<String>,
    cut: bool,
    href: String,
}

/// What a citation of the article comes to.
struct VerdictItem {
    code: &'static str,
    sign: &'static str,
    label: String,
    remark: Option<String>,
}

/// A piece of a page.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Response, PageError> {
    let of = pairs.one("of")?.unwrap_or_default().to_owned();
    let preview = state.work(move |library| preview(library, &of)).await?;
    let html: Html<String> = render(&preview)?;
    Ok(([(header::CACHE_CONTROL, KEPT)], html).into_response())
}

fn preview(library: &Library, address: &str) -> Result<Preview, HttpError> {
    let day = Of::day(address)?;
    match Of::read(library, address)? {
        Of::Article(reading) => match day {
            Some(as_of) => article_then(library, &reading, as_of, address),
            None => article(library, &reading, address),
        },
        Of::Document(found) => Ok(document(&found, address)),
    }
}

fn article(
    library: &Library,
    reading: &ArticleReading,
    address: &str,
) -> Result<Preview, HttpError> {
    let entry = &reading.entry;
    let label = match &entry.unit {
        Unit::Article { label, .. } => label.clone(),
        Unit::Case | Unit::Text => reading.number.chinese(),
    };
    let law_title = entry.metadata.law.as_ref().map(|law| law.title.as_str());
    let named = law_title.unwrap_or(&entry.document_title);
    let (paragraphs, cut) = beginning(&entry.text());
    Ok(Preview {
        title: entry.title(),
        badges: Badges::new(entry.kind, &entry.metadata),
        verdict: verdict(library, &format!("《{named}》{label}"))?,
        paragraphs,
        cut,
        href: address.to_owned(),
    })
}

/// The article as it was on a day: its wording of then, or why there is none.
fn article_then(
    library: &Library,
    reading: &ArticleReading,
    as_of: AsOf,
    address: &str,
) -> Result<Preview, HttpError> {
    let law = reading.entry.metadata.law.as_ref();
    let law = law.map_or("", |law| law.key.as_str());
    let found = reading::article_on_day(library, law, &reading.number.to_string(), as_of.day)?;
    let wording = &found.wording;
    let (paragraphs, cut) = beginning(wording.text.as_deref().unwrap_or_default());
    let explanation = explanation(wording, as_of.day);
    Ok(Preview {
        title: format!("{} {}", found.law, found.number.chinese()),
        badges: Badges::new(reading.entry.kind, &Metadata::default()),
        verdict: Some(VerdictItem {
            code: wording.status.verdict().code(),
            sign: sign(wording.status.verdict()),
            label: format!("{} {} {}", as_of.label(), as_of.day, wording.label()),
            remark: explanation.map(|text| format!("{text}。")),
        }),
        paragraphs,
        cut,
        href: address.to_owned(),
    })
}

/// The verdict on the article as a text would cite it, by the rule of checked
/// citations; `None` where the name does not lead back to one law.
fn verdict(library: &Library, citation: &str) -> Result<Option<VerdictItem>, HttpError> {
    let cited = CitedText {
        text: citation.to_owned(),
        date: None,
    };
    let snapshot = library.snapshot()?;
    let report = check_citations(&snapshot, &cited)?;
    let [checked] = &report.citations[..] else {
        return Ok(None);
    };
    let resolution = &checked.resolution;
    if matches!(
        resolution.verdict,
        Verdict::OutOfCoverage | Verdict::Ambiguous
    ) {
        return Ok(None);
    }
    Ok(Some(VerdictItem {
        code: resolution.verdict.code(),
        sign: sign(resolution.verdict),
        label: resolution.label(report.date, report.known_until),
        remark: remark(resolution),
    }))
}

fn document(document: &Document, address: &str) -> Preview {
    let (paragraphs, cut) = beginning(telling(document));
    Preview {
        title: document.title.clone(),
        badges: Badges::new(document.kind, &document.metadata),
        verdict: None,
        paragraphs,
        cut,
        href: address.to_owned(),
    }
}

/// The section that tells most about a case: its key points, else its facts, else
/// the first one; of a statute nothing, whose title says what it is.
fn telling(document: &Document) -> &str {
    let Body::Sections(sections) = &document.body else {
        return "";
    };
    let of = |role: SectionRole| sections.iter().find(|section| section.role == role);
    of(SectionRole::KeyPoints)
        .or_else(|| of(SectionRole::Facts))
        .or_else(|| sections.first())
        .map_or("", |section: &Section| &section.text)
}

/// The paragraphs of a text up to [`MOST_CHARS`], and whether more follows.
fn beginning(text: &str) -> (Vec<String>, bool) {
    let mut paragraphs = Vec::new();
    let mut left = MOST_CHARS;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let length = line.chars().count();
        if length > left {
            let shown: String = line.chars().take(left).collect();
            paragraphs.push(format!("{shown}……"));
            return (paragraphs, true);
        }
        left -= length;
        paragraphs.push(line.to_owned());
    }
    (paragraphs, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let (paragraphs, cut) = beginning("一\n\n二");
        assert_eq!((paragraphs.len(), cut), (2, false));
        let (paragraphs, cut) = beginning(&"长".repeat(MOST_CHARS + 1));
        assert!(cut && paragraphs[0].ends_with("长……"));
        assert_eq!(paragraphs[0].chars().count(), MOST_CHARS + 2);
    }
}
