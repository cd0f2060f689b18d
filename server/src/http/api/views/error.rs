//! The envelope of errors.

use serde::Serialize;

use crate::http::error::HttpError;

/// What every error looks like.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorEnvelope {
    /// The error.
    pub error: ErrorView,
}

/// An error.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorView {
    /// Stable code.
    pub code: &'static str,
    /// A Chinese sentence for people.
    pub message: String,
    /// The parameter that is to blame.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
}

impl From<HttpError> for ErrorView {
    fn from(error: HttpError) -> Self {
        Self {
            code: error.code.code(),
            message: error.message,
            parameter: error.parameter,
        }
    }
}
