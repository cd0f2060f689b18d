//! Papers as files.

use axum::http::header;
use axum::response::{IntoResponse, Response};

use crate::casework::CaseworkError;
use crate::casework::paper::{Paper, docx, file_name, html, markdown, pdf, slides};
use crate::http::error::HttpError;
use crate::http::percent;

/// A format that papers are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For Word and WPS.
    Docx,
    /// For printing.
    Pdf,
    /// One file for a browser.
    Html,
    /// Plain text with marks.
    Markdown,
    /// One file for a browser, a slide a screen.
    Slides,
}

impl Format {
    /// All formats, and the ends of their files. Slides are HTML too.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Docx, "docx"),
        (Self::Pdf, "pdf"),
        (Self::Html, "html"),
        (Self::Markdown, "md"),
        (Self::Slides, "slides.html"),
    ];

    fn media_type(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
            Self::Html | Self::Slides => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

/// Which paper, and in which format: `report.docx`.
pub fn asked(file: &str) -> Option<(&str, Format, &'static str)> {
    let (name, extension) = file.split_once('.')?;
    let (format, extension) = Format::ALL
        .into_iter()
        .find(|(_, known)| *known == extension)?;
    Some((name, format, extension))
}

/// The paper as a file to keep.
pub fn file(paper: &Paper, format: Format, extension: &str) -> Result<Response, HttpError> {
    let rendered = |text: Result<String, askama::Error>| {
        text.map(String::into_bytes).map_err(HttpError::internal)
    };
    let bytes: Vec<u8> = match format {
        Format::Docx => docx::write(paper).map_err(HttpError::from)?,
        Format::Pdf => pdf::write(paper).map_err(HttpError::from)?,
        Format::Html => rendered(html::write(paper))?,
        Format::Markdown => markdown::write(paper).into_bytes(),
        Format::Slides => rendered(slides::write(paper))?,
    };
    let name = file_name(&paper.title, extension);
    Ok(attachment(bytes, format.media_type(), &name))
}

/// Bytes as a file to keep.
pub fn attachment(bytes: Vec<u8>, media_type: &str, name: &str) -> Response {
    let disposition = format!(
        "attachment; filename=\"leian\"; filename*=UTF-8''{}",
        percent::encode(name)
    );
    let headers = [
        (header::CONTENT_TYPE, media_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        // A file opened from here must not act as a page of this program.
        (header::CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// What to say of a file that is none.
pub fn no_file(file: &str) -> HttpError {
    HttpError::from(CaseworkError::missing("file", file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_paper_and_format() {
        let of = |file| asked(file).map(|(name, format, _)| (name, format));
        assert_eq!(of("report.docx"), Some(("report", Format::Docx)));
        assert_eq!(of("student.slides.html"), Some(("student", Format::Slides)));
        assert_eq!(of("report.exe"), None);
        assert_eq!(of("report"), None);
    }
}
