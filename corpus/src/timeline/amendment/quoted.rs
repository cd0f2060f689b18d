//! New wordings in an act's lines: “…” after a colon, paragraph by paragraph.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

/// A line that begins a new sentence of the act, also where the source lost the mark
/// that ends the quotation before it: 十、将…
static NEXT_ITEM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^[一二三四五六七八九十百]+、(?:将|在|把|删|第|增加|原|本修正案|本决定|\p{Han}{1,12}第)",
    )
    .expect("the pattern is constant")
});

/// A line with “ and ” for marks that do not show whether they open or close: what stands
/// at its beginning or behind a colon opens, what stands at its end or before a mark
/// closes, and between them they take turns.
fn with_shaped_marks(line: &str) -> Cow<'_, str> {
    const SHAPELESS: [char; 2] = ['"', '＂'];
    if !line.contains(SHAPELESS) {
        return Cow::Borrowed(line);
    }
    let chars: Vec<char> = line.chars().collect();
    let mut inside = false;
    let shaped = chars.iter().enumerate().map(|(at, &c)| {
        if !SHAPELESS.contains(&c) {
            return c;
        }
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let opens = before.is_none_or(|c| "：:".contains(*c));
        let closes = chars.get(at + 1).is_none_or(|c| "。；".contains(*c));
        match opens || !closes && !inside {
            true => {
                // The mark of the whole wording is none of a pair within it.
                inside = !opens;
                '“'
            }
            false => {
                inside = false;
                '”'
            }
        }
    });
    Cow::Owned(shaped.collect())
}

/// A piece of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// The act's own words.
    Outside(String),
    /// The paragraphs of a new wording, without the marks around them.
    Quoted(Vec<String>),
}

/// Divides the lines. A quotation begins with “ behind a colon or at the beginning of
/// a line, and every paragraph of it may have a “ of its own.
pub(super) fn pieces(lines: &[&str]) -> Vec<Piece> {
    let mut reader = Reader::default();
    let lines: Vec<Cow<'_, str>> = lines
        .iter()
        .map(|line| with_shaped_marks(line.trim()))
        .filter(|line| !line.is_empty())
        .collect();
    for (at, line) in lines.iter().enumerate() {
        let next = lines.get(at + 1).map(AsRef::as_ref);
        reader.line(line, next);
    }
    reader.close();
    reader.done
}

#[derive(Default)]
struct Reader {
    done: Vec<Piece>,
    open: Option<Vec<String>>,
}

impl Reader {
    fn line(&mut self, line: &str, next: Option<&str>) {
        if self.open.is_some() && NEXT_ITEM.is_match(line) {
            self.close();
        }
        if self.open.is_some() {
            return self.quoted(line.strip_prefix('“').unwrap_or(line), next);
        }
        match opening(line) {
            Some(at) => {
                self.outside(&line[..at]);
                self.open = Some(Vec::new());
                self.quoted(&line[at + '“'.len_utf8()..], next);
            }
            None => self.outside(line),
        }
    }

    fn outside(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.done.push(Piece::Outside(text.trim().to_owned()));
        }
    }

    /// A paragraph of the quotation; what stands behind its end is the act's again.
    fn quoted(&mut self, text: &str, next: Option<&str>) {
        let end = closing(text);
        let paragraph = &text[..end.unwrap_or(text.len())];
        if let Some(paragraphs) = &mut self.open {
            paragraphs.push(paragraph.trim().to_owned());
        }
        let Some(end) = end else { return };
        let rest = text[end + '”'.len_utf8()..].trim_start_matches(['。', '；', '，']);
        let goes_on = rest.is_empty() && next.is_some_and(|next| next.starts_with('“'));
        if !goes_on {
            self.close();
            if !rest.is_empty() {
                // A quotation may follow at once: 增加一款：“…”
                self.line(rest, next);
            }
        }
    }

    fn close(&mut self) {
        if let Some(paragraphs) = self.open.take() {
            self.done.push(Piece::Quoted(paragraphs));
        }
    }
}

/// Where a new wording begins.
fn opening(line: &str) -> Option<usize> {
    line.match_indices('“')
        .map(|(at, _)| at)
        .find(|&at| at == 0 || line[..at].trim_end().ends_with(['：', ':']))
}

/// Where the quotation ends that `text` is inside of; pairs inside it are passed over.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '“' => depth += 1,
            '”' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quoted(paragraphs: &[&str]) -> Piece {
        Piece::Quoted(paragraphs.iter().map(|&text| text.to_owned()).collect())
    }

    #[test]
    fn paragraphs_of_a_wording_belong_together() {
        let lines = [
            "一、将第三条修改为：“甲“乙”丙：",
            "“（一）子；",
            "“（二）丑。",
            "“丁。”",
            "二、删去第四条。",
        ];
        assert_eq!(
            pieces(&lines),
            [
                Piece::Outside("一、将第三条修改为：".into()),
                quoted(&["甲“乙”丙：", "（一）子；", "（二）丑。", "丁。"]),
                Piece::Outside("二、删去第四条。".into()),
            ]
        );
    }

    #[test]
    fn marks_without_a_shape_open_and_close_by_where_they_stand() {
        let lines = [
            "一、将第三条修改为：\"甲\"乙\"丙：",
            "\"（一）子；",
            "\"丁。\"",
            "二、将第四条修改为：＂戊。＂",
            "三、将第五条中的\"己\"修改为\"庚\"。",
            "四、删去第六条。",
        ];
        assert_eq!(
            pieces(&lines),
            [
                Piece::Outside("一、将第三条修改为：".into()),
                quoted(&["甲“乙”丙：", "（一）子；", "丁。"]),
                Piece::Outside("二、将第四条修改为：".into()),
                quoted(&["戊。"]),
                Piece::Outside("三、将第五条中的“己”修改为“庚”。".into()),
                Piece::Outside("四、删去第六条。".into()),
            ]
        );
    }

    #[test]
    fn a_lost_mark_ends_at_the_next_item() {
        let lines = ["一、将第三条修改为：“甲。", "二、将第四条修改为：“乙。”"];
        assert_eq!(
            pieces(&lines),
            [
                Piece::Outside("一、将第三条修改为：".into()),
                quoted(&["甲。"]),
                Piece::Outside("二、将第四条修改为：".into()),
                quoted(&["乙。"]),
            ]
        );
    }

    #[test]
    fn words_behind_a_wording_are_the_acts_own() {
        let lines = ["一、第三条增加一项，作为第二项：“甲；”原第二项改为第三项。"];
        assert_eq!(
            pieces(&lines),
            [
                Piece::Outside("一、第三条增加一项，作为第二项：".into()),
                quoted(&["甲；"]),
                Piece::Outside("原第二项改为第三项。".into()),
            ]
        );
        let words = ["将第九条中的“甲”修改为“乙”。"];
        assert_eq!(pieces(&words), [Piece::Outside(words[0].into())]);
    }
}
