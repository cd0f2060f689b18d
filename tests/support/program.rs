//! The program under test, as a process of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// The built binary: `LEIAN_BIN` if set, else built by cargo beside this test,
/// so that a test never runs an older program than the one it was written for.
pub fn leian_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("LEIAN_BIN") {
        Some(path) => PathBuf::from(path),
        None => build(),
    })
}

fn build() -> PathBuf {
    // target/debug/deps/e2e-… → target/debug
    let test = std::env::current_exe().expect("a test has a path");
    let profile_folder = test
        .parent()
        .and_then(Path::parent)
        .expect("a test lies in target/PROFILE/deps");
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--quiet", "-p", "leian-server", "--bin", "leian"])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."))
        .env(
            "CARGO_TARGET_DIR",
            profile_folder.parent().expect("target/PROFILE"),
        );
    if profile_folder.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().expect("cargo can be run");
    assert!(status.success(), "cargo build of leian failed");
    profile_folder.join("leian")
}

/// A command that runs `leian` with nothing of ours in its environment.
pub fn leian_command() -> Command {
    let mut command = Command::new(leian_binary());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LEIAN_") {
            command.env_remove(name);
        }
    }
    command.env("NO_COLOR", "1");
    command
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    /// Exit code; −1 when a signal ended it.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// From what the process left.
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Itself, if the exit code is `code`.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "exit code\nstdout: {}\nstderr: {}",
            self.stdout, self.stderr
        );
        self
    }

    /// Itself, if it ended well.
    #[track_caller]
    pub fn ok(self) -> Self {
        self.expect(0)
    }

    /// Itself, if it ended as an error (code 2) that names each of `words`,
    /// without a panic.
    #[track_caller]
    pub fn fails_naming(self, words: &[&str]) -> Self {
        let run = self.expect(2);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        for word in words {
            assert!(run.stderr.contains(word), "no {word:?} in: {}", run.stderr);
        }
        run
    }

    /// Standard output as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).expect("standard output is JSON")
    }
}
