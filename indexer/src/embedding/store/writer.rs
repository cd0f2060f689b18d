//! The one writer of a store: appends, syncs, cuts a torn tail.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use super::layout::{
    FileKind, HEADER_BYTES, Header, KEY_ENTRY_BYTES, KeyEntry, VOLUME_RECORDS, keys_path,
    volume_path,
};
use super::{EmbeddingStore, check_unit};
use crate::embedding::error::{EmbeddingError, Result};
use crate::embedding::files::{replace_file, sync_folder};
use crate::passage_key::PassageKey;

/// Vectors that wait in memory before [`StoreWriter::put`] flushes by itself:
/// about 6 MB at 384 dimensions.
const PENDING_RECORDS: usize = 4_096;

/// The one writer of a store.
pub struct StoreWriter {
    /// What was flushed.
    store: EmbeddingStore,
    /// Keys of `buffer`'s records, in order.
    pending: Vec<PassageKey>,
    pending_set: HashSet<PassageKey>,
    /// Records not yet known to be on disk. Kept until the sync succeeds, since a
    /// failed sync says nothing about what was written.
    buffer: Vec<u8>,
    /// Held for as long as the writer lives; the system lets go of it even when
    /// the process is killed.
    _lock: File,
}

impl StoreWriter {
    pub(super) fn open(empty: EmbeddingStore) -> Result<Self> {
        let dir = &empty.place.dir;
        fs::create_dir_all(dir).map_err(EmbeddingError::io("make the folder", dir))?;
        let lock = lock(dir)?;
        let mut store = empty;
        let mut number = 0;
        while store.recover_volume(number)? {
            number += 1;
        }
        Ok(Self {
            store,
            pending: Vec::new(),
            pending_set: HashSet::new(),
            buffer: Vec::new(),
            _lock: lock,
        })
    }

    /// Adds a vector of unit length; false, and nothing done, when its key is
    /// there already. Others see it after [`Self::flush`].
    ///
    /// # Errors
    /// `Dimension`, `NotUnit`, or when the file cannot be written.
    pub fn put(&mut self, key: &PassageKey, vector: &[f32]) -> Result<bool> {
        check_unit(vector, self.store.dim())?;
        if self.contains(key) {
            return Ok(false);
        }
        self.store
            .place
            .layout
            .encode(key, vector, &mut self.buffer);
        self.pending.push(*key);
        self.pending_set.insert(*key);
        if self.pending.len() >= PENDING_RECORDS {
            self.flush()?;
        }
        Ok(true)
    }

    /// True when `key` was put, flushed or not.
    pub fn contains(&self, key: &PassageKey) -> bool {
        self.pending_set.contains(key) || self.store.contains(key)
    }

    /// Number of vectors, with those not yet flushed.
    pub fn len(&self) -> usize {
        self.store.len() + self.pending.len()
    }

    /// True when there is no vector.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A reader of what was flushed so far.
    pub fn reader(&self) -> EmbeddingStore {
        self.store.clone()
    }

    /// Makes everything put so far safe from `kill -9` and a power cut.
    ///
    /// # Errors
    /// When the file cannot be written or synced; what was put is kept and
    /// written again by the next flush.
    pub fn flush(&mut self) -> Result<()> {
        while !self.pending.is_empty() {
            let (number, first) = self.tail()?;
            let count = self.pending.len().min((VOLUME_RECORDS - first) as usize);
            let bytes = count * self.store.place.layout.record_bytes();
            self.append_records(number, first, bytes)?;
            let entries: Vec<_> = self.pending[..count]
                .iter()
                .map(|key| KeyEntry::Key(*key))
                .collect();
            self.append_key_entries(number, first, &entries);
            self.store.take_in(number, first, &entries)?;
            for key in self.pending.drain(..count) {
                self.pending_set.remove(&key);
            }
            self.buffer.drain(..bytes);
        }
        Ok(())
    }

    /// The volume to append to, made if need be, and its next record number.
    fn tail(&mut self) -> Result<(u32, u32)> {
        if let Some(last) = self.store.volumes.last()
            && last.records < VOLUME_RECORDS
        {
            return Ok((self.store.volumes.len() as u32 - 1, last.records));
        }
        let number = self.store.volumes.len() as u32;
        let place = &self.store.place;
        for (kind, path) in [
            (FileKind::Keys, keys_path(&place.dir, number)),
            (FileKind::Volume, volume_path(&place.dir, number)),
        ] {
            let header = self.store.header(kind, number).encode();
            replace_file(&path, &mut |file| file.write_all(&header))?;
        }
        self.store.take_in(number, 0, &[])?;
        Ok((number, 0))
    }

    fn append_records(&self, number: u32, first: u32, bytes: usize) -> Result<()> {
        let path = volume_path(&self.store.place.dir, number);
        let offset = self.store.place.layout.offset(first);
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().write(true).open(&path)?;
            file.seek(SeekFrom::Start(offset))?;
            file.write_all(&self.buffer[..bytes])?;
            file.sync_all()
        };
        write().map_err(EmbeddingError::io("append vectors to", &path))
    }

    /// A key file only saves work, so a failure here is no more than a slower
    /// start of the next reader.
    fn append_key_entries(&self, number: u32, first: u32, entries: &[KeyEntry]) {
        let path = keys_path(&self.store.place.dir, number);
        let write = || -> std::io::Result<()> {
            let mut file = OpenOptions::new().write(true).open(&path)?;
            file.seek(SeekFrom::Start(key_entry_offset(first)))?;
            file.write_all(&encode_entries(first, entries))
        };
        if let Err(error) = write() {
            tracing::warn!(file = %path.display(), %error, "cannot append to a key file");
        }
    }
}

impl EmbeddingStore {
    fn header(&self, kind: FileKind, volume: u32) -> Header {
        let place = &self.place;
        let (model_id, dim) = (place.model_id.clone(), place.layout.dim);
        Header {
            kind,
            model_id,
            dim,
            volume,
            records: 0,
        }
    }

    /// Checks every record of a volume, cuts what a crash left behind, brings the
    /// key file up to date. False when there is no such volume.
    fn recover_volume(&mut self, number: u32) -> Result<bool> {
        let Some(mut file) = self.open_volume(number)? else {
            return Ok(false);
        };
        let records = file.records()?;
        let known = file.load_keys(0)?;
        let mut entries = Vec::with_capacity(records as usize);
        file.scan(0, records, &mut |_, entry| entries.push(entry))?;
        // A reader has mapped what the key file names, so a record that was damaged
        // after it was flushed stays in its place. What lies beyond was never
        // promised to anyone.
        while entries.len() > known.named && entries.last() == Some(&KeyEntry::DamagedRecord) {
            entries.pop();
        }
        cut(&file.path, self.place.layout.offset(entries.len() as u32))?;
        if !known.key_file_complete || known.entries != entries {
            let header = self.header(FileKind::Keys, number).encode();
            let body = encode_entries(0, &entries);
            replace_file(&keys_path(&self.place.dir, number), &mut |file| {
                file.write_all(&header)?;
                file.write_all(&body)
            })?;
        }
        self.take_in(number, 0, &entries)?;
        Ok(true)
    }
}

/// # Errors
/// `WriterBusy` when someone else holds the lock.
fn lock(dir: &Path) -> Result<File> {
    let path = dir.join("writer.lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(EmbeddingError::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(EmbeddingError::WriterBusy { dir: dir.into() }),
        Err(TryLockError::Error(error)) => Err(EmbeddingError::io("lock", path)(error)),
    }
}

/// Shortens a volume to `length`, if it is longer.
fn cut(path: &Path, length: u64) -> Result<()> {
    let cut = || -> std::io::Result<()> {
        let file = OpenOptions::new().write(true).open(path)?;
        let found = file.metadata()?.len();
        if found > length {
            tracing::info!(
                file = %path.display(),
                bytes = found - length,
                "cut off what an interrupted import left at the end of the embedding store"
            );
            file.set_len(length)?;
            file.sync_all()?;
        }
        Ok(())
    };
    cut().map_err(EmbeddingError::io("shorten", path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

fn key_entry_offset(record: u32) -> u64 {
    HEADER_BYTES as u64 + u64::from(record) * KEY_ENTRY_BYTES as u64
}

fn encode_entries(first: u32, entries: &[KeyEntry]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(entries.len() * KEY_ENTRY_BYTES);
    for (record, entry) in (first..).zip(entries) {
        entry.encode(record, &mut bytes);
    }
    bytes
}
