//! A library's documents as JSON Lines, in the schema that an import reads.

use std::io::Write;
use std::ops::ControlFlow;

use leian_corpus::document::Date;
use leian_corpus::import::jsonl::write_document;
use leian_corpus::{CorpusError, Document};
use leian_indexer::Filter;

use crate::error::{LibraryError, Result};
use crate::library::Library;

/// Writes every document that passes `filter` as one line, in the order of
/// their ids, and returns how many. One document is in memory at a time.
///
/// Of the filter, what is a property of a whole document counts: kinds, issuers,
/// dates, numbers, laws, documents.
///
/// # Errors
/// When the library cannot be read, or `out` cannot be written; the latter as
/// `Export` with the I/O error inside.
pub fn export(library: &Library, filter: &Filter, out: &mut dyn Write) -> Result<u64> {
    let snapshot = library.snapshot()?;
    let mut count = 0;
    let mut failure = None;
    snapshot.documents(&mut |document| {
        if !passes(&document, filter) {
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

fn passes(document: &Document, filter: &Filter) -> bool {
    let metadata = &document.metadata;
    let any = |list: &[String], value: &Option<String>| {
        list.is_empty() || value.as_ref().is_some_and(|value| list.contains(value))
    };
    (filter.kinds.is_empty() || filter.kinds.contains(&document.kind))
        && !filter.exclude_kinds.contains(&document.kind)
        && (filter.documents.is_empty() || filter.documents.contains(&document.id))
        && !filter.exclude_documents.contains(&document.id)
        && (filter.laws.is_empty()
            || metadata
                .law
                .as_ref()
                .is_some_and(|law| filter.laws.contains(&law.key)))
        && (filter.numbers.is_empty()
            || [&metadata.number, &metadata.case_number]
                .into_iter()
                .flatten()
                .any(|number| filter.numbers.contains(number)))
        && any(&filter.issuers, &metadata.issuer)
        && (filter.date_from.is_none() || date(document) >= filter.date_from)
        && (filter.date_to.is_none()
            || date(document).is_some_and(|date| Some(date) <= filter.date_to))
}

/// The date of a document: of a law its version, of a case its own.
fn date(document: &Document) -> Option<Date> {
    let metadata = &document.metadata;
    metadata
        .law
        .as_ref()
        .and_then(|law| law.version)
        .or(metadata.effective)
        .or(metadata.promulgated)
        .or(metadata.date)
}
