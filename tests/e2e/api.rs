//! The API of a running server. Every answer is checked against the OpenAPI
//! document that the same server serves.

mod reading;
mod refusals;
mod searching;

use leian_tests::{Description, Server, TestLibrary};
use serde_json::Value;

/// A server and the description of its API. The library goes last, as the server
/// uses it.
struct Api {
    server: Server,
    description: Description,
    library: TestLibrary,
}

impl Api {
    fn of(library: TestLibrary) -> Self {
        let server = library.serve();
        Self {
            description: Description::of(&server),
            server,
            library,
        }
    }

    /// Over all invented texts and what they cite.
    fn of_cited() -> Self {
        Self::of(TestLibrary::with_cited())
    }

    /// Gets `address`, which the description calls `path`; returns status and body.
    #[track_caller]
    fn get(&self, path: &str, address: &str) -> (u16, Value) {
        let answer = self.server.get(address);
        (answer.status, self.description.check("get", path, &answer))
    }

    /// The body of a good answer.
    #[track_caller]
    fn ok(&self, path: &str, address: &str) -> Value {
        let (status, body) = self.get(path, address);
        assert_eq!(status, 200, "{address}: {body}");
        body
    }

    /// A search for `query_text` with further parameters.
    #[track_caller]
    fn search(&self, query_text: &str, more: &str) -> Value {
        let address = format!("/api/v1/search?q={}{more}", encoded(query_text));
        self.ok("/api/v1/search", &address)
    }

    #[track_caller]
    fn document(&self, id: &str) -> Value {
        self.ok("/api/v1/documents/{id}", &format!("/api/v1/documents/{id}"))
    }

    /// An article or why there is none.
    #[track_caller]
    fn article(&self, law: &str, number: &str) -> (u16, Value) {
        let address = format!("/api/v1/articles/{}/{}", encoded(law), encoded(number));
        self.get("/api/v1/articles/{law}/{number}", &address)
    }
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn ids(answer: &Value) -> Vec<&str> {
    let hits = list(&answer["hits"]).iter();
    hits.map(|hit| hit["id"].as_str().unwrap()).collect()
}

/// Checks status, code and the parameter to blame (empty for none).
#[track_caller]
fn check_refusal((status, body): (u16, Value), expected: (u16, &str, &str)) {
    let error = &body["error"];
    let found = (
        status,
        error["code"].as_str().unwrap(),
        error["parameter"].as_str().unwrap_or_default(),
    );
    assert_eq!(found, expected, "{body}");
    let message = error["message"].as_str().unwrap();
    assert!(
        message.chars().any(|c| c > '\u{2e80}'),
        "Chinese: {message}"
    );
}
