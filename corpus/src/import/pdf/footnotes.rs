//! Notes at the foot of a page: small lines below the text that begin with a mark. They
//! are set below the text of the file, and their marks are taken out of its sentences.

use std::sync::LazyLock;

use regex::Regex;

use super::content::Glyph;
use super::page_lines::{Line, is_page_number, line, rows};

/// Largest size of a note, as a share of that of the text.
const NOTE_SIZE: f32 = 0.92;

/// Largest size of a mark in the text, likewise.
const MARK_SIZE: f32 = 0.8;

/// What a note begins with: 1, [1], 〔1〕, ①, *.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*([\[［〔（(]?[0-9]{1,3}[\]］〕）)]?|[①-⑳]|[*＊※]{1,3})\s*[.．、]?\s*")
        .expect("the pattern is a constant")
});

/// A page without the marks in its sentences that a note at its foot has.
pub(super) fn without_marks(glyphs: Vec<Glyph>) -> Vec<Glyph> {
    let rows = rows(glyphs);
    let lines: Vec<Line> = rows.iter().map(|row| line(row)).collect();
    let Some(foot) = foot(&lines) else {
        return rows.into_iter().flatten().collect();
    };
    let marks: Vec<&str> = lines[foot.clone()].iter().filter_map(mark).collect();
    let size = text_size(&lines[..foot.start]);
    let mut kept = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        match place < foot.start {
            true => kept.extend(without_marks_of(row, size, &marks)),
            false => kept.extend(row),
        }
    }
    kept
}

/// A row without its runs of small characters that are a mark.
fn without_marks_of(row: Vec<Glyph>, size: f32, marks: &[&str]) -> Vec<Glyph> {
    let is_small = |glyph: &Glyph| glyph.size <= size * MARK_SIZE;
    let runs = row.chunk_by(|a, b| is_small(a) == is_small(b));
    let is_mark = |run: &[Glyph]| {
        let text: String = run.iter().map(|glyph| glyph.text.trim()).collect();
        run.first().is_some_and(is_small) && marks.contains(&text.as_str())
    };
    // What follows a mark moves into its place, or a gap would read as a space.
    let mut moved = 0.0;
    let mut kept = Vec::with_capacity(row.len());
    for run in runs {
        if is_mark(run) {
            let start = run.first().map_or(0.0, |glyph| glyph.x);
            moved += run.last().map_or(start, |glyph| glyph.x_end) - start;
            continue;
        }
        kept.extend(run.iter().cloned().map(|glyph| Glyph {
            x: glyph.x - moved,
            x_end: glyph.x_end - moved,
            ..glyph
        }));
    }
    kept
}

/// Takes the notes off the pages, in their order, without their marks.
pub(super) fn take(pages: &mut [Vec<Line>]) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    for page in pages {
        let Some(foot) = foot(page) else { continue };
        for line in page.drain(foot) {
            match (MARK.find(&line.text), notes.last_mut()) {
                (None, Some(note)) => note.push_str(&line.text),
                (found, _) => {
                    notes.push(line.text[found.map_or(0, |mark| mark.end())..].to_owned())
                }
            }
        }
    }
    notes
}

fn mark(line: &Line) -> Option<&str> {
    Some(MARK.captures(&line.text)?.get(1)?.as_str())
}

/// The lines of notes at the foot of a page, whose number may stand below them.
fn foot(lines: &[Line]) -> Option<std::ops::Range<usize>> {
    let end = lines.iter().rposition(|line| !is_page_number(&line.text))? + 1;
    let size = text_size(&lines[..end]);
    let small = |line: &&Line| line.size <= size * NOTE_SIZE;
    let start = end - lines[..end].iter().rev().take_while(small).count();
    // What is small and stands above the first mark belongs to the text.
    let start = start
        + lines[start..end]
            .iter()
            .position(|line| mark(line).is_some())?;
    (start > 0).then_some(start..end)
}

/// The size in which most characters are set.
fn text_size(lines: &[Line]) -> f32 {
    let mut sizes: Vec<(i32, usize)> = Vec::new();
    for line in lines {
        let size = (line.size * 10.0).round() as i32;
        let chars = line.text.chars().count();
        match sizes.iter_mut().find(|(known, _)| *known == size) {
            Some((_, count)) => *count += chars,
            None => sizes.push((size, chars)),
        }
    }
    let most = sizes.iter().max_by_key(|(size, count)| (*count, *size));
    most.map_or(0.0, |(size, _)| *size as f32 / 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str, x: f32, y: f32, size: f32) -> Vec<Glyph> {
        let glyph = |(place, c): (usize, char)| Glyph {
            text: c.to_string(),
            x: x + place as f32 * size,
            x_end: x + (place + 1) as f32 * size,
            y,
            size,
            faint: false,
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn page(number: &str) -> Vec<Glyph> {
        let mut page = text("第一条灯塔应当登记", 50.0, 700.0, 12.0);
        page.extend(text("1", 158.0, 705.0, 7.0));
        page.extend(text("并悬挂标志。", 165.0, 700.0, 12.0));
        page.extend(text("第二条浮标不在此列，雾号除外。", 50.0, 680.0, 12.0));
        page.extend(text("1", 50.0, 103.0, 6.0));
        page.extend(text("灯塔指有灯的塔，", 60.0, 100.0, 9.0));
        page.extend(text("不论大小。", 50.0, 88.0, 9.0));
        page.extend(text(number, 300.0, 40.0, 9.0));
        page
    }

    #[test]
    fn notes_stand_apart_and_their_marks_are_gone() {
        let glyphs = without_marks(page("3"));
        let mut pages = vec![rows(glyphs).iter().map(|row| line(row)).collect::<Vec<_>>()];
        assert_eq!(take(&mut pages), ["灯塔指有灯的塔，不论大小。"]);
        let left: Vec<&str> = pages[0].iter().map(|line| line.text.as_str()).collect();
        assert_eq!(
            left,
            [
                "第一条灯塔应当登记并悬挂标志。",
                "第二条浮标不在此列，雾号除外。",
                "3"
            ]
        );
    }

    #[test]
    fn small_last_lines_without_a_mark_and_raised_figures_stay() {
        let mut plain = text("灯塔高30m", 50.0, 700.0, 12.0);
        plain.extend(text("2", 150.0, 705.0, 7.0));
        plain.extend(text("印发机关：灯塔局", 50.0, 100.0, 9.0));
        let count = plain.len();
        let kept = without_marks(plain);
        assert_eq!(kept.len(), count);
        let mut pages = vec![rows(kept).iter().map(|row| line(row)).collect::<Vec<_>>()];
        assert!(take(&mut pages).is_empty());
    }
}
