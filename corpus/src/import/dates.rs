//! Dates in running text: 2020年12月7日, ２０１３年１月１日, 二〇一九年六月十七日, 2020-12-07.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::document::Date;
use crate::numerals;

static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([0-9０-９]{4}|[〇○零Ｏ一二三四五六七八九]{4})\s*年\s*([0-9０-９]{1,2}|[十一二三四五六七八九]{1,3})\s*月\s*([0-9０-９]{1,2}|[十一二三四五六七八九]{1,3})\s*[日曰]")
        .expect("the pattern is a constant")
});

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})").expect("the pattern is a constant")
});

/// As pages print the day of their publication: 2022/05/06, 2020-7-8, 2020.7.8.
static OF_PAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)([12][0-9]{3})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
        .expect("the pattern is a constant")
});

/// 自2021年1月1日起施行 in the last articles.
static FROM_DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"自\s*([^，。；自]{8,14}日)\s*起(?:正式)?(?:施行|生效|实施|执行)")
        .expect("the pattern is a constant")
});

/// The day that a clause like 自2021年1月1日起施行 names. `None` when there is no such
/// clause, `Some(None)` when what it names is no day of the calendar.
pub(crate) fn applies_from_clause(text: &str) -> Option<Option<Date>> {
    let found = FROM_DATE.captures(text)?;
    Some(dates_in(&found[1]).first().map(|(_, date)| *date))
}

/// All dates of the text with their places; what is no day of the calendar is left out.
pub(crate) fn dates_in(text: &str) -> Vec<(Range<usize>, Date)> {
    WRITTEN
        .captures_iter(text)
        .filter_map(|found| dated(&found))
        .collect()
}

/// The last date written with hyphens, as file names have it.
pub(crate) fn iso_date(text: &str) -> Option<Date> {
    ISO.captures_iter(text)
        .filter_map(|found| dated(&found))
        .last()
        .map(|(_, date)| date)
}

/// The first day that is written as pages print it, with its place.
pub(crate) fn page_date(text: &str) -> Option<(Range<usize>, Date)> {
    OF_PAGE.captures_iter(text).find_map(|found| dated(&found))
}

/// The first date that is written like 二〇一九年六月十七日. Clerks type the letter O
/// of three alphabets for its zero.
pub(crate) fn numeral_date(text: &str) -> Option<Date> {
    let text = text.replace(['O', '\u{39f}', '\u{41e}', '0'], "〇");
    dates_in(&text)
        .into_iter()
        .find(|(place, _)| text[place.clone()].starts_with(['一', '二']))
        .map(|(_, date)| date)
}

fn dated(found: &Captures<'_>) -> Option<(Range<usize>, Date)> {
    let number = |group: usize| numerals::parse(&found[group]);
    let date = Date::new(
        number(1)?.try_into().ok()?,
        number(2)?.try_into().ok()?,
        number(3)?.try_into().ok()?,
    );
    Some((found.get(0)?.range(), date.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(i16, i8, i8)]) {
        let found: Vec<_> = dates_in(text)
            .iter()
            .map(|(_, d)| (d.year(), d.month(), d.day()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_are_found_in_all_writings() {
        check(
            "2020年12月7日 通过，2021年1月1日 施行",
            &[(2020, 12, 7), (2021, 1, 1)],
        );
        check("２０１３年１月１日", &[(2013, 1, 1)]);
        // A scanner's 曰.
        check(
            "二〇一三年四月一曰，2013年4月2曰",
            &[(2013, 4, 1), (2013, 4, 2)],
        );
        check("二〇一九年六月十七日", &[(2019, 6, 17)]);
        check("一九九七年十月三十一日", &[(1997, 10, 31)]);
        check("2021年2月30日，2020年13月1日，二十年", &[]);
    }

    #[test]
    fn file_names_have_their_last_date() {
        assert_eq!(
            iso_date("某法(2018-10-26).md"),
            Date::new(2018, 10, 26).ok()
        );
        assert_eq!(iso_date("某法（2018年）.md"), None);
    }

    #[test]
    fn zero_of_a_numeral_date_may_be_the_letter_o() {
        let found = numeral_date("自2017年8月31日起。审判员甲 二O一八年五月二十八日");
        assert_eq!(found, Date::new(2018, 5, 28).ok());
        assert_eq!(numeral_date("2018年5月28日"), None);
    }
}
