//! What a Chinese legal text is: documents, their statutes and cases, the
//! entries a search returns, the passages an embedding covers, the citations
//! they contain, and the importers that read them.
//!
//! Reading order: [`document`] → [`statute`] and [`case`] → [`entry`] →
//! [`passage`] → [`citation`], [`timeline`] and [`graph`] → [`judgment`] and
//! [`function`] → [`knowledge`] → [`import`]. This
//! crate opens no index and knows no model.

pub mod clock;
pub mod document;
mod issuer_names;
pub mod law_title;

pub mod case;
pub mod statute;

pub mod entry;
pub mod passage;
pub mod penalty;

pub mod conduct;

pub mod case_facts;
pub mod function;
pub mod guiding;
pub mod judgment;
pub mod organs;
pub mod regions;

pub mod knowledge;
pub mod rank;
pub mod tier;

pub mod charges;
pub mod citation;
pub mod doc_number;
pub mod graph;
pub mod guiding_force;
pub mod law_names;
pub mod short_names;
pub mod thesaurus;
pub mod timeline;
pub mod validity;

pub mod characters;
pub mod longest_match;
pub mod normalize;
pub mod numerals;

pub mod import;

pub mod error;

pub use case::{Section, SectionRole};
pub use citation::{CitationMention, extract as extract_citations};
pub use document::{
    Body, Date, Document, DocumentId, DocumentKind, LawIdentity, LawKey, Metadata, Provenance,
};
pub use entry::{Entry, EntryId, Unit};
pub use error::{CorpusError, ImportError, ImportProblem, Result};
pub use graph::{Citation, CitedTarget};
pub use judgment::JudgmentFacts;
pub use knowledge::Facet;
pub use passage::{PASSAGE_CHARS, Passage};
pub use statute::{Article, ArticleNumber, Block, Heading, HeadingLevel, OutlineNode, Statute};

#[cfg(test)]
mod invented;
