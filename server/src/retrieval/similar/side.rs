//! One of the two cases that are compared.

use std::collections::HashSet;

use leian_corpus::judgment::{self, Circumstance};
use leian_corpus::{
    ArticleNumber, Body, CitedTarget, Document, DocumentId, DocumentKind, Entry, Facet, LawKey,
    Metadata, Provenance, Section, SectionRole, charges, graph,
};
use leian_indexer::{EntryRef, Snapshot};

use super::Told;
use crate::retrieval::error::{Result, RetrievalError};
use crate::retrieval::terms::{Counts, counts};

/// The law whose articles define charges.
const CRIMINAL_LAW: &str = "刑法";

/// The id of a case that was told and is no document.
const TOLD: &str = "told";

/// One of the two. What only a case that is shown needs is read when it is asked for.
#[derive(Clone, Debug)]
pub struct Side {
    /// The case; of told facts an entry with one section.
    pub entry: Entry,
    /// What happened, as one text.
    pub facts: String,
    /// Its telling words.
    pub counts: Counts,
    /// Its charges by official name, each once.
    pub charges: Vec<&'static str>,
}

impl Side {
    /// The side that is asked about.
    ///
    /// # Errors
    /// `NotACase` for a document that is none of the library's cases.
    pub fn of_query(snapshot: &Snapshot, told: &Told) -> Result<Self> {
        match told {
            Told::Text(text) => Ok(Self::new(told_entry(text)?, &[])),
            Told::Case(id) => {
                let entries = snapshot.entries_of(id)?;
                match entries.first() {
                    Some(&entry) if snapshot.kind(entry).is_case() => {
                        Self::of_entry(snapshot, entry)
                    }
                    _ => Err(RetrievalError::NotACase { id: id.to_string() }),
                }
            }
        }
    }

    /// A case of the library.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn of_entry(snapshot: &Snapshot, at: EntryRef) -> Result<Self> {
        let entry = snapshot.entry(at)?;
        let named: Vec<String> = match entry.metadata.charges.is_empty() {
            true => snapshot
                .known(at, Facet::Charge)
                .map(str::to_owned)
                .collect(),
            false => entry.metadata.charges.clone(),
        };
        Ok(Self::new(entry, &named))
    }

    fn new(entry: Entry, named: &[String]) -> Self {
        let mut charges: Vec<&'static str> = Vec::new();
        for charge in named.iter().filter_map(|name| charges::meant_by(name)) {
            if !charges.contains(&charge.name) {
                charges.push(charge.name);
            }
        }
        let facts = facts_of(&entry);
        Self {
            counts: counts(&facts),
            facts,
            charges,
            entry,
        }
    }

    /// The articles that it cites, and those that define its charges.
    pub fn articles(&self) -> HashSet<CitedTarget> {
        let cited = graph::of_entries(std::slice::from_ref(&self.entry));
        let cited = cited.into_iter().flatten().map(|citation| citation.target);
        let mut articles: HashSet<CitedTarget> = cited
            .filter(|target| matches!(target, CitedTarget::Article(..)))
            .collect();
        let charges = self.charges.iter().filter_map(|name| charges::find(name));
        let defining = charges.filter_map(|charge| charge.articles.first().copied());
        articles.extend(defining.map(criminal_article));
        articles
    }

    /// What a court would weigh, each once, in the order of the text.
    pub fn circumstances(&self) -> Vec<Circumstance> {
        let weighed = Section {
            role: SectionRole::Opinion,
            label: String::new(),
            text: self.entry.text(),
        };
        let mut circumstances: Vec<Circumstance> = Vec::new();
        for found in judgment::read(&[weighed]).circumstances {
            if !circumstances.contains(&found.circumstance) {
                circumstances.push(found.circumstance);
            }
        }
        circumstances
    }

    /// Whether it was told, and is no document.
    pub fn is_text(&self) -> bool {
        self.entry.id.as_str() == TOLD
    }

    /// Sections that say what the case turned on: key points, else reasons.
    pub fn issue_sections(&self) -> impl Iterator<Item = (usize, &Section)> {
        let has_points = self
            .entry
            .sections
            .iter()
            .any(|section| section.role == SectionRole::KeyPoints);
        let sections = self.entry.sections.iter().enumerate();
        sections.filter(move |(_, section)| match has_points {
            true => section.role == SectionRole::KeyPoints,
            false => matches!(
                section.role,
                SectionRole::Reasoning | SectionRole::Opinion | SectionRole::Significance
            ),
        })
    }

    /// Sections that tell what happened.
    pub fn fact_sections(&self) -> impl Iterator<Item = (usize, &Section)> {
        fact_sections(&self.entry)
    }
}

/// Of cases that mark no section as facts, all but the head, the disposition, the law.
fn fact_sections(entry: &Entry) -> impl Iterator<Item = (usize, &Section)> {
    let tells = |section: &Section| {
        matches!(
            section.role,
            SectionRole::Facts
                | SectionRole::Findings
                | SectionRole::Accusation
                | SectionRole::Claim
        )
    };
    let any = entry.sections.iter().any(tells);
    let sections = entry.sections.iter().enumerate();
    sections.filter(move |(_, section)| match any {
        true => tells(section),
        false => !matches!(
            section.role,
            SectionRole::Procedure
                | SectionRole::Disposition
                | SectionRole::RelatedLaw
                | SectionRole::Keywords
        ),
    })
}

fn facts_of(entry: &Entry) -> String {
    let texts: Vec<&str> = fact_sections(entry)
        .map(|(_, section)| section.text.as_str())
        .collect();
    texts.join("\n")
}

/// Told facts as an entry, so that both sides are of one kind.
fn told_entry(text: &str) -> Result<Entry> {
    let document = Document {
        id: DocumentId::parse(TOLD).map_err(|_| RetrievalError::NoWords)?,
        kind: DocumentKind::Judgment,
        title: String::new(),
        metadata: Metadata::default(),
        body: Body::Sections(vec![Section {
            role: SectionRole::Facts,
            label: String::new(),
            text: text.to_owned(),
        }]),
        provenance: Provenance::default(),
    };
    document
        .entries()
        .into_iter()
        .next()
        .ok_or(RetrievalError::NoWords)
}

fn criminal_article(number: ArticleNumber) -> CitedTarget {
    CitedTarget::Article(LawKey::of(CRIMINAL_LAW), number)
}
