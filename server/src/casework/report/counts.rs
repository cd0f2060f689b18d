//! 结果统计: what was listed, read and followed, by tier.

use std::collections::BTreeSet;

use leian_corpus::EntryId;
use leian_corpus::organs::Organ;
use leian_corpus::tier::Tier;
use leian_indexer::{EntryRef, Snapshot};

use super::TierLine;
use crate::casework::error::Result;
use crate::retrieval::tiers::tier_for;

/// What was done for the case.
pub(super) struct Record {
    /// Texts that lists showed.
    pub(super) listed: BTreeSet<String>,
    /// Texts that were opened.
    pub(super) read: BTreeSet<String>,
    /// Entries that are followed.
    pub(super) followed: BTreeSet<String>,
}

/// Tiers of a report, in their order; the last two are no tiers of the rules.
pub(super) const OTHER_CASES: &str = "参考案例、典型案例及其他裁判";
const NO_CASES: &str = "法律、司法解释、检答网问答（不是案例）";

/// Counts a record by tier.
pub(super) struct Counts<'a> {
    pub(super) snapshot: &'a Snapshot,
    /// Whose tiers ③ and ④ are counted.
    pub(super) unit: Option<&'a Organ>,
    pub(super) record: &'a Record,
}

impl Counts<'_> {
    /// Counts of every tier, and of what is in none.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn lines(&self) -> Result<Vec<TierLine>> {
        let labels = Tier::ALL.into_iter().map(Tier::label);
        let labels = labels.chain([OTHER_CASES, NO_CASES]);
        let mut lines: Vec<TierLine> = labels
            .map(|label| TierLine {
                label: label.to_owned(),
                listed: 0,
                read: 0,
                followed: 0,
            })
            .collect();
        let record = self.record;
        let all = record
            .listed
            .iter()
            .chain(&record.read)
            .chain(&record.followed);
        let all: BTreeSet<&String> = all.collect();
        for id in all {
            let line = &mut lines[self.place(id)?];
            line.listed += usize::from(record.listed.contains(id));
            line.read += usize::from(record.read.contains(id));
            line.followed += usize::from(record.followed.contains(id));
        }
        Ok(lines)
    }

    /// The place of a text among the tiers.
    fn place(&self, id: &str) -> Result<usize> {
        let Some(entry) = entry_of(self.snapshot, id)? else {
            // The id of a statute is that of no entry.
            return Ok(Tier::ALL.len() + 1);
        };
        if !self.snapshot.kind(entry).is_case() {
            return Ok(Tier::ALL.len() + 1);
        }
        let tier = tier_for(self.snapshot, entry, self.unit);
        let place = tier.and_then(|tier| Tier::ALL.into_iter().position(|one| one == tier));
        Ok(place.unwrap_or(Tier::ALL.len()))
    }
}

/// The entry of this id, if the library holds it.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn entry_of(snapshot: &Snapshot, id: &str) -> Result<Option<EntryRef>> {
    match EntryId::parse(id) {
        Ok(id) => Ok(snapshot.find(&id)?),
        Err(_) => Ok(None),
    }
}
