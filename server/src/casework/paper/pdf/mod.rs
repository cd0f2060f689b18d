//! A paper as a PDF file with the fonts of the machine in it: [`fonts`] finds them,
//! [`lines`] breaks text, [`layout`] puts it on pages, and this file draws the pages.
//!
//! The program ships no fonts. Without a Chinese one there is no PDF, and the error says
//! what to do instead.

mod fonts;
mod layout;
mod lines;

use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::Paper;
use crate::casework::error::{CaseworkError, Result};
use fonts::{Face, Fonts};
use layout::{Mark, PAGE_HEIGHT, PAGE_WIDTH};

/// Writes the file.
///
/// # Errors
/// `Paper` when the machine has no font with Chinese characters.
pub fn write(paper: &Paper) -> Result<Vec<u8>> {
    let fonts = Fonts::of_machine().ok_or_else(|| {
        refused(
            "本机没有可用的中文字体，不能生成 PDF；请下载 DOCX，或在浏览器中打开 HTML 后打印"
                .to_owned(),
        )
    })?;
    let pages = layout::pages(paper, fonts);
    let mut document = Document::new();
    document.set_metadata(
        Metadata::new()
            .title(paper.title.clone())
            .language("zh-CN".to_owned()),
    );
    for page in &pages {
        let settings = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT)
            .ok_or_else(|| refused("page size".to_owned()))?;
        let mut drawn = document.start_page_with(settings);
        let mut surface = drawn.surface();
        for mark in page {
            draw(&mut surface, mark, fonts);
        }
        surface.finish();
        drawn.finish();
    }
    document
        .finish()
        .map_err(|error| refused(format!("{error:?}")))
}

fn refused(reason: String) -> CaseworkError {
    CaseworkError::Paper {
        format: "pdf",
        reason,
    }
}

fn draw(surface: &mut Surface<'_>, mark: &Mark, fonts: &Fonts) {
    match mark {
        Mark::Text {
            x,
            y,
            size,
            face,
            text,
        } => {
            surface.set_stroke(None);
            surface.set_fill(Some(Fill {
                paint: rgb::Color::new(20, 20, 20).into(),
                ..Fill::default()
            }));
            let font = match face {
                Face::Body => &fonts.body,
                Face::Head => &fonts.head,
            };
            surface.draw_text(
                Point::from_xy(*x, *y),
                font.drawn.clone(),
                *size,
                text,
                false,
                TextDirection::LeftToRight,
            );
        }
        Mark::Line { from, to } => {
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            if let Some(path) = path.finish() {
                surface.set_fill(None);
                surface.set_stroke(Some(Stroke {
                    paint: rgb::Color::new(110, 110, 110).into(),
                    width: 0.6,
                    ..Stroke::default()
                }));
                surface.draw_path(&path);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::{Block, Span};
    use super::*;

    #[test]
    fn what_is_written_is_read_back_page_by_page() {
        if Fonts::of_machine().is_none() {
            println!("skipped: no Chinese font");
            return;
        }
        let mut paper = Paper::new("类案检索报告", "某院　2026-0001");
        paper.push(Block::heading(1, "检索事由"));
        for _ in 0..60 {
            paper.push(Block::Paragraph(vec![
                Span::plain("承办人就醉酒驾驶电动三轮车一案检索类案，"),
                Span::strong("以便统一法律适用"),
            ]));
        }
        paper.push(Block::Table {
            caption: "结果统计".into(),
            head: vec!["层级".into(), "返回".into()],
            rows: vec![vec!["最高检指导性案例".into(), "3".into()]; 40],
            widths: vec![3, 1],
        });
        let bytes = write(&paper).unwrap();
        let read = leian_corpus::import::extract_text(&bytes, "报告.pdf").unwrap();
        let text: String = read.text.split_whitespace().collect();
        for expected in [
            "类案检索报告",
            "一、检索事由",
            "以便统一法律适用",
            "最高检指导性案例",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
        let pages = layout::pages(&paper, Fonts::of_machine().unwrap()).len();
        assert!(pages >= 3, "{pages} pages");
    }
}
