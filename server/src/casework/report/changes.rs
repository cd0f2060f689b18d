//! What happened since a report was made: its round for guiding cases again, its cases,
//! statutes and citations looked at anew.

use std::collections::BTreeSet;

use leian_corpus::citation::Verdict;
use leian_corpus::{DocumentId, EntryId, charges};

use super::checks::{check, validity, written_in};
use super::gather::typed_queries;
use super::guiding::{self, Wanted};
use super::{GuidingRound, Report};
use crate::casework::error::Result;
use crate::labels;
use crate::library::Library;
use crate::operations::coverage::coverage;

/// What is otherwise now.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Changes {
    /// Whether the library's state is another.
    pub other_snapshot: bool,
    /// Guiding cases that the round returns now and did not then: titles and documents.
    pub new_guiding: Vec<(String, String)>,
    /// Guiding cases that it returned then and does not now.
    pub gone_guiding: Vec<(String, String)>,
    /// What became of the articles that a case cites, said now and not then.
    pub validity: Vec<(String, String)>,
    /// Statutes that are called otherwise now: title, then and now.
    pub provisions: Vec<(String, String, String)>,
    /// Citations that come to another verdict now: as written, then and now.
    pub citations: Vec<(String, String, String)>,
    /// Texts in the library: then and now.
    pub documents: (usize, usize),
}

impl Changes {
    /// Whether nothing that a reader of the report should know changed.
    pub fn is_empty(&self) -> bool {
        let Self {
            new_guiding,
            gone_guiding,
            validity,
            provisions,
            citations,
            ..
        } = self;
        new_guiding.is_empty()
            && gone_guiding.is_empty()
            && validity.is_empty()
            && provisions.is_empty()
            && citations.is_empty()
    }
}

/// Makes the guiding round of the filed `report` again, and looks at its cases,
/// statutes and citations anew.
///
/// # Errors
/// Those of the searches; `Library`.
pub fn since(library: &Library, report: &Report) -> Result<Changes> {
    let snapshot = library.snapshot()?;
    let identity = coverage(library)?.snapshot.clone();
    let (new_guiding, gone_guiding) = guiding_between(library, report)?;
    let mut changes = Changes {
        other_snapshot: identity.id != report.platform.snapshot,
        documents: (report.platform.documents, identity.documents),
        new_guiding,
        gone_guiding,
        ..Changes::default()
    };
    for case in &report.cases {
        let document = match DocumentId::parse(&case.document) {
            Ok(id) => snapshot.document(&id)?,
            Err(_) => None,
        };
        let said = match document {
            Some(document) => validity(&snapshot, &document)?,
            None => vec!["本库已不再收录".to_owned()],
        };
        let news = said
            .into_iter()
            .filter(|said| !case.validity.contains(said));
        changes
            .validity
            .extend(news.map(|said| (case.title.clone(), said)));
    }
    for one in &report.provisions {
        let entry = match EntryId::parse(&one.entry) {
            Ok(id) => snapshot.find(&id)?,
            Err(_) => None,
        };
        let now = match entry {
            Some(at) => labels::status(&snapshot.entry(at)?.metadata, labels::today()),
            None => Some("本库已不再收录".to_owned()),
        };
        let now = now.unwrap_or_default();
        if now != one.status {
            let title = one.title.clone();
            changes.provisions.push((title, one.status.clone(), now));
        }
    }
    let now = check(&snapshot, written_in(report), &report.pending.conduct_day)?;
    for (then, now) in report.citations.iter().zip(&now) {
        // Reports of old call a case that is held 现行有效.
        let held = then.verdict == Verdict::InForce.label()
            && now.verdict.starts_with(Verdict::Held.label());
        if then.written == now.written && then.verdict != now.verdict && !held {
            let (then, verdict) = (then.verdict.clone(), now.verdict.clone());
            changes.citations.push((now.written.clone(), then, verdict));
        }
    }
    Ok(changes)
}

type Titles = Vec<(String, String)>;

/// Guiding cases that the round returns now alone, and those that it returned then alone.
fn guiding_between(library: &Library, report: &Report) -> Result<(Titles, Titles)> {
    let made = report.searches.iter();
    let queries = typed_queries(made.map(|line| (line.method.as_str(), line.query.as_str())));
    let (charges, _) = charges::typed(&report.pending.charge);
    let charges: Vec<String> = charges
        .iter()
        .map(|charge| charge.name.to_owned())
        .collect();
    let wanted = Wanted {
        queries,
        facts: &report.pending.facts,
        charges: &charges,
    };
    let now = guiding::round(library, &wanted)?;
    let found = |round: &GuidingRound| -> BTreeSet<(String, String)> {
        let found = round.found.iter();
        // What was added because it was collected is no change.
        found
            .filter(|case| case.stance.is_none())
            .map(|case| (case.title.clone(), case.document.clone()))
            .collect()
    };
    let (then, mut now) = (found(&report.guiding), found(&now));
    let own: BTreeSet<&str> = report
        .guiding
        .found
        .iter()
        .map(|case| case.document.as_str())
        .collect();
    let gone = then.difference(&now).cloned().collect();
    now.retain(|(_, document)| !own.contains(document.as_str()));
    Ok((now.into_iter().collect(), gone))
}
