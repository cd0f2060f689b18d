//! What is odd about a text that was read, so that who imports it can look: numbers of
//! articles that are missing or there twice, a text that breaks off, pages without text.

use super::flow::TextNote;
use super::law_markdown;
use crate::document::{Body, Document};
use crate::statute::ArticleNumber;

/// Something odd about one document of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The file, as it is shown.
    pub path: String,
    /// Line of the record, in a file of records; of a further text, that of its title.
    pub line: Option<u64>,
    /// Title of the text; empty where the whole file is meant.
    pub title: String,
    /// What is odd.
    pub what: Oddity,
}

/// What is odd.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Oddity {
    /// Articles are missing: first and last number of each gap.
    Gaps(Vec<(ArticleNumber, ArticleNumber)>),
    /// Numbers that two articles have.
    Doubled(Vec<ArticleNumber>),
    /// The last sentence has no end.
    BreaksOff,
    /// The title of another law stands inside the file, at the line of the remark: read as
    /// a text of its own (`parted`), or left where it was because it names the same law.
    FurtherText {
        /// Whether it was read as a text of its own.
        parted: bool,
    },
    /// Something about how the text was made.
    Text(TextNote),
}

impl Oddity {
    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Gaps(_) => "article_gap",
            Self::Doubled(_) => "article_doubled",
            Self::BreaksOff => "breaks_off",
            Self::FurtherText { .. } => "further_text",
            Self::Text(note) => note.code(),
        }
    }
}

/// What is odd about the articles of a statute.
pub(super) fn of(document: &Document) -> Vec<Remark> {
    let Body::Statute(statute) = &document.body else {
        return Vec::new();
    };
    let law = document.metadata.law.as_ref();
    // Amendments of the constitution go on counting from one to the next.
    let part = law.is_some_and(|law| law.part.is_some() || law.title.contains("宪法修正案"));
    let numbering = statute.numbering(part);
    let mut odd = Vec::new();
    if !numbering.gaps.is_empty() {
        odd.push(Oddity::Gaps(numbering.gaps));
    }
    if !numbering.doubled.is_empty() {
        odd.push(Oddity::Doubled(numbering.doubled));
    }
    if law_markdown::hides_articles(&document.title, statute) {
        odd.push(Oddity::Text(TextNote::NoArticleRead));
    }
    if statute.breaks_off() {
        odd.push(Oddity::BreaksOff);
    }
    let remark = |what| Remark {
        path: document.provenance.path.clone(),
        line: document.provenance.line,
        title: document.title.clone(),
        what,
    };
    odd.into_iter().map(remark).collect()
}
