//! The number of a text, read from what stands before its first article, else from the
//! table by title and day.

use std::sync::LazyLock;

use regex::Regex;

use super::known::{KnownNumber, of_law};
use super::{find, year};
use crate::characters::simplified;
use crate::document::{Body, Date, Document, LawKey, Metadata};
use crate::import::dates::dates_in;
use crate::statute::{Block, Statute};

/// How much of a text is its head at most, in characters.
const HEAD_CHARS: usize = 3_000;

/// The text of a number is published this many days after its day at most: sources date
/// an interpretation by its notice or by its announcement.
const MOST_DAYS: i32 = 40;

/// Titles of acts in a head: 《关于修改部分行政法规的决定》.
static TITLES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"《(?:[^《》]|《[^《》]*》){4,200}》").expect("the pattern is a constant")
});

/// The numbers of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextNumbers {
    /// Of this very text: of its publication, or of the act that amended it last.
    pub own: Option<String>,
    /// Of earlier texts of the same law.
    pub earlier: Vec<String>,
}

/// Writes the numbers of a statute into its metadata, where its source gives none.
pub fn record(document: &mut Document) {
    let Body::Statute(statute) = &document.body else {
        return;
    };
    if document.metadata.doc_number.is_some() {
        return;
    }
    let Some(law) = &document.metadata.law else {
        return;
    };
    let numbers = numbers_of(&law.key, &head(statute), &document.metadata);
    document.metadata.doc_number = numbers.own;
    document.metadata.earlier_doc_numbers = numbers.earlier;
}

/// What stands before the first article.
fn head(statute: &Statute) -> String {
    let mut head = String::new();
    for block in &statute.blocks {
        match block {
            Block::Text(text) => {
                head.push_str(text);
                head.push('\n');
            }
            Block::Heading(_) => {}
            Block::Article(_) => break,
        }
        if head.len() > HEAD_CHARS * 3 {
            break;
        }
    }
    head.chars().take(HEAD_CHARS).map(simplified).collect()
}

/// A number that a head gives, with the day of the act, where it says one.
struct Given {
    number: String,
    day: Option<Date>,
}

fn numbers_of(law: &LawKey, head: &str, metadata: &Metadata) -> TextNumbers {
    let version = metadata.made_on();
    let amended = ["修正", "修订", "修改"]
        .iter()
        .any(|word| head.contains(word));
    let mut given = given(head, version);
    given.extend(of_acts(head, version));
    let known = of_law(law).filter(|known| known.published.is_some());
    given.extend(known.map(|known| Given {
        number: known.number.to_owned(),
        day: known.published,
    }));
    let mut numbers = TextNumbers::default();
    for Given { number, day } in given {
        let own = match (version, day) {
            (Some(version), Some(day)) => days_apart(version, day) <= MOST_DAYS,
            (None, Some(_)) | (Some(_), None) => !amended,
            (None, None) => !amended,
        };
        let earlier = version.is_none_or(|version| day.is_none_or(|day| day <= version));
        if own && numbers.own.is_none() {
            numbers.own = Some(number);
        } else if earlier && numbers.own.as_ref() != Some(&number) {
            numbers.earlier.push(number);
        }
    }
    numbers.earlier.sort();
    numbers.earlier.dedup();
    let own = numbers.own.clone();
    numbers
        .earlier
        .retain(|number| Some(number) != own.as_ref());
    numbers
}

fn days_apart(one: Date, other: Date) -> i32 {
    one.since(other)
        .map_or(i32::MAX, |span| span.get_days().abs())
}

/// Numbers in lines of the history, by the day before them, and on a line of their own.
/// The last act comes first.
fn given(head: &str, version: Option<Date>) -> Vec<Given> {
    let mut given = Vec::new();
    for line in head.lines() {
        let dates = dates_in(line);
        let alone = |start: usize, end: usize| {
            let before = dates
                .first()
                .map_or(0, |(range, _)| match start >= range.end {
                    true => range.end,
                    false => 0,
                });
            let around = [&line[before..start], &line[end..]];
            let blank = |c: char| c.is_whitespace() || "（）()".contains(c);
            around.iter().all(|rest| rest.chars().all(blank))
        };
        for found in find(line) {
            let (start, end) = (found.byte_range.start, found.byte_range.end);
            let day = dates.iter().rev().find(|(range, _)| range.end <= start);
            let day = day.map(|(_, day)| *day);
            let own_line = alone(start, end);
            let order = found.number.contains('令');
            let fits = year(&found.number)
                .zip(version)
                .is_none_or(|(year, version)| (0..=1).contains(&(version.year() - year)));
            if (order && (day.is_some() || own_line)) || (own_line && fits) {
                let day = match own_line && !order {
                    // The number of the text, whatever the day of its notice.
                    true => version.or(day),
                    false => day,
                };
                given.push(Given {
                    number: found.number,
                    day,
                });
            }
        }
    }
    given.sort_by_key(|given| std::cmp::Reverse(given.day));
    given
}

/// Numbers of the acts that the head names by their titles.
fn of_acts(head: &str, version: Option<Date>) -> Vec<Given> {
    let plain = head.replace('\n', "");
    let acts = TITLES.find_iter(&plain).filter_map(|title| {
        let key = LawKey::of(title.as_str());
        let of_version = |known: &&KnownNumber| {
            let days = version.zip(known.published);
            days.is_some_and(|(version, day)| days_apart(version, day) <= MOST_DAYS)
        };
        let known = of_law(&key).find(of_version)?;
        Some(Given {
            number: known.number.to_owned(),
            day: known.published,
        })
    });
    acts.collect()
}

#[cfg(test)]
mod tests;
