//! Citations of a text, looked up: each comes back with its place in the text and a
//! verdict. The rules are those of `leian_corpus::citation`; here the library is asked.
//!
//! A library that cannot be read is an error. "Not in this library" is said only of
//! what was looked for and not found.

use std::collections::HashMap;

use leian_corpus::Date;
use leian_corpus::citation::{CitationMention, Days, Resolution, Verdict, extract_with, resolve};
use leian_indexer::Snapshot;

use super::error::{Result, RetrievalError};
use super::timeline::today;
use super::validity::{Ground, case_validity};

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
    let today = today();
    let days = Days {
        at: cited.date.unwrap_or(today),
        today,
    };
    let mut shelf = Shelf::new(snapshot);
    let mut citations = Vec::new();
    for mention in extract_with(&cited.text, snapshot.titles()?) {
        if mention.is_open() {
            continue;
        }
        let mut grounds = Vec::new();
        let resolution = match &mention.case_number {
            Some(number) => {
                let (resolution, of_case) = shelf.case(number)?;
                grounds = of_case;
                resolution
            }
            None => {
                let quote = mention.quote.clone();
                let quote = quote.and_then(|quote| cited.text.get(quote));
                let law = match &mention.law {
                    Some(key) => snapshot.known_law(key)?,
                    None => None,
                };
                let mut resolution = resolve(&mention, quote, law.as_deref(), days);
                if law.is_none() && resolution.repeal.is_none() {
                    resolution.candidates = shelf.similar(&mention)?;
                }
                resolution
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

/// What the library has of what a text cites, each case read once.
struct Shelf<'a> {
    snapshot: &'a Snapshot,
    cases: HashMap<String, CheckedCase>,
    /// By a name that is not held, the titles that come closest.
    similar: HashMap<String, Vec<String>>,
}

/// A case that is cited: what it came to, and why it may have lost its force.
type CheckedCase = (Resolution, Vec<Ground>);

impl<'a> Shelf<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            cases: HashMap::new(),
            similar: HashMap::new(),
        }
    }

    /// Titles that may be meant by a name that is not held.
    fn similar(&mut self, mention: &CitationMention) -> Result<Vec<String>> {
        let name = mention.law_as_written.as_str();
        if mention.law.is_none() && mention.guessed_law().is_none() {
            return Ok(Vec::new()); // 本法 is no name
        }
        if let Some(known) = self.similar.get(name) {
            return Ok(known.clone());
        }
        let similar = self.snapshot.similar_titles(name)?;
        self.similar.insert(name.to_owned(), similar.clone());
        Ok(similar)
    }

    /// The case of that number.
    fn case(&mut self, number: &str) -> Result<CheckedCase> {
        if let Some(known) = self.cases.get(number) {
            return Ok(known.clone());
        }
        let resolution = self.resolve_case(number)?;
        let document = match &resolution.document {
            Some(id) => self.snapshot.document(id)?,
            None => None,
        };
        let standing = match &document {
            Some(document) => case_validity(self.snapshot, document)?,
            None => None,
        };
        let grounds = standing.map(|standing| standing.grounds);
        let checked = (resolution, grounds.unwrap_or_default());
        self.cases.insert(number.to_owned(), checked.clone());
        Ok(checked)
    }

    fn resolve_case(&self, number: &str) -> Result<Resolution> {
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
