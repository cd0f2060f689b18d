//! Questions and answers of 检答网 in Markdown: several a file, each a document.

use std::sync::LazyLock;

use regex::Regex;

use super::case_markdown::fields::first_date;
use super::{Outcome, Sink, TextSource};
use crate::case::{Section, SectionRole};
use crate::document::{Body, Document, DocumentId, DocumentKind, Metadata, Provenance};
use crate::error::{ImportError, ImportProblem};
use crate::numerals;

/// Labels of the file, before the first question.
const FILE_FIELDS: &[&str] = &["原始标题", "发布日期", "来源", "原始链接"];

/// Labels of a question.
const QUESTION_FIELDS: &[&str] = &[
    "问题标题",
    "咨询类别",
    "咨询内容",
    "解答专家",
    "解答内容",
    "咨询人",
];

static BATCH: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"第(.{1,8}?)批").expect("the pattern is a constant"));

static QUESTION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^#{1,6}\s*问题\s*([\d一二三四五六七八九十]{1,3})\s*[:：]\s*(.*)$")
        .expect("the pattern is a constant")
});

static ASKED_BY: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"（咨询人：([^）]{1,60})）").expect("the pattern is a constant"));

/// Whether the text is a batch of questions.
pub(crate) fn recognises(source: &TextSource<'_>) -> bool {
    let begins = |label: &str| {
        source.text.lines().any(|line| {
            line.trim()
                .strip_prefix(label)
                .is_some_and(|rest| rest.starts_with(['：', ':']))
        })
    };
    begins("咨询内容") && begins("解答内容")
}

/// Reads one file, one document a question.
pub(crate) fn read(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let page = Page::of(source.text);
    if page.questions.is_empty() {
        let problem = ImportProblem::Unrecognised {
            detail: "a heading 问题1 above the first question".to_owned(),
        };
        return sink(Outcome::Failed(ImportError::of_file(
            source.display_path,
            problem,
        )));
    }
    for (index, question) in page.questions.iter().enumerate() {
        sink(match document(source, &page, question, index + 1) {
            Ok(document) => Outcome::Document(Box::new(document)),
            Err(problem) => Outcome::Failed(ImportError::at_line(
                source.display_path,
                question.line,
                problem,
            )),
        });
    }
}

/// A file taken apart.
#[derive(Default)]
struct Page {
    /// The first heading: 检答网集萃（第一批）
    title: String,
    fields: Vec<(String, String)>,
    /// 编者按
    preface: String,
    questions: Vec<Question>,
}

#[derive(Default)]
struct Question {
    line: u64,
    heading: String,
    fields: Vec<(String, String)>,
    /// Lines that belong to no label.
    rest: Vec<String>,
}

impl Question {
    fn field(&self, name: &str) -> Option<&str> {
        value(&self.fields, name)
    }
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields
        .iter()
        .find(|(label, value)| label == name && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

impl Page {
    fn of(text: &str) -> Self {
        let mut page = Self::default();
        let mut in_preface = false;
        for (line, number) in text.lines().zip(1..) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            if let Some(found) = QUESTION.captures(line) {
                page.questions.push(Question {
                    line: number,
                    heading: found[2].to_owned(),
                    ..Question::default()
                });
            } else if let Some(question) = page.questions.last_mut() {
                question.take(line);
            } else if line.starts_with('#') {
                let heading = line.trim_start_matches('#').trim();
                if page.title.is_empty() {
                    page.title = heading.to_owned();
                }
                in_preface = heading == "编者按";
            } else if let Some(field) = field_of(line, FILE_FIELDS) {
                page.fields.push(field);
            } else if in_preface {
                append(&mut page.preface, line);
            }
        }
        page
    }
}

impl Question {
    fn take(&mut self, line: &str) {
        if let Some(field) = field_of(line, QUESTION_FIELDS) {
            self.fields.push(field);
        } else if let Some((_, text)) = self.fields.last_mut() {
            append(text, line);
        } else {
            self.rest.push(line.to_owned());
        }
    }
}

fn field_of(line: &str, names: &[&str]) -> Option<(String, String)> {
    let (name, value) = line.split_once(['：', ':'])?;
    names
        .contains(&name.trim())
        .then(|| (name.trim().to_owned(), value.trim().to_owned()))
}

fn append(text: &mut String, line: &str) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(line);
}

fn document(
    source: &TextSource<'_>,
    page: &Page,
    question: &Question,
    position: usize,
) -> Result<Document, ImportProblem> {
    let title = question
        .field("问题标题")
        .unwrap_or(&question.heading)
        .to_owned();
    if title.is_empty() {
        return Err(ImportProblem::NoTitle);
    }
    let sections = sections(question);
    if sections.is_empty() {
        return Err(ImportProblem::NoContent);
    }
    let batch = BATCH.captures(&page.title);
    let number = batch.as_ref().and_then(|found| numerals::parse(&found[1]));
    let id = match number {
        Some(number) => DocumentId::parse(&format!("qa-{number}-{position}"))
            .expect("a literal prefix and numbers are a valid id"),
        None => DocumentId::hashed("qa", &[&page.title, &title]),
    };
    Ok(Document {
        id,
        kind: DocumentKind::Question,
        title,
        metadata: metadata(page, question, batch.map(|found| found[0].to_owned())),
        body: Body::Sections(sections),
        provenance: Provenance {
            path: source.display_path.to_owned(),
            line: None,
            sha256: source.sha256.to_owned(),
            importer: "questions".to_owned(),
        },
    })
}

fn sections(question: &Question) -> Vec<Section> {
    let section = |role: SectionRole, label: &str, text: &str| Section {
        role,
        label: label.to_owned(),
        text: text.to_owned(),
    };
    let mut sections = Vec::new();
    if !question.rest.is_empty() {
        sections.push(section(SectionRole::Text, "", &question.rest.join("\n")));
    }
    let parts = [
        (SectionRole::Question, "咨询内容"),
        (SectionRole::Answer, "解答内容"),
    ];
    for (role, label) in parts {
        // A label may come twice; nothing of it is lost.
        let texts = question.fields.iter().filter(|(name, _)| name == label);
        sections.extend(
            texts
                .filter(|(_, text)| !text.is_empty())
                .map(|(_, text)| section(role, label, text)),
        );
    }
    sections
}

fn metadata(page: &Page, question: &Question, batch: Option<String>) -> Metadata {
    let mut metadata = Metadata {
        batch,
        date: value(&page.fields, "发布日期").and_then(first_date),
        source_url: value(&page.fields, "原始链接").map(str::to_owned),
        keywords: question
            .field("咨询类别")
            .map(str::to_owned)
            .into_iter()
            .collect(),
        ..Metadata::default()
    };
    let extra = &mut metadata.extra;
    for name in ["原始标题", "来源"] {
        if let Some(text) = value(&page.fields, name) {
            extra.insert(name.to_owned(), text.to_owned());
        }
    }
    // A date that cannot be read is still told.
    if metadata.date.is_none()
        && let Some(text) = value(&page.fields, "发布日期")
    {
        extra.insert("发布日期".to_owned(), text.to_owned());
    }
    for name in ["咨询类别", "解答专家", "咨询人"] {
        if let Some(text) = question.field(name) {
            extra.insert(name.to_owned(), text.to_owned());
        }
    }
    if let Some(asked) = question
        .field("咨询内容")
        .and_then(|text| ASKED_BY.captures(text))
    {
        extra
            .entry("咨询人".to_owned())
            .or_insert_with(|| asked[1].to_owned());
    }
    if !page.title.is_empty() {
        extra.insert("专栏".to_owned(), page.title.clone());
    }
    if !page.preface.is_empty() {
        extra.insert("编者按".to_owned(), page.preface.clone());
    }
    if question
        .field("问题标题")
        .is_some_and(|title| title != question.heading)
    {
        extra.insert("问题".to_owned(), question.heading.clone());
    }
    metadata
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::path::{Path, PathBuf};

    use super::*;

    const PAGE: &str = "# 检答网集萃（第一百零二批）\n\n## 文章信息\n\n原始标题：甲\n发布日期：2020-01-02\n来源：某报\n原始链接：https://example.org/1\n\n## 问题标题索引\n\n1. 乙\n2. 丙\n\n## 编者按\n\n丁。\n\n## 问题1：乙\n\n问题标题：乙\n\n咨询类别：刑事检察\n\n咨询内容：如何？（咨询人：某院 某某）\n\n解答专家：某\n\n解答内容：\n\n一是：如此。\n\n二是。\n\n## 问题2：丙\n\n问题标题：丙\n\n咨询类别：未检\n\n咨询内容：可否？\n\n解答内容：可以。\n";

    fn outcomes(text: &str) -> Vec<Outcome> {
        let source = TextSource {
            path: Path::new("unused"),
            display_path: "qa/a.md",
            text,
            sha256: "0",
        };
        assert!(recognises(&source));
        let mut outcomes = Vec::new();
        read(&source, &mut |outcome| outcomes.push(outcome));
        outcomes
    }

    fn documents(text: &str) -> Vec<Document> {
        outcomes(text)
            .into_iter()
            .map(|outcome| match outcome {
                Outcome::Document(document) => *document,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn each_question_is_a_document() {
        let documents = documents(PAGE);
        assert_eq!(documents.len(), 2);
        let first = &documents[0];
        assert_eq!(first.id.as_str(), "qa-102-1");
        assert_eq!(first.kind, DocumentKind::Question);
        assert_eq!(first.title, "乙");
        assert_eq!(first.metadata.date, Some(jiff::civil::date(2020, 1, 2)));
        assert_eq!(first.metadata.batch.as_deref(), Some("第一百零二批"));
        assert_eq!(first.metadata.keywords, ["刑事检察"]);
        assert_eq!(first.metadata.extra["解答专家"], "某");
        assert_eq!(first.metadata.extra["咨询人"], "某院 某某");
        assert_eq!(first.metadata.extra["编者按"], "丁。");
        let Body::Sections(sections) = &first.body else {
            panic!("a question has sections")
        };
        assert_eq!(sections[0].role, SectionRole::Question);
        assert_eq!(sections[1].text, "一是：如此。\n二是。");
        assert_eq!(documents[1].id.as_str(), "qa-102-2");
    }

    #[test]
    fn question_without_text_fails_with_its_line() {
        let text = PAGE.replace("咨询内容：可否？\n\n解答内容：可以。", "");
        let outcomes = outcomes(&text);
        let Outcome::Failed(error) = &outcomes[1] else {
            panic!("{:?}", outcomes[1])
        };
        assert_eq!(error.line, Some(35));
    }

    #[test]
    fn other_texts_are_not_recognised() {
        let source = TextSource {
            path: Path::new("unused"),
            display_path: "a.md",
            text: "# 甲\n咨询内容如下。\n",
            sha256: "0",
        };
        assert!(!recognises(&source));
    }

    #[test]
    fn real_batches_give_105_questions_and_lose_nothing() {
        let shared = std::env::var_os("LEIAN_SHARED").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"),
            PathBuf::from,
        );
        let folder = shared.join("data/qa/jianda");
        if !folder.is_dir() {
            println!("skipped: {} is absent", folder.display());
            return;
        }
        let mut ids = std::collections::BTreeSet::new();
        let mut files = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path)
                .unwrap()
                .replace("\r\n", "\n");
            let documents = documents(&text);
            assert_nothing_lost(&text, &documents);
            ids.extend(documents.into_iter().map(|document| document.id));
            files += 1;
        }
        assert_eq!((files, ids.len()), (101, 105));
    }

    fn assert_nothing_lost(text: &str, documents: &[Document]) {
        let kept = serde_json::to_string(documents)
            .unwrap()
            .replace("\\n", "\n")
            .replace("\\\"", "\"");
        for line in text.lines().map(str::trim) {
            let words = line.trim_start_matches(['#', ' ', '1', '2', '3', '.']);
            let is_structure = words.starts_with("文章信息")
                || words.starts_with("问题标题索引")
                || words == "编者按";
            let value = words.split_once('：').map_or(words, |(_, value)| value);
            assert!(is_structure || kept.contains(value), "{line} is lost");
        }
    }
}
