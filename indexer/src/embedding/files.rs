//! Writing files that are either whole or not there.

use std::fs::{self, File};
use std::path::Path;

use super::error::{EmbeddingError, Result};

/// Writes a file beside `path`, syncs it and renames it into place, so that a
/// reader, or a start after a crash, sees the old file or the new one, whole.
pub(super) fn replace_file(
    path: &Path,
    write: &mut dyn FnMut(&mut File) -> std::io::Result<()>,
) -> Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut make = || -> std::io::Result<()> {
        let mut file = File::create(&part)?;
        write(&mut file)?;
        file.sync_all()
    };
    if let Err(error) = make() {
        let _ = fs::remove_file(&part);
        return Err(EmbeddingError::io("write", part)(error));
    }
    fs::rename(&part, path).map_err(EmbeddingError::io("put in place", path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes the names in a folder safe from a power cut.
pub(super) fn sync_folder(folder: &Path) -> Result<()> {
    // A relative file name has the empty parent.
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(EmbeddingError::io("sync the folder", folder))
}
