//! Statutes (法律、法规): blocks in source order, and numbers of articles (条).

pub mod deletion;
pub mod enumeration;
mod items;
mod numbering;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::error::{CorpusError, Result};
use crate::normalize::{in_simplified, without_spaces};
use crate::numerals;

pub use self::numbering::Numbering;

/// The text of a statute as blocks in source order; nothing of the source is lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statute {
    /// Headings, articles and other text, in source order.
    pub blocks: Vec<Block>,
}

/// A piece of a statute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// 编、章、节
    Heading(Heading),
    /// 条
    Article(Article),
    /// What is no article: preamble, annex, signature, a 批复 without articles.
    Text(String),
}

/// A heading over articles.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Heading {
    /// Its place in the hierarchy.
    pub level: HeadingLevel,
    /// As written, runs of spaces reduced to one: 第一章 总则.
    pub text: String,
}

/// Place of a heading in the hierarchy, highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadingLevel {
    /// 附件、附录: ends everything above it.
    Annex,
    /// 编
    Part,
    /// 分编
    Subpart,
    /// 章
    Chapter,
    /// 节
    Section,
    /// A heading without 编, 章, 节 in its number: 一、管辖.
    Topic,
    /// A heading below a topic.
    Subtopic,
    /// A heading below that.
    Detail,
}

/// An article (条) with all its paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its number.
    pub number: ArticleNumber,
    /// The number as written: 第一百三十三条之一.
    pub label: String,
    /// The text without the label; paragraphs (款) separated by `\n`.
    pub text: String,
}

/// Number of an article: 第一百三十三条之一 is base 133, inserted 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ArticleNumber {
    /// 第N条, from 1.
    pub base: u32,
    /// 之N, 0 when absent.
    pub inserted: u32,
}

impl ArticleNumber {
    /// 第`base`条.
    pub fn new(base: u32) -> Self {
        Self { base, inserted: 0 }
    }

    /// 第`base`条之`inserted`.
    pub fn inserted(base: u32, inserted: u32) -> Self {
        Self { base, inserted }
    }

    /// As statutes write it: 第一百三十三条之一.
    pub fn chinese(self) -> String {
        let base = numerals::to_chinese(self.base.into());
        match self.inserted {
            0 => format!("第{base}条"),
            inserted => format!("第{base}条之{}", numerals::to_chinese(inserted.into())),
        }
    }

    /// Whether this number may follow `last` in a statute without a gap: 134 and
    /// 133-1 after 133, 133-2 and 134 after 133-1.
    pub fn follows(self, last: Self) -> bool {
        (self.base == last.base && self.inserted == last.inserted + 1)
            || (self.base == last.base + 1 && self.inserted == 0)
    }
}

impl fmt::Display for ArticleNumber {
    /// `133` or `133-1`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inserted {
            0 => write!(f, "{}", self.base),
            inserted => write!(f, "{}-{inserted}", self.base),
        }
    }
}

impl FromStr for ArticleNumber {
    type Err = CorpusError;

    /// Reads `133-1`, `133`, 第一百三十三条之一, 133条之一, 第133条, 第１３３条之１.
    fn from_str(text: &str) -> Result<Self> {
        parse_number(text).ok_or_else(|| CorpusError::ArticleNumber {
            text: text.chars().take(40).collect(),
        })
    }
}

impl TryFrom<String> for ArticleNumber {
    type Error = CorpusError;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<ArticleNumber> for String {
    fn from(number: ArticleNumber) -> Self {
        number.to_string()
    }
}

/// A heading with what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineNode {
    /// The heading.
    pub heading: Heading,
    /// Index of the heading in [`Statute::blocks`].
    pub block: usize,
    /// Articles directly under it, as indices into [`Statute::blocks`] with their numbers.
    pub articles: Vec<(usize, ArticleNumber)>,
    /// Lower headings.
    pub children: Vec<OutlineNode>,
}

impl Statute {
    /// The articles in source order.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Article(article) => Some(article),
            Block::Heading(_) | Block::Text(_) => None,
        })
    }

    /// The tree of headings with the numbers of the articles under each. Articles
    /// above the first heading are in no node.
    pub fn outline(&self) -> Vec<OutlineNode> {
        let mut roots = Vec::new();
        let mut open: Vec<OutlineNode> = Vec::new();
        for (block, content) in self.blocks.iter().enumerate() {
            match content {
                Block::Heading(heading) => {
                    close(&mut roots, &mut open, Some(heading.level));
                    open.push(OutlineNode {
                        heading: heading.clone(),
                        block,
                        articles: Vec::new(),
                        children: Vec::new(),
                    });
                }
                Block::Article(article) => {
                    if let Some(node) = open.last_mut() {
                        node.articles.push((block, article.number));
                    }
                }
                Block::Text(_) => {}
            }
        }
        close(&mut roots, &mut open, None);
        roots
    }
}

/// Ends the open headings that are not above `level` (all, for `None`), each
/// becoming a child of the one before it.
fn close(roots: &mut Vec<OutlineNode>, open: &mut Vec<OutlineNode>, level: Option<HeadingLevel>) {
    while open
        .last()
        .is_some_and(|node| level.is_none_or(|level| node.heading.level >= level))
    {
        if let Some(node) = open.pop() {
            open.last_mut()
                .map_or(&mut *roots, |parent| &mut parent.children)
                .push(node);
        }
    }
}

/// Greatest number of an inserted article that may be written 第120-6条; more is a range.
const MAX_DASHED: u64 = 20;

fn parse_number(text: &str) -> Option<ArticleNumber> {
    let dashes = ['-', '—', '–', '－', '‐', '‑'];
    let text = without_spaces(&in_simplified(text));
    let mut dashed = text.ends_with('条') && text.contains(dashes);
    let rest = text.strip_prefix('第').unwrap_or(&text);
    let (number, behind) = match rest.split_once('条') {
        Some((number, "")) => (number, None),
        Some((number, behind)) => {
            let after_dash = behind.strip_prefix(dashes);
            dashed |= after_dash.is_some();
            (number, Some(behind.strip_prefix('之').or(after_dash)?))
        }
        None => (rest, None),
    };
    let (base, inside) = match number
        .split_once('之')
        .or_else(|| number.split_once(dashes))
    {
        Some((base, inside)) => (base, Some(inside)),
        None => (number, None),
    };
    if inside.is_some() && behind.is_some() {
        return None;
    }
    let inserted = inside.or(behind);
    // 第133-135条 is a range.
    if dashed && inserted.and_then(numerals::parse)? > MAX_DASHED {
        return None;
    }
    let inserted = match inserted {
        Some(inserted) => Some(numerals::parse(inserted).filter(|&number| number > 0)?),
        None => None,
    };
    Some(ArticleNumber {
        base: numerals::parse(base)
            .filter(|&number| number > 0)?
            .try_into()
            .ok()?,
        inserted: inserted.unwrap_or(0).try_into().ok()?,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(u32, u32)>) {
        let parsed = text.parse::<ArticleNumber>().ok();
        assert_eq!(
            parsed.map(|number| (number.base, number.inserted)),
            expected,
            "{text}"
        );
    }

    #[test]
    fn inserted_article_number_is_parsed() {
        check("第一百三十三条之一", Some((133, 1)));
        check("133条之一", Some((133, 1)));
        check("第１３３条之１", Some((133, 1)));
        check("第133条-1", Some((133, 1)));
        check("第133-1条", Some((133, 1)));
        check("第133之一条", Some((133, 1)));
        check("第⼀百三十三條之㈠", Some((133, 1)));
        check("第133-135条", None);
        check("第133条-135", None);
        check("133-1", Some((133, 1)));
        check("一百三十三之一", Some((133, 1)));
        check("第一百二十条之十二", Some((120, 12)));
    }

    #[test]
    fn plain_article_number_is_parsed() {
        check("133", Some((133, 0)));
        check("第133条", Some((133, 0)));
        check("第一百二十八 条", Some((128, 0)));
        check("第一千二百六十条", Some((1260, 0)));
    }

    #[test]
    fn malformed_article_number_is_refused() {
        for text in [
            "第百条",
            "",
            "第条",
            "第0条",
            "133-0",
            "133-",
            "-1",
            "第一条第二款",
            "第一条之",
            "99999999999",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn numbers_order_and_follow_as_in_statutes() {
        let number = |text: &str| text.parse::<ArticleNumber>().unwrap();
        assert!(number("133") < number("133-1") && number("133-1") < number("134"));
        assert!(number("133-1").follows(number("133")));
        assert!(number("134").follows(number("133-2")));
        assert!(!number("135").follows(number("133")));
    }

    #[test]
    fn outline_nests_headings_by_level() {
        let heading = |level, text: &str| {
            Block::Heading(Heading {
                level,
                text: text.into(),
            })
        };
        let article = |base| {
            let number = ArticleNumber::new(base);
            Block::Article(Article {
                number,
                label: number.chinese(),
                text: "略".into(),
            })
        };
        let statute = Statute {
            blocks: vec![
                heading(HeadingLevel::Part, "第一编 总则"),
                heading(HeadingLevel::Chapter, "第一章 任务"),
                article(1),
                heading(HeadingLevel::Section, "第一节 范围"),
                article(2),
                heading(HeadingLevel::Part, "第二编 分则"),
                article(3),
                heading(HeadingLevel::Annex, "附件"),
            ],
        };
        let outline = statute.outline();
        assert_eq!(outline.len(), 3);
        assert_eq!(
            outline[0].children[0].articles,
            [(2, ArticleNumber::new(1))]
        );
        assert_eq!(
            outline[0].children[0].children[0].articles,
            [(4, ArticleNumber::new(2))]
        );
        assert_eq!(outline[1].articles, [(6, ArticleNumber::new(3))]);
    }

    proptest! {
        #[test]
        fn both_forms_are_read_back(base in 1u32..5000, inserted in 0u32..30) {
            let number = ArticleNumber { base, inserted };
            prop_assert_eq!(number.to_string().parse::<ArticleNumber>().unwrap(), number);
            prop_assert_eq!(number.chinese().parse::<ArticleNumber>().unwrap(), number);
            let json = serde_json::to_string(&number).unwrap();
            prop_assert_eq!(serde_json::from_str::<ArticleNumber>(&json).unwrap(), number);
        }
    }
}
