//! Suggestions while a query is typed.

use serde::Serialize;

use crate::retrieval::Suggestion;

/// Suggestions, the best first.
#[derive(Clone, Debug, Serialize)]
pub struct SuggestionsView {
    /// The suggestions.
    pub suggestions: Vec<SuggestionView>,
}

impl SuggestionsView {
    /// These suggestions.
    pub fn new(found: &[&Suggestion]) -> Self {
        Self {
            suggestions: found.iter().map(|one| SuggestionView::from(*one)).collect(),
        }
    }
}

/// A way to go on.
#[derive(Clone, Debug, Serialize)]
pub struct SuggestionView {
    /// Stable code of what it leads to.
    pub kind: &'static str,
    /// Chinese name of that.
    pub kind_label: &'static str,
    /// The query that it makes.
    pub query: String,
    /// What a reader sees.
    pub label: String,
}

impl From<&Suggestion> for SuggestionView {
    fn from(suggestion: &Suggestion) -> Self {
        Self {
            kind: suggestion.kind.code(),
            kind_label: suggestion.kind.label(),
            query: suggestion.query.clone(),
            label: suggestion.label.clone(),
        }
    }
}
