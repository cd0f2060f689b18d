//! Which files there are to import.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use walkdir::{DirEntry, WalkDir};

use super::{FileName, SourceFile};
use crate::error::{ImportError, ImportProblem};

/// Deepest folder below a root.
const MAX_DEPTH: usize = 64;

/// The files below the roots, sorted by display path, each once, with a suffix
/// of a format that is read or that there is advice for. Hidden files and hidden folders
/// are left out. A root may be a file and may be a link. Everything else becomes an
/// error, so that it can be named: files of other types, links below a root, which
/// are not followed, folders and roots that cannot be read.
pub fn walk(roots: &[PathBuf]) -> (Vec<SourceFile>, Vec<ImportError>) {
    let mut found = Found::default();
    for root in roots {
        found.root(root);
    }
    found
        .files
        .sort_by(|a, b| (&a.display_path, &a.path).cmp(&(&b.display_path, &b.path)));
    (found.files, found.errors)
}

#[derive(Default)]
struct Found {
    files: Vec<SourceFile>,
    errors: Vec<ImportError>,
    seen: BTreeSet<PathBuf>,
}

impl Found {
    fn root(&mut self, root: &Path) {
        let real = match root.canonicalize() {
            Ok(real) => real,
            Err(source) => return self.fail(root.display().to_string(), source),
        };
        if !real.is_dir() {
            return self.file_root(&real);
        }
        let name = real.file_name().map_or_else(String::new, shown);
        let entries = WalkDir::new(&real)
            .max_depth(MAX_DEPTH)
            .sort_by_file_name()
            .into_iter();
        for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry)) {
            match entry {
                Ok(entry) => self.entry(&real, &name, &entry),
                Err(error) => {
                    let path = error.path().map_or(real.as_path(), |path| path);
                    let path = display(&real, &name, path);
                    let source = error
                        .into_io_error()
                        .unwrap_or_else(|| io::ErrorKind::Other.into());
                    self.fail(path, source);
                }
            }
        }
    }

    /// A single file is shown with the folder it is in, as if that had been the root.
    fn file_root(&mut self, file: &Path) {
        let folder = file.parent().unwrap_or(file);
        let name = folder.file_name().map_or_else(String::new, shown);
        let path = display(folder, &name, file);
        if file.is_file() && is_wanted(file) {
            self.file(file, path);
        } else {
            self.refuse(file, path, ImportProblem::Unsupported);
        }
    }

    fn entry(&mut self, root: &Path, name: &str, entry: &DirEntry) {
        let wanted = is_wanted(entry.path());
        let path = display(root, name, entry.path());
        if entry.path_is_symlink() {
            if wanted || entry.path().is_dir() {
                self.refuse(entry.path(), path, ImportProblem::Link);
            }
        } else if entry.file_type().is_file() && wanted {
            self.file(entry.path(), path);
        } else if !entry.file_type().is_dir() {
            self.refuse(entry.path(), path, ImportProblem::Unsupported);
        }
    }

    /// Names what is not read, once, however many roots lead to it.
    fn refuse(&mut self, path: &Path, display_path: String, problem: ImportProblem) {
        if self.seen.insert(path.to_owned()) {
            self.errors
                .push(ImportError::of_file(display_path, problem));
        }
    }

    fn file(&mut self, path: &Path, display_path: String) {
        if !self.seen.insert(path.to_owned()) {
            return;
        }
        match path.metadata() {
            Ok(metadata) => self.files.push(SourceFile {
                path: path.to_owned(),
                display_path,
                size_bytes: metadata.len(),
                modified: metadata.modified().ok(),
            }),
            Err(source) => self.fail(display_path, source),
        }
    }

    fn fail(&mut self, path: String, source: io::Error) {
        let problem = match source.kind() {
            io::ErrorKind::NotFound => ImportProblem::NotFound,
            _ => ImportProblem::Unreadable { source },
        };
        self.errors.push(ImportError::of_file(path, problem));
    }
}

fn is_wanted(path: &Path) -> bool {
    path.file_name()
        .is_some_and(|name| FileName::of(&shown(name)).suffix().is_some())
}

/// A name as readers see it. Archives made under Windows leave names in GBK behind, which
/// GB18030 contains; whatever the bytes, two names stay two.
fn shown(name: &OsStr) -> String {
    if let Some(name) = name.to_str() {
        return name.to_owned();
    }
    let (text, malformed) = GB18030.decode_without_bom_handling(name.as_encoded_bytes());
    match malformed {
        false => text.into_owned(),
        true => name.as_encoded_bytes().escape_ascii().to_string(),
    }
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// Name of the root and path below it, with `/` on every system.
fn display(root: &Path, name: &str, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    let mut path = name.to_owned();
    for part in below.components() {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(&shown(part.as_os_str()));
    }
    path
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

    use super::*;

    fn paths(files: &[SourceFile]) -> Vec<&str> {
        files
            .iter()
            .map(|file| file.display_path.as_str())
            .collect()
    }

    #[test]
    fn files_are_found_once_and_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("laws");
        fs::create_dir_all(root.join("乙/.git")).unwrap();
        for name in [
            "乙/二.md",
            "甲.md",
            "x.jsonl",
            "y.DB",
            "z.exe",
            ".hidden.md",
            "乙/.git/c.md",
        ] {
            fs::write(root.join(name), "x").unwrap();
        }
        let (files, errors) = walk(&[root.clone(), root.join("乙"), root.join("甲.md")]);
        let errors: Vec<_> = errors.iter().map(ToString::to_string).collect();
        assert_eq!(errors.len(), 1, "{errors:?}");
        assert!(errors[0].contains("laws/z.exe: unsupported"), "{errors:?}");
        assert_eq!(
            paths(&files),
            ["laws/x.jsonl", "laws/y.DB", "laws/乙/二.md", "laws/甲.md"]
        );
        assert_eq!(files[0].size_bytes, 1);
        let (files, _) = walk(&[root.join("甲.md")]);
        assert_eq!(paths(&files), ["laws/甲.md"]);
    }

    #[test]
    fn missing_and_unsupported_roots_are_errors() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.exe"), "x").unwrap();
        let (files, errors) = walk(&[folder.path().join("none"), folder.path().join("a.exe")]);
        assert!(files.is_empty());
        assert!(matches!(errors[0].problem, ImportProblem::NotFound));
        assert!(matches!(errors[1].problem, ImportProblem::Unsupported));
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_utf8_are_read_and_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(&root).unwrap();
        for name in [
            &b"\xb7\xa8.txt"[..],
            b"\xd0\xcc\xb7\xa8.md",
            b"\xff\xff.txt",
            b"\xff\xfe.txt",
        ] {
            fs::write(root.join(OsStr::from_bytes(name)), "x").unwrap();
        }
        let (files, errors) = walk(&[root]);
        assert!(errors.is_empty(), "{errors:?}");
        let expected = [
            "root/\\xff\\xfe.txt",
            "root/\\xff\\xff.txt",
            "root/刑法.md",
            "root/法.txt",
        ];
        assert_eq!(paths(&files), expected);
    }

    #[cfg(unix)]
    #[test]
    fn links_are_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("root");
        fs::create_dir_all(&root).unwrap();
        fs::write(folder.path().join("outside.md"), "x").unwrap();
        std::os::unix::fs::symlink(folder.path().join("outside.md"), root.join("a.md")).unwrap();
        std::os::unix::fs::symlink(folder.path(), root.join("loop")).unwrap();
        let (files, errors) = walk(&[root]);
        assert!(files.is_empty());
        assert_eq!(errors.len(), 2);
        assert!(
            errors
                .iter()
                .all(|error| matches!(error.problem, ImportProblem::Link))
        );
    }
}
