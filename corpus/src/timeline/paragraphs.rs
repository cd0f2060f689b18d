//! Inside an article: its paragraphs (款) and their items (项), which stand on lines of
//! their own or follow one another on one line.

use crate::statute::enumeration::{CountingStyle, Enumerator, enumerator};

/// A paragraph (款) with its items.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// Its text with the items, lines separated by `\n`.
    pub text: String,
    /// Number and text of each item (项).
    pub items: Vec<(u32, String)>,
}

/// The paragraphs of an article's text. A line that begins with （一） is an item of the
/// paragraph above it; so is one that begins with ㈠, 1. or 一、 where the items of that
/// paragraph are counted so. What is counted in another way below an item belongs to it.
/// Items that follow one another on one line （：（一）甲；（二）乙） count as lines.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    let mut style = None;
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    for (at, line) in lines.iter().enumerate() {
        let last = paragraphs.last().map_or(0, Paragraph::last_item);
        let next = lines.get(at + 1).copied();
        let below = style.is_some_and(|style| style != CountingStyle::ChineseInBrackets)
            && enumerator(line).is_some();
        let pieces = match below {
            true => vec![*line],
            false => items_apart(line, last, next),
        };
        for piece in pieces {
            take(piece, &mut style, &mut paragraphs);
        }
    }
    paragraphs
}

/// Takes a line, or an item that stands on one with others.
fn take(line: &str, style: &mut Option<CountingStyle>, paragraphs: &mut Vec<Paragraph>) {
    let counted = enumerator(line);
    let place = match (counted, paragraphs.last_mut()) {
        (Some(counted), Some(paragraph)) => paragraph.takes(&counted, *style),
        _ => Place::Paragraph,
    };
    match (place, counted, paragraphs.last_mut()) {
        (Place::Item, Some(counted), Some(paragraph)) => {
            *style = Some(counted.style);
            paragraph.add_line(line);
            paragraph.items.push((counted.number, line.to_owned()));
        }
        (Place::BelowItem, _, Some(paragraph)) => {
            paragraph.add_line(line);
            if let Some((_, item)) = paragraph.items.last_mut() {
                item.push('\n');
                item.push_str(line);
            }
        }
        _ => {
            *style = None;
            paragraphs.push(Paragraph {
                text: line.to_owned(),
                items: Vec::new(),
            });
        }
    }
}

/// A line parted before each item （一） in it. They ascend by one: from （一）, or from the
/// item that the line begins with. A single （一） counts where the `next` line goes on with
/// （二）; `last` is the number of the last item above.
fn items_apart<'t>(line: &'t str, last: u32, next: Option<&str>) -> Vec<&'t str> {
    let in_brackets = |text: &str| {
        enumerator(text)
            .filter(|found| found.style == CountingStyle::ChineseInBrackets)
            .map(|found| found.number)
    };
    let own = in_brackets(line).filter(|&own| own == 1 || own == last + 1);
    let mut wanted = own.unwrap_or(0) + 1;
    let mut starts = Vec::new();
    let opens = |c: char| matches!(c, '（' | '(' | '㈠'..='㈩');
    for (at, _) in line.match_indices(opens).filter(|(at, _)| *at > 0) {
        if in_brackets(&line[at..]) == Some(wanted) && begins_item(line, at) {
            starts.push(at);
            wanted += 1;
        }
    }
    let alone = own.is_none() && starts.len() == 1;
    let goes_on = next.and_then(in_brackets) == Some(wanted);
    if in_brackets(line).is_some() && own.is_none() || alone && !goes_on {
        return vec![line];
    }
    let ends = starts.iter().copied().chain([line.len()]);
    std::iter::once(0)
        .chain(starts.iter().copied())
        .zip(ends)
        .map(|(start, end)| line[start..end].trim())
        .collect()
}

/// Whether the number at `at` begins an item and is no reference to one (第（一）项,
/// （一）、（二）项): a mark stands before it and words behind it.
fn begins_item(line: &str, at: usize) -> bool {
    let before = line[..at].trim_end();
    let rest = enumerator(&line[at..]).map_or("", |found| found.rest);
    let referring = [
        '项', '目', '款', '、', '，', '；', '。', '和', '或', '至', '及', '与',
    ];
    before.ends_with(['：', ':', '；', ';', '。', '、', '，', '“'])
        && !rest.is_empty()
        && !rest.starts_with(referring)
}

/// What a line is in an article.
enum Place {
    Paragraph,
    Item,
    BelowItem,
}

impl Paragraph {
    fn last_item(&self) -> u32 {
        self.items.last().map_or(0, |(number, _)| *number)
    }

    /// Where a counted line belongs, `style` being that of the paragraph's items.
    fn takes(&self, counted: &Enumerator<'_>, style: Option<CountingStyle>) -> Place {
        let last = self.last_item();
        let brackets = counted.style == CountingStyle::ChineseInBrackets;
        match style {
            // （一） is an item whatever number came before; the other ways of counting
            // also begin paragraphs.
            None if brackets || counted.number == 1 => Place::Item,
            Some(style) if style == counted.style => match brackets || counted.number == last + 1 {
                true => Place::Item,
                false => Place::Paragraph,
            },
            Some(_) => Place::BelowItem,
            None => Place::Paragraph,
        }
    }

    fn add_line(&mut self, line: &str) {
        self.text.push('\n');
        self.text.push_str(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_belong_to_the_paragraph_above() {
        let found = paragraphs("有下列情形之一的：\n（一）甲；\n（二）乙。\n前款规定不适用于丙。");
        let counts: Vec<_> = found.iter().map(|p| p.items.len()).collect();
        assert_eq!(counts, [2, 0]);
        assert_eq!(found[0].items[1].1, "（二）乙。");
    }

    #[track_caller]
    fn check_items(text: &str, expected: &[&[u32]]) {
        let found: Vec<Vec<u32>> = paragraphs(text)
            .iter()
            .map(|paragraph| paragraph.items.iter().map(|(number, _)| *number).collect())
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn items_may_be_counted_in_other_ways() {
        check_items(
            "处罚款：\n㈠甲的；\n㈡乙的；\n㈢丙的。\n丁。",
            &[&[1, 2, 3], &[]],
        );
        check_items("处罚款：\n1.甲的；\n2.乙的。", &[&[1, 2]]);
        check_items("处罚款：\n1、甲的；\n2、乙的。", &[&[1, 2]]);
        check_items("处罚款：\n一、甲的；\n二、乙的。\n丁。", &[&[1, 2], &[]]);
        check_items("处罚款：\n(1)甲的；\n(2)乙的。", &[&[1, 2]]);
        check_items("处罚款：\n⑴甲的；\n⑵乙的。", &[&[1, 2]]);
        check_items("处罚款：\n①甲的；\n②乙的。", &[&[1, 2]]);
    }

    #[test]
    fn what_is_counted_below_an_item_belongs_to_it() {
        let found = paragraphs("甲：\n（一）乙：\n1.丙；\n2.丁。\n（二）戊。\n己。");
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].items.len(), 2);
        assert_eq!(found[0].items[0].1, "（一）乙：\n1.丙；\n2.丁。");
        check_items("甲：\n1.乙；\n2.丙。\n①丁；\n②戊。", &[&[1, 2]]);
    }

    #[test]
    fn number_that_does_not_follow_begins_a_paragraph() {
        check_items("甲。\n3.乙。", &[&[], &[]]);
        check_items("甲：\n1.乙；\n3.丙。", &[&[1], &[]]);
    }

    #[test]
    fn items_may_follow_one_another_on_one_line() {
        check_items(
            "有下列情形之一的：（一）甲；（二）乙；（三）丙。",
            &[&[1, 2, 3]],
        );
        check_items("有下列情形之一的：(一)甲；(二)乙。\n丁。", &[&[1, 2], &[]]);
        check_items("甲的。 （一）乙； （二）丙。", &[&[1, 2]]);
        check_items("处罚款：㈠甲的；㈡乙的；㈢丙的。", &[&[1, 2, 3]]);
        check_items(
            "处罚款：（一）甲；\n（二）乙；（三）丙；\n（四）丁。",
            &[&[1, 2, 3, 4]],
        );
        check_items("处罚款：\n（一）甲、（二）乙、（三）丙。", &[&[1, 2, 3]]);
        let found = paragraphs("甲的：（一）乙；（二）依照前款第（一）项处理。");
        assert_eq!(found[0].items[1].1, "（二）依照前款第（一）项处理。");
        assert_eq!(found[0].text.lines().next(), Some("甲的："));
    }

    #[test]
    fn references_to_items_are_none() {
        for text in [
            "依照第（一）项、第（二）项处理。",
            "依照前款（一）、（二）项处理。",
            "有前款、（一）项、（二）项情形的。",
            "本解释，（一）甲。",
            "甲《某解释（一）》、乙《某解释（二）》。",
            "甲；（二）乙；（三）丙。",
        ] {
            check_items(text, &[&[]]);
        }
        check_items(
            "甲的：\n（一）乙；\n（二）丙，有下列之一：（一）丁；（二）戊。",
            &[&[1, 2]],
        );
        check_items("甲的：\n1.乙：（一）丙；（二）丁；\n2.戊。", &[&[1, 2]]);
    }
}
