//! PDF with a text layer (ISO 32000-1): characters with their places on the pages
//! become lines, lines become paragraphs; page numbers and running heads are left
//! out. Not read are pictures of text: a file of nothing else is refused by name.

mod cmap;
mod columns;
mod content;
mod fonts;
mod footnotes;
mod ink;
mod matrix;
mod page_lines;
mod paragraphs;

use lopdf::{Document, LoadOptions, Object, ObjectId};

use self::content::Session;
use super::flow::{Flow, TextNote};
use crate::error::{Bound, ImportProblem};

/// Name of the format in errors.
const FORMAT: &str = "PDF";

/// Most pages.
const MAX_PAGES: usize = 5_000;

/// Most objects.
const MAX_OBJECTS: usize = 1_000_000;

/// What all object streams together may expand to while the file is opened.
const MAX_LOADED_BYTES: usize = 256 << 20;

/// Most object streams.
const MAX_OBJECT_STREAMS: usize = 16_384;

/// Reads a file.
///
/// # Errors
/// When it is damaged, needs a password, has no text, or exceeds a bound.
pub(super) fn read(bytes: &[u8]) -> Result<Flow, ImportProblem> {
    let document = open(bytes)?;
    let pages: Vec<ObjectId> = document.page_iter().take(MAX_PAGES + 1).collect();
    if pages.len() > MAX_PAGES {
        return Err(bound(Bound::Pages, MAX_PAGES));
    }
    let mut session = Session::default();
    let mut all = Vec::with_capacity(pages.len());
    let (mut without_text, mut faint, mut side_by_side) = (0, false, false);
    for &page in &pages {
        let mut glyphs = content::read_page(&document, page, &mut session)?;
        without_text += usize::from(glyphs.is_empty());
        faint |= page_lines::drop_faint(&mut glyphs);
        let found = columns::lines(footnotes::without_marks(glyphs));
        side_by_side |= found.side_by_side;
        all.push(found.lines);
    }
    if without_text == pages.len() {
        let pages = pages.len();
        return Err(ImportProblem::NoTextLayer { pages });
    }
    let mut flow = Flow::default();
    if page_lines::drop_running_heads(&mut all) {
        flow.note(TextNote::RunningHeads);
    }
    let notes = footnotes::take(&mut all);
    for paragraph in paragraphs::of_pages(&all) {
        flow.push(0, &paragraph);
    }
    flow.append_notes(&notes);
    flow.note(TextNote::JoinedLines);
    if faint || session.slanted > 0 {
        flow.note(TextNote::Watermark);
    }
    if side_by_side {
        flow.note(TextNote::SideBySide);
    }
    if without_text > 0 {
        flow.note(TextNote::PagesWithoutText);
    }
    if session.unknown_characters > 0 {
        flow.note(TextNote::UnknownCharacters);
    }
    Ok(flow)
}

fn bound(bound: Bound, limit: usize) -> ImportProblem {
    ImportProblem::Bound {
        bound,
        limit: limit as u64,
    }
}

fn open(bytes: &[u8]) -> Result<Document, ImportProblem> {
    let streams = bytes.windows(7).filter(|name| name == b"/ObjStm").count();
    if streams > MAX_OBJECT_STREAMS {
        return Err(bound(Bound::Objects, MAX_OBJECT_STREAMS));
    }
    let options = LoadOptions {
        max_decompressed_size: Some((MAX_LOADED_BYTES / (streams + 1)).max(1 << 20)),
        ..LoadOptions::default()
    };
    let mut document = Document::load_mem_with_options(bytes, options).map_err(problem)?;
    if document.objects.len() > MAX_OBJECTS {
        return Err(bound(Bound::Objects, MAX_OBJECTS));
    }
    // Files that only forbid printing or copying open without a password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(ImportProblem::Encrypted);
    }
    Ok(document)
}

/// What a failure to open or to decode means.
fn problem(error: lopdf::Error) -> ImportProblem {
    use lopdf::{DecompressError, Error};
    match error {
        Error::Decompress(DecompressError::MemoryLimitExceeded { limit }) => {
            bound(Bound::ExpandedBytes, limit)
        }
        Error::InvalidPassword | Error::Decryption(_) => ImportProblem::Encrypted,
        other => ImportProblem::Damaged {
            format: FORMAT,
            detail: other.to_string(),
        },
    }
}

/// The object that a reference leads to.
fn resolve<'d>(document: &'d Document, object: &'d Object) -> Option<&'d Object> {
    document.dereference(object).ok().map(|(_, object)| object)
}

fn number(document: &Document, object: &Object) -> Option<f32> {
    resolve(document, object)?
        .as_float()
        .ok()
        .filter(|number| number.is_finite())
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
