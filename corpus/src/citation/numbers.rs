//! One number of an article, a paragraph or an item: as texts write it, and as scanners
//! spoil it. What had to be mended to be read is marked.

use crate::numerals;

/// Characters of a numeral, for the patterns.
pub(super) const DIGITS: &str = "0-9０-９零〇○一二三四五六七八九十百千两廿卅壹贰叁参肆伍陆柒捌玖拾佰仟㈠-㈩①-⑳⑴-⒇⒈-⒛㊀-㊉❶-❿➀-➉➊-➓";

/// What scanners make of a character of a numeral. Only in the place of one, between 第
/// and 条, is it read so.
const MISREAD: &[(char, char)] = &[
    ('ニ', '二'),
    ('ミ', '三'),
    ('彡', '三'),
    ('ハ', '八'),
    ('ヒ', '七'),
    ('匕', '七'),
    ('乜', '七'),
    ('丸', '九'),
    ('ナ', '十'),
    ('+', '十'),
    ('＋', '十'),
    ('†', '十'),
    ('〸', '十'),
    ('〹', '廿'),
    ('〺', '卅'),
    ('白', '百'),
    ('干', '千'),
    ('O', '〇'),
    ('o', '〇'),
    ('Ｏ', '〇'),
    ('l', '1'),
    ('I', '1'),
    ('|', '1'),
];

/// Dashes that scanners make of 一. The shorter ones are those of 133-1.
pub(super) const FLAT: &[char] = &['—', '–', '－', 'ー', '─', '―', '﹣'];

/// What scanners make of 第.
pub(super) const ORDINALS: &[char] = &['第', '笫', '苐'];

/// A number that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    pub value: u32,
    /// Whether a character had to be mended, or the number is written as no text would.
    pub suspect: bool,
}

/// Whether a character can stand in a numeral of a law.
pub(super) fn is_digit(c: char) -> bool {
    const DIGITS: &str = "零〇○一二三四五六七八九十百千两廿卅壹贰叁参肆伍陆柒捌玖拾佰仟";
    const ENCLOSED: [std::ops::RangeInclusive<char>; 8] = [
        '㈠'..='㈩',
        '①'..='⑳',
        '⑴'..='⒇',
        '⒈'..='⒛',
        '㊀'..='㊉',
        '❶'..='❿',
        '➀'..='➉',
        '➊'..='➓',
    ];
    matches!(c, '0'..='9' | '０'..='９')
        || DIGITS.contains(c)
        || ENCLOSED.iter().any(|digits| digits.contains(&c))
}

/// The numeral that a scanner made this character of.
pub(super) fn mended(c: char) -> Option<char> {
    let found = MISREAD.iter().find(|(misread, _)| *misread == c);
    found.map(|(_, right)| *right)
}

/// Length in bytes of the run of numerals, misread ones too, at the beginning of `text`.
pub(super) fn run(text: &str) -> usize {
    let end = text.find(|c: char| !is_digit(c) && mended(c).is_none());
    end.unwrap_or(text.len())
}

/// The value of a run.
pub(super) fn number(run: &str) -> Option<Number> {
    let misread = run.contains(|c| mended(c).is_some());
    let arabic = run.contains(|c: char| c.is_ascii_digit());
    let written: String = run
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match mended(c) {
            Some('〇') if arabic => '0',
            right => right.unwrap_or(c),
        })
        .collect();
    let value = |number: u64| u32::try_from(number).ok().filter(|&number| number > 0);
    match numerals::parse(&written) {
        Some(number) => Some(Number {
            value: value(number)?,
            suspect: misread || is_positional(&written),
        }),
        None if arabic => Some(Number {
            value: value(numerals::parse_mixed(&written)?)?,
            suspect: true,
        }),
        None => None,
    }
}

/// 二六四: statutes write units; without a 〇 they may have been lost, or a 、.
fn is_positional(written: &str) -> bool {
    let chinese = |c: char| "一二三四五六七八九".contains(c);
    written.chars().count() > 1 && written.chars().all(chinese)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(run: &str, expected: Option<(u32, bool)>) {
        let found = number(run).map(|number| (number.value, number.suspect));
        assert_eq!(found, expected, "{run}");
    }

    #[test]
    fn numbers_are_read_as_written() {
        for (run, value) in [
            ("二百六十四", 264),
            ("264", 264),
            ("２６４", 264),
            ("㈨", 9),
            ("壹佰", 100),
        ] {
            check(run, Some((value, false)));
        }
        check("一〇一", Some((101, false)));
    }

    #[test]
    fn spoilt_numbers_are_read_with_a_mark() {
        for run in ["ニ百六十四", "二百六+四", "2百64", "二六四", "二白六十四"] {
            check(run, Some((264, true)));
        }
        check("一百O一", Some((101, true)));
        check("26O", Some((260, true)));
    }

    #[test]
    fn what_is_no_number_is_not_guessed() {
        for run in ["", "百百", "一百三", "零"] {
            check(run, None);
        }
    }
}
