//! Repeals that texts themselves lay down (同时废止, 不再适用 …): read from each text as
//! [`RepealClause`]s, and brought together with the texts a library holds by
//! [`Repeals`].
//!
//! A clause says what ends and when, not which of the texts held that is: a title is
//! borne by several versions and by later laws. What was made before the day of the
//! clause ends with it, and nothing else.

mod clauses;
mod decisions;
mod held;
mod sentence;

pub use held::{HeldText, Repeals, TextRepeal};

use serde::{Deserialize, Serialize};

use crate::document::{Date, Document};
use crate::statute::ArticleNumber;

/// What a text says of the end of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepealClause {
    /// The text that says it.
    pub act: String,
    /// Title of the text that ends, as written, without the outer 《》.
    pub title: String,
    /// Who made that text, where the clause says it outside the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maker: Option<String>,
    /// How much of it ends.
    #[serde(default, skip_serializing_if = "Extent::is_whole")]
    pub extent: Extent,
    /// First day on which it does not apply.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Whether the act writes that day out; if not, it was found from the day on which
    /// the act was made, and of a consolidated text that may be a later one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub dated: bool,
    /// Where the act says it: 第五十五条; empty outside articles.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// The sentence, cut to a readable length.
    pub words: String,
}

/// How much of a text a clause ends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// All of it.
    #[default]
    Whole,
    /// These articles.
    Articles(Vec<ArticleNumber>),
    /// A part that is not named by articles: 中有关…的规定.
    Part,
}

impl Extent {
    fn is_whole(&self) -> bool {
        *self == Self::Whole
    }
}

/// The repeal clauses of a text, in its order; none of a text that is no statute.
pub fn clauses_of(document: &Document) -> Vec<RepealClause> {
    let mut found = clauses::read(document);
    found.extend(decisions::read(document));
    let mut seen = Vec::new();
    found.retain(|clause| {
        let what = (
            clause.title.clone(),
            clause.maker.clone(),
            clause.extent.clone(),
        );
        let new = !seen.contains(&what);
        seen.push(what);
        new
    });
    found
}

#[cfg(test)]
mod tests;
