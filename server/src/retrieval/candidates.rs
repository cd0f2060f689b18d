//! The two lists of a query, by words and by meaning, found side by side.

use std::collections::BTreeSet;
use std::thread;

use leian_indexer::{
    EntryRef, Filter, LexicalHits, MatchSet, QueryNode, ScoredEntry, ScoredPassage, Snapshot,
};

use super::error::Result;
use super::fusion::{CosineScale, SEMANTIC_DEPTH, SEMANTIC_LIMIT};
use super::learned::pool::{POOL_DEPTH, SIMILAR_CASES, evidence_of, statutes_of};
use super::long_text;
use super::query::syntax::Parsed;
use super::search::Engine;

/// Where a phrase or an operator leaves at most so many entries, the nearest of
/// exactly these are looked for; of more, those among the nearest of all.
const NARROW_ENTRIES: usize = 2_000;

/// Documents that a narrow search by meaning is limited to, at most.
const NARROW_DOCUMENTS: usize = 500;

/// How deep a search by meaning goes when some of what it finds is left out.
const CONDITIONED_DEPTH: usize = 1_000;

/// What to fetch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted<'a> {
    /// The query as read.
    pub parsed: &'a Parsed,
    /// Conditions on metadata.
    pub filter: &'a Filter,
    /// One version of an article.
    pub collapse: bool,
    /// Search words, so many entries deep.
    pub lexical: Option<usize>,
    /// Search meaning.
    pub semantic: Option<SemanticDepth>,
    /// Gather what learned ranking of articles needs.
    pub evidence: bool,
}

/// How deep to search by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SemanticDepth {
    /// What lies above the cut-off.
    CutOff,
    /// So many entries whatever their cosine: for evaluation.
    Entries(usize),
}

/// Both lists.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// By words.
    pub lexical: Option<LexicalHits>,
    /// By meaning.
    pub semantic: Option<Nearest>,
    /// What learned ranking starts from.
    pub evidence: Option<Evidence>,
}

/// What learned ranking of articles starts from.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// The query's vector.
    pub vector: Vec<f32>,
    /// Articles by words, best first.
    pub articles: Vec<ScoredEntry>,
    /// Cases by words, best first.
    pub cases: Vec<ScoredEntry>,
}

/// Lists by words: what was asked for, and what learned ranking starts from.
#[derive(Debug, Default)]
struct ByWords {
    asked: Option<LexicalHits>,
    articles: Vec<ScoredEntry>,
    cases: Vec<ScoredEntry>,
}

/// The list by meaning.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    /// Nearest entries that meet the conditions of the query, best first.
    pub hits: Vec<ScoredPassage>,
    /// How many of them, from the first, are in the result set.
    pub members: usize,
    /// The scale of the cosines; `None` when nothing was found.
    pub scale: Option<CosineScale>,
}

/// Fetches both lists; the words are searched while the query is embedded.
pub(super) fn find(engine: &Engine<'_>, wanted: &Wanted<'_>) -> Result<Candidates> {
    let Some(node) = &wanted.parsed.node else {
        return Ok(Candidates::default());
    };
    let by_words = || by_words(engine.snapshot, node, wanted);
    let (Some(depth), Ok(embed)) = (wanted.semantic, engine.embed) else {
        return Ok(Candidates {
            lexical: by_words()?.asked,
            ..Candidates::default()
        });
    };
    thread::scope(|scope| {
        let lexical = scope.spawn(by_words);
        let by_meaning = || -> Result<(Vec<f32>, Nearest)> {
            let vector = long_text::embed(embed, &wanted.parsed.semantic_text)?;
            let nearest = nearest(engine.snapshot, &vector, wanted, depth)?;
            Ok((vector, nearest))
        };
        let semantic = by_meaning();
        let lexical = lexical
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let (words, (vector, nearest)) = (lexical?, semantic?);
        Ok(Candidates {
            lexical: words.asked,
            semantic: Some(nearest),
            evidence: wanted.evidence.then_some(Evidence {
                vector,
                articles: words.articles,
                cases: words.cases,
            }),
        })
    })
}

fn by_words(snapshot: &Snapshot, node: &QueryNode, wanted: &Wanted<'_>) -> Result<ByWords> {
    let Some(limit) = wanted.lexical else {
        return Ok(ByWords::default());
    };
    if !wanted.evidence {
        let asked = snapshot.lexical(node, wanted.filter, limit, wanted.collapse)?;
        return Ok(ByWords {
            asked: Some(asked),
            ..ByWords::default()
        });
    }
    let (articles, cases) = (statutes_of(wanted.filter), evidence_of(wanted.filter));
    let lists = [
        (wanted.filter, limit),
        (&articles, POOL_DEPTH),
        (&cases, SIMILAR_CASES),
    ];
    let mut lists = snapshot
        .lexical_each(node, &lists, wanted.collapse)?
        .into_iter();
    Ok(ByWords {
        asked: lists.next(),
        articles: lists.next().map_or_else(Vec::new, |list| list.hits),
        cases: lists.next().map_or_else(Vec::new, |list| list.hits),
    })
}

fn nearest(
    snapshot: &Snapshot,
    vector: &[f32],
    wanted: &Wanted<'_>,
    depth: SemanticDepth,
) -> Result<Nearest> {
    let conditions = Conditions::of(snapshot, wanted)?;
    let reach = match depth {
        SemanticDepth::CutOff => SEMANTIC_DEPTH,
        SemanticDepth::Entries(entries) => entries.max(SEMANTIC_DEPTH),
    };
    let reach = if conditions.is_empty() {
        reach
    } else {
        reach.max(CONDITIONED_DEPTH)
    };
    let mut hits = snapshot.semantic(vector, wanted.filter, reach, wanted.collapse)?;
    let cosines: Vec<f32> = hits.iter().map(|hit| hit.score).collect();
    let scale = CosineScale::of(&cosines);
    if let Some(narrow) = conditions.narrow_filter(snapshot, wanted.filter)? {
        hits = snapshot.semantic(vector, &narrow, reach, wanted.collapse)?;
    }
    hits.retain(|hit| conditions.are_met_by(hit.entry));
    let members = match (depth, scale) {
        (SemanticDepth::CutOff, Some(scale)) => hits
            .iter()
            .take(SEMANTIC_LIMIT)
            .take_while(|hit| hit.score >= scale.cut_off())
            .count(),
        _ => hits.len(),
    };
    Ok(Nearest {
        hits,
        members,
        scale,
    })
}

/// What an entry found by meaning must match and must not match, as sets: so
/// that AND, NOT and quoted phrases mean the same in every mode.
struct Conditions {
    required: Option<MatchSet>,
    excluded: Vec<MatchSet>,
}

impl Conditions {
    fn of(snapshot: &Snapshot, wanted: &Wanted<'_>) -> Result<Self> {
        let matches = |node: &QueryNode| -> Result<MatchSet> {
            Ok(snapshot.lexical(node, wanted.filter, 0, false)?.matches)
        };
        Ok(Self {
            required: wanted.parsed.required.as_ref().map(matches).transpose()?,
            excluded: wanted
                .parsed
                .excluded
                .iter()
                .map(matches)
                .collect::<Result<_>>()?,
        })
    }

    fn is_empty(&self) -> bool {
        self.required.is_none() && self.excluded.is_empty()
    }

    fn are_met_by(&self, entry: EntryRef) -> bool {
        self.required.as_ref().is_none_or(|set| set.contains(entry))
            && !self.excluded.iter().any(|set| set.contains(entry))
    }

    /// `filter` narrowed to the documents that have what is required, where these
    /// are few.
    fn narrow_filter(&self, snapshot: &Snapshot, filter: &Filter) -> Result<Option<Filter>> {
        let Some(required) = &self.required else {
            return Ok(None);
        };
        if required.len() > NARROW_ENTRIES || !filter.documents.is_empty() {
            return Ok(None);
        }
        let mut documents = BTreeSet::new();
        for entry in required.iter() {
            documents.insert(snapshot.entry_id(entry)?.document_id());
            if documents.len() > NARROW_DOCUMENTS {
                return Ok(None);
            }
        }
        // An empty list would be no condition; then nothing passes anyway.
        Ok((!documents.is_empty()).then(|| Filter {
            documents: documents.into_iter().collect(),
            ..filter.clone()
        }))
    }
}
