//! What is checked of a report: whether cited law changed since a case, and the citations
//! in what a prosecutor wrote.

use leian_corpus::Document;
use leian_indexer::Snapshot;

use super::{CitationLine, Pending, Report};
use crate::casework::error::Result;
use crate::retrieval::timeline::typed_day;
use crate::retrieval::{CitedText, case_validity, check_citations};

/// What became of the articles that a case cites, in sentences.
pub(in crate::casework) fn validity(
    snapshot: &Snapshot,
    document: &Document,
) -> Result<Vec<String>> {
    let Some(standing) = case_validity(snapshot, document)? else {
        return Ok(vec![
            "该案没有日期，未能核对所引法条此后是否变动".to_owned(),
        ]);
    };
    let mut lines: Vec<String> = standing.grounds.iter().map(|one| one.sentence()).collect();
    if lines.is_empty() {
        lines.push(format!(
            "所引法条中可以核对的 {} 处，{} 以后未见变动",
            standing.compared, standing.day
        ));
    }
    if standing.unknown > 0 {
        lines.push(format!("另有 {} 处本库无从核对", standing.unknown));
    }
    Ok(lines)
}

/// Checks the citations of a text, as of the day of the conduct where it is told.
pub(super) fn check(
    snapshot: &Snapshot,
    text: String,
    conduct_day: &str,
) -> Result<Vec<CitationLine>> {
    let cited = CitedText {
        text,
        date: typed_day(conduct_day),
    };
    let report = check_citations(snapshot, &cited)?;
    let mut lines: Vec<CitationLine> = Vec::new();
    for one in &report.citations {
        let resolution = &one.resolution;
        let repealed = resolution.repeal.as_ref().map(|repeal| repeal.in_words());
        let remark = repealed
            .or_else(|| resolution.note.clone())
            .or_else(|| resolution.candidates_in_words())
            .or_else(|| resolution.change_in_words());
        let line = CitationLine {
            written: cited.text[one.mention.byte_range.clone()].to_owned(),
            verdict: resolution.verdict.label().to_owned(),
            remark: remark.unwrap_or_default(),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// What a prosecutor wrote, whose citations are checked.
fn written(pending: &Pending, analysis: &str, reasons: &[&str]) -> String {
    let fields = [pending.articles.as_str(), pending.issue.as_str(), analysis];
    let all: Vec<&str> = fields.into_iter().chain(reasons.iter().copied()).collect();
    all.join("\n")
}

/// [`written`] of a report.
pub(super) fn written_in(report: &Report) -> String {
    let cases = report.cases.iter().map(|case| case.reason.as_str());
    let provisions = report.provisions.iter().map(|one| one.reason.as_str());
    let reasons: Vec<&str> = cases.chain(provisions).collect();
    written(&report.pending, &report.analysis, &reasons)
}
