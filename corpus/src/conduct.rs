//! When the conduct was that facts tell of (行为时): the days in their text that are no
//! birthdays, former convictions or steps of the procedure.
//!
//! It decides nothing by itself: who uses it says which day was taken, so that a reader
//! can give another one.

mod relative;

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::document::Date;
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

/// Words directly behind a day that tell of something that followed the conduct.
const FOLLOWED: &[&str] = &[
    "冻结", "报案", "查封", "扣押", "鉴定", "退赔", "退赃", "追回", "传唤", "送检", "谅解",
];

/// How near behind the day, in characters.
const FOLLOWED_WITHIN: usize = 10;

/// Words by which a clause begins that tells how the conduct ended.
const ENDS: &[&str] = &["到案", "投案", "自首", "抓获", "归案"];

/// Longest clause that says only how the conduct ended, in characters.
const MOST_END_CHARS: usize = 12;

/// 2009年3月5日, 二〇〇九年三月, 09年3月5号, 2009年; what follows the year may be missing.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<year>[0-9０-９]{4}|[〇○零Ｏ一二三四五六七八九]{4}|[0-9０-９]{2}|[〇○零][一二三四五六七八九])\s*年",
        r"(?:\s*(?P<month>[0-9０-９]{1,2}|[十一二三四五六七八九]{1,3})\s*月(?:份)?",
        r"(?:\s*(?P<day>[0-9０-９]{1,2}|[十一二三四五六七八九]{1,3})\s*[日曰号])?)?",
    ))
    .expect("the pattern is a constant")
});

/// 2009-03-05, 2009/3/5, 2009.3.5.
static WITH_MARKS: LazyLock<Regex> = LazyLock::new(|| {
    let year = "(?:19|20|１９|２０)[0-9０-９]{2}";
    let number = "[0-9０-９]{1,2}";
    let forms =
        ["[-－]", "[/／]", "[.．]"].map(|mark| format!("{year}{mark}{number}{mark}{number}"));
    Regex::new(&forms.join("|")).expect("the pattern is a constant")
});

/// Words before a year of two figures that make it a number of years.
const LENGTHS: &[&str] = &[
    "徒刑", "拘役", "管制", "刑期", "为期", "长达", "共计", "累计", "使用", "租期", "期限", "满",
    "约", "近", "已", "达", "超过", "刑", "第",
];

/// What follows a year that is no time of the conduct: 2009年款, 2009年第3号, 2009年修正.
const NO_TIMES: &[&str] = &[
    "第", "款", "型", "式", "版", "产", "生", "修", "级", "届", "《", "前", "以前", "之前", "多",
    "余", "历史",
];

/// Words by which a year is told to its end.
const YEAR_ENDS: &[&str] = &["底", "末", "年底", "年末", "下半年", "冬", "秋"];

/// Words and marks before figures that are a number of something, not a day.
const NUMBERED: &[&str] = &[
    "号", "号码", "编号", "电话", "手机", "账户", "版本", "地址", "IP", "ip", "№", "#",
];

/// What follows figures that are no day: 2009-3-5号楼, 2009.3.5万元.
const UNITS: &[&str] = &["号", "室", "栋", "幢", "元", "万", "份", "%", "％", "版"];

/// The days from the first to the last that a text may mean: one day, a month, a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub first: Date,
    /// The last.
    pub last: Date,
}

/// What a text writes of the time of the conduct.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Days, months and years, in the order of the text.
    pub spans: Vec<Span>,
    /// What is written like a day and is none, as written: 2015年2月30日.
    pub impossible: Vec<String>,
}

/// Something written like a time.
struct Written {
    place: Range<usize>,
    /// `None` where the calendar does not have it.
    span: Option<Span>,
    /// Whether only the year is told, and not its end.
    year_alone: bool,
}

/// The days, months and years of a text that tell of the conduct. A year alone says less
/// than a month or a day of the same year, and is left out beside one.
pub fn times_of_conduct(text: &str) -> Told {
    let mut written: Vec<Written> = WRITTEN
        .captures_iter(text)
        .filter_map(|found| in_words(text, &found))
        .chain(with_marks(text))
        .collect();
    written.sort_by_key(|one| one.place.start);
    let mut written = relative::with_relative(text, written);
    written.retain(|one| tells_of_conduct(text, one.place.start, one.place.end));
    let years: Vec<i16> = written
        .iter()
        .filter(|one| !one.year_alone)
        .filter_map(|one| Some(one.span?.first.year()))
        .collect();
    let mut told = Told::default();
    for one in written {
        match one.span {
            Some(span) if one.year_alone && years.contains(&span.first.year()) => {}
            Some(span) => told.spans.push(span),
            None => told.impossible.push(text[one.place].to_owned()),
        }
    }
    told
}

/// A time written with 年.
fn in_words(text: &str, found: &Captures<'_>) -> Option<Written> {
    let place = found.get(0)?.range();
    let (before, after) = (&text[..place.start], &text[place.end..]);
    if before.ends_with(|c: char| c.is_numeric() || "〇○零Ｏ一二三四五六七八九十.．".contains(c))
    {
        return None;
    }
    let number = |name: &str| found.name(name).map(|part| numerals::parse(part.as_str()));
    let digits = found["year"].chars().count();
    let zero = found["year"].starts_with(['0', '０', '〇', '○', '零']);
    let month = number("month");
    let mut year: i16 = number("year")??.try_into().ok()?;
    if digits == 2 {
        let length = LENGTHS.iter().any(|word| before.ends_with(word));
        if length || !zero && month.is_none() {
            return None;
        }
        year += match year {
            0..=49 => 2000,
            80..=99 => 1900,
            _ => return None,
        };
    }
    let Some(month) = month else {
        let other = NO_TIMES.iter().any(|word| after.starts_with(word));
        if other || before.ends_with('第') || !(1900..=2100).contains(&year) {
            return None;
        }
        return Some(Written {
            place,
            span: span(year, 1, Some(1)).zip(span(year, 12, None)).map(whole),
            year_alone: !YEAR_ENDS.iter().any(|word| after.starts_with(word)),
        });
    };
    let small = |number: Option<_>| number.and_then(|number| i8::try_from(number).ok());
    // 2015年2月30日 is no month either.
    let day = number("day").map(small);
    let span = small(month).and_then(|month| match day {
        None => span(year, month, None),
        Some(day) => span(year, month, Some(day?)),
    });
    Some(Written {
        place,
        span,
        year_alone: false,
    })
}

/// From the first day of one to the last of the other.
fn whole((from, to): (Span, Span)) -> Span {
    Span {
        first: from.first,
        last: to.last,
    }
}

/// A day, or a month where none is told.
fn span(year: i16, month: i8, day: Option<i8>) -> Option<Span> {
    let first = Date::new(year, month, day.unwrap_or(1)).ok()?;
    let last = match day {
        Some(_) => first,
        None => first.last_of_month(),
    };
    Some(Span { first, last })
}

/// Days written in figures with marks between them, which are no part of a longer number.
fn with_marks(text: &str) -> Vec<Written> {
    let mark = |c: char| "-－/／.．".contains(c);
    let found: Vec<Range<usize>> = WITH_MARKS.find_iter(text).map(|m| m.range()).collect();
    let is_day = |place: &&Range<usize>| {
        let (before, after) = (&text[..place.start], &text[place.end..]);
        let longer = |c: char| c.is_ascii_alphanumeric() || c.is_numeric() || mark(c);
        let apart = after.trim_start_matches(mark);
        // 2009.3.5-2009.3.9 are two days, 2009-03-05-1234 is a number.
        let next = found
            .iter()
            .any(|other| other.start + apart.len() == text.len());
        let goes_on = after.starts_with(|c: char| c.is_numeric())
            || apart.len() < after.len() && apart.starts_with(|c: char| c.is_numeric()) && !next;
        let second = found
            .iter()
            .any(|other| other.end < place.start && text[other.end..place.start].chars().all(mark));
        let named = before.trim_end_matches(['：', ':', ' ']);
        !goes_on
            && (second || !before.ends_with(longer))
            && !NUMBERED.iter().any(|word| named.ends_with(word))
            && !UNITS
                .iter()
                .any(|unit| after.trim_start().starts_with(unit))
    };
    found
        .iter()
        .filter(is_day)
        .filter_map(|place| figures(text, place))
        .collect()
}

/// The day of figures; a month or a day that no calendar has makes them something else.
fn figures(text: &str, place: &Range<usize>) -> Option<Written> {
    let mut numbers = text[place.clone()]
        .split(|c: char| "-－/／.．".contains(c))
        .map(|part| numerals::parse(part).and_then(|number| i16::try_from(number).ok()));
    let year = numbers.next()??;
    let month = numbers.next()??;
    let day = numbers.next()??;
    let likely = (1..=12).contains(&month) && (1..=31).contains(&day);
    likely.then(|| Written {
        place: place.clone(),
        span: i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .and_then(|(month, day)| span(year, month, Some(day))),
        year_alone: false,
    })
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
    let directly: String = after[..sentence_end]
        .chars()
        .take(FOLLOWED_WITHIN)
        .collect();
    let led = before.ends_with("报案时间为") || before.ends_with("报案时间：");
    let followed = led || FOLLOWED.iter().any(|word| directly.contains(word));
    let ended =
        followed || ended(clause) || behind.chars().count() <= MOST_END_CHARS && ended(behind);
    !other && !ended
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Year, month and day.
    type Day = (i16, i8, i8);

    /// The last of the first day and of the last that are told.
    #[track_caller]
    fn check(text: &str, expected: Option<(Day, Day)>) {
        let day = |(year, month, day): Day| Date::new(year, month, day).ok();
        let expected = expected.and_then(|(first, last)| day(first).zip(day(last)));
        let told = times_of_conduct(text);
        let last = || told.spans.iter().map(|span| span.last);
        assert_eq!(last().min().zip(last().max()), expected, "{text}");
        assert_eq!(told.impossible, [""; 0], "{text}");
    }

    #[track_caller]
    fn check_spans(text: &str, expected: &[&str]) {
        let spans = times_of_conduct(text).spans;
        let found: Vec<String> = spans
            .iter()
            .map(|span| match span.first == span.last {
                true => span.first.to_string(),
                false => format!("{}~{}", span.first, span.last),
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn times_told_by_the_one_before_are_found() {
        for (text, expected) in [
            (
                "2011年4月30日晚，张某饮酒。次日凌晨，醉酒驾驶。",
                &["2011-04-30", "2011-05-01"][..],
            ),
            (
                "2011年4月30日饮酒，翌日驾车。",
                &["2011-04-30", "2011-05-01"],
            ),
            (
                "2011年3月5日购得轿车。同年6月1日醉酒驾驶。",
                &["2011-03-05", "2011-06-01"],
            ),
            (
                "2015年3月1日办理银行卡，次年1月10日出租。",
                &["2015-03-01", "2016-01-10"],
            ),
            (
                "2011年4月20日买车，5月1日醉酒驾驶。",
                &["2011-04-20", "2011-05-01"],
            ),
            (
                "2011年4月20日买车，同月25日驾驶。",
                &["2011-04-20", "2011-04-25"],
            ),
            ("2011年4月20日买车，当日驾驶。", &["2011-04-20"]),
            ("2011年12月30日买车，1月2日驾驶。", &["2011-12-30"]),
            ("2011年4月20日起租用3个月，共3月。", &["2011-04-20"]),
            ("次日，张某驾驶。", &[]),
            (
                "2013年5月1日出租银行卡。2016年1月，赃款被冻结。",
                &["2013-05-01"],
            ),
            (
                "2013年5月1日出租银行卡。报案时间为2014年3月2日。",
                &["2013-05-01"],
            ),
        ] {
            check_spans(text, expected);
        }
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
    }

    #[test]
    fn day_that_does_not_exist_is_told_and_not_moved() {
        for (text, written) in [
            ("2015年2月30日，张某卖卡。", "2015年2月30日"),
            ("张某于2015-02-30卖卡。", "2015-02-30"),
            ("2009年13月，张某卖卡。", "2009年13月"),
            (
                "二〇一五年四月三十一日，张某卖卡。",
                "二〇一五年四月三十一日",
            ),
        ] {
            let told = times_of_conduct(text);
            assert_eq!(told.impossible, [written], "{text}");
            assert!(told.spans.is_empty(), "{text}");
        }
        let told = times_of_conduct("2015年2月30日卖卡一张，2015年3月1日又卖一张。");
        assert_eq!((told.spans.len(), told.impossible.len()), (1, 1));
    }

    #[test]
    fn days_in_figures_and_short_years_are_read() {
        for written in [
            "2009-03-05",
            "2009-3-5",
            "2009/3/5",
            "2009.3.5",
            "２００９.３.５",
            "2009年3月5号",
            "09年3月5日",
            "〇九年三月五日",
            "2009-03-05 22:10",
            "2009-03-05T22:10",
        ] {
            check_spans(&format!("{written}，张某酒后驾车。"), &["2009-03-05"]);
            check_spans(&format!("张某于{written}酒后驾车。"), &["2009-03-05"]);
        }
        check_spans(
            "张某于2009.3.5-2009.3.9卖卡。",
            &["2009-03-05", "2009-03-09"],
        );
        check_spans("张某2009.3.5卖卡.", &["2009-03-05"]);
        check_spans("09年3月，张某卖卡。", &["2009-03-01~2009-03-31"]);
        check_spans("98年3月，张某卖卡。", &["1998-03-01~1998-03-31"]);
        check_spans("张某，生于1980-05-06。", &[]);
        check_spans("张某2005-01-02因犯盗窃罪被判处拘役。", &[]);
    }

    #[test]
    fn year_alone_counts_whole() {
        let year = &["2009-01-01~2009-12-31"];
        for written in [
            "2009年",
            "2009年春节",
            "2009年夏天",
            "2009年底",
            "二〇〇九年",
            "09年",
            "2009年度",
        ] {
            check_spans(&format!("{written}，张某卖卡。"), year);
        }
        check_spans(
            "2009年，张某来京。2009年3月5日，张某卖卡。",
            &["2009-03-05"],
        );
        check_spans(
            "2009年3月5日起至2009年底，张某卖卡。",
            &["2009-03-05", "2009-01-01~2009-12-31"],
        );
        for other in [
            "张某，1985年生，卖卡。",
            "张某驾驶2009年款轿车。",
            "张某盗窃1000年前的瓷器。",
            "张某按2009年第3号公告卖卡。",
            "张某工作15年。",
            "判处有期徒刑10年6月。",
            "2009年，张某因犯盗窃罪被判处拘役。",
            "张某以2009年修正的章程为由卖卡。",
        ] {
            check_spans(other, &[]);
        }
    }

    #[test]
    fn amounts_and_numbers_are_no_days() {
        for text in [
            "张某骗取12.5万元。",
            "张某的案号是（2009）3号。",
            "张某的单号2009-03-05-1234被查。",
            "张某用192.168.3.5登录。",
            "张某复印2009/3 份。",
            "张某的电话：2009-3-5。",
            "张某骗取2009.3.5万元。",
            "张某用192.2009.3.5登录。",
            "张某住2009-3-5号楼。",
            "张某用手机13820090305通话。",
            "张某用版本2009.3.5.7。",
            "张某骗取2009.35元。",
            "张某汇款2009.45.3单位。",
            "张某占A2009-03-05房。",
        ] {
            check_spans(text, &[]);
            assert_eq!(times_of_conduct(text).impossible, [""; 0], "{text}");
        }
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
