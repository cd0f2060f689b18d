//! Fills a report from the record of a case file and from the library.

use std::collections::BTreeMap;

use leian_corpus::organs::Organ;
use leian_corpus::tier::Tier;
use leian_corpus::{DocumentId, Entry, Unit, charges};
use leian_indexer::{EntryRef, Filter, Snapshot};

use super::checks::{check, validity, written_in};
use super::compared::{MAX_POINTS_CHARS, comparison, key_points};
use super::counts::{Counts, OTHER_CASES, Record, entry_of};
use super::guiding::{self, Wanted};
use super::{
    AdverseLine, CaseLine, Comparison, GuidingCase, Pending, Platform, ProvisionLine, Report,
    SearchLine, adverse,
};
use crate::casework::collection::{AdverseRow, Collected, Stance};
use crate::casework::error::{CaseworkError, Result};
use crate::casework::folder::{Field, Folder, FolderId};
use crate::casework::store::{Store, now};
use crate::casework::trail::{Method, SearchRow};
use crate::labels;
use crate::library::Library;
use crate::operations::coverage::coverage;
use crate::retrieval::tiers::tier_for;
use crate::retrieval::timeline::{today, typed_day};
use crate::retrieval::two_days::{RULE, Side, TwoDays, two_days};
use crate::retrieval::{SimilarQuery, Told, similar};

/// Looks again for cases that may speak against the opinion and remembers them.
///
/// # Errors
/// `NotFound`; those of the comparison; `Database`.
pub fn look_for_adverse(library: &Library, store: &Store, id: FolderId) -> Result<()> {
    let folder = store.folder(id)?;
    let flagged = adverse::find(
        library,
        folder.text(Field::Facts),
        &official_charges(&folder),
    )?;
    let flagged: Vec<_> = flagged
        .into_iter()
        .map(|one| (one.document, one.title, one.ground))
        .collect();
    store.flag_adverse(id, &flagged)
}

/// Makes the report of a case file and files it.
///
/// # Errors
/// `AdverseOpen` while a flagged case is neither read nor set aside; as [`draft`].
pub fn finish(library: &Library, store: &Store, id: FolderId) -> Result<Report> {
    look_for_adverse(library, store, id)?;
    let open = store
        .adverse(id)?
        .iter()
        .filter(|row| row.is_open())
        .count();
    if open > 0 {
        return Err(CaseworkError::AdverseOpen { open });
    }
    let mut report = draft(library, store, id)?;
    store.file_report(id, &mut report)?;
    Ok(report)
}

/// The report as it would be now, without a number.
///
/// # Errors
/// `NotFound`; those of the searches of the guiding round; `Database`.
pub fn draft(library: &Library, store: &Store, id: FolderId) -> Result<Report> {
    let folder = store.folder(id)?;
    let searches = store.searches(id)?;
    let collected = store.collected(id)?;
    let record = Record {
        listed: store.listed(id)?.into_keys().collect(),
        read: store.readings(id)?.into_keys().collect(),
        followed: collected
            .iter()
            .filter(|one| one.stance == Stance::Followed)
            .map(|one| one.entry.clone())
            .collect(),
    };
    let snapshot = library.snapshot()?;
    let gather = Gather {
        library,
        snapshot: &snapshot,
        folder: &folder,
        unit: Organ::of_name(folder.text(Field::Unit)),
        record: &record,
    };
    let counts = Counts {
        snapshot: &snapshot,
        unit: gather.unit.as_ref(),
        record: &record,
    };
    let (cases, provisions) = gather.collected(&collected)?;
    let text = |field| folder.text(field).to_owned();
    let pending = Pending {
        charge: text(Field::Charge),
        facts: text(Field::Facts),
        issue: text(Field::Issue),
        articles: text(Field::Articles),
        conduct_day: text(Field::ConductDay),
    };
    let mut report = Report {
        id: String::new(),
        name: folder.name.clone(),
        made: now(),
        purpose: text(Field::Purpose),
        unit: text(Field::Unit),
        prosecutor: text(Field::Prosecutor),
        period: period(&searches),
        platform: platform(library)?,
        guiding: gather.guiding(&searches, &collected)?,
        searches: searches.iter().map(search_line).collect(),
        pending,
        tiers: counts.lines()?,
        cases,
        provisions,
        adverse: adverse_lines(&store.adverse(id)?, &collected, &record),
        analysis: text(Field::Analysis),
        citations: Vec::new(),
    };
    let text = written_in(&report);
    report.citations = check(&snapshot, text, &report.pending.conduct_day)?;
    Ok(report)
}

/// The charges that a case file names, by official name; what is none is left out.
#[must_use]
pub fn official_charges(folder: &Folder) -> Vec<String> {
    let (known, _) = charges::typed(folder.text(Field::Charge));
    known.iter().map(|charge| charge.name.to_owned()).collect()
}

struct Gather<'a> {
    library: &'a Library,
    snapshot: &'a Snapshot,
    folder: &'a Folder,
    unit: Option<Organ>,
    record: &'a Record,
}

impl Gather<'_> {
    fn guiding(
        &self,
        searches: &[SearchRow],
        collected: &[Collected],
    ) -> Result<super::GuidingRound> {
        let made = searches.iter().map(|row| &row.made);
        let queries = typed_queries(made.map(|made| (made.method.label(), made.query.as_str())));
        let mut round = guiding::round(
            self.library,
            &Wanted {
                queries,
                facts: self.folder.text(Field::Facts),
                charges: &official_charges(self.folder),
            },
        )?;
        for one in collected {
            if round.found.iter().any(|case| case.document == one.entry) {
                continue;
            }
            let Some(at) = entry_of(self.snapshot, &one.entry)? else {
                continue;
            };
            if !guiding::KINDS.contains(&self.snapshot.kind(at)) {
                continue;
            }
            let entry = self.snapshot.entry(at)?;
            round.found.push(GuidingCase {
                document: one.entry.clone(),
                number: entry.metadata.number.clone().unwrap_or_default(),
                title: entry.title(),
                read: false,
                stance: None,
            });
        }
        for case in &mut round.found {
            case.read = self.record.read.contains(&case.document);
            let own = collected.iter().find(|one| one.entry == case.document);
            case.stance = own.map(|one| one.stance);
        }
        Ok(round)
    }

    /// Cases and statutes that were collected, in their order. What the library holds no
    /// longer is told by its title alone.
    fn collected(&self, collected: &[Collected]) -> Result<(Vec<CaseLine>, Vec<ProvisionLine>)> {
        let mut compared = self.compared(collected)?;
        let (mut cases, mut provisions) = (Vec::new(), Vec::new());
        for one in collected {
            let entry = match entry_of(self.snapshot, &one.entry)? {
                Some(at) => Some((at, self.snapshot.entry(at)?)),
                None => None,
            };
            match entry {
                Some((at, entry)) if entry.kind.is_case() => {
                    let comparison = compared.remove(&one.entry);
                    cases.push(self.case_line(one, at, &entry, comparison)?);
                }
                Some((_, entry)) => provisions.push(self.provision_line(one, &entry)?),
                None => provisions.push(ProvisionLine {
                    entry: one.entry.clone(),
                    title: one.title.clone(),
                    text: String::new(),
                    status: "本库已不再收录".to_owned(),
                    two_days: String::new(),
                    reason: one.reason.clone(),
                }),
            }
        }
        Ok((cases, provisions))
    }

    fn provision_line(&self, one: &Collected, entry: &Entry) -> Result<ProvisionLine> {
        Ok(ProvisionLine {
            entry: one.entry.clone(),
            title: entry.title(),
            text: entry.text().chars().take(MAX_POINTS_CHARS).collect(),
            status: labels::status(&entry.metadata, labels::today()).unwrap_or_default(),
            two_days: self.on_two_days(entry)?.unwrap_or_default(),
            reason: one.reason.clone(),
        })
    }

    /// An article on the day of the conduct and today, in words.
    fn on_two_days(&self, entry: &Entry) -> Result<Option<String>> {
        let told = typed_day(self.folder.text(Field::ConductDay));
        let law = entry.metadata.law.as_ref();
        let (Some(conduct), Some(law), Unit::Article { number, .. }) = (told, law, &entry.unit)
        else {
            return Ok(None);
        };
        let today = today();
        if conduct > today {
            return Ok(None);
        }
        let found = two_days(self.snapshot, &law.key, *number, conduct, today)?;
        Ok(found.map(|found| in_words(&found)))
    }

    /// The collected cases beside the facts, where facts were told.
    fn compared(&self, collected: &[Collected]) -> Result<BTreeMap<String, Comparison>> {
        let facts = self.folder.text(Field::Facts);
        let mut documents = Vec::new();
        for one in collected {
            if let Some(at) = entry_of(self.snapshot, &one.entry)?
                && self.snapshot.kind(at).is_case()
            {
                documents.extend(DocumentId::parse(&one.entry).ok());
            }
        }
        if documents.is_empty() || !facts.chars().any(char::is_alphanumeric) {
            return Ok(BTreeMap::new());
        }
        let query = SimilarQuery {
            told: Told::Text(facts.to_owned()),
            charges: official_charges(self.folder),
            limit: documents.len(),
            filter: Filter {
                documents,
                ..Filter::default()
            },
        };
        let similar = similar(self.library, &query)?;
        let cases = similar.cases.iter();
        Ok(cases
            .map(|case| {
                let id = case.entry.document_id.to_string();
                (id, comparison(case, &query.charges))
            })
            .collect())
    }

    fn case_line(
        &self,
        one: &Collected,
        at: EntryRef,
        entry: &Entry,
        comparison: Option<Comparison>,
    ) -> Result<CaseLine> {
        let document = self.snapshot.document(&entry.document_id)?;
        let metadata = &entry.metadata;
        let organ = [&metadata.court, &metadata.issuer];
        Ok(CaseLine {
            document: one.entry.clone(),
            title: entry.title(),
            number: metadata.number.clone().unwrap_or_default(),
            case_number: metadata.case_number.clone().unwrap_or_default(),
            organ: organ
                .into_iter()
                .flatten()
                .next()
                .cloned()
                .unwrap_or_default(),
            date: metadata
                .date
                .map(|date| date.to_string())
                .unwrap_or_default(),
            tier: tier_for(self.snapshot, at, self.unit.as_ref())
                .map_or(OTHER_CASES, Tier::label)
                .to_owned(),
            authority: authority(entry),
            key_points: key_points(entry),
            comparison,
            validity: match &document {
                Some(document) => validity(self.snapshot, document)?,
                None => Vec::new(),
            },
            read: self.record.read.contains(&one.entry),
            stance: one.stance,
            reason: one.reason.clone(),
        })
    }
}

/// What searches of a report or a record look for when they are made again, the last
/// first.
pub(super) fn typed_queries<'a>(made: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<&'a str> {
    let by_cases = Method::Cases.label();
    let mut queries: Vec<&str> = made
        .filter(|(method, _)| *method != by_cases)
        .map(|(_, query)| query)
        .collect();
    queries.reverse();
    queries
}

fn period(searches: &[SearchRow]) -> Option<(String, String)> {
    let first = searches.iter().map(|row| &row.first_at).min()?;
    let last = searches.iter().map(|row| &row.last_at).max()?;
    Some((first.clone(), last.clone()))
}

fn platform(library: &Library) -> Result<Platform> {
    let coverage = coverage(library)?;
    let identity = &coverage.snapshot;
    let kinds = coverage.kinds.iter();
    Ok(Platform {
        program: format!("类案 leian {}", env!("CARGO_PKG_VERSION")),
        snapshot: identity.id.clone(),
        documents: identity.documents,
        kinds: kinds
            .map(|kind| (kind.kind.label.to_owned(), kind.documents))
            .collect(),
        newest_date: identity.newest_date.clone(),
        passages: (identity.passages, identity.passages_with_vectors),
    })
}

fn search_line(row: &SearchRow) -> SearchLine {
    let made = &row.made;
    SearchLine {
        id: row.id,
        method: made.method.label().to_owned(),
        query: made.query.clone(),
        filters: made.filters.clone(),
        address: made.address.clone(),
        at: row.last_at.clone(),
        times: row.times,
        snapshot: made.snapshot.clone(),
        total: made.total,
        lexical: made.lexical,
        semantic: made.semantic,
    }
}

fn authority(entry: &Entry) -> String {
    let authority = labels::authority(entry.kind, &entry.metadata);
    let warning = || labels::warning(entry.kind, &entry.metadata);
    authority
        .map(str::to_owned)
        .or_else(warning)
        .unwrap_or_default()
}

/// 行为时 2014-05-01：拘役；2026-05-01：…。结论.
fn in_words(found: &TwoDays) -> String {
    let side = |label: &str, side: &Side| {
        let ranges: Vec<&str> = side
            .ranges
            .iter()
            .map(|range| range.words.as_str())
            .collect();
        let penalties = match ranges.is_empty() {
            true => side.label(),
            false => ranges.join("；"),
        };
        format!("{label} {}：{penalties}", side.day)
    };
    let conduct = side("行为时", &found.conduct);
    let today = side("本报告之日", &found.judgment);
    format!("{conduct}。{today}。{}（{RULE}）", found.in_words())
}

/// The flagged cases, and those that the prosecutor found adverse, with what became of
/// each.
fn adverse_lines(
    flagged: &[AdverseRow],
    collected: &[Collected],
    record: &Record,
) -> Vec<AdverseLine> {
    let handled = |read: bool, waived: Option<&str>| match (read, waived) {
        (true, Some(reason)) => format!("已查看；不采用的理由：{reason}"),
        (true, None) => "已查看".to_owned(),
        (false, Some(reason)) => format!("未查看；理由：{reason}"),
        (false, None) => "未查看".to_owned(),
    };
    let mut lines: Vec<AdverseLine> = flagged
        .iter()
        .map(|row| AdverseLine {
            document: row.document.clone(),
            title: row.title.clone(),
            ground: row.ground.clone(),
            handled: handled(row.read, row.waived.as_deref()),
        })
        .collect();
    let own = collected.iter().filter(|one| one.stance == Stance::Adverse);
    for one in own {
        let reason = Some(one.reason.as_str()).filter(|reason| !reason.is_empty());
        match lines.iter_mut().find(|line| line.document == one.entry) {
            Some(line) => line.ground = format!("承办人认为不利；{}", line.ground),
            None => lines.push(AdverseLine {
                document: one.entry.clone(),
                title: one.title.clone(),
                ground: "承办人认为不利".to_owned(),
                handled: handled(record.read.contains(&one.entry), reason),
            }),
        }
    }
    lines
}
