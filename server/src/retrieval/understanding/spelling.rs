//! Slips of typing: characters that sound like those of a legal term, pinyin instead of
//! characters, and one wrong character in a long term. Only what the library has nowhere
//! is taken for a slip.

use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use leian_corpus::longest_match::longest_matches;
use leian_corpus::thesaurus::Thesaurus;
use leian_corpus::{charges, law_names};
use pinyin::ToPinyin;

/// Terms of these lengths, in characters, are looked for as sounds.
const SOUND_CHARS: Range<usize> = 3..13;

/// Terms from this length on may have one wrong character.
const WRONG_CHARACTER_CHARS: usize = 5;

/// Pinyin has so many letters at least; less is an abbreviation.
const PINYIN_LETTERS: usize = 5;

/// Terms of the same sound that are offered.
const MAX_TERMS: usize = 3;

/// A piece of a text that is probably a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// Bytes of the text.
    pub byte_range: Range<usize>,
    /// What was probably meant.
    pub terms: Vec<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::make);

/// The terms by how they sound.
#[derive(Default)]
struct Vocabulary {
    terms: BTreeSet<&'static str>,
    /// By syllables, where front and back nasals and flat and curled tongue are one.
    by_sound: HashMap<String, Vec<&'static str>>,
    /// By letters without blanks, as typed.
    by_pinyin: HashMap<String, Vec<&'static str>>,
    /// By the characters with one of them left open.
    by_rest: HashMap<String, Vec<&'static str>>,
}

impl Vocabulary {
    fn make() -> Self {
        let mut terms: BTreeSet<&'static str> = charges::terms().into_iter().collect();
        terms.extend(
            law_names::terms().map(|title| title.strip_prefix("中华人民共和国").unwrap_or(title)),
        );
        for row in Thesaurus::built_in().rows() {
            terms.insert(row.word.as_str());
            terms.extend(row.phrases.iter().map(String::as_str));
        }
        let mut all = Self::default();
        for term in terms {
            all.add(term);
        }
        all
    }

    fn add(&mut self, term: &'static str) {
        let chars: Vec<char> = term.chars().collect();
        let Some(syllables) = syllables(&chars) else {
            return;
        };
        self.terms.insert(term);
        let pinyin = self.by_pinyin.entry(syllables.concat()).or_default();
        pinyin.push(term);
        if SOUND_CHARS.contains(&chars.len()) {
            let sound = self.by_sound.entry(sound(&syllables)).or_default();
            sound.push(term);
        }
        if (WRONG_CHARACTER_CHARS..SOUND_CHARS.end).contains(&chars.len()) {
            for open in 0..chars.len() {
                let rest = self.by_rest.entry(with_open(&chars, open)).or_default();
                rest.push(term);
            }
        }
    }
}

/// The slips of a text, from the left, none inside another. `has_phrase` says whether the
/// library has a piece of text anywhere.
pub(super) fn slips(text: &str, has_phrase: &dyn Fn(&str) -> bool) -> Vec<Slip> {
    let all = &*VOCABULARY;
    let terms = longest_matches(text, 2..SOUND_CHARS.end, |piece| {
        all.terms.contains(piece).then_some(())
    });
    // A piece of a term, or of two, is no slip.
    let is_term = |range: &Range<usize>| {
        let mut terms = terms.iter();
        terms.any(|(term, ())| term.start < range.end && range.start < term.end)
    };
    let mut slips = of_pinyin(text);
    for (byte_range, terms) in longest_matches(text, SOUND_CHARS, |piece| {
        let chars: Vec<char> = piece.chars().collect();
        meant(&chars).filter(|_| !has_phrase(piece))
    }) {
        if !is_term(&byte_range) {
            slips.push(Slip { byte_range, terms });
        }
    }
    slips
}

/// The terms that a piece of Chinese text, which is none, probably means.
fn meant(piece: &[char]) -> Option<Vec<&'static str>> {
    let all = &*VOCABULARY;
    let by_sound = syllables(piece).and_then(|syllables| all.by_sound.get(&sound(&syllables)));
    let by_rest = || {
        let mut opened = (0..piece.len()).map(|open| with_open(piece, open));
        opened.find_map(|rest| all.by_rest.get(&rest))
    };
    let terms = by_sound.or_else(by_rest)?;
    Some(terms.iter().copied().take(MAX_TERMS).collect())
}

/// Runs of letters and blanks that are the pinyin of a term.
fn of_pinyin(text: &str) -> Vec<Slip> {
    let is_pinyin = |c: char| c.is_ascii_alphabetic() || matches!(c, ' ' | '\'');
    let mut slips = Vec::new();
    let mut start = 0;
    for run in text.split_inclusive(|c| !is_pinyin(c)) {
        let begins = start;
        start += run.len();
        let run = run.trim_end_matches(|c| !is_pinyin(c) || c == ' ');
        let lead = run.len() - run.trim_start().len();
        let letters: String = run
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if letters.len() < PINYIN_LETTERS {
            continue;
        }
        if let Some(terms) = VOCABULARY.by_pinyin.get(&letters) {
            slips.push(Slip {
                byte_range: begins + lead..begins + run.len(),
                terms: terms.iter().copied().take(MAX_TERMS).collect(),
            });
        }
    }
    slips
}

/// Syllables without tones; `None` when a character has none.
fn syllables(chars: &[char]) -> Option<Vec<&'static str>> {
    chars
        .iter()
        .map(|c| c.to_pinyin().map(|pinyin| pinyin.plain()))
        .collect()
}

/// How syllables sound to those who do not tell zh from z, or -ing from -in.
fn sound(syllables: &[&str]) -> String {
    let heard = syllables.iter().map(|syllable| {
        let initial = match syllable.get(..2) {
            Some("zh" | "ch" | "sh") => format!("{}{}", &syllable[..1], &syllable[2..]),
            _ => (*syllable).to_owned(),
        };
        match initial.strip_suffix("ng") {
            Some(front) => format!("{front}n"),
            None => initial,
        }
    });
    heard.collect::<Vec<_>>().join(" ")
}

fn with_open(chars: &[char], open: usize) -> String {
    let places = chars.iter().enumerate();
    places
        .map(|(at, &c)| if at == open { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Vec<&'static str>)> {
        let slips = slips(text, &|_| false).into_iter();
        slips
            .map(|slip| (&text[slip.byte_range], slip.terms))
            .collect()
    }

    #[test]
    fn what_sounds_like_a_charge_is_one() {
        assert_eq!(found("危险架使判几年")[0].0, "危险架使");
        assert_eq!(found("危险架使")[0].1, ["危险驾驶"]);
        assert_eq!(found("形事诉讼法第十条")[0].1, ["刑事诉讼法"]);
        assert_eq!(found("合同诈编罪"), [("合同诈编罪", vec!["合同诈骗罪"])]);
    }

    #[test]
    fn pinyin_is_read() {
        assert_eq!(found("weixianjiashi 缓刑")[0].1, ["危险驾驶"]);
        assert_eq!(found("wei xian jia shi")[0].0, "wei xian jia shi");
        assert!(found("app vpn").is_empty());
    }

    #[test]
    fn one_wrong_character_in_a_long_term_is_seen() {
        assert_eq!(found("非法吸收公众存歉")[0].1, ["非法吸收公众存款"]);
    }

    #[test]
    fn terms_and_what_the_library_has_are_no_slips() {
        assert!(found("危险驾驶 盗窃 非法吸收公众存款").is_empty());
        assert!(slips("危险架使", &|_| true).is_empty());
    }
}
