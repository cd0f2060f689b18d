//! The file of a sidecar: a header, then sections, all little-endian.
//!
//! The header has 4 KiB: what the sidecar is, a table of its sections, and its own
//! xxh3 at the end. Sections begin at multiples of 64 bytes, follow each other
//! without gaps but zeros, and end where the file ends; each has its xxh3 in the
//! table. [`MappedSections::open`] looks at every byte except those of
//! [`SectionKind::Vectors`], which are many and read by few searches.

use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use bytemuck::Pod;
use memmap2::Mmap;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::error::{EmbeddingError, Result};

#[cfg(target_endian = "big")]
compile_error!("sidecars are mapped as they lie on disk, which is little-endian");

const MAGIC: &[u8; 8] = b"LEIANVEC";
const VERSION: u32 = 1;
const HEADER_BYTES: usize = 4096;
const ALIGNMENT: u64 = 64;
const MODEL_AT: usize = 64;
const MODEL_BYTES: usize = 200;
const SEGMENT_AT: usize = 264;
/// Longest name of an index segment.
pub(super) const SEGMENT_BYTES: usize = 64;
const TABLE_AT: usize = 384;
const TABLE_ENTRY_BYTES: usize = 32;
const MAX_SECTIONS: usize = (HEADER_BYTES - 8 - TABLE_AT) / TABLE_ENTRY_BYTES;

/// What a section holds. n is the number of unique vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(super) enum SectionKind {
    /// dim × f32.
    Mean = 1,
    /// n × padded dim × i8.
    Codes = 2,
    /// n × scale and shift.
    CodeTerms = 3,
    /// n × xxh3 of the f32 vector.
    VectorChecksums = 4,
    /// n + 1 × u32 into [`Self::Passages`].
    PassageOffsets = 5,
    /// Document and passage of each vector, ascending within a vector.
    Passages = 6,
    /// max_doc + 1 × u32 into [`Self::DocVectors`].
    DocOffsets = 7,
    /// Vector and passage of each document, by passage.
    DocVectors = 8,
    /// Keys of 32 bytes that the store had no vector for.
    MissingKeys = 9,
    /// Layer's nodes as vectors; upper layers only, as the next one.
    GraphNodes = 10,
    /// Layer's nodes as places in the layer below.
    GraphDown = 11,
    /// Nodes + 1 × u32 into the neighbours.
    GraphOffsets = 12,
    /// Neighbours as places in the same layer.
    GraphNeighbours = 13,
    /// n × dim × f32.
    Vectors = 14,
}

/// A section: its kind and, for those of a graph, its layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SectionId {
    pub(super) kind: u32,
    pub(super) layer: u32,
}

impl SectionKind {
    pub(super) fn id(self) -> SectionId {
        self.of_layer(0)
    }

    pub(super) fn of_layer(self, layer: usize) -> SectionId {
        SectionId {
            kind: self as u32,
            layer: layer as u32,
        }
    }
}

/// The header without its table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SidecarHeader {
    pub(super) model_id: String,
    pub(super) segment: String,
    pub(super) dim: u32,
    pub(super) max_doc: u32,
    pub(super) vectors: u32,
    pub(super) passages: u32,
    pub(super) missing: u32,
    /// Layers of the graph; 0 when there is none.
    pub(super) layers: u32,
    /// Where a walk begins, as a place in the top layer.
    pub(super) entry: u32,
    /// The most that a code lost by rounding.
    pub(super) lost: f32,
}

#[derive(Clone, Copy)]
struct TableEntry {
    id: SectionId,
    offset: u64,
    len: u64,
    checksum: u64,
}

impl SidecarHeader {
    fn encode(&self, table: &[TableEntry]) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[..8].copy_from_slice(MAGIC);
        let numbers = [
            VERSION,
            self.dim,
            self.max_doc,
            self.vectors,
            self.passages,
            self.missing,
            self.layers,
            self.entry,
            self.lost.to_bits(),
            self.model_id.len() as u32,
            self.segment.len() as u32,
            table.len() as u32,
        ];
        for (place, number) in bytes[8..].chunks_exact_mut(4).zip(numbers) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        bytes[MODEL_AT..][..self.model_id.len()].copy_from_slice(self.model_id.as_bytes());
        bytes[SEGMENT_AT..][..self.segment.len()].copy_from_slice(self.segment.as_bytes());
        for (place, entry) in bytes[TABLE_AT..]
            .chunks_exact_mut(TABLE_ENTRY_BYTES)
            .zip(table)
        {
            place[..4].copy_from_slice(&entry.id.kind.to_le_bytes());
            place[4..8].copy_from_slice(&entry.id.layer.to_le_bytes());
            for (part, number) in
                place[8..]
                    .chunks_exact_mut(8)
                    .zip([entry.offset, entry.len, entry.checksum])
            {
                part.copy_from_slice(&number.to_le_bytes());
            }
        }
        let checksum = xxh3_64(&bytes[..HEADER_BYTES - 8]);
        bytes[HEADER_BYTES - 8..].copy_from_slice(&checksum.to_le_bytes());
        bytes
    }

    fn decode(path: &Path, bytes: &[u8]) -> Result<(Self, Vec<TableEntry>)> {
        let damaged = |reason: &str| EmbeddingError::damaged(path, 0, reason);
        if bytes.len() < HEADER_BYTES || &bytes[..8] != MAGIC {
            return Err(damaged("it does not begin as a sidecar does"));
        }
        let number = |place: usize| u32_at(bytes, 8 + 4 * place);
        if number(0) != VERSION {
            return Err(EmbeddingError::Mismatch {
                path: path.into(),
                what: "format version",
                found: number(0).to_string(),
                expected: VERSION.to_string(),
            });
        }
        if u64_at(bytes, HEADER_BYTES - 8) != xxh3_64(&bytes[..HEADER_BYTES - 8]) {
            return Err(damaged("its header does not match its checksum"));
        }
        let text = |at: usize, len: usize, limit: usize| {
            let bytes = bytes[at..].get(..len.min(limit)).unwrap_or_default();
            String::from_utf8_lossy(bytes).into_owned()
        };
        let header = Self {
            dim: number(1),
            max_doc: number(2),
            vectors: number(3),
            passages: number(4),
            missing: number(5),
            layers: number(6),
            entry: number(7),
            lost: f32::from_bits(number(8)),
            model_id: text(MODEL_AT, number(9) as usize, MODEL_BYTES),
            segment: text(SEGMENT_AT, number(10) as usize, SEGMENT_BYTES),
        };
        let sections = number(11) as usize;
        if sections > MAX_SECTIONS {
            return Err(damaged("its header names too many sections"));
        }
        let table = bytes[TABLE_AT..]
            .chunks_exact(TABLE_ENTRY_BYTES)
            .take(sections);
        let table = table.map(|entry| TableEntry {
            id: SectionId {
                kind: u32_at(entry, 0),
                layer: u32_at(entry, 4),
            },
            offset: u64_at(entry, 8),
            len: u64_at(entry, 16),
            checksum: u64_at(entry, 24),
        });
        Ok((header, table.collect()))
    }
}

/// Writes sections one after the other, the header last.
pub(super) struct SectionsWriter<'a> {
    file: BufWriter<&'a mut File>,
    position: u64,
    table: Vec<TableEntry>,
    hash: Xxh3,
}

impl<'a> SectionsWriter<'a> {
    pub(super) fn new(file: &'a mut File) -> std::io::Result<Self> {
        let mut file = BufWriter::with_capacity(1 << 20, file);
        file.write_all(&[0; HEADER_BYTES])?;
        Ok(Self {
            file,
            position: HEADER_BYTES as u64,
            table: Vec::new(),
            hash: Xxh3::new(),
        })
    }

    /// A whole section at once.
    pub(super) fn section<T: Pod>(&mut self, id: SectionId, values: &[T]) -> std::io::Result<()> {
        self.begin(id)?;
        self.append(values)?;
        self.end();
        Ok(())
    }

    /// A section piece by piece: `begin`, `append` as often as needed, `end`.
    pub(super) fn begin(&mut self, id: SectionId) -> std::io::Result<()> {
        let padding = (self.position.next_multiple_of(ALIGNMENT) - self.position) as usize;
        self.file.write_all(&[0; ALIGNMENT as usize][..padding])?;
        self.position += padding as u64;
        self.table.push(TableEntry {
            id,
            offset: self.position,
            len: 0,
            checksum: 0,
        });
        self.hash.reset();
        Ok(())
    }

    pub(super) fn append<T: Pod>(&mut self, values: &[T]) -> std::io::Result<()> {
        let bytes = bytemuck::cast_slice(values);
        self.file.write_all(bytes)?;
        self.hash.update(bytes);
        self.position += bytes.len() as u64;
        Ok(())
    }

    pub(super) fn end(&mut self) {
        if let Some(entry) = self.table.last_mut() {
            entry.len = self.position - entry.offset;
            entry.checksum = self.hash.digest();
        }
    }

    /// # Errors
    /// When writing fails, or there are more sections than the header has room for.
    pub(super) fn finish(mut self, header: &SidecarHeader) -> std::io::Result<()> {
        if self.table.len() > MAX_SECTIONS {
            return Err(std::io::Error::other("too many sections"));
        }
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&header.encode(&self.table))?;
        self.file.flush()
    }
}

/// A sidecar's file, mapped and checked.
pub(super) struct MappedSections {
    pub(super) path: PathBuf,
    pub(super) header: SidecarHeader,
    map: Mmap,
    table: Vec<TableEntry>,
}

impl MappedSections {
    /// # Errors
    /// `Damaged` for anything that is not exactly as it was written, the bytes of
    /// [`SectionKind::Vectors`] excepted; `Mismatch` for another format version.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(EmbeddingError::io("open", path))?;
        let length = file
            .metadata()
            .map_err(EmbeddingError::io("measure", path))?
            .len();
        if length < HEADER_BYTES as u64 {
            return Err(EmbeddingError::damaged(
                path,
                length,
                "it ends before its header does",
            ));
        }
        // SAFETY: a sidecar is written under another name and renamed into place, so
        // the file behind this handle is complete; our code never writes to it or
        // shortens it afterwards, only renames another one over it or removes it,
        // which leaves a mapped file as it is. The map is read-only.
        let map = unsafe { Mmap::map(&file) }.map_err(EmbeddingError::io("map", path))?;
        let (header, table) = SidecarHeader::decode(path, &map)?;
        let sections = Self {
            path: path.into(),
            header,
            map,
            table,
        };
        sections.check_places()?;
        for entry in &sections.table {
            if entry.id.kind != SectionKind::Vectors as u32 {
                sections.check_content(entry)?;
            }
        }
        Ok(sections)
    }

    /// Sections lie one after the other with zeros between, to the end of the file.
    fn check_places(&self) -> Result<()> {
        let mut end = HEADER_BYTES as u64;
        for entry in &self.table {
            let start = end.next_multiple_of(ALIGNMENT);
            let next = entry.offset.checked_add(entry.len);
            let Some(next) = next.filter(|&next| next <= self.map.len() as u64) else {
                return Err(self.damaged(entry.offset, "a section reaches beyond the file"));
            };
            if entry.offset != start {
                return Err(self.damaged(entry.offset, "a section is not where it should be"));
            }
            if self.map[end as usize..start as usize]
                .iter()
                .any(|&byte| byte != 0)
            {
                return Err(self.damaged(end, "there is something between two sections"));
            }
            end = next;
        }
        if end != self.map.len() as u64 {
            return Err(self.damaged(end, "there is something after the last section"));
        }
        Ok(())
    }

    fn check_content(&self, entry: &TableEntry) -> Result<()> {
        let range = entry.offset as usize..(entry.offset + entry.len) as usize;
        if xxh3_64(&self.map[range]) != entry.checksum {
            return Err(self.damaged(entry.offset, "a section does not match its checksum"));
        }
        Ok(())
    }

    /// Checks every section, the f32 vectors included.
    pub(super) fn verify(&self) -> Result<()> {
        self.table
            .iter()
            .try_for_each(|entry| self.check_content(entry))
    }

    /// Where the `count` values of a section lie in the map.
    ///
    /// # Errors
    /// `Damaged` when it is not there or has another size.
    pub(super) fn place<T: Pod>(&self, id: SectionId, count: usize) -> Result<Range<usize>> {
        let Some(entry) = self.table.iter().find(|entry| entry.id == id) else {
            return Err(self.damaged(0, format!("it has no section {id:?}")));
        };
        if Some(entry.len) != (count as u64).checked_mul(size_of::<T>() as u64) {
            let reason = format!("section {id:?} has {} bytes, not {count} values", entry.len);
            return Err(self.damaged(entry.offset, reason));
        }
        Ok(entry.offset as usize..(entry.offset + entry.len) as usize)
    }

    /// As [`Self::place`], for a section of as many values as fit.
    pub(super) fn place_of_any<T: Pod>(&self, id: SectionId) -> Result<Range<usize>> {
        let len = self
            .table
            .iter()
            .find(|entry| entry.id == id)
            .map_or(0, |entry| entry.len);
        self.place::<T>(id, len as usize / size_of::<T>())
    }

    /// The values at a place that [`Self::place`] returned for the same type. The map
    /// begins at a page and sections at multiples of 64, so they are aligned.
    #[inline]
    pub(super) fn values<T: Pod>(&self, place: &Range<usize>) -> &[T] {
        bytemuck::cast_slice(&self.map[place.clone()])
    }

    pub(super) fn size_bytes(&self) -> u64 {
        self.map.len() as u64
    }

    pub(super) fn damaged(&self, offset: u64, reason: impl Into<String>) -> EmbeddingError {
        EmbeddingError::damaged(&self.path, offset, reason)
    }
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let mut value = [0; 4];
    value.copy_from_slice(&bytes[at..at + 4]);
    u32::from_le_bytes(value)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    let mut value = [0; 8];
    value.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(value)
}

/// Makes all checksums of a sidecar's bytes right again, so that tests can try what
/// the other checks refuse.
#[cfg(test)]
pub(super) fn reseal(bytes: &mut [u8]) {
    let (header, mut table) = SidecarHeader::decode(Path::new("test"), bytes).unwrap();
    for entry in &mut table {
        let range = entry.offset as usize..(entry.offset + entry.len) as usize;
        entry.checksum = xxh3_64(&bytes[range]);
    }
    bytes[..HEADER_BYTES].copy_from_slice(&header.encode(&table));
}

/// Where a section lies in a sidecar's bytes.
#[cfg(test)]
pub(super) fn section_range(bytes: &[u8], id: SectionId) -> Range<usize> {
    let (_, table) = SidecarHeader::decode(Path::new("test"), bytes).unwrap();
    let entry = table.iter().find(|entry| entry.id == id).unwrap();
    entry.offset as usize..(entry.offset + entry.len) as usize
}
