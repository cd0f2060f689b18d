//! Lines of a file of any size, each bounded.

use std::io::{self, BufRead, Read};

/// One line of a stream.
#[derive(Debug)]
pub(super) enum RawLine {
    /// Its bytes without the line break, and whether there was one.
    Bytes(Vec<u8>, bool),
    /// Longer than the limit: its size in bytes; it has been skipped.
    TooLong(u64),
}

/// The next line, `None` at the end.
pub(super) fn next_line(reader: &mut dyn BufRead, limit_bytes: u64) -> io::Result<Option<RawLine>> {
    let mut bytes = Vec::new();
    let read = reader.take(limit_bytes + 1).read_until(b'\n', &mut bytes)?;
    if read == 0 {
        return Ok(None);
    }
    let ended = bytes.last() == Some(&b'\n');
    if ended {
        bytes.pop();
    } else if bytes.len() as u64 > limit_bytes {
        return Ok(Some(RawLine::TooLong(
            bytes.len() as u64 + skip_line(reader)?,
        )));
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(Some(RawLine::Bytes(bytes, ended)))
}

/// Reads to the end of the line without keeping it; returns its length.
fn skip_line(reader: &mut dyn BufRead) -> io::Result<u64> {
    let mut skipped = 0;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(skipped);
        }
        let end = buffer.iter().position(|&b| b == b'\n');
        let used = end.map_or(buffer.len(), |end| end + 1);
        reader.consume(used);
        skipped += used as u64;
        if end.is_some() {
            return Ok(skipped - 1);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn long_line_is_skipped_and_the_next_one_read() {
        let text = format!("ab\r\n{}\n\ncd", "x".repeat(100));
        let mut reader = io::BufReader::with_capacity(7, text.as_bytes());
        let mut seen = Vec::new();
        while let Some(line) = next_line(&mut reader, 10).unwrap() {
            seen.push(match line {
                RawLine::Bytes(bytes, ended) => (String::from_utf8(bytes).unwrap(), ended),
                RawLine::TooLong(size) => (size.to_string(), false),
            });
        }
        let expected = [("ab", true), ("100", false), ("", true), ("cd", false)];
        assert_eq!(seen, expected.map(|(text, ended)| (text.to_owned(), ended)));
    }
}
