//! A paper as HTML slides: one file, a slide for every break, turned by keys, by
//! scrolling, or printed a slide a page.

use askama::Template;

use super::{Block, Paper, html};

#[derive(Template)]
#[template(path = "slides.html")]
struct Slides<'a> {
    title: &'a str,
    running: &'a str,
    slides: Vec<String>,
}

/// Longest part of a slide, in characters; what is longer goes on on the next one.
const SLIDE_CHARS: usize = 420;

/// Writes the file.
///
/// # Errors
/// Those of the template.
pub fn write(paper: &Paper) -> askama::Result<String> {
    let slides: askama::Result<Vec<String>> = cut(&paper.blocks)
        .into_iter()
        .map(|blocks| {
            html::blocks(&Paper {
                blocks,
                ..Paper::default()
            })
        })
        .collect();
    Slides {
        title: &paper.title,
        running: &paper.running,
        slides: slides?,
    }
    .render()
}

/// The blocks of each slide. A paragraph is never cut; a heading stays with what
/// follows it.
fn cut(blocks: &[Block]) -> Vec<Vec<Block>> {
    let mut slides: Vec<Vec<Block>> = vec![Vec::new()];
    let mut chars = 0;
    for (at, block) in blocks.iter().enumerate() {
        let length = length(block);
        let next = match block {
            Block::Heading { .. } => blocks.get(at + 1).map_or(0, self::length),
            _ => 0,
        };
        let full = chars > 0 && chars + length + next > SLIDE_CHARS;
        if *block == Block::Break || full {
            slides.push(Vec::new());
            chars = 0;
        }
        if let (Some(slide), true) = (slides.last_mut(), *block != Block::Break) {
            slide.push(block.clone());
            chars += length;
        }
    }
    slides.retain(|slide| !slide.is_empty());
    slides
}

fn length(block: &Block) -> usize {
    let of = |text: &str| text.chars().count();
    match block {
        Block::Heading { text, .. } => of(text) + 30,
        Block::Paragraph(spans) => spans.iter().map(|span| of(&span.text)).sum::<usize>() + 20,
        Block::Facts(facts) => facts.iter().map(|(a, b)| of(a) + of(b) + 20).sum(),
        Block::Table { rows, .. } => {
            let cells = rows.iter().flatten();
            cells.map(|cell| of(cell)).sum::<usize>() + 25 * rows.len()
        }
        Block::Quote { text, source } => of(text) + of(source) + 40,
        Block::List(items) => {
            let spans = items.iter().flatten();
            spans.map(|span| of(&span.text)).sum::<usize>() + 20 * items.len()
        }
        Block::Sign(lines) => 30 * lines.len(),
        Block::Break => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slides_are_cut_at_breaks_and_where_they_are_full() {
        let long = || Block::text("长".repeat(300));
        let heading = || Block::bare_heading(2, "基本案情");
        let blocks = [
            heading(),
            long(),
            Block::Break,
            heading(),
            long(),
            heading(),
            long(),
        ];
        let slides = cut(&blocks);
        let lengths: Vec<usize> = slides.iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2, 2]);
    }
}
