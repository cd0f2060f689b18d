//! What a title says beside the name of the law: which version it is (（2015修正）), and
//! whether it is for trial use (（试行）).
//!
//! 宪法修正案（2018年） and 目录（2022年版） have the year as a part of their name; an
//! ordinal （二） always is one.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use crate::document::Date;
use crate::normalize::{half_width, without_spaces};
use crate::numerals;

/// Which text of a law is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Edition {
    /// That of a year: 1979年刑法, 刑法（2015修正）.
    Year(i16),
    /// That of a day: 2018年10月26日修正的《刑事诉讼法》.
    Day(Date),
    /// （试行）
    Trial,
    /// 2015年修正前的: the one before the act of that year.
    BeforeYear(i16),
    /// 2021年3月1日以前的: the one of the day before.
    BeforeDay(Date),
    /// 旧刑法, 修订前的: the one before the law was last made anew.
    BeforeRevision,
    /// 修正前的, 修改前的: the one before the last amendment.
    BeforeAmendment,
    /// 原《侵权责任法》: a law that is no more, or an earlier text of one that is.
    Former,
    /// 行为时的, 当时有效的: the one of the day of the conduct, which the text does not name.
    OfThatTime,
    /// 现行, 新, 修订后的: the newest one.
    Newest,
}

impl Edition {
    /// Whether it is one that another has taken the place of.
    pub fn is_past(self) -> bool {
        matches!(
            self,
            Self::BeforeYear(_) | Self::BeforeDay(_) | Self::BeforeRevision | Self::BeforeAmendment
        )
    }

    /// Whether it is one text whatever day is asked for.
    pub fn names_one(self) -> bool {
        !matches!(self, Self::OfThatTime | Self::Newest)
    }

    /// For readers, in Chinese.
    pub fn label(self) -> String {
        match self {
            Self::Year(year) => format!("{year} 年的文本"),
            Self::Day(day) => format!("{day} 的文本"),
            Self::BeforeYear(year) => format!("{year} 年修改前的文本"),
            Self::BeforeDay(day) => format!("{day} 以前的文本"),
            Self::Trial => "试行文本".to_owned(),
            Self::BeforeRevision => "修订前的文本".to_owned(),
            Self::BeforeAmendment => "修正前的文本".to_owned(),
            Self::Former => "原文本".to_owned(),
            Self::OfThatTime => "当时的文本".to_owned(),
            Self::Newest => "现行文本".to_owned(),
        }
    }
}

/// A title taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TitleParts<'t> {
    /// The title without the note of the version, as written.
    pub name: &'t str,
    /// The version that the note names; `None` also for a note that names none (（修订）).
    pub edition: Option<Edition>,
    /// The note without its brackets: 2015修正.
    pub note: Option<&'t str>,
    /// Whether the title has （试行）.
    pub trial: bool,
}

/// Ends of names whose year in brackets is a part of the name.
const YEAR_IN_NAME: &[&str] = &["修正案", "目录", "名录", "清单", "标准"];

/// A note of a version: 2015修正, 2018年10月26日第三次修正, 2012, 2019-04-23, 修订.
static NOTE: LazyLock<Regex> = LazyLock::new(|| {
    let year = r"(?P<y>(?:19|20)\d\d|[一二][九〇零○0][〇零○一二三四五六七八九十0]{2})";
    let day = r"(?:(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})(?:月|[-./])(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日?)?)?";
    let session = r"(?:第[一二三四五六七八九十]+届[^,，；;]{0,40}会议)?";
    let act = r"(?:[《〈]?[^,，；;]{2,30}修正案(?:\([一二三四五六七八九十]+\))?[》〉]?|[《〈]?[^,，；;]{0,20}关于修改[^,，；;]{2,50}的决定[》〉]?)?";
    let made = r"(?:第[一二三四五六七八九十]次)?(?:修正|修订|修改|通过|公布|颁布|发布|制定|起?施行|起?实施)?(?:文本|后|的|版)*";
    Regex::new(&format!(
        r"^(?:(?:于|自|经|根据|依据)?{year}(?:年|[-./])?{day}{session}{act}{made}|(?:修正|修订|修改)(?:本|版|文本|后)?)(?:[,，；;].*)?$"
    ))
    .expect("the pattern is a constant")
});

/// Takes a title apart.
pub fn split(title: &str) -> TitleParts<'_> {
    let title = title.trim();
    let trial = title.contains("（试行）") || title.contains("(试行)");
    let plain = TitleParts {
        name: title,
        edition: None,
        note: None,
        trial,
    };
    let Some((name, note)) = last_brackets(title) else {
        return plain;
    };
    let inside = note.trim();
    let edition = match version_note(inside) {
        Some(edition) if is_note_of(name, inside) => edition,
        _ => return plain,
    };
    TitleParts {
        name,
        edition,
        note: Some(inside),
        trial,
    }
}

/// The title before the brackets at its end, and what stands in them.
pub(crate) fn last_brackets(title: &str) -> Option<(&str, &str)> {
    let title = title.trim_end();
    let mut depth = 0;
    for (at, c) in title.char_indices().rev() {
        match c {
            '）' | ')' | '〕' | '］' | ']' | '】' | '﹞' => depth += 1,
            '（' | '(' | '〔' | '［' | '[' | '【' | '﹝' => depth -= 1,
            _ if depth == 0 => return None,
            _ => continue,
        }
        if depth == 0 {
            let name = title[..at].trim_end();
            let inside = at + c.len_utf8()..title.len() - title.chars().next_back()?.len_utf8();
            return (!name.is_empty()).then(|| (name, &title[inside]));
        }
    }
    None
}

/// Whether a note that looks like one of a version is one behind this name.
pub(crate) fn is_note_of(name: &str, note: &str) -> bool {
    let made_anew = ["修正", "修订", "修改"]
        .iter()
        .any(|word| note.contains(word));
    let name = name.trim_end_matches('》');
    let part_of_name = YEAR_IN_NAME.iter().any(|end| name.ends_with(end));
    !part_of_name || made_anew && !name.ends_with("修正案")
}

/// Reads what stands in brackets behind a name as the note of a version: `None` when it
/// is none, `Some(None)` when it names no version (（修订）).
pub fn version_note(inside: &str) -> Option<Option<Edition>> {
    let plain: String = without_spaces(inside).chars().map(half_width).collect();
    let edition = dated(&NOTE.captures(&plain)?);
    // （1997年修订，2015年修正）: the last one made the text.
    let later = plain.split([',', '，', '；', ';']).skip(1);
    let later = later.filter_map(|part| dated(&NOTE.captures(part)?));
    Some(later.last().or(edition))
}

/// The year or day that the groups `y`, `m` and `d` name.
pub(crate) fn dated(found: &Captures<'_>) -> Option<Edition> {
    let year = year_of(found.name("y")?.as_str())?;
    let number = |group: &str| -> Option<i8> {
        let number = numerals::parse(found.name(group)?.as_str())?;
        i8::try_from(number).ok()
    };
    let day = number("m").zip(number("d"));
    let day = day.and_then(|(month, day)| Date::new(year, month, day).ok());
    Some(day.map_or(Edition::Year(year), Edition::Day))
}

/// 1979, 一九七九, 79: a year of this century or the last.
pub(crate) fn year_of(text: &str) -> Option<i16> {
    let digits: Option<Vec<i16>> = text.chars().map(digit).collect();
    let year = digits?.into_iter().fold(0, |year, digit| year * 10 + digit);
    match text.chars().count() {
        4 => Some(year),
        2 if year >= 49 => Some(1900 + year),
        2 => Some(2000 + year),
        _ => None,
    }
}

fn digit(c: char) -> Option<i16> {
    let digits = "零一二三四五六七八九";
    match half_width(c) {
        '〇' | '○' => Some(0),
        c => match c.to_digit(10) {
            Some(digit) => i16::try_from(digit).ok(),
            None => i16::try_from(digits.chars().position(|known| known == c)?).ok(),
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[track_caller]
    fn check(title: &str, name: &str, edition: Option<Edition>) {
        let parts = split(title);
        assert_eq!((parts.name, parts.edition), (name, edition), "{title}");
    }

    #[test]
    fn note_of_the_version_is_no_part_of_the_name() {
        check("甲法（2015修正）", "甲法", Some(Edition::Year(2015)));
        check("甲法(2018年修正)", "甲法", Some(Edition::Year(2018)));
        check(
            "《甲法》（1997年修订）",
            "《甲法》",
            Some(Edition::Year(1997)),
        );
        check("甲法（2012）", "甲法", Some(Edition::Year(2012)));
        check("甲法〔二〇一二年修正〕", "甲法", Some(Edition::Year(2012)));
        check("甲法（１９７９年）", "甲法", Some(Edition::Year(1979)));
        let day = Date::new(2019, 4, 23).unwrap();
        check("甲法 (2019-04-23)", "甲法", Some(Edition::Day(day)));
        check(
            "甲法（2019年4月23日第三次修正）",
            "甲法",
            Some(Edition::Day(day)),
        );
        for note in [
            "2012年修正，2019年4月23日第三次修正",
            "2012年3月1日公布；2019年4月23日修订，以下简称某法",
            "根据2019年4月23日第九届甲大会常务委员会第十次会议《甲法修正案（三）》修正",
            "根据2019年4月23日第九届甲大会常务委员会第十次会议《关于修改〈甲法〉等八部法律的决定》第二次修正",
            "经2019年4月23日《甲法修正案》修正",
        ] {
            check(&format!("甲法（{note}）"), "甲法", Some(Edition::Day(day)));
        }
        check("甲办法（修订）", "甲办法", None);
        assert_eq!(split("甲办法（修订）").note, Some("修订"));
        check("甲目录（2017年修订）", "甲目录", Some(Edition::Year(2017)));
    }

    #[test]
    fn numbers_and_years_that_belong_to_the_name_stay() {
        for title in [
            "甲解释（一）",
            "甲法修正案（八）",
            "宪法修正案（2018年）",
            "甲目录（2022年版）",
            "甲目录（2019年本）",
            "甲规定（试行）",
            "关于妨害国（边）境管理的解释",
            "甲法（草案）",
        ] {
            let parts = split(title);
            assert_eq!((parts.name, parts.note), (title, None), "{title}");
        }
        assert!(split("甲规则（试行）").trial && !split("甲试行办法").trial);
    }
}
