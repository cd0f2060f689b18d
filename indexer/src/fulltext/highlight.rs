//! Which characters of a text a query matches.
//!
//! tantivy's snippets give overlapping, unsorted ranges for words with parts, so
//! this goes its own way: the same analyzer as the index, the longest word first.

use std::collections::HashSet;
use std::ops::Range;

use super::plan::{QueryWord, WordsPlan, plan_phrase, plan_words};
use crate::analyzer::{Folded, Word, words};
use crate::query::QueryNode;

/// Byte ranges of `text` that words and phrases of `query` match: sorted,
/// disjoint, at character boundaries. What stands under a `Not` is left out. A
/// word whose query says more than half of its parts is not enlarged to the whole:
/// only what the query says is marked.
pub fn highlights(text: &str, query: &QueryNode) -> Vec<Range<usize>> {
    let mut sought = Sought::default();
    sought.collect(query, 0);
    let mut ranges = Vec::new();
    if !sought.terms.is_empty() {
        mark_words(&words(text), &sought.terms, &mut ranges);
    }
    if !sought.phrases.is_empty() {
        let folded = Folded::for_phrases(text);
        for phrase in &sought.phrases {
            mark_phrase(&folded, phrase, &mut ranges);
        }
    }
    disjoint(ranges)
}

/// Terms and phrases that a query is glad to see.
#[derive(Default)]
struct Sought {
    terms: HashSet<String>,
    phrases: Vec<Vec<char>>,
}

impl Sought {
    fn collect(&mut self, query: &QueryNode, depth: usize) {
        if depth > super::settings::MAX_QUERY_DEPTH {
            return;
        }
        match query {
            QueryNode::Words(text) => self.collect_words(text),
            QueryNode::Expanded { text, synonyms } => {
                self.collect_words(text);
                for synonym in synonyms {
                    self.collect_phrase(&synonym.phrase);
                }
            }
            QueryNode::Phrase(text) => self.collect_phrase(text),
            QueryNode::All(parts) | QueryNode::Any(parts) => {
                parts.iter().for_each(|part| self.collect(part, depth + 1));
            }
            QueryNode::Not(_) => {}
        }
    }

    fn collect_words(&mut self, text: &str) {
        match plan_words(text) {
            WordsPlan::Nothing => {}
            WordsPlan::Character(c) => self.phrases.push(vec![c]),
            WordsPlan::Words(words) => {
                let guessed = words.iter().filter(|word| word.guessed);
                self.phrases
                    .extend(guessed.map(|word| plan_phrase(&word.term)));
                let terms = words.iter().flat_map(QueryWord::terms);
                self.terms.extend(terms.map(str::to_owned));
            }
        }
    }

    fn collect_phrase(&mut self, text: &str) {
        let phrase = plan_phrase(text);
        if !phrase.is_empty() {
            self.phrases.push(phrase);
        }
    }
}

/// Marks the words that are sought; inside a marked word its parts are not marked
/// again.
fn mark_words(words: &[Word], terms: &HashSet<String>, ranges: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if terms.contains(&word.term) {
            ranges.push(word.byte_range.clone());
            while words.get(at).is_some_and(|part| part.depth > word.depth) {
                at += 1;
            }
        }
    }
}

fn mark_phrase(folded: &Folded, phrase: &[char], ranges: &mut Vec<Range<usize>>) {
    let mut at = 0;
    while at + phrase.len() <= folded.chars.len() {
        if folded.chars[at..].starts_with(phrase) {
            ranges.push(folded.source_range(at..at + phrase.len()));
            at += phrase.len();
        } else {
            at += 1;
        }
    }
}

/// Sorts ranges and joins those that overlap. Ranges that only touch stay apart.
fn disjoint(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words_node(text: &str) -> QueryNode {
        QueryNode::Words(text.to_owned())
    }

    fn phrase(text: &str) -> QueryNode {
        QueryNode::Phrase(text.to_owned())
    }

    #[track_caller]
    fn check(text: &str, query: &QueryNode, expected: &[&str]) {
        let found: Vec<&str> = highlights(text, query)
            .into_iter()
            .map(|range| &text[range])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn longest_words_are_marked_once() {
        check("犯危险驾驶罪的", &words_node("危险驾驶罪"), &["危险驾驶罪"]);
        check(
            "由最高人民检察院抗诉",
            &words_node("最高人民检察院"),
            &["最高人民检察院"],
        );
        check("由人民检察院抗诉", &words_node("检察"), &["检察"]);
    }

    #[test]
    fn junk_parts_are_not_marked() {
        check("人民法院依照规定适用法律", &words_node("民法 用法"), &[]);
    }

    #[test]
    fn article_numbers_are_marked_in_every_spelling() {
        let text = "依照刑法第一百三十三条之一、第一百三十三条";
        check(text, &words_node("第133条之一"), &["第一百三十三条之一"]);
        check(
            text,
            &words_node("刑法第133条"),
            &["刑法", "第一百三十三条"],
        );
    }

    #[test]
    fn phrases_are_marked_exactly_where_they_stand() {
        let text = "拒不执行判决、裁定罪与掩饰、隐瞒犯罪所得罪";
        check(
            text,
            &phrase("拒不执行判决、裁定罪"),
            &["拒不执行判决、裁定罪"],
        );
        check(text, &phrase("隐瞒犯罪所得罪"), &["隐瞒犯罪所得罪"]);
        check(text, &phrase("判决裁定"), &[]);
        check(
            "要\u{2002}旨：金额５０００元👍🏽完",
            &phrase("要旨:金额5000元"),
            &["要\u{2002}旨：金额５０００元"],
        );
        check("完👍🏽完", &phrase("👍🏽完"), &["👍🏽完"]);
        check("罪与罪", &phrase("罪"), &["罪", "罪"]);
    }

    #[test]
    fn words_and_phrases_together_are_disjoint_and_not_ones_left_out() {
        let query = QueryNode::All(vec![
            words_node("诈骗"),
            phrase("电信网络诈骗犯罪"),
            QueryNode::Not(Box::new(phrase("数额"))),
        ]);
        check(
            "实施电信网络诈骗犯罪，诈骗数额",
            &query,
            &["电信网络诈骗犯罪", "诈骗"],
        );
    }

    #[test]
    fn single_character_is_marked_inside_words() {
        check("盗窃罪", &words_node("罪"), &["罪"]);
    }

    proptest! {
        #[test]
        fn ranges_are_sorted_disjoint_and_at_boundaries(
            text in "[刑法人民院检察盗窃罪第一三条之、 a1１A\u{2002}👍]{0,40}",
            query in "[刑法人民院检察盗窃罪第一三条之、 a1１👍]{0,8}",
        ) {
            for node in [words_node(&query), phrase(&query)] {
                let ranges = highlights(&text, &node);
                for range in &ranges {
                    prop_assert!(range.start < range.end);
                    prop_assert!(text.get(range.clone()).is_some());
                }
                prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            }
        }
    }
}
