//! What a page beside a text is about: the address of the text, as `of` carries it.

use leian_corpus::{CitedTarget, Document, LawKey};

use super::as_of::AsOf;
use crate::http::error::{ErrorCode, HttpError};
use crate::http::params::Pairs;
use crate::http::percent::decoded;
use crate::http::reading::{self, ArticleReading};
use crate::library::Library;

/// A text of the library, by its address.
pub enum Of {
    /// `/articles/{law}/{number}`
    Article(Box<ArticleReading>),
    /// `/documents/{id}`
    Document(Box<Document>),
}

impl Of {
    /// Reads the text at an address; what stands behind `?` or `#` does not count.
    ///
    /// # Errors
    /// `invalid_parameter` for another address; as reading the text.
    pub fn read(library: &Library, address: &str) -> Result<Self, HttpError> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<String> = path.split('/').filter_map(decoded).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        match parts[..] {
            ["", "articles", law, number] => {
                let reading = reading::article(library, law, number)?;
                Ok(Self::Article(Box::new(reading)))
            }
            ["", "documents", id] => {
                let (document, _) = reading::bare_document(library, id)?;
                Ok(Self::Document(Box::new(document)))
            }
            _ => Err(HttpError::parameter(
                ErrorCode::InvalidParameter,
                "of",
                "of 应为本站一条法条或一篇文本的地址，如 /articles/刑法/264",
            )),
        }
    }

    /// The day that the address asks for, if it does.
    ///
    /// # Errors
    /// `invalid_parameter` for what is no day.
    pub fn day(address: &str) -> Result<Option<AsOf>, HttpError> {
        let rest = address.split('#').next().unwrap_or_default();
        match rest.split_once('?') {
            Some((_, query)) => AsOf::read(&Pairs::read(query.as_bytes())?),
            None => Ok(None),
        }
    }

    /// Its title.
    pub fn title(&self) -> String {
        match self {
            Self::Article(reading) => reading.entry.title(),
            Self::Document(document) => document.title.clone(),
        }
    }

    /// What others cite when they cite it; nothing for a text that nobody can name.
    pub fn targets(&self) -> Vec<CitedTarget> {
        match self {
            Self::Article(reading) => article_targets(reading),
            Self::Document(document) => case_targets(document),
        }
    }
}

/// The article, whatever the version.
pub fn article_targets(reading: &ArticleReading) -> Vec<CitedTarget> {
    let law = reading.entry.metadata.law.as_ref();
    let law: Option<LawKey> = law.map(|law| law.key.clone());
    law.map(|law| CitedTarget::Article(law, reading.number))
        .into_iter()
        .collect()
}

/// The case by its number and its case number (案号).
pub fn case_targets(document: &Document) -> Vec<CitedTarget> {
    let metadata = &document.metadata;
    [&metadata.number, &metadata.case_number]
        .into_iter()
        .flatten()
        .map(|number| CitedTarget::Case(number.clone()))
        .collect()
}
