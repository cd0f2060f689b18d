//! Cases in Markdown: guiding, gazette, typical and teaching cases.
//!
//! Owner's seam: `recognises` says whether a text is of this form, `read` reads it.

use super::{Sink, TextSource};

/// Whether the text, by place and content, is a case.
#[allow(dead_code)]
pub(crate) fn recognises(_source: &TextSource<'_>) -> bool {
    false
}

/// Reads one file, which gives one document or, where a page holds several cases, many.
#[allow(dead_code)]
pub(crate) fn read(_source: &TextSource<'_>, _sink: &mut Sink<'_>) {
    todo!()
}
