//! Candidates of LeCaRD (Ma et al., SIGIR 2021), one object each: `qw` the whole
//! text, `ajjbqk` the facts, `cpfxgc` the reasoning, `pjjg` the disposition, and
//! names and numbers of case and document.

use serde_json::{Map, Value};

use super::record::Record;
use crate::case::{Section, SectionRole};
use crate::document::{Document, DocumentId, Provenance};
use crate::error::ImportProblem;
use crate::normalize::trim;

/// Whether an object is of this form.
pub(in crate::import) fn recognises(fields: &Map<String, Value>) -> bool {
    let has = |name| matches!(fields.get(name), Some(Value::String(_)));
    has("qw") && (fields.contains_key("ajId") || has("ajjbqk")) || has("ajName") && has("ajjbqk")
}

/// The document of an object.
pub(super) fn document(
    mut fields: Map<String, Value>,
    provenance: Provenance,
) -> Result<Document, ImportProblem> {
    let mut take = |name: &str| text_of(name, fields.remove(name));
    let (text, facts) = (take("qw")?, take("ajjbqk")?);
    let (reasoning, disposition) = (take("cpfxgc")?, take("pjjg")?);
    let (case_name, case_id) = (take("ajName")?, take("ajId")?);
    let (writ_name, writ_id) = (take("writName")?, take("writId")?);
    let first = |values: [&String; 2]| values.into_iter().find(|v| !v.is_empty()).cloned();
    let mut record = Record {
        title: first([&case_name, &writ_name]),
        ..Record::default()
    };
    record.add("ajId", &case_id);
    record.add("writId", &writ_id);
    record.add("writName", &writ_name);
    for (name, value) in fields {
        match value {
            Value::String(text) => record.add(&name, &text),
            Value::Null => {}
            other => record.add(&name, &other.to_string()),
        }
    }
    let id = match first([&case_id, &writ_id]) {
        Some(key) => DocumentId::hashed("judgment", &["lecard", &key]),
        None => DocumentId::hashed("judgment", &[&text, &facts]),
    };
    if !text.is_empty() {
        let facts = Some(facts.as_str()).filter(|facts| !facts.is_empty());
        return record.of_text(&text, facts, id, provenance);
    }
    let sections = [
        (SectionRole::Facts, facts),
        (SectionRole::Opinion, reasoning),
        (SectionRole::Disposition, disposition),
    ];
    let sections = sections.into_iter().filter(|(_, text)| !text.is_empty());
    let sections = sections.map(|(role, text)| Section {
        role,
        label: String::new(),
        text,
    });
    record.of_sections(sections.collect(), "裁判文书".to_owned(), id, provenance)
}

/// The text of a field that may be a number, empty when there is none.
fn text_of(name: &str, value: Option<Value>) -> Result<String, ImportProblem> {
    match value {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(trim(&text).to_owned()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(other) => Err(ImportProblem::Field {
            field: name.to_owned(),
            value: other.to_string().chars().take(80).collect(),
        }),
    }
}
