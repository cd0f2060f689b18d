//! What the lines under a law's title say: who made it and when, and from when it
//! applies. Only what is written is taken; what is not stays unknown.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::super::dates::{applies_from_clause, dates_in};
use super::is_history;
use crate::document::Date;
use crate::normalize::{outside_titles, trim, without_spaces};

/// Words of lines that tell how a version came about.
const MADE: &[&str] = &[
    "通过", "修订", "修正", "公布", "发布", "批准", "修改", "颁布", "印发",
];

/// Most days between the passing by one body and by another of the same text; what is passed
/// again later was changed, be it that a source does not say so.
const MOST_DAYS_OF_ONE_PASSING: i32 = 300;

/// Words of lines from when it applies.
const APPLIES: &[&str] = &["施行", "生效", "实施", "执行"];

static FROM_PUBLICATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"自(?:公布|发布|颁布|印发)之日起(?:施行|生效|实施|执行)")
        .expect("the pattern is a constant")
});

/// What stands between two acts that one line names: white space before 根据 and a date.
static NEXT_ACT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\s；;，,、。]+(?P<act>(?:又)?(?:根据|依据|經|经)?\s*[0-9０-９〇○零一二三四五六七八九]{4}\s*年\s*[0-9０-９十一二三四五六七八九]{1,3}\s*月)")
        .expect("the pattern is a constant")
});

/// The makers that lines name, in the order they are looked for in a line.
static MAKERS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<npc>第[一二三四五六七八九十]+届(?P<committee>全国人民代表大会常务委员会)|全国人民代表大会(?:常务委员会)?|第[一二三四五六七八九十]+届全国人民代表大会|中国人民政治协商会议)",
        r"|(?P<local>\p{Han}{1,16}?(?:省|市|自治区|自治州|自治县|县|特区))(?:第[一二三四五六七八九十]+届)?人民代表大会(?P<standing>常务委员会)?",
        r"|(?P<supervision>国家监察委员会)",
        r"|(?P<court>最高人民法院(?:、|\s)*最高人民检察院|最高人民法院|最高人民检察院)",
        r"|(?P<state>(?:中华人民共和国)?国务院(?:(?:、|\s)*(?:中华人民共和国)?中央军事委员会)?)",
        r"|(?P<military>(?:中华人民共和国)?中央军事委员会)",
        r"|(?:中华人民共和国)?(?P<office>\p{Han}{2,14}?(?:部|总局|局|委员会|总署|署|银行|会|厅))(?:部长办公会议|局务会议|局长办公会议|部务会议|令第)",
    ))
    .expect("the pattern is a constant")
});

/// What a law's header says.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    /// The latest date at which the law was made or changed.
    pub made: Option<Date>,
    /// Whether it was changed since it was first made.
    pub amended: bool,
    /// The latest date from which it applies.
    pub applies: Option<Date>,
    /// Who made it first.
    pub maker: Option<String>,
}

impl History {
    /// Reads the lines of the header.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut history = Self::default();
        let mut named = None;
        let mut dated = None;
        for line in lines {
            history.read(line);
            dated = dated.or_else(|| only_day(line));
            named = named.or_else(|| dates_in(line).first().and_then(|_| maker_in(line)));
        }
        // （2008年12月1日） below a title.
        history.made = history.made.or(dated);
        // A line whose end is missing still names the maker.
        history.maker = history.maker.or(named);
        history
    }

    fn read(&mut self, line: &str) {
        let dates = dates_in(line);
        let Some((first, _)) = dates.first() else {
            return;
        };
        // Dates inside 《关于修改…的决定》 are titles, no history.
        if line[..first.start].contains('《') {
            return;
        }
        let plain = outside_titles(line);
        let made = MADE.iter().any(|word| plain.contains(word));
        if made {
            let latest = dates
                .iter()
                .filter(|(range, _)| !applies_at(line, range))
                .map(|(_, d)| *d);
            let latest = latest.max();
            self.amended |= self.made.zip(latest).is_some_and(|(first, later)| {
                let apart = later.since(first).map_or(0, |span| span.get_days().abs());
                apart > MOST_DAYS_OF_ONE_PASSING
            });
            self.made = self.made.max(latest);
        }
        if let Some((_, date)) = dates
            .iter()
            .rev()
            .find(|(range, _)| applies_at(line, range))
        {
            self.applies = self.applies.max(Some(*date));
        }
        self.amended |= ["修订", "修正", "修改"]
            .iter()
            .any(|word| plain.contains(word))
            || line.contains("修正案》");
        if made && self.maker.is_none() {
            self.maker = maker_in(line);
        }
    }
}

/// The day that a line is and nothing else, in brackets or without.
pub(super) fn only_day(line: &str) -> Option<Date> {
    let inner = trim(line).trim_matches(['（', '）', '(', ')']).trim();
    let (range, date) = dates_in(inner).pop()?;
    (range.start == 0 && range.end == inner.len()).then_some(date)
}

/// Lines of a history, those that break off inside a sentence joined with the next.
pub(super) fn sentences<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for line in lines {
        match whole.last_mut() {
            Some(before) if breaks_off(before, line) => before.push_str(line),
            _ => whole.push(line.to_owned()),
        }
    }
    whole
}

/// Whether a line of a history breaks off and `next` goes on with it.
pub(super) fn breaks_off(line: &str, next: &str) -> bool {
    if !begins_history(line, next) {
        return false;
    }
    let closes = !next.is_empty() && next.trim_matches(['）', ')']).is_empty();
    if ends_act(line) {
        return closes;
    }
    let expects = ["根据", "依据", "经", "和", "、", "《", "〈"]
        .iter()
        .any(|word| line.ends_with(word));
    let in_title = line.matches('《').count() > line.matches('》').count();
    let of_its_own = is_history(next) || without_spaces(next).ends_with(['号', '號']);
    expects || in_title || !of_its_own
}

/// Whether a line begins the history, be it with a day that only `next` completes.
pub(super) fn begins_history(line: &str, next: &str) -> bool {
    let dated = line.starts_with(['（', '(']) || line.starts_with(|c: char| c.is_numeric());
    is_history(line) || dated && is_history(&format!("{line}{next}"))
}

/// Whether a line ends where an act does: 通过, 施行, a full stop, a bracket.
pub(super) fn ends_act(line: &str) -> bool {
    let line = line.trim_end();
    // 《关于修改 is no act.
    let in_title = line.matches('《').count() > line.matches('》').count();
    let act = MADE.iter().chain(APPLIES).any(|word| line.ends_with(word));
    act && !in_title || line.ends_with(['。', '；', ';', '）', ')']) || only_day(line).is_some()
}

/// An act a line: one line may tell of several (…通过　根据…修正　根据…修正). What only
/// says from when the act before it applies stays with that act.
pub(super) fn acts_apart(line: &str) -> Vec<String> {
    let mut acts = Vec::new();
    let mut start = 0;
    for found in NEXT_ACT.captures_iter(line) {
        let (Some(whole), Some(act)) = (found.get(0), found.name("act")) else {
            continue;
        };
        let before = &line[start..whole.start()];
        let behind = &line[act.start()..];
        let ends = dates_in(behind)
            .get(1)
            .map_or(behind.len(), |(next, _)| next.start);
        let makes = MADE
            .iter()
            .any(|word| outside_titles(&behind[..ends]).contains(word));
        let inside_title =
            line[..act.start()].matches('《').count() > line[..act.start()].matches('》').count();
        if makes && !inside_title && MADE.iter().any(|word| before.contains(word)) {
            // The mark between two acts stays with the first: no character is lost.
            acts.push(line[start..act.start()].trim().to_owned());
            start = act.start();
        }
    }
    acts.push(line[start..].trim().to_owned());
    acts
}

/// From when the law applies by its own last articles: the date that stands there, or
/// `published` when it is the day of publication.
pub(super) fn applies_by_text(paragraphs: &[&str], published: Option<Date>) -> Option<Date> {
    for text in paragraphs.iter().rev() {
        if let Some(clause) = applies_from_clause(text) {
            return clause;
        }
        if FROM_PUBLICATION.is_match(text) {
            return published;
        }
    }
    None
}

/// Whether the words behind a date, up to the next date, say that the law applies
/// from it: 2021年1月1日 施行, 自2021年1月1日起施行.
fn applies_at(line: &str, date: &Range<usize>) -> bool {
    let after = line[date.end..]
        .trim_start()
        .trim_start_matches(['起', '正', '式']);
    // 实施日期：2015年11月1日
    let before = line[..date.start].trim_end().trim_end_matches(['：', ':']);
    let named = APPLIES.iter().any(|word| {
        ["日期", "时间", "日"].iter().any(|day| {
            before
                .strip_suffix(day)
                .is_some_and(|before| before.ends_with(word))
        })
    });
    // 发布日期：2011年2月25日 实施日期：… speaks of another day.
    let called = |behind: &str| ["日期", "时间"].iter().any(|day| behind.starts_with(day));
    let applies = APPLIES.iter().any(|word| {
        after
            .strip_prefix(word)
            .is_some_and(|behind| !called(behind))
    });
    named
        || applies
        || (after.contains("公布施行") || after.contains("公布实施")) && dates_in(after).is_empty()
}

/// The body that a line of the header names as the maker.
pub(super) fn maker_in(line: &str) -> Option<String> {
    let line = match dates_in(line).first() {
        Some((range, _)) => &line[range.end..],
        None => line,
    };
    let found = MAKERS.captures(line)?;
    let group = |name: &str| found.name(name).map(|part| part.as_str());
    if found.name("npc").is_some() {
        let standing = line.contains("全国人民代表大会常务委员会");
        return Some(
            if standing {
                "全国人民代表大会常务委员会"
            } else {
                "全国人民代表大会"
            }
            .into(),
        );
    }
    if let Some(local) = group("local") {
        let standing = group("standing").unwrap_or("");
        return Some(format!(
            "{}人民代表大会{standing}",
            local.trim_start_matches('经')
        ));
    }
    if let Some(court) = group("court") {
        return Some(if court.contains("检察") && court.contains("法院") {
            "最高人民法院、最高人民检察院".into()
        } else {
            court.to_owned()
        });
    }
    if let Some(state) = group("state") {
        let both = state.contains("军事");
        return Some(
            if both {
                "国务院、中央军事委员会"
            } else {
                "国务院"
            }
            .into(),
        );
    }
    if group("military").is_some() {
        return Some("中央军事委员会".into());
    }
    group("supervision").or(group("office")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(year: i16, month: i8, day: i8) -> Option<Date> {
        Some(Date::new(year, month, day).unwrap())
    }

    #[track_caller]
    fn check_maker(line: &str, expected: &str) {
        assert_eq!(maker_in(line).as_deref(), Some(expected), "{line}");
    }

    #[test]
    fn acts_on_one_line_are_parted() {
        let apart = |line: &str| acts_apart(line).len();
        assert_eq!(
            apart(
                "（1990年7月1日某会议通过　根据2005年3月17日某会议《关于修改〈甲法〉的决定》第一次修正　根据2014年3月14日某会议修正）"
            ),
            3
        );
        assert_eq!(
            apart("（1979年7月1日某会议通过 1997年3月14日某会议修订）"),
            2
        );
        assert_eq!(apart("2018年12月2日 某会议通过　自2019年1月1日起施行"), 1);
        assert_eq!(
            apart(
                "1999年3月15日某会议通过    1999年3月15日主席令第十五号公布    自1999年10月1日起施行"
            ),
            2
        );
        assert_eq!(
            apart(
                "根据1998年12月29日某会议通过的《甲决定》、1999年12月25日某会议通过的《甲修正案》修正"
            ),
            2
        );
        assert_eq!(
            apart("1982年12月4日某公告公布施行。根据1988年4月12日某会议通过的《甲修正案》修正"),
            2
        );
        assert_eq!(
            apart("（2013年3月8日甲委员会第1次会议、2013年3月18日乙委员会第2次会议通过）"),
            1
        );
        assert_eq!(apart("《关于修改 2005年3月1日通过的某事的决定》通过"), 1);
    }

    #[test]
    fn days_behind_their_names_are_told_apart() {
        let line = "（1979年7月1日通过 已被《甲法修正案(八)》(发布日期：2011年2月25日 实施日期：2011年5月1日)修改）";
        let history = History::of([line].into_iter());
        assert_eq!(history.made, day(2011, 2, 25));
        assert_eq!(history.applies, day(2011, 5, 1));
    }

    #[test]
    fn versions_and_application_are_told_apart() {
        let lines = [
            "2012年3月1日 第十一届全国人民代表大会常务委员会第一次会议通过",
            "2018年10月26日 第十三届全国人民代表大会常务委员会第六次会议《关于修改<某法>的决定》第一次修正",
            "2013年1月1日 施行",
        ];
        let history = History::of(lines.into_iter());
        assert_eq!(history.made, day(2018, 10, 26));
        assert_eq!(history.applies, day(2013, 1, 1));
        assert!(history.amended);
        assert_eq!(history.maker.as_deref(), Some("全国人民代表大会常务委员会"));
    }

    #[test]
    fn publication_and_application_may_share_a_day() {
        let history = History::of(["1982年12月4日 全国人民代表大会公告公布施行"].into_iter());
        assert_eq!(history.applies, day(1982, 12, 4));
        assert!(!history.amended);
    }

    #[test]
    fn makers_are_named_without_session_and_number() {
        check_maker(
            "2020年5月28日 第十三届全国人民代表大会第三次会议通过",
            "全国人民代表大会",
        );
        check_maker("2008年1月31日 中华人民共和国国务院令第517号公布", "国务院");
        check_maker(
            "2004年9月17日 中华人民共和国国务院、中华人民共和国中央军事委员会令第418号公布",
            "国务院、中央军事委员会",
        );
        check_maker(
            "2019年11月29日 某省第十三届人民代表大会常务委员会第十五次会议批准",
            "某省人民代表大会常务委员会",
        );
        check_maker(
            "2020年12月7日 最高人民法院审判委员会第1820次会议通过",
            "最高人民法院",
        );
        check_maker(
            "2021年8月26日 国家某某管理总局令第47号公布",
            "国家某某管理总局",
        );
        check_maker("2012年12月3日 公安部部长办公会议通过", "公安部");
    }

    #[test]
    fn application_is_read_from_the_last_articles() {
        let by_date = ["本法自2021年1月1日起施行。"];
        assert_eq!(applies_by_text(&by_date, None), day(2021, 1, 1));
        let by_publication = ["本规定自公布之日起施行。", "本规定施行前的规定不再适用。"];
        assert_eq!(
            applies_by_text(&by_publication, day(2019, 2, 3)),
            day(2019, 2, 3)
        );
        assert_eq!(
            applies_by_text(&["本法由某部解释。"], day(2019, 2, 3)),
            None
        );
    }
}
