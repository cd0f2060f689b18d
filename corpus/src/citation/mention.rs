//! One mention of a law, an article or a case in a text.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{guiding, relative};
use crate::document::LawKey;
use crate::law_title::Edition;
use crate::numerals;
use crate::statute::{ArticleNumber, HeadingLevel};

/// Longest word for a law by its kind: 实施细则.
const MAX_KIND_CHARS: usize = 4;

/// What makes the reading of a number doubtful, the worst last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Read, but a character had to be mended, or it is written as no text would.
    Suspect,
    /// A citation stands here whose number cannot be read.
    Unreadable,
}

impl Doubt {
    /// As programs read it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Suspect => "suspect",
            Self::Unreadable => "unreadable",
        }
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Suspect => "疑似识别错误",
            Self::Unreadable => "无法识别",
        }
    }
}

/// A step on the way to a part of a law (编、章、节).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DivisionStep {
    /// 总则
    General,
    /// 分则
    Specific,
    /// 第N编、分编、章、节
    Numbered(HeadingLevel, u32),
}

impl DivisionStep {
    /// 分则, 第五章, for readers.
    pub fn label(self) -> String {
        let (level, number) = match self {
            Self::General => return "总则".to_owned(),
            Self::Specific => return "分则".to_owned(),
            Self::Numbered(level, number) => (level, number),
        };
        let unit = match level {
            HeadingLevel::Part => "编",
            HeadingLevel::Subpart => "分编",
            HeadingLevel::Chapter => "章",
            _ => "节",
        };
        format!("第{}{unit}", numerals::to_chinese(u64::from(number)))
    }
}

/// One mention of an article, of a law as a whole, or of a guiding case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationMention {
    /// The mention in the text; of a list 第一条、第二条 each member has its own.
    pub byte_range: Range<usize>,
    /// The law, by title or known abbreviation; `None` when the text leaves it
    /// open (本法, an unknown name without 《》).
    pub law: Option<LawKey>,
    /// The law as this mention or the one it refers back to writes it, without 《》;
    /// empty when no law is named.
    pub law_as_written: String,
    /// Which text of the law is meant, where the text says so: 1979年刑法, …（试行）.
    #[serde(default)]
    pub edition: Option<Edition>,
    /// Number of the document (文号) behind the title, as 法释〔2012〕21号.
    #[serde(default)]
    pub doc_number: Option<String>,
    /// 条
    pub article: Option<ArticleNumber>,
    /// Last one of a range: 第一条至第三条.
    pub article_end: Option<ArticleNumber>,
    /// 款
    pub paragraph: Option<u32>,
    /// Last one of a range of 款.
    pub paragraph_end: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Last one of a range of 项: 第（一）项至第（四）项.
    pub item_end: Option<u32>,
    /// 目
    #[serde(default)]
    pub point: Option<u32>,
    /// The part of the law that is named, from the highest: 分则, 第五章.
    #[serde(default)]
    pub division: Vec<DivisionStep>,
    /// Of a guiding case the canonical number (检例第79号, 指导案例108号), of a batch
    /// 最高检第十七批指导性案例, of a court's case the number as written.
    pub case_number: Option<String>,
    /// Last number of a range: 检例第1～3号.
    #[serde(default)]
    pub case_to: Option<u32>,
    /// What makes the reading doubtful.
    #[serde(default)]
    pub doubt: Option<Doubt>,
    /// The title that a text named by another law would have (其实施条例): a library may
    /// hold it.
    pub relative: Option<LawKey>,
    /// The annex whose article this is (附件一第二条), which is none of the law's own.
    pub annex: Option<String>,
    /// The words of the provision that the text quotes behind the mention, without
    /// the quotation marks.
    pub quote: Option<Range<usize>>,
}

impl CitationMention {
    /// Whether the text leaves open of what this is an article: no law is named, or a
    /// contract.
    pub fn is_open(&self) -> bool {
        self.law.is_none() && self.case_number.is_none() && self.law_as_written.is_empty()
    }

    /// The numbers of the cases cited: those of a range all.
    pub fn case_numbers(&self) -> Vec<String> {
        let first = self.case_number.as_ref();
        first.map_or_else(Vec::new, |first| guiding::numbers(first, self.case_to))
    }

    /// The cases that the number can mean where the text does not say whose it is: of
    /// 第3号指导性案例 检例第3号 and 指导案例3号.
    pub fn case_candidates(&self) -> Vec<String> {
        let number = self
            .case_number
            .as_ref()
            .filter(|_| self.doubt != Some(Doubt::Unreadable));
        number.map_or_else(Vec::new, |number| guiding::candidates(number))
    }

    /// Whether a range ends before it begins: 第十五至十二条.
    pub fn falls(&self) -> bool {
        let falls = |first: Option<u32>, last: Option<u32>| {
            first.zip(last).is_some_and(|(first, last)| last < first)
        };
        let case = self
            .case_number
            .as_ref()
            .and_then(|first| guiding::value(first));
        let articles = self.article.zip(self.article_end);
        articles.is_some_and(|(first, last)| last < first)
            || falls(self.paragraph, self.paragraph_end)
            || falls(self.item, self.item_end)
            || falls(case, self.case_to)
    }

    /// Whether a batch of guiding cases is cited, not a case.
    pub fn is_batch(&self) -> bool {
        let number = self.case_number.as_ref();
        number.is_some_and(|number| number.ends_with("批指导性案例"))
    }

    /// 分则第五章, for readers; empty when no part of the law is named.
    pub fn division_label(&self) -> String {
        self.division.iter().map(|step| step.label()).collect()
    }

    /// 第一款第（三）项, 第一款至第三款, for readers; empty when neither is named.
    pub fn part_label(&self) -> String {
        let chinese = |number: u32| numerals::to_chinese(u64::from(number));
        let paragraph = |number: u32| format!("第{}款", chinese(number));
        let item = |number: u32| format!("第（{}）项", chinese(number));
        let range = |first: Option<u32>, last: Option<u32>, label: &dyn Fn(u32) -> String| {
            let last = last.map(|last| format!("至{}", label(last)));
            first.map(|first| label(first) + &last.unwrap_or_default())
        };
        let paragraphs = range(self.paragraph, self.paragraph_end, &paragraph);
        let items = range(self.item, self.item_end, &item);
        paragraphs.unwrap_or_default() + &items.unwrap_or_default()
    }

    /// The law by its name as written, for a name without 《》 that is in no table: a
    /// library may know it all the same. `None` when the law is known, or no name is
    /// given (本法).
    pub fn guessed_law(&self) -> Option<LawKey> {
        if self.law.is_some() || self.doc_number.is_some() {
            return None;
        }
        let named = names_a_law(&self.law_as_written).then(|| LawKey::of(&self.law_as_written));
        self.relative.clone().or(named)
    }

    /// The law that a mention in a text means: the one it names or seems to name, else
    /// the text's own, for 本法, 本条例 … and a bare 第三条 in a statute.
    pub fn target_law(&self, own: Option<&LawKey>) -> Option<LawKey> {
        let written = self.law_as_written.as_str();
        let means_own = written.is_empty() || written.starts_with('本');
        let named = self.law.clone().or_else(|| self.guessed_law());
        named.or_else(|| own.filter(|_| means_own).cloned())
    }
}

/// 本法, 该条例 and nothing at all name no law; 同业拆借管理办法 does.
pub(super) fn names_a_law(as_written: &str) -> bool {
    if relative::is_relative(as_written) {
        return false;
    }
    let words = ["本", "该", "同", "上述", "前述"];
    let kind = words.iter().find_map(|word| as_written.strip_prefix(word));
    !as_written.is_empty() && kind.is_none_or(|kind| kind.chars().count() > MAX_KIND_CHARS)
}

/// A mention without an article.
pub(super) fn whole(
    byte_range: Range<usize>,
    law: Option<LawKey>,
    law_as_written: String,
) -> CitationMention {
    CitationMention {
        byte_range,
        law,
        law_as_written,
        edition: None,
        doc_number: None,
        article: None,
        article_end: None,
        paragraph: None,
        paragraph_end: None,
        item: None,
        item_end: None,
        point: None,
        division: Vec::new(),
        case_number: None,
        case_to: None,
        doubt: None,
        relative: None,
        annex: None,
        quote: None,
    }
}
