//! Terms of punishment (刑期): 三年六个月, 一年零六个月, 一个月十天, 2年.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::numerals;

/// A month of a term counted in days, where a term names days.
const DAYS_A_MONTH: f64 = 30.0;

static TERM: LazyLock<Regex> = LazyLock::new(|| {
    let number = "[零〇一二三四五六七八九十两0-9０-９]+";
    Regex::new(&format!(
        r"^(?:(?<years>{number})年)?(?<half>半)?(?:[又、]?(?<months>{number})个?月)?(?:[又、]?(?<days>{number})[日天])?"
    ))
    .expect("the pattern is a constant")
});

/// A length of time in months and days.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
pub struct Term {
    /// Whole months; a year is twelve.
    pub months: u32,
    /// Days beyond them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub days: u32,
}

impl Term {
    /// So many months and no days.
    pub fn of_months(months: u32) -> Self {
        Self { months, days: 0 }
    }

    /// In months, a day counted as a thirtieth.
    pub fn in_months(self) -> f64 {
        f64::from(self.months) + f64::from(self.days) / DAYS_A_MONTH
    }
}

fn is_zero(days: &u32) -> bool {
    *days == 0
}

/// The term that a text begins with.
pub(super) fn term_at_start(text: &str) -> Option<Term> {
    let found = TERM.captures(text)?;
    let number = |name: &str| -> Option<u32> {
        match found.name(name) {
            Some(number) => numerals::parse(number.as_str())?.try_into().ok(),
            None => Some(0),
        }
    };
    let years = number("years")?.checked_mul(12)?;
    let half = if found.name("half").is_some() { 6 } else { 0 };
    let term = Term {
        months: years.checked_add(half)?.checked_add(number("months")?)?,
        days: number("days")?,
    };
    (term != Term::default()).then_some(term)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, months: u32, days: u32) {
        assert_eq!(term_at_start(text), Some(Term { months, days }), "{text}");
    }

    #[test]
    fn all_writings_are_read() {
        check("三年，缓刑", 36, 0);
        check("三年六个月", 42, 0);
        check("一年零六个月。", 18, 0);
        check("一年又六个月", 18, 0);
        check("十五年", 180, 0);
        check("一个月十天", 1, 10);
        check("2年6个月15日", 30, 15);
        check("二十日", 0, 20);
        check("一年半", 18, 0);
    }

    #[test]
    fn what_is_no_term_is_refused() {
        for text in ["", "以上", "考验期限", "零月", "百年"] {
            assert_eq!(term_at_start(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_terms_are_read_back(years in 0u32..25, months in 1u32..12, days in 0u32..30) {
            let chinese = |number: u32| numerals::to_chinese(number.into());
            let mut text = String::new();
            if years > 0 {
                text += &format!("{}年", chinese(years));
            }
            text += &format!("{}个月", chinese(months));
            if days > 0 {
                text += &format!("{}日", chinese(days));
            }
            let expected = Term { months: years * 12 + months, days };
            prop_assert_eq!(term_at_start(&text), Some(expected));
        }
    }
}
