//! Levels of headings: from their numbers (编, 章, 节) where they have one, else
//! from their depth in Markdown.

use std::collections::BTreeMap;

use super::lines::Line;
use crate::normalize::without_spaces;
use crate::numerals::{is_capital, is_numeral};
use crate::statute::HeadingLevel;

/// Longest line that can be a heading without Markdown marks.
const MAX_HEADING_CHARS: usize = 40;

/// Which level the headings of each Markdown depth have in one document.
pub(super) struct Depths(BTreeMap<usize, HeadingLevel>);

impl Depths {
    /// Looks at all headings, so that an unnumbered one (序言, 附则) before the first
    /// chapter has the level of chapters.
    pub fn of(lines: &[Line<'_>]) -> Self {
        let mut depths = BTreeMap::new();
        for line in lines.iter().filter(|line| line.depth > 0) {
            if let Some(level) = numbered(line.text) {
                depths.entry(line.depth).or_insert(level);
            }
        }
        Self(depths)
    }

    /// The level of a heading with Markdown marks.
    pub fn level(&self, line: &Line<'_>) -> HeadingLevel {
        if is_annex(line.text) {
            return HeadingLevel::Annex;
        }
        // 一、 counts below chapters, in annexes too.
        if is_item(line.text) && line.depth <= 2 {
            return HeadingLevel::Topic;
        }
        let by_depth = || match line.depth {
            0..=2 => HeadingLevel::Topic,
            3 => HeadingLevel::Subtopic,
            _ => HeadingLevel::Detail,
        };
        numbered(line.text)
            .or_else(|| self.0.get(&line.depth).copied())
            .unwrap_or_else(by_depth)
    }
}

/// The level of a line without Markdown marks, if it is a heading.
pub(super) fn plain_heading(text: &str) -> Option<HeadingLevel> {
    if text.chars().count() > MAX_HEADING_CHARS {
        return None;
    }
    if matches!(without_spaces(text).as_str(), "附则" | "附則") {
        return Some(HeadingLevel::Chapter);
    }
    if is_annex(text) {
        return Some(HeadingLevel::Annex);
    }
    let sentence = text.ends_with(['。', '；', '，', '：', '、', '.', '|']);
    numbered(text).filter(|_| !sentence)
}

/// 十二、 at the start of a heading or paragraph.
pub(super) fn is_item(line: &str) -> bool {
    line.split_once('、').is_some_and(|(number, _)| {
        let length = number.chars().count();
        (1..=4).contains(&length) && number.chars().all(|c| "一二三四五六七八九十百".contains(c))
    })
}

/// 第一编, 第一分编, 第一章, 第一节, followed by a space or the end.
pub(super) fn numbered(text: &str) -> Option<HeadingLevel> {
    let rest = text.trim_start_matches('*').strip_prefix('第')?;
    let number = |c: char| is_numeral(c) || is_capital(c) || c.is_whitespace();
    let unit = rest.trim_start_matches(number);
    if unit.len() == rest.len() {
        return None;
    }
    let levels = [
        ("分编", HeadingLevel::Subpart),
        ("分編", HeadingLevel::Subpart),
        ("编", HeadingLevel::Part),
        ("編", HeadingLevel::Part),
        ("章", HeadingLevel::Chapter),
        ("节", HeadingLevel::Section),
        ("節", HeadingLevel::Section),
    ];
    let (after, level) = levels
        .iter()
        .find_map(|(name, level)| Some((unit.strip_prefix(name)?, *level)))?;
    // 第一章之一, 第三章的规定: only a space, a title without one or the end may follow.
    let ends = after
        .chars()
        .next()
        .is_none_or(|c| !matches!(c, '的' | '、' | '，' | '。' | '第' | '》'));
    ends.then_some(level)
}

/// 附件, 附件1：某表, 附录二, 附表, 附：
pub(super) fn is_annex(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('附') else {
        return false;
    };
    if text.chars().count() > MAX_HEADING_CHARS || text.ends_with(['。', '；', '，']) {
        return false;
    }
    let named = rest.strip_prefix(['件', '录', '表', '图', '錄', '圖']);
    let rest = named.unwrap_or(rest);
    let rest =
        rest.trim_start_matches(|c: char| is_numeral(c) || c.is_whitespace() && named.is_some());
    match rest.chars().next() {
        None => true,
        Some('：' | ':' | '（' | '(') => true,
        // 附件一 某表, 附图 某样式; not 附件三所列全国性法律.
        Some(_) => named.is_some() && has_space_before(text, rest),
    }
}

fn has_space_before(text: &str, rest: &str) -> bool {
    text[..text.len() - rest.len()].ends_with(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<HeadingLevel>) {
        assert_eq!(plain_heading(text), expected, "{text}");
    }

    #[test]
    fn plain_headings_are_known_by_number_or_word() {
        check("第一编 总则", Some(HeadingLevel::Part));
        check("第一分编 通则", Some(HeadingLevel::Subpart));
        check("第二章　犯罪", Some(HeadingLevel::Chapter));
        check("第貳章　犯罪", Some(HeadingLevel::Chapter));
        check("第 三 节 共同犯罪", Some(HeadingLevel::Section));
        check("附　则", Some(HeadingLevel::Chapter));
        check("附件1：申请书", Some(HeadingLevel::Annex));
        check("附：", Some(HeadingLevel::Annex));
        check("附件一 样式", Some(HeadingLevel::Annex));
    }

    #[test]
    fn sentences_are_no_headings() {
        check("第三章的规定适用于本办法", None);
        check("第二节、第三节规定的犯罪", None);
        check("附件三所列全国性法律增减", None);
        check("附带民事诉讼被告人的亲友", None);
        check("附则中的规定。", None);
        check("第一审人民法院", None);
    }

    #[test]
    fn unnumbered_heading_has_the_level_of_its_depth() {
        let line = |depth, text| Line {
            number: 1,
            depth,
            text,
        };
        let depths = Depths::of(&[
            line(2, "序言"),
            line(2, "第一章 总纲"),
            line(3, "第一节 某"),
        ]);
        assert_eq!(depths.level(&line(2, "序言")), HeadingLevel::Chapter);
        assert_eq!(depths.level(&line(3, "其他")), HeadingLevel::Section);
        assert_eq!(depths.level(&line(2, "一、某表")), HeadingLevel::Topic);
        assert_eq!(depths.level(&line(4, "细目")), HeadingLevel::Detail);
        let none = Depths::of(&[]);
        assert_eq!(none.level(&line(2, "一、管辖")), HeadingLevel::Topic);
        assert_eq!(none.level(&line(2, "附件一")), HeadingLevel::Annex);
    }
}
