//! Characters → lines of a page, from top to bottom; and which lines only number
//! pages or repeat on all of them.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;

use super::content::Glyph;

/// Characters whose baselines differ by less than this share of their size stand on
/// one line.
const SAME_LINE: f32 = 0.5;

/// A gap of this share of the size is a space between letters.
const LETTER_GAP: f32 = 0.25;

/// A gap of this share of the size is a space between Chinese characters.
const WIDE_GAP: f32 = 0.45;

/// Lines at the top and at the bottom that can be running heads.
const EDGE_LINES: usize = 2;

/// Fewest pages on which a running head repeats.
const MIN_REPEATS: usize = 3;

/// A line of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub text: String,
    pub left: f32,
    pub right: f32,
    pub y: f32,
    pub size: f32,
    /// Right margin of its column, where the page has columns.
    pub column_right: Option<f32>,
}

static PAGE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[-—–－―·.\s]*(?:第?\s*[0-9０-９]{1,4}\s*页?(?:\s*[/／,，]?\s*共?\s*[0-9０-９]{1,4}\s*页?)?|第?[一二三四五六七八九十百]{1,6}页)[-—–－―·.\s]*$")
        .expect("the pattern is a constant")
});

/// Whether a line only numbers a page.
pub(super) fn is_page_number(text: &str) -> bool {
    PAGE_NUMBER.is_match(text)
}

/// The characters of a page by lines, from top to bottom, each from left to right.
pub(super) fn rows(mut glyphs: Vec<Glyph>) -> Vec<Vec<Glyph>> {
    glyphs.retain(|glyph| !glyph.text.trim().is_empty());
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Glyph>> = Vec::new();
    for glyph in glyphs {
        match rows.last_mut() {
            Some(row) if on_line(row, &glyph) => row.push(glyph),
            _ => rows.push(vec![glyph]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
    }
    rows
}

/// Takes a watermark off a page; whether there was one. A page on which most is light is
/// a page set in light type.
pub(super) fn drop_faint(glyphs: &mut Vec<Glyph>) -> bool {
    let faint = glyphs.iter().filter(|glyph| glyph.faint).count();
    let dropped = faint > 0 && faint * 2 < glyphs.len();
    glyphs.retain(|glyph| !(dropped && glyph.faint));
    dropped
}

/// The first character of a line is its highest; a small one may stand above.
fn on_line(line: &[Glyph], glyph: &Glyph) -> bool {
    let largest = line.iter().rev().take(8).map(|glyph| glyph.size);
    let size = largest.fold(glyph.size, f32::max);
    line[0].y - glyph.y < size * SAME_LINE
}

/// The line of a row.
pub(super) fn line(glyphs: &[Glyph]) -> Line {
    let mut text = String::new();
    let mut last: Option<&Glyph> = None;
    for glyph in glyphs {
        if let Some(last) = last {
            // Bold type is drawn twice, a little apart.
            if last.text == glyph.text && glyph.x - last.x < last.size * LETTER_GAP {
                continue;
            }
            let gap = glyph.x - last.x_end;
            let wide = is_wide_end(&last.text) || is_wide_start(&glyph.text);
            let share = if wide { WIDE_GAP } else { LETTER_GAP };
            if gap > last.size.max(glyph.size) * share {
                text.push(' ');
            }
        }
        text.push_str(glyph.text.trim());
        last = Some(glyph);
    }
    let sizes = glyphs.iter().map(|glyph| glyph.size);
    let right = glyphs.iter().map(|glyph| glyph.x_end);
    Line {
        text,
        left: glyphs.first().map_or(0.0, |glyph| glyph.x),
        right: right.fold(f32::MIN, f32::max),
        y: glyphs.first().map_or(0.0, |glyph| glyph.y),
        size: sizes.fold(0.0, f32::max),
        column_right: None,
    }
}

fn is_wide_end(text: &str) -> bool {
    text.chars().next_back().is_some_and(|c| c >= '\u{2e80}')
}

fn is_wide_start(text: &str) -> bool {
    text.chars().next().is_some_and(|c| c >= '\u{2e80}')
}

/// Takes page numbers and running heads off the pages; whether there were any.
pub(super) fn drop_running_heads(pages: &mut [Vec<Line>]) -> bool {
    let mut counts: HashMap<(bool, String), usize> = HashMap::new();
    for page in pages.iter() {
        for (place, line) in page.iter().enumerate() {
            for top in edges(place, page.len()) {
                *counts.entry((top, shape(&line.text))).or_default() += 1;
            }
        }
    }
    let needed = MIN_REPEATS.max(pages.len() / 3);
    let mut dropped = false;
    for page in pages {
        let count = page.len();
        let mut place = 0;
        page.retain(|line| {
            let edges = edges(place, count);
            let outermost = place == 0 || place + 1 == count;
            place += 1;
            let numbers = outermost && count > 1 && PAGE_NUMBER.is_match(&line.text);
            let repeats = edges
                .into_iter()
                .any(|top| counts.get(&(top, shape(&line.text))).copied() >= Some(needed));
            dropped |= numbers || repeats;
            !(numbers || repeats)
        });
    }
    dropped
}

/// Whether a line is near the top (`true`), the bottom (`false`), both or neither.
fn edges(place: usize, count: usize) -> Vec<bool> {
    let mut edges = Vec::new();
    if place < EDGE_LINES {
        edges.push(true);
    }
    if place + EDGE_LINES >= count {
        edges.push(false);
    }
    edges
}

/// A line with its numbers made equal.
fn shape(text: &str) -> String {
    let mut shape = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_numeric() { '0' } else { c };
        if !(c == '0' && shape.ends_with('0')) {
            shape.push(c);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(text: &str, x: f32, y: f32) -> Glyph {
        Glyph {
            text: text.to_owned(),
            x,
            y,
            x_end: x + 10.0,
            size: 10.0,
            faint: false,
        }
    }

    fn plain(text: &str) -> Line {
        Line {
            text: text.to_owned(),
            left: 0.0,
            right: 100.0,
            y: 0.0,
            size: 10.0,
            column_right: None,
        }
    }

    #[test]
    fn places_make_lines_and_spaces() {
        let glyphs = vec![
            glyph("乙", 20.0, 700.0),
            glyph("甲", 10.0, 700.4),
            glyph("甲", 10.3, 700.4),
            glyph("丙", 40.0, 699.0),
            glyph("丁", 10.0, 680.0),
        ];
        let lines: Vec<Line> = rows(glyphs).iter().map(|row| line(row)).collect();
        let texts: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["甲乙 丙", "丁"]);
        assert_eq!((lines[0].left, lines[0].right), (10.0, 50.0));
    }

    #[test]
    fn a_watermark_is_dropped_and_light_type_is_not() {
        let faint = |text| Glyph {
            faint: true,
            ..glyph(text, 0.0, 0.0)
        };
        let dark = || glyph("甲", 10.0, 0.0);
        let mut page = vec![dark(), faint("密"), dark(), dark()];
        assert!(drop_faint(&mut page));
        assert_eq!(page.len(), 3);
        let mut light = vec![faint("甲"), faint("乙"), dark()];
        assert!(!drop_faint(&mut light));
        assert_eq!(light.len(), 3);
    }

    #[test]
    fn page_numbers_and_running_heads_are_dropped() {
        let page = |number: usize| {
            let texts = [
                "灯塔公报",
                "正文一",
                "正文二",
                "正文三",
                &format!("— {number} —"),
            ];
            texts.iter().map(|text| plain(text)).collect::<Vec<_>>()
        };
        let mut pages: Vec<Vec<Line>> = (1..=4).map(page).collect();
        for (number, page) in pages.iter_mut().enumerate() {
            for line in &mut page[1..4] {
                line.text.push_str(["甲", "乙", "丙", "丁"][number]);
            }
        }
        assert!(drop_running_heads(&mut pages));
        assert!(pages.iter().all(|page| page.len() == 3), "{pages:?}");
        let mut single = vec![vec![plain("第一条 甲"), plain("二〇二〇年一月一日")]];
        assert!(!drop_running_heads(&mut single));
        for text in [
            "12",
            "- 3 -",
            "第 3 页 共 10 页",
            "第3页/共10页",
            "3 / 10",
            "·5·",
        ] {
            assert!(PAGE_NUMBER.is_match(text), "{text}");
        }
        for text in ["第一条", "2020年", "（一）", "第三"] {
            assert!(!PAGE_NUMBER.is_match(text), "{text}");
        }
    }
}
