//! Real answers against the OpenAPI document. The checker knows the keywords
//! that the document uses, and refuses any other, so that none is skipped.

use serde_json::Value;

use crate::http::api::OPENAPI;
use crate::http::error::ErrorCode;
use crate::http::params::SearchParams;

/// The document.
pub fn document() -> Value {
    serde_json::from_str(OPENAPI).unwrap()
}

/// Checks `value` against the schema of that name.
#[track_caller]
pub fn check(name: &str, value: &Value) {
    let document = document();
    let schema = &document["components"]["schemas"][name];
    assert!(schema.is_object(), "no schema {name}");
    if let Err(problem) = matches(&document, schema, value, name) {
        panic!("{problem}\n{value:#}");
    }
}

fn matches(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    for (keyword, rule) in schema.as_object().ok_or("a schema is an object")? {
        let holds = match keyword.as_str() {
            "description" | "format" | "default" => true,
            "$ref" => {
                let pointer = rule.as_str().unwrap().trim_start_matches('#');
                matches(document, document.pointer(pointer).unwrap(), value, at)?;
                true
            }
            "type" => is_type(rule.as_str().unwrap(), value),
            "const" => value == rule,
            "enum" => rule.as_array().unwrap().contains(value),
            "minimum" => value
                .as_f64()
                .is_none_or(|number| number >= rule.as_f64().unwrap()),
            "maximum" => value
                .as_f64()
                .is_none_or(|number| number <= rule.as_f64().unwrap()),
            "minItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 >= rule.as_u64().unwrap()),
            "maxItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "oneOf" => {
                let fit = rule
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|schema| matches(document, schema, value, at).is_ok());
                fit.count() == 1
            }
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    matches(document, rule, item, &format!("{at}[{index}]"))?;
                }
                true
            }
            "required" => {
                let mut names = rule.as_array().unwrap().iter();
                names.all(|name| value.get(name.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (name, schema) in rule.as_object().unwrap() {
                    if let Some(value) = value.get(name) {
                        matches(document, schema, value, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" => additional(document, schema, rule, value, at)?,
            other => return Err(format!("{at}: the checker does not know {other:?}")),
        };
        if !holds {
            return Err(format!("{at}: {keyword} {rule} does not hold"));
        }
    }
    Ok(())
}

fn is_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => false,
    }
}

/// Properties beyond the named ones: none, or of a schema.
fn additional(
    document: &Value,
    schema: &Value,
    rule: &Value,
    value: &Value,
    at: &str,
) -> Result<bool, String> {
    let named = |name: &str| schema["properties"].get(name).is_some();
    let Some(fields) = value.as_object() else {
        return Ok(true);
    };
    for (name, value) in fields.iter().filter(|(name, _)| !named(name)) {
        if rule == false {
            return Err(format!("{at}.{name} is not in the document"));
        }
        matches(document, rule, value, &format!("{at}.{name}"))?;
    }
    Ok(true)
}

#[test]
fn parameters_and_codes_are_those_of_the_program() {
    let document = document();
    let get = &document["paths"]["/api/v1/search"]["get"]["parameters"];
    let names: Vec<_> = get
        .as_array()
        .unwrap()
        .iter()
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, SearchParams::NAMES);
    let body = &document["components"]["schemas"]["SearchRequest"]["properties"];
    let mut in_body: Vec<_> = body
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    let mut sorted = names.clone();
    in_body.sort_unstable();
    sorted.sort_unstable();
    assert_eq!(in_body, sorted);
    let cited = &document["components"]["schemas"]["CitationsRequest"]["properties"];
    let mut cited: Vec<_> = cited
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    cited.sort_by_key(|name| std::cmp::Reverse(*name));
    assert_eq!(cited, crate::http::api::CITATION_NAMES);
    let asked = &document["components"]["schemas"]["ApplicableRequest"]["properties"];
    for name in crate::http::api::APPLICABLE_NAMES {
        assert!(asked[name].is_object(), "{name}");
    }
    assert_eq!(
        asked.as_object().unwrap().len(),
        crate::http::api::APPLICABLE_NAMES.len()
    );
    let compared = &document["components"]["schemas"]["SimilarRequest"]["properties"];
    let compared = compared.as_object().unwrap();
    for name in crate::http::api::SIMILAR_NAMES {
        assert!(compared.contains_key(*name), "{name}");
    }
    assert_eq!(compared.len(), crate::http::api::SIMILAR_NAMES.len());
    let codes = &document["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]
        ["enum"];
    let known: Vec<_> = ErrorCode::ALL.iter().map(|code| code.code()).collect();
    assert_eq!(codes, &serde_json::json!(known));
}

#[test]
fn kinds_roles_and_modes_are_those_of_the_program() {
    use leian_corpus::{DocumentKind, SectionRole};

    use crate::retrieval::Mode;
    let schemas = &document()["components"]["schemas"];
    let kinds: Vec<_> = DocumentKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(
        schemas["Kind"]["properties"]["code"]["enum"],
        serde_json::json!(kinds)
    );
    let roles: Vec<_> = SectionRole::ALL.iter().map(|role| role.code()).collect();
    assert_eq!(
        schemas["Section"]["properties"]["role"]["enum"],
        serde_json::json!(roles)
    );
    let verdicts: Vec<_> = leian_corpus::citation::Verdict::ALL
        .iter()
        .map(|verdict| verdict.code())
        .collect();
    assert_eq!(
        schemas["Citation"]["properties"]["verdict"]["enum"],
        serde_json::json!(verdicts)
    );
    let modes: Vec<_> = Mode::ALL.iter().map(|mode| mode.code()).collect();
    assert_eq!(
        schemas["SearchRequest"]["properties"]["mode"]["enum"],
        serde_json::json!(modes)
    );
}

#[test]
fn the_checker_refuses_what_does_not_fit() {
    let document = document();
    let span = &document["components"]["schemas"]["Span"];
    let check = |value: Value| matches(&document, span, &value, "Span").is_ok();
    assert!(check(
        serde_json::json!({"byte_range": [0, 3], "char_range": [0, 1]})
    ));
    assert!(!check(serde_json::json!({"byte_range": [0, 3]})));
    assert!(!check(
        serde_json::json!({"byte_range": [0], "char_range": [0, 1]})
    ));
    assert!(!check(
        serde_json::json!({"byte_range": [0, 3], "char_range": [0, 1], "x": 1})
    ));
    assert!(!check(
        serde_json::json!({"byte_range": [0, -3], "char_range": [0, 1]})
    ));
}
