//! Text → character bigrams: the terms of exact phrases.
//!
//! A section of n characters gives n − 1 bigrams at positions 0 … n − 2 and its
//! last character, with an end mark, at position n − 1. So every character
//! begins one term, a phrase of one character is a prefix, and no phrase goes
//! over the end of a section: nothing stands at the position behind the end.

use super::fold::Folded;

/// Stands behind the last character of a section; folding drops it from texts.
pub const END: char = '\0';

/// The terms of one section in order of position, from 0, one a position.
pub fn grams(text: &str) -> Vec<String> {
    let chars = Folded::for_phrases(text).chars;
    (0..chars.len())
        .map(|at| String::from_iter([chars[at], chars.get(at + 1).copied().unwrap_or(END)]))
        .collect()
}

/// What to look up for a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhraseTerms {
    /// The phrase has no character to compare.
    Nothing,
    /// One character: every term that begins with it.
    Prefix(char),
    /// Two characters.
    One(String),
    /// Terms at their offsets, which together cover every character.
    Many(Vec<(usize, String)>),
}

/// The terms of a phrase of folded characters. Every other bigram and the last
/// one cover all of them, at half the cost of all bigrams.
pub fn phrase_terms(chars: &[char]) -> PhraseTerms {
    let gram = |at: usize| (at, String::from_iter([chars[at], chars[at + 1]]));
    match chars.len() {
        0 => PhraseTerms::Nothing,
        1 => PhraseTerms::Prefix(chars[0]),
        2 => PhraseTerms::One(gram(0).1),
        len => {
            let mut terms: Vec<(usize, String)> = (0..len - 1).step_by(2).map(gram).collect();
            if len % 2 == 1 {
                terms.push(gram(len - 2));
            }
            PhraseTerms::Many(terms)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_begins_a_term() {
        assert_eq!(grams("要 旨一"), ["要旨", "旨一", "一\0"]);
        assert_eq!(grams("罪"), ["罪\0"]);
        assert!(grams(" \u{3000}").is_empty());
    }

    #[test]
    fn phrase_terms_cover_every_character() {
        for len in 3..50 {
            let chars: Vec<char> = (0..len)
                .map(|at| char::from_u32(0x4e00 + at).unwrap_or('x'))
                .collect();
            let PhraseTerms::Many(terms) = phrase_terms(&chars) else {
                panic!("phrase of {len}")
            };
            let mut covered = vec![false; chars.len()];
            for (at, term) in &terms {
                assert!(term.chars().eq(chars[*at..at + 2].iter().copied()));
                covered[*at..at + 2].fill(true);
            }
            assert!(covered.iter().all(|&covered| covered));
        }
    }
}
