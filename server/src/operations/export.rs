//! A library's documents as JSON Lines, in the schema that an import reads.

use std::collections::HashSet;
use std::io::Write;
use std::ops::ControlFlow;

use leian_corpus::import::jsonl::write_document;
use leian_corpus::{CorpusError, DocumentId};
use leian_indexer::{Filter, Snapshot};

use crate::error::{LibraryError, Result};
use crate::library::Library;

/// Writes every document that passes `filter` as one line, in the order of
/// their ids, and returns how many. One document is in memory at a time.
///
/// A statute passes as a whole when one of its articles does.
///
/// # Errors
/// When the library cannot be read, or `out` cannot be written; the latter as
/// `Export` with the I/O error inside.
pub fn export(library: &Library, filter: &Filter, out: &mut dyn Write) -> Result<u64> {
    let snapshot = library.snapshot()?;
    let passing = passing(&snapshot, filter)?;
    let mut count = 0;
    let mut failure = None;
    snapshot.documents(&mut |document| {
        if !passing.contains(&document.id) {
            return ControlFlow::Continue(());
        }
        match write_document(&document, out) {
            Ok(()) => {
                count += 1;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    match failure {
        Some(source) => Err(LibraryError::Export { source }),
        None => {
            out.flush().map_err(|source| LibraryError::Export {
                source: CorpusError::Write {
                    document_id: String::new(),
                    source,
                },
            })?;
            Ok(count)
        }
    }
}

/// The documents of which an entry passes.
fn passing(snapshot: &Snapshot, filter: &Filter) -> Result<HashSet<DocumentId>> {
    let mut passing = HashSet::new();
    for entry in snapshot.filter_only(filter, false)?.iter() {
        passing.insert(snapshot.entry_id(entry)?.document_id());
    }
    Ok(passing)
}
