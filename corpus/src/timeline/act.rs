//! Acts that made or changed a law, and what each does to its articles.

use std::collections::BTreeMap;

use crate::document::{Date, DocumentId};
use crate::statute::ArticleNumber;

/// How an act made a law what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActKind {
    /// 通过、公布: the law was made.
    Enacted,
    /// 修订: the whole text was made anew.
    Revised,
    /// 修正: single articles were changed.
    Amended,
    /// A text held whose making no source describes.
    Held,
}

impl ActKind {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Enacted => "enacted",
            Self::Revised => "revised",
            Self::Amended => "amended",
            Self::Held => "held",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Enacted => "制定",
            Self::Revised => "修订",
            Self::Amended => "修正",
            Self::Held => "收录文本",
        }
    }
}

/// An act that made or changed a law, with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Title of the amending act; of a law's own making the law's title.
    pub title: String,
    /// What it was.
    pub kind: ActKind,
    /// The day on which it was made, where a source says.
    pub passed: Option<Date>,
    /// From when it applies; [`passed`](Self::passed) where no source says, which
    /// [`effective_known`](Self::effective_known) tells.
    pub effective: Date,
    /// Whether a source says from when it applies.
    pub effective_known: bool,
    /// The document that holds the act itself, where the library has it.
    pub document: Option<DocumentId>,
    /// What it does.
    pub touches: Touches,
}

/// What is known of the articles that an act touches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Touches {
    /// Nothing: any article may have been changed.
    #[default]
    Unknown,
    /// These operations, in the order of the act, by article.
    Known {
        /// By article; an article that is not here was left alone if
        /// [`complete`](Self::Known::complete).
        changes: BTreeMap<ArticleNumber, Vec<Operation>>,
        /// Whether every sentence of the act that changes something was understood.
        complete: bool,
    },
}

impl Touches {
    /// What the act does to an article: `None` when that is not known.
    pub fn on(&self, article: ArticleNumber) -> Option<&[Operation]> {
        let Self::Known { changes, complete } = self else {
            return None;
        };
        match changes.get(&article) {
            Some(operations) => Some(operations),
            None => complete.then_some(&[]),
        }
    }
}

/// A change of one article by one sentence of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleChange {
    /// The article.
    pub article: ArticleNumber,
    /// What happens to it.
    pub operation: Operation,
}

/// What an act does to an article. Paragraphs (款) and items (项) count from 1; texts
/// have their paragraphs and items on lines of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operation {
    /// 增加一条: the article is new.
    Insert(String),
    /// 修改为: the whole article.
    Replace(String),
    /// 删去: the whole article.
    Delete,
    /// 第N款修改为.
    ReplaceParagraphs {
        /// First paragraph.
        first: u32,
        /// Last paragraph.
        last: u32,
        /// Their new text.
        text: String,
    },
    /// 增加一款作为第N款.
    InsertParagraphs {
        /// The number that the first new paragraph gets; `None` at the end.
        first: Option<u32>,
        /// Their text.
        text: String,
    },
    /// 删去第N款.
    DeleteParagraphs {
        /// First paragraph.
        first: u32,
        /// Last paragraph.
        last: u32,
    },
    /// 第N项修改为.
    ReplaceItem {
        /// Its paragraph; `None` when the act names none.
        paragraph: Option<u32>,
        /// Its number.
        item: u32,
        /// Its new text.
        text: String,
    },
    /// 增加一项，作为第N项.
    InsertItem {
        /// Its paragraph; `None` when the act names none.
        paragraph: Option<u32>,
        /// The number it gets; the ones from there on move by one.
        item: u32,
        /// Its text.
        text: String,
    },
    /// 删去第N项.
    DeleteItem {
        /// Its paragraph; `None` when the act names none.
        paragraph: Option<u32>,
        /// Its number.
        item: u32,
    },
    /// The act names the article, and gives no wording that can be followed:
    /// 将第三百八十一条中的“甲”修改为“乙”.
    Unfollowed,
}
