//! Finds mentions: 《刑法》第一百三十三条之一第一款, 刑法第234条、第67条第三款,
//! 该法第三条, 检例第79号, 指导案例108号.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::document::LawKey;
use crate::statute::ArticleNumber;

/// One mention of an article, of a law as a whole, or of a guiding case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationMention {
    /// The mention in the text; of a list 第一条、第二条 each member has its own.
    pub byte_range: Range<usize>,
    /// The law, by title or known abbreviation; `None` when the text leaves it
    /// open (本法 without context, an unknown abbreviation).
    pub law: Option<LawKey>,
    /// The law as this mention or the one it refers back to writes it, without 《》.
    pub law_as_written: String,
    /// 条
    pub article: Option<ArticleNumber>,
    /// 款
    pub paragraph: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Canonical number of a guiding case: 检例第79号, 指导案例108号.
    pub case_number: Option<String>,
}

/// All mentions in the order of the text; ranges are disjoint and on character
/// boundaries.
pub fn extract(text: &str) -> Vec<CitationMention> {
    let _ = text;
    todo!()
}
