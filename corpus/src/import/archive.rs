//! ZIP archives: what they hold.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use super::zipped;
use crate::error::{ForeignFormat, ImportProblem};

/// Name of the format in errors.
const FORMAT: &str = "ZIP";

/// What a ZIP container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Word document.
    Docx,
    /// Another document format in ZIP.
    Foreign(ForeignFormat),
    /// An archive of files.
    Files,
}

/// What the ZIP container in `bytes` is.
///
/// # Errors
/// When it is damaged or has too many entries.
pub(super) fn kind(bytes: &[u8]) -> Result<Kind, ImportProblem> {
    Ok(kind_of(&zipped::open(Cursor::new(bytes), FORMAT)?))
}

/// Office documents are told by the parts that their standards demand.
fn kind_of<R: Read + Seek>(archive: &ZipArchive<R>) -> Kind {
    let names: Vec<&[u8]> = archive.file_names_raw().take(200).collect();
    let has = |name: &[u8]| names.contains(&name);
    let below = |folder: &[u8]| names.iter().any(|name| name.starts_with(folder));
    if has(b"[Content_Types].xml") {
        if below(b"word/") {
            return Kind::Docx;
        } else if below(b"xl/") {
            return Kind::Foreign(ForeignFormat::Xlsx);
        } else if below(b"ppt/") {
            return Kind::Foreign(ForeignFormat::Pptx);
        }
    }
    if has(b"OFD.xml") {
        return Kind::Foreign(ForeignFormat::Ofd);
    }
    if has(b"mimetype") && has(b"content.xml") {
        return Kind::Foreign(ForeignFormat::Odt);
    }
    Kind::Files
}
