//! A [`Passage`]: the piece of an entry that one embedding covers.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::entry::Entry;

/// Aim for the length of a passage in characters.
pub const PASSAGE_CHARS: usize = 360;

/// Articles up to this many characters stay in one passage.
pub const WHOLE_ARTICLE_CHARS: usize = 420;

/// A piece of one section of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Index of the section in [`Entry::sections`].
    pub section: usize,
    /// Bytes of that section's text.
    pub byte_range: Range<usize>,
    /// What stands before the text when it is embedded: 刑法第一百三十三条之一, or
    /// title and section of a case. Contains neither version nor path, so that an
    /// article unchanged over several versions has one embedding.
    pub context: String,
}

impl Entry {
    /// The passages in source order; their ranges cover every character that is
    /// not white space. Depends on the entry's contents only.
    pub fn passages(&self) -> Vec<Passage> {
        todo!()
    }

    /// Exactly what is embedded: the context, `\n`, and the text.
    pub fn passage_text(&self, passage: &Passage) -> String {
        let _ = passage;
        todo!()
    }
}
