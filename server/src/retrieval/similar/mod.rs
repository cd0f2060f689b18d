//! Similar cases (类案): a told or decided case → decided cases like it, each compared on
//! the three axes of the rules: 基本事实, 争议焦点, 法律适用.
//!
//! The order rests on three signals: how much the charges agree, how near words and
//! meaning of the facts are, and how much of their telling wording they share. What is
//! shown of a case are its own sentences beside those of the query, and where the two
//! part. Nothing is written by a model.
//!
//! Reading order: [`similar`], [`side`] (one of the two cases), [`charges`] (which charges
//! the facts are about), [`axes`] (what is shown). Never knows HTTP.

use std::collections::HashMap;

use leian_corpus::{DocumentId, DocumentKind, Entry, EntryId};
use leian_indexer::{EntryRef, Filter, QueryNode, Snapshot};

use super::error::{Result, RetrievalError};
use super::fusion::{CosineScale, LexicalScale, case_weight, fuse};
use super::long_text;
use super::query::MAX_QUERY_CHARS;
use super::terms::Frequencies;
use crate::library::Library;

pub mod axes;
pub mod charges;
pub mod side;

pub use axes::{Axes, Difference, DifferenceKind, Match};
pub use charges::{ChargeOrigin, FoundCharge};

use axes::Comparer;
use side::Side;

/// So many cases by words, and by meaning, are compared.
const COMPARED: usize = 200;

/// Most cases that are shown.
pub const MAX_SIMILAR: usize = 50;

/// What the agreement of charges, the fused nearness of words and meaning, and the shared
/// wording count for. From LeCaRD's 64 given queries: agreement tells which cases belong
/// together, the others order them; see `benches/ranking/README.md`.
pub const WEIGHTS: [f64; 3] = [1.0, 0.25, 0.5];

/// What similar cases are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Facts, up to 20,000 characters.
    Text(String),
    /// A case of the library.
    Case(DocumentId),
}

/// A search for similar cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimilarQuery {
    /// The case that is compared.
    pub told: Told,
    /// Its charges by official name, where they are known; found otherwise.
    pub charges: Vec<String>,
    /// Conditions on the cases.
    pub filter: Filter,
    /// How many are wanted, up to [`MAX_SIMILAR`].
    pub limit: usize,
}

/// Similar cases, the most similar first.
#[derive(Clone, Debug)]
pub struct SimilarCases {
    /// The cases.
    pub cases: Vec<SimilarCase>,
    /// The charges that agreement was measured by, likeliest first.
    pub charges: Vec<FoundCharge>,
    /// How many cases were compared.
    pub compared: usize,
    /// Whether meaning was compared too, or words alone.
    pub by_meaning: bool,
}

/// A signal of similarity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Signal {
    /// 罪名一致
    Charges,
    /// 案情的字词和意思
    Text,
    /// 案情的特征用语
    Wording,
}

impl Signal {
    /// All signals, in the order of their weights.
    pub const ALL: [Self; 3] = [Self::Charges, Self::Text, Self::Wording];

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Charges => "罪名一致",
            Self::Text => "案情相近",
            Self::Wording => "特征用语",
        }
    }
}

/// A case that is similar.
#[derive(Clone, Debug)]
pub struct SimilarCase {
    /// The case.
    pub entry: Entry,
    /// The weighted sum of the signals; comparable within one answer.
    pub score: f64,
    /// Each signal, from 0 to 1.
    pub signals: [f64; 3],
    /// What is shown on the three axes.
    pub axes: Axes,
}

/// Cases similar to `query`.
///
/// # Errors
/// The caller's: a text too long or without a word, a document that is no case of the
/// library. Ours: an index that cannot be read.
pub fn similar(library: &Library, query: &SimilarQuery) -> Result<SimilarCases> {
    let snapshot = library.snapshot()?;
    let comparison = Comparison::new(library, &snapshot, query, COMPARED)?;
    let ranked = comparison.ranked();
    let shown = ranked.iter().take(query.limit.min(MAX_SIMILAR));
    let comparer = Comparer::new(&snapshot, &comparison.frequencies, &comparison.here);
    let cases = shown
        .map(|&(place, score)| {
            let candidate = &comparison.candidates[place];
            Ok(SimilarCase {
                axes: comparer.compare(&candidate.side)?,
                entry: candidate.side.entry.clone(),
                score,
                signals: comparison.signals(candidate),
            })
        })
        .collect::<Result<_>>()?;
    Ok(SimilarCases {
        cases,
        charges: comparison.charges,
        compared: comparison.candidates.len(),
        by_meaning: comparison.by_meaning,
    })
}

/// The ids of the cases most similar to `query`, `depth` of them at most, with their
/// scores: for evaluation, without the axes.
///
/// # Errors
/// As [`similar`].
pub fn rank_similar(
    library: &Library,
    query: &SimilarQuery,
    depth: usize,
) -> Result<Vec<(EntryId, f64)>> {
    let snapshot = library.snapshot()?;
    let comparison = Comparison::new(library, &snapshot, query, depth)?;
    let ranked = comparison.ranked().into_iter();
    Ok(ranked
        .take(depth)
        .map(|(place, score)| (comparison.candidates[place].side.entry.id.clone(), score))
        .collect())
}

/// The signals of every candidate, by id: what [`WEIGHTS`] were chosen from.
///
/// # Errors
/// As [`similar`].
pub fn similar_signals(
    library: &Library,
    query: &SimilarQuery,
    depth: usize,
) -> Result<Vec<(EntryId, [f64; 3])>> {
    let snapshot = library.snapshot()?;
    let comparison = Comparison::new(library, &snapshot, query, depth)?;
    let candidates = comparison.candidates.iter();
    Ok(candidates
        .map(|candidate| {
            (
                candidate.side.entry.id.clone(),
                comparison.signals(candidate),
            )
        })
        .collect())
}

/// The query and its candidates, ready to be weighed.
struct Comparison {
    here: Side,
    candidates: Vec<Candidate>,
    charges: Vec<FoundCharge>,
    frequencies: Frequencies,
    by_meaning: bool,
}

struct Candidate {
    side: Side,
    /// The fused nearness of words and meaning.
    text: f64,
    /// The cosine of its telling words with those of the query.
    wording: f64,
}

impl Comparison {
    fn new(
        library: &Library,
        snapshot: &Snapshot,
        query: &SimilarQuery,
        depth: usize,
    ) -> Result<Self> {
        let here = Side::of_query(snapshot, &query.told)?;
        check(&here)?;
        let filter = case_filter(query);
        let vector = match library.embedder() {
            Some(embedder) if snapshot.stats().vectors > 0 => Some(long_text::embed(
                &|text: &str| embedder.embed_query(text),
                &here.facts,
            )?),
            _ => None,
        };
        let nearest = nearest(snapshot, &here.facts, vector.as_deref(), &filter, depth)?;
        let mut candidates = Vec::new();
        for (entry, text) in nearest {
            candidates.push(Candidate {
                side: Side::of_entry(snapshot, entry)?,
                text,
                wording: 0.0,
            });
        }
        let counted = candidates.iter().map(|candidate| &candidate.side.counts);
        let frequencies = Frequencies::of(counted.chain([&here.counts]));
        let wording = frequencies.vector(&here.counts);
        for candidate in &mut candidates {
            candidate.wording = wording.cosine(&frequencies.vector(&candidate.side.counts));
        }
        let near: Vec<(&Side, f64)> = candidates
            .iter()
            .map(|candidate| (&candidate.side, candidate.text + candidate.wording))
            .collect();
        let charges = charges::Known {
            given: &query.charges,
            here: &here,
            near: &near,
            exclude: &filter.exclude_documents,
            vector: vector.as_deref(),
        }
        .find(snapshot)?;
        Ok(Self {
            here,
            candidates,
            charges,
            frequencies,
            by_meaning: vector.is_some(),
        })
    }

    fn signals(&self, candidate: &Candidate) -> [f64; 3] {
        [
            charges::agreement(&self.charges, &candidate.side.charges),
            candidate.text,
            candidate.wording,
        ]
    }

    /// Places of the candidates with their scores, the best first, ties by id.
    fn ranked(&self) -> Vec<(usize, f64)> {
        let score = |candidate: &Candidate| -> f64 {
            let signals = self.signals(candidate).into_iter();
            signals
                .zip(WEIGHTS)
                .map(|(signal, weight)| signal * weight)
                .sum()
        };
        let scored = self.candidates.iter().map(score).enumerate();
        let mut ranked: Vec<(usize, f64)> = scored.collect();
        let id = |place: usize| self.candidates[place].side.entry.id.as_str();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| id(a.0).cmp(id(b.0))));
        ranked
    }
}

fn check(here: &Side) -> Result<()> {
    let chars = here.facts.chars().count();
    if here.is_text() && chars > MAX_QUERY_CHARS {
        return Err(RetrievalError::TextTooLong {
            chars,
            limit: MAX_QUERY_CHARS,
        });
    }
    if !here.facts.chars().any(char::is_alphanumeric) {
        return Err(RetrievalError::NoWords);
    }
    Ok(())
}

/// The filter of the query, cases alone, without the case itself.
fn case_filter(query: &SimilarQuery) -> Filter {
    let mut filter = query.filter.clone();
    if filter.kinds.is_empty() {
        filter.kinds = DocumentKind::ALL.to_vec();
    }
    // Nothing else can be compared; a filter for laws leaves nothing.
    filter.kinds.retain(|kind| kind.is_case());
    if let Told::Case(id) = &query.told {
        filter.exclude_documents.push(id.clone());
    }
    filter
}

/// The cases nearest by words and by meaning with their fused nearness, from 0 to 1; by id.
fn nearest(
    snapshot: &Snapshot,
    facts: &str,
    vector: Option<&[f32]>,
    filter: &Filter,
    depth: usize,
) -> Result<Vec<(EntryRef, f64)>> {
    if filter.kinds.is_empty() {
        return Ok(Vec::new());
    }
    let words = QueryNode::Words(facts.to_owned());
    let words = snapshot.lexical(&words, filter, depth, true)?.hits;
    let meaning = match vector {
        Some(vector) => snapshot.semantic(vector, filter, depth.max(COMPARED), true)?,
        None => Vec::new(),
    };
    let mut near: HashMap<EntryRef, [Option<f64>; 2]> = HashMap::new();
    if let Some(scale) = LexicalScale::of(words.first().map(|hit| hit.score)) {
        for hit in &words {
            near.entry(hit.entry).or_default()[0] = Some(scale.normalise(hit.score));
        }
    }
    let cosines: Vec<f32> = meaning.iter().map(|hit| hit.score).collect();
    if let Some(scale) = CosineScale::of(&cosines) {
        for hit in &meaning {
            let nearest = &mut near.entry(hit.entry).or_default()[1];
            *nearest = nearest.or(Some(scale.normalise(hit.score)));
        }
    }
    let weight = match vector {
        Some(_) => case_weight(facts.chars().count()),
        None => 0.0,
    };
    let mut texts: Vec<(EntryRef, f64)> = near
        .into_iter()
        .map(|(entry, [words, meaning])| (entry, fuse(weight, words, meaning)))
        .collect();
    let id = |entry| snapshot.entry_id_str(entry);
    texts.sort_by(|a, b| id(a.0).cmp(id(b.0)));
    Ok(texts)
}
