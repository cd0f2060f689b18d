//! A checked text as its page shows it: lines with marks in place, a card for every
//! citation, and a summary.

use std::ops::Range;

use leian_corpus::citation::{
    Change, CitationMention, Doubt, QuoteVerdict, Reason, Repeal, Resolution, Verdict,
};
use leian_corpus::guiding_force::WithoutForce;
use leian_corpus::{ArticleNumber, numerals};

use super::verdict_words::{sign, source_status};
use crate::http::marks;
use crate::http::reading::article_href;
use crate::http::upload::Sheet;
use crate::labels::grouped;
use crate::retrieval::{CheckedCitation, CitationReport, Ground};

/// Code of what is no verdict but has to be seen as one: a quotation that differs.
const MISQUOTED: &str = "misquoted";

/// A checked text.
pub struct Checked {
    /// The day whose law was asked for.
    pub date: String,
    /// The newest day of the library's statutes, where the day asked for lies beyond it.
    pub known_until: Option<String>,
    /// Whether the reader gave that day.
    pub date_given: bool,
    /// Name of the file.
    pub file: Option<String>,
    /// What the file was, in words.
    pub format: &'static str,
    /// What is worth knowing about how the text was taken out of it.
    pub notes: Vec<&'static str>,
    /// Length of the text.
    pub chars: String,
    /// The summary, without what did not occur.
    pub summary: Vec<SummaryItem>,
    /// Its lines.
    pub lines: Vec<Vec<Piece>>,
    /// Its citations.
    pub citations: Vec<CitationItem>,
    /// Which of those in force stand in an older text than the newest.
    pub older: Option<String>,
    /// Which articles were not checked because the text names no law for them.
    pub unnamed: Option<String>,
}

/// A verdict with its number of citations.
pub struct SummaryItem {
    /// Class and value of the filter.
    pub code: &'static str,
    /// Sign.
    pub sign: &'static str,
    /// In words.
    pub label: &'static str,
    /// How many.
    pub count: usize,
    /// Number of the first of them.
    pub first: usize,
}

/// A piece of a line: inside one citation or quotation, or in none.
pub struct Piece {
    /// Its text.
    pub text: String,
    /// Place among the citations.
    pub citation: Option<usize>,
    /// The citation begins here.
    pub opens: bool,
    /// The citation ends here.
    pub closes: bool,
    /// Of a quotation that differs from the provision.
    pub misquoted: bool,
}

/// A citation for a card.
pub struct CitationItem {
    /// From 1.
    pub number: usize,
    /// The words of the text.
    pub words: String,
    /// Code, sign and words of the verdict.
    pub code: &'static str,
    /// Sign of the verdict.
    pub sign: &'static str,
    /// The verdict in words, with how far it reaches.
    pub label: String,
    /// The same in few words.
    pub short: &'static str,
    /// What the verdict means here, where that is not plain.
    pub explained: Option<&'static str>,
    /// The place in the text, in characters from 0.
    pub chars: Range<usize>,
    /// Official title of the law or title of the case.
    pub title: Option<String>,
    /// 第一百三十三条之一第二款
    pub place: String,
    /// Where it is read.
    pub href: Option<String>,
    /// The article's own page.
    pub article_href: Option<String>,
    /// The day that names the version found.
    pub version: Option<String>,
    /// What the source says of that version, in a sentence.
    pub source_status: Option<String>,
    /// The act between the words cited and today's, in a sentence.
    pub changed_by: Option<String>,
    /// What makes the reading doubtful, in words.
    pub doubt: Option<&'static str>,
    /// Of a range: the members that are not simply in force, in a sentence.
    pub members: Option<String>,
    /// What else is to be said.
    pub reason: Option<String>,
    /// Why the text meant is not held.
    pub note: Option<String>,
    /// Titles that may be meant by a name that is not held, in a sentence.
    pub candidates: Option<String>,
    /// The text held has no such place, and was amended since, in a sentence.
    pub not_in_version: Option<String>,
    /// Why a guiding case is no longer to be referred to, in a sentence.
    pub without_force: Option<String>,
    /// Of a case: why it may have lost its force.
    pub grounds: Vec<String>,
    /// Paragraphs of the provision.
    pub provision: Vec<String>,
    /// What there is in place of what was cited.
    pub existing: Option<String>,
    /// The repeal, in words.
    pub repeal: Option<String>,
    /// What became of the quotation.
    pub quote: Quote,
}

/// What became of a quotation.
pub enum Quote {
    /// Nothing is quoted.
    None,
    /// There is nothing to compare it with.
    Incomparable,
    /// It stands in the provision.
    Equal,
    /// It does not; by characters.
    Differs(Vec<DiffRun>),
}

/// A run of a difference.
pub struct DiffRun {
    /// `same`, `removed` (in the first text alone) or `added` (in the second alone).
    pub change: &'static str,
    /// Its characters.
    pub text: String,
}

impl Checked {
    /// The text with what its citations came to.
    pub fn new(
        sheet: &Sheet,
        report: &CitationReport,
        file: Option<String>,
        date_given: bool,
    ) -> Self {
        let text = sheet.cited.text.as_str();
        let beyond = report.known_until.filter(|until| *until < report.date);
        let ranges: Vec<Range<usize>> = report
            .citations
            .iter()
            .map(|citation| citation.mention.byte_range.clone())
            .collect();
        let places = marks::char_ranges(text, &ranges);
        let citations: Vec<CitationItem> = report
            .citations
            .iter()
            .zip(places)
            .enumerate()
            .map(|(index, (citation, chars))| {
                let resolution = &citation.resolution;
                CitationItem {
                    label: resolution.label(report.date, report.known_until),
                    short: resolution.short_label(report.date, report.known_until),
                    ..CitationItem::new(text, index + 1, citation, chars)
                }
            })
            .collect();
        Self {
            date: report.date.to_string(),
            known_until: beyond.map(|until| until.to_string()),
            date_given,
            notes: sheet.notes.iter().map(|note| note.label()).collect(),
            format: sheet.format.label(),
            file: file.filter(|name| !name.is_empty()),
            chars: grouped(text.chars().count()),
            summary: summary(report, &citations),
            lines: lines(text, report),
            citations,
            older: report.older_in_words(),
            unnamed: report.unnamed_in_words(text),
        }
    }
}

fn summary(report: &CitationReport, citations: &[CitationItem]) -> Vec<SummaryItem> {
    let first = |takes: &dyn Fn(&&CitationItem) -> bool| {
        citations.iter().find(takes).map_or(0, |item| item.number)
    };
    let verdicts = report.counts().into_iter().map(|(verdict, count)| {
        let code = verdict.code();
        SummaryItem {
            code,
            sign: sign(verdict),
            label: verdict.label(),
            count,
            first: first(&|item| item.code == code),
        }
    });
    let misquoted = SummaryItem {
        code: MISQUOTED,
        sign: "≠",
        label: "引文不一致",
        count: citations.iter().filter(|item| item.is_misquoted()).count(),
        first: first(&|item| item.is_misquoted()),
    };
    verdicts
        .chain([misquoted])
        .filter(|item| item.count > 0)
        .collect()
}

/// The lines of the text in pieces, blank ones left out.
fn lines(text: &str, report: &CitationReport) -> Vec<Vec<Piece>> {
    let places = Places::of(report);
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let range = start..start + line.trim_end_matches('\r').len();
        start += line.len() + 1;
        if !text[range.clone()].trim().is_empty() {
            lines.push(places.pieces(text, range));
        }
    }
    lines
}

/// Where citations and quotations that differ stand, each sorted and disjoint.
struct Places {
    citations: Vec<Range<usize>>,
    misquoted: Vec<Range<usize>>,
    cuts: Vec<usize>,
}

impl Places {
    fn of(report: &CitationReport) -> Self {
        let ranges = report.citations.iter();
        let citations: Vec<_> = ranges
            .map(|citation| citation.mention.byte_range.clone())
            .collect();
        let mut misquoted: Vec<Range<usize>> = report
            .citations
            .iter()
            .filter(|citation| matches!(citation.resolution.quote, QuoteVerdict::Differs(_)))
            .filter_map(|citation| citation.mention.quote.clone())
            .collect();
        misquoted.sort_by_key(|range| (range.start, range.end));
        let misquoted = marks::joined(&misquoted);
        let ends = citations.iter().chain(&misquoted);
        let mut cuts: Vec<usize> = ends.flat_map(|range| [range.start, range.end]).collect();
        cuts.sort_unstable();
        cuts.dedup();
        Self {
            citations,
            misquoted,
            cuts,
        }
    }

    fn pieces(&self, text: &str, line: Range<usize>) -> Vec<Piece> {
        let from = self.cuts.partition_point(|&cut| cut <= line.start);
        let to = self.cuts.partition_point(|&cut| cut < line.end);
        let mut ends = vec![line.start];
        ends.extend_from_slice(self.cuts.get(from..to).unwrap_or_default());
        ends.push(line.end);
        ends.windows(2)
            .map(|pair| self.piece(text, pair[0]..pair[1]))
            .collect()
    }

    fn piece(&self, text: &str, range: Range<usize>) -> Piece {
        let citation = covering(&self.citations, &range);
        let whole = citation.map(|index| &self.citations[index]);
        Piece {
            text: text.get(range.clone()).unwrap_or_default().to_owned(),
            opens: whole.is_some_and(|whole| whole.start == range.start),
            closes: whole.is_some_and(|whole| closes(text, whole, &range)),
            citation,
            misquoted: covering(&self.misquoted, &range).is_some(),
        }
    }
}

/// Whether nothing but an end of a line stands between a piece and the end of its
/// citation.
fn closes(text: &str, whole: &Range<usize>, piece: &Range<usize>) -> bool {
    let rest = text.get(piece.end..whole.end).unwrap_or_default();
    rest.trim().is_empty()
}

/// The range that holds `piece`.
fn covering(ranges: &[Range<usize>], piece: &Range<usize>) -> Option<usize> {
    let after = ranges.partition_point(|range| range.start <= piece.start);
    let index = after.checked_sub(1)?;
    (piece.end <= ranges[index].end).then_some(index)
}

impl CitationItem {
    fn new(text: &str, number: usize, citation: &CheckedCitation, chars: Range<usize>) -> Self {
        let (mention, resolution) = (&citation.mention, &citation.resolution);
        let words = text.get(mention.byte_range.clone()).unwrap_or_default();
        let found = |place: &dyn Fn(ArticleNumber) -> String| mention.article.map(place);
        let held = resolution.document.as_ref();
        let anchor = match resolution.text {
            Some(_) => found(&|article| format!("#a{article}")),
            None => None,
        };
        let href = held.map(|id| format!("/documents/{id}{}", anchor.unwrap_or_default()));
        let law = mention.law.clone().or_else(|| mention.guessed_law());
        let own_page = law.filter(|_| resolution.text.is_some() && held.is_some());
        Self {
            number,
            words: words.split_whitespace().collect(),
            code: resolution.verdict.code(),
            sign: sign(resolution.verdict),
            label: resolution.verdict.label().to_owned(),
            short: resolution.verdict.label(),
            explained: explained(resolution),
            chars,
            title: resolution.title.clone(),
            place: place(mention),
            href,
            article_href: own_page
                .and_then(|law| found(&|article| article_href(law.as_str(), article))),
            version: resolution.version.map(|date| date.to_string()),
            source_status: resolution.source_status.as_deref().map(source_status),
            changed_by: resolution.change_in_words(),
            doubt: mention.doubt.map(Doubt::label),
            members: resolution.members_in_words(),
            reason: resolution.reason.as_ref().map(Reason::in_words),
            note: resolution.note.clone(),
            candidates: resolution.candidates_in_words(),
            not_in_version: resolution.not_in_version_in_words(),
            without_force: resolution.without_force.map(WithoutForce::in_words),
            grounds: citation.grounds.iter().map(Ground::sentence).collect(),
            provision: lines_of(resolution.text.as_deref().unwrap_or_default()),
            existing: resolution.existing.map(|existing| existing.to_string()),
            repeal: resolution.repeal.as_ref().map(Repeal::in_words),
            quote: Quote::of(mention, resolution),
        }
    }

    /// Whether its quotation differs.
    pub fn is_misquoted(&self) -> bool {
        matches!(self.quote, Quote::Differs(_))
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// 第一百三十三条之一第二款第三项
fn place(mention: &CitationMention) -> String {
    let mut place = mention.division_label();
    let range = |first: String, last: Option<String>| match last {
        Some(last) if last != first => format!("{first}至{last}"),
        _ => first,
    };
    if let Some(article) = mention.article {
        let last = mention.article_end.map(ArticleNumber::chinese);
        place.push_str(&range(article.chinese(), last));
    }
    let units = [
        (mention.paragraph, mention.paragraph_end, '款'),
        (mention.item, mention.item_end, '项'),
    ];
    let units = units.into_iter().chain([(mention.point, None, '目')]);
    for (first, last, unit) in units {
        let written = |number: u32| format!("第{}{unit}", numerals::to_chinese(u64::from(number)));
        if let Some(first) = first {
            place.push_str(&range(written(first), last.map(written)));
        }
    }
    place
}

fn explained(resolution: &Resolution) -> Option<&'static str> {
    match resolution.verdict {
        Verdict::Amended => Some("所引文字或当时的条文，与现行条文不同。"),
        Verdict::OutOfCoverage
            if resolution.changed_by.is_some() || resolution.not_in_version.is_some() =>
        {
            None
        }
        Verdict::OutOfCoverage if resolution.title.is_some() && resolution.repeal.is_none() => {
            Some("本库收有这部法律，但没有这一天适用的文本。")
        }
        Verdict::OutOfCoverage => Some("只说明本库没有，不说明不存在。"),
        Verdict::Ambiguous if resolution.reason.is_some() => None,
        Verdict::Ambiguous => Some("文中没有写明是哪一部法律。"),
        _ => None,
    }
}

impl Quote {
    fn of(mention: &CitationMention, resolution: &Resolution) -> Self {
        match &resolution.quote {
            QuoteVerdict::Equal => Self::Equal,
            QuoteVerdict::Differs(changes) => {
                Self::Differs(changes.iter().map(DiffRun::of).collect())
            }
            QuoteVerdict::None if mention.quote.is_some() => Self::Incomparable,
            QuoteVerdict::None => Self::None,
        }
    }
}

impl DiffRun {
    fn of(change: &Change) -> Self {
        let (change, text) = match change {
            Change::Same(text) => ("same", text),
            Change::Quoted(text) => ("removed", text),
            Change::Missing(text) => ("added", text),
        };
        Self {
            change,
            text: text.clone(),
        }
    }
}
