//! A JSON Lines file, whatever it holds: finds the reader for its records and
//! hands it line after line. What a record means is not known here.

use std::io::BufRead;

use super::lines::{self, RawLine};
use super::{MAX_LINE_BYTES, Outcome, Sink, SkipReason, jsonl, judgments, skip, zipped};
use crate::error::{ImportError, ImportProblem};
use crate::normalize::trim;

/// So many lines are looked at before a file without a single record of ours is
/// given up.
const MAX_STRANGE_LINES: usize = 1_000;

/// What reads one line.
pub(super) type LineReader = fn(&str, u64, &str, &mut Sink<'_>);

/// Reads one file, line by line. A line that cannot be used fails alone, also the
/// first one; a file in which no line can be used fails once, at its first line.
pub(super) fn read(file: &mut dyn BufRead, display_path: &str, sink: &mut Sink<'_>) {
    Lines::new(display_path, sink).read(file);
}

struct Lines<'a, 's> {
    display_path: &'a str,
    sink: &'a mut Sink<'s>,
    /// Found at the first line that is a record.
    reader: Option<LineReader>,
    /// Lines before it, which nothing could be made of.
    strange: Vec<(u64, ImportProblem)>,
}

impl<'a, 's> Lines<'a, 's> {
    fn new(display_path: &'a str, sink: &'a mut Sink<'s>) -> Self {
        Self {
            display_path,
            sink,
            reader: None,
            strange: Vec::new(),
        }
    }

    fn read(mut self, file: &mut dyn BufRead) {
        for number in 1.. {
            match lines::next_line(file, MAX_LINE_BYTES) {
                Ok(None) => break,
                Ok(Some(line)) => self.line(number, line),
                Err(error) => {
                    let problem = zipped::stream_problem(error);
                    let error = ImportError::at_line(self.display_path, number, problem);
                    return (self.sink)(Outcome::Failed(error));
                }
            }
            if self.strange.len() >= MAX_STRANGE_LINES {
                break;
            }
        }
        let no_record = self.reader.is_none();
        match self.strange.into_iter().next() {
            Some((number, problem)) => {
                let error = ImportError::at_line(self.display_path, number, problem);
                (self.sink)(Outcome::Failed(error));
            }
            None if no_record => skip(SkipReason::Empty, "nothing but white space", self.sink),
            None => {}
        }
    }

    fn line(&mut self, number: u64, line: RawLine) {
        let text = match line_text(line, number) {
            Ok(text) => text,
            Err(problem) => return self.fail(number, problem),
        };
        let record = trim(&text);
        if record.is_empty() {
            return;
        }
        match self.reader.or_else(|| reader_of(record)) {
            Some(read) => {
                self.reader = Some(read);
                for (number, problem) in std::mem::take(&mut self.strange) {
                    self.fail(number, problem);
                }
                read(self.display_path, number, record, self.sink);
            }
            None => {
                let detail = "neither our own records nor judgments".to_owned();
                self.fail(number, ImportProblem::Unrecognised { detail });
            }
        }
    }

    /// Reports a line; before the first record it only takes a note, because the
    /// file may be something else altogether.
    fn fail(&mut self, number: u64, problem: ImportProblem) {
        if self.reader.is_none() {
            return self.strange.push((number, problem));
        }
        let error = ImportError::at_line(self.display_path, number, problem);
        (self.sink)(Outcome::Failed(error));
    }
}

/// The reader for records like this one.
pub(super) fn reader_of(record: &str) -> Option<LineReader> {
    if jsonl::recognises(record) {
        Some(jsonl::read_line)
    } else if judgments::recognises(record) {
        Some(judgments::read_line)
    } else {
        None
    }
}

fn line_text(line: RawLine, number: u64) -> Result<String, ImportProblem> {
    let (bytes, ended) = match line {
        RawLine::Bytes(bytes, ended) => (bytes, ended),
        RawLine::TooLong(size_bytes) => {
            return Err(ImportProblem::TooLarge {
                size_bytes,
                limit_bytes: MAX_LINE_BYTES,
            });
        }
    };
    let mut text = String::from_utf8(bytes).map_err(|error| {
        let cut_off = !ended && error.utf8_error().error_len().is_none();
        let detail = "the last character is cut off".to_owned();
        if cut_off {
            ImportProblem::Truncated { detail }
        } else {
            ImportProblem::LineEncoding
        }
    })?;
    if number == 1 && text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}
