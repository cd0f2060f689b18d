//! Citations: mentions of articles, of laws and of cases in a text, and what they come
//! to by what a library knows.
//!
//! Reading order: [`extract()`] (mentions with their places), [`resolve()`] (mention → [`Resolution`]), then what they
//! are made of. Asking a library is not done here.

mod extract;
mod mention;

mod resolve;
mod verdict;

mod align;
mod compare;
mod words;

mod name_words;
mod names;

mod gaps;
mod issuers;
mod quotations;
mod quote;
mod quoted;

mod case_number;
mod parts;
mod tokens;

pub use compare::{Change, Comparison, compare};
pub use extract::{CitationMention, extract};
pub use quotations::{quote_of_case, resolve_in};
pub use resolve::{Days, resolve};
pub use verdict::{ChangedBy, Existing, QuoteVerdict, Reference, Repeal, Resolution, Verdict};

pub use crate::timeline::{KnownLaw, repealed};

#[cfg(test)]
mod windows_tests;

#[cfg(test)]
mod quotations_tests;
