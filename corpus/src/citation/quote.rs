//! The words of a provision that a text quotes behind its number: 第六十七条规定：
//! “犯罪以后自动投案，……”.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Shorter ones are a term (规定的“情节严重”), unless they are a sentence or clause.
const MIN_CHARS: usize = 12;

/// Longest quotation in bytes; a mark that is never closed must not swallow the text.
const MAX_BYTES: usize = 12_000;

/// From the number to the opening mark. Some texts have a stray mark before 规定.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let stray = r#"["”]?"#;
    let words = "(?:的|之|中|也|还|亦|又|已|都|均)?(?:明确规定|明文规定|规定|关于|明确|载明|指出)?(?:的|了|中|：|:|，|,)*";
    Regex::new(&format!(
        r#"^\s*{stray}{words}\s*{stray}[：:，,]?\s*(?P<mark>["“「『])"#
    ))
    .expect("the pattern is a constant")
});

/// Words of one's own before the mark: 规定：农户“经批准的，可以建房”, 关于农户建房“…”的规定.
static OWN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:的|之|中|还|也)?(?:关于|规定[：:，,])(?P<own>[^《》“”"「」『』。；;：:，,\n]{1,20})(?P<mark>[“"「『])"#)
        .expect("the pattern is a constant")
});

/// The range of the words quoted directly behind `end`, without the marks.
pub(super) fn behind(text: &str, end: usize) -> Option<Range<usize>> {
    let found = OPENING
        .captures(&text[end..])
        .or_else(|| OWN_WORDS.captures(&text[end..]))?;
    let mark = found.name("mark")?;
    let start = end + mark.end();
    let length = closing(&text[start..], mark.as_str())?;
    let words = &text[start..start + length];
    let sentence = words.contains(['，', '。', '；', ',']);
    let clause = found.name("own").is_none() && words.chars().count() >= MIN_CHARS;
    (sentence || clause).then_some(start..start + length)
}

/// Where the quotation that ends at `end` ends with all of its paragraphs, each in marks
/// of its own: “甲。”“乙。”
pub(super) fn end_of_all(text: &str, end: usize) -> usize {
    let after_mark = |at: usize| {
        let mark = text[at..].chars().next();
        at + mark.map_or(0, char::len_utf8)
    };
    let mut end = after_mark(end);
    while let Some(rest) = text[end..].strip_prefix('“')
        && let Some(length) = closing(rest, "“")
    {
        end = after_mark(end + '“'.len_utf8() + length);
    }
    end
}

/// Length of what stands before the mark that closes `open`.
fn closing(text: &str, open: &str) -> Option<usize> {
    let close = match open {
        "“" => '”',
        "「" => '」',
        "『" => '』',
        _ => '"',
    };
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if at > MAX_BYTES {
            return None;
        }
        if c == close {
            if depth == 0 {
                return (at > 0).then_some(at);
            }
            depth -= 1;
        } else if open.starts_with(c) {
            depth += 1;
        }
    }
    None
}
