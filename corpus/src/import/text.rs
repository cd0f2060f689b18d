//! Bytes → text: UTF-8, UTF-16 with or without byte order mark, GB18030 (GBK).

use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

use crate::error::ImportProblem;

/// Share of the characters beyond ASCII that have to be Chinese when the encoding is
/// only guessed; running text has above 95%, random bytes read as GB18030 below 70%.
const MIN_CHINESE_PERCENT: usize = 85;

/// So many control characters are stray ones however short the text.
const MIN_CONTROL: usize = 3;

/// More control characters than this beyond them, in a thousand bytes, make a file binary.
const MAX_CONTROL_PERMILLE: usize = 5;

/// A decoded text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    /// Without byte order mark and control characters, with `\n` line ends.
    pub text: String,
    /// Whether the last character is cut off.
    pub truncated: bool,
}

/// Decodes the bytes of a file.
pub(super) fn decode(bytes: &[u8]) -> Result<Text, ImportProblem> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let bytes = &bytes[mark..];
        if encoding == encoding_rs::UTF_8 {
            return utf8(bytes).unwrap_or(Err(ImportProblem::Encoding));
        }
        return strictly(encoding, bytes).ok_or(ImportProblem::Encoding);
    }
    if let Some(text) = utf8(bytes) {
        return text;
    }
    if bytes.contains(&0) {
        let guess = |encoding| strictly(encoding, bytes).filter(|text| is_chinese(&text.text));
        return guess(UTF_16LE)
            .or_else(|| guess(UTF_16BE))
            .ok_or(ImportProblem::Binary);
    }
    strictly(GB18030, bytes)
        .filter(|text| is_chinese(&text.text))
        .ok_or(ImportProblem::Encoding)
}

/// Decodes the bytes of a plain text (UTF-8, or GB18030 and GBK) and changes nothing
/// but a byte order mark at its beginning, so that places in it stay what they are.
///
/// # Errors
/// [`ImportProblem::Encoding`] when it is neither.
pub fn decode_as_written(bytes: &[u8]) -> Result<String, ImportProblem> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(text.to_owned());
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .filter(|text| is_chinese(text))
        .map(|text| text.into_owned())
        .ok_or(ImportProblem::Encoding)
}

/// Like [`decode_as_written`], for UTF-16 with a byte order mark too; says whether
/// the last character is cut off.
pub(super) fn decode_unchanged(bytes: &[u8]) -> Result<(String, bool), ImportProblem> {
    let decoded = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) if encoding != encoding_rs::UTF_8 => {
            let whole =
                encoding.decode_without_bom_handling_and_without_replacement(&bytes[mark..]);
            whole.map(|text| (text.into_owned(), false))
        }
        _ => (0..4.min(bytes.len().max(1))).find_map(|cut| {
            let text = decode_as_written(&bytes[..bytes.len() - cut]).ok()?;
            Some((text, cut > 0))
        }),
    };
    match decoded {
        Some((text, _)) if text.contains('\0') => Err(ImportProblem::Binary),
        Some(decoded) => Ok(decoded),
        None if bytes.contains(&0) => Err(ImportProblem::Binary),
        None => Err(ImportProblem::Encoding),
    }
}

/// `None` when the bytes are no UTF-8 (a character cut off at the end aside).
fn utf8(bytes: &[u8]) -> Option<Result<Text, ImportProblem>> {
    let (valid, truncated) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) if error.error_len().is_none() && error.valid_up_to() > 0 => (
            std::str::from_utf8(&bytes[..error.valid_up_to()]).ok()?,
            true,
        ),
        Err(_) => return None,
    };
    if is_binary(valid) {
        // UTF-16 without a mark can look like UTF-8 with NULs when it is mostly ASCII.
        let wide = bytes
            .contains(&0)
            .then(|| strictly(UTF_16LE, bytes))
            .flatten();
        let wide = wide.filter(|text| is_chinese(&text.text));
        return Some(wide.ok_or(ImportProblem::Binary));
    }
    Some(Ok(finish(valid, truncated)))
}

/// Without a single malformed sequence but a last one that is cut off.
fn strictly(encoding: &'static Encoding, bytes: &[u8]) -> Option<Text> {
    let whole = |bytes| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    for cut in 0..4.min(bytes.len()) {
        if let Some(text) = whole(&bytes[..bytes.len() - cut]) {
            return (!is_binary(&text)).then(|| finish(&text, cut > 0));
        }
    }
    None
}

fn finish(text: &str, truncated: bool) -> Text {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{b}', '\u{c}'], "\n");
    text.retain(|c| !u8::try_from(c).is_ok_and(is_control));
    Text { text, truncated }
}

/// Whether a text is none: it has a NUL, or more than a stray control character.
fn is_binary(text: &str) -> bool {
    let control = text.bytes().filter(|&byte| is_control(byte)).count();
    text.contains('\0') || control * 1000 > MIN_CONTROL * 1000 + text.len() * MAX_CONTROL_PERMILLE
}

/// Control characters that mean nothing in a text; it has them where it was copied
/// from a word processor.
fn is_control(byte: u8) -> bool {
    byte < 32 && !matches!(byte, b'\n' | b'\r' | b'\t')
}

fn is_chinese(text: &str) -> bool {
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
    let chinese = text
        .chars()
        .filter(|&c| {
            matches!(c, '\u{4e00}'..='\u{9fa5}' | '\u{3000}'..='\u{3020}' | '\u{ff01}'..='\u{ff5e}'
                | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '①'..='⑳' | '℃' | '‰' | '×')
        })
        .count();
    chinese > 0 && chinese * 100 >= beyond_ascii * MIN_CHINESE_PERCENT
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const SAMPLE: &str = "# 某法\n\n第一条 为了某事，制定本法。“引用”——二〇二〇年。\n";

    fn utf16(text: &str, little: bool) -> Vec<u8> {
        let bytes = |unit: u16| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8]) {
        assert_eq!(
            decode(bytes).unwrap(),
            Text {
                text: SAMPLE.into(),
                truncated: false
            }
        );
    }

    #[test]
    fn encodings_are_detected() {
        check(SAMPLE.as_bytes());
        check(&[b"\xef\xbb\xbf", SAMPLE.as_bytes()].concat());
        check(&GB18030.encode(SAMPLE).0);
        check(&[b"\xff\xfe".as_slice(), &utf16(SAMPLE, true)].concat());
        check(&[b"\xfe\xff".as_slice(), &utf16(SAMPLE, false)].concat());
        check(&utf16(SAMPLE, true));
        check(&utf16(SAMPLE, false));
        check(SAMPLE.replace('\n', "\r\n").as_bytes());
    }

    #[test]
    fn cut_off_character_is_told_and_the_rest_kept() {
        let bytes = "第一条 甲".as_bytes();
        let text = decode(&bytes[..bytes.len() - 1]).unwrap();
        assert_eq!((text.text.as_str(), text.truncated), ("第一条 ", true));
        let gbk = GB18030.encode("第一条 为了某事").0;
        let text = decode(&gbk[..gbk.len() - 1]).unwrap();
        assert_eq!(
            (text.text.as_str(), text.truncated),
            ("第一条 为了某", true)
        );
    }

    #[test]
    fn stray_control_characters_are_dropped() {
        let long = "甲".repeat(100);
        let text = decode(format!("{long}\u{1}乙\u{b}丙\u{c}").as_bytes()).unwrap();
        assert_eq!(text.text, format!("{long}乙\n丙\n"));
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(matches!(
            decode(b"%PDF-1.4\n\x00\x01\x02\xff\xd8"),
            Err(ImportProblem::Binary)
        ));
        assert!(matches!(
            decode(b"\x89PNG\r\n\x1a\n\x00\x00"),
            Err(ImportProblem::Binary)
        ));
        assert!(matches!(
            decode(b"abc\xff\xff\xffdef"),
            Err(ImportProblem::Encoding)
        ));
        let noise: Vec<u8> = (0u32..4096)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 1)
            .collect();
        assert!(decode(&noise).is_err());
    }
}
