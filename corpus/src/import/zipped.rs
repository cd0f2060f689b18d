//! ZIP containers, opened with bounds: on the number of entries before the list of
//! them is read, on what an entry expands to while it is read.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::{Bound, ImportProblem};

/// Most entries of an archive.
pub(super) const MAX_ENTRIES: u64 = 50_000;

/// Largest part of a document or file of an archive that is read as a whole.
pub(super) const MAX_PART_BYTES: u64 = 64 << 20;

/// Text in ZIP shrinks to a fifth or tenth; what grows more than this many times was
/// made to exhaust a machine. Small parts may, empty spreadsheets do.
const MAX_RATIO: u64 = 200;

/// Below this size the ratio says nothing.
const RATIO_FROM_BYTES: u64 = 4 << 20;

/// The record at the end of an archive without comment, and its longest comment.
const END_BYTES: u64 = 22;
const MAX_COMMENT_BYTES: u64 = 65_535;

/// Opens an archive.
///
/// # Errors
/// When it is damaged or has too many entries.
pub(super) fn open<R: Read + Seek>(
    mut reader: R,
    format: &'static str,
) -> Result<ZipArchive<R>, ImportProblem> {
    let unreadable = |source| ImportProblem::Unreadable { source };
    if declared_entries(&mut reader).map_err(unreadable)? > MAX_ENTRIES {
        return Err(ImportProblem::Bound {
            bound: Bound::Entries,
            limit: MAX_ENTRIES,
        });
    }
    ZipArchive::new(reader).map_err(|error| problem(error, format))
}

/// The number of entries that the end record declares; 0 when there is none.
fn declared_entries(reader: &mut (impl Read + Seek)) -> io::Result<u64> {
    let size = reader.seek(SeekFrom::End(0))?;
    // The locator and the record of ZIP64 stand right before the end record.
    let tail_bytes = size.min(END_BYTES + MAX_COMMENT_BYTES + 20 + 56);
    reader.seek(SeekFrom::Start(size - tail_bytes))?;
    let mut tail = Vec::new();
    reader.take(tail_bytes).read_to_end(&mut tail)?;
    reader.seek(SeekFrom::Start(0))?;
    let last = |mark: &[u8]| tail.windows(4).rposition(|bytes| bytes == mark);
    let number = |at: usize, length: usize| {
        let bytes = tail.get(at..at + length).unwrap_or_default();
        bytes
            .iter()
            .rev()
            .fold(0u64, |number, &byte| number << 8 | u64::from(byte))
    };
    let short = last(b"PK\x05\x06").map_or(0, |at| number(at + 10, 2));
    let long = last(b"PK\x06\x06").map_or(0, |at| number(at + 32, 8));
    Ok(short.max(long))
}

/// What a failure of the archive means for the import.
pub(super) fn problem(error: ZipError, format: &'static str) -> ImportProblem {
    match error {
        ZipError::Io(source) if source.kind() != io::ErrorKind::UnexpectedEof => {
            ImportProblem::Unreadable { source }
        }
        ZipError::InvalidPassword => ImportProblem::Encrypted,
        ZipError::UnsupportedArchive(detail) if detail.contains("assword") => {
            ImportProblem::Encrypted
        }
        other => ImportProblem::Damaged {
            format,
            detail: other.to_string(),
        },
    }
}

/// The name of a part of a document as it is compared. Names do not tell capitals apart
/// (ECMA-376, part 2, 6.2.2.3); some programs write backslashes, and a root before them.
pub(super) fn part_name(written: &[u8]) -> Vec<u8> {
    let name: Vec<u8> = written
        .iter()
        .map(|&b| if b == b'\\' { b'/' } else { b })
        .map(|b| b.to_ascii_lowercase())
        .collect();
    let mut rest = name.as_slice();
    while let Some(inner) = rest.strip_prefix(b"./").or(rest.strip_prefix(b"/")) {
        rest = inner;
    }
    rest.to_vec()
}

/// Reads a part as a whole.
///
/// # Errors
/// When it expands to too much, or its compressed bytes are damaged.
pub(super) fn read_part(
    part: impl Read,
    compressed_bytes: u64,
    format: &'static str,
) -> Result<Vec<u8>, ImportProblem> {
    let mut bytes = Vec::new();
    let mut part = Bounded::new(part, compressed_bytes, MAX_PART_BYTES);
    part.read_to_end(&mut bytes)
        .map_err(|error| read_problem(error, format))?;
    Ok(bytes)
}

/// What a failure to read a part means: the bound that [`Bounded`] reports, or
/// damage.
pub(super) fn read_problem(error: io::Error, format: &'static str) -> ImportProblem {
    let exceeded = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<Exceeded>());
    match exceeded {
        Some(&Exceeded { bound, limit }) => ImportProblem::Bound { bound, limit },
        None => ImportProblem::Damaged {
            format,
            detail: error.to_string(),
        },
    }
}

/// What a failure to read a stream means, which may be a file or an entry of an
/// archive.
pub(super) fn stream_problem(error: io::Error) -> ImportProblem {
    let expanding = error.get_ref().is_some_and(|inner| inner.is::<Exceeded>());
    let damaged = matches!(
        error.kind(),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof
    );
    if expanding || damaged {
        read_problem(error, "ZIP")
    } else {
        ImportProblem::Unreadable { source: error }
    }
}

/// Says through an [`io::Error`] which bound was exceeded.
#[derive(Debug, thiserror::Error)]
#[error("{} above {limit}", .bound.code())]
struct Exceeded {
    bound: Bound,
    limit: u64,
}

/// Expanded bytes that end in an error where they grow beyond a bound.
pub(super) struct Bounded<R> {
    inner: R,
    compressed_bytes: u64,
    limit_bytes: u64,
    /// Bytes handed out.
    pub read_bytes: u64,
}

impl<R> Bounded<R> {
    /// Reads from `inner`, which `compressed_bytes` expand to.
    pub fn new(inner: R, compressed_bytes: u64, limit_bytes: u64) -> Self {
        Self {
            inner,
            compressed_bytes,
            limit_bytes,
            read_bytes: 0,
        }
    }

    fn check(&self) -> io::Result<()> {
        let refuse = |bound, limit| Err(io::Error::other(Exceeded { bound, limit }));
        if self.read_bytes > self.limit_bytes {
            return refuse(Bound::ExpandedBytes, self.limit_bytes);
        }
        let by_ratio = self.compressed_bytes.saturating_mul(MAX_RATIO);
        if self.read_bytes > by_ratio.max(RATIO_FROM_BYTES) {
            return refuse(Bound::Ratio, MAX_RATIO);
        }
        Ok(())
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read_bytes += count as u64;
        self.check()?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Cursor;

    use super::*;

    #[test]
    fn growth_beyond_the_bounds_is_an_error() {
        let bomb = read_part(io::repeat(b'x'), 100, "test").unwrap_err();
        let ratio = Bound::Ratio;
        assert!(matches!(bomb, ImportProblem::Bound { bound, limit: MAX_RATIO } if bound == ratio));
        let large = read_part(io::repeat(b'x'), 1 << 30, "test").unwrap_err();
        let size = Bound::ExpandedBytes;
        assert!(
            matches!(large, ImportProblem::Bound { bound, limit: MAX_PART_BYTES } if bound == size)
        );
        assert_eq!(read_part(&b"abc"[..], 3, "test").unwrap(), b"abc");
    }

    #[test]
    fn names_of_parts_are_one_however_they_are_written() {
        for written in [
            "word/document.xml",
            "/word/document.xml",
            "\\word\\document.xml",
            "./word/document.xml",
            ".\\word\\document.xml",
            "Word/Document.XML",
            "//word/document.xml",
        ] {
            assert_eq!(
                part_name(written.as_bytes()),
                b"word/document.xml",
                "{written}"
            );
        }
        assert_eq!(part_name(b"a/./word"), b"a/./word");
    }

    #[test]
    fn declared_number_of_entries_is_read_before_the_list() {
        let mut end = b"PK\x05\x06".to_vec();
        end.extend([0, 0, 0, 0, 7, 0, 9, 0]);
        end.extend([0; 10]);
        assert_eq!(declared_entries(&mut Cursor::new(&end)).unwrap(), 9);
        let mut long = b"PK\x06\x06".to_vec();
        long.extend([0; 28]);
        long.extend(1_000_000u64.to_le_bytes());
        long.extend(&end);
        let error = open(Cursor::new(&long), "ZIP").unwrap_err();
        let entries = Bound::Entries;
        assert!(matches!(error, ImportProblem::Bound { bound, .. } if bound == entries));
        assert_eq!(declared_entries(&mut Cursor::new(b"PK")).unwrap(), 0);
    }
}
