//! Citations: mentions of articles, of laws and of cases in a text, and what they come
//! to by what a library knows.
//!
//! Reading order: [`extract()`] (mentions with their places), [`KnownLaw`] (what a
//! library knows of a law), [`resolve()`] (mention → [`Resolution`]), then what they
//! are made of. Asking a library is not done here.

mod extract;

mod known_law;
mod resolve;
mod verdict;

mod compare;
pub mod repealed;

mod name_words;
mod names;

mod gaps;
mod issuers;
mod quote;

mod case_number;
mod parts;
mod tokens;

pub use compare::{Change, Comparison, compare};
pub use extract::{CitationMention, extract};
pub use known_law::{KnownLaw, LawVersion, Paragraph, paragraphs};
pub use resolve::{Days, resolve};
pub use verdict::{Existing, QuoteVerdict, Repeal, Resolution, Verdict};

#[cfg(test)]
mod windows_tests;
