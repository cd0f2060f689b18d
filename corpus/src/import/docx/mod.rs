//! Word documents (.docx, Office Open XML, ECMA-376): paragraphs with their
//! headings and automatic numbers, tables as lines of text, footnotes below the
//! text; tracked changes count as accepted. Not read are headers, footers,
//! comments, pictures and what the document hides.

mod body;
mod numbering;
mod styles;
mod tags;

use std::io::Cursor;

use zip::ZipArchive;

use self::body::Body;
use self::numbering::Numbering;
use self::styles::Styles;
use super::flow::Flow;
use super::xml::{Piece, Xml, attribute, name};
use super::zipped;
use crate::error::ImportProblem;

/// Name of the format in errors.
pub(super) const FORMAT: &str = "DOCX";

/// Reads a document.
///
/// # Errors
/// When the container or one of its parts is damaged, too large or nested too deep.
pub(super) fn read(bytes: &[u8]) -> Result<Flow, ImportProblem> {
    let mut package = Package {
        archive: zipped::open(Cursor::new(bytes), FORMAT)?,
    };
    let main = package.main_part()?;
    let text = package.part(&main)?.ok_or_else(|| ImportProblem::Damaged {
        format: FORMAT,
        detail: format!("it has no part {main:?}"),
    })?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut beside = |part: &str| package.part(&format!("{folder}/{part}"));
    let styles = match beside("styles.xml")? {
        Some(text) => Styles::read(&text)?,
        None => Styles::default(),
    };
    let numbering = match beside("numbering.xml")? {
        Some(text) => Numbering::read(&text)?,
        None => Numbering::default(),
    };
    let mut body = Body::new(&styles, numbering);
    body.read(&text)?;
    let (mut flow, references) = body.finish();
    let mut notes = Vec::new();
    for part in ["footnotes.xml", "endnotes.xml"] {
        if let Some(text) = beside(part)? {
            let of_part = |reference: &&body::Reference| reference.part == part;
            let wanted = references.iter().filter(of_part).map(|r| r.id.as_str());
            notes.extend(body::read_notes(&styles, &text, wanted)?);
        }
    }
    flow.append_notes(&notes);
    Ok(flow)
}

struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl Package<'_> {
    /// Where a part lies, however its name is written.
    fn place_of(&self, name: &str) -> Option<usize> {
        let wanted = zipped::part_name(name.as_bytes());
        self.archive.index_for_name(name).or_else(|| {
            let mut names = self.archive.file_names_raw();
            names.position(|other| zipped::part_name(other) == wanted)
        })
    }

    /// The text of a part, `None` when there is no such part.
    fn part(&mut self, name: &str) -> Result<Option<String>, ImportProblem> {
        let Some(index) = self.place_of(name) else {
            return Ok(None);
        };
        let part = self.archive.by_index(index);
        let part = part.map_err(|error| zipped::problem(error, FORMAT))?;
        let compressed_bytes = part.compressed_size();
        let bytes = zipped::read_part(part, compressed_bytes, FORMAT)?;
        let (text, _, malformed) = encoding_rs::UTF_8.decode(&bytes);
        if malformed {
            return Err(ImportProblem::Damaged {
                format: FORMAT,
                detail: format!("part {name:?} is not UTF-8"),
            });
        }
        Ok(Some(text.into_owned()))
    }

    /// The name of the part that holds the text.
    fn main_part(&mut self) -> Result<String, ImportProblem> {
        const USUAL: &str = "word/document.xml";
        let Some(text) = self.part("_rels/.rels")? else {
            return Ok(USUAL.to_owned());
        };
        let mut xml = Xml::of(&text, FORMAT);
        while let Some(piece) = xml.next()? {
            if let Piece::Open(element) = piece
                && name(&element) == "Relationship"
                && attribute(&element, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = attribute(&element, "Target")
            {
                return Ok(target.replace('\\', "/"));
            }
        }
        Ok(USUAL.to_owned())
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
