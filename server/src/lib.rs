//! The program leian (类案): everything between a command, a page or a request
//! and the crates that know texts, vectors and indexes.
//!
//! Rooms and faces. Rooms do the work and know no face: [`ingest`] is a
//! document's way into a library, [`retrieval`] a query's way through it,
//! [`casework`] what people make of what they find, [`operations`] what keeps an
//! installation in order. Faces are thin and call
//! rooms: [`http`] and [`cli`]. Rooms never call faces.
//!
//! Reading order: [`library`], [`ingest`], [`retrieval`], [`casework`],
//! [`operations`], [`http`], [`cli`]; [`labels`] are words that papers and faces share.

pub mod library;

pub mod ingest;
pub mod operations;
pub mod retrieval;

pub mod casework;

pub mod labels;

pub mod cli;
pub mod http;

pub mod error;

pub use error::{LibraryError, Result};
pub use library::{Library, LibraryPaths, ModelState};
