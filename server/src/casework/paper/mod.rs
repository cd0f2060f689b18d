//! Papers: what is printed and filed, told once and written in every format.
//!
//! A [`Paper`] is a list of [`Block`]s in the order of reading. It knows no case and no
//! library; the writers ([`docx`], [`html`], [`markdown`], [`slides`]) know nothing else.
//! Headings are numbered as official papers number them: 一、（一）1.

pub mod docx;
pub mod html;
pub mod markdown;
pub mod pdf;
pub mod slides;

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Its title, also in the properties of the file.
    pub title: String,
    /// Printed above every page: unit and number.
    pub running: String,
    /// Who made it, in the properties of the file; empty where no one is named.
    pub author: String,
    /// When it was made, in the properties of the file: UTC as ISO 8601 writes it; empty
    /// where that is not kept.
    pub made: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading; `level` from 1 to 3.
    Heading {
        /// Depth.
        level: u8,
        /// Its words, without a number.
        text: String,
        /// Whether it gets a number.
        numbered: bool,
    },
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// Names and values, one below the other.
    Facts(Vec<(String, String)>),
    /// A table with a head.
    Table {
        /// What it shows.
        caption: String,
        /// Names of the columns.
        head: Vec<String>,
        /// Rows, each as long as the head.
        rows: Vec<Vec<String>>,
        /// Widths of the columns, relative to each other.
        widths: Vec<u16>,
    },
    /// Words of a source, and where they stand.
    Quote {
        /// The words, paragraph by paragraph.
        text: String,
        /// Where they stand.
        source: String,
    },
    /// Points, one below the other.
    List(Vec<Vec<Span>>),
    /// What stands at the foot on the right: signature and date.
    Sign(Vec<String>),
    /// Here begins another page, or slide.
    Break,
}

/// A run of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Its words.
    pub text: String,
    /// Whether it stands out.
    pub strong: bool,
}

impl Span {
    /// Words as they stand.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            strong: false,
        }
    }

    /// Words that stand out.
    pub fn strong(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            strong: true,
        }
    }
}

/// A file's text without what no text holds: control characters but for line breaks and
/// tabs, which XML and editors refuse, and code points that are no characters.
fn without_controls(text: &str) -> String {
    let kept = |c: &char| {
        let control = c.is_control() && !matches!(c, '\n' | '\t');
        !control && !matches!(c, '\u{fffe}' | '\u{ffff}')
    };
    text.chars().filter(kept).collect()
}

impl Block {
    /// A numbered heading.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level: level.clamp(1, 3),
            text: text.into(),
            numbered: true,
        }
    }

    /// A heading without a number.
    pub fn bare_heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading {
            level: level.clamp(1, 3),
            text: text.into(),
            numbered: false,
        }
    }

    /// A paragraph of plain words.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Paragraph(vec![Span::plain(text)])
    }
}

impl Paper {
    /// An empty paper.
    pub fn new(title: impl Into<String>, running: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            running: running.into(),
            ..Self::default()
        }
    }

    /// Says in the properties of the file who made it and when.
    #[must_use]
    pub fn made_by(mut self, author: impl Into<String>, made: impl Into<String>) -> Self {
        (self.author, self.made) = (author.into(), made.into());
        self
    }

    /// Adds a block.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    /// Adds the lines of a text, a paragraph each; `otherwise` when it is blank.
    pub fn push_text(&mut self, text: &str, otherwise: &str) {
        let before = self.blocks.len();
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
        self.blocks.extend(lines.map(Block::text));
        if self.blocks.len() == before {
            self.push(Block::text(otherwise));
        }
    }
}

/// Numbers the headings of a paper as it is walked through.
#[derive(Default)]
pub(super) struct Numbers([usize; 3]);

impl Numbers {
    /// The number of the next heading of `level`, with its punctuation.
    pub(super) fn next(&mut self, level: u8) -> String {
        let at = usize::from(level.clamp(1, 3)) - 1;
        self.0[at] += 1;
        self.0[at + 1..].fill(0);
        let number = self.0[at];
        match at {
            0 => format!("{}、", chinese(number)),
            1 => format!("（{}）", chinese(number)),
            _ => format!("{number}."),
        }
    }
}

/// A small number in Chinese: 十二. From 100 in digits.
pub(super) fn chinese(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0 => "〇".to_owned(),
        1..=9 => DIGITS[number].to_owned(),
        10..=19 => format!("十{}", DIGITS[number % 10]),
        20..=99 => format!("{}十{}", DIGITS[number / 10], DIGITS[number % 10]),
        _ => number.to_string(),
    }
}

/// A name for the file of a paper: the title without what file systems refuse.
pub fn file_name(title: &str, extension: &str) -> String {
    let bare: String = title
        .chars()
        .filter(|c| !c.is_control() && !r#"\/:*?"<>|"#.contains(*c))
        .take(60)
        .collect();
    let bare = bare.trim().trim_matches('.');
    let bare = if bare.is_empty() { "leian" } else { bare };
    format!("{bare}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_count_below_their_own() {
        let mut numbers = Numbers::default();
        let told: Vec<String> = [1, 2, 2, 3, 1, 2].map(|level| numbers.next(level)).into();
        assert_eq!(told, ["一、", "（一）", "（二）", "1.", "二、", "（一）"]);
        let counted = [10, 11, 20, 45, 100].map(chinese);
        assert_eq!(counted, ["十", "十一", "二十", "四十五", "100"]);
    }

    #[test]
    fn file_names_are_safe() {
        assert_eq!(file_name("报告 2026-0007", "docx"), "报告 2026-0007.docx");
        assert_eq!(file_name("../a:b\n", "md"), "ab.md");
        assert_eq!(file_name("//", "md"), "leian.md");
    }

    #[test]
    fn a_text_becomes_paragraphs_or_says_that_there_is_none() {
        let mut paper = Paper::new("甲", "");
        paper.push_text("一\n\n 二 ", "无");
        paper.push_text(" ", "无");
        assert_eq!(paper.blocks, ["一", "二", "无"].map(Block::text));
    }
}
