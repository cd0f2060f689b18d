//! `/api/v1/search`

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use serde_json::Value;

use super::views::SearchView;
use super::{ApiError, Query};
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::{Pairs, SearchParams};
use crate::http::state::AppState;
use crate::retrieval;

/// A search with its parameters in the address.
pub async fn get(
    State(state): State<AppState>,
    Query(pairs): Query,
) -> Result<Json<SearchView>, ApiError> {
    answer(&state, &pairs).await
}

/// The same search with the same parameters in a JSON object, for texts that are
/// too long for an address.
pub async fn post(
    State(state): State<AppState>,
    Query(address): Query,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<SearchView>, ApiError> {
    answer(&state, &pairs_of_post(&state, &address, body)?).await
}

async fn answer(state: &AppState, pairs: &Pairs) -> Result<Json<SearchView>, ApiError> {
    pairs.only(SearchParams::NAMES)?;
    let params = SearchParams::try_from(pairs)?;
    let view = state
        .work(move |library| {
            let response = retrieval::search(library, &params.query)?;
            Ok(SearchView::new(&params.query, &response))
        })
        .await?;
    Ok(Json(view))
}

/// The fields of a JSON object that was posted, as pairs.
pub(super) fn pairs_of_post(
    state: &AppState,
    address: &Pairs,
    body: Result<Bytes, BytesRejection>,
) -> Result<Pairs, HttpError> {
    in_body_only(address)?;
    pairs_of_body(state, body.ok())
}

/// The fields of the JSON object in a body; none came when it was too large.
pub(super) fn pairs_of_body(state: &AppState, body: Option<Bytes>) -> Result<Pairs, HttpError> {
    let body = body.filter(|body| body.len() <= state.limits().body_bytes);
    pairs_of_json(&body.ok_or_else(|| too_large(state))?)
}

/// Parameters beside the body would be two answers to one question.
fn in_body_only(address: &Pairs) -> Result<(), HttpError> {
    address.only(&[]).map_err(|error| HttpError {
        message: "POST 请求的参数写在请求内容里，地址中不能再有参数".to_owned(),
        ..error
    })
}

fn too_large(state: &AppState) -> HttpError {
    let message = format!("请求内容超过 {} 字节", state.limits().body_bytes);
    HttpError::new(ErrorCode::TooLong, message)
}

/// `{"q": "…", "kind": ["law"], "page": 2}` as pairs, so that both methods are
/// checked by the same rules.
fn pairs_of_json(body: &[u8]) -> Result<Pairs, HttpError> {
    let invalid = |message: String| HttpError::new(ErrorCode::InvalidBody, message);
    // Some clients put a byte order mark before UTF-8, which RFC 8259 lets readers ignore.
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let body: Value = serde_json::from_slice(body)
        .map_err(|error| invalid(format!("请求内容不是 JSON（第 {} 行）", error.line())))?;
    let Value::Object(fields) = body else {
        return Err(invalid("请求内容应为一个 JSON 对象".to_owned()));
    };
    let mut pairs = Vec::new();
    for (name, value) in fields {
        let values = match value {
            Value::Array(values) => values,
            Value::Null => continue,
            one => vec![one],
        };
        for value in values {
            let value = match value {
                Value::String(text) => text,
                Value::Number(number) => number.to_string(),
                _ => return Err(of_type(&name)),
            };
            pairs.push((name.clone(), value));
        }
    }
    Ok(Pairs::new(pairs))
}

fn of_type(name: &str) -> HttpError {
    let name = crate::http::error::shortened(name);
    let message = format!("“{name}”应为文字、数字或它们的数组");
    HttpError::parameter(ErrorCode::InvalidParameter, &name, message)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn json_becomes_the_same_pairs() {
        let body = r#"{"q":"醉驾","kind":["law","question"],"page":2,"issuer":null}"#;
        let pairs = pairs_of_json(body.as_bytes()).unwrap();
        assert_eq!(pairs.many("kind").unwrap(), ["law", "question"]);
        assert_eq!(pairs.one("page").unwrap(), Some("2"));
        assert!(!pairs.has("issuer"));
        let marked = pairs_of_json(format!("\u{feff}{body}").as_bytes()).unwrap();
        assert_eq!(marked.one("q").unwrap(), Some("醉驾"));
    }

    #[test]
    fn what_is_no_object_of_texts_is_refused() {
        for body in [
            "",
            "[]",
            "\"q\"",
            "{\"q\":",
            "\u{feff}",
            "\u{feff}\u{feff}{}",
        ] {
            let error = pairs_of_json(body.as_bytes()).unwrap_err();
            assert_eq!(error.code, ErrorCode::InvalidBody, "{body}");
        }
        let error = pairs_of_json(br#"{"q":{"text":"x"}}"#).unwrap_err();
        assert_eq!(error.parameter.as_deref(), Some("q"));
    }
}
