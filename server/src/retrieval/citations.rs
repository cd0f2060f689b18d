//! Citations of a text, looked up: each comes back with its place in the text and a
//! verdict. The rules are those of `leian_corpus::citation`; here the library is asked.
//!
//! A library that cannot be read is an error. "Not in this library" is said only of
//! what was looked for and not found.

use std::collections::HashMap;

use leian_corpus::citation::{
    CitationMention, Days, KnownLaw, Resolution, Verdict, extract, repealed, resolve,
};
use leian_corpus::{Date, DocumentId, LawKey};
use leian_indexer::Snapshot;

use super::error::{Result, RetrievalError};
use super::timeline::known_law;
use super::validity::{self, Ground};

/// Longest text that is checked at once, in characters.
pub const MAX_CITED_CHARS: usize = 500_000;

/// A text whose citations are checked.
#[derive(Clone, Debug)]
pub struct CitedText {
    /// The text as written; places in the answer are places in it.
    pub text: String,
    /// The day of the conduct, whose law is asked for; today when nothing is said.
    pub date: Option<Date>,
}

/// What the citations of a text came to.
#[derive(Clone, Debug)]
pub struct CitationReport {
    /// The day whose law was asked for.
    pub date: Date,
    /// In the order of the text; what names no law at all is left out.
    pub citations: Vec<CheckedCitation>,
}

/// A citation with its verdict.
#[derive(Clone, Debug)]
pub struct CheckedCitation {
    /// What the text says, and where.
    pub mention: CitationMention,
    /// What it came to.
    pub resolution: Resolution,
    /// Of a case: why it may have lost its force (可能失效).
    pub grounds: Vec<Ground>,
}

impl CitationReport {
    /// How many citations have each verdict, in the order of [`Verdict::ALL`].
    pub fn counts(&self) -> Vec<(Verdict, usize)> {
        let of = |verdict| {
            let citations = self.citations.iter();
            citations
                .filter(|citation| citation.resolution.verdict == verdict)
                .count()
        };
        Verdict::ALL
            .iter()
            .map(|&verdict| (verdict, of(verdict)))
            .collect()
    }
}

/// Finds the citations of a text and says what each came to.
///
/// # Errors
/// `TextTooLong`; the index's own when the library cannot be read.
pub fn check_citations(snapshot: &Snapshot, cited: &CitedText) -> Result<CitationReport> {
    let chars = cited.text.chars().count();
    if chars > MAX_CITED_CHARS {
        return Err(RetrievalError::TextTooLong {
            chars,
            limit: MAX_CITED_CHARS,
        });
    }
    let today = jiff::Zoned::now().date();
    let days = Days {
        at: cited.date.unwrap_or(today),
        today,
    };
    let mut shelf = Shelf::new(snapshot);
    let mut citations = Vec::new();
    for mut mention in extract(&cited.text) {
        if mention.is_open() {
            continue;
        }
        if let Some(key) = mention.guessed_law()
            && (repealed::of(&key).is_some() || shelf.law(&key)?.is_some())
        {
            mention.law = Some(key);
        }
        let mut grounds = Vec::new();
        let resolution = match &mention.case_number {
            Some(number) => {
                let resolution = shelf.case(number)?;
                if let Some(document) = &resolution.document {
                    grounds = shelf.grounds(document)?;
                }
                resolution
            }
            None => {
                let quote = mention.quote.clone();
                let quote = quote.and_then(|quote| cited.text.get(quote));
                let law = match &mention.law {
                    Some(key) => shelf.law(key)?,
                    None => None,
                };
                resolve(&mention, quote, law, days)
            }
        };
        citations.push(CheckedCitation {
            mention,
            resolution,
            grounds,
        });
    }
    Ok(CitationReport {
        date: days.at,
        citations,
    })
}

/// The laws of the library that a text cites, each read once.
pub(super) struct Shelf<'a> {
    snapshot: &'a Snapshot,
    laws: HashMap<LawKey, Option<KnownLaw>>,
}

impl<'a> Shelf<'a> {
    /// An empty one.
    pub(super) fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            laws: HashMap::new(),
        }
    }

    /// The law, if the library has it.
    pub(super) fn law(&mut self, key: &LawKey) -> Result<Option<&KnownLaw>> {
        if !self.laws.contains_key(key) {
            let law = known_law(self.snapshot, key)?;
            self.laws.insert(key.clone(), law);
        }
        Ok(self.laws.get(key).and_then(Option::as_ref))
    }

    /// Why a case may have lost its force.
    fn grounds(&mut self, id: &DocumentId) -> Result<Vec<Ground>> {
        let Some(document) = self.snapshot.document(id)? else {
            return Ok(Vec::new());
        };
        let validity = validity::of_case(self, &document)?;
        Ok(validity
            .map(|validity| validity.grounds)
            .unwrap_or_default())
    }

    fn case(&self, number: &str) -> Result<Resolution> {
        let Some(&entry) = self.snapshot.cases_of_number(number)?.first() else {
            return Ok(Resolution::bare(Verdict::OutOfCoverage));
        };
        let entry = self.snapshot.entry(entry)?;
        Ok(Resolution {
            title: Some(entry.title()),
            document: Some(entry.document_id.clone()),
            ..Resolution::bare(Verdict::InForce)
        })
    }
}
