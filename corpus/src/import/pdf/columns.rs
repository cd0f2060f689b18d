//! Pages set in columns: they are read in turn, line by line between what runs across
//! all of them. What stands side by side and is no running text (a table) stays as it is,
//! and the page is said to have such.

use std::ops::Range;

use super::content::Glyph;
use super::page_lines::{Line, is_page_number, line, rows};
use crate::import::flow::is_labelled;

/// Between the columns is so much room, in sizes of the text.
const GUTTER: f32 = 1.0;

/// Where a gutter may lie, as a share of the width of what it parts.
const MIDDLE: (f32, f32) = (0.25, 0.75);

/// Step in which it is looked for, in points.
const STEP: f32 = 2.0;

/// How often what stands on one side of a gutter is parted again: up to four columns.
const MAX_PARTINGS: usize = 2;

/// Fewest lines on each side of a gutter.
const MIN_LINES: usize = 3;

/// Columns without other signs have so many lines of so many characters each, on average,
/// and most of them are full: the rows of a table are shorter.
const MIN_FULL_LINES: usize = 5;
const MIN_FULL_CHARS: usize = 8;

/// What is so short on average is no text that could be torn.
const MIN_CHARS: usize = 6;

/// A line of a column is full when it ends so near its margin, in sizes.
const FULL: f32 = 2.0;

/// Sizes that differ by more than this share are not those of one text.
const SIZE_CHANGE: f32 = 0.12;

/// Rows so far apart, in usual distances, do not belong together.
const APART: f32 = 1.6;

/// Longest head or foot of a page, in characters.
const MAX_HEAD_CHARS: usize = 40;

/// What a page reads.
#[derive(Debug, Default)]
pub(super) struct PageLines {
    /// In reading order. Columns are moved over the first one, so that all have the same
    /// left margin.
    pub lines: Vec<Line>,
    /// Whether text stands side by side that is not read in turn.
    pub side_by_side: bool,
}

/// The lines of a page in the order in which they are read.
pub(super) fn lines(glyphs: Vec<Glyph>) -> PageLines {
    let rows = rows(glyphs);
    let mut page = PageLines::default();
    let mut gutters = Vec::new();
    page.side_by_side = !find_gutters(&rows, MAX_PARTINGS, &mut gutters);
    gutters.sort_by(f32::total_cmp);
    let bands = bands(rows, &gutters);
    let columns = columns(&bands, &gutters);
    for band in bands {
        match band.of_columns && fits(&band.rows, &columns) {
            true => in_turn(&band.rows, &columns, &mut page.lines),
            false => page.lines.extend(band.rows.iter().map(|row| line(row))),
        }
    }
    page
}

/// Rows of columns between two rows that are none, or one of these.
struct Band {
    rows: Vec<Vec<Glyph>>,
    of_columns: bool,
}

fn bands(rows: Vec<Vec<Glyph>>, gutters: &[f32]) -> Vec<Band> {
    let text = text_rows(&rows);
    let mut bands: Vec<Band> = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        let of_columns = text.contains(&at) && !is_across(&row, gutters);
        match bands.last_mut() {
            Some(band) if band.of_columns && of_columns => band.rows.push(row),
            _ => bands.push(Band {
                rows: vec![row],
                of_columns,
            }),
        }
    }
    bands
}

/// A column of the page.
#[derive(Debug, Clone, Copy)]
struct Column {
    /// From the gutter before it, to the one behind it.
    from: f32,
    to: f32,
    /// Its margins.
    left: f32,
    right: f32,
}

/// The columns, with the margins that they have where text stands side by side.
fn columns(bands: &[Band], gutters: &[f32]) -> Vec<Column> {
    let from = std::iter::once(f32::MIN).chain(gutters.iter().copied());
    let to = gutters.iter().copied().chain([f32::MAX]);
    let column = |(from, to): (f32, f32)| Column {
        from,
        to,
        left: f32::MAX,
        right: f32::MIN,
    };
    let mut columns: Vec<Column> = from.zip(to).map(column).collect();
    for band in bands.iter().filter(|band| band.of_columns) {
        let glyphs = || band.rows.iter().flatten();
        let filled = |column: &&Column| glyphs().any(|glyph| column.holds(glyph));
        if columns.iter().filter(filled).count() < 2 {
            continue;
        }
        for column in &mut columns {
            let own = *column;
            for glyph in glyphs().filter(|glyph| own.holds(glyph)) {
                column.left = column.left.min(glyph.x);
                column.right = column.right.max(glyph.x_end);
            }
        }
    }
    columns
}

impl Column {
    fn holds(&self, glyph: &Glyph) -> bool {
        (self.from..self.to).contains(&middle(glyph))
    }
}

/// Whether all rows lie inside the margins of columns: a title above them need not.
fn fits(band: &[Vec<Glyph>], columns: &[Column]) -> bool {
    let inside = |glyph: &Glyph| {
        let slack = glyph.size / 2.0;
        let near =
            |column: &Column| column.left - slack <= glyph.x && glyph.x_end <= column.right + slack;
        columns
            .iter()
            .find(|column| column.holds(glyph))
            .is_some_and(near)
    };
    columns.len() > 1 && band.iter().flatten().all(inside)
}

/// Finds the gutters; whether all that stands side by side is parted by them.
fn find_gutters(rows: &[Vec<Glyph>], partings: usize, found: &mut Vec<f32>) -> bool {
    let Some(place) = widest_parting(rows) else {
        return true;
    };
    let sides = sides(rows, place);
    if !is_running_text(&sides) {
        let short = |side: &Vec<&[Glyph]>| {
            side.len() < MIN_LINES || characters(side) < side.len() * MIN_CHARS
        };
        let beside = |row: &&Vec<Glyph>| {
            parts(row, place).is_some_and(|(left, right)| !left.is_empty() && !right.is_empty())
        };
        let few = rows.iter().filter(beside).count() < MIN_LINES;
        return few || sides.iter().any(short);
    }
    found.push(place);
    let again = partings.saturating_sub(1);
    if partings == 0 {
        return true;
    }
    sides.into_iter().fold(true, |parted, side| {
        let glyphs = side.into_iter().flatten().cloned().collect();
        find_gutters(&self::rows(glyphs), again, found) && parted
    })
}

/// The place with the most lines on both of its sides, in the middle of where it could be.
fn widest_parting(rows: &[Vec<Glyph>]) -> Option<f32> {
    let glyphs = || rows.iter().flatten();
    let left = glyphs().map(|glyph| glyph.x).reduce(f32::min)?;
    let right = glyphs().map(|glyph| glyph.x_end).reduce(f32::max)?;
    let at = |share: f32| left + (right - left) * share;
    let steps = ((at(MIDDLE.1) - at(MIDDLE.0)) / STEP).clamp(0.0, 1_000.0) as usize;
    let places = (0..=steps).map(|step| at(MIDDLE.0) + step as f32 * STEP);
    let counted: Vec<(usize, f32)> = places.map(|place| (pairs(rows, place), place)).collect();
    let most = counted.iter().map(|(count, _)| *count).max()?;
    let longest = counted
        .chunk_by(|a, b| a.0 == b.0)
        .filter(|run| run[0].0 == most)
        .max_by_key(|run| run.len())?;
    (most >= MIN_LINES).then(|| longest[longest.len() / 2].1)
}

/// How many lines there are at least on each side of a place.
fn pairs(rows: &[Vec<Glyph>], place: f32) -> usize {
    let parted = || rows.iter().filter_map(|row| parts(row, place));
    let left = parted().filter(|(left, _)| !left.is_empty()).count();
    let right = parted().filter(|(_, right)| !right.is_empty()).count();
    left.min(right)
}

/// The characters of a row left and right of the gutter; `None` for a row that runs across.
fn parts(row: &[Glyph], gutter: f32) -> Option<(&[Glyph], &[Glyph])> {
    let at = row.partition_point(|glyph| middle(glyph) < gutter);
    let (left, right) = row.split_at(at);
    let start = right.first().map_or(f32::MAX, |glyph| glyph.x);
    let size = size(row);
    let room = match (left.is_empty(), right.is_empty()) {
        (false, false) => start - end(left),
        // What stands on one side alone must not reach over.
        (false, true) => (gutter - end(left)) * 2.0,
        _ => (start - gutter) * 2.0,
    };
    (room >= size * GUTTER).then_some((left, right))
}

fn middle(glyph: &Glyph) -> f32 {
    (glyph.x + glyph.x_end) / 2.0
}

fn size(row: &[Glyph]) -> f32 {
    row.iter().map(|glyph| glyph.size).fold(0.0, f32::max)
}

fn end(row: &[Glyph]) -> f32 {
    row.iter().map(|glyph| glyph.x_end).fold(f32::MIN, f32::max)
}

fn is_across(row: &[Glyph], gutters: &[f32]) -> bool {
    gutters.iter().any(|&gutter| parts(row, gutter).is_none())
}

/// What stands left and right of a place, between rows that run across: only where both
/// sides have text.
fn sides(rows: &[Vec<Glyph>], place: f32) -> [Vec<&[Glyph]>; 2] {
    let text = text_rows(rows);
    let mut found = [Vec::new(), Vec::new()];
    let parted: Vec<_> = rows.iter().map(|row| parts(row, place)).collect();
    let bands = parted[text].chunk_by(|a, b| a.is_some() == b.is_some());
    for band in bands {
        let left = || band.iter().flatten().map(|(left, _)| *left);
        let right = || band.iter().flatten().map(|(_, right)| *right);
        let has = |side: &[Glyph]| !side.is_empty();
        if left().any(has) && right().any(has) {
            found[0].extend(left().filter(|side| has(side)));
            found[1].extend(right().filter(|side| has(side)));
        }
    }
    found
}

/// The rows without head and foot of the page: what is set in another size above the text,
/// and a first or last row that stands apart and is no sentence.
fn text_rows(rows: &[Vec<Glyph>]) -> Range<usize> {
    let usual = median(rows.iter().map(|row| size(row)));
    let gap = median(rows.windows(2).map(|pair| pair[0][0].y - pair[1][0].y));
    let other_size = |row: &Vec<Glyph>| (size(row) - usual).abs() > usual * SIZE_CHANGE;
    let apart = |pair: &[Vec<Glyph>]| pair[0][0].y - pair[1][0].y > gap * APART;
    let mut start = rows.iter().take_while(|row| other_size(row)).count();
    if start == 0 && rows.len() > 1 && apart(&rows[..2]) && is_head(&rows[0]) {
        start = 1;
    }
    let mut end = rows.len();
    if end > start + 2 && apart(&rows[end - 2..]) && is_head(&rows[end - 1]) {
        end -= 1;
    }
    start.min(end)..end
}

fn median(values: impl Iterator<Item = f32>) -> f32 {
    let mut values: Vec<f32> = values.collect();
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Whether a row can be the head or the foot of a page.
fn is_head(row: &[Glyph]) -> bool {
    let text = line(row).text;
    let labelled = text.split_whitespace().any(is_labelled);
    is_page_number(&text)
        || row.len() <= MAX_HEAD_CHARS
            && !labelled
            && !text.contains(['。', '，', '；', '：', '、'])
}

/// Whether both sides are set as columns of running text: full lines, or articles on both
/// sides that run over lines, or sentences on both.
fn is_running_text(sides: &[Vec<&[Glyph]>; 2]) -> bool {
    let both = |test: fn(&[&[Glyph]]) -> bool| sides.iter().all(|side| test(side));
    sides.iter().all(|side| side.len() >= MIN_LINES)
        && (both(is_full) || both(has_articles) || both(has_sentences))
}

fn characters(side: &[&[Glyph]]) -> usize {
    side.iter().map(|line| line.len()).sum()
}

fn is_full(side: &[&[Glyph]]) -> bool {
    let margin = side.iter().map(|line| end(line)).fold(f32::MIN, f32::max);
    let near = |line: &&&[Glyph]| margin - end(line) <= line[0].size * FULL;
    side.len() >= MIN_FULL_LINES
        && characters(side) >= side.len() * MIN_FULL_CHARS
        && side.iter().filter(near).count() * 2 >= side.len()
}

fn has_articles(side: &[&[Glyph]]) -> bool {
    let texts: Vec<String> = side.iter().map(|glyphs| line(glyphs).text).collect();
    let ends = |text: &str| text.ends_with(['。', '；', '：', '！', '？', '”', '）']);
    let torn = texts
        .windows(2)
        .any(|pair| !ends(&pair[0]) && !is_labelled(&pair[1]));
    torn && texts.iter().any(|text| is_labelled(text))
}

fn has_sentences(side: &[&[Glyph]]) -> bool {
    let marked = |line: &&&[Glyph]| {
        line.iter()
            .any(|glyph| glyph.text.contains(['，', '。', '；']))
    };
    characters(side) >= side.len() * MIN_CHARS
        && side.iter().filter(marked).count() * 5 >= side.len() * 3
}

/// The lines of each column after those of the one before it.
fn in_turn(band: &[Vec<Glyph>], columns: &[Column], found: &mut Vec<Line>) {
    let first = columns.first().map_or(0.0, |column| column.left);
    for column in columns {
        let glyphs = band.iter().flatten();
        let own = glyphs.filter(|glyph| column.holds(glyph)).cloned();
        let moved = column.left - first;
        found.extend(rows(own.collect()).iter().map(|row| {
            let line = line(row);
            Line {
                left: line.left - moved,
                right: line.right - moved,
                column_right: Some(column.right - moved),
                ..line
            }
        }));
    }
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
