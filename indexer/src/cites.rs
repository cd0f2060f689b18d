//! The citation graph (引用关系) in the index: what an entry cites as terms, which also
//! make a column. Counted by law and article, whatever the version.
//!
//! A term is a letter for what is cited, then law and number. So the terms of one
//! kind stand together in the dictionary, and what a statute says of itself is
//! never taken for what others say of it.

use leian_corpus::{ArticleNumber, Citation, CitedTarget, LawKey};
use tantivy::Term;

use crate::conditions::{clip, number_key};
use crate::error::{IndexError, Result};
use crate::matches::MatchSet;
use crate::snapshot::Snapshot;

/// Separates the parts of a term.
const SEPARATOR: char = '\u{1f}';

/// Longest name of a law or number in a term.
const MAX_NAME_BYTES: usize = 600;

/// An article of another law.
const ARTICLE: char = 'a';
/// A law, by any article or as a whole.
const LAW: char = 'l';
/// A case.
const CASE: char = 'c';
/// An article of the law that the text itself is.
const OWN: char = 'o';

/// The term of what is cited.
pub fn term(target: &CitedTarget) -> String {
    match target {
        CitedTarget::Article(law, number) => of_article(ARTICLE, law, *number),
        CitedTarget::Law(law) => of_name(LAW, law.as_str()),
        CitedTarget::Case(number) => of_name(CASE, &number_key(number)),
    }
}

/// The term of an article that its own law cites.
pub fn own_term(law: &LawKey, number: ArticleNumber) -> String {
    of_article(OWN, law, number)
}

fn of_article(kind: char, law: &LawKey, number: ArticleNumber) -> String {
    let law = clip(law.as_str(), MAX_NAME_BYTES);
    format!("{kind}{SEPARATOR}{law}{SEPARATOR}{number}")
}

fn of_name(kind: char, name: &str) -> String {
    format!("{kind}{SEPARATOR}{}", clip(name, MAX_NAME_BYTES))
}

/// The terms of an entry, without repetitions. Of a case's own number there is none.
pub fn of_entry(citations: &[Citation]) -> Vec<String> {
    let mut terms = Vec::new();
    for citation in citations {
        match (&citation.target, citation.own) {
            (CitedTarget::Article(law, number), true) => terms.push(own_term(law, *number)),
            (_, true) => {}
            (target, false) => {
                terms.push(term(target));
                if let CitedTarget::Article(law, _) = target {
                    terms.push(of_name(LAW, law.as_str()));
                }
            }
        }
    }
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Whether a term names an article of another law.
pub fn is_article(term: &str) -> bool {
    term.starts_with(ARTICLE)
}

/// The article of another law that a term names; `None` for all other terms.
pub fn article_of(term: &str) -> Option<(LawKey, ArticleNumber)> {
    match parse(term)? {
        (law, Some(number)) => Some((LawKey::of(law), number)),
        (_, None) => None,
    }
}

/// The law that a term names, with the number where it names an article; `None` for
/// cases and for what a law says of itself.
pub fn parse(term: &str) -> Option<(&str, Option<ArticleNumber>)> {
    let mut parts = term.split(SEPARATOR);
    let kind = parts.next()?;
    let law = parts.next()?;
    match kind.chars().next()? {
        ARTICLE => Some((law, Some(parts.next()?.parse().ok()?))),
        LAW => Some((law, None)),
        _ => None,
    }
}

impl Snapshot {
    /// How many entries cite a law, article or case, by the term dictionary: fast, for
    /// statistics. Entries of all versions count, and deleted ones until their segment
    /// is merged; [`Self::filter_only`] with `cites` counts exactly.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn citing_frequency(&self, target: &CitedTarget) -> Result<u64> {
        let found = Term::from_field_text(self.fields.cites, &term(target));
        self.searcher
            .doc_freq(&found)
            .map_err(IndexError::tantivy("read the citations"))
    }

    /// The entries of a law that cite an article of this law itself (本法第三条).
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn citing_own(
        &self,
        law: &LawKey,
        number: ArticleNumber,
        collapse: bool,
    ) -> Result<MatchSet> {
        let found = self.alive_with(self.fields.cites, own_term(law, number))?;
        Ok(MatchSet::of(self.table.clone(), found, collapse))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn citation(target: CitedTarget, own: bool) -> Citation {
        Citation {
            target,
            own,
            place: None,
        }
    }

    #[test]
    fn terms_name_article_and_law_and_tell_own_ones_apart() {
        let law = LawKey::of("中华人民共和国刑法");
        let article = CitedTarget::Article(law.clone(), ArticleNumber::inserted(133, 1));
        let terms = of_entry(&[
            citation(article.clone(), false),
            citation(article.clone(), false),
            citation(CitedTarget::Case("检例第７９号".into()), false),
        ]);
        let mut expected = [
            term(&article),
            term(&CitedTarget::Law(law.clone())),
            term(&CitedTarget::Case("检例第79号".into())),
        ];
        expected.sort();
        assert_eq!(terms, expected);
        let own = of_entry(&[
            citation(article, true),
            citation(CitedTarget::Case("检例第80号".into()), true),
        ]);
        assert_eq!(own, [own_term(&law, ArticleNumber::inserted(133, 1))]);
        assert_eq!(article_of(&own[0]), None);
    }

    #[test]
    fn articles_come_back_from_their_terms() {
        let law = LawKey::of("某省某条例");
        let number = ArticleNumber::inserted(3, 2);
        let made = term(&CitedTarget::Article(law.clone(), number));
        assert_eq!(article_of(&made), Some((law.clone(), number)));
        assert_eq!(article_of(&term(&CitedTarget::Law(law))), None);
        assert_eq!(article_of(""), None);
    }

    #[test]
    fn a_name_of_any_length_is_a_term() {
        let law = LawKey::of(&"法".repeat(100_000));
        let made = term(&CitedTarget::Article(law, ArticleNumber::new(1)));
        assert!(made.len() < 700);
    }
}
