//! An unchanging view of the index: search, read, count.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::{Arc, OnceLock};

use leian_corpus::citation::Titles;
use leian_corpus::timeline::Repeals;
use leian_corpus::{
    ArticleNumber, Date, Document, DocumentId, DocumentKind, Entry, EntryId, Facet, LawKey,
};
use tantivy::schema::Field;
use tantivy::{DocAddress, Searcher};

use crate::articles::ArticleTable;
use crate::columns::day_date;
use crate::conditions::{self, Condition};
use crate::embedding::{self, AllowedDocs, PassageCandidate, Sidecar};
use crate::error::{IndexError, Result};
use crate::filter::Filter;
use crate::fulltext::entry_text::read_entry;
use crate::fulltext::lengths::Lengths;
use crate::fulltext::settings::Bm25;
use crate::fulltext::{Context, rank};
use crate::known;
use crate::laws::Laws;
use crate::manifest::ModelRecord;
use crate::matches::{DocBits, EntryRef, MatchSet};
use crate::query::QueryNode;
use crate::schema::Fields;
use crate::stamp::Stamp;
use crate::stats::{Facets, Stats};
use crate::versions::EntryTable;

/// An entry with its BM25 score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredEntry {
    /// The entry.
    pub entry: EntryRef,
    /// BM25 over the weighted fields; grows with relevance.
    pub score: f32,
}

/// How the vectors of one segment are searched.
type VectorSearch =
    fn(&Sidecar, &[f32], &AllowedDocs<'_>, usize) -> embedding::Result<Vec<PassageCandidate>>;

/// An entry with its passage nearest to a query vector.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPassage {
    /// The entry.
    pub entry: EntryRef,
    /// Index into `entry.passages()`.
    pub passage: u32,
    /// Cosine with the query vector.
    pub score: f32,
}

/// What a lexical search found.
#[derive(Clone, Debug)]
pub struct LexicalHits {
    /// The best entries by score, ties by entry id as a string.
    pub hits: Vec<ScoredEntry>,
    /// How many entries match, exactly; articles, when versions are collapsed.
    pub total: usize,
    /// Which entries match; `matches.len() == total`.
    pub matches: MatchSet,
}

/// An unchanging view of one commit. Commits and merges that come later do not
/// touch it. `Send + Sync`; share it in an `Arc`.
pub struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) fields: Fields,
    pub(crate) table: Arc<EntryTable>,
    lengths: Lengths,
    sidecars: Vec<Option<Arc<Sidecar>>>,
    model: Option<ModelRecord>,
    stamp: Stamp,
    today: Date,
    stats: Stats,
    /// Without filter, the documents of each segment that are no older version.
    newest: OnceLock<Vec<DocBits>>,
    /// The ends of the texts held, once they were asked for.
    pub(crate) repeals: OnceLock<Repeals>,
    /// The entries of texts that have ended.
    pub(crate) ended: OnceLock<Vec<DocBits>>,
    /// The newest day on which a law held was made.
    pub(crate) known_to: OnceLock<Option<Date>>,
    /// Laws that were asked for.
    pub(crate) laws: Laws,
    /// The names of all laws, once they were asked for.
    pub(crate) titles: OnceLock<Titles>,
    /// The table of articles, once it was asked for.
    pub(crate) articles: OnceLock<ArticleTable>,
}

impl Snapshot {
    pub(crate) fn new(
        searcher: Searcher,
        fields: Fields,
        table: EntryTable,
        sidecars: Vec<Option<Arc<Sidecar>>>,
        model: Option<ModelRecord>,
        stamp: Stamp,
        today: Date,
    ) -> Self {
        let mut lengths = Lengths::default();
        for segment in 0..table.segment_count() {
            lengths.add(&table.columns(segment as u32).lengths);
        }
        let stats = Stats::of(&table, sidecars.iter().map(Option::as_deref));
        let table = Arc::new(table);
        let newest = OnceLock::new();
        Self {
            searcher,
            fields,
            table,
            lengths,
            sidecars,
            model,
            stamp,
            today,
            stats,
            newest,
            repeals: OnceLock::new(),
            ended: OnceLock::new(),
            known_to: OnceLock::new(),
            laws: Laws::default(),
            titles: OnceLock::new(),
            articles: OnceLock::new(),
        }
    }

    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// The day for which the view was made: it decides which versions are in force.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The model of the vectors; `None` when there are none.
    pub fn model(&self) -> Option<&ModelRecord> {
        self.model.as_ref()
    }

    /// Entries that match `query` and `filter`, best `limit` first.
    ///
    /// With `collapse`, of the matching versions of one article only the newest
    /// in force is kept and counted, with its own score.
    ///
    /// # Errors
    /// `QueryDepth` for a query nested too deeply; when the index cannot be read.
    pub fn lexical(
        &self,
        query: &QueryNode,
        filter: &Filter,
        limit: usize,
        collapse: bool,
    ) -> Result<LexicalHits> {
        self.lexical_with(&Bm25::default(), query, filter, limit, collapse)
    }

    /// [`Self::lexical`] with other parameters of BM25.
    ///
    /// # Errors
    /// As there.
    pub fn lexical_with(
        &self,
        bm25: &Bm25,
        query: &QueryNode,
        filter: &Filter,
        limit: usize,
        collapse: bool,
    ) -> Result<LexicalHits> {
        let lists = self.rank_each(bm25, query, &[(filter, limit)], collapse)?;
        Ok(lists
            .into_iter()
            .next()
            .unwrap_or_else(|| self.no_hits(collapse)))
    }

    /// [`Self::lexical`] under several filters, each with its own limit, for hardly
    /// more than the price of one.
    ///
    /// # Errors
    /// As there.
    pub fn lexical_each(
        &self,
        query: &QueryNode,
        wanted: &[(&Filter, usize)],
        collapse: bool,
    ) -> Result<Vec<LexicalHits>> {
        self.rank_each(&Bm25::default(), query, wanted, collapse)
    }

    fn rank_each(
        &self,
        bm25: &Bm25,
        query: &QueryNode,
        wanted: &[(&Filter, usize)],
        collapse: bool,
    ) -> Result<Vec<LexicalHits>> {
        let context = Context::new(
            &self.searcher,
            &self.fields,
            &self.table,
            &self.lengths,
            bm25,
        );
        let Some(found) = context.evaluate(query)? else {
            return Ok(wanted.iter().map(|_| self.no_hits(collapse)).collect());
        };
        let ranked = wanted.iter().map(|&(filter, limit)| {
            let passing = self.passing(filter)?;
            let (hits, matches) = rank(&self.table, &found, passing, limit, collapse);
            Ok(LexicalHits {
                hits,
                total: matches.len(),
                matches,
            })
        });
        ranked.collect()
    }

    fn no_hits(&self, collapse: bool) -> LexicalHits {
        LexicalHits {
            hits: Vec::new(),
            total: 0,
            matches: self.empty_set(collapse),
        }
    }

    /// The `limit` entries that pass `filter` and have a passage nearest to the
    /// unit vector `query`; best first, ties by entry id. With `collapse`, only
    /// the newest version in force of those that pass the filter takes part.
    /// Empty where there are no vectors.
    ///
    /// # Errors
    /// `Embedding` when the vector does not fit the index's model.
    pub fn semantic(
        &self,
        query: &[f32],
        filter: &Filter,
        limit: usize,
        collapse: bool,
    ) -> Result<Vec<ScoredPassage>> {
        self.nearest(query, filter, limit, collapse, Sidecar::search)
    }

    /// As [`Self::semantic`], but every vector is compared: what approximate
    /// results are measured against.
    ///
    /// # Errors
    /// As [`Self::semantic`].
    pub fn semantic_exactly(
        &self,
        query: &[f32],
        filter: &Filter,
        limit: usize,
        collapse: bool,
    ) -> Result<Vec<ScoredPassage>> {
        self.nearest(query, filter, limit, collapse, Sidecar::search_exactly)
    }

    /// The cosine of each of `entries` with the unit vector `query`, by its nearest
    /// passage: exact. `None` for an entry without vectors.
    ///
    /// # Errors
    /// As [`Self::semantic`].
    pub fn cosines(
        &self,
        query: &[f32],
        entries: &[EntryRef],
    ) -> Result<Vec<Option<ScoredPassage>>> {
        let mut wanted = self.table.empty_bits();
        for entry in entries {
            wanted[entry.segment as usize].insert(entry.doc);
        }
        let mut found = HashMap::with_capacity(entries.len());
        for (segment, (sidecar, bits)) in self.sidecars.iter().zip(&wanted).enumerate() {
            let Some(sidecar) = sidecar.as_ref().filter(|_| !bits.is_empty()) else {
                continue;
            };
            let nearest = sidecar
                .search_exactly(query, &AllowedDocs::Only(bits), bits.len())
                .map_err(IndexError::embedding("compare vectors"))?;
            found.extend(nearest.into_iter().map(|found| {
                let entry = EntryRef {
                    segment: segment as u32,
                    doc: found.doc,
                };
                let scored = ScoredPassage {
                    entry,
                    passage: found.passage,
                    score: found.cosine,
                };
                (entry, scored)
            }));
        }
        let cosine = |entry| found.get(entry).copied();
        Ok(entries.iter().map(cosine).collect())
    }

    fn nearest(
        &self,
        query: &[f32],
        filter: &Filter,
        limit: usize,
        collapse: bool,
        search: VectorSearch,
    ) -> Result<Vec<ScoredPassage>> {
        let filtered;
        let allowed: &[DocBits] = match (filter.is_empty(), collapse) {
            (true, true) => self
                .newest
                .get_or_init(|| MatchSet::of(self.table.clone(), self.all_alive(), true).segments),
            _ => {
                filtered = self.filter_only(filter, collapse)?.segments;
                &filtered
            }
        };
        let mut hits = Vec::new();
        for (segment, sidecar) in self.sidecars.iter().enumerate() {
            let bits = &allowed[segment];
            let Some(sidecar) = sidecar.as_ref().filter(|_| !bits.is_empty() && limit > 0) else {
                continue;
            };
            let all = bits.len() == self.table.columns(segment as u32).rows.len();
            let allowed = if all {
                AllowedDocs::All
            } else {
                AllowedDocs::Only(bits)
            };
            let found = search(sidecar, query, &allowed, limit)
                .map_err(IndexError::embedding("search by vector"))?;
            hits.extend(found.into_iter().map(|found| ScoredPassage {
                entry: EntryRef {
                    segment: segment as u32,
                    doc: found.doc,
                },
                passage: found.passage,
                score: found.cosine,
            }));
        }
        hits.sort_by(|a, b| {
            let by_id = || {
                self.table
                    .id_rank(a.entry)
                    .cmp(&self.table.id_rank(b.entry))
            };
            b.score.total_cmp(&a.score).then_with(by_id)
        });
        hits.truncate(limit);
        Ok(hits)
    }

    /// Every entry that passes `filter`; with `collapse` one version an article.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn filter_only(&self, filter: &Filter, collapse: bool) -> Result<MatchSet> {
        Ok(MatchSet::of(
            self.table.clone(),
            self.passing(filter)?,
            collapse,
        ))
    }

    /// An empty set of entries of this snapshot, to be filled.
    pub fn empty_set(&self, collapse: bool) -> MatchSet {
        MatchSet::of(self.table.clone(), self.table.empty_bits(), collapse)
    }

    fn passing(&self, filter: &Filter) -> Result<Vec<DocBits>> {
        if filter.is_empty() {
            return Ok(self.all_alive());
        }
        let ended = match filter.asks_validity() {
            true => self.ended()?,
            false => &[],
        };
        filter.evaluate(&self.searcher, &self.fields, &self.table, ended)
    }

    fn all_alive(&self) -> Vec<DocBits> {
        let segments = 0..self.table.segment_count() as u32;
        segments
            .map(|segment| self.table.alive(segment).clone())
            .collect()
    }

    /// The kind of the entry's document, without reading the entry.
    pub fn kind(&self, entry: EntryRef) -> DocumentKind {
        self.table.row(entry).document_kind()
    }

    /// What is known about the entry's document by one facet, without reading it; of
    /// its validity what the source says.
    pub fn known(&self, entry: EntryRef, facet: Facet) -> impl Iterator<Item = &str> {
        let column = &self.table.columns(entry.segment).known;
        column
            .names_of(entry.doc)
            .filter_map(move |term| known::value_of(facet, term))
    }

    /// The date of the entry that filters and facets go by.
    pub fn date(&self, entry: EntryRef) -> Option<Date> {
        day_date(self.table.row(entry).date)
    }

    /// Exact counts over `matches`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn facets(&self, matches: &MatchSet) -> Result<Facets> {
        let mut facets = Facets::of(matches);
        let mut said: BTreeMap<String, usize> = BTreeMap::new();
        for (bits, segment) in self.ended()?.iter().zip(0u32..) {
            let mut ended = bits.clone();
            ended.intersect(&matches.segments[segment as usize]);
            for doc in ended.iter() {
                for value in self.known(EntryRef { segment, doc }, Facet::Validity) {
                    *said.entry(value.to_owned()).or_default() += 1;
                }
            }
        }
        facets.count_as_repealed(&said);
        Ok(facets)
    }

    /// The entry itself. Where its text has ended, its status says so, whatever the
    /// source says: a source is as old as the text.
    ///
    /// # Errors
    /// `StoredEntry` when it cannot be read back.
    pub fn entry(&self, entry: EntryRef) -> Result<Entry> {
        let mut entry = self.stored_entry(entry)?;
        self.mark_ended(&entry.document_id, &mut entry.metadata)?;
        Ok(entry)
    }

    /// The entry as it was added.
    pub(crate) fn stored_entry(&self, entry: EntryRef) -> Result<Entry> {
        read_entry(
            &self.searcher,
            &self.fields,
            DocAddress::new(entry.segment, entry.doc),
        )
    }

    /// The entry's id, without reading the entry.
    ///
    /// # Errors
    /// `Damaged` when the index holds something that is no id.
    pub fn entry_id(&self, entry: EntryRef) -> Result<EntryId> {
        let id = self.table.id(entry);
        EntryId::parse(id).map_err(|error| IndexError::Damaged {
            path: self
                .searcher
                .segment_reader(entry.segment)
                .segment_id()
                .uuid_string()
                .into(),
            reason: error.to_string(),
        })
    }

    /// The entry's id as text.
    pub fn entry_id_str(&self, entry: EntryRef) -> &str {
        self.table.id(entry)
    }

    /// Finds an entry by its id.
    ///
    /// # Errors
    /// None at present; ids are in memory.
    pub fn find(&self, id: &EntryId) -> Result<Option<EntryRef>> {
        Ok(self.table.find(id.as_str()))
    }

    /// The entries of a document, in their order in it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn entries_of(&self, id: &DocumentId) -> Result<Vec<EntryRef>> {
        self.with_term(Condition::Document.term(id.as_str()))
    }

    /// Alive entries that have a term, by segment and document number.
    fn with_term(&self, term: String) -> Result<Vec<EntryRef>> {
        let mut entries = Vec::new();
        for (segment, bits) in self.alive_with(self.fields.terms, term)?.iter().enumerate() {
            let segment = segment as u32;
            entries.extend(bits.iter().map(|doc| EntryRef { segment, doc }));
        }
        Ok(entries)
    }

    pub(crate) fn alive_with(&self, field: Field, term: String) -> Result<Vec<DocBits>> {
        let terms = [term];
        let readers = self.searcher.segment_readers().iter().zip(0..);
        readers
            .map(|(reader, segment)| {
                let mut bits = conditions::documents(reader, field, &terms)?;
                bits.intersect(self.table.alive(segment));
                Ok(bits)
            })
            .collect()
    }

    /// As [`Self::with_term`], where a broken index finds nothing: look-ups are
    /// offers beside a search, and the search itself reports the failure.
    fn look_up(&self, term: String) -> Vec<EntryRef> {
        self.with_term(term).unwrap_or_else(|error| {
            tracing::error!(%error, "cannot look up a term");
            Vec::new()
        })
    }

    /// A document, put together from its entries; its status as in [`Self::entry`].
    ///
    /// # Errors
    /// `StoredDocument` when they do not make one.
    pub fn document(&self, id: &DocumentId) -> Result<Option<Document>> {
        let mut document = self.stored_document(id)?;
        if let Some(document) = &mut document {
            self.mark_ended(id, &mut document.metadata)?;
        }
        Ok(document)
    }

    /// A document as it was added.
    pub(crate) fn stored_document(&self, id: &DocumentId) -> Result<Option<Document>> {
        let entries = self.entries_of(id)?;
        if entries.is_empty() {
            return Ok(None);
        }
        self.assemble(id.as_str(), &entries).map(Some)
    }

    fn assemble(&self, id: &str, entries: &[EntryRef]) -> Result<Document> {
        let entries = entries
            .iter()
            .map(|&entry| self.stored_entry(entry))
            .collect::<Result<_>>()?;
        Document::from_entries(entries).map_err(|error| IndexError::StoredDocument {
            document: id.to_owned(),
            reason: error.to_string(),
        })
    }

    /// All versions of the article, newest in force first, with the entry itself;
    /// only the entry where there are no others.
    pub fn versions(&self, entry: EntryRef) -> Vec<EntryRef> {
        self.table
            .group(entry)
            .map_or_else(|| vec![entry], <[EntryRef]>::to_vec)
    }

    /// True when no other version of the article ranks before this one.
    pub fn is_newest(&self, entry: EntryRef) -> bool {
        self.table.rank_in_group(entry) == 0
    }

    /// Entries by number (检例第79号, 指导案例108号) or case number (案号), by id.
    pub fn by_number(&self, number: &str) -> Vec<EntryRef> {
        let mut entries = self.look_up(Condition::Number.term(number));
        entries.sort_by_key(|&entry| self.table.id_rank(entry));
        entries
    }

    /// As [`Self::by_number`], for answers in which "none" is a statement.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn cases_of_number(&self, number: &str) -> Result<Vec<EntryRef>> {
        let mut entries = self.with_term(Condition::Number.term(number))?;
        entries.sort_by_key(|&entry| self.table.id_rank(entry));
        Ok(entries)
    }

    /// Documents of laws whose text has this number (文号), canonical, newest first; with
    /// `earlier` those of which an earlier text has it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn documents_of_number(&self, number: &str, earlier: bool) -> Result<Vec<DocumentId>> {
        let condition = match earlier {
            true => Condition::EarlierDocNumber,
            false => Condition::DocNumber,
        };
        Ok(self.documents_by_version(self.with_term(condition.term(number))?))
    }

    /// As [`Self::by_law`], for answers in which "none" is a statement.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn documents_of_law(&self, law: &LawKey) -> Result<Vec<DocumentId>> {
        Ok(self.documents_by_version(self.with_term(Condition::Law.term(law.as_str()))?))
    }

    /// Versions of an article, newest in force first. Where a document has the
    /// number more than once, the first comes before the others.
    pub fn by_article(&self, law: &LawKey, number: ArticleNumber) -> Vec<EntryRef> {
        let mut entries = self.look_up(conditions::law_article(law, number));
        entries.sort_by_key(|&entry| (self.table.rank_in_group(entry), self.table.id_rank(entry)));
        entries
    }

    /// Documents of a law: its versions and parts, newest version first.
    pub fn by_law(&self, law: &LawKey) -> Vec<DocumentId> {
        self.documents_by_version(self.look_up(Condition::Law.term(law.as_str())))
    }

    fn documents_by_version(&self, mut entries: Vec<EntryRef>) -> Vec<DocumentId> {
        entries.sort_by_key(|&entry| {
            (
                std::cmp::Reverse(self.table.row(entry).version),
                self.table.id_rank(entry),
            )
        });
        let mut seen = HashSet::new();
        let ids = entries
            .iter()
            .map(|&entry| document_part(self.table.id(entry)));
        ids.filter(|id| seen.insert(*id))
            .filter_map(|id| DocumentId::parse(id).ok())
            .collect()
    }

    /// Gives every document to `sink` as it was added, by id, until it breaks.
    ///
    /// # Errors
    /// When a document cannot be read back.
    pub fn documents(&self, sink: &mut dyn FnMut(Document) -> ControlFlow<()>) -> Result<()> {
        let mut documents: BTreeMap<&str, Vec<EntryRef>> = BTreeMap::new();
        for entry in self.table.entries() {
            documents
                .entry(document_part(self.table.id(entry)))
                .or_default()
                .push(entry);
        }
        for (id, entries) in documents {
            if sink(self.assemble(id, &entries)?).is_break() {
                break;
            }
        }
        Ok(())
    }

    /// Counts over the whole snapshot.
    pub fn stats(&self) -> &Stats {
        &self.stats
    }
}

/// The document id that an entry id begins with.
pub(crate) fn document_part(entry_id: &str) -> &str {
    entry_id
        .split_once('.')
        .map_or(entry_id, |(document, _)| document)
}
