//! An [`Entry`]: what a search returns and counts; one article of one version of
//! a law, one other block of a statute, or one case.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::case::Section;
use crate::document::{Date, Document, DocumentId, DocumentKind, Metadata, Provenance};
use crate::error::{CorpusError, Result};
use crate::statute::{ArticleNumber, Heading};

/// Name of an entry: of a case the document's id; of an article the document's id,
/// a dot and the number (`law-5f1e0c9a7b3d.133-1`, its second occurrence in one
/// document `.133-1r2`); of another block of a statute `.t1`, `.t2` …
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EntryId(String);

impl EntryId {
    /// Checks the form.
    ///
    /// # Errors
    /// [`CorpusError::EntryId`] when the part before the dot is no document id or
    /// the part after it is neither an article nor a text.
    pub fn parse(text: &str) -> Result<Self> {
        let _ = text;
        todo!()
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The id of the document the entry belongs to.
    pub fn document_id(&self) -> DocumentId {
        todo!()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<DocumentId> for EntryId {
    fn from(id: DocumentId) -> Self {
        Self(id.into())
    }
}

impl TryFrom<String> for EntryId {
    type Error = CorpusError;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<EntryId> for String {
    fn from(id: EntryId) -> Self {
        id.0
    }
}

/// What an entry is a unit of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// A whole case, question or judgment.
    Case,
    /// One article.
    Article {
        /// Its number.
        number: ArticleNumber,
        /// The number as written.
        label: String,
    },
    /// Another block of a statute: preamble, annex, signature.
    Text,
}

/// What a search returns and counts. Carries everything needed to rebuild its
/// document together with its siblings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Stable name.
    pub id: EntryId,
    /// The document it belongs to.
    pub document_id: DocumentId,
    /// Position among the document's entries, from 0.
    pub ordinal: u32,
    /// Kind of the document.
    pub kind: DocumentKind,
    /// Title of the document.
    pub document_title: String,
    /// Metadata of the document.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Provenance of the document.
    pub provenance: Provenance,
    /// What it is a unit of.
    pub unit: Unit,
    /// Headings that stand directly before this block.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<Heading>,
    /// Texts of all headings above, highest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<String>,
    /// The text: of an article one section with role `Article`.
    pub sections: Vec<Section>,
}

impl Entry {
    /// 中华人民共和国刑法 第一百三十三条之一, or the title of the case.
    pub fn title(&self) -> String {
        todo!()
    }

    /// Entries with equal keys are versions of one article; for everything else
    /// the key is the entry's id.
    pub fn group_key(&self) -> String {
        todo!()
    }

    /// The date that orders versions: of the law's version, else effective, else
    /// promulgated, else the case's date.
    pub fn version_date(&self) -> Option<Date> {
        todo!()
    }

    /// All sections' texts joined by `\n`.
    pub fn text(&self) -> String {
        todo!()
    }
}

impl Document {
    /// The entries in source order.
    pub fn entries(&self) -> Vec<Entry> {
        todo!()
    }

    /// Puts a document together again: the inverse of [`Document::entries`], in
    /// whatever order the entries come.
    ///
    /// # Errors
    /// [`CorpusError::Entries`] when there is none, or they are of several
    /// documents, or one is missing in between.
    pub fn from_entries(entries: Vec<Entry>) -> Result<Self> {
        let _ = entries;
        todo!()
    }
}
