//! A table of contents (目录) above a law: its lines are those of headings, and would
//! be read as headings without articles.

use super::headings::plain_heading;
use super::label::label;
use super::lines::Line;
use crate::normalize::without_spaces;
use crate::numerals::is_numeral;

/// Longest line of a table of contents, in characters.
const MAX_CHARS: usize = 80;

/// The lines of a text without its table of contents, and whether one is left that the
/// text does not repeat: its lines from `start` on are no headings then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contents {
    /// Lines from `start` up to `end` are a table that the text repeats.
    Repeated { start: usize, end: usize },
    /// They are one that it does not: a text without headings.
    Alone { start: usize, end: usize },
}

/// Finds the table of contents before the first article.
pub(super) fn find(lines: &[Line<'_>]) -> Option<Contents> {
    let before = lines.iter().position(is_article).unwrap_or(lines.len());
    let start = lines[..before]
        .iter()
        .position(|line| is_title(line.text))?;
    let first = (start + 1..before).find(|&at| !is_place(lines[at].text))?;
    let name = name(lines[first].text);
    if name.is_empty() {
        return None;
    }
    // The text begins where the first entry stands for the last time.
    let again = lines[first + 1..before]
        .iter()
        .rposition(|line| self::name(line.text) == name)
        .map(|at| first + 1 + at);
    match again {
        Some(end) if lines[start..end].iter().all(|line| is_short(line.text)) => {
            Some(Contents::Repeated { start, end })
        }
        Some(_) => None,
        None => {
            let entry = |line: &&Line<'_>| is_place(line.text) || is_entry(line.text);
            let count = lines[first..before].iter().take_while(entry).count();
            let end = first + count;
            // Only the headings of the text that follow directly stand there.
            let listed = lines[first..end]
                .iter()
                .filter(|line| is_entry(line.text))
                .count();
            (listed >= 2).then_some(Contents::Alone { start, end })
        }
    }
}

/// 目录, 目　次, 【目录】, 目 录：
fn is_title(line: &str) -> bool {
    let line = without_spaces(line);
    let name = line.trim_matches(['【', '】', '［', '］', '[', ']', '：', ':', '*']);
    matches!(name, "目录" | "目錄" | "目次" | "本法目录" | "内容目录")
}

/// 条1-9, 第一条至第九条, 12, ……3: where an entry stands, on a line of its own.
fn is_place(line: &str) -> bool {
    let line = without_spaces(line);
    let place = |c: char| {
        is_numeral(c)
            || matches!(
                c,
                '第' | '条'
                    | '條'
                    | '至'
                    | '—'
                    | '-'
                    | '－'
                    | '–'
                    | '~'
                    | '～'
                    | '.'
                    | '…'
                    | '·'
                    | '（'
                    | '）'
                    | '('
                    | ')'
            )
    };
    !line.is_empty() && line.chars().all(place)
}

/// The name of an entry without leader dots, page number and the articles in brackets.
fn name(line: &str) -> String {
    let line = without_spaces(line);
    let mut name = line.as_str();
    loop {
        let cut = name.trim_end_matches(|c: char| {
            c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '．' | '-' | '—' | '－')
        });
        let cut = match cut
            .strip_suffix(['）', ')'])
            .and_then(|inner| inner.rfind(['（', '(']).map(|at| (inner, at)))
        {
            Some((inner, at)) if inner[at..].contains(['条', '條', '页', '-', '—']) && at > 0 => {
                &inner[..at]
            }
            _ => cut,
        };
        if cut == name {
            return cut.to_owned();
        }
        name = cut;
    }
}

fn is_entry(line: &str) -> bool {
    let name = name(line);
    is_short(line)
        && (plain_heading(&name).is_some()
            || matches!(
                name.as_str(),
                "序言" | "总则" | "分则" | "附则" | "總則" | "分則" | "附則"
            ))
}

fn is_short(line: &str) -> bool {
    line.chars().count() <= MAX_CHARS && !line.ends_with(['。', '；', '，'])
}

/// The first article; 第一条—第二条 on a line of its own is the place of an entry.
fn is_article(line: &Line<'_>) -> bool {
    label(line.text).is_some_and(|label| label.number.is_some()) && !is_place(line.text)
        || label(line.text).is_some_and(|label| label.rest.is_empty() && label.separated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lines: &[&str], expected: Option<Contents>) {
        let lines: Vec<Line<'_>> = lines
            .iter()
            .map(|text| Line {
                number: 1,
                depth: 0,
                text,
            })
            .collect();
        assert_eq!(find(&lines), expected);
    }

    #[test]
    fn table_that_the_text_repeats_is_found() {
        let end = |start, end| Some(Contents::Repeated { start, end });
        check(
            &[
                "目　录",
                "第一章 总　则",
                "第二章 附　则",
                "第一章 总则",
                "第一条 甲。",
            ],
            end(0, 3),
        );
        check(
            &[
                "目录",
                "第一编 甲（第一条—第二条）",
                "第一章 乙",
                "第二编 丙",
                "第一编 甲",
                "第一章 乙",
                "第一条 丁",
            ],
            end(0, 4),
        );
        check(
            &[
                "前言",
                "目 次：",
                "序　言……1",
                "第一章 总纲…… 2",
                "序言",
                "甲。",
                "第一章 总纲",
                "第一条 乙。",
            ],
            end(1, 4),
        );
        check(
            &[
                "目录",
                "第一章 总则",
                "条1-9",
                "第二章 附则",
                "条10-12",
                "第一章 总则",
                "第一条",
                "甲。",
            ],
            end(0, 5),
        );
        check(
            &[
                "目录",
                "总则",
                "第一章 甲",
                "总则",
                "第一章 甲",
                "第一条 乙。",
            ],
            end(0, 3),
        );
    }

    #[test]
    fn table_of_a_text_without_headings_is_told_apart() {
        check(
            &["目录", "第一章 总则", "第二章 附则", "第一条 甲。"],
            Some(Contents::Alone { start: 0, end: 3 }),
        );
    }

    #[test]
    fn text_without_a_table_has_none() {
        check(&["第一章 总则", "第一条 甲。"], None);
        check(&["目录", "甲。", "第一条 乙。"], None);
        check(&["目录", "第一章 总则", "第一条 甲。", "第一章 总则"], None);
    }
}
