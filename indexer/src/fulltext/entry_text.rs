//! Which pieces of an entry are searched, the same for writing and for reading.

use leian_corpus::{Entry, SectionRole, Unit};
use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use crate::analyzer::Folded;
use crate::error::{IndexError, Result};
use crate::schema::{Fields, TextField};

/// The pieces of an entry in which phrases are found; a phrase never goes from one
/// into the next. The number of an article stands before its text, as statutes
/// are quoted.
pub fn phrase_pieces(entry: &Entry) -> Vec<String> {
    let label = match &entry.unit {
        Unit::Article { label, .. } => label.as_str(),
        Unit::Case | Unit::Text => "",
    };
    let mut pieces = vec![entry.title()];
    let sections = entry.sections.iter().enumerate();
    pieces.extend(sections.map(|(index, section)| match index {
        0 => format!("{label}{}", section.text),
        _ => section.text.clone(),
    }));
    pieces.extend(metadata_words(entry));
    pieces
}

/// True when some piece of `entry` has the folded phrase.
pub fn has_phrase(entry: &Entry, phrase: &[char]) -> bool {
    phrase_pieces(entry).iter().any(|piece| {
        let folded = Folded::for_phrases(piece).chars;
        folded.windows(phrase.len()).any(|window| window == phrase)
    })
}

/// What is in each field of words.
pub fn words_of(entry: &Entry, field: TextField) -> Vec<String> {
    let metadata = &entry.metadata;
    let roles: &[SectionRole] = match field {
        TextField::All => {
            let mut pieces = phrase_pieces(entry);
            pieces.extend(law_names(entry));
            return pieces;
        }
        TextField::Title => {
            let mut pieces = vec![entry.title()];
            pieces.extend(law_names(entry));
            pieces.extend(metadata.number.clone());
            pieces.extend(metadata.case_number.clone());
            return pieces;
        }
        TextField::Keywords => {
            let mut pieces = section_texts(entry, &[SectionRole::Keywords]);
            pieces.extend(metadata.keywords.iter().chain(&metadata.charges).cloned());
            return pieces;
        }
        TextField::KeyPoints => &[SectionRole::KeyPoints, SectionRole::Question],
        TextField::Facts => &[
            SectionRole::Facts,
            SectionRole::Findings,
            SectionRole::Accusation,
            SectionRole::Claim,
        ],
        TextField::Reasoning => &[
            SectionRole::Reasoning,
            SectionRole::Opinion,
            SectionRole::Answer,
        ],
        TextField::Performance => &[SectionRole::Performance, SectionRole::Procedure],
        TextField::Significance => &[SectionRole::Significance],
    };
    section_texts(entry, roles)
}

fn section_texts(entry: &Entry, roles: &[SectionRole]) -> Vec<String> {
    let fits = entry
        .sections
        .iter()
        .filter(|section| roles.contains(&section.role));
    fits.map(|section| section.text.clone()).collect()
}

/// Metadata that is searched as text where no section says it.
fn metadata_words(entry: &Entry) -> Vec<String> {
    let metadata = &entry.metadata;
    let values = [&metadata.number, &metadata.case_number, &metadata.court];
    let lists = metadata.keywords.iter().chain(&metadata.charges);
    let said = |value: &str| {
        entry.document_title.contains(value)
            || entry
                .sections
                .iter()
                .any(|section| section.text.contains(value))
    };
    values
        .into_iter()
        .flatten()
        .chain(lists)
        .filter(|value| !said(value))
        .cloned()
        .collect()
}

/// The short names of the entry's law (刑诉法), so that they find its articles.
fn law_names(entry: &Entry) -> Vec<String> {
    let Some(law) = &entry.metadata.law else {
        return Vec::new();
    };
    leian_corpus::law_names::all()
        .iter()
        .find(|known| known.key == law.key)
        .map(|known| {
            known
                .aliases
                .iter()
                .map(|&alias| alias.to_owned())
                .collect()
        })
        .unwrap_or_default()
}

/// Reads an entry from the document store.
pub fn read_entry(searcher: &Searcher, fields: &Fields, address: DocAddress) -> Result<Entry> {
    let document: TantivyDocument = searcher
        .doc(address)
        .map_err(IndexError::tantivy("read a stored entry"))?;
    let bytes = document
        .get_first(fields.entry)
        .and_then(|value| value.as_bytes());
    serde_json::from_slice(bytes.unwrap_or_default()).map_err(|source| IndexError::StoredEntry {
        entry: format!("{}:{}", address.segment_ord, address.doc_id),
        source,
    })
}
