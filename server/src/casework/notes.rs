//! Notes with tags on a document or on one of its places.

use rusqlite::{Row, params};

use super::error::{CaseworkError, Result, found};
use super::folder::{FolderId, check_chars};
use super::store::{Store, now};

/// Longest note, in characters.
pub const MAX_NOTE_CHARS: usize = 10_000;

/// Most tags of a note.
pub const MAX_TAGS: usize = 20;

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Its number.
    pub id: i64,
    /// The case it belongs to.
    pub folder: FolderId,
    /// The document it is on.
    pub document: String,
    /// The document's title when it was written.
    pub title: String,
    /// The anchor of the place on the document's page; empty for the whole.
    pub place: String,
    /// What it says.
    pub text: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// When it was last changed.
    pub changed: String,
}

/// A note as it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewNote {
    /// The document it is on.
    pub document: String,
    /// The document's title.
    pub title: String,
    /// The anchor of the place; empty for the whole.
    pub place: String,
    /// What it says.
    pub text: String,
    /// Tags, separated by spaces or commas.
    pub tags: String,
}

const COLUMNS: &str = "id, folder, document, title, place, text, tags, changed";

impl Store {
    /// Adds a note.
    ///
    /// # Errors
    /// `Field` for a blank or long one; `Database`.
    pub fn add_note(&self, folder: FolderId, note: &NewNote) -> Result<i64> {
        let (text, tags) = checked(&note.text, &note.tags)?;
        if !is_anchor(&note.place) {
            return Err(CaseworkError::Field {
                field: "place",
                reason: "位置不是本页的段落".to_owned(),
            });
        }
        self.write(|db| {
            db.execute(
                "INSERT INTO note (folder, document, title, place, text, tags, created, changed)
                 SELECT id, ?2, ?3, ?4, ?5, ?6, ?7, ?7 FROM folder WHERE id = ?1",
                params![
                    folder.0,
                    note.document,
                    note.title,
                    note.place,
                    text,
                    tags,
                    now()
                ],
            )?;
            Ok(db.last_insert_rowid())
        })
    }

    /// Changes a note.
    ///
    /// # Errors
    /// As [`Self::add_note`]; `NotFound`.
    pub fn change_note(&self, id: i64, text: &str, tags: &str) -> Result<()> {
        let (text, tags) = checked(text, tags)?;
        let rows = self.write(|db| {
            let set = "UPDATE note SET text = ?2, tags = ?3, changed = ?4 WHERE id = ?1";
            db.execute(set, params![id, text, tags, now()])
        })?;
        found(rows, "note", id)
    }

    /// Deletes a note so that it can be brought back, or brings it back.
    ///
    /// # Errors
    /// `NotFound`; `Database`.
    pub fn set_note_deleted(&self, id: i64, deleted: bool) -> Result<()> {
        let at = deleted.then(now);
        let rows = self.write(|db| {
            db.execute(
                "UPDATE note SET deleted = ?2 WHERE id = ?1",
                params![id, at],
            )
        })?;
        found(rows, "note", id)
    }

    /// The notes on a document: those of a case, and those of none.
    ///
    /// # Errors
    /// `Database`.
    pub fn notes_on(&self, folder: FolderId, document: &str) -> Result<Vec<Note>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM note WHERE document = ?2 AND folder IN (0, ?1) \
                 AND deleted IS NULL ORDER BY place, id"
            ))?;
            let rows = statement.query_map(params![folder.0, document], note_of)?;
            rows.collect()
        })
    }

    /// The notes of a case, or all with `None`, the one changed last first.
    ///
    /// # Errors
    /// `Database`.
    pub fn notes(&self, folder: Option<FolderId>) -> Result<Vec<Note>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM note WHERE (?1 IS NULL OR folder = ?1) \
                 AND deleted IS NULL ORDER BY changed DESC, id DESC"
            ))?;
            let rows = statement.query_map([folder.map(|folder| folder.0)], note_of)?;
            rows.collect()
        })
    }
}

/// Whether this can be the anchor of a place, or is none.
fn is_anchor(place: &str) -> bool {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    place.len() <= 200 && place.chars().all(fits)
}

fn checked(text: &str, tags: &str) -> Result<(String, String)> {
    let text = text.trim();
    if text.is_empty() {
        return Err(CaseworkError::Field {
            field: "text",
            reason: "笔记没有内容".to_owned(),
        });
    }
    check_chars("text", "笔记", text, MAX_NOTE_CHARS)?;
    check_chars("tags", "标签", tags, 500)?;
    let mut read: Vec<&str> = Vec::new();
    let separate = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；' | '#');
    for tag in tags.split(separate).filter(|tag| !tag.is_empty()) {
        if !read.contains(&tag) {
            read.push(tag);
        }
    }
    read.truncate(MAX_TAGS);
    Ok((text.to_owned(), read.join(" ")))
}

fn note_of(row: &Row<'_>) -> rusqlite::Result<Note> {
    let tags: String = row.get(6)?;
    Ok(Note {
        id: row.get(0)?,
        folder: FolderId(row.get(1)?),
        document: row.get(2)?,
        title: row.get(3)?,
        place: row.get(4)?,
        text: row.get(5)?,
        tags: tags.split_whitespace().map(str::to_owned).collect(),
        changed: row.get(7)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn notes_are_written_changed_found_by_tag_and_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        let case = store.add_folder("甲").unwrap();
        let note = NewNote {
            document: "x".to_owned(),
            title: "某案".to_owned(),
            place: "s1".to_owned(),
            text: " 说理可用 ".to_owned(),
            tags: "说理，#上会 说理".to_owned(),
        };
        let id = store.add_note(case, &note).unwrap();
        assert!(store.add_note(case, &NewNote::default()).is_err());
        let elsewhere = NewNote {
            place: "s1\r\nx: y".to_owned(),
            ..note.clone()
        };
        assert!(store.add_note(case, &elsewhere).is_err());
        let on = store.notes_on(case, "x").unwrap();
        assert_eq!(
            (on[0].text.as_str(), on[0].tags.join("|")),
            ("说理可用", "说理|上会".into())
        );
        assert!(store.notes_on(FolderId::NONE, "x").unwrap().is_empty());
        store.change_note(id, "改过", "新").unwrap();
        let notes = store.notes(Some(case)).unwrap();
        assert_eq!(
            (notes[0].text.as_str(), notes[0].tags.join("|")),
            ("改过", "新".into())
        );
        store.set_note_deleted(id, true).unwrap();
        assert!(store.notes(None).unwrap().is_empty());
        store.set_note_deleted(id, false).unwrap();
        assert_eq!(store.notes(None).unwrap().len(), 1);
        assert!(store.change_note(77, "x", "").is_err());
    }
}
