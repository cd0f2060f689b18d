//! How a query was read.

use serde::Serialize;

use super::search::{SpanView, span};
use crate::retrieval::understood::Jump;
use crate::retrieval::{Addition, Note, Part, Recognised, Understood};

/// How a query was read.
#[derive(Clone, Debug, Serialize)]
pub struct UnderstoodView {
    /// Its pieces in order.
    pub parts: Vec<PartView>,
    /// What was looked for beside what was typed; `without` takes each away.
    pub additions: Vec<AdditionView>,
    /// What it names that can be chosen as a filter.
    pub recognised: Vec<RecognisedView>,
    /// Targets that it names, found or not.
    pub jumps: Vec<JumpView>,
    /// What a reader should know.
    pub notes: Vec<NoteView>,
}

impl UnderstoodView {
    /// How `query_text` was read.
    pub fn new(query_text: &str, understood: &Understood) -> Self {
        let additions = understood.additions.iter();
        let recognised = understood.recognised.iter();
        Self {
            parts: understood.parts.iter().map(PartView::from).collect(),
            additions: additions
                .map(|addition| AdditionView::new(query_text, addition))
                .collect(),
            recognised: recognised.map(RecognisedView::from).collect(),
            jumps: understood.jumps.iter().map(JumpView::from).collect(),
            notes: understood.notes.iter().map(NoteView::from).collect(),
        }
    }
}

/// A piece of a query.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Stable code of what it is.
    pub kind: &'static str,
    /// Chinese name of what it is.
    pub label: &'static str,
    /// Its text.
    pub text: String,
}

impl From<&Part> for PartView {
    fn from(part: &Part) -> Self {
        Self {
            kind: part.kind.code(),
            label: part.kind.label(),
            text: part.text.clone(),
        }
    }
}

/// Something that was looked for beside what was typed.
#[derive(Clone, Debug, Serialize)]
pub struct AdditionView {
    /// Stable code of why.
    pub kind: &'static str,
    /// Chinese name of why.
    pub label: &'static str,
    /// The piece of the query.
    pub source: String,
    /// Where it stands in the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<SpanView>,
    /// What was looked for; the value of `without` that takes it away.
    pub phrase: String,
}

impl AdditionView {
    fn new(query_text: &str, addition: &Addition) -> Self {
        Self {
            kind: addition.kind.code(),
            label: addition.kind.label(),
            source: addition.source.clone(),
            span: span(query_text, &addition.byte_range),
            phrase: addition.phrase.clone(),
        }
    }
}

/// Something that a query names and that can be chosen as a filter.
#[derive(Clone, Debug, Serialize)]
pub struct RecognisedView {
    /// Code of the facet, or `years`.
    pub kind: &'static str,
    /// For readers.
    pub label: String,
    /// Parameters that narrow the search to it.
    pub parameters: Vec<ParameterView>,
}

/// A parameter of a search.
#[derive(Clone, Debug, Serialize)]
pub struct ParameterView {
    /// Its name.
    pub name: &'static str,
    /// Its value.
    pub value: String,
}

impl From<&Recognised> for RecognisedView {
    fn from(recognised: &Recognised) -> Self {
        let parameters = recognised.parameters.iter();
        Self {
            kind: recognised.kind.code(),
            label: recognised.label.clone(),
            parameters: parameters
                .map(|(name, value)| ParameterView {
                    name,
                    value: value.clone(),
                })
                .collect(),
        }
    }
}

/// A target that a query names.
#[derive(Clone, Debug, Serialize)]
pub struct JumpView {
    /// Readable name.
    pub name: String,
    /// Whether the library holds it.
    pub found: bool,
    /// The entry, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_id: Option<String>,
    /// The documents.
    pub document_ids: Vec<String>,
}

impl From<&Jump> for JumpView {
    fn from(jump: &Jump) -> Self {
        Self {
            name: jump.name.clone(),
            found: !jump.documents.is_empty(),
            entry_id: jump.entry.as_ref().map(ToString::to_string),
            document_ids: jump.documents.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Something a reader should know about the answer.
#[derive(Clone, Debug, Serialize)]
pub struct NoteView {
    /// Stable code.
    pub code: &'static str,
    /// A Chinese sentence.
    pub text: String,
}

impl From<&Note> for NoteView {
    fn from(note: &Note) -> Self {
        Self {
            code: note.kind.code(),
            text: note.text.clone(),
        }
    }
}
