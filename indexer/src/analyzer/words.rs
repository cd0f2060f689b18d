//! Text → words: the terms of lexical search.
//!
//! A word of Chinese is cut by jieba. A compound also gives the words it is made
//! of, so that 检察 finds 检察院; but only those that divide it without crossing
//! one another, so that 人民法院 gives 人民 and 法院 and not 民法, which search
//! mode of jieba gives too.

use std::ops::Range;

use super::article_numbers::{self, FoundNumber};
use super::dictionary::dictionary;
use super::fold::Folded;
use super::is_han;

/// Longest term in characters; what is longer is cut into terms of this length.
const MAX_TERM_CHARS: usize = 64;

/// A term at its place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The term as indexed: folded, article numbers as §133-1.
    pub term: String,
    /// Bytes of the text that it stands for.
    pub byte_range: Range<usize>,
    /// Position among the smallest words of the text; a compound has that of its
    /// first part.
    pub position: usize,
    /// Positions that it spans: 1, or the number of a compound's smallest parts.
    pub position_length: usize,
    /// 0 for a word of the text, 1 for a part of it, 2 for a part of a part …
    pub depth: u8,
}

/// The words of `text` by position, a compound before its parts. Punctuation is
/// left out; it separates words.
pub fn words(text: &str) -> Vec<Word> {
    let folded = Folded::for_words(text);
    let mut cutter = Cutter {
        folded: &folded,
        words: Vec::new(),
        position: 0,
    };
    cutter.cut();
    cutter.words
}

struct Cutter<'a> {
    folded: &'a Folded,
    words: Vec<Word>,
    position: usize,
}

impl Cutter<'_> {
    fn cut(&mut self) {
        let chars = &self.folded.chars;
        let mut at = 0;
        let mut han_start = 0;
        while at < chars.len() {
            let number = may_begin_number(chars, at)
                .then(|| article_numbers::read(&chars[at..]))
                .flatten();
            let end = match number {
                Some(found) => {
                    self.cut_han(han_start..at);
                    self.push_number(at, found)
                }
                None if is_han(chars[at]) => {
                    at += 1;
                    continue;
                }
                None => {
                    self.cut_han(han_start..at);
                    self.cut_other(at)
                }
            };
            at = end;
            han_start = end;
        }
        self.cut_han(han_start..chars.len());
    }

    /// A run of Chinese characters, through jieba.
    fn cut_han(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let run: String = self.folded.chars[range.clone()].iter().collect();
        for token in dictionary().cut(&run, true) {
            self.push_compound(range.start + token.start, token.word);
        }
    }

    /// A word of jieba's with its parts; advances the position behind it.
    fn push_compound(&mut self, start: usize, word: &str) {
        let chars = word.chars().count();
        if chars <= 2 {
            self.push(start..start + chars, 1, 0);
            self.position += 1;
            return;
        }
        let tree = parts_of(word, chars);
        self.push_tree(&tree, start, 0);
        self.position += tree.leaves();
    }

    fn push_tree(&mut self, tree: &Parts, start: usize, depth: u8) {
        let range = start + tree.range.start..start + tree.range.end;
        self.push(range, tree.leaves(), depth);
        let first = self.position;
        for part in &tree.parts {
            self.push_tree(part, start, depth.saturating_add(1));
            self.position += part.leaves();
        }
        self.position = first;
    }

    /// An article number as one term. A bare `264条` gives its digits as well.
    fn push_number(&mut self, at: usize, found: FoundNumber) -> usize {
        let range = at..at + found.len;
        self.words.push(Word {
            term: article_numbers::term(found.number),
            byte_range: self.folded.source_range(range.clone()),
            position: self.position,
            position_length: 1,
            depth: 0,
        });
        if !found.certain {
            let chars = &self.folded.chars[range.clone()];
            let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
            self.push(at..at + digits, 1, 1);
        }
        self.position += 1;
        range.end
    }

    /// Letters and digits up to the next mark or Chinese character; a point or
    /// comma between digits belongs to the number, and the comma is dropped.
    fn cut_other(&mut self, start: usize) -> usize {
        let chars = &self.folded.chars;
        if !chars[start].is_alphanumeric() {
            return start + 1;
        }
        let mut end = start + 1;
        while end < chars.len() && end - start < MAX_TERM_CHARS {
            let inside = chars[end].is_alphanumeric() && !is_han(chars[end]);
            let in_number = matches!(chars[end], '.' | ',')
                && chars[end - 1].is_ascii_digit()
                && chars.get(end + 1).is_some_and(char::is_ascii_digit);
            if !inside && !in_number {
                break;
            }
            end += 1;
        }
        self.push(start..end, 1, 0);
        self.position += 1;
        end
    }

    fn push(&mut self, range: Range<usize>, position_length: usize, depth: u8) {
        let term = self.folded.chars[range.clone()]
            .iter()
            .filter(|&&c| c != ',')
            .collect();
        self.words.push(Word {
            term,
            byte_range: self.folded.source_range(range),
            position: self.position,
            position_length,
            depth,
        });
    }
}

/// Cheap test that spares the rule for most characters. Digits only where a run
/// of them begins.
fn may_begin_number(chars: &[char], at: usize) -> bool {
    match chars[at] {
        '第' => true,
        c if c.is_ascii_digit() => {
            at == 0 || !chars[at - 1].is_alphanumeric() || is_han(chars[at - 1])
        }
        _ => false,
    }
}

/// A word and the smaller words that divide it.
struct Parts {
    /// Characters of the compound.
    range: Range<usize>,
    parts: Vec<Parts>,
}

impl Parts {
    fn leaves(&self) -> usize {
        if self.parts.is_empty() {
            1
        } else {
            self.parts.iter().map(Parts::leaves).sum()
        }
    }
}

fn parts_of(word: &str, chars: usize) -> Parts {
    // One walk over the dictionary gives every word inside the compound.
    let mut inside: Vec<Range<usize>> = dictionary()
        .cut_all(word)
        .into_iter()
        .map(|token| token.start..token.end)
        .filter(|range| range.len() >= 2)
        .collect();
    inside.sort_unstable_by_key(|range| (range.start, range.end));
    divide(&inside, 0..chars)
}

/// Divides `range` by the words inside it that together cover most characters
/// with the fewest words; then each of them likewise.
fn divide(inside: &[Range<usize>], range: Range<usize>) -> Parts {
    let len = range.len();
    // best[i]: characters covered, and words needed, from position i to the end.
    let mut best: Vec<(usize, usize, Option<usize>)> = vec![(0, 0, None); len + 1];
    for at in (0..len).rev() {
        best[at] = (best[at + 1].0, best[at + 1].1, None);
        for word in inside.iter().filter(|word| word.start == range.start + at) {
            if word.end > range.end || word.len() == len {
                continue;
            }
            let (covered, count, _) = best[at + word.len()];
            let candidate = (covered + word.len(), count + 1, Some(word.len()));
            let better = candidate.0 > best[at].0
                || (candidate.0 == best[at].0 && candidate.1 <= best[at].1);
            if better {
                best[at] = candidate;
            }
        }
    }
    let mut parts = Vec::new();
    let mut at = 0;
    while at < len {
        match best[at].2 {
            Some(word) => {
                let start = range.start + at;
                parts.push(divide(inside, start..start + word));
                at += word;
            }
            None => at += 1,
        }
    }
    Parts { range, parts }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn terms(text: &str) -> Vec<String> {
        let words = words(text);
        for word in &words {
            assert!(!text[word.byte_range.clone()].is_empty());
            assert!(word.position_length >= 1);
        }
        assert!(
            words
                .windows(2)
                .all(|pair| pair[0].position <= pair[1].position),
            "{words:?}"
        );
        words.into_iter().map(|word| word.term).collect()
    }

    #[track_caller]
    fn check(text: &str, present: &[&str], absent: &[&str]) {
        let terms = terms(text);
        for term in present {
            assert!(
                terms.iter().any(|found| found == term),
                "{term} not in {terms:?}"
            );
        }
        for term in absent {
            assert!(
                !terms.iter().any(|found| found == term),
                "{term} in {terms:?}"
            );
        }
    }

    #[test]
    fn parts_that_cross_one_another_are_no_words() {
        check("人民法院", &["人民法院", "人民", "法院"], &["民法"]);
        check("适用法律", &["适用", "法律"], &["用法"]);
        check(
            "最高人民检察院",
            &["检察院", "检察", "人民", "最高"],
            &["高人"],
        );
    }

    #[test]
    fn words_are_found_inside_longer_ones() {
        check("待处理事项", &["处理"], &[]);
        check("中国农业发展银行", &["农业", "银行", "中国"], &[]);
        check("测试工具箱", &["工具"], &[]);
    }

    #[test]
    fn article_numbers_are_one_term_in_every_spelling() {
        for text in [
            "第一百三十三条之一",
            "第133条之一",
            "第１３３条之１",
            "第 133 条之一",
            "133条之一",
        ] {
            check(text, &["§133-1"], &["§133"]);
        }
        check(
            "刑法第一百三十三条规定",
            &["刑法", "§133", "规定"],
            &["§133-1"],
        );
        check("刑法264条", &["刑法", "§264", "264"], &[]);
        check("第百条", &[], &["§100"]);
    }

    #[test]
    fn punctuation_separates_and_is_no_term() {
        check("拒不执行判决、裁定罪", &["判决"], &["、", "判决、裁定"]);
        assert!(terms("，。！？——（）“”《》…👍 \u{3000}").is_empty());
    }

    #[test]
    fn width_case_and_numbers_are_folded() {
        check(
            "ＡＴＭ机取款５，０００.５０元",
            &["atm", "5000.50"],
            &["ATM"],
        );
        check("PM2.5超标。10.", &["pm2.5", "10"], &[]);
        check("A公司和B公司", &["a", "b", "公司"], &[]);
    }

    #[test]
    fn typographic_spaces_inside_words_do_not_separate() {
        check("裁\u{2002}判", &["裁判"], &[]);
    }

    #[test]
    fn positions_are_true() {
        let found = words("由最高人民检察院受理");
        let position = |term: &str| {
            found
                .iter()
                .find(|word| word.term == term)
                .map(|word| (word.position, word.position_length))
        };
        let (compound, span) = position("最高人民检察院").unwrap_or((1, 0));
        assert_eq!(position("最高").map(|(at, _)| at), Some(compound));
        let (part, part_span) = position("检察院").unwrap_or_default();
        assert_eq!(part + part_span, compound + span);
        assert_eq!(position("受理").map(|(at, _)| at), Some(compound + span));
    }

    #[test]
    fn long_runs_are_cut_into_bounded_terms() {
        let text = "x".repeat(1000);
        assert!(terms(&text).iter().all(|term| term.len() <= MAX_TERM_CHARS));
        let text = "罪".repeat(100_000);
        assert!(!terms(&text).is_empty());
    }
}
