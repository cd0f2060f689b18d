//! Sets of entries within one snapshot: references, bit sets, match sets.

use std::sync::Arc;

use crate::versions::EntryTable;

/// One entry of one [`crate::Snapshot`]: opaque, cheap, and meaningless to any
/// other snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EntryRef {
    /// Position of the index segment in the snapshot.
    pub(crate) segment: u32,
    /// tantivy's document number inside that segment.
    pub(crate) doc: u32,
}

/// A set of documents of one index segment, with its size always known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocBits {
    words: Vec<u64>,
    len: usize,
}

impl DocBits {
    /// The empty set over documents `0..max_doc`.
    pub fn empty(max_doc: u32) -> Self {
        Self {
            words: vec![0; (max_doc as usize).div_ceil(64)],
            len: 0,
        }
    }

    /// Every document of `0..max_doc`.
    pub fn full(max_doc: u32) -> Self {
        let mut bits = Self::empty(max_doc);
        (0..max_doc).for_each(|doc| {
            bits.insert(doc);
        });
        bits
    }

    /// Number of documents in the set.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True when no document is in the set.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// True when `doc` is in the set; false as well for a `doc` out of range.
    #[inline]
    pub fn contains(&self, doc: u32) -> bool {
        self.words
            .get(doc as usize / 64)
            .is_some_and(|word| word >> (doc % 64) & 1 == 1)
    }

    /// Adds `doc`; true when it was not in the set before.
    ///
    /// # Panics
    /// When `doc` is not below the `max_doc` the set was made for.
    #[inline]
    pub fn insert(&mut self, doc: u32) -> bool {
        let word = &mut self.words[doc as usize / 64];
        let bit = 1u64 << (doc % 64);
        let added = *word & bit == 0;
        *word |= bit;
        self.len += usize::from(added);
        added
    }

    /// Takes `doc` out; true when it was in the set.
    #[inline]
    pub fn remove(&mut self, doc: u32) -> bool {
        let Some(word) = self.words.get_mut(doc as usize / 64) else {
            return false;
        };
        let bit = 1u64 << (doc % 64);
        let removed = *word & bit != 0;
        *word &= !bit;
        self.len -= usize::from(removed);
        removed
    }

    /// Keeps what is in `other` too.
    pub fn intersect(&mut self, other: &Self) {
        for (index, word) in self.words.iter_mut().enumerate() {
            *word &= other.words.get(index).copied().unwrap_or(0);
        }
        self.recount();
    }

    /// Adds what is in `other`, which must be over no more documents.
    pub fn unite(&mut self, other: &Self) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word |= other);
        self.recount();
    }

    /// Takes out what is in `other`.
    pub fn subtract(&mut self, other: &Self) {
        self.words
            .iter_mut()
            .zip(&other.words)
            .for_each(|(word, other)| *word &= !other);
        self.recount();
    }

    /// Keeps the documents that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(u32) -> bool) {
        for (index, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                if !keep(index as u32 * 64 + bit) {
                    *word &= !(1 << bit);
                }
            }
        }
        self.recount();
    }

    fn recount(&mut self) {
        self.len = self
            .words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum();
    }

    /// The documents in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                if rest == 0 {
                    return None;
                }
                let bit = rest.trailing_zeros();
                rest &= rest - 1;
                Some(index as u32 * 64 + bit)
            })
        })
    }
}

/// The exact set of entries that a search found. A set made with collapsed
/// versions holds at most one version of an article, the newest in force of
/// those that were put in.
#[derive(Clone)]
pub struct MatchSet {
    pub(crate) table: Arc<EntryTable>,
    pub(crate) segments: Vec<DocBits>,
    pub(crate) collapse: bool,
}

impl MatchSet {
    /// Number of entries; of articles, when versions are collapsed.
    pub fn len(&self) -> usize {
        self.segments.iter().map(DocBits::len).sum()
    }

    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        self.segments.iter().all(DocBits::is_empty)
    }

    /// True when exactly this entry is in the set.
    pub fn contains(&self, entry: EntryRef) -> bool {
        self.segments
            .get(entry.segment as usize)
            .is_some_and(|bits| bits.contains(entry.doc))
    }

    /// Puts `entry` in. In a collapsed set the better version of the article
    /// stays and the other one leaves. True when the size grew.
    pub fn insert(&mut self, entry: EntryRef) -> bool {
        if self.collapse
            && let Some(standing) = self.representative(entry)
        {
            if self.table.rank_in_group(entry) < self.table.rank_in_group(standing) {
                self.segments[standing.segment as usize].remove(standing.doc);
                self.segments[entry.segment as usize].insert(entry.doc);
            }
            return false;
        }
        self.segments[entry.segment as usize].insert(entry.doc)
    }

    /// The member of this set that stands for `entry`: another version of the
    /// same article, or the entry itself. `None` when no version is in the set.
    pub fn representative(&self, entry: EntryRef) -> Option<EntryRef> {
        if self.contains(entry) {
            return Some(entry);
        }
        self.table
            .group(entry)?
            .iter()
            .copied()
            .find(|&member| self.contains(member))
    }

    /// Everything of both sets, collapsed if this one is.
    pub fn union(&mut self, other: &MatchSet) {
        other.iter().for_each(|entry| {
            self.insert(entry);
        });
    }

    /// The entries, by segment and document number.
    pub fn iter(&self) -> impl Iterator<Item = EntryRef> + '_ {
        self.segments
            .iter()
            .enumerate()
            .flat_map(|(segment, bits)| {
                bits.iter().map(move |doc| EntryRef {
                    segment: segment as u32,
                    doc,
                })
            })
    }
}

impl std::fmt::Debug for MatchSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MatchSet")
            .field("len", &self.len())
            .field("collapse", &self.collapse)
            .finish()
    }
}
