//! The way from a query to a page of hits, and to a deep ranking.

use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use leian_corpus::EntryId;
use leian_corpus::thesaurus::Thesaurus;
use leian_indexer::{Facets, Filter, Snapshot};
use leian_models::ModelError;

use super::candidates::{SemanticDepth, Wanted};
use super::duplicates::duplicates;
use super::error::{Result, RetrievalError};
use super::hit::{self, Hit};
use super::learned::Ranker;
use super::learned::level::Level;
use super::learned::pool::Pool;
use super::long_text;
use super::query::syntax::Parsed;
use super::query::{MAX_PER_PAGE, MAX_QUERY_CHARS, Mode, SearchQuery};
use super::ranking;
use super::relaxed::FilterGroup;
use super::sort::{self, Sort};
use super::understood::{Note, NoteKind, Understood};
use crate::library::{Library, ModelState};

/// So many entries by words are fused; what lies deeper follows in its own order.
pub(super) const LEXICAL_WINDOW: usize = 1_000;

/// When the likeliest hit is less likely than this, nothing fits: so it was with 30 of
/// STARD's 1,235 questions, of which 5 had the answer first.
const NOTHING_FITS: f64 = 0.1;

/// What a search runs on: one view of an index and, if there is one, a model.
#[derive(Clone, Copy)]
pub struct Engine<'a> {
    /// The view; all of one search comes from it.
    pub snapshot: &'a Snapshot,
    /// Turns a query text into a unit vector, or says why that is impossible.
    pub embed: Result<&'a EmbedQuery<'a>, &'a str>,
    /// Colloquial words and the wording of statutes.
    pub thesaurus: &'a Thesaurus,
    /// Learned weights that fit the vectors; without any, words and meaning are fused.
    pub ranker: Option<&'a Ranker>,
}

/// A function from a query text to its unit vector.
pub type EmbedQuery<'a> = dyn Fn(&str) -> Result<Vec<f32>, ModelError> + Sync + 'a;

/// The answer to a search.
#[derive(Clone, Debug)]
pub struct SearchResponse {
    /// The page's hits.
    pub hits: Vec<Hit>,
    /// Entries in the whole result set.
    pub total: usize,
    /// Entries that match by words; absent when words were not searched.
    pub lexical_total: Option<usize>,
    /// Entries found by meaning, above the cut-off; absent when meaning was not
    /// searched. The nearest so many, never "all that exist".
    pub semantic_total: Option<usize>,
    /// Articles in the result set that neither words nor meaning alone found: learned
    /// ranking thinks them likely, or similar cases cite them.
    pub likely_total: usize,
    /// Counts over exactly the result set.
    pub facets: Facets,
    /// The counts without each filter that is set, when they were asked for.
    pub relaxed: Vec<(FilterGroup, Facets)>,
    /// How the query was read, with notes.
    pub understood: Understood,
    /// The mode asked for, or `Lexical` when there was no model for `Hybrid`.
    pub mode_used: Mode,
    /// How much of the library the vectors cover; absent when meaning was not
    /// searched.
    pub coverage: Option<SemanticCoverage>,
    /// Page, from 1.
    pub page: usize,
    /// Hits a page.
    pub per_page: usize,
    /// Time the search took.
    pub elapsed_ms: f64,
}

impl SearchResponse {
    /// Pages that have hits.
    pub fn pages(&self) -> usize {
        self.total.div_ceil(self.per_page.max(1))
    }
}

/// How much of a library the vectors cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SemanticCoverage {
    /// Passages with a vector.
    pub vectors: usize,
    /// Passages without one yet.
    pub vectors_missing: usize,
}

impl SemanticCoverage {
    /// True when no passage lacks its vector.
    pub fn is_complete(&self) -> bool {
        self.vectors_missing == 0
    }
}

/// One line of a deep ranking.
#[derive(Clone, Debug, PartialEq)]
pub struct RankedEntry {
    /// The entry.
    pub entry_id: EntryId,
    /// Place, from 1.
    pub rank: usize,
    /// Fused score, not increasing down the list.
    pub score: f64,
}

/// Answers `query` from `library`.
///
/// # Errors
/// The caller's: a text or page out of bounds. The installation's: a search by
/// meaning without a model or vectors. Ours: an index that cannot be read.
pub fn search(library: &Library, query: &SearchQuery) -> Result<SearchResponse> {
    with_engine(library, Ranker::shipped(), |engine| engine.search(query))
}

/// The best `depth` entries for `query_text` under `filter`, without texts and
/// without the cut-off by meaning, for evaluation. One version of an article, the
/// newest that passes. With `ranker`'s weights, or by fusion alone.
///
/// # Errors
/// As [`search`].
pub fn rank(
    library: &Library,
    ranker: Option<&Ranker>,
    query_text: &str,
    mode: Mode,
    filter: &Filter,
    depth: usize,
) -> Result<Vec<RankedEntry>> {
    with_engine(library, ranker, |engine| {
        engine.rank(query_text, mode, filter, depth)
    })
}

/// The candidates for `query_text` among the articles that pass `filter`, with their
/// features: what weights are learned from.
///
/// # Errors
/// As [`search`]; `NoModel` without a model.
pub fn article_pool(
    library: &Library,
    ranker: &Ranker,
    query_text: &str,
    filter: &Filter,
) -> Result<Pool> {
    with_engine(library, Some(ranker), |engine| {
        engine.article_pool(query_text, filter)
    })
}

pub(super) fn with_engine<T>(
    library: &Library,
    ranker: Option<&Ranker>,
    run: impl FnOnce(Engine<'_>) -> Result<T>,
) -> Result<T> {
    let snapshot = library.snapshot()?;
    let embedder = library.embedder();
    let embedded = Mutex::new(None);
    let embed = |text: &str| match embedder {
        Some(embedder) => once(&embedded, text, &|text| embedder.embed_query(text)),
        None => Ok(Vec::new()),
    };
    let why = match library.model_state() {
        ModelState::Absent { why } => why.as_str(),
        ModelState::Ready => "",
    };
    let thesaurus = library.thesaurus();
    run(Engine {
        snapshot: &snapshot,
        thesaurus: &thesaurus,
        embed: match embedder {
            Some(_) => Ok(&embed),
            None => Err(why),
        },
        ranker: ranker
            .filter(|ranker| embedder.is_some_and(|embedder| ranker.fits(embedder.id().as_str()))),
    })
}

/// The vector of the last text that was asked for: searches beside a search ask for the
/// same one, and wait for each other.
fn once(
    last: &Mutex<Option<(String, Vec<f32>)>>,
    text: &str,
    embed: &dyn Fn(&str) -> Result<Vec<f32>, ModelError>,
) -> Result<Vec<f32>, ModelError> {
    let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((of, vector)) = &*last
        && of == text
    {
        return Ok(vector.clone());
    }
    let vector = embed(text)?;
    *last = Some((text.to_owned(), vector.clone()));
    Ok(vector)
}

/// One query on its way.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) text: &'a str,
    pub(super) without: &'a [String],
    pub(super) mode: Mode,
    pub(super) filter: &'a Filter,
    pub(super) collapse: bool,
    /// Entries from the first that are wanted in order; none where only counts are.
    pub(super) depth: usize,
    pub(super) semantic: SemanticDepth,
}

impl<'e> Engine<'e> {
    /// Answers `query`.
    ///
    /// # Errors
    /// As [`search`].
    pub fn search(&self, query: &SearchQuery) -> Result<SearchResponse> {
        let began = Instant::now();
        check_page(query)?;
        let skip = (query.page - 1).saturating_mul(query.per_page);
        let request = Request {
            text: &query.query_text,
            without: &query.without,
            mode: query.mode,
            filter: &query.filter,
            collapse: query.collapse_versions,
            depth: skip.saturating_add(query.per_page),
            semantic: SemanticDepth::CutOff,
        };
        let (arranged, relaxed) = match query.relaxed {
            true => self.beside(&request),
            false => (self.arrange(&request), Ok(Vec::new())),
        };
        let (mut arranged, relaxed) = (arranged?, relaxed?);
        let best = arranged.ranked.first().map(|best| (best.named, best.score));
        self.offer_charges(&mut arranged);
        let ended = self.snapshot.ended_entries()?;
        ranking::ended_behind(&mut arranged.ranked, &|entry| ended.contains(entry));
        arranged.ranked = sort::sorted(self.snapshot, &arranged.set, arranged.ranked, query.sort)?;
        let total = arranged.set.len();
        let page = arranged.ranked.iter().enumerate().skip(skip);
        let hits: Result<Vec<Hit>> = page
            .take(query.per_page)
            .map(|(place, ranked)| {
                let mut hit = hit::make(self.snapshot, ranked, place + 1, arranged.node.as_ref())?;
                if let Some(likely) = &arranged.likely {
                    hit.grounds = likely.grounds(ranked.entry);
                    hit.level = (!hit.jump).then(|| Level::of(ranked.score));
                }
                Ok(hit)
            })
            .collect();
        let mut hits = hits?;
        for (at, same) in duplicates(&hits).into_iter().enumerate() {
            hits[at].duplicate_of = same;
        }
        let unsure = arranged.likely.is_some()
            && best.is_some_and(|(named, score)| !named && score < NOTHING_FITS);
        arranged
            .understood
            .notes
            .extend(notes_on_list(query, total, unsure));
        Ok(SearchResponse {
            hits,
            total,
            lexical_total: arranged.lexical_total,
            semantic_total: arranged.semantic_total,
            likely_total: arranged.likely_total,
            facets: self.snapshot.facets(&arranged.set)?,
            relaxed,
            understood: arranged.understood,
            mode_used: arranged.mode_used,
            coverage: arranged.semantic_total.map(|_| self.coverage()),
            page: query.page,
            per_page: query.per_page,
            elapsed_ms: began.elapsed().as_secs_f64() * 1e3,
        })
    }

    /// The best `depth` entries; see [`rank`].
    ///
    /// # Errors
    /// As [`search`].
    pub fn rank(
        &self,
        query_text: &str,
        mode: Mode,
        filter: &Filter,
        depth: usize,
    ) -> Result<Vec<RankedEntry>> {
        let arranged = self.arrange(&Request {
            text: query_text,
            without: &[],
            mode,
            filter,
            collapse: true,
            depth,
            semantic: SemanticDepth::Entries(depth),
        })?;
        let best = arranged.ranked.iter().take(depth).enumerate();
        best.map(|(place, ranked)| {
            Ok(RankedEntry {
                entry_id: self.snapshot.entry_id(ranked.entry)?,
                rank: place + 1,
                score: ranked.score,
            })
        })
        .collect()
    }

    /// The mode that is possible.
    pub(super) fn mode(&self, asked: Mode, notes: &mut Vec<Note>) -> Result<Mode> {
        let stats = self.snapshot.stats();
        match (asked, self.embed) {
            (Mode::Lexical, _) => Ok(asked),
            (Mode::Semantic, Err(why)) => Err(RetrievalError::NoModel {
                why: why.to_owned(),
            }),
            (Mode::Hybrid, Err(why)) => {
                notes.push(Note::new(
                    NoteKind::NoModel,
                    format!("本次只按字词检索：{why}"),
                ));
                Ok(Mode::Lexical)
            }
            (_, Ok(_)) if stats.vectors > 0 || stats.entries == 0 => Ok(asked),
            (Mode::Semantic, Ok(_)) => Err(RetrievalError::NoVectors {
                entries: stats.entries,
            }),
            (Mode::Hybrid, Ok(_)) => {
                notes.push(Note::new(
                    NoteKind::PartialVectors,
                    "本次只按字词检索：库中条目尚未生成向量",
                ));
                Ok(Mode::Lexical)
            }
        }
    }

    pub(super) fn wanted<'a>(
        &self,
        request: &Request<'a>,
        parsed: &'a Parsed,
        mode: Mode,
    ) -> Wanted<'a> {
        // Beyond the window a list by words is cut where the page ends; entries
        // found by meaning, and named ones, may stand between its own.
        let between = ranking_slack(request.semantic);
        let limit = if request.depth <= LEXICAL_WINDOW {
            LEXICAL_WINDOW
        } else {
            let entries = self.snapshot.stats().entries;
            request.depth.saturating_add(between).min(entries.max(1))
        };
        Wanted {
            parsed,
            filter: request.filter,
            collapse: request.collapse,
            lexical: (mode != Mode::Semantic).then_some(limit),
            semantic: (mode != Mode::Lexical).then_some(request.semantic),
            // With operators or phrases the query is a condition, not a question.
            evidence: mode == Mode::Hybrid
                && request.collapse
                && self.ranker.is_some()
                && parsed.required.is_none()
                && parsed.excluded.is_empty(),
        }
    }

    fn coverage(&self) -> SemanticCoverage {
        let stats = self.snapshot.stats();
        SemanticCoverage {
            vectors: stats.passages_with_vectors,
            vectors_missing: stats.vectors_missing,
        }
    }

    pub(super) fn semantic_notes(
        &self,
        parsed: &Parsed,
        mode: Mode,
        count: usize,
        notes: &mut Vec<Note>,
    ) {
        let coverage = self.coverage();
        if !coverage.is_complete() {
            let all = coverage.vectors + coverage.vectors_missing;
            notes.push(Note::new(
                NoteKind::PartialVectors,
                format!(
                    "按意思检索目前只覆盖 {all} 段文字中的 {} 段，其余向量尚未生成",
                    coverage.vectors
                ),
            ));
        }
        if long_text::is_cut(&parsed.semantic_text) {
            let read = long_text::READ_CHARS;
            notes.push(Note::new(
                NoteKind::LongText,
                format!("检索内容较长，按意思检索只用了开头约 {read} 字"),
            ));
        }
        if long_text::is_long(&parsed.semantic_text) {
            let most = long_text::MAX_ELEMENTS;
            notes.push(Note::new(
                NoteKind::LongText,
                format!("检索内容较长，按意思检索时分段比较，取信息最多的至多 {most} 段"),
            ));
        }
        if mode == Mode::Semantic && parsed.node.is_some() {
            notes.push(Note::new(
                NoteKind::SemanticTotal,
                format!("本次返回意思最接近的 {count} 件，不代表全部相关条目"),
            ));
        }
    }
}

/// What a reader should know of the list: how far its order goes, that nothing fits, that
/// the page is past its end.
fn notes_on_list(query: &SearchQuery, total: usize, unsure: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    if query.sort == Sort::Cited && total > sort::MOST_COUNTED {
        let most = sort::MOST_COUNTED;
        notes.push(Note::new(
            NoteKind::Sorted,
            format!("按被引次数只排了最相关的 {most} 条，其余按相关程度列在后面"),
        ));
    }
    if unsure {
        notes.push(Note::new(
            NoteKind::NothingFits,
            "没有找到把握较大的结果；以下只是字词或意思上最接近的条目",
        ));
    }
    let skip = (query.page - 1).saturating_mul(query.per_page);
    if skip > 0 && skip >= total && total > 0 {
        let pages = total.div_ceil(query.per_page);
        notes.push(Note::new(
            NoteKind::PastTheEnd,
            format!(
                "共 {total} 件，到第 {pages} 页为止，没有第 {} 页",
                query.page
            ),
        ));
    }
    notes
}

/// Entries that may stand between those of a list by words.
fn ranking_slack(semantic: SemanticDepth) -> usize {
    let by_meaning = match semantic {
        SemanticDepth::CutOff => super::fusion::SEMANTIC_LIMIT,
        SemanticDepth::Entries(depth) => depth,
    };
    by_meaning + 64
}

fn check_page(query: &SearchQuery) -> Result<()> {
    let bounds = [
        ("page", query.page, usize::MAX),
        ("per_page", query.per_page, MAX_PER_PAGE),
    ];
    for (field, value, max) in bounds {
        if value < 1 || value > max {
            return Err(RetrievalError::OutOfRange {
                field,
                value,
                min: 1,
                max,
            });
        }
    }
    Ok(())
}

pub(super) fn check_length(text: &str) -> Result<()> {
    // Counting the characters of a few megabytes takes a millisecond or two.
    let chars = text.chars().count();
    if chars <= MAX_QUERY_CHARS {
        return Ok(());
    }
    Err(RetrievalError::QueryTooLong {
        chars,
        limit: MAX_QUERY_CHARS,
    })
}
