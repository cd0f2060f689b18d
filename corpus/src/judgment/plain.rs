//! A disposition without what disturbs reading it by patterns: white space, and
//! what stands in brackets (how a term is counted, what is already paid).

use std::ops::Range;

use crate::normalize::half_width;

/// Longest bracketed text that is left out, in characters; a bracket that closes
/// later, or never, is a slip of the pen and is read on as text.
const MAX_BRACKET_CHARS: usize = 400;

/// Text to match on, with the way back to the source.
pub(super) struct Plain {
    /// Without spaces and brackets; digits half-width; `\n` where a numbered item
    /// begins behind something that was left out.
    pub text: String,
    /// For each byte of `text`, and its end, the byte of the source.
    starts: Vec<usize>,
    /// For each byte of `text`, and its end, where the source's character before it ends.
    ends: Vec<usize>,
}

impl Plain {
    /// Reads `source`.
    pub fn of(source: &str) -> Self {
        let mut plain = Self {
            text: String::new(),
            starts: Vec::new(),
            ends: vec![0],
        };
        let mut at = 0;
        let mut gap = false;
        while let Some(c) = source[at..].chars().next() {
            if let Some(length) = bracketed(&source[at..]) {
                at += length;
                gap = true;
                continue;
            }
            let next = at + c.len_utf8();
            if c.is_whitespace() {
                gap = true;
            } else {
                if std::mem::take(&mut gap) && begins_item(&source[at..]) {
                    plain.push('\n', at, at);
                }
                let digit = half_width(c);
                plain.push(if digit.is_ascii_digit() { digit } else { c }, at, next);
            }
            at = next;
        }
        plain.starts.push(source.len());
        plain
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.starts.resize(self.text.len(), start);
        self.ends.resize(self.text.len() + 1, end);
    }

    /// The bytes of the source that `range` of `text` was made of, what was left out
    /// inside it included.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let start = self.starts[range.start];
        start..self.ends[range.end].max(start)
    }
}

/// Bytes of the bracketed text that `text` begins with.
fn bracketed(text: &str) -> Option<usize> {
    if !text.starts_with(['（', '(', '〔', '[']) {
        return None;
    }
    let mut depth = 0usize;
    for (at, c) in text.char_indices().take(MAX_BRACKET_CHARS) {
        match c {
            '（' | '(' | '〔' | '[' => depth += 1,
            '）' | ')' | '〕' | ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Whether a numbered item (二、) begins here.
fn begins_item(text: &str) -> bool {
    let rest =
        text.trim_start_matches(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    rest.len() < text.len() && rest.starts_with('、')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_and_spaces_are_left_out() {
        let source = "一、被告人甲 （原名（乙））犯某罪，罚金２千元（已缴。） 二、没收";
        let plain = Plain::of(source);
        assert_eq!(plain.text, "一、被告人甲犯某罪，罚金2千元\n二、没收");
        let at = plain.text.find("甲犯某罪").unwrap_or_default();
        let range = plain.source_range(at..at + "甲犯某罪".len());
        assert_eq!(&source[range], "甲 （原名（乙））犯某罪");
        assert_eq!(plain.source_range(0..plain.text.len()), 0..source.len());
    }

    #[test]
    fn bracket_that_never_closes_is_text() {
        assert_eq!(Plain::of("甲（乙 犯罪").text, "甲（乙犯罪");
        assert_eq!(Plain::of("甲）乙").text, "甲）乙");
    }
}
