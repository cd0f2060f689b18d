//! Metadata as terms: what filters and look-ups by number, law, article and
//! document find.

use leian_corpus::{ArticleNumber, Entry, LawKey, Unit};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, SegmentReader, TERMINATED, Term};

use crate::analyzer::Folded;
use crate::error::{IndexError, Result};
use crate::matches::DocBits;

/// What a term says about an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It is of this document.
    Document,
    /// It is of this law.
    Law,
    /// It is this article of this law.
    LawArticle,
    /// It has this number or case number.
    Number,
    /// It is of the text of a law that has this number (文号).
    DocNumber,
    /// It is of a law an earlier text of which has this number.
    EarlierDocNumber,
    /// It has this issuer.
    Issuer,
    /// It has this court.
    Court,
    /// It has this keyword.
    Keyword,
    /// It came from this folder or one below it.
    Folder,
}

impl Condition {
    fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Law => "law",
            Self::LawArticle => "article",
            Self::Number => "number",
            Self::DocNumber => "doc_number",
            Self::EarlierDocNumber => "earlier_doc_number",
            Self::Issuer => "issuer",
            Self::Court => "court",
            Self::Keyword => "keyword",
            Self::Folder => "folder",
        }
    }

    /// The term of a value, the same for index and search.
    pub fn term(self, value: &str) -> String {
        let value = match self {
            Self::Number => number_key(value),
            Self::Folder => value.trim_matches('/').to_owned(),
            _ => value.trim().to_owned(),
        };
        format!("{}\u{1f}{}", self.name(), clip(&value, MAX_VALUE_BYTES))
    }
}

/// Values are cut off here: metadata of a broken source can be of any length,
/// terms cannot.
const MAX_VALUE_BYTES: usize = 1_000;

/// The beginning of `text`, at most `bytes` long, whole characters only.
pub fn clip(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// A number as it is compared: width, brackets and numerals of the year folded, spaces, 第 and
/// zeros before a running number left out, 指导性案例 as 指导案例.
pub fn number_key(number: &str) -> String {
    let compared = leian_corpus::judgment::number::key(number);
    let folded: String = Folded::for_phrases(&compared).chars.into_iter().collect();
    folded.replace("指导性案例", "指导案例")
}

/// Whether two numbers of cases are one, however they are written.
pub fn same_number(one: &str, other: &str) -> bool {
    number_key(one) == number_key(other)
}

/// The terms of one condition for each value.
pub fn of_each<S: AsRef<str>>(
    condition: Condition,
    values: impl IntoIterator<Item = S>,
) -> Vec<String> {
    values
        .into_iter()
        .map(|value| condition.term(value.as_ref()))
        .collect()
}

/// The term of an article of a law.
pub fn law_article(law: &LawKey, number: ArticleNumber) -> String {
    Condition::LawArticle.term(&format!("{law}\u{1f}{number}"))
}

/// Every term of an entry, without repetitions.
pub fn of_entry(entry: &Entry) -> Vec<String> {
    let metadata = &entry.metadata;
    let mut terms = vec![Condition::Document.term(entry.document_id.as_str())];
    if let Some(law) = &metadata.law {
        terms.push(Condition::Law.term(law.key.as_str()));
        let aliases = law.aliases.iter().map(|title| LawKey::of(title));
        terms.extend(aliases.map(|alias| Condition::Law.term(alias.as_str())));
        if let Unit::Article { number, .. } = entry.unit {
            terms.push(law_article(&law.key, number));
        }
    }
    let numbers = [
        &metadata.number,
        &metadata.number_as_written,
        &metadata.case_number,
    ];
    terms.extend(of_each(Condition::Number, numbers.into_iter().flatten()));
    terms.extend(of_each(Condition::DocNumber, &metadata.doc_number));
    let earlier = &metadata.earlier_doc_numbers;
    terms.extend(of_each(Condition::EarlierDocNumber, earlier));
    terms.extend(of_each(Condition::Issuer, &metadata.issuer));
    terms.extend(of_each(Condition::Court, &metadata.court));
    terms.extend(of_each(Condition::Keyword, &metadata.keywords));
    let path = entry.provenance.path.as_str();
    let folders = path.match_indices('/').map(|(end, _)| &path[..end]);
    terms.extend(of_each(
        Condition::Folder,
        folders.filter(|folder| !folder.is_empty()),
    ));
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// The documents of a segment, deleted ones included, that have one of the terms.
pub fn documents(reader: &SegmentReader, field: Field, terms: &[String]) -> Result<DocBits> {
    let mut bits = DocBits::empty(reader.max_doc());
    let failed = || IndexError::tantivy("read the terms");
    let index = reader.inverted_index(field).map_err(failed())?;
    for text in terms {
        let term = Term::from_field_text(field, text);
        let postings = index
            .read_postings(&term, IndexRecordOption::Basic)
            .map_err(|error| failed()(tantivy::TantivyError::from(error)))?;
        let Some(mut postings) = postings else {
            continue;
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            bits.insert(doc);
            doc = postings.advance();
        }
    }
    Ok(bits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_in_one_spelling() {
        assert_eq!(number_key("检例第79号"), number_key("检例第７９号"));
        assert_eq!(number_key("指导性案例108号"), number_key("指导案例第108号"));
        assert_eq!(
            number_key("（2020）京01刑初1号"),
            number_key("〔2020〕京01刑初 1号")
        );
        for form in [
            "【2020】京01刑初1号",
            "﹝２０２０﹞京01刑初1号",
            "（二〇二〇）京01刑初1号",
            "（2020）京01刑初第001号",
        ] {
            assert!(same_number(form, "（2020）京01刑初1号"), "{form}");
        }
        assert!(!same_number(
            "（2020）京01刑初1号之一",
            "（2020）京01刑初1号"
        ));
        assert_ne!(number_key("检例第7号"), number_key("检例第79号"));
    }

    #[test]
    fn long_values_are_cut_at_a_character() {
        let term = Condition::Issuer.term(&"院".repeat(100_000));
        assert!(term.len() < 1_100);
    }
}
