//! A law's file as clean lines with their numbers: front matter, comments and
//! Markdown marks are gone, blank lines left out.

use crate::normalize::trim;

/// Ends the header in the files of LawRefBook.
pub(super) const INFO_END: &str = "<!-- INFO END -->";

/// A line that says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Line<'a> {
    /// From 1.
    pub number: u64,
    /// Number of `#`; 0 is no heading.
    pub depth: usize,
    /// Trimmed, without `#`.
    pub text: &'a str,
}

impl<'a> Line<'a> {
    /// A line without Markdown marks, of which it does not matter where it stands.
    pub fn plain(text: &'a str) -> Self {
        Self {
            number: 0,
            depth: 0,
            text,
        }
    }
}

/// The lines of a file, and how many of them stand before the mark that ends the
/// header (`None` when there is no mark).
pub(super) struct Lines<'a> {
    /// All lines.
    pub all: Vec<Line<'a>>,
    /// Lines of the header.
    pub header: Option<usize>,
}

impl<'a> Lines<'a> {
    /// Reads a text.
    pub fn of(text: &'a str) -> Self {
        let mut lines = Self {
            all: Vec::new(),
            header: None,
        };
        // A comment that never ends is text: it must not hide the rest of the file.
        let last_end = text.rfind("-->").unwrap_or(0);
        let mut comment = false;
        let mut at = 0;
        let skip = front_matter(text);
        for (index, raw) in text.split_inclusive('\n').enumerate() {
            let closes = last_end > at;
            at += raw.len();
            if index < skip {
                continue;
            }
            if trim(raw) == INFO_END {
                lines.header.get_or_insert(lines.all.len());
            } else if !closes && !comment {
                lines.push(trim(raw), index as u64 + 1);
            } else if let Some(text) = visible(raw, &mut comment) {
                lines.push(text, index as u64 + 1);
            }
        }
        lines
    }

    fn push(&mut self, text: &'a str, number: u64) {
        let marks = text.bytes().take_while(|&b| b == b'#').count();
        let rest = &text[marks..];
        let heading =
            (1..=6).contains(&marks) && (rest.starts_with(char::is_whitespace) || marks > 1);
        let (depth, text) = if heading {
            (marks, trim(rest))
        } else {
            (0, text)
        };
        if !text.is_empty() && !is_table_rule(text) {
            self.all.push(Line {
                number,
                depth,
                text,
            });
        }
    }
}

/// What is left of a line without comments. `comment` says whether one is open; the
/// part of a line before or after a comment is kept.
fn visible<'a>(raw: &'a str, comment: &mut bool) -> Option<&'a str> {
    let mut text = raw;
    if *comment {
        text = &text[text.find("-->")? + 3..];
        *comment = false;
    }
    if let Some(start) = text.find("<!--") {
        text = match text[start..].find("-->") {
            // One comment a line is what there is; text on both its sides is rare
            // enough to keep the longer side's comment marks visible instead.
            Some(end) if trim(&text[..start]).is_empty() => &text[start + end + 3..],
            Some(end) if trim(&text[start + end + 3..]).is_empty() => &text[..start],
            Some(_) => text,
            None => {
                *comment = true;
                &text[..start]
            }
        };
    }
    let text = trim(text);
    (!text.is_empty()).then_some(text)
}

/// Number of lines of a front matter between two `---`.
fn front_matter(text: &str) -> usize {
    let mut lines = text.lines();
    if lines.next().is_none_or(|first| trim(first) != "---") {
        return 0;
    }
    lines
        .position(|line| trim(line) == "---")
        .map_or(0, |end| end + 2)
}

/// `| --- | :--: |`: draws a table and says nothing.
fn is_table_rule(text: &str) -> bool {
    text.contains("--") && text.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_comments_and_front_matter_are_gone() {
        let text = "---\na: b\n---\n# 某法\n\n2020年1月1日 通过\n\n<!-- INFO END -->\n\n## 第一章  总则\n\
                    <!-- x\ny -->\n第一条 甲\n| -- | :-: |\n| 乙 | 丙 |\n<!-- T --> 丁\n#号 戊\n";
        let lines = Lines::of(text);
        let found: Vec<_> = lines
            .all
            .iter()
            .map(|l| (l.number, l.depth, l.text))
            .collect();
        assert_eq!(
            found,
            [
                (4, 1, "某法"),
                (6, 0, "2020年1月1日 通过"),
                (10, 2, "第一章  总则"),
                (13, 0, "第一条 甲"),
                (15, 0, "| 乙 | 丙 |"),
                (16, 0, "丁"),
                (17, 0, "#号 戊"),
            ]
        );
        assert_eq!(lines.header, Some(2));
    }

    #[test]
    fn comment_that_never_ends_hides_nothing() {
        let lines = Lines::of("第一条 甲\n<!-- 乙\n第二条 丙");
        assert_eq!(lines.all.len(), 3);
    }
}
