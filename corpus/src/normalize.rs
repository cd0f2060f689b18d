//! Width, punctuation and spaces, with offsets back to the source.

use std::ops::Range;

/// A normalised text that knows where each character came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    /// The normalised text.
    pub text: String,
    /// For each byte of `text`, and for its end, the byte of the source where the
    /// character it belongs to starts.
    starts: Vec<usize>,
}

impl Normalized {
    /// The bytes of the source that became `range` of [`text`](Self::text). A range
    /// that does not lie on character boundaries is widened to them; one that
    /// reaches beyond the text is cut to it.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let last = self.starts.len() - 1;
        let start = range.start.min(last);
        let mut end = range.end.clamp(start, last);
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        self.starts[start]..self.starts[end]
    }
}

/// Full-width letters, digits and ASCII punctuation to half-width, every kind of
/// space to one plain space each, ASCII letters to lower case; invisible characters
/// are dropped. Keeps offsets.
pub fn normalize(text: &str) -> Normalized {
    let mut normalized = String::with_capacity(text.len());
    let mut starts = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if is_invisible(c) {
            continue;
        }
        normalized.push(half_width(c).to_ascii_lowercase());
        starts.resize(normalized.len(), at);
    }
    starts.push(text.len());
    Normalized {
        text: normalized,
        starts,
    }
}

/// One character: full-width ASCII to half-width, every space but line breaks and
/// tabs to a plain space. Does not change case. Chinese punctuation that has no
/// full-width ASCII form (。、《》“”) stays.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\n' | '\r' | '\t' => c,
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// Removes every white space (en-spaces and ideographic spaces included) and
/// invisible characters (zero-width, byte order mark, soft hyphen).
pub fn without_spaces(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .collect()
}

/// A line without the titles in 《》, nested ones included; of a title whose end is
/// missing nothing is left either.
pub(crate) fn outside_titles(line: &str) -> String {
    let mut depth = 0usize;
    let mut plain = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '《' => depth += 1,
            '》' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// The characters of a text without what printers change: spaces, width, the shape of
/// quotation marks.
pub fn printed_words(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .map(|c| match c {
            '“' | '”' | '「' | '」' | '『' | '』' | '‘' | '’' => '"',
            _ => half_width(c),
        })
}

/// Whether two texts have the same [`printed_words`].
pub fn same_words(one: &str, other: &str) -> bool {
    printed_words(one).eq(printed_words(other))
}

/// Without white space and invisible characters at both ends.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// [`trim`]s and turns every run of white space into one plain space; invisible
/// characters are dropped.
pub fn single_spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in trim(text).split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.extend(word.chars().filter(|&c| !is_invisible(c)));
    }
    spaced
}

/// Whether a character takes no room on paper: zero-width spaces and joiners, byte
/// order mark, soft hyphen, control characters other than white space.
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}'
    ) || (c.is_control() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn width_case_and_spaces_are_unified() {
        let normalized = normalize("《刑法》第２６４条（ＡＢＣ）\u{2002}要\u{3000}旨\u{200b}。");
        assert_eq!(normalized.text, "《刑法》第264条(abc) 要 旨。");
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "依\u{feff}照第２６４条";
        let normalized = normalize(source);
        let at = normalized
            .text
            .find("264")
            .map(|at| at..at + 3)
            .unwrap_or_default();
        assert_eq!(&source[normalized.source_range(at)], "２６４");
        assert_eq!(normalized.source_range(0..usize::MAX), 0..source.len());
    }

    #[test]
    fn spaces_inside_labels_are_removed() {
        assert_eq!(without_spaces(" 要\u{2002}\u{3000}旨\u{feff}\n"), "要旨");
        assert_eq!(
            single_spaced("\u{3000}第一章 \u{2002} 总则 "),
            "第一章 总则"
        );
    }

    proptest! {
        #[test]
        fn whole_range_is_the_whole_source_and_slices_are_valid(
            source in "[a-cＡ-Ｃ０-９条第\u{3000}\u{200b} \n《》]{0,30}",
            start in 0usize..40, length in 0usize..40,
        ) {
            let normalized = normalize(&source);
            let start = start.min(normalized.text.len());
            let end = (start + length).min(normalized.text.len());
            let range = normalized.source_range(start..end);
            prop_assert!(source.get(range.clone()).is_some());
            if let Some(part) = normalized.text.get(start..end) {
                prop_assert_eq!(normalize(&source[range]).text, part);
            }
        }
    }
}
