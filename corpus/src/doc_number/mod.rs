//! Numbers of documents (文号) of laws, interpretations and other normative texts:
//! 法释〔2013〕8号, 高检发释字〔2019〕4号, 国务院令第732号.
//!
//! [`find`] reads them in whatever brackets, digits and spaces they are written, and
//! gives one canonical form. A court's case number ((2020)最高法民终12号) has its year
//! before its letters and is none; nor is the number of a paper of one case
//! (京检一分刑诉〔2019〕5号), which `marks` tells apart.

mod head;
mod known;
mod marks;

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

pub use head::{TextNumbers, record};
pub use known::{KnownNumber, of as known, of_law as known_of_law};

use crate::normalize::{half_width, is_invisible};
use crate::numerals;

/// How far before its 号 a number of a document reaches, in characters.
const MOST_CHARS: usize = 60;

/// A number of a document in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it stands, from its first letter to 号 or what closes behind it.
    pub byte_range: Range<usize>,
    /// Canonical: 法释〔2013〕8号, 国务院令第732号.
    pub number: String,
}

/// Digits in all the ways they are written, once widths are folded.
const DIGIT: &str = "[0-9〇零○一二三四五六七八九十百]";

/// Brackets around the year.
const OPEN: &str = r"[〔\[(【﹝〖〈<]";
const CLOSE: &str = r"[〕\])】﹞〗〉>]";

/// 〔2013〕8 at the end.
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    at_end(r"OPEN(?P<year>DIGIT{4})年?CLOSE(?:第|字第|字)?(?P<number>DIGIT{1,6})")
});

/// 2013年第8 at the end, of marks that stand for nothing else.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    at_end(
        r"(?P<mark>法释|法发|高检发释字|高检发\p{Han}{0,3}|高检会|公通字)(?P<year>(?:19|20)[0-9]{2}|[一二]DIGIT{3})(?:年|-)?第?(?P<number>DIGIT{1,4})",
    )
});

/// 令第732, 令(第732, 令2021年第5 at the end.
static ORDER: LazyLock<Regex> = LazyLock::new(|| {
    at_end(
        r"令(?:OPEN?(?P<year>(?:19|20)[0-9]{2})(?:年|CLOSE))?(?P<open>OPEN)?第?(?P<number>DIGIT{1,6})",
    )
});

/// 第732 or 2021年第5 at the end, with 令 behind its 号.
static ORDER_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    at_end(r"(?:OPEN?(?P<year>(?:19|20)[0-9]{2})(?:年|CLOSE))?第?(?P<number>DIGIT{1,6})")
});

/// 国务院令 behind 第732号.
static ORDER_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:中华人民共和国)?(?P<organ>国务院|国家主席|主席)令")
        .expect("the pattern is a constant")
});

fn at_end(pattern: &str) -> Regex {
    let pattern = pattern
        .replace("OPEN", OPEN)
        .replace("CLOSE", CLOSE)
        .replace("DIGIT", DIGIT);
    Regex::new(&format!("{pattern}$")).expect("the patterns are constants")
}

/// The numbers of documents in a text, in its order and disjoint.
pub fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, _) in text.match_indices('号') {
        let floor = found.last().map_or(0, |last| last.byte_range.end);
        if at < floor {
            continue;
        }
        let window = Window::before(&text[floor..at], floor);
        found.extend(
            bracketed(&window, at)
                .or_else(|| order(&window, text, at))
                .or_else(|| order_behind(&window, text, at)),
        );
    }
    found
}

/// The number that `text` is and nothing else, canonical; brackets and marks around it
/// do not count.
pub fn parse(text: &str) -> Option<String> {
    let around = |c: char| c.is_whitespace() || "（）()《》“”\"'。，,".contains(c);
    let text = text.trim();
    match find(text).as_slice() {
        [one] => {
            let rest = [&text[..one.byte_range.start], &text[one.byte_range.end..]];
            let alone = rest.iter().all(|rest| rest.chars().all(around));
            alone.then(|| one.number.clone())
        }
        _ => None,
    }
}

/// The year that a canonical number names; orders mostly name none.
pub fn year(number: &str) -> Option<i16> {
    let (_, rest) = number.split_once(['〔', '令'])?;
    rest.get(..4)?.parse().ok()
}

/// Whether a number is counted anew with every term of who gives it, so that it names
/// a text only together with a day (主席令第66号).
pub fn begins_anew(number: &str) -> bool {
    number.starts_with("主席令")
}

/// What stands before a 号, without spaces and with folded widths, and where each
/// character came from.
struct Window {
    text: String,
    /// Byte of `text` → byte of the source, one for each character.
    places: Vec<(usize, usize)>,
    /// Bytes of `text` before which space was left out.
    spaced: Vec<usize>,
}

impl Window {
    fn before(text: &str, base: usize) -> Self {
        let blank = |c: char| c.is_whitespace() || is_invisible(c);
        let mut chars: Vec<(usize, char)> = text
            .char_indices()
            .rev()
            .filter(|(_, c)| !blank(*c))
            .take(MOST_CHARS)
            .collect();
        chars.reverse();
        let mut window = Self {
            text: String::with_capacity(chars.len() * 3),
            places: Vec::with_capacity(chars.len()),
            spaced: Vec::new(),
        };
        for (at, c) in chars {
            if text[..at].ends_with(blank) {
                window.spaced.push(window.text.len());
            }
            window.places.push((window.text.len(), base + at));
            window.text.push(half_width(c));
        }
        window
    }

    fn source(&self, byte: usize) -> usize {
        let place = self.places.partition_point(|&(own, _)| own < byte);
        self.places.get(place).map_or(0, |&(_, source)| source)
    }
}

/// 法释〔2013〕8号, and 法释2013年8号.
fn bracketed(window: &Window, at: usize) -> Option<Found> {
    let (found, start, mark) = match BRACKETED.captures(&window.text) {
        Some(found) => {
            let head = &window.text[..found.get(0)?.start()];
            let (start, mark) = marks::at_end(head, &window.spaced)?;
            (found, start, mark)
        }
        None => {
            let found = BARE.captures(&window.text)?;
            let mark = found.name("mark")?;
            let (start, mark) = (mark.start(), mark.as_str().to_owned());
            (found, start, mark)
        }
    };
    let year = numerals::parse(&found["year"]).filter(|year| (1949..2100).contains(year))?;
    let number = numerals::parse(&found["number"]).filter(|&number| number > 0)?;
    Some(Found {
        byte_range: window.source(start)..at + '号'.len_utf8(),
        number: format!("{mark}〔{year}〕{number}号"),
    })
}

/// 国务院令第732号, 交通运输部令2021年第5号.
fn order(window: &Window, text: &str, at: usize) -> Option<Found> {
    let found = ORDER.captures(&window.text)?;
    let (start, organ) = marks::organ_at_end(&window.text[..found.get(0)?.start()])?;
    let mut end = at + '号'.len_utf8();
    if found.name("open").is_some() && text[end..].starts_with(['）', ')', '〕', ']', '］']) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    let year = found.name("year").map(|year| year.as_str());
    Some(Found {
        byte_range: window.source(start)..end,
        number: order_number(&organ, year, &found["number"])?,
    })
}

/// 国务院第732号令, and 第732号国务院令.
fn order_behind(window: &Window, text: &str, at: usize) -> Option<Found> {
    let rest = &text[at + '号'.len_utf8()..];
    let begin = at + '号'.len_utf8();
    let behind = rest.trim_start();
    let found = ORDER_BEHIND.captures(&window.text)?;
    if let Some(after) = behind.strip_prefix('令') {
        let (start, organ) = marks::organ_at_end(&window.text[..found.get(0)?.start()])?;
        let year = found.name("year").map(|year| year.as_str());
        return Some(Found {
            byte_range: window.source(start)..text.len() - after.len(),
            number: order_number(&organ, year, &found["number"])?,
        });
    }
    let follows = ORDER_FOLLOWS.captures(rest)?;
    let (_, organ) = marks::organ_at_end(&follows["organ"])?;
    Some(Found {
        byte_range: window.source(found.get(0)?.start())..begin + follows.get(0)?.end(),
        number: order_number(&organ, None, &found["number"])?,
    })
}

fn order_number(organ: &str, year: Option<&str>, number: &str) -> Option<String> {
    let number = numerals::parse(number).filter(|&number| number > 0)?;
    Some(match year {
        Some(year) => format!("{organ}令{year}年第{number}号"),
        None => format!("{organ}令第{number}号"),
    })
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod real_texts_tests;
