//! Numbers of texts that do not say them, from `data/doc_numbers.tsv`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Date, LawKey};
use crate::law_names;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/doc_numbers.tsv");

/// A number and the text that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownNumber {
    /// Canonical number.
    pub number: &'static str,
    /// Title of the text.
    pub title: &'static str,
    /// Key of the title.
    pub law: LawKey,
    /// The day on which the text was published, where known.
    pub published: Option<Date>,
}

struct Table {
    rows: Vec<KnownNumber>,
    by_number: HashMap<&'static str, usize>,
    by_law: HashMap<String, Vec<usize>>,
}

static NUMBERS: LazyLock<Table> = LazyLock::new(|| {
    let rows: Vec<KnownNumber> = law_names::rows(TABLE).filter_map(row).collect();
    let mut by_law: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, known) in rows.iter().enumerate() {
        by_law.entry(fold(&known.law)).or_default().push(place);
    }
    let numbers = rows.iter().enumerate();
    Table {
        by_number: numbers
            .map(|(place, known)| (known.number, place))
            .collect(),
        by_law,
        rows,
    }
});

/// The text of a canonical number, where the table knows it.
pub fn of(number: &str) -> Option<&'static KnownNumber> {
    let place = *NUMBERS.by_number.get(number)?;
    NUMBERS.rows.get(place)
}

/// What the table knows of a law, in whatever edition.
pub fn of_law(law: &LawKey) -> impl Iterator<Item = &'static KnownNumber> {
    let places = NUMBERS.by_law.get(&fold(law));
    let places = places.into_iter().flatten();
    places.filter_map(|&place| NUMBERS.rows.get(place))
}

/// Joint issuers are written with 、, with spaces and without.
fn fold(law: &LawKey) -> String {
    law.as_str().replace('、', "")
}

fn row(columns: Vec<&'static str>) -> Option<KnownNumber> {
    let [number, title, published, _source] = columns[..] else {
        return None;
    };
    Some(KnownNumber {
        number,
        title,
        law: LawKey::of(title),
        published: published.parse().ok(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::doc_number::{parse, year};

    #[test]
    fn every_row_is_canonical_and_of_its_year() {
        let lines = law_names::rows(TABLE).count();
        assert_eq!(NUMBERS.rows.len(), lines, "a row is broken");
        assert_eq!(NUMBERS.by_number.len(), lines, "a number is there twice");
        for known in &NUMBERS.rows {
            assert_eq!(parse(known.number).as_deref(), Some(known.number));
            if let (Some(day), Some(year)) = (known.published, year(known.number)) {
                let apart = day.year() - year;
                assert!((0..=1).contains(&apart), "{known:?}");
            }
        }
    }

    #[test]
    fn an_edition_is_found_by_its_number() {
        let theft = of("法释〔2013〕8号").unwrap();
        assert_eq!(theft.published, Date::new(2013, 4, 2).ok());
        let editions: Vec<_> = of_law(&theft.law).map(|known| known.number).collect();
        assert_eq!(editions, ["法释〔2013〕8号"]);
        assert_eq!(of("法释〔2013〕800号"), None);
    }
}
