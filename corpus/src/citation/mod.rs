//! Citations: mentions of articles, of laws and of cases in a text, and what they come
//! to by what a library knows.
//!
//! Reading order: [`extract()`] (mentions with their places), [`resolve()`] (mention → [`Resolution`]), then what they
//! are made of. Asking a library is not done here.

mod extract;
mod mention;

mod resolve;
mod text_meant;
mod verdict;

mod compare;

mod bare_names;
mod boundary;
mod candidates;
mod edition;
mod name_words;
mod names;
mod nested;
mod titles;

mod gaps;
mod issuers;
mod quote;

mod case_number;
mod parts;
mod tokens;

pub use candidates::MOST_CANDIDATES;
pub use compare::{Change, Comparison, compare};
pub use extract::{CitationMention, extract, extract_with};
pub use resolve::{Days, resolve};
pub use text_meant::{TextMeant, text_meant};
pub use titles::Titles;
pub use verdict::{ChangedBy, Existing, QuoteVerdict, Repeal, Resolution, Verdict};

pub use crate::timeline::{KnownLaw, repealed};

#[cfg(test)]
mod own_titles_tests;
#[cfg(test)]
mod windows_tests;
