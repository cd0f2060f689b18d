//! State of a server.

use leian_indexer::Stats;
use serde::Serialize;

use crate::library::{Library, ModelState};

/// What `/healthz` answers.
#[derive(Clone, Debug, Serialize)]
pub struct HealthView {
    /// `ok`
    pub status: &'static str,
    /// Version of the program.
    pub version: &'static str,
    /// Source texts.
    pub documents: usize,
    /// Articles of versions, and cases.
    pub entries: usize,
    /// Different passages with a vector.
    pub vectors: usize,
    /// Different passages without one.
    pub vectors_missing: usize,
    /// Latest date of any entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub newest_date: Option<String>,
    /// Whether searches by meaning are possible.
    pub model: ModelView,
}

impl HealthView {
    /// The state of `library`, of which `stats` are the counts.
    pub fn new(library: &Library, stats: &Stats) -> Self {
        Self {
            status: "ok",
            version: env!("CARGO_PKG_VERSION"),
            documents: stats.documents,
            entries: stats.entries,
            vectors: stats.vectors,
            vectors_missing: stats.vectors_missing,
            newest_date: stats.newest_date.map(|date| date.to_string()),
            model: ModelView::new(library),
        }
    }
}

/// State of the model.
#[derive(Clone, Debug, Serialize)]
pub struct ModelView {
    /// `ready` or `absent`.
    pub state: &'static str,
    /// Id of the model, when ready.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Why there is none, when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl ModelView {
    fn new(library: &Library) -> Self {
        match library.model_state() {
            ModelState::Ready => Self {
                state: "ready",
                id: library.embedder().map(|embedder| embedder.id().to_string()),
                why: None,
            },
            ModelState::Absent { why } => Self {
                state: "absent",
                id: None,
                why: Some(why.clone()),
            },
        }
    }
}
