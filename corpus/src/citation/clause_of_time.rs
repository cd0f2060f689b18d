//! Clauses of time that say which text of a law is meant: 《刑法修正案（十一）》施行前，
//! 《刑法》第…条, and behind an article 第…条在2021年修正前.

use std::sync::LazyLock;

use regex::Regex;

use super::edition::{by_amendment, by_day, by_year};
use crate::law_title::Edition;
use crate::normalize::without_spaces;

/// Longest clause, in characters.
const MAX_CHARS: usize = 48;

/// Longest words from an article to the 前 of its clause, in characters.
const MAX_BEHIND_CHARS: usize = 40;

/// Between a clause of time and the law that is cited.
const LEADS: [&str; 12] = [
    "依照",
    "根据",
    "依据",
    "按照",
    "适用",
    "援引",
    "参照",
    "当时的",
    "该时的",
    "我国",
    "依",
    "按",
];

/// 修订前, 刑法修正之前: which amendment is meant stands nowhere.
static UNDATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:(?P<revised>修订|修编)|(?P<amended>修正|修改|修法))(?:以|之)?(?P<side>前|后)$")
        .expect("the pattern is a constant")
});

/// 新《公司法》施行前, 修订后的公司法生效以前.
static BEFORE_NEW: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:新(?:修订|修正)?的?|修订后的?|修正后的?|现行)《?[^，。；《》]{1,30}》?(?:施行|实施|生效|公布|颁布|出台)(?:以|之)?前$",
    )
    .expect("the pattern is a constant")
});

/// Before the words of a clause behind an article: 第…条（在2021年修正前）.
const BEGINNINGS: [&str; 8] = ["（", "(", "在", "于", "被", "经", "由", "，"];

/// The text that a clause of time means which ends with a comma before the name of a law:
/// `before` ends where the name begins.
pub(super) fn before_name(before: &str) -> Option<Edition> {
    let mut head = before.trim_end();
    while let Some(rest) = LEADS.iter().find_map(|word| head.strip_suffix(word)) {
        head = rest.trim_end();
    }
    let clause = head.strip_suffix(['，', ','])?.trim_end();
    let clause = clause.strip_suffix(['时', '的']).unwrap_or(clause);
    if !clause.ends_with(['前', '后']) {
        return None;
    }
    let from = clause.char_indices().rev().nth(MAX_CHARS);
    of_clause(&clause[from.map_or(0, |(at, _)| at)..])
}

/// The text that a clause of time behind an article means: `behind` begins where the
/// article ends.
pub(super) fn behind_article(behind: &str) -> Option<Edition> {
    let (at, side) = behind
        .char_indices()
        .take(MAX_BEHIND_CHARS)
        .take_while(|(_, c)| !matches!(c, '。' | '；' | '：' | '、' | '\n' | '“' | '第'))
        .find(|(_, c)| matches!(c, '前' | '后'))?;
    let mut clause = behind[..at + side.len_utf8()].trim_start();
    while let Some(rest) = BEGINNINGS.iter().find_map(|word| clause.strip_prefix(word)) {
        clause = rest.trim_start();
    }
    let whole = without_spaces(clause);
    let begins = |found: Option<(Edition, usize)>| found.filter(|(_, start)| *start == 0);
    let found = begins(by_amendment(&whole)).or_else(|| begins(by_year(&whole)));
    let undated = || {
        let word = UNDATED.find(&whole)?;
        (word.start() == 0).then(|| undated(&whole))?
    };
    found.map(|(edition, _)| edition).or_else(undated)
}

fn of_clause(clause: &str) -> Option<Edition> {
    let of_year = || by_year(clause).map(|(edition, _)| edition);
    by_amendment(clause)
        .map(|(edition, _)| edition)
        .or_else(of_year)
        .or_else(|| by_day(clause))
        .or_else(|| undated(clause))
        .or_else(|| {
            BEFORE_NEW
                .is_match(clause)
                .then_some(Edition::BeforeRevision)
        })
}

fn undated(clause: &str) -> Option<Edition> {
    let found = UNDATED.captures(clause)?;
    Some(match (&found["side"], found.name("revised")) {
        ("后", _) => Edition::Newest,
        (_, Some(_)) => Edition::BeforeRevision,
        (_, None) => Edition::BeforeAmendment,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::Date;

    #[test]
    fn clause_before_a_name_says_which_text() {
        for (before, edition) in [
            ("《刑法修正案（十一）》施行前，", Edition::BeforeYear(2020)),
            (
                "《中华人民共和国刑法修正案（十一）》施行以前，依照",
                Edition::BeforeYear(2020),
            ),
            (
                "在刑法修正案（九）生效之前，根据",
                Edition::BeforeYear(2015),
            ),
            (
                "本案发生于2015年修正前，适用当时的",
                Edition::BeforeYear(2015),
            ),
            ("2018年10月26日修正以前,", Edition::BeforeYear(2018)),
            ("公司法2023年修订前，", Edition::BeforeYear(2023)),
            ("该法修订前，", Edition::BeforeRevision),
            ("修正之前，依照", Edition::BeforeAmendment),
            ("修订后，", Edition::Newest),
            ("新公司法施行前，", Edition::BeforeRevision),
            (
                "在修订后的《公司法》生效之前，依照",
                Edition::BeforeRevision,
            ),
            (
                "2021年3月1日之前，",
                Edition::BeforeDay(Date::new(2021, 3, 1).unwrap()),
            ),
        ] {
            assert_eq!(before_name(before), Some(edition), "{before}");
        }
        for before in [
            "",
            "依照",
            "2019年前，依照",
            "判决前，依照",
            "一年以后，",
            "修正前的规定，被告人违反",
            "入职前，",
        ] {
            assert_eq!(before_name(before), None, "{before}");
        }
    }

    #[test]
    fn clause_behind_an_article_says_which_text() {
        let day = Date::new(2020, 12, 26).unwrap();
        for (behind, edition) in [
            ("在2021年修正前不包括自洗钱", Edition::BeforeYear(2021)),
            ("（2021年修正前）", Edition::BeforeYear(2021)),
            (
                "被《刑法修正案（十一）》修改前的规定",
                Edition::BeforeYear(2020),
            ),
            ("在刑法修正案（十一）施行以前，", Edition::BeforeYear(2020)),
            ("经《刑法修正案（十一）》修正后，", Edition::Day(day)),
            ("修正前规定", Edition::BeforeAmendment),
            ("，修订之前为", Edition::BeforeRevision),
            ("修改后", Edition::Newest),
        ] {
            assert_eq!(behind_article(behind), Some(edition), "{behind}");
        }
        for behind in [
            "",
            "的规定，在判决宣告前",
            "规定的，判决前",
            "、第三条修正前",
            "规定的追诉时效届满前",
            "在2021年前",
            "施行前的行为",
        ] {
            assert_eq!(behind_article(behind), None, "{behind}");
        }
    }
}
