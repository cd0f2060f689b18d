//! Judgments: of several data sets in JSON (`lecard`, `cail`), as a table (`table`),
//! as plain texts (`plain`); and here in JSON Lines, one a line: an object with the whole text under
//! `full_text`, where known the facts under `facts` (a piece of it) and the
//! numbers of the applied articles of the Criminal Law under
//! `criminal_law_articles`, as the data set JuDGE has them.

mod cail;
mod lecard;
mod parts;
pub(super) mod plain;
mod record;
pub(super) mod table;
mod title;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use self::parts::Breaks;
use super::{Outcome, Sink};
use crate::document::{Body, Document, DocumentId, DocumentKind, Metadata, Provenance, sha256_hex};
use crate::error::{ImportError, ImportProblem};
use crate::judgment::{self, JudgmentFacts};

/// Whether a first line is a judgment in one of the forms known here.
pub(crate) fn recognises(first_line: &str) -> bool {
    match serde_json::from_str::<Value>(first_line) {
        Ok(Value::Object(fields)) => recognises_object(&fields),
        _ => false,
    }
}

/// Whether an object is a judgment in one of the forms known here.
pub(super) fn recognises_object(fields: &Map<String, Value>) -> bool {
    let whole = matches!(fields.get("full_text"), Some(Value::String(_)));
    !fields.contains_key("leian")
        && (whole || lecard::recognises(fields) || cail::recognises(fields))
}

/// Reads one line (number from 1); `mod.rs` streams the file, refuses lines above
/// [`MAX_LINE_BYTES`](super::MAX_LINE_BYTES) and lines that are no UTF-8, and leaves
/// out blank ones.
pub(crate) fn read_line(display_path: &str, line: u64, text: &str, sink: &mut Sink<'_>) {
    let document = serde_json::from_str(text)
        .map_err(|source| ImportProblem::Json { source })
        .and_then(|fields| object(display_path, Some(line), text, fields));
    sink(match document {
        Ok(document) => Outcome::Document(Box::new(document)),
        Err(problem) => Outcome::Failed(ImportError::at_line(display_path, line, problem)),
    });
}

/// The document of an object, `source` being its text.
pub(super) fn object(
    display_path: &str,
    line: Option<u64>,
    source: &str,
    fields: Map<String, Value>,
) -> Result<Document, ImportProblem> {
    let provenance = |importer: &str| Provenance {
        path: display_path.to_owned(),
        line,
        sha256: sha256_hex(source.as_bytes()),
        importer: importer.to_owned(),
    };
    if fields.contains_key("full_text") {
        document(fields, provenance("judgments"))
    } else if cail::recognises(&fields) {
        cail::document(fields, provenance("cail"))
    } else {
        lecard::document(fields, provenance("lecard"))
    }
}

fn document(
    mut fields: Map<String, Value>,
    provenance: Provenance,
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
    let sections = parts::split(&text, facts.as_deref(), Breaks::Spaces);
    if sections.is_empty() {
        return Err(ImportProblem::NoContent);
    }
    let facts = judgment::read(&sections);
    let mut metadata = metadata(&facts, &mut fields)?;
    let id = match fields.get("id") {
        Some(Value::String(id)) if !id.is_empty() => DocumentId::hashed("judgment", &[id]),
        _ => DocumentId::hashed("judgment", &[&judgment::number::comparable(&text)]),
    };
    metadata.extra = extra(fields);
    Ok(Document {
        id,
        kind: DocumentKind::Judgment,
        title: title::of(&text, &sections),
        metadata,
        body: Body::Sections(sections),
        provenance,
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

/// Where the data set names the applied articles, its labels stand; else those that
/// the text names.
fn metadata(
    facts: &JudgmentFacts,
    fields: &mut Map<String, Value>,
) -> Result<Metadata, ImportProblem> {
    let value =
        |found: &Option<judgment::Found<String>>| found.as_ref().map(|found| found.value.clone());
    let procuratorate = value(&facts.procuratorate).filter(|_| facts.court.is_none());
    Ok(Metadata {
        issuer: procuratorate,
        date: facts.date.as_ref().map(|date| date.value),
        court: value(&facts.court),
        case_number: value(&facts.case_number),
        region: facts.region.as_ref().map(|region| region.province.clone()),
        charges: facts
            .case_charges()
            .into_iter()
            .map(str::to_owned)
            .collect(),
        applied_articles: match fields.remove("criminal_law_articles") {
            Some(numbers) => applied_articles(&numbers)?,
            None => facts.applied_article_names(),
        },
        ..Metadata::default()
    })
}

/// `[52, 133]` as 刑法第五十二条, 刑法第一百三十三条.
fn applied_articles(numbers: &Value) -> Result<Vec<String>, ImportProblem> {
    let article = |number: &Value| record::criminal_law_article(number.as_u64()?);
    let articles: Option<Vec<String>> = numbers
        .as_array()
        .and_then(|numbers| numbers.iter().map(article).collect());
    articles.ok_or_else(|| ImportProblem::Field {
        field: "criminal_law_articles".to_owned(),
        value: numbers.to_string().chars().take(80).collect(),
    })
}

#[cfg(test)]
mod data_set_tests;
#[cfg(test)]
mod tests;
