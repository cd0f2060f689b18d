//! Texts that people upload: a form's fields or a file, read under limits.

use std::sync::Arc;

use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode, header};
use leian_corpus::import::{ExtractedText, TextFormat, TextNote, extract_text};
use tokio::sync::OwnedSemaphorePermit;

use super::error::{ErrorCode, HttpError, shortened};
use super::params::day;
use super::state::AppState;
use crate::ingest::problem_in_words;
use crate::retrieval::CitedText;

/// Largest upload in bytes, all fields together.
pub const MAX_UPLOAD_BYTES: usize = 16 * 1024 * 1024;

/// Names of the fields of a form with a text to check.
pub const FIELDS: &[&str] = &["text", "file", "date"];

/// A form with a text or a file, as it came.
#[derive(Debug, Default)]
pub struct Upload {
    /// The text that was pasted; empty when none was.
    pub text: String,
    /// The file, if one was chosen.
    pub file: Option<UploadedFile>,
    /// The day of the conduct (行为时) as typed; empty when none was.
    pub date: String,
    /// Further fields that the page asked for, with what was typed.
    pub more: Vec<(&'static str, String)>,
}

/// A file as it came.
#[derive(Debug)]
pub struct UploadedFile {
    /// Its name, as the client says.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Whether a request says that its body is a form with files.
pub fn is_form(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE);
    media_type
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.trim_start().starts_with("multipart/form-data"))
}

/// A place among the uploads that are read at the same time, so that they cannot
/// fill the memory.
///
/// # Errors
/// `busy` when there is none.
pub fn place(state: &AppState) -> Result<OwnedSemaphorePermit, HttpError> {
    Arc::clone(state.uploads())
        .try_acquire_owned()
        .map_err(|_| HttpError::new(ErrorCode::Busy, "同时上传的文书过多，请稍后再试"))
}

impl Upload {
    /// Reads a form.
    ///
    /// # Errors
    /// `invalid_body` for what is none, `unknown_parameter` for a field that does
    /// not exist, `invalid_parameter` for one that is there twice or no UTF-8,
    /// `too_long`.
    pub async fn read(request: Request, state: &AppState) -> Result<Self, HttpError> {
        Self::read_with(request, state, &[]).await
    }

    /// Reads a form that has the fields `more` beside those of every one.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub async fn read_with(
        request: Request,
        state: &AppState,
        more: &[&'static str],
    ) -> Result<Self, HttpError> {
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|error| not_a_form(&error.body_text()))?;
        let mut upload = Self::default();
        let mut seen: Vec<String> = Vec::new();
        while let Some(field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            if seen.contains(&name) {
                return Err(twice(&name));
            }
            match more.iter().find(|known| **known == name) {
                Some(known) => upload.more.push((known, text_of(known, field).await?)),
                None => upload.take(&name, field).await?,
            }
            seen.push(name);
        }
        Ok(upload)
    }

    async fn take(&mut self, name: &str, field: Field<'_>) -> Result<(), HttpError> {
        match name {
            "text" => self.text = text_of(name, field).await?,
            "date" => self.date = text_of(name, field).await?,
            "file" => {
                let file_name = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(unreadable)?.to_vec();
                // A form without a chosen file sends one without name and content.
                if !(file_name.is_empty() && bytes.is_empty()) {
                    let name = file_name;
                    self.file = Some(UploadedFile { name, bytes });
                }
            }
            _ => {
                let name = shortened(name);
                let message = format!("没有字段“{name}”；可用的字段：{}", FIELDS.join("、"));
                return Err(HttpError::parameter(
                    ErrorCode::UnknownParameter,
                    &name,
                    message,
                ));
            }
        }
        Ok(())
    }

    /// What was typed into a further field; empty when it was not there.
    pub fn typed(&self, name: &str) -> &str {
        let found = self.more.iter().find(|(known, _)| *known == name);
        found.map_or("", |(_, typed)| typed.as_str())
    }

    /// The text to check, from the field or out of the file. Takes a while for a file.
    ///
    /// # Errors
    /// `missing_parameter` when there is none, `invalid_parameter` when there are
    /// both, for a file whose text cannot be read, and for a date that is none.
    pub fn sheet(self) -> Result<Sheet, HttpError> {
        let date = day("date", Some(&self.date))?;
        match (self.text.trim().is_empty(), self.file) {
            (true, None) => {
                let message = "没有要核验的文书：请粘贴全文，或选择文件";
                Err(HttpError::parameter(
                    ErrorCode::MissingParameter,
                    "text",
                    message,
                ))
            }
            (false, Some(_)) => {
                let message = "粘贴的文书和上传的文件只能有一个";
                Err(HttpError::parameter(
                    ErrorCode::InvalidParameter,
                    "file",
                    message,
                ))
            }
            (false, None) => Ok(Sheet {
                cited: CitedText {
                    text: self.text,
                    date,
                },
                format: TextFormat::Plain,
                notes: Vec::new(),
            }),
            (true, Some(file)) => {
                let extracted = file.extract()?;
                Ok(Sheet {
                    cited: CitedText {
                        text: extracted.text,
                        date,
                    },
                    format: extracted.format,
                    notes: extracted.notes,
                })
            }
        }
    }
}

/// A text to check, with what it was taken out of.
#[derive(Debug)]
pub struct Sheet {
    /// The text and the day.
    pub cited: CitedText,
    /// What the file was; plain text for one that was pasted.
    pub format: TextFormat,
    /// What is worth knowing about how the text was made.
    pub notes: Vec<TextNote>,
}

impl UploadedFile {
    fn extract(&self) -> Result<ExtractedText, HttpError> {
        let refused = |reason: &str| {
            let name = shortened(&self.name);
            let message = format!("文件“{name}”不能核验：{reason}");
            HttpError::parameter(ErrorCode::InvalidParameter, "file", message)
        };
        let extracted = extract_text(&self.bytes, &self.name)
            .map_err(|error| refused(&problem_in_words(&error).1))?;
        match extracted.text.trim().is_empty() {
            true => Err(refused("其中没有文字")),
            false => Ok(extracted),
        }
    }
}

async fn text_of(name: &str, field: Field<'_>) -> Result<String, HttpError> {
    let bytes = field.bytes().await.map_err(unreadable)?;
    String::from_utf8(bytes.to_vec())
        .map_err(|_| HttpError::parameter(ErrorCode::InvalidParameter, name, "字段不是 UTF-8 编码"))
}

fn unreadable(error: MultipartError) -> HttpError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            let limit = MAX_UPLOAD_BYTES / 1024 / 1024;
            HttpError::new(ErrorCode::TooLong, format!("上传的内容超过 {limit} MiB"))
        }
        _ => not_a_form(&error.body_text()),
    }
}

fn not_a_form(reason: &str) -> HttpError {
    tracing::debug!(reason, "cannot read a form");
    HttpError::new(
        ErrorCode::InvalidBody,
        "请求内容不完整，或不是 multipart/form-data 表单",
    )
}

fn twice(name: &str) -> HttpError {
    let name = shortened(name);
    let message = format!("字段“{name}”只能出现一次");
    HttpError::parameter(ErrorCode::InvalidParameter, &name, message)
}
