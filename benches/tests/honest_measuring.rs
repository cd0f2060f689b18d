//! The rules of honest measuring, as far as a test can hold them: a collection
//! holds what its protocol names and nothing else, and no question of an
//! evaluation set stands anywhere in this repository.

#![allow(clippy::unwrap_used)]

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use leian_benches::{own_judgments::OwnJudgments, own_library, sets::Set};
use leian_corpus::DocumentKind;
use leian_corpus::import::{decode_as_written, extract_text};
use leian_server::{
    ingest::{self, ImportSettings, SilentProgress},
    library::{Library, LibraryPaths},
    retrieval::{self, Facts, Mode},
};

const LAW: &str = r#"{"leian":1,"kind":"law","title":"中华人民共和国刑法","metadata":{"law":{"title":"中华人民共和国刑法","version":"2020-12-26"}},"body":{"statute":{"blocks":[{"article":{"number":"264","label":"第二百六十四条","text":"盗窃公私财物，数额较大的，处三年以下有期徒刑。"}},{"article":{"number":"266","label":"第二百六十六条","text":"诈骗公私财物，数额较大的，处三年以下有期徒刑。"}}]}}}"#;
const REGULATION: &str = r#"{"leian":1,"kind":"administrative_regulation","title":"某某管理条例","metadata":{"law":{"title":"某某管理条例","version":"2019-01-01"}},"body":{"statute":{"blocks":[{"article":{"number":"1","label":"第一条","text":"盗窃油气设施的，依法处理。"}}]}}}"#;
const ANSWER: &str = r#"{"leian":1,"kind":"question","title":"关于盗窃数额的咨询","body":{"sections":[{"role":"question","text":"盗窃多次，数额怎样累计？"},{"role":"answer","text":"盗窃数额较大，依照刑法第二百六十四条。"}]}}"#;
const JUDGMENT: &str = r#"{"leian":1,"kind":"judgment","title":"某甲盗窃罪一审刑事判决书","body":{"sections":[{"role":"facts","text":"某甲在商场盗窃手机一部。"}]}}"#;
const CASE: &str = r#"{"leian":1,"kind":"spp_guiding_case","title":"某乙盗窃案","metadata":{"number":"检例第900号"},"body":{"sections":[{"role":"facts","text":"某乙入户盗窃。"}]}}"#;

/// A library with `lines`, in its own folder below `folder`.
fn library_with(folder: &Path, name: &str, lines: &[&str]) -> LibraryPaths {
    let source = folder.join(format!("{name}.jsonl"));
    fs::write(&source, lines.join("\n")).unwrap();
    let paths = LibraryPaths::new(folder.join(name));
    let library = Library::create_or_open_text_only(&paths).unwrap();
    let settings = ImportSettings::default();
    let report = ingest::import(&library, &[source], &settings, &mut SilentProgress).unwrap();
    assert_eq!(report.documents_in_library, lines.len() as u64);
    paths
}

fn kinds(library: &Library) -> Vec<DocumentKind> {
    let snapshot = library.snapshot().unwrap();
    snapshot.stats().by_kind.iter().map(|&(k, _)| k).collect()
}

#[track_caller]
fn check_collection(set: Set, expected: &[DocumentKind]) {
    let folder = tempfile::tempdir().unwrap();
    let all = [LAW, REGULATION, ANSWER, JUDGMENT, CASE];
    let whole = library_with(folder.path(), "whole", &all);
    let collection = own_library::open(set, &whole, Path::new("unused")).unwrap();
    assert_eq!(kinds(&collection), expected, "{set}");
    // As if the other texts had never been there: down to the scores.
    let kept: Vec<&str> = all
        .into_iter()
        .filter(|line| {
            let kind =
                |kind: &DocumentKind| line.contains(&format!("\"kind\":\"{}\"", kind.code()));
            expected.iter().any(kind)
        })
        .collect();
    let alone = library_with(folder.path(), "alone", &kept);
    let alone = Library::open_text_only(&alone).unwrap();
    let ranked = |library: &Library| {
        retrieval::rank(library, None, "盗窃", Mode::Lexical, &set.filter(), 100).unwrap()
    };
    assert!(!ranked(&alone).is_empty(), "{set}");
    assert_eq!(ranked(&collection), ranked(&alone), "{set}");
}

#[test]
fn experts_answers_are_absent_where_their_questions_are_asked() {
    let national = [
        DocumentKind::Law,
        DocumentKind::AdministrativeRegulation,
        DocumentKind::SppGuidingCase,
    ];
    check_collection(Set::Jianda, &national);
    check_collection(Set::Stard, &national);
}

#[test]
fn a_judgment_is_absent_where_its_facts_are_asked() {
    check_collection(Set::Charges, &[DocumentKind::Law, DocumentKind::Judgment]);
    let folder = tempfile::tempdir().unwrap();
    let longer = "某丙在码头仓库盗窃电缆三卷后转卖给某丁，".repeat(4);
    let applied = r#""metadata":{"applied_articles":["刑法第二百六十四条"]},"body""#;
    let other = JUDGMENT
        .replace("某甲在商场盗窃手机一部。", &longer)
        .replace("某甲盗窃罪", "某丙盗窃罪")
        .replace(r#""body""#, applied);
    let paths = library_with(folder.path(), "whole", &[LAW, JUDGMENT, &other]);
    let library = own_library::open(Set::Charges, &paths, Path::new("unused")).unwrap();
    let own = OwnJudgments::of(&library).unwrap();
    // Facts are told with other spaces and lines, and may go on otherwise.
    let told = own.that_tell(&format!(" {longer}\n又查明其他事实"));
    assert_eq!(told.len(), 1);
    assert!(own.that_tell("某戊在车站盗窃行李箱").is_empty());
    let cases = |exclude: Vec<_>| {
        let text = longer.clone();
        let facts = Facts {
            text,
            exclude,
            limit: 3,
            conduct: None,
        };
        retrieval::applicable(&library, &facts).unwrap().cases
    };
    assert_eq!((cases(Vec::new()), cases(told)), (1, 0));
}

#[test]
fn guiding_cases_are_searched_without_judgments_and_laws() {
    check_collection(Set::Prosecutor, &[DocumentKind::SppGuidingCase]);
}

#[test]
fn a_collection_follows_the_library_it_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    let paths = library_with(folder.path(), "whole", &[LAW, ANSWER]);
    let count = || {
        let library = own_library::open(Set::Stard, &paths, Path::new("unused")).unwrap();
        library.snapshot().unwrap().stats().documents
    };
    assert_eq!((count(), count()), (1, 1));
    library_with(folder.path(), "whole", &[LAW, ANSWER, REGULATION]);
    assert_eq!(count(), 2);
}

/// Pieces of questions so long count as given away.
const PIECE_CHARS: usize = 12;

/// What stands in questions and elsewhere by necessity: names of laws and organs,
/// numbers of articles, the formulas of judgments and of the Criminal Law.
fn names() -> regex::Regex {
    regex::Regex::new(concat!(
        r"《[^《》]*》(?:第[〇零一二三四五六七八九十百千之条款项第、]+)?",
        r"|中华人民共和国[一-龥]{0,12}法|最高人民法院|最高人民检察院|人民代表大会常务委员会",
        r"|人民检察院指控|经审理查明|有期徒刑|拘役|罚金|如实供述自己的罪行|从轻处罚",
        r"|药品监督管理|判决确定之日|判决执行之日|证件、印章",
    ))
    .unwrap()
}

/// Tables of official names and nothing else.
const NAME_TABLES: [&str; 2] = ["charges.tsv", "law_aliases.tsv"];

fn pieces(text: &str, names: &regex::Regex) -> HashSet<String> {
    let mut pieces = HashSet::new();
    for part in names.split(text) {
        let chars: Vec<char> = part.chars().filter(|c| !c.is_whitespace()).collect();
        // Only Chinese gives a question away; code has none of it.
        let chinese = |piece: &&[char]| piece.iter().filter(|c| **c > '\u{2e80}').count() > 8;
        let windows = chars.windows(PIECE_CHARS).filter(chinese);
        pieces.extend(windows.map(String::from_iter));
    }
    pieces
}

/// What git ignores, and the facts of judgments labelled by hand: courts, charges.
const SKIPPED: [&str; 3] = ["var", "target", "labels"];

/// Every text file of the repository but what is skipped.
fn repository_files() -> Vec<PathBuf> {
    const SUFFIXES: [&str; 15] = [
        "rs", "md", "tsv", "txt", "toml", "json", "jsonl", "html", "js", "css", "sh", "py", "csv",
        "docx", "pdf",
    ];
    let mut found = Vec::new();
    let mut folders = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .parent()
            .unwrap()
            .to_owned(),
    ];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let suffix = path.extension().map(|s| s.to_string_lossy().into_owned());
            if path.is_dir() && !name.starts_with('.') && !SKIPPED.contains(&name.as_str()) {
                folders.push(path);
            } else if suffix.is_some_and(|suffix| SUFFIXES.contains(&suffix.as_str()))
                && !NAME_TABLES.contains(&name.as_str())
            {
                found.push(path);
            }
        }
    }
    found
}

/// The text of a file, in whatever encoding; of documents the one they hold.
fn text_of(path: &Path) -> String {
    let bytes = fs::read(path).unwrap();
    decode_as_written(&bytes)
        .or_else(|_| extract_text(&bytes, &path.to_string_lossy()).map(|found| found.text))
        .unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

#[test]
fn no_piece_of_a_question_stands_in_the_repository() {
    let Some(shared) = std::env::var_os("LEIAN_SHARED").map(PathBuf::from) else {
        println!("skipped: LEIAN_SHARED names no folder with evaluation sets");
        return;
    };
    let names = names();
    let mut asked: HashSet<String> = HashSet::new();
    for set in Set::ALL {
        let queries = shared
            .join("data/eval")
            .join(set.code())
            .join("queries.jsonl");
        for line in fs::read_to_string(queries).unwrap().lines() {
            let query: serde_json::Value = serde_json::from_str(line).unwrap();
            for text in query
                .as_object()
                .unwrap()
                .values()
                .filter_map(|v| v.as_str())
            {
                asked.extend(pieces(text, &names));
            }
        }
    }
    assert!(asked.len() > 10_000);
    let mut given_away = Vec::new();
    for path in repository_files() {
        let text = text_of(&path);
        let shared: Vec<String> = pieces(&text, &names)
            .intersection(&asked)
            .cloned()
            .collect();
        if !shared.is_empty() {
            given_away.push((path, shared));
        }
    }
    assert!(given_away.is_empty(), "{given_away:#?}");
}
