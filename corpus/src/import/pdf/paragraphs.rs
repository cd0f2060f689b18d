//! Lines → paragraphs: a line goes on in the next one when it reaches the right
//! margin and the next one begins at the left one.

use super::page_lines::Line;
use crate::import::flow::{is_labelled, join_lines};
use crate::normalize::without_spaces;

/// A line that begins so many characters right of the margin begins a paragraph.
const INDENT_CHARS: f32 = 1.0;

/// A line that ends so many characters before the margin ends a paragraph.
const SHORT_CHARS: f32 = 2.5;

/// A gap of so many usual ones between two lines parts paragraphs.
const GAP_LINES: f32 = 1.6;

/// Sizes that differ by more than this share do not stand in one paragraph.
const SIZE_CHANGE: f32 = 0.12;

/// Share of the lines, in percent, that lie within the right margin.
const RIGHT_PERCENT: usize = 90;

/// Longest beginning of a bracket that may go on.
const MAX_BRACKET_CHARS: usize = 200;

/// The paragraphs of a file.
pub(super) fn of_pages(pages: &[Vec<Line>]) -> Vec<String> {
    let Some(layout) = Layout::of(pages) else {
        return Vec::new();
    };
    let mut paragraphs: Vec<String> = Vec::new();
    let mut last: Option<&Line> = None;
    for page in pages {
        let mut above: Option<&Line> = None;
        for line in page {
            let goes_on = last.is_some_and(|last| layout.goes_on(last, line, above));
            match paragraphs.last_mut() {
                Some(paragraph) if goes_on || is_open_bracket(paragraph) => {
                    join_lines(paragraph, &line.text);
                }
                _ => paragraphs.push(line.text.clone()),
            }
            last = Some(line);
            above = Some(line);
        }
    }
    paragraphs
}

/// How the text of a file is set.
struct Layout {
    left: f32,
    right: f32,
    /// Usual distance of baselines.
    gap: f32,
}

impl Layout {
    fn of(pages: &[Vec<Line>]) -> Option<Self> {
        let lines = || pages.iter().flatten();
        // Columns have a margin of their own.
        let across = |line: &&Line| line.column_right.is_none();
        let any_across = lines().any(|line| across(&line));
        let counted = lines().filter(|line| !any_across || across(line));
        let mut rights: Vec<f32> = counted.map(|line| line.right).collect();
        rights.sort_by(f32::total_cmp);
        let right = *rights.get(rights.len() * RIGHT_PERCENT / 100)?;
        let gaps = pages.iter().flat_map(|page| page.windows(2));
        let mut gaps: Vec<f32> = gaps.map(|pair| pair[0].y - pair[1].y).collect();
        gaps.sort_by(f32::total_cmp);
        Some(Self {
            left: usual_left(lines())?,
            right,
            gap: gaps.get(gaps.len() / 2).copied().unwrap_or(f32::MAX),
        })
    }

    /// Whether `line` goes on with the sentence of `last`; `above` is the line above
    /// it on the same page.
    fn goes_on(&self, last: &Line, line: &Line, above: Option<&Line>) -> bool {
        let size = last.size.max(line.size);
        let indented = line.left > self.left + size * INDENT_CHARS;
        let margin = last.column_right.unwrap_or(self.right);
        let short = last.right < margin - size * SHORT_CHARS;
        let resized = (last.size - line.size).abs() > size * SIZE_CHANGE;
        let apart = above.is_some_and(|above| above.y - line.y > self.gap * GAP_LINES);
        let ended = last
            .text
            .ends_with(['。', '；', '：', '！', '？', '”', '）']);
        let leaves_column = last.column_right.is_some() != line.column_right.is_some();
        !(leaves_column
            || indented
            || short
            || resized
            || apart
            || ended && is_labelled(&without_spaces(&line.text)))
    }
}

/// The left margin: where most lines begin, of such places the leftmost.
fn usual_left<'l>(lines: impl Iterator<Item = &'l Line>) -> Option<f32> {
    let mut lefts: Vec<f32> = lines.map(|line| line.left).collect();
    lefts.sort_by(f32::total_cmp);
    let near = |from: f32| {
        lefts
            .iter()
            .filter(|&&left| (from..from + 3.0).contains(&left))
            .count()
    };
    // Pages have few different left ends; the hundredth lines of each tell them.
    let step = (lefts.len() / 100).max(1);
    let places = lefts.iter().step_by(step).map(|&left| (left, near(left)));
    let most = places.clone().map(|(_, count)| count).max()?;
    let mut often = places.filter(|(_, count)| count * 4 >= most);
    often.next().map(|(left, _)| left)
}

/// A history in brackets under a title is centred, and its lines begin anywhere.
fn is_open_bracket(paragraph: &str) -> bool {
    let count = |bracket| paragraph.matches(bracket).count();
    paragraph.starts_with('（')
        && count('（') > count('）')
        && paragraph.chars().count() <= MAX_BRACKET_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f32, right: f32, y: f32) -> Line {
        Line {
            text: text.to_owned(),
            left,
            right,
            y,
            size: 10.0,
            column_right: None,
        }
    }

    #[test]
    fn lines_are_joined_where_a_sentence_goes_on() {
        let pages = [
            vec![
                line("灯塔条例", 180.0, 220.0, 800.0),
                line("第一条 为了保护灯塔，根据", 120.0, 300.0, 760.0),
                line("第二百条的规定，制定本条例，", 100.0, 300.0, 745.0),
                line("自公布之日起施行。", 100.0, 190.0, 730.0),
                line("第二条 灯塔包括下列各项，并", 120.0, 300.0, 715.0),
            ],
            vec![
                line("且应当登记。灯塔不包括浮标。", 100.0, 300.0, 800.0),
                line("（一）航标灯；", 120.0, 190.0, 785.0),
                line("（二）雾号。", 120.0, 180.0, 770.0),
            ],
        ];
        assert_eq!(
            of_pages(&pages),
            [
                "灯塔条例",
                "第一条 为了保护灯塔，根据第二百条的规定，制定本条例，自公布之日起施行。",
                "第二条 灯塔包括下列各项，并且应当登记。灯塔不包括浮标。",
                "（一）航标灯；",
                "（二）雾号。"
            ]
        );
        assert!(of_pages(&[]).is_empty());
    }

    #[test]
    fn label_with_spaces_begins_a_paragraph() {
        for label in ["第 一 条 灯塔", "（ 一 ）灯塔", "第　一　章 灯塔"] {
            let page = vec![
                line("（2020年1月1日某会议通过）", 100.0, 300.0, 760.0),
                line(label, 100.0, 300.0, 745.0),
            ];
            assert_eq!(of_pages(&[page]).len(), 2, "{label}");
        }
    }
}
