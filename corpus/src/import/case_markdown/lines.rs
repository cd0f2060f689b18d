//! A Markdown text as clean lines: front matter, comments, underlines and escapes
//! are gone, heading marks and bold are kept beside the words.

/// One line that is not blank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The words, without surrounding white space, heading marks, bold marks,
    /// quote marks and escapes.
    pub text: String,
    /// Number of `#`; 0 is no heading.
    pub heading: usize,
    /// Begins with `>`.
    pub quoted: bool,
}

/// The lines of `text` that say something.
pub(super) fn clean(text: &str) -> Vec<Line> {
    let text = without_comments(text);
    let mut lines: Vec<&str> = text.lines().collect();
    if let Some(end) = front_matter_end(&lines) {
        lines.drain(..end);
    }
    lines
        .into_iter()
        .flat_map(paragraphs)
        .filter_map(line)
        .collect()
}

/// Some texts put a whole report on one line and part its paragraphs by a run of
/// spaces behind a sentence.
fn paragraphs(line: &str) -> Vec<&str> {
    const GAP_CHARS: usize = 4;
    let mut parts = Vec::new();
    let mut start = 0;
    let mut previous = ' ';
    let mut gap: Option<(usize, usize)> = None;
    for (at, c) in line.char_indices() {
        if c.is_whitespace() {
            let (from, length) = gap.unwrap_or((at, 0));
            gap = Some((from, length + 1));
            continue;
        }
        if let Some((from, length)) = gap.take()
            && length >= GAP_CHARS
            && matches!(previous, '。' | '；' | '：' | '！' | '？' | '”' | '）')
        {
            parts.push(&line[start..from]);
            start = at;
        }
        previous = c;
    }
    parts.push(&line[start..]);
    parts
}

/// Number of lines that a front matter between two `---` takes.
fn front_matter_end(lines: &[&str]) -> Option<usize> {
    let first = lines.iter().position(|line| !line.trim().is_empty())?;
    if lines[first].trim() != "---" {
        return None;
    }
    let close = lines[first + 1..]
        .iter()
        .position(|line| line.trim() == "---")?;
    Some(first + close + 2)
}

fn without_comments(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        clean.push_str(&rest[..start]);
        match rest[start..].find("-->") {
            Some(end) => rest = &rest[start + end + 3..],
            // An open comment is text: losing the rest of a file would be worse.
            None => {
                clean.push_str(&rest[start..]);
                return clean;
            }
        }
    }
    clean.push_str(rest);
    clean
}

fn line(raw: &str) -> Option<Line> {
    let mut text = trim(raw);
    let quoted = text.starts_with('>');
    if quoted {
        text = trim(text.trim_start_matches('>'));
    }
    // A line of `===` or `---` underlines a heading or separates parts.
    if text.len() >= 3 && text.chars().all(|c| matches!(c, '=' | '-')) {
        return None;
    }
    let mut heading = 0;
    // Some headings carry their marks twice: `### ### title`.
    while text.starts_with('#') {
        let words = text.trim_start_matches('#');
        heading = heading.max(text.len() - words.len());
        text = trim(words);
    }
    let text = unescape(&text.replace("**", ""));
    let text = trim(if heading > 0 {
        text.trim_end_matches('#')
    } else {
        &text
    });
    if text.is_empty() {
        return None;
    }
    Some(Line {
        text: text.to_owned(),
        heading,
        quoted,
    })
}

/// Drops the backslash before ASCII punctuation and control characters.
fn unescape(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes && (!c.is_control() || c == '\t') {
            clean.push(c);
        } else if escapes {
            clean.extend(chars.next());
        }
    }
    clean
}

/// Without white space (ideographic and en-spaces included) and zero-width
/// characters at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Without any white space or zero-width character: the form in which labels and
/// titles are compared.
pub(super) fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|&c| !c.is_whitespace() && !is_invisible(c))
        .collect()
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<String> {
        clean(markdown).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn markup_goes_and_words_stay() {
        assert_eq!(
            texts(
                "---\nweight: 1\n---\n## 甲案 ##\n====\n\u{3000}\u{3000}**关键词**\u{2002}盗窃\n<!-- INFO END -->\n"
            ),
            ["甲案", "关键词\u{2002}盗窃"]
        );
    }

    #[test]
    fn heading_marks_may_come_twice_or_without_space() {
        let lines = clean("### ### 乙案\n#丙案\n");
        assert_eq!((lines[0].heading, lines[0].text.as_str()), (3, "乙案"));
        assert_eq!((lines[1].heading, lines[1].text.as_str()), (1, "丙案"));
    }

    #[test]
    fn run_of_spaces_behind_a_sentence_parts_paragraphs() {
        let line = "原告：甲。\u{a0}\u{a0}\u{a0}\u{a0} 被告：乙。审\u{a0}\u{a0}\u{a0}\u{a0}判长";
        assert_eq!(
            texts(line),
            ["原告：甲。", "被告：乙。审\u{a0}\u{a0}\u{a0}\u{a0}判长"]
        );
    }

    #[test]
    fn escapes_and_control_characters_are_dropped() {
        assert_eq!(
            texts("甲\\[现适用乙\\]\u{1a}，3\\*4"),
            ["甲[现适用乙]，3*4"]
        );
    }

    #[test]
    fn open_comment_is_text() {
        assert_eq!(texts("甲<!-- 乙"), ["甲<!-- 乙"]);
    }

    #[test]
    fn rule_at_the_top_without_its_twin_is_no_front_matter() {
        assert_eq!(texts("---\n甲\n"), ["甲"]);
    }
}
