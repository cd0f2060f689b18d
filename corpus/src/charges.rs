//! The charges (罪名) of the Criminal Law with their articles and common short
//! forms, from `data/charges.tsv`.

use crate::statute::ArticleNumber;

/// A charge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Official name: 帮助信息网络犯罪活动罪.
    pub name: &'static str,
    /// Articles of the Criminal Law that define it, the main one first.
    pub articles: Vec<ArticleNumber>,
    /// Short and colloquial forms: 帮信罪, 帮信.
    pub short_forms: Vec<&'static str>,
}

/// The table, in the order of the Criminal Law.
pub fn all() -> &'static [Charge] {
    todo!()
}

/// The charge with this name or short form, with or without 罪 at the end.
pub fn find(name: &str) -> Option<&'static Charge> {
    let _ = name;
    todo!()
}

/// The charges that an article defines, in the order of the table.
pub fn of_article(article: ArticleNumber) -> Vec<&'static Charge> {
    let _ = article;
    todo!()
}

/// Every name, with and without 罪, and every short form, for the dictionary of
/// the tokenizer.
pub fn terms() -> Vec<&'static str> {
    todo!()
}
