//! Numbers of courts' cases (案号) in every form that sources write: brackets of any shape,
//! digits of any width, years in Chinese numerals, spaces and line breaks, 字第00123号,
//! 123号之一. [`written`] is the form for readers, [`key`] the one to compare.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::normalize::{half_width, is_invisible, without_spaces};

/// Kinds of cases and procedures: letters that a court's number has and that of a law,
/// an indictment or an award has not behind its year.
const OF_COURTS: &[char] = &[
    '刑', '民', '行', '执', '初', '终', '再', '申', '监', '破', '辖', '赔', '商', '知', '督', '特',
    '复', '核', '更', '清', '财', '抗', '没', '医', '认', '协', '司',
];

/// Year in brackets, court, kind and number, in a [`Squeezed`] text. What stands between is no
/// sentence: it has no comma and no second bracket with a year.
static COURT_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\((?P<year>[12][0-9]{3})\)(?P<body>[^()，,。；;：:、\n]{1,30}?[0-9](?:-[0-9]{1,3})?)号(?:之[一二三四五六七八九十0-9]{1,3})?",
    )
});

/// A number on a line of its own whose year has no brackets, or one: 2020京0105刑初129号.
static WITHOUT_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\(?(?P<year>(?:19|20)[0-9]{2}|[一二][〇零○一二三四五六七八九OoΟО0]{3})\)?(?P<body>[\p{Han}&&[^年月日度]]{1,10}[0-9]{0,4}[\p{Han}&&[^年月日度]]{0,8}[0-9]{1,6}(?:-[0-9]{1,3})?)号(?:之[一二三四五六七八九十0-9]{1,3})?$",
    )
});

/// Longest line that is a number, in bytes.
const MAX_NUMBER_BYTES: usize = 120;

/// 某检刑诉(2020)12号
static PROSECUTION_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[^()，,。；;：:、\n]{1,10}检[^()，,。；;：:、\n]{0,12}\([12][0-9]{3}\)(?:第)?[0-9]{1,6}号(?:之[一二三四五六七八九十])?",
    )
});

/// Words behind a number that make it a decision which the text speaks of.
static SPOKEN_OF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:一审|二审|再审)?(?:刑事|民事|行政|执行|附带)*(?:判决|裁定|决定|调解|起诉|一?案)")
});

/// Words at which the head of a document ends: the parties begin.
static PARTIES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:原?公诉机关|抗诉机关|自诉人|上诉人|原审被告|被告人|被告单位|原告|申诉人|罪犯|申请执行人|申请再审人|再审申请人|附带民事诉讼|被不起诉人|犯罪嫌疑人)",
    )
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// A text without white space, of one width and one shape of brackets, years in digits,
/// with the way back to its source.
#[derive(Debug, Clone, Default)]
pub(crate) struct Squeezed {
    /// The text to match on.
    pub text: String,
    /// For each byte of `text` the byte of the source where its character begins.
    starts: Vec<usize>,
    /// For each byte of `text` the byte of the source where its character ends.
    ends: Vec<usize>,
}

impl Squeezed {
    /// Squeezes `source`.
    pub fn of(source: &str) -> Self {
        let mut squeezed = Self::default();
        let mut start = 0;
        for line in source.split_inclusive('\n') {
            let before = squeezed.text.len();
            for (at, c) in line.char_indices() {
                if !c.is_whitespace() && !is_invisible(c) {
                    squeezed.push(folded(c), start + at, start + at + c.len_utf8());
                }
            }
            if line.len() <= MAX_NUMBER_BYTES {
                squeezed.year_in_brackets(before);
            }
            start += line.len();
        }
        squeezed.years_in_digits();
        squeezed
    }

    /// Puts brackets around the year of a line from `start` on that is a number without.
    fn year_in_brackets(&mut self, start: usize) {
        let line = &self.text[start..];
        let Some(found) = WITHOUT_BRACKETS.captures(line) else {
            return;
        };
        let year = start + found["year"].len();
        let opens = line.starts_with('(');
        let closes = line[found["year"].len() + usize::from(opens)..].starts_with(')');
        if opens && closes || !is_court_body(&found["body"]) {
            return;
        }
        if !closes {
            self.insert(year + usize::from(opens), ')');
        }
        if !opens {
            self.insert(start, '(');
        }
    }

    /// Inserts a bracket that the source has not.
    fn insert(&mut self, at: usize, bracket: char) {
        let place = match at.checked_sub(1).and_then(|last| self.ends.get(last)) {
            Some(&end) if bracket == ')' => end,
            _ => self.starts.get(at).copied().unwrap_or_default(),
        };
        self.text.insert(at, bracket);
        self.starts.insert(at, place);
        self.ends.insert(at, place);
    }

    fn push(&mut self, c: char, start: usize, end: usize) {
        self.text.push(c);
        self.starts.resize(self.text.len(), start);
        self.ends.resize(self.text.len(), end);
    }

    /// (二〇二〇) to (2020); the digits keep the places of the numerals.
    fn years_in_digits(&mut self) {
        static YEAR: LazyLock<Regex> =
            LazyLock::new(|| pattern(r"\(([一二][〇零○一二三四五六七八九OoΟО0]{3})\)"));
        let found: Vec<Range<usize>> = YEAR
            .captures_iter(&self.text)
            .filter_map(|found| Some(found.get(1)?.range()))
            .collect();
        for range in found.into_iter().rev() {
            let mut digits = Self::default();
            for (at, c) in self.text[range.clone()].char_indices() {
                let at = range.start + at;
                digits.push(digit(c), self.starts[at], self.ends[at]);
            }
            self.text.replace_range(range.clone(), &digits.text);
            self.starts.splice(range.clone(), digits.starts);
            self.ends.splice(range, digits.ends);
        }
    }

    /// The bytes of the source that `range` of the text was made of.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        match (
            self.starts.get(range.start),
            range
                .end
                .checked_sub(1)
                .and_then(|last| self.ends.get(last)),
        ) {
            (Some(&start), Some(&end)) => start..end,
            _ => 0..0,
        }
    }
}

/// Of one width, brackets round.
fn folded(c: char) -> char {
    match half_width(c) {
        '〔' | '[' | '【' | '﹝' | '〖' | '{' | '〈' | '<' | '❲' | '⟦' | '﹙' => '(',
        '〕' | ']' | '】' | '﹞' | '〗' | '}' | '〉' | '>' | '❳' | '⟧' | '﹚' => ')',
        '－' | '—' | '–' | '﹣' | '―' | '‐' | '‑' => '-',
        other => other,
    }
}

/// A digit of a year as clerks write it.
fn digit(c: char) -> char {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match DIGITS.iter().position(|&numeral| numeral == c) {
        Some(value) => char::from(b'0' + value as u8),
        None => '0',
    }
}

/// Whether what stands between the year and 号 is of a court's case.
fn is_court_body(body: &str) -> bool {
    body.contains(OF_COURTS)
}

/// The number of the document's own case in its head: before the parties, or behind them
/// where nothing makes it a decision that the text speaks of. Value and place in the source.
pub(crate) fn own_number(top: &str) -> Option<(String, Range<usize>)> {
    let squeezed = Squeezed::of(top);
    let text = &squeezed.text;
    let parties = PARTIES.find(text).map_or(text.len(), |found| found.start());
    let court = COURT_NUMBER
        .captures_iter(text)
        .filter(|found| is_court_body(&found["body"]))
        .filter_map(|found| Some((found.get(0)?.range(), false)));
    let prosecution = PROSECUTION_NUMBER
        .find_iter(text)
        .map(|found| (found.range(), true));
    let mut found: Vec<(Range<usize>, bool)> = court.chain(prosecution).collect();
    found.sort_by_key(|(range, _)| range.start);
    let unspoken = |range: &Range<usize>| {
        !SPOKEN_OF.is_match(&text[range.end..])
            && !text[..range.start].ends_with(['以', '作', '出', '的', '、'])
    };
    // The number of the indictment may stand above that of the judgment.
    let in_head = || found.iter().filter(|(range, _)| range.start < parties);
    let of_court = in_head().find(|(range, of_prosecution)| !of_prosecution && unspoken(range));
    let of_head = of_court.or_else(|| in_head().next());
    let behind = || {
        found
            .iter()
            .find(|(range, of_prosecution)| !of_prosecution && unspoken(range))
    };
    let (range, of_prosecution) = of_head.or_else(behind)?;
    let place = squeezed.source_range(range.clone());
    if *of_prosecution {
        let place = own_letters(top, place);
        return Some((without_spaces(&top[place.clone()]), place));
    }
    Some((display(&text[range.clone()]), place))
}

/// The letters before the year of a procuratorate's number begin behind the document's name.
fn own_letters(top: &str, place: Range<usize>) -> Range<usize> {
    let letters = &top[place.clone()];
    let name = letters.rfind('书').map_or(0, |at| at + '书'.len_utf8());
    let rest = &letters[name..];
    let own = rest.trim_start();
    place.end - own.len()..place.end
}

/// Whether a short line is a number and nothing else.
pub(crate) fn ends_with_number(line: &str) -> bool {
    static ANY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"\([12][0-9]{3}\).{0,30}号(?:之[一二三四五六七八九十0-9]{1,3})?$")
    });
    ANY.is_match(&Squeezed::of(line).text)
}

/// A number as it is shown: （2020）京0105刑初123号, the digits as the source has them.
pub fn written(number: &str) -> String {
    display(&Squeezed::of(number).text)
}

fn display(squeezed: &str) -> String {
    squeezed.replace('(', "（").replace(')', "）")
}

/// What two writings of one number share: nothing but its year, letters and digits; zeros
/// before a number and 第 do not count (字第00123号 is 字123号).
pub fn key(number: &str) -> String {
    let squeezed = Squeezed::of(number).text;
    let mut key = String::with_capacity(squeezed.len());
    let mut chars = squeezed.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let leads = c == '0' && !last.is_ascii_digit() && is_serial(last);
        let skipped = c == '第' || leads && chars.peek().is_some_and(char::is_ascii_digit);
        if !skipped {
            key.push(c.to_ascii_lowercase());
            last = c;
        } else if c == '第' {
            last = c;
        }
    }
    key
}

/// Whether digits behind this character are the running number: those behind a court's
/// name are its code (京0105), whose zero counts.
fn is_serial(before: char) -> bool {
    OF_COURTS.contains(&before) || matches!(before, '字' | '第')
}

/// The year of a number.
pub fn year(number: &str) -> Option<i16> {
    let squeezed = Squeezed::of(number).text;
    let (_, rest) = squeezed.split_once('(')?;
    rest.split(')').next()?.parse().ok()
}

/// A text as it is compared with its other copies: their forms of numbers, brackets and
/// widths do not tell them apart.
pub(crate) fn comparable(text: &str) -> String {
    let squeezed = Squeezed::of(text);
    let mut comparable = String::with_capacity(squeezed.text.len());
    let mut at = 0;
    for found in COURT_NUMBER.find_iter(&squeezed.text) {
        comparable.push_str(&squeezed.text[at..found.start()]);
        comparable.push_str(&key(found.as_str()));
        at = found.end();
    }
    comparable.push_str(&squeezed.text[at..]);
    comparable
}

#[cfg(test)]
#[path = "number_tests.rs"]
mod tests;
