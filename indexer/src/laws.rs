//! Laws as wholes, put together from their documents and remembered: a page of an
//! article asks for its law several times, and a text cites few laws often.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZero;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ScopedJoinHandle};

use leian_corpus::citation::Titles;
use leian_corpus::timeline::{AmendingAct, KnownLaw};
use leian_corpus::{Document, LawKey};

use crate::conditions::Condition;
use crate::error::{IndexError, Result};
use crate::snapshot::Snapshot;

/// Laws that are remembered at once. A code of a thousand articles takes some 2 MB, most
/// texts less than a tenth of that; a long document cites more than a hundred.
const MOST_LAWS: usize = 256;

/// Most threads that read laws at once.
const MOST_READERS: usize = 4;

/// The laws of one snapshot that were asked for. They never change, since the snapshot
/// does not.
#[derive(Default)]
pub(crate) struct Laws(Mutex<HashMap<LawKey, Option<Arc<KnownLaw>>>>);

impl Laws {
    fn get(&self, key: &LawKey) -> Option<Option<Arc<KnownLaw>>> {
        let laws = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        laws.get(key).cloned()
    }

    fn put(&self, key: &LawKey, law: Option<Arc<KnownLaw>>) {
        let mut laws = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if laws.len() >= MOST_LAWS {
            laws.clear();
        }
        laws.insert(key.clone(), law);
    }
}

impl Snapshot {
    /// What the library has of a law, with the acts that it holds; `None` when it has
    /// no text of it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn known_law(&self, key: &LawKey) -> Result<Option<Arc<KnownLaw>>> {
        if let Some(known) = self.laws.get(key) {
            return Ok(known);
        }
        let law = self.read_law(key)?.map(Arc::new);
        self.laws.put(key, law.clone());
        Ok(law)
    }

    /// Reads the laws of `keys` that are not remembered yet, several at once, so that
    /// [`Self::known_law`] finds them remembered.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn remember_laws(&self, keys: &[&LawKey]) -> Result<()> {
        let keys: BTreeSet<&LawKey> = keys.iter().copied().collect();
        let unread = keys.into_iter().filter(|key| self.laws.get(key).is_none());
        let unread: Vec<&LawKey> = unread.take(MOST_LAWS).collect();
        let readers = thread::available_parallelism().map_or(1, NonZero::get);
        let readers = readers.min(MOST_READERS).min(unread.len());
        if readers < 2 {
            return Ok(()); // read when they are asked for
        }
        let next = AtomicUsize::new(0);
        let read = || -> Result<()> {
            while let Some(key) = unread.get(next.fetch_add(1, Ordering::Relaxed)) {
                self.known_law(key)?;
            }
            Ok(())
        };
        thread::scope(|scope| {
            let readers: Vec<_> = (0..readers).map(|_| scope.spawn(read)).collect();
            let mut read = readers.into_iter().map(ScopedJoinHandle::join);
            read.try_for_each(|read| read.unwrap_or_else(|panic| resume_unwind(panic)))
        })
    }

    /// The names of the laws that the library holds, with those of the tables; made once.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn titles(&self) -> Result<&Titles> {
        if let Some(titles) = self.titles.get() {
            return Ok(titles);
        }
        let keys: Vec<LawKey> = self.law_keys()?.into_iter().collect();
        Ok(self.titles.get_or_init(|| Titles::of(&keys)))
    }

    /// The laws of which the index holds a text.
    fn law_keys(&self) -> Result<BTreeSet<LawKey>> {
        let failed = || IndexError::tantivy("read the laws");
        let io = |error: std::io::Error| failed()(tantivy::TantivyError::from(error));
        let prefix = Condition::Law.term("");
        let mut keys = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let index = reader.inverted_index(self.fields.terms).map_err(failed())?;
            let range = index.terms().range().ge(&prefix);
            let mut terms = range.into_stream().map_err(io)?;
            while terms.advance() {
                let Some(law) = terms.key().strip_prefix(prefix.as_bytes()) else {
                    break;
                };
                keys.insert(LawKey::as_written(
                    String::from_utf8_lossy(law).into_owned(),
                ));
            }
        }
        // A term may be of deleted documents alone.
        keys.retain(|key| !self.by_law(key).is_empty());
        Ok(keys)
    }

    /// Titles of the laws held whose names come closest to one that is not: they are
    /// offered, and none is taken.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn similar_titles(&self, name: &str) -> Result<Vec<String>> {
        let mut similar = Vec::new();
        for key in self.titles()?.candidates(name) {
            let title = self.title_of(&key)?;
            similar.push(title.unwrap_or_else(|| key.to_string()));
        }
        Ok(similar)
    }

    /// The title of the newest text held of a law.
    fn title_of(&self, key: &LawKey) -> Result<Option<String>> {
        if let Some(known) = self.laws.get(key) {
            return Ok(known.map(|law| law.title.clone()));
        }
        let Some(newest) = self.documents_of_law(key)?.into_iter().next() else {
            return Ok(None);
        };
        let Some(&entry) = self.entries_of(&newest)?.first() else {
            return Ok(None);
        };
        let law = self.stored_entry(entry)?.metadata.law;
        Ok(law.map(|law| law.title))
    }

    fn read_law(&self, key: &LawKey) -> Result<Option<KnownLaw>> {
        let documents = self.texts_of(key)?;
        let Some(law) = KnownLaw::of(key, &documents) else {
            return Ok(None);
        };
        let mut acts = Vec::new();
        for act in law.amending_keys() {
            for document in self.texts_of(&act)? {
                acts.extend(AmendingAct::of(&document).filter(|act| act.amends == *key));
            }
        }
        let law = match acts.is_empty() {
            true => Some(law),
            false => KnownLaw::with_acts(key, &documents, &acts),
        };
        let repeals = self.repeals()?;
        Ok(law.map(|law| law.ended_by(repeals)))
    }

    fn texts_of(&self, key: &LawKey) -> Result<Vec<Document>> {
        let mut documents = Vec::new();
        for id in self.documents_of_law(key)? {
            documents.extend(self.stored_document(&id)?);
        }
        Ok(documents)
    }
}
