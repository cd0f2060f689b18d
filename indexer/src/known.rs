//! What is known about a document (检察职能, 罪名, 地区, 位阶 …) as terms, which also make
//! a column: what filters take and facets count.

use std::collections::BTreeMap;

use leian_corpus::Facet;

use crate::conditions::clip;

/// Separates facet and value.
const SEPARATOR: char = '\u{1f}';

/// Longest value in a term.
const MAX_VALUE_BYTES: usize = 600;

/// The term of a value.
pub fn term(facet: Facet, value: &str) -> String {
    format!(
        "{}{SEPARATOR}{}",
        facet.code(),
        clip(value, MAX_VALUE_BYTES)
    )
}

/// The terms of several values.
pub fn terms(facet: Facet, values: &[String]) -> Vec<String> {
    values.iter().map(|value| term(facet, value)).collect()
}

/// The value that a term names, if it is one of the facet.
pub fn value_of(facet: Facet, term: &str) -> Option<&str> {
    term.strip_prefix(facet.code())?.strip_prefix(SEPARATOR)
}

/// Counts of terms by facet, the greatest first, then by value.
pub fn by_facet(counts: Vec<(&str, usize)>) -> BTreeMap<Facet, Vec<(String, usize)>> {
    let mut facets: BTreeMap<Facet, Vec<(String, usize)>> = BTreeMap::new();
    for (term, count) in counts {
        let Some((code, value)) = term.split_once(SEPARATOR) else {
            continue;
        };
        if let Some(facet) = Facet::from_code(code) {
            let values = facets.entry(facet).or_default();
            values.push((value.to_owned(), count));
        }
    }
    for values in facets.values_mut() {
        values.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    }
    facets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_sorted_by_facet() {
        let (few, many) = (term(Facet::Charge, "盗窃罪"), term(Facet::Charge, "诈骗罪"));
        let region = term(Facet::Region, "42");
        let facets = by_facet(vec![(&few, 1), (&region, 3), (&many, 2), ("none", 9)]);
        let charges = [("诈骗罪".to_owned(), 2), ("盗窃罪".to_owned(), 1)];
        assert_eq!(facets[&Facet::Charge], charges);
        assert_eq!(facets[&Facet::Region], [("42".to_owned(), 3)]);
        assert_eq!(facets.len(), 2);
    }
}
