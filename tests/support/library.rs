//! A library in a temporary folder.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use leian_server::{Library, LibraryPaths};
use tempfile::TempDir;

use crate::program::{Run, leian_command};
use crate::server::Server;
use crate::texts;
use crate::tiny_model::write_tiny_model;

/// A library that lives as long as the value: folder `library`, folder `sources`
/// to import from, and a tiny model unless there should be none.
pub struct TestLibrary {
    folder: TempDir,
    with_model: bool,
}

impl Default for TestLibrary {
    fn default() -> Self {
        Self::new()
    }
}

impl TestLibrary {
    /// An empty place for a library, with the tiny model.
    pub fn new() -> Self {
        let library = Self::without_model();
        write_tiny_model(&library.model());
        Self {
            with_model: true,
            ..library
        }
    }

    /// An empty place for a library, without any model.
    pub fn without_model() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        std::fs::create_dir(folder.path().join("sources")).expect("a folder can be made");
        Self {
            folder,
            with_model: false,
        }
    }

    /// A library with the model and all invented texts, imported.
    pub fn with_samples() -> Self {
        let library = Self::new();
        texts::write_all(&library.sources());
        library.import();
        library
    }

    /// A library with all invented texts and what their citations lead to.
    pub fn with_cited() -> Self {
        let library = Self::new();
        library.write_cited();
        library.import();
        library
    }

    /// Writes all invented texts and what their citations lead to.
    pub fn write_cited(&self) {
        texts::write_all(&self.sources());
        self.write("cited.jsonl", texts::cited_documents());
    }

    /// The temporary folder itself, for other files of a test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The library folder.
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("library")
    }

    /// The folder that [`Self::import`] imports.
    pub fn sources(&self) -> PathBuf {
        self.folder.path().join("sources")
    }

    /// The model folder.
    pub fn model(&self) -> PathBuf {
        self.folder.path().join("tiny-model")
    }

    /// Writes a source file and returns its path.
    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.sources().join(name);
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).expect("a folder can be made");
        }
        std::fs::write(&path, content).expect("a file can be written");
        path
    }

    /// A command on this library; its places come by the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = leian_command();
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("LEIAN_LIBRARY", self.path())
            .stdin(Stdio::null());
        if self.with_model {
            command.env("LEIAN_MODEL", self.model());
        }
        command
    }

    /// Runs a command on this library.
    #[track_caller]
    pub fn leian(&self, arguments: &[&str]) -> Run {
        Run::of(
            self.command(arguments)
                .output()
                .expect("leian can be started"),
        )
    }

    /// Imports the folder of sources and returns the report.
    #[track_caller]
    pub fn import(&self) -> serde_json::Value {
        self.import_with(&[])
    }

    /// Imports the folder of sources with further options and returns the report.
    #[track_caller]
    pub fn import_with(&self, options: &[&str]) -> serde_json::Value {
        let report = self.folder.path().join("report.json");
        let report_name = report.to_str().expect("a temporary path is UTF-8");
        let mut arguments = vec!["import", "sources", "--report", report_name];
        arguments.extend(options);
        self.leian(&arguments).ok();
        let text = std::fs::read_to_string(report).expect("an import writes its report");
        serde_json::from_str(&text).expect("the report is JSON")
    }

    /// What `leian status --json` says.
    #[track_caller]
    pub fn status(&self) -> serde_json::Value {
        self.leian(&["status", "--json"]).ok().json()
    }

    /// Searches and returns the JSON answer; no hit is an answer too.
    #[track_caller]
    pub fn search(&self, arguments: &[&str]) -> serde_json::Value {
        let mut all = vec!["search", "--json"];
        all.extend(arguments);
        let run = self.leian(&all);
        assert!(run.code <= 1, "{}", run.stderr);
        run.json()
    }

    /// Serves the library on a free port until the value is dropped.
    pub fn serve(&self) -> Server {
        Server::start(self.command(&["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Opens it in this process.
    pub fn open(&self) -> Library {
        let mut paths = LibraryPaths::new(self.path());
        paths.model = self.with_model.then(|| self.model());
        Library::open(&paths).expect("the library opens")
    }
}
