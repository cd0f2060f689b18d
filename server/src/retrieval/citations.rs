//! Citations of a text, looked up: each comes back with its place in the text and a
//! verdict. The rules are those of `leian_corpus::citation`; here the library is asked.
//!
//! A library that cannot be read is an error. "Not in this library" is said only of
//! what was looked for and not found.

use std::collections::HashMap;

use leian_corpus::citation::{
    CitationMention, Days, QuoteVerdict, Reference, Resolution, Verdict, extract, quote_of_case,
    repealed, resolve_in,
};
use leian_corpus::{Body, Date, Document, guiding};
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
    /// The newest day of the statutes of the library: what came later it does not know.
    pub known_until: Option<Date>,
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
    // Words quoted with one citation are not those of the next.
    let mut floor = 0;
    for mut mention in extract(&cited.text) {
        if mention.is_open() {
            continue;
        }
        if let Some(key) = mention.guessed_law()
            && (repealed::of(&key).is_some() || snapshot.known_law(&key)?.is_some())
        {
            mention.law = Some(key);
        }
        let mut grounds = Vec::new();
        let resolution = match mention.case_number.clone() {
            Some(number) => {
                let case = shelf.case(&number, days.at)?;
                grounds.clone_from(&case.grounds);
                let sections = case.sections.iter().map(String::as_str);
                let quote = quote_of_case(&cited.text, &mut mention, floor, sections);
                Resolution {
                    quote,
                    ..case.resolution.clone()
                }
            }
            None => {
                let law = match &mention.law {
                    Some(key) => snapshot.known_law(key)?,
                    None => None,
                };
                resolve_in(&cited.text, &mut mention, floor, law.as_deref(), days)
            }
        };
        if resolution.quote != QuoteVerdict::None
            && let Some(quote) = &mention.quote
        {
            floor = floor.max(quote.end);
        }
        citations.push(CheckedCitation {
            mention,
            resolution,
            grounds,
        });
    }
    Ok(CitationReport {
        date: days.at,
        known_until: known_until(snapshot, today),
        citations,
    })
}

/// The newest day of the statutes of a library; a text made for a day to come does not
/// make the future known.
fn known_until(snapshot: &Snapshot, today: Date) -> Option<Date> {
    let newest = snapshot.stats().newest_law_date?;
    Some(newest.min(today))
}

/// What the library has of what a text cites, each case read once.
struct Shelf<'a> {
    snapshot: &'a Snapshot,
    cases: HashMap<String, CheckedCase>,
}

/// A case that is cited.
struct CheckedCase {
    /// What it came to.
    resolution: Resolution,
    /// Why it may have lost its force.
    grounds: Vec<Ground>,
    /// Its text.
    sections: Vec<String>,
}

impl<'a> Shelf<'a> {
    fn new(snapshot: &'a Snapshot) -> Self {
        Self {
            snapshot,
            cases: HashMap::new(),
        }
    }

    /// The case of that number, on the day of the text.
    fn case(&mut self, number: &str, day: Date) -> Result<&CheckedCase> {
        let checked = match self.cases.remove(number) {
            Some(checked) => checked,
            None => self.read_case(number, day)?,
        };
        Ok(self.cases.entry(number.to_owned()).or_insert(checked))
    }

    fn read_case(&self, number: &str, day: Date) -> Result<CheckedCase> {
        let document = self.document_of(number)?;
        let standing = match &document {
            Some(document) => case_validity(self.snapshot, document)?,
            None => None,
        };
        let grounds = standing.map(|standing| standing.grounds);
        Ok(CheckedCase {
            resolution: of_case(number, document.as_ref(), day),
            grounds: grounds.unwrap_or_default(),
            sections: document.map(sections).unwrap_or_default(),
        })
    }

    fn document_of(&self, number: &str) -> Result<Option<Document>> {
        let Some(&entry) = self.snapshot.cases_of_number(number)?.first() else {
            return Ok(None);
        };
        let id = self.snapshot.entry_id(entry)?.document_id();
        Ok(self.snapshot.document(&id)?)
    }
}

/// What a case came to: whether the library has it, and how it binds on a day.
fn of_case(number: &str, document: Option<&Document>, day: Date) -> Resolution {
    let lost = guiding::without_force(number).filter(|lost| lost.date <= day);
    let verdict = match (lost, document) {
        (Some(_), _) => Verdict::NoLongerReferred,
        (None, Some(_)) => Verdict::Held,
        (None, None) => Verdict::OutOfCoverage,
    };
    let reference = document.and_then(|document| Reference::of(document.kind));
    Resolution {
        title: document.map(|document| document.title.clone()),
        document: document.map(|document| document.id.clone()),
        reference: reference.filter(|_| lost.is_none()),
        without_force: lost,
        ..Resolution::bare(verdict)
    }
}

fn sections(document: Document) -> Vec<String> {
    match document.body {
        Body::Sections(sections) => sections.into_iter().map(|one| one.text).collect(),
        Body::Statute(_) => Vec::new(),
    }
}
