//! Everything that was made, out as one JSON document and, when asked, away.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use serde_json::{Map, Value, json};

use super::error::Result;
use super::store::{Store, now};

/// The tables, those that others refer to first.
const TABLES: [&str; 10] = [
    "folder",
    "folder_text",
    "search",
    "listed",
    "reading",
    "collected",
    "adverse",
    "note",
    "report",
    "pack",
];

impl Store {
    /// Everything that is kept, deleted things that can be brought back included: an
    /// object with an array of rows for each table. Bodies of reports and packs are
    /// objects of their own.
    ///
    /// # Errors
    /// `Database`.
    pub fn everything(&self) -> Result<Value> {
        self.read(|db| {
            let mut tables = Map::new();
            for table in TABLES {
                tables.insert(table.to_owned(), Value::Array(rows(db, table)?));
            }
            Ok(json!({ "exported": now(), "tables": tables }))
        })
    }

    /// Removes everything for good, filed reports too.
    ///
    /// # Errors
    /// `Database`.
    pub fn remove_everything(&self) -> Result<()> {
        self.write(|db| {
            for table in TABLES.iter().rev() {
                db.execute(&format!("DELETE FROM {table}"), [])?;
            }
            let none = "INSERT INTO folder (id, name, created, changed) VALUES (0, '', '', '')";
            db.execute(none, []).map(drop)
        })?;
        // What was removed must not stay readable in the log of writes either.
        self.read(|db| db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())))
    }
}

fn rows(db: &Connection, table: &str) -> rusqlite::Result<Vec<Value>> {
    let mut statement = db.prepare(&format!("SELECT * FROM {table}"))?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let rows = statement.query_map([], |row| {
        let mut object = Map::new();
        for (at, name) in names.iter().enumerate() {
            object.insert(name.clone(), value(name, row.get_ref(at)?));
        }
        Ok(Value::Object(object))
    })?;
    rows.collect()
}

fn value(name: &str, value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Integer(number) => json!(number),
        ValueRef::Real(number) => json!(number),
        ValueRef::Text(text) => {
            let text = String::from_utf8_lossy(text);
            let body = (name == "body").then(|| serde_json::from_str(&text).ok());
            body.flatten().unwrap_or_else(|| json!(text))
        }
        ValueRef::Null | ValueRef::Blob(_) => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::casework::notes::NewNote;
    use crate::casework::pack::Body;

    #[test]
    fn everything_goes_out_and_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("casework.db");
        let store = Store::open(&path).unwrap();
        let case = store.add_folder("甲检刑诉2026第7号").unwrap();
        let note = NewNote {
            document: "x".to_owned(),
            text: "独有的一句话".to_owned(),
            ..NewNote::default()
        };
        store.add_note(case, &note).unwrap();
        store.add_pack("教学包", &Body::default()).unwrap();
        let all = store.everything().unwrap();
        assert_eq!(all["tables"]["note"][0]["text"], "独有的一句话");
        assert!(all["tables"]["pack"][0]["body"]["items"].is_array());
        store.remove_everything().unwrap();
        assert!(store.folders().unwrap().is_empty());
        store.add_folder("乙").unwrap();
        drop(store);
        let mut left = std::fs::read(&path).unwrap();
        left.extend(std::fs::read(path.with_extension("db-wal")).unwrap_or_default());
        let secret = "独有的一句话".as_bytes();
        assert!(!left.windows(secret.len()).any(|piece| piece == secret));
    }
}
