//! The text of a document part: paragraphs in reading order.

use std::collections::HashMap;

use super::FORMAT;
use super::numbering::Numbering;
use super::styles::{Styles, heading_depth};
use super::tags::Tag;
use crate::error::ImportProblem;
use crate::import::flow::{Flow, TextNote};
use crate::import::law_markdown::article_tables;
use crate::import::xml::{Piece, Xml, attribute, name};
use crate::normalize::trim;

/// A mark in the text that leads to a note.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reference {
    /// Name of the part that holds the note.
    pub part: &'static str,
    /// The note's id in it.
    pub id: String,
}

/// Reads one part.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    flow: Flow,
    references: Vec<Reference>,
    /// Elements that have begun and not ended.
    open: Vec<Tag>,
    /// How many of them are left out with everything in them.
    left_out_from: Option<usize>,
    /// A text box is a paragraph inside a paragraph.
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    /// Whether the run in hand is hidden.
    hidden: bool,
    /// Text of a paragraph whose end was deleted: it goes on in the next one.
    carried: String,
    /// Of notes: the id of the one in hand, and what was read.
    notes: Vec<(String, String)>,
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: String,
    outline: Option<u8>,
    num_id: Option<String>,
    level: Option<usize>,
    /// Its end was deleted.
    joined: bool,
}

#[derive(Default)]
struct Table {
    rows: Vec<Row>,
}

#[derive(Default)]
struct Row {
    cells: Vec<Vec<String>>,
    deleted: bool,
}

impl<'s> Body<'s> {
    /// A reader that knows the document's styles and lists.
    pub fn new(styles: &'s Styles, numbering: Numbering) -> Self {
        Self {
            styles,
            numbering,
            flow: Flow::default(),
            references: Vec::new(),
            open: Vec::new(),
            left_out_from: None,
            paragraphs: Vec::new(),
            tables: Vec::new(),
            hidden: false,
            carried: String::new(),
            notes: Vec::new(),
        }
    }

    /// Reads the text of a part.
    pub fn read(&mut self, text: &str) -> Result<(), ImportProblem> {
        let mut xml = Xml::of(text, FORMAT);
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(element) => {
                    let tag = Tag::of(name(&element));
                    self.open.push(tag);
                    if self.left_out_from.is_none() {
                        self.begin(tag, &|attribute_name| attribute(&element, attribute_name));
                    }
                }
                Piece::Close => {
                    let Some(tag) = self.open.pop() else { continue };
                    match self.left_out_from {
                        Some(from) if self.open.len() > from => {}
                        Some(_) => self.left_out_from = None,
                        None => self.end(tag),
                    }
                }
                Piece::Text(text) => {
                    if self.left_out_from.is_none() && self.open.last() == Some(&Tag::Text) {
                        self.text(&text);
                    }
                }
            }
        }
        if !self.carried.is_empty() {
            let text = std::mem::take(&mut self.carried);
            self.place(0, &text);
        }
        Ok(())
    }

    /// What was read, and the notes it refers to.
    pub fn finish(self) -> (Flow, Vec<Reference>) {
        (self.flow, self.references)
    }

    fn parent(&self) -> Tag {
        let before = self.open.len().checked_sub(2);
        before.map_or(Tag::Other, |place| self.open[place])
    }

    fn begin(&mut self, tag: Tag, attribute: &dyn Fn(&str) -> Option<String>) {
        let parent = self.parent();
        match tag {
            Tag::Deleted if parent == Tag::RunProperties => {
                // Only the mark at a paragraph's end is deleted inside properties.
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.joined = true;
                }
                self.flow.note(TextNote::TrackedChanges);
            }
            Tag::Deleted if parent == Tag::RowProperties => {
                if let Some(row) = self.row() {
                    row.deleted = true;
                }
                self.flow.note(TextNote::TrackedChanges);
            }
            Tag::Deleted => {
                self.flow.note(TextNote::TrackedChanges);
                self.left_out_from = Some(self.open.len() - 1);
            }
            Tag::Inserted => self.flow.note(TextNote::TrackedChanges),
            Tag::LeftOut => self.left_out_from = Some(self.open.len() - 1),
            Tag::Paragraph => self.paragraphs.push(Paragraph::default()),
            Tag::Run => self.hidden = false,
            Tag::Vanish if self.open.contains(&Tag::Run) => {
                self.hidden = !matches!(attribute("val").as_deref(), Some("0" | "false" | "off"));
            }
            Tag::Tab => self.text("\t"),
            Tag::Hyphen => self.text("-"),
            Tag::Break => self.text("\n"),
            Tag::Table => self.tables.push(Table::default()),
            Tag::Row => self.rows(|rows| rows.push(Row::default())),
            Tag::Cell => {
                if let Some(row) = self.row() {
                    row.cells.push(Vec::new());
                }
            }
            Tag::FootnoteReference => self.refer("footnotes.xml", attribute("id")),
            Tag::EndnoteReference => self.refer("endnotes.xml", attribute("id")),
            Tag::Note => self.begin_note(attribute),
            _ => self.property(tag, attribute),
        }
    }

    fn property(&mut self, tag: Tag, attribute: &dyn Fn(&str) -> Option<String>) {
        let Some(paragraph) = self.paragraphs.last_mut() else {
            return;
        };
        match tag {
            Tag::ParagraphStyle => paragraph.style = attribute("val").unwrap_or_default(),
            Tag::OutlineLevel => {
                paragraph.outline = attribute("val").and_then(|level| level.parse().ok());
            }
            Tag::NumberingId => paragraph.num_id = attribute("val"),
            Tag::NumberingLevel => {
                paragraph.level = attribute("val").and_then(|level| level.parse().ok());
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: Tag) {
        match tag {
            Tag::Paragraph => self.end_paragraph(),
            Tag::Table => self.end_table(),
            Tag::Run => self.hidden = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if !self.open.contains(&Tag::Run) {
            return;
        }
        if self.hidden {
            if !trim(text).is_empty() {
                self.flow.note(TextNote::HiddenText);
            }
        } else if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.text.push_str(text);
        }
    }

    fn refer(&mut self, part: &'static str, id: Option<String>) {
        if let Some(id) = id
            && !self.hidden
        {
            self.references.push(Reference { part, id });
        }
    }

    fn begin_note(&mut self, attribute: &dyn Fn(&str) -> Option<String>) {
        let id = attribute("id").unwrap_or_default();
        self.notes.push((id, String::new()));
    }

    fn rows(&mut self, change: impl FnOnce(&mut Vec<Row>)) {
        if let Some(table) = self.tables.last_mut() {
            change(&mut table.rows);
        }
    }

    fn row(&mut self) -> Option<&mut Row> {
        self.tables.last_mut()?.rows.last_mut()
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else {
            return;
        };
        let label = self.label(&paragraph);
        let mut text = std::mem::take(&mut self.carried);
        text.push_str(&label);
        text.push_str(&paragraph.text);
        if paragraph.joined {
            self.carried = text;
            return;
        }
        let depth = match paragraph.outline {
            Some(outline) => heading_depth(outline),
            None => self.styles.depth(&paragraph.style),
        };
        self.place(depth, &text);
    }

    /// The automatic number of a paragraph; id 0 switches that of its style off.
    fn label(&mut self, paragraph: &Paragraph) -> String {
        let styles = self.styles;
        let of_style = styles.numbering(&paragraph.style);
        let (num_id, level) = match (&paragraph.num_id, of_style) {
            (Some(num_id), _) => (num_id.as_str(), paragraph.level.unwrap_or(0)),
            (None, Some((num_id, level, style))) => {
                let by_style = || self.numbering.level_of_style(num_id, style);
                (num_id, level.or_else(by_style).unwrap_or(0))
            }
            (None, None) => return String::new(),
        };
        let label = self.numbering.next_label(num_id, level);
        label.unwrap_or_default()
    }

    /// Puts a finished paragraph where it belongs: into the cell or the note in
    /// hand, else into the text.
    fn place(&mut self, depth: u8, text: &str) {
        if let Some(cell) = self.row().and_then(|row| row.cells.last_mut()) {
            cell.extend(
                text.lines()
                    .map(trim)
                    .filter(|t| !t.is_empty())
                    .map(str::to_owned),
            );
        } else if let Some((_, note)) = self.notes.last_mut() {
            if !note.is_empty() {
                note.push(' ');
            }
            note.push_str(trim(text));
        } else {
            self.flow.push(depth, text);
        }
    }

    /// Whether the rows are articles of the text: their cells are paragraphs of it.
    fn holds_articles(&self, table: &Table) -> bool {
        let rows = table.rows.iter().filter(|row| !row.deleted);
        let firsts = rows.map(|row| {
            let first = row.cells.first().and_then(|cell| cell.first());
            (first.map_or("", String::as_str), row.cells.len())
        });
        let above = self.flow.blocks.iter().map(|block| block.text.as_str());
        self.tables.is_empty() && article_tables::holds_articles(firsts, above)
    }

    /// A row becomes a line `| 甲 | 乙 |`; a table of one column only frames text.
    fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else {
            return;
        };
        let framed =
            table.rows.iter().all(|row| row.cells.len() <= 1) || self.holds_articles(&table);
        for row in table.rows.into_iter().filter(|row| !row.deleted) {
            if framed {
                for line in row.cells.into_iter().flatten() {
                    self.place(0, &line);
                }
            } else if let Some(line) = row_text(&row.cells) {
                self.place(0, &line);
            }
        }
    }
}

/// `| 甲 | 乙 |`; nothing for an empty row.
fn row_text(cells: &[Vec<String>]) -> Option<String> {
    let texts: Vec<String> = cells.iter().map(|lines| lines.join(" ")).collect();
    let empty = texts.iter().all(String::is_empty);
    (!empty).then(|| format!("| {} |", texts.join(" | ")))
}

/// The texts of the notes with the wanted ids, in their order; each is given once,
/// however often the text refers to it.
pub(super) fn read_notes<'w>(
    styles: &Styles,
    text: &str,
    wanted: impl Iterator<Item = &'w str>,
) -> Result<Vec<String>, ImportProblem> {
    let mut body = Body::new(styles, Numbering::default());
    body.read(text)?;
    let mut notes: HashMap<String, String> = body.notes.into_iter().collect();
    Ok(wanted
        .filter_map(|id| notes.remove(id))
        .filter(|text| !text.is_empty())
        .collect())
}
