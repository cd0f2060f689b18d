//! `casework.db` in the library's folder: everything that people made, in SQLite.
//!
//! Write-ahead logging lets readers go on while one writes, and a process that is
//! killed leaves the last committed state. The tables grow by numbered steps, each in
//! one transaction together with its number.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{Timestamp, Unit};
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::error::{CaseworkError, Result};

/// The steps of the tables, the first one first. A step that was published is never
/// changed; what is new becomes another one.
const STEPS: [&str; 2] = [include_str!("step_1.sql"), include_str!("step_2.sql")];

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(5);

/// The open file. `Sync`: one connection, used in turn.
pub struct Store {
    connection: Mutex<Connection>,
    path: PathBuf,
}

impl Store {
    /// Opens the file at `path`, making it when absent, and brings its tables up to
    /// date.
    ///
    /// # Errors
    /// `Format` for a file of a newer program; `Database`.
    pub fn open(path: &Path) -> Result<Self> {
        let fail = |source| CaseworkError::Database {
            path: path.to_owned(),
            source,
        };
        let mut connection = Connection::open(path).map_err(fail)?;
        prepare(&connection).map_err(fail)?;
        step_up(&mut connection, path)?;
        Ok(Self {
            connection: Mutex::new(connection),
            path: path.to_owned(),
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads.
    ///
    /// # Errors
    /// `Database`.
    pub(super) fn read<T>(
        &self,
        job: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T> {
        job(&self.held()).map_err(|source| self.failed(source))
    }

    /// Writes: all of `job`, or nothing.
    ///
    /// # Errors
    /// `Database`.
    pub(super) fn write<T>(
        &self,
        job: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T> {
        let mut connection = self.held();
        let run = || {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let done = job(&transaction)?;
            transaction.commit()?;
            Ok(done)
        };
        run().map_err(|source| self.failed(source))
    }

    fn held(&self) -> MutexGuard<'_, Connection> {
        // A job that panicked has rolled its transaction back.
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: rusqlite::Error) -> CaseworkError {
        CaseworkError::Database {
            path: self.path.clone(),
            source,
        }
    }
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // What a person was told is kept must outlive a power cut as well.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What was deleted is overwritten, since it may be the facts of a case.
    connection.pragma_update(None, "secure_delete", true)
}

fn step_up(connection: &mut Connection, path: &Path) -> Result<()> {
    let fail = |source| CaseworkError::Database {
        path: path.to_owned(),
        source,
    };
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(fail)?;
    let found: usize = transaction
        .pragma_query_value(None, "user_version", |row| row.get(0))
        .map_err(fail)?;
    if found > STEPS.len() {
        return Err(CaseworkError::Format {
            path: path.to_owned(),
            found,
            known: STEPS.len(),
        });
    }
    for step in &STEPS[found..] {
        transaction.execute_batch(step).map_err(fail)?;
    }
    transaction
        .pragma_update(None, "user_version", STEPS.len())
        .map_err(fail)?;
    transaction.commit().map_err(fail)
}

/// This moment to the second, in UTC as ISO 8601 writes it.
pub(super) fn now() -> String {
    let now = Timestamp::now();
    now.round(Unit::Second).unwrap_or(now).to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn tables_are_made_once_and_a_newer_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casework.db");
        drop(Store::open(&path).unwrap());
        let store = Store::open(&path).unwrap();
        let folders = "SELECT count(*) FROM folder";
        let count: usize = store
            .read(|db| db.query_row(folders, [], |row| row.get(0)))
            .unwrap();
        assert_eq!(count, 1, "the one for what belongs to no case");
        store
            .write(|db| db.pragma_update(None, "user_version", STEPS.len() + 1))
            .unwrap();
        drop(store);
        let Err(error) = Store::open(&path) else {
            panic!("a newer file")
        };
        assert!(matches!(error, CaseworkError::Format { .. }), "{error}");
    }

    #[test]
    fn half_a_job_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        let half: Result<()> = store.write(|db| {
            db.execute("UPDATE folder SET name = 'x'", [])?;
            db.execute("no statement", []).map(drop)
        });
        assert!(half.is_err());
        let name: String = store
            .read(|db| db.query_row("SELECT name FROM folder", [], |row| row.get(0)))
            .unwrap();
        assert_eq!(name, "");
    }
}
