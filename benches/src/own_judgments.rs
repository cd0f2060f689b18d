//! Which documents tell the facts that are asked: a judgment must not help to find what
//! it applied itself.

use std::ops::ControlFlow;

use anyhow::Result;
use leian_corpus::{DocumentId, DocumentKind};
use leian_server::library::Library;

/// So many characters in common at the beginning of the facts are no chance.
const COMMON_CHARS: usize = 60;

/// The judgments of a library, squeezed, for looking up facts.
#[derive(Debug, Default)]
pub struct OwnJudgments(Vec<(DocumentId, String)>);

impl OwnJudgments {
    /// Reads the judgments of a library.
    ///
    /// # Errors
    /// The library cannot be read.
    pub fn of(library: &Library) -> Result<Self> {
        let mut judgments = Vec::new();
        library.snapshot()?.documents(&mut |document| {
            if document.kind == DocumentKind::Judgment {
                let entries = document.entries();
                let text: String = entries
                    .iter()
                    .map(|entry| squeezed(&entry.text()))
                    .collect();
                judgments.push((document.id, text));
            }
            ControlFlow::Continue(())
        })?;
        Ok(Self(judgments))
    }

    /// The judgments that tell these facts: that have the beginning of them.
    #[must_use]
    pub fn that_tell(&self, facts: &str) -> Vec<DocumentId> {
        let facts: String = squeezed(facts).chars().take(COMMON_CHARS).collect();
        let telling = self.0.iter().filter(|(_, text)| text.contains(&facts));
        telling.map(|(id, _)| id.clone()).collect()
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
