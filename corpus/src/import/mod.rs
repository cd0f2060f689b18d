//! Reading source files: which files there are, what format each has, and the
//! readers, one source a file.
//!
//! A reader gets a source and a sink and never stops the import: what cannot be
//! read becomes an [`Outcome::Failed`] with file and line, and the rest goes on.

mod walk;

mod archive;
mod container;
mod docx;
mod file_name;
mod flow;
mod html;
mod pdf;
mod sniff;
mod xml;
mod zipped;

mod case_markdown;
mod judgments;
mod law_database;
pub(crate) mod law_markdown;
mod questions;

pub mod jsonl;

mod extract;

pub(crate) mod dates;
mod json_file;
mod json_lines;
mod lines;
mod remark;
mod text;

use std::fmt;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use self::container::Container;
pub use self::extract::{ExtractedText, TextFormat, extract_text};
use self::file_name::{FileName, Suffix};
pub use self::flow::TextNote;
pub use self::remark::{Oddity, Remark};
use self::sniff::Content;
pub use self::text::decode_as_written;
pub use self::walk::walk;
use crate::characters;
use crate::doc_number;
use crate::document::{Document, sha256_hex};
use crate::error::{ImportError, ImportProblem};
use crate::normalize::trim;

/// Largest Markdown file that is read.
pub const MAX_TEXT_BYTES: u64 = 64 << 20;

/// Largest line of a JSON Lines file.
pub const MAX_LINE_BYTES: u64 = 16 << 20;

/// First bytes of an SQLite database (<https://www.sqlite.org/fileformat.html>).
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// What became of (a part of) a source file. One file gives one or many outcomes;
/// a `Failed` with a line may stand beside the document of the same file.
#[derive(Debug)]
pub enum Outcome {
    /// A document.
    Document(Box<Document>),
    /// Left out on purpose.
    Skipped {
        /// Why.
        reason: SkipReason,
        /// In words, for the import's table.
        detail: String,
    },
    /// Could not be read.
    Failed(ImportError),
    /// Was read, and something about it is odd; stands behind its document.
    Remark(Remark),
}

/// Why something was left out on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// A table of contents (`_index.md`, 目录页).
    IndexPage,
    /// Nothing but white space.
    Empty,
    /// A page about the data, not of them (README).
    Notice,
    /// A record that another one of the same file or database repeats.
    Duplicate,
    /// Rows of a table whose text the source withholds.
    NoFullText,
}

impl SkipReason {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::IndexPage => "index_page",
            Self::Empty => "empty",
            Self::Notice => "notice",
            Self::Duplicate => "duplicate",
            Self::NoFullText => "no_full_text",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A file to import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is.
    pub path: PathBuf,
    /// Name of the root folder and path in it, with `/`.
    pub display_path: String,
    /// Size in bytes.
    pub size_bytes: u64,
    /// Time of the last change, where the file system knows it.
    pub modified: Option<SystemTime>,
}

/// A text file, decoded: what the Markdown readers get.
pub(crate) struct TextSource<'a> {
    /// Where it is; for its place in folders only, never to be opened again.
    pub path: &'a Path,
    /// For [`Provenance::path`](crate::document::Provenance::path) and errors.
    pub display_path: &'a str,
    /// The text, without byte order mark, with `\n` line ends.
    pub text: &'a str,
    /// Of the bytes, in hex.
    pub sha256: &'a str,
}

/// What readers report to.
pub(crate) type Sink<'a> = dyn FnMut(Outcome) + 'a;

/// Reads one file, whatever its format (recognised by content and place), and
/// reports every document, omission and failure to `sink`, in source order.
///
/// Never panics: a defect of a reader becomes an [`Outcome::Failed`] of its file.
pub fn read_file(path: &Path, display_path: &str, sink: &mut dyn FnMut(Outcome)) {
    let mut with_remarks = |outcome| {
        let remarks = match &outcome {
            Outcome::Document(document) => remark::of(document),
            _ => Vec::new(),
        };
        sink(outcome);
        for remark in remarks {
            sink(Outcome::Remark(remark));
        }
    };
    let read = || {
        dispatch(path, display_path, &mut |outcome| {
            with_remarks(numbered(outcome))
        });
        Ok(())
    };
    if let Err(problem) = guarded(read) {
        fail(display_path, problem, sink);
    }
}

/// Records the number (文号) of a statute, whatever its format.
fn numbered(mut outcome: Outcome) -> Outcome {
    if let Outcome::Document(document) = &mut outcome {
        doc_number::record(document);
    }
    outcome
}

/// Runs a reader; its panic becomes [`ImportProblem::Internal`].
fn guarded<T>(read: impl FnOnce() -> Result<T, ImportProblem>) -> Result<T, ImportProblem> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        Err(ImportProblem::Internal { detail })
    })
}

fn dispatch(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    match FileName::of(display_path).suffix() {
        Some(Suffix::Document) => read_document(path, display_path, sink),
        Some(Suffix::JsonLines) => {
            open(path, display_path, sink, |file, sink| {
                json_lines::read(file, display_path, sink);
            });
        }
        Some(Suffix::Csv) => read_table(path, display_path, sink),
        Some(Suffix::Json) => json_file::read(path, display_path, sink),
        Some(Suffix::Zip) => read_archive(path, display_path, sink),
        Some(Suffix::Database) => read_database(path, display_path, sink),
        None => fail(display_path, ImportProblem::Unsupported, sink),
    }
}

/// Opens a file for a reader that streams.
fn open(
    path: &Path,
    display_path: &str,
    sink: &mut Sink<'_>,
    read: impl FnOnce(&mut BufReader<File>, &mut Sink<'_>),
) {
    match File::open(path) {
        Ok(file) => read(&mut BufReader::with_capacity(1 << 18, file), sink),
        Err(source) => fail(display_path, ImportProblem::Unreadable { source }, sink),
    }
}

/// A table is read while it streams; something else under its name as a whole.
fn read_table(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    open(path, display_path, sink, |file, sink| match sniff::content(
        file.fill_buf().unwrap_or_default(),
        false,
    ) {
        Content::Text => judgments::table::read(file, display_path, sink),
        _ => read_document(path, display_path, sink),
    });
}

/// An archive may be large: its files are read from where it lies.
fn read_archive(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    open(path, display_path, sink, |file, sink| {
        let zip = sniff::content(file.fill_buf().unwrap_or_default(), false) == Content::Zip;
        if !zip {
            return read_document(path, display_path, sink);
        }
        match zipped::open(file, archive::FORMAT) {
            Ok(found) if archive::kind(&found) == archive::Kind::Files => {
                archive::read(found, path, display_path, sink);
            }
            Ok(_) => read_document(path, display_path, sink),
            Err(problem) => fail(display_path, problem, sink),
        }
    });
}

fn fail(display_path: &str, problem: ImportProblem, sink: &mut Sink<'_>) {
    sink(Outcome::Failed(ImportError::of_file(display_path, problem)));
}

fn skip(reason: SkipReason, detail: &str, sink: &mut Sink<'_>) {
    sink(Outcome::Skipped {
        reason,
        detail: detail.to_owned(),
    });
}

/// Reads a file as a whole: a text, or a document of a container format.
fn read_document(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    match read_bounded(path, MAX_TEXT_BYTES) {
        Ok(bytes) => read_bytes(Place::Folder, path, display_path, bytes, sink),
        Err(problem) => fail(display_path, problem, sink),
    }
}

/// Where a file was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Folder,
    /// Archives in it are not opened.
    Archive,
}

/// Reads the bytes of a file or of an entry of an archive; `path` is only looked at.
fn read_bytes(place: Place, path: &Path, display_path: &str, bytes: Vec<u8>, sink: &mut Sink<'_>) {
    let name = FileName::of(display_path);
    let format = match sniff::content(&bytes, name.is_html()) {
        Content::Text if bytes.is_empty() => {
            return skip(SkipReason::Empty, "an empty file", sink);
        }
        Content::Text => {
            return match name.promises() {
                Some(expected) => {
                    fail(display_path, ImportProblem::Mismatch { expected }, sink);
                }
                None => read_text(path, display_path, bytes, sink),
            };
        }
        Content::Html => Container::Html,
        Content::Pdf => Container::Pdf,
        Content::Zip => match zipped::open(Cursor::new(&bytes), archive::FORMAT) {
            Ok(found) => match archive::kind(&found) {
                archive::Kind::Files if place == Place::Folder => {
                    return archive::read(found, path, display_path, sink);
                }
                _ => Container::Docx,
            },
            Err(problem) => return fail(display_path, problem, sink),
        },
        Content::Database => return fail(display_path, ImportProblem::Binary, sink),
        Content::Foreign(format) => {
            return fail(display_path, ImportProblem::Foreign { format }, sink);
        }
    };
    match container::read(format, &bytes) {
        Ok(flow) => {
            let sha256 = sha256_hex(&bytes);
            drop(bytes);
            container::read_flow(format, flow, path, display_path, &sha256, sink);
        }
        Err(problem) => fail(display_path, problem, sink),
    }
}

fn read_text(path: &Path, display_path: &str, bytes: Vec<u8>, sink: &mut Sink<'_>) {
    let sha256 = sha256_hex(&bytes);
    let decoded = match text::decode(&bytes) {
        Ok(decoded) => decoded,
        Err(problem) => return fail(display_path, problem, sink),
    };
    drop(bytes);
    if judgments::table::recognises(decoded.text.lines().next().unwrap_or_default()) {
        let mut table = Cursor::new(decoded.text);
        return judgments::table::read(&mut table, display_path, sink);
    }
    let source = TextSource {
        path,
        display_path,
        text: &decoded.text,
        sha256: &sha256,
    };
    read_source(&source, sink);
    if decoded.truncated {
        let line = decoded.text.lines().count() as u64;
        let problem = ImportProblem::Truncated {
            detail: "the last character is cut off".into(),
        };
        sink(Outcome::Failed(ImportError::at_line(
            display_path,
            line,
            problem,
        )));
    }
}

/// Reads a text; pages of links and pages about a collection are left out.
fn read_source(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    if trim(source.text).is_empty() {
        skip(SkipReason::Empty, "nothing but white space", sink);
    } else if is_index_page(source) {
        skip(SkipReason::IndexPage, "a page of links or titles", sink);
    } else if is_notice(source) {
        skip(SkipReason::Notice, "a page about the collection", sink);
    } else {
        read_by_content(source, sink);
    }
}

/// Decides which reader a text gets. Questions and cases come before statutes,
/// because their texts quote articles.
fn read_by_content(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let standard = standard_characters(source.text);
    let source = &TextSource {
        text: standard.as_deref().unwrap_or(source.text),
        ..*source
    };
    if questions::recognises(source) {
        questions::read(source, sink);
    } else if case_markdown::recognises(source) {
        case_markdown::read(source, sink);
    } else if judgments::plain::recognises(source) {
        judgments::plain::read(source, sink);
    } else if law_markdown::recognises(source) {
        law_markdown::read(source, sink);
    } else {
        let detail = "no articles, no sections of a case, no questions".to_owned();
        fail(
            source.display_path,
            ImportProblem::Unrecognised { detail },
            sink,
        );
    }
}

/// A text with characters in the place of radicals and compatibility ideographs, which
/// look the same and are found by nobody; `None` when it has none of them.
fn standard_characters(text: &str) -> Option<String> {
    let other = |c: char| matches!(c, '\u{2e80}'..='\u{2fd5}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    text.contains(other)
        .then(|| text.chars().map(characters::standard).collect())
}

/// `_index.md`, `index.md`, `index2.md`, and pages that are front matter only or
/// nearly all links.
fn is_index_page(source: &TextSource<'_>) -> bool {
    let name = source.display_path.rsplit('/').next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let stem = stem
        .trim_start_matches('_')
        .trim_end_matches(|c: char| c.is_ascii_digit());
    if stem.eq_ignore_ascii_case("index") {
        return true;
    }
    let lines = || {
        source
            .text
            .lines()
            .map(trim)
            .filter(|line| !line.is_empty())
    };
    let links = lines().filter(|line| is_link(line)).count();
    let front_matter_only = lines().next() == Some("---") && lines().next_back() == Some("---");
    front_matter_only && lines().count() <= 20 || links >= 3 && links * 10 >= lines().count() * 8
}

/// `- [某案](doc/1.md)`
fn is_link(line: &str) -> bool {
    let line = line.trim_start_matches(|c: char| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '-' | '*' | '+' | '.')
    });
    line.starts_with('[') && line.contains("](") && line.ends_with(')')
}

fn is_notice(source: &TextSource<'_>) -> bool {
    let name = source
        .display_path
        .rsplit('/')
        .next()
        .unwrap_or("")
        .to_ascii_lowercase();
    ["readme", "license", "licence", "changelog", "contributing"]
        .iter()
        .any(|notice| {
            name.strip_prefix(notice)
                .is_some_and(|rest| rest.starts_with('.'))
        })
}

fn read_bounded(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, ImportProblem> {
    let unreadable = |source| ImportProblem::Unreadable { source };
    let file = File::open(path).map_err(unreadable)?;
    let size_bytes = file.metadata().map_err(unreadable)?.len();
    if size_bytes > limit_bytes {
        return Err(ImportProblem::TooLarge {
            size_bytes,
            limit_bytes,
        });
    }
    let mut bytes = Vec::with_capacity(size_bytes as usize);
    // Another process may be writing to the file: the limit holds all the same.
    let read = file
        .take(limit_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)? as u64;
    if read > limit_bytes {
        return Err(ImportProblem::TooLarge {
            size_bytes: read,
            limit_bytes,
        });
    }
    Ok(bytes)
}

fn read_database(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    let mut magic = [0; SQLITE_MAGIC.len()];
    match File::open(path).and_then(|mut file| file.read_exact(&mut magic)) {
        Ok(()) if &magic == SQLITE_MAGIC => law_database::read(path, display_path, sink),
        Ok(()) => {
            let detail = "not an SQLite database".to_owned();
            fail(display_path, ImportProblem::Unrecognised { detail }, sink);
        }
        Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            let empty = std::fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0);
            if empty {
                return skip(SkipReason::Empty, "an empty file", sink);
            }
            let detail = "shorter than the header of an SQLite database".to_owned();
            fail(display_path, ImportProblem::Truncated { detail }, sink);
        }
        Err(source) => fail(display_path, ImportProblem::Unreadable { source }, sink),
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;

#[cfg(test)]
mod law_census_tests;
#[cfg(test)]
mod robustness_tests;
#[cfg(test)]
mod same_law_tests;
