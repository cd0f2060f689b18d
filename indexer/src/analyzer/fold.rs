//! One character of a source text → the character that is compared.
//!
//! Folding is one to one, so that offsets back to the source are trivial and a
//! phrase found in the folded text is a range of the source. It is part of the
//! index format: a change needs a new [`super::ANALYZER_VERSION`].

use std::ops::Range;

/// A text folded for comparison, with the byte range of the source that every
/// folded character came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub chars: Vec<char>,
    /// Byte offset in the source where each character begins.
    starts: Vec<u32>,
    /// Byte offset in the source where each character ends.
    ends: Vec<u32>,
}

impl Folded {
    /// Folds for words: a space that separates words becomes one plain space
    /// character; typographic spaces inside words (en-space in 要 旨) vanish.
    pub fn for_words(text: &str) -> Self {
        Self::with(text, |c| {
            if separates_words(c) {
                Some(' ')
            } else {
                fold_char(c)
            }
        })
    }

    /// Folds for phrases: all white space vanishes.
    pub fn for_phrases(text: &str) -> Self {
        Self::with(text, |c| fold_char(c).map(fold_mark))
    }

    fn with(text: &str, fold: impl Fn(char) -> Option<char>) -> Self {
        let mut folded = Self::default();
        for (start, c) in text.char_indices() {
            if let Some(c) = fold(c) {
                folded.chars.push(c);
                folded.starts.push(start as u32);
            } else {
                continue;
            }
            folded
                .ends
                .push((start + text[start..].chars().next().map_or(0, char::len_utf8)) as u32);
        }
        folded
    }

    /// The bytes of the source that became the folded characters `range`, with
    /// whatever vanished between them.
    ///
    /// # Panics
    /// When `range` is empty or reaches beyond the folded text.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        self.starts[range.start] as usize..self.ends[range.end - 1] as usize
    }

    /// True when the source had bytes between the characters `index - 1` and
    /// `index` that folding dropped.
    #[cfg(test)]
    pub fn is_gap(&self, index: usize) -> bool {
        index > 0 && self.ends[index - 1] != self.starts[index]
    }
}

/// White space that separates words. Fixed-width spaces (U+2002–U+200A) and the
/// no-break space are typography in the sources, not separators.
fn separates_words(c: char) -> bool {
    match c {
        '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => false,
        _ => c.is_whitespace(),
    }
}

/// Full-width to half-width, upper to lower case; `None` for white space, control
/// characters and characters without width.
fn fold_char(c: char) -> Option<char> {
    if c.is_ascii() {
        return c.is_ascii_graphic().then(|| c.to_ascii_lowercase());
    }
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => {
            // The full-width forms repeat ASCII from '!' on, in order.
            char::from_u32(c as u32 - 0xfee0).unwrap_or(c)
        }
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' => return None,
        _ if c.is_whitespace() || c.is_control() => return None,
        _ => c,
    };
    let mut lower = c.to_lowercase();
    // A character whose lower case is longer than one stays as it is: folding is
    // one to one.
    Some(match (lower.next(), lower.next()) {
        (Some(single), None) => single,
        _ => c,
    })
}

/// Marks that sources and keyboards write in several forms, to one of them.
fn fold_mark(c: char) -> char {
    match c {
        '“' | '”' | '„' | '‟' | '«' | '»' | '「' | '」' | '『' | '』' | '〝' | '〞' | '〟' => {
            '"'
        }
        '‘' | '’' | '‚' | '‛' | '′' => '\'',
        '〈' | '‹' | '︿' => '《',
        '〉' | '›' | '﹀' => '》',
        '〔' | '【' | '﹝' => '[',
        '〕' | '】' | '﹞' => ']',
        '｡' => '。',
        '､' => '、',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '─' => '-',
        '•' | '・' | '‧' | '∙' | '･' | '⋅' => '·',
        '〜' | '∼' => '~',
        '⋯' => '…',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(fold: fn(&str) -> Folded, text: &str, expected: &str) {
        let folded = fold(text);
        assert_eq!(folded.chars.iter().collect::<String>(), expected);
        for index in 0..folded.chars.len() {
            let range = folded.source_range(index..index + 1);
            assert!(text.is_char_boundary(range.start) && text.is_char_boundary(range.end));
            assert_eq!(text[range].chars().count(), 1);
        }
    }

    #[test]
    fn width_case_and_marks_are_folded() {
        check(
            Folded::for_phrases,
            "（２０２０）ＡＢＣ“引”",
            "(2020)abc\"引\"",
        );
        check(
            Folded::for_phrases,
            "《解释〈刑法〉》—–",
            "《解释《刑法》》--",
        );
        check(Folded::for_words, "第１３３条，Ｘ", "第133条,x");
    }

    #[test]
    fn white_space_vanishes_in_phrases_and_separates_words() {
        check(
            Folded::for_phrases,
            "要\u{2002}旨\u{3000}一 \n二\u{200b}三",
            "要旨一二三",
        );
        check(
            Folded::for_words,
            "要\u{2002}旨\u{3000}一 \n二\u{200b}三",
            "要旨 一  二三",
        );
    }

    #[test]
    fn emoji_and_odd_capitals_keep_one_character_each() {
        check(Folded::for_phrases, "a👍\u{fe0f}İß𠀀", "a👍İß𠀀");
    }

    #[test]
    fn source_ranges_contain_what_vanished_inside() {
        let text = "要\u{2002}旨";
        let folded = Folded::for_phrases(text);
        assert_eq!(&text[folded.source_range(0..2)], text);
        assert!(folded.is_gap(1));
    }
}
