//! JSON Lines of our own schema (`docs/jsonl.md`): one [`Document`] a line, read
//! and written.

use std::io::Write;

use crate::document::Document;
use crate::error::Result;

/// Version of the schema, the value of the key `leian`, which comes first.
pub const SCHEMA_VERSION: u64 = 1;

/// Writes one document as one line.
///
/// # Errors
/// When the output cannot be written.
pub fn write_document(document: &Document, out: &mut dyn Write) -> Result<()> {
    let _ = (document, out);
    todo!()
}
