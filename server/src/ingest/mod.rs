//! A document's way into a library: source files are read into the text index,
//! their texts get vectors, and a report says what became of everything.
//!
//! Texts come first and vectors after, because words find a text at once while
//! embedding takes an hour. `kill -9` anywhere costs at most the seconds since
//! the last commit or flush; the next import goes on from there.
//!
//! Knows index, model and importers; never knows HTTP, ranking or a terminal
//! (progress goes to whoever implements [`Progress`]).
//!
//! Reading order: [`import`], `intake` (files to documents), `vectors` (texts to
//! vectors), `log` (what was read before), [`ImportReport`].

mod intake;
mod log;
mod progress;
mod reason;
mod report;
mod source;
mod vectors;

use std::path::{Path, PathBuf};
use std::time::Instant;

pub use progress::{Phase, Progress, SilentProgress};
pub use reason::problem as problem_in_words;
pub use report::{
    DocumentCounts, EmbeddingCounts, FileCounts, FileOutcome, ImportReport, Issue, IssueKind,
    LibraryCounts, Seconds,
};

use crate::error::{LibraryError, Result};
use crate::library::Library;
use crate::operations::status::count_library;
use vectors::Vectors;

/// How an import runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportSettings {
    /// Embed what has no vector yet, if there is a model.
    pub embed: bool,
    /// Read every file again, whatever the log says.
    pub reread: bool,
}

impl Default for ImportSettings {
    fn default() -> Self {
        Self {
            embed: true,
            reread: false,
        }
    }
}

/// Imports everything under `sources`, files or folders. What has not changed
/// since an earlier import is left alone.
///
/// # Errors
/// When a source does not exist, another import is running, or the library
/// cannot be written. A bad file or record is no error: it is in the report, and
/// the rest goes on.
pub fn import(
    library: &Library,
    sources: &[PathBuf],
    settings: &ImportSettings,
    progress: &mut dyn Progress,
) -> Result<ImportReport> {
    let began = Instant::now();
    let mut report = new_report(library);
    report.sources = sources
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    let mut vectors = Vectors::new(library);
    intake::take_in(
        library,
        sources,
        settings,
        &mut vectors,
        progress,
        &mut report,
    )?;
    complete_vectors(library, settings.embed, &mut vectors, progress, &mut report)?;
    conclude(library, report, began)
}

/// Embeds what an import without a model, or an interrupted one, left without
/// vectors.
///
/// # Errors
/// When there is no model, or the library cannot be written.
pub fn embed(library: &Library, progress: &mut dyn Progress) -> Result<ImportReport> {
    let began = Instant::now();
    if let crate::library::ModelState::Absent { why } = library.model_state() {
        return Err(LibraryError::NoModel { why: why.clone() });
    }
    let mut report = new_report(library);
    let mut vectors = Vectors::new(library);
    complete_vectors(library, true, &mut vectors, progress, &mut report)?;
    conclude(library, report, began)
}

/// Writes a report as JSON, to `file` or among the library's reports, and says
/// where.
///
/// # Errors
/// When it cannot be written.
pub fn save_report(
    library: &Library,
    report: &ImportReport,
    file: Option<&Path>,
) -> Result<PathBuf> {
    let path = match file {
        Some(file) => file.to_owned(),
        None => {
            let folder = library.paths().reports();
            std::fs::create_dir_all(&folder).map_err(LibraryError::io("create", &folder))?;
            let name: String = report
                .started
                .chars()
                .filter(char::is_ascii_alphanumeric)
                .collect();
            folder.join(format!("{name}.json"))
        }
    };
    let mut json = serde_json::to_string_pretty(report)
        .map_err(|error| LibraryError::io("write", &path)(error.into()))?;
    json.push('\n');
    std::fs::write(&path, json).map_err(LibraryError::io("write", &path))?;
    Ok(path)
}

/// Makes sure that a report can be written to `file` when the work is done.
///
/// # Errors
/// When it cannot be.
pub fn check_report_place(file: Option<&Path>) -> Result<()> {
    let Some(path) = file else { return Ok(()) };
    // Appending keeps an older report until there is a new one.
    std::fs::OpenOptions::new()
        .append(true)
        .create(true)
        .open(path)
        .map(drop)
        .map_err(LibraryError::io("write", path))
}

fn new_report(library: &Library) -> ImportReport {
    let now = jiff::Timestamp::now();
    ImportReport {
        started: now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        library: library.paths().library.display().to_string(),
        ..ImportReport::default()
    }
}

/// Embeds and refreshes, unless every text in the index has its vector already.
fn complete_vectors(
    library: &Library,
    embed: bool,
    vectors: &mut Vectors<'_>,
    progress: &mut dyn Progress,
    report: &mut ImportReport,
) -> Result<()> {
    let complete = {
        let snapshot = library.snapshot()?;
        let stats = snapshot.stats();
        stats.vectors_missing == 0 && stats.segments_with_vectors == stats.segments
    };
    if embed && !complete {
        vectors.embed_missing(progress, report)?;
    } else {
        report.embedding.model = library.embedder().map(|e| e.id().to_string());
    }
    vectors.finish(progress, report)
}

fn conclude(library: &Library, mut report: ImportReport, began: Instant) -> Result<ImportReport> {
    report.library_after = count_library(library)?;
    report.documents_in_library = report.library_after.documents;
    report.seconds.total = began.elapsed().as_secs_f64();
    Ok(report)
}
