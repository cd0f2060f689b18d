//! Teaching packs (教学包): cases in an order, what students see of each first and what
//! is held back, questions with an answer key and its source, the trainer's notes.
//!
//! Reading order: this file (what a pack holds, and its store), [`make`] (from collected
//! hits), [`editions`] (the student's and the teacher's), [`changes`] (what happened
//! since it was made).
//!
//! The student's edition is made without what is held back, not by hiding it.

pub mod changes;
pub mod editions;
pub mod make;

use leian_corpus::SectionRole;
use rusqlite::{OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};

use super::error::{CaseworkError, Result, found};
use super::folder::check_chars;
use super::store::{Store, now};

/// Most cases in a pack.
pub const MAX_ITEMS: usize = 50;

/// Most cases that were taken out and can be put back.
pub const MAX_REMOVED: usize = 10;

/// Most questions on a case.
pub const MAX_QUESTIONS: usize = 30;

/// Longest note, goal, question or answer, in characters.
pub const MAX_TEXT_CHARS: usize = 5_000;

/// A pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// 1, and one more with every copy.
    pub version: u32,
    /// The pack that it is a copy of.
    pub origin: Option<i64>,
    /// When it was made.
    pub created: String,
    /// When it was last changed.
    pub changed: String,
    /// When it was deleted; it can be brought back.
    pub deleted: Option<String>,
    /// What it holds.
    pub body: Body,
}

/// What a pack holds.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    /// Learning goals, a line each.
    pub goals: String,
    /// The trainer's notes on the whole.
    pub notes: String,
    /// Its cases in their order.
    pub items: Vec<Item>,
    /// Cases that were taken out, the last one last; they can be put back.
    pub removed: Vec<Item>,
}

impl Body {
    /// Takes a case out; the last [`MAX_REMOVED`] are kept. Nothing where there is none.
    pub fn remove(&mut self, at: usize) {
        if at < self.items.len() {
            let item = self.items.remove(at);
            self.removed.push(item);
            let surplus = self.removed.len().saturating_sub(MAX_REMOVED);
            self.removed.drain(..surplus);
        }
    }

    /// Puts a case that was taken out back at the end.
    pub fn put_back(&mut self, at: usize) {
        if at < self.removed.len() {
            let item = self.removed.remove(at);
            self.items.push(item);
        }
    }
}

/// A case in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// Its document.
    pub document: String,
    /// Its title when it was added.
    pub title: String,
    /// Places of the sections that are held back from students.
    pub held_back: Vec<usize>,
    /// Whether students see the title too; it may tell the charge.
    pub title_shown: bool,
    /// The trainer's notes.
    pub notes: String,
    /// Questions.
    pub questions: Vec<Question>,
    /// What was said of the articles it cites when it was added.
    pub validity: Vec<String>,
    /// The articles it cites, as they read then.
    pub statutes: Vec<Statute>,
}

/// A question with its key.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// What is asked.
    pub question: String,
    /// The key.
    pub answer: String,
    /// Section and paragraph that the key rests on, both from 0.
    pub source: Option<(usize, usize)>,
}

/// An article as it read when the pack was made.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Statute {
    /// Key of its law and its number, by which it is found again.
    pub law: String,
    /// Number: 133 or 133-1.
    pub number: String,
    /// 《刑法》第一百三十三条之一
    pub title: String,
    /// Its text then.
    pub text: String,
}

/// Whether a section is held back unless the trainer says otherwise: what tells how the
/// case was decided and why.
#[must_use]
pub fn is_held_back(role: SectionRole) -> bool {
    !matches!(
        role,
        SectionRole::Facts
            | SectionRole::Accusation
            | SectionRole::Defence
            | SectionRole::Claim
            | SectionRole::Reply
            | SectionRole::Findings
            | SectionRole::Question
    )
}

/// A pack in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackLine {
    /// Its number.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// When it was last changed.
    pub changed: String,
    /// Cases in it.
    pub items: usize,
    /// It was deleted and can be brought back.
    pub deleted: bool,
}

impl Store {
    /// Makes a pack.
    ///
    /// # Errors
    /// `Field` for a blank or long name, or too many cases; `Record`; `Database`.
    pub fn add_pack(&self, name: &str, body: &Body) -> Result<i64> {
        self.insert_pack(name, 1, None, body)
    }

    /// Copies a pack: the same name, one version on.
    ///
    /// # Errors
    /// `NotFound`; as [`Self::add_pack`].
    pub fn copy_pack(&self, id: i64) -> Result<i64> {
        let pack = self.pack(id)?;
        self.insert_pack(&pack.name, pack.version + 1, Some(id), &pack.body)
    }

    fn insert_pack(
        &self,
        name: &str,
        version: u32,
        origin: Option<i64>,
        body: &Body,
    ) -> Result<i64> {
        let name = checked_name(name)?;
        let body = written(body)?;
        self.write(|db| {
            db.execute(
                "INSERT INTO pack (name, version, origin, created, changed, body) \
                 VALUES (?1, ?2, ?3, ?4, ?4, ?5)",
                params![name, version, origin, now(), body],
            )?;
            Ok(db.last_insert_rowid())
        })
    }

    /// Changes a pack.
    ///
    /// # Errors
    /// As [`Self::add_pack`]; `NotFound`.
    pub fn change_pack(&self, id: i64, name: &str, body: &Body) -> Result<()> {
        let name = checked_name(name)?;
        let body = written(body)?;
        let rows = self.write(|db| {
            let set = "UPDATE pack SET name = ?2, body = ?3, changed = ?4 WHERE id = ?1";
            db.execute(set, params![id, name, body, now()])
        })?;
        found(rows, "pack", id)
    }

    /// A pack.
    ///
    /// # Errors
    /// `NotFound`; `Record`; `Database`.
    pub fn pack(&self, id: i64) -> Result<Pack> {
        let row = self.read(|db| {
            db.query_row(
                "SELECT id, name, version, origin, created, changed, deleted, body \
                 FROM pack WHERE id = ?1",
                [id],
                pack_of,
            )
            .optional()
        })?;
        let (mut pack, body) = row.ok_or_else(|| CaseworkError::missing("pack", id))?;
        pack.body = serde_json::from_str(&body).map_err(unreadable)?;
        Ok(pack)
    }

    /// All packs, the one changed last first; deleted ones at the end.
    ///
    /// # Errors
    /// `Database`.
    pub fn packs(&self) -> Result<Vec<PackLine>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, name, version, changed, deleted IS NOT NULL,
                        json_array_length(body, '$.items')
                 FROM pack ORDER BY 5, changed DESC, id DESC",
            )?;
            let lines = statement.query_map([], |row| {
                Ok(PackLine {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    version: row.get(2)?,
                    changed: row.get(3)?,
                    deleted: row.get(4)?,
                    items: row.get::<_, Option<usize>>(5)?.unwrap_or(0),
                })
            })?;
            lines.collect()
        })
    }

    /// Deletes a pack so that it can be brought back, or brings it back.
    ///
    /// # Errors
    /// `NotFound`; `Database`.
    pub fn set_pack_deleted(&self, id: i64, deleted: bool) -> Result<()> {
        let at = deleted.then(now);
        let rows = self.write(|db| {
            db.execute(
                "UPDATE pack SET deleted = ?2 WHERE id = ?1",
                params![id, at],
            )
        })?;
        found(rows, "pack", id)
    }
}

fn pack_of(row: &Row<'_>) -> rusqlite::Result<(Pack, String)> {
    let pack = Pack {
        id: row.get(0)?,
        name: row.get(1)?,
        version: row.get(2)?,
        origin: row.get(3)?,
        created: row.get(4)?,
        changed: row.get(5)?,
        deleted: row.get(6)?,
        body: Body::default(),
    };
    Ok((pack, row.get(7)?))
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(CaseworkError::Field {
            field: "name",
            reason: "请填写教学包的名称".to_owned(),
        });
    }
    check_chars("name", "名称", &name, super::folder::MAX_NAME_CHARS)?;
    Ok(name)
}

fn written(body: &Body) -> Result<String> {
    check_chars("goals", "教学目标", &body.goals, MAX_TEXT_CHARS)?;
    check_chars("notes", "教师备注", &body.notes, MAX_TEXT_CHARS)?;
    if body.items.len() > MAX_ITEMS {
        return Err(CaseworkError::Field {
            field: "items",
            reason: format!("一个教学包最多 {MAX_ITEMS} 件案例"),
        });
    }
    for item in &body.items {
        check_chars("notes", "教师备注", &item.notes, MAX_TEXT_CHARS)?;
        if item.questions.len() > MAX_QUESTIONS {
            return Err(CaseworkError::Field {
                field: "questions",
                reason: format!("一件案例最多 {MAX_QUESTIONS} 个问题"),
            });
        }
        for one in &item.questions {
            check_chars("question", "问题", &one.question, MAX_TEXT_CHARS)?;
            check_chars("answer", "答案", &one.answer, MAX_TEXT_CHARS)?;
        }
    }
    serde_json::to_string(body).map_err(unreadable)
}

fn unreadable(source: serde_json::Error) -> CaseworkError {
    CaseworkError::Record {
        what: "pack",
        source,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn packs_are_made_changed_copied_and_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        let mut body = Body {
            goals: "区分此罪与彼罪".to_owned(),
            ..Body::default()
        };
        let id = store.add_pack("附条件不起诉", &body).unwrap();
        body.items.push(Item {
            document: "x".to_owned(),
            held_back: vec![1, 2],
            questions: vec![Question {
                question: "为什么".to_owned(),
                answer: "因为".to_owned(),
                source: Some((2, 0)),
            }],
            ..Item::default()
        });
        store.change_pack(id, "附条件不起诉", &body).unwrap();
        let copy = store.pack(store.copy_pack(id).unwrap()).unwrap();
        assert_eq!((copy.version, copy.origin), (2, Some(id)));
        assert_eq!(copy.body, body);
        body.remove(0);
        assert!(body.items.is_empty());
        body.put_back(0);
        assert_eq!(body, copy.body, "with its questions");
        store.set_pack_deleted(id, true).unwrap();
        let lines = store.packs().unwrap();
        assert_eq!((lines[0].id, lines[0].items), (copy.id, 1));
        assert!(lines[1].deleted);
        body.notes = "长".repeat(MAX_TEXT_CHARS + 1);
        assert!(store.change_pack(id, "x", &body).is_err());
        assert!(store.pack(77).is_err());
    }

    #[test]
    fn what_tells_the_decision_is_held_back() {
        assert!(!is_held_back(SectionRole::Facts));
        for role in [
            SectionRole::KeyPoints,
            SectionRole::Result,
            SectionRole::Reasoning,
            SectionRole::Keywords,
            SectionRole::Other,
        ] {
            assert!(is_held_back(role), "{role:?}");
        }
    }
}
