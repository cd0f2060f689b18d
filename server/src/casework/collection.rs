//! Hits that were collected for a case (收藏): in an order, each with what it is to the
//! opinion and why.

use rusqlite::{Row, params};

use super::error::{CaseworkError, Result, found};
use super::folder::{FolderId, check_chars, touch};
use super::store::{Store, now};

/// Most hits in one case.
pub const MAX_COLLECTED: usize = 200;

/// Longest reason, in characters.
pub const MAX_REASON_CHARS: usize = 4_000;

/// What a collected text is to the opinion.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// Nothing was decided.
    #[default]
    Open,
    /// 参照或参考
    Followed,
    /// Looked at, not followed.
    NotFollowed,
    /// It speaks against the opinion.
    Adverse,
}

impl Stance {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Open, Self::Followed, Self::NotFollowed, Self::Adverse];

    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Followed => "followed",
            Self::NotFollowed => "not_followed",
            Self::Adverse => "adverse",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Open => "未定",
            Self::Followed => "采用",
            Self::NotFollowed => "不采用",
            Self::Adverse => "不利案例",
        }
    }

    /// The stance with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stance| stance.code() == code)
    }
}

/// A collected hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collected {
    /// The id of its entry: of a case that of its document.
    pub entry: String,
    /// Its title when it was collected.
    pub title: String,
    /// When it was collected.
    pub at: String,
    /// What it is to the opinion.
    pub stance: Stance,
    /// The prosecutor's own reason.
    pub reason: String,
}

/// A case that may speak against the opinion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdverseRow {
    /// Its document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Why it was flagged.
    pub ground: String,
    /// It was opened for this case.
    pub read: bool,
    /// Why it was set aside.
    pub waived: Option<String>,
}

impl AdverseRow {
    /// Neither read nor set aside.
    pub fn is_open(&self) -> bool {
        !self.read && self.waived.is_none()
    }
}

impl Store {
    /// Collects an entry at the end of the list; once is enough. One that was taken out
    /// has again what was said of it.
    ///
    /// # Errors
    /// `Field` when there are too many; `Database`.
    pub fn collect(&self, folder: FolderId, entry: &str, title: &str) -> Result<()> {
        let count: usize = self.read(|db| {
            let count = "SELECT count(*) FROM collected WHERE folder = ?1 AND removed IS NULL";
            db.query_row(count, [folder.0], |row| row.get(0))
        })?;
        if count >= MAX_COLLECTED {
            return Err(CaseworkError::Field {
                field: "entry",
                reason: format!("一个案件最多收藏 {MAX_COLLECTED} 条"),
            });
        }
        self.write(|db| {
            db.execute(
                "INSERT INTO collected (folder, entry, title, at, place, stance, reason)
                 SELECT id, ?2, ?3, ?4,
                        1 + (SELECT coalesce(max(place), 0) FROM collected WHERE folder = ?1),
                        ?5, ''
                 FROM folder WHERE id = ?1
                 ON CONFLICT DO UPDATE SET
                     place = CASE WHEN removed IS NULL THEN place ELSE excluded.place END,
                     removed = NULL",
                params![folder.0, entry, title, now(), Stance::Open.code()],
            )?;
            touch(db, folder)
        })
    }

    /// Takes an entry out of the list; what was said of it is kept. Whether it was in.
    ///
    /// # Errors
    /// `Database`.
    pub fn uncollect(&self, folder: FolderId, entry: &str) -> Result<bool> {
        self.write(|db| {
            let remove = "UPDATE collected SET removed = ?3 \
                          WHERE folder = ?1 AND entry = ?2 AND removed IS NULL";
            let rows = db.execute(remove, params![folder.0, entry, now()])?;
            touch(db, folder)?;
            Ok(rows > 0)
        })
    }

    /// Says what a collected entry is to the opinion, and why.
    ///
    /// # Errors
    /// `Field` for a long reason; `NotFound`; `Database`.
    pub fn judge(&self, folder: FolderId, entry: &str, stance: Stance, reason: &str) -> Result<()> {
        let reason = reason.trim();
        check_chars("reason", "理由", reason, MAX_REASON_CHARS)?;
        let rows = self.write(|db| {
            let rows = db.execute(
                "UPDATE collected SET stance = ?3, reason = ?4 \
                 WHERE folder = ?1 AND entry = ?2 AND removed IS NULL",
                params![folder.0, entry, stance.code(), reason],
            )?;
            touch(db, folder)?;
            Ok(rows)
        })?;
        found(rows, "collected entry", entry)
    }

    /// Moves a collected entry by so many places, down where positive.
    ///
    /// # Errors
    /// `Database`.
    pub fn move_collected(&self, folder: FolderId, entry: &str, by: isize) -> Result<()> {
        let mut entries: Vec<String> = self
            .collected(folder)?
            .into_iter()
            .map(|one| one.entry)
            .collect();
        let Some(at) = entries.iter().position(|one| one == entry) else {
            return Ok(());
        };
        let moved = entries.remove(at);
        let to = at.saturating_add_signed(by).min(entries.len());
        entries.insert(to, moved);
        self.write(|db| {
            let set = "UPDATE collected SET place = ?3 WHERE folder = ?1 AND entry = ?2";
            for (place, entry) in entries.iter().enumerate() {
                db.execute(set, params![folder.0, entry, place])?;
            }
            touch(db, folder)
        })
    }

    /// What was collected for a case, in its order.
    ///
    /// # Errors
    /// `Database`.
    pub fn collected(&self, folder: FolderId) -> Result<Vec<Collected>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT entry, title, at, stance, reason FROM collected \
                 WHERE folder = ?1 AND removed IS NULL ORDER BY place, at, entry",
            )?;
            let rows = statement.query_map([folder.0], collected_of)?;
            rows.collect()
        })
    }

    /// Remembers the cases that may speak against the opinion; those known before stay,
    /// with what was said of them.
    ///
    /// # Errors
    /// `Database`.
    pub fn flag_adverse(
        &self,
        folder: FolderId,
        flagged: &[(String, String, String)],
    ) -> Result<()> {
        self.write(|db| {
            for (document, title, ground) in flagged {
                db.execute(
                    "INSERT INTO adverse (folder, document, title, ground, at)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT DO UPDATE SET ground = excluded.ground",
                    params![folder.0, document, title, ground, now()],
                )?;
            }
            Ok(())
        })
    }

    /// Sets an adverse case aside for a reason; a blank one takes that back.
    ///
    /// # Errors
    /// `Field` for a long reason; `NotFound`; `Database`.
    pub fn waive(&self, folder: FolderId, document: &str, reason: &str) -> Result<()> {
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        check_chars(
            "reason",
            "理由",
            reason.unwrap_or_default(),
            MAX_REASON_CHARS,
        )?;
        let rows = self.write(|db| {
            let waive = "UPDATE adverse SET waived = ?3 WHERE folder = ?1 AND document = ?2";
            db.execute(waive, params![folder.0, document, reason])
        })?;
        found(rows, "adverse case", document)
    }

    /// The cases that may speak against the opinion.
    ///
    /// # Errors
    /// `Database`.
    pub fn adverse(&self, folder: FolderId) -> Result<Vec<AdverseRow>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT document, title, ground, waived,
                        EXISTS (SELECT 1 FROM reading
                                WHERE folder = ?1 AND document = adverse.document)
                 FROM adverse WHERE folder = ?1 ORDER BY at, document",
            )?;
            let rows = statement.query_map([folder.0], |row| {
                Ok(AdverseRow {
                    document: row.get(0)?,
                    title: row.get(1)?,
                    ground: row.get(2)?,
                    waived: row.get(3)?,
                    read: row.get(4)?,
                })
            })?;
            rows.collect()
        })
    }
}

fn collected_of(row: &Row<'_>) -> rusqlite::Result<Collected> {
    let stance: String = row.get(3)?;
    Ok(Collected {
        entry: row.get(0)?,
        title: row.get(1)?,
        at: row.get(2)?,
        stance: Stance::from_code(&stance).unwrap_or_default(),
        reason: row.get(4)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn store() -> (tempfile::TempDir, Store, FolderId) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        let case = store.add_folder("甲").unwrap();
        (folder, store, case)
    }

    fn order(store: &Store, case: FolderId) -> String {
        let collected = store.collected(case).unwrap();
        collected.iter().map(|one| one.entry.as_str()).collect()
    }

    #[test]
    fn hits_keep_their_order_and_what_was_said_of_them() {
        let (_folder, store, case) = store();
        for entry in ["a", "b", "c", "b"] {
            store.collect(case, entry, "某案").unwrap();
        }
        assert_eq!(order(&store, case), "abc");
        store.move_collected(case, "c", -2).unwrap();
        assert_eq!(order(&store, case), "cab");
        store.move_collected(case, "c", 99).unwrap();
        assert_eq!(order(&store, case), "abc");
        store
            .judge(case, "b", Stance::Followed, " 事实相同 ")
            .unwrap();
        let collected = store.collected(case).unwrap();
        assert_eq!(collected[1].stance, Stance::Followed);
        assert_eq!(collected[1].reason, "事实相同");
        assert!(store.uncollect(case, "b").unwrap());
        assert!(!store.uncollect(case, "b").unwrap());
        assert!(store.judge(case, "b", Stance::Open, "").is_err());
        assert_eq!(order(&store, case), "ac");
        store.collect(case, "b", "某案").unwrap();
        assert_eq!(order(&store, case), "acb");
        assert_eq!(
            store.collected(case).unwrap()[2].reason,
            "事实相同",
            "not lost"
        );
    }

    #[test]
    fn an_adverse_case_is_open_until_read_or_waived() {
        let (_folder, store, case) = store();
        let flagged = |id: &str| (id.to_owned(), "某案".to_owned(), "罪名不同".to_owned());
        store
            .flag_adverse(case, &[flagged("x"), flagged("y")])
            .unwrap();
        store.record_reading(case, "x").unwrap();
        store.waive(case, "y", "主体不同").unwrap();
        store
            .flag_adverse(case, &[flagged("y"), flagged("z")])
            .unwrap();
        let open: Vec<bool> = store
            .adverse(case)
            .unwrap()
            .iter()
            .map(AdverseRow::is_open)
            .collect();
        assert_eq!(open, [false, false, true]);
        store.waive(case, "y", " ").unwrap();
        assert!(store.adverse(case).unwrap()[1].is_open());
    }
}
