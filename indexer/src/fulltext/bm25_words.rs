//! Running text: BM25 term by term, with the count of matching words.
//!
//! Totals must be exact, so every posting of every term is read anyway; going term
//! by term over flat arrays is then simpler and faster than a heap of scorers, and
//! has no bad tail with many terms.

use std::collections::HashMap;

use tantivy::postings::Postings;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

use super::Context;
use super::found::{Found, SegmentFound};
use super::lengths::class;
use super::plan::QueryWord;
use super::settings::MAX_QUERY_WORDS;
use crate::error::{IndexError, Result};
use crate::schema::TextField;

/// Entries that have enough of `words`, with BM25 over the weighted fields.
pub fn search(context: &Context<'_>, words: Vec<QueryWord>) -> Result<Found> {
    let plan = Plan::new(context, words)?;
    let segments = context
        .searcher
        .segment_readers()
        .iter()
        .enumerate()
        .map(|(segment, reader)| search_segment(context, &plan, segment as u32, reader))
        .collect::<Result<_>>()?;
    Ok(Found { segments })
}

/// `ln(1 + (N − df + ½) / (df + ½))`
pub fn idf(documents: u64, doc_freq: u64) -> f32 {
    let rest = documents.saturating_sub(doc_freq) as f32;
    (1.0 + (rest + 0.5) / (doc_freq as f32 + 0.5)).ln()
}

struct Plan {
    words: Vec<QueryWord>,
    /// Weight of each word in deciding what matches.
    weights: Vec<f32>,
    /// Entries need words of this weight.
    minimum: f32,
    /// Every term with how often the query has it, words and parts together.
    terms: HashMap<String, u32>,
    /// Fields other than the main one that count, with their weight.
    extra: Vec<TextField>,
}

impl Plan {
    fn new(context: &Context<'_>, words: Vec<QueryWord>) -> Result<Self> {
        let words = most_telling(context, words)?;
        let mut terms = HashMap::new();
        for word in &words {
            for term in word.terms() {
                *terms.entry(term.to_owned()).or_default() += word.count;
            }
        }
        let weighs = |field: &TextField| context.bm25.weights[*field as usize] > 0.0;
        let extra = TextField::ALL.into_iter().skip(1).filter(weighs).collect();
        let weights = words
            .iter()
            .map(|word| context.idf(TextField::All, &word.term))
            .collect::<Result<Vec<f32>>>()?;
        // Rounding must not make an entry with every word fall short.
        let minimum = 0.999 * context.bm25.minimum(words.len()) * weights.iter().sum::<f32>();
        Ok(Self {
            weights,
            minimum,
            words,
            terms,
            extra,
        })
    }
}

/// Of too many words, those that occur often in the query and seldom elsewhere.
fn most_telling(context: &Context<'_>, mut words: Vec<QueryWord>) -> Result<Vec<QueryWord>> {
    if words.len() <= MAX_QUERY_WORDS {
        return Ok(words);
    }
    let mut weights = HashMap::new();
    for word in &words {
        let weight = word.count as f32 * context.idf(TextField::All, &word.term)?;
        weights.insert(word.term.clone(), weight);
    }
    let weight = |word: &QueryWord| weights.get(&word.term).copied().unwrap_or(0.0);
    words.sort_by(|a, b| {
        weight(b)
            .total_cmp(&weight(a))
            .then_with(|| a.term.cmp(&b.term))
    });
    words.truncate(MAX_QUERY_WORDS);
    Ok(words)
}

fn search_segment(
    context: &Context<'_>,
    plan: &Plan,
    segment: u32,
    reader: &SegmentReader,
) -> Result<SegmentFound> {
    let max_doc = reader.max_doc();
    let mut found = SegmentFound::nothing(max_doc);
    let mut counter = WordCounter::new(max_doc);
    for (word, &weight) in plan.words.iter().zip(&plan.weights) {
        counter.begin(word, weight);
        let leaves = word.leaves.iter().map(|leaf| (leaf, Role::Leaf));
        let whole = std::iter::once((&word.term, Role::Whole));
        for (term, role) in whole.chain(leaves) {
            let field = context.fields.text(TextField::All);
            for_each_posting(reader, field, term, |doc, _| counter.hit(doc, role))?;
        }
        counter.end();
    }
    for (doc, &words) in counter.words.iter().enumerate() {
        if words > 0.0 && words >= plan.minimum {
            found.bits.insert(doc as DocId);
        }
    }
    let mut terms: Vec<(&String, &u32)> = plan.terms.iter().collect();
    // Sums of floats depend on the order; the same query must give the same score.
    terms.sort_unstable();
    for (term, &count) in terms {
        for field in std::iter::once(TextField::All).chain(plan.extra.iter().copied()) {
            score_term(context, segment, reader, field, term, count, &mut found)?;
        }
    }
    Ok(found)
}

/// Adds the score of one term in one field to the documents found.
fn score_term(
    context: &Context<'_>,
    segment: u32,
    reader: &SegmentReader,
    field: TextField,
    term: &str,
    count: u32,
    found: &mut SegmentFound,
) -> Result<()> {
    let bm25 = context.bm25;
    let weight =
        bm25.weights[field as usize] * count as f32 * context.idf(field, term)? * (bm25.k1 + 1.0);
    let norms = context.norms(field);
    let rows = &context.table.columns(segment).rows;
    let lengths = reader
        .get_fieldnorms_reader(context.fields.text(field))
        .map_err(IndexError::tantivy("read the lengths"))?;
    let SegmentFound { bits, scores } = found;
    for_each_posting(reader, context.fields.text(field), term, |doc, freq| {
        if bits.contains(doc) {
            let freq = freq as f32;
            let norm = norms.of(class(&rows[doc as usize]), lengths.fieldnorm_id(doc));
            scores[doc as usize] += weight * freq / (freq + norm);
        }
    })
}

fn for_each_posting(
    reader: &SegmentReader,
    field: Field,
    term: &str,
    mut each: impl FnMut(DocId, u32),
) -> Result<()> {
    let mut read = || -> tantivy::Result<()> {
        let term = Term::from_field_text(field, term);
        let index = reader.inverted_index(field)?;
        let Some(mut postings) = index.read_postings(&term, IndexRecordOption::WithFreqs)? else {
            return Ok(());
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            each(doc, postings.term_freq());
            doc = postings.advance();
        }
        Ok(())
    };
    read().map_err(IndexError::tantivy("read the words"))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Whole,
    Leaf,
}

/// Counts, for every document, the words of the query that it has: a word itself,
/// or more than half of the smallest words inside it.
struct WordCounter {
    words: Vec<f32>,
    leaves: Vec<u8>,
    touched: Vec<DocId>,
    needed: u8,
    weight: f32,
    single: bool,
}

impl WordCounter {
    fn new(max_doc: DocId) -> Self {
        let size = max_doc as usize;
        Self {
            words: vec![0.0; size],
            leaves: vec![0; size],
            touched: Vec::new(),
            needed: 0,
            weight: 0.0,
            single: true,
        }
    }

    fn begin(&mut self, word: &QueryWord, weight: f32) {
        self.weight = weight;
        self.single = word.leaves.is_empty();
        self.needed = word.needed_leaves().min(usize::from(u8::MAX)) as u8;
    }

    #[inline]
    fn hit(&mut self, doc: DocId, role: Role) {
        let at = doc as usize;
        if self.single {
            self.words[at] += self.weight;
            return;
        }
        if self.leaves[at] == 0 {
            self.touched.push(doc);
        }
        let worth = if role == Role::Whole { self.needed } else { 1 };
        self.leaves[at] = self.leaves[at].saturating_add(worth);
    }

    fn end(&mut self) {
        for doc in self.touched.drain(..) {
            let at = doc as usize;
            if self.leaves[at] >= self.needed {
                self.words[at] += self.weight;
            }
            self.leaves[at] = 0;
        }
    }
}
