//! How texts count items: 一、 （一） ㈠ 1. (1) ⑴ ① … at the start of a line.

use crate::normalize::half_width;
use crate::numerals;

/// Greatest number of an item; what is greater is a year or a sum.
const MAX_NUMBER: u64 = 300;

/// Longest numeral of an item in characters: 一百二十三.
const MAX_NUMERAL_CHARS: usize = 5;

/// A way of counting. Items of one list have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountingStyle {
    /// 一、
    Chinese,
    /// （一） and ㈠
    ChineseInBrackets,
    /// ㊀
    ChineseInCircles,
    /// 1. and 1、 and ⒈
    Arabic,
    /// (1) and ⑴, 1)
    ArabicInBrackets,
    /// ①
    ArabicInCircles,
}

/// The number at the start of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enumerator<'a> {
    /// How it is written.
    pub style: CountingStyle,
    /// From 1.
    pub number: u32,
    /// The number with its marks, as written.
    pub label: &'a str,
    /// What follows, trimmed.
    pub rest: &'a str,
}

/// The number that a line begins with.
pub fn enumerator(line: &str) -> Option<Enumerator<'_>> {
    let line = line.trim_start();
    let (style, number, length) = one_character(line)
        .or_else(|| in_brackets(line))
        .or_else(|| before_mark(line))?;
    let number = u32::try_from(number).ok()?;
    (number > 0).then(|| Enumerator {
        style,
        number,
        label: &line[..length],
        rest: line[length..].trim(),
    })
}

/// ㈠ ㊀ ⒈ ⑴ ①, with a mark behind it or without.
fn one_character(line: &str) -> Option<(CountingStyle, u64, usize)> {
    let c = line.chars().next()?;
    let (style, first) = match c {
        '㈠'..='㈩' => (CountingStyle::ChineseInBrackets, '㈠'),
        '㊀'..='㊉' => (CountingStyle::ChineseInCircles, '㊀'),
        '⒈'..='⒛' => (CountingStyle::Arabic, '⒈'),
        '⑴'..='⒇' => (CountingStyle::ArabicInBrackets, '⑴'),
        '①'..='⑳' => (CountingStyle::ArabicInCircles, '①'),
        _ => return None,
    };
    let number = u64::from(c as u32 - first as u32 + 1);
    let rest = &line[c.len_utf8()..];
    let mark = rest.strip_prefix(['、', '.', '．']).unwrap_or(rest);
    Some((style, number, line.len() - mark.len()))
}

/// （一） or (1), with a mark behind it or without.
fn in_brackets(line: &str) -> Option<(CountingStyle, u64, usize)> {
    let inner = line.strip_prefix(['（', '('])?;
    let end = inner.find(['）', ')'])?;
    let (numeral, close) = (inner[..end].trim(), inner[end..].chars().next()?);
    let number = number_of(numeral)?;
    let rest = &inner[end + close.len_utf8()..];
    let mark = rest.strip_prefix('、').unwrap_or(rest);
    let style = match is_arabic(numeral) {
        true => CountingStyle::ArabicInBrackets,
        false => CountingStyle::ChineseInBrackets,
    };
    Some((style, number, line.len() - mark.len()))
}

/// 一、 or 1. or 1、 or 1), not 1.5.
fn before_mark(line: &str) -> Option<(CountingStyle, u64, usize)> {
    let end = line.find(|c: char| !numerals::is_numeral(c))?;
    let numeral = &line[..end];
    let number = number_of(numeral)?;
    let mark = line[end..].chars().next()?;
    let length = end + mark.len_utf8();
    let decimal = line[length..].starts_with(|c: char| half_width(c).is_ascii_digit());
    let style = match (mark, is_arabic(numeral)) {
        ('、', false) => CountingStyle::Chinese,
        ('.' | '．' | '、', true) if !decimal => CountingStyle::Arabic,
        (')' | '）', true) => CountingStyle::ArabicInBrackets,
        _ => return None,
    };
    Some((style, number, length))
}

fn number_of(numeral: &str) -> Option<u64> {
    let length = numeral.chars().count();
    let number = (1..=MAX_NUMERAL_CHARS)
        .contains(&length)
        .then(|| numerals::parse(numeral))??;
    (number <= MAX_NUMBER).then_some(number)
}

fn is_arabic(numeral: &str) -> bool {
    numeral.chars().all(|c| half_width(c).is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(CountingStyle, u32, &str)>) {
        let found = enumerator(line).map(|found| (found.style, found.number, found.rest));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn all_ways_of_counting_are_read() {
        use CountingStyle::*;
        check("一、甲", Some((Chinese, 1, "甲")));
        check("二十三、甲", Some((Chinese, 23, "甲")));
        check("（十二）甲", Some((ChineseInBrackets, 12, "甲")));
        check("( 二 ) 甲", Some((ChineseInBrackets, 2, "甲")));
        check("㈢甲", Some((ChineseInBrackets, 3, "甲")));
        check("㈩、甲", Some((ChineseInBrackets, 10, "甲")));
        check("㊁甲", Some((ChineseInCircles, 2, "甲")));
        check("3.甲", Some((Arabic, 3, "甲")));
        check("３．甲", Some((Arabic, 3, "甲")));
        check("12、甲", Some((Arabic, 12, "甲")));
        check("⒌甲", Some((Arabic, 5, "甲")));
        check("(4) 甲", Some((ArabicInBrackets, 4, "甲")));
        check("4）甲", Some((ArabicInBrackets, 4, "甲")));
        check("⑵甲", Some((ArabicInBrackets, 2, "甲")));
        check("⑳甲", Some((ArabicInCircles, 20, "甲")));
    }

    #[test]
    fn other_beginnings_count_nothing() {
        for line in [
            "甲",
            "一般规定",
            "1.5万元以上",
            "2021.1.1起",
            "（见附件）",
            "（2020年修正）",
            "第一、第二审",
            "一百三、甲",
            "0.甲",
            "",
        ] {
            check(line, None);
        }
    }
}
