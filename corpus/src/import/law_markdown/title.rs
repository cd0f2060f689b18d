//! The title of a law: over how many lines it runs, the name of the law without a
//! note of the version, and what the note says.

use std::sync::LazyLock;

use regex::Regex;

use super::label::label;
use super::lines::Line;
use super::{TITLE_ENDS, is_history};
use crate::characters;
use crate::document::Date;
use crate::issuer_names::{self, ISSUERS};
use crate::normalize::{half_width, single_spaced, without_spaces};

/// Longest title in characters; the longest official one has about 110.
const MAX_TITLE_CHARS: usize = 200;

/// Longest line that can be a piece of a title.
const MAX_TITLE_LINE_CHARS: usize = 60;

/// Most lines over which a title runs: six bodies, and what they decided, in two.
pub(in crate::import) const MAX_TITLE_LINES: usize = 8;

/// （2015修正）, （2018年修订）, (2012), （2009年8月27日第二次修正文本）, （2013年版）, （修订）
static VERSION_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:(?P<year>(?:19|20)\d{2})(?:\.\d{1,2}){0,2}年?(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?(?:第[一二三四五六七八九十]+次)?(?:最新)?(?:修正|修订|修改|通过|公布|颁布|制定|施行|发布)?(?:文本|本|版|稿)?|(?:最新)?(?:修正|修订|修改)(?:文本|本|版)?|最新(?:版|文本)?|现行(?:有效)?(?:文本|版)?)$",
    )
    .expect("the pattern is a constant")
});

/// What is known of a law by its title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Title {
    /// As the file says, on one line.
    pub text: String,
    /// The official name: in simplified characters, 、 between issuers, without a note
    /// of the version.
    pub law: String,
    /// The note of the version, where there is one.
    pub note: Option<VersionNote>,
}

/// A note of the version in a title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct VersionNote {
    /// As written, without brackets: 2015修正.
    pub text: String,
    /// Its year.
    pub year: Option<i16>,
    /// Its day, where it names one.
    pub day: Option<Date>,
}

impl Title {
    /// Reads a title that stands on one line.
    pub fn of(text: &str) -> Self {
        let text = single_spaced(text.trim_matches('*'));
        let simple = simplified(&text);
        let name = simple.as_deref().unwrap_or(&text).replace('·', " ");
        let name = match issuer_names::joined(&name) {
            Some(joined) if joined.contains('、') && joined != without_spaces(&name) => joined,
            _ => simple.unwrap_or_else(|| text.clone()),
        };
        let (law, note) = match without_version(&name) {
            Some((law, note)) => (law.to_owned(), Some(note)),
            None => (name, None),
        };
        Self { text, law, note }
    }
}

/// A name and the note of its version. The year of an amendment (宪法修正案（2018年）)
/// belongs to its name.
pub(super) fn without_version(title: &str) -> Option<(&str, VersionNote)> {
    let title = title.trim_end();
    let inner = title.strip_suffix(['）', ')', '】', '］', '〕', ']'])?;
    let open = inner.rfind(['（', '(', '【', '［', '〔', '['])?;
    let (name, inner) = inner.split_at(open);
    let name = name.trim_end();
    let bracket = inner.chars().next()?;
    let written: String = inner[bracket.len_utf8()..]
        .chars()
        .map(half_width)
        .collect();
    let compact = without_spaces(&written);
    let found = VERSION_NOTE.captures(&compact)?;
    let of_name = name.is_empty() || name.ends_with("修正案") || !is_title(name);
    let number = |group: &str| {
        found
            .name(group)
            .and_then(|part| part.as_str().parse().ok())
    };
    let year: Option<i16> = number("year");
    let day = |year| {
        let month = found.name("month")?.as_str().parse().ok()?;
        Date::new(year, month, found.name("day")?.as_str().parse().ok()?).ok()
    };
    (!of_name).then(|| {
        let note = VersionNote {
            day: year.and_then(day),
            year,
            text: compact.clone(),
        };
        (name, note)
    })
}

/// Whether a text ends as titles of statutes do.
pub(crate) fn is_title(text: &str) -> bool {
    let text = text.split(['（', '(']).next().unwrap_or(text).trim_end();
    let ends = |text: &str| TITLE_ENDS.iter().any(|end| text.ends_with(end));
    text.chars().count() <= MAX_TITLE_CHARS
        && (ends(text) || simplified(text).is_some_and(|simple| ends(&simple)))
}

/// Over how many lines the title runs that begins with the first of them. One, unless
/// the lines together end as titles do and the first does not, or is not done.
pub(super) fn length(lines: &[Line<'_>]) -> usize {
    let Some(first) = lines.first().filter(|first| first.depth == 0) else {
        return 1;
    };
    let pieces: Vec<&str> = lines
        .iter()
        .take(MAX_TITLE_LINES)
        .take_while(|line| line.depth == 0)
        .map(|line| line.text)
        .take_while(|text| is_piece(text))
        .collect();
    let done = |count: usize| {
        let joined = pieces[..count].concat();
        let next = pieces.get(count).copied().unwrap_or_default();
        is_title(&joined) && is_balanced(&joined) && !goes_on(&joined, next)
    };
    let count = (1..=pieces.len()).find(|&count| done(count)).unwrap_or(1);
    let behind = lines.get(count).map(|line| without_spaces(line.text));
    let note = behind.is_some_and(|text| {
        let whole = format!(
            "{}{text}",
            pieces.get(..count).unwrap_or(&[first.text]).concat()
        );
        let in_brackets = text.starts_with(['（', '(']) && text.ends_with(['）', ')']);
        in_brackets
            && !is_history(&text)
            && (is_ordinal(&text) || without_version(&whole).is_some())
    });
    count + usize::from(note)
}

/// The lines of a title as one; issuers that have a line each stay apart.
pub(super) fn joined(lines: &[Line<'_>]) -> String {
    let mut whole = String::new();
    for line in lines {
        let text = line.text.trim_matches('*');
        if ends_with_issuer(&whole) && starts_with_issuer(text) {
            whole.push(' ');
        }
        whole.push_str(text);
    }
    single_spaced(&whole)
}

/// A text in simplified characters; `None` when it is.
pub(super) fn simplified(text: &str) -> Option<String> {
    let simple = characters::simplified_name(text);
    (simple != text).then_some(simple)
}

fn ends_with_issuer(text: &str) -> bool {
    let text = simplified(text).unwrap_or_else(|| text.to_owned());
    ISSUERS.iter().any(|(name, _)| text.ends_with(name))
}

fn starts_with_issuer(text: &str) -> bool {
    let text = simplified(text).unwrap_or_else(|| text.to_owned());
    ISSUERS.iter().any(|(name, _)| text.starts_with(name))
}

/// （试行）, （一）: a line of its own that belongs to the title.
fn is_ordinal(text: &str) -> bool {
    let inner = text.trim_matches(['（', '(', '）', ')']);
    matches!(inner, "试行" | "试 行" | "暂行" | "試行")
        || inner.chars().count() <= 3 && crate::numerals::parse(inner).is_some()
}

fn is_piece(text: &str) -> bool {
    text.chars().count() <= MAX_TITLE_LINE_CHARS
        && !text.contains(['。', '；', '：', ':'])
        && label(text).is_none()
        && !is_history(text)
}

fn is_balanced(title: &str) -> bool {
    let count = |c| title.matches(c).count();
    count('《') == count('》') && count('〈') == count('〉') && count('（') == count('）')
}

/// 最高人民法院关于适用某法 + 的解释; 中华人民共和国 + …: what follows cannot begin a line.
fn goes_on(joined: &str, next: &str) -> bool {
    let tail = ["的", "若干", "适用"]
        .iter()
        .any(|start| next.starts_with(start));
    tail && is_title(next) && (joined.contains("关于") || joined.contains("關於"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[track_caller]
    fn check(title: &str, law: &str, note: Option<(&str, Option<i16>)>) {
        let found = Title::of(title);
        let found_note = found
            .note
            .as_ref()
            .map(|note| (note.text.as_str(), note.year));
        assert_eq!((found.law.as_str(), found_note), (law, note), "{title}");
    }

    #[test]
    fn version_is_parted_from_the_title() {
        check(
            "某某法（2015修正）",
            "某某法",
            Some(("2015修正", Some(2015))),
        );
        check("某某法(2012)", "某某法", Some(("2012", Some(2012))));
        check(
            "某某条例（２０１８年修订）",
            "某某条例",
            Some(("2018年修订", Some(2018))),
        );
        check(
            "某某法 （2009 年修正文本）",
            "某某法",
            Some(("2009年修正文本", Some(2009))),
        );
        check(
            "某某法【2013年版】",
            "某某法",
            Some(("2013年版", Some(2013))),
        );
        check("某某规则（修订）", "某某规则", Some(("修订", None)));
        let note = Title::of("某某法（2009年8月27日修正）").note.unwrap();
        assert_eq!(note.day, Date::new(2009, 8, 27).ok());
    }

    #[test]
    fn what_belongs_to_a_name_stays() {
        for title in [
            "某某宪法修正案（2018年）",
            "某某规则（试行）",
            "关于适用某某法的解释（三）",
            "某某法",
            "关于某事的决定（草案）",
        ] {
            check(title, title, None);
        }
    }

    #[test]
    fn issuers_are_parted_by_the_same_mark() {
        let law = "最高人民法院、最高人民检察院、公安部关于某事的意见";
        check(
            "最高人民法院 最高人民检察院 公安部关于某事的意见",
            law,
            None,
        );
        check(
            "最高人民法院　最高人民检察院　公安部 关于某事的意见",
            law,
            None,
        );
        check(
            "最高人民法院·最高人民检察院·公安部关于某事的意见",
            law,
            None,
        );
        check(law, law, None);
        let other = "关于执行《某某法》 确定罪名的补充规定（七）";
        check(other, other, None);
    }

    #[test]
    fn traditional_title_has_a_simplified_name() {
        let found = Title::of("中華人民共和國某事處罰法");
        assert_eq!(found.law, "中华人民共和国某事处罚法");
        assert_eq!(found.text, "中華人民共和國某事處罰法");
    }

    #[track_caller]
    fn check_length(lines: &[&str], expected: usize, title: &str) {
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|text| Line {
                number: 1,
                depth: 0,
                text,
            })
            .collect();
        assert_eq!(length(&lines), expected, "{title}");
        assert_eq!(joined(&lines[..expected]), title);
    }

    #[test]
    fn title_runs_over_lines() {
        check_length(
            &[
                "最高人民法院",
                "最高人民检察院",
                "公安部",
                "关于办理某案的意见",
                "第一条 甲",
            ],
            4,
            "最高人民法院 最高人民检察院 公安部关于办理某案的意见",
        );
        check_length(
            &["中华人民共和国", "某某法", "第一章 总则"],
            2,
            "中华人民共和国某某法",
        );
        check_length(
            &[
                "最高人民法院关于适用某某法",
                "的解释",
                "（2020年1月1日通过）",
            ],
            2,
            "最高人民法院关于适用某某法的解释",
        );
        check_length(
            &["某院关于适用《某某法》", "若干问题的解释", "（三）"],
            3,
            "某院关于适用《某某法》若干问题的解释（三）",
        );
        check_length(
            &["某某规则", "（试行）", "第一条 甲"],
            2,
            "某某规则（试行）",
        );
        check_length(
            &["某某法", "（2018年修正）", "第一条 甲"],
            2,
            "某某法（2018年修正）",
        );
    }

    #[test]
    fn title_of_one_line_stays() {
        check_length(
            &["某某法", "（2018年1月1日通过）", "第一条 甲"],
            1,
            "某某法",
        );
        check_length(&["某某条例", "第一章 总则", "第一条 甲"], 1, "某某条例");
        check_length(&["甲市规划", "乙", "丙"], 1, "甲市规划");
    }
}
