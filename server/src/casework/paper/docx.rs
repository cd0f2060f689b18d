//! A paper as a DOCX file (ECMA-376) that Word and WPS open: real heading styles with
//! the numbering of official papers, tables with a repeated head, page numbers.

use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, BreakType, Docx, Footer, Header, IndentLevel, Level, LevelJc,
    LevelSuffixType, LevelText, LineSpacing, LineSpacingType, NumPages, NumberFormat, Numbering,
    NumberingId, PageMargin, PageNum, Paragraph, Run, RunFonts, Shading, SpecialIndentType, Start,
    Style, StyleType, Table, TableCell, TableLayoutType, TableRow, WidthType,
};

use super::{Block, Paper, Span, without_controls};
use crate::casework::error::{CaseworkError, Result};

/// A4 in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);

/// Margins of official papers (GB/T 9704): 37, 26, 35 and 28 mm, in twentieths of a
/// point from the top clockwise.
const MARGINS: [i32; 4] = [2_098, 1_474, 1_984, 1_587];

/// Between the margins.
const TEXT_WIDTH: usize = 11_906 - 1_474 - 1_587;

/// Sizes in half points: 小四 for the text, 五号 for tables.
const BODY_SIZE: usize = 24;
const TABLE_SIZE: usize = 21;

/// Two characters of the text, in twentieths of a point.
const INDENT: i32 = 480;

/// The numbering of headings, and that of points.
const HEADINGS: usize = 2;
const POINTS: usize = 3;

const BODY_FONT: &str = "仿宋";
const HEAD_FONT: &str = "黑体";
const TITLE_FONT: &str = "宋体";
const LATIN_FONT: &str = "Times New Roman";

/// Writes the file.
///
/// # Errors
/// `Paper` when the archive cannot be made.
pub fn write(paper: &Paper) -> Result<Vec<u8>> {
    let mut docx = frame(paper);
    docx = docx.add_paragraph(
        Paragraph::new()
            .style("Title")
            .add_run(text_run(&paper.title)),
    );
    for block in &paper.blocks {
        docx = add(docx, block);
    }
    let mut file = Cursor::new(Vec::new());
    let mut package = docx.build();
    package.doc_props.core = properties(paper).into_bytes();
    package.styles = in_chinese(package.styles);
    package
        .pack(&mut file)
        .map_err(|error| CaseworkError::Paper {
            format: "docx",
            reason: error.to_string(),
        })?;
    Ok(file.into_inner())
}

/// The properties of the file (ECMA-376, part 2, 8.3), which the library cannot set: title,
/// author and day. What is not known is left out.
fn properties(paper: &Paper) -> String {
    let element = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("<{name}>{}</{name}>", escaped(value)),
    };
    let day = |name: &str| match paper.made.as_str() {
        "" => String::new(),
        made => format!(
            "<dcterms:{name} xsi:type=\"dcterms:W3CDTF\">{}</dcterms:{name}>",
            escaped(made)
        ),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         {}{}{}{}{}<dc:language>zh-CN</dc:language></cp:coreProperties>",
        element("dc:title", &paper.title),
        element("dc:creator", &paper.author),
        element("cp:lastModifiedBy", &paper.author),
        day("created"),
        day("modified"),
    )
}

/// The text as XML holds it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in without_controls(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

/// Styles that say which language the text is in, for spelling and line breaks.
fn in_chinese(styles: Vec<u8>) -> Vec<u8> {
    const LANGUAGE: &str = "<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" />";
    let text = String::from_utf8_lossy(&styles).into_owned();
    // w:lang stands behind fonts and sizes.
    match text.split_once("</w:rPr></w:rPrDefault>") {
        Some((before, after)) => {
            format!("{before}{LANGUAGE}</w:rPr></w:rPrDefault>{after}").into_bytes()
        }
        None => text.into_bytes(),
    }
}

fn frame(paper: &Paper) -> Docx {
    let [top, right, bottom, left] = MARGINS;
    let margin = PageMargin {
        top,
        right,
        bottom,
        left,
        header: 1_134,
        footer: 1_134,
        gutter: 0,
    };
    let docx = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_margin(margin)
        .default_fonts(fonts(BODY_FONT))
        .default_size(BODY_SIZE)
        .default_line_spacing(
            LineSpacing::new()
                .line_rule(LineSpacingType::Auto)
                .line(360),
        )
        .footer(page_numbers());
    let docx = match paper.running.is_empty() {
        true => docx,
        false => docx.header(running(&paper.running)),
    };
    let docx = styles().into_iter().fold(docx, Docx::add_style);
    docx.add_abstract_numbering(heading_numbers())
        .add_numbering(Numbering::new(HEADINGS, HEADINGS))
        .add_abstract_numbering(point_numbers())
        .add_numbering(Numbering::new(POINTS, POINTS))
}

fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new()
        .east_asia(east_asia)
        .ascii(LATIN_FONT)
        .hi_ansi(LATIN_FONT)
}

fn styles() -> Vec<Style> {
    let paragraph = |id: &str, name: &str| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
    };
    let heading = |level: usize, size: usize| {
        paragraph(&format!("Heading{level}"), &format!("heading {level}"))
            .fonts(fonts(HEAD_FONT))
            .size(size)
            .outline_lvl(level - 1)
            .line_spacing(LineSpacing::new().before(200).after(80))
    };
    vec![
        paragraph("Title", "Title")
            .fonts(fonts(TITLE_FONT))
            .size(40)
            .bold()
            .align(AlignmentType::Center)
            .line_spacing(LineSpacing::new().before(120).after(320)),
        heading(1, 30),
        heading(2, 26),
        heading(3, 24).bold(),
        paragraph("Quote", "Quote").indent(Some(480), None, Some(240), None),
    ]
}

fn heading_numbers() -> AbstractNumbering {
    let forms = [
        ("chineseCounting", "%1、"),
        ("chineseCounting", "（%2）"),
        ("decimal", "%3."),
    ];
    let levels = forms.into_iter().enumerate();
    levels.fold(
        AbstractNumbering::new(HEADINGS),
        |numbering, (at, (format, text))| {
            numbering.add_level(
                Level::new(
                    at,
                    Start::new(1),
                    NumberFormat::new(format),
                    LevelText::new(text),
                    LevelJc::new("left"),
                )
                .suffix(LevelSuffixType::Nothing)
                .indent(Some(0), Some(SpecialIndentType::FirstLine(0)), None, None),
            )
        },
    )
}

fn point_numbers() -> AbstractNumbering {
    AbstractNumbering::new(POINTS).add_level(
        Level::new(
            0,
            Start::new(1),
            NumberFormat::new("bullet"),
            LevelText::new("·"),
            LevelJc::new("left"),
        )
        .indent(
            Some(INDENT),
            Some(SpecialIndentType::Hanging(240)),
            None,
            None,
        ),
    )
}

fn page_numbers() -> Footer {
    let small = |text: &str| text_run(text).size(18);
    let paragraph = Paragraph::new()
        .align(AlignmentType::Center)
        .size(18)
        .add_run(small("第 "))
        .add_page_num(PageNum::new())
        .add_run(small(" 页，共 "))
        .add_num_pages(NumPages::new())
        .add_run(small(" 页"));
    Footer::new().add_paragraph(paragraph)
}

fn running(text: &str) -> Header {
    let paragraph = Paragraph::new()
        .align(AlignmentType::Right)
        .add_run(text_run(text).size(18));
    Header::new().add_paragraph(paragraph)
}

fn add(docx: Docx, block: &Block) -> Docx {
    match block {
        Block::Heading {
            level,
            text,
            numbered,
        } => docx.add_paragraph(heading(*level, text, *numbered)),
        Block::Paragraph(spans) => {
            let indent = Some(SpecialIndentType::FirstLine(INDENT));
            docx.add_paragraph(spans_of(spans).indent(None, indent, None, None))
        }
        Block::Facts(facts) => docx.add_table(facts_table(facts)).add_paragraph(gap()),
        Block::Table {
            caption,
            head,
            rows,
            widths,
        } => {
            let docx = match caption.is_empty() {
                true => docx,
                false => docx.add_paragraph(
                    Paragraph::new()
                        .keep_next(true)
                        .add_run(text_run(caption).fonts(fonts(HEAD_FONT)).size(TABLE_SIZE)),
                ),
            };
            docx.add_table(table(head, rows, widths))
                .add_paragraph(gap())
        }
        Block::Quote { text, source } => {
            let lines = text.lines().filter(|line| !line.trim().is_empty());
            let docx = lines.fold(docx, |docx, line| {
                let run = text_run(line.trim());
                docx.add_paragraph(Paragraph::new().style("Quote").add_run(run))
            });
            docx.add_paragraph(
                Paragraph::new()
                    .style("Quote")
                    .align(AlignmentType::Right)
                    .add_run(text_run(&format!("——{source}")).size(TABLE_SIZE)),
            )
        }
        Block::List(items) => items.iter().fold(docx, |docx, item| {
            let point = spans_of(item).numbering(NumberingId::new(POINTS), IndentLevel::new(0));
            docx.add_paragraph(point)
        }),
        Block::Sign(lines) => lines.iter().fold(docx, |docx, line| {
            let paragraph = Paragraph::new().align(AlignmentType::Right);
            docx.add_paragraph(paragraph.add_run(text_run(line)))
        }),
        Block::Break => {
            docx.add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)))
        }
    }
}

fn heading(level: u8, text: &str, numbered: bool) -> Paragraph {
    let at = usize::from(level.clamp(1, 3));
    let paragraph = Paragraph::new()
        .style(&format!("Heading{at}"))
        .keep_next(true)
        .add_run(text_run(text));
    match numbered {
        true => paragraph.numbering(NumberingId::new(HEADINGS), IndentLevel::new(at - 1)),
        false => paragraph,
    }
}

fn spans_of(spans: &[Span]) -> Paragraph {
    spans.iter().fold(Paragraph::new(), |paragraph, span| {
        let run = text_run(&span.text);
        paragraph.add_run(if span.strong { run.bold() } else { run })
    })
}

/// Words without what XML cannot hold.
fn text_run(text: &str) -> Run {
    let clean: String = text
        .chars()
        .filter(|&c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'))
        .collect();
    Run::new().add_text(clean)
}

fn gap() -> Paragraph {
    Paragraph::new().line_spacing(
        LineSpacing::new()
            .line_rule(LineSpacingType::Exact)
            .line(160),
    )
}

fn facts_table(facts: &[(String, String)]) -> Table {
    let widths = [TEXT_WIDTH / 4, TEXT_WIDTH - TEXT_WIDTH / 4];
    let rows = facts.iter().map(|(name, value)| {
        TableRow::new(vec![head_cell(name, widths[0]), cell(value, widths[1])])
    });
    Table::new(rows.collect())
        .set_grid(widths.to_vec())
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH, WidthType::Dxa)
}

fn table(head: &[String], rows: &[Vec<String>], widths: &[u16]) -> Table {
    let widths = grid(head.len(), widths);
    let mut all = vec![TableRow::new(
        head.iter()
            .zip(&widths)
            .map(|(name, &width)| top_cell(name, width))
            .collect(),
    )];
    all.extend(rows.iter().map(|cells| {
        let cells = cells.iter().zip(&widths);
        TableRow::new(cells.map(|(text, &width)| cell(text, width)).collect()).cant_split()
    }));
    Table::new(all)
        .set_grid(widths)
        .layout(TableLayoutType::Fixed)
        .width(TEXT_WIDTH, WidthType::Dxa)
}

/// The widths of columns, in twentieths of a point.
fn grid(columns: usize, widths: &[u16]) -> Vec<usize> {
    let relative = |at: usize| widths.get(at).map_or(1, |&width| usize::from(width.max(1)));
    let sum: usize = (0..columns).map(relative).sum();
    (0..columns)
        .map(|at| TEXT_WIDTH * relative(at) / sum.max(1))
        .collect()
}

fn head_cell(text: &str, width: usize) -> TableCell {
    cell_of(text, width, true, false).shading(Shading::new().fill("EFEFEC"))
}

/// A cell of a head stays with the row below it.
fn top_cell(text: &str, width: usize) -> TableCell {
    cell_of(text, width, true, true).shading(Shading::new().fill("EFEFEC"))
}

fn cell(text: &str, width: usize) -> TableCell {
    cell_of(text, width, false, false)
}

fn cell_of(text: &str, width: usize, strong: bool, with_next: bool) -> TableCell {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let lines = if lines.is_empty() { vec![""] } else { lines };
    let lines = lines.into_iter().map(|line| {
        let run = text_run(line.trim()).size(TABLE_SIZE);
        let run = if strong { run.bold() } else { run };
        Paragraph::new()
            .keep_next(with_next)
            .line_spacing(
                LineSpacing::new()
                    .line_rule(LineSpacingType::Auto)
                    .line(300),
            )
            .add_run(run)
    });
    let cell = TableCell::new().width(width, WidthType::Dxa);
    lines.fold(cell, TableCell::add_paragraph)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut paper = Paper::new("类案检索报告", "某院　2026-0001");
        paper.push(Block::heading(1, "检索事由"));
        paper.push(Block::Paragraph(vec![
            Span::plain("控制符\u{1}与 <标记> & 引号\""),
            Span::strong("醒目"),
        ]));
        paper.push(Block::Table {
            caption: "结果统计".into(),
            head: vec!["层级".into(), "返回".into()],
            rows: vec![vec!["①".into(), "3".into()]],
            widths: vec![3, 1],
        });
        paper.push(Block::Break);
        let bytes = write(&paper).unwrap();
        let read = leian_corpus::import::extract_text(&bytes, "报告.docx");
        let text = read.unwrap().text;
        for expected in [
            "类案检索报告",
            "检索事由",
            "控制符与 <标记> & 引号\"醒目",
            "结果统计",
            "3",
        ] {
            assert!(text.contains(expected), "{expected} in {text}");
        }
    }

    #[test]
    fn properties_name_title_author_and_day() {
        let paper = Paper::new("某<案>", "").made_by("某院　甲&乙", "2026-03-01T08:00:00Z");
        let known = properties(&paper);
        for part in [
            "<dc:title>某&lt;案&gt;</dc:title>",
            "<dc:creator>某院　甲&amp;乙</dc:creator>",
            ">2026-03-01T08:00:00Z</dcterms:created>",
            "<dc:language>zh-CN</dc:language>",
        ] {
            assert!(known.contains(part), "{part} in {known}");
        }
        let unknown = properties(&Paper::new("甲", ""));
        assert!(
            !unknown.contains("creator>") && !unknown.contains("created"),
            "{unknown}"
        );
        let styles = frame(&paper).build().styles;
        let styles = String::from_utf8(in_chinese(styles)).unwrap();
        assert!(styles.contains("w:eastAsia=\"zh-CN\""), "{styles}");
    }

    #[test]
    fn columns_share_the_width() {
        let grid = grid(3, &[2, 1, 1]);
        assert_eq!(grid[0], TEXT_WIDTH / 2);
        assert!(grid.iter().sum::<usize>() <= TEXT_WIDTH);
    }
}
