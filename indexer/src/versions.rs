//! Which entries are versions of one article, and which of them is in force.

use crate::matches::EntryRef;

/// Per-snapshot table: the size of every segment, the groups of versions, and
/// the order of entry ids.
#[derive(Debug, Default)]
pub struct EntryTable {
    max_docs: Vec<u32>,
}

impl EntryTable {
    pub(crate) fn max_docs(&self) -> &[u32] {
        &self.max_docs
    }

    /// The versions of the article that `entry` is one of, newest in force
    /// first; `None` for an entry that stands alone.
    pub(crate) fn group(&self, _entry: EntryRef) -> Option<&[EntryRef]> {
        todo!()
    }

    /// Place of `entry` in its group: 0 is the newest in force.
    pub(crate) fn rank_in_group(&self, _entry: EntryRef) -> u32 {
        todo!()
    }
}
