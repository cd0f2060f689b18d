//! The import log: which source files were read, as what, and which document
//! each of them owns.
//!
//! It lives in `library.db` (SQLite) and follows the index: the rows of a batch
//! are one transaction that is committed after the index commit they belong to.
//! A crash between the two leaves documents in the index that the log does not
//! know; the next import reads their file again and replaces them by themselves.
//! The log never claims more than the index holds; [`ImportLog::follow`] sees to
//! that when somebody removes the index.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use leian_corpus::DocumentId;
use rusqlite::{Connection, ErrorCode, OptionalExtension, params};

use crate::error::{LibraryError, Result};
use crate::ingest::report::FileOutcome;

/// Format of the tables below, kept in SQLite's `user_version`.
const LOG_FORMAT: i64 = 1;

/// Raised whenever the importers give other documents for the same bytes, so
/// that files already imported are read again.
pub const READER_VERSION: i64 = 3;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(10);

const SCHEMA: &str = "
CREATE TABLE source_file (
    path           TEXT PRIMARY KEY,
    display_path   TEXT NOT NULL,
    size_bytes     INTEGER NOT NULL,
    modified_ns    INTEGER NOT NULL,
    sha256         TEXT NOT NULL,
    reader_version INTEGER NOT NULL,
    outcome        TEXT NOT NULL
) STRICT;
CREATE TABLE document (
    id             TEXT PRIMARY KEY,
    path           TEXT NOT NULL,
    display_path   TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    text_sha256    TEXT NOT NULL
) STRICT;
CREATE INDEX document_of_path ON document (path);
CREATE INDEX document_of_text ON document (text_sha256);
CREATE TABLE turned_away (
    path        TEXT NOT NULL,
    document_id TEXT NOT NULL,
    PRIMARY KEY (path, document_id)
) STRICT;
CREATE INDEX turned_away_document ON turned_away (document_id);
";

/// What the log remembers of a source file.
#[derive(Debug)]
pub struct FileRow {
    /// Size in bytes when it was read.
    pub size_bytes: u64,
    /// Modification time in nanoseconds since 1970 when it was read.
    pub modified_ns: i64,
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// [`READER_VERSION`] at that time.
    pub reader_version: i64,
    /// What became of it.
    pub outcome: FileOutcome,
}

/// What the log remembers of a document.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// Its id.
    pub id: DocumentId,
    /// The source file that owns it.
    pub path: String,
    /// That file as a person knows it.
    pub display_path: String,
    /// Hash over kind, title, metadata and text.
    pub content_sha256: String,
    /// Hash over title and text alone.
    pub text_sha256: String,
}

/// The open log.
pub struct ImportLog {
    connection: Connection,
    path: PathBuf,
}

impl ImportLog {
    /// Opens the log at `path`, creating it when absent.
    ///
    /// # Errors
    /// When the file is no such log, or of another format.
    pub fn open_or_create(path: &Path) -> Result<Self> {
        let fail = |source| LibraryError::Log {
            path: path.to_owned(),
            source,
        };
        let connection = Connection::open(path).map_err(fail)?;
        connection.busy_timeout(PATIENCE).map_err(fail)?;
        use_wal(&connection).map_err(fail)?;
        let format: i64 = connection
            .pragma_query_value(None, "user_version", |row| row.get(0))
            .map_err(fail)?;
        let log = Self {
            connection,
            path: path.to_owned(),
        };
        match format {
            LOG_FORMAT => {}
            0 => log.create_tables()?,
            found => {
                return Err(LibraryError::LogFormat {
                    path: path.to_owned(),
                    found,
                    expected: LOG_FORMAT,
                });
            }
        }
        Ok(log)
    }

    /// Creates the tables, unless another process has since their absence was seen.
    fn create_tables(&self) -> Result<()> {
        self.run(|c| {
            c.execute_batch("BEGIN IMMEDIATE")?;
            let format: i64 = c.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if format == 0 {
                c.execute_batch(&format!("{SCHEMA} PRAGMA user_version = {LOG_FORMAT};"))?;
            }
            c.execute_batch("COMMIT")
        })
    }

    fn run<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        work(&self.connection).map_err(|source| LibraryError::Log {
            path: self.path.clone(),
            source,
        })
    }

    /// Forgets everything when `index_is_empty`: then the index was removed, perhaps
    /// to be made anew, and what the log tells of is in no library any more.
    pub fn follow(&self, index_is_empty: bool) -> Result<()> {
        if index_is_empty && !self.is_empty()? {
            self.run(|c| {
                c.execute_batch(
                    "BEGIN IMMEDIATE;
                     DELETE FROM source_file; DELETE FROM document; DELETE FROM turned_away;
                     COMMIT",
                )
            })?;
        }
        Ok(())
    }

    fn is_empty(&self) -> Result<bool> {
        self.run(|c| {
            c.query_row(
                "SELECT NOT EXISTS (SELECT 1 FROM source_file)
                    AND NOT EXISTS (SELECT 1 FROM document)",
                [],
                |row| row.get(0),
            )
        })
    }

    /// Starts a batch: rows written from here on count only after [`Self::commit`].
    pub fn begin(&self) -> Result<()> {
        self.run(|c| c.execute_batch("BEGIN IMMEDIATE"))
    }

    /// Makes the batch durable. Call it after the index commit.
    pub fn commit(&self) -> Result<()> {
        self.run(|c| c.execute_batch("COMMIT"))
    }

    /// What is known of the file at `path`.
    pub fn file(&self, path: &str) -> Result<Option<FileRow>> {
        self.run(|c| {
            c.prepare_cached(
                "SELECT size_bytes, modified_ns, sha256, reader_version, outcome
                 FROM source_file WHERE path = ?1",
            )?
            .query_row([path], |row| {
                let outcome: String = row.get(4)?;
                Ok(FileRow {
                    size_bytes: row.get::<_, i64>(0)?.unsigned_abs(),
                    modified_ns: row.get(1)?,
                    sha256: row.get(2)?,
                    reader_version: row.get(3)?,
                    outcome: serde_json::from_str(&outcome).unwrap_or_default(),
                })
            })
            .optional()
        })
    }

    /// Remembers a file that was read to its end.
    pub fn put_file(&self, path: &str, display_path: &str, row: &FileRow) -> Result<()> {
        let outcome = serde_json::to_string(&row.outcome).unwrap_or_default();
        self.run(|c| {
            c.prepare_cached(
                "INSERT OR REPLACE INTO source_file
                 (path, display_path, size_bytes, modified_ns, sha256, reader_version, outcome)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                path,
                display_path,
                i64::try_from(row.size_bytes).unwrap_or(i64::MAX),
                row.modified_ns,
                row.sha256,
                row.reader_version,
                outcome
            ])
        })?;
        Ok(())
    }

    /// Forgets a file, so that the next import reads it.
    pub fn forget_file(&self, path: &str) -> Result<()> {
        self.run(|c| {
            c.prepare_cached("DELETE FROM source_file WHERE path = ?1")?
                .execute([path])
        })?;
        Ok(())
    }

    /// The document with this id.
    pub fn document(&self, id: &DocumentId) -> Result<Option<DocumentRow>> {
        self.one_document("id = ?1", id.as_str())
    }

    /// A document with this title and text, whatever its metadata.
    pub fn document_with_text(&self, text_sha256: &str) -> Result<Option<DocumentRow>> {
        self.one_document("text_sha256 = ?1 ORDER BY id LIMIT 1", text_sha256)
    }

    fn one_document(&self, condition: &str, value: &str) -> Result<Option<DocumentRow>> {
        self.run(|c| {
            c.prepare_cached(&format!(
                "SELECT id, path, display_path, content_sha256, text_sha256
                 FROM document WHERE {condition}"
            ))?
            .query_row([value], document_row)
            .optional()
        })
    }

    /// All documents the file at `path` owns.
    pub fn documents_of(&self, path: &str) -> Result<Vec<DocumentRow>> {
        self.run(|c| {
            c.prepare_cached(
                "SELECT id, path, display_path, content_sha256, text_sha256
                 FROM document WHERE path = ?1 ORDER BY id",
            )?
            .query_map([path], document_row)?
            .collect()
        })
    }

    /// Remembers a document and its owner.
    pub fn put_document(&self, row: &DocumentRow) -> Result<()> {
        self.run(|c| {
            c.prepare_cached(
                "INSERT OR REPLACE INTO document
                 (id, path, display_path, content_sha256, text_sha256)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                row.id.as_str(),
                row.path,
                row.display_path,
                row.content_sha256,
                row.text_sha256
            ])
        })?;
        Ok(())
    }

    /// Forgets a document and returns the files that were turned away in its
    /// favour: each is forgotten too, because it may now be the owner.
    pub fn forget_document(&self, id: &DocumentId) -> Result<Vec<String>> {
        let freed: Vec<String> = self.run(|c| {
            c.prepare_cached("DELETE FROM document WHERE id = ?1")?
                .execute([id.as_str()])?;
            c.prepare_cached("SELECT path FROM turned_away WHERE document_id = ?1 ORDER BY path")?
                .query_map([id.as_str()], |row| row.get(0))?
                .collect()
        })?;
        for path in &freed {
            self.forget_file(path)?;
        }
        Ok(freed)
    }

    /// Remembers that the file at `path` offered `id` and another file owns it.
    pub fn turn_away(&self, path: &str, id: &DocumentId) -> Result<()> {
        self.run(|c| {
            c.prepare_cached(
                "INSERT OR IGNORE INTO turned_away (path, document_id) VALUES (?1, ?2)",
            )?
            .execute([path, id.as_str()])
        })?;
        Ok(())
    }

    /// Clears what was turned away from the file at `path`, before it is read.
    pub fn clear_turned_away(&self, path: &str) -> Result<()> {
        self.run(|c| {
            c.prepare_cached("DELETE FROM turned_away WHERE path = ?1")?
                .execute([path])
        })?;
        Ok(())
    }
}

/// Switches to a write-ahead log. SQLite itself does not wait while another process
/// switches, whatever the timeout.
fn use_wal(connection: &Connection) -> rusqlite::Result<()> {
    let began = Instant::now();
    loop {
        match connection.pragma_update(None, "journal_mode", "WAL") {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && began.elapsed() < PATIENCE =>
            {
                std::thread::sleep(Duration::from_millis(10));
            }
            result => return result,
        }
    }
}

fn document_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<DocumentRow> {
    let id: String = row.get(0)?;
    let id = DocumentId::parse(&id).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
    })?;
    Ok(DocumentRow {
        id,
        path: row.get(1)?,
        display_path: row.get(2)?,
        content_sha256: row.get(3)?,
        text_sha256: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Barrier;

    use super::*;

    #[test]
    fn imports_that_begin_together_share_one_log() {
        for _ in 0..20 {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("library.db");
            let together = Barrier::new(4);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    scope.spawn(|| {
                        together.wait();
                        ImportLog::open_or_create(&path).unwrap();
                    });
                }
            });
        }
    }
}
