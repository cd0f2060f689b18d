//! Finds mentions: 《刑法》第一百三十三条之一第一款, 刑法第234条、第67条第三款,
//! 该法第三条, 检例第79号, 指导案例108号.
//!
//! A 第N条 belongs to the law named last, as long as only words of a list stand
//! between them (、, 和, 的规定 …); 同法 and 该法 reach back further. What no law is
//! named for stays open, and is kept.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::names::{Name, ShortForms, known_at_end, titled, unknown_at_end};
use super::tokens::{ArticlePlace, Token, tokens};
use crate::document::LawKey;
use crate::statute::ArticleNumber;

/// Longest run of other words between a law's name, or an article, and the next
/// article of the same law, in characters (刑法分则第…, 《刑法》的有关规定第…).
const MAX_GAP_CHARS: usize = 6;

/// Words and marks that may stand between the members of a list.
const LIST_WORDS: &[&str] = &[
    "以及",
    "或者",
    "的规定",
    "之规定",
    "规定",
    "分则",
    "总则",
    "有关",
    "相关",
    "分别",
    "关于",
    "、",
    "，",
    ",",
    "；",
    ";",
    "和",
    "与",
    "及",
    "或",
    "并",
    "至",
    "到",
    "—",
    "-",
    "~",
    "～",
    "的",
    "之",
    "（",
    "）",
    "(",
    ")",
    "“",
    "”",
    "中",
    "依照",
    "根据",
    "按照",
    "适用",
    "依据",
    "同时",
];

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
    /// 条
    pub article: Option<ArticleNumber>,
    /// 款
    pub paragraph: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Canonical number of a guiding case: 检例第79号, 指导案例108号.
    pub case_number: Option<String>,
}

/// All mentions in the order of the text; ranges are disjoint and on character
/// boundaries.
pub fn extract(text: &str) -> Vec<CitationMention> {
    let mut reader = Reader {
        text,
        mentions: Vec::new(),
        short_forms: ShortForms::default(),
        law: None,
        pending: None,
        place: None,
        end: 0,
        heading: None,
    };
    for (range, token) in tokens(text) {
        reader.token(range, token);
    }
    reader.flush();
    reader.mentions
}

struct Reader<'t> {
    text: &'t str,
    mentions: Vec<CitationMention>,
    short_forms: ShortForms,
    /// The law named last.
    law: Option<Name>,
    /// A title that no article has followed yet, and its range.
    pending: Option<(Range<usize>, Name)>,
    /// The article named last, for 第二款 behind it.
    place: Option<ArticlePlace>,
    /// Where the last token ends that a list can go on from.
    end: usize,
    /// The law of a title on a line of its own, which the lines below it quote.
    heading: Option<Name>,
}

impl Reader<'_> {
    fn token(&mut self, range: Range<usize>, token: Token) {
        match token {
            Token::Title(inside) => self.title(range, inside),
            Token::SameLaw => self.same_law(range),
            Token::OwnLaw => self.own_law(range),
            Token::Article(place) => self.article(range, place),
            Token::Paragraph(paragraph, item) => {
                if let Some(place) = self.place.filter(|_| self.continues(range.start)) {
                    let place = ArticlePlace {
                        paragraph: Some(paragraph),
                        item,
                        ..place
                    };
                    self.cite(range, place);
                }
            }
            Token::Item(item) => {
                if let Some(place) = self.place.filter(|_| self.continues(range.start)) {
                    self.cite(
                        range,
                        ArticlePlace {
                            item: Some(item),
                            ..place
                        },
                    );
                }
            }
            Token::Case(number) => self.case(range, number),
        }
    }

    fn title(&mut self, range: Range<usize>, inside: Range<usize>) {
        // （以下简称《甲规定》） was read with the title before it.
        if self.text[..range.start].ends_with("简称") {
            return;
        }
        self.flush();
        self.place = None;
        let before = &self.text[..range.start];
        let Some(name) = titled(&self.text[inside], before, &self.short_forms) else {
            // 《借款合同》第三条 must not count for the law named before.
            self.law = None;
            return;
        };
        if let Some(key) = &name.key {
            self.short_forms.define(&self.text[range.end..], key);
        }
        self.end = range.end;
        self.law = Some(name.clone());
        if let Some((rest, _)) = self.text[range.end..].split_once('\n') {
            let alone = without_brackets(rest)
                .trim()
                .trim_end_matches(['：', ':'])
                .is_empty();
            self.heading = alone.then(|| name.clone()).or(self.heading.take());
        }
        self.pending = Some((range, name));
    }

    fn same_law(&mut self, range: Range<usize>) {
        self.flush();
        self.end = range.end;
        let law = self.law.take();
        self.law = law.or_else(|| Some(self.open_name(&range)));
        if let Some(name) = self.law.clone() {
            self.pending = Some((range, name));
        }
    }

    fn own_law(&mut self, range: Range<usize>) {
        self.flush();
        self.end = range.end;
        let name = self.open_name(&range);
        self.pending = Some((range, name.clone()));
        self.law = Some(name);
    }

    fn open_name(&self, range: &Range<usize>) -> Name {
        Name {
            key: None,
            written: self.text[range.clone()].to_owned(),
        }
    }

    fn article(&mut self, range: Range<usize>, place: ArticlePlace) {
        let start = match self.bare_name(range.start) {
            Some((name, length)) => {
                self.flush();
                self.law = Some(name);
                range.start - length
            }
            None if self.continues(range.start) => match self.pending.take() {
                // The title and its first article are one mention.
                Some((title, _)) => title.start,
                None => range.start,
            },
            None => {
                // A sentence about something else lies between: which law is open,
                // but for a line below a title that begins with an article.
                self.flush();
                self.law = self
                    .heading
                    .clone()
                    .filter(|_| self.starts_line(range.start));
                range.start
            }
        };
        if !place.full && start == range.start && self.law.is_none() {
            return; // 共12条
        }
        self.pending = None;
        self.cite(start..range.end, place);
    }

    /// The law named without 《》 directly before an article.
    fn bare_name(&self, at: usize) -> Option<(Name, usize)> {
        let before = &self.text[self.end..at];
        let trimmed = before.trim_end_matches([' ', '\u{3000}']);
        let spaces = before.len() - trimmed.len();
        let (name, length) =
            known_at_end(trimmed, &self.short_forms).or_else(|| unknown_at_end(trimmed))?;
        Some((name, length + spaces))
    }

    /// Whether only words of a list lie between the last citation and `at`.
    fn continues(&self, at: usize) -> bool {
        let nothing_before = self.law.is_none() && self.place.is_none();
        if nothing_before || at < self.end {
            return false;
        }
        let mut gap = without_brackets(&self.text[self.end..at]);
        if gap.contains(['。', '\n', '！', '？']) {
            return false;
        }
        for word in LIST_WORDS {
            gap = gap.replace(word, "");
        }
        gap.chars().filter(|c| !c.is_whitespace()).count() <= MAX_GAP_CHARS
    }

    fn starts_line(&self, at: usize) -> bool {
        self.text[..at]
            .trim_end_matches([' ', '\u{3000}', '\u{2002}'])
            .ends_with('\n')
    }

    fn cite(&mut self, byte_range: Range<usize>, place: ArticlePlace) {
        let law = self.law.clone();
        self.end = byte_range.end;
        self.place = Some(place);
        self.mentions.push(CitationMention {
            byte_range,
            law_as_written: law
                .as_ref()
                .map(|law| law.written.clone())
                .unwrap_or_default(),
            law: law.and_then(|law| law.key),
            article: Some(place.article),
            paragraph: place.paragraph,
            item: place.item,
            case_number: None,
        });
    }

    fn case(&mut self, byte_range: Range<usize>, number: String) {
        self.flush();
        self.mentions.push(CitationMention {
            byte_range,
            law: None,
            law_as_written: String::new(),
            article: None,
            paragraph: None,
            item: None,
            case_number: Some(number),
        });
    }

    /// A title without an article is a mention of the law as a whole; 同法 and 本法
    /// without one say nothing.
    fn flush(&mut self) {
        let Some((byte_range, name)) = self.pending.take() else {
            return;
        };
        if self.text[byte_range.clone()].starts_with('《') {
            self.mentions.push(CitationMention {
                byte_range,
                law: name.key,
                law_as_written: name.written,
                article: None,
                paragraph: None,
                item: None,
                case_number: None,
            });
        }
    }
}

/// Leaves out （2018年修正）, （以下简称…）, （法释〔2020〕1号） with what stands in them.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            '（' | '(' => depth += 1,
            '）' | ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
