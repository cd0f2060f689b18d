//! The numbers of guiding cases (检例第N号, 指导案例N号): held, missing, twice.

use std::collections::BTreeMap;

use leian_corpus::{DocumentId, DocumentKind};
use serde::Serialize;

use super::{Held, KindName};

/// One series of numbers that begins at 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NumberSeries {
    /// Kind of its cases.
    pub kind: KindName,
    /// Its form, with N for the number.
    pub form: String,
    /// Different numbers held.
    pub held: usize,
    /// The greatest number held. What lies beyond it is not known to be missing.
    pub greatest: u32,
    /// How many numbers from 1 to the greatest are not held.
    pub missing: u32,
    /// Which.
    pub missing_ranges: Vec<Range>,
    /// Numbers that several documents have.
    pub duplicates: Vec<Duplicate>,
}

/// Numbers from the first to the last, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// First.
    pub first: u32,
    /// Last.
    pub last: u32,
}

/// A number that several documents have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Duplicate {
    /// The number, written out.
    pub number: String,
    /// The documents.
    pub documents: Vec<DocumentId>,
}

type Documents = BTreeMap<u32, Vec<DocumentId>>;

/// The series of the guiding cases, by kind and form.
pub(super) fn series(held: &[Held]) -> Vec<NumberSeries> {
    let mut found: BTreeMap<(DocumentKind, (&str, &str)), Documents> = BTreeMap::new();
    for document in held
        .iter()
        .filter(|document| document.kind.is_guiding_case())
    {
        let number = document.metadata.number.as_deref();
        if let Some((form, number)) = number.and_then(split) {
            let series = found.entry((document.kind, form)).or_default();
            series.entry(number).or_default().push(document.id.clone());
        }
    }
    found
        .into_iter()
        .map(|((kind, form), documents)| one(kind, form, documents))
        .collect()
}

/// 检例第79号 as what stands around the number, and the number.
fn split(number: &str) -> Option<((&str, &str), u32)> {
    let start = number.find(|c: char| c.is_ascii_digit())?;
    let digits = &number[start..];
    let end = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    let value = digits[..end].parse().ok().filter(|&value| value > 0)?;
    Some(((&number[..start], &digits[end..]), value))
}

fn one(kind: DocumentKind, (before, after): (&str, &str), documents: Documents) -> NumberSeries {
    let mut missing_ranges = Vec::new();
    let mut next = 1;
    for &number in documents.keys() {
        if number > next {
            missing_ranges.push(Range {
                first: next,
                last: number - 1,
            });
        }
        next = number.saturating_add(1);
    }
    NumberSeries {
        kind: kind.into(),
        form: format!("{before}N{after}"),
        held: documents.len(),
        greatest: documents.keys().next_back().copied().unwrap_or(0),
        missing: missing_ranges
            .iter()
            .map(|range| range.last - range.first + 1)
            .sum(),
        missing_ranges,
        duplicates: documents
            .into_iter()
            .filter(|(_, documents)| documents.len() > 1)
            .map(|(number, documents)| Duplicate {
                number: format!("{before}{number}{after}"),
                documents,
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn documents(numbers: &[u32]) -> Documents {
        let mut documents = Documents::new();
        for (place, &number) in numbers.iter().enumerate() {
            let id = DocumentId::parse(&format!("case-{place}")).unwrap();
            documents.entry(number).or_default().push(id);
        }
        documents
    }

    #[test]
    fn what_is_missing_and_what_is_there_twice() {
        let form = ("检例第", "号");
        let series = one(
            DocumentKind::SppGuidingCase,
            form,
            documents(&[2, 3, 7, 3, 9]),
        );
        assert_eq!(series.form, "检例第N号");
        assert_eq!((series.held, series.greatest, series.missing), (4, 9, 5));
        let ranges: Vec<_> = series
            .missing_ranges
            .iter()
            .map(|range| (range.first, range.last))
            .collect();
        assert_eq!(ranges, [(1, 1), (4, 6), (8, 8)]);
        assert_eq!(series.duplicates[0].number, "检例第3号");
        assert_eq!(series.duplicates[0].documents.len(), 2);
    }

    #[test]
    fn a_complete_series_misses_nothing() {
        let series = one(
            DocumentKind::SppGuidingCase,
            ("检例第", "号"),
            documents(&[1, 2, 3]),
        );
        assert_eq!((series.missing, series.missing_ranges.len()), (0, 0));
    }

    #[test]
    fn numbers_are_split_from_what_stands_around_them() {
        assert_eq!(split("检例第79号"), Some((("检例第", "号"), 79)));
        assert_eq!(split("指导案例108号"), Some((("指导案例", "号"), 108)));
        for no_number in ["检例第号", "", "检例第0号", "检例第99999999999号"] {
            assert_eq!(split(no_number), None, "{no_number}");
        }
    }
}
