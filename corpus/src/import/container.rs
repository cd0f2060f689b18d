//! Documents in container formats: their text is taken out, then read like any
//! other text; what the container says beside it goes into the metadata.

use std::io::Cursor;
use std::path::Path;

use super::flow::Flow;
use super::{
    Oddity, Outcome, Remark, Sink, TextNote, TextSource, archive, docx, html, pdf, read_by_content,
    zipped,
};
use crate::document::Document;
use crate::error::ImportProblem;

/// A container format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// A web page.
    Html,
    /// A Word document, or another format in ZIP.
    Docx,
    /// Portable Document Format.
    Pdf,
}

impl Container {
    fn code(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }
}

/// Takes the text out of a document.
///
/// # Errors
/// When the container is damaged, foreign, or has no text.
pub(super) fn read(format: Container, bytes: &[u8]) -> Result<Flow, ImportProblem> {
    let flow = match format {
        Container::Html => html::read(bytes)?,
        Container::Docx => match archive::kind(&zipped::open(Cursor::new(bytes), archive::FORMAT)?)
        {
            archive::Kind::Docx => docx::read(bytes)?,
            archive::Kind::Foreign(format) => return Err(ImportProblem::Foreign { format }),
            archive::Kind::Files => return Err(ImportProblem::NestedArchive),
        },
        Container::Pdf => pdf::read(bytes)?,
    };
    if flow.blocks.is_empty() {
        return Err(ImportProblem::NoContent);
    }
    Ok(flow)
}

/// Reads the text that a document holds. Lines of problems are lines of the text.
pub(super) fn read_flow(
    format: Container,
    mut flow: Flow,
    path: &Path,
    display_path: &str,
    sha256: &str,
    sink: &mut Sink<'_>,
) {
    let beside = Beside {
        format,
        source: flow.source.take(),
        published: flow.published.take(),
        url: flow.url.take(),
    };
    let notes = std::mem::take(&mut flow.notes);
    let text = flow.markdown();
    let source = TextSource {
        path,
        display_path,
        text: &text,
        sha256,
    };
    read_by_content(&source, &mut |outcome| {
        sink(match outcome {
            Outcome::Document(mut document) => {
                beside.add_to(&mut document);
                Outcome::Document(document)
            }
            other => other,
        });
    });
    for note in notes {
        let lost = matches!(
            note,
            TextNote::PagesWithoutText | TextNote::UnknownCharacters | TextNote::SideBySide
        );
        if lost {
            sink(Outcome::Remark(Remark {
                path: display_path.to_owned(),
                line: None,
                title: String::new(),
                what: Oddity::Text(note),
            }));
        }
    }
}

/// What a container says beside its text.
struct Beside {
    format: Container,
    source: Option<String>,
    published: Option<crate::document::Date>,
    url: Option<String>,
}

impl Beside {
    fn add_to(&self, document: &mut Document) {
        let metadata = &mut document.metadata;
        if metadata.source_url.is_none() {
            metadata.source_url.clone_from(&self.url);
        }
        let mut extra = |name: &str, value: String| {
            metadata.extra.entry(name.to_owned()).or_insert(value);
        };
        if let Some(source) = &self.source {
            extra("来源", source.clone());
        }
        if let Some(published) = self.published {
            extra("网上发布日期", published.to_string());
        }
        let importer = &mut document.provenance.importer;
        *importer = format!("{}/{importer}", self.format.code());
    }
}
