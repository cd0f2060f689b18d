//! Reading source files: which files there are, what format each has, and the
//! readers, one source a file.
//!
//! A reader gets a source and a sink and never stops the import: what cannot be
//! read becomes an [`Outcome::Failed`] with file and line, and the rest goes on.

pub mod jsonl;

mod case_markdown;
mod judgments;
mod law_database;
mod law_markdown;
mod questions;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::error::ImportError;

/// Largest Markdown file that is read.
pub const MAX_TEXT_BYTES: u64 = 64 << 20;

/// Largest line of a JSON Lines file.
pub const MAX_LINE_BYTES: u64 = 16 << 20;

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
}

impl SkipReason {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::IndexPage => "index_page",
            Self::Empty => "empty",
            Self::Notice => "notice",
            Self::Duplicate => "duplicate",
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
    #[allow(dead_code)]
    pub path: &'a Path,
    /// For [`Provenance::path`](crate::document::Provenance::path) and errors.
    #[allow(dead_code)]
    pub display_path: &'a str,
    /// The text, without byte order mark, with `\n` line ends.
    #[allow(dead_code)]
    pub text: &'a str,
    /// Of the bytes, in hex.
    #[allow(dead_code)]
    pub sha256: &'a str,
}

/// What readers report to.
pub(crate) type Sink<'a> = dyn FnMut(Outcome) + 'a;

/// The files below the roots, sorted by display path, each once: suffixes `.md`,
/// `.markdown`, `.txt`, `.jsonl`, `.db`, `.sqlite`; hidden files and folders are
/// left out; symbolic links are not followed. A root may be a file. Folders and
/// roots that cannot be read become errors.
pub fn walk(roots: &[PathBuf]) -> (Vec<SourceFile>, Vec<ImportError>) {
    let _ = roots;
    todo!()
}

/// Reads one file, whatever its format (recognised by content and place), and
/// reports every document, omission and failure to `sink`, in source order.
/// Never panics.
pub fn read_file(path: &Path, display_path: &str, sink: &mut dyn FnMut(Outcome)) {
    let _ = (path, display_path, sink);
    todo!()
}
