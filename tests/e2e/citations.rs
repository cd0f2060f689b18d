//! Citations of a text, checked on the command line and by a running server.

use std::io::Write;
use std::process::Stdio;

use leian_tests::{Description, TestLibrary, documents};
use serde_json::{Value, json};

const TEXT: &str = "🚢依照刑法第２６４条、第一百三十三条之一，\r\n《刑法》第九百条，检例第901号，《合同法》第五十二条。";

fn rows(answer: &Value) -> Vec<(String, String)> {
    let part = |citation: &Value, name: &str| citation[name].as_str().unwrap_or("").to_owned();
    let citations = answer["citations"].as_array().unwrap();
    citations
        .iter()
        .map(|citation| (part(citation, "text"), part(citation, "verdict")))
        .collect()
}

fn expected() -> Vec<(String, String)> {
    [
        ("刑法第２６４条", "in_force"),
        ("第一百三十三条之一", "in_force"),
        ("《刑法》第九百条", "no_such_article"),
        ("检例第901号", "held"),
        ("《合同法》第五十二条", "repealed"),
    ]
    .map(|(text, verdict)| (text.to_owned(), verdict.to_owned()))
    .to_vec()
}

#[test]
fn a_text_is_checked_in_words_and_as_json() {
    let library = TestLibrary::with_cited();
    let file = library.folder().join("起诉书.txt");
    std::fs::write(&file, TEXT).unwrap();
    let file = file.to_str().unwrap();
    let run = library.leian(&["cite", "check", file]).ok();
    for words in [
        "引用 5 处",
        "【现行有效（据本库，截至 ",
        "【已收录，应当参照】",
        "本库的法律文本截至 ",
        "【没有这一条款】",
        "【已废止】",
        "民法典",
        "第 2 行",
    ] {
        assert!(run.stdout.contains(words), "{words}: {}", run.stdout);
    }
    let answer = library
        .leian(&["cite", "check", "--json", file])
        .ok()
        .json();
    assert_eq!(rows(&answer), expected());
    let place = &answer["citations"][0];
    assert_eq!(place["char_range"], json!([3, 10]));
    assert_eq!(place["byte_range"], json!([10, 31]));
}

#[test]
fn gbk_and_standard_input_are_read() {
    let library = TestLibrary::with_cited();
    let file = library.folder().join("gbk.txt");
    // 依照刑法第264条
    let gbk = b"\xd2\xc0\xd5\xd5\xd0\xcc\xb7\xa8\xb5\xda264\xcc\xf5";
    std::fs::write(&file, gbk).unwrap();
    let run = library
        .leian(&["cite", "check", file.to_str().unwrap()])
        .ok();
    assert!(run.stdout.contains("刑法第264条"), "{}", run.stdout);
    let mut command = library.command(&["cite", "check", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all("刑法第264条".as_bytes()).unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("引用 1 处"));
}

#[test]
fn documents_are_checked_by_their_text() {
    let library = TestLibrary::with_cited();
    let html = "<!DOCTYPE html><html><body><p>依照刑法第264条</p></body></html>";
    for (name, bytes, format) in [
        ("起诉书.docx", documents::docx(&["依照刑法第264条"]), "docx"),
        ("起诉书.doc", html.as_bytes().to_vec(), "html"),
    ] {
        let file = library.folder().join(name);
        std::fs::write(&file, bytes).unwrap();
        let answer = library
            .leian(&["cite", "check", "--json", file.to_str().unwrap()])
            .ok()
            .json();
        assert_eq!(answer["total"], 1, "{answer}");
        assert_eq!(answer["source"]["format"], format);
        assert_eq!(answer["source"]["text"], "依照刑法第264条");
        assert_eq!(answer["citations"][0]["char_range"], json!([2, 9]));
    }
    let file = library.folder().join("旧.doc");
    std::fs::write(&file, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0").unwrap();
    let run = library.leian(&["cite", "check", file.to_str().unwrap()]);
    assert!(run.stderr.contains("另存为 .docx"), "{}", run.stderr);
    run.expect(2);
}

#[test]
fn no_citation_is_exit_code_one_and_no_file_an_error() {
    let library = TestLibrary::with_cited();
    let file = library.folder().join("空.txt");
    std::fs::write(&file, "甲于夜间撑船。").unwrap();
    let run = library.leian(&["cite", "check", file.to_str().unwrap()]);
    run.expect(1);
    library.leian(&["cite", "check", "不存在.txt"]).expect(2);
}

#[test]
fn more_than_can_be_checked_is_refused_by_name() {
    let library = TestLibrary::with_cited();
    let file = library.folder().join("过长.txt");
    for (bytes, told) in [
        (2_000_001, "超过 2000000 字节"),
        (600_000, "上限是 500000 字"),
    ] {
        std::fs::write(&file, "a".repeat(bytes)).unwrap();
        let run = library.leian(&["cite", "check", file.to_str().unwrap()]);
        assert!(run.stderr.contains(told), "{}", run.stderr);
        run.expect(2);
    }
}

#[test]
fn a_server_gives_the_same_verdicts_by_its_description() {
    let library = TestLibrary::with_cited();
    let server = library.serve();
    let description = Description::of(&server);
    let path = "/api/v1/citations/check";
    let body = json!({ "text": TEXT }).to_string();
    let answer = server.post(path, "application/json", &body);
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(rows(&description.check("post", path, &answer)), expected());
    let refused = server.post(path, "application/json", "{}");
    assert_eq!(refused.status, 400);
    description.check("post", path, &refused);
}
