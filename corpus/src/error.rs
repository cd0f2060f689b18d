//! The errors of this crate: [`CorpusError`] for values that callers pass,
//! [`ImportError`] for source files, always with path and, where known, line.

use std::io;

use thiserror::Error;

/// Result of this crate's functions on values.
pub type Result<T, E = CorpusError> = std::result::Result<T, E>;

/// A value that is not what its type says.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CorpusError {
    /// Not an article number (条号).
    #[error("cannot parse article number {text:?}")]
    ArticleNumber {
        /// What was to be parsed.
        text: String,
    },
    /// Not a document id: empty, too long, or with characters outside `[a-z0-9_-]`.
    #[error("cannot parse document id {text:?}")]
    DocumentId {
        /// What was to be parsed.
        text: String,
    },
    /// Not an entry id.
    #[error("cannot parse entry id {text:?}")]
    EntryId {
        /// What was to be parsed.
        text: String,
    },
    /// Entries that do not make one document.
    #[error("cannot rebuild document {document_id:?} from its entries: {problem}")]
    Entries {
        /// The document id of the first entry, empty when there is no entry.
        document_id: String,
        /// What does not fit.
        problem: &'static str,
    },
    /// A JSON value that cannot be written or read.
    #[error("cannot convert document {document_id:?} to or from JSON")]
    Json {
        /// The document concerned, empty when unknown.
        document_id: String,
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// Output that could not be written.
    #[error("cannot write document {document_id:?}")]
    Write {
        /// The document concerned.
        document_id: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// Something in a source file that could not be imported; the rest of the file
/// and of the import goes on.
#[derive(Debug, Error)]
#[error("cannot import {path}{}: {problem}", Self::at(*.line))]
pub struct ImportError {
    /// The file as shown to the user (root folder name and relative path).
    pub path: String,
    /// 1-based line, where one is to blame.
    pub line: Option<u64>,
    /// What is wrong.
    #[source]
    pub problem: ImportProblem,
}

impl ImportError {
    /// A problem of a whole file.
    pub fn of_file(path: impl Into<String>, problem: ImportProblem) -> Self {
        Self {
            path: path.into(),
            line: None,
            problem,
        }
    }

    /// A problem of one line (from 1).
    pub fn at_line(path: impl Into<String>, line: u64, problem: ImportProblem) -> Self {
        Self {
            path: path.into(),
            line: Some(line),
            problem,
        }
    }

    fn at(line: Option<u64>) -> String {
        line.map(|line| format!(":{line}")).unwrap_or_default()
    }
}

/// What is wrong with a source file or line.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ImportProblem {
    /// The file or folder cannot be read.
    #[error("unreadable")]
    Unreadable {
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// A path that does not exist or is neither file nor folder.
    #[error("no such file or folder")]
    NotFound,
    /// A file whose suffix no importer knows.
    #[error("unsupported file type (supported: .md .markdown .txt .jsonl .db .sqlite)")]
    Unsupported,
    /// A symbolic link that leads out of the imported folder, or around in it.
    #[error("symbolic link is not followed")]
    Link,
    /// Bytes that are no text.
    #[error("binary data, not text")]
    Binary,
    /// Bytes in none of the supported encodings.
    #[error("text is neither UTF-8, UTF-16 nor GB18030")]
    Encoding,
    /// A line of JSON Lines, which are UTF-8 by definition, in another encoding.
    #[error("line is not UTF-8")]
    LineEncoding,
    /// The text stops in the middle of a character or structure.
    #[error("truncated: {detail}")]
    Truncated {
        /// Where the text stops.
        detail: String,
    },
    /// A file or line above the limit.
    #[error("{size_bytes} bytes are more than the limit of {limit_bytes}")]
    TooLarge {
        /// Size found; of a line, at least.
        size_bytes: u64,
        /// The limit.
        limit_bytes: u64,
    },
    /// An article whose number is no number, such as 第百条.
    #[error("cannot parse article number {text:?}")]
    ArticleNumber {
        /// The label as written.
        text: String,
    },
    /// A text without a title.
    #[error("no title found")]
    NoTitle,
    /// A text of which nothing is left when it has been read.
    #[error("no content found")]
    NoContent,
    /// A line that is not JSON of the expected form.
    #[error("not valid JSON of the expected form")]
    Json {
        /// The cause.
        #[source]
        source: serde_json::Error,
    },
    /// A record whose body is not exactly one of a statute and sections.
    #[error("the body holds not exactly one of \"statute\" and \"sections\"")]
    Body,
    /// A field whose value cannot be used.
    #[error("field {field:?} has the unusable value {value:?}")]
    Field {
        /// Name of the field or label.
        field: String,
        /// Its value, shortened.
        value: String,
    },
    /// A record in a schema version that this program does not know.
    #[error("unknown schema version {version}")]
    SchemaVersion {
        /// The version found.
        version: u64,
    },
    /// A database that cannot be read.
    #[error("unreadable database")]
    Database {
        /// The cause.
        #[source]
        source: rusqlite::Error,
    },
    /// A structure that no importer recognises.
    #[error("unrecognised structure: {detail}")]
    Unrecognised {
        /// What was looked for.
        detail: String,
    },
    /// A defect of ours: the importer panicked; the import goes on.
    #[error("the importer failed on this file: {detail}")]
    Internal {
        /// The panic's message.
        detail: String,
    },
}
