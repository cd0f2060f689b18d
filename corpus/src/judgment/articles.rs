//! The articles that a decision applies (适用法条): those of the Criminal Law that the
//! court names in its opinion, which ends with 依照…之规定，判决如下. The whole opinion is
//! read: articles that it only discusses are rare, and courts cite before the last
//! sentence too.

use serde::{Deserialize, Serialize};

use super::{Found, Place};
use crate::case::{Section, SectionRole};
use crate::citation;
use crate::statute::ArticleNumber;

/// Key of the Criminal Law among the citations.
const CRIMINAL_LAW: &str = "刑法";

/// An article of the Criminal Law that a decision applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedArticle {
    /// 条
    pub article: ArticleNumber,
    /// 款
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paragraph: Option<u32>,
    /// 项
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
}

/// The applied articles in the order of the text.
pub(super) fn applied(sections: &[Section]) -> Vec<Found<AppliedArticle>> {
    let opinions = sections
        .iter()
        .enumerate()
        .filter(|(_, section)| section.role == SectionRole::Opinion);
    let mut applied = Vec::new();
    for (number, section) in opinions {
        for mention in citation::extract(&section.text) {
            let criminal = mention.law.is_some_and(|law| law.as_str() == CRIMINAL_LAW);
            let Some(article) = mention.article.filter(|_| criminal) else {
                continue;
            };
            let value = AppliedArticle {
                article,
                paragraph: mention.paragraph,
                item: mention.item,
            };
            applied.push(Found::new(value, Place::new(number, mention.byte_range)));
        }
    }
    applied
}
