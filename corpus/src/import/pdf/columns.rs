//! Pages set in two columns: the left one is read before the right one, line by line
//! between what runs across both.

use super::content::Glyph;
use super::page_lines::{Line, line, rows};

/// Between the columns is so much room, in sizes of the text.
const GUTTER: f32 = 1.0;

/// Where the gutter may lie, as a share of the width of the text.
const MIDDLE: (f32, f32) = (0.3, 0.7);

/// Step in which it is looked for, in points.
const STEP: f32 = 2.0;

/// Most lines that run across both columns, of all.
const MAX_ACROSS: f32 = 0.35;

/// Fewest lines of a column, and fewest characters that they have on average: the rows of
/// a table are shorter.
const MIN_LINES: usize = 5;
const MIN_CHARS: usize = 8;

/// A line of a column is full when it ends so near its margin, in sizes; of a column at
/// least half of the lines are.
const FULL: f32 = 2.0;

/// The lines of a page in the order in which they are read. Of two columns the right one
/// is moved over the left one, so that both have the same margins.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let rows = rows(glyphs);
    let Some(gutter) = gutter(&rows) else {
        return rows.iter().map(|row| line(row)).collect();
    };
    let mut found = Vec::with_capacity(rows.len() * 2);
    let mut within: Vec<Glyph> = Vec::new();
    for row in rows {
        match parts(&row, gutter) {
            Some(_) => within.extend(row),
            None => {
                in_turn(std::mem::take(&mut within), gutter, &mut found);
                found.push(line(&row));
            }
        }
    }
    in_turn(within, gutter, &mut found);
    found
}

/// The place of the gutter, where the page has two columns.
fn gutter(rows: &[Vec<Glyph>]) -> Option<f32> {
    let glyphs = || rows.iter().flatten();
    let left = glyphs().map(|glyph| glyph.x).reduce(f32::min)?;
    let right = glyphs().map(|glyph| glyph.x_end).reduce(f32::max)?;
    let (from, to) = (
        left + (right - left) * MIDDLE.0,
        left + (right - left) * MIDDLE.1,
    );
    let steps = ((to - from) / STEP).clamp(0.0, 1_000.0) as usize;
    let places = (0..=steps).map(|step| from + step as f32 * STEP);
    let across = |place: f32| {
        rows.iter()
            .filter(|row| parts(row, place).is_none())
            .count()
    };
    let counts: Vec<(usize, f32)> = places.map(|place| (across(place), place)).collect();
    let fewest = counts.iter().map(|(count, _)| *count).min()?;
    let best: Vec<f32> = counts
        .iter()
        .filter(|(count, _)| *count == fewest)
        .map(|(_, place)| *place)
        .collect();
    let place = *best.get(best.len() / 2)?;
    let few = fewest as f32 <= rows.len() as f32 * MAX_ACROSS;
    (few && are_columns(rows, place)).then_some(place)
}

/// The characters of a row left and right of the gutter; `None` for a row that runs across.
fn parts(row: &[Glyph], gutter: f32) -> Option<(&[Glyph], &[Glyph])> {
    let at = row.partition_point(|glyph| (glyph.x + glyph.x_end) / 2.0 < gutter);
    let (left, right) = row.split_at(at);
    let end = left
        .iter()
        .map(|glyph| glyph.x_end)
        .fold(f32::MIN, f32::max);
    let start = right.first().map_or(f32::MAX, |glyph| glyph.x);
    let size = row.iter().map(|glyph| glyph.size).fold(0.0, f32::max);
    let room = match (left.is_empty(), right.is_empty()) {
        (false, false) => start - end,
        // What stands on one side alone must not reach over.
        (false, true) => (gutter - end) * 2.0,
        _ => (start - gutter) * 2.0,
    };
    (room >= size * GUTTER).then_some((left, right))
}

/// Whether both sides are set as columns of running text.
fn are_columns(rows: &[Vec<Glyph>], gutter: f32) -> bool {
    let sides = || rows.iter().filter_map(|row| parts(row, gutter));
    let of_text = |sides: Vec<&[Glyph]>| {
        let lines: Vec<&[Glyph]> = sides.into_iter().filter(|side| !side.is_empty()).collect();
        let chars: usize = lines.iter().map(|line| line.len()).sum();
        let end = |line: &[Glyph]| {
            line.iter()
                .map(|glyph| glyph.x_end)
                .fold(f32::MIN, f32::max)
        };
        let margin = lines.iter().map(|line| end(line)).fold(f32::MIN, f32::max);
        let full = lines
            .iter()
            .filter(|line| margin - end(line) <= line[0].size * FULL)
            .count();
        lines.len() >= MIN_LINES && chars >= lines.len() * MIN_CHARS && full * 2 >= lines.len()
    };
    of_text(sides().map(|(left, _)| left).collect())
        && of_text(sides().map(|(_, right)| right).collect())
}

/// The lines of the left column, then those of the right one.
fn in_turn(glyphs: Vec<Glyph>, gutter: f32, found: &mut Vec<Line>) {
    let (left, mut right): (Vec<Glyph>, Vec<Glyph>) = glyphs
        .into_iter()
        .partition(|glyph| (glyph.x + glyph.x_end) / 2.0 < gutter);
    let start = |glyphs: &[Glyph]| glyphs.iter().map(|glyph| glyph.x).reduce(f32::min);
    if let (Some(own), Some(other)) = (start(&right), start(&left)) {
        for glyph in &mut right {
            glyph.x -= own - other;
            glyph.x_end -= own - other;
        }
    }
    found.extend(rows(left).iter().map(|row| line(row)));
    found.extend(rows(right).iter().map(|row| line(row)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, x: f32, y: f32) -> Vec<Glyph> {
        let glyph = |(place, c): (usize, char)| Glyph {
            text: c.to_string(),
            x: x + place as f32 * 10.0,
            x_end: x + place as f32 * 10.0 + 10.0,
            y,
            size: 10.0,
            faint: false,
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn read(glyphs: Vec<Glyph>) -> Vec<String> {
        lines(glyphs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn columns_are_read_in_turn_below_what_runs_across() {
        let mut page = text("灯塔条例释义与说明及其附件之全文", 120.0, 800.0);
        let mut expected = vec!["灯塔条例释义与说明及其附件之全文".to_owned()];
        let mut right_lines = Vec::new();
        for number in 0..8 {
            let y = 780.0 - number as f32 * 15.0;
            let left = format!("左栏第{number}行灯塔应当登记");
            let right = format!("右栏第{number}行浮标不在此列");
            page.extend(text(&left, 50.0, y));
            // The columns need not stand on common lines.
            page.extend(text(&right, 220.0, y - 4.0));
            expected.push(left);
            right_lines.push(right);
        }
        expected.extend(right_lines);
        assert_eq!(read(page), expected);
    }

    #[test]
    fn table_and_plain_page_stay_line_by_line() {
        let mut table = Vec::new();
        let mut plain = Vec::new();
        for number in 0..8 {
            let y = 780.0 - number as f32 * 15.0;
            table.extend(text(["灯油", "雾号维护", "塔身"][number % 3], 50.0, y));
            table.extend(text("三千元", 250.0, y));
            plain.extend(text(
                "灯塔应当登记浮标不在此列雾号由所有人维护灯塔",
                50.0,
                y,
            ));
        }
        assert_eq!(read(table)[0], "灯油 三千元");
        assert_eq!(read(plain).len(), 8);
    }
}
