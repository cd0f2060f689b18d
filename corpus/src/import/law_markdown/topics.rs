//! Headings 一、 二、 三、 between the articles of an interpretation, without marks of
//! Markdown: short lines that end no sentence, count on, and have an article below.

use std::collections::BTreeSet;

use super::label::label;
use super::lines::Line;
use crate::statute::enumeration::{CountingStyle, enumerator};

/// Longest heading, in characters.
const MAX_CHARS: usize = 40;

/// Fewest such headings in a text.
const MIN_TOPICS: usize = 2;

/// Marks with which a heading does not end.
const ENDS: &[char] = &[
    '。', '；', '，', '：', '、', '！', '？', '”', '.', ';', ':', '|',
];

/// The places of the lines that are such headings.
pub(super) fn find(lines: &[Line<'_>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for at in 0..lines.len() {
        let next = found.len() as u32 + 1;
        let above = at.checked_sub(1).and_then(|above| lines.get(above));
        let ends = above.is_none_or(|line| line.depth > 0 || ends_paragraph(line.text, next));
        if is_topic(&lines[at], next) && ends && article_below(lines, at) {
            found.insert(at);
        }
    }
    match found.len() >= MIN_TOPICS {
        true => found,
        false => BTreeSet::new(),
    }
}

fn is_topic(line: &Line<'_>, number: u32) -> bool {
    let counted = enumerator(line.text);
    let of_style = counted.is_some_and(|found| {
        found.style == CountingStyle::Chinese && found.number == number && !found.rest.is_empty()
    });
    of_style
        && line.depth == 0
        && line.text.chars().count() <= MAX_CHARS
        && !line.text.ends_with(ENDS)
}

/// Above the first heading may stand whatever stands above a text.
fn ends_paragraph(above: &str, number: u32) -> bool {
    number == 1 || above.ends_with(['。', '”', '）', '；', '！', '】', '］'])
}

/// Whether an article follows, directly or below a heading （一）.
fn article_below(lines: &[Line<'_>], at: usize) -> bool {
    let is_article = |line: &Line<'_>| label(line.text).is_some_and(|found| found.may_begin());
    let below = lines.get(at + 1);
    let second = below.is_some_and(|line| {
        let counted = enumerator(line.text);
        let in_brackets = counted.is_some_and(|found| {
            found.style == CountingStyle::ChineseInBrackets && found.number == 1
        });
        in_brackets && line.text.chars().count() <= MAX_CHARS && !line.text.ends_with(ENDS)
    });
    below.is_some_and(is_article) || second && lines.get(at + 2).is_some_and(is_article)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: &[usize]) {
        let lines: Vec<Line<'_>> = texts.iter().map(|text| Line::plain(text)).collect();
        let found: Vec<usize> = find(&lines).into_iter().collect();
        assert_eq!(found, expected, "{texts:?}");
    }

    #[test]
    fn short_lines_that_count_between_articles_are_headings() {
        check(
            &[
                "一、灯塔的登记",
                "第一条 甲。",
                "二、其他规定",
                "第二条 乙。",
            ],
            &[0, 2],
        );
        check(
            &[
                "某院解释如下：",
                "一、灯塔",
                "第一条 甲。",
                "乙。",
                "二、浮标",
                "第二条 丙。",
                "三、其他",
                "第三条 丁。",
            ],
            &[1, 4, 6],
        );
        check(
            &[
                "一、灯塔",
                "第一条 甲。",
                "［编者注：乙。］",
                "二、浮标",
                "第二条 丙。",
            ],
            &[0, 3],
        );
        check(
            &[
                "一、灯塔",
                "（一）登记",
                "第一条 甲。",
                "二、浮标",
                "第二条 丙。",
            ],
            &[0, 3],
        );
    }

    #[test]
    fn items_of_articles_are_none() {
        check(
            &["第一条 甲：", "一、灯塔；", "二、浮标。", "第二条 乙。"],
            &[],
        );
        check(&["第一条 甲：", "一、灯塔", "二、浮标", "第二条 乙。"], &[]);
        check(&["一、灯塔", "第一条 甲。", "三、浮标", "第二条 乙。"], &[]);
        check(&["一、灯塔", "甲。", "二、浮标", "乙。"], &[]);
    }
}
