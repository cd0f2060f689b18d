//! One file of records: mapped for reading, loaded by its key file.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use memmap2::{Mmap, MmapOptions};

use super::layout::{
    FileKind, HEADER_BYTES, Header, KEY_ENTRY_BYTES, KeyEntry, RecordLayout, keys_path, volume_path,
};
use crate::embedding::error::{EmbeddingError, Result};
use crate::passage_key::PassageKey;

/// Records that are read from a volume at once when it has to be scanned.
const SCAN_RECORDS: u32 = 512;

/// The first `records` records of a volume, mapped.
pub(super) struct Volume {
    pub(super) path: PathBuf,
    pub(super) records: u32,
    map: Option<Mmap>,
    layout: RecordLayout,
}

impl Volume {
    /// Maps the first `records` records, which must be known to be in the file.
    pub(super) fn map(path: PathBuf, records: u32, layout: RecordLayout) -> Result<Self> {
        let map = if records == 0 {
            None
        } else {
            let file = File::open(&path).map_err(EmbeddingError::io("open", &path))?;
            // SAFETY: the mapped bytes are records that were complete when this
            // was called. Files of a store are appended to by the one holder of
            // the writer lock and otherwise left alone: a writer cuts only what
            // follows the last whole record, and no code of ours changes or
            // shortens what precedes it. The map is read-only.
            let map = unsafe {
                MmapOptions::new()
                    .len(layout.offset(records) as usize)
                    .map(&file)
            };
            Some(map.map_err(EmbeddingError::io("map", &path))?)
        };
        Ok(Self {
            path,
            records,
            map,
            layout,
        })
    }

    /// The bytes of a record; `None` when it is beyond those that are mapped.
    pub(super) fn record(&self, record: u32) -> Option<&[u8]> {
        if record >= self.records {
            return None;
        }
        let start = self.layout.offset(record) as usize;
        self.map
            .as_ref()?
            .get(start..start + self.layout.record_bytes())
    }
}

/// A volume's file, open and with its header checked.
pub(super) struct VolumeFile {
    pub(super) path: PathBuf,
    pub(super) number: u32,
    file: File,
    dir: PathBuf,
    layout: RecordLayout,
}

/// What reading the keys of a volume found.
#[derive(Default)]
pub(super) struct LoadedKeys {
    /// One a record, from the first that was asked for to the last usable one.
    pub(super) entries: Vec<KeyEntry>,
    /// Whether the key file named all of them.
    pub(super) key_file_complete: bool,
    /// How many records, from the first one on, the key file vouches for.
    pub(super) named: usize,
}

impl VolumeFile {
    /// `None` when there is no such volume.
    ///
    /// # Errors
    /// `Damaged` or `Mismatch` when it is not of this store.
    pub(super) fn open(
        dir: &Path,
        number: u32,
        model_id: &str,
        layout: RecordLayout,
    ) -> Result<Option<Self>> {
        let path = volume_path(dir, number);
        let mut file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(EmbeddingError::io("open", path)(error)),
        };
        let mut bytes = [0; HEADER_BYTES];
        file.read_exact(&mut bytes)
            .map_err(EmbeddingError::io("read the header of", &path))?;
        let header = Header::decode(&path, FileKind::Volume, &bytes)?;
        header.expect(&path, model_id, layout.dim)?;
        if header.volume != number {
            return Err(EmbeddingError::damaged(
                path,
                0,
                "its header names another volume",
            ));
        }
        Ok(Some(Self {
            path,
            number,
            file,
            dir: dir.into(),
            layout,
        }))
    }

    /// Whole records that the file has room for now.
    pub(super) fn records(&self) -> Result<u32> {
        let metadata = self
            .file
            .metadata()
            .map_err(EmbeddingError::io("measure", &self.path))?;
        Ok(self.layout.records_in(metadata.len()))
    }

    /// The keys of the records from `first` on: from the key file, and for those
    /// it does not cover, from the records themselves, each checked. Records at
    /// the end that are not whole are left out: a writer may be at work on them.
    pub(super) fn load_keys(&mut self, first: u32) -> Result<LoadedKeys> {
        let records = self.records()?;
        let key_file = read_key_file(&keys_path(&self.dir, self.number), first, self.number);
        let mut loaded = LoadedKeys {
            key_file_complete: true,
            ..LoadedKeys::default()
        };
        for record in first..records {
            let start = (record - first) as usize * KEY_ENTRY_BYTES;
            let entry = match key_file.get(start..start + KEY_ENTRY_BYTES) {
                Some(bytes) => KeyEntry::decode(record, bytes),
                None => KeyEntry::Unreadable,
            };
            if entry != KeyEntry::Unreadable {
                loaded.entries.push(entry);
                loaded.named = loaded.entries.len();
                continue;
            }
            loaded.key_file_complete = false;
            if start >= key_file.len() {
                // Nothing more in the key file: read the rest in larger pieces.
                self.scan(record, records, &mut |_, entry| loaded.entries.push(entry))?;
                break;
            }
            self.scan(record, record + 1, &mut |_, entry| {
                loaded.entries.push(entry)
            })?;
        }
        while loaded.entries.last() == Some(&KeyEntry::DamagedRecord) {
            loaded.entries.pop();
        }
        Ok(loaded)
    }

    /// Reads and checks the records from `first` to below `end`. Reads instead of
    /// mapping, since a file that is being cut may be read but not mapped.
    pub(super) fn scan(
        &mut self,
        first: u32,
        end: u32,
        found: &mut dyn FnMut(u32, KeyEntry),
    ) -> Result<()> {
        let record_bytes = self.layout.record_bytes();
        let mut buffer = Vec::new();
        let mut next = first;
        while next < end {
            let count = (end - next).min(SCAN_RECORDS);
            buffer.resize(count as usize * record_bytes, 0);
            let read = read_up_to(&mut self.file, self.layout.offset(next), &mut buffer)
                .map_err(EmbeddingError::io("read", &self.path))?;
            for index in 0..count {
                let start = index as usize * record_bytes;
                let record = buffer
                    .get(start..start + record_bytes)
                    .filter(|_| start < read);
                let entry = match record.and_then(|record| self.layout.decode(record)) {
                    Some((key, _)) if start + record_bytes <= read => KeyEntry::Key(key),
                    _ => KeyEntry::DamagedRecord,
                };
                found(next + index, entry);
            }
            next += count;
        }
        Ok(())
    }
}

/// The entries of a key file from record `first` on; empty when there is none that
/// can be used. A key file only saves work, so nothing about it is an error.
fn read_key_file(path: &Path, first: u32, number: u32) -> Vec<u8> {
    let read = || -> Option<Vec<u8>> {
        let mut file = File::open(path).ok()?;
        let mut bytes = [0; HEADER_BYTES];
        file.read_exact(&mut bytes).ok()?;
        let header = Header::decode(path, FileKind::Keys, &bytes).ok()?;
        if header.volume != number {
            return None;
        }
        let start = HEADER_BYTES as u64 + u64::from(first) * KEY_ENTRY_BYTES as u64;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut entries = Vec::new();
        file.read_to_end(&mut entries).ok()?;
        entries.truncate(entries.len() / KEY_ENTRY_BYTES * KEY_ENTRY_BYTES);
        Some(entries)
    };
    read().unwrap_or_default()
}

fn read_up_to(file: &mut File, offset: u64, buffer: &mut [u8]) -> std::io::Result<usize> {
    file.seek(SeekFrom::Start(offset))?;
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

/// The vector in `record`, when that is whole and really the one of `key`.
pub(super) fn vector_of<'a>(
    layout: RecordLayout,
    record: &'a [u8],
    key: &PassageKey,
) -> Option<&'a [u8]> {
    layout
        .decode(record)
        .filter(|(found, _)| found == key)
        .map(|(_, vector)| vector)
}
