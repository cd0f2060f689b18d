//! What is checked of a report: whether cited law changed since a case, and the citations
//! in what a prosecutor wrote.

use leian_corpus::Document;
use leian_corpus::citation::{QuoteVerdict, Repeal, Resolution, Verdict};
use leian_corpus::guiding_force::WithoutForce;
use leian_indexer::Snapshot;

use super::{CitationLine, Pending, Report};
use crate::casework::error::Result;
use crate::labels;
use crate::retrieval::timeline::typed_day;
use crate::retrieval::{CitationReport, CitedText, case_validity, check_citations};

/// What became of the articles that a case cites, in sentences.
pub(in crate::casework) fn validity(
    snapshot: &Snapshot,
    document: &Document,
) -> Result<Vec<String>> {
    let lost = labels::without_force(&document.metadata).map(WithoutForce::in_words);
    let mut lines: Vec<String> = lost.into_iter().collect();
    let Some(standing) = case_validity(snapshot, document)? else {
        lines.push("该案没有日期，未能核对所引法条此后是否变动".to_owned());
        return Ok(lines);
    };
    lines.extend(standing.grounds.iter().map(|one| one.sentence()));
    if standing.grounds.is_empty() {
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
        let line = CitationLine {
            written: cited.text[one.mention.byte_range.clone()].to_owned(),
            verdict: resolution.label(report.date, None),
            remark: remarks(resolution, &report).join("；"),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// What stands beside a verdict.
fn remarks(resolution: &Resolution, report: &CitationReport) -> Vec<String> {
    let misquoted = matches!(resolution.quote, QuoteVerdict::Differs(_));
    let until = report.known_until.filter(|until| *until < report.date);
    let until = until.filter(|_| resolution.verdict == Verdict::InForce);
    let remarks = [
        until.map(|until| format!("据本库（截至 {until}）")),
        resolution.without_force.map(WithoutForce::in_words),
        resolution.repeal.as_ref().map(Repeal::in_words),
        resolution.change_in_words(),
        resolution.not_in_version_in_words(),
        misquoted.then(|| "引文与原文不一致".to_owned()),
    ];
    remarks.into_iter().flatten().collect()
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
