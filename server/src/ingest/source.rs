//! Reading source files on a thread of their own, in their order, while the
//! index takes in what came before.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::mpsc::SyncSender;
use std::time::UNIX_EPOCH;

use leian_corpus::import::{Outcome, SourceFile, read_file};
use leian_corpus::{ImportError, ImportProblem};
use sha2::{Digest, Sha256};

/// A file to read, and what the log knows of it.
pub(super) struct Planned {
    /// The file.
    pub file: SourceFile,
    /// Its name in the log.
    pub key: String,
    /// Hash of its bytes when it was read last; if it still has it, the file is
    /// not read again.
    pub known_sha256: Option<String>,
}

/// What the reading thread sends.
pub(super) enum Message {
    /// The file with this place in the plan begins.
    Begin(usize),
    /// Something from the file.
    Outcome(Box<Outcome>),
    /// The file is read to its end.
    End {
        /// Hash of its bytes, empty when it could not be read.
        sha256: String,
        /// It has the hash it had before and was not read.
        unchanged: bool,
    },
}

/// Reads all files of the plan and sends what they hold. Ends early when nobody
/// listens any more.
pub(super) fn read_all(plan: &[&Planned], to: &SyncSender<Message>) {
    for (place, planned) in plan.iter().enumerate() {
        if to.send(Message::Begin(place)).is_err() {
            return;
        }
        let sha256 = sha256_of(&planned.file.path).unwrap_or_default();
        let unchanged = !sha256.is_empty() && planned.known_sha256.as_ref() == Some(&sha256);
        if !unchanged {
            read_guarded(&planned.file, to);
        }
        if to.send(Message::End { sha256, unchanged }).is_err() {
            return;
        }
    }
}

/// A panic in an importer is our defect, but must not cost the rest of an import.
fn read_guarded(file: &SourceFile, to: &SyncSender<Message>) {
    let mut send = |outcome| {
        // When nobody listens, the next file is not begun.
        let _ = to.send(Message::Outcome(Box::new(outcome)));
    };
    let result = catch_unwind(AssertUnwindSafe(|| {
        read_file(&file.path, &file.display_path, &mut send);
    }));
    if let Err(panic) = result {
        let detail = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|s| (*s).to_owned()))
            .unwrap_or_else(|| "unknown panic".to_owned());
        send(Outcome::Failed(ImportError::of_file(
            &file.display_path,
            ImportProblem::Internal { detail },
        )));
    }
}

/// SHA-256 of a file in hex, read in pieces.
pub(super) fn sha256_of(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    std::io::copy(&mut file, &mut hasher)?;
    Ok(hex(&hasher.finalize()))
}

/// Bytes in hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The file's name in the log: its absolute path.
pub(super) fn log_key(path: &Path) -> String {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    match path.to_str() {
        Some(text) => text.to_owned(),
        // Escaped, so that two names that differ in odd bytes stay apart.
        None => format!("{path:?}"),
    }
}

/// Modification time in nanoseconds since 1970; 0 where it is unknown.
pub(super) fn modified_ns(file: &SourceFile) -> i64 {
    file.modified
        .and_then(|time| time.duration_since(UNIX_EPOCH).ok())
        .and_then(|since| i64::try_from(since.as_nanos()).ok())
        .unwrap_or(0)
}
