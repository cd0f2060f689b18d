//! Documents in: one tantivy document per entry.

use std::path::PathBuf;

use leian_corpus::{
    Citation, Date, Document, DocumentId, DocumentKind, Entry, Unit, graph, knowledge,
};
use tantivy::directory::error::LockError;
use tantivy::index::SegmentId;
use tantivy::indexer::{NoMergePolicy, UserOperation};
use tantivy::{Index, SegmentMeta, TantivyDocument, TantivyError, Term};
use xxhash_rust::xxh3::xxh3_64;

use super::entry_text::{phrase_pieces, words_of};
use crate::cites;
use crate::columns::{Status, day_number, passage_value};
use crate::conditions::{self, Condition, clip};
use crate::error::{IndexError, Result};
use crate::filter::UnitKind;
use crate::known;
use crate::passage_key::PassageKey;
use crate::repeals;
use crate::schema::{Fields, TextField};

/// Memory in which entries are gathered before they become a segment.
const MEMORY_BUDGET_BYTES: usize = 256 << 20;

/// Threads that cut text into terms; more than these only make more segments.
const MAX_THREADS: usize = 4;

/// Segments above this many entries are left alone while an import runs; they are
/// merged at its end, once.
const MAX_DOCS_TO_MERGE_EARLY: u32 = 20_000;

/// This many smaller segments become one at a commit.
const SMALL_SEGMENTS: usize = 12;

/// At the end, a segment is merged with all smaller ones unless it holds at least
/// this many times their entries. So there are at most about log₅(entries) of them,
/// and a small import never rewrites a large library.
const MERGE_FACTOR: u64 = 4;

/// A segment with more than this share of deleted entries is written anew.
const MAX_DELETED_SHARE: f64 = 0.3;

/// Ids and issuers in columns are cut off here.
const MAX_COLUMN_BYTES: usize = 1_000;

/// What adding one document made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddReport {
    /// Entries of the document.
    pub entries: usize,
    /// Passages of its entries.
    pub passages: usize,
}

/// The one writer of an index. What was added is invisible and volatile until
/// [`Self::commit`]; dropping the writer without one loses exactly that.
pub struct IndexWriter {
    inner: tantivy::IndexWriter,
    index: Index,
    fields: Fields,
}

impl IndexWriter {
    /// Takes the writer lock of the index in `dir`.
    pub(crate) fn new(dir: PathBuf, index: &Index, fields: &Fields) -> Result<Self> {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        let threads = cores.clamp(1, MAX_THREADS);
        let inner = index
            .writer_with_num_threads(threads, MEMORY_BUDGET_BYTES)
            .map_err(|error| match error {
                TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::WriterBusy { dir },
                source => IndexError::Write {
                    action: "open the writer",
                    source,
                },
            })?;
        // Merges are made in `commit` and `merge_down` and waited for: a merge in
        // the background could take a segment away while its vectors are gathered.
        inner.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self {
            inner,
            index: index.clone(),
            fields: fields.clone(),
        })
    }

    /// Adds `document`, in place of an older copy with the same id.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn add_document(&mut self, document: &Document) -> Result<AddReport> {
        let entries = document.entries();
        let mut report = AddReport {
            entries: entries.len(),
            passages: 0,
        };
        let mut operations = vec![UserOperation::Delete(self.document_term(&document.id))];
        let citations = graph::of_entries(&entries);
        let known: Vec<String> = knowledge::of_document(document)
            .iter()
            .map(|(facet, value)| known::term(*facet, value))
            .collect();
        let mut repeals = repeals::terms_of(document);
        for (entry, citations) in entries.iter().zip(&citations) {
            let (mut made, passages) = self.tantivy_document(entry, citations, &known)?;
            // They are of the document, and stand with its first entry alone.
            for term in repeals.drain(..) {
                made.add_text(self.fields.known, term);
            }
            report.passages += passages;
            operations.push(UserOperation::Add(made));
        }
        // One batch goes to one segment, so that a document's entries stand
        // together there and stay together through merges.
        self.inner
            .run(operations)
            .map_err(IndexError::write("add a document"))?;
        Ok(report)
    }

    /// Removes a document and its entries; nothing happens if it is not there.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn delete_document(&mut self, id: &DocumentId) -> Result<()> {
        let operation = UserOperation::Delete(self.document_term(id));
        self.inner
            .run([operation])
            .map_err(IndexError::write("delete a document"))?;
        Ok(())
    }

    /// Makes everything added and deleted so far durable and visible, at once.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn commit(&mut self) -> Result<()> {
        self.inner.commit().map_err(IndexError::write("commit"))?;
        let small: Vec<SegmentId> = self
            .segments()?
            .iter()
            .filter(|meta| meta.num_docs() <= MAX_DOCS_TO_MERGE_EARLY)
            .map(SegmentMeta::id)
            .collect();
        if small.len() >= SMALL_SEGMENTS {
            self.merge(&small)
        } else {
            Ok(())
        }
    }

    /// Merges small segments so that few remain, leaving large ones alone;
    /// commits first. For the end of an import.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn merge_down(&mut self) -> Result<()> {
        self.inner.commit().map_err(IndexError::write("commit"))?;
        let chosen = segments_to_merge(&self.segments()?);
        self.merge(&chosen)
    }

    fn segments(&self) -> Result<Vec<SegmentMeta>> {
        self.index
            .searchable_segment_metas()
            .map_err(IndexError::tantivy("list the segments"))
    }

    fn merge(&mut self, segments: &[SegmentId]) -> Result<()> {
        let failed = || IndexError::write("merge segments");
        if !segments.is_empty() {
            self.inner.merge(segments).wait().map_err(failed())?;
            self.inner
                .garbage_collect_files()
                .wait()
                .map_err(failed())?;
        }
        Ok(())
    }

    fn document_term(&self, id: &DocumentId) -> Term {
        Term::from_field_text(self.fields.terms, &Condition::Document.term(id.as_str()))
    }

    fn tantivy_document(
        &self,
        entry: &Entry,
        citations: &[Citation],
        known: &[String],
    ) -> Result<(TantivyDocument, usize)> {
        let fields = &self.fields;
        let json = serde_json::to_vec(entry).map_err(|source| IndexError::StoredEntry {
            entry: entry.id.to_string(),
            source,
        })?;
        let mut made = TantivyDocument::default();
        made.add_bytes(fields.entry, &json);
        for field in TextField::ALL {
            for text in words_of(entry, field) {
                made.add_text(fields.text(field), text);
            }
        }
        for text in phrase_pieces(entry) {
            made.add_text(fields.grams, text);
        }
        for term in conditions::of_entry(entry) {
            made.add_text(fields.terms, term);
        }
        for term in known {
            made.add_text(fields.known, term);
        }
        for term in cites::of_entry(citations) {
            made.add_text(fields.cites, term);
        }
        let passages = entry.passages();
        for (index, passage) in passages.iter().enumerate() {
            let key = PassageKey::of(&entry.passage_text(passage));
            made.add_bytes(fields.passages, &passage_value(index as u32, &key));
        }
        self.add_columns(entry, &mut made);
        Ok((made, passages.len()))
    }

    fn add_columns(&self, entry: &Entry, made: &mut TantivyDocument) {
        let fields = &self.fields;
        let metadata = &entry.metadata;
        made.add_text(fields.id, clip(entry.id.as_str(), MAX_COLUMN_BYTES));
        made.add_u64(fields.ordinal, u64::from(entry.ordinal));
        made.add_u64(fields.kind, kind_code(entry.kind));
        let unit = match entry.unit {
            Unit::Case => UnitKind::Case,
            Unit::Article { .. } => UnitKind::Article,
            Unit::Text => UnitKind::Text,
        };
        made.add_u64(fields.unit, unit.code());
        let mut add_day = |field, date: Option<Date>| {
            if let Some(date) = date {
                made.add_i64(field, i64::from(day_number(date)));
            }
        };
        add_day(fields.date, metadata.date.or_else(|| entry.version_date()));
        add_day(fields.version, entry.version_date());
        add_day(fields.effective, metadata.effective);
        made.add_u64(fields.status, Status::of(metadata.status.as_deref()) as u64);
        let group = entry.group_key();
        if group != entry.id.as_str() {
            // 0 is kept for entries that stand alone.
            made.add_u64(fields.group, xxh3_64(group.as_bytes()).max(1));
        }
        if let Some(issuer) = &metadata.issuer {
            made.add_text(fields.issuer, clip(issuer.trim(), MAX_COLUMN_BYTES));
        }
    }
}

fn kind_code(kind: DocumentKind) -> u64 {
    DocumentKind::ALL
        .iter()
        .position(|&other| other == kind)
        .unwrap_or(0) as u64
}

/// The smallest segments, as many as have to become one; empty when nothing has
/// to be done.
fn segments_to_merge(metas: &[SegmentMeta]) -> Vec<SegmentId> {
    let mut metas: Vec<&SegmentMeta> = metas.iter().collect();
    metas.sort_by_key(|meta| (std::cmp::Reverse(meta.num_docs()), meta.id().uuid_string()));
    let sizes: Vec<(u64, u64)> = metas
        .iter()
        .map(|meta| {
            (
                u64::from(meta.num_docs()),
                u64::from(meta.num_deleted_docs()),
            )
        })
        .collect();
    let from = first_to_merge(&sizes);
    metas[from..].iter().map(|meta| meta.id()).collect()
}

/// Sizes are (alive, deleted), largest first; everything from the returned place
/// on is merged into one.
fn first_to_merge(sizes: &[(u64, u64)]) -> usize {
    let mut smaller: u64 = sizes.iter().map(|(alive, _)| alive).sum();
    for (index, &(alive, deleted)) in sizes.iter().enumerate() {
        smaller -= alive;
        let too_many_deleted = deleted as f64 > MAX_DELETED_SHARE * (alive + deleted) as f64;
        let is_last = index + 1 == sizes.len();
        if too_many_deleted || (!is_last && alive < MERGE_FACTOR * smaller) {
            return index;
        }
    }
    sizes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_import_ends_in_one_segment_and_small_ones_leave_it_alone() {
        assert_eq!(
            first_to_merge(&[(20_000, 0), (19_000, 0), (18_000, 0), (500, 0)]),
            0
        );
        assert_eq!(first_to_merge(&[(100_000, 0), (500, 0), (400, 0)]), 1);
        assert_eq!(first_to_merge(&[(100_000, 0), (900, 0), (100, 0)]), 3);
        assert_eq!(first_to_merge(&[(100_000, 0)]), 1);
        assert_eq!(first_to_merge(&[]), 0);
    }

    #[test]
    fn segments_with_many_deleted_entries_are_written_anew() {
        assert_eq!(first_to_merge(&[(1_000, 900)]), 0);
        assert_eq!(first_to_merge(&[(100_000, 100), (1_000, 900)]), 1);
    }
}
