//! Citations: mentions of articles, of laws and of guiding cases in a text. What
//! they refer to in a library is not decided here.

mod extract;
mod names;
mod tokens;

pub use extract::{CitationMention, extract};
