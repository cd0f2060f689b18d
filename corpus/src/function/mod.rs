//! Procuratorial functions (检察职能) of cases: which of them a case belongs to, its
//! subfields, and by which means the procuratorate acted, as 《关于加强新时代检察机关
//! 法律监督工作的意见》(2021) divides the work.
//!
//! [`assign`] reads title and sections by the rules of `data/functions.tsv`, settles
//! what the codes do to each other, and keeps for each code the sentences it rests on.
//! It is measured on cases labelled by hand (`labels/functions.tsv`).

mod codes;
mod resolve;
mod rules;

use std::ops::Range;

use serde::{Deserialize, Serialize};

pub use self::codes::{FunctionField, ProceduralFunction, SupervisionMeans};
use self::rules::{Facet, Sheet};
use crate::document::{Body, Document};

/// A sentence that a code rests on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Evidence {
    /// Place of the section in the document, from 0; `None` for the title.
    pub section: Option<usize>,
    /// Bytes of that section's text or of the title.
    pub byte_range: Range<usize>,
}

/// A code with its weight and the sentences it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned<C> {
    /// What is assigned.
    pub code: C,
    /// Sum of the weights of the rules that hold.
    pub weight: u32,
    /// One sentence a rule, in the order of the rules.
    pub evidence: Vec<Evidence>,
}

/// What a case belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
    /// Functions, the main one first.
    pub functions: Vec<Assigned<ProceduralFunction>>,
    /// Subfields, the one with the greatest weight first.
    pub fields: Vec<Assigned<FunctionField>>,
    /// Means, in the order of [`SupervisionMeans::ALL`].
    pub means: Vec<Assigned<SupervisionMeans>>,
}

/// Assigns a case; empty for a statute, and for a case in which no procuratorate acts.
pub fn assign(document: &Document) -> Assignment {
    let Body::Sections(sections) = &document.body else {
        return Assignment::default();
    };
    let told = |text: &str| text.contains("检察");
    if !told(&document.title) && !sections.iter().any(|section| told(&section.text)) {
        return Assignment::default();
    }
    let sheet = Sheet::of(&document.title, sections);
    let functions = sheet.codes(Facet::Function, ProceduralFunction::from_code);
    let fields = sheet.codes(Facet::Field, FunctionField::from_code);
    let means = sheet.codes(Facet::Means, SupervisionMeans::from_code);
    resolve::resolve(functions, fields, means)
}

#[cfg(test)]
mod measured;
#[cfg(test)]
mod tests;
