//! Query text → terms to look up. Used alike for searching and for highlights.

use std::collections::HashMap;

use super::settings::MAX_QUERY_CHARS;
use crate::analyzer::{Folded, Word, is_han, is_known, is_stop_word, words};

/// A word of a query with the smaller words inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryWord {
    /// The word itself.
    pub term: String,
    /// Words inside it that are not divided further.
    pub leaves: Vec<String>,
    /// Words inside it that are themselves divided.
    pub inner: Vec<String>,
    /// How often the query has it.
    pub count: u32,
    /// Whether it is in no dictionary, as most names are. Such a word is cut
    /// differently from sentence to sentence (北礁灯塔, 北礁县), so it is looked
    /// for as characters.
    pub guessed: bool,
}

impl QueryWord {
    /// How many of the leaves stand for the word itself: more than half.
    pub fn needed_leaves(&self) -> usize {
        self.leaves.len() / 2 + 1
    }

    /// The word and everything inside it.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.term)
            .chain(&self.inner)
            .chain(&self.leaves)
            .map(String::as_str)
    }
}

/// What running text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsPlan {
    /// Nothing: it has no words.
    Nothing,
    /// One Chinese character, which is looked for inside words too.
    Character(char),
    /// Words in order of first occurrence, each once. Stop words are left out
    /// unless there is nothing else.
    Words(Vec<QueryWord>),
}

/// Reads running text.
pub fn plan_words(text: &str) -> WordsPlan {
    let end = text
        .char_indices()
        .nth(MAX_QUERY_CHARS)
        .map_or(text.len(), |(end, _)| end);
    let all = query_words(words(&text[..end]));
    let telling: Vec<QueryWord> = all
        .iter()
        .filter(|word| !is_stop_word(&word.term))
        .cloned()
        .collect();
    let kept = if telling.is_empty() { all } else { telling };
    match kept.as_slice() {
        [] => WordsPlan::Nothing,
        [word] if is_one_han(&word.term) => word
            .term
            .chars()
            .next()
            .map_or(WordsPlan::Nothing, WordsPlan::Character),
        _ => WordsPlan::Words(kept),
    }
}

fn is_guessed(term: &str) -> bool {
    term.chars().nth(1).is_some() && term.chars().all(is_han) && !is_known(term)
}

fn is_one_han(term: &str) -> bool {
    let mut chars = term.chars();
    matches!((chars.next(), chars.next()), (Some(c), None) if !c.is_ascii() && c.is_alphabetic())
}

/// The characters of a phrase that are compared.
pub fn plan_phrase(text: &str) -> Vec<char> {
    Folded::for_phrases(text).chars
}

fn query_words(words: Vec<Word>) -> Vec<QueryWord> {
    let mut list: Vec<QueryWord> = Vec::new();
    let mut place: HashMap<String, usize> = HashMap::new();
    let mut at = 0;
    while at < words.len() {
        let inside = words[at + 1..]
            .iter()
            .take_while(|word| word.depth > 0)
            .count();
        let (word, parts) = (&words[at], &words[at + 1..at + 1 + inside]);
        at += 1 + inside;
        match place.get(&word.term) {
            Some(&index) => list[index].count += 1,
            None => {
                place.insert(word.term.clone(), list.len());
                list.push(query_word(word, parts));
            }
        }
    }
    list
}

fn query_word(word: &Word, parts: &[Word]) -> QueryWord {
    let mut found = QueryWord {
        term: word.term.clone(),
        leaves: vec![],
        inner: vec![],
        count: 1,
        guessed: is_guessed(&word.term),
    };
    for (index, part) in parts.iter().enumerate() {
        let divided = parts
            .get(index + 1)
            .is_some_and(|next| next.depth > part.depth);
        let list = if divided {
            &mut found.inner
        } else {
            &mut found.leaves
        };
        if !list.contains(&part.term) {
            list.push(part.term.clone());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        match plan_words(text) {
            WordsPlan::Words(words) => words.into_iter().map(|word| word.term).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn stop_words_are_left_out_unless_there_is_nothing_else() {
        assert_eq!(terms("抢劫的是什么"), ["抢劫"]);
        assert!(!terms("怎么办呢").is_empty());
    }

    #[test]
    fn words_are_counted_once_with_their_parts() {
        let WordsPlan::Words(words) = plan_words("最高人民检察院、最高人民检察院的抗诉")
        else {
            panic!("words")
        };
        let court = &words[0];
        assert_eq!((court.term.as_str(), court.count), ("最高人民检察院", 2));
        assert!(court.leaves.contains(&"检察".to_owned()), "{court:?}");
        assert!(!court.leaves.contains(&"检察院".to_owned()), "{court:?}");
        assert!(court.inner.contains(&"检察院".to_owned()), "{court:?}");
    }

    #[test]
    fn single_character_and_no_words() {
        assert_eq!(plan_words("罪"), WordsPlan::Character('罪'));
        assert_eq!(plan_words("的"), WordsPlan::Character('的'));
        assert_eq!(plan_words("，。？！\u{3000}"), WordsPlan::Nothing);
        assert_eq!(plan_words(""), WordsPlan::Nothing);
    }
}
