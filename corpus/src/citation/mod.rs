//! Citations: mentions of articles and of guiding cases in a text. What they
//! refer to in a library is not decided here.

mod extract;

pub use extract::{CitationMention, extract};
