//! Statutes in Markdown or plain text, as LawRefBook publishes them: a title, lines
//! of history, `<!-- INFO END -->`, then headings and articles. Files without these
//! marks are read by the same rules.
//!
//! An article is a line that begins with 第N条; see `blocks` for lines that only look
//! like one. Nothing of a file is lost: the history, a preamble, annexes and
//! signatures become text blocks.

pub(in crate::import) mod article_tables;
mod blocks;
mod contents;
mod editors_notes;
mod footers;
mod furniture;
mod further_texts;
mod head;
mod headings;
mod hidden_articles;
mod history;
mod issued;
mod kind;
mod label;
mod layout;
mod lines;
mod marks;
mod page_head;
mod paragraphs;
mod questions;
mod title;
mod topics;

use self::blocks::Blocks;
use self::head::Parts;
use self::headings::is_annex;
pub(super) use self::hidden_articles::hides_articles;
use self::history::{History, applies_by_text};
use self::lines::{Line, Lines};
pub(super) use self::title::MAX_TITLE_LINES;
pub(crate) use self::title::is_title;
use self::title::simplified;
use std::borrow::Cow;
use std::collections::BTreeMap;

use super::dates::{applies_from_clause, dates_in, iso_date};
use super::{Oddity, Outcome, Remark, Sink, TextNote, TextSource};
use crate::document::{
    Body, Date, Document, DocumentId, LawIdentity, LawKey, Metadata, Provenance, VERSION_IN_TITLE,
};
use crate::error::{ImportError, ImportProblem};
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
    let text = in_lines(source.text);
    let lines = Lines::of(&text);
    lines.header.is_some()
        || lines
            .all
            .iter()
            .any(|line| label::label(line.text).is_some_and(|label| label.separated))
        || lines.all.first().is_some_and(|line| is_title(line.text))
        || title::length(&lines.all) > 1
}

/// The text with each article on a line that begins with its number.
fn in_lines(text: &str) -> Cow<'_, str> {
    let unmarked = marks::unmarked(text);
    match paragraphs::parted(&unmarked) {
        Cow::Owned(parted) => Cow::Owned(parted),
        Cow::Borrowed(_) => unmarked,
    }
}

/// Over how many of the lines the title runs that begins with the first, and the title
/// on one line; no line gives an empty title.
pub(super) fn title_lines(texts: &[&str]) -> (usize, String) {
    let lines: Vec<Line<'_>> = texts.iter().map(|text| Line::plain(text)).collect();
    let count = title::length(&lines).min(lines.len());
    (count, title::joined(&lines[..count]))
}

/// Reads one file: one document, and a failure for each article without a number. What
/// stands in the file behind the title of a further law is a document of its own.
pub(super) fn read(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let text = in_lines(source.text);
    let restored = layout::restored(&text);
    let further = further_texts::find(&Lines::of(&restored.text));
    let lines: Vec<&str> = restored.text.split('\n').collect();
    let mut starts = vec![0];
    let parted = further.iter().filter(|one| !one.same_law);
    starts.extend(parted.map(|one| one.line as usize - 1));
    for (part, &start) in starts.iter().enumerate() {
        let end = starts.get(part + 1).copied().unwrap_or(lines.len());
        // Blank lines keep the numbers of lines.
        let text = "\n".repeat(start) + &lines[start..end].join("\n");
        let name = match part {
            0 => source.display_path,
            _ => "",
        };
        read_one(
            &TextSource {
                text: &text,
                ..*source
            },
            name,
            sink,
        );
    }
    let remark = |line, title: &str, what| {
        Outcome::Remark(Remark {
            path: source.display_path.to_owned(),
            line,
            title: title.to_owned(),
            what,
        })
    };
    for one in &further {
        let parted = !one.same_law;
        sink(remark(
            Some(one.line),
            &one.title,
            Oddity::FurtherText { parted },
        ));
    }
    for note in restored.notes {
        sink(remark(None, "", Oddity::Text(note)));
    }
}

/// Reads one law. `file_name` may name the day of its version; it is empty for a further
/// law of a file.
fn read_one(source: &TextSource<'_>, file_name: &str, sink: &mut Sink<'_>) {
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
    let Blocks {
        blocks,
        problems,
        notes,
    } = blocks::read(&parts.body);
    let blocks = with_header(&parts, blocks);
    if blocks.is_empty() {
        let problem = ImportProblem::NoContent;
        return sink(Outcome::Failed(ImportError::of_file(
            source.display_path,
            problem,
        )));
    }
    let document = document(source, file_name, &parts, blocks);
    let title = document.title.clone();
    sink(Outcome::Document(Box::new(document)));
    if notes {
        sink(Outcome::Remark(Remark {
            path: source.display_path.to_owned(),
            line: None,
            title,
            what: Oddity::Text(TextNote::EditorsNotes),
        }));
    }
    for (line, problem) in problems {
        sink(Outcome::Failed(ImportError::at_line(
            source.display_path,
            line,
            problem,
        )));
    }
}

/// Whether a line under a title tells the history of the text: it begins with a
/// date, or with a bracket, 根据 and a date.
pub(crate) fn is_history(text: &str) -> bool {
    let plain = text.trim_start_matches(['（', '(']).trim_start();
    let act = plain.strip_prefix("根据").or(plain.strip_prefix("根據"));
    let begins = |text: &str| {
        let dates = dates_in(text);
        dates.first().is_some_and(|(range, _)| range.start == 0)
    };
    match act {
        // 根据2009年8月27日某会议《…》修正, not 根据2009年…的决定，制定本法。
        Some(act) => begins(act.trim_start()) && !text.ends_with('。'),
        None => begins(plain),
    }
}

/// Puts before the text what stands above it in the file: the notice that issues it,
/// the part's name, the history, a table of contents that nothing repeats.
fn with_header(parts: &Parts<'_>, body: Vec<Block>) -> Vec<Block> {
    let mut blocks = Vec::with_capacity(body.len() + 4);
    let part = |text: &str| {
        Block::Heading(Heading {
            level: HeadingLevel::Part,
            text: text.to_owned(),
        })
    };
    if !parts.notice.is_empty() {
        blocks.push(Block::Text(parts.notice.join("\n")));
    }
    if parts.notice.len() > 1 {
        blocks.push(part(&parts.title.text));
    }
    blocks.extend(parts.part.as_deref().map(part));
    for lines in [
        parts.history.iter().map(String::as_str).collect(),
        parts.contents.clone(),
    ] {
        let lines: Vec<&str> = lines;
        blocks.extend((!lines.is_empty()).then(|| Block::Text(lines.join("\n"))));
    }
    blocks.extend(body);
    blocks
}

fn document(
    source: &TextSource<'_>,
    file_name: &str,
    parts: &Parts<'_>,
    blocks: Vec<Block>,
) -> Document {
    let folders = kind::folders(source.path, source.display_path);
    let simple: Vec<String> = parts
        .history
        .iter()
        .map(|line| in_simplified(line))
        .flat_map(|line| page_head::as_history(&line).unwrap_or_else(|| vec![line]))
        .collect();
    let history = History::of(simple.iter().map(String::as_str));
    let title = &parts.title.law;
    let issuer = kind::issuer(title, history.maker.clone(), &folders);
    let kind = kind::kind(&folders, title, issuer.as_deref());
    let last = last_paragraphs(&parts.body);
    let version = version(file_name, parts, &history, &last);
    let law = LawIdentity {
        title: title.clone(),
        key: LawKey::of(title),
        part: parts.part.clone(),
        version,
        aliases: parts.alias.iter().cloned().collect(),
    };
    let mut extra = BTreeMap::new();
    if let Some(note) = &parts.title.note {
        extra.insert(VERSION_IN_TITLE.to_owned(), note.text.clone());
    }
    Document {
        id: id(&law, parts),
        kind,
        title: full_title(parts),
        metadata: Metadata {
            effective: effective(&last, &history, version, parts),
            law: Some(law),
            issuer,
            promulgated: version,
            region: kind::region(&folders),
            extra,
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

/// The title as written, without the note of a version.
fn full_title(parts: &Parts<'_>) -> String {
    let title = &parts.title;
    let without = title::without_version(&title.text).filter(|_| title.note.is_some());
    without.map_or_else(|| title.text.clone(), |(name, _)| name.to_owned())
}

/// The day of the version: as the file's name says, else that of the last act named, else
/// that of the signature, of the text or of the notice that issues it. A title that names
/// a later year than the last act means a version of which the day is not known.
fn version(file_name: &str, parts: &Parts<'_>, history: &History, last: &[String]) -> Option<Date> {
    let file_name = file_name.rsplit('/').next().unwrap_or(file_name);
    let note = parts.title.note.as_ref();
    let later = |made: &Date| {
        note.and_then(|note| note.year)
            .is_some_and(|year| year > made.year())
    };
    iso_date(file_name)
        .or(note.and_then(|note| note.day))
        .or_else(|| {
            history
                .made
                .or_else(|| signed(last))
                .or_else(|| day_of_notice(parts))
                .filter(|made| !later(made))
        })
}

/// Versions of which only the title says something have an id of their own each.
fn id(law: &LawIdentity, parts: &Parts<'_>) -> DocumentId {
    match (&parts.title.note, law.version) {
        (Some(note), None) => {
            let part = law.part.as_deref().unwrap_or("");
            DocumentId::hashed("law", &[law.key.as_str(), part, &note.text])
        }
        _ => DocumentId::of_law(law),
    }
}

/// From when this version applies. A date before the version was made is that of an
/// earlier version, and says nothing about this one.
fn effective(
    last: &[String],
    history: &History,
    version: Option<Date>,
    parts: &Parts<'_>,
) -> Option<Date> {
    let note = parts.title.note.as_ref();
    let published = version.filter(|_| !history.amended);
    let last: Vec<&str> = last.iter().map(String::as_str).collect();
    let by_text = || applies_by_text(&last, published);
    let year = note.and_then(|note| note.year);
    let not_before = |date: &Date| {
        version.is_none_or(|version| *date >= version)
            && year.is_none_or(|year| date.year() >= year)
    };
    history
        .applies
        .filter(not_before)
        .or_else(|| by_text().filter(not_before))
        .or_else(|| applies_by_order(parts).filter(not_before))
}

/// From when a text applies by the order that promulgates it, or by a line of its own
/// above the first article: 现予公布，自2021年5月1日起施行。
fn applies_by_order(parts: &Parts<'_>) -> Option<Date> {
    let body = parts.body.iter().map(|line| line.text);
    let above = body.take_while(|text| label::label(text).is_none());
    let lines = parts.notice.iter().map(String::as_str).chain(above);
    let mut found = lines.filter_map(|line| {
        let line = in_simplified(line);
        let of_text = ["公布", "发布", "颁布", "印发"]
            .iter()
            .any(|word| line.contains(word));
        let alone = line.starts_with('自') && line.ends_with(['行', '效', '施', '。', '）']);
        applies_from_clause(&line).filter(|_| of_text || alone)?
    });
    found.next()
}

/// The last paragraphs of the law itself: annexes and what a page prints below have
/// dates of their own.
fn last_paragraphs(body: &[Line<'_>]) -> Vec<String> {
    let first = body
        .iter()
        .position(|line| label::label(line.text).is_some());
    let first = first.unwrap_or(0);
    let ends = |line: &Line<'_>| is_annex(line.text) || questions::begins_questions(line.text);
    let footer = footers::start(body).unwrap_or(body.len());
    let end = body[first..]
        .iter()
        .position(ends)
        .map_or(footer, |at| footer.min(first + at));
    let start = end.saturating_sub(LAST_PARAGRAPHS);
    body[start..end]
        .iter()
        .map(|line| in_simplified(line.text))
        .collect()
}

fn in_simplified(text: &str) -> String {
    simplified(text).unwrap_or_else(|| text.to_owned())
}

/// The date of a signature at the end.
fn signed(paragraphs: &[String]) -> Option<Date> {
    history::only_day(paragraphs.last()?)
}

/// The day of the notice that issues the text, which stands below it on a line of its own.
fn day_of_notice(parts: &Parts<'_>) -> Option<Date> {
    let lines = parts.notice.iter().rev();
    lines.map(String::as_str).find_map(history::only_day)
}

#[cfg(test)]
#[path = "law_markdown/tests.rs"]
mod tests;

#[cfg(test)]
mod forms_tests;

#[cfg(test)]
mod shapes_tests;
