//! Files named .json: records, one a line, as CAIL has them, or one object, as LeCaRD
//! has them.

use std::io::{BufReader, Cursor};
use std::path::Path;

use serde_json::Value;

use super::lines::{RawLine, next_line};
use super::sniff::{self, Content};
use super::{
    MAX_LINE_BYTES, MAX_TEXT_BYTES, Outcome, Place, Sink, SkipReason, fail, json_lines, judgments,
    open, read_bounded, read_bytes, skip, text,
};
use crate::error::ImportProblem;
use crate::normalize::trim;

/// Reads one file. One with an object on its first line is streamed, however large.
pub(super) fn read(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    let mut of_lines = false;
    open(path, display_path, sink, |file, _| {
        of_lines = match next_line(file, MAX_LINE_BYTES) {
            Ok(Some(RawLine::Bytes(line, _))) => is_object(&line),
            _ => false,
        };
    });
    if of_lines {
        return open(path, display_path, sink, |file, sink| {
            json_lines::read(file, display_path, sink);
        });
    }
    match read_bounded(path, MAX_TEXT_BYTES) {
        Ok(bytes) => read_whole(Place::Folder, path, display_path, bytes, sink),
        Err(problem) => fail(display_path, problem, sink),
    }
}

/// Reads the bytes of an entry of an archive.
pub(super) fn read_entry(path: &Path, display_path: &str, bytes: Vec<u8>, sink: &mut Sink<'_>) {
    let first = bytes
        .split(|&byte| byte == b'\n')
        .next()
        .unwrap_or_default();
    if is_object(first) {
        let mut file = BufReader::new(Cursor::new(bytes));
        return json_lines::read(&mut file, display_path, sink);
    }
    read_whole(Place::Archive, path, display_path, bytes, sink);
}

fn is_object(line: &[u8]) -> bool {
    let line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
    matches!(serde_json::from_slice(line), Ok(Value::Object(_)))
}

fn read_whole(place: Place, path: &Path, display_path: &str, bytes: Vec<u8>, sink: &mut Sink<'_>) {
    if sniff::content(&bytes, false) != Content::Text {
        return read_bytes(place, path, display_path, bytes, sink);
    }
    let decoded = match text::decode(&bytes) {
        Ok(decoded) => decoded.text,
        Err(problem) => return fail(display_path, problem, sink),
    };
    if trim(&decoded).is_empty() {
        return skip(SkipReason::Empty, "nothing but white space", sink);
    }
    match object(display_path, &decoded) {
        Ok(document) => sink(Outcome::Document(Box::new(document))),
        Err(problem) => fail(display_path, problem, sink),
    }
}

fn object(display_path: &str, text: &str) -> Result<crate::Document, ImportProblem> {
    let unrecognised = |detail: &str| ImportProblem::Unrecognised {
        detail: detail.to_owned(),
    };
    match serde_json::from_str(text) {
        Ok(Value::Object(fields)) if judgments::recognises_object(&fields) => {
            judgments::object(display_path, None, text, fields)
        }
        Ok(Value::Object(_)) => Err(unrecognised("an object of no known form")),
        Ok(Value::Array(_)) => Err(unrecognised("an array; one object a line is read")),
        Ok(_) => Err(unrecognised("neither an object nor lines of objects")),
        Err(error) if error.is_eof() => Err(ImportProblem::Truncated {
            detail: format!("the JSON value does not end: line {}", error.line()),
        }),
        Err(source) => Err(ImportProblem::Json { source }),
    }
}
