//! A paper as one HTML file that needs nothing beside it, and as the piece of a page.

use askama::Template;

use super::{Block, Numbers, Paper, Span, without_controls};

/// A paper for the template.
#[derive(Template)]
#[template(path = "paper.html")]
struct WholePaper<'a> {
    title: &'a str,
    running: &'a str,
    body: &'a str,
}

#[derive(Template)]
#[template(path = "paper_blocks.html")]
struct Blocks<'a> {
    blocks: Vec<Item<'a>>,
}

/// A block with its number.
enum Item<'a> {
    Heading {
        level: u8,
        number: String,
        text: &'a str,
    },
    Paragraph(&'a [Span]),
    Facts(&'a [(String, String)]),
    Table {
        caption: &'a str,
        head: &'a [String],
        rows: &'a [Vec<String>],
    },
    Quote {
        paragraphs: Vec<&'a str>,
        source: &'a str,
    },
    List(&'a [Vec<Span>]),
    Sign(&'a [String]),
    Break,
}

/// Writes the paper as a whole file.
///
/// # Errors
/// Those of the template.
pub fn write(paper: &Paper) -> askama::Result<String> {
    let body = blocks(paper)?;
    WholePaper {
        title: &paper.title,
        running: &paper.running,
        body: &body,
    }
    .render()
    .map(|page| without_controls(&page))
}

/// Writes the blocks alone, for a page that has its own frame. Everything in them is
/// escaped.
///
/// # Errors
/// Those of the template.
pub fn blocks(paper: &Paper) -> askama::Result<String> {
    let mut numbers = Numbers::default();
    let blocks = paper.blocks.iter().map(|block| item(block, &mut numbers));
    Blocks {
        blocks: blocks.collect(),
    }
    .render()
}

fn item<'a>(block: &'a Block, numbers: &mut Numbers) -> Item<'a> {
    match block {
        Block::Heading {
            level,
            text,
            numbered,
        } => Item::Heading {
            // The title is the first heading.
            level: level + 1,
            number: match numbered {
                true => numbers.next(*level),
                false => String::new(),
            },
            text,
        },
        Block::Paragraph(spans) => Item::Paragraph(spans),
        Block::Facts(facts) => Item::Facts(facts),
        Block::Table {
            caption,
            head,
            rows,
            ..
        } => Item::Table {
            caption,
            head,
            rows,
        },
        Block::Quote { text, source } => Item::Quote {
            paragraphs: text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .collect(),
            source,
        },
        Block::List(items) => Item::List(items),
        Block::Sign(lines) => Item::Sign(lines),
        Block::Break => Item::Break,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_file_stands_alone_and_escapes_everything() {
        let evil = "<script>alert(1)</script>";
        let mut paper = Paper::new(evil, evil);
        paper.push(Block::heading(1, evil));
        paper.push(Block::text(evil));
        paper.push(Block::Facts(vec![(evil.into(), evil.into())]));
        paper.push(Block::Table {
            caption: evil.into(),
            head: vec![evil.into()],
            rows: vec![vec![evil.into()]],
            widths: vec![1],
        });
        paper.push(Block::Quote {
            text: evil.into(),
            source: evil.into(),
        });
        paper.push(Block::List(vec![vec![Span::strong(evil)]]));
        paper.push(Block::Sign(vec![evil.into()]));
        let html = write(&paper).unwrap();
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("一、"), "{html}");
        assert!(!html.contains("src=") && !html.contains("href="), "{html}");
    }
}
