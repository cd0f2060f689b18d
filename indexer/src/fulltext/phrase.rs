//! Exact phrases through the character bigrams.

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::settings::MAX_PHRASE_CHARS;
use crate::analyzer::{PhraseTerms, phrase_terms};
use crate::error::{IndexError, Result};

/// Every document of a segment, deleted ones included, that has the phrase, with
/// how often. Of a phrase longer than [`MAX_PHRASE_CHARS`] only the beginning is
/// looked up.
pub fn occurrences(
    reader: &SegmentReader,
    grams: Field,
    phrase: &[char],
) -> Result<Vec<(DocId, u32)>> {
    let beginning = &phrase[..phrase.len().min(MAX_PHRASE_CHARS)];
    let found = match phrase_terms(beginning) {
        PhraseTerms::Nothing => Ok(Vec::new()),
        PhraseTerms::Prefix(c) => with_prefix(reader, grams, c),
        PhraseTerms::One(term) => with_term(reader, grams, &term),
        PhraseTerms::Many(terms) => with_terms(reader, grams, &terms),
    };
    found.map_err(IndexError::tantivy("read the bigrams"))
}

/// One character: every bigram that begins with it.
fn with_prefix(
    reader: &SegmentReader,
    grams: Field,
    c: char,
) -> tantivy::Result<Vec<(DocId, u32)>> {
    let index = reader.inverted_index(grams)?;
    let mut counts = vec![0u32; reader.max_doc() as usize];
    let first = c.to_string();
    let mut stream = index.terms().range().ge(first.as_bytes()).into_stream()?;
    while stream.advance() && stream.key().starts_with(first.as_bytes()) {
        let info = stream.value().clone();
        let mut postings =
            index.read_postings_from_terminfo(&info, IndexRecordOption::WithFreqs)?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            counts[doc as usize] += postings.term_freq();
            doc = postings.advance();
        }
    }
    let found = counts
        .into_iter()
        .enumerate()
        .filter(|&(_, count)| count > 0);
    Ok(found.map(|(doc, count)| (doc as DocId, count)).collect())
}

fn with_term(
    reader: &SegmentReader,
    grams: Field,
    term: &str,
) -> tantivy::Result<Vec<(DocId, u32)>> {
    let index = reader.inverted_index(grams)?;
    let term = Term::from_field_text(grams, term);
    let mut found = Vec::new();
    if let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            found.push((doc, postings.term_freq()));
            doc = postings.advance();
        }
    }
    Ok(found)
}

fn with_terms(
    reader: &SegmentReader,
    grams: Field,
    terms: &[(usize, String)],
) -> tantivy::Result<Vec<(DocId, u32)>> {
    let index = reader.inverted_index(grams)?;
    let mut lists = Vec::with_capacity(terms.len());
    for (offset, text) in terms {
        let term = Term::from_field_text(grams, text);
        match index.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)? {
            Some(postings) => lists.push((*offset as u32, postings)),
            None => return Ok(Vec::new()),
        }
    }
    // The rarest bigram leads, the others only say yes or no to its documents.
    lists.sort_by_key(|(_, postings)| postings.doc_freq());
    let Some(((lead_offset, lead), others)) = lists.split_first_mut() else {
        return Ok(Vec::new());
    };
    let mut found = Vec::new();
    let (mut starts, mut positions) = (Vec::new(), Vec::new());
    let mut doc = lead.doc();
    'documents: while doc != TERMINATED {
        for (_, postings) in others.iter_mut() {
            // A list that has gone further is the reason that `doc` is skipped.
            if postings.doc() < doc {
                postings.seek(doc);
            }
            let reached = postings.doc();
            if reached != doc {
                doc = if reached == TERMINATED {
                    TERMINATED
                } else {
                    lead.seek(reached)
                };
                continue 'documents;
            }
        }
        lead.positions(&mut starts);
        starts.retain_mut(|position| match position.checked_sub(*lead_offset) {
            Some(start) => {
                *position = start;
                true
            }
            None => false,
        });
        for (offset, postings) in others.iter_mut() {
            if starts.is_empty() {
                break;
            }
            postings.positions(&mut positions);
            keep_shifted(&mut starts, &positions, *offset);
        }
        if !starts.is_empty() {
            found.push((doc, starts.len() as u32));
        }
        doc = lead.advance();
    }
    Ok(found)
}

/// Keeps the starts that have a position at `start + offset`; both are sorted.
fn keep_shifted(starts: &mut Vec<u32>, positions: &[u32], offset: u32) {
    let mut at = 0;
    starts.retain(|start| {
        let wanted = start + offset;
        while positions.get(at).is_some_and(|&position| position < wanted) {
            at += 1;
        }
        positions.get(at) == Some(&wanted)
    });
}
