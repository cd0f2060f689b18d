//! What was really done: searches with their counts, what their lists showed, what was
//! opened. Reports are filled from here, so that they claim no more.

use std::collections::BTreeMap;

use rusqlite::{Row, params};

use super::error::{Result, found};
use super::folder::{FolderId, touch};
use super::store::{Store, now};

/// Searches kept beside any case, the newest ones.
pub const MAX_RECENT: usize = 200;

/// Different searches kept for a case; further ones are not recorded.
pub const MAX_SEARCHES: usize = 2_000;

/// The three ways to search that the rules name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// 关键词检索
    Keywords,
    /// 法条关联案件检索
    Provisions,
    /// 案例关联检索
    Cases,
}

impl Method {
    /// All methods, in the order of the rules.
    pub const ALL: [Self; 3] = [Self::Keywords, Self::Provisions, Self::Cases];

    /// Stable code, in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Keywords => "keywords",
            Self::Provisions => "provisions",
            Self::Cases => "cases",
        }
    }

    /// Name in the rules.
    pub fn label(self) -> &'static str {
        match self {
            Self::Keywords => "关键词检索",
            Self::Provisions => "法条关联案件检索",
            Self::Cases => "案例关联检索",
        }
    }

    /// The method with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// A search as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchMade {
    /// What repeats it: path and parameters, without the page.
    pub address: String,
    /// Which of the three methods.
    pub method: Method,
    /// What was typed.
    pub query: String,
    /// Its filters, in words; empty when there were none.
    pub filters: String,
    /// Short id of the library's state.
    pub snapshot: String,
    /// Entries in the result set.
    pub total: usize,
    /// Those that match by words, when words were searched.
    pub lexical: Option<usize>,
    /// The nearest by meaning, when meaning was searched.
    pub semantic: Option<usize>,
    /// The documents that the list showed: their places in it, and ids.
    pub listed: Vec<(usize, String)>,
}

/// A search in the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchRow {
    /// Its number.
    pub id: i64,
    /// The case it was made for.
    pub folder: FolderId,
    /// The search, without what it listed.
    pub made: SearchMade,
    /// When it was first made.
    pub first_at: String,
    /// When it was last made.
    pub last_at: String,
    /// How often.
    pub times: usize,
    /// The name under which it is kept.
    pub saved: Option<String>,
}

const COLUMNS: &str = "id, folder, address, method, query, filters, first_at, last_at, times, \
                       snapshot, total, lexical, semantic, saved";

impl Store {
    /// Records a search and what it listed.
    ///
    /// # Errors
    /// `Database`.
    pub fn record_search(&self, folder: FolderId, made: &SearchMade) -> Result<()> {
        self.write(|db| {
            let known: usize = db.query_row(
                "SELECT count(*) FROM search WHERE folder = ?1",
                [folder.0],
                |row| row.get(0),
            )?;
            if folder != FolderId::NONE && known >= MAX_SEARCHES {
                return Ok(());
            }
            let id: i64 = db.query_row(
                "INSERT INTO search (folder, address, method, query, filters, first_at, last_at,
                                     times, snapshot, total, lexical, semantic)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, 1, ?7, ?8, ?9, ?10)
                 ON CONFLICT (folder, address) DO UPDATE SET
                     last_at = excluded.last_at, times = times + 1,
                     snapshot = excluded.snapshot, total = excluded.total,
                     lexical = excluded.lexical, semantic = excluded.semantic
                 RETURNING id",
                params![
                    folder.0,
                    made.address,
                    made.method.code(),
                    made.query,
                    made.filters,
                    now(),
                    made.snapshot,
                    made.total,
                    made.lexical,
                    made.semantic,
                ],
                |row| row.get(0),
            )?;
            for (place, document) in &made.listed {
                db.execute(
                    "INSERT OR IGNORE INTO listed (folder, document, search, place) \
                     VALUES (?1, ?2, ?3, ?4)",
                    params![folder.0, document, id, place],
                )?;
            }
            if folder == FolderId::NONE {
                db.execute(
                    "DELETE FROM search WHERE folder = 0 AND saved IS NULL AND id NOT IN (
                         SELECT id FROM search WHERE folder = 0
                         ORDER BY last_at DESC, id DESC LIMIT ?1)",
                    [MAX_RECENT],
                )?;
            }
            touch(db, folder)
        })
    }

    /// Records that a document was opened.
    ///
    /// # Errors
    /// `Database`.
    pub fn record_reading(&self, folder: FolderId, document: &str) -> Result<()> {
        self.write(|db| {
            db.execute(
                "INSERT INTO reading (folder, document, first_at, last_at, times)
                 SELECT id, ?2, ?3, ?3, 1 FROM folder WHERE id = ?1
                 ON CONFLICT DO UPDATE SET last_at = excluded.last_at, times = times + 1",
                params![folder.0, document, now()],
            )
            .map(drop)
        })
    }

    /// The searches made for a case, in the order in which they were first made.
    ///
    /// # Errors
    /// `Database`.
    pub fn searches(&self, folder: FolderId) -> Result<Vec<SearchRow>> {
        self.rows(
            &format!("SELECT {COLUMNS} FROM search WHERE folder = ?1 ORDER BY id"),
            folder.0,
        )
    }

    /// The searches made last, for any case that is not deleted, the newest first.
    ///
    /// # Errors
    /// `Database`.
    pub fn recent_searches(&self, limit: usize) -> Result<Vec<SearchRow>> {
        let alive = "folder IN (SELECT id FROM folder WHERE deleted IS NULL)";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.rows(
            &format!(
                "SELECT {COLUMNS} FROM search WHERE {alive} \
                 ORDER BY last_at DESC, id DESC LIMIT ?1"
            ),
            limit,
        )
    }

    /// The searches that are kept by a name.
    ///
    /// # Errors
    /// `Database`.
    pub fn saved_searches(&self) -> Result<Vec<SearchRow>> {
        self.rows(
            &format!(
                "SELECT {COLUMNS} FROM search WHERE saved IS NOT NULL AND ?1 = 0 \
                 ORDER BY saved, id"
            ),
            0,
        )
    }

    /// Keeps a search by a name, or no longer.
    ///
    /// # Errors
    /// `Field` for a long name; `NotFound`; `Database`.
    pub fn save_search(&self, id: i64, name: Option<&str>) -> Result<()> {
        let name = name.map(str::trim).filter(|name| !name.is_empty());
        super::folder::check_chars("name", "名称", name.unwrap_or_default(), 100)?;
        let rows = self.write(|db| {
            let save = "UPDATE search SET saved = ?2 WHERE id = ?1";
            db.execute(save, params![id, name])
        })?;
        found(rows, "search", id)
    }

    /// Forgets a search of no case. Those of a case are its record, from which reports
    /// are made, and go with it alone.
    ///
    /// # Errors
    /// `NotFound` when there is none, or it belongs to a case; `Database`.
    pub fn forget_search(&self, id: i64) -> Result<()> {
        let rows =
            self.write(|db| db.execute("DELETE FROM search WHERE id = ?1 AND folder = 0", [id]))?;
        found(rows, "search", id)
    }

    /// Forgets the searches of no case that are not kept by a name.
    ///
    /// # Errors
    /// `Database`.
    pub fn forget_recent(&self) -> Result<usize> {
        self.write(|db| db.execute("DELETE FROM search WHERE folder = 0 AND saved IS NULL", []))
    }

    /// The documents that lists showed for a case, each with the search that did first.
    ///
    /// # Errors
    /// `Database`.
    pub fn listed(&self, folder: FolderId) -> Result<BTreeMap<String, i64>> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT document, search FROM listed WHERE folder = ?1")?;
            let rows = statement.query_map([folder.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    /// The documents that were opened for a case, each with the time it first was.
    ///
    /// # Errors
    /// `Database`.
    pub fn readings(&self, folder: FolderId) -> Result<BTreeMap<String, String>> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT document, first_at FROM reading WHERE folder = ?1")?;
            let rows = statement.query_map([folder.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
    }

    fn rows(&self, sql: &str, value: i64) -> Result<Vec<SearchRow>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map([value], row_of)?;
            rows.collect()
        })
    }
}

fn row_of(row: &Row<'_>) -> rusqlite::Result<SearchRow> {
    let method: String = row.get(3)?;
    Ok(SearchRow {
        id: row.get(0)?,
        folder: FolderId(row.get(1)?),
        made: SearchMade {
            address: row.get(2)?,
            method: Method::from_code(&method).unwrap_or(Method::Keywords),
            query: row.get(4)?,
            filters: row.get(5)?,
            snapshot: row.get(9)?,
            total: row.get(10)?,
            lexical: row.get(11)?,
            semantic: row.get(12)?,
            listed: Vec::new(),
        },
        first_at: row.get(6)?,
        last_at: row.get(7)?,
        times: row.get(8)?,
        saved: row.get(13)?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn made(address: &str, listed: &[&str]) -> SearchMade {
        let listed = listed.iter().enumerate();
        SearchMade {
            address: address.to_owned(),
            method: Method::Keywords,
            query: "醉驾".to_owned(),
            filters: String::new(),
            snapshot: "abc".to_owned(),
            total: 7,
            lexical: Some(5),
            semantic: None,
            listed: listed
                .map(|(place, id)| (place + 1, (*id).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn the_same_search_is_one_row_and_each_document_is_listed_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        let case = store.add_folder("甲").unwrap();
        store
            .record_search(case, &made("/search?q=a", &["x", "y"]))
            .unwrap();
        store
            .record_search(case, &made("/search?q=a", &["z"]))
            .unwrap();
        store
            .record_search(case, &made("/search?q=b", &["y"]))
            .unwrap();
        let searches = store.searches(case).unwrap();
        assert_eq!(searches.len(), 2);
        assert_eq!((searches[0].times, searches[0].made.total), (2, 7));
        let listed = store.listed(case).unwrap();
        assert_eq!(listed.len(), 3);
        assert_eq!(listed["y"], searches[0].id);
        store.record_reading(case, "x").unwrap();
        store.record_reading(case, "x").unwrap();
        assert_eq!(store.readings(case).unwrap().len(), 1);
        assert!(
            store.forget_search(searches[0].id).is_err(),
            "it is the record"
        );
    }

    #[test]
    fn searches_of_no_case_are_few_and_can_be_kept_by_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("casework.db")).unwrap();
        store
            .record_search(FolderId::NONE, &made("/search?q=kept", &[]))
            .unwrap();
        let first = store.recent_searches(5).unwrap()[0].id;
        store.save_search(first, Some(" 醉驾 ")).unwrap();
        for at in 0..MAX_RECENT + 5 {
            let address = format!("/search?q={at}");
            store
                .record_search(FolderId::NONE, &made(&address, &[]))
                .unwrap();
        }
        assert_eq!(
            store.searches(FolderId::NONE).unwrap().len(),
            MAX_RECENT + 1
        );
        assert_eq!(
            store.saved_searches().unwrap()[0].saved.as_deref(),
            Some("醉驾")
        );
        store.forget_recent().unwrap();
        assert_eq!(store.recent_searches(5).unwrap().len(), 1);
        assert!(store.save_search(999, None).is_err());
    }
}
