//! When the conduct was that facts tell of (行为时): the days in their text that are no
//! birthdays, former convictions or steps of the procedure.
//!
//! It decides nothing by itself: who uses it says which day was taken, so that a reader
//! can give another one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::document::Date;
use crate::import::dates::dates_in;
use crate::numerals;

/// Words of a sentence that tells of something else than the conduct.
const OTHER_MATTERS: &[&str] = &[
    "出生",
    "生于",
    "曾因",
    "前科",
    "刑满释放",
    "假释",
    "被判处",
    "判处有期徒刑",
    "因犯",
    "减刑",
    "劳动教养",
    "行政处罚",
    "结婚",
    "离婚",
    "毕业",
    "入党",
    "任职",
    "受理",
    "移送审查",
    "提起公诉",
    "刑事拘留",
    "取保候审",
    "监视居住",
    "被逮捕",
    "批准逮捕",
    "执行逮捕",
    "立案",
    "起诉书",
    "判决",
    "裁定",
    "开庭",
    "羁押",
    "施行",
    "起实施",
];

/// Words by which a clause begins that tells how the conduct ended.
const ENDS: &[&str] = &["到案", "投案", "自首", "抓获", "归案"];

/// Longest clause that says only how the conduct ended, in characters.
const MOST_END_CHARS: usize = 12;

/// 2009年3月, 二〇〇九年三月.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?P<year>[0-9０-９]{4}|[〇○零一二三四五六七八九]{4})\s*年\s*(?P<month>[0-9０-９]{1,2}|[十一二三四五六七八九]{1,2})\s*月",
    )
    .expect("the pattern is a constant")
});

/// The first and the last day of the conduct, as far as the text writes days or months;
/// `None` when it writes none. A month without a day counts to its last: what was no crime
/// then was none on the days before.
pub fn days_of_conduct(text: &str) -> Option<(Date, Date)> {
    let days = dates_in(text);
    let begins = |at: usize| days.iter().any(|(range, _)| range.start == at);
    let months = MONTH
        .captures_iter(text)
        .filter_map(|found| last_of_month(&found))
        .filter(|(range, _)| !begins(range.start));
    let told: Vec<Date> = days
        .iter()
        .cloned()
        .chain(months)
        .filter(|(range, _)| tells_of_conduct(text, range.start, range.end))
        .map(|(_, date)| date)
        .collect();
    Some((*told.iter().min()?, *told.iter().max()?))
}

fn last_of_month(found: &Captures<'_>) -> Option<(Range<usize>, Date)> {
    let number = |name: &str| numerals::parse(&found[name]);
    let first = Date::new(
        number("year")?.try_into().ok()?,
        number("month")?.try_into().ok()?,
        1,
    );
    Some((found.get(0)?.range(), first.ok()?.last_of_month()))
}

/// Whether the clause around a day tells of the conduct.
fn tells_of_conduct(text: &str, start: usize, end: usize) -> bool {
    let before = &text[..start];
    let from = before.rfind(['。', '；', '\n']).map_or(0, |at| at);
    let after = &text[end..];
    let sentence_end = after.find(['。', '；', '\n']).unwrap_or(after.len());
    let clause_end = after.find(['，', '。', '；', '\n']).unwrap_or(after.len());
    let clause_from = before
        .rfind(['，', '。', '；', '\n'])
        .unwrap_or(0)
        .max(from);
    let clause = &text[clause_from..end + clause_end];
    // The next clause may say what happened on the day: 2019年3月1日，因犯盗窃罪被判处…….
    let next = after[..sentence_end].match_indices('，').nth(1);
    let near = &text[clause_from..end + next.map_or(sentence_end, |(at, _)| at)];
    let other = OTHER_MATTERS.iter().any(|word| near.contains(word));
    // 2010年1月2日，张某到案: a short clause that says how it ended.
    let behind = near.rsplit('，').next().unwrap_or_default();
    let ended = |words: &str| ENDS.iter().any(|word| words.contains(word));
    let ended = ended(clause) || behind.chars().count() <= MOST_END_CHARS && ended(behind);
    !other && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Year, month and day.
    type Day = (i16, i8, i8);

    #[track_caller]
    fn check(text: &str, expected: Option<(Day, Day)>) {
        let day = |(year, month, day): Day| Date::new(year, month, day).ok();
        let expected = expected.and_then(|(first, last)| day(first).zip(day(last)));
        assert_eq!(days_of_conduct(text), expected, "{text}");
    }

    #[test]
    fn days_of_the_conduct_are_found() {
        let one = (2009, 3, 5);
        check(
            "2009年3月5日22时许，张某酒后驾车行驶至路口。",
            Some((one, one)),
        );
        check(
            "2009年3月5日，张某卖卡一张。二〇一〇年十月一日，又卖一张。",
            Some((one, (2010, 10, 1))),
        );
        check(
            "张某于２００９年３月５日盗窃灯油。2010年1月2日，张某到案。",
            Some((one, one)),
        );
    }

    #[test]
    fn month_without_a_day_counts_to_its_last() {
        let march = (2009, 3, 31);
        check("2009年3月的一天，张某醉酒驾车。", Some((march, march)));
        check("二〇〇九年三月，张某醉酒驾车。", Some((march, march)));
        check("２００９年３月间，张某卖卡。", Some((march, march)));
        check(
            "自2008年1月至2009年2月，张某拒不支付报酬。",
            Some(((2008, 1, 31), (2009, 2, 28))),
        );
        check("张某，1980年5月出生。", None);
        check("2009年13月，张某卖卡。", None);
    }

    #[test]
    fn other_days_are_left_out() {
        check("张某，男，1980年5月6日出生，农民。", None);
        check("张某2005年1月2日因犯盗窃罪被判处拘役。", None);
        check(
            "2010年1月2日，因犯盗窃罪被判处拘役；2010年6月1日刑满释放。",
            None,
        );
        check("2012年2月3日被刑事拘留，同年3月1日被逮捕。", None);
        check("张某酒后驾车。", None);
    }
}
