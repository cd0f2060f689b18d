//! One of the two cases that are compared.

use std::collections::HashSet;

use leian_corpus::judgment::{self, Circumstance};
use leian_corpus::{
    ArticleNumber, Body, Document, DocumentId, DocumentKind, Entry, Facet, LawKey, Metadata,
    Provenance, Section, SectionRole, charges, extract_citations,
};
use leian_indexer::{EntryRef, Snapshot};

use super::Told;
use crate::retrieval::error::{Result, RetrievalError};
use crate::retrieval::terms::{Counts, counts};

/// Kinds of documents that tell a case.
pub const KINDS: [DocumentKind; 7] = [
    DocumentKind::Judgment,
    DocumentKind::SppGuidingCase,
    DocumentKind::SpcGuidingCase,
    DocumentKind::SupervisionGuidingCase,
    DocumentKind::GazetteCase,
    DocumentKind::TypicalCase,
    DocumentKind::TeachingCase,
];

/// The law whose articles define charges.
const CRIMINAL_LAW: &str = "刑法";

/// The id of a case that was told and is no document.
const TOLD: &str = "told";

/// Whether a kind of documents tells a case.
pub fn is_case(kind: DocumentKind) -> bool {
    KINDS.contains(&kind)
}

/// An article by its law's name.
pub type NamedArticle = (String, ArticleNumber);

/// One of the two.
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
    /// What it cites, and the articles that define its charges.
    pub articles: HashSet<NamedArticle>,
    /// What a court would weigh.
    pub circumstances: Vec<Circumstance>,
}

impl Side {
    /// The side that is asked about.
    ///
    /// # Errors
    /// `NotACase` for a document that is none of the library's cases.
    pub fn of_query(snapshot: &Snapshot, told: &Told) -> Result<Self> {
        match told {
            Told::Text(text) => Self::of_text(text),
            Told::Case(id) => {
                let entries = snapshot.entries_of(id)?;
                match entries.first() {
                    Some(&entry) if is_case(snapshot.kind(entry)) => {
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
        let table = snapshot.articles()?;
        let cited = snapshot.articles_cited_by(at)?;
        let articles = cited.into_iter().filter_map(|cited| {
            let row = table.of(cited)?;
            Some((table.law(row.law).name.clone(), row.number))
        });
        Ok(Self::new(entry, &named, articles.collect()))
    }

    fn of_text(text: &str) -> Result<Self> {
        let cited = extract_citations(text).into_iter().filter_map(|mention| {
            let number = mention.article?;
            Some((mention.law?.as_str().to_owned(), number))
        });
        Ok(Self::new(told(text)?, &[], cited.collect()))
    }

    fn new(entry: Entry, named: &[String], mut articles: HashSet<NamedArticle>) -> Self {
        let mut charges: Vec<&'static str> = Vec::new();
        for name in named {
            let charge = charges::find(name).or_else(|| charges::find_part(name));
            if let Some(charge) = charge.filter(|charge| !charges.contains(&charge.name)) {
                charges.push(charge.name);
                let defined = charge.articles.iter().take(1);
                articles.extend(defined.map(|&number| (CRIMINAL_LAW.to_owned(), number)));
            }
        }
        let facts = facts_of(&entry);
        let weighed = Section {
            role: SectionRole::Opinion,
            label: String::new(),
            text: entry.text(),
        };
        let mut circumstances: Vec<Circumstance> = judgment::read(&[weighed])
            .circumstances
            .into_iter()
            .map(|found| found.circumstance)
            .collect();
        let mut seen = HashSet::new();
        circumstances.retain(|&circumstance| seen.insert(circumstance));
        Self {
            counts: counts(&facts),
            facts,
            charges,
            articles,
            circumstances,
            entry,
        }
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
            SectionRole::Facts | SectionRole::Findings | SectionRole::Accusation
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
fn told(text: &str) -> Result<Entry> {
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

/// 《刑法》第二百六十四条
pub fn article_label((law, number): &NamedArticle) -> String {
    format!("《{law}》{}", number.chinese())
}

/// The key of the law of a named article.
pub fn law_key((law, _): &NamedArticle) -> LawKey {
    LawKey::of(law)
}
