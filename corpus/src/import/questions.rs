//! Questions and answers of 检答网 in Markdown: several a file.

use super::{Sink, TextSource};

/// Whether the text, by place and content, is a batch of questions.
#[allow(dead_code)]
pub(crate) fn recognises(_source: &TextSource<'_>) -> bool {
    false
}

/// Reads one file, one document a question.
#[allow(dead_code)]
pub(crate) fn read(_source: &TextSource<'_>, _sink: &mut Sink<'_>) {
    todo!()
}
