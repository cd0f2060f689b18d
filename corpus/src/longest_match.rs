//! Words of a list in a running text: from the left, at each place the longest that fits.

use std::ops::Range;

/// Finds pieces of `text` of `lengths` characters for which `of` has something. A found
/// piece is not looked into again.
pub fn longest_matches<T>(
    text: &str,
    lengths: Range<usize>,
    mut of: impl FnMut(&str) -> Option<T>,
) -> Vec<(Range<usize>, T)> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let byte = |at: usize| starts.get(at).copied().unwrap_or(text.len());
    let mut found = Vec::new();
    let mut at = 0;
    while at < starts.len() {
        let end = lengths.end.min(starts.len() - at + 1);
        let hit = (lengths.start..end).rev().find_map(|length| {
            let range = byte(at)..byte(at + length);
            Some((length, of(&text[range.clone()])?, range))
        });
        match hit {
            Some((length, value, range)) => {
                found.push((range, value));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found<'a>(text: &'a str, words: &[&str]) -> Vec<&'a str> {
        let known = |piece: &str| words.contains(&piece).then_some(());
        let found = longest_matches(text, 1..9, known).into_iter();
        found.map(|(range, ())| &text[range]).collect()
    }

    #[test]
    fn the_longest_word_wins_and_is_not_looked_into() {
        let words = ["盗窃", "盗窃罪", "罪犯"];
        assert_eq!(found("盗窃罪犯与盗窃", &words), ["盗窃罪", "盗窃"]);
        assert!(found("", &words).is_empty());
    }

    proptest! {
        #[test]
        fn pieces_are_disjoint_words_in_order(text in "[甲乙a👍]{0,30}") {
            let words = ["甲", "甲乙", "乙a", "👍👍"];
            let known = |piece: &str| words.contains(&piece).then_some(());
            let found = longest_matches(&text, 1..3, known);
            prop_assert!(found.iter().all(|(range, ())| words.contains(&&text[range.clone()])));
            prop_assert!(found.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start));
        }
    }
}
