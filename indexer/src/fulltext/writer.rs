//! Documents in: one tantivy document per entry.

use leian_corpus::{Document, DocumentId};

use crate::error::Result;

/// What adding one document made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AddReport {
    /// Entries of the document.
    pub entries: usize,
    /// Passages of its entries.
    pub passages: usize,
}

/// The one writer of an index. What was added is invisible and volatile until
/// [`Self::commit`]; dropping the writer without one loses exactly that.
pub struct IndexWriter {}

impl IndexWriter {
    /// Adds `document`, in place of an older copy with the same id.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn add_document(&mut self, _document: &Document) -> Result<AddReport> {
        todo!()
    }

    /// Removes a document and its entries; nothing happens if it is not there.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn delete_document(&mut self, _id: &DocumentId) -> Result<()> {
        todo!()
    }

    /// Makes everything added and deleted so far durable and visible, at once.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn commit(&mut self) -> Result<()> {
        todo!()
    }

    /// Merges small segments so that few remain, leaving large ones alone;
    /// commits first. For the end of an import.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn merge_down(&mut self) -> Result<()> {
        todo!()
    }
}
