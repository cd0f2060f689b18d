//! Orders of a result list other than by relevance. The set stays the same, so do its
//! counts; only the order changes.

use std::collections::HashMap;

use leian_indexer::{EntryRef, MatchSet, Snapshot};

use super::cites::targets_of;
use super::error::Result;
use super::ranking::Ranked;
use super::tiers;

/// So many entries, the most relevant ones, are put in order by how often they are
/// cited: each has to be read for that.
pub const MOST_COUNTED: usize = 1_000;

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// 相关程度
    #[default]
    Relevance,
    /// 日期, newest first; undated ones last.
    Newest,
    /// 日期, oldest first; undated ones last.
    Oldest,
    /// 类案层级: guiding cases, ①–④, then the rest.
    Tier,
    /// 被引次数 in this library.
    Cited,
}

impl Sort {
    /// All orders, the default first.
    pub const ALL: [Self; 5] = [
        Self::Relevance,
        Self::Newest,
        Self::Oldest,
        Self::Tier,
        Self::Cited,
    ];

    /// Stable code, used in parameters.
    pub fn code(self) -> &'static str {
        match self {
            Self::Relevance => "relevance",
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Tier => "tier",
            Self::Cited => "cited",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Relevance => "相关程度",
            Self::Newest => "日期从新到旧",
            Self::Oldest => "日期从旧到新",
            Self::Tier => "案例层级",
            Self::Cited => "本库被引次数",
        }
    }

    /// The order with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.code() == code)
    }
}

/// All entries of `set` in the order asked for, equal ones by relevance, then by id.
/// `ranked` is the order by relevance, as far as it was made.
///
/// # Errors
/// When the index cannot be read.
pub(super) fn sorted(
    snapshot: &Snapshot,
    set: &MatchSet,
    ranked: Vec<Ranked<EntryRef>>,
    sort: Sort,
) -> Result<Vec<Ranked<EntryRef>>> {
    if sort == Sort::Relevance {
        return Ok(ranked);
    }
    let places: HashMap<EntryRef, usize> = ranked
        .iter()
        .enumerate()
        .map(|(place, one)| (one.entry, place))
        .collect();
    let rest = set.iter().filter(|entry| !places.contains_key(entry));
    let mut rest: Vec<EntryRef> = rest.collect();
    rest.sort_by(|&a, &b| snapshot.entry_id_str(a).cmp(snapshot.entry_id_str(b)));
    let mut all = ranked;
    all.extend(rest.into_iter().map(Ranked::new));
    let mut keyed = Vec::with_capacity(all.len());
    for (place, one) in all.into_iter().enumerate() {
        keyed.push((key(snapshot, one.entry, place, sort)?, one));
    }
    // Stable, so that equal keys stay by relevance.
    keyed.sort_by_key(|(key, _)| *key);
    Ok(keyed.into_iter().map(|(_, one)| one).collect())
}

/// What an entry is ordered by, the least first.
fn key(snapshot: &Snapshot, entry: EntryRef, place: usize, sort: Sort) -> Result<(bool, i64)> {
    let day = |date: leian_corpus::Date| {
        i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
    };
    Ok(match sort {
        Sort::Relevance => (false, i64::try_from(place).unwrap_or(i64::MAX)),
        Sort::Newest => match snapshot.date(entry) {
            Some(date) => (false, -day(date)),
            None => (true, 0),
        },
        Sort::Oldest => match snapshot.date(entry) {
            Some(date) => (false, day(date)),
            None => (true, 0),
        },
        Sort::Tier => (
            false,
            i64::try_from(tiers::place(snapshot, entry)).unwrap_or(i64::MAX),
        ),
        Sort::Cited if place >= MOST_COUNTED => (true, 0),
        Sort::Cited => {
            let times = cited(snapshot, entry)?;
            (false, -i64::try_from(times).unwrap_or(i64::MAX))
        }
    })
}

/// How many entries of the library cite this one; of a case by the number that is cited
/// more.
fn cited(snapshot: &Snapshot, entry: EntryRef) -> Result<u64> {
    let targets = targets_of(snapshot, &snapshot.entry_id(entry)?)?;
    let mut most = 0;
    for target in targets.unwrap_or_default() {
        most = most.max(snapshot.citing_frequency(&target)?);
    }
    Ok(most)
}
