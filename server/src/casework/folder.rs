//! Case files (案件夹): the pending case as its prosecutor tells it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::error::{CaseworkError, Result, found};
use super::store::{Store, now};

/// Name of a case file in the store. [`FolderId::NONE`] for what belongs to no case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
#[serde(transparent)]
pub struct FolderId(pub i64);

impl FolderId {
    /// For what belongs to no case.
    pub const NONE: Self = Self(0);
}

/// Longest name of a case file, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Most case files that are kept, deleted ones included.
pub const MAX_FOLDERS: usize = 10_000;

/// What is told of a pending case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// 检索事由
    Purpose,
    /// 检索主体：单位
    Unit,
    /// 检索主体：承办人
    Prosecutor,
    /// 案由、罪名
    Charge,
    /// 基本事实
    Facts,
    /// 争议焦点
    Issue,
    /// 拟适用法条
    Articles,
    /// 行为时
    ConductDay,
    /// 参照或参考的分析说明
    Analysis,
}

impl Field {
    /// All fields in the order of the form.
    pub const ALL: [Self; 9] = [
        Self::Purpose,
        Self::Unit,
        Self::Prosecutor,
        Self::Charge,
        Self::Facts,
        Self::Issue,
        Self::Articles,
        Self::ConductDay,
        Self::Analysis,
    ];

    /// Stable code, in the store and in forms.
    pub fn code(self) -> &'static str {
        match self {
            Self::Purpose => "purpose",
            Self::Unit => "unit",
            Self::Prosecutor => "prosecutor",
            Self::Charge => "charge",
            Self::Facts => "facts",
            Self::Issue => "issue",
            Self::Articles => "articles",
            Self::ConductDay => "conduct_day",
            Self::Analysis => "analysis",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Purpose => "检索事由",
            Self::Unit => "单位",
            Self::Prosecutor => "承办人",
            Self::Charge => "案由（罪名）",
            Self::Facts => "基本事实",
            Self::Issue => "争议焦点",
            Self::Articles => "拟适用法条",
            Self::ConductDay => "行为时",
            Self::Analysis => "参照或参考的分析说明",
        }
    }

    /// Longest text, in characters.
    pub fn max_chars(self) -> usize {
        match self {
            Self::Facts | Self::Analysis => 20_000,
            Self::Issue | Self::Articles | Self::Purpose => 2_000,
            Self::Unit | Self::Prosecutor | Self::Charge => 200,
            Self::ConductDay => 30,
        }
    }

    /// Whether it takes several lines.
    pub fn is_long(self) -> bool {
        self.max_chars() >= 2_000
    }

    /// The field with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }
}

/// A case file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its id.
    pub id: FolderId,
    /// 案号, or how its prosecutor calls it.
    pub name: String,
    /// When it was made.
    pub created: String,
    /// When it was last changed.
    pub changed: String,
    /// When it was deleted; it can be brought back.
    pub deleted: Option<String>,
    /// What was told; blank fields are absent.
    pub texts: BTreeMap<Field, String>,
}

impl Folder {
    /// What was told in `field`; empty when nothing.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }
}

/// A case file in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FolderLine {
    /// Its id.
    pub id: FolderId,
    /// Its name.
    pub name: String,
    /// When it was last changed.
    pub changed: String,
    /// Searches made for it.
    pub searches: usize,
    /// Hits collected in it.
    pub collected: usize,
    /// Reports made from it.
    pub reports: usize,
    /// It was deleted and can be brought back.
    pub deleted: bool,
}

impl Store {
    /// Makes a case file.
    ///
    /// # Errors
    /// `Field` for a blank or long name, or when there are too many; `Database`.
    pub fn add_folder(&self, name: &str) -> Result<FolderId> {
        let name = checked_name(name)?;
        let count: usize =
            self.read(|db| db.query_row("SELECT count(*) FROM folder", [], |row| row.get(0)))?;
        if count > MAX_FOLDERS {
            return Err(CaseworkError::Field {
                field: "name",
                reason: format!("案件夹已有 {MAX_FOLDERS} 个，请先删除不用的"),
            });
        }
        self.write(|db| {
            let now = now();
            db.execute(
                "INSERT INTO folder (name, created, changed) VALUES (?1, ?2, ?2)",
                params![name, now],
            )?;
            Ok(FolderId(db.last_insert_rowid()))
        })
    }

    /// A case file.
    ///
    /// # Errors
    /// `NotFound`; `Database`.
    pub fn folder(&self, id: FolderId) -> Result<Folder> {
        let folder = self.read(|db| {
            let found = db
                .query_row(
                    "SELECT id, name, created, changed, deleted FROM folder \
                     WHERE id = ?1 AND id <> 0",
                    [id.0],
                    folder_of,
                )
                .optional()?;
            found
                .map(|mut folder| {
                    folder.texts = texts(db, id)?;
                    Ok(folder)
                })
                .transpose()
        })?;
        folder.ok_or_else(|| CaseworkError::missing("folder", id.0))
    }

    /// All case files, the one changed last first; deleted ones at the end.
    ///
    /// # Errors
    /// `Database`.
    pub fn folders(&self) -> Result<Vec<FolderLine>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, name, changed, deleted IS NOT NULL,
                        (SELECT count(*) FROM search WHERE folder = folder.id),
                        (SELECT count(*) FROM collected
                         WHERE folder = folder.id AND removed IS NULL),
                        (SELECT count(*) FROM report WHERE folder = folder.id)
                 FROM folder WHERE id <> 0 ORDER BY 4, changed DESC, id DESC",
            )?;
            let lines = statement.query_map([], |row| {
                Ok(FolderLine {
                    id: FolderId(row.get(0)?),
                    name: row.get(1)?,
                    changed: row.get(2)?,
                    deleted: row.get(3)?,
                    searches: row.get(4)?,
                    collected: row.get(5)?,
                    reports: row.get(6)?,
                })
            })?;
            lines.collect()
        })
    }

    /// Changes the name and the given fields of a case file; a blank text takes the
    /// field away.
    ///
    /// # Errors
    /// `Field` for a text that is too long; `NotFound`; `Database`.
    pub fn tell(&self, id: FolderId, name: &str, told: &[(Field, String)]) -> Result<()> {
        let name = checked_name(name)?;
        for (field, text) in told {
            check_chars(field.code(), field.label(), text, field.max_chars())?;
        }
        let rows = self.write(|db| {
            let rows = db.execute(
                "UPDATE folder SET name = ?2, changed = ?3 WHERE id = ?1 AND id <> 0",
                params![id.0, name, now()],
            )?;
            for (field, text) in told {
                put_text(db, id, *field, text.trim())?;
            }
            Ok(rows)
        })?;
        found(rows, "folder", id.0)
    }

    /// Deletes a case file so that it can be brought back, or brings it back.
    ///
    /// # Errors
    /// `NotFound`; `Database`.
    pub fn set_deleted(&self, id: FolderId, deleted: bool) -> Result<()> {
        let at = deleted.then(now);
        let rows = self.write(|db| {
            let set = "UPDATE folder SET deleted = ?2 WHERE id = ?1 AND id <> 0";
            db.execute(set, params![id.0, at])
        })?;
        found(rows, "folder", id.0)
    }

    /// Removes a deleted case file for good, with all that belongs to it but its
    /// reports.
    ///
    /// # Errors
    /// `NotFound` when there is no deleted one of this id; `Database`.
    pub fn purge_folder(&self, id: FolderId) -> Result<()> {
        let rows = self.write(|db| {
            let purge = "DELETE FROM folder WHERE id = ?1 AND id <> 0 AND deleted IS NOT NULL";
            db.execute(purge, [id.0])
        })?;
        found(rows, "folder", id.0)
    }
}

fn folder_of(row: &Row<'_>) -> rusqlite::Result<Folder> {
    Ok(Folder {
        id: FolderId(row.get(0)?),
        name: row.get(1)?,
        created: row.get(2)?,
        changed: row.get(3)?,
        deleted: row.get(4)?,
        texts: BTreeMap::new(),
    })
}

fn texts(db: &Connection, id: FolderId) -> rusqlite::Result<BTreeMap<Field, String>> {
    let mut statement =
        db.prepare_cached("SELECT field, text FROM folder_text WHERE folder = ?1")?;
    let rows = statement.query_map([id.0], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let mut texts = BTreeMap::new();
    for row in rows {
        let (code, text) = row?;
        texts.extend(Field::from_code(&code).map(|field| (field, text)));
    }
    Ok(texts)
}

fn put_text(db: &Connection, id: FolderId, field: Field, text: &str) -> rusqlite::Result<usize> {
    if text.is_empty() {
        let remove = "DELETE FROM folder_text WHERE folder = ?1 AND field = ?2";
        return db.execute(remove, params![id.0, field.code()]);
    }
    db.execute(
        "INSERT INTO folder_text (folder, field, text) SELECT id, ?2, ?3 FROM folder \
         WHERE id = ?1 ON CONFLICT DO UPDATE SET text = excluded.text",
        params![id.0, field.code(), text],
    )
}

pub(super) fn touch(db: &Connection, id: FolderId) -> rusqlite::Result<()> {
    let touch = "UPDATE folder SET changed = ?2 WHERE id = ?1 AND id <> 0";
    db.execute(touch, params![id.0, now()]).map(drop)
}

fn checked_name(name: &str) -> Result<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(CaseworkError::Field {
            field: "name",
            reason: "请填写案号或案件名称".to_owned(),
        });
    }
    check_chars("name", "案件名称", &name, MAX_NAME_CHARS)?;
    Ok(name)
}

/// Refuses what is longer than `max` characters.
pub(super) fn check_chars(field: &'static str, label: &str, text: &str, max: usize) -> Result<()> {
    let chars = text.chars().count();
    if chars <= max {
        return Ok(());
    }
    Err(CaseworkError::Field {
        field,
        reason: format!("“{label}”有 {chars} 字，最多 {max} 字"),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        (folder, store)
    }

    #[test]
    fn a_case_is_told_changed_deleted_and_brought_back() {
        let (_folder, store) = store();
        let id = store.add_folder("  甲检刑诉〔2026〕 7号 ").unwrap();
        let told = [
            (Field::Facts, " 张某醉酒驾驶 ".to_owned()),
            (Field::Issue, "是否不起诉".to_owned()),
        ];
        store.tell(id, "甲检刑诉〔2026〕7号", &told).unwrap();
        store
            .tell(id, "甲案", &[(Field::Issue, "  ".to_owned())])
            .unwrap();
        let folder = store.folder(id).unwrap();
        assert_eq!(folder.name, "甲案");
        assert_eq!(folder.text(Field::Facts), "张某醉酒驾驶");
        assert_eq!(folder.text(Field::Issue), "");
        assert!(store.purge_folder(id).is_err(), "only what was deleted");
        store.set_deleted(id, true).unwrap();
        assert!(store.folders().unwrap()[0].deleted);
        store.set_deleted(id, false).unwrap();
        store.set_deleted(id, true).unwrap();
        store.purge_folder(id).unwrap();
        assert!(store.folder(id).is_err());
    }

    #[test]
    fn what_cannot_be_kept_is_refused_and_names_the_field() {
        let (_folder, store) = store();
        assert!(store.add_folder(" \n ").is_err());
        let id = store.add_folder("甲").unwrap();
        let long = [(Field::Charge, "长".repeat(201))];
        let error = store.tell(id, "甲", &long).unwrap_err();
        assert!(error.to_string().starts_with("charge"), "{error}");
        assert!(store.folder(FolderId::NONE).is_err());
        assert!(store.tell(FolderId(99), "甲", &[]).is_err());
    }
}
