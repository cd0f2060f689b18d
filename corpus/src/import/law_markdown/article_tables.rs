//! Tables whose rows are the articles of a law: the number in the first cell, the text in
//! the second. A table of an annex that speaks about articles is none: it does not go on
//! counting where the text above it stopped.

use std::borrow::Cow;

use super::label::label;
use super::marks::go_on_counting;
use crate::normalize::trim;
use crate::statute::ArticleNumber;

/// Fewest rows with an article.
const MIN_ROWS: usize = 2;

/// Whether a table holds articles that go on counting behind the lines above it. Of each
/// row the first cell is given, and how many cells there are.
pub(in crate::import) fn holds_articles<'a>(
    rows: impl Iterator<Item = (&'a str, usize)>,
    above: impl DoubleEndedIterator<Item = &'a str>,
) -> bool {
    let mut numbers: Vec<ArticleNumber> = Vec::new();
    for (at, (first, cells)) in rows.enumerate() {
        match number(first) {
            Some(number) if cells == 2 => numbers.push(number),
            _ if cells == 1 || at == 0 || first.is_empty() => {}
            _ => return false,
        }
    }
    let mut above = above
        .rev()
        .filter_map(|line| label(line).filter(|found| found.may_begin())?.number);
    let begins = match (above.next(), numbers.first()) {
        (Some(last), Some(first)) => first.follows(last),
        (None, Some(first)) => *first == ArticleNumber::new(1),
        (_, None) => false,
    };
    let follow = numbers.windows(2).all(|two| two[1].follows(two[0]));
    begins && follow && numbers.len() >= MIN_ROWS
}

/// The number that a cell is and nothing else.
fn number(cell: &str) -> Option<ArticleNumber> {
    let found = label(trim(cell))?;
    found
        .number
        .filter(|_| found.rest.is_empty() && found.mark.is_none())
}

/// Lines `| 第一条 | 甲 |` of a text without other articles become lines of articles,
/// those `| | 乙 |` below them paragraphs.
pub(super) fn unfold(lines: &mut [Cow<'_, str>]) {
    let found = |line: &str| {
        let cells = cells(line)?;
        number(cells.first()?).filter(|_| cells.len() == 2)
    };
    let numbers: Vec<ArticleNumber> = lines.iter().filter_map(|line| found(line)).collect();
    if !go_on_counting(&numbers) {
        return;
    }
    let mut inside = false;
    for line in lines.iter_mut() {
        let Some(cells) = cells(line) else {
            continue;
        };
        let changed = match cells.as_slice() {
            [first, text] if number(first).is_some() => {
                inside = true;
                Some(format!("{first}\u{3000}{text}"))
            }
            ["", text] | [text, ""] | [text] if inside => Some((*text).to_owned()),
            _ => None,
        };
        if let Some(changed) = changed {
            *line = Cow::Owned(changed);
        }
    }
}

/// The cells of a row.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = trim(line).strip_prefix('|')?;
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    Some(inner.split('|').map(trim).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rows: &[(&str, usize)], above: &[&str], expected: bool) {
        let found = holds_articles(rows.iter().copied(), above.iter().copied());
        assert_eq!(found, expected, "{rows:?} {above:?}");
    }

    #[test]
    fn rows_that_go_on_counting_are_articles() {
        check(&[("第一条", 2), ("第二条", 2)], &[], true);
        check(
            &[("条", 2), ("第一条", 2), ("", 2), ("第二条", 2)],
            &["灯塔法"],
            true,
        );
        check(
            &[("第二章 处罚", 1), ("第三条", 2), ("第四条", 2)],
            &["第二条 甲。"],
            true,
        );
    }

    #[test]
    fn tables_about_articles_are_none() {
        check(
            &[("第一条", 2), ("第二条", 2)],
            &["第一条 甲。", "第二条 乙。"],
            false,
        );
        check(&[("第一条", 3), ("第二条", 3)], &[], false);
        check(&[("第三条", 2), ("第九条", 2)], &[], false);
        check(&[("第一条", 2), ("罚款", 2)], &[], false);
    }

    #[test]
    fn rows_of_markdown_become_lines() {
        let mut lines: Vec<Cow<'_, str>> = ["| 第一条 | 甲。 |", "| | 乙。 |", "| 第二条 | 丙。 |"]
            .map(Cow::Borrowed)
            .to_vec();
        unfold(&mut lines);
        assert_eq!(lines, ["第一条\u{3000}甲。", "乙。", "第二条\u{3000}丙。"]);
        for table in [
            ["| 第一条 | 甲。 | 丙 |", "| 第二条 | 乙。 | 丁 |"],
            ["| 第四条 | 甲。 |", "| 第九条 | 乙。 |"],
            ["| 甲 | 第一条 |", "| 乙 | 第二条 |"],
        ] {
            let mut lines: Vec<Cow<'_, str>> = table.map(Cow::Borrowed).to_vec();
            unfold(&mut lines);
            assert_eq!(lines, table);
        }
    }
}
