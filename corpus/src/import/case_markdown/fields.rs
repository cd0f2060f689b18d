//! Facts that several importers read from a text: dates, provinces, keywords.

use std::sync::LazyLock;

use regex::Regex;

use super::super::dates::{dates_in, iso_date};
use super::lines::{squeeze, trim};
use crate::document::Date;
use crate::regions;

/// A decision named with its date: 于2015年7月6日作出…判决.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"([12]\d{3})年(\d{1,2})月(\d{1,2})日[^。；;\n]{0,40}?(?:判决|裁定|决定如下|改判|宣判)",
    )
    .expect("the pattern is a constant")
});

/// The first date in `text`.
pub(in super::super) fn first_date(text: &str) -> Option<Date> {
    dates_in(text)
        .first()
        .map(|(_, date)| *date)
        .or_else(|| iso_date(text))
}

/// The latest date at which the text says that a court decided.
pub(super) fn last_decision(text: &str) -> Option<Date> {
    DECIDED
        .captures_iter(text)
        .filter_map(|found| date(&found[1], &found[2], &found[3]))
        .max()
}

fn date(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

/// The province whose name stands first in `text`.
pub(in super::super) fn province_in(text: &str) -> Option<String> {
    regions::provinces()
        .into_iter()
        .filter_map(|name| Some((text.find(name)?, name)))
        .min()
        .map(|(_, name)| name.to_owned())
}

/// Keywords from the lines of a section. Lines that contain a slash are one list
/// that was wrapped; else semicolons, white space and line ends separate.
pub(super) fn keywords(text: &str) -> Vec<String> {
    let whole: String = text.lines().map(trim).collect();
    let mut words: Vec<String> = if whole.contains(['/', '／']) {
        whole.split(['/', '／']).map(squeeze).collect()
    } else if whole.contains(['；', ';']) {
        whole.split(['；', ';']).map(squeeze).collect()
    } else {
        text.split_whitespace().map(squeeze).collect()
    };
    words.retain(|word| !word.is_empty());
    if let [one] = words.as_slice()
        && let Some((field, rest)) = split_field(one)
    {
        words = vec![field, rest];
    }
    let mut seen = std::collections::BTreeSet::new();
    words.retain(|word| seen.insert(word.clone()));
    words
}

/// Some texts have lost the spaces between their keywords; the field of law that
/// stands first can still be told.
fn split_field(word: &str) -> Option<(String, String)> {
    const FIELDS: &[&str] = &[
        "刑事诉讼",
        "刑事",
        "民事诉讼",
        "民事",
        "行政诉讼",
        "行政",
        "国家赔偿",
        "海事诉讼",
        "执行",
    ];
    let field = FIELDS.iter().find(|field| word.starts_with(**field))?;
    let rest = &word[field.len()..];
    (rest.chars().count() >= 2).then(|| ((*field).to_owned(), rest.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_date(text: &str, expected: Option<(i16, i8, i8)>) {
        let expected = expected.map(|(y, m, d)| jiff::civil::date(y, m, d));
        assert_eq!(first_date(text), expected, "{text}");
    }

    #[test]
    fn dates_are_read_in_both_kinds_of_digits() {
        check_date("讨论通过2018年12月19日发布", Some((2018, 12, 19)));
        check_date("2024-08-09", Some((2024, 8, 9)));
        check_date("二〇一九年六月十七日", Some((2019, 6, 17)));
        check_date("二○○○年十二月三十一日", Some((2000, 12, 31)));
        check_date("二〇二〇年十月十日", Some((2020, 10, 10)));
        check_date("2021年13月40日", None);
        check_date("2021年3月", None);
    }

    #[test]
    fn last_decision_is_the_latest_one_named_as_such() {
        let text = "甲法院于2010年3月1日作出民事判决。2011年5月2日上诉。乙法院于2011年9月3日裁定：驳回。2015年1月1日入狱。";
        assert_eq!(last_decision(text), Some(jiff::civil::date(2011, 9, 3)));
        assert_eq!(last_decision("2011年5月2日上诉"), None);
    }

    #[test]
    fn province_is_found_by_name() {
        assert_eq!(
            province_in("河南省甲市人民检察院诉某厂案").as_deref(),
            Some("河南省")
        );
        assert_eq!(province_in("某厂案"), None);
    }

    #[track_caller]
    fn check_keywords(text: &str, expected: &[&str]) {
        assert_eq!(keywords(text), expected, "{text}");
    }

    #[test]
    fn keywords_are_separated_as_the_source_does() {
        check_keywords("二审抗诉\n恶势力\n\n", &["二审抗诉", "恶势力"]);
        check_keywords(
            "刑事/盗窃/数额\n较大/退赃",
            &["刑事", "盗窃", "数额较大", "退赃"],
        );
        check_keywords("甲；乙、丙；工作纪律", &["甲", "乙、丙", "工作纪律"]);
        check_keywords("行贿\u{3000}数罪并罚", &["行贿", "数罪并罚"]);
        check_keywords("民事继承人工授精", &["民事", "继承人工授精"]);
        check_keywords("生产、销售假药罪\n生产、销售假药罪", &["生产、销售假药罪"]);
        check_keywords("", &[]);
    }
}
