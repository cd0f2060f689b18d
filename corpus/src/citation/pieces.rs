//! What citations are made of, in the order of the text: the tokens, numbers of documents
//! (文号), and names by the law before (其实施条例).

use std::ops::Range;

use super::relative::{self, Relative};
use super::tokens::{Token, tokens};
use crate::doc_number;

/// A piece of a text that the reader acts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// A token.
    Token(Token),
    /// A number of a document, canonical.
    Number(String),
    /// A name by the law before it.
    Relative(Relative),
}

/// The pieces in order; where two overlap, a title wins over what stands in it, and a
/// number or name over the tokens that its characters would be.
pub(super) fn pieces(text: &str) -> Vec<(Range<usize>, Piece)> {
    let tokens = tokens(text);
    let mut longer: Vec<(Range<usize>, Piece)> = Vec::new();
    longer.extend(
        relative::find(text)
            .into_iter()
            .map(|(range, name)| (range, Piece::Relative(name))),
    );
    longer.extend(
        doc_number::find(text)
            .into_iter()
            .map(|found| (found.byte_range, Piece::Number(found.number))),
    );
    if longer.is_empty() {
        let pieces = tokens.into_iter();
        return pieces
            .map(|(range, token)| (range, Piece::Token(token)))
            .collect();
    }
    let titles: Vec<Range<usize>> = tokens
        .iter()
        .filter(|(_, token)| matches!(token, Token::Title(_)))
        .map(|(range, _)| range.clone())
        .collect();
    longer.retain(|(range, _)| !overlaps_any(&titles, range));
    longer.sort_by_key(|(range, _)| range.start);
    let taken: Vec<Range<usize>> = longer.iter().map(|(range, _)| range.clone()).collect();
    let mut pieces = longer;
    pieces.extend(
        tokens
            .into_iter()
            .filter(|(range, _)| !overlaps_any(&taken, range))
            .map(|(range, token)| (range, Piece::Token(token))),
    );
    pieces.sort_by_key(|(range, _)| range.start);
    pieces
}

/// Whether one of the ranges, in order and disjoint, overlaps `range`.
fn overlaps_any(ranges: &[Range<usize>], range: &Range<usize>) -> bool {
    let at = ranges.partition_point(|other| other.end <= range.start);
    ranges.get(at).is_some_and(|other| other.start < range.end)
}
