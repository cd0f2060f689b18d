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
use super::phrase;
use super::plan::{QueryWord, plan_phrase};
use super::settings::{MAX_QUERY_WORDS, SHORT_QUERY_WORDS, SYNONYM_WEIGHT};
use super::synonyms::{self, PlannedSynonym};
use crate::error::{IndexError, Result};
use crate::query::Synonym;
use crate::schema::TextField;

/// Entries that have enough of `words`, or of what `synonyms` says in their place, with
/// BM25 over the weighted fields.
pub fn search(context: &Context<'_>, words: Vec<QueryWord>, synonyms: &[Synonym]) -> Result<Found> {
    let plan = Plan::new(context, words, synonyms)?;
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

/// Where a guessed word or a synonym stands, as characters.
pub(super) struct Occurrences {
    /// Documents and counts, by segment.
    lists: Vec<Vec<(DocId, u32)>>,
    pub(super) doc_freq: u64,
}

impl Occurrences {
    /// Looks `text` up as a phrase.
    pub(super) fn of(context: &Context<'_>, text: &str) -> Result<Self> {
        let chars = plan_phrase(text);
        let readers = context.searcher.segment_readers().iter();
        let lists = readers
            .map(|reader| phrase::occurrences(reader, context.fields.grams, &chars))
            .collect::<Result<Vec<_>>>()?;
        let doc_freq = lists.iter().map(|list| list.len() as u64).sum();
        Ok(Self { lists, doc_freq })
    }
}

struct Plan {
    words: Vec<QueryWord>,
    /// Weight of each word in deciding what matches.
    weights: Vec<f32>,
    /// The guessed words among them.
    guessed: HashMap<String, Occurrences>,
    /// What may stand for some of them.
    synonyms: Vec<PlannedSynonym>,
    /// Entries need words of this weight.
    minimum: f32,
    /// Every term with how often the query has it, words and parts together.
    terms: HashMap<String, u32>,
    /// Fields other than the main one that count, with their weight.
    extra: Vec<TextField>,
}

impl Plan {
    fn new(context: &Context<'_>, words: Vec<QueryWord>, synonyms: &[Synonym]) -> Result<Self> {
        let words = most_telling(context, words)?;
        let guessed = guessed_words(context, &words)?;
        let synonyms = synonyms::plan(context, &words, synonyms)?;
        let mut terms = HashMap::new();
        for word in &words {
            for term in word.terms().filter(|term| !guessed.contains_key(*term)) {
                *terms.entry(term.to_owned()).or_default() += word.count;
            }
        }
        let weighs = |field: &TextField| context.bm25.weights[*field as usize] > 0.0;
        let extra = TextField::ALL.into_iter().skip(1).filter(weighs).collect();
        let mut weights = Vec::with_capacity(words.len());
        for (place, word) in words.iter().enumerate() {
            let own = match guessed.get(&word.term) {
                Some(guessed) => guessed.doc_freq,
                None => context.doc_freq(TextField::All, &word.term)?,
            };
            // A word that no text has counts as often as what stands for it.
            let doc_freq = own.max(synonyms::doc_freq(&synonyms, place));
            // What no entry has tells nothing about which entries match; a few
            // words, though, were all meant.
            let pointless = doc_freq == 0 && word.leaves.is_empty();
            weights.push(if pointless && words.len() > SHORT_QUERY_WORDS {
                0.0
            } else {
                idf(context.documents(), doc_freq)
            });
        }
        // Rounding must not make an entry with every word fall short.
        let minimum = 0.999 * context.bm25.minimum(&weights);
        Ok(Self {
            weights,
            guessed,
            synonyms,
            minimum,
            words,
            terms,
            extra,
        })
    }
}

fn guessed_words(
    context: &Context<'_>,
    words: &[QueryWord],
) -> Result<HashMap<String, Occurrences>> {
    let guessed = words.iter().filter(|word| word.guessed);
    guessed
        .map(|word| Ok((word.term.clone(), Occurrences::of(context, &word.term)?)))
        .collect()
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
    for (place, (word, &weight)) in plan.words.iter().zip(&plan.weights).enumerate() {
        let synonyms = || plan.synonyms.iter().filter(move |of| of.stands_for(place));
        counter.begin(word, weight, synonyms().next().is_some());
        let field = context.fields.text(TextField::All);
        match plan.guessed.get(&word.term) {
            Some(guessed) => (guessed.lists[segment as usize].iter())
                .for_each(|&(doc, _)| counter.hit(doc, Role::Whole)),
            None => for_each_posting(reader, field, &word.term, |doc, _| {
                counter.hit(doc, Role::Whole);
            })?,
        }
        for leaf in &word.leaves {
            for_each_posting(reader, field, leaf, |doc, _| counter.hit(doc, Role::Leaf))?;
        }
        for synonym in synonyms() {
            (synonym.occurrences.lists[segment as usize].iter())
                .for_each(|&(doc, _)| counter.hit(doc, Role::Whole));
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
    for word in &plan.words {
        if let Some(guessed) = plan.guessed.get(&word.term) {
            let weight = word.count as f32;
            score_occurrences(context, segment, reader, guessed, weight, &mut found)?;
        }
    }
    for synonym in &plan.synonyms {
        let at = &synonym.occurrences;
        score_occurrences(context, segment, reader, at, SYNONYM_WEIGHT, &mut found)?;
    }
    Ok(found)
}

/// Adds the score of a guessed word or a synonym, which counts in the main field.
fn score_occurrences(
    context: &Context<'_>,
    segment: u32,
    reader: &SegmentReader,
    occurrences: &Occurrences,
    weight: f32,
    found: &mut SegmentFound,
) -> Result<()> {
    let bm25 = context.bm25;
    let weight = bm25.weights[TextField::All as usize]
        * weight
        * idf(context.documents(), occurrences.doc_freq)
        * (bm25.k1 + 1.0);
    let score = entry_scores(context, segment, reader, TextField::All)?;
    let SegmentFound { bits, scores } = found;
    for &(doc, freq) in &occurrences.lists[segment as usize] {
        if bits.contains(doc) {
            scores[doc as usize] += weight * score(doc, freq);
        }
    }
    Ok(())
}

/// The saturated frequency of a term with `freq` occurrences in a document.
fn entry_scores<'a>(
    context: &'a Context<'_>,
    segment: u32,
    reader: &SegmentReader,
    field: TextField,
) -> Result<impl Fn(DocId, u32) -> f32 + 'a> {
    let norms = context.norms(field);
    let rows = &context.table.columns(segment).rows;
    let lengths = reader
        .get_fieldnorms_reader(context.fields.text(field))
        .map_err(IndexError::tantivy("read the lengths"))?;
    Ok(move |doc: DocId, freq: u32| {
        let norm = norms.of(class(&rows[doc as usize]), lengths.fieldnorm_id(doc));
        freq as f32 / (freq as f32 + norm)
    })
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
    let score = entry_scores(context, segment, reader, field)?;
    let SegmentFound { bits, scores } = found;
    for_each_posting(reader, context.fields.text(field), term, |doc, freq| {
        if bits.contains(doc) {
            scores[doc as usize] += weight * score(doc, freq);
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

    /// Without leaves and synonyms a document has a word once, and counting is simple.
    fn begin(&mut self, word: &QueryWord, weight: f32, has_synonyms: bool) {
        self.weight = weight;
        self.single = word.leaves.is_empty() && !has_synonyms;
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
