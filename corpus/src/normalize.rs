//! Width, punctuation and spaces, with offsets back to the source.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::characters::{simplified, standard, variants};

/// A text rewritten for reading, which knows where each piece of it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized<'t> {
    /// The rewritten text; borrowed when nothing had to be changed.
    pub text: Cow<'t, str>,
    /// What it consists of, in order; empty when it is the source.
    pieces: Vec<Piece>,
}

/// A run that is the source's byte for byte, or one replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    read: Range<usize>,
    source: Range<usize>,
}

impl<'t> Normalized<'t> {
    /// `text` with each of the `changes`, which are in order and disjoint, in the place of
    /// what stands there.
    pub fn rewritten(text: &'t str, changes: &[(Range<usize>, String)]) -> Self {
        if changes.is_empty() {
            return Self {
                text: Cow::Borrowed(text),
                pieces: Vec::new(),
            };
        }
        let mut read = String::with_capacity(text.len());
        let mut pieces: Vec<Piece> = Vec::new();
        let mut end = 0;
        for (source, new) in changes {
            push(
                &mut read,
                &mut pieces,
                &text[end..source.start],
                end..source.start,
            );
            push(&mut read, &mut pieces, new, source.clone());
            end = source.end;
        }
        push(&mut read, &mut pieces, &text[end..], end..text.len());
        Self {
            text: Cow::Owned(read),
            pieces,
        }
    }

    /// The same with a text of its own.
    pub fn into_owned(self) -> Normalized<'static> {
        Normalized {
            text: Cow::Owned(self.text.into_owned()),
            pieces: self.pieces,
        }
    }

    /// The bytes of the source that became `range` of [`text`](Self::text): of a range
    /// that ends or begins inside a replacement, the whole of what it replaced. What was
    /// left out belongs to a range only when it lies inside.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return range;
        }
        let first = self
            .pieces
            .partition_point(|piece| piece.read.end <= range.start);
        let last = self
            .pieces
            .partition_point(|piece| piece.read.start < range.end);
        let end_of_all = self.pieces.last().map_or(0, |piece| piece.source.end);
        let start = self.pieces.get(first).map_or(end_of_all, |piece| {
            let inside = range.start.saturating_sub(piece.read.start);
            piece.source.start + if piece.is_kept() { inside } else { 0 }
        });
        let end = last.checked_sub(1).map_or(start, |last| {
            let piece = &self.pieces[last];
            let inside = (range.end - piece.read.start).min(piece.read.len());
            match piece.is_kept() {
                true => piece.source.start + inside,
                false => piece.source.end,
            }
        });
        start..end.max(start)
    }
}

impl Piece {
    fn is_kept(&self) -> bool {
        self.read.len() == self.source.len()
    }
}

/// Adds a piece; what is left out makes none, and runs of one length are one piece.
fn push(read: &mut String, pieces: &mut Vec<Piece>, new: &str, source: Range<usize>) {
    if new.is_empty() {
        return;
    }
    let start = read.len();
    read.push_str(new);
    let piece = Piece {
        read: start..read.len(),
        source,
    };
    match pieces.last_mut() {
        Some(last)
            if last.is_kept() && piece.is_kept() && last.source.end == piece.source.start =>
        {
            (last.read.end, last.source.end) = (piece.read.end, piece.source.end);
        }
        _ => pieces.push(piece),
    }
}

/// One character that is read as another or not at all. Most texts have none, which a
/// pattern says sooner than a look at each character.
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    let variants: String = variants().collect();
    let invisible = r"\x{200b}-\x{200f}\x{2060}\x{feff}\x{ad}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f";
    Regex::new(&format!(
        "[關关對对由至屬属基鑑鉴終终]於|[{invisible}{variants}]"
    ))
    .expect("the characters need no escapes")
});

/// 於 is the traditional form of 于 in 關於 and the like; alone it is a character of simplified
/// texts too.
fn read_as(c: char) -> char {
    match c {
        '於' => '于',
        c => simplified(c),
    }
}

/// The text in simplified characters, radicals and compatibility ideographs as the
/// characters they stand for, without what takes no room on paper. Keeps offsets.
pub fn readable(text: &str) -> Normalized<'_> {
    let changes: Vec<(Range<usize>, String)> = CHANGED
        .find_iter(text)
        .map(|found| {
            let shown = found.as_str().chars().filter(|&c| !is_invisible(c));
            (found.range(), shown.map(read_as).collect())
        })
        .collect();
    Normalized::rewritten(text, &changes)
}

/// The text with radicals and compatibility ideographs as the characters they look like:
/// what is typed or pasted into a search.
pub fn standardised(text: &str) -> String {
    text.chars().map(standard).collect()
}

/// [`readable`] where no places are asked for.
pub fn in_simplified(text: &str) -> String {
    text.chars()
        .filter(|&c| !is_invisible(c))
        .map(simplified)
        .collect()
}

/// One character: full-width ASCII to half-width, every space but line breaks and
/// tabs to a plain space, radicals and compatibility ideographs to the characters they
/// look like. Does not change case or script. Chinese punctuation that has no
/// full-width ASCII form (。、《》“”) stays.
pub fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\n' | '\r' | '\t' => c,
        _ if c.is_whitespace() => ' ',
        _ => standard(c),
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

/// The characters of a text without what printers change: spaces, width, script, the
/// shape of quotation marks.
pub fn printed_words(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .map(|c| match c {
            '“' | '”' | '「' | '」' | '『' | '』' | '‘' | '’' => '"',
            _ => simplified(half_width(c)),
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
    fn text_is_read_in_simplified_characters() {
        let read = readable("《中華人民共和國刑法》第⼆百\u{200b}六十四條\u{f9d8}\u{2f800}");
        assert_eq!(read.text, "《中华人民共和国刑法》第二百六十四条律丽");
        assert!(matches!(readable("刑法第１条，ab").text, Cow::Borrowed(_)));
    }

    #[test]
    fn offsets_lead_back_to_the_source() {
        let source = "依\u{feff}照\u{2f800}第２６\u{200b}\u{200b}４条\u{200b}";
        let read = readable(source);
        assert_eq!(read.text, "依照丽第２６４条");
        let part = |piece: &str| {
            let at = read.text.find(piece).unwrap_or_default();
            &source[read.source_range(at..at + piece.len())]
        };
        assert_eq!(part("２６４条"), "２６\u{200b}\u{200b}４条");
        assert_eq!(part("照丽"), "照\u{2f800}");
        assert_eq!(part("丽第"), "\u{2f800}第");
        assert_eq!(part("依"), "依");
        let whole = read.source_range(0..read.text.len());
        assert_eq!(&source[whole], source.trim_end_matches('\u{200b}'));
    }

    #[test]
    fn what_is_left_out_belongs_to_no_range_beside_it() {
        let read = Normalized::rewritten("甲 乙", &[(3..4, String::new())]);
        assert_eq!(read.source_range(0..3), 0..3);
        assert_eq!(read.source_range(3..6), 4..7);
        assert_eq!(read.source_range(0..6), 0..7);
        assert_eq!(read.source_range(3..3), 4..4);
    }

    #[test]
    fn pattern_knows_every_character_that_is_changed() {
        for c in '\0'..='\u{2fa1f}' {
            let changed = is_invisible(c) || simplified(c) != c;
            assert_eq!(
                CHANGED.is_match(c.encode_utf8(&mut [0; 4])),
                changed,
                "{c:?}"
            );
        }
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
        fn ranges_of_a_rewritten_text_are_those_of_its_pieces(
            source in "[條条⼀\u{2f800}\u{200b} \n第1a]{0,30}",
            start in 0usize..40, length in 0usize..40,
        ) {
            let read = readable(&source);
            let at = |n: usize| read.text.char_indices().map(|(at, _)| at).nth(n);
            let start = at(start).unwrap_or(read.text.len());
            let end = read.text[start..].char_indices().map(|(at, _)| start + at).nth(length);
            let end = end.unwrap_or(read.text.len());
            let range = read.source_range(start..end);
            let of_source = source.get(range.clone());
            prop_assert!(of_source.is_some(), "{:?}", range);
            let again = readable(of_source.unwrap_or_default());
            prop_assert_eq!(&again.text, &read.text[start..end]);
        }
    }
}
