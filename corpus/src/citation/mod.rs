//! Citations: mentions of articles, of laws and of cases in a text, and what they come
//! to by what a library knows.
//!
//! Reading order: [`extract()`] (mentions with their places), [`resolve()`] (mention → [`Resolution`]), then what they
//! are made of. Asking a library is not done here.

mod extract;
mod mention;

mod numbered;
mod resolve;
mod shared_names;
mod verdict;

mod compare;

mod name_words;
mod names;

mod gaps;
mod issuers;
mod quote;

mod case_number;
mod parts;
mod pieces;
mod relative;
mod short_forms;
mod stand_in;
mod tokens;

pub use compare::{Change, Comparison, compare};
pub use extract::{CitationMention, extract};
pub use resolve::{Days, resolve};
pub use verdict::{ChangedBy, Existing, QuoteVerdict, Repeal, Resolution, Verdict};

pub use crate::timeline::{KnownLaw, repealed};

#[cfg(test)]
mod windows_tests;
