//! Whether the articles of a statute are all there, by their numbers.

use std::collections::BTreeSet;

use super::deletion::deleted;
use super::{Article, ArticleNumber, Statute};

/// What is odd about the numbers of a statute's articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbering {
    /// First and last number of each gap.
    pub gaps: Vec<(ArticleNumber, ArticleNumber)>,
    /// Numbers that two articles have.
    pub doubled: Vec<ArticleNumber>,
}

impl Numbering {
    /// Whether there is nothing to say.
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty() && self.doubled.is_empty()
    }
}

impl Statute {
    /// Looks at the numbers of the law's own articles. `part` says that it is a part of
    /// a code, which begins with another number than 1. A file may hold two statutes,
    /// each of which begins with 1.
    pub fn numbering(&self, part: bool) -> Numbering {
        let mut numbering = Numbering::default();
        let articles: Vec<&Article> = self.own_articles().collect();
        let mut seen = BTreeSet::new();
        for (at, article) in articles.iter().enumerate() {
            let begins = article.number == ArticleNumber::new(1)
                && articles
                    .get(at + 1)
                    .is_some_and(|next| next.number == ArticleNumber::new(2));
            if begins && seen.contains(&article.number) && seen.contains(&ArticleNumber::new(2)) {
                numbering.gaps_in(&std::mem::take(&mut seen), part);
            }
            if !seen.insert(article.number) && deleted(&article.text).is_none() {
                numbering.doubled.push(article.number);
            }
        }
        numbering.gaps_in(&seen, part);
        numbering
    }

    /// Whether the text breaks off: its last line, article or not, is a sentence
    /// without its end. Names, dates and tables at the foot of a text have none either.
    pub fn breaks_off(&self) -> bool {
        let Some(super::Block::Article(last)) = self.own_blocks().last() else {
            return false;
        };
        let line = last.text.lines().next_back().unwrap_or_default().trim();
        let Some(end) = line.chars().next_back() else {
            return deleted(&last.text).is_none();
        };
        matches!(
            end,
            '，' | '、' | '；' | ',' | ';' | '（' | '(' | '“' | '《'
        ) || end.is_alphabetic()
            && line.chars().count() >= MIN_SENTENCE_CHARS
            && line.contains('，')
    }
}

/// Shortest sentence that is missed an end of, in characters.
const MIN_SENTENCE_CHARS: usize = 12;

impl Numbering {
    fn gaps_in(&mut self, numbers: &BTreeSet<ArticleNumber>, part: bool) {
        let mut last = ArticleNumber::new(0);
        for &number in numbers {
            let begins = last.base == 0 && part;
            if !begins && !number.follows(last) {
                self.gaps.push(gap(last, number));
            }
            last = number;
        }
    }
}

/// What is missing between two numbers: 6 to 7 between 5 and 8, 133-2 between 133-1
/// and 133-3.
fn gap(last: ArticleNumber, next: ArticleNumber) -> (ArticleNumber, ArticleNumber) {
    if last.base == next.base {
        let first = ArticleNumber::inserted(last.base, last.inserted + 1);
        return (first, ArticleNumber::inserted(next.base, next.inserted - 1));
    }
    let first = ArticleNumber::new(last.base + 1);
    let end = match next.inserted {
        0 => ArticleNumber::new(next.base - 1),
        // 第九条之二 with neither 第九条 nor 第九条之一 before it.
        1 => ArticleNumber::new(next.base),
        inserted => ArticleNumber::inserted(next.base, inserted - 1),
    };
    (first, end)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::Block;
    use super::*;

    fn statute(numbers: &[&str]) -> Statute {
        let article = |text: &&str| {
            let (number, text) = text.split_once(':').unwrap_or((text, "甲。"));
            let number: ArticleNumber = number.parse().unwrap();
            Block::Article(Article {
                number,
                label: number.chinese(),
                text: text.to_owned(),
            })
        };
        Statute {
            blocks: numbers.iter().map(article).collect(),
        }
    }

    #[track_caller]
    fn check(numbers: &[&str], gaps: &[&str], doubled: &[&str]) {
        let found = statute(numbers).numbering(false);
        let shown: Vec<String> = found.gaps.iter().map(|(a, b)| format!("{a}~{b}")).collect();
        assert_eq!(shown, gaps, "{numbers:?}");
        let shown: Vec<String> = found.doubled.iter().map(ToString::to_string).collect();
        assert_eq!(shown, doubled, "{numbers:?}");
    }

    #[test]
    fn gaps_and_doubled_numbers_are_found() {
        check(&["1", "2", "2-1", "3"], &[], &[]);
        check(&["1", "2", "5", "6"], &["3~4"], &[]);
        check(&["1", "2", "2-1", "2-4"], &["2-2~2-3"], &[]);
        check(&["1", "3-1"], &["2~3"], &[]);
        check(&["3", "4"], &["1~2"], &[]);
        check(&["1", "2", "2", "3"], &[], &["2"]);
        check(&["1", "1", "2"], &[], &["1"]);
    }

    #[test]
    fn deleted_article_behind_the_others_fills_its_gap() {
        check(&["1", "3", "2:甲。\n（本条已被删去）"], &[], &[]);
        check(&["1", "2", "3", "2:（本条已被删去）"], &[], &[]);
    }

    #[test]
    fn second_statute_and_part_of_a_code_begin_anew() {
        check(&["1", "2", "3", "1", "2"], &[], &[]);
        assert!(statute(&["90", "91"]).numbering(true).is_complete());
    }

    #[test]
    fn text_that_breaks_off_is_known() {
        assert!(statute(&["1:甲应当，"]).breaks_off());
        assert!(statute(&["1:灯塔的看守人应当每天，在日落以前点灯"]).breaks_off());
        assert!(!statute(&["1:甲。"]).breaks_off());
        assert!(!statute(&["1:甲。\n某某局"]).breaks_off());
    }
}
