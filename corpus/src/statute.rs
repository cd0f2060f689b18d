//! Statutes (法律、法规): blocks in source order, and numbers of articles (条).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{CorpusError, Result};

/// The text of a statute as blocks in source order; nothing of the source is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statute {
    /// Headings, articles and other text, in source order.
    pub blocks: Vec<Block>,
}

/// A piece of a statute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 编、章、节
    Heading(Heading),
    /// 条
    Article(Article),
    /// What is no article: preamble, annex, signature, a 批复 without articles.
    Text(String),
}

/// A heading over articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// Its place in the hierarchy.
    pub level: HeadingLevel,
    /// As written, runs of spaces reduced to one: 第一章 总则.
    pub text: String,
}

/// Place of a heading in the hierarchy, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingLevel {
    /// 附件、附录: ends everything above it.
    Annex,
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// A heading without 编, 章, 节 in its number: 一、管辖.
    Topic,
    /// A heading below a topic.
    Subtopic,
    /// A heading below that.
    Detail,
}

/// An article (条) with all its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its number.
    pub number: ArticleNumber,
    /// The number as written: 第一百三十三条之一.
    pub label: String,
    /// The text without the label; paragraphs (款) separated by `\n`.
    pub text: String,
}

/// Number of an article: 第一百三十三条之一 is base 133, inserted 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleNumber {
    /// 第N条, from 1.
    pub base: u32,
    /// 之N, 0 when absent.
    pub inserted: u32,
}

impl ArticleNumber {
    /// 第`base`条.
    pub fn new(base: u32) -> Self {
        Self { base, inserted: 0 }
    }

    /// 第`base`条之`inserted`.
    pub fn inserted(base: u32, inserted: u32) -> Self {
        Self { base, inserted }
    }

    /// As statutes write it: 第一百三十三条之一.
    pub fn chinese(self) -> String {
        todo!()
    }
}

impl fmt::Display for ArticleNumber {
    /// `133` or `133-1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inserted {
            0 => write!(f, "{}", self.base),
            inserted => write!(f, "{}-{inserted}", self.base),
        }
    }
}

impl FromStr for ArticleNumber {
    type Err = CorpusError;

    /// Reads `133-1`, `133`, 第一百三十三条之一, 133条之一, 第133条, 第１３３条之１.
    fn from_str(text: &str) -> Result<Self> {
        let _ = text;
        todo!()
    }
}

impl TryFrom<String> for ArticleNumber {
    type Error = CorpusError;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ArticleNumber> for String {
    fn from(number: ArticleNumber) -> Self {
        number.to_string()
    }
}

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineNode {
    /// The heading.
    pub heading: Heading,
    /// Index of the heading in [`Statute::blocks`].
    pub block: usize,
    /// Articles directly under it, as indices into [`Statute::blocks`] with their numbers.
    pub articles: Vec<(usize, ArticleNumber)>,
    /// Lower headings.
    pub children: Vec<OutlineNode>,
}

impl Statute {
    /// The articles in source order.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Article(article) => Some(article),
            Block::Heading(_) | Block::Text(_) => None,
        })
    }

    /// The tree of headings with the numbers of the articles under each.
    pub fn outline(&self) -> Vec<OutlineNode> {
        todo!()
    }
}
