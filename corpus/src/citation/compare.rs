//! A quotation against the text it quotes: equal, or a difference by characters.
//!
//! Width, spaces and the shape of quotation marks make no difference, nor does a mark
//! at the end; a quotation may be any piece of the text, and leave words out by ……

use crate::normalize::printed_words;

/// Most cells of the table of common characters; longer texts differ as a whole.
const MAX_CELLS: usize = 8_000_000;

/// What became of a quotation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Comparison {
    /// The words stand in the text.
    Equal,
    /// They do not; this is where.
    Differs(Vec<Change>),
}

/// A run of characters in a [`Comparison`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// In both.
    Same(String),
    /// In the quotation alone.
    Quoted(String),
    /// In the law's text alone.
    Missing(String),
}

/// Compares a quotation with the text of the article, paragraph or item.
pub fn compare(quote: &str, text: &str) -> Comparison {
    let text = plain(text);
    let whole = plain(quote);
    let pieces: Vec<Vec<char>> = split_at_dots(&whole);
    let mut rest = &text[..];
    let mut equal = !pieces.is_empty();
    for piece in &pieces {
        match position(rest, piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => equal = false,
        }
    }
    match equal {
        true => Comparison::Equal,
        false => Comparison::Differs(changes(&whole, &text)),
    }
}

/// The characters that count.
fn plain(text: &str) -> Vec<char> {
    printed_words(text).collect()
}

/// The pieces between ……, each without the mark at its end.
fn split_at_dots(quote: &[char]) -> Vec<Vec<char>> {
    let text: String = quote.iter().collect();
    text.replace("...", "…")
        .split('…')
        .map(|piece| piece.trim_end_matches(['。', ';', ',', '、', '"', '.']))
        .map(|piece| piece.chars().collect::<Vec<char>>())
        .filter(|piece| !piece.is_empty())
        .collect()
}

fn position(text: &[char], piece: &[char]) -> Option<usize> {
    text.windows(piece.len()).position(|window| window == piece)
}

/// A longest common subsequence as runs; what the text has before and after the quoted
/// words is left out.
fn changes(quote: &[char], text: &[char]) -> Vec<Change> {
    if quote.len().saturating_mul(text.len()) > MAX_CELLS {
        return vec![
            Change::Quoted(quote.iter().collect()),
            Change::Missing(text.iter().collect()),
        ];
    }
    let mut runs: Vec<Change> = Vec::new();
    for (kind, c) in steps(quote, text) {
        match (runs.last_mut(), kind) {
            (Some(Change::Same(run)), Step::Same)
            | (Some(Change::Quoted(run)), Step::Quoted)
            | (Some(Change::Missing(run)), Step::Missing) => run.push(c),
            (_, Step::Same) => runs.push(Change::Same(c.into())),
            (_, Step::Quoted) => runs.push(Change::Quoted(c.into())),
            (_, Step::Missing) => runs.push(Change::Missing(c.into())),
        }
    }
    if matches!(runs.last(), Some(Change::Missing(_))) {
        runs.pop();
    }
    if matches!(runs.first(), Some(Change::Missing(_))) {
        runs.remove(0);
    }
    runs
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Same,
    Quoted,
    Missing,
}

fn steps(quote: &[char], text: &[char]) -> Vec<(Step, char)> {
    let columns = text.len() + 1;
    // common[i * columns + j]: longest common subsequence of quote[i..] and text[j..].
    let mut common = vec![0u32; (quote.len() + 1) * columns];
    for i in (0..quote.len()).rev() {
        for j in (0..text.len()).rev() {
            common[i * columns + j] = if quote[i] == text[j] {
                common[(i + 1) * columns + j + 1] + 1
            } else {
                common[(i + 1) * columns + j].max(common[i * columns + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut steps = Vec::with_capacity(quote.len() + text.len());
    while i < quote.len() || j < text.len() {
        if i < quote.len() && j < text.len() && quote[i] == text[j] {
            steps.push((Step::Same, quote[i]));
            (i, j) = (i + 1, j + 1);
        } else if j == text.len()
            || (i < quote.len() && common[(i + 1) * columns + j] >= common[i * columns + j + 1])
        {
            steps.push((Step::Quoted, quote[i]));
            i += 1;
        } else {
            steps.push((Step::Missing, text[j]));
            j += 1;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "申请人应当如实说明情况，提供“必要”材料，不得隐瞒。";

    #[test]
    fn width_spaces_and_marks_make_no_difference() {
        for quote in [
            "申请人应当如实说明情况,提供\"必要\"材料",
            "如实 说明情况，提供“必要”材料，不得隐瞒",
            "申请人应当……不得隐瞒。",
        ] {
            assert_eq!(compare(quote, TEXT), Comparison::Equal, "{quote}");
        }
    }

    #[test]
    fn another_word_is_shown_by_characters() {
        let found = compare("申请人可以如实说明情况", TEXT);
        assert_eq!(
            found,
            Comparison::Differs(vec![
                Change::Same("申请人".into()),
                Change::Quoted("可以".into()),
                Change::Missing("应当".into()),
                Change::Same("如实说明情况".into()),
            ])
        );
    }

    #[test]
    fn left_out_words_without_dots_differ() {
        let found = compare("如实说明情况，不得隐瞒", TEXT);
        let Comparison::Differs(changes) = found else {
            panic!("words are missing");
        };
        assert!(
            changes
                .iter()
                .any(|change| matches!(change, Change::Missing(_)))
        );
    }
}
