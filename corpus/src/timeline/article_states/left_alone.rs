//! A paragraph or item of an article whose wording of a day is not held: where every act
//! up to a later text is known, and none touched this part, it read as that text has it.

use std::ops::RangeInclusive;

use super::{ArticleState, Lineage};
use crate::document::{Date, DocumentId};
use crate::statute::ArticleNumber;
use crate::timeline::act::{Act, Operation};
use crate::timeline::law_timeline::LawTimeline;
use crate::timeline::paragraphs;

/// Paragraphs (款) and items (项) of an article; at least one of them is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticlePart {
    /// 款, from 1; without them the items are those of the only paragraph that has some.
    pub paragraphs: Option<RangeInclusive<u32>>,
    /// 项, from 1.
    pub items: Option<RangeInclusive<u32>>,
}

/// The later text of an article that stands for a part of it on an earlier day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftAlone<'t> {
    /// The whole article in the later text; only the part asked for read so on the day.
    pub text: String,
    /// Where that text stands.
    pub document: DocumentId,
    /// The act that changed the article behind that text, where known.
    pub until: Option<&'t Act>,
}

impl LawTimeline {
    /// The later text that has the words of a part of an article on `day`; `None` where
    /// an act between touched the part, moved it, or is not known to the word.
    pub fn left_alone(
        &self,
        article: ArticleNumber,
        part: &ArticlePart,
        day: Date,
    ) -> Option<LeftAlone<'_>> {
        let at = self.point_of(day)?;
        let lineage = Lineage::of(self, article, at);
        let known = |&i: &usize| matches!(lineage.states[i], ArticleState::Text { .. });
        let later = (at..lineage.states.len()).find(known)?;
        let untouched = (at + 1..=later).all(|i| {
            lineage.numbers[i] == lineage.numbers[at]
                && lineage
                    .operations(i)
                    .is_some_and(|found| found.iter().all(|one| part.is_left_by(one)))
        });
        match &lineage.states[later] {
            ArticleState::Text { text, basis } if untouched => Some(LeftAlone {
                text: text.clone(),
                document: basis.document().clone(),
                until: lineage.until(later),
            }),
            _ => None,
        }
    }
}

impl ArticlePart {
    /// Whether an operation on the article changes neither the words of the part nor
    /// its number.
    fn is_left_by(&self, operation: &Operation) -> bool {
        match operation {
            Operation::Insert(_)
            | Operation::Replace(_)
            | Operation::Delete
            | Operation::Unfollowed => false,
            Operation::ReplaceParagraphs { first, last, text } => {
                let as_many = paragraphs(text).len() == (last + 1 - first) as usize;
                self.ends_before(*first) || (as_many && self.begins_behind(*last))
            }
            // At the end of the article.
            Operation::InsertParagraphs { first: None, .. } => true,
            Operation::InsertParagraphs {
                first: Some(first), ..
            }
            | Operation::DeleteParagraphs { first, .. } => self.ends_before(*first),
            Operation::ReplaceItem {
                paragraph, item, ..
            } => self.is_outside(*paragraph) || self.items_without(*item),
            Operation::InsertItem {
                paragraph, item, ..
            }
            | Operation::DeleteItem { paragraph, item } => {
                let before = self.items.as_ref().is_some_and(|items| items.end() < item);
                self.is_outside(*paragraph) || before
            }
        }
    }

    fn ends_before(&self, paragraph: u32) -> bool {
        let own = self.paragraphs.as_ref();
        own.is_some_and(|own| *own.end() < paragraph)
    }

    fn begins_behind(&self, paragraph: u32) -> bool {
        let own = self.paragraphs.as_ref();
        own.is_some_and(|own| *own.start() > paragraph)
    }

    /// Whether a paragraph that an act names is another one.
    fn is_outside(&self, paragraph: Option<u32>) -> bool {
        paragraph
            .is_some_and(|paragraph| self.ends_before(paragraph) || self.begins_behind(paragraph))
    }

    fn items_without(&self, item: u32) -> bool {
        let own = self.items.as_ref();
        own.is_some_and(|own| !own.contains(&item))
    }
}
