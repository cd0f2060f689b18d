//! Errors as pages.

use askama::Template;
use axum::response::{IntoResponse, Response};

use super::layout::{Layout, SearchBox};
use super::render;
use crate::http::error::{ErrorCode, HttpError, shortened};
use crate::http::percent;

/// An error as a page, with a search box to go on from.
#[derive(Clone, Debug)]
pub struct PageError {
    error: HttpError,
    search: SearchBox,
    onward: Option<Onward>,
}

/// Where to go on from an error.
#[derive(Clone, Debug)]
struct Onward {
    label: String,
    href: String,
}

impl PageError {
    /// The error, with a search for `text` to go on with where the error is that
    /// a law or one of its articles is not here.
    #[must_use]
    pub fn or_search(mut self, text: &str) -> Self {
        let missing = matches!(
            self.error.code,
            ErrorCode::LawNotInLibrary | ErrorCode::NoSuchArticle
        );
        self.onward = missing.then(|| Onward {
            label: format!("在本库检索“{}”", shortened(text)),
            href: format!("/search?{}", percent::query([("q", text)])),
        });
        self
    }
}

impl<E: Into<HttpError>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            search: SearchBox::default(),
            onward: None,
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    layout: Layout,
    status: u16,
    heading: &'static str,
    message: String,
    advice: &'static str,
    onward: Option<Onward>,
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = self.error.code.status();
        let (heading, advice) = words(self.error.code);
        let page = ErrorPage {
            layout: Layout::new(heading, self.search),
            status: status.as_u16(),
            heading,
            message: self.error.message,
            advice,
            onward: self.onward,
        };
        match render(&page) {
            Ok(html) => (status, html).into_response(),
            Err(error) => (status, error.message).into_response(),
        }
    }
}

/// Heading and advice for a reader.
fn words(code: ErrorCode) -> (&'static str, &'static str) {
    match code {
        ErrorCode::Forbidden => ("没有执行", "请回到本程序的页面，再做一次。"),
        ErrorCode::WrongHost => (
            "地址不对",
            "请用启动时显示的地址打开，如 http://127.0.0.1:8080。",
        ),
        ErrorCode::CannotWrite => ("不能生成这个文件", "请换一种格式下载。"),
        ErrorCode::NotFound => ("没有这个页面", "请检查地址，或从检索开始。"),
        ErrorCode::DocumentNotFound => (
            "案例库中没有这个文本",
            "它可能已被重新导入或删除。请重新检索。",
        ),
        ErrorCode::LawNotInLibrary => (
            "本库没有收录这部法律",
            "可以用全称或通行简称检索；如确需该法，请由管理员导入。",
        ),
        ErrorCode::NoSuchArticle => (
            "本库的文本中没有这一条",
            "该条可能已被删除、重新编号，或序号有误。请在全文的目录中核对。",
        ),
        ErrorCode::InvalidParameter
        | ErrorCode::UnknownParameter
        | ErrorCode::MissingParameter
        | ErrorCode::InvalidBody => ("请求有误", "请修改后重试。"),
        ErrorCode::TooLong => ("内容过长", "请缩短检索内容，保留罪名、行为和争议焦点。"),
        ErrorCode::MethodNotAllowed => ("请求方法不适用", "请从检索开始。"),
        ErrorCode::Timeout | ErrorCode::Busy => ("暂时无法完成", "请稍候重试。"),
        ErrorCode::NoModel => ("不能按意思检索", "可以改用按字词检索。"),
        ErrorCode::LibraryUnavailable => (
            "无法读取案例库",
            "请确认案例库文件夹存在且完好，然后重试；详情见服务日志。",
        ),
        ErrorCode::Internal => ("程序出错", "请重试；如再次出现，请把服务日志交给管理员。"),
    }
}
