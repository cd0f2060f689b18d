//! JSON Lines of our own schema (`docs/jsonl.md`): one [`Document`] a line, read
//! and written.

use std::io::Write;

use serde::{Deserialize, Serialize};

use super::{Outcome, Sink};
use crate::case::Section;
use crate::document::{
    Body, Document, DocumentId, DocumentKind, LawIdentity, LawKey, Metadata, Provenance, sha256_hex,
};
use crate::error::{CorpusError, ImportError, ImportProblem, Result};
use crate::normalize::trim;
use crate::statute::{Block, Statute};

/// Version of the schema, the value of the key `leian`, which comes first.
pub const SCHEMA_VERSION: u64 = 1;

/// Name of this importer in [`Provenance::importer`].
const IMPORTER: &str = "jsonl";

/// Longest part of a value that an error repeats, in characters.
const MAX_SHOWN_CHARS: usize = 60;

/// A line as it is written.
#[derive(Serialize)]
struct Written<'a> {
    leian: u64,
    #[serde(flatten)]
    document: &'a Document,
}

/// A line as it is read: what a feeding system need not know may be absent, what
/// nobody would read is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    leian: u64,
    id: Option<DocumentId>,
    kind: DocumentKind,
    title: String,
    #[serde(default)]
    metadata: Metadata,
    body: RecordBody,
    provenance: Option<Provenance>,
}

/// The two kinds of [`Body`], so that a line with both or neither can be told so.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordBody {
    statute: Option<Statute>,
    sections: Option<Vec<Section>>,
}

/// The key that tells the version, whatever else the line holds.
#[derive(Deserialize)]
struct Version {
    leian: u64,
}

/// Writes one document as one line.
///
/// # Errors
/// When the output cannot be written.
pub fn write_document(document: &Document, out: &mut dyn Write) -> Result<()> {
    let document_id = || document.id.to_string();
    let written = Written {
        leian: SCHEMA_VERSION,
        document,
    };
    let mut line = serde_json::to_vec(&written).map_err(|source| CorpusError::Json {
        document_id: document_id(),
        source,
    })?;
    line.push(b'\n');
    out.write_all(&line).map_err(|source| CorpusError::Write {
        document_id: document_id(),
        source,
    })
}

/// Whether a line is of this schema, of whatever version.
pub(super) fn recognises(first_line: &str) -> bool {
    let start = first_line.strip_prefix('{').unwrap_or_default();
    start.trim_start().starts_with("\"leian\"")
        || serde_json::from_str::<Version>(first_line).is_ok()
}

/// Reads one line (number from 1).
pub(super) fn read_line(display_path: &str, line: u64, text: &str, sink: &mut Sink<'_>) {
    sink(match parse(display_path, line, text) {
        Ok(document) => Outcome::Document(Box::new(document)),
        Err(problem) => Outcome::Failed(ImportError::at_line(display_path, line, problem)),
    });
}

fn parse(display_path: &str, line: u64, text: &str) -> Result<Document, ImportProblem> {
    if let Ok(Version { leian: version }) = serde_json::from_str(text)
        && version != SCHEMA_VERSION
    {
        return Err(ImportProblem::SchemaVersion { version });
    }
    let record: Record = serde_json::from_str(text).map_err(|source| {
        if source.is_eof() {
            ImportProblem::Truncated {
                detail: format!("line {line} ends inside a JSON value"),
            }
        } else {
            ImportProblem::Json { source }
        }
    })?;
    let provenance = record.provenance.unwrap_or_else(|| Provenance {
        path: display_path.to_owned(),
        line: Some(line),
        sha256: sha256_hex(text.as_bytes()),
        importer: IMPORTER.to_owned(),
    });
    let body = match (record.body.statute, record.body.sections) {
        (Some(statute), None) => Body::Statute(statute),
        (None, Some(sections)) => Body::Sections(sections),
        _ => return Err(ImportProblem::Body),
    };
    check(&record.title, &body, record.leian)?;
    let mut metadata = record.metadata;
    metadata.law = law(
        metadata.law.take(),
        record.kind,
        &record.title,
        &body,
        &metadata,
    );
    let id = match record.id {
        Some(id) => id,
        None => derived_id(record.kind, &record.title, &metadata),
    };
    Ok(Document {
        id,
        kind: record.kind,
        title: record.title,
        metadata,
        body,
        provenance,
    })
}

fn check(title: &str, body: &Body, version: u64) -> Result<(), ImportProblem> {
    if version != SCHEMA_VERSION {
        return Err(ImportProblem::SchemaVersion { version });
    }
    if trim(title).is_empty() {
        return Err(ImportProblem::NoTitle);
    }
    let texts: Vec<&str> = match body {
        Body::Sections(sections) => sections
            .iter()
            .map(|section| section.text.as_str())
            .collect(),
        Body::Statute(statute) => statute.blocks.iter().map(block_text).collect(),
    };
    if texts.iter().all(|text| trim(text).is_empty()) {
        return Err(ImportProblem::NoContent);
    }
    let zero = match body {
        Body::Statute(statute) => statute.articles().find(|article| article.number.base == 0),
        Body::Sections(_) => None,
    };
    match zero {
        Some(article) => Err(ImportProblem::ArticleNumber {
            text: article.label.chars().take(MAX_SHOWN_CHARS).collect(),
        }),
        None => Ok(()),
    }
}

fn block_text(block: &Block) -> &str {
    match block {
        Block::Heading(heading) => &heading.text,
        Block::Article(article) => &article.text,
        Block::Text(text) => text,
    }
}

/// The identity of a statute: as given, its key made anew, so that all sources have
/// the same; else by title and date of promulgation.
fn law(
    given: Option<LawIdentity>,
    kind: DocumentKind,
    title: &str,
    body: &Body,
    metadata: &Metadata,
) -> Option<LawIdentity> {
    let law = match given {
        Some(law) => law,
        None if kind.is_statute() && matches!(body, Body::Statute(_)) => {
            LawIdentity::new(title, None, metadata.promulgated.or(metadata.effective))
        }
        None => return None,
    };
    Some(LawIdentity {
        key: LawKey::of(&law.title),
        ..law
    })
}

/// The id of a record that has none: the same record always gets the same.
fn derived_id(kind: DocumentKind, title: &str, metadata: &Metadata) -> DocumentId {
    if let Some(law) = &metadata.law {
        return DocumentId::of_law(law);
    }
    let prefix = match kind {
        DocumentKind::Judgment => "judgment",
        DocumentKind::Question => "qa",
        DocumentKind::TeachingCase => "teach",
        _ if kind.is_statute() => "law",
        _ => "case",
    };
    let number = metadata
        .number
        .as_deref()
        .or(metadata.case_number.as_deref())
        .unwrap_or("");
    let date = metadata
        .date
        .map(|date| date.to_string())
        .unwrap_or_default();
    DocumentId::hashed(prefix, &[kind.code(), title, number, &date])
}

#[cfg(test)]
#[path = "jsonl_tests.rs"]
mod tests;
