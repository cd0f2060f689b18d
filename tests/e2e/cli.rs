//! The command line: what it prints, what it teaches, how it ends.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use leian_tests::TestLibrary;

const COMMANDS: [&[&str]; 15] = [
    &[],
    &["import"],
    &["embed"],
    &["search"],
    &["show"],
    &["serve"],
    &["cite"],
    &["cite", "check"],
    &["export"],
    &["status"],
    &["coverage"],
    &["model"],
    &["model", "convert"],
    &["embeddings"],
    &["embeddings", "export"],
];

#[test]
fn every_command_explains_itself_with_an_example() {
    let library = TestLibrary::without_model();
    for command in COMMANDS {
        for flag in ["--help", "-h"] {
            let mut arguments = command.to_vec();
            arguments.push(flag);
            let run = library.leian(&arguments).ok();
            assert!(run.stdout.contains("用法："), "{command:?}: {}", run.stdout);
            assert!(run.stdout.contains("例："), "{command:?}: {}", run.stdout);
            assert!(run.stdout.contains("leian "), "{command:?}: {}", run.stdout);
        }
    }
}

#[test]
fn the_version_is_told() {
    let run = TestLibrary::without_model().leian(&["--version"]).ok();
    assert!(run.stdout.starts_with("leian "), "{}", run.stdout);
}

#[test]
fn a_wrong_option_is_an_error_that_names_it() {
    TestLibrary::without_model()
        .leian(&["search", "--colour", "塔灯"])
        .fails_naming(&["--colour"]);
}

#[test]
fn search_prints_titles_reasons_and_totals() {
    let library = TestLibrary::with_samples();
    let run = library.leian(&["search", "擅自熄灭塔灯"]).ok();
    assert!(
        run.stdout.contains("云州省灯塔管理条例 第六条"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("地方性法规"), "{}", run.stdout);
    assert!(run.stdout.contains("字词第"), "{}", run.stdout);
    assert!(run.stdout.contains("意思第"), "{}", run.stdout);
    assert!(
        !run.stdout.contains('\u{1b}'),
        "no colours where there is no terminal"
    );
}

#[test]
fn no_hit_is_exit_code_one() {
    let library = TestLibrary::with_samples();
    let run = library
        .leian(&["search", "--mode", "lexical", "\"完全不存在的一句话\""])
        .expect(1);
    assert!(run.stdout.contains("没有结果"), "{}", run.stdout);
    library.leian(&["show", "spp-9999"]).expect(1);
}

#[test]
fn filters_narrow_and_pages_turn() {
    let library = TestLibrary::with_samples();
    let all = library.search(&["--mode", "lexical", "塔灯"]);
    let cases = library.search(&["--mode", "lexical", "--kind", "虚构教学案例", "塔灯"]);
    assert_eq!(cases["total"], 1);
    assert!(all["total"].as_u64().unwrap() > 1);
    let one = library.search(&["--mode", "lexical", "--limit", "1", "塔灯"]);
    let two = library.search(&["--mode", "lexical", "--limit", "1", "--page", "2", "塔灯"]);
    assert_eq!(one["hits"].as_array().unwrap().len(), 1);
    assert_ne!(one["hits"][0]["id"], two["hits"][0]["id"]);
}

#[test]
fn modes_answer_as_asked() {
    let library = TestLibrary::with_samples();
    for mode in ["lexical", "semantic", "hybrid"] {
        let answer = library.search(&["--mode", mode, "守塔人熄灭塔灯"]);
        assert_eq!(answer["mode"], mode, "{answer:#}");
        assert!(answer["total"].as_u64().unwrap() > 0, "{mode}");
    }
}

#[test]
fn an_article_is_shown_by_name_and_number_in_any_spelling() {
    let library = TestLibrary::with_samples();
    for name in [
        "云州省灯塔管理条例第六条之一",
        "《云州省灯塔管理条例》第六条之一",
        "云州省灯塔管理条例第6条之一",
    ] {
        let run = library.leian(&["show", name]).ok();
        assert!(
            run.stdout.contains("造成船舶触礁"),
            "{name}: {}",
            run.stdout
        );
        assert!(!run.stdout.contains("五百元以上"), "{name}: {}", run.stdout);
    }
}

#[test]
fn a_document_is_shown_by_id_and_a_law_by_its_name() {
    let library = TestLibrary::with_samples();
    let found = library.search(&["--mode", "lexical", "--kind", "虚构教学案例", "北礁灯塔"]);
    let id = found["hits"][0]["document_id"].as_str().unwrap();
    let run = library.leian(&["show", id]).ok();
    assert!(run.stdout.contains("【指导意义】"), "{}", run.stdout);
    let run = library.leian(&["show", "云州省河灯燃放规定"]).ok();
    assert!(run.stdout.contains("第四条"), "{}", run.stdout);
    let json = library.leian(&["show", "--json", id]).ok().json();
    assert_eq!(json["id"], id);
}

#[test]
fn every_hit_can_be_shown() {
    let library = TestLibrary::with_samples();
    let found = library.search(&["--mode", "lexical", "--limit", "20", "塔灯 河灯"]);
    for hit in found["hits"].as_array().unwrap() {
        let id = hit["id"].as_str().unwrap();
        let run = library.leian(&["show", id]).ok();
        assert!(run.stdout.contains(id), "{}", run.stdout);
    }
}

#[test]
fn status_counts_what_is_there() {
    let library = TestLibrary::with_samples();
    let status = library.status();
    assert_eq!(status["holds"]["documents"], 4);
    assert_eq!(status["newest_date"], "2021-03-02", "{status:#}");
    let text = library.leian(&["status"]).ok().stdout;
    assert!(text.contains("4 篇"), "{text}");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let library = TestLibrary::with_samples();
    let mut child = library
        .command(&["export"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    // Read a little, then close.
    BufReader::with_capacity(16, child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let output = child.wait_with_output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(
        !stderr.contains("panicked") && !stderr.contains("错误"),
        "{stderr}"
    );
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn the_server_answers_and_ends_when_asked() {
    let library = TestLibrary::with_samples();
    let server = library.serve();
    assert_eq!(server.get("/healthz").status, 200);
    assert!(server.stop().success());
}
