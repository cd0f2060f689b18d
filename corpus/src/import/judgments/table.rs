//! Published judgments as a table (CSV, RFC 4180): a row each, the whole text under
//! 全文, and columns for link, number, name, court, region, kind, procedure, dates,
//! parties, cause and legal basis.

mod rows;

use std::io::{BufRead, Cursor};

use csv::StringRecord;

use self::rows::{Row, RowProblem, Rows};
use super::record::Record;
use crate::charges;
use crate::citation;
use crate::document::{Date, Document, DocumentId, Provenance, sha256_hex};
use crate::error::{ImportError, ImportProblem};
use crate::import::dates::{dates_in, iso_date};
use crate::import::{MAX_TEXT_BYTES, Outcome, Sink, SkipReason, fail, html, skip, text, zipped};
use crate::judgment::number;
use crate::normalize::trim;
use crate::regions;

/// Columns without which a row is no judgment.
const NEEDED: &[&str] = &["案号", "全文"];

/// Columns that fields of the metadata hold, or that say nothing.
const HELD: &[&str] = &[
    "原始链接",
    "案号",
    "案件名称",
    "法院",
    "所属地区",
    "裁判日期",
    "全文",
    "案件类型编码",
];

/// Largest field; the longest judgments have some 2 MB.
const MAX_FIELD_BYTES: usize = 8 << 20;

/// So many bad rows are named one by one.
const MAX_NAMED: u64 = 1_000;

/// Whether a first line names the columns of such a table.
pub(in crate::import) fn recognises(first_line: &str) -> bool {
    let names: Vec<&str> = first_line
        .trim_start_matches('\u{feff}')
        .split(',')
        .collect();
    let has = |name: &&str| names.iter().any(|n| trim(n).trim_matches('"') == *name);
    NEEDED.iter().all(has)
}

/// Reads a table row by row. A bad row fails alone.
pub(in crate::import) fn read(file: &mut dyn BufRead, display_path: &str, sink: &mut Sink<'_>) {
    match file.fill_buf() {
        Err(error) => return fail(display_path, zipped::stream_problem(error), sink),
        Ok(head) if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") => {}
        Ok(_) => return Table::new(display_path, sink).read(file),
    }
    // Excel's "Unicode text" is UTF-16: it has to be decoded as a whole.
    let mut bytes = Vec::new();
    let mut file = std::io::Read::take(file, MAX_TEXT_BYTES + 1);
    if let Err(error) = std::io::Read::read_to_end(&mut file, &mut bytes) {
        return fail(display_path, zipped::stream_problem(error), sink);
    }
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        let problem = ImportProblem::TooLarge {
            size_bytes: bytes.len() as u64,
            limit_bytes: MAX_TEXT_BYTES,
        };
        return fail(display_path, problem, sink);
    }
    match text::decode(&bytes) {
        Ok(decoded) => Table::new(display_path, sink).read(&mut Cursor::new(decoded.text)),
        Err(problem) => fail(display_path, problem, sink),
    }
}

struct Table<'a, 's> {
    display_path: &'a str,
    sink: &'a mut Sink<'s>,
    columns: Vec<String>,
    named: u64,
    others: u64,
    /// Rows whose text the source withholds, and the first of them.
    without_text: u64,
    first_without_text: u64,
    /// Bad rows one after another are one problem: mostly pieces of one.
    bad: Option<(u64, ImportProblem)>,
}

impl<'a, 's> Table<'a, 's> {
    fn new(display_path: &'a str, sink: &'a mut Sink<'s>) -> Self {
        Self {
            display_path,
            sink,
            columns: Vec::new(),
            named: 0,
            others: 0,
            without_text: 0,
            first_without_text: 0,
            bad: None,
        }
    }

    fn read(mut self, file: &mut dyn BufRead) {
        let mut rows = Rows::new(file);
        match rows.next_row(None) {
            Ok(None) => return skip(SkipReason::Empty, "an empty file", self.sink),
            Ok(Some(header)) => {
                self.columns = header
                    .fields
                    .iter()
                    .map(|name| trim(name).to_owned())
                    .collect();
            }
            Err(RowProblem { line, problem, .. }) => return self.fail(line, problem),
        }
        let missing = |name: &&&str| !self.columns.iter().any(|column| column == **name);
        let missing: Vec<String> = NEEDED
            .iter()
            .filter(missing)
            .map(|n| (*n).to_owned())
            .collect();
        if !missing.is_empty() {
            return self.fail(1, ImportProblem::Columns { missing });
        }
        let mut any = false;
        loop {
            let row = rows.next_row(Some(self.columns.len()));
            any |= !matches!(row, Ok(None));
            match row {
                Ok(None) => break,
                Ok(Some(row)) => {
                    self.tell_bad();
                    self.row(&row);
                }
                Err(bad) => {
                    let ends = bad.ends;
                    self.bad(bad);
                    if ends {
                        break;
                    }
                }
            }
        }
        if !any {
            return skip(
                SkipReason::Empty,
                "a table with its columns and no row",
                self.sink,
            );
        }
        self.finish();
    }

    fn finish(mut self) {
        self.tell_bad();
        if self.others > 0 {
            let problem = ImportProblem::Others { count: self.others };
            fail(self.display_path, problem, self.sink);
        }
        if self.without_text > 0 {
            let detail = format!(
                "{} 行没有全文，第一处在第 {} 行",
                self.without_text, self.first_without_text
            );
            skip(SkipReason::NoFullText, &detail, self.sink);
        }
    }

    fn fail(&mut self, line: u64, problem: ImportProblem) {
        self.named += 1;
        if self.named > MAX_NAMED {
            self.others += 1;
            return;
        }
        let error = ImportError::at_line(self.display_path, line, problem);
        (self.sink)(Outcome::Failed(error));
    }

    fn tell_bad(&mut self) {
        if let Some((line, problem)) = self.bad.take() {
            self.fail(line, problem);
        }
    }

    fn bad(&mut self, bad: RowProblem) {
        let goes_on = matches!(
            bad.problem,
            ImportProblem::Row { .. } | ImportProblem::OpenQuote { .. }
        );
        match &mut self.bad {
            Some((
                _,
                ImportProblem::Row { to_line, .. } | ImportProblem::OpenQuote { to_line },
            )) if goes_on => *to_line = bad.line.max(*to_line),
            _ => {
                self.tell_bad();
                self.bad = Some((bad.line, bad.problem));
            }
        }
    }

    fn row(&mut self, row: &Row) {
        let value = |name: &str| field(&self.columns, &row.fields, name);
        if value("全文").is_empty() {
            self.without_text += 1;
            if self.without_text == 1 {
                self.first_without_text = row.line;
            }
            return;
        }
        let large = self
            .columns
            .iter()
            .zip(&row.fields)
            .find(|(_, v)| v.len() > MAX_FIELD_BYTES);
        if let Some((name, value)) = large {
            let problem = ImportProblem::FieldSize {
                field: name.clone(),
                size_bytes: value.len() as u64,
                limit_bytes: MAX_FIELD_BYTES as u64,
            };
            return self.fail(row.line, problem);
        }
        let provenance = Provenance {
            path: self.display_path.to_owned(),
            line: Some(row.line),
            sha256: sha256_hex(row.source.as_bytes()),
            importer: "judgment_table".to_owned(),
        };
        match document(&self.columns, &row.fields, provenance) {
            Ok(document) => (self.sink)(Outcome::Document(Box::new(document))),
            Err(problem) => self.fail(row.line, problem),
        }
    }
}

fn field<'r>(columns: &[String], fields: &'r StringRecord, name: &str) -> &'r str {
    let place = columns.iter().position(|column| column == name);
    trim(
        place
            .and_then(|place| fields.get(place))
            .unwrap_or_default(),
    )
}

fn document(
    columns: &[String],
    fields: &StringRecord,
    provenance: Provenance,
) -> Result<Document, ImportProblem> {
    let value = |name: &str| field(columns, fields, name);
    let known = |name: &str| Some(value(name).to_owned()).filter(|value| !value.is_empty());
    let text = whole_text(value("全文"))?;
    let mut record = Record {
        title: known("案件名称"),
        court: known("法院"),
        case_number: known("案号").map(|written| number::written(&written)),
        date: date(value("裁判日期"))?,
        region: region(value("所属地区")),
        charges: charges::listed(value("案由")),
        applied_articles: cited_articles(value("法律依据")),
        source_url: known("原始链接").filter(|link| link.starts_with("http")),
        ..Record::default()
    };
    for (name, value) in columns.iter().zip(fields) {
        if !HELD.contains(&name.as_str()) {
            record.add(name, value);
        }
    }
    let id = match value("案号") {
        "" => DocumentId::hashed("judgment", &[&number::comparable(&text)]),
        case_number => DocumentId::hashed(
            "judgment",
            &[
                &number::key(case_number),
                value("法院"),
                value("案件名称"),
                value("裁判日期"),
            ],
        ),
    };
    record.of_text(&text, None, id, provenance)
}

/// Some collections hold the page instead of its text.
fn whole_text(text: &str) -> Result<String, ImportProblem> {
    if text.contains("</") {
        let flow = html::read(text.as_bytes())?;
        return Ok(flow.plain_text());
    }
    Ok(text.to_owned())
}

/// 2021-03-04, 2021/3/4, 20210304 or 2021年3月4日; a day that is none is refused.
fn date(text: &str) -> Result<Option<Date>, ImportProblem> {
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ', 'T']).take(3).collect();
    let of_parts = || {
        let [year, month, day] = parts[..] else {
            return None;
        };
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let compact = || {
        let digits = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
        let (year, rest) = text.split_at_checked(4).filter(|_| digits)?;
        let (month, day) = rest.split_at_checked(2)?;
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    let written = || dates_in(text).first().map(|(_, date)| *date);
    iso_date(text)
        .or_else(of_parts)
        .or_else(compact)
        .or_else(written)
        .map(Some)
        .ok_or_else(|| ImportProblem::Field {
            field: "裁判日期".to_owned(),
            value: text.chars().take(60).collect(),
        })
}

/// The province of a place.
fn region(text: &str) -> Option<String> {
    match regions::named_in(text) {
        Some(region) => Some(region.province),
        None => Some(text.to_owned()).filter(|text| !text.is_empty()),
    }
}

/// 刑法第二百六十四条 for each article of the legal basis, each once.
fn cited_articles(basis: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for mention in citation::extract(basis) {
        if let (Some(law), Some(article)) = (&mention.law, mention.article) {
            let name = format!("{law}{}", article.chinese());
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}

#[cfg(test)]
#[path = "table/tests.rs"]
mod tests;
