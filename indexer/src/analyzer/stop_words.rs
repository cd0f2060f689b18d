//! Words that a query leaves out: they say nothing about what is sought. The
//! index keeps them, so that the list can change without a rebuild.

use std::collections::HashSet;
use std::sync::OnceLock;

const STOP_WORDS: &str = include_str!("../../data/stop_words.txt");

/// True for particles, conjunctions and words of asking (的、了、吗、怎么).
pub fn is_stop_word(term: &str) -> bool {
    static SET: OnceLock<HashSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| {
        STOP_WORDS
            .lines()
            .filter(|line| !line.starts_with('#'))
            .flat_map(str::split_whitespace)
            .collect()
    })
    .contains(term)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_are_stop_words_and_law_is_not() {
        assert!(is_stop_word("的") && is_stop_word("怎么"));
        assert!(!is_stop_word("不") && !is_stop_word("抢劫") && !is_stop_word("未成年人"));
    }
}
