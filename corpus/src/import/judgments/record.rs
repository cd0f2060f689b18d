//! A judgment of whatever source: its text is split like any other, what the source
//! says of it stands, and what it does not say is read from the text.

use std::collections::BTreeMap;

use super::parts::{self, Breaks};
use super::title;
use crate::case::Section;
use crate::document::{Body, Date, Document, DocumentId, DocumentKind, Metadata, Provenance};
use crate::error::ImportProblem;
use crate::judgment::{self, Found};
use crate::normalize::trim;
use crate::statute::ArticleNumber;

/// Greatest number of an article of the Criminal Law that a label may name.
const MAX_ARTICLE: u32 = 999;

/// What a source says of a judgment beside its text.
#[derive(Debug, Default)]
pub(in crate::import) struct Record {
    pub title: Option<String>,
    pub court: Option<String>,
    pub case_number: Option<String>,
    pub date: Option<Date>,
    pub region: Option<String>,
    pub charges: Vec<String>,
    pub applied_articles: Vec<String>,
    pub source_url: Option<String>,
    pub extra: BTreeMap<String, String>,
}

impl Record {
    /// Adds what no field holds, unless it is blank.
    pub fn add(&mut self, name: &str, value: &str) {
        let value = trim(value);
        if !value.is_empty() {
            self.extra.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The document of a judgment with this whole text; `facts`, where known, is a
    /// piece of it.
    pub fn of_text(
        self,
        text: &str,
        facts: Option<&str>,
        id: DocumentId,
        provenance: Provenance,
    ) -> Result<Document, ImportProblem> {
        let facts = facts.map(trim).filter(|facts| text.contains(*facts));
        let sections = parts::split(text, facts, Breaks::Lines);
        let written = title::of(text, &sections);
        self.of_sections(sections, written, id, provenance)
    }

    /// The document of these sections, with `title` where the source has none.
    pub fn of_sections(
        self,
        sections: Vec<Section>,
        title: String,
        id: DocumentId,
        provenance: Provenance,
    ) -> Result<Document, ImportProblem> {
        if sections.iter().all(|section| section.text.is_empty()) {
            return Err(ImportProblem::NoContent);
        }
        let facts = judgment::read(&sections);
        let value = |found: &Option<Found<String>>| found.as_ref().map(|found| found.value.clone());
        let procuratorate = value(&facts.procuratorate).filter(|_| facts.court.is_none());
        let read_charges = || {
            facts
                .case_charges()
                .into_iter()
                .map(str::to_owned)
                .collect()
        };
        let metadata = Metadata {
            issuer: procuratorate.filter(|_| self.court.is_none()),
            court: self.court.or_else(|| value(&facts.court)),
            case_number: self.case_number.or_else(|| value(&facts.case_number)),
            date: self.date.or(facts.date.as_ref().map(|date| date.value)),
            region: self
                .region
                .or_else(|| facts.region.as_ref().map(|region| region.province.clone())),
            charges: or_else(self.charges, read_charges),
            applied_articles: or_else(self.applied_articles, || facts.applied_article_names()),
            source_url: self.source_url,
            extra: self.extra,
            ..Metadata::default()
        };
        Ok(Document {
            id,
            kind: DocumentKind::Judgment,
            title: self
                .title
                .filter(|title| !trim(title).is_empty())
                .unwrap_or(title),
            metadata,
            body: Body::Sections(sections),
            provenance,
        })
    }
}

/// 刑法第五十二条 for the label 52, `None` for a number that no article has. Labels have
/// no 之N.
pub(super) fn criminal_law_article(label: u64) -> Option<String> {
    let number = u32::try_from(label).ok();
    let number = number.filter(|number| (1..=MAX_ARTICLE).contains(number))?;
    Some(format!("刑法{}", ArticleNumber::new(number).chinese()))
}

fn or_else(known: Vec<String>, read: impl FnOnce() -> Vec<String>) -> Vec<String> {
    if known.is_empty() { read() } else { known }
}
