//! Plain texts that carry the layout of a page: page numbers and running heads between the
//! lines of an article, lines cut at a fixed width, a sentence that breaks off before
//! 第五条处罚. The paragraphs are put together again, each on the line where it begins, so
//! that the numbers of lines stay; what was done is noted.

use std::borrow::Cow;

use super::editors_notes;
use super::furniture::{self, breaks_off};
use super::headings::{is_annex, plain_heading};
use super::history::only_day;
use super::label::{continues_a_sentence, label};
use super::lines::Lines;
use super::page_head;
use super::title;
use crate::import::flow::{TextNote, is_labelled, join_lines};
use crate::normalize::without_spaces;
use crate::statute::ArticleNumber;

/// Fewest lines that break off inside a sentence in a text cut at a fixed width.
const MIN_CUT_LINES: usize = 3;

/// So many of a hundred lines that break off are as long as the longest of them.
const CUT_PERCENT: usize = 80;

/// Widths at which texts are cut, in Chinese characters.
const WIDTHS: std::ops::RangeInclusive<usize> = 16..=60;

/// A line may be so much shorter: no mark begins a line, no number is cut.
const RAGGED: usize = 3;

/// Most lines with which a note goes on.
const MAX_NOTE_LINES: usize = 12;

/// A text with whole paragraphs.
pub(super) struct Restored<'a> {
    /// As many lines as before.
    pub text: Cow<'a, str>,
    /// What was done.
    pub notes: Vec<TextNote>,
}

/// Puts the paragraphs of a law together. Files with the mark of LawRefBook, and texts
/// without articles, stay as they are.
pub(super) fn restored(text: &str) -> Restored<'_> {
    let unchanged = Restored {
        text: Cow::Borrowed(text),
        notes: Vec::new(),
    };
    let lines = Lines::of(text);
    let begins = |line: &super::Line<'_>| label(line.text).is_some_and(|found| found.may_begin());
    let first = lines.all.iter().position(begins);
    let (None, Some(first)) = (lines.header, first) else {
        return unchanged;
    };
    let mut page = Page::of(text, &lines);
    page.drop_furniture(first, &title_of(&lines));
    let end = (first..page.rows.len()).find(|&at| is_annex(&page.rows[at].text));
    page.join(first, end.unwrap_or(page.rows.len()));
    match page.notes.is_empty() {
        true => unchanged,
        false => page.finish(text),
    }
}

fn title_of(lines: &Lines<'_>) -> String {
    let lines = &lines.all[page_head::above(&lines.all)..];
    let length = title::length(lines).min(lines.len());
    without_spaces(&title::joined(&lines[..length]))
}

/// A line that says something.
struct Row {
    /// Place in the file, from 0.
    place: usize,
    depth: usize,
    text: String,
    /// In Chinese characters, of the last line that was joined to it.
    width: usize,
    /// Begins further right than other lines.
    indented: bool,
    /// Stands behind a blank line, where blank lines say something.
    apart: bool,
    /// Stands behind a page number or a running head.
    torn: bool,
    /// Is left out, or was joined to a line above.
    gone: bool,
    changed: bool,
}

struct Page {
    rows: Vec<Row>,
    notes: Vec<TextNote>,
}

impl Page {
    fn of(text: &str, lines: &Lines<'_>) -> Self {
        let raw: Vec<&str> = text.split('\n').collect();
        let place = |at: usize| lines.all[at].number as usize - 1;
        let indent = |at: usize| raw.get(place(at)).map_or(0, |raw| indentation(raw));
        let count = lines.all.len();
        let least = (0..count).map(indent).min().unwrap_or(0);
        let behind_blank = |at: usize| at > 0 && place(at) > place(at - 1) + 1;
        // A page or a document parts all its paragraphs.
        let tells = (1..count).any(|at| !behind_blank(at));
        let rows = (0..count).map(|at| Row {
            place: place(at),
            depth: lines.all[at].depth,
            text: lines.all[at].text.to_owned(),
            width: width(lines.all[at].text),
            indented: indent(at) > least,
            apart: tells && behind_blank(at),
            torn: false,
            gone: false,
            changed: false,
        });
        Self {
            rows: rows.collect(),
            notes: Vec::new(),
        }
    }

    fn note(&mut self, note: TextNote) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Leaves out page numbers, and behind the first article lines that repeat the title.
    fn drop_furniture(&mut self, first: usize, title: &str) {
        let texts: Vec<&str> = self.rows.iter().map(|row| row.text.as_str()).collect();
        let pages = furniture::find(&texts, title, first);
        let mut torn = false;
        for at in 0..self.rows.len() {
            let text = &self.rows[at].text;
            let number = pages.contains(&at);
            let head = at > first && without_spaces(text) == title && !self.begins_again(at);
            if number || head {
                self.rows[at].gone = true;
                self.note(TextNote::RunningHeads);
                torn = true;
            } else {
                self.rows[at].torn = std::mem::take(&mut torn);
            }
        }
    }

    /// Whether the next article behind a line is the first: another text begins there.
    fn begins_again(&self, at: usize) -> bool {
        let mut next = self.rows[at + 1..]
            .iter()
            .filter_map(|row| label(&row.text));
        next.find(|found| found.may_begin())
            .is_some_and(|found| found.number == Some(ArticleNumber::new(1)))
    }

    fn join(&mut self, first: usize, end: usize) {
        let cut_at = self.cut_at(first, end);
        let mut above: Option<usize> = None;
        for at in first..end {
            if self.rows[at].gone {
                continue;
            }
            let why = above.and_then(|above| self.goes_on(above, at, cut_at));
            let (Some(above_at), Some(why)) = (above, why) else {
                above = Some(at);
                continue;
            };
            self.note(why);
            let (upper, lower) = self.rows.split_at_mut(at);
            let (row, above) = (&mut lower[0], &mut upper[above_at]);
            join_lines(&mut above.text, &row.text);
            above.width = row.width;
            above.changed = true;
            row.gone = true;
        }
    }

    /// The width at which the lines of the articles are cut, if they are.
    fn cut_at(&self, first: usize, end: usize) -> Option<usize> {
        let rows: Vec<&Row> = self.rows[first..end]
            .iter()
            .filter(|row| !row.gone)
            .collect();
        let cut = |two: &[&Row]| {
            let goes_on = !two[1].apart && !two[1].indented && may_go_on(two[0], two[1]);
            (goes_on && !two[1].torn).then_some(two[0].width)
        };
        let widths: Vec<usize> = rows.windows(2).filter_map(cut).collect();
        let most = *widths.iter().max()?;
        let full = widths
            .iter()
            .filter(|&&width| width + RAGGED >= most)
            .count();
        let longer = rows.iter().filter(|row| row.width > most + RAGGED).count();
        let clearly = widths.len() >= MIN_CUT_LINES
            && full * 100 >= widths.len() * CUT_PERCENT
            && longer * 20 <= rows.len();
        (clearly && WIDTHS.contains(&most)).then_some(most)
    }

    /// Whether a line goes on with the paragraph of the one above it, and why.
    fn goes_on(&self, above: usize, at: usize, cut_at: Option<usize>) -> Option<TextNote> {
        let (above, row) = (&self.rows[above], &self.rows[at]);
        if editors_notes::is_open(&above.text) {
            let near = row.place <= above.place + MAX_NOTE_LINES;
            let own = label(&row.text).is_some_and(|found| found.separated);
            return (near && !own).then_some(TextNote::TornParagraphs);
        }
        let full = cut_at.is_some_and(|width| above.width + RAGGED >= width);
        let spoken_about = full && !row.apart && speaks_about(above, row);
        if row.indented || !spoken_about && !may_go_on(above, row) {
            return None;
        }
        if full && !row.apart {
            Some(TextNote::CutLines)
        } else if row.torn || !row.apart && is_reference(&row.text) {
            Some(TextNote::TornParagraphs)
        } else {
            None
        }
    }

    fn finish(self, text: &str) -> Restored<'static> {
        let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        for row in self.rows {
            if row.gone {
                lines[row.place].clear();
            } else if row.changed {
                lines[row.place] = row.text;
            }
        }
        Restored {
            text: Cow::Owned(lines.join("\n")),
            notes: self.notes,
        }
    }
}

/// Whether two lines may be pieces of one paragraph, by their words.
fn may_go_on(above: &Row, row: &Row) -> bool {
    let heads = |row: &Row| row.depth > 0 || plain_heading(&row.text).is_some();
    let bare = label(&above.text).is_some_and(|found| found.rest.is_empty());
    let apart = |text: &str| text.contains('|') || editors_notes::is_note(text);
    !bare
        && !heads(above)
        && !heads(row)
        && breaks_off(&above.text)
        && !apart(&above.text)
        && !apart(&row.text)
        && !editors_notes::is_open(&row.text)
        && only_day(&row.text).is_none()
        && !begins_paragraph(&row.text)
}

/// Whether a line that begins with 第N章 or 第N条 goes on with a sentence that speaks about
/// it: 依照本法⏎第三章第二节的规定.
fn speaks_about(above: &Row, row: &Row) -> bool {
    const BEFORE: &[&str] = &[
        "本法",
        "本条例",
        "本规定",
        "本办法",
        "本解释",
        "本细则",
        "本规则",
        "本决定",
        "》",
        "依照",
        "依据",
        "根据",
        "按照",
        "违反",
        "适用",
        "符合",
        "参照",
        "但",
        "和",
        "或者",
        "以及",
        "、",
    ];
    let named = BEFORE.iter().any(|word| above.text.ends_with(word));
    if row.depth > 0 || above.depth > 0 || plain_heading(&above.text).is_some() {
        return false;
    }
    match label(&row.text) {
        Some(found) => named && !found.separated,
        None => {
            // 第二章第三节的规定处罚。 is no heading, and no paragraph of its own either.
            let numbered = row.text.starts_with('第') && is_labelled(&row.text);
            let sentence = row.text.contains(['，', '。', '；']);
            numbered && (named || sentence && breaks_off(&above.text))
        }
    }
}

/// Whether a line begins with a number of its own.
fn begins_paragraph(text: &str) -> bool {
    if label(text).is_some() {
        return !is_reference(text);
    }
    let behind = |marks: [char; 2]| text.split_once(marks).map_or("", |(_, rest)| rest);
    // （一）项规定的, 1.5万元.
    let item = text.starts_with(['（', '(']) && behind(['）', ')']).starts_with(['项', '目']);
    let decimal = behind(['.', '．']).starts_with(|c: char| c.is_numeric());
    is_labelled(text) && !item && !decimal
}

/// Whether a line that begins with the number of an article only speaks of it: 第五条处罚。
pub(super) fn is_reference(text: &str) -> bool {
    const VERBS: &[&str] = &["处罚", "处理", "定罪", "论处", "办理", "执行", "追究"];
    let Some(found) = label(text).filter(|found| !found.separated) else {
        return false;
    };
    let behind = |verb: &str| {
        let rest = found.rest.strip_prefix(verb)?;
        let ends = |c: char| matches!(c, '。' | '，' | '；' | '、' | '的' | '处' | '刑');
        rest.chars().next().is_none_or(ends).then_some(())
    };
    found.mark.is_none()
        && (continues_a_sentence(found.rest) || VERBS.iter().any(|verb| behind(verb).is_some()))
        || found.mark == Some('、') && !found.may_begin()
}

/// White space before a line, in Chinese characters.
fn indentation(raw: &str) -> usize {
    let before = raw
        .chars()
        .take_while(|c| c.is_whitespace() || *c == '\u{feff}');
    before
        .map(|c| if matches!(c, '\u{3000}' | '\t') { 2 } else { 1 })
        .sum::<usize>()
        / 2
}

/// In Chinese characters; two of ASCII are as wide as one.
fn width(text: &str) -> usize {
    let halves = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 });
    halves.sum::<usize>().div_ceil(2)
}

#[cfg(test)]
#[path = "layout_tests.rs"]
mod tests;
