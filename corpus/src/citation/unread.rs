//! What was not read between two members of a list: 刑法第一条、策二条、第三条. A citation
//! that stands there must not vanish.

use std::ops::Range;

use super::mention::{CitationMention, Doubt, whole};
use super::numbers::is_digit;

/// Longest piece between two separators that is taken for a spoilt citation, in characters.
const MAX_PIECE_CHARS: usize = 12;

/// Longest stretch between two members, in bytes.
const MAX_GAP_BYTES: usize = 120;

/// Adds a mention for each piece between two mentions of one law that looks like a member
/// of their list and was not read.
pub(super) fn add(text: &str, mentions: &mut Vec<CitationMention>) {
    let mut found = Vec::new();
    for pair in mentions.windows(2) {
        let [one, next] = pair else { continue };
        let gap = one.byte_range.end..next.byte_range.start;
        let listed = one.article.is_some() && next.article.is_some();
        if !listed || gap.is_empty() || gap.len() > MAX_GAP_BYTES || next.law_as_written.is_empty()
        {
            continue;
        }
        if (&one.law, &one.law_as_written) != (&next.law, &next.law_as_written) {
            continue;
        }
        let lost = pieces(&text[gap.clone()]);
        found.extend(lost.map(|piece| CitationMention {
            doubt: Some(Doubt::Unreadable),
            ..whole(
                gap.start + piece.start..gap.start + piece.end,
                one.law.clone(),
                one.law_as_written.clone(),
            )
        }));
    }
    if !found.is_empty() {
        mentions.extend(found);
        mentions.sort_by_key(|mention| mention.byte_range.start);
    }
}

/// The pieces of a gap, between separators on both sides, that look like a number with
/// its unit.
fn pieces(gap: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let separators = ['、', '和', '及', '与', '或', '，'];
    let cuts: Vec<(usize, usize)> =
        match gap.contains(['。', '；', '！', '？', '：', '《', '“', '（']) {
            true => Vec::new(),
            false => gap
                .match_indices(separators)
                .map(|(at, mark)| (at, at + mark.len()))
                .collect(),
        };
    let between: Vec<Range<usize>> = cuts
        .windows(2)
        .map(|pair| pair[0].1..pair[1].0)
        .filter(|piece| looks_cited(&gap[piece.clone()]))
        .map(|piece| {
            let words = &gap[piece.clone()];
            let start = piece.start + words.len() - words.trim_start().len();
            start..start + words.trim().len()
        })
        .collect();
    between.into_iter()
}

fn looks_cited(piece: &str) -> bool {
    let piece = piece.trim();
    let chars = piece.chars().count();
    let numbered = piece.contains(is_digit) || piece.contains(|c: char| !c.is_alphanumeric());
    let unit = piece.ends_with(['条', '款', '项', '夂', '件']) || piece.starts_with('第');
    (2..=MAX_PIECE_CHARS).contains(&chars) && numbered && unit
}
