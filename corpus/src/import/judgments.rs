//! Judgments in JSON Lines, one a line: an object with the whole text under
//! `full_text`, where known the facts under `facts` (a piece of it) and the
//! numbers of the applied articles of the Criminal Law under
//! `criminal_law_articles`, as the data set JuDGE has them.

mod parts;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::case_markdown::fields::{chinese_date, province_in, province_of_case_number};
use super::{Outcome, Sink};
use crate::case::{Section, SectionRole};
use crate::document::{Body, Document, DocumentId, DocumentKind, Metadata, Provenance, sha256_hex};
use crate::error::{ImportError, ImportProblem};
use crate::statute::ArticleNumber;

/// Characters at the top in which court and case number are looked for.
const TOP_CHARS: usize = 300;

/// Greatest number of an article of the Criminal Law that a label may name.
const MAX_ARTICLE: u64 = 999;

static COURT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([^\s，。：（）]{2,40}?法院)\s*((?:刑\s*事|民\s*事|行\s*政)(?:附带民事)?\s*(?:判\s*决|裁\s*定|调\s*解)\s*书)")
        .expect("the pattern is a constant")
});

static CASE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(〔\[]\s*[12]\d{3}\s*[）)〕\]]\s*[^\s，。；：（）]{1,30}?号")
        .expect("the pattern is a constant")
});

static CHARGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"犯((?:侵犯)?[^，,。；;：:（(犯]{1,20}(?:犯罪[^，,。；;：:（(犯]{1,16})?罪)(?:[，,。；;、]|判处|，?免予)")
        .expect("the pattern is a constant")
});

/// Whether a first line is of this form.
pub(crate) fn recognises(first_line: &str) -> bool {
    match serde_json::from_str::<Value>(first_line) {
        Ok(Value::Object(fields)) => {
            !fields.contains_key("leian")
                && matches!(fields.get("full_text"), Some(Value::String(_)))
        }
        _ => false,
    }
}

/// Reads one line (number from 1); `mod.rs` streams the file, refuses lines above
/// [`MAX_LINE_BYTES`](super::MAX_LINE_BYTES) and lines that are no UTF-8, and leaves
/// out blank ones.
pub(crate) fn read_line(display_path: &str, line: u64, text: &str, sink: &mut Sink<'_>) {
    let document = serde_json::from_str(text)
        .map_err(|source| ImportProblem::Json { source })
        .and_then(|fields| document(display_path, line, text, fields));
    sink(match document {
        Ok(document) => Outcome::Document(Box::new(document)),
        Err(problem) => Outcome::Failed(ImportError::at_line(display_path, line, problem)),
    });
}

fn document(
    display_path: &str,
    line: u64,
    source: &str,
    mut fields: Map<String, Value>,
) -> Result<Document, ImportProblem> {
    let Some(Value::String(text)) = fields.remove("full_text") else {
        return Err(ImportProblem::Unrecognised {
            detail: "a judgment's text under \"full_text\"".to_owned(),
        });
    };
    let facts = match fields.remove("facts") {
        Some(Value::String(facts)) if text.contains(&facts) => Some(facts),
        Some(other) => {
            fields.insert("facts".to_owned(), other);
            None
        }
        None => None,
    };
    let sections = parts::split(&text, facts.as_deref());
    if sections.is_empty() {
        return Err(ImportProblem::NoContent);
    }
    let metadata = metadata(&text, &sections, &mut fields)?;
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.is_empty() => DocumentId::hashed("judgment", &[id]),
        _ => DocumentId::hashed("judgment", &[&text]),
    };
    let mut metadata = metadata;
    metadata.extra = extra(fields);
    Ok(Document {
        id,
        kind: DocumentKind::Judgment,
        title: title(&text, &metadata),
        metadata,
        body: Body::Sections(sections),
        provenance: Provenance {
            path: display_path.to_owned(),
            line: Some(line),
            sha256: sha256_hex(source.as_bytes()),
            importer: "judgments".to_owned(),
        },
    })
}

/// What no field holds, as the source has it.
fn extra(fields: Map<String, Value>) -> BTreeMap<String, String> {
    fields
        .into_iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| match value {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

fn metadata(
    text: &str,
    sections: &[Section],
    fields: &mut Map<String, Value>,
) -> Result<Metadata, ImportProblem> {
    let top = top(text);
    let court = COURT.captures(top).map(|found| found[1].to_owned());
    let case_number = CASE_NUMBER
        .find(top)
        .map(|found| found.as_str().split_whitespace().collect::<String>());
    let region = case_number
        .as_deref()
        .and_then(province_of_case_number)
        .or_else(|| court.as_deref().and_then(province_in));
    Ok(Metadata {
        date: decided(sections),
        court,
        case_number,
        region,
        charges: charges(sections),
        applied_articles: match fields.remove("criminal_law_articles") {
            Some(numbers) => applied_articles(&numbers)?,
            None => Vec::new(),
        },
        ..Metadata::default()
    })
}

fn top(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(TOP_CHARS)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// 危险驾驶罪刑事判决书：某某人民法院（2019）豫1002刑初339号. A judgment has no
/// title of its own; these are the words by which it is cited.
fn title(text: &str, metadata: &Metadata) -> String {
    let kind: String = COURT
        .captures(top(text))
        .map_or("裁判文书".to_owned(), |found| {
            found[2].split_whitespace().collect()
        });
    let court = metadata.court.as_deref().unwrap_or_default();
    let number = metadata.case_number.as_deref().unwrap_or_default();
    let charges = metadata.charges.join("、");
    match (court, number) {
        ("", "") => format!("{charges}{kind}"),
        _ => format!("{charges}{kind}：{court}{number}"),
    }
}

/// The date below the judgment: the last one in Chinese numerals before its annex.
fn decided(sections: &[Section]) -> Option<crate::document::Date> {
    sections
        .iter()
        .rev()
        .filter(|section| matches!(section.role, SectionRole::Text | SectionRole::Disposition))
        .find_map(|section| chinese_date(&section.text))
}

/// The charges of which the disposition convicts.
fn charges(sections: &[Section]) -> Vec<String> {
    let mut charges: Vec<String> = Vec::new();
    let of_role = |role| sections.iter().filter(move |section| section.role == role);
    for section in of_role(SectionRole::Disposition) {
        for found in CHARGE.captures_iter(&section.text) {
            let charge: String = found[1].split_whitespace().collect();
            if !charges.contains(&charge) {
                charges.push(charge);
            }
        }
    }
    charges
}

/// `[52, 133]` as 刑法第五十二条, 刑法第一百三十三条. The labels have no 之N.
fn applied_articles(numbers: &Value) -> Result<Vec<String>, ImportProblem> {
    let unusable = || ImportProblem::Field {
        field: "criminal_law_articles".to_owned(),
        value: numbers.to_string().chars().take(80).collect(),
    };
    numbers
        .as_array()
        .ok_or_else(unusable)?
        .iter()
        .map(|number| {
            let number = number.as_u64().filter(|n| (1..=MAX_ARTICLE).contains(n));
            let number = number
                .and_then(|n| u32::try_from(n).ok())
                .ok_or_else(unusable)?;
            Ok(format!("刑法{}", ArticleNumber::new(number).chinese()))
        })
        .collect()
}

#[cfg(test)]
mod tests;
