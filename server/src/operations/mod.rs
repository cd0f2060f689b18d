//! What keeps an installation in order: its configuration, its
//! thesaurus and its state.
//! Knows no query, no HTTP and no command line.

pub mod config;
pub mod coverage;
pub mod export;
pub mod status;
pub mod thesaurus;
