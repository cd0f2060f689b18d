//! Text → terms: width and case, article numbers, jieba with legal terms, and
//! character bigrams for exact phrases.
//!
//! [`words`] and [`grams`] are used alike for the index, for queries and for
//! highlights, so that the three cannot disagree. Never knows fields, queries or
//! scores.

mod article_numbers;
mod dictionary;
mod fold;
mod grams;
mod stop_words;
mod tokenizers;
mod words;

pub use dictionary::{dictionary, dictionary_hash};
pub use fold::Folded;
pub use grams::{PhraseTerms, grams, phrase_terms};
pub use stop_words::is_stop_word;
pub(crate) use tokenizers::register;
pub(crate) use tokenizers::{GRAMS, WORDS};
pub use words::{Word, words};

/// Whether a folded word stands in the dictionary.
pub fn is_known(word: &str) -> bool {
    dictionary().has_word(word)
}

/// Version of the rules of this module: raised by every change that gives other
/// terms for the same text.
pub const ANALYZER_VERSION: u32 = 1;

/// Chinese characters: the unified ideographs with their extensions, and the
/// marks 々 and 〇 that stand among them.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{323af}'
        | '\u{f900}'..='\u{faff}' | '々' | '〇')
}
