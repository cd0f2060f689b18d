//! The OpenAPI document that a server serves, as a judge of what it answers.

use serde_json::Value;

use crate::server::{Answer, Server};

/// The description of an API. Knows the keywords that the description uses and
/// fails on any other, so that no rule is passed over.
pub struct Description(Value);

impl Description {
    /// The one that `server` serves.
    ///
    /// # Panics
    /// When it serves none.
    #[track_caller]
    pub fn of(server: &Server) -> Self {
        let answer = server.get("/api/v1/openapi.json");
        assert_eq!(answer.status, 200, "{}", answer.body);
        Self(answer.json())
    }

    /// The document itself.
    pub fn document(&self) -> &Value {
        &self.0
    }

    /// Checks an answer of the operation `method` (in small letters) on `path` (as
    /// the document writes it): its status is announced, its body is JSON of the
    /// announced schema. Returns the body.
    ///
    /// # Panics
    /// When it is not so.
    #[track_caller]
    pub fn check(&self, method: &str, path: &str, answer: &Answer) -> Value {
        assert!(
            answer.content_type.starts_with("application/json"),
            "{}: {}",
            answer.content_type,
            answer.body
        );
        let responses = &self.0["paths"][path][method]["responses"];
        let response = self.resolved(&responses[answer.status.to_string()]);
        let schema = &response["content"]["application/json"]["schema"];
        assert!(
            schema.is_object(),
            "{method} {path} announces no {}: {}",
            answer.status,
            answer.body
        );
        let body = answer.json();
        if let Err(problem) = self.fits(schema, &body, "answer") {
            panic!("{problem}\n{body:#}");
        }
        body
    }

    /// What a `$ref` refers to, or the value itself.
    fn resolved<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(pointer) => self
                .0
                .pointer(pointer.trim_start_matches('#'))
                .unwrap_or_else(|| panic!("{pointer} refers to nothing")),
            None => value,
        }
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let rules = schema.as_object().ok_or("a schema is an object")?;
        for (keyword, rule) in rules {
            if !self.holds(keyword, rule, schema, value, at)? {
                return Err(format!("{at}: {keyword} {rule} does not hold"));
            }
        }
        Ok(())
    }

    fn holds(
        &self,
        keyword: &str,
        rule: &Value,
        schema: &Value,
        value: &Value,
        at: &str,
    ) -> Result<bool, String> {
        Ok(match keyword {
            "description" | "format" | "default" => true,
            "$ref" => {
                self.fits(self.resolved(schema), value, at)?;
                true
            }
            "type" => rule.as_str().is_some_and(|name| is_type(name, value)),
            "const" => value == rule,
            "enum" => list(rule).contains(value),
            "minimum" => compare(value.as_f64(), rule, |value, least| value >= least),
            "maximum" => compare(value.as_f64(), rule, |value, most| value <= most),
            "minItems" => compare(length(value), rule, |items, least| items >= least),
            "maxItems" => compare(length(value), rule, |items, most| items <= most),
            "oneOf" => {
                let choices = list(rule).iter();
                let fitting = choices.filter(|choice| self.fits(choice, value, at).is_ok());
                fitting.count() == 1
            }
            "items" => {
                for (index, item) in list(value).iter().enumerate() {
                    self.fits(rule, item, &format!("{at}[{index}]"))?;
                }
                true
            }
            "required" => list(rule)
                .iter()
                .all(|name| value.get(name.as_str().unwrap_or_default()).is_some()),
            "properties" => {
                for (name, schema) in rule.as_object().into_iter().flatten() {
                    if let Some(value) = value.get(name) {
                        self.fits(schema, value, &format!("{at}.{name}"))?;
                    }
                }
                true
            }
            "additionalProperties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    match schema["properties"].get(name) {
                        Some(_) => {}
                        None if rule == false => {
                            return Err(format!("{at}.{name} is not described"));
                        }
                        None => self.fits(rule, field, &format!("{at}.{name}"))?,
                    }
                }
                true
            }
            other => return Err(format!("{at}: nobody checks the keyword {other:?}")),
        })
    }
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

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn length(value: &Value) -> Option<f64> {
    value.as_array().map(|items| items.len() as f64)
}

/// Rules about numbers bind numbers alone.
fn compare(value: Option<f64>, rule: &Value, holds: impl Fn(f64, f64) -> bool) -> bool {
    match (value, rule.as_f64()) {
        (Some(value), Some(rule)) => holds(value, rule),
        (None, Some(_)) => true,
        (_, None) => false,
    }
}
