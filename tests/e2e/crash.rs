//! `kill -9` in the middle of an import: what was committed is there, a second
//! run goes on, and nothing is embedded twice.

use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use leian_tests::{TestLibrary, texts};

const LAWS: usize = 24;
const ARTICLES: usize = 60;
const TEXTS: u64 = (LAWS * ARTICLES) as u64;

fn library() -> TestLibrary {
    let library = TestLibrary::new();
    texts::write_many(&library.sources(), LAWS, ARTICLES);
    // Short intervals, so that a short import has many moments to be killed at.
    std::fs::create_dir_all(library.path()).unwrap();
    std::fs::write(
        library.path().join("leian.toml"),
        "[import]\ncommit_seconds = 1\nflush_seconds = 1\nvectors_seconds = 10\n",
    )
    .unwrap();
    library
}

fn start(library: &TestLibrary) -> Child {
    library
        .command(&["import", "sources"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// Starts an import and kills it after `after`; false when it had ended.
fn killed_after(library: &TestLibrary, after: Duration) -> bool {
    let mut import = start(library);
    let began = Instant::now();
    while began.elapsed() < after {
        if import.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(Duration::from_millis(5));
    }
    // SIGKILL.
    import.kill().unwrap();
    !import.wait().unwrap().success()
}

/// Texts that are safe in the store, read without changing it.
fn stored(library: &TestLibrary) -> u64 {
    let status = library.leian(&["status", "--json"]);
    match status.code {
        0 => status.json()["vectors_in_store"].as_u64().unwrap_or(0),
        // Killed before there was a library.
        _ => 0,
    }
}

fn is_complete(library: &TestLibrary) {
    let status = library.status();
    assert_eq!(status["holds"]["documents"], LAWS as u64, "{status}");
    assert_eq!(status["vectors_missing"], 0, "{status}");
    let exported = library.leian(&["export"]).ok().stdout;
    assert_eq!(exported.lines().count(), LAWS);
    let found = library.search(&[
        "--mode",
        "lexical",
        "--limit",
        "1",
        "虚构第24号竹林管理办法第六十条",
    ]);
    assert!(found["total"].as_u64().unwrap() > 0);
}

#[test]
fn an_import_killed_at_many_moments_resumes_and_embeds_nothing_twice() {
    let library = library();
    let mut kills = 0;
    for after in [20, 60, 120, 200, 300, 450, 700, 1000, 1500] {
        let before = stored(&library);
        if !killed_after(&library, Duration::from_millis(after)) {
            break;
        }
        kills += 1;
        // It opens, and nothing that was safe is lost.
        assert!(stored(&library) >= before);
        let run = library.leian(&["search", "--mode", "lexical", "巡查组"]);
        // Before there is an index, and before there is a library at all.
        let mut told = ["不是案例库", "没有索引"].iter();
        let not_yet = run.code == 2 && told.any(|text| run.stderr.contains(text));
        assert!(run.code <= 1 || not_yet, "{}", run.stderr);
    }
    assert!(kills > 0, "the import was too quick to be killed once");
    let before = stored(&library);
    let report = library.import();
    assert_eq!(
        report["embedding"]["embedded"].as_u64().unwrap() + before,
        texts_in(&report)
    );
    assert_eq!(report["embedding"]["missing"], 0);
    is_complete(&library);
    let again = library.import();
    assert_eq!(again["embedding"]["embedded"], 0);
    assert_eq!(again["files"]["read"], 0);
}

/// Different texts of the library, all of them stored.
fn texts_in(report: &serde_json::Value) -> u64 {
    let stored = report["embedding"]["in_store"].as_u64().unwrap();
    assert!(stored >= TEXTS, "{report}");
    stored
}

#[test]
fn an_import_killed_while_embedding_keeps_every_text_and_the_vectors_made() {
    let library = library();
    library.import_with(&["--no-embed"]);
    let mut embed = library
        .command(&["embed"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Kill it as soon as something is stored, or let it end if it is quicker.
    let vectors = library.path().join("embeddings");
    let began = Instant::now();
    while embed.try_wait().unwrap().is_none() && began.elapsed() < Duration::from_secs(30) {
        if bytes_below(&vectors) > 20_000 {
            embed.kill().unwrap();
            break;
        }
        sleep(Duration::from_millis(2));
    }
    embed.wait().unwrap();
    let before = stored(&library);
    let status = library.status();
    assert_eq!(status["holds"]["documents"], LAWS as u64);
    let report = library.import();
    assert_eq!(report["files"]["read"], 0);
    assert_eq!(
        report["embedding"]["embedded"].as_u64().unwrap() + before,
        texts_in(&report)
    );
    is_complete(&library);
}

fn bytes_below(folder: &std::path::Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    entries
        .flatten()
        .map(|entry| match entry.metadata() {
            Ok(meta) if meta.is_dir() => bytes_below(&entry.path()),
            Ok(meta) => meta.len(),
            Err(_) => 0,
        })
        .sum()
}

#[test]
fn a_search_works_while_an_import_goes_on() {
    let library = library();
    let mut import = start(&library);
    let mut answers = 0;
    while import.try_wait().unwrap().is_none() {
        let run = library.leian(&["search", "--mode", "lexical", "巡查组"]);
        // Before there is an index, and before there is a library at all.
        let mut told = ["不是案例库", "没有索引"].iter();
        let not_yet = run.code == 2 && told.any(|text| run.stderr.contains(text));
        assert!(run.code <= 1 || not_yet, "{}", run.stderr);
        answers += usize::from(run.code <= 1);
    }
    assert!(import.wait().unwrap().success());
    assert!(answers > 0, "no search fell into the import");
    is_complete(&library);
}

#[test]
fn a_second_import_at_the_same_time_is_refused_by_name() {
    let library = library();
    let mut first = start(&library);
    let mut refused = false;
    while first.try_wait().unwrap().is_none() {
        // Only a changed file makes an import write texts.
        library.write("extra.md", texts::RIVER_LANTERN_CASE);
        let second = library.leian(&["import", "sources/extra.md"]);
        if second.code == 2 {
            assert!(
                second.stderr.contains("另一个导入正在写"),
                "{}",
                second.stderr
            );
            refused = true;
            break;
        }
    }
    let first_refused = first.wait().unwrap().code() == Some(2);
    // Whichever began to write later was refused, and harmed nothing.
    assert!(refused != first_refused, "{refused} {first_refused}");
    library.import();
}
