//! The thesaurus of an installation: the rows that come with the program, and those of
//! `thesaurus.tsv` in the library's folder, which people edit by hand or by command.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::SystemTime;

use leian_corpus::thesaurus::Thesaurus;

use crate::error::{LibraryError, Result};

/// Largest file that is read, in bytes.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

/// How a new file begins.
const HEAD: &str = "# 本库的同义说法：词语，制表符，法律文书中的说法（几个之间用空格，最贴近的在前）。\n\
                    # 说法写作 - 表示这个词不再扩展。保存后下一次检索即生效。\n";

/// What a file was when it was read; none where there is none.
type Stamp = Option<(SystemTime, u64)>;

/// The thesaurus of a library, read again when its file changed.
pub struct SiteThesaurus {
    path: PathBuf,
    read: RwLock<(Stamp, Arc<Thesaurus>)>,
}

impl SiteThesaurus {
    /// Reads the file at `path`; without one the built-in rows count.
    ///
    /// # Errors
    /// `Thesaurus` naming the line that is wrong; `Io`.
    pub fn open(path: PathBuf) -> Result<Self> {
        let stamp = stamp(&path);
        let all = load(&path, stamp)?;
        Ok(Self {
            read: RwLock::new((stamp, Arc::new(all))),
            path,
        })
    }

    /// The rows as they are now. When the file became wrong, those before the change.
    pub fn current(&self) -> Arc<Thesaurus> {
        let now = stamp(&self.path);
        {
            let read = self.read.read().unwrap_or_else(PoisonError::into_inner);
            if read.0 == now {
                return Arc::clone(&read.1);
            }
        }
        let mut read = self.read.write().unwrap_or_else(PoisonError::into_inner);
        // What cannot be read is tried again when it changes, not at every search.
        read.0 = now;
        match load(&self.path, now) {
            Ok(all) => read.1 = Arc::new(all),
            Err(error) => tracing::warn!(%error, "the thesaurus stays as it was"),
        }
        Arc::clone(&read.1)
    }
}

/// Puts a row into the file at `path`, in the place of an earlier one; no phrases mean
/// that the word is not expanded.
///
/// # Errors
/// `Thesaurus` when the row, or another line of the file, is wrong; `Io`.
pub fn put(path: &Path, word: &str, phrases: &[String]) -> Result<()> {
    let said = match phrases {
        [] => "-".to_owned(),
        phrases => phrases.join(" "),
    };
    rewrite(path, word, Some(format!("{word}\t{said}")))
}

/// Takes the row of `word` out of the file at `path`, so that the built-in one counts
/// again. Whether there was one.
///
/// # Errors
/// As [`put`].
pub fn reset(path: &Path, word: &str) -> Result<bool> {
    let before = text(path)?.unwrap_or_default();
    let had = before.lines().any(|line| is_row_of(line, word));
    if had {
        rewrite(path, word, None)?;
    }
    Ok(had)
}

fn rewrite(path: &Path, word: &str, row: Option<String>) -> Result<()> {
    let before = text(path)?.unwrap_or_else(|| HEAD.to_owned());
    let mut lines: Vec<&str> = before
        .lines()
        .filter(|line| !is_row_of(line, word))
        .collect();
    lines.extend(row.as_deref());
    let after = lines.join("\n") + "\n";
    check(path, &after)?;
    replace(path, &after)
}

fn is_row_of(line: &str, word: &str) -> bool {
    line.split_once('\t')
        .is_some_and(|(of, _)| of.trim() == word && !line.starts_with('#'))
}

/// Written beside and renamed, so that a search never reads half a file.
fn replace(path: &Path, text: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || -> std::io::Result<()> {
        let part = folder.join(format!("thesaurus.{}.part", std::process::id()));
        let mut file = std::fs::File::create(&part)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&part, path)
    };
    write().map_err(LibraryError::io("write", path))
}

fn load(path: &Path, stamp: Stamp) -> Result<Thesaurus> {
    if let Some((_, bytes)) = stamp.filter(|(_, bytes)| *bytes > MAX_BYTES) {
        return Err(LibraryError::Thesaurus {
            path: path.to_owned(),
            reason: format!("{bytes} bytes; at most {MAX_BYTES} are read"),
        });
    }
    match text(path)? {
        Some(text) => check(path, &text),
        None => Ok(Thesaurus::built_in().clone()),
    }
}

fn check(path: &Path, text: &str) -> Result<Thesaurus> {
    let all = Thesaurus::built_in().with_site(text);
    all.map_err(|error| LibraryError::Thesaurus {
        path: path.to_owned(),
        reason: error.to_string(),
    })
}

fn text(path: &Path) -> Result<Option<String>> {
    match std::fs::read(path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some(text)),
            Err(_) => Err(LibraryError::Thesaurus {
                path: path.to_owned(),
                reason: "not UTF-8".to_owned(),
            }),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LibraryError::io("read", path)(error)),
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = std::fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn phrases(all: &SiteThesaurus, word: &str) -> Option<Vec<String>> {
        all.current().get(word).map(|row| row.phrases.clone())
    }

    #[test]
    fn rows_are_put_and_taken_back_while_it_is_open() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("thesaurus.tsv");
        let all = SiteThesaurus::open(path.clone()).unwrap();
        let built_in = phrases(&all, "醉驾").unwrap();
        put(
            &path,
            "薅羊毛",
            &["恶意套取".to_owned(), "骗取优惠".to_owned()],
        )
        .unwrap();
        put(&path, "醉驾", &[]).unwrap();
        assert_eq!(phrases(&all, "薅羊毛").unwrap(), ["恶意套取", "骗取优惠"]);
        assert_eq!(phrases(&all, "醉驾").unwrap(), [""; 0]);
        assert!(reset(&path, "醉驾").unwrap());
        assert!(!reset(&path, "醉驾").unwrap());
        assert_eq!(phrases(&all, "醉驾").unwrap(), built_in);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# 本库") && text.ends_with("薅羊毛\t恶意套取 骗取优惠\n"));
    }

    #[test]
    fn a_wrong_file_is_refused_at_first_and_ignored_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("thesaurus.tsv");
        std::fs::write(&path, "薅羊毛\t恶意套取\n").unwrap();
        let all = SiteThesaurus::open(path.clone()).unwrap();
        std::fs::write(&path, "没有制表符的一行\n").unwrap();
        assert_eq!(phrases(&all, "薅羊毛").unwrap(), ["恶意套取"]);
        let Err(error) = SiteThesaurus::open(path.clone()) else {
            panic!("a line without a tab")
        };
        assert!(error.to_string().contains("line 1"), "{error}");
        assert!(put(&path, "某词", &["说法".to_owned()]).is_err());
        std::fs::write(&path, [0xff, 0xfe, 0x41]).unwrap();
        assert!(SiteThesaurus::open(path).is_err());
    }

    #[test]
    fn a_wrong_row_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("thesaurus.tsv");
        assert!(put(&path, "车", &["机动车".to_owned()]).is_err());
        assert!(!path.exists());
    }
}
