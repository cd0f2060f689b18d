//! Puts the blocks of a paper on pages of A4 with the margins of official papers.

use super::fonts::{Face, Fonts};
use super::lines::broken;
use crate::casework::paper::{Block, Numbers, Paper, Span};

/// A4 in points.
pub const PAGE_WIDTH: f32 = 595.28;
/// A4 in points.
pub const PAGE_HEIGHT: f32 = 841.89;

/// Margins in points: 37, 26, 35 and 28 mm from the top clockwise (GB/T 9704).
const TOP: f32 = 104.9;
const RIGHT: f32 = 73.7;
const BOTTOM: f32 = 99.2;
const LEFT: f32 = 79.4;

const BODY_SIZE: f32 = 12.0;
const TABLE_SIZE: f32 = 9.5;
const SMALL_SIZE: f32 = 9.0;
const LEADING: f32 = 1.65;

/// Between the text of a cell and its border.
const PADDING: f32 = 4.0;

/// Something on a page; `y` of a text is its base line, from the top.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// Text.
    Text {
        /// Its left end.
        x: f32,
        /// Its base line.
        y: f32,
        /// Its size.
        size: f32,
        /// Its font.
        face: Face,
        /// Its words.
        text: String,
    },
    /// A line.
    Line {
        /// One end.
        from: (f32, f32),
        /// The other.
        to: (f32, f32),
    },
}

/// The pages of a paper.
pub fn pages(paper: &Paper, fonts: &Fonts) -> Vec<Vec<Mark>> {
    let mut sheet = Sheet {
        fonts,
        pages: vec![Vec::new()],
        y: TOP,
    };
    sheet.gap(6.0);
    sheet.lines(&paper.title, &Style::centred(20.0));
    sheet.gap(12.0);
    let mut numbers = Numbers::default();
    for block in &paper.blocks {
        sheet.block(block, &mut numbers);
    }
    sheet.finish(&paper.running)
}

/// How lines are set.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    face: Face,
    /// From the left and from the right margin.
    inset: (f32, f32),
    /// Of the first line.
    indent: f32,
    /// 0 at the left, 1 at the right.
    align: f32,
}

impl Style {
    const BODY: Self = Self {
        size: BODY_SIZE,
        face: Face::Body,
        inset: (0.0, 0.0),
        indent: 0.0,
        align: 0.0,
    };

    fn centred(size: f32) -> Self {
        Self {
            size,
            face: Face::Head,
            align: 0.5,
            ..Self::BODY
        }
    }
}

struct Sheet<'f> {
    fonts: &'f Fonts,
    pages: Vec<Vec<Mark>>,
    /// Where the next line begins, from the top of the page.
    y: f32,
}

impl Sheet<'_> {
    fn gap(&mut self, height: f32) {
        self.y += height;
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = TOP;
    }

    /// Goes to the next page when less than `height` is left.
    fn need(&mut self, height: f32) {
        if self.y + height > PAGE_HEIGHT - BOTTOM && self.y > TOP {
            self.new_page();
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push(mark);
        }
    }

    fn width(&self, text: &str, face: Face, size: f32) -> f32 {
        let ruler = self.fonts.of(face).ruler();
        ruler.map_or(0.0, |ruler| ruler.text_width(text, size))
    }

    fn broken(&self, text: &str, face: Face, size: f32, width: f32, indent: f32) -> Vec<String> {
        let font = self.fonts.of(face);
        let text = font.drawable(text);
        match font.ruler() {
            Some(ruler) => broken(&text, width, indent, &|c| ruler.width(c, size)),
            None => vec![text],
        }
    }

    fn lines(&mut self, text: &str, style: &Style) {
        let width = PAGE_WIDTH - LEFT - RIGHT - style.inset.0 - style.inset.1;
        let lines = self.broken(text, style.face, style.size, width, style.indent);
        for (at, line) in lines.into_iter().enumerate() {
            self.need(style.size * LEADING);
            let indent = if at == 0 { style.indent } else { 0.0 };
            let rest = (width - indent - self.width(&line, style.face, style.size)).max(0.0);
            self.mark(Mark::Text {
                x: LEFT + style.inset.0 + indent + rest * style.align,
                y: self.y + style.size,
                size: style.size,
                face: style.face,
                text: line,
            });
            self.y += style.size * LEADING;
        }
    }

    fn block(&mut self, block: &Block, numbers: &mut Numbers) {
        match block {
            Block::Heading {
                level,
                text,
                numbered,
            } => self.heading(*level, text, *numbered, numbers),
            Block::Paragraph(spans) => self.lines(
                &joined(spans),
                &Style {
                    indent: 2.0 * BODY_SIZE,
                    ..Style::BODY
                },
            ),
            Block::Facts(facts) => {
                let rows: Vec<Vec<String>> = facts
                    .iter()
                    .map(|(name, value)| vec![name.clone(), value.clone()])
                    .collect();
                self.table(&[], &rows, &[1, 3]);
            }
            Block::Table {
                caption,
                head,
                rows,
                widths,
            } => {
                if !caption.is_empty() {
                    self.need(60.0);
                    let style = Style {
                        size: 10.5,
                        face: Face::Head,
                        ..Style::BODY
                    };
                    self.lines(caption, &style);
                }
                self.table(head, rows, widths);
            }
            Block::Quote { text, source } => self.quote(text, source),
            Block::List(items) => {
                for item in items {
                    let style = Style {
                        inset: (2.0 * BODY_SIZE, 0.0),
                        ..Style::BODY
                    };
                    self.lines(&format!("· {}", joined(item)), &style);
                }
            }
            Block::Sign(lines) => {
                self.gap(24.0);
                for line in lines {
                    let style = Style {
                        align: 1.0,
                        ..Style::BODY
                    };
                    self.lines(line, &style);
                }
            }
            Block::Break => {
                if self.y > TOP {
                    self.new_page();
                }
            }
        }
    }

    fn heading(&mut self, level: u8, text: &str, numbered: bool, numbers: &mut Numbers) {
        let number = match numbered {
            true => numbers.next(level),
            false => String::new(),
        };
        let size = match level {
            1 => 15.0,
            2 => 13.0,
            _ => 12.0,
        };
        self.gap(size * 0.6);
        // A heading stays with two lines of what follows.
        self.need(size * LEADING + 2.0 * BODY_SIZE * LEADING);
        let style = Style {
            size,
            face: Face::Head,
            ..Style::BODY
        };
        self.lines(&format!("{number}{text}"), &style);
    }

    fn quote(&mut self, text: &str, source: &str) {
        let style = Style {
            inset: (2.0 * BODY_SIZE, BODY_SIZE),
            ..Style::BODY
        };
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            self.lines(line.trim(), &style);
        }
        let style = Style {
            size: 10.5,
            align: 1.0,
            ..style
        };
        self.lines(&format!("——{source}"), &style);
    }

    fn table(&mut self, head: &[String], rows: &[Vec<String>], widths: &[u16]) {
        self.gap(4.0);
        let columns = rows.first().map_or(head.len(), Vec::len).max(head.len());
        let grid = grid(columns, widths);
        let bold = head.is_empty();
        if !head.is_empty() {
            // A head stays with the row below it.
            self.need(6.0 * TABLE_SIZE * 1.45);
            self.row(head, &grid, &|_| Face::Head);
        }
        for row in rows {
            let face = |at: usize| {
                if bold && at == 0 {
                    Face::Head
                } else {
                    Face::Body
                }
            };
            self.row(row, &grid, &face);
        }
        self.gap(8.0);
    }

    /// A row; on a new page when it does not fit, and cut where no page could hold it.
    fn row(&mut self, cells: &[String], grid: &[f32], face: &dyn Fn(usize) -> Face) {
        let leading = TABLE_SIZE * 1.45;
        let mut left: Vec<(Face, Vec<String>)> = cells
            .iter()
            .zip(grid)
            .enumerate()
            .map(|(at, (cell, width))| {
                let face = face(at);
                let lines = cell.lines().flat_map(|line| {
                    self.broken(line, face, TABLE_SIZE, width - 2.0 * PADDING, 0.0)
                });
                (face, lines.collect())
            })
            .collect();
        while left.iter().any(|(_, lines)| !lines.is_empty()) {
            let most = left.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0);
            #[allow(clippy::cast_precision_loss)] // Lines of a cell.
            let height = |lines: usize| lines as f32 * leading + 2.0 * PADDING;
            let whole = PAGE_HEIGHT - BOTTOM - TOP;
            self.need(height(most).min(whole));
            let room = PAGE_HEIGHT - BOTTOM - self.y - 2.0 * PADDING;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let fits = ((room / leading).max(1.0) as usize).min(most);
            let bottom = self.y + height(fits);
            let mut x = LEFT;
            for ((face, lines), width) in left.iter_mut().zip(grid) {
                let now = lines.drain(..fits.min(lines.len())).collect::<Vec<_>>();
                for (at, text) in now.into_iter().enumerate() {
                    #[allow(clippy::cast_precision_loss)]
                    let y = self.y + PADDING + at as f32 * leading + TABLE_SIZE;
                    self.mark(Mark::Text {
                        x: x + PADDING,
                        y,
                        size: TABLE_SIZE,
                        face: *face,
                        text,
                    });
                }
                self.border(x, x + width, self.y, bottom);
                x += width;
            }
            self.y = bottom;
        }
    }

    fn border(&mut self, left: f32, right: f32, top: f32, bottom: f32) {
        let corners = [(left, top), (right, top), (right, bottom), (left, bottom)];
        for (at, &from) in corners.iter().enumerate() {
            let to = corners[(at + 1) % 4];
            self.mark(Mark::Line { from, to });
        }
    }

    /// Adds what stands above and below every page.
    fn finish(mut self, running: &str) -> Vec<Vec<Mark>> {
        let total = self.pages.len();
        let running = self.fonts.body.drawable(running);
        let above = self.width(&running, Face::Body, SMALL_SIZE);
        for at in 0..total {
            let text = format!("第 {} 页，共 {total} 页", at + 1);
            let below = self.width(&text, Face::Body, SMALL_SIZE);
            let set = |x: f32, y: f32, text: String| Mark::Text {
                x,
                y,
                size: SMALL_SIZE,
                face: Face::Body,
                text,
            };
            let number = set((PAGE_WIDTH - below) / 2.0, PAGE_HEIGHT - 56.0, text);
            self.pages[at].push(number);
            if !running.is_empty() {
                let head = set(PAGE_WIDTH - RIGHT - above, 62.0, running.clone());
                self.pages[at].push(head);
            }
        }
        self.pages
    }
}

fn joined(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// The widths of columns in points.
fn grid(columns: usize, widths: &[u16]) -> Vec<f32> {
    let relative = |at: usize| widths.get(at).map_or(1.0, |&width| f32::from(width.max(1)));
    let sum: f32 = (0..columns).map(relative).sum();
    let whole = PAGE_WIDTH - LEFT - RIGHT;
    (0..columns).map(|at| whole * relative(at) / sum).collect()
}
