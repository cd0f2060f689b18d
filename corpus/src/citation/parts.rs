//! Numbers with a unit: 第一款, 第（一）项, lists (第一、三款) and ranges
//! (第（一）项至第（四）项).

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::tokens::{DIGITS, TO};
use crate::normalize::without_spaces;
use crate::numerals;

/// What is counted inside an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 款
    Paragraph,
    /// 项
    Item,
}

/// A list or range of numbers with one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Units {
    /// All of it.
    pub range: Range<usize>,
    /// Each number with the piece of text that is its own; at least one.
    pub members: Vec<(Range<usize>, u32)>,
    /// The last number of a range.
    pub end: Option<u32>,
}

static NUMBER: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&numeral(9)).expect("the pattern is a constant"));

static RANGE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(TO).expect("the pattern is a constant"));

static PARAGRAPHS: LazyLock<Regex> = LazyLock::new(|| pattern('款'));

static ITEMS: LazyLock<Regex> = LazyLock::new(|| pattern('项'));

/// A numeral of so many characters, perhaps spaced out: 第 一百 三十 条.
pub(super) fn numeral(most: usize) -> String {
    format!(
        r"[{DIGITS}](?:[ \u3000]?[{DIGITS}]){{0,{}}}",
        most.saturating_sub(1)
    )
}

fn pattern(unit: char) -> Regex {
    let digits = numeral(5);
    let one = format!(r"[（(]?\s*{digits}\s*[）)]?");
    let more = format!(r"(?:\s*[、和及与]\s*(?:第\s*)?{one})*");
    let to = format!(r"(?:\s*{TO}\s*(?:第\s*)?{one})?");
    let far = format!(r"(?:\s*{TO}\s*(?:第\s*)?{one}\s*{unit})?");
    // Texts leave out the 第 of an item: 第一款（二）项.
    let first = match unit {
        '项' => r"(?:第\s*|[（(])",
        _ => r"第\s*",
    };
    let first = format!(r"{first}[（(]?\s*{digits}\s*[）)]?");
    Regex::new(&format!(r"^\s*{first}{more}{to}\s*{unit}{far}")).expect("the pattern is a constant")
}

/// The value of a numeral that fits the numbers of a law.
pub(super) fn number(digits: &str) -> Option<u32> {
    numerals::parse(&without_spaces(digits))
        .filter(|&number| number > 0)
        .and_then(|number| u32::try_from(number).ok())
}

/// The numbers with `unit` that begin at `at`.
pub(super) fn units(text: &str, at: usize, unit: Unit) -> Option<Units> {
    let pattern = match unit {
        Unit::Paragraph => &PARAGRAPHS,
        Unit::Item => &ITEMS,
    };
    let found = pattern.find(&text[at..])?;
    let spaces = found.as_str().len() - found.as_str().trim_start().len();
    Units::read(text, at + spaces..at + found.end())
}

impl Units {
    /// Takes apart what a pattern found. `None` when a number is none.
    pub fn read(text: &str, range: Range<usize>) -> Option<Self> {
        let whole = &text[range.clone()];
        let mut members = Vec::new();
        let mut start = 0;
        let mut end = None;
        for piece in whole.split_inclusive(['、', '和', '及', '与']) {
            let next = start + piece.len();
            let bare = piece.trim_end_matches(['、', '和', '及', '与', ' ']);
            let mut numbers = NUMBER.find_iter(bare);
            let value = number(numbers.next()?.as_str())?;
            if RANGE.is_match(bare) {
                end = numbers.next().and_then(|last| number(last.as_str()));
            }
            let spaces = piece.len() - piece.trim_start().len();
            let place = range.start + start + spaces..range.start + start + bare.len();
            members.push((place, value));
            start = next;
        }
        (!members.is_empty()).then_some(Self {
            range,
            members,
            end,
        })
    }
}
