//! Fills a report from the record of a case file and from the library.

use std::collections::{BTreeMap, BTreeSet};

use leian_corpus::citation::Verdict;
use leian_corpus::knowledge::OWNER;
use leian_corpus::organs::Organ;
use leian_corpus::tier::Tier;
use leian_corpus::{
    Document, DocumentId, DocumentKind, Entry, EntryId, Facet, SectionRole, charges,
};
use leian_indexer::{EntryRef, Filter, Snapshot};

use super::guiding::{self, Wanted};
use super::{
    AdverseLine, CaseLine, CitationLine, Comparison, GuidingCase, Pending, Platform, ProvisionLine,
    Report, SearchLine, TierLine, adverse,
};
use crate::casework::collection::{AdverseRow, Collected, Stance};
use crate::casework::error::{CaseworkError, Result};
use crate::casework::folder::{Field, Folder, FolderId};
use crate::casework::store::{Store, now};
use crate::casework::trail::{Method, SearchRow};
use crate::labels;
use crate::library::Library;
use crate::operations::coverage::coverage;
use crate::retrieval::similar::Match;
use crate::retrieval::timeline::typed_day;
use crate::retrieval::{
    CitedText, SimilarCase, SimilarQuery, Told, case_validity, check_citations, similar,
};

/// Longest quotation of key points, in characters.
const MAX_POINTS_CHARS: usize = 1_500;

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
        tiers: gather.tiers()?,
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

/// What was done for the case.
struct Record {
    listed: BTreeSet<String>,
    read: BTreeSet<String>,
    followed: BTreeSet<String>,
}

struct Gather<'a> {
    library: &'a Library,
    snapshot: &'a Snapshot,
    folder: &'a Folder,
    unit: Option<Organ>,
    record: &'a Record,
}

/// Tiers of a report, in their order; the last two are no tiers of the rules.
const OTHER_CASES: &str = "参考案例、典型案例及其他裁判";
const NO_CASES: &str = "法律、司法解释、检答网问答（不是案例）";

impl Gather<'_> {
    fn tiers(&self) -> Result<Vec<TierLine>> {
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
        let Some(entry) = self.entry_of(id)? else {
            // The id of a statute is that of no entry.
            return Ok(Tier::ALL.len() + 1);
        };
        if !self.snapshot.kind(entry).is_case() {
            return Ok(Tier::ALL.len() + 1);
        }
        let tier = self.tier(entry);
        let place = tier.and_then(|tier| Tier::ALL.into_iter().position(|one| one == tier));
        Ok(place.unwrap_or(Tier::ALL.len()))
    }

    /// The tier of a case for the unit that asks; ③ and ④ are its own alone.
    fn tier(&self, entry: EntryRef) -> Option<Tier> {
        let known: Vec<&str> = self.snapshot.known(entry, Facet::Tier).collect();
        let tier = known.iter().find_map(|value| Tier::from_code(value))?;
        let (Tier::Provincial | Tier::Local, Some(unit)) = (tier, &self.unit) else {
            return Some(tier);
        };
        let own = tier.of_unit(unit);
        let owned = |owner: &String| {
            let value = format!("{}{OWNER}{owner}", tier.code());
            known.contains(&value.as_str())
        };
        own.iter().any(owned).then_some(tier)
    }

    fn entry_of(&self, id: &str) -> Result<Option<EntryRef>> {
        match EntryId::parse(id) {
            Ok(id) => Ok(self.snapshot.find(&id)?),
            Err(_) => Ok(None),
        }
    }

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
            let Some(at) = self.entry_of(&one.entry)? else {
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
            let entry = match self.entry_of(&one.entry)? {
                Some(at) => Some((at, self.snapshot.entry(at)?)),
                None => None,
            };
            match entry {
                Some((at, entry)) if entry.kind.is_case() => {
                    let comparison = compared.remove(&one.entry);
                    cases.push(self.case_line(one, at, &entry, comparison)?);
                }
                Some((_, entry)) => provisions.push(provision_line(one, &entry)),
                None => provisions.push(ProvisionLine {
                    entry: one.entry.clone(),
                    title: one.title.clone(),
                    text: String::new(),
                    status: "本库已不再收录".to_owned(),
                    reason: one.reason.clone(),
                }),
            }
        }
        Ok((cases, provisions))
    }

    /// The collected cases beside the facts, where facts were told.
    fn compared(&self, collected: &[Collected]) -> Result<BTreeMap<String, Comparison>> {
        let facts = self.folder.text(Field::Facts);
        let mut documents = Vec::new();
        for one in collected {
            if let Some(at) = self.entry_of(&one.entry)?
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
            tier: self.tier(at).map_or(OTHER_CASES, Tier::label).to_owned(),
            authority: authority(entry.kind),
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

/// What became of the articles that a case cites, in sentences.
pub(in crate::casework) fn validity(
    snapshot: &Snapshot,
    document: &Document,
) -> Result<Vec<String>> {
    let Some(standing) = case_validity(snapshot, document)? else {
        return Ok(vec![
            "该案没有日期，未能核对所引法条此后是否变动".to_owned(),
        ]);
    };
    let mut lines: Vec<String> = standing.grounds.iter().map(|one| one.sentence()).collect();
    if lines.is_empty() {
        lines.push(format!(
            "所引法条中可以核对的 {} 处，{} 以后未见变动",
            standing.compared, standing.day
        ));
    }
    if standing.unknown > 0 {
        lines.push(format!("另有 {} 处本库无从核对", standing.unknown));
    }
    Ok(lines)
}

/// Checks the citations of a text, as of the day of the conduct where it is told.
pub(super) fn check(
    snapshot: &Snapshot,
    text: String,
    conduct_day: &str,
) -> Result<Vec<CitationLine>> {
    let cited = CitedText {
        text,
        date: typed_day(conduct_day),
    };
    let report = check_citations(snapshot, &cited)?;
    let mut lines: Vec<CitationLine> = Vec::new();
    for one in &report.citations {
        let resolution = &one.resolution;
        let repealed = resolution.repeal.as_ref().map(|repeal| repeal.in_words());
        let remark = repealed.or_else(|| resolution.change_in_words());
        let line = CitationLine {
            written: cited.text[one.mention.byte_range.clone()].to_owned(),
            verdict: resolution.verdict.label().to_owned(),
            alarming: resolution.verdict != Verdict::InForce,
            remark: remark.unwrap_or_default(),
        };
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    Ok(lines)
}

/// What a prosecutor wrote, whose citations are checked.
fn written(pending: &Pending, analysis: &str, reasons: &[&str]) -> String {
    let fields = [pending.articles.as_str(), pending.issue.as_str(), analysis];
    let all: Vec<&str> = fields.into_iter().chain(reasons.iter().copied()).collect();
    all.join("\n")
}

/// [`written`] of a report.
pub(super) fn written_in(report: &Report) -> String {
    let cases = report.cases.iter().map(|case| case.reason.as_str());
    let provisions = report.provisions.iter().map(|one| one.reason.as_str());
    let reasons: Vec<&str> = cases.chain(provisions).collect();
    written(&report.pending, &report.analysis, &reasons)
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

fn authority(kind: DocumentKind) -> String {
    match (labels::authority(kind), labels::warning(kind)) {
        (Some(authority), _) => authority.to_owned(),
        (None, Some(warning)) => warning.to_owned(),
        (None, None) => String::new(),
    }
}

/// The key points as they stand, or else the reasoning, each with its section's name.
fn key_points(entry: &Entry) -> Option<(String, String)> {
    let order = [
        SectionRole::KeyPoints,
        SectionRole::Significance,
        SectionRole::Reasoning,
        SectionRole::Opinion,
    ];
    let section = order.into_iter().find_map(|role| {
        let mut sections = entry.sections.iter();
        sections.find(|section| section.role == role && !section.text.trim().is_empty())
    })?;
    let mut text: String = section.text.chars().take(MAX_POINTS_CHARS).collect();
    if section.text.chars().nth(MAX_POINTS_CHARS).is_some() {
        text.push_str("……（以下略）");
    }
    let label = match section.label.as_str() {
        "" => section.role.label(),
        label => label,
    };
    Some((text, label.to_owned()))
}

/// The three axes; `told` are the charges that the case file names.
fn comparison(case: &SimilarCase, told: &[String]) -> Comparison {
    let axes = &case.axes;
    let pair = |one: &Match| (one.here.text.clone(), one.there.text.clone());
    let mut charges: Vec<&str> = axes.charges.clone();
    let theirs = case.entry.metadata.charges.iter().map(String::as_str);
    charges.extend(theirs.filter(|charge| told.iter().any(|one| one == charge)));
    charges.dedup();
    let charges = (!charges.is_empty()).then(|| format!("同一罪名：{}", charges.join("、")));
    let articles: Vec<&str> = axes.law.iter().map(|one| one.label.as_str()).collect();
    let articles = (!articles.is_empty()).then(|| format!("共同依据：{}", articles.join("、")));
    Comparison {
        facts: axes.facts.iter().map(pair).collect(),
        issue: axes.issue.as_ref().map(pair),
        law: charges.into_iter().chain(articles).collect(),
        differences: axes
            .differences
            .iter()
            .map(|one| {
                let mut said = one.kind.label().to_owned();
                for (side, names) in [("本案", &one.only_here), ("该案", &one.only_there)] {
                    if !names.is_empty() {
                        said.push_str(&format!("；{side}独有：{}", names.join("、")));
                    }
                }
                if let Some(sentence) = &one.sentence {
                    said.push_str(&format!("；“{}”", sentence.text));
                }
                said
            })
            .collect(),
    }
}

fn provision_line(one: &Collected, entry: &Entry) -> ProvisionLine {
    ProvisionLine {
        entry: one.entry.clone(),
        title: entry.title(),
        text: entry.text().chars().take(MAX_POINTS_CHARS).collect(),
        status: labels::status(&entry.metadata, labels::today()).unwrap_or_default(),
        reason: one.reason.clone(),
    }
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
