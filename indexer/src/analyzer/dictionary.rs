//! jieba's dictionary with the terms of the law added, loaded once a process and only
//! when text is cut: what looks up citations and articles cuts none.

use std::sync::OnceLock;

use jieba_rs::Jieba;
use leian_corpus::{charges, law_names};
use sha2::{Digest, Sha256};

/// Version of jieba-rs whose built-in dictionary is used; part of the hash, since
/// another one cuts text otherwise.
const JIEBA_VERSION: &str = "jieba-rs 0.11";

/// Longer names (解释 of several lines) are left to jieba: as one term they
/// would hide the words they are made of.
const MAX_TERM_CHARS: usize = 12;

/// Terms of legal writing that are in no table of the corpus and that jieba cuts
/// apart.
const EXTRA_TERMS: &str = include_str!("../../data/legal_terms.txt");

/// jieba with legal terms, ready to cut.
pub fn dictionary() -> &'static Jieba {
    static DICTIONARY: OnceLock<Jieba> = OnceLock::new();
    DICTIONARY.get_or_init(|| load(&legal_terms()))
}

/// 16 hex digits over jieba's version and the sorted legal terms: what text is cut
/// with, known without loading it.
pub fn dictionary_hash() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| hash_of(&legal_terms()))
}

fn load(terms: &[String]) -> Jieba {
    let mut jieba = Jieba::new();
    // `None` asks jieba for the frequency that keeps the word together. Shorter
    // terms first: the frequency that a term needs depends on the words inside it.
    let mut by_length: Vec<&String> = terms.iter().collect();
    by_length.sort_by_key(|term| term.chars().count());
    for term in by_length {
        jieba.add_word(term, None, None);
    }
    jieba
}

fn hash_of(terms: &[String]) -> String {
    let mut hash = Sha256::new();
    hash.update(JIEBA_VERSION);
    for term in terms {
        hash.update([0]);
        hash.update(term);
    }
    let digest = hash.finalize();
    let bytes = digest.iter().take(8);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

/// Names of charges and laws with their short forms, and terms of legal writing;
/// sorted, each once. Only whole Chinese words: at punctuation jieba cuts anyway.
fn legal_terms() -> Vec<String> {
    let extra = EXTRA_TERMS
        .lines()
        .map(str::trim)
        .filter(|line| !line.starts_with('#'));
    let mut terms: Vec<String> = charges::terms()
        .into_iter()
        .chain(law_names::terms())
        .chain(extra)
        .map(str::to_owned)
        .filter(|term| is_term(term))
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

fn is_term(term: &str) -> bool {
    let chars = term.chars().count();
    (2..=MAX_TERM_CHARS).contains(&chars) && term.chars().all(super::is_han)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn added_terms_stay_whole() {
        let terms = ["帮信罪", "认罪认罚从宽", "捕诉一体"]
            .map(str::to_owned)
            .to_vec();
        let jieba = load(&terms);
        for (text, word) in [
            ("他犯帮信罪被起诉", "帮信罪"),
            ("适用认罪认罚从宽制度", "认罪认罚从宽"),
        ] {
            let words: Vec<&str> = jieba
                .cut(text, true)
                .iter()
                .map(|token| token.word)
                .collect();
            assert!(words.contains(&word), "{words:?}");
        }
        assert_eq!(hash_of(&terms).len(), 16);
    }

    #[test]
    fn hash_depends_on_the_terms() {
        assert_ne!(hash_of(&["帮信罪".into()]), hash_of(&["掩隐罪".into()]));
    }

    #[test]
    fn terms_are_whole_chinese_words() {
        assert!(is_term("危险驾驶罪"));
        assert!(!is_term("拒不执行判决、裁定罪"));
        assert!(!is_term("罪"));
        assert!(legal_terms().iter().all(|term| is_term(term)));
    }
}
