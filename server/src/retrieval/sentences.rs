//! A text as sentences: what matches are shown by.

use std::ops::Range;

/// Shorter pieces (上述事实。) say nothing.
const MIN_SENTENCE_CHARS: usize = 6;

/// The sentences of a text: bytes, with the mark at their end.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        if matches!(c, '。' | '；' | '！' | '？' | '\n') {
            let end = at + c.len_utf8();
            found.push(start..end);
            start = end;
        }
    }
    found.push(start..text.len());
    found.retain(|range| text[range.clone()].trim().chars().count() >= MIN_SENTENCE_CHARS);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_cover_a_text_but_for_scraps() {
        let text = "某甲夜间进入仓库；搬走电缆三卷。上述。\n某乙在门外望风并负责销赃";
        let parts: Vec<&str> = sentences(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(
            parts,
            [
                "某甲夜间进入仓库；",
                "搬走电缆三卷。",
                "某乙在门外望风并负责销赃"
            ]
        );
        assert!(sentences("").is_empty());
    }
}
