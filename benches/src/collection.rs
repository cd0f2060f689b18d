//! What a set is measured over: the entries of a library that its protocol
//! names, each with the name that labels use.

use std::{
    collections::{BTreeSet, HashMap},
    ops::ControlFlow,
};

use anyhow::{Result, bail};
use leian_corpus::{Entry, EntryId};
use leian_indexer::Snapshot;
use sha2::{Digest, Sha256};

use crate::expectation::CollectionSize;

/// Names of a collection's entries, and what identifies the collection.
#[derive(Debug)]
pub struct Collection {
    names: HashMap<EntryId, String>,
    distinct: usize,
    sha256: String,
}

impl Collection {
    /// Walks the whole library once. `name` gives an entry's name under the
    /// protocol, or `None` for an entry outside the collection.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn of(
        snapshot: &Snapshot,
        name: impl Fn(&Entry) -> Option<String>,
        normalize: impl Fn(&str) -> String,
    ) -> Result<Self> {
        let mut names = HashMap::new();
        let mut digests = BTreeSet::new();
        snapshot.documents(&mut |document| {
            for entry in document.entries() {
                if let Some(name) = name(&entry) {
                    let text = Sha256::digest(entry.text().as_bytes());
                    digests.insert((
                        normalize(&name),
                        text.to_vec(),
                        entry.id.as_str().to_owned(),
                    ));
                    names.insert(entry.id, name);
                }
            }
            ControlFlow::Continue(())
        })?;
        let mut hasher = Sha256::new();
        for (name, text, _) in &digests {
            hasher.update(name.as_bytes());
            hasher.update(text);
        }
        let distinct = digests
            .iter()
            .map(|(name, ..)| name)
            .collect::<BTreeSet<_>>()
            .len();
        let sha256 = hasher
            .finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Ok(Self {
            names,
            distinct,
            sha256,
        })
    }

    /// The name of an entry, when it belongs to the collection.
    #[must_use]
    pub fn name(&self, id: &EntryId) -> Option<&str> {
        self.names.get(id).map(String::as_str)
    }

    /// One line for the head of a report.
    #[must_use]
    pub fn describe(&self) -> String {
        format!(
            "{} entries, {} names, sha256 {}",
            self.names.len(),
            self.distinct,
            &self.sha256[..16]
        )
    }

    /// Refuses a library that does not hold the whole collection.
    ///
    /// # Errors
    /// Fewer entries or names than the protocol states.
    pub fn require(&self, size: &CollectionSize) -> Result<()> {
        if self.names.len() < size.entries || self.distinct < size.names {
            bail!(
                "the library holds {} of this collection, the protocol needs {} entries with {} \
                 names; import the missing texts first (leian import)",
                self.describe(),
                size.entries,
                size.names
            );
        }
        Ok(())
    }
}
