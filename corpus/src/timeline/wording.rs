//! What can be said of an article on a day, and of what an act did to it.

use super::act::Act;
use crate::document::DocumentId;
use crate::statute::ArticleNumber;

/// Why a wording is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basis {
    /// This document holds it, as of that act.
    Held(DocumentId),
    /// It follows from the words of this act.
    Act(DocumentId),
    /// This later document holds it, and no act between touched the article.
    Unchanged(DocumentId),
}

impl Basis {
    /// The document that the words were taken from.
    pub fn document(&self) -> &DocumentId {
        match self {
            Self::Held(document) | Self::Act(document) | Self::Unchanged(document) => document,
        }
    }

    /// As programs read it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Held(_) => "held",
            Self::Act(_) => "act",
            Self::Unchanged(_) => "unchanged",
        }
    }
}

/// An article on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wording<'t> {
    /// In force, with this text.
    InForce {
        /// Its number on that day.
        number: ArticleNumber,
        /// The text.
        text: String,
        /// Why it is known.
        basis: Basis,
        /// The act that gave it this wording, where known.
        since: Option<&'t Act>,
        /// The act that changed it next, where known.
        until: Option<&'t Act>,
    },
    /// Deleted, by this act where known.
    Deleted(Option<&'t Act>),
    /// The article came later, with this act.
    NotYet(&'t Act),
    /// The law itself came later, and no law of that name stood before it.
    BeforeLaw(&'t Act),
    /// No text is held from before this act; whether an earlier law bore the name is not
    /// known.
    BeforeRecord(&'t Act),
    /// An earlier law of that name was in force, whose text is not held.
    EarlierLaw {
        /// The first act of the present law.
        act: &'t Act,
        /// The earlier law, where it is named.
        title: Option<&'static str>,
    },
    /// 施行日期不明: this act had been made, no source says from when it applies, and the
    /// article may read otherwise by it.
    CommencementUnknown(&'t Act),
    /// The law never had it, as far as its texts are held.
    NoSuchArticle,
    /// 行为时文本未收录: it was in force, and its wording of that day is not held.
    TextUnavailable {
        /// The act that took that wording away, or that gave it; `None` when no
        /// source says when the texts held were made.
        act: Option<&'t Act>,
        /// Whether that act is known to have changed this article; if not, it changed
        /// the law, and may have left the article alone.
        certain: bool,
    },
}

/// What an act did to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// The earliest text known.
    First,
    /// 增加
    Inserted,
    /// 修改
    Amended,
    /// 删去
    Deleted,
    /// Only its number changed.
    Renumbered,
    /// The act changed the law, and whether this article is not known.
    Possible,
}

impl EventKind {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::First => "first",
            Self::Inserted => "inserted",
            Self::Amended => "amended",
            Self::Deleted => "deleted",
            Self::Renumbered => "renumbered",
            Self::Possible => "possible",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "已知最早文本",
            Self::Inserted => "增加",
            Self::Amended => "修改",
            Self::Deleted => "删去",
            Self::Renumbered => "条号变动",
            Self::Possible => "法律修改，本条是否变动未知",
        }
    }
}

/// A moment in the history of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleEvent<'t> {
    /// The act.
    pub act: &'t Act,
    /// What it did.
    pub kind: EventKind,
    /// Its number from then on.
    pub number: Option<ArticleNumber>,
    /// Its text from then on, where known.
    pub text: Option<(String, Basis)>,
    /// Its text until then, where known.
    pub before: Option<String>,
}
