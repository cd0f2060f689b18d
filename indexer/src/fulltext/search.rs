//! A query over all segments: the exact set, its scores, its best entries.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher, Term};

use super::bm25_words;
use super::entry_text::{has_phrase, read_entry};
use super::found::{Found, SegmentFound};
use super::lengths::{Lengths, Norms, class};
use super::phrase;
use super::plan::{WordsPlan, plan_phrase, plan_words};
use super::settings::{Bm25, MAX_PHRASE_CHARS, MAX_QUERY_DEPTH};
use crate::error::{IndexError, Result};
use crate::matches::{DocBits, EntryRef, MatchSet};
use crate::query::QueryNode;
use crate::schema::{Fields, TextField};
use crate::snapshot::ScoredEntry;
use crate::versions::EntryTable;

/// What evaluating a query needs; made for one query.
pub struct Context<'a> {
    /// The segments.
    pub searcher: &'a Searcher,
    /// The fields.
    pub fields: &'a Fields,
    /// The entries.
    pub table: &'a EntryTable,
    /// Parameters of the scores.
    pub bm25: &'a Bm25,
    norms: [Norms; TextField::ALL.len()],
    documents: u64,
    doc_freqs: RefCell<HashMap<(TextField, String), u64>>,
}

impl<'a> Context<'a> {
    /// Makes ready for one query.
    pub fn new(
        searcher: &'a Searcher,
        fields: &'a Fields,
        table: &'a EntryTable,
        lengths: &Lengths,
        bm25: &'a Bm25,
    ) -> Self {
        let documents = searcher
            .segment_readers()
            .iter()
            .map(|reader| u64::from(reader.max_doc()))
            .sum();
        Self {
            searcher,
            fields,
            table,
            bm25,
            norms: TextField::ALL.map(|field| lengths.norms(field, bm25)),
            documents,
            doc_freqs: RefCell::default(),
        }
    }

    /// Length norms of a field.
    pub fn norms(&self, field: TextField) -> &Norms {
        &self.norms[field as usize]
    }

    /// Documents of all segments, deleted ones included.
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// In how many documents a field has a term, over all segments.
    pub fn doc_freq(&self, field: TextField, term: &str) -> Result<u64> {
        let key = (field, term.to_owned());
        if let Some(&doc_freq) = self.doc_freqs.borrow().get(&key) {
            return Ok(doc_freq);
        }
        let doc_freq = self
            .searcher
            .doc_freq(&Term::from_field_text(self.fields.text(field), term))
            .map_err(IndexError::tantivy("read the words"))?;
        self.doc_freqs.borrow_mut().insert(key, doc_freq);
        Ok(doc_freq)
    }

    /// Inverse document frequency of a term in a field, over all segments.
    pub fn idf(&self, field: TextField, term: &str) -> Result<f32> {
        Ok(bm25_words::idf(self.documents, self.doc_freq(field, term)?))
    }

    /// What `query` finds; `None` when it says nothing (no word, no character).
    /// Deleted documents may be in it.
    pub fn evaluate(&self, query: &QueryNode) -> Result<Option<Found>> {
        self.evaluate_at(query, 0)
    }

    fn evaluate_at(&self, query: &QueryNode, depth: usize) -> Result<Option<Found>> {
        if depth > MAX_QUERY_DEPTH {
            return Err(IndexError::QueryDepth {
                limit: MAX_QUERY_DEPTH,
            });
        }
        let below = depth + 1;
        match query {
            QueryNode::Words(text) => match plan_words(text) {
                WordsPlan::Nothing => Ok(None),
                WordsPlan::Character(c) => self.phrase(&[c]).map(Some),
                WordsPlan::Words(words) => bm25_words::search(self, words, &[]).map(Some),
            },
            QueryNode::Expanded { text, synonyms } => match plan_words(text) {
                WordsPlan::Nothing => Ok(None),
                WordsPlan::Character(c) => self.phrase(&[c]).map(Some),
                WordsPlan::Words(words) => bm25_words::search(self, words, synonyms).map(Some),
            },
            QueryNode::Phrase(text) => match plan_phrase(text).as_slice() {
                [] => Ok(None),
                chars => self.phrase(chars).map(Some),
            },
            QueryNode::All(parts) => self.all(parts, below),
            QueryNode::Any(parts) => {
                let mut found: Option<Found> = None;
                for part in parts {
                    if let Some(more) = self.evaluate_at(part, below)? {
                        found = Some(match found {
                            Some(found) => found.or(&more),
                            None => more,
                        });
                    }
                }
                Ok(found)
            }
            QueryNode::Not(inner) => {
                let excluded = self.evaluate_at(inner, below)?;
                Ok(excluded.map(|excluded| self.everything().and_not(&excluded)))
            }
        }
    }

    /// Parts that say nothing are passed over, so that a mark between words does
    /// not empty the result.
    fn all(&self, parts: &[QueryNode], depth: usize) -> Result<Option<Found>> {
        let mut found: Option<Found> = None;
        let mut excluded: Option<Found> = None;
        for part in parts {
            let (part, list, negative) = match part {
                QueryNode::Not(inner) => (inner.as_ref(), &mut excluded, true),
                other => (other, &mut found, false),
            };
            if let Some(more) = self.evaluate_at(part, depth)? {
                *list = Some(match list.take() {
                    Some(found) if negative => found.or(&more),
                    Some(found) => found.and(&more),
                    None => more,
                });
            }
        }
        Ok(match (found, excluded) {
            (found, None) => found,
            (Some(found), Some(excluded)) => Some(found.and_not(&excluded)),
            (None, Some(excluded)) => Some(self.everything().and_not(&excluded)),
        })
    }

    fn everything(&self) -> Found {
        let segment = |segment: usize| {
            let bits = self.table.alive(segment as u32).clone();
            let scores = vec![0.0; self.table.columns(segment as u32).rows.len()];
            SegmentFound { bits, scores }
        };
        Found {
            segments: (0..self.table.segment_count()).map(segment).collect(),
        }
    }

    /// A phrase scores as one term; the longer, the more it weighs.
    fn phrase(&self, chars: &[char]) -> Result<Found> {
        let grams: Field = self.fields.grams;
        let mut lists = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let mut list = phrase::occurrences(reader, grams, chars)?;
            if chars.len() > MAX_PHRASE_CHARS {
                list = self.confirm(segment as u32, list, chars)?;
            }
            lists.push(list);
        }
        let doc_freq: usize = lists.iter().map(Vec::len).sum();
        let weight = (chars.len() as f32 / 2.0).clamp(1.0, 4.0)
            * bm25_words::idf(self.documents, doc_freq as u64)
            * (self.bm25.k1 + 1.0);
        let norms = self.norms(TextField::All);
        let field = self.fields.text(TextField::All);
        let mut segments = Vec::new();
        for (segment, reader) in self.searcher.segment_readers().iter().enumerate() {
            let mut found = SegmentFound::nothing(reader.max_doc());
            let rows = &self.table.columns(segment as u32).rows;
            let lengths = reader
                .get_fieldnorms_reader(field)
                .map_err(IndexError::tantivy("read the lengths"))?;
            for &(doc, count) in &lists[segment] {
                let freq = count as f32;
                let norm = norms.of(class(&rows[doc as usize]), lengths.fieldnorm_id(doc));
                found.bits.insert(doc);
                found.scores[doc as usize] = weight * freq / (freq + norm);
            }
            segments.push(found);
        }
        Ok(Found { segments })
    }

    /// Compares a phrase that is too long to look up with the entries' texts.
    fn confirm(
        &self,
        segment: u32,
        list: Vec<(u32, u32)>,
        chars: &[char],
    ) -> Result<Vec<(u32, u32)>> {
        let mut confirmed = Vec::new();
        for (doc, count) in list {
            if self.table.alive(segment).contains(doc) {
                let entry = read_entry(self.searcher, self.fields, DocAddress::new(segment, doc))?;
                if has_phrase(&entry, chars) {
                    confirmed.push((doc, count));
                }
            }
        }
        Ok(confirmed)
    }
}

/// The set of what was found and passes the filter, and its best `limit` entries.
pub fn rank(
    table: &Arc<EntryTable>,
    found: &Found,
    passing: Vec<DocBits>,
    limit: usize,
    collapse: bool,
) -> (Vec<ScoredEntry>, MatchSet) {
    let mut sets = passing;
    for (bits, found) in sets.iter_mut().zip(&found.segments) {
        bits.intersect(&found.bits);
    }
    let matches = MatchSet::of(table.clone(), sets, collapse);
    let mut hits: Vec<(ScoredEntry, u32)> = matches
        .iter()
        .map(|entry| {
            let score = found.segments[entry.segment as usize].scores[entry.doc as usize];
            (ScoredEntry { entry, score }, table.id_rank(entry))
        })
        .collect();
    let order = |a: &(ScoredEntry, u32), b: &(ScoredEntry, u32)| {
        b.0.score.total_cmp(&a.0.score).then(a.1.cmp(&b.1))
    };
    if limit < hits.len() {
        // Only the best need to be in order.
        if limit > 0 {
            hits.select_nth_unstable_by(limit - 1, order);
        }
        hits.truncate(limit);
    }
    hits.sort_unstable_by(order);
    (hits.into_iter().map(|(hit, _)| hit).collect(), matches)
}

impl MatchSet {
    /// The set of all of `segments`; with `collapse`, of the versions of an
    /// article only the first that is in it.
    pub(crate) fn of(table: Arc<EntryTable>, segments: Vec<DocBits>, collapse: bool) -> Self {
        let mut set = Self {
            table,
            segments,
            collapse,
        };
        if collapse {
            let behind: Vec<EntryRef> = set
                .iter()
                .filter(|&entry| {
                    let members = set.table.group(entry).unwrap_or_default();
                    members
                        .iter()
                        .find(|&&member| set.contains(member))
                        .is_some_and(|&best| best != entry)
                })
                .collect();
            for entry in behind {
                set.segments[entry.segment as usize].remove(entry.doc);
            }
        }
        set
    }
}
