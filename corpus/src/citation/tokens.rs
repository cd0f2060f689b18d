//! The pieces of a text that citations are made of.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::case_number;
use super::parts::{Unit, Units, number, numeral, units};
use crate::statute::ArticleNumber;

/// Longest title in 《》 in bytes; an opening bracket without an end must not swallow
/// the text.
const MAX_TITLE_BYTES: usize = 600;

/// Longest break between the two lines of a title in bytes: an empty line, indented.
const MAX_BREAK_BYTES: usize = 10;

/// Characters of a numeral, for the patterns.
pub(super) const DIGITS: &str = "0-9０-９零〇○一二三四五六七八九十百千两廿卅";

/// Marks and words of a range: 第一条至第三条, 第3-5条.
pub(super) const TO: &str = r"(?:至|到|[-—–－~～]{1,2})";

/// A piece of a citation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// 《…》, with the range of what stands inside.
    Title(Range<usize>),
    /// 同法, 该法, 该解释: a law named before, of the kind that the word says.
    SameLaw(String),
    /// 本法, 本解释: the law that the text itself is.
    OwnLaw,
    /// 第N条之N第N款第N项.
    Article(ArticlePlace),
    /// 该条第三款, 本条第一款: a part of the article named last.
    SameArticle(Part),
    /// 前款第（一）项: items of the paragraph before.
    PriorParagraph(Part),
    /// 第N款 without 条, perhaps with 项.
    Paragraph(Part),
    /// 第N项 alone.
    Item(Part),
    /// Number of a guiding case, canonical, or of a court's case as written.
    Case(String),
}

/// A place inside an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Part {
    /// 款
    pub paragraph: Option<u32>,
    /// Last one of a range of 款.
    pub paragraph_end: Option<u32>,
    /// 项
    pub item: Option<u32>,
    /// Last one of a range of 项.
    pub item_end: Option<u32>,
}

/// A place in a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ArticlePlace {
    /// 条
    pub article: ArticleNumber,
    /// Last one of a range of 条.
    pub article_end: Option<ArticleNumber>,
    /// 款 and 项
    pub part: Part,
    /// Whether 第 stands before the number; 264条 counts behind a law's name and in
    /// a list only.
    pub full: bool,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let d = DIGITS;
    let n = numeral(9);
    let pattern = [
        r"(?P<open>《)".to_owned(),
        r"(?:同|该|上述|前述)(?P<same>补充规定|司法解释|实施条例|实施细则|实施办法|法律|法典|法|解释|规定|条例|办法|规则|细则|意见|决定|通知|批复|纪要|公约)"
            .to_owned(),
        r"(?P<own>本法|本解释|本规定|本条例|本办法|本规则|本细则|本意见|本决定)".to_owned(),
        format!(r"检例第?\s*(?P<spp>[{d}]{{1,6}})\s*号"),
        format!(r"指导性?案例第?\s*(?P<spc>[{d}]{{1,6}})\s*号"),
        case_number::PATTERN.to_owned(),
        format!(
            r"(?P<article>(?P<di>第\s*)?{n}(?:\s*(?:[、和及与]|{TO})\s*(?:第\s*)?{n})*\s*条)"
        ),
        r"(?P<this>该条|本条|同条)".to_owned(),
        r"(?P<prior>前款)".to_owned(),
        r"(?P<part>第)".to_owned(),
    ];
    Regex::new(&pattern.join("|")).expect("the pattern is a constant")
});

static INSERTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^之\s*([{DIGITS}]{{1,3}})")).expect("the pattern is a constant")
});

static INSERTED_LIST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^\s*[、和及与]\s*(之\s*([{DIGITS}]{{1,3}}))"))
        .expect("the pattern is a constant")
});

static RANGE_END: LazyLock<Regex> = LazyLock::new(|| {
    let d = DIGITS;
    Regex::new(&format!(
        r"^\s*{TO}\s*(?:第\s*)?([{d}]{{1,9}})\s*条(?:之([{d}]{{1,3}}))?"
    ))
    .expect("the pattern is a constant")
});

/// 第一目 behind an item: it belongs to the mention, and what stands in it is not told
/// apart.
static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"^\s*第?\s*[（(]?[{DIGITS}]{{1,3}}[）)]?目"))
        .expect("the pattern is a constant")
});

/// The tokens of a text in order, with their ranges.
pub(super) fn tokens(text: &str) -> Vec<(Range<usize>, Token)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(found) = PATTERN.captures_at(text, at) {
        let Some(range) = found.get(0).map(|whole| whole.range()) else {
            break;
        };
        at = range.end;
        if found.name("article").is_some() {
            at = articles(text, &found, range, &mut tokens);
        } else if found.name("part").is_some() {
            at = parts(text, range.start, None, &mut tokens).unwrap_or(range.end);
        } else if found.name("this").is_some() {
            let head = Some((range.clone(), Head::SameArticle));
            at = parts(text, range.end, head, &mut tokens).unwrap_or(range.end);
        } else if found.name("prior").is_some() {
            let head = Some((range.clone(), Head::PriorParagraph));
            at = parts(text, range.end, head, &mut tokens).unwrap_or(range.end);
        } else if let Some((end, token)) = simple(text, &found, &range) {
            at = end;
            tokens.push((range.start..end, token));
        }
    }
    tokens
}

/// What is one token of its own.
fn simple(text: &str, found: &Captures<'_>, range: &Range<usize>) -> Option<(usize, Token)> {
    if found.name("open").is_some() {
        let end = closing(text, range.end)?;
        return Some((end + '》'.len_utf8(), Token::Title(range.end..end)));
    }
    if let Some(digits) = found.name("spp") {
        let case = format!("检例第{}号", number(digits.as_str())?);
        return Some((range.end, Token::Case(case)));
    }
    if let Some(digits) = found.name("spc") {
        let case = format!("指导案例{}号", number(digits.as_str())?);
        return Some((range.end, Token::Case(case)));
    }
    if let Some(body) = found.name("court") {
        let whole = &text[range.clone()];
        // 某检（95）刑免字第1号 is a procuratorate's document.
        let of_court = !text[..range.start].ends_with('检');
        return (of_court && case_number::is_case(body.as_str()))
            .then(|| (range.end, Token::Case(whole.to_owned())));
    }
    // 该法院, 本法官 are no laws, nor are the ends of 合同法 and 基本法.
    let before = text[..range.start].chars().next_back();
    let is_end = match text[range.start..].chars().next() {
        Some('同') => before == Some('合'),
        Some('本') => before.is_some_and(|c| "基根日资版样".contains(c)),
        _ => false,
    };
    if is_end || text[range.end..].starts_with(['院', '官', '庭', '律']) {
        return None;
    }
    match found.name("same") {
        Some(word) => Some((range.end, Token::SameLaw(word.as_str().to_owned()))),
        None => Some((range.end, Token::OwnLaw)),
    }
}

/// Where the 》 stands that closes a title which begins at `start`.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 1;
    for (at, c) in text[start..].char_indices() {
        match c {
            '《' => depth += 1,
            '》' => depth -= 1,
            '\n' if depth > 1 || !title_goes_on(&text[start + at..]) => return None,
            _ => {}
        }
        if depth == 0 {
            return Some(start + at);
        }
        if at > MAX_TITLE_BYTES {
            return None;
        }
    }
    None
}

/// Whether a title that a line break cuts has its end on the next line: 《最高人民法院
/// and 最高人民检察院关于某事的规定》.
fn title_goes_on(rest: &str) -> bool {
    let line = rest.trim_start();
    let end = line.find(['》', '《', '\n', '。', '；']);
    rest.len() - line.len() <= MAX_BREAK_BYTES
        && end.is_some_and(|end| line[end..].starts_with('》'))
}

/// 第二、四、五条之一第一款: one token for each article, the last with its parts.
/// Gives the end of what was read.
fn articles(
    text: &str,
    found: &Captures<'_>,
    range: Range<usize>,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> usize {
    let Some(list) = Units::read(text, range.clone()) else {
        return range.end;
    };
    let full = found.name("di").is_some();
    let several = list.members.len() > 1 || list.end.is_some();
    // 12、264条: without 第 only the last number belongs to 条.
    let skip = if full || !several {
        0
    } else {
        list.members.len() - 1
    };
    let mut end = range.end;
    let last = list.members.len() - 1;
    for (index, (member, value)) in list.members.into_iter().enumerate().skip(skip) {
        let mut place = ArticlePlace {
            article: ArticleNumber::new(value),
            article_end: None,
            part: Part::default(),
            full,
        };
        if index < last {
            tokens.push((member, Token::Article(place)));
            continue;
        }
        place.article_end = list.end.map(ArticleNumber::new);
        end = with_inserted(text, member.end, &mut place);
        if place.article_end.is_none()
            && let Some(tail) = RANGE_END.captures(&text[end..])
            && let Some(base) = group(&tail, 1)
        {
            let inserted = group(&tail, 2).unwrap_or(0);
            place.article_end = Some(ArticleNumber { base, inserted });
            end += tail.get(0).map_or(0, |whole| whole.end());
        }
        let head = Some((member.start..end, Head::Article(place)));
        end = parts(text, end, head, tokens).unwrap_or(end);
        end = inserted_list(text, end, place, tokens);
    }
    end
}

fn group(found: &Captures<'_>, group: usize) -> Option<u32> {
    number(found.get(group)?.as_str())
}

/// Reads 之N at `end` into `place`; gives the end. 第三条之一般规定 is a word.
fn with_inserted(text: &str, end: usize, place: &mut ArticlePlace) -> usize {
    let rest = &text[end..];
    if let Some(found) = INSERTED.captures(rest)
        && let Some(inserted) = group(&found, 1)
        && let Some(whole) = found.get(0)
        && !rest[whole.end()..].starts_with('般')
    {
        place.article.inserted = inserted;
        return end + whole.end();
    }
    end
}

/// 第二百八十七条之一、之二: articles inserted behind the same one.
fn inserted_list(
    text: &str,
    mut end: usize,
    place: ArticlePlace,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> usize {
    if place.article.inserted == 0 || place.article_end.is_some() {
        return end;
    }
    while let Some(found) = INSERTED_LIST.captures(&text[end..])
        && let (Some(whole), Some(own)) = (found.get(0), found.get(1))
        && let Some(inserted) = group(&found, 2)
    {
        let start = end + own.start();
        let (article, whole_end) = (
            ArticleNumber {
                inserted,
                ..place.article
            },
            end + whole.end(),
        );
        let head = Head::Article(ArticlePlace { article, ..place });
        end = parts(text, whole_end, Some((start..whole_end, head)), tokens).unwrap_or(whole_end);
    }
    end
}

/// What stands before 款 and 项.
enum Head {
    Article(ArticlePlace),
    SameArticle,
    PriorParagraph,
}

impl Head {
    fn token(&self, part: Part) -> Token {
        match self {
            Self::Article(place) => Token::Article(ArticlePlace { part, ..*place }),
            Self::SameArticle => Token::SameArticle(part),
            Self::PriorParagraph => Token::PriorParagraph(part),
        }
    }
}

/// Reads 第N款第N项 with lists and ranges at `at`: one token for each lowest unit, the
/// first together with its head. Gives the end of what was read; `None` when there is
/// neither a part nor an article to tell of.
fn parts(
    text: &str,
    at: usize,
    head: Option<(Range<usize>, Head)>,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> Option<usize> {
    let paragraphs = units(text, at, Unit::Paragraph);
    let items_at = paragraphs.as_ref().map_or(at, |found| found.range.end);
    let items = units(text, items_at, Unit::Item);
    let whole_article = matches!(head, Some((_, Head::Article(_))));
    if paragraphs.is_none() && items.is_none() && !whole_article {
        return None;
    }
    // Each member with its part, in order.
    let mut found: Vec<(Range<usize>, Part)> = Vec::new();
    if let Some(list) = &paragraphs {
        let several = list.members.len() > 1;
        for (range, value) in &list.members {
            let part = Part {
                paragraph: Some(*value),
                paragraph_end: list.end.filter(|_| !several),
                ..Part::default()
            };
            found.push((range.clone(), part));
        }
    }
    let base = found.last().map(|(_, part)| *part).unwrap_or_default();
    let items_end = items.as_ref().map_or(items_at, |list| list.range.end);
    for (index, (range, value)) in items.iter().flat_map(|list| &list.members).enumerate() {
        let item_end = items.as_ref().and_then(|list| list.end);
        let part = Part {
            item: Some(*value),
            item_end,
            ..base
        };
        match found.last_mut() {
            // 第一款第二项 is one.
            Some(last) if index == 0 => *last = (last.0.start..range.end, part),
            _ => found.push((range.clone(), part)),
        }
    }
    if let Some((last, _)) = found.last_mut()
        && let Some(point) = POINT.find(&text[items_end..])
    {
        last.end = items_end + point.end();
    }
    let mut end = head.as_ref().map_or(at, |(range, _)| range.end);
    let mut rest = found.into_iter();
    if let Some((start, head)) = &head {
        let (range, part) = rest.next().unwrap_or((start.clone(), Part::default()));
        end = range.end;
        tokens.push((start.start..end, head.token(part)));
    }
    for (range, part) in rest {
        end = range.end;
        let token = match part.paragraph {
            Some(_) if paragraphs.is_some() && !is_item_only(&paragraphs, &range) => {
                Token::Paragraph(part)
            }
            _ => Token::Item(part),
        };
        tokens.push((range, token));
    }
    Some(end)
}

/// Whether `range` lies behind the paragraphs, so that it names items alone.
fn is_item_only(paragraphs: &Option<Units>, range: &Range<usize>) -> bool {
    paragraphs
        .as_ref()
        .is_none_or(|list| range.start >= list.range.end)
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
