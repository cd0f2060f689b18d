//! Who cites an article, a law or a case (被引情况): entries grouped by what they are,
//! with true totals, by authority and date.
//!
//! The key is law and article number, whatever the version, so that citations of an
//! old version count for the article of today. Where a law was made anew and numbers
//! moved, a text cites the article that had the number when it was written: of each
//! number the texts of its time count, and undated ones for the number of today.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Instant;

use leian_corpus::{
    Citation, CitedTarget, Date, DocumentId, DocumentKind, Entry, LawKey, Unit, graph,
};
use leian_indexer::{EntryRef, Filter, MatchSet, Snapshot, same_number};

use super::error::{Result, RetrievalError};
use super::hit::{self, SectionHighlight, Snippet, VersionRef};
use super::query::MAX_PER_PAGE;
use super::snippet;
use super::tiers;
use super::timeline::{NumberPeriod, number_periods};

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitedByQuery {
    /// What is cited. Several are alternatives: a case by its number and its 案号, an
    /// article with its predecessors. The first is the one asked for.
    pub targets: Vec<CitedTarget>,
    /// Conditions on the texts that cite.
    pub filter: Filter,
    /// The group whose page is wanted; the page of every group when `None`.
    pub group: Option<CitingGroup>,
    /// Page, from 1. A page past the end has no hits and the true totals.
    pub page: usize,
    /// Hits a page and group, from 1 to [`MAX_PER_PAGE`].
    pub per_page: usize,
}

impl CitedByQuery {
    /// The first ten of each group.
    pub fn new(targets: Vec<CitedTarget>) -> Self {
        Self {
            targets,
            filter: Filter::default(),
            group: None,
            page: 1,
            per_page: 10,
        }
    }
}

/// What a text is that cites. The order is that of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitingGroup {
    /// 案例、裁判文书
    Cases,
    /// 司法解释
    Interpretations,
    /// Other laws, regulations and rules.
    Statutes,
    /// 检答网
    Questions,
}

impl CitingGroup {
    /// All groups in their order.
    pub const ALL: [Self; 4] = [
        Self::Cases,
        Self::Interpretations,
        Self::Statutes,
        Self::Questions,
    ];

    /// The group of a kind of document.
    pub fn of(kind: DocumentKind) -> Self {
        match kind {
            DocumentKind::JudicialInterpretation => Self::Interpretations,
            DocumentKind::Question => Self::Questions,
            kind if kind.is_statute() => Self::Statutes,
            _ => Self::Cases,
        }
    }

    /// Stable code, used in parameters and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Interpretations => "interpretations",
            Self::Statutes => "statutes",
            Self::Questions => "questions",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Cases => "案例",
            Self::Interpretations => "司法解释",
            Self::Statutes => "其他法律法规",
            Self::Questions => "检答网问答",
        }
    }

    /// The group with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }
}

/// Who cites what was asked about.
#[derive(Clone, Debug)]
pub struct CitedBy {
    /// What was looked for.
    pub targets: Vec<CitedTarget>,
    /// Of an article whose number moved: the numbers that were looked for, each in its
    /// time; empty for others.
    pub numbers: Vec<NumberPeriod>,
    /// Entries that cite it: cases, and articles of other texts. Of the versions of an
    /// article one counts, the newest that cites.
    pub total: usize,
    /// The groups that have any, in the order of [`CitingGroup::ALL`].
    pub groups: Vec<CitingEntries>,
    /// Articles of the same law that refer to the article (本法第三条); not in `total`.
    pub own_total: usize,
    /// Page, from 1.
    pub page: usize,
    /// Hits a page and group.
    pub per_page: usize,
    /// Time the look-up took.
    pub elapsed_ms: f64,
}

/// The entries of one group.
#[derive(Clone, Debug)]
pub struct CitingEntries {
    /// Which.
    pub group: CitingGroup,
    /// Entries in the group.
    pub total: usize,
    /// Entries by kind of document, the most binding first.
    pub kinds: Vec<(DocumentKind, usize)>,
    /// Those of the page; none when another group was asked for.
    pub hits: Vec<CitingHit>,
}

/// An entry that cites.
#[derive(Clone, Debug)]
pub struct CitingHit {
    /// The entry.
    pub entry: Entry,
    /// Place in its group, from 1.
    pub rank: usize,
    /// How often it cites what was asked about.
    pub mentions: usize,
    /// The mentions, by section.
    pub highlights: Vec<SectionHighlight>,
    /// What to show in a list.
    pub snippet: Snippet,
    /// All versions of the article, newest in force first, this one included; empty
    /// when there is only this one.
    pub versions: Vec<VersionRef>,
    /// No other version of the article ranks before this one. When false, only
    /// older versions cite.
    pub newest: bool,
}

/// Finds who cites the targets of `query`.
///
/// # Errors
/// `OutOfRange` for the page; the index's own when it cannot be read.
pub fn cited_by(snapshot: &Snapshot, query: &CitedByQuery) -> Result<CitedBy> {
    let began = Instant::now();
    check_page(query)?;
    let wanted = Wanted::of(snapshot, query)?;
    let found = citing(snapshot, query, &wanted)?;
    let mut of_group: HashMap<CitingGroup, Vec<EntryRef>> = HashMap::new();
    for entry in found.iter() {
        let group = CitingGroup::of(snapshot.kind(entry));
        of_group.entry(group).or_default().push(entry);
    }
    let mut groups = Vec::new();
    for group in CitingGroup::ALL {
        if let Some(entries) = of_group.remove(&group) {
            groups.push(in_group(snapshot, query, &wanted, group, entries)?);
        }
    }
    Ok(CitedBy {
        targets: query.targets.clone(),
        numbers: wanted.numbers,
        total: groups.iter().map(|group| group.total).sum(),
        own_total: own_total(snapshot, query)?,
        groups,
        page: query.page,
        per_page: query.per_page,
        elapsed_ms: began.elapsed().as_secs_f64() * 1e3,
    })
}

/// What is looked for: targets at any time, and an article by the numbers of its time.
struct Wanted {
    /// Targets whose number never moved.
    always: Vec<CitedTarget>,
    law: Option<LawKey>,
    /// Numbers of the article in time; empty when it is among `always`.
    numbers: Vec<NumberPeriod>,
}

impl Wanted {
    fn of(snapshot: &Snapshot, query: &CitedByQuery) -> Result<Self> {
        let mut wanted = Self {
            always: query.targets.clone(),
            law: None,
            numbers: Vec::new(),
        };
        if let Some(CitedTarget::Article(law, number)) = query.targets.first() {
            wanted.numbers = number_periods(snapshot, law, *number)?;
            wanted.law = Some(law.clone());
            if !wanted.numbers.is_empty() {
                wanted.always.remove(0);
            }
        }
        Ok(wanted)
    }

    fn article(&self, period: &NumberPeriod) -> Option<CitedTarget> {
        Some(CitedTarget::Article(self.law.clone()?, period.number))
    }

    /// What an entry of that day cites when it cites what is looked for.
    fn on(&self, day: Option<Date>) -> Vec<CitedTarget> {
        let of_time = self.numbers.iter().filter(|period| period.holds(day));
        let articles = of_time.filter_map(|period| self.article(period));
        self.always.iter().cloned().chain(articles).collect()
    }
}

/// The entries that cite and pass.
fn citing(snapshot: &Snapshot, query: &CitedByQuery, wanted: &Wanted) -> Result<MatchSet> {
    let mut found = snapshot.empty_set(true);
    let mut add = |targets: Vec<CitedTarget>, keep: &dyn Fn(Option<Date>) -> bool| -> Result<()> {
        let filter = Filter {
            cites: targets,
            ..query.filter.clone()
        };
        // Versions collapse in the set that is filled, over what was kept.
        for entry in snapshot.filter_only(&filter, false)?.iter() {
            if keep(snapshot.date(entry)) {
                found.insert(entry);
            }
        }
        Ok(())
    };
    // A filter without targets lets everything pass.
    if !wanted.always.is_empty() {
        add(wanted.always.clone(), &|_| true)?;
    }
    for period in &wanted.numbers {
        if let Some(target) = wanted.article(period) {
            add(vec![target], &|day| period.holds(day))?;
        }
    }
    Ok(found)
}

fn own_total(snapshot: &Snapshot, query: &CitedByQuery) -> Result<usize> {
    let Some(CitedTarget::Article(law, number)) = query.targets.first() else {
        return Ok(0);
    };
    Ok(snapshot.citing_own(law, *number, true)?.len())
}

fn in_group(
    snapshot: &Snapshot,
    query: &CitedByQuery,
    wanted: &Wanted,
    group: CitingGroup,
    mut entries: Vec<EntryRef>,
) -> Result<CitingEntries> {
    entries.sort_by_cached_key(|&entry| {
        let kind = snapshot.kind(entry);
        let date = Reverse(snapshot.date(entry));
        let id = snapshot.entry_id_str(entry).to_owned();
        (
            Reverse(kind.authority()),
            kind,
            tiers::place(snapshot, entry),
            date,
            id,
        )
    });
    let mut kinds: Vec<(DocumentKind, usize)> = Vec::new();
    for &entry in &entries {
        let kind = snapshot.kind(entry);
        match kinds.last_mut() {
            Some((last, count)) if *last == kind => *count += 1,
            _ => kinds.push((kind, 1)),
        }
    }
    let mut hits = Vec::new();
    if query.group.is_none_or(|wanted| wanted == group) {
        let mut reader = Reader::new(snapshot, wanted);
        let skip = (query.page - 1).saturating_mul(query.per_page);
        let page = entries.iter().enumerate().skip(skip).take(query.per_page);
        for (place, &entry) in page {
            hits.push(reader.hit(entry, place + 1)?);
        }
    }
    Ok(CitingEntries {
        group,
        total: entries.len(),
        kinds,
        hits,
    })
}

/// Reads the entries of a page and finds the mentions in them.
struct Reader<'a> {
    snapshot: &'a Snapshot,
    wanted: &'a Wanted,
    /// Citations of documents that had to be read whole.
    whole: HashMap<DocumentId, Vec<Vec<Citation>>>,
}

impl<'a> Reader<'a> {
    fn new(snapshot: &'a Snapshot, wanted: &'a Wanted) -> Self {
        Self {
            snapshot,
            wanted,
            whole: HashMap::new(),
        }
    }

    fn hit(&mut self, at: EntryRef, rank: usize) -> Result<CitingHit> {
        let entry = self.snapshot.entry(at)?;
        let targets = self.wanted.on(self.snapshot.date(at));
        // A case is one entry, which says what it cites. What an article cites may hang on
        // a name that is defined elsewhere in its document.
        let found = match entry.unit {
            Unit::Case => {
                let alone = graph::of_entries(std::slice::from_ref(&entry));
                let mut found = alone.into_iter().next().unwrap_or_default();
                found.retain(|citation| is_asked_for(&targets, citation));
                found
            }
            Unit::Article { .. } | Unit::Text => self.in_whole(&entry, &targets)?,
        };
        let highlights = by_section(&found);
        Ok(CitingHit {
            rank,
            mentions: found.len(),
            snippet: snippet::choose(&entry, &highlights, None, true),
            highlights,
            versions: hit::versions(self.snapshot, at)?,
            newest: self.snapshot.is_newest(at),
            entry,
        })
    }

    fn in_whole(&mut self, entry: &Entry, targets: &[CitedTarget]) -> Result<Vec<Citation>> {
        if !self.whole.contains_key(&entry.document_id) {
            let document = self.snapshot.document(&entry.document_id)?;
            let citations = document.as_ref().map(graph::of_document);
            let id = entry.document_id.clone();
            self.whole.insert(id, citations.unwrap_or_default());
        }
        let of_document = self.whole.get(&entry.document_id);
        let of_entry = of_document.and_then(|all| all.get(entry.ordinal as usize));
        let of_entry = of_entry.map(Vec::as_slice).unwrap_or_default();
        let asked = |citation: &&Citation| is_asked_for(targets, citation);
        Ok(of_entry.iter().filter(asked).cloned().collect())
    }
}

fn is_asked_for(targets: &[CitedTarget], citation: &Citation) -> bool {
    let found = &citation.target;
    !citation.own
        && targets.iter().any(|wanted| match wanted {
            CitedTarget::Law(law) => found.law() == Some(law),
            CitedTarget::Article(..) => found == wanted,
            CitedTarget::Case(number) => {
                matches!(found, CitedTarget::Case(cited) if same_number(cited, number))
            }
        })
}

/// The places of citations as highlights; ranges of one section are disjoint and
/// sorted, since mentions are. An article of a range is marked once.
fn by_section(citations: &[Citation]) -> Vec<SectionHighlight> {
    let mut sections: Vec<SectionHighlight> = Vec::new();
    for place in citations
        .iter()
        .filter_map(|citation| citation.place.as_ref())
    {
        let range = place.byte_range.clone();
        match sections.last_mut() {
            Some(last) if last.section == place.section => {
                if last.ranges.last() != Some(&range) {
                    last.ranges.push(range);
                }
            }
            _ => sections.push(SectionHighlight {
                section: place.section,
                ranges: vec![range],
            }),
        }
    }
    sections
}

fn check_page(query: &CitedByQuery) -> Result<()> {
    let bounds = [
        ("page", query.page, usize::MAX),
        ("per_page", query.per_page, MAX_PER_PAGE),
    ];
    match bounds
        .into_iter()
        .find(|&(_, value, max)| value < 1 || value > max)
    {
        None => Ok(()),
        Some((field, value, max)) => Err(RetrievalError::OutOfRange {
            field,
            value,
            min: 1,
            max,
        }),
    }
}
