//! What a file is, by its first bytes; its name only decides between formats that
//! are all text.

use encoding_rs::{Encoding, GB18030, UTF_8};

use crate::error::ForeignFormat;

/// So many bytes are looked at.
pub(super) const HEAD_BYTES: usize = 8 << 10;

/// A PDF may have other bytes before its mark (ISO 32000-1, annex H).
const PDF_MARK_WITHIN: usize = 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Portable Document Format.
    Pdf,
    /// A ZIP container: DOCX or an archive.
    Zip,
    /// SQLite.
    Database,
    /// A web page.
    Html,
    /// Text in any encoding.
    Text,
    /// Known, not read.
    Foreign(ForeignFormat),
}

/// Marks of formats that are no text, at the beginning.
const MARKS: &[(&[u8], Content)] = &[
    (b"PK\x03\x04", Content::Zip),
    (b"PK\x05\x06", Content::Zip),
    (b"SQLite format 3\0", Content::Database),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        Content::Foreign(ForeignFormat::Ole),
    ),
    (b"{\\rtf", Content::Foreign(ForeignFormat::Rtf)),
    (
        b"\x89PNG\r\n\x1a\n",
        Content::Foreign(ForeignFormat::Picture),
    ),
    (b"\xff\xd8\xff", Content::Foreign(ForeignFormat::Picture)),
    (b"GIF87a", Content::Foreign(ForeignFormat::Picture)),
    (b"GIF89a", Content::Foreign(ForeignFormat::Picture)),
    (b"II*\0", Content::Foreign(ForeignFormat::Picture)),
    (b"MM\0*", Content::Foreign(ForeignFormat::Picture)),
    (b"Rar!\x1a\x07", Content::Foreign(ForeignFormat::Archive)),
    (
        b"7z\xbc\xaf\x27\x1c",
        Content::Foreign(ForeignFormat::Archive),
    ),
    (b"\x1f\x8b\x08", Content::Foreign(ForeignFormat::Archive)),
    (b"\xfd7zXZ\0", Content::Foreign(ForeignFormat::Archive)),
];

/// Elements that a page may begin with; in a file named .html any will do.
const PAGE_STARTS: &[&str] = &["<!doctype html", "<html"];

/// What the file with these first bytes is. `named_html`: its name ends in .html or
/// the like.
pub(super) fn content(head: &[u8], named_html: bool) -> Content {
    let head = &head[..head.len().min(HEAD_BYTES)];
    if let Some((_, content)) = MARKS.iter().find(|(mark, _)| head.starts_with(mark)) {
        return *content;
    }
    let start = &head[..head.len().min(PDF_MARK_WITHIN)];
    if start.windows(5).any(|bytes| bytes == b"%PDF-") {
        return Content::Pdf;
    }
    let text = head_text(head);
    if text.contains("<w:wordDocument") || text.contains("<pkg:package") {
        return Content::Foreign(ForeignFormat::WordXml);
    }
    if text.starts_with("MIME-Version:") || text.starts_with("From: <Saved by") {
        return Content::Foreign(ForeignFormat::Mhtml);
    }
    if is_page(&text, named_html) {
        return Content::Html;
    }
    Content::Text
}

/// The beginning as text, good enough to find marks in it.
pub(super) fn head_text(head: &[u8]) -> String {
    let (encoding, mark) = Encoding::for_bom(head).unwrap_or((UTF_8, 0));
    // A character that is cut off at the end is no reason to doubt UTF-8.
    let is_utf8 = match std::str::from_utf8(&head[mark..]) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    let encoding = if encoding == UTF_8 && !is_utf8 {
        GB18030
    } else {
        encoding
    };
    encoding
        .decode_without_bom_handling(&head[mark..])
        .0
        .into_owned()
}

fn is_page(text: &str, named_html: bool) -> bool {
    let start = without_prolog(text);
    if named_html {
        return start.starts_with('<') || start.contains("</");
    }
    let start: String = start.chars().take(20).collect();
    let start = start.to_ascii_lowercase();
    PAGE_STARTS.iter().any(|page| start.starts_with(page))
}

/// Without comments and the XML declaration that pages may begin with.
fn without_prolog(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = if rest.starts_with("<!--") {
            rest.split_once("-->")
        } else if rest.starts_with("<?") {
            rest.split_once("?>")
        } else {
            None
        };
        match after {
            Some((_, after)) => rest = after.trim_start(),
            None => return rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(head: &[u8], expected: Content) {
        assert_eq!(content(head, false), expected, "{head:?}");
    }

    #[test]
    fn content_decides_whatever_the_name() {
        check(b"%PDF-1.7\n", Content::Pdf);
        check(b"\n\n%PDF-1.4\n", Content::Pdf);
        check(b"PK\x03\x04....", Content::Zip);
        check(b"{\\rtf1\\ansi", Content::Foreign(ForeignFormat::Rtf));
        check(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0",
            Content::Foreign(ForeignFormat::Ole),
        );
        check(
            b"MIME-Version: 1.0\r\n",
            Content::Foreign(ForeignFormat::Mhtml),
        );
        check(
            b"<?xml version=\"1.0\"?><w:wordDocument xmlns:w=\"x\">",
            Content::Foreign(ForeignFormat::WordXml),
        );
        check(b"\xef\xbb\xbf<!DOCTYPE HTML>\n", Content::Html);
        check(
            b"<?xml version=\"1.0\"?>\n<!-- x --><html xmlns=\"y\">",
            Content::Html,
        );
        check("第一条 甲".as_bytes(), Content::Text);
        check("<!-- INFO END -->\n第一条".as_bytes(), Content::Text);
        check(b"<div align=center>", Content::Text);
        check(b"", Content::Text);
        assert_eq!(content(b"<div>x</div>", true), Content::Html);
        assert_eq!(content(b"plain", true), Content::Text);
        let wide: Vec<u8> = "\u{feff}<html>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        check(&wide, Content::Html);
    }
}
