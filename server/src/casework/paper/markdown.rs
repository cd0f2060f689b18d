//! A paper as Markdown (CommonMark, with tables).

use std::fmt::Write;

use super::{Block, Numbers, Paper, Span, without_controls};

/// Writes the paper.
#[must_use]
pub fn write(paper: &Paper) -> String {
    let mut out = format!("# {}\n", escaped(&paper.title));
    let mut numbers = Numbers::default();
    for block in &paper.blocks {
        out.push('\n');
        write_block(&mut out, block, &mut numbers);
    }
    if !paper.running.is_empty() {
        line(&mut out, "\n---\n");
        line(&mut out, &escaped(&paper.running));
    }
    without_controls(&out)
}

fn write_block(out: &mut String, block: &Block, numbers: &mut Numbers) {
    match block {
        Block::Heading {
            level,
            text,
            numbered,
        } => {
            let marks = "#".repeat(usize::from(*level) + 1);
            let number = match numbered {
                true => numbers.next(*level),
                false => String::new(),
            };
            line(out, &format!("{marks} {number}{}", escaped(text)));
        }
        Block::Paragraph(spans) => line(out, &runs(spans)),
        Block::Facts(facts) => {
            for (name, value) in facts {
                line(out, &format!("- **{}**：{}", escaped(name), escaped(value)));
            }
        }
        Block::Table {
            caption,
            head,
            rows,
            ..
        } => {
            if !caption.is_empty() {
                line(out, &format!("**{}**\n", escaped(caption)));
            }
            line(out, &row(head));
            line(out, &format!("|{}", " --- |".repeat(head.len())));
            for cells in rows {
                line(out, &row(cells));
            }
        }
        Block::Quote { text, source } => {
            for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
                line(out, &format!("> {}\n>", escaped(paragraph.trim())));
            }
            line(out, &format!("> ——{}", escaped(source)));
        }
        Block::List(items) => {
            for item in items {
                line(out, &format!("- {}", runs(item)));
            }
        }
        Block::Sign(lines) => {
            let lines: Vec<String> = lines.iter().map(|line| escaped(line)).collect();
            line(out, &lines.join("  \n"));
        }
        Block::Break => line(out, "---"),
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(out, "{text}");
}

fn runs(spans: &[Span]) -> String {
    let mut text = String::new();
    for span in spans {
        let words = escaped(&span.text);
        match span.strong && !words.trim().is_empty() {
            true => text.push_str(&format!("**{}**", words.trim())),
            false => text.push_str(&words),
        }
    }
    text
}

fn row(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} |", cells.join(" | "))
}

/// Words that Markdown could read as marks, or as markup, on one line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '!' | '&' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // A number or a dash at the beginning would begin a list.
    let digits = out.chars().take_while(char::is_ascii_digit).count();
    let after = out.chars().nth(digits);
    if digits > 0 && matches!(after, Some('.' | ')')) {
        out.insert(digits, '\\');
    } else if out.starts_with(['-', '+', '=']) {
        out.insert(0, '\\');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_in_texts_stay_texts() {
        assert_eq!(escaped("<b>*x*|y_z"), r"\<b\>\*x\*\|y\_z");
        assert_eq!(escaped("1. 甲"), r"1\. 甲");
        assert_eq!(escaped("- 甲\n乙"), r"\- 甲 乙");
    }

    #[test]
    fn characters_that_are_no_text_are_left_out() {
        let mut paper = Paper::new("报\u{0}告", "某\u{b}院");
        paper.push(Block::text("甲\u{c}乙\u{fffe}丙\u{7f}"));
        assert_eq!(write(&paper), "# 报告\n\n甲乙丙\n\n---\n\n某院\n");
    }

    #[test]
    fn a_paper_reads_in_its_order() {
        let mut paper = Paper::new("报告", "某院");
        paper.push(Block::heading(1, "检索事由"));
        paper.push(Block::Paragraph(vec![
            Span::plain("甲"),
            Span::strong("乙"),
        ]));
        paper.push(Block::Table {
            caption: "统计".into(),
            head: vec!["层级".into(), "返回".into()],
            rows: vec![vec!["①".into(), "0".into()]],
            widths: vec![1, 1],
        });
        paper.push(Block::Quote {
            text: "原文\n\n第二段".into(),
            source: "要旨".into(),
        });
        let expected = "# 报告\n\n## 一、检索事由\n\n甲**乙**\n\n**统计**\n\n| 层级 | 返回 |\n\
                        | --- | --- |\n| ① | 0 |\n\n> 原文\n>\n> 第二段\n>\n> ——要旨\n\n---\n\n某院\n";
        assert_eq!(write(&paper), expected);
    }
}
