//! What is left of a page, a document or a sheet of a container format: headings
//! and paragraphs in reading order. The readers of laws, cases and judgments get
//! them as the Markdown they know; who checks a text gets them as plain lines.

use super::law_markdown;
use crate::document::Date;
use crate::normalize::{trim, without_spaces};
use crate::numerals::is_numeral;

/// Longest heading in characters; what is longer or a sentence is a paragraph,
/// whatever its style says.
const MAX_HEADING_CHARS: usize = 80;

/// Blocks at the beginning among which a repeated title is looked for.
const TITLE_BLOCKS: usize = 12;

/// A piece of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TextBlock {
    /// 0 is a paragraph, 1 the title, 2 and more headings below it.
    pub depth: u8,
    /// One line, trimmed, not empty.
    pub text: String,
}

/// Something worth knowing about how a text was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TextNote {
    /// Tracked changes were taken as accepted.
    TrackedChanges,
    /// Footnotes and endnotes stand below the text.
    Footnotes,
    /// Text that the document hides was left out.
    HiddenText,
    /// Navigation, menus and footers of a web page were left out.
    Navigation,
    /// Page numbers and running heads were left out.
    RunningHeads,
    /// Text that runs across the page, or is too light to be more than a watermark, was
    /// left out.
    Watermark,
    /// Lines were joined into paragraphs by their places on the page.
    JoinedLines,
    /// Text that stands side by side, as in a table, was read row by row.
    SideBySide,
    /// Some characters have no known meaning and were left out.
    UnknownCharacters,
    /// Some pages have no text.
    PagesWithoutText,
    /// The last character is cut off.
    CutOff,
    /// Lines that were cut at a fixed width were joined into paragraphs.
    CutLines,
    /// Pieces of a sentence that a page number, a running head or a line break parted were
    /// joined.
    TornParagraphs,
    /// Notes of an editor between the articles stand apart from them.
    EditorsNotes,
    /// It is called like a law and has 第N条 in it, and yet no article was read.
    NoArticleRead,
}

impl TextNote {
    /// Stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::TrackedChanges => "tracked_changes",
            Self::Footnotes => "footnotes",
            Self::HiddenText => "hidden_text",
            Self::Navigation => "navigation",
            Self::RunningHeads => "running_heads",
            Self::Watermark => "watermark",
            Self::JoinedLines => "joined_lines",
            Self::SideBySide => "side_by_side",
            Self::UnknownCharacters => "unknown_characters",
            Self::PagesWithoutText => "pages_without_text",
            Self::CutOff => "cut_off",
            Self::CutLines => "cut_lines",
            Self::TornParagraphs => "torn_paragraphs",
            Self::EditorsNotes => "editors_notes",
            Self::NoArticleRead => "no_article_read",
        }
    }

    /// For readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::TrackedChanges => "修订按已接受处理",
            Self::Footnotes => "脚注和尾注列在文末",
            Self::HiddenText => "隐藏的文字未读取",
            Self::Navigation => "网页的导航、菜单和页脚未读取",
            Self::RunningHeads => "页码和页眉页脚未读取",
            Self::Watermark => "斜排或浅色的文字（水印、印章）未读取",
            Self::JoinedLines => "按版面把各行连成段落，请与原件核对",
            Self::SideBySide => {
                "有的页面文字并排（表格或分栏），按行读取，语句可能交错，请与原件核对"
            }
            Self::UnknownCharacters => "有的字符在文件中没有对应的文字，未能读出",
            Self::PagesWithoutText => "有的页面没有文字（可能是扫描图片），未能读出",
            Self::CutOff => "文件不完整，最后一个字符残缺",
            Self::CutLines => "文件按固定宽度断行，已把各行连成段落，请与原件核对",
            Self::TornParagraphs => "被页码、页眉或断行拆开的语句已经连起，请与原件核对",
            Self::NoArticleRead => "文中有“第几条”字样，却没有读出一条条文，请与原件核对",
            Self::EditorsNotes => "编者注、释义不是条文，已与条文分开，列在该条之后",
        }
    }
}

/// The text of a container.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Flow {
    /// Where the container names it; else the first block is.
    pub title: Option<String>,
    /// Headings and paragraphs.
    pub blocks: Vec<TextBlock>,
    /// 来源
    pub source: Option<String>,
    /// Day of publication on the web.
    pub published: Option<Date>,
    /// Address of publication.
    pub url: Option<String>,
    /// In the order of [`TextNote`], each once.
    pub notes: Vec<TextNote>,
}

impl Flow {
    /// Adds the lines of a paragraph or heading.
    pub fn push(&mut self, depth: u8, text: &str) {
        for line in text.lines().map(trim).filter(|line| !line.is_empty()) {
            let depth = if is_heading(line) { depth } else { 0 };
            self.blocks.push(TextBlock {
                depth,
                text: line.replace('\t', " "),
            });
        }
    }

    /// Footnotes stand below the text: a mark inside a sentence would break phrases,
    /// quotations and citations.
    pub fn append_notes(&mut self, notes: &[String]) {
        if notes.is_empty() {
            return;
        }
        self.note(TextNote::Footnotes);
        self.push(2, "附：脚注");
        for (number, note) in notes.iter().enumerate() {
            self.push(0, &format!("注{}：{note}", number + 1));
        }
    }

    /// Takes a note, once.
    pub fn note(&mut self, note: TextNote) {
        if let Err(place) = self.notes.binary_search(&note) {
            self.notes.insert(place, note);
        }
    }

    /// The text with one paragraph a line.
    pub fn plain_text(&self) -> String {
        let repeated = |title: &String| self.place_of_title(title).is_some();
        let title = self.title.as_ref().filter(|title| !repeated(title));
        let mut lines: Vec<&str> = title.map(String::as_str).into_iter().collect();
        lines.extend(self.blocks.iter().map(|block| block.text.as_str()));
        lines.join("\n")
    }

    /// The text as Markdown that begins with its title.
    pub fn markdown(mut self) -> String {
        let title = self.take_title();
        let mut text = format!("# {title}\n");
        for block in &self.blocks {
            text.push('\n');
            if block.depth > 0 {
                text.extend(std::iter::repeat_n(
                    '#',
                    usize::from(block.depth.clamp(2, 6)),
                ));
                text.push(' ');
            }
            text.push_str(&block.text);
            text.push('\n');
        }
        text
    }

    fn place_of_title(&self, title: &str) -> Option<usize> {
        let title = without_spaces(title);
        let head = &self.blocks[..self.blocks.len().min(TITLE_BLOCKS)];
        (0..head.len()).find_map(|start| {
            let mut joined = String::new();
            let lines = head[start..].iter().take(law_markdown::MAX_TITLE_LINES);
            let end = lines.enumerate().find_map(|(count, block)| {
                joined.push_str(&without_spaces(&block.text));
                (joined == title).then_some(count)
            });
            end.map(|_| start)
        })
    }

    /// Takes the title, and what repeats it, off the blocks. What stands before a
    /// repeated title (an order of promulgation) goes behind the lines of history,
    /// which readers look for directly under the title.
    fn take_title(&mut self) -> String {
        let Some(title) = self.title.clone() else {
            return self.take_title_lines(0);
        };
        let Some(at) = self.place_of_title(&title) else {
            return title;
        };
        let before: Vec<TextBlock> = self.blocks.drain(..at).collect();
        let wanted = without_spaces(&title);
        let mut joined = String::new();
        while joined != wanted && !self.blocks.is_empty() {
            joined.push_str(&without_spaces(&self.blocks.remove(0).text));
        }
        let history = self
            .blocks
            .iter()
            .take_while(|block| law_markdown::is_history(&block.text))
            .count();
        self.blocks.splice(history..history, before);
        title
    }

    /// The first line, and those it goes on in when it does not end as titles do.
    fn take_title_lines(&mut self, at: usize) -> String {
        let texts: Vec<&str> = self.blocks[at.min(self.blocks.len())..]
            .iter()
            .take(law_markdown::MAX_TITLE_LINES + 1)
            .map(|block| block.text.as_str())
            .collect();
        let (count, title) = law_markdown::title_lines(&texts);
        self.blocks.drain(at..at + count);
        title
    }
}

fn is_heading(line: &str) -> bool {
    line.chars().count() <= MAX_HEADING_CHARS && !line.ends_with(['。', '；', '，', '：'])
}

/// Joins two lines of a paragraph: words of them are parted by a space, Chinese is not.
pub(super) fn join_lines(paragraph: &mut String, text: &str) {
    let letters = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if letters(paragraph.chars().next_back()) && letters(text.chars().next()) {
        let both_digits = paragraph.ends_with(|c: char| c.is_ascii_digit())
            && text.starts_with(|c: char| c.is_ascii_digit());
        if !both_digits {
            paragraph.push(' ');
        }
    }
    paragraph.push_str(text);
}

/// Whether a line begins with a label: 第三条, 第二章, 一、, （二）, 3.
pub(super) fn is_labelled(text: &str) -> bool {
    let numbered = |text: &str| {
        let rest = text.trim_start_matches(is_numeral);
        (rest.len() < text.len())
            .then_some(rest.chars().next())
            .flatten()
    };
    if let Some(rest) = text.strip_prefix('第') {
        return matches!(numbered(rest.trim_start()), Some('条' | '章' | '节' | '编'));
    }
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        return matches!(numbered(rest), Some('）' | ')'));
    }
    matches!(numbered(text), Some('、' | '.' | '．'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flow(title: Option<&str>, lines: &[&str]) -> Flow {
        let mut flow = Flow {
            title: title.map(str::to_owned),
            ..Flow::default()
        };
        for line in lines {
            flow.push(0, line);
        }
        flow
    }

    #[track_caller]
    fn check(title: Option<&str>, lines: &[&str], expected: &[&str]) {
        let markdown = flow(title, lines).markdown();
        let found: Vec<&str> = markdown.lines().filter(|line| !line.is_empty()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn title_over_two_lines_is_one() {
        check(
            None,
            &[
                "某市人民代表大会关于",
                "灯塔保护的决定",
                "（2020年1月1日通过）",
                "正文。",
            ],
            &[
                "# 某市人民代表大会关于灯塔保护的决定",
                "（2020年1月1日通过）",
                "正文。",
            ],
        );
        check(None, &["甲案", "乙"], &["# 甲案", "乙"]);
    }

    #[test]
    fn repeated_title_stands_once_and_history_below_it() {
        check(
            Some("灯塔保护条例"),
            &[
                "第三号令",
                "灯塔保护",
                "条例",
                "（2020年1月1日通过）",
                "第一条 甲。",
            ],
            &[
                "# 灯塔保护条例",
                "（2020年1月1日通过）",
                "第三号令",
                "第一条 甲。",
            ],
        );
        let plain = flow(Some("甲条例"), &["甲 条例", "第一条 乙。"]).plain_text();
        assert_eq!(plain, "甲 条例\n第一条 乙。");
        let plain = flow(Some("甲条例"), &["第一条 乙。"]).plain_text();
        assert_eq!(plain, "甲条例\n第一条 乙。");
    }

    #[test]
    fn sentence_in_the_style_of_a_heading_is_a_paragraph() {
        let mut flow = Flow::default();
        flow.push(2, "第一章 总则");
        flow.push(2, "本章规定灯塔。");
        let depths: Vec<u8> = flow.blocks.iter().map(|block| block.depth).collect();
        assert_eq!(depths, [2, 0]);
    }

    #[test]
    fn labels_are_told_from_other_beginnings() {
        for text in [
            "第三条 甲",
            "第十二章 乙",
            "一、丙",
            "（二）丁",
            "3.戊",
            "(4)己",
        ] {
            assert!(is_labelled(text), "{text}");
        }
        for text in ["第三人 甲", "一般", "（见附件）", "30元"] {
            assert!(!is_labelled(text), "{text}");
        }
    }
}
