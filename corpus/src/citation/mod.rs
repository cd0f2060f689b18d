//! Citations: mentions of articles, of laws and of cases in a text. What they refer
//! to in a library is decided in `resolve`.

mod extract;

mod names;

mod gaps;
mod issuers;
mod quote;

mod case_number;
mod parts;
mod tokens;

pub use extract::{CitationMention, extract};

#[cfg(test)]
mod windows_tests;
