//! A quotation against the text it quotes: equal, or a difference by characters.
//!
//! Only words count: width, spaces, punctuation, radicals and the shape of quotation marks
//! make no difference. A quotation may be any piece of the text, and leave words out by ……

use std::ops::Range;

use super::align::{Alignment, Run, whole};
use super::words::Words;

/// Below this share of common words two texts are shown whole, not by characters.
const MIN_COMMON: f64 = 0.3;

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
    let (quote, text) = (Words::of(quote, 0), Words::of(text, 0));
    match !quote.is_empty() && found_in(&quote, &text).is_some() {
        true => Comparison::Equal,
        false => Comparison::Differs(changes(&quote, &text)),
    }
}

/// Where the pieces of a quotation stand in a text, in their order; `None` when one does
/// not.
pub(super) fn found_in(quote: &Words, text: &Words) -> Option<Vec<Range<usize>>> {
    let mut from = 0;
    let mut places = Vec::new();
    for piece in quote.pieces() {
        let place = find(quote.part(piece), text, from)?;
        from = place.end;
        places.push(place);
    }
    Some(places)
}

fn find(piece: &[char], text: &Words, from: usize) -> Option<Range<usize>> {
    let rest = text.part(from..text.len());
    let mut windows = rest.windows(piece.len().max(1));
    let at = from + windows.position(|window| window == piece)?;
    Some(at..at + piece.len())
}

/// How many words of a quotation agree with the nearest words of a text.
pub(super) fn common(quote: &Words, text: &Words) -> usize {
    let nearest = whole(&quote.chars, &text.chars);
    nearest.map_or(0, |nearest| nearest.same())
}

/// How a quotation differs from a text, each of its pieces for itself.
pub(super) fn changes(quote: &Words, text: &Words) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut from = 0;
    for piece in quote.pieces() {
        if !changes.is_empty() {
            changes.push(Change::Same("…".to_owned()));
        }
        if let Some(place) = find(quote.part(piece.clone()), text, from) {
            changes.push(Change::Same(quote.printed(&piece)));
            from = place.end;
            continue;
        }
        let rest = text.part(from..text.len());
        let nearest = whole(quote.part(piece.clone()), rest);
        let near = |nearest: &Alignment| nearest.same() as f64 >= MIN_COMMON * piece.len() as f64;
        match nearest.filter(near) {
            Some(nearest) => {
                changes.extend(runs(quote, &piece, text, from, &nearest));
                from += nearest.second.end;
            }
            None => changes.extend([
                Change::Quoted(quote.printed(&piece)),
                Change::Missing(text.printed(&(0..text.len()))),
            ]),
        }
    }
    changes
}

/// The runs of an alignment of a piece in words; the text aligned begins at `held`.
fn runs(
    quote: &Words,
    piece: &Range<usize>,
    text: &Words,
    held: usize,
    nearest: &Alignment,
) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut at = piece.start + nearest.first.start;
    for run in &nearest.runs {
        match run {
            Run::Same(count) => {
                let words = at..at + count;
                changes.push(Change::Same(quote.printed_within(&words, piece)));
                at = words.end;
            }
            Run::Other(first, second) => {
                let words = piece.start + first.start..piece.start + first.end;
                if !first.is_empty() {
                    changes.push(Change::Quoted(quote.printed(&words)));
                }
                if !second.is_empty() {
                    let missing = held + second.start..held + second.end;
                    changes.push(Change::Missing(text.printed(&missing)));
                }
                at = words.end;
            }
        }
    }
    changes
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
            "申请人应当（略）不得隐瞒。",
            "申请人应当如实说明情况、提供必要材料；不得隐瞒",
            "申请人应当如实说明情况，提供「必要」材料，\n不得隐瞒。",
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
