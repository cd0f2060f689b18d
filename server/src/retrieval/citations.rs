//! Citations of a text, looked up: each comes back with its place in the text and a
//! verdict. The rules are those of `leian_corpus::citation`; here the library is asked.
//!
//! A library that cannot be read is an error. "Not in this library" is said only of
//! what was looked for and not found.

use std::collections::HashMap;
use std::ops::Range;

use leian_corpus::citation::{
    CitationMention, Days, QuoteVerdict, Reference, Resolution, Verdict, are_listed, extract_with,
    quote_of_case, quoted_of_earlier, resolve, resolve_in,
};
use leian_corpus::{Body, Date, Document, LawKey, doc_number, guiding_force};
use leian_indexer::Snapshot;

use super::cited_cases;
use super::error::{Result, RetrievalError};
use super::numbered::{self, Numbered};
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
    /// Where articles are named of which the text does not say, in words that are
    /// understood, which law they are of; they are not checked. Articles at the beginning
    /// of a line are those of the text itself.
    pub unnamed: Vec<Range<usize>>,
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

/// Articles without a law that are named to readers.
const MOST_UNNAMED: usize = 8;

impl CitationReport {
    /// For readers: which articles of `text` were not checked because it does not say of
    /// which law they are. `None` when there is none.
    pub fn unnamed_in_words(&self, text: &str) -> Option<String> {
        let count = self.unnamed.len();
        let words = |range: &Range<usize>| {
            let line = text[..range.start].matches('\n').count() + 1;
            format!("第 {line} 行 {}", &text[range.clone()])
        };
        let first: Vec<String> = self.unnamed.iter().take(MOST_UNNAMED).map(words).collect();
        let rest = if count > MOST_UNNAMED { " 等" } else { "" };
        (count > 0).then(|| {
            format!(
                "另有 {count} 处条号没有写明是哪部法律，未核验：{}{rest}",
                first.join("、")
            )
        })
    }

    /// For readers: how many of the citations in force stand in a text that a newer one,
    /// which the library does not hold, took the place of. `None` when there is none.
    pub fn older_in_words(&self) -> Option<String> {
        let citations = self.citations.iter();
        let older = citations.filter(|citation| citation.resolution.is_of_older_text());
        let count = older.count();
        (count > 0).then(|| {
            let verdict = Verdict::InForce.label();
            format!("{verdict}中有 {count} 处，该法已有新文本而本库未收录，所列为此前文本的条文")
        })
    }

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
    let mut unnamed = Vec::new();
    // Words quoted with one citation are not those of the next.
    let mut floor = 0;
    let mentions = extract_with(&cited.text, snapshot.titles()?);
    let laws: Vec<&LawKey> = mentions.iter().filter_map(|one| one.law.as_ref()).collect();
    snapshot.remember_laws(&laws)?;
    for mut mention in mentions {
        if mention.is_open() {
            let range = mention.byte_range.clone();
            if mention.article.is_some() && !begins_line(&cited.text[..range.start]) {
                unnamed.push(range);
            }
            continue;
        }
        let mut grounds = Vec::new();
        if let Some(resolution) = by_number(snapshot, &mut mention, days)? {
            citations.push(CheckedCitation {
                mention,
                resolution,
                grounds,
            });
            continue;
        }
        let resolution = match mention.case_number.clone() {
            Some(number) => {
                let checked = cited_cases::check(&mention, &mut |number| {
                    let case = shelf.case(number, days.at)?;
                    Ok((case.resolution.clone(), case.grounds.clone()))
                })?;
                grounds = checked.1;
                let case = shelf.case(&number, days.at)?;
                let sections = case.sections.iter().map(String::as_str);
                let quote = quote_of_case(&cited.text, &mut mention, floor, sections);
                Resolution { quote, ..checked.0 }
            }
            None => {
                let law = match &mention.law {
                    Some(key) => snapshot.known_law(key)?,
                    None => None,
                };
                let mut resolution =
                    resolve_in(&cited.text, &mut mention, floor, law.as_deref(), days);
                if law.is_none() && resolution.repeal.is_none() {
                    resolution.candidates = shelf.similar(&mention)?;
                }
                resolution
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
        give_to_earlier(&cited.text, &mut citations, snapshot, days)?;
    }
    Ok(CitationReport {
        date: days.at,
        known_until: known_until(snapshot, today),
        citations,
        unnamed,
    })
}

fn begins_line(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '\u{3000}', '\t', '*', '#', '“', '"']);
    before.is_empty() || before.ends_with('\n')
}

/// Of a list, 第一条、第二条规定：“……”: a quotation that is not the words of the last citation
/// goes to the one before whose words they are.
fn give_to_earlier(
    text: &str,
    citations: &mut [CheckedCitation],
    snapshot: &Snapshot,
    days: Days,
) -> Result<()> {
    let Some((last, before)) = citations.split_last_mut() else {
        return Ok(());
    };
    if !matches!(last.resolution.quote, QuoteVerdict::Differs(_)) {
        return Ok(());
    }
    let mut next = last.mention.clone();
    for earlier in before.iter_mut().rev() {
        if !are_listed(text, &earlier.mention, &next) {
            break;
        }
        let law = match &earlier.mention.law {
            Some(key) => snapshot.known_law(key)?,
            None => None,
        };
        let found = quoted_of_earlier(text, &earlier.mention, &last.mention, law.as_deref(), days);
        if let Some(quote) = found {
            earlier.mention.quote = Some(quote);
            earlier.resolution.quote = QuoteVerdict::Equal;
            last.mention.quote = None;
            last.resolution.quote = QuoteVerdict::None;
            break;
        }
        next = earlier.mention.clone();
    }
    Ok(())
}

/// Finds the law of a mention that names it by its number (文号) alone; a resolution,
/// where the number leads to no one law.
fn by_number(
    snapshot: &Snapshot,
    mention: &mut CitationMention,
    days: Days,
) -> Result<Option<Resolution>> {
    let Some(number) = mention.doc_number.clone() else {
        return Ok(None);
    };
    if doc_number::parse(&mention.law_as_written).is_none() {
        return Ok(None);
    }
    let found = numbered::look_up(snapshot, &number)?;
    let note = found.in_words(&number);
    match found {
        Numbered::Text(text) => mention.law = Some(text.law),
        Numbered::OtherText(other) => mention.law = Some(other.law),
        Numbered::Several(texts) => {
            return Ok(Some(Resolution {
                candidates: texts.into_iter().map(|(_, title)| title).collect(),
                note,
                ..Resolution::bare(Verdict::Ambiguous)
            }));
        }
        Numbered::NotHeld(_) | Numbered::Unknown => {
            let resolution = resolve(mention, None, None, days);
            return Ok(Some(Resolution { note, ..resolution }));
        }
    }
    Ok(None)
}

/// The newest day of the statutes of a library; a text made for a day to come does not
/// make the future known.
fn known_until(snapshot: &Snapshot, today: Date) -> Option<Date> {
    let newest = snapshot.laws_known_to()?;
    Some(newest.min(today))
}

/// What the library has of what a text cites, each case read once.
struct Shelf<'a> {
    snapshot: &'a Snapshot,
    cases: HashMap<String, CheckedCase>,
    /// By a name that is not held, the titles that come closest.
    similar: HashMap<String, Vec<String>>,
}

/// What a number of a case came to, and why the case may have lost its force.
pub(super) type Looked = (Resolution, Vec<Ground>);

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
    let lost = guiding_force::without_force(number).filter(|lost| lost.date <= day);
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
