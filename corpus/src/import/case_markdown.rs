//! Cases in Markdown: guiding, gazette, typical and teaching cases.
//!
//! Sources agree on little: labels stand in brackets, in bold, as headings or on
//! bare lines; numbers stand in the heading or below it, and the number in a
//! file's name is another one. So the number, the kind and the sections are read
//! from the text; the place of the file only tells gazette cases without labels
//! from other texts.

pub(super) mod fields;
mod header;
mod labels;
mod lines;
mod sections;

use std::collections::BTreeMap;

use self::header::{Header, Number};
use self::labels::Style;
use self::lines::Line;
use super::{Outcome, Sink, TextSource};
use crate::case::{Section, SectionRole};
use crate::charges;
use crate::document::{Body, Document, DocumentId, DocumentKind, Metadata, Provenance};
use crate::error::{ImportError, ImportProblem};
use crate::guiding;

/// Lines at the top in which a case's number is looked for.
const TOP_LINES: usize = 12;

/// Characters of the body that take part in the id of a case without number.
const OPENING_CHARS: usize = 400;

/// Whether the text, by place and content, is a case.
pub(crate) fn recognises(source: &TextSource<'_>) -> bool {
    let lines = lines::clean(source.text);
    let top = &lines[..lines.len().min(TOP_LINES)];
    let numbered = top
        .iter()
        .any(|line| line.text.chars().count() <= 120 && header::number_in(&line.text).is_some());
    let known = labels::count_known(&lines);
    (numbered && known >= 1)
        || known >= 2
        || is_report(&lines)
        || is_gazette_place(source.display_path)
        || (in_case_folder(source.display_path) && !lines.is_empty())
}

/// Reads one file, which gives one document.
pub(crate) fn read(source: &TextSource<'_>, sink: &mut Sink<'_>) {
    let lines = lines::clean(source.text);
    let outcome = match document(source, &lines) {
        Ok(document) => Outcome::Document(Box::new(document)),
        Err(problem) => Outcome::Failed(ImportError::of_file(source.display_path, problem)),
    };
    sink(outcome);
}

/// Whether the text is a court's report: named like a case, with the parties and a
/// decision.
fn is_report(lines: &[Line]) -> bool {
    let titled = lines
        .first()
        .is_some_and(|line| line.text.ends_with(['案', '纷']));
    let any = |words: &[&str]| {
        lines
            .iter()
            .any(|line| words.iter().any(|word| line.text.contains(word)))
    };
    titled
        && lines.iter().any(|line| is_party(&line.text))
        && any(&["法院"])
        && any(&["判决", "裁定"])
}

/// A folder or file name under which gazette cases are kept.
fn is_gazette_place(display_path: &str) -> bool {
    let (folders, name) = display_path.rsplit_once('/').unwrap_or(("", display_path));
    name.starts_with("FYGB")
        || folders
            .split('/')
            .any(|folder| folder.contains("gazette") || folder.contains("公报案例"))
}

fn in_case_folder(display_path: &str) -> bool {
    display_path
        .split('/')
        .rev()
        .skip(1)
        .any(|folder| folder == "cases" || folder.contains("案例"))
}

fn document(source: &TextSource<'_>, lines: &[Line]) -> Result<Document, ImportProblem> {
    let style = Style::of(lines);
    let labelled = labels::count_known(lines) >= 1;
    let header = header::read(lines, style, labelled);
    if header.title.is_empty() {
        return Err(ImportProblem::NoTitle);
    }
    let body = &lines[header.line_count..];
    let mut sections = if labelled {
        by_labels_and_openings(body, style)
    } else {
        sections::by_openings(body)
    };
    let credits = sections::split_credits(&mut sections);
    if sections.iter().all(|section| section.text.is_empty()) {
        return Err(ImportProblem::NoContent);
    }
    let kind = kind(&header, &sections, source.display_path);
    let mut metadata = metadata(kind, &header, &sections);
    metadata.extra.extend(credits);
    if !header.rest.is_empty() {
        place_rest(&header.rest, &mut metadata, &mut sections);
    }
    Ok(Document {
        id: id(kind, &header, &sections),
        kind,
        title: header.title,
        metadata,
        body: Body::Sections(sections),
        provenance: Provenance {
            path: source.display_path.to_owned(),
            line: None,
            sha256: source.sha256.to_owned(),
            importer: "case_markdown".to_owned(),
        },
    })
}

/// A gazette case has a label for its key points only; what follows them is a
/// report like those without labels.
fn by_labels_and_openings(body: &[Line], style: Style) -> Vec<Section> {
    let mut sections = sections::by_labels(body, style);
    let roles: Vec<SectionRole> = sections.iter().map(|section| section.role).collect();
    if roles.last() != Some(&SectionRole::KeyPoints) || roles.contains(&SectionRole::Facts) {
        return sections;
    }
    let Some(start) = body.iter().position(|line| is_party(&line.text)) else {
        return sections;
    };
    sections = sections::by_labels(&body[..start], style);
    sections.extend(sections::by_openings(&body[start..]));
    sections
}

/// The report of a court begins with its parties.
fn is_party(line: &str) -> bool {
    const PARTIES: &[&str] = &[
        "原告",
        "被告",
        "上诉人",
        "被上诉人",
        "申请人",
        "被申请人",
        "申请再审人",
        "再审申请人",
        "公诉机关",
        "抗诉机关",
        "原公诉机关",
        "自诉人",
        "申诉人",
        "被申诉人",
        "赔偿请求人",
        "申请执行人",
        "被执行人",
        "异议人",
        "复议申请人",
        "申请复议人",
        "原审",
    ];
    let named = |name: &str| PARTIES.iter().any(|party| name.starts_with(party));
    match line.split_once(['：', ':']) {
        Some((name, _)) => name.chars().count() <= 40 && named(name),
        None => named(line) && line.ends_with("提起诉讼。"),
    }
}

fn kind(header: &Header, sections: &[Section], display_path: &str) -> DocumentKind {
    match header.number.as_ref().map(|written| &written.number) {
        Some(Number::Spp(_)) => return DocumentKind::SppGuidingCase,
        Some(Number::Spc(_)) => return DocumentKind::SpcGuidingCase,
        Some(Number::Supervision(_)) => return DocumentKind::SupervisionGuidingCase,
        Some(Number::Teaching(_)) => return DocumentKind::TeachingCase,
        None => {}
    }
    let has_label = |name: &str| sections.iter().any(|section| section.label == name);
    if header
        .notice
        .iter()
        .any(|line| line.contains("虚构教学案例"))
    {
        DocumentKind::TeachingCase
    } else if has_label("裁判摘要") || has_label("案例要旨") || is_gazette_place(display_path)
    {
        DocumentKind::GazetteCase
    } else {
        DocumentKind::TypicalCase
    }
}

fn id(kind: DocumentKind, header: &Header, sections: &[Section]) -> DocumentId {
    let numbered = |prefix: &str, number: u32| {
        DocumentId::parse(&format!("{prefix}-{number}"))
            .expect("a literal prefix and a number are a valid id")
    };
    match header.number.as_ref().map(|written| &written.number) {
        Some(&Number::Spp(number)) => numbered("spp", number),
        Some(&Number::Spc(number)) => numbered("spc", number),
        Some(&Number::Supervision(number)) => numbered("sup", number),
        Some(&Number::Teaching(number)) => numbered("teach", number),
        None => {
            let opening: String = sections
                .iter()
                .flat_map(|section| section.text.chars())
                .filter(|c| !c.is_whitespace())
                .take(OPENING_CHARS)
                .collect();
            DocumentId::hashed("case", &[kind.code(), &header.title, &opening])
        }
    }
}

fn metadata(kind: DocumentKind, header: &Header, sections: &[Section]) -> Metadata {
    let mut metadata = Metadata {
        issuer: issuer(kind, sections),
        date: header.date,
        number: header
            .number
            .as_ref()
            .map(|written| canonical(&written.number)),
        number_as_written: header.number.as_ref().map(|written| written.text.clone()),
        keywords: sections
            .iter()
            .find(|section| section.role == SectionRole::Keywords)
            .map(|section| fields::keywords(&section.text))
            .unwrap_or_default(),
        region: fields::province_in(&header.title),
        ..Metadata::default()
    };
    let mut extra = BTreeMap::new();
    if let Some(heading) = &header.heading {
        extra.insert("标题原文".to_owned(), heading.clone());
    }
    if let Some(published) = &header.published {
        extra.insert("发布".to_owned(), published.clone());
    }
    if !header.notice.is_empty() {
        extra.insert("说明".to_owned(), header.notice.join("\n"));
    }
    for (name, value) in &header.fields {
        take_field(&mut metadata, &mut extra, name, value);
    }
    if matches!(kind, DocumentKind::GazetteCase | DocumentKind::TypicalCase) {
        let decided = sections
            .iter()
            .filter_map(|section| fields::last_decision(&section.text))
            .max();
        metadata.date = metadata.date.or(decided);
    }
    let number = header.number.as_ref().map(|written| &written.number);
    if let Some(&(Number::Spp(number) | Number::Spc(number))) = number {
        guiding::complete(kind, number, &mut metadata);
    }
    metadata.extra = extra;
    metadata
}

fn take_field(
    metadata: &mut Metadata,
    extra: &mut BTreeMap<String, String>,
    name: &str,
    value: &str,
) {
    let text = || Some(value.to_owned());
    match name {
        "原文网址" | "原文链接" => metadata.source_url = text(),
        "发布机关" => metadata.issuer = text(),
        "批次" => metadata.batch = text(),
        "案号" => metadata.case_number = text(),
        "审理法院" => metadata.court = text(),
        "发布日期" | "裁判日期" if fields::first_date(value).is_some() => {
            metadata.date = fields::first_date(value);
        }
        "案由" => {
            metadata.charges = charges::listed(value);
            extra.insert(name.to_owned(), value.to_owned());
        }
        _ => {
            extra.insert(name.to_owned(), value.to_owned());
        }
    }
}

fn issuer(kind: DocumentKind, sections: &[Section]) -> Option<String> {
    let name = match kind {
        DocumentKind::SppGuidingCase => "最高人民检察院",
        DocumentKind::SpcGuidingCase | DocumentKind::GazetteCase => "最高人民法院",
        DocumentKind::SupervisionGuidingCase => "中央纪委国家监委",
        // Only the cases that both published tell of both one's work.
        _ if sections
            .iter()
            .any(|section| section.label == "监察、检察履职情况") =>
        {
            "国家监察委员会、最高人民检察院"
        }
        _ => return None,
    };
    Some(name.to_owned())
}

fn canonical(number: &Number) -> String {
    match number {
        Number::Spp(number) => format!("检例第{number}号"),
        Number::Spc(number) => format!("指导案例{number}号"),
        Number::Supervision(number) => format!("监察指导性案例第{number}号"),
        Number::Teaching(number) => format!("教例第{number}号"),
    }
}

/// Lines of the header that are neither number nor title: who published the case
/// when and in which collection, its name under a headline, or a text before the
/// first label.
fn place_rest(rest: &[String], metadata: &mut Metadata, sections: &mut Vec<Section>) {
    let mut text: Vec<&str> = Vec::new();
    let mut published: Vec<&str> = Vec::new();
    for line in rest {
        let short = line.chars().count() <= 60;
        if let Some(issuer) = line.strip_suffix("发布").filter(|_| short) {
            metadata.issuer.get_or_insert_with(|| issuer.to_owned());
            published.push(line);
        } else if is_date(line) {
            metadata.date = metadata.date.or(fields::first_date(line));
            published.push(line);
        } else if short && line.ends_with("典型案例") {
            metadata.batch.get_or_insert_with(|| line.clone());
        } else if line.ends_with('案') && !metadata.extra.contains_key("案件名称") {
            metadata.extra.insert("案件名称".to_owned(), line.clone());
        } else {
            text.push(line);
        }
    }
    if !published.is_empty() {
        metadata
            .extra
            .insert("发布".to_owned(), published.join("\n"));
    }
    if !text.is_empty() {
        let before = Section {
            role: SectionRole::Text,
            label: String::new(),
            text: text.join("\n"),
        };
        sections.insert(0, before);
    }
}

/// Whether a line is a date and nothing else.
fn is_date(line: &str) -> bool {
    line.chars().count() <= 12
        && line.starts_with(|c: char| c.is_ascii_digit())
        && fields::first_date(line).is_some()
}

#[cfg(test)]
mod tests;
