//! ZIP archives: what they hold, and their files one by one. Nothing is written to
//! the disk; tables and JSON Lines are read while they expand, however large.

use std::borrow::Cow;
use std::io::{self, BufReader, Read, Seek};
use std::path::Path;

use encoding_rs::GB18030;
use zip::ZipArchive;

use super::file_name::{FileName, Suffix};
use super::zipped::{self, Bounded, MAX_PART_BYTES};
use super::{Outcome, Place, Sink, json_file, json_lines, judgments, read_bytes};
use crate::error::{Bound, ForeignFormat, ImportError, ImportProblem};

/// Name of the format in errors.
pub(super) const FORMAT: &str = "ZIP";

/// Most bytes that the files of an archive expand to, together.
const MAX_EXPANDED_BYTES: u64 = 16 << 30;

/// So many entries that cannot be read are named one by one.
const MAX_NAMED: u64 = 1_000;

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

/// What a container is; office documents are told by the parts that their standards
/// demand.
pub(super) fn kind<R: Read + Seek>(archive: &ZipArchive<R>) -> Kind {
    let names = archive.file_names_raw().take(200);
    let names: Vec<Vec<u8>> = names.map(zipped::part_name).collect();
    let has = |wanted: &[u8]| names.iter().any(|name| name == wanted);
    let below = |folder: &[u8]| names.iter().any(|name| name.starts_with(folder));
    if has(b"[content_types].xml") {
        if below(b"word/") {
            return Kind::Docx;
        } else if below(b"xl/") {
            return Kind::Foreign(ForeignFormat::Xlsx);
        } else if below(b"ppt/") {
            return Kind::Foreign(ForeignFormat::Pptx);
        }
    }
    if has(b"ofd.xml") {
        return Kind::Foreign(ForeignFormat::Ofd);
    }
    if has(b"mimetype") && has(b"content.xml") {
        return Kind::Foreign(ForeignFormat::Odt);
    }
    Kind::Files
}

/// Reads the files of an archive in its order. Each is shown as the archive's path
/// with its own behind it.
pub(super) fn read<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    path: &Path,
    display_path: &str,
    sink: &mut Sink<'_>,
) {
    let mut reading = Reading {
        path,
        display_path,
        expanded_bytes: 0,
        named: 0,
        others: 0,
    };
    for index in 0..archive.len() {
        if reading.expanded_bytes > MAX_EXPANDED_BYTES {
            let problem = ImportProblem::Bound {
                bound: Bound::ExpandedBytes,
                limit: MAX_EXPANDED_BYTES,
            };
            sink(Outcome::Failed(ImportError::of_file(display_path, problem)));
            break;
        }
        if let Err(error) = reading.entry(&mut archive, index, sink) {
            reading.fail(error, sink);
        }
    }
    if reading.others > 0 {
        let problem = ImportProblem::Others {
            count: reading.others,
        };
        sink(Outcome::Failed(ImportError::of_file(display_path, problem)));
    }
}

struct Reading<'a> {
    path: &'a Path,
    display_path: &'a str,
    expanded_bytes: u64,
    named: u64,
    others: u64,
}

impl Reading<'_> {
    fn fail(&mut self, error: ImportError, sink: &mut Sink<'_>) {
        self.named += 1;
        if self.named > MAX_NAMED {
            self.others += 1;
        } else {
            sink(Outcome::Failed(error));
        }
    }

    fn entry<R: Read + Seek>(
        &mut self,
        archive: &mut ZipArchive<R>,
        index: usize,
        sink: &mut Sink<'_>,
    ) -> Result<(), ImportError> {
        let raw = archive.by_index_raw(index).map_err(|error| {
            let problem = zipped::problem(error, FORMAT);
            ImportError::of_file(format!("{}/#{}", self.display_path, index + 1), problem)
        })?;
        let name = entry_name(raw.name_raw()).into_owned();
        let shown = format!("{}/{name}", self.display_path);
        let fail = |problem| ImportError::of_file(&shown, problem);
        if raw.is_dir() || is_beside(&name) {
            return Ok(());
        }
        let suffix = usable(&name, raw.is_symlink(), raw.encrypted()).map_err(fail)?;
        drop(raw);
        let entry = archive.by_index(index);
        let entry = entry.map_err(|error| fail(zipped::problem(error, FORMAT)))?;
        let compressed_bytes = entry.compressed_size();
        let limit_bytes = limit_bytes(suffix, self.expanded_bytes);
        let mut entry = Bounded::new(entry, compressed_bytes, limit_bytes);
        let path = self.path.join(&name);
        let read = read_entry(suffix, &mut entry, &path, &shown, sink);
        self.expanded_bytes += entry.read_bytes;
        read.map_err(|error| fail(zipped::read_problem(error, FORMAT)))
    }
}

/// Most bytes that the next entry may expand to: what those before it left, and for
/// entries that are read as a whole no more than fit.
fn limit_bytes(suffix: Suffix, expanded_bytes: u64) -> u64 {
    let left = MAX_EXPANDED_BYTES.saturating_sub(expanded_bytes);
    match suffix {
        Suffix::Csv | Suffix::JsonLines => left,
        _ => left.min(MAX_PART_BYTES),
    }
}

/// How an entry is opened, if it may be.
fn usable(name: &str, symlink: bool, encrypted: bool) -> Result<Suffix, ImportProblem> {
    if leads_out(name) {
        Err(ImportProblem::EntryName)
    } else if symlink {
        Err(ImportProblem::Link)
    } else if encrypted {
        Err(ImportProblem::Encrypted)
    } else {
        match FileName::of(name).suffix() {
            None | Some(Suffix::Database) => Err(ImportProblem::Unsupported),
            Some(Suffix::Zip) => Err(ImportProblem::NestedArchive),
            Some(suffix) => Ok(suffix),
        }
    }
}

/// Reads an entry while it expands, or as a whole where it has to be.
fn read_entry(
    suffix: Suffix,
    entry: &mut impl Read,
    path: &Path,
    shown: &str,
    sink: &mut Sink<'_>,
) -> io::Result<()> {
    match suffix {
        Suffix::Csv => judgments::table::read(&mut buffered(entry), shown, sink),
        Suffix::JsonLines => json_lines::read(&mut buffered(entry), shown, sink),
        _ => {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            match suffix {
                Suffix::Json => json_file::read_entry(path, shown, bytes, sink),
                _ => read_bytes(Place::Archive, path, shown, bytes, sink),
            }
        }
    }
    // Readers of lines report what goes wrong in the stream themselves.
    Ok(())
}

fn buffered(entry: impl Read) -> BufReader<impl Read> {
    BufReader::with_capacity(1 << 18, entry)
}

/// Names are UTF-8, or what the machine had that packed them: in China GBK.
fn entry_name(raw: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(raw) {
        Ok(name) => Cow::Borrowed(name),
        Err(_) => GB18030.decode_without_bom_handling(raw).0,
    }
}

/// What systems put beside files: resource forks, thumbnails, hidden files.
fn is_beside(name: &str) -> bool {
    let mut parts = name.split(['/', '\\']);
    let hidden = |part: &str| part.starts_with('.') && !part.trim_matches('.').is_empty();
    parts.any(|part| part == "__MACOSX" || part.eq_ignore_ascii_case("thumbs.db") || hidden(part))
}

fn leads_out(name: &str) -> bool {
    let drive = name.chars().nth(1) == Some(':');
    drive
        || name.starts_with(['/', '\\'])
        || name.contains('\0')
        || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
#[path = "archive_tests.rs"]
mod tests;
