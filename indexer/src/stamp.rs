//! Whether files were replaced: their identity, size and time, without reading.

use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// State of some files at one moment. Files here are only ever replaced by
/// renaming, so that every change gives another inode, size or time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp(Vec<Option<(u64, u64, i64, i64)>>);

impl Stamp {
    /// The state of `files` now; a missing file is a state as well.
    pub fn of(files: &[&Path]) -> Self {
        let state = |path: &&Path| {
            let meta = path.metadata().ok()?;
            Some((meta.ino(), meta.size(), meta.mtime(), meta.mtime_nsec()))
        };
        Self(files.iter().map(state).collect())
    }
}
