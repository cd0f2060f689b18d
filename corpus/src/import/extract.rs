//! The text of a document that is to be checked: of any format that is imported
//! as a text, with what is worth knowing about how it was made.

use super::container::{self, Container};
use super::flow::TextNote;
use super::sniff::{self, Content};
use super::{FileName, MAX_TEXT_BYTES, guarded, text};
use crate::error::ImportProblem;

/// A text taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExtractedText {
    /// Paragraphs separated by `\n`. Of a plain text the text as written, so that
    /// places in it are those of the file.
    pub text: String,
    /// What the file was.
    pub format: TextFormat,
    /// What is worth knowing, each once.
    pub notes: Vec<TextNote>,
}

/// Formats that a text can be taken out of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// Plain text or Markdown.
    Plain,
    /// 网页
    Html,
    /// Word.
    Docx,
    /// PDF with a text layer.
    Pdf,
}

impl TextFormat {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Plain => "text",
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    /// For readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Plain => "纯文本",
            Self::Html => "网页",
            Self::Docx => "Word 文档",
            Self::Pdf => "PDF",
        }
    }
}

/// The text of a file: plain text (UTF-8, GB18030, UTF-16 with a byte order mark),
/// Markdown, HTML, DOCX, or PDF with a text layer. The content decides; the name, of
/// which only the suffix counts, where the content leaves it open.
///
/// Never panics. Sizes, depths, counts and what a file expands to are bounded, so that
/// a hostile file ends in an error and not with the machine; how long that takes is
/// not promised.
///
/// # Errors
/// [`ImportProblem::TooLarge`] above [`MAX_TEXT_BYTES`], [`ImportProblem::Foreign`]
/// for formats that are known and not read, [`ImportProblem::NoTextLayer`] for
/// scanned pages, and what else is wrong with the file.
pub fn extract_text(bytes: &[u8], file_name: &str) -> Result<ExtractedText, ImportProblem> {
    if bytes.len() as u64 > MAX_TEXT_BYTES {
        return Err(ImportProblem::TooLarge {
            size_bytes: bytes.len() as u64,
            limit_bytes: MAX_TEXT_BYTES,
        });
    }
    guarded(|| extract(bytes, FileName::of(file_name)))
}

fn extract(bytes: &[u8], name: FileName<'_>) -> Result<ExtractedText, ImportProblem> {
    match sniff::content(bytes, name.is_html()) {
        Content::Foreign(format) => Err(ImportProblem::Foreign { format }),
        Content::Database => Err(ImportProblem::Binary),
        Content::Html => of_flow(Container::Html, TextFormat::Html, bytes),
        Content::Zip => of_flow(Container::Docx, TextFormat::Docx, bytes),
        Content::Pdf => of_flow(Container::Pdf, TextFormat::Pdf, bytes),
        Content::Text => plain(bytes, name),
    }
}

fn of_flow(
    container: Container,
    format: TextFormat,
    bytes: &[u8],
) -> Result<ExtractedText, ImportProblem> {
    let flow = container::read(container, bytes)?;
    Ok(ExtractedText {
        text: flow.plain_text(),
        format,
        notes: flow.notes,
    })
}

fn plain(bytes: &[u8], name: FileName<'_>) -> Result<ExtractedText, ImportProblem> {
    if let Some(expected) = name.promises() {
        return Err(ImportProblem::Mismatch { expected });
    }
    let (text, cut_off) = text::decode_unchanged(bytes)?;
    Ok(ExtractedText {
        text,
        format: TextFormat::Plain,
        notes: cut_off.then_some(TextNote::CutOff).into_iter().collect(),
    })
}
