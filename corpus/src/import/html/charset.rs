//! The encoding of a page: byte order mark, what the bytes themselves prove, the
//! page's own declaration.

use encoding_rs::{Encoding, GB18030, GBK};

use crate::error::ImportProblem;
use crate::import::text;

/// Bytes in which a page declares its encoding (WHATWG says 1,024; older pages have
/// long comments first).
const DECLARED_WITHIN: usize = 4 << 10;

/// Most characters in a thousand that may be malformed where the encoding is only
/// declared.
const MAX_MALFORMED_PERMILLE: usize = 10;

/// A decoded page.
pub(super) struct Page {
    pub text: String,
    pub cut_off: bool,
    pub unknown_characters: bool,
}

/// Decodes a page.
pub(super) fn decode(bytes: &[u8]) -> Result<Page, ImportProblem> {
    let failure = match text::decode(bytes) {
        Ok(decoded) => {
            return Ok(Page {
                text: decoded.text,
                cut_off: decoded.truncated,
                unknown_characters: false,
            });
        }
        Err(problem) => problem,
    };
    let Some(encoding) = declared(bytes) else {
        return Err(failure);
    };
    let (text, _, _) = encoding.decode(bytes);
    let all = text.chars().count();
    let malformed = text.chars().filter(|&c| c == '\u{fffd}').count();
    if text.contains('\0') || malformed * 1000 > all * MAX_MALFORMED_PERMILLE {
        return Err(failure);
    }
    Ok(Page {
        text: text.replace("\r\n", "\n").replace('\u{fffd}', ""),
        cut_off: false,
        unknown_characters: malformed > 0,
    })
}

/// `<meta charset=gb2312>`, `content="text/html; charset=gbk"`
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED_WITHIN)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let (_, after) = head.split_once("charset=")?;
    let after = after.trim_start_matches(['"', '\'', ' ']);
    let end = after.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
    let encoding = Encoding::for_label(&after.as_bytes()[..end.unwrap_or(after.len())])?;
    // GB18030 has all of GBK, and pages that say gb2312 use it.
    Some(if encoding == GBK { GB18030 } else { encoding })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn encoding_is_found_by_proof_or_declaration() {
        let page = "<html><meta charset=gb2312><p>灯塔保护条例</p>";
        let text = |bytes: &[u8]| decode(bytes).unwrap().text;
        assert_eq!(text(page.as_bytes()), page, "declared wrongly");
        assert_eq!(text(&GB18030.encode(page).0), page);
        let marked = "\u{feff}".to_owned() + page;
        assert_eq!(text(marked.as_bytes()), page);
        let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&wide), page);
    }

    #[test]
    fn stray_bytes_cost_themselves_and_not_the_page() {
        let long = "灯塔".repeat(500);
        let mut bytes = GB18030
            .encode(&format!("<meta charset='gbk'><p>{long}"))
            .0
            .into_owned();
        bytes.extend(b"\xff\xff</p>");
        let page = decode(&bytes).unwrap();
        assert!(page.unknown_characters && page.text.contains(&long));
        assert!(decode(b"<html>\xff\xfe\xfd\xff\xff").is_err());
    }
}
