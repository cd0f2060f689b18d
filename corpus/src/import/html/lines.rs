//! The lines of a block: one a paragraph, one a row of a table.

use super::tree::{Block, Child, Tree};
use crate::import::flow::Flow;
use crate::import::law_markdown::article_tables;
use crate::normalize::{is_invisible, trim};

/// Longest text of a cell of a table that is one; longer ones frame text.
const MAX_CELL_CHARS: usize = 400;

/// Writes the block at `place` and everything below it.
pub(super) fn write(tree: &Tree, place: usize, flow: &mut Flow) {
    let mut writer = Writer {
        tree,
        flow,
        line: String::new(),
        in_pre: false,
    };
    writer.block(place);
    writer.end_line(0);
}

struct Writer<'t> {
    tree: &'t Tree,
    flow: &'t mut Flow,
    line: String,
    in_pre: bool,
}

impl Writer<'_> {
    /// The depth of the tree is bounded, and with it that of the calls.
    fn block(&mut self, place: usize) {
        let tree = self.tree;
        let block = &tree.blocks[place];
        if block.dropped {
            return;
        }
        self.end_line(0);
        if block.name == "table" && self.table(place) {
            return;
        }
        let in_pre = self.in_pre;
        self.in_pre |= block.name == "pre";
        let mut item = 0;
        for child in &block.children {
            match child {
                Child::Text(text, _) => self.text(text),
                Child::Break => self.end_line(heading(block)),
                Child::Block(child) => {
                    if block.name == "ol" && tree.blocks[*child].name == "li" {
                        item += 1;
                        self.end_line(0);
                        self.numbered_item(*child, item);
                    } else {
                        self.block(*child);
                    }
                }
            }
        }
        self.in_pre = in_pre;
        self.end_line(heading(block));
    }

    /// Browsers number the items of `<ol>`.
    fn numbered_item(&mut self, place: usize, number: usize) {
        let before = self.flow.blocks.len();
        self.block(place);
        if let Some(first) = self.flow.blocks.get_mut(before) {
            first.text.insert_str(0, &format!("{number}. "));
        }
    }

    fn end_line(&mut self, depth: u8) {
        let line = std::mem::take(&mut self.line);
        self.flow.push(depth, &line);
    }

    /// White space is one space, but none where a line of Chinese was only wrapped.
    fn text(&mut self, text: &str) {
        if self.in_pre {
            return self.line.push_str(text);
        }
        let mut space: Option<bool> = None;
        for c in text.chars().filter(|&c| !is_invisible(c)) {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}' | '\u{a0}') {
                space = Some(space.unwrap_or(false) || c == '\n');
                continue;
            }
            if let Some(wrapped) = space.take() {
                self.space(wrapped && is_wide(c));
            }
            self.line.push(c);
        }
        if let Some(wrapped) = space {
            self.space(wrapped);
        }
    }

    fn space(&mut self, wrapped: bool) {
        let last = self.line.chars().next_back();
        let inside_chinese = wrapped && last.is_none_or(is_wide);
        if !inside_chinese && last.is_some_and(|last| last != ' ') {
            self.line.push(' ');
        }
    }

    /// Writes a table of data, a line `| 甲 | 乙 |` a row; `false` where the table
    /// only lays out a text.
    fn table(&mut self, place: usize) -> bool {
        let mut rows = Vec::new();
        collect_rows(self.tree, place, &mut rows);
        let cells: Vec<Vec<usize>> = rows.iter().map(|&row| self.cells(row)).collect();
        if cells.iter().all(|cells| cells.len() <= 1) || self.holds_articles(&cells) {
            return false;
        }
        let mut lines = Vec::new();
        for cells in cells {
            let mut texts = Vec::new();
            for cell in cells {
                let Some(text) = self.cell_text(cell) else {
                    return false;
                };
                texts.push(text);
            }
            if texts.iter().any(|text| !text.is_empty()) {
                lines.push(format!("| {} |", texts.join(" | ")));
            }
        }
        for line in lines {
            self.flow.push(0, &line);
        }
        true
    }

    /// Whether the rows are articles of the text: their cells are paragraphs of it.
    fn holds_articles(&self, rows: &[Vec<usize>]) -> bool {
        let first = |cells: &Vec<usize>| {
            let mut flow = Flow::default();
            let first = *cells.first()?;
            if !self.has_table(first) {
                write(self.tree, first, &mut flow);
            }
            let text = flow.blocks.into_iter().next();
            Some((
                text.map_or_else(String::new, |block| block.text),
                cells.len(),
            ))
        };
        let firsts: Vec<(String, usize)> = rows.iter().filter_map(first).collect();
        let firsts = firsts.iter().map(|(text, cells)| (text.as_str(), *cells));
        let above = self.flow.blocks.iter().map(|block| block.text.as_str());
        article_tables::holds_articles(firsts, above)
    }

    fn cells(&self, row: usize) -> Vec<usize> {
        let cell = |child: &Child| match *child {
            Child::Block(place) if matches!(self.tree.blocks[place].name.as_str(), "td" | "th") => {
                Some(place)
            }
            _ => None,
        };
        self.tree.blocks[row]
            .children
            .iter()
            .filter_map(cell)
            .collect()
    }

    /// The text of a cell, `None` when it holds more than a cell does.
    fn cell_text(&self, place: usize) -> Option<String> {
        if self.has_table(place) {
            return None;
        }
        let mut flow = Flow::default();
        write(self.tree, place, &mut flow);
        let lines: Vec<&str> = flow
            .blocks
            .iter()
            .map(|block| block.text.as_str())
            .collect();
        let text = lines.join(" ");
        (text.chars().count() <= MAX_CELL_CHARS).then(|| trim(&text).to_owned())
    }

    fn has_table(&self, place: usize) -> bool {
        let children = self.tree.blocks[place].children.iter();
        children
            .filter_map(|child| match child {
                Child::Block(place) => Some(*place),
                _ => None,
            })
            .any(|child| self.tree.blocks[child].name == "table" || self.has_table(child))
    }
}

/// The rows of a table, not those of tables in it.
fn collect_rows(tree: &Tree, place: usize, rows: &mut Vec<usize>) {
    for child in &tree.blocks[place].children {
        let Child::Block(child) = *child else {
            continue;
        };
        match tree.blocks[child].name.as_str() {
            "tr" => rows.push(child),
            "tbody" | "thead" | "tfoot" => collect_rows(tree, child, rows),
            _ => {}
        }
    }
}

/// The depth of a heading; `<h1>` on a page that has a title is its first heading.
fn heading(block: &Block) -> u8 {
    match block.name.as_str() {
        "h1" | "h2" => 2,
        "h3" => 3,
        "h4" => 4,
        "h5" => 5,
        "h6" => 6,
        _ => 0,
    }
}

/// Chinese and its punctuation: a line of it may be wrapped anywhere.
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '\u{20000}'..='\u{3ffff}')
}
