//! What an import did: counts, and every file or record that did not become a
//! document of its own, with the reason.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why something of a source is not a document of its own, or is one with a
/// remark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// Left out on purpose: an index page, an empty file.
    Skipped,
    /// Could not be read.
    Failed,
    /// The same document as one that is in the library already; not added.
    Duplicate,
    /// The same law version or case as one in the library with another text; the
    /// one that came first is kept.
    Conflict,
    /// Added, though its title and text equal those of another document.
    SameText,
    /// Its file no longer contains it, but was not read without errors, so it
    /// was kept.
    Kept,
    /// Was read, and should be looked at: articles are missing, or there twice.
    Remark,
}

impl IssueKind {
    /// Chinese name for readers.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Skipped => "跳过",
            Self::Failed => "失败",
            Self::Duplicate => "重复",
            Self::Conflict => "冲突",
            Self::SameText => "同文",
            Self::Kept => "保留",
            Self::Remark => "提示",
        }
    }
}

/// Something about a source worth naming.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// What kind of thing.
    pub kind: IssueKind,
    /// The file as a person knows it.
    pub path: String,
    /// Line, from 1, where one is to blame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// Stable code of the reason: `index_page`, `empty`, `same_content` …
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// The document concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The file that owns the document in the library.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_path: Option<String>,
}

/// What became of one source file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOutcome {
    /// Documents it gave to the library, now or in an earlier import.
    pub documents: u64,
    /// Everything else about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub issues: Vec<Issue>,
}

impl FileOutcome {
    /// Whether the whole file failed, so that it is tried again every time.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.documents == 0
            && self
                .issues
                .iter()
                .any(|issue| issue.kind == IssueKind::Failed)
    }
}

/// Files by what became of them. Every file found is counted once among the
/// last five.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileCounts {
    /// Files under the paths given, hidden ones left out.
    pub found: u64,
    /// Files read in this import, because they were new or had changed.
    pub read: u64,
    /// Files left alone, because they had not changed.
    pub unchanged: u64,
    /// Files that gave at least one document.
    pub with_documents: u64,
    /// Index pages (目录页).
    pub index_pages: u64,
    /// Files all of whose documents are in the library from another file.
    pub duplicates: u64,
    /// Files skipped for another reason.
    pub skipped: u64,
    /// Files that gave nothing but errors.
    pub failed: u64,
}

impl FileCounts {
    /// Counts what was found and is not read: a file of another type, a link, a
    /// folder that cannot be opened.
    pub(super) fn count_unread(&mut self, kind: IssueKind) {
        self.found += 1;
        match kind {
            IssueKind::Skipped => self.skipped += 1,
            _ => self.failed += 1,
        }
    }

    /// Counts a file's outcome.
    pub(super) fn count(&mut self, outcome: &FileOutcome) {
        let has = |kind| outcome.issues.iter().any(|issue| issue.kind == kind);
        if outcome.documents > 0 {
            self.with_documents += 1;
        } else if has(IssueKind::Failed) {
            self.failed += 1;
        } else if has(IssueKind::Duplicate) || has(IssueKind::Conflict) {
            self.duplicates += 1;
        } else if outcome.issues.iter().any(|i| i.code == "index_page") {
            self.index_pages += 1;
        } else {
            self.skipped += 1;
        }
    }
}

/// Documents by what this import did with them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DocumentCounts {
    /// New in the library.
    pub added: u64,
    /// Replaced by a changed text, or taken over from a file that is gone.
    pub replaced: u64,
    /// Read again and found equal.
    pub unchanged: u64,
    /// Removed, because their file no longer contains them.
    pub removed: u64,
    /// Added or replaced, by the Chinese name of their kind.
    pub by_kind: BTreeMap<String, u64>,
}

/// What was embedded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EmbeddingCounts {
    /// The model; absent when there is none.
    pub model: Option<String>,
    /// Why nothing was embedded, when that is so: a Chinese sentence.
    pub why_not: Option<String>,
    /// Texts embedded in this import.
    pub embedded: u64,
    /// Characters of those texts.
    pub characters: u64,
    /// Different texts in the store after it, of this model.
    pub in_store: u64,
    /// Different texts of the library that still have no vector. Absent when
    /// that is unknown because there is no model.
    pub missing: Option<u64>,
}

/// What the library holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LibraryCounts {
    /// Source texts.
    pub documents: u64,
    /// Articles of versions, and cases.
    pub entries: u64,
    /// Pieces that embeddings cover.
    pub passages: u64,
    /// Different texts with a vector that can be searched.
    pub vectors: u64,
    /// Documents by the Chinese name of their kind.
    pub by_kind: BTreeMap<String, u64>,
    /// Entries by the Chinese name of their kind.
    pub entries_by_kind: BTreeMap<String, u64>,
}

/// Seconds spent, by stretch.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Seconds {
    /// Looking for files and comparing them with the log.
    pub compare: f64,
    /// Reading sources and indexing texts, commits included.
    pub read: f64,
    /// Merging segments of the text index.
    pub merge: f64,
    /// Embedding, with writing to the store.
    pub embed: f64,
    /// Building the vectors of the segments.
    pub vectors: f64,
    /// The whole import.
    pub total: f64,
}

/// The report of one import, as it is written in JSON.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// When it began (UTC, ISO 8601).
    pub started: String,
    /// The library folder.
    pub library: String,
    /// The paths given.
    pub sources: Vec<String>,
    /// Source files.
    pub files: FileCounts,
    /// Documents.
    pub documents: DocumentCounts,
    /// Entries of the documents added or replaced.
    pub entries: u64,
    /// Passages of the documents added or replaced.
    pub passages: u64,
    /// Vectors.
    pub embedding: EmbeddingCounts,
    /// The library after the import.
    pub library_after: LibraryCounts,
    /// Where the time went.
    pub seconds: Seconds,
    /// Everything skipped, failed, duplicate or in conflict: of the files read
    /// now, and of unchanged files as it was when they were read.
    pub issues: Vec<Issue>,
    /// Documents in the library after the import; the same as
    /// `library_after.documents`.
    pub documents_in_library: u64,
}

impl ImportReport {
    /// Issues of one kind, in the order they were met.
    pub fn issues_of(&self, kind: IssueKind) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(move |issue| issue.kind == kind)
    }

    /// How many issues of one kind there are.
    #[must_use]
    pub fn count_of(&self, kind: IssueKind) -> usize {
        self.issues_of(kind).count()
    }

    /// Documents read in a second, over the reading phase.
    #[must_use]
    pub fn documents_a_second(&self) -> Option<f64> {
        rate(
            self.documents.added + self.documents.replaced,
            self.seconds.read,
        )
    }

    /// Entries indexed in a second, over the reading phase.
    #[must_use]
    pub fn entries_a_second(&self) -> Option<f64> {
        rate(self.entries, self.seconds.read)
    }

    /// Texts embedded in a second, over the embedding phase.
    #[must_use]
    pub fn embedded_a_second(&self) -> Option<f64> {
        rate(self.embedding.embedded, self.seconds.embed)
    }
}

fn rate(count: u64, seconds: f64) -> Option<f64> {
    // Counts stay far below 2^53.
    #[expect(clippy::cast_precision_loss, reason = "a rate for display")]
    (count > 0 && seconds > 0.0).then(|| count as f64 / seconds)
}

/// Adds the time a stretch took.
pub(super) fn add_time(to: &mut f64, took: Duration) {
    *to += took.as_secs_f64();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(documents: u64, issues: &[(IssueKind, &str)]) -> FileOutcome {
        FileOutcome {
            documents,
            issues: issues
                .iter()
                .map(|(kind, code)| Issue {
                    kind: *kind,
                    path: "a.md".to_owned(),
                    line: None,
                    code: (*code).to_owned(),
                    reason: String::new(),
                    document: None,
                    other_path: None,
                })
                .collect(),
        }
    }

    #[test]
    fn every_file_is_counted_once() {
        let mut counts = FileCounts::default();
        counts.count(&outcome(1, &[(IssueKind::Failed, "json")]));
        counts.count(&outcome(0, &[(IssueKind::Failed, "json")]));
        counts.count(&outcome(0, &[(IssueKind::Skipped, "index_page")]));
        counts.count(&outcome(0, &[(IssueKind::Skipped, "empty")]));
        counts.count(&outcome(0, &[(IssueKind::Duplicate, "same_content")]));
        counts.count(&outcome(0, &[]));
        let FileCounts {
            with_documents,
            index_pages,
            duplicates,
            skipped,
            failed,
            ..
        } = counts;
        assert_eq!(
            (with_documents, index_pages, duplicates, skipped, failed),
            (1, 1, 1, 2, 1)
        );
    }

    #[test]
    fn a_file_with_a_document_is_no_failure() {
        assert!(!outcome(1, &[(IssueKind::Failed, "json")]).is_failure());
        assert!(outcome(0, &[(IssueKind::Failed, "json")]).is_failure());
    }
}
