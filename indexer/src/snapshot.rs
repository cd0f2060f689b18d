//! An unchanging view of the index: search, read, count.

use std::ops::ControlFlow;

use leian_corpus::{ArticleNumber, Document, DocumentId, Entry, EntryId, LawKey};

use crate::error::Result;
use crate::filter::Filter;
use crate::matches::{EntryRef, MatchSet};
use crate::query::QueryNode;
use crate::stats::{Facets, Stats};

/// An entry with its BM25 score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredEntry {
    /// The entry.
    pub entry: EntryRef,
    /// BM25 over the weighted fields; grows with relevance.
    pub score: f32,
}

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
pub struct Snapshot {}

impl Snapshot {
    /// Entries that match `query` and `filter`, best `limit` first.
    ///
    /// With `collapse`, of the matching versions of one article only the newest
    /// in force is kept and counted, with its own score.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn lexical(
        &self,
        _query: &QueryNode,
        _filter: &Filter,
        _limit: usize,
        _collapse: bool,
    ) -> Result<LexicalHits> {
        todo!()
    }

    /// The `limit` entries that pass `filter` and have a passage nearest to the
    /// unit vector `query`; best first, ties by entry id. With `collapse`, only
    /// the newest version in force of those that pass the filter takes part.
    ///
    /// # Errors
    /// `Dimension` when the vector does not fit the index's model.
    pub fn semantic(
        &self,
        _query: &[f32],
        _filter: &Filter,
        _limit: usize,
        _collapse: bool,
    ) -> Result<Vec<ScoredPassage>> {
        todo!()
    }

    /// Every entry that passes `filter`; with `collapse` one version an article.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn filter_only(&self, _filter: &Filter, _collapse: bool) -> Result<MatchSet> {
        todo!()
    }

    /// An empty set of entries of this snapshot, to be filled.
    pub fn empty_set(&self, _collapse: bool) -> MatchSet {
        todo!()
    }

    /// Exact counts over `matches`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn facets(&self, _matches: &MatchSet) -> Result<Facets> {
        todo!()
    }

    /// The entry itself.
    ///
    /// # Errors
    /// `StoredEntry` when it cannot be read back.
    pub fn entry(&self, _entry: EntryRef) -> Result<Entry> {
        todo!()
    }

    /// The entry's id, without reading the entry.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn entry_id(&self, _entry: EntryRef) -> Result<EntryId> {
        todo!()
    }

    /// Finds an entry by its id.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn find(&self, _id: &EntryId) -> Result<Option<EntryRef>> {
        todo!()
    }

    /// The entries of a document, in their order in it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn entries_of(&self, _id: &DocumentId) -> Result<Vec<EntryRef>> {
        todo!()
    }

    /// A document, put together from its entries.
    ///
    /// # Errors
    /// `StoredDocument` when they do not make one.
    pub fn document(&self, _id: &DocumentId) -> Result<Option<Document>> {
        todo!()
    }

    /// All versions of the article, newest in force first, with the entry itself;
    /// only the entry where there are no others.
    pub fn versions(&self, _entry: EntryRef) -> Vec<EntryRef> {
        todo!()
    }

    /// True when no other version of the article ranks before this one.
    pub fn is_newest(&self, _entry: EntryRef) -> bool {
        todo!()
    }

    /// Entries by number (检例第79号, 指导案例108号) or case number (案号), by id.
    pub fn by_number(&self, _number: &str) -> Vec<EntryRef> {
        todo!()
    }

    /// Versions of an article, newest in force first.
    pub fn by_article(&self, _law: &LawKey, _number: ArticleNumber) -> Vec<EntryRef> {
        todo!()
    }

    /// Documents of a law: its versions and parts, newest version first.
    pub fn by_law(&self, _law: &LawKey) -> Vec<DocumentId> {
        todo!()
    }

    /// Gives every document to `sink`, by id, until it breaks.
    ///
    /// # Errors
    /// When a document cannot be read back.
    pub fn documents(&self, _sink: &mut dyn FnMut(Document) -> ControlFlow<()>) -> Result<()> {
        todo!()
    }

    /// Counts over the whole snapshot.
    pub fn stats(&self) -> &Stats {
        todo!()
    }
}
