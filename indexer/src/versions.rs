//! Which entries are versions of one article, which of them is in force, and in
//! what order entry ids stand.

use std::collections::HashMap;
use std::sync::Arc;

use crate::columns::{DayNumber, Row, SegmentColumns, Status};
use crate::matches::{DocBits, EntryRef};

/// What a snapshot knows of all its entries together.
#[derive(Debug, Default)]
pub struct EntryTable {
    segments: Vec<SegmentEntries>,
    /// Versions of one article, newest in force first; two or more each.
    groups: Vec<Vec<EntryRef>>,
}

#[derive(Debug)]
struct SegmentEntries {
    columns: Arc<SegmentColumns>,
    alive: DocBits,
    /// Place of every entry id of the segment among all ids of the snapshot.
    id_rank: Vec<u32>,
    /// The alive document of every entry id, [`NONE`] where it is deleted.
    doc_by_id: Vec<u32>,
    /// Index into `groups` by document, [`NONE`] for most.
    group: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl EntryTable {
    /// Builds the table. `today` decides which versions are not yet in force.
    pub fn build(segments: Vec<(Arc<SegmentColumns>, DocBits)>, today: DayNumber) -> Self {
        let id_ranks = rank_ids(&segments);
        let groups = group_versions(&segments, today);
        let mut segments: Vec<SegmentEntries> = segments
            .into_iter()
            .zip(id_ranks)
            .map(|((columns, alive), id_rank)| {
                let group = vec![NONE; columns.rows.len()];
                let mut doc_by_id = vec![NONE; columns.id_count() as usize];
                for doc in alive.iter() {
                    doc_by_id[columns.rows[doc as usize].id_ord as usize] = doc;
                }
                SegmentEntries {
                    columns,
                    alive,
                    id_rank,
                    doc_by_id,
                    group,
                }
            })
            .collect();
        for (index, members) in groups.iter().enumerate() {
            for member in members {
                segments[member.segment as usize].group[member.doc as usize] = index as u32;
            }
        }
        Self { segments, groups }
    }

    /// Number of segments.
    pub fn segment_count(&self) -> usize {
        self.segments.len()
    }

    /// An empty set over the documents of each segment.
    pub fn empty_bits(&self) -> Vec<DocBits> {
        self.segments
            .iter()
            .map(|part| DocBits::empty(part.columns.rows.len() as u32))
            .collect()
    }

    /// The documents of a segment that are not deleted.
    pub fn alive(&self, segment: u32) -> &DocBits {
        &self.segments[segment as usize].alive
    }

    /// The columns of a segment.
    pub fn columns(&self, segment: u32) -> &SegmentColumns {
        &self.segments[segment as usize].columns
    }

    /// The columns of one entry.
    pub fn row(&self, entry: EntryRef) -> &Row {
        &self.columns(entry.segment).rows[entry.doc as usize]
    }

    /// The id of one entry.
    pub fn id(&self, entry: EntryRef) -> &str {
        self.columns(entry.segment).id(entry.doc)
    }

    /// Place of the entry's id among all ids: orders ties.
    pub fn id_rank(&self, entry: EntryRef) -> u32 {
        let ord = self.row(entry).id_ord;
        self.segments[entry.segment as usize]
            .id_rank
            .get(ord as usize)
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// Finds an alive entry by its id.
    pub fn find(&self, id: &str) -> Option<EntryRef> {
        self.segments
            .iter()
            .enumerate()
            .find_map(|(segment, part)| {
                let ord = part.columns.id_ord(id)?;
                let doc = *part.doc_by_id.get(ord as usize)?;
                (doc != NONE).then_some(EntryRef {
                    segment: segment as u32,
                    doc,
                })
            })
    }

    /// All alive entries.
    pub fn entries(&self) -> impl Iterator<Item = EntryRef> + '_ {
        self.segments
            .iter()
            .enumerate()
            .flat_map(|(segment, part)| {
                part.alive.iter().map(move |doc| EntryRef {
                    segment: segment as u32,
                    doc,
                })
            })
    }

    /// The versions of the article that `entry` is one of, newest in force
    /// first; `None` for an entry that stands alone.
    pub fn group(&self, entry: EntryRef) -> Option<&[EntryRef]> {
        let group = self
            .segments
            .get(entry.segment as usize)?
            .group
            .get(entry.doc as usize)?;
        self.groups.get(*group as usize).map(Vec::as_slice)
    }

    /// Place of `entry` in its group: 0 is the newest in force.
    pub fn rank_in_group(&self, entry: EntryRef) -> usize {
        self.group(entry)
            .and_then(|members| members.iter().position(|&member| member == entry))
            .unwrap_or(0)
    }
}

/// Ranks of ids by segment and place in it. Each segment's ids are sorted, so
/// that the stable sort has a few runs to merge.
fn rank_ids(segments: &[(Arc<SegmentColumns>, DocBits)]) -> Vec<Vec<u32>> {
    let mut all: Vec<(usize, u32)> = segments
        .iter()
        .enumerate()
        .flat_map(|(segment, (columns, _))| (0..columns.id_count()).map(move |ord| (segment, ord)))
        .collect();
    let id = |&(segment, ord): &(usize, u32)| segments[segment].0.id_by_ord(ord);
    if segments.len() > 1 {
        all.sort_by(|a, b| id(a).cmp(id(b)));
    }
    let mut ranks: Vec<Vec<u32>> = segments
        .iter()
        .map(|(columns, _)| vec![0; columns.id_count() as usize])
        .collect();
    for (rank, (segment, ord)) in all.into_iter().enumerate() {
        ranks[segment][ord as usize] = rank as u32;
    }
    ranks
}

fn group_versions(
    segments: &[(Arc<SegmentColumns>, DocBits)],
    today: DayNumber,
) -> Vec<Vec<EntryRef>> {
    // Most articles have one version, so the first of a group waits in the map
    // and a group is made when the second comes.
    enum Seen {
        One(EntryRef),
        Group(usize),
    }
    let mut seen: HashMap<u64, Seen> = HashMap::new();
    let mut groups: Vec<Vec<EntryRef>> = Vec::new();
    for (segment, (columns, alive)) in segments.iter().enumerate() {
        for doc in alive.iter() {
            let key = columns.rows[doc as usize].group;
            if key == 0 {
                continue;
            }
            let entry = EntryRef {
                segment: segment as u32,
                doc,
            };
            match seen.get(&key) {
                None => drop(seen.insert(key, Seen::One(entry))),
                Some(&Seen::One(first)) => {
                    seen.insert(key, Seen::Group(groups.len()));
                    groups.push(vec![first, entry]);
                }
                Some(&Seen::Group(index)) => groups[index].push(entry),
            }
        }
    }
    for members in &mut groups {
        sort_versions(members, segments, today);
    }
    groups
}

fn sort_versions(
    members: &mut [EntryRef],
    segments: &[(Arc<SegmentColumns>, DocBits)],
    today: DayNumber,
) {
    let columns = |entry: &EntryRef| &segments[entry.segment as usize].0;
    let row = |entry: &EntryRef| columns(entry).rows[entry.doc as usize];
    let order = VersionOrder::of(members.iter().map(row), today);
    members.sort_by(|a, b| {
        let by_version = order.key(&row(b)).cmp(&order.key(&row(a)));
        by_version.then_with(|| columns(a).id(a.doc).cmp(columns(b).id(b.doc)))
    });
}

/// How the versions of one article are ordered.
///
/// Texts in force come before texts not yet in force; within each the later date
/// comes first. A text that its source calls amended or repealed comes behind one
/// that another source calls valid, however their dates stand, and behind an
/// undated one, which is how sources give a current consolidation.
struct VersionOrder {
    today: DayNumber,
    /// Latest date of a version called valid; `None` when there is none.
    latest_valid: Option<DayNumber>,
    /// True when every dated version is called amended or repealed.
    undated_is_current: bool,
}

impl VersionOrder {
    fn of(rows: impl Iterator<Item = Row>, today: DayNumber) -> Self {
        let rows: Vec<Row> = rows.filter(|row| row.effective <= today).collect();
        let valid = rows.iter().filter(|row| row.status == Status::InForce);
        Self {
            today,
            latest_valid: valid.map(|row| row.version).max(),
            undated_is_current: rows
                .iter()
                .all(|row| row.version == 0 || row.status == Status::NotInForce),
        }
    }

    /// The greater key comes first; of two versions of one date, the one called valid.
    fn key(&self, row: &Row) -> (bool, DayNumber, bool, bool) {
        let begun = row.effective <= self.today;
        let mut date = row.version;
        let not_in_force = row.status == Status::NotInForce;
        if let Some(valid) = self.latest_valid
            && not_in_force
            && begun
        {
            date = date.min(valid);
        }
        if date == 0 && !not_in_force && self.undated_is_current {
            date = DayNumber::MAX;
        }
        (begun, date, !not_in_force, row.status == Status::InForce)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::UnitKind;

    fn row(version: DayNumber, effective: DayNumber, status: Status) -> Row {
        Row {
            kind: 1,
            unit: UnitKind::Article,
            status,
            first: true,
            date: version,
            version,
            effective,
            issuer: 0,
            passages: 1,
            group: 7,
            id_ord: 0,
        }
    }

    /// Versions in order of rank.
    #[track_caller]
    fn check(rows: &[Row], expected: &[DayNumber]) {
        let order = VersionOrder::of(rows.iter().copied(), 20_260_101);
        let mut sorted: Vec<&Row> = rows.iter().collect();
        sorted.sort_by_key(|member| std::cmp::Reverse(order.key(member)));
        let found: Vec<DayNumber> = sorted.iter().map(|row| row.version).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn newest_version_in_force_comes_first() {
        use Status::{InForce, NotInForce, Unknown};
        let (old, new, future) = (20_120_101, 20_210_101, 20_990_101);
        check(
            &[row(old, old, Unknown), row(new, new, Unknown)],
            &[new, old],
        );
        check(
            &[
                row(future, future, Unknown),
                row(old, old, Unknown),
                row(new, new, Unknown),
            ],
            &[new, old, future],
        );
        check(
            &[row(old, old, NotInForce), row(new, new, NotInForce)],
            &[new, old],
        );
        check(
            &[row(old, old, InForce), row(new, new, NotInForce)],
            &[old, new],
        );
        check(
            &[row(old, old, InForce), row(new, new, Unknown)],
            &[new, old],
        );
        check(
            &[row(old, old, NotInForce), row(new, new, InForce)],
            &[new, old],
        );
    }

    #[test]
    fn undated_consolidation_is_current_where_all_else_is_amended() {
        use Status::{NotInForce, Unknown};
        check(
            &[row(20_201_226, 0, NotInForce), row(0, 0, Unknown)],
            &[0, 20_201_226],
        );
        check(
            &[row(20_201_226, 0, Unknown), row(0, 0, Unknown)],
            &[20_201_226, 0],
        );
    }
}
