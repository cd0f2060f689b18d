//! Statutes in Markdown or plain text, as LawRefBook publishes them: a title, lines
//! of history, `<!-- INFO END -->`, then headings and articles. Files without these
//! marks are read by the same rules.
//!
//! An article is a line that begins with 第N条; see `blocks` for lines that only look
//! like one. Nothing of a file is lost: the history, a preamble, annexes and
//! signatures become text blocks.

mod blocks;
mod headings;
mod history;
mod kind;
mod label;
mod lines;

use self::blocks::Blocks;
use self::history::{History, applies_by_text};
use self::lines::{Line, Lines};
use super::dates::{dates_in, iso_date};
use super::{Outcome, Sink, TextSource};
use crate::document::{
    Body, Date, Document, DocumentId, LawIdentity, LawKey, Metadata, Provenance,
};
use crate::error::{ImportError, ImportProblem};
use crate::normalize::{single_spaced, trim};
use crate::statute::{Block, Heading, HeadingLevel, Statute};

/// Name of this importer in [`Provenance::importer`].
const IMPORTER: &str = "law_markdown";

/// Longest title in characters; the longest official one has about 110.
const MAX_TITLE_CHARS: usize = 200;

/// Most lines of history without the mark that ends them.
const MAX_HISTORY_LINES: usize = 60;

/// From how many of the last paragraphs the date of application is read.
const LAST_PARAGRAPHS: usize = 8;

/// Words at the end of titles of statutes, interpretations and the like.
const TITLE_ENDS: &[&str] = &[
    "法",
    "法典",
    "条例",
    "规定",
    "办法",
    "细则",
    "规则",
    "解释",
    "批复",
    "决定",
    "意见",
    "通知",
    "章程",
    "规范",
    "标准",
    "准则",
    "公告",
    "答复",
    "纪要",
    "宪法",
    "修正案",
    "安排",
    "决议",
    "命令",
    "程序",
    "制度",
    "通则",
    "守则",
];

/// Whether the text, by place and content, is a statute: it has articles, the mark
/// of LawRefBook, or a title like one.
pub(super) fn recognises(source: &TextSource<'_>) -> bool {
    let lines = Lines::of(source.text);
    lines.header.is_some()
        || lines
            .all
            .iter()
            .any(|line| label::label(line.text).is_some_and(|label| label.separated))
        || lines.all.first().is_some_and(|line| is_title(line.text))
}

/// Whether a text ends as titles of statutes do.
pub(crate) fn is_title(text: &str) -> bool {
    let text = text.split(['（', '(']).next().unwrap_or(text).trim_end();
    text.chars().count() <= MAX_TITLE_CHARS && TITLE_ENDS.iter().any(|end| text.ends_with(end))
}

/// Reads one file: one document, and a failure for each article without a number.
pub(super) fn read(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let lines = Lines::of(source.text);
    let parts = match Parts::of(&lines) {
        Ok(parts) => parts,
        Err(problem) => {
            return sink(Outcome::Failed(ImportError::of_file(
                source.display_path,
                problem,
            )));
        }
    };
    let Blocks { blocks, problems } = blocks::read(parts.body);
    let blocks = with_header(&parts, blocks);
    if blocks.is_empty() {
        let problem = ImportProblem::NoContent;
        return sink(Outcome::Failed(ImportError::of_file(
            source.display_path,
            problem,
        )));
    }
    sink(Outcome::Document(Box::new(document(
        source, &parts, blocks,
    ))));
    for (line, problem) in problems {
        sink(Outcome::Failed(ImportError::at_line(
            source.display_path,
            line,
            problem,
        )));
    }
}

/// The parts of a file.
struct Parts<'a> {
    title: String,
    /// 侵权责任编, where a code comes in several files.
    part: Option<String>,
    history: Vec<&'a str>,
    body: &'a [Line<'a>],
}

impl<'a> Parts<'a> {
    fn of(lines: &'a Lines<'a>) -> Result<Self, ImportProblem> {
        let (title, rest) = lines.all.split_first().ok_or(ImportProblem::NoTitle)?;
        let text = single_spaced(title.text.trim_matches('*'));
        if text.chars().count() > MAX_TITLE_CHARS || label::label(&text).is_some() {
            return Err(ImportProblem::NoTitle);
        }
        let (header, body) = match lines.header {
            Some(count) => rest.split_at(count.saturating_sub(1).min(rest.len())),
            None => rest.split_at(history_length(rest)),
        };
        let part = header
            .iter()
            .find(|line| line.depth == 1)
            .map(|line| single_spaced(line.text));
        let history = header
            .iter()
            .filter(|line| line.depth != 1)
            .map(|line| line.text)
            .collect();
        Ok(Self {
            title: text,
            part,
            history,
            body,
        })
    }

    fn last_paragraphs(&self) -> Vec<&str> {
        let start = self.body.len().saturating_sub(LAST_PARAGRAPHS);
        self.body[start..].iter().map(|line| line.text).collect()
    }
}

/// Whether a line under a title tells the history of the text: it begins with a
/// date, or a bracket and a date.
pub(crate) fn is_history(text: &str) -> bool {
    let text = text.trim_start_matches(['（', '(']);
    dates_in(text)
        .first()
        .is_some_and(|(range, _)| range.start == 0)
}

/// How many lines under a title tell its history, where no mark ends them: a second
/// title line, and lines that begin with a date or a bracket before one.
fn history_length(lines: &[Line<'_>]) -> usize {
    let is_history = |line: &Line<'_>| line.depth == 1 || is_history(line.text);
    let lines = &lines[..lines.len().min(MAX_HISTORY_LINES)];
    lines.iter().take_while(|line| is_history(line)).count()
}

/// Puts the part's name and the history before the text, as they stand in the file.
fn with_header(parts: &Parts<'_>, body: Vec<Block>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(body.len() + 2);
    if let Some(part) = &parts.part {
        let heading = Heading {
            level: HeadingLevel::Part,
            text: part.clone(),
        };
        blocks.push(Block::Heading(heading));
    }
    if !parts.history.is_empty() {
        blocks.push(Block::Text(parts.history.join("\n")));
    }
    blocks.extend(body);
    blocks
}

fn document(source: &TextSource<'_>, parts: &Parts<'_>, blocks: Vec<Block>) -> Document {
    let folders = kind::folders(source.path, source.display_path);
    let history = History::of(parts.history.iter().copied());
    let issuer = kind::issuer(&parts.title, history.maker.clone(), &folders);
    let kind = kind::kind(&folders, &parts.title, issuer.as_deref());
    let file_name = source
        .display_path
        .rsplit('/')
        .next()
        .unwrap_or(source.display_path);
    let version = iso_date(file_name)
        .or(history.made)
        .or_else(|| signed(&parts.last_paragraphs()));
    let law = LawIdentity {
        title: parts.title.clone(),
        key: LawKey::of(&parts.title),
        part: parts.part.clone(),
        version,
    };
    Document {
        id: DocumentId::of_law(&law),
        kind,
        title: parts.title.clone(),
        metadata: Metadata {
            effective: effective(parts, &history, version),
            law: Some(law),
            issuer,
            promulgated: version,
            region: kind::region(&folders),
            ..Metadata::default()
        },
        body: Body::Statute(Statute { blocks }),
        provenance: Provenance {
            path: source.display_path.to_owned(),
            line: None,
            sha256: source.sha256.to_owned(),
            importer: IMPORTER.to_owned(),
        },
    }
}

/// From when this version applies. A date before the version was made is that of an
/// earlier version, and says nothing about this one.
fn effective(parts: &Parts<'_>, history: &History, version: Option<Date>) -> Option<Date> {
    let published = version.filter(|_| !history.amended);
    let by_text = || applies_by_text(&parts.last_paragraphs(), published);
    let not_before = |date: &Date| version.is_none_or(|version| *date >= version);
    history
        .applies
        .filter(not_before)
        .or_else(|| by_text().filter(not_before))
}

/// The date of a signature at the end.
fn signed(paragraphs: &[&str]) -> Option<Date> {
    let last = trim(paragraphs.last()?);
    let (range, date) = dates_in(last).pop()?;
    (range.start == 0 && range.end == last.len()).then_some(date)
}

#[cfg(test)]
#[path = "law_markdown/tests.rs"]
mod tests;
