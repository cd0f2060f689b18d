//! Rows of a table of any size: each bounded, and after a bad one the reader goes on
//! with the line behind that in which the bad one began.

use std::collections::VecDeque;
use std::io::BufRead;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::GB18030;

use crate::error::ImportProblem;
use crate::import::lines::{self, RawLine};
use crate::import::zipped;

/// Largest row.
const MAX_ROW_BYTES: usize = 16 << 20;

/// Most bytes that are read once more because quotes did not end.
const MAX_REREAD_BYTES: usize = 256 << 20;

/// A row.
#[derive(Debug)]
pub(super) struct Row {
    /// Its first line, from 1.
    pub line: u64,
    pub fields: StringRecord,
    /// As written.
    pub source: String,
}

/// A row that cannot be used.
#[derive(Debug)]
pub(super) struct RowProblem {
    pub line: u64,
    pub problem: ImportProblem,
    /// Nothing can be read behind it.
    pub ends: bool,
}

/// The rows of a table.
pub(super) struct Rows<'r> {
    file: &'r mut dyn BufRead,
    /// Lines that were read and belong to no row yet.
    waiting: VecDeque<(u64, Vec<u8>)>,
    last_line: u64,
    reread_bytes: usize,
}

impl<'r> Rows<'r> {
    pub fn new(file: &'r mut dyn BufRead) -> Self {
        Self {
            file,
            waiting: VecDeque::new(),
            last_line: 0,
            reread_bytes: 0,
        }
    }

    /// The next row with `columns` fields, blank lines left out.
    pub fn next_row(&mut self, columns: Option<usize>) -> Result<Option<Row>, RowProblem> {
        let (first, line) = loop {
            match self.next_line()? {
                None => return Ok(None),
                Some((_, line)) if line.iter().all(u8::is_ascii_whitespace) => {}
                Some(found) => break found,
            }
        };
        let lines = self.lines_of_row(first, line)?;
        let bad = |problem| RowProblem {
            line: first,
            problem,
            ends: false,
        };
        let bytes = lines.join(&b'\n');
        let source = decode(&bytes).ok_or_else(|| bad(ImportProblem::Encoding))?;
        let fields = fields(&source);
        match fields {
            Some(fields) if columns.is_none_or(|columns| columns == fields.len()) => {
                Ok(Some(Row {
                    line: first,
                    fields,
                    source,
                }))
            }
            fields => {
                let to_line = first;
                self.give_back(first, lines)?;
                Err(bad(ImportProblem::Row {
                    found: fields.map_or(0, |fields| fields.len()),
                    expected: columns.unwrap_or(0),
                    to_line,
                }))
            }
        }
    }

    /// The lines of the row that begins with `line`: as many as it takes until quotes
    /// are in pairs.
    fn lines_of_row(&mut self, first: u64, line: Vec<u8>) -> Result<Vec<Vec<u8>>, RowProblem> {
        let quotes = |line: &[u8]| line.iter().filter(|&&byte| byte == b'"').count();
        let mut open = quotes(&line) % 2 == 1;
        let mut size = line.len();
        let mut lines = vec![line];
        while open {
            let next = if size > MAX_ROW_BYTES {
                None
            } else {
                self.next_line()?
            };
            let Some((_, line)) = next else {
                self.give_back(first, lines)?;
                return Err(RowProblem {
                    line: first,
                    problem: ImportProblem::OpenQuote { to_line: first },
                    ends: false,
                });
            };
            open ^= quotes(&line) % 2 == 1;
            size += line.len() + 1;
            lines.push(line);
        }
        Ok(lines)
    }

    /// Puts all lines of a bad row but its first back.
    fn give_back(&mut self, first: u64, lines: Vec<Vec<u8>>) -> Result<(), RowProblem> {
        let behind = (first + 1..).zip(lines.into_iter().skip(1));
        for line in behind.collect::<Vec<_>>().into_iter().rev() {
            self.reread_bytes += line.1.len() + 1;
            self.waiting.push_front(line);
        }
        if self.reread_bytes > MAX_REREAD_BYTES {
            let to_line = self.last_line;
            return Err(RowProblem {
                line: first,
                problem: ImportProblem::OpenQuote { to_line },
                ends: true,
            });
        }
        Ok(())
    }

    fn next_line(&mut self) -> Result<Option<(u64, Vec<u8>)>, RowProblem> {
        if let Some(line) = self.waiting.pop_front() {
            return Ok(Some(line));
        }
        self.last_line += 1;
        let number = self.last_line;
        let bad = |problem, ends| {
            Err(RowProblem {
                line: number,
                problem,
                ends,
            })
        };
        match lines::next_line(self.file, MAX_ROW_BYTES as u64) {
            Err(error) => bad(zipped::stream_problem(error), true),
            Ok(None) => Ok(None),
            Ok(Some(RawLine::TooLong(size_bytes))) => {
                let limit_bytes = MAX_ROW_BYTES as u64;
                bad(
                    ImportProblem::TooLarge {
                        size_bytes,
                        limit_bytes,
                    },
                    false,
                )
            }
            Ok(Some(RawLine::Bytes(mut line, _))) => {
                if number == 1 && line.starts_with(b"\xef\xbb\xbf") {
                    line.drain(..3);
                }
                Ok(Some((number, line)))
            }
        }
    }
}

/// Tables come in UTF-8 and, from Excel, in GBK; neither has a quote, a comma or a
/// line end inside a character.
fn decode(bytes: &[u8]) -> Option<String> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => GB18030
            .decode_without_bom_handling_and_without_replacement(bytes)?
            .into_owned(),
    };
    (!text.contains('\0')).then_some(text)
}

/// The fields of a row, `None` when the text is not exactly one row.
fn fields(source: &str) -> Option<StringRecord> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(source.as_bytes());
    let mut records = reader.records();
    let first = records.next()?.ok()?;
    records.next().is_none().then_some(first)
}
