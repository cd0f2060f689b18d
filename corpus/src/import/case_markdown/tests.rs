#![allow(clippy::unwrap_used)]

use std::path::Path;

use super::super::{SkipReason, read_source};
use super::*;

fn source<'a>(display_path: &'a str, text: &'a str) -> TextSource<'a> {
    TextSource {
        path: Path::new("unused"),
        display_path,
        text,
        sha256: "0",
    }
}

fn outcome(display_path: &str, text: &str) -> Outcome {
    let mut outcomes = Vec::new();
    read_source(&source(display_path, text), &mut |outcome| {
        outcomes.push(outcome)
    });
    assert_eq!(outcomes.len(), 1);
    outcomes.remove(0)
}

fn imported(text: &str) -> Document {
    match outcome("case.md", text) {
        Outcome::Document(document) => *document,
        other => panic!("{other:?}"),
    }
}

fn roles(document: &Document) -> Vec<SectionRole> {
    let sections = sections_of(document).iter();
    sections.map(|section| section.role).collect()
}

fn sections_of(document: &Document) -> &[Section] {
    match &document.body {
        Body::Sections(sections) => sections,
        Body::Statute(_) => panic!("a case has sections"),
    }
}

#[test]
fn spp_case_has_number_keywords_and_roles() {
    let text = "### （检例第900号） 河南省某市某某诈骗案\n\n（检例第900号）\n\n【关键词】\n\n诈骗\n\n追赃\n\n【要\u{2002}旨】\n\n甲。\n\n【指控与证明犯罪】\n\n乙。\n\n【相关立法】\n\n丙。\n\n办案检察院：某检察院\n";
    assert!(recognises(&source("case.md", text)));
    let document = imported(text);
    assert_eq!(document.id.as_str(), "spp-900");
    assert_eq!(document.kind, DocumentKind::SppGuidingCase);
    assert_eq!(document.title, "河南省某市某某诈骗案");
    assert_eq!(document.metadata.number.as_deref(), Some("检例第900号"));
    assert_eq!(document.metadata.keywords, ["诈骗", "追赃"]);
    assert_eq!(document.metadata.region.as_deref(), Some("河南省"));
    assert_eq!(document.metadata.extra["办案检察院"], "某检察院");
    use SectionRole::*;
    assert_eq!(
        roles(&document),
        [Keywords, KeyPoints, Performance, RelatedLaw, Text]
    );
}

#[test]
fn spc_case_keeps_both_forms_of_its_number() {
    let text = "## 指导性案例901号：某诉某买卖合同纠纷案\n\n（最高人民法院审判委员会讨论通过2023年10月20日发布）\n\n**关键词**  民事/买卖合同/违约金\n\n**裁判要点**\n\n一。\n\n**基本案情**\n\n二。\n\n（生效裁判审判人员：甲、乙）\n";
    let document = imported(text);
    assert_eq!(document.id.as_str(), "spc-901");
    assert_eq!(document.metadata.number.as_deref(), Some("指导案例901号"));
    assert_eq!(
        document.metadata.number_as_written.as_deref(),
        Some("指导性案例901号")
    );
    assert_eq!(document.metadata.keywords, ["民事", "买卖合同", "违约金"]);
    assert_eq!(
        document.metadata.date,
        Some(jiff::civil::date(2023, 10, 20))
    );
    assert_eq!(document.metadata.issuer.as_deref(), Some("最高人民法院"));
}

#[test]
fn gazette_case_has_key_points_and_a_report() {
    let text = "#某甲诉某乙 租赁合同纠纷案 \n【裁判摘要】\n一、甲。\n二、乙。\n原告：某甲，男。\n原告某甲诉称：丙。\n某法院一审认为：丁。\n据此，某法院于2015年7月6日判决：\n驳回。\n";
    let document = imported(text);
    assert_eq!(document.kind, DocumentKind::GazetteCase);
    assert_eq!(document.title, "某甲诉某乙租赁合同纠纷案");
    assert!(document.id.as_str().starts_with("case-"));
    assert_eq!(document.metadata.date, Some(jiff::civil::date(2015, 7, 6)));
    use SectionRole::*;
    assert_eq!(
        roles(&document),
        [KeyPoints, Procedure, Claim, Opinion, Disposition]
    );
}

#[test]
fn report_without_labels_is_a_case_wherever_it_lies() {
    let text =
        "## 某甲盗窃案\n被告人：某甲，男。\n某县人民法院经审理查明：乙。\n据此，判决：丙。\n";
    let document = imported(text);
    assert_eq!(document.kind, DocumentKind::TypicalCase);
    assert_eq!(document.title, "某甲盗窃案");
}

#[test]
fn teaching_case_is_marked_as_invented() {
    let text = "# （教例第7号）某某案\n\n> **虚构教学案例**：虚构。\n\n检察职能：审查起诉\n案由：盗窃罪、诈骗罪\n\n【要旨】\n\n甲。\n\n【研讨问题】\n\n1. 乙？\n";
    let document = imported(text);
    assert_eq!(document.id.as_str(), "teach-7");
    assert_eq!(document.kind, DocumentKind::TeachingCase);
    assert_eq!(document.metadata.number.as_deref(), Some("教例第7号"));
    assert_eq!(document.metadata.charges, ["盗窃罪", "诈骗罪"]);
    assert_eq!(document.metadata.extra["检察职能"], "审查起诉");
    assert!(document.metadata.extra["说明"].starts_with("虚构教学案例"));
    assert_eq!(
        roles(&document),
        [SectionRole::KeyPoints, SectionRole::Other]
    );
}

#[test]
fn typical_case_may_have_headings_as_labels() {
    let text = "# 甲构成 乙\n\n保护某权典型案例\n\n某法院发布\n\n2022-03-15\n\n<!-- INFO END -->\n\n## 某诉某公司案\n\n## 基本案情\n\n一。\n\n## 典型意义\n\n二。\n";
    let document = imported(text);
    assert_eq!(document.kind, DocumentKind::TypicalCase);
    assert_eq!(document.title, "甲构成 乙");
    assert_eq!(document.metadata.batch.as_deref(), Some("保护某权典型案例"));
    assert_eq!(document.metadata.issuer.as_deref(), Some("某法院"));
    assert_eq!(document.metadata.date, Some(jiff::civil::date(2022, 3, 15)));
    assert_eq!(document.metadata.extra["案件名称"], "某诉某公司案");
    assert_eq!(
        roles(&document),
        [SectionRole::Facts, SectionRole::Significance]
    );
}

#[test]
fn page_of_links_is_an_index() {
    let text = "### 案例\n\n信息来源：https://example.org\n\n- [（检例第1号）甲](a.md)\n- 2号：[乙](b.md)\n- [丙](c.md)\n";
    let skipped = outcome("cases/index.md", text);
    assert!(matches!(
        skipped,
        Outcome::Skipped {
            reason: SkipReason::IndexPage,
            ..
        }
    ));
}

#[test]
fn text_without_title_or_content_is_a_failure() {
    let failed = outcome(
        "cases/a.md",
        "### （检例第9号）\n（检例第9号）\n【要旨】\n甲。\n",
    );
    assert!(matches!(
        failed,
        Outcome::Failed(ImportError {
            problem: ImportProblem::NoTitle,
            ..
        })
    ));
    let failed = outcome("cases/a.md", "### （检例第9号）甲案\n【要旨】\n");
    assert!(matches!(failed, Outcome::Failed(_)));
}

#[test]
fn other_texts_are_not_recognised() {
    let law = "# 某某法\n\n第一条　为了甲，制定本法。\n\n第二条　乙。\n";
    assert!(!recognises(&source("laws/a.md", law)));
    assert!(!recognises(&source(
        "a.md",
        "普通的一段文字，提到检例第1号和基本案情。\n"
    )));
}

/// The folder with real data, if this machine has it.
fn shared() -> Option<std::path::PathBuf> {
    let root = std::env::var_os("LEIAN_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
        std::path::PathBuf::from,
    );
    let data = root.join("data");
    if data.is_dir() {
        return Some(data);
    }
    println!("skipped: {} is absent", data.display());
    None
}

/// Every case file below a folder of the real data: path, text, outcome.
fn read_folder(folder: &Path) -> Vec<(String, String, Outcome)> {
    let mut files: Vec<_> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| {
            entry
                .path()
                .extension()
                .is_some_and(|suffix| suffix == "md")
        })
        .collect();
    files.sort_by_key(|entry| entry.path().to_owned());
    let base = folder.parent().unwrap();
    files
        .iter()
        .map(|entry| {
            let path = entry.path().strip_prefix(base).unwrap();
            let display_path = path.to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(entry.path())
                .unwrap()
                .replace("\r\n", "\n");
            let read = outcome(&display_path, &text);
            (display_path, text, read)
        })
        .collect()
}

fn documents(read: &[(String, String, Outcome)]) -> Vec<&Document> {
    read.iter()
        .filter_map(|(_, _, outcome)| match outcome {
            Outcome::Document(document) => Some(&**document),
            _ => None,
        })
        .collect()
}

#[test]
fn every_guiding_case_of_the_real_data_has_its_number() {
    let Some(data) = shared() else { return };
    let numbers = |folder: &str| {
        let read = read_folder(&data.join("cases").join(folder));
        let mut ids: Vec<String> = documents(&read)
            .iter()
            .map(|document| document.id.to_string())
            .collect();
        ids.sort();
        ids
    };
    let mut spp: Vec<String> = (1..=212).map(|number| format!("spp-{number}")).collect();
    spp.sort();
    assert_eq!(numbers("spp-guiding"), spp);
    let mut spc: Vec<String> = (1..=224)
        .filter(|&number| number != 45)
        .map(|number| format!("spc-{number}"))
        .collect();
    spc.sort();
    assert_eq!(numbers("spc-guiding"), spc);
}

#[test]
fn every_case_of_the_real_data_is_read_and_nothing_is_lost() {
    let Some(data) = shared() else { return };
    let read = read_folder(&data.join("cases"));
    let mut indexes = 0;
    let mut ids = std::collections::BTreeSet::new();
    for (path, text, outcome) in &read {
        match outcome {
            Outcome::Document(document) => {
                assert!(recognises(&source(path, text)), "{path}");
                assert!(
                    ids.insert(document.id.clone()),
                    "{path}: id {} twice",
                    document.id
                );
                assert_nothing_lost(path, text, document);
            }
            Outcome::Skipped { .. } => indexes += 1,
            Outcome::Failed(error) => panic!("{error}"),
            Outcome::Remark(remark) => panic!("{remark:?}"),
        }
    }
    assert_eq!((ids.len(), indexes), (1_441, 11));
}

/// How much of the guiding cases stands in a section whose role is known, by letters;
/// `LEIAN_SHOW=1` prints the labels of the rest.
#[test]
fn nearly_all_text_of_the_guiding_cases_has_a_known_role() {
    let Some(data) = shared() else { return };
    for (folder, count) in [("spp-guiding", 212), ("spc-guiding", 223)] {
        let read = read_folder(&data.join("cases").join(folder));
        let documents = documents(&read);
        assert_eq!(documents.len(), count, "{folder}");
        let (mut known, mut all) = (0, 0);
        let mut rest: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for section in documents.iter().flat_map(|document| sections_of(document)) {
            let length = letters(&section.text).chars().count();
            all += length;
            match section.role {
                SectionRole::Other | SectionRole::Text => {
                    let (sections, chars) = rest.entry(&section.label).or_default();
                    (*sections, *chars) = (*sections + 1, *chars + length);
                }
                _ => known += length,
            }
        }
        let share = known as f64 / all as f64;
        println!("{folder}: {share:.4} of {all} letters in a known role");
        if std::env::var_os("LEIAN_SHOW").is_some() {
            println!("{rest:#?}");
        }
        assert!(share >= 0.99, "{folder}: {share:.4}, {rest:?}");
    }
}

#[test]
fn no_law_of_the_real_data_is_taken_for_a_case() {
    let Some(data) = shared() else { return };
    let mut taken = Vec::new();
    for entry in walkdir::WalkDir::new(data.join("laws")) {
        let entry = entry.unwrap();
        if entry.path().extension().is_none_or(|suffix| suffix != "md") {
            continue;
        }
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let path = entry.path().strip_prefix(&data).unwrap().to_str().unwrap();
        if recognises(&source(path, &text)) {
            taken.push(path.to_owned());
        }
    }
    assert!(taken.is_empty(), "{taken:?}");
}

/// The sample library that the program brings along.
fn library() -> Vec<(String, String, Outcome)> {
    let mut files: Vec<_> =
        std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("library"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.file_name().is_some_and(|name| name != "README.md"))
            .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = format!("library/{}", path.file_name().unwrap().to_str().unwrap());
            let text = std::fs::read_to_string(path).unwrap();
            let read = outcome(&name, &text);
            (name, text, read)
        })
        .collect()
}

#[test]
fn sample_library_is_made_of_marked_teaching_cases_in_seven_parts() {
    let read = library();
    let documents = documents(&read);
    assert!(documents.len() >= 42 && documents.len() == read.len());
    use SectionRole::*;
    for (index, document) in documents.iter().enumerate() {
        let name = &document.provenance.path;
        assert_eq!(
            document.id.as_str(),
            format!("teach-{}", index + 1),
            "{name}"
        );
        assert_eq!(document.kind, DocumentKind::TeachingCase, "{name}");
        assert!(
            document.metadata.extra["说明"].contains("虚构教学案例"),
            "{name}"
        );
        assert!(document.metadata.keywords.len() >= 4, "{name}");
        for field in ["检察职能", "监督方式"] {
            assert!(
                !document.metadata.extra[field].is_empty(),
                "{name}: {field}"
            );
        }
        // The title is the first of the seven parts; questions for discussion follow.
        assert_eq!(
            roles(document),
            [
                Keywords,
                KeyPoints,
                Facts,
                Performance,
                Significance,
                RelatedLaw,
                Other
            ],
            "{name}"
        );
    }
}

/// Every line of the source, but for its marks, stands in the document's strings:
/// whole, or as a few pieces (number and title, label and text).
fn assert_nothing_lost(path: &str, text: &str, document: &Document) {
    let Body::Sections(sections) = &document.body else {
        panic!("{path}: a case has sections")
    };
    let metadata = &document.metadata;
    let mut parts = vec![document.title.clone(), "原文网址".to_owned()];
    parts.extend(metadata.number_as_written.clone());
    parts.extend(metadata.source_url.clone());
    parts.extend(metadata.batch.clone());
    parts.extend(metadata.extra.values().cloned());
    for section in sections {
        parts.push(section.label.clone());
        parts.push(section.text.clone());
    }
    let parts: Vec<String> = parts.iter().map(|part| letters(part)).collect();
    for line in lines::clean(text) {
        let line = letters(&line.text);
        assert!(is_kept(&line, &parts, 3), "{path}: {line} is lost");
    }
}

/// Characters that are no white space and no mark of structure.
fn letters(text: &str) -> String {
    let marks = [
        '【', '】', '［', '］', '（', '）', '(', ')', '：', ':', '.', '…', '#', '[', ']',
    ];
    lines::squeeze(text)
        .chars()
        .filter(|c| !marks.contains(c))
        .collect()
}

/// Whether `line` is made of at most `pieces` pieces, each of which stands in a part.
fn is_kept(line: &str, parts: &[String], pieces: usize) -> bool {
    let stands = |piece: &str| parts.iter().any(|part| part.contains(piece));
    if stands(line) {
        return true;
    }
    let ends = line.char_indices().map(|(at, _)| at).skip(1);
    let longest = ends.take_while(|&end| stands(&line[..end])).last();
    longest.is_some_and(|end| pieces > 1 && is_kept(&line[end..], parts, pieces - 1))
}
