//! Text on a terminal: columns by display width (a Chinese character takes two),
//! wrapped lines, highlights.

use std::io::{IsTerminal, Write};
use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Narrowest and widest lines that are set.
const LINE_WIDTHS: Range<usize> = 40..120;

/// Where output goes and what it can show.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Escape codes for bold and dim are understood.
    pub colour: bool,
    /// Columns of a line.
    pub width: usize,
}

impl Style {
    /// Of standard output: colours on a terminal unless NO_COLOR is set; width
    /// from COLUMNS, else 100.
    pub fn of_stdout() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
        let width = std::env::var("COLUMNS")
            .ok()
            .and_then(|columns| columns.parse().ok())
            .unwrap_or(100_usize)
            .clamp(LINE_WIDTHS.start, LINE_WIDTHS.end);
        Self {
            colour: wanted && std::io::stdout().is_terminal(),
            width,
        }
    }

    /// Stands out.
    pub fn bold(self, text: &str) -> String {
        self.wrap_code("1", text)
    }

    /// Steps back.
    pub fn dim(self, text: &str) -> String {
        self.wrap_code("2", text)
    }

    fn wrap_code(self, code: &str, text: &str) -> String {
        if self.colour {
            format!("\x1b[{code}m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

/// Display width in columns.
pub fn width(text: &str) -> usize {
    text.width()
}

/// `text` with spaces up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{text}{}", " ".repeat(missing))
}

/// `text` after spaces up to `columns`, for numbers.
pub fn pad_left(text: &str, columns: usize) -> String {
    let missing = columns.saturating_sub(width(text));
    format!("{}{text}", " ".repeat(missing))
}

/// The piece of `text` in `piece`, with the ranges that stand out, broken into
/// lines of `style.width` columns after `indent` spaces. Ranges are bytes of
/// `text`, sorted and disjoint; what lies outside the piece is ignored. Line
/// breaks and other control characters of the text become spaces.
pub fn wrapped(
    text: &str,
    piece: &Range<usize>,
    highlights: &[Range<usize>],
    indent: usize,
    style: Style,
) -> Vec<String> {
    let Some(shown) = text.get(piece.clone()) else {
        return Vec::new();
    };
    let columns = style.width.saturating_sub(indent).max(10);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    let mut marked = false;
    for (at, character) in shown.char_indices() {
        let at = at + piece.start;
        let character = if character.is_control() {
            ' '
        } else {
            character
        };
        let wide = character.width().unwrap_or(0);
        if used + wide > columns {
            end_line(&mut lines, &mut line, indent, marked && style.colour);
            if marked && style.colour {
                line.push_str("\x1b[1m");
            }
            used = 0;
        }
        let mark = highlights.iter().any(|range| range.contains(&at));
        if mark != marked && style.colour {
            line.push_str(if mark { "\x1b[1m" } else { "\x1b[0m" });
        }
        marked = mark;
        line.push(character);
        used += wide;
    }
    if !line.is_empty() {
        end_line(&mut lines, &mut line, indent, marked && style.colour);
    }
    lines
}

fn end_line(lines: &mut Vec<String>, line: &mut String, indent: usize, open: bool) {
    if open {
        line.push_str("\x1b[0m");
    }
    lines.push(format!("{}{}", " ".repeat(indent), line.trim_end()));
    line.clear();
}

/// A whole text broken into lines, its own line breaks kept.
pub fn paragraphs(text: &str, indent: usize, style: Style) -> Vec<String> {
    text.split('\n')
        .flat_map(|paragraph| {
            let lines = wrapped(paragraph, &(0..paragraph.len()), &[], indent, style);
            if lines.is_empty() {
                vec![String::new()]
            } else {
                lines
            }
        })
        .collect()
}

/// Removes control characters, so that a text from outside cannot steer the
/// terminal.
pub fn plain(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Standard output, buffered, locked. A closed pipe comes back as an error.
pub fn stdout() -> impl Write {
    std::io::BufWriter::new(std::io::stdout().lock())
}

/// A number with thin groups of three digits.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Seconds as a person reads them: `0.3 秒`, `4 分 10 秒`, `1 小时 02 分`.
pub fn duration(seconds: f64) -> String {
    if seconds < 10.0 {
        return format!("{seconds:.1} 秒");
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "rounded, positive, far below 2^53"
    )]
    let whole = seconds.round() as u64;
    match whole {
        0..60 => format!("{whole} 秒"),
        60..3600 => format!("{} 分 {:02} 秒", whole / 60, whole % 60),
        _ => format!("{} 小时 {:02} 分", whole / 3600, whole % 3600 / 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Style = Style {
        colour: false,
        width: 40,
    };

    #[test]
    fn columns_count_a_chinese_character_twice() {
        assert_eq!(pad("刑法", 6), "刑法  ");
        assert_eq!(pad_left("12", 4), "  12");
        assert_eq!(pad("太长的文字", 4), "太长的文字");
    }

    #[test]
    fn lines_break_by_width_and_lose_nothing() {
        let text = "盗窃公私财物，数额较大的，或者多次盗窃、入户盗窃、携带凶器盗窃、扒窃的";
        let lines = wrapped(text, &(0..text.len()), &[], 2, PLAIN);
        assert!(lines.iter().all(|line| width(line) <= 40), "{lines:?}");
        let joined: String = lines.iter().map(|line| line.trim()).collect();
        assert_eq!(joined, text);
    }

    #[test]
    fn highlights_open_and_close_on_every_line() {
        let style = Style {
            colour: true,
            width: 40,
        };
        let text = "盗窃公私财物数额较大的".repeat(4);
        let whole = 0..text.len();
        let lines = wrapped(&text, &whole, std::slice::from_ref(&whole), 0, style);
        assert!(lines.len() > 1);
        for line in lines {
            assert!(line.starts_with("\x1b[1m") && line.ends_with("\x1b[0m"));
        }
    }

    #[test]
    fn a_piece_off_character_boundaries_shows_nothing() {
        assert!(wrapped("刑法", &(1..3), &[], 0, PLAIN).is_empty());
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        assert_eq!(plain("a\x1b[31mb"), "a [31mb");
    }

    #[test]
    fn numbers_and_times_read_well() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(duration(0.25), "0.2 秒");
        assert_eq!(duration(250.0), "4 分 10 秒");
        assert_eq!(duration(3720.0), "1 小时 02 分");
    }
}
