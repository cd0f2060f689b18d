//! Bad files, folders, queries and addresses: each gives a clear error that names
//! what and where; the rest is done, and nothing is lost.

use std::fs::{self, File};
use std::net::TcpListener;

use leian_tests::{TestLibrary, texts, write_tiny_model, write_tiny_model_without};
use serde_json::Value;

/// Issues of the file whose path ends with `name`.
fn issues_of<'a>(report: &'a Value, name: &str) -> Vec<&'a Value> {
    let all = report["issues"].as_array().unwrap();
    all.iter()
        .filter(|issue| issue["path"].as_str().unwrap().ends_with(name))
        .collect()
}

#[track_caller]
fn one_issue<'a>(report: &'a Value, name: &str, kind: &str) -> &'a Value {
    let issues = issues_of(report, name);
    assert_eq!(issues.len(), 1, "issues of {name} in {report:#}");
    assert_eq!(issues[0]["kind"], kind, "{}", issues[0]);
    assert!(!issues[0]["reason"].as_str().unwrap().is_empty());
    issues[0]
}

/// Imports one odd file beside good ones; the good ones must all be there.
#[track_caller]
fn import_beside_good(name: &str, content: &[u8]) -> (TestLibrary, Value) {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library.write(name, content);
    let report = library.import();
    assert!(
        report["documents_in_library"].as_u64().unwrap() >= 4,
        "{report:#}"
    );
    assert_eq!(
        library.search(&["--mode", "lexical", "北礁灯塔"])["total"],
        1
    );
    (library, report)
}

#[test]
fn an_empty_file_is_skipped_by_name() {
    let (_library, report) = import_beside_good("cases/empty.md", b"");
    assert_eq!(one_issue(&report, "empty.md", "skipped")["code"], "empty");
}

#[test]
fn a_binary_file_fails_by_name() {
    let mut bytes: Vec<u8> = (0..4096_u32).map(|i| (i * 37 % 256) as u8).collect();
    bytes[0] = 0;
    let (_library, report) = import_beside_good("cases/binary.md", &bytes);
    one_issue(&report, "binary.md", "failed");
}

#[test]
fn a_file_in_gbk_is_read() {
    // 柳溪县灯笼管理办法 in GBK, with one article.
    let (gbk, _) = encode_gbk(
        "# 柳溪县灯笼管理办法\n\n2020年1月1日 柳溪县人民政府公布\n\n<!-- INFO END -->\n\n第一条 灯笼应当悬挂在檐下。\n\n第二条 本办法自公布之日起施行。\n",
    );
    let (library, report) =
        import_beside_good("laws/地方性法规/柳溪县灯笼管理办法(2020-01-01).md", &gbk);
    assert_eq!(report["documents_in_library"], 5, "{report:#}");
    assert_eq!(
        library.search(&["--mode", "lexical", "\"灯笼应当悬挂\""])["total"],
        1
    );
}

/// GBK through Python would need Python; the few characters are spelled out by
/// the encoder that the importers use.
fn encode_gbk(text: &str) -> (Vec<u8>, bool) {
    let (bytes, _, failed) = encoding_rs::GBK.encode(text);
    (bytes.into_owned(), failed)
}

#[test]
fn a_huge_file_is_refused_and_the_rest_goes_on() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    let huge = File::create(library.sources().join("cases/huge.md")).unwrap();
    huge.set_len(100 << 20).unwrap();
    let report = library.import();
    let issue = one_issue(&report, "huge.md", "failed");
    assert_eq!(issue["code"], "too_large", "{issue}");
    assert_eq!(report["documents_in_library"], 4);
}

#[test]
fn an_unreadable_file_fails_by_name_and_is_tried_again() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    let target = library.folder().join("later.md");
    std::os::unix::fs::symlink(&target, library.sources().join("cases/link.md")).unwrap();
    let path = library.write(
        "cases/closed.md",
        texts::RIVER_LANTERN_CASE.replace("902", "903"),
    );
    let readable_by_root = {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
        fs::read(&path).is_ok()
    };
    let report = library.import();
    if readable_by_root {
        println!("skipped: file permissions do not bind this user");
    } else {
        assert_eq!(
            one_issue(&report, "closed.md", "failed")["code"],
            "unreadable"
        );
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert_eq!(library.import()["documents"]["added"], 1);
    }
    assert_eq!(
        library.search(&["--mode", "lexical", "北礁灯塔"])["total"],
        1
    );
}

#[test]
fn a_truncated_json_line_fails_with_its_line_and_the_others_are_read() {
    let whole = TestLibrary::with_samples();
    let exported = whole.leian(&["export"]).ok().stdout;
    let lines: Vec<&str> = exported.lines().collect();
    let cut = &lines[1][..lines[1].char_indices().nth(80).unwrap().0];
    let broken = format!("{}\n{cut}\n{}\n", lines[0], lines[2]);
    let library = TestLibrary::without_model();
    library.write("export.jsonl", broken);
    let report = library.import();
    assert_eq!(report["documents_in_library"], 2, "{report:#}");
    let issue = one_issue(&report, "export.jsonl", "failed");
    assert_eq!(issue["line"], 2, "{issue}");
    // Told again although the file is not read again.
    let again = library.import();
    assert_eq!(again["files"]["read"], 0);
    one_issue(&again, "export.jsonl", "failed");
}

#[test]
fn a_damaged_record_does_not_remove_what_was_read_before() {
    let whole = TestLibrary::with_samples();
    let exported = whole.leian(&["export"]).ok().stdout;
    let library = TestLibrary::without_model();
    library.write("export.jsonl", &exported);
    assert_eq!(library.import()["documents_in_library"], 4);
    let lines: Vec<&str> = exported.lines().collect();
    library.write("export.jsonl", format!("{}\n{{\"leian\":1,\n", lines[0]));
    let report = library.import();
    assert_eq!(report["documents_in_library"], 4, "{report:#}");
    let kept = issues_of(&report, "export.jsonl")
        .iter()
        .filter(|issue| issue["kind"] == "kept")
        .count();
    assert_eq!(kept, 3);
}

#[test]
fn an_article_that_is_no_number_is_named_with_its_line() {
    let text = texts::LIGHTHOUSE_RULES
        .replace("灯塔管理条例", "航标管理条例")
        .replace("第五条 任何", "第百条 任何");
    let name = "云州省航标管理条例(2019-05-10).md";
    let (library, report) = import_beside_good(&format!("laws/地方性法规/{name}"), text.as_bytes());
    let issues = issues_of(&report, name);
    let named = issues
        .iter()
        .find(|issue| issue["reason"].as_str().unwrap().contains("第百条"));
    let line = 1 + text
        .lines()
        .position(|line| line.starts_with("第百条"))
        .unwrap();
    assert_eq!(named.expect("第百条 is named")["line"], line, "{report:#}");
    // Its text is kept, under the article before it or as a text.
    assert!(
        library.search(&["--mode", "lexical", "\"不得遮挡灯塔的灯光\""])["total"]
            .as_u64()
            .unwrap()
            >= 2
    );
}

#[test]
fn an_index_page_is_recognised() {
    let page = b"# \xe7\x9b\xae\xe5\xbd\x95\n\n- [a](901.md)\n- [b](902.md)\n";
    let (_library, report) = import_beside_good("cases/_index.md", page);
    assert_eq!(
        one_issue(&report, "_index.md", "skipped")["code"],
        "index_page"
    );
    assert_eq!(report["files"]["index_pages"], 1);
}

#[test]
fn a_damaged_database_fails_by_name() {
    let mut bytes = b"SQLite format 3\0".to_vec();
    bytes.extend([0x5a; 5000]);
    let (_library, report) = import_beside_good("laws.db", &bytes);
    one_issue(&report, "laws.db", "failed");
}

#[test]
fn a_source_that_does_not_exist_is_an_error() {
    let library = TestLibrary::without_model();
    library
        .leian(&["import", "no-such-folder"])
        .fails_naming(&["no-such-folder"]);
    assert!(!library.path().exists(), "no empty library is left behind");
}

#[test]
fn a_folder_that_is_no_library_is_named_with_the_command_that_makes_one() {
    let library = TestLibrary::without_model();
    for command in [
        ["search", "塔灯"].as_slice(),
        &["show", "spp-1"],
        &["export"],
        &["status"],
        &["embed"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        library
            .leian(command)
            .fails_naming(&["不是案例库", "leian import"]);
    }
}

#[test]
fn no_library_given_is_told() {
    let library = TestLibrary::without_model();
    let mut command = library.command(&["search", "塔灯"]);
    command.env_remove("LEIAN_LIBRARY");
    let run = leian_tests::Run::of(command.output().unwrap());
    run.fails_naming(&["--library", "LEIAN_LIBRARY"]);
}

#[test]
fn an_unknown_model_folder_is_named() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library.import();
    library
        .leian(&["search", "塔灯", "--model", "no-such-model"])
        .fails_naming(&["no-such-model"]);
    library
        .leian(&["import", "sources", "--model", "no-such-model"])
        .fails_naming(&["no-such-model"]);
}

#[test]
fn a_model_that_lacks_a_tensor_is_refused_by_the_tensors_name() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library.import();
    let tensor = "encoder.layer.0.output.dense.weight";
    let model = library.folder().join("broken-model");
    write_tiny_model_without(&model, tensor);
    library
        .leian(&["embed", "--model", "broken-model"])
        .fails_naming(&[tensor, "broken-model"]);
}

#[test]
fn a_model_folder_without_its_files_is_refused_by_the_files_name() {
    let library = TestLibrary::without_model();
    texts::write_all(&library.sources());
    library.import();
    for file in ["config.json", "tokenizer.json", "model.safetensors"] {
        let model = library.folder().join("part-model");
        write_tiny_model(&model);
        fs::remove_file(model.join(file)).unwrap();
        library
            .leian(&["embed", "--model", "part-model"])
            .fails_naming(&[file, "part-model"]);
    }
}

#[test]
fn a_library_of_another_model_is_refused_and_can_be_switched() {
    let library = TestLibrary::with_samples();
    let other = library.folder().join("other-model");
    write_tiny_model(&other);
    let run = library.leian(&["search", "塔灯", "--model", "other-model"]);
    run.fails_naming(&["tiny-model-", "other-model", "--switch-model"]);
    library
        .leian(&["import", "sources", "--model", "other-model"])
        .fails_naming(&["--switch-model"]);
    // Words need no model and go on.
    library.leian(&["search", "塔灯", "--mode", "lexical"]).ok();
    library
        .leian(&["embed", "--switch-model", "--model", "other-model"])
        .ok();
    let found = library.search(&["塔灯", "--mode", "semantic", "--model", "other-model"]);
    assert!(found["total"].as_u64().unwrap() > 0);
    library
        .leian(&["search", "塔灯"])
        .fails_naming(&["other-model-", "--switch-model"]);
    // The store still has the first model's vectors: switching back embeds nothing.
    let run = library
        .leian(&["embed", "--switch-model", "--report", "back.json"])
        .ok();
    let report = fs::read_to_string(library.folder().join("back.json")).unwrap();
    let report: Value = serde_json::from_str(&report).unwrap();
    assert_eq!(report["embedding"]["embedded"], 0, "{}", run.stdout);
}

#[test]
fn a_library_of_another_format_is_refused_with_what_to_do() {
    let library = TestLibrary::with_samples();
    let manifest = library.path().join("index/manifest.json");
    let text = fs::read_to_string(&manifest).unwrap();
    let mut value: Value = serde_json::from_str(&text).unwrap();
    value["format"] = 9999.into();
    fs::write(&manifest, value.to_string()).unwrap();
    library
        .leian(&["search", "塔灯"])
        .fails_naming(&["9999", "leian"]);
    library
        .leian(&["import", "sources"])
        .fails_naming(&["9999", "leian"]);
    fs::write(&manifest, "not JSON").unwrap();
    library
        .leian(&["search", "塔灯"])
        .fails_naming(&["manifest.json"]);
}

#[test]
fn a_bad_configuration_is_refused_by_key() {
    let library = TestLibrary::with_samples();
    let config = library.path().join("leian.toml");
    fs::write(&config, "[import]\ncomit_seconds = 3\n").unwrap();
    library
        .leian(&["search", "塔灯"])
        .fails_naming(&["leian.toml", "comit_seconds"]);
    fs::write(&config, "[import]\ncommit_seconds = 0\n").unwrap();
    library
        .leian(&["search", "塔灯"])
        .fails_naming(&["commit_seconds"]);
}

#[test]
fn a_port_in_use_is_named_with_a_way_out() {
    let library = TestLibrary::with_samples();
    library
        .leian(&["serve", "--listen", "localhost"])
        .fails_naming(&["localhost", "127.0.0.1:8080"]);
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    library
        .leian(&["serve", "--listen", &address])
        .fails_naming(&[&address, "占用", "--listen"]);
}

#[test]
fn an_address_open_to_others_is_refused_without_the_explicit_flag() {
    let library = TestLibrary::with_samples();
    library
        .leian(&["serve", "--listen", "0.0.0.0:0"])
        .fails_naming(&["0.0.0.0:0", "--allow-remote-without-accounts"]);
}

#[test]
fn a_query_of_a_hundred_thousand_characters_is_refused_by_its_length() {
    let library = TestLibrary::with_samples();
    let long = "塔灯".repeat(20_000);
    // A command line takes at most 128 KiB in one argument, so in two.
    let run = library.leian(&["search", &long, &long, &"灯塔".repeat(10_000)]);
    run.fails_naming(&["上限"]);
}

#[test]
fn odd_queries_get_an_answer_or_a_clear_no() {
    let library = TestLibrary::with_samples();
    for query in [
        "，。！？；：",
        "\"塔灯",
        "“塔灯",
        "\"\"",
        "((塔灯",
        "AND OR NOT",
        "NOT 塔灯",
        "第百条",
        "《》第条",
        "\u{0}\u{1f}塔灯\u{7f}",
        "🏮🗼塔灯",
        "   ",
    ] {
        for mode in ["lexical", "semantic", "hybrid"] {
            let mut command = library.command(&["search", "--json", "--mode", mode, "--"]);
            command.arg(query.replace('\u{0}', " "));
            let run = leian_tests::Run::of(command.output().unwrap());
            assert!(
                run.code <= 1,
                "{query:?} {mode}: {} {}",
                run.code,
                run.stderr
            );
            assert!(
                !run.stderr.contains("panicked"),
                "{query:?}: {}",
                run.stderr
            );
            run.json();
        }
    }
}

#[test]
fn a_page_past_the_end_is_no_hit_and_keeps_the_total() {
    let library = TestLibrary::with_samples();
    let run = library
        .leian(&[
            "search", "--json", "--mode", "lexical", "--page", "999", "塔灯",
        ])
        .expect(1);
    let answer = run.json();
    assert!(answer["total"].as_u64().unwrap() > 0);
    assert_eq!(answer["hits"].as_array().unwrap().len(), 0);
    for page in ["0", "18446744073709551615"] {
        let run = library.leian(&["search", "--mode", "lexical", "--page", page, "塔灯"]);
        assert!(
            run.code >= 1 && !run.stderr.contains("panicked"),
            "{}",
            run.stderr
        );
    }
    library
        .leian(&["search", "--limit", "0", "塔灯"])
        .fails_naming(&["limit"]);
    library
        .leian(&["search", "--limit", "101", "塔灯"])
        .fails_naming(&["100"]);
}

#[test]
fn filters_that_are_none_are_refused_by_name() {
    let library = TestLibrary::with_samples();
    library
        .leian(&["search", "--kind", "小说", "塔灯"])
        .fails_naming(&["小说", "最高检指导性案例"]);
    library
        .leian(&["search", "--from", "去年", "塔灯"])
        .fails_naming(&["去年"]);
    library
        .leian(&["search", "--from", "2023-02-30", "塔灯"])
        .fails_naming(&["2023-02-30"]);
}

#[test]
fn a_damaged_file_of_vectors_is_refused() {
    let library = TestLibrary::with_samples();
    let file = library.folder().join("bad.bin");
    fs::write(&file, [7; 300]).unwrap();
    let file = file.to_str().unwrap();
    library
        .leian(&["embeddings", "import", file])
        .fails_naming(&["bad.bin"]);
    library
        .leian(&["model", "convert", file, "out"])
        .fails_naming(&["bad.bin"]);
    assert!(!library.folder().join("out/model.safetensors").exists());
}
