//! Breaks text into lines, where Unicode's rules (UAX #14) allow it: between Chinese
//! characters, never before 。 and never behind 《.

use unicode_linebreak::{BreakOpportunity, linebreaks};

/// The lines of `text`, each not wider than `width` but for a single piece that cannot
/// be broken, which is cut where it is full. `measure` gives the width of a character;
/// the first line begins `indent` further in.
pub fn broken(text: &str, width: f32, indent: f32, measure: &dyn Fn(char) -> f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut room = width - indent;
    let mut begin = 0;
    for (end, opportunity) in linebreaks(text) {
        let piece = text[begin..end].trim_end_matches(['\n', '\r']);
        begin = end;
        // Blanks at the end of a line hang over it.
        let wide: f32 = piece.trim_end().chars().map(measure).sum();
        if wide > room && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            room = width;
        }
        for c in piece.chars() {
            let wide = measure(c);
            if wide > room && !line.is_empty() && !c.is_whitespace() {
                lines.push(std::mem::take(&mut line));
                room = width;
            }
            line.push(c);
            room -= wide;
        }
        if opportunity == BreakOpportunity::Mandatory && end < text.len() {
            lines.push(std::mem::take(&mut line));
            room = width;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
        .iter_mut()
        .for_each(|line| line.truncate(line.trim_end().len()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ten(text: &str) -> Vec<String> {
        broken(text, 10.0, 2.0, &|c| if c.is_ascii() { 0.5 } else { 1.0 })
    }

    #[test]
    fn lines_break_where_chinese_does() {
        assert_eq!(ten("一二三四五六七八九十"), ["一二三四五六七八", "九十"]);
        assert_eq!(ten("一二三四五六七八。九"), ["一二三四五六七", "八。九"]);
        assert_eq!(ten("一二三四五六七《九》"), ["一二三四五六七", "《九》"]);
        assert_eq!(ten("一二三四五六 article 1"), ["一二三四五六", "article 1"]);
        assert_eq!(ten("一\n二"), ["一", "二"]);
        assert_eq!(ten(""), [""]);
    }

    #[test]
    fn what_cannot_be_broken_is_cut() {
        let lines = ten(&"a".repeat(50));
        assert_eq!(lines.concat().len(), 50);
        assert!(lines.iter().all(|line| line.len() <= 20));
    }
}
