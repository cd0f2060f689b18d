//! What a library holds and lacks (收录范围): documents by source, kind, year and
//! batch, gaps in the numbers of guiding cases, laws held in several versions or
//! marked amended, documents without a date, and the identity of the snapshot.
//!
//! Every figure is counted from one entry of each document of one snapshot, so
//! all of them belong together. Counting is done once a snapshot.
//!
//! Serialised as it is: its names are those of the API, and a test holds them to
//! the OpenAPI document.

mod counts;
mod identity;
mod laws;
mod numbers;

use std::sync::{Arc, Mutex, PoisonError, Weak};

use leian_corpus::{Date, DocumentId, DocumentKind, Metadata, Provenance};
use leian_indexer::{EntryRef, Filter, Snapshot};
use serde::Serialize;

use crate::error::Result;
use crate::library::Library;
use crate::retrieval::timeline::today;

pub use counts::{BatchCount, FolderCount, KindCount, SourceCount, YearCount};
pub use identity::SnapshotIdentity;
pub use laws::{ActLine, LawLine, TextLine};
pub use numbers::{Duplicate, NumberSeries, Range};

/// Longest list of an answer; its true length stands beside it.
const MOST_LISTED: usize = 500;

/// Everything a reader may ask about what is in.
#[derive(Clone, Debug, Serialize)]
pub struct Coverage {
    /// Which state of the library the figures are of.
    pub snapshot: SnapshotIdentity,
    /// By kind, in the order of kinds.
    pub kinds: Vec<KindCount>,
    /// By source: the first folder of the path that a document was imported from.
    pub sources: Vec<SourceCount>,
    /// By year of the document's date, newest first.
    pub years: Vec<YearCount>,
    /// By batch (批次), of guiding cases.
    pub batches: Vec<BatchCount>,
    /// Guiding cases whose source names no batch.
    pub without_batch: usize,
    /// Numbers of guiding cases, held and missing.
    pub series: Vec<NumberSeries>,
    /// Laws (or parts of them) held in several versions.
    pub several_versions: Listed<LawLine>,
    /// Laws whose newest version that applies today is called amended by its source.
    pub amended: Listed<LawLine>,
    /// Laws whose texts are called valid and not valid in a way that cannot all be true.
    pub conflicts: Listed<LawLine>,
    /// Laws of which an amending act is held and no text as young as the act.
    pub without_newest: Listed<LawLine>,
    /// Documents without any date.
    pub undated: Listed<DocumentLine>,
}

/// A list that may be cut, with its true length.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Listed<T> {
    /// How many there are.
    pub total: usize,
    /// At most 500 of them.
    pub listed: Vec<T>,
}

impl<T> Listed<T> {
    fn of(mut all: Vec<T>) -> Self {
        let total = all.len();
        all.truncate(MOST_LISTED);
        Self { total, listed: all }
    }
}

/// A document in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentLine {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// What it is.
    pub kind: KindName,
}

/// A kind as programs and people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct KindName {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub label: &'static str,
}

impl From<DocumentKind> for KindName {
    fn from(kind: DocumentKind) -> Self {
        Self {
            code: kind.code(),
            label: kind.label(),
        }
    }
}

/// What is counted of a document: all but its text.
struct Held {
    id: DocumentId,
    kind: DocumentKind,
    title: String,
    metadata: Metadata,
    provenance: Provenance,
    entries: usize,
}

impl Held {
    /// The date that lists and facets go by: of a case its own, else that of the
    /// version.
    fn date(&self) -> Option<Date> {
        let metadata = &self.metadata;
        let version = metadata.law.as_ref().and_then(|law| law.version);
        metadata
            .date
            .or(version)
            .or(metadata.effective)
            .or(metadata.promulgated)
    }

    /// The first folder of its path, or the file where there is none.
    fn source(&self) -> &str {
        self.provenance.path.split('/').next().unwrap_or_default()
    }

    /// The folder inside the source, unless it lies in the source itself.
    fn folder(&self) -> Option<&str> {
        let (_, rest) = self.provenance.path.split_once('/')?;
        rest.split_once('/').map(|(folder, _)| folder)
    }
}

/// The last coverage that was counted, of which snapshot and on which day.
#[derive(Debug, Default)]
pub struct CoverageCache(Mutex<Option<Counted>>);

/// What was counted, of which snapshot and on which day.
#[derive(Debug)]
struct Counted {
    of: Weak<Snapshot>,
    day: Date,
    coverage: Arc<Coverage>,
}

/// What the library holds now. Counted at the first call after a commit, and on a new
/// day, since laws come into force.
///
/// # Errors
/// When the library cannot be read.
pub fn coverage(library: &Library) -> Result<Arc<Coverage>> {
    let snapshot = library.snapshot()?;
    // Held while counting, so that those who wait do not count as well.
    let mut cached = library
        .coverage_cache()
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let today = today();
    if let Some(counted) = &*cached
        && counted.day == today
        && std::ptr::eq(counted.of.as_ptr(), Arc::as_ptr(&snapshot))
    {
        return Ok(Arc::clone(&counted.coverage));
    }
    let coverage = Arc::new(count(library, &snapshot, today)?);
    *cached = Some(Counted {
        of: Arc::downgrade(&snapshot),
        day: today,
        coverage: Arc::clone(&coverage),
    });
    Ok(coverage)
}

fn count(library: &Library, snapshot: &Snapshot, today: Date) -> Result<Coverage> {
    let held = read(snapshot)?;
    let laws = laws::LawShelf::of(&held);
    let undated = held.iter().filter(|document| document.date().is_none());
    Ok(Coverage {
        snapshot: SnapshotIdentity::of(library, snapshot, &held)?,
        kinds: counts::by_kind(&held),
        sources: counts::by_source(&held),
        years: counts::by_year(&held),
        batches: counts::by_batch(&held),
        without_batch: counts::without_batch(&held),
        series: numbers::series(&held),
        several_versions: Listed::of(laws.several_versions()),
        amended: Listed::of(laws.amended(today)),
        conflicts: Listed::of(laws.conflicts()),
        without_newest: Listed::of(laws.without_newest(&held)),
        undated: Listed::of(
            undated
                .map(|document| DocumentLine {
                    id: document.id.clone(),
                    title: document.title.clone(),
                    kind: document.kind.into(),
                })
                .collect(),
        ),
    })
}

/// One entry of each document, by id.
fn read(snapshot: &Snapshot) -> Result<Vec<Held>> {
    let mut documents: Vec<(EntryRef, usize)> = Vec::new();
    let mut place_of = std::collections::HashMap::new();
    for entry in snapshot.filter_only(&Filter::default(), false)?.iter() {
        let id = snapshot.entry_id_str(entry);
        let id = id.split_once('.').map_or(id, |(document, _)| document);
        let place = *place_of.entry(id).or_insert(documents.len());
        match documents.get_mut(place) {
            Some((_, entries)) => *entries += 1,
            None => documents.push((entry, 1)),
        }
    }
    let mut held = documents
        .into_iter()
        .map(|(entry, entries)| {
            let entry = snapshot.entry(entry)?;
            Ok(Held {
                id: entry.document_id,
                kind: entry.kind,
                title: entry.document_title,
                metadata: entry.metadata,
                provenance: entry.provenance,
                entries,
            })
        })
        .collect::<Result<Vec<Held>>>()?;
    held.sort_by(|one, two| one.id.cmp(&two.id));
    Ok(held)
}
