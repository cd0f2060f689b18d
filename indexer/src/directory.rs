//! The folder of the full-text index, readable also where it cannot be written: on
//! a read-only medium, or by a user who may only read the library.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, META_LOCK, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::{Directory, Result};

/// Does what the directory inside does, but a reader gets by without the lock that
/// keeps a writer from removing files while the list of segments is read, where the
/// lock's file cannot be written. If another user's writer removes a file just then,
/// opening it fails, and the next attempt reads the newer list.
#[derive(Clone, Debug)]
pub(crate) struct ReadableDirectory<D>(pub D);

impl<D: Directory + Clone> Directory for ReadableDirectory<D> {
    fn get_file_handle(
        &self,
        path: &Path,
    ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
        self.0.delete(path)
    }

    fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
        self.0.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.0.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.0.sync_directory()
    }

    fn acquire_lock(&self, lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            Err(LockError::IoError(error))
                if lock.filepath == META_LOCK.filepath && is_not_writable(&error) =>
            {
                Ok(DirectoryLock::from(Box::new(())))
            }
            result => result,
        }
    }

    fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
        self.0.watch(callback)
    }
}

fn is_not_writable(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied
    )
}

#[cfg(test)]
mod tests {
    use tantivy::directory::{INDEX_WRITER_LOCK, RamDirectory};

    use super::*;

    /// A directory in which no lock can be had.
    #[derive(Clone, Debug)]
    struct Locked(RamDirectory, io::ErrorKind);

    impl Directory for Locked {
        fn get_file_handle(
            &self,
            path: &Path,
        ) -> std::result::Result<Arc<dyn FileHandle>, OpenReadError> {
            self.0.get_file_handle(path)
        }

        fn delete(&self, path: &Path) -> std::result::Result<(), DeleteError> {
            self.0.delete(path)
        }

        fn exists(&self, path: &Path) -> std::result::Result<bool, OpenReadError> {
            self.0.exists(path)
        }

        fn open_write(&self, path: &Path) -> std::result::Result<WritePtr, OpenWriteError> {
            self.0.open_write(path)
        }

        fn atomic_read(&self, path: &Path) -> std::result::Result<Vec<u8>, OpenReadError> {
            self.0.atomic_read(path)
        }

        fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
            self.0.atomic_write(path, data)
        }

        fn sync_directory(&self) -> io::Result<()> {
            self.0.sync_directory()
        }

        fn acquire_lock(&self, _lock: &Lock) -> std::result::Result<DirectoryLock, LockError> {
            Err(LockError::IoError(Arc::new(self.1.into())))
        }

        fn watch(&self, callback: WatchCallback) -> Result<WatchHandle> {
            self.0.watch(callback)
        }
    }

    #[test]
    fn a_reader_needs_no_lock_where_it_may_not_write() {
        for kind in [
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::PermissionDenied,
        ] {
            let directory = ReadableDirectory(Locked(RamDirectory::create(), kind));
            assert!(directory.acquire_lock(&META_LOCK).is_ok());
            assert!(directory.acquire_lock(&INDEX_WRITER_LOCK).is_err());
        }
        let broken = ReadableDirectory(Locked(RamDirectory::create(), io::ErrorKind::Other));
        assert!(broken.acquire_lock(&META_LOCK).is_err());
    }
}
