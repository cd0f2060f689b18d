//! A whole store in one file, to carry from one machine to another.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::layout::{FileKind, HEADER_BYTES, Header, RecordLayout};
use super::{EmbeddingStore, StoreProblem, StoreWriter, floats};
use crate::embedding::error::{EmbeddingError, Result};
use crate::embedding::files::replace_file;

/// What an exported file says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveInfo {
    /// The model that made the vectors.
    pub model_id: String,
    /// Length of a vector.
    pub dim: usize,
    /// Number of vectors.
    pub vectors: u64,
}

/// What an export wrote.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// Vectors written.
    pub vectors: u64,
    /// Size of the file.
    pub size_bytes: u64,
}

/// What an import of an exported file did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Vectors that were not there.
    pub added: u64,
    /// Vectors that were there already.
    pub known: u64,
    /// Records of the file that could not be used.
    pub problems: Vec<StoreProblem>,
}

/// Reads what an exported file says about itself, so that the right store can
/// be opened for it.
///
/// # Errors
/// `Damaged` when it is no such file, or not a whole one.
pub fn archive_info(file: &Path) -> Result<ArchiveInfo> {
    let (_, header) = open_archive(file)?;
    Ok(ArchiveInfo {
        model_id: header.model_id,
        dim: header.dim,
        vectors: header.records,
    })
}

fn open_archive(path: &Path) -> Result<(File, Header)> {
    let mut file = File::open(path).map_err(EmbeddingError::io("open", path))?;
    let length = file
        .metadata()
        .map_err(EmbeddingError::io("measure", path))?
        .len();
    let mut bytes = [0; HEADER_BYTES];
    if length < HEADER_BYTES as u64 {
        return Err(EmbeddingError::damaged(
            path,
            length,
            "it ends before its header does",
        ));
    }
    file.read_exact(&mut bytes)
        .map_err(EmbeddingError::io("read", path))?;
    let header = Header::decode(path, FileKind::Archive, &bytes)?;
    let record_bytes = RecordLayout { dim: header.dim }.record_bytes() as u64;
    let expected = header
        .records
        .checked_mul(record_bytes)
        .map(|n| n + HEADER_BYTES as u64);
    if expected != Some(length) {
        let reason = format!("its {} vectors do not fit its length", header.records);
        return Err(EmbeddingError::damaged(path, length, reason));
    }
    Ok((file, header))
}

impl EmbeddingStore {
    /// Writes all vectors into one file, in the order in which they were added.
    /// A file of that name is replaced.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn export(&self, file: &Path) -> Result<ExportReport> {
        let mut written = 0;
        replace_file(file, &mut |file| {
            written = self.write_archive(file)?;
            Ok(())
        })?;
        let size_bytes = fs::metadata(file)
            .map_err(EmbeddingError::io("measure", file))?
            .len();
        Ok(ExportReport {
            vectors: written,
            size_bytes,
        })
    }

    fn write_archive(&self, file: &mut File) -> std::io::Result<u64> {
        let mut writer = BufWriter::with_capacity(1 << 20, &mut *file);
        writer.write_all(&[0; HEADER_BYTES])?;
        let mut records = 0;
        for (number, volume) in (0..).zip(&self.volumes) {
            for number_in_volume in 0..volume.records {
                let Some(record) = volume.record(number_in_volume) else {
                    continue;
                };
                let Some((key, _)) = self.place.layout.decode(record) else {
                    continue;
                };
                // Of two records of one key only the one that is used.
                let used = self.keys.get(&key);
                if used.is_some_and(|at| (at.volume, at.record) == (number, number_in_volume)) {
                    writer.write_all(record)?;
                    records += 1;
                }
            }
        }
        writer.flush()?;
        drop(writer);
        let place = &self.place;
        let (model_id, dim) = (place.model_id.clone(), place.layout.dim);
        let header = Header {
            kind: FileKind::Archive,
            model_id,
            dim,
            volume: 0,
            records,
        };
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&header.encode())?;
        Ok(records)
    }
}

impl StoreWriter {
    /// Takes in the vectors of an exported file that are not there yet, and
    /// flushes. A record that is damaged is reported and left out.
    ///
    /// # Errors
    /// `Mismatch` when they are of another model; `Damaged` when the file is cut.
    pub fn import(&mut self, file: &Path) -> Result<ImportReport> {
        let (opened, header) = open_archive(file)?;
        let reader = self.reader();
        header.expect(file, reader.model_id(), reader.dim())?;
        let layout = reader.place.layout;
        let mut input = BufReader::with_capacity(1 << 20, opened);
        let mut record = vec![0; layout.record_bytes()];
        let mut report = ImportReport::default();
        for number in 0..header.records {
            input
                .read_exact(&mut record)
                .map_err(EmbeddingError::io("read", file))?;
            let put = match layout.decode(&record) {
                Some((key, vector)) => self.put(&key, &floats(vector)).map_err(Some),
                None => Err(None),
            };
            match put {
                Ok(true) => report.added += 1,
                Ok(false) => report.known += 1,
                Err(Some(EmbeddingError::NotUnit { norm })) => {
                    let reason = format!("its vector has the norm {norm}");
                    report.problems.push(problem(file, layout, number, reason));
                }
                Err(Some(error)) => return Err(error),
                Err(None) => {
                    let reason = "the record does not match its checksum".into();
                    report.problems.push(problem(file, layout, number, reason));
                }
            }
        }
        self.flush()?;
        Ok(report)
    }
}

fn problem(file: &Path, layout: RecordLayout, number: u64, reason: String) -> StoreProblem {
    let offset = HEADER_BYTES as u64 + number * layout.record_bytes() as u64;
    StoreProblem {
        path: file.into(),
        offset,
        reason,
    }
}
