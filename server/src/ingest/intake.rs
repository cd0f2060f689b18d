//! The first half of an import: files become documents in the text index.
//!
//! A thread reads and parses in the order of the files; this one decides about
//! each document, hands it to the index, and writes the log. Index and log are
//! committed every few seconds, the index first, so that everything read so far
//! can be searched by words and survives a crash.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use leian_corpus::import::{Outcome, SourceFile, walk};
use leian_corpus::{Document, DocumentId};
use leian_indexer::IndexWriter;

use super::ImportSettings;
use super::log::{DocumentRow, FileRow, ImportLog, READER_VERSION};
use super::progress::{Phase, Progress};
use super::reason;
use super::report::{FileOutcome, ImportReport, Issue, IssueKind, add_time};
use super::source::{Message, Planned, hex, log_key, modified_ns, read_all};
use super::vectors::Vectors;
use crate::error::{LibraryError, Result};
use crate::library::Library;

/// Outcomes that may wait between the two threads.
const CHANNEL_LEN: usize = 64;

/// Reads what is new or changed under `sources` into the text index.
pub(super) fn take_in(
    library: &Library,
    sources: &[PathBuf],
    settings: &ImportSettings,
    vectors: &mut Vectors<'_>,
    progress: &mut dyn Progress,
    report: &mut ImportReport,
) -> Result<()> {
    let began = Instant::now();
    if let Some(path) = sources.iter().find(|path| !path.exists()) {
        return Err(LibraryError::NoSource { path: path.clone() });
    }
    let (files, errors) = walk(sources);
    for issue in errors.iter().map(reason::of_error) {
        report.files.count_unread(issue.kind);
        report.issues.push(issue);
    }
    let log = ImportLog::open_or_create(&library.paths().log())?;
    log.follow(library.snapshot()?.stats().documents == 0)?;
    let mut states = compare(&log, &files, settings)?;
    report.files.found += files.len() as u64;
    add_time(&mut report.seconds.compare, began.elapsed());

    let began = Instant::now();
    let merged_before = report.seconds.merge + report.seconds.vectors;
    let mut plan = plan(&files, &states, |state| state.to_read);
    let mut freed = BTreeSet::new();
    while !plan.is_empty() {
        let writer = library.index().writer()?;
        log.begin()?;
        let mut intake = Intake {
            library,
            log: &log,
            writer,
            settings,
            report: &mut *report,
            vectors: &mut *vectors,
            freed: &mut freed,
            last_commit: Instant::now(),
        };
        progress.begin(Phase::Read, plan.len() as u64);
        intake.run(&plan, &mut states, progress)?;
        progress.end();
        intake.finish()?;
        // A document was removed from the library whose twin an earlier file
        // offered in vain: that file is read once more.
        plan = plan_freed(&files, &mut states, &std::mem::take(&mut freed));
    }
    let others = report.seconds.merge + report.seconds.vectors - merged_before;
    add_time(&mut report.seconds.read, began.elapsed());
    report.seconds.read -= others;
    for state in states {
        report.files.read += u64::from(state.was_read);
        report.files.unchanged += u64::from(!state.was_read);
        report.files.count(&state.outcome);
        report.issues.extend(state.outcome.issues);
    }
    Ok(())
}

/// A file of this import.
struct FileState {
    key: String,
    to_read: bool,
    was_read: bool,
    known_sha256: Option<String>,
    outcome: FileOutcome,
}

/// Compares every file with the log by size and time; nothing is opened.
fn compare(
    log: &ImportLog,
    files: &[SourceFile],
    settings: &ImportSettings,
) -> Result<Vec<FileState>> {
    let mut states = Vec::with_capacity(files.len());
    for file in files {
        let key = log_key(&file.path);
        let row = log
            .file(&key)?
            .filter(|row| row.reader_version == READER_VERSION && !settings.reread);
        let modified = modified_ns(file);
        let to_read = !row.as_ref().is_some_and(|row| {
            modified != 0 && row.modified_ns == modified && row.size_bytes == file.size_bytes
        });
        let (known_sha256, outcome) = match row {
            Some(row) => (Some(row.sha256), row.outcome),
            None => (None, FileOutcome::default()),
        };
        states.push(FileState {
            key,
            to_read,
            was_read: false,
            known_sha256,
            outcome,
        });
    }
    Ok(states)
}

fn plan(
    files: &[SourceFile],
    states: &[FileState],
    wanted: impl Fn(&FileState) -> bool,
) -> Vec<(usize, Planned)> {
    files
        .iter()
        .zip(states)
        .enumerate()
        .filter(|(_, (_, state))| wanted(state))
        .map(|(number, (file, state))| {
            let planned = Planned {
                file: file.clone(),
                key: state.key.clone(),
                known_sha256: state.known_sha256.clone(),
            };
            (number, planned)
        })
        .collect()
}

fn plan_freed(
    files: &[SourceFile],
    states: &mut [FileState],
    freed: &BTreeSet<String>,
) -> Vec<(usize, Planned)> {
    for state in states.iter_mut() {
        if freed.contains(&state.key) {
            state.known_sha256 = None;
        }
    }
    plan(files, states, |state| freed.contains(&state.key))
}

/// What is in hand while the files of a plan go by.
struct Intake<'a, 'v> {
    library: &'a Library,
    log: &'a ImportLog,
    writer: IndexWriter,
    settings: &'a ImportSettings,
    report: &'a mut ImportReport,
    vectors: &'a mut Vectors<'v>,
    freed: &'a mut BTreeSet<String>,
    last_commit: Instant,
}

/// The file in hand.
struct Current<'p> {
    planned: &'p Planned,
    outcome: FileOutcome,
    /// Documents met in this reading, with the hash of their content.
    seen: HashMap<DocumentId, String>,
    /// Documents the file owned before and that have not been met yet.
    unseen: HashMap<DocumentId, DocumentRow>,
    opened: bool,
}

impl Intake<'_, '_> {
    /// Takes in the files of `plan`.
    fn run(
        &mut self,
        plan: &[(usize, Planned)],
        states: &mut [FileState],
        progress: &mut dyn Progress,
    ) -> Result<()> {
        let (numbers, planned): (Vec<usize>, Vec<&Planned>) = plan
            .iter()
            .map(|(number, planned)| (*number, planned))
            .unzip();
        std::thread::scope(|scope| {
            let (to, from) = sync_channel(CHANNEL_LEN);
            scope.spawn(move || read_all(&planned, &to));
            self.receive(plan, &numbers, &from, states, progress)
        })
    }

    fn receive(
        &mut self,
        plan: &[(usize, Planned)],
        numbers: &[usize],
        from: &Receiver<Message>,
        states: &mut [FileState],
        progress: &mut dyn Progress,
    ) -> Result<()> {
        let mut current: Option<Current<'_>> = None;
        let mut place = 0;
        for message in from {
            match message {
                Message::Begin(next) => {
                    place = next;
                    progress.update(place as u64, &plan[place].1.file.display_path);
                    current = Some(Current::new(&plan[place].1));
                }
                Message::Outcome(outcome) => {
                    if let Some(current) = &mut current {
                        self.open(current)?;
                        self.outcome(current, *outcome)?;
                    }
                    self.commit_if_due()?;
                }
                Message::End { sha256, unchanged } => {
                    let state = &mut states[numbers[place]];
                    if let Some(mut current) = current.take() {
                        if unchanged {
                            current.outcome = std::mem::take(&mut state.outcome);
                        } else {
                            self.open(&mut current)?;
                            self.close(&mut current)?;
                            state.was_read = true;
                        }
                        self.log_file(&current, &sha256)?;
                        state.outcome = current.outcome;
                    }
                    progress.update(place as u64 + 1, "");
                    self.commit_if_due()?;
                }
            }
        }
        Ok(())
    }

    /// Before the first outcome of a file: the log forgets that it was read to
    /// its end, until it is again.
    fn open(&mut self, current: &mut Current<'_>) -> Result<()> {
        if current.opened {
            return Ok(());
        }
        current.opened = true;
        let key = &current.planned.key;
        self.log.forget_file(key)?;
        self.log.clear_turned_away(key)?;
        current.unseen = self
            .log
            .documents_of(key)?
            .into_iter()
            .map(|row| (row.id.clone(), row))
            .collect();
        Ok(())
    }

    fn outcome(&mut self, current: &mut Current<'_>, outcome: Outcome) -> Result<()> {
        match outcome {
            Outcome::Document(document) => self.document(current, &document),
            Outcome::Skipped { reason, detail } => {
                let path = &current.planned.file.display_path;
                current
                    .outcome
                    .issues
                    .push(reason::of_skip(path, reason, detail));
                Ok(())
            }
            Outcome::Failed(error) => {
                current.outcome.issues.push(reason::of_error(&error));
                Ok(())
            }
            Outcome::Remark(remark) => {
                current.outcome.issues.push(reason::of_remark(&remark));
                Ok(())
            }
        }
    }

    /// Decides about one document of the file in hand.
    fn document(&mut self, current: &mut Current<'_>, document: &Document) -> Result<()> {
        let row = document_row(current.planned, document);
        if let Some(first) = current.seen.get(&document.id) {
            let same = *first == row.content_sha256;
            let owner = current.planned.file.display_path.clone();
            current.turn_away(document, same, owner);
            return Ok(());
        }
        let known = self.log.document(&document.id)?;
        match known {
            Some(owner) if owner.path == row.path => {
                current.unseen.remove(&document.id);
                if owner.content_sha256 == row.content_sha256 && !self.settings.reread {
                    self.report.documents.unchanged += 1;
                } else {
                    self.add(document)?;
                    self.report.documents.replaced += 1;
                }
                self.keep(current, row)
            }
            Some(owner) if Path::new(&owner.path).exists() => {
                let same = owner.content_sha256 == row.content_sha256;
                self.log.turn_away(&row.path, &document.id)?;
                current.turn_away(document, same, owner.display_path);
                Ok(())
            }
            // The file that owned it is gone: it is taken over.
            Some(owner) => {
                let same = owner.content_sha256 == row.content_sha256
                    && owner.display_path == row.display_path;
                if same {
                    self.report.documents.unchanged += 1;
                } else {
                    self.add(document)?;
                    self.report.documents.replaced += 1;
                }
                self.keep(current, row)
            }
            None => {
                if let Some(twin) = self.log.document_with_text(&row.text_sha256)? {
                    current
                        .outcome
                        .issues
                        .push(reason::same_text(document, &twin));
                }
                self.add(document)?;
                self.report.documents.added += 1;
                self.keep(current, row)
            }
        }
    }

    fn add(&mut self, document: &Document) -> Result<()> {
        let added = self.writer.add_document(document)?;
        self.report.entries += added.entries as u64;
        self.report.passages += added.passages as u64;
        *self
            .report
            .documents
            .by_kind
            .entry(document.kind.label().to_owned())
            .or_default() += 1;
        Ok(())
    }

    fn keep(&mut self, current: &mut Current<'_>, row: DocumentRow) -> Result<()> {
        self.log.put_document(&row)?;
        current.outcome.documents += 1;
        current.seen.insert(row.id, row.content_sha256);
        Ok(())
    }

    /// After the last outcome of a file: what it no longer contains leaves the
    /// library, unless the file could not be read without errors.
    fn close(&mut self, current: &mut Current<'_>) -> Result<()> {
        let failed = current
            .outcome
            .issues
            .iter()
            .any(|issue| issue.kind == IssueKind::Failed);
        let mut unseen: Vec<DocumentRow> =
            std::mem::take(&mut current.unseen).into_values().collect();
        unseen.sort_by(|a, b| a.id.cmp(&b.id));
        for row in unseen {
            if failed {
                let path = &current.planned.file.display_path;
                current.outcome.issues.push(reason::kept(path, &row.id));
            } else {
                self.writer.delete_document(&row.id)?;
                self.freed.extend(self.log.forget_document(&row.id)?);
                self.report.documents.removed += 1;
            }
        }
        Ok(())
    }

    /// Remembers the file, but not one that failed as a whole, which is tried
    /// again by every import.
    fn log_file(&mut self, current: &Current<'_>, sha256: &str) -> Result<()> {
        if current.outcome.is_failure() || sha256.is_empty() {
            return Ok(());
        }
        let file = &current.planned.file;
        let row = FileRow {
            size_bytes: file.size_bytes,
            modified_ns: modified_ns(file),
            sha256: sha256.to_owned(),
            reader_version: READER_VERSION,
            outcome: current.outcome.clone(),
        };
        self.log
            .put_file(&current.planned.key, &file.display_path, &row)
    }

    fn commit_if_due(&mut self) -> Result<()> {
        if self.last_commit.elapsed() < self.library.config().import.commit_every {
            return Ok(());
        }
        self.writer.commit()?;
        self.log.commit()?;
        self.log.begin()?;
        self.vectors.refresh_if_due(self.report)?;
        self.last_commit = Instant::now();
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        self.writer.commit()?;
        self.log.commit()?;
        let began = Instant::now();
        self.writer.merge_down()?;
        add_time(&mut self.report.seconds.merge, began.elapsed());
        Ok(())
    }
}

impl<'p> Current<'p> {
    fn new(planned: &'p Planned) -> Self {
        Self {
            planned,
            outcome: FileOutcome::default(),
            seen: HashMap::new(),
            unseen: HashMap::new(),
            opened: false,
        }
    }

    fn turn_away(&mut self, document: &Document, same: bool, owner: String) {
        let path = &self.planned.file.display_path;
        let issue: Issue = reason::turned_away(path, document, same, owner);
        self.outcome.issues.push(issue);
    }
}

/// Hashes over what a document says; where it came from is left out.
fn document_row(planned: &Planned, document: &Document) -> DocumentRow {
    use sha2::{Digest, Sha256};
    let mut text = Sha256::new();
    text.update(document.title.as_bytes());
    text.update([0]);
    // A body of plain strings always becomes JSON.
    text.update(serde_json::to_vec(&document.body).unwrap_or_default());
    let mut content = text.clone();
    content.update(document.kind.code());
    content.update(serde_json::to_vec(&document.metadata).unwrap_or_default());
    DocumentRow {
        id: document.id.clone(),
        path: planned.key.clone(),
        display_path: planned.file.display_path.clone(),
        content_sha256: hex(&content.finalize()),
        text_sha256: hex(&text.finalize()),
    }
}
