//! Records of CAIL 2018 (Xiao et al., arXiv 1807.02478), one object a line: the facts
//! under `fact`; articles, charges, accused and sentence under `meta`.

use serde_json::{Map, Value};

use super::record::{Record, criminal_law_article};
use crate::case::{Section, SectionRole};
use crate::charges;
use crate::document::{Document, DocumentId, Provenance};
use crate::error::ImportProblem;
use crate::normalize::trim;

/// Whether an object is of this form.
pub(in crate::import) fn recognises(fields: &Map<String, Value>) -> bool {
    matches!(fields.get("fact"), Some(Value::String(_)))
        && matches!(fields.get("meta"), Some(Value::Object(_)))
}

/// The document of an object.
pub(super) fn document(
    mut fields: Map<String, Value>,
    provenance: Provenance,
) -> Result<Document, ImportProblem> {
    let fact = match fields.remove("fact") {
        Some(Value::String(fact)) if !trim(&fact).is_empty() => fact,
        _ => return Err(ImportProblem::NoContent),
    };
    let meta = match fields.remove("meta") {
        Some(Value::Object(meta)) => meta,
        other => return Err(unusable("meta", &other.unwrap_or_default())),
    };
    let accused = texts(&meta, "criminals")?;
    let charges: Vec<String> = texts(&meta, "accusation")?
        .iter()
        .map(|c| charge(c))
        .collect();
    let title = title(&accused, &charges);
    let mut record = Record {
        title: Some(title),
        applied_articles: articles(&meta)?,
        charges,
        ..Record::default()
    };
    record.add("被告人", &accused.join("、"));
    if let Some(fine) = meta
        .get("punish_of_money")
        .and_then(Value::as_u64)
        .filter(|&n| n > 0)
    {
        record.add("罚金（元）", &fine.to_string());
    }
    record.add("刑罚", &sentence(&meta)?);
    let id = DocumentId::hashed("judgment", &["cail", trim(&fact)]);
    let sections = sections(&fact);
    record.of_sections(sections, String::new(), id, provenance)
}

/// A record holds what the court found, or the accusation and then the findings.
fn sections(fact: &str) -> Vec<Section> {
    let sections = super::parts::split(fact, Some(fact), super::parts::Breaks::Lines);
    let found = sections
        .iter()
        .any(|section| section.role == SectionRole::Findings);
    if found || fact.contains("指控") {
        return sections;
    }
    let lines: Vec<&str> = fact
        .lines()
        .map(trim)
        .filter(|line| !line.is_empty())
        .collect();
    vec![Section {
        role: SectionRole::Facts,
        label: String::new(),
        text: lines.join("\n"),
    }]
}

/// 某某等盗窃罪案
fn title(accused: &[String], charges: &[String]) -> String {
    let name = match accused {
        [] => String::new(),
        [one] => one.clone(),
        [first, ..] => format!("{first}等"),
    };
    match charges {
        [] => format!("{name}刑事案件"),
        _ => format!("{name}{}案", charges.join("、")),
    }
}

/// The data set writes charges without 罪 and brackets what may be chosen from:
/// [走私、贩卖、运输、制造]毒品.
fn charge(name: &str) -> String {
    let name: String = name.chars().filter(|c| !matches!(c, '[' | ']')).collect();
    match charges::find(&name) {
        Some(known) => known.name.to_owned(),
        None if name.ends_with('罪') => name,
        None => format!("{name}罪"),
    }
}

fn unusable(field: &str, value: &Value) -> ImportProblem {
    ImportProblem::Field {
        field: field.to_owned(),
        value: value.to_string().chars().take(80).collect(),
    }
}

/// A list of texts, or a single one.
fn texts(meta: &Map<String, Value>, name: &str) -> Result<Vec<String>, ImportProblem> {
    let text = |value: &Value| match value {
        Value::String(text) => Ok(trim(text).to_owned()),
        other => Err(unusable(&format!("meta.{name}"), other)),
    };
    match meta.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(text).collect(),
        Some(one) => Ok(vec![text(one)?]),
    }
}

/// 刑法第二百三十四条 for 234 or "234".
fn articles(meta: &Map<String, Value>) -> Result<Vec<String>, ImportProblem> {
    const NAME: &str = "meta.relevant_articles";
    let article = |value: &Value| {
        let number = match value {
            Value::String(text) => text.trim().parse().ok(),
            other => other.as_u64(),
        };
        number
            .and_then(criminal_law_article)
            .ok_or_else(|| unusable(NAME, value))
    };
    match meta.get("relevant_articles") {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(values)) => values.iter().map(article).collect(),
        Some(other) => Err(unusable(NAME, other)),
    }
}

/// 有期徒刑、拘役或管制12个月: the data set does not tell them apart.
fn sentence(meta: &Map<String, Value>) -> Result<String, ImportProblem> {
    let term = match meta.get("term_of_imprisonment") {
        None | Some(Value::Null) => return Ok(String::new()),
        Some(Value::Object(term)) => term,
        Some(other) => return Err(unusable("meta.term_of_imprisonment", other)),
    };
    let is = |name: &str| term.get(name).and_then(Value::as_bool) == Some(true);
    Ok(if is("death_penalty") {
        "死刑".to_owned()
    } else if is("life_imprisonment") {
        "无期徒刑".to_owned()
    } else {
        match term.get("imprisonment").and_then(Value::as_u64) {
            Some(months) if months > 0 => format!("有期徒刑、拘役或者管制{months}个月"),
            _ => String::new(),
        }
    })
}
