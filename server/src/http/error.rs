//! What a client is told when a request cannot be answered, and the one table
//! from errors to HTTP status and stable code.
//!
//! Messages are Chinese, for the person who reads them; codes are stable, for
//! programs. The causes of failures that are ours are logged here, once, and not
//! sent out.

use std::fmt::Display;

use axum::http::StatusCode;
use leian_corpus::Facet;
use leian_indexer::IndexError;

use crate::casework::CaseworkError;
use crate::error::LibraryError;
use crate::retrieval::{RetrievalError, accepted};

/// Stable code of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// A parameter that cannot be read or is out of bounds.
    InvalidParameter,
    /// A parameter that does not exist.
    UnknownParameter,
    /// A parameter that has to be there.
    MissingParameter,
    /// A body that is not what the content type says, or not a known one.
    InvalidBody,
    /// A form that another site's page sent.
    Forbidden,
    /// A name of this machine that only another site would use.
    WrongHost,
    /// A file that this machine cannot make.
    CannotWrite,
    /// No such address, or nothing kept under it.
    NotFound,
    /// No such document or entry in the library.
    DocumentNotFound,
    /// The library holds no law of this name.
    LawNotInLibrary,
    /// The law is there, the article is not.
    NoSuchArticle,
    /// The address exists, not with this method.
    MethodNotAllowed,
    /// The query or the body is too long.
    TooLong,
    /// Took longer than a request may.
    Timeout,
    /// Too many requests wait.
    Busy,
    /// A search by meaning without a model or vectors.
    NoModel,
    /// The library cannot be read.
    LibraryUnavailable,
    /// A failure of the program.
    Internal,
}

impl ErrorCode {
    /// All codes, in the order of the documentation.
    pub const ALL: &'static [Self] = &[
        Self::InvalidParameter,
        Self::UnknownParameter,
        Self::MissingParameter,
        Self::InvalidBody,
        Self::Forbidden,
        Self::WrongHost,
        Self::CannotWrite,
        Self::NotFound,
        Self::DocumentNotFound,
        Self::LawNotInLibrary,
        Self::NoSuchArticle,
        Self::MethodNotAllowed,
        Self::TooLong,
        Self::Timeout,
        Self::Busy,
        Self::NoModel,
        Self::LibraryUnavailable,
        Self::Internal,
    ];

    /// The table: stable code and status.
    fn row(self) -> (&'static str, StatusCode) {
        match self {
            Self::InvalidParameter => ("invalid_parameter", StatusCode::BAD_REQUEST),
            Self::UnknownParameter => ("unknown_parameter", StatusCode::BAD_REQUEST),
            Self::MissingParameter => ("missing_parameter", StatusCode::BAD_REQUEST),
            Self::InvalidBody => ("invalid_body", StatusCode::BAD_REQUEST),
            Self::Forbidden => ("forbidden", StatusCode::FORBIDDEN),
            Self::WrongHost => ("wrong_host", StatusCode::MISDIRECTED_REQUEST),
            Self::CannotWrite => ("cannot_write", StatusCode::SERVICE_UNAVAILABLE),
            Self::NotFound => ("not_found", StatusCode::NOT_FOUND),
            Self::DocumentNotFound => ("document_not_found", StatusCode::NOT_FOUND),
            Self::LawNotInLibrary => ("law_not_in_library", StatusCode::NOT_FOUND),
            Self::NoSuchArticle => ("no_such_article", StatusCode::NOT_FOUND),
            Self::MethodNotAllowed => ("method_not_allowed", StatusCode::METHOD_NOT_ALLOWED),
            Self::TooLong => ("too_long", StatusCode::PAYLOAD_TOO_LARGE),
            Self::Timeout => ("timeout", StatusCode::GATEWAY_TIMEOUT),
            Self::Busy => ("busy", StatusCode::SERVICE_UNAVAILABLE),
            Self::NoModel => ("no_model", StatusCode::SERVICE_UNAVAILABLE),
            Self::LibraryUnavailable => ("library_unavailable", StatusCode::SERVICE_UNAVAILABLE),
            Self::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR),
        }
    }

    /// The code as programs read it.
    pub fn code(self) -> &'static str {
        self.row().0
    }

    /// The HTTP status that goes with it.
    pub fn status(self) -> StatusCode {
        self.row().1
    }
}

/// An error on its way to a client. Faces turn it into JSON or a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpError {
    /// What kind of error.
    pub code: ErrorCode,
    /// A Chinese sentence for the reader.
    pub message: String,
    /// The parameter that is to blame.
    pub parameter: Option<String>,
}

impl HttpError {
    /// An error that no parameter is to blame for.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            parameter: None,
        }
    }

    /// An error in one parameter.
    pub fn parameter(code: ErrorCode, parameter: &str, message: impl Into<String>) -> Self {
        Self {
            parameter: Some(parameter.to_owned()),
            ..Self::new(code, message)
        }
    }

    /// A failure of the program. The cause goes to the log, not to the client.
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "cannot answer a request");
        Self::new(
            ErrorCode::Internal,
            "程序出错，本次请求没有完成；详情已写入服务日志",
        )
    }

    fn unavailable(cause: &dyn std::error::Error) -> Self {
        tracing::error!(cause = %chain(cause), "cannot read the library");
        Self::new(
            ErrorCode::LibraryUnavailable,
            "目前无法读取案例库；详情已写入服务日志",
        )
    }
}

/// An error with its causes, for the log.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

impl From<RetrievalError> for HttpError {
    fn from(error: RetrievalError) -> Self {
        match &error {
            RetrievalError::QueryTooLong { chars, limit } => Self::parameter(
                ErrorCode::TooLong,
                "q",
                format!("检索内容有 {chars} 字，最多 {limit} 字"),
            ),
            RetrievalError::TextTooLong { chars, limit } => Self::parameter(
                ErrorCode::TooLong,
                "text",
                format!("文书有 {chars} 字，最多 {limit} 字"),
            ),
            RetrievalError::OutOfRange {
                field, min, max, ..
            } => Self::parameter(
                ErrorCode::InvalidParameter,
                field,
                format!("{field} 应为 {min} 至 {max} 的整数"),
            ),
            RetrievalError::Filter { field, value, .. } => {
                Self::parameter(ErrorCode::InvalidParameter, field, unread(field, value))
            }
            RetrievalError::NoCriminalLaw => Self::new(
                ErrorCode::LawNotInLibrary,
                "本库没有收录刑法分则的条文，不能推断拟适用的法条",
            ),
            RetrievalError::NoWords => Self::parameter(
                ErrorCode::InvalidParameter,
                "text",
                "案情里没有可以比对的文字",
            ),
            RetrievalError::NotACase { id } => Self::parameter(
                ErrorCode::DocumentNotFound,
                "id",
                format!("本库没有标识为“{}”的案例", shortened(id)),
            ),
            RetrievalError::NoModel { why } => Self::parameter(
                ErrorCode::NoModel,
                "mode",
                format!("按意思检索需要向量模型：{why}"),
            ),
            RetrievalError::NoVectors { .. } => Self::parameter(
                ErrorCode::NoModel,
                "mode",
                "按意思检索需要向量，案例库中还没有；请运行 leian embed",
            ),
            RetrievalError::Library(_) | RetrievalError::Index(_) => Self::unavailable(&error),
            RetrievalError::Model(_) => Self::internal(chain(&error)),
        }
    }
}

/// What to say of a filter's value that cannot be used.
fn unread(field: &str, value: &str) -> String {
    let what = match field {
        "from" | "to" => "日期",
        "recent" => "年数",
        "kind" => "种类",
        "unit" => "单位",
        field => Facet::from_code(field).map_or("筛选值", Facet::label),
    };
    format!("{what}“{}”不能用：{}", shortened(value), accepted(field))
}

impl From<LibraryError> for HttpError {
    fn from(error: LibraryError) -> Self {
        Self::unavailable(&error)
    }
}

impl From<CaseworkError> for HttpError {
    fn from(error: CaseworkError) -> Self {
        match error {
            CaseworkError::NotFound { what, id } => Self::parameter(
                ErrorCode::NotFound,
                "id",
                format!("没有编号为“{}”的{}", shortened(&id), thing(what)),
            ),
            CaseworkError::Field { field, reason } => {
                Self::parameter(ErrorCode::InvalidParameter, field, reason)
            }
            CaseworkError::AdverseOpen { open } => Self::new(
                ErrorCode::InvalidParameter,
                format!("还有 {open} 件可能不利的案例没有查看，也没有说明理由"),
            ),
            CaseworkError::Paper { reason, .. } => Self::new(ErrorCode::CannotWrite, reason),
            CaseworkError::Retrieval(error) => error.into(),
            CaseworkError::Library(error) => error.into(),
            CaseworkError::Index(error) => error.into(),
            error => {
                tracing::error!(cause = %chain(&error), "cannot use what people made");
                Self::new(
                    ErrorCode::LibraryUnavailable,
                    "目前不能读写案件夹、报告和笔记；检索不受影响，详情已写入服务日志",
                )
            }
        }
    }
}

/// What people make, by its name in the store.
fn thing(what: &str) -> &str {
    match what {
        "folder" => "案件夹",
        "report" => "检索报告",
        "note" => "笔记",
        "search" => "检索记录",
        "pack" => "教学包",
        "file" => "文件",
        "case" => "案例",
        _ => "内容",
    }
}

impl From<IndexError> for HttpError {
    fn from(error: IndexError) -> Self {
        Self::unavailable(&error)
    }
}

/// The beginning of what a client sent, fit to be shown back to it.
pub(super) fn shortened(value: &str) -> String {
    const SHOWN: usize = 40;
    let mut text: String = value.chars().take(SHOWN).collect();
    if value.chars().nth(SHOWN).is_some() {
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_its_own_and_an_error() {
        let mut codes: Vec<_> = ErrorCode::ALL.iter().map(|code| code.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            let status = code.status();
            assert!(
                status.is_client_error() || status.is_server_error(),
                "{}",
                code.code()
            );
        }
    }

    #[test]
    fn causes_of_our_failures_stay_in_the_log() {
        let error = HttpError::internal("cannot open /srv/library/secret");
        assert!(!error.message.contains("secret"));
        assert_eq!(error.code, ErrorCode::Internal);
    }

    #[test]
    fn long_values_are_shown_shortened() {
        assert_eq!(shortened("短"), "短");
        assert_eq!(shortened(&"长".repeat(50)).chars().count(), 41);
    }
}
