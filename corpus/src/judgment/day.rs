//! The day of a decision (裁判日期): at its foot, alone on its line or beside the signatures,
//! in Chinese numerals (二〇一九年六月十七日), digits of any width (2018年5月5日) or with points
//! (2018.5.5). Not the days of conduct, hearing, indictment or terms, which stand in sentences.

use std::sync::LazyLock;

use regex::Regex;

use super::number::Squeezed;
use super::{Found, Place};
use crate::case::{Section, SectionRole};
use crate::document::Date;
use crate::import::dates::numeral_date;
use crate::numerals;

/// A day that is a line of its own, or has only signatures and seals before and behind it.
static FOOT: LazyLock<Regex> = LazyLock::new(|| {
    let year = "[12][0-9]{3}|[一二][〇零○ＯOoΟО0一二三四五六七八九]{3}";
    let small = "[0-9]{1,2}|[十廿卅元正一二三四五六七八九]{1,3}";
    let signed = "(?:审判长|审判员|陪审员|法官|检察官|检察员|书记员)";
    Regex::new(&format!(
        r"^(?:.*{signed}[^，。；：,;]{{1,14}}|\((?:院|公)?章\)|.{{2,30}}(?:法院|检察院)(?:\((?:院|公)?章\))?)?(?P<day>(?P<y>{year})(?:年(?P<m>{small})月(?P<d>{small})[日曰目]|[./-](?P<pm>[0-9]{{1,2}})[./-](?P<pd>[0-9]{{1,2}})))(?:\((?:院|公)?章\)|(?:(?:代理?|助理|见习)?(?:法官助理|书记员|法官|检察官助理).*)|本件与原本核对无异.*)?$"
    ))
    .expect("the pattern is a constant")
});

/// Words of sentences that tell of other days.
const OTHER_DAYS: &[&str] = &[
    "刑期",
    "起至",
    "日起",
    "日止",
    "出生",
    "作出",
    "提起",
    "开庭",
    "逮捕",
    "拘留",
    "羁押",
    "被告人",
    "附录",
    "施行",
];

/// The day of the decision; `year` is that of the case number, before which nothing was decided.
pub(super) fn decided(sections: &[Section], year: Option<i16>) -> Option<Found<Date>> {
    let fits = |date: &Date| year.is_none_or(|year| date.year() >= year);
    let of_decision = |section: &Section| {
        matches!(
            section.role,
            SectionRole::Text | SectionRole::Disposition | SectionRole::Opinion
        )
    };
    let lines = |number: usize| lines_of(&sections[number].text, number);
    let numbers = || (0..sections.len()).rev();
    let foot = numbers().find_map(|number| {
        let last = number + 1 == sections.len();
        if !last && !of_decision(&sections[number]) {
            return None;
        }
        lines(number)
            .find_map(|(line, place)| foot_day(line, &place))
            .filter(|found| fits(&found.value))
    });
    let in_numerals = || {
        numbers()
            .filter(|&number| of_decision(&sections[number]))
            .find_map(|number| {
                let mut tried = lines(number)
                    .filter(|(line, _)| !OTHER_DAYS.iter().any(|word| line.contains(word)));
                tried.find_map(|(line, place)| {
                    let date = numeral_date(line).filter(|date| fits(date))?;
                    Some(Found::new(date, place))
                })
            })
    };
    foot.or_else(in_numerals)
}

/// The lines of a section with their places.
fn lines_of(text: &str, section: usize) -> impl Iterator<Item = (&str, Place)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let range = start..start + line.trim_end().len();
        start += line.len();
        (line, Place::new(section, range))
    })
}

/// The day of a line at the foot, with its own place in the line.
fn foot_day(line: &str, place: &Place) -> Option<Found<Date>> {
    if line.chars().count() > 300 {
        return None;
    }
    let squeezed = Squeezed::of(line);
    let found = FOOT.captures(&squeezed.text)?;
    let part = |name: &str| found.name(name).map(|part| part.as_str());
    let month = part("m").or(part("pm"))?;
    let day = part("d").or(part("pd"))?;
    let date = Date::new(
        number(part("y")?)?.try_into().ok()?,
        number(month)?.try_into().ok()?,
        number(day)?.try_into().ok()?,
    );
    let own = squeezed.source_range(found.name("day")?.range());
    let start = place.byte_range.start;
    let place = Place::new(place.section, start + own.start..start + own.end);
    Some(Found::new(date.ok()?, place))
}

/// A number of a day: clerks type the letter O for zero, and 元月 for the first month.
fn number(text: &str) -> Option<u64> {
    let text: String = text
        .chars()
        .map(|c| match c {
            'O' | 'o' | 'Ｏ' | '\u{39f}' | '\u{41e}' => '〇',
            '元' | '正' => '一',
            other => other,
        })
        .collect();
    let digits: String = text
        .chars()
        .map(|c| {
            if c == '0' && !text.is_ascii() {
                '〇'
            } else {
                c
            }
        })
        .collect();
    numerals::parse(&digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(role: SectionRole, text: &str) -> Section {
        Section {
            role,
            label: String::new(),
            text: text.to_owned(),
        }
    }

    #[track_caller]
    fn check(foot: &str, year: Option<i16>, expected: Option<(&str, &str)>) {
        let sections = [
            section(
                SectionRole::Procedure,
                "某县人民法院\n于2017年3月2日提起公诉，2017年4月5日公开开庭审理。",
            ),
            section(
                SectionRole::Disposition,
                "被告人甲犯盗窃罪，判处拘役三个月。\n（刑期自二〇一七年四月一日起至二〇一七年六月三十日止）",
            ),
            section(SectionRole::Text, foot),
        ];
        let found = decided(&sections, year);
        let told = found.as_ref().map(|found| {
            let place = found.place.text(&sections).unwrap_or_default();
            (found.value.to_string(), place)
        });
        let told = told.as_ref().map(|(date, place)| (date.as_str(), *place));
        assert_eq!(told, expected, "{foot}");
    }

    #[test]
    fn day_at_the_foot_is_read_in_all_numerals() {
        let day = |text| Some(("2018-05-05", text));
        check(
            "如不服本判决，可上诉。\n审判员乙\n2018年5月5日\n书记员丙",
            None,
            day("2018年5月5日"),
        );
        check(
            "审判员 乙\n二〇一八年五月五日",
            None,
            day("二〇一八年五月五日"),
        );
        check(
            "审判员 乙\n二○一八年五月五日",
            None,
            day("二○一八年五月五日"),
        );
        check(
            "审判员乙\n２０１８年５月５日",
            None,
            day("２０１８年５月５日"),
        );
        // Scanners read 曰 or 目 for 日.
        for text in [
            "二〇一八年五月五曰",
            "2018年5月5曰",
            "二○一八年五月五目",
            "２０１８年５月５ 曰",
        ] {
            check(&format!("审判员 乙\n{text}\n书记员 丙"), None, day(text));
        }
        check("审判长 乙\n2018.5.5", None, day("2018.5.5"));
        check("审判长 乙\n2018-05-05", None, day("2018-05-05"));
        check(
            "审判长乙 审判员丙 二O一八年五月五日 书记员丁",
            None,
            day("二O一八年五月五日"),
        );
        check(
            "某县人民法院（章）\n二〇一八 年 五 月 五 日",
            None,
            day("二〇一八 年 五 月 五 日"),
        );
    }

    #[test]
    fn other_days_are_not_that_of_the_decision() {
        check("如不服本判决，可上诉。", None, None);
        check("本判决书于2018年5月9日送达被告人。", None, None);
        check("审判员乙\n2016年5月5日", Some(2017), None);
    }
}
