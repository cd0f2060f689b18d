//! What is written beside the name of a law and says which of its texts is meant:
//! 1979年《刑法》, 修订前的公司法, 刑法（1997年修订）, …解释（法释〔2012〕21号）, …规则（试行）.

use std::sync::LazyLock;

use regex::Regex;

use super::boundary::begins_behind;
use super::clause_of_time;
use crate::doc_number;
use crate::document::Date;
use crate::law_title::{Edition, dated, is_note_of, last_brackets, version_note, year_of};
use crate::normalize::{half_width, without_spaces};
use crate::numerals;

/// Longest words before a name that say which version it is, in characters.
const MAX_BEFORE_CHARS: usize = 24;

/// Bytes of two full-width brackets.
const BRACKETS: usize = 2 * '（'.len_utf8();

/// Longest note in brackets, in characters.
const MAX_NOTE_CHARS: usize = 160;

/// What is written beside a name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Beside {
    /// Which text of the law is meant.
    pub edition: Option<Edition>,
    /// The number of the document (文号) behind the title, in its canonical form.
    pub doc_number: Option<String>,
}

impl Beside {
    fn edition(edition: Edition) -> Self {
        Self {
            edition: Some(edition),
            doc_number: None,
        }
    }

    /// Adds what another note says; the first one that says something counts.
    pub fn or(self, other: Self) -> Self {
        let trial = [self.edition, other.edition].contains(&Some(Edition::Trial));
        let edition = self.edition.or(other.edition);
        Self {
            edition: if trial { Some(Edition::Trial) } else { edition },
            doc_number: self.doc_number.or(other.doc_number),
        }
    }
}

/// The text before what was done in a year (2015年修正前), else before a day.
fn before_side(found: &regex::Captures<'_>) -> Option<Edition> {
    let made = found.name("made").filter(|made| !made.is_empty());
    match (made, dated(found)?) {
        (None, Edition::Day(day)) => Some(Edition::BeforeDay(day)),
        _ => Some(Edition::BeforeYear(year_of(&found["y"])?)),
    }
}

/// The text before the day that `words` end with: 2021年3月1日之前.
pub(super) fn by_day(words: &str) -> Option<Edition> {
    let found = DATED.captures(words)?;
    let side = found.name("side")?.as_str();
    let edition = side.ends_with('前').then(|| before_side(&found))??;
    matches!(edition, Edition::BeforeDay(_)).then_some(edition)
}

/// The text before or after what was done in a year (2015年修正前), that `words` end with,
/// and where they begin; without what was done (2015年前) they tell a day.
pub(super) fn by_year(words: &str) -> Option<(Edition, usize)> {
    let found = DATED.captures(words)?;
    found.name("made").filter(|made| !made.is_empty())?;
    let year = found.name("y")?;
    let side = found.name("side")?.as_str();
    let edition = match side.ends_with('前') {
        true => Edition::BeforeYear(year_of(year.as_str())?),
        false => dated(&found)?,
    };
    Some((edition, year.start()))
}

/// 2018年10月26日修正的, 1997年修订后的, 九七年, 2015年修正前的.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let year = r"(?P<y>(?:19|20)\d\d|[一二][九〇零○][〇零○一二三四五六七八九]{2}|[0-9]\d|[七八九][〇零○一二三四五六七八九])";
    let day = r"(?:(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})日)?)?";
    let made = r"(?:第[一二三四五六七八九十]次|新)?(?P<made>修正|修订|修改|通过|公布|颁布|发布|制定|起?施行|起?实施|生效)?";
    Regex::new(&format!(
        r"(?:^|[^0-9〇零○一二三四五六七八九])(?:{year}年{day}{made}(?P<side>[以之]?前|[以之]?后|版)?(?:有效|适用|施行|实施|生效)?(?P<then>时)?的?)$"
    ))
    .expect("the pattern is a constant")
});

/// 97刑法, 九七刑法, 2015《刑法》.
static SHORT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9第〇零○一二三四五六七八九十百])(?P<y>[789]\d|[七八九][〇零○一二三四五六七八九]|(?:19|20)\d\d)(?:修正|修订)?(?:版|文本|本)?的?$")
        .expect("the pattern is a constant")
});

/// 修订前的, 旧, 原, 现行.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?P<revision>(?:修订|修编)(?:以|之)?前的?|旧(?:版|法|本)?的?|老(?:版)?的?)|(?P<amendment>(?:修正|修改|修法|变更)(?:以|之)?前的?|尚?未(?:经)?(?:修正|修改|修订)的)|(?P<then>(?:(?:行为|犯罪|案发|作案|事发|审判|裁判|立案)(?:时|当时)|当时|彼时|当年|那时)(?:[（(][^）)]{1,4}[）)])?(?:施行|实施|有效|适用|生效)?中?的?)|(?P<former>原来?的?|原先的|以前的|此前的|先前的|过去的|(?:已经?|现已|业已)?(?:失效|废止)的)|(?P<newest>现行的?|最?新(?:修订|修正|修改)?的?|(?:修订|修正|修改)(?:以)?后的?))$",
    )
    .expect("the pattern is a constant")
});

/// The days on which the amendments to the criminal law were passed, the first one first.
const CRIMINAL_AMENDMENTS: [(i16, i8, i8); 12] = [
    (1999, 12, 25),
    (2001, 8, 31),
    (2001, 12, 29),
    (2002, 12, 28),
    (2005, 2, 28),
    (2006, 6, 29),
    (2009, 2, 28),
    (2011, 2, 25),
    (2015, 8, 29),
    (2017, 11, 4),
    (2020, 12, 26),
    (2023, 12, 29),
];

/// 刑法修正案（九）施行前的, 根据《刑法修正案（九）》修正.
static BY_AMENDMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:根据|依据|经|按照?)?[《]?(?:中华人民共和国)?(?:刑法)?修正案[（(]?(?P<n>[一二三四五六七八九十]{1,2})[）)]?[》]?(?:(?:公布|颁布|出台|通过|施行|实施|生效|修正|修订|修改)*(?:以|之)?(?P<side>前|后)|修正|修订|修改)的?$",
    )
    .expect("the pattern is a constant")
});

/// The text before or after an amendment to the criminal law that `words` end with, and
/// where they begin.
pub(super) fn by_amendment(words: &str) -> Option<(Edition, usize)> {
    let found = BY_AMENDMENT.captures(words)?;
    let number = usize::try_from(numerals::parse(&found["n"])?).ok()?;
    let &(year, month, day) = CRIMINAL_AMENDMENTS.get(number.checked_sub(1)?)?;
    // Two were passed in 2001; the text before the second is taken for that before both,
    // which but for article 342 is the same.
    let edition = match found.name("side").map(|side| side.as_str()) {
        Some("前") => Edition::BeforeYear(year),
        _ => Edition::Day(Date::new(year, month, day).ok()?),
    };
    Some((edition, found.get(0)?.start()))
}

/// The text that `before` means where it ends with the title of an act and what that did,
/// or with a clause of time: 《刑法修正案（十一）》生效前的, 2015年修正前，.
pub(super) fn by_amendment_before(before: &str) -> Option<Edition> {
    if let Some(edition) = clause_of_time::before_name(before) {
        return Some(edition);
    }
    let side = before.trim_end().trim_end_matches('的');
    let found = side
        .ends_with(['前', '后'])
        .then(|| by_amendment(last_chars(before)));
    found.flatten().map(|(edition, _)| edition)
}

fn last_chars(text: &str) -> &str {
    let at = text.char_indices().rev().nth(MAX_BEFORE_CHARS);
    &text[at.map_or(0, |(at, _)| at)..]
}

/// Which text the words at the end of `before` mean, and where those words begin.
pub(super) fn before_name(before: &str) -> Option<(Edition, usize)> {
    let trimmed = before.trim_end_matches([' ', '\u{3000}']);
    let near = trimmed
        .char_indices()
        .rev()
        .nth(MAX_BEFORE_CHARS)
        .map_or(0, |(at, _)| at);
    let words = &trimmed[near..];
    if let Some(edition) = clause_of_time::before_name(trimmed) {
        return Some((edition, trimmed.len()));
    }
    // 刑法修正案（九）修改《刑法》 tells what the act did.
    if let Some((edition, start)) = by_amendment(words)
        && !words.ends_with("修改")
        && !words.ends_with("修正")
        && !words.ends_with("修订")
    {
        return Some((edition, near + start));
    }
    if let Some(found) = DATED.captures(words)
        && let Some(year) = found.name("y")
    {
        let start = near + year.start();
        let edition = match (year.as_str().chars().count(), found.name("side")) {
            (4, Some(side)) if side.as_str().ends_with('前') => before_side(&found)?,
            (4, None) if found.name("then").is_some() => {
                Edition::BeforeDay(Date::new(year_of(year.as_str())? + 1, 1, 1).ok()?)
            }
            (4, _) => dated(&found)?,
            _ => Edition::Year(year_of(year.as_str())?),
        };
        return Some((edition, start));
    }
    if let Some(found) = SHORT_YEAR.captures(words)
        && let Some(year) = found.name("y")
    {
        return Some((Edition::Year(year_of(year.as_str())?), near + year.start()));
    }
    // （2018年）《某法》
    if let Some((edition, inside)) = in_brackets_at_end(words) {
        return Some((edition, trimmed.len() - inside - BRACKETS));
    }
    let found = WORD.captures(words)?;
    let start = near + found.get(0)?.start();
    let edition = match () {
        () if found.name("revision").is_some() => Edition::BeforeRevision,
        () if found.name("amendment").is_some() => Edition::BeforeAmendment,
        () if found.name("then").is_some() => Edition::OfThatTime,
        () if found.name("former").is_some() => Edition::Former,
        () => Edition::Newest,
    };
    // 草原《…》 is no 原《…》.
    may_begin_behind(&trimmed[..start]).then_some((edition, start))
}

/// The text that a note in brackets at the end of `words` means, which stands before a
/// name, and the length of the note.
fn in_brackets_at_end(words: &str) -> Option<(Edition, usize)> {
    // The brackets may stand at the very beginning of a text.
    let behind_any = format!("、{words}");
    let (_, inside) = last_brackets(&behind_any).filter(|_| !words.ends_with('〕'))?;
    Some((note(inside, "")?.edition?, inside.len()))
}

/// A version between a title and its article: 《某法》，2018年修正，第三条.
pub(super) fn in_commas(gap: &str) -> Option<Edition> {
    let inside = gap
        .trim()
        .strip_prefix(['，', ','])?
        .strip_suffix(['，', ','])?;
    version_note(inside).flatten()
}

/// Whether a note in brackets behind a title says that its version is meant from there on.
pub(super) fn is_for_all(behind: &str) -> bool {
    let inside = first_brackets(behind.trim_start()).map_or("", |(inside, _)| inside);
    ["下同", "均指", "皆指", "均为"]
        .iter()
        .any(|word| inside.contains(word))
}

/// Whether words that say which text is meant can begin behind `before`: 系修正前的.
pub(super) fn may_begin_behind(before: &str) -> bool {
    let is = before.ends_with('系') && !before.ends_with("关系") && !before.ends_with("体系");
    is || begins_behind(before)
}

/// 公司法2018年版, 公司法2018.
static WITHOUT_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[法典例](?P<note>(?:19|20)\d\d年?(?:修正|修订)?(?:版|文本|本)?)$")
        .expect("the pattern is a constant")
});

/// The notes in brackets at the end of `text`, and where the name before them ends.
pub(super) fn notes_at_end(text: &str) -> (Beside, usize) {
    let mut beside = Beside::default();
    let mut end = text.len();
    while let Some((name, inside)) = last_brackets(&text[..end]) {
        let Some(note) = note(inside, name) else {
            break;
        };
        beside = note.or(beside);
        end = name.len();
    }
    if let Some(found) = WITHOUT_BRACKETS.captures(&text[..end])
        && let Some(written) = found.name("note")
        && let Some(Some(edition)) = version_note(written.as_str())
    {
        beside = beside.or(Beside::edition(edition));
        end = written.start();
    }
    (beside, end)
}

/// The notes in brackets at the beginning of `text`, which stands behind a name.
pub(super) fn notes_behind(text: &str) -> Beside {
    let mut beside = Beside::default();
    let mut rest = text.trim_start();
    while let Some((inside, behind)) = first_brackets(rest) {
        let Some(note) = note(inside, "") else {
            break;
        };
        beside = beside.or(note);
        rest = behind.trim_start();
    }
    beside
}

fn first_brackets(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take(MAX_NOTE_CHARS) {
        match c {
            '（' | '(' | '〔' | '［' | '[' | '【' => depth += 1,
            '）' | ')' | '〕' | '］' | ']' | '】' => depth -= 1,
            '\n' => return None,
            _ if depth == 0 => return None,
            _ => continue,
        }
        if depth == 0 {
            let open = text.chars().next()?.len_utf8();
            return Some((&text[open..at], &text[at + c.len_utf8()..]));
        }
    }
    None
}

/// A note with words around it: 均为修订前条文, 本文均指2018年修正的文本.
static PLAIN_NOTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("^(?:本文|以上|上述|以下)?(?:均|皆|都)?(?:为|系|指|是|引自)(?P<note>.+?)(?:的?(?:条文|文本|版本))?$")
        .expect("the pattern is a constant")
});

/// What a note in brackets behind `name` says; `None` when it is a part of the name or
/// something else.
fn note(inside: &str, name: &str) -> Option<Beside> {
    let plain: String = without_spaces(inside).chars().map(half_width).collect();
    let plain = PLAIN_NOTE.captures(&plain).map_or(plain.as_str(), |found| {
        found.name("note").map_or("", |note| note.as_str())
    });
    if let Some(doc_number) = number_at_start(plain) {
        return Some(Beside {
            edition: None,
            doc_number: Some(doc_number),
        });
    }
    let edition = match plain {
        "试行" => Some(Edition::Trial),
        "修订前" | "旧" | "旧法" | "已修订" => Some(Edition::BeforeRevision),
        "修正前" | "修改前" | "已修改" => Some(Edition::BeforeAmendment),
        "原" | "已失效" | "失效" | "已废止" | "废止" => Some(Edition::Former),
        "现行" | "新" | "新法" | "修订后" | "修正后" => Some(Edition::Newest),
        _ => None,
    };
    if let Some(edition) = edition {
        return Some(Beside::edition(edition));
    }
    if let Some((edition, 0)) = by_amendment(plain) {
        return Some(Beside::edition(edition));
    }
    if plain.starts_with("以下简称") || plain.starts_with("简称") || plain.starts_with("下称")
    {
        return Some(Beside::default());
    }
    let edition = version_note(plain).filter(|_| is_note_of(name, plain))?;
    Some(edition.map_or_else(Beside::default, Beside::edition))
}

/// The number of a document that `plain` begins with: 法释〔2012〕21号. That of an order
/// (国务院令第405号) names the regulation, not one text of it: it is cited after later
/// orders changed the text too.
fn number_at_start(plain: &str) -> Option<String> {
    let first = doc_number::find(plain).into_iter().next()?;
    let of_a_text = first.byte_range.start == 0 && doc_number::year(&first.number).is_some();
    of_a_text.then_some(first.number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[track_caller]
    fn check_before(before: &str, expected: Option<Edition>) {
        let found = before_name(before).map(|(edition, _)| edition);
        assert_eq!(found, expected, "{before}");
    }

    #[test]
    fn words_before_a_name_say_which_text() {
        check_before("依照1979年", Some(Edition::Year(1979)));
        check_before("依照一九七九年", Some(Edition::Year(1979)));
        check_before("97", Some(Edition::Year(1997)));
        check_before("依照九七", Some(Edition::Year(1997)));
        check_before("依照97年", Some(Edition::Year(1997)));
        check_before("2018年修正的", Some(Edition::Year(2018)));
        let day = Date::new(2018, 10, 26).unwrap();
        check_before("2018年10月26日修正的", Some(Edition::Day(day)));
        check_before("2015年修正前的", Some(Edition::BeforeYear(2015)));
        check_before("刑法修正案（九）施行前的", Some(Edition::BeforeYear(2015)));
        check_before(
            "《刑法修正案（十一）》实施以前的",
            Some(Edition::BeforeYear(2020)),
        );
        check_before(
            "经刑法修正案（八）修正的",
            Some(Edition::Day(Date::new(2011, 2, 25).unwrap())),
        );
        check_before(
            "刑法修正案（九）施行后的",
            Some(Edition::Day(Date::new(2015, 8, 29).unwrap())),
        );
        check_before("适用旧", Some(Edition::BeforeRevision));
        check_before("修订前的", Some(Edition::BeforeRevision));
        check_before("修正前的", Some(Edition::BeforeAmendment));
        check_before("违反原", Some(Edition::Former));
        check_before("原", Some(Edition::Former));
        check_before("根据现行", Some(Edition::Newest));
        check_before("根据修订后的", Some(Edition::Newest));
        for before in [
            "依照草",
            "依照草原",
            "高新",
            "依照",
            "2019年1月，依照",
            "第97",
        ] {
            check_before(before, None);
        }
    }

    #[test]
    fn notes_in_brackets_are_read_and_ordinals_left() {
        let (beside, end) = notes_at_end("甲规则（试行）");
        assert_eq!(beside.edition, Some(Edition::Trial));
        assert_eq!(end, "甲规则".len());
        let (beside, end) = notes_at_end("甲解释（一）（法释〔2012〕21号）");
        assert_eq!(beside.doc_number.as_deref(), Some("法释〔2012〕21号"));
        assert_eq!(end, "甲解释（一）".len());
        let behind = notes_behind("（2018年修正，以下简称甲法）第三条");
        assert_eq!(behind.edition, Some(Edition::Year(2018)));
        for text in [
            "（根据刑法修正案（九）修正）",
            "（经《刑法修正案(九)》修改）",
        ] {
            let day = Date::new(2015, 8, 29).unwrap();
            assert_eq!(
                notes_behind(text).edition,
                Some(Edition::Day(day)),
                "{text}"
            );
        }
        assert_eq!(
            notes_behind("（刑法修正案（十三）修正）"),
            Beside::default()
        );
        for text in [
            "（法释(2012)21号）",
            "（法释［２０１２］２１号，2012年公布）",
        ] {
            let number = notes_behind(text).doc_number;
            assert_eq!(number.as_deref(), Some("法释〔2012〕21号"), "{text}");
        }
        assert_eq!(notes_behind("（甲、乙）第三条"), Beside::default());
    }
}
