//! Decided cases like the facts, each with the articles of the special part that it
//! applies: the evidence for what applies here.

use std::collections::{HashMap, HashSet};

use leian_corpus::{ArticleNumber, DocumentId, DocumentKind, Entry, Facet, SectionRole, charges};
use leian_indexer::{EntryRef, Filter, QueryNode, Snapshot};

use crate::retrieval::error::Result;
use crate::retrieval::terms::{Counts, counts};

/// So many of the nearest cases of each list are read.
const READ: usize = 100;

/// The special part (分则) of the Criminal Law.
pub const SPECIAL_PART: std::ops::RangeInclusive<u32> = 102..=451;

/// Kinds of documents that say what was applied to which facts.
const KINDS: [DocumentKind; 6] = [
    DocumentKind::Judgment,
    DocumentKind::SppGuidingCase,
    DocumentKind::SpcGuidingCase,
    DocumentKind::SupervisionGuidingCase,
    DocumentKind::GazetteCase,
    DocumentKind::TypicalCase,
];

/// A decided case.
#[derive(Clone, Debug)]
pub struct DecidedCase {
    /// The case.
    pub entry: Entry,
    /// What it applies, without 之N, each once.
    pub articles: Vec<u32>,
    /// The articles that define its charges.
    pub exact: Vec<ArticleNumber>,
    /// Its words, without head and disposition.
    pub counts: Counts,
    /// Place among the decided cases by words, from 0.
    pub by_words: Option<usize>,
    /// Place among them by meaning, from 0.
    pub by_meaning: Option<usize>,
}

/// The decided cases nearest to `facts`, by words or, with a vector, by meaning.
///
/// # Errors
/// When the index cannot be read.
pub fn decided_cases(
    snapshot: &Snapshot,
    facts: &str,
    vector: Option<&[f32]>,
    exclude: &[DocumentId],
) -> Result<Vec<DecidedCase>> {
    let filter = Filter {
        kinds: KINDS.to_vec(),
        exclude_documents: exclude.to_vec(),
        ..Filter::default()
    };
    let words = QueryNode::Words(facts.to_owned());
    let words = snapshot.lexical(&words, &filter, READ, true)?.hits;
    let meaning = match vector {
        Some(vector) => snapshot.semantic(vector, &filter, READ, true)?,
        None => Vec::new(),
    };
    let mut cases: Vec<DecidedCase> = Vec::new();
    let mut places: HashMap<EntryRef, Option<usize>> = HashMap::new();
    let mut case_at = |entry: EntryRef, cases: &mut Vec<DecidedCase>| -> Result<Option<usize>> {
        if let Some(&place) = places.get(&entry) {
            return Ok(place);
        }
        let place = read(snapshot, entry)?.map(|case| {
            cases.push(case);
            cases.len() - 1
        });
        places.insert(entry, place);
        Ok(place)
    };
    let mut rank = 0;
    for hit in words {
        if let Some(place) = case_at(hit.entry, &mut cases)? {
            cases[place].by_words = Some(rank);
            rank += 1;
        }
    }
    rank = 0;
    for hit in meaning {
        if let Some(place) = case_at(hit.entry, &mut cases)? {
            cases[place].by_meaning = Some(rank);
            rank += 1;
        }
    }
    Ok(cases)
}

/// A case that says what it applies; `None` for one that does not.
fn read(snapshot: &Snapshot, found: EntryRef) -> Result<Option<DecidedCase>> {
    let entry = snapshot.entry(found)?;
    let named: Vec<&str> = match entry.metadata.charges.is_empty() {
        true => snapshot.known(found, Facet::Charge).collect(),
        false => entry.metadata.charges.iter().map(String::as_str).collect(),
    };
    let charges = named.into_iter().filter_map(charges::meant_by);
    let exact: Vec<ArticleNumber> = charges
        .filter_map(|charge| charge.articles.first().copied())
        .collect();
    let applied = entry.metadata.applied_articles.iter();
    let mut articles: Vec<u32> = applied.filter_map(|name| special_article(name)).collect();
    if articles.is_empty() {
        articles = exact.iter().map(|number| number.base).collect();
    }
    let mut seen = HashSet::new();
    articles.retain(|&article| seen.insert(article));
    if articles.is_empty() {
        return Ok(None);
    }
    let told = entry.sections.iter().filter(|section| {
        !matches!(
            section.role,
            SectionRole::Procedure | SectionRole::Disposition
        )
    });
    let text: Vec<&str> = told.map(|section| section.text.as_str()).collect();
    Ok(Some(DecidedCase {
        counts: counts(&text.join("\n")),
        articles,
        exact,
        by_words: None,
        by_meaning: None,
        entry,
    }))
}

/// The number of 刑法第一百三十三条 where it is of the special part.
fn special_article(name: &str) -> Option<u32> {
    let number = name
        .split_once('第')
        .map(|(law, rest)| (law, format!("第{rest}")));
    let (law, number) = number?;
    let number: ArticleNumber = number.parse().ok()?;
    (law.ends_with("刑法") && SPECIAL_PART.contains(&number.base)).then_some(number.base)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_special_part_of_the_criminal_law_counts() {
        assert_eq!(special_article("刑法第一百三十三条之一"), Some(133));
        assert_eq!(
            special_article("中华人民共和国刑法第二百六十四条"),
            Some(264)
        );
        for other in ["刑法第六十七条", "民法典第一百八十三条", "刑法", ""] {
            assert_eq!(special_article(other), None, "{other}");
        }
    }
}
