//! Times that a text tells by the one before them: 次日, 同年6月1日, 5月1日.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Span, Written, span};
use crate::numerals;

/// 次日, 同年6月1日, 次年1月, and 5月1日 without a year: a time told by the one before it.
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    let number = r"[0-9０-９]{1,2}|[十一二三四五六七八九]{1,3}";
    Regex::new(&format!(
        r"(?P<next_day>次日|翌日|第二天|隔天)|(?P<year>同年|当年|次年|翌年|第二年)?\s*(?P<month>{number})\s*月(?:份)?(?:\s*(?P<day>{number})\s*[日曰号])?|(?P<same_month>同月|当月)\s*(?P<day_of_it>{number})\s*[日曰号]"
    ))
    .expect("the pattern is a constant")
});

/// The times of a text with those that are told by the one before them.
pub(super) fn with_relative(text: &str, written: Vec<Written>) -> Vec<Written> {
    let inside = |place: &Range<usize>| {
        let mut places = written.iter().map(|one| &one.place);
        places.any(|other| other.start < place.end && place.start < other.end)
    };
    let found: Vec<Captures<'_>> = RELATIVE
        .captures_iter(text)
        .filter(|found| found.get(0).is_some_and(|place| !inside(&place.range())))
        .collect();
    let mut relative = found.into_iter().peekable();
    let mut times: Vec<Written> = Vec::new();
    let begins = |found: &Captures<'_>| found.get(0).map_or(0, |place| place.start());
    for one in written {
        while let Some(found) = relative.next_if(|found| begins(found) < one.place.start) {
            times.extend(told_by_last(text, &found, times.last()));
        }
        times.push(one);
    }
    for found in relative {
        times.extend(told_by_last(text, &found, times.last()));
    }
    times
}

/// The time of words that tell it by the one before; `None` where that does not say which.
fn told_by_last(text: &str, found: &Captures<'_>, last: Option<&Written>) -> Option<Written> {
    let last = last?.span?;
    let place = found.get(0)?.range();
    let before = &text[..place.start];
    let small = |name: &str| {
        let number = found.name(name).map(|part| numerals::parse(part.as_str()));
        number.map(|number| number.and_then(|number| i8::try_from(number).ok()))
    };
    let one_day = last.first == last.last;
    let told = if found.name("next_day").is_some() {
        let next = last.last.tomorrow().ok().filter(|_| one_day)?;
        Span {
            first: next,
            last: next,
        }
    } else if let Some(day) = small("day_of_it") {
        span(last.first.year(), last.first.month(), Some(day?))?
    } else {
        let next = ["次年", "翌年", "第二年"];
        let year = found.name("year").map(|year| year.as_str());
        let next = year.is_some_and(|year| next.contains(&year));
        // 3个月, 第3月, 12.5月
        let part =
            |c: char| c.is_alphanumeric() && !"在于至到和及与".contains(c) || ".．、".contains(c);
        if year.is_none() && before.ends_with(part) {
            return None;
        }
        let year = last.first.year() + i16::from(next);
        let day = small("day");
        span(
            year,
            small("month")??,
            match day {
                None => None,
                Some(day) => Some(day?),
            },
        )?
    };
    // 12月30日 and then 1月2日 may be of the next year.
    (told.last >= last.first).then_some(Written {
        place,
        span: Some(told),
        year_alone: false,
    })
}
