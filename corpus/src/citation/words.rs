//! The characters of a text that make its words: what printers and writers change without
//! changing the words is folded away, and each character knows its place in the source.
//!
//! Spaces, width, punctuation, the shape of quotation marks, radicals for characters and
//! 〇 for 零 make no difference; a mark between two digits does (0.5, 1-2).

use std::ops::Range;

use crate::characters::simplified;
use crate::normalize::{half_width, is_invisible, printed_words};

/// What writers put for words that they leave out, beside dots.
const LEFT_OUT: &[&str] = &[
    "（略）",
    "(略)",
    "［略］",
    "[略]",
    "【略】",
    "〔略〕",
    "（中略）",
    "(中略)",
    "（下略）",
    "(下略)",
    "（上略）",
    "(上略)",
    "（节略）",
    "（省略）",
];

/// Dots in a row that stand for words left out.
const MIN_DOTS: usize = 3;

/// A text as its words.
#[derive(Debug, Clone, Default)]
pub(super) struct Words {
    source: String,
    /// Where the source begins in a longer text.
    base: usize,
    /// The characters that count.
    pub chars: Vec<char>,
    /// The bytes of the source that each came from.
    places: Vec<Range<usize>>,
    /// Whether a mark or a line's end follows each.
    ends: Vec<bool>,
    /// Places in `chars` before which words are left out by ……
    pub left_out: Vec<usize>,
}

impl Words {
    /// Of a text; places count from `base`.
    pub fn of(text: &str, base: usize) -> Self {
        let mut words = Self {
            source: text.to_owned(),
            base,
            ..Self::default()
        };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let rest = &text[at..];
            let dots = dots(rest);
            if dots > 0 {
                words.leave_out();
                at += dots;
                continue;
            }
            if let Some(word) = left_out(c, rest) {
                words.leave_out();
                at += word.len();
                continue;
            }
            let end = at + c.len_utf8();
            match folded(c, &text[..at], &text[end..]) {
                Folded::Word(word) => {
                    words.chars.push(word);
                    words.places.push(at..end);
                    words.ends.push(false);
                }
                Folded::Mark => words.end_here(),
                Folded::Nothing => {}
            }
            at = end;
        }
        words.end_here();
        words
    }

    /// Whether the text ends as a sentence does.
    pub fn is_whole_sentence(&self) -> bool {
        self.source.trim_end().ends_with(['。', '！', '？', '；'])
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Whether a clause may begin at `at`.
    pub fn begins(&self, at: usize) -> bool {
        at == 0 || self.ends.get(at - 1).is_some_and(|&ends| ends)
    }

    /// Whether a clause may end before `at`.
    pub fn ends(&self, at: usize) -> bool {
        at > 0 && self.begins(at)
    }

    /// The bytes of the longer text from the first to the last of some words.
    pub fn place(&self, range: &Range<usize>) -> Option<Range<usize>> {
        let first = self.places.get(range.start)?;
        let last = self.places.get(range.end.checked_sub(1)?)?;
        let (start, end) = (first.start.min(last.start), first.end.max(last.end));
        Some(self.base + start..self.base + end)
    }

    /// Some words as printed, without spaces.
    pub fn printed(&self, range: &Range<usize>) -> String {
        self.printed_within(range, range)
    }

    /// The same with the marks around them, but for those outside of `bounds`.
    pub fn printed_within(&self, range: &Range<usize>, bounds: &Range<usize>) -> String {
        let before = range.start.checked_sub(1).filter(|&at| at >= bounds.start);
        let start = match before.and_then(|at| self.places.get(at)) {
            Some(before) => before.end,
            None => self.places.get(range.start).map_or(0, |first| first.start),
        };
        let next = self.places.get(range.end);
        let end = match next.filter(|_| range.end < bounds.end) {
            Some(next) => next.start,
            None => {
                let last = range.end.checked_sub(1);
                last.and_then(|at| self.places.get(at))
                    .map_or(start, |last| last.end)
            }
        };
        let source = self.source.get(start..end).unwrap_or_default();
        printed_words(source).collect()
    }

    /// Some of the words by themselves.
    pub fn part(&self, range: Range<usize>) -> &[char] {
        self.chars.get(range).unwrap_or_default()
    }

    /// The pieces between the words left out; none is empty.
    pub fn pieces(&self) -> Vec<Range<usize>> {
        let mut pieces = Vec::new();
        let mut start = 0;
        for &cut in self.left_out.iter().chain([&self.len()]) {
            if cut > start {
                pieces.push(start..cut);
            }
            start = cut;
        }
        pieces
    }

    /// Whether words are left out before this one, and dots show it.
    pub fn is_cut_at(&self, at: usize) -> bool {
        self.left_out.contains(&at)
    }

    /// Backwards, for what has to be read from its end.
    pub fn reversed(&self) -> Self {
        let count = self.len();
        let reverse = |at: usize| count - at;
        Self {
            source: self.source.clone(),
            base: self.base,
            chars: self.chars.iter().rev().copied().collect(),
            places: self.places.iter().rev().cloned().collect(),
            ends: (1..=count).map(|at| self.begins(reverse(at))).collect(),
            left_out: self.left_out.iter().rev().map(|&at| reverse(at)).collect(),
        }
    }

    fn leave_out(&mut self) {
        self.end_here();
        self.left_out.push(self.len());
    }

    fn end_here(&mut self) {
        if let Some(ends) = self.ends.last_mut() {
            *ends = true;
        }
    }
}

enum Folded {
    Word(char),
    /// A mark that may end a clause.
    Mark,
    Nothing,
}

fn folded(c: char, before: &str, after: &str) -> Folded {
    let c = half_width(c);
    match c {
        '\n' | '\r' => Folded::Mark,
        _ if c.is_whitespace() || is_invisible(c) => Folded::Nothing,
        '《' | '》' | '〈' | '〉' | '<' | '>' => Folded::Nothing,
        '“' | '”' | '"' | '「' | '」' | '『' | '』' | '‘' | '’' | '\'' | '〝' | '〞' | '〟'
        | '＂' => Folded::Nothing,
        '.' | ',' | ':' | '~' | '-' | '—' | '–' | '/' | '·' if between_digits(before, after) => {
            Folded::Word(if "~—–".contains(c) { '-' } else { c })
        }
        _ if is_mark(c) => Folded::Mark,
        '〇' | '○' => Folded::Word('零'),
        _ => Folded::Word(simplified(c)),
    }
}

/// （略） at the beginning.
fn left_out(first: char, text: &str) -> Option<&'static str> {
    let bracket = "（(［[【〔".contains(first);
    let mut words = LEFT_OUT.iter().copied().filter(|_| bracket);
    words.find(|word| text.starts_with(word))
}

fn is_mark(c: char) -> bool {
    "。，、；：！？,.;:!?·•－-—–_~・()[]{}【】〔〕﹝﹞〖〗﹐﹑﹔﹕｡､".contains(c)
}

fn between_digits(before: &str, after: &str) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| half_width(c).is_ascii_digit());
    digit(before.chars().next_back()) && digit(after.chars().next())
}

/// Length of the dots at the beginning that stand for words left out: ……, ..., 。。。.
fn dots(text: &str) -> usize {
    let Some(first) = text.chars().next() else {
        return 0;
    };
    let kind = |c: char| match c {
        '…' | '⋯' => Some('…'),
        '.' | '．' | '。' | '·' => Some(c),
        _ => None,
    };
    let Some(wanted) = kind(first) else {
        return 0;
    };
    let run = text.chars().take_while(|&c| kind(c) == Some(wanted));
    let (count, length) = run.fold((0, 0), |(count, length), c| {
        (count + 1, length + c.len_utf8())
    });
    match wanted == '…' || count >= MIN_DOTS {
        true => length,
        false => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Words::of(text, 0).chars.into_iter().collect()
    }

    #[test]
    fn what_printers_change_is_folded_away() {
        for (one, other) in [
            ("入户、拦路", "入⼾，拦 路"),
            ("“必要”的（材料）", "「必要」的(材料)"),
            ("二〇二〇年", "二零二○年"),
            ("１００元", "100元"),
            ("⻪某", "黾某"),
        ] {
            assert_eq!(words(one), words(other));
        }
        assert_ne!(words("0.5克"), words("05克"));
        assert_ne!(words("1-2年"), words("12年"));
    }

    #[test]
    fn words_left_out_cut_a_text_into_pieces() {
        for text in ["甲乙……丙", "甲乙...丙", "甲乙（略）丙", "甲乙。。。丙"]
        {
            let found = Words::of(text, 0);
            assert_eq!(found.pieces(), [0..2, 2..3], "{text}");
        }
        assert_eq!(
            Words::of("甲乙。丙", 0).pieces(),
            std::slice::from_ref(&(0..3))
        );
    }

    #[test]
    fn places_are_those_of_the_source_also_backwards() {
        let text = "甲，乙。丙丁";
        let found = Words::of(text, 10);
        assert_eq!(found.place(&(1..3)), Some(16..25));
        assert_eq!(found.reversed().place(&(1..3)), Some(16..25));
        let starts = |words: &Words| {
            let all = 0..=words.len();
            all.filter(|&at| words.begins(at)).collect::<Vec<_>>()
        };
        assert_eq!(starts(&found), [0, 1, 2, 4]);
        assert_eq!(starts(&found.reversed()), [0, 2, 3, 4]);
    }
}
