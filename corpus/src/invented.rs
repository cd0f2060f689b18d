//! Invented laws for tests, as an import would give them. What a test is about it sets
//! itself in the document that it gets.

#![allow(clippy::unwrap_used)]

use crate::document::{
    Body, Date, Document, DocumentId, DocumentKind, LawIdentity, Metadata, Provenance,
};
use crate::statute::{Article, ArticleNumber, Block, Statute};

/// A day, as 2026-01-01.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An article by its number, as 133-1.
pub(crate) fn article(number: &str, text: &str) -> Block {
    let number: ArticleNumber = number.parse().unwrap();
    Block::Article(Article {
        number,
        label: number.chinese(),
        text: text.to_owned(),
    })
}

/// The version of a law that is named by a day, with numbered articles.
pub(crate) fn law(title: &str, version: &str, articles: &[(&str, &str)]) -> Document {
    let articles = articles.iter();
    let blocks = articles.map(|(number, text)| article(number, text));
    law_of(title, version, blocks.collect())
}

/// The same of any blocks.
pub(crate) fn law_of(title: &str, version: &str, blocks: Vec<Block>) -> Document {
    let law = LawIdentity::new(title, None, Some(day(version)));
    Document {
        id: DocumentId::of_law(&law),
        kind: DocumentKind::Law,
        title: title.to_owned(),
        metadata: Metadata {
            law: Some(law),
            ..Metadata::default()
        },
        body: Body::Statute(Statute { blocks }),
        provenance: Provenance::default(),
    }
}
