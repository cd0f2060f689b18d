//! Laws as wholes, put together from their documents and remembered: a page of an
//! article asks for its law several times, and a text cites few laws often.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use leian_corpus::timeline::{AmendingAct, KnownLaw};
use leian_corpus::{Document, LawKey};

use crate::error::Result;
use crate::snapshot::Snapshot;

/// Laws that are remembered at once. A code of a thousand articles takes some 2 MB.
const MOST_LAWS: usize = 64;

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
