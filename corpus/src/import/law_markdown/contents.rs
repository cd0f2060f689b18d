//! A table of contents (目录) above a law: its lines are those of headings, and would
//! be read as headings without articles.

use super::headings::plain_heading;
use super::label::label;
use super::lines::Line;
use crate::normalize::{trim, without_spaces};
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
    let lines = &lines[..before];
    let titled = |line: &Line<'_>| is_title(line.text) || behind_title(line.text).is_some();
    let Some(start) = lines.iter().position(titled) else {
        return untitled(lines);
    };
    let first = match behind_title(lines[start].text) {
        Some(_) => start,
        None => (start + 1..before).find(|&at| !is_place(lines[at].text))?,
    };
    let name = first_name(lines[first].text);
    if name.is_empty() {
        return None;
    }
    match again(lines, first, &name) {
        Some(end) if lines[start..end].iter().all(|line| is_short(line.text)) => {
            Some(Contents::Repeated { start, end })
        }
        Some(_) => None,
        None => {
            let entry = |line: &&Line<'_>| is_place(line.text) || is_entry(line.text);
            let count = lines[first..].iter().take_while(entry).count();
            let end = first + count;
            // Only the headings of the text that follow directly stand there.
            let listed: usize = lines[first..end]
                .iter()
                .filter(|line| is_entry(line.text))
                .map(|line| entries(line.text).len())
                .sum();
            (listed >= 2).then_some(Contents::Alone { start, end })
        }
    }
}

/// The text begins where the first entry stands for the last time.
fn again(lines: &[Line<'_>], first: usize, name: &str) -> Option<usize> {
    lines[first + 1..]
        .iter()
        .rposition(|line| self::name(line.text) == name)
        .map(|at| first + 1 + at)
}

/// A table without the word: headings that all stand there twice before the first article,
/// or several on one line.
fn untitled(lines: &[Line<'_>]) -> Option<Contents> {
    let start = lines.iter().position(|line| is_entry(line.text))?;
    let listed = |line: &Line<'_>| is_place(line.text) || is_entry(line.text);
    if let Some(end) = again(lines, start, &first_name(lines[start].text)) {
        let all = lines[start..end].iter().all(listed);
        return all.then_some(Contents::Repeated { start, end });
    }
    let start = lines.iter().position(|line| is_row(line.text))?;
    let row = |line: &&Line<'_>| is_place(line.text) || is_row(line.text);
    let end = start + lines[start..].iter().take_while(row).count();
    Some(Contents::Alone { start, end })
}

/// The entries of a line: 第一章 总则 第二章 处罚 has two.
fn entries(line: &str) -> Vec<&str> {
    let line = behind_title(line).unwrap_or(line);
    let parted = |at: usize| {
        let before = line[..at].chars().next_back();
        before.is_some_and(|c| {
            c.is_whitespace() || c.is_ascii_digit() || matches!(c, '.' | '…' | '·' | '）' | ')')
        })
    };
    let starts = line.match_indices('第').map(|(at, _)| at);
    let starts = starts.filter(|&at| at > 0 && parted(at) && is_numbered(&line[at..]));
    let starts: Vec<usize> = std::iter::once(0).chain(starts).collect();
    let ends = starts.iter().skip(1).copied().chain([line.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&start, end)| trim(&line[start..end]))
        .collect()
}

/// 第二章, 第三节 and what follows.
fn is_numbered(text: &str) -> bool {
    let number = |c: char| is_numeral(c) || c.is_whitespace();
    let unit = text.trim_start_matches('第').trim_start_matches(number);
    unit.starts_with(['编', '編', '章', '节', '節']) || unit.starts_with("分编")
}

/// Whether a line lists headings of one level: 第一编 总则 第一章 任务 is a heading.
fn is_row(line: &str) -> bool {
    let levels: Vec<_> = entries(line)
        .iter()
        .map(|entry| plain_heading(&name(entry)))
        .collect();
    let twice = |(at, level): (usize, &Option<_>)| levels[..at].contains(level);
    levels.iter().all(Option::is_some) && levels.iter().enumerate().any(twice)
}

fn first_name(line: &str) -> String {
    entries(line)
        .first()
        .map_or_else(String::new, |entry| name(entry))
}

/// 第一章 总则 …, on one line with the word before it.
fn behind_title(line: &str) -> Option<&str> {
    let at = line.find('第').filter(|&at| at > 0)?;
    (is_title(&line[..at]) && is_numbered(&line[at..])).then(|| &line[at..])
}

/// 目录, 目　次, 【目录】, 目 录：
pub(super) fn is_title(line: &str) -> bool {
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
    let alone = |entry: &str| {
        let name = name(entry);
        plain_heading(&name).is_some()
            || matches!(
                name.as_str(),
                "序言" | "总则" | "分则" | "附则" | "總則" | "分則" | "附則"
            )
    };
    is_short(line) && entries(line).into_iter().all(alone)
}

fn is_short(line: &str) -> bool {
    is_row(line) || line.chars().count() <= MAX_CHARS && !line.ends_with(['。', '；', '，'])
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
    fn table_on_one_line_is_found() {
        let repeated = |start, end| Some(Contents::Repeated { start, end });
        let row = "第一章 总则 第二章 处罚 第三章 附则";
        check(
            &["目  录", row, "第一章  总则", "第一条 甲。"],
            repeated(0, 2),
        );
        check(&[row, "第一章  总则", "第一条 甲。"], repeated(0, 1));
        let titled = format!("目录 {row}");
        check(&[&titled, "第一章 总则", "第一条 甲。"], repeated(0, 1));
        let dotted = "第一章 总则……1第二章 处罚……3第三章 附则……9";
        check(
            &["目录：", dotted, "第一章 总则", "第一条 甲。"],
            repeated(0, 2),
        );
        let alone = Some(Contents::Alone { start: 0, end: 1 });
        check(&[row, "第一条 甲。"], alone);
        check(&[&titled, "第一条 甲。"], alone);
    }

    #[test]
    fn table_without_the_word_is_found() {
        let repeated = |start, end| Some(Contents::Repeated { start, end });
        check(
            &["第一章 总则", "第二章 附则", "第一章 总则", "第一条 甲。"],
            repeated(0, 2),
        );
        check(
            &[
                "前言",
                "第一编 总 则……1",
                "第一章 乙",
                "第二编 丙……9",
                "第一编 总则",
                "第一章 乙",
                "第一条 丁。",
            ],
            repeated(1, 4),
        );
        check(
            &[
                "第一章 总则",
                "1",
                "第二章 附则",
                "7",
                "第一章　总则",
                "第一条 甲。",
            ],
            repeated(0, 4),
        );
        // Headings of a text stand once, or on one line with another level.
        check(&["第一编 总则", "第一章 乙", "第一条 甲。"], None);
        check(&["第一编 总则 第一章 乙", "第一条 甲。"], None);
        check(
            &[
                "第一章 总则",
                "为了甲，制定本法。",
                "第一章 总则",
                "第一条 甲。",
            ],
            None,
        );
    }

    #[test]
    fn text_without_a_table_has_none() {
        check(&["第一章 总则", "第一条 甲。"], None);
        check(&["目录", "甲。", "第一条 乙。"], None);
        check(&["目录", "第一章 总则", "第一条 甲。", "第一章 总则"], None);
    }
}
