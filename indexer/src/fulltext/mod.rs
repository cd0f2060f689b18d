//! Full text: writing entries, and finding them by words and phrases.

pub mod highlight;
pub mod writer;
