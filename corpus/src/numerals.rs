//! Chinese numerals (中文数字) ↔ integers.

use crate::characters::simplified;

/// Units inside a section, highest first.
const UNITS: [(char, u64); 3] = [('千', 1000), ('百', 100), ('十', 10)];

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// Digits and units as cheques write them (大写).
const CAPITALS: &[(char, char)] = &[
    ('壹', '一'),
    ('贰', '二'),
    ('叁', '三'),
    ('参', '三'),
    ('肆', '四'),
    ('伍', '五'),
    ('陆', '六'),
    ('柒', '七'),
    ('捌', '八'),
    ('玖', '九'),
    ('拾', '十'),
    ('佰', '百'),
    ('仟', '千'),
];

/// Rows of numbers in one character, each with its first number: ① ⑴ ⒈ ㈠ ㊀ ❶ ➀ ➊.
const ENCLOSED: &[(char, char, u64)] = &[
    ('①', '⑳', 1),
    ('⑴', '⒇', 1),
    ('⒈', '⒛', 1),
    ('㈠', '㈩', 1),
    ('㊀', '㊉', 1),
    ('❶', '❿', 1),
    ('➀', '➉', 1),
    ('➊', '➓', 1),
    ('㉑', '㉟', 21),
];

/// Value of a numeral in Chinese (一百三十三, 廿三, 二〇二〇, 两千, 壹佰), ASCII or full-width
/// digits, or one number in a circle or brackets (③, ㈢). `None` for anything that is not a well-formed number, such as 百, 十百,
/// 一百三 or a number above [`u64::MAX`].
pub fn parse(text: &str) -> Option<u64> {
    if let Some(number) = parse_arabic(text) {
        return number;
    }
    if let Some(number) = enclosed(text) {
        return Some(number);
    }
    let chars: Vec<char> = text.chars().map(plain).collect();
    if chars.len() >= 2 && chars.iter().all(|&c| digit(c).is_some()) {
        return positional(&chars);
    }
    with_sections(&chars)
}

/// 一 for 壹; any other character is itself.
fn plain(c: char) -> char {
    let capital = CAPITALS.iter().find(|(capital, _)| *capital == c);
    capital.map_or(c, |(_, plain)| *plain)
}

fn enclosed(text: &str) -> Option<u64> {
    let mut chars = text.chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return None;
    };
    let row = ENCLOSED
        .iter()
        .find(|(first, last, _)| (*first..=*last).contains(&c));
    row.map(|(first, _, number)| u64::from(c as u32 - *first as u32) + number)
}

/// Value of a number that mixes digits and units, as scanners leave it: 2百64, 1千零50.
pub fn parse_mixed(text: &str) -> Option<u64> {
    let mut number = 0;
    let mut below = u64::MAX;
    let chars: Vec<char> = text
        .chars()
        .map(plain)
        .filter(|&c| digit(c) != Some(0))
        .collect();
    let mut rest = &chars[..];
    while !rest.is_empty() {
        let length = rest.iter().take_while(|&&c| unit(c).is_none()).count();
        let piece: String = rest[..length].iter().collect();
        let (times, used) = match rest.get(length) {
            Some(&c) => (unit(c)?, length + 1),
            None => (1, length),
        };
        let value = match piece.as_str() {
            "" => 1,
            piece => parse(piece)?,
        };
        let term = value.checked_mul(times)?;
        if term == 0 || term >= below || times > 1 && value >= 10 {
            return None;
        }
        number += term;
        below = times;
        rest = &rest[used..];
    }
    (number > 0).then_some(number)
}

/// The number as statutes write it: 133 → 一百三十三, 10 → 十, 110 → 一百一十, 0 → 零.
pub fn to_chinese(number: u64) -> String {
    if number == 0 {
        return DIGITS[0].to_string();
    }
    let mut text = String::new();
    push(number, &mut text);
    // 一十 is written 十 at the beginning only.
    match text.strip_prefix("一十") {
        Some(rest) => format!("十{rest}"),
        None => text,
    }
}

/// Whether the character can stand in a numeral that [`parse`] reads.
pub fn is_numeral(c: char) -> bool {
    digit(c).is_some()
        || c.is_ascii_digit()
        || ('０'..='９').contains(&c)
        || matches!(c, '十' | '百' | '千' | '万' | '亿' | '廿' | '卅')
}

/// Whether the character is a numeral as cheques write it, in either script: 贰, 貳.
pub fn is_capital(c: char) -> bool {
    let simple = simplified(c);
    plain(simple) != simple || simple != c && is_numeral(simple)
}

/// 二 for 贰 and 貳; any other character is itself.
pub fn small(c: char) -> char {
    if is_capital(c) {
        plain(simplified(c))
    } else {
        c
    }
}

fn parse_arabic(text: &str) -> Option<Option<u64>> {
    let ascii = |c: char| match c {
        '0'..='9' => c.to_digit(10),
        '０'..='９' => Some(c as u32 - '０' as u32),
        _ => None,
    };
    let mut number = Some(0u64);
    for c in text.chars() {
        let digit = u64::from(ascii(c)?);
        number = number.and_then(|n| n.checked_mul(10)?.checked_add(digit));
    }
    (!text.is_empty()).then_some(number)
}

/// 〇 is written with three different characters.
fn digit(c: char) -> Option<u64> {
    match c {
        '零' | '〇' | '○' | 'Ｏ' => Some(0),
        '两' => Some(2),
        _ => DIGITS
            .iter()
            .position(|&d| d == c)
            .map(|value| value as u64),
    }
}

/// 二〇二〇
fn positional(chars: &[char]) -> Option<u64> {
    chars.iter().try_fold(0u64, |number, &c| {
        number.checked_mul(10)?.checked_add(digit(c)?)
    })
}

/// 一万二千三百四十五亿六千七百八十九万: what stands before the highest of 亿 and 万
/// is a number of its own, and so is what follows.
fn with_sections(chars: &[char]) -> Option<u64> {
    for (unit, value) in [('亿', 100_000_000u64), ('万', 10_000)] {
        let Some(at) = chars.iter().rposition(|&c| c == unit) else {
            continue;
        };
        let high = with_sections(&chars[..at])?.checked_mul(value)?;
        let rest = &chars[at + 1..];
        if rest.is_empty() {
            return Some(high);
        }
        let digits = rest.strip_prefix(&['零']).unwrap_or(rest);
        let low = with_sections(digits)?;
        return (low < value).then(|| high.checked_add(low)).flatten();
    }
    section(chars)
}

/// A number below ten thousand: units fall, 零 stands where one is left out.
fn section(chars: &[char]) -> Option<u64> {
    if chars == ['零'] || chars == ['〇'] || chars == ['○'] {
        return Some(0);
    }
    let mut rest = chars;
    let mut number = 0;
    let mut next_unit = 10_000;
    while let Some((&c, tail)) = rest.split_first() {
        let zero = digit(c) == Some(0);
        // A 零 at the beginning or twice fills no gap.
        if zero && (number == 0 || tail.first().is_none_or(|&c| digit(c) == Some(0))) {
            return None;
        }
        let (value, unit, used) = term(if zero { tail } else { rest })?;
        let expected = if zero {
            unit < next_unit / 10
        } else {
            unit == next_unit / 10
        };
        if !(expected || number == 0) || unit >= next_unit {
            return None;
        }
        number += value;
        next_unit = unit;
        rest = &rest[used + usize::from(zero)..];
    }
    (number > 0).then_some(number)
}

/// One digit with its unit: value, unit, characters. 十 needs no digit at the
/// beginning, and older texts leave it out after 百 too (一百十条).
fn term(chars: &[char]) -> Option<(u64, u64, usize)> {
    match *chars {
        ['廿', ..] => Some((20, 10, 1)),
        ['卅', ..] => Some((30, 10, 1)),
        ['十', ..] => Some((10, 10, 1)),
        [d, u, ..] if unit(u).is_some() => {
            let (digit, unit) = (digit(d)?, unit(u)?);
            (digit > 0).then_some((digit * unit, unit, 2))
        }
        [d, ..] => digit(d)
            .filter(|&value| value > 0)
            .map(|value| (value, 1, 1)),
        [] => None,
    }
}

fn unit(c: char) -> Option<u64> {
    UNITS
        .iter()
        .find(|(unit, _)| *unit == c)
        .map(|(_, value)| *value)
}

fn push(number: u64, text: &mut String) {
    for (unit, value) in [('亿', 100_000_000), ('万', 10_000)] {
        if number >= value {
            push(number / value, text);
            text.push(unit);
            let low = number % value;
            if low > 0 && low < value / 10 {
                text.push(DIGITS[0]);
            }
            return push(low, text);
        }
    }
    push_section(number, text);
}

fn push_section(section: u64, text: &mut String) {
    let mut gap = false;
    let start = text.len();
    for (unit, value) in UNITS
        .iter()
        .map(|&(unit, value)| (Some(unit), value))
        .chain([(None, 1)])
    {
        let digit = section / value % 10;
        if digit == 0 {
            gap |= text.len() > start;
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push(DIGITS[0]);
        }
        text.push(DIGITS[digit as usize]);
        text.extend(unit);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<u64>) {
        assert_eq!(parse(text), expected, "{text}");
    }

    #[test]
    fn statute_numerals_are_read() {
        check("一", Some(1));
        check("十", Some(10));
        check("十五", Some(15));
        check("二十", Some(20));
        check("一百零三", Some(103));
        check("一百一十", Some(110));
        check("一百十", Some(110));
        check("一百一十五", Some(115));
        check("一百三十三", Some(133));
        check("一千零四十", Some(1040));
        check("一千零一", Some(1001));
        check("一千一百六十四", Some(1164));
        check("一千二百六十", Some(1260));
        check("廿三", Some(23));
        check("两百", Some(200));
        check("零", Some(0));
    }

    #[test]
    fn digits_of_all_widths_are_read() {
        check("264", Some(264));
        check("２６４", Some(264));
        check("二〇二〇", Some(2020));
        check("二○一八", Some(2018));
        check("一九九七", Some(1997));
        check("99999999999999999999", None);
    }

    #[test]
    fn capital_and_enclosed_numbers_are_read() {
        check("壹佰零壹", Some(101));
        check("贰佰陆拾肆", Some(264));
        check("㈨", Some(9));
        check("⑩", Some(10));
        check("⑶", Some(3));
        check("⒒", Some(11));
        check("㉑", Some(21));
        check("①②", None);
    }

    #[test]
    fn mixed_numbers_are_read_on_request() {
        for (text, number) in [
            ("2百64", 264),
            ("1百零3", 103),
            ("二百64", 264),
            ("百十2", 112),
        ] {
            assert_eq!(parse(text), None, "{text}");
            assert_eq!(parse_mixed(text), Some(number), "{text}");
        }
        for text in ["264百1", "2百3百", "百百", "", "零"] {
            assert_eq!(parse_mixed(text), None, "{text}");
        }
    }

    #[test]
    fn large_numbers_are_read() {
        check("三万五千", Some(35_000));
        check("一万零五", Some(10_005));
        check("二亿零三十万", Some(200_300_000));
        check("十二万亿", Some(12_000_000_000_000));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "百",
            "十百",
            "一百三",
            "零百",
            "一零百",
            "第一",
            "百零一",
            "一百百",
            "二百零",
            "一-二",
            "十十",
            "万",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn numbers_are_written_as_statutes_write_them() {
        let written = |n: u64| to_chinese(n);
        assert_eq!(written(0), "零");
        assert_eq!(written(10), "十");
        assert_eq!(written(18), "十八");
        assert_eq!(written(110), "一百一十");
        assert_eq!(written(133), "一百三十三");
        assert_eq!(written(1001), "一千零一");
        assert_eq!(written(1040), "一千零四十");
        assert_eq!(written(10_010), "一万零一十");
        assert_eq!(written(100_000), "十万");
    }

    proptest! {
        #[test]
        fn written_numbers_are_read_back(number in 0u64..2_000_000_000_000) {
            prop_assert_eq!(parse(&to_chinese(number)), Some(number));
        }

        #[test]
        fn small_numbers_are_read_back(number in 0u64..20_000) {
            prop_assert_eq!(parse(&to_chinese(number)), Some(number));
        }

        #[test]
        fn nothing_panics(text in "[零〇一二两三九十百千万亿廿0-9０９a]{0,12}") {
            let _ = parse(&text);
        }
    }
}
