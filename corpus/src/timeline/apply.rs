//! The text of an article after an act's operations on it.

use super::act::Operation;
use super::paragraphs::{Paragraph, paragraphs};
use crate::numerals;

/// What an article is between two acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Text {
    /// There, with this text.
    Is(String),
    /// 删去.
    Deleted,
}

/// The article after the operations; `None` when it cannot be said, because the text
/// before is not known, or does not have the paragraph or item that is named.
pub(super) fn apply(before: Option<&str>, operations: &[Operation]) -> Option<Text> {
    let mut text = before.map(|text| Text::Is(text.to_owned()));
    for operation in operations {
        text = Some(match (operation, text) {
            (Operation::Insert(new) | Operation::Replace(new), _) => Text::Is(new.clone()),
            (Operation::Delete, _) => Text::Deleted,
            (operation, Some(Text::Is(old))) => Text::Is(inside(&old, operation)?),
            (_, _) => return None,
        });
    }
    text
}

/// An operation on paragraphs or items.
fn inside(text: &str, operation: &Operation) -> Option<String> {
    let mut parts = paragraphs(text);
    match operation {
        Operation::ReplaceParagraphs { first, last, text } => {
            let range = range(*first, *last, parts.len())?;
            parts.splice(range, paragraphs(text));
        }
        Operation::InsertParagraphs { first, text } => {
            let at = match first {
                Some(first) => (*first as usize).checked_sub(1)?,
                None => parts.len(),
            };
            (at <= parts.len()).then(|| parts.splice(at..at, paragraphs(text)))?;
        }
        Operation::DeleteParagraphs { first, last } => {
            let range = range(*first, *last, parts.len())?;
            parts.drain(range);
        }
        Operation::ReplaceItem {
            paragraph,
            item,
            text,
        } => items(&mut parts, *paragraph)?.replace(*item, text)?,
        Operation::InsertItem {
            paragraph,
            item,
            text,
        } => items(&mut parts, *paragraph)?.insert(*item, text)?,
        Operation::DeleteItem { paragraph, item } => {
            items(&mut parts, *paragraph)?.delete(*item)?;
        }
        Operation::Insert(_)
        | Operation::Replace(_)
        | Operation::Delete
        | Operation::Unfollowed => return None,
    }
    let texts: Vec<String> = parts.into_iter().map(|paragraph| paragraph.text).collect();
    Some(texts.join("\n"))
}

fn range(first: u32, last: u32, count: usize) -> Option<std::ops::Range<usize>> {
    let start = (first as usize).checked_sub(1)?;
    let end = last as usize;
    (start < end && end <= count).then_some(start..end)
}

/// The lines of a paragraph that are items.
struct Items<'p>(&'p mut Paragraph);

/// The items of the named paragraph, or of the only one that has any.
fn items(parts: &mut [Paragraph], paragraph: Option<u32>) -> Option<Items<'_>> {
    let found = match paragraph {
        Some(number) => parts.get_mut((number as usize).checked_sub(1)?)?,
        None => {
            let mut with_items = parts.iter_mut().filter(|part| !part.items.is_empty());
            let found = with_items.next()?;
            if with_items.next().is_some() {
                return None;
            }
            found
        }
    };
    (!found.items.is_empty()).then_some(Items(found))
}

impl Items<'_> {
    fn replace(self, item: u32, text: &str) -> Option<()> {
        let at = self.position(item)?;
        self.rebuild(|items| items[at] = body(text))
    }

    fn insert(self, item: u32, text: &str) -> Option<()> {
        let at = (item as usize).checked_sub(1)?;
        (at <= self.0.items.len()).then_some(())?;
        self.rebuild(|items| items.insert(at, body(text)))
    }

    fn delete(self, item: u32) -> Option<()> {
        let at = self.position(item)?;
        self.rebuild(|items| {
            items.remove(at);
        })
    }

    fn position(&self, item: u32) -> Option<usize> {
        self.0.items.iter().position(|(number, _)| *number == item)
    }

    /// Numbers the items anew after a change.
    fn rebuild(self, change: impl FnOnce(&mut Vec<String>)) -> Option<()> {
        let lead = self.0.text.lines().next()?.to_owned();
        let mut bodies: Vec<String> = self.0.items.iter().map(|(_, text)| body(text)).collect();
        change(&mut bodies);
        let lines = bodies.iter().enumerate().map(|(at, body)| {
            let number = numerals::to_chinese(at as u64 + 1);
            format!("（{number}）{body}")
        });
        self.0.text = std::iter::once(lead)
            .chain(lines)
            .collect::<Vec<_>>()
            .join("\n");
        Some(())
    }
}

/// An item without its number.
fn body(text: &str) -> String {
    let rest = text.strip_prefix(['（', '(']);
    match rest.and_then(|rest| rest.split_once(['）', ')'])) {
        Some((number, body)) if numerals::parse(number.trim()).is_some() => body.trim().to_owned(),
        _ => text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "甲。\n有下列情形之一的：\n（一）子；\n（二）丑；\n（三）寅。\n乙。";

    #[track_caller]
    fn check(operations: &[Operation], expected: &str) {
        let found = apply(Some(TEXT), operations);
        assert_eq!(found, Some(Text::Is(expected.to_owned())));
    }

    #[test]
    fn paragraphs_are_replaced_inserted_and_deleted() {
        check(
            &[Operation::ReplaceParagraphs {
                first: 2,
                last: 3,
                text: "丙。".into(),
            }],
            "甲。\n丙。",
        );
        check(
            &[
                Operation::InsertParagraphs {
                    first: Some(1),
                    text: "新。".into(),
                },
                Operation::DeleteParagraphs { first: 2, last: 3 },
                Operation::InsertParagraphs {
                    first: None,
                    text: "末。".into(),
                },
            ],
            "新。\n乙。\n末。",
        );
    }

    #[test]
    fn items_are_numbered_anew() {
        check(
            &[
                Operation::InsertItem {
                    paragraph: None,
                    item: 2,
                    text: "新；".into(),
                },
                Operation::DeleteItem {
                    paragraph: Some(2),
                    item: 1,
                },
            ],
            "甲。\n有下列情形之一的：\n（一）新；\n（二）丑；\n（三）寅。\n乙。",
        );
        check(
            &[Operation::ReplaceItem {
                paragraph: None,
                item: 3,
                text: "（三）卯。".into(),
            }],
            "甲。\n有下列情形之一的：\n（一）子；\n（二）丑；\n（三）卯。\n乙。",
        );
    }

    #[test]
    fn what_does_not_fit_is_not_guessed() {
        let missing = Operation::ReplaceParagraphs {
            first: 4,
            last: 4,
            text: "丙。".into(),
        };
        assert_eq!(apply(Some(TEXT), &[missing]), None);
        assert_eq!(apply(Some(TEXT), &[Operation::Unfollowed]), None);
        let append = Operation::InsertParagraphs {
            first: None,
            text: "末。".into(),
        };
        assert_eq!(apply(None, std::slice::from_ref(&append)), None);
        let after_deletion = apply(Some(TEXT), &[Operation::Delete, append]);
        assert_eq!(after_deletion, None);
    }

    #[test]
    fn whole_articles_need_no_text_before() {
        let replaced = apply(None, &[Operation::Replace("新".into())]);
        assert_eq!(replaced, Some(Text::Is("新".into())));
        assert_eq!(apply(None, &[Operation::Delete]), Some(Text::Deleted));
    }
}
