//! Importing: the first time, again, and after sources changed.

use std::fs;

use leian_tests::{TestLibrary, texts};
use serde_json::Value;

fn issues<'a>(report: &'a Value, kind: &str) -> Vec<&'a Value> {
    let all = report["issues"].as_array().unwrap();
    all.iter().filter(|issue| issue["kind"] == kind).collect()
}

#[test]
fn folders_become_documents_entries_and_vectors() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    let report = library.import();
    assert_eq!(report["files"]["found"], 4);
    assert_eq!(report["files"]["with_documents"], 4);
    assert_eq!(report["documents"]["added"], 4);
    assert_eq!(report["documents_in_library"], 4);
    assert_eq!(report["documents"]["by_kind"]["地方性法规"], 2);
    assert_eq!(report["documents"]["by_kind"]["虚构教学案例"], 2);
    // Eight and four articles, two cases; a text block of a statute may count too.
    assert!(report["entries"].as_u64().unwrap() >= 14, "{report}");
    assert!(report["embedding"]["embedded"].as_u64().unwrap() >= 14);
    assert_eq!(report["embedding"]["missing"], 0);
    let status = library.status();
    assert_eq!(status["vectors_missing"], 0);
    assert_eq!(status["model"], report["embedding"]["model"]);
}

#[test]
fn a_second_import_reads_nothing_and_embeds_nothing() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    let first = library.import();
    let second = library.import();
    assert_eq!(second["files"]["read"], 0);
    assert_eq!(second["files"]["unchanged"], 4);
    assert_eq!(second["documents"]["added"], 0);
    assert_eq!(second["documents"]["replaced"], 0);
    assert_eq!(second["embedding"]["embedded"], 0);
    assert_eq!(second["library_after"], first["library_after"]);
}

#[test]
fn a_touched_file_with_the_same_bytes_is_not_read_again() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    library.import();
    let path = library.sources().join(texts::ALL[0].0);
    fs::write(&path, fs::read(&path).unwrap()).unwrap();
    let report = library.import();
    assert_eq!(report["files"]["read"], 0);
    assert_eq!(report["documents"]["replaced"], 0);
}

#[test]
fn a_changed_file_replaces_its_document() {
    let library = TestLibrary::with_samples();
    let changed = texts::LIGHTHOUSE_CASE.replace("节省电费", "节约柴油");
    library.write("cases/901.md", changed);
    let report = library.import();
    assert_eq!(report["files"]["read"], 1);
    assert_eq!(report["documents_in_library"], 4);
    assert_eq!(
        library.search(&["--mode", "lexical", "\"节约柴油\""])["total"],
        1
    );
    assert_eq!(
        library.search(&["--mode", "lexical", "\"节省电费\""])["total"],
        0
    );
}

#[test]
fn unchanged_articles_of_a_changed_statute_are_not_embedded_again() {
    let library = TestLibrary::with_samples();
    let changed = texts::LIGHTHOUSE_RULES.replace("五百元以上五千元以下", "一千元以上一万元以下");
    library.write(texts::ALL[0].0, changed);
    let report = library.import();
    assert_eq!(report["documents"]["replaced"], 1);
    assert_eq!(report["embedding"]["embedded"], 1, "only 第六条 is new");
}

#[test]
fn a_file_that_is_gone_leaves_its_text_in_the_library() {
    let library = TestLibrary::with_samples();
    fs::remove_file(library.sources().join("cases/901.md")).unwrap();
    let report = library.import();
    assert_eq!(report["documents_in_library"], 4);
    assert_eq!(report["documents"]["removed"], 0);
}

#[test]
fn a_renamed_file_is_taken_over_without_a_duplicate() {
    let library = TestLibrary::with_samples();
    let sources = library.sources();
    fs::rename(
        sources.join("cases/901.md"),
        sources.join("cases/renamed.md"),
    )
    .unwrap();
    let report = library.import();
    assert_eq!(report["documents_in_library"], 4);
    assert!(issues(&report, "duplicate").is_empty(), "{report}");
    assert_eq!(report["embedding"]["embedded"], 0);
}

#[test]
fn a_second_copy_is_named_as_duplicate_and_not_added() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    library.write("cases/copy.md", texts::LIGHTHOUSE_CASE);
    let report = library.import();
    assert_eq!(report["documents_in_library"], 4);
    let duplicates = issues(&report, "duplicate");
    assert_eq!(duplicates.len(), 1, "{report}");
    assert!(
        duplicates[0]["path"]
            .as_str()
            .unwrap()
            .ends_with("cases/copy.md")
    );
    assert!(
        duplicates[0]["other_path"]
            .as_str()
            .unwrap()
            .ends_with("cases/901.md")
    );
    assert_eq!(report["files"]["duplicates"], 1);
    // Named again when nothing was read, too.
    assert_eq!(issues(&library.import(), "duplicate").len(), 1);
}

#[test]
fn the_copy_takes_over_when_the_first_file_turns_into_something_else() {
    let library = TestLibrary::new();
    library.write("cases/1.md", texts::LIGHTHOUSE_CASE);
    library.write("cases/2.md", texts::LIGHTHOUSE_CASE);
    library.import();
    library.write("cases/1.md", texts::RIVER_LANTERN_CASE);
    let report = library.import();
    assert_eq!(report["documents_in_library"], 2, "{report}");
    assert!(issues(&report, "duplicate").is_empty(), "{report}");
    assert_eq!(
        library.search(&["--mode", "lexical", "北礁灯塔"])["total"],
        1
    );
}

#[test]
fn two_texts_of_one_version_keep_the_first_and_name_the_second() {
    let library = TestLibrary::new();
    let name = "云州省灯塔管理条例(2019-05-10).md";
    library.write(&format!("a/地方性法规/{name}"), texts::LIGHTHOUSE_RULES);
    let other = texts::LIGHTHOUSE_RULES.replace("五千元", "九千元");
    library.write(&format!("b/地方性法规/{name}"), other);
    let report = library.import();
    assert_eq!(report["documents_in_library"], 1, "{report}");
    let conflicts = issues(&report, "conflict");
    assert_eq!(conflicts.len(), 1, "{report}");
    assert!(conflicts[0]["path"].as_str().unwrap().contains("/b/"));
    assert!(conflicts[0]["other_path"].as_str().unwrap().contains("/a/"));
    assert_eq!(
        library.search(&["--mode", "lexical", "\"五千元以下\""])["total"],
        1
    );
}

#[test]
fn words_first_and_vectors_later() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    let report = library.import_with(&["--no-embed"]);
    assert_eq!(report["embedding"]["embedded"], 0);
    assert_eq!(
        library.search(&["--mode", "lexical", "塔灯"])["mode"],
        "lexical"
    );
    let run = library.leian(&["embed", "--report", "embed.json"]).ok();
    assert!(run.stdout.contains("新生成向量"), "{}", run.stdout);
    assert_eq!(library.status()["vectors_missing"], 0);
}

#[test]
fn without_a_model_only_words_are_served_and_the_reason_is_told() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    let run = library.leian(&["import", "sources"]).ok();
    assert!(run.stderr.contains("没有找到向量模型"), "{}", run.stderr);
    let status = library.status();
    assert_eq!(status["model"], Value::Null);
    assert!(
        status["model_absent"]
            .as_str()
            .unwrap()
            .contains("fetch_model.sh")
    );
    let hybrid = library.leian(&["search", "塔灯"]).ok();
    assert!(hybrid.stderr.contains("模型"), "{}", hybrid.stderr);
    library
        .leian(&["search", "--mode", "semantic", "塔灯"])
        .fails_naming(&["模型"]);
    library.leian(&["embed"]).fails_naming(&["模型"]);
}

#[test]
fn another_folder_for_vectors_serves_a_rebuilt_library_without_embedding() {
    let first = TestLibrary::new();
    texts::write_all(&first.sources());
    let vectors = first.folder().join("vectors");
    let vectors = vectors.to_str().unwrap();
    let report = first.import_with(&["--embeddings", vectors]);
    assert!(report["embedding"]["embedded"].as_u64().unwrap() > 0);
    assert!(!first.path().join("embeddings").exists());
    fs::remove_dir_all(first.path()).unwrap();
    let report = first.import_with(&["--embeddings", vectors]);
    assert_eq!(report["embedding"]["embedded"], 0);
    assert_eq!(report["embedding"]["missing"], 0);
}

#[test]
fn the_library_exports_and_a_new_one_imports_the_same() {
    let library = TestLibrary::with_samples();
    let out = library.folder().join("all.jsonl");
    let out = out.to_str().unwrap();
    library.leian(&["export", "--output", out]).ok();
    let exported = fs::read_to_string(out).unwrap();
    assert_eq!(exported.lines().count(), 4);
    assert!(
        exported
            .lines()
            .all(|line| line.starts_with("{\"leian\":1"))
    );

    let second = TestLibrary::new();
    second.write("all.jsonl", &exported);
    let report = second.import();
    assert_eq!(report["documents_in_library"], 4, "{report}");
    assert_eq!(issues(&report, "failed").len(), 0);
    let again = second.leian(&["export"]).ok().stdout;
    assert_eq!(again, exported);
    assert_eq!(
        second.status()["holds"]["entries"],
        library.status()["holds"]["entries"]
    );
}

#[test]
fn export_takes_filters() {
    let library = TestLibrary::with_samples();
    let cases = library.leian(&["export", "--kind", "虚构教学案例"]).ok();
    assert_eq!(cases.stdout.lines().count(), 2);
    let law = library
        .leian(&["export", "--law", "云州省灯塔管理条例"])
        .ok();
    assert_eq!(law.stdout.lines().count(), 1);
    let recent = library
        .leian(&["export", "--kind", "local_regulation", "--from", "2021"])
        .ok();
    assert_eq!(recent.stdout.lines().count(), 1);
    library.leian(&["export", "--from", "2100"]).expect(1);
}

#[test]
fn vectors_travel_in_a_file() {
    let library = TestLibrary::with_samples();
    let file = library.folder().join("vectors.bin");
    let file = file.to_str().unwrap();
    library.leian(&["embeddings", "export", file]).ok();

    let second = TestLibrary::new();
    texts::write_all(&second.sources());
    let run = second.leian(&["embeddings", "import", file]).ok();
    assert!(run.stderr.contains("读入"), "{}", run.stderr);
    let report = second.import();
    assert_eq!(report["embedding"]["embedded"], 0, "{report}");
    assert_eq!(report["embedding"]["missing"], 0);
}

#[test]
fn reports_are_kept_in_the_library() {
    let library = TestLibrary::new();
    texts::write_all(&library.sources());
    let run = library.leian(&["import", "sources"]).ok();
    assert!(run.stdout.contains("完整报告"), "{}", run.stdout);
    let reports: Vec<_> = fs::read_dir(library.path().join("imports"))
        .unwrap()
        .collect();
    assert_eq!(reports.len(), 1);
}

#[test]
fn a_running_server_sees_what_another_process_imports() {
    let library = TestLibrary::new();
    library.write("cases/902.md", texts::RIVER_LANTERN_CASE);
    library.import();
    let server = library.serve();
    let query = "/api/v1/search?q=%E5%8C%97%E7%A4%81%E7%81%AF%E5%A1%94&mode=lexical"; // 北礁灯塔
    assert_eq!(server.get(query).json()["total"], 0);
    library.write("cases/901.md", texts::LIGHTHOUSE_CASE);
    library.import();
    assert_eq!(server.get(query).json()["total"], 1);
}

#[test]
fn a_removed_index_is_made_anew_from_the_sources() {
    let library = TestLibrary::with_samples();
    // What a refused index of another format asks for.
    fs::remove_dir_all(library.path().join("index")).unwrap();
    let report = library.import();
    assert_eq!(report["files"]["read"], 4, "{report:#}");
    assert_eq!(report["documents_in_library"], 4);
    assert_eq!(report["embedding"]["embedded"], 0);
    assert_eq!(library.status()["vectors_missing"], 0);
}

#[test]
fn files_of_other_types_are_named() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library.write("cases/判决.xyz", "x");
    let report = library.import();
    let skipped = issues(&report, "skipped");
    assert_eq!(skipped.len(), 1, "{report:#}");
    assert_eq!(skipped[0]["path"], "sources/cases/判决.xyz");
    assert_eq!(skipped[0]["code"], "unsupported");
    assert_eq!(report["files"]["found"], 5);
    assert_eq!(report["files"]["skipped"], 1);
    assert_eq!(report["files"]["read"], 4);
}

#[test]
fn an_import_of_nothing_usable_does_not_end_as_done() {
    let library = TestLibrary::without_model();
    library.write("a.xyz", "x");
    library.leian(&["import", "sources"]).expect(1);
    library.write("b.md", b"\0\x01\x02");
    let run = library.leian(&["import", "sources"]).expect(2);
    assert!(run.stdout.contains("sources/b.md"), "{}", run.stdout);
    library.write("c.md", texts::LIGHTHOUSE_CASE);
    library.leian(&["import", "sources"]).ok();
}

#[test]
fn a_place_where_no_report_can_be_written_is_refused_before_the_work() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library
        .leian(&["import", "sources", "--report", "no-folder/report.json"])
        .fails_naming(&["no-folder/report.json"]);
    assert!(!library.path().exists());
}

#[test]
fn an_export_that_fails_leaves_no_half_file() {
    let library = TestLibrary::with_samples();
    fs::create_dir(library.folder().join("folder")).unwrap();
    library
        .leian(&["export", "--output", "folder"])
        .fails_naming(&["folder"]);
    assert!(!library.folder().join("folder.part").exists());
}
