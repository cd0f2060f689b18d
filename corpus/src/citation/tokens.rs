//! The pieces of a text that citations are made of.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::case_number;
use super::division_tokens::{CODE_PARTS, division};
use super::guiding::{self, Cited};
use super::mention::{DivisionStep, Doubt};
use super::numbers::{self, Number};
use super::parts::{self, Found, Member, Unit, Units};
use crate::statute::ArticleNumber;

/// Longest title in 《》 in bytes; an opening bracket without an end must not swallow
/// the text.
const MAX_TITLE_BYTES: usize = 600;

/// Longest break between the two lines of a title in bytes: an empty line, indented.
const MAX_BREAK_BYTES: usize = 10;

/// Most articles that are inserted behind one.
const MOST_INSERTED: u32 = 20;

pub(super) use super::numbers::DIGITS;

/// Marks and words of a range: 第一条至第三条, 第3-5条.
const TO: &str = r"(?:[起直]?[至到]|[-—–－~～]{1,2})";

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
    /// 分则第五章, 第二编第五章第一节.
    Division(Vec<DivisionStep>),
    /// 第〓〓条: an article whose number cannot be read.
    Unreadable,
    /// Number of a court's case as written.
    Case(String),
    /// A guiding case, a range of them, or a batch.
    Guiding(Cited),
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
    /// 目
    pub point: Option<u32>,
    /// Whether what is named here was mended, or cannot be read.
    pub doubt: Option<Doubt>,
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
    /// Whether the number was mended, or cannot be read.
    pub doubt: Option<Doubt>,
    /// Whether 第 stands before the number; 264条 counts behind a law's name and in
    /// a list only.
    pub full: bool,
}

static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
    let d = DIGITS;
    let n = format!(r"[{d}](?:[ \u3000]?[{d}]){{0,8}}");
    let pattern = [
        r"(?P<open>《)".to_owned(),
        r"(?:同|该|上述|前述)(?P<same>补充规定|司法解释|实施条例|实施细则|实施办法|法律|法典|法|解释|规定|条例|办法|规则|细则|意见|决定|通知|批复|纪要|公约)"
            .to_owned(),
        r"(?P<own>本法|本解释|本规定|本条例|本办法|本规则|本细则|本意见|本决定)".to_owned(),
        format!("(?P<guide>{})", guiding::KEYWORDS),
        case_number::PATTERN.to_owned(),
        format!("(?P<book>分则|总则|(?:{CODE_PARTS})编)"),
        format!(r"(?P<article>{n}(?:\s*(?:[、和及与或]|{TO})\s*{n})*(?:之[{d}]{{1,3}})?\s*条)"),
        r"(?P<this>该条|本条|同条)".to_owned(),
        r"(?P<prior>前款)".to_owned(),
        r"(?P<part>[第笫苐])".to_owned(),
    ];
    Regex::new(&pattern.join("|")).expect("the pattern is a constant")
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
        if found.name("article").is_some() || found.name("part").is_some() {
            at = numbered(text, &range, &mut tokens);
        } else if found.name("this").is_some() {
            let head = Some((range.clone(), Head::SameArticle));
            at = parts(text, range.end, head, &mut tokens).unwrap_or(range.end);
        } else if found.name("prior").is_some() {
            let head = Some((range.clone(), Head::PriorParagraph));
            at = parts(text, range.end, head, &mut tokens).unwrap_or(range.end);
        } else if found.name("guide").is_some() {
            let floor = tokens
                .last()
                .map_or(0, |(last, _): &(Range<usize>, Token)| last.end);
            if let Some((end, cited)) = guiding::cited(text, &range, floor) {
                at = end;
                let cited = cited.into_iter();
                tokens.extend(cited.map(|cited| (cited.range.clone(), Token::Guiding(cited))));
            }
        } else if found.name("book").is_some() {
            at = division(text, &range, &mut tokens);
        } else if let Some((end, token)) = simple(text, &found, &range) {
            at = end;
            tokens.push((range.start..end, token));
        }
    }
    tokens
}

/// What begins with a number: articles, or paragraphs and items of the article named
/// last. Gives the end of what was read.
fn numbered(text: &str, range: &Range<usize>, tokens: &mut Vec<(Range<usize>, Token)>) -> usize {
    match parts::read(text, range.start) {
        Some(Found::Units(list)) if list.unit == Unit::Article => articles(text, list, tokens),
        Some(Found::Units(_)) => parts(text, range.start, None, tokens).unwrap_or(range.end),
        Some(Found::Unreadable(lost, Unit::Article)) => {
            let end = lost.end;
            tokens.push((lost, Token::Unreadable));
            end
        }
        _ => division(text, range, tokens),
    }
}

/// What is one token of its own.
fn simple(text: &str, found: &Captures<'_>, range: &Range<usize>) -> Option<(usize, Token)> {
    if found.name("open").is_some() {
        let end = closing(text, range.end)?;
        return Some((end + '》'.len_utf8(), Token::Title(range.end..end)));
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
fn articles(text: &str, list: Units, tokens: &mut Vec<(Range<usize>, Token)>) -> usize {
    // 共12、264条: without 第 only the last number belongs to 条, but behind a law or a list.
    let all = list.full || goes_on(text, &list);
    let skip = if all { 0 } else { list.members.len() - 1 };
    let last = list.members.len() - 1;
    let mut end = list.end;
    for (index, member) in list.members.into_iter().enumerate().skip(skip) {
        let place = ArticlePlace {
            article: member.first,
            article_end: member.last,
            part: Part::default(),
            doubt: mark(member.suspect),
            full: list.full,
        };
        match index < last {
            true => tokens.push((member.range, Token::Article(place))),
            false => end = last_article(text, member.range, place, tokens),
        }
    }
    end
}

/// Whether numbers without 第 stand behind a law or another number of a list: 《刑法》61、62条,
/// 第61条、62、64条.
fn goes_on(text: &str, list: &Units) -> bool {
    let start = list.members.first().map_or(0, |first| first.range.start);
    let before = text[..start].trim_end();
    let apart = before.len() < start;
    let listed = before.strip_suffix(['、', '和', '及', '与', '或', '；', ';', '，', ',']);
    let listed = listed.or(apart.then_some(before));
    let listed = listed.is_some_and(|before| before.trim_end().ends_with(['条', '款', '项']));
    listed || before.ends_with(['》', '法', '典'])
}

fn mark(suspect: bool) -> Option<Doubt> {
    suspect.then_some(Doubt::Suspect)
}

/// The last article of a list, with 之一, the end of a range, 款 and 项.
fn last_article(
    text: &str,
    range: Range<usize>,
    mut place: ArticlePlace,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> usize {
    let mut end = range.end;
    let base = place.article_end.unwrap_or(place.article).base;
    if let Some((behind, inserted)) = parts::inserted(text, end, base) {
        end = behind;
        place.doubt = place.doubt.max(mark(inserted.suspect));
        let last = place.article_end.as_mut();
        last.unwrap_or(&mut place.article).inserted = inserted.value;
    }
    if place.article_end.is_none()
        && let Some((behind, last, suspect)) = parts::range_end(text, end, place.article)
    {
        (end, place.article_end) = (behind, Some(last));
        place.doubt = place.doubt.max(mark(suspect));
    }
    if let Some(last) = place.article_end {
        // 第一条至第三条第二款: the paragraph is one of the last.
        tokens.push((range.start..end, Token::Article(place)));
        let last = ArticlePlace {
            article: last,
            article_end: None,
            ..place
        };
        let head = Some((end..end, Head::LastOfRange(last)));
        return parts(text, end, head, tokens).unwrap_or(end);
    }
    let token = tokens.len();
    let head = Some((range.start..end, Head::Article(place)));
    end = parts(text, end, head, tokens).unwrap_or(end);
    if let Some((behind, last, suspect)) = parts::range_end(text, end, place.article)
        && let [(range, Token::Article(place))] = &mut tokens[token..]
    {
        // 第二十条第二款至第二十五条
        (end, place.article_end) = (behind, Some(last));
        place.doubt = place.doubt.max(mark(suspect));
        range.end = behind;
    }
    inserted_list(text, end, place, tokens)
}

/// 、之二 behind 第二百八十七条之一: articles inserted behind the same one.
fn inserted_list(
    text: &str,
    mut end: usize,
    place: ArticlePlace,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> usize {
    if place.article_end.is_some() {
        return end;
    }
    while let Some(separator) = SEPARATOR.find(&text[end..])
        && let start = end + separator.end()
        && let Some((whole_end, inserted)) = parts::inserted(text, start, place.article.base)
            .filter(|(behind, _)| place.article.inserted > 0 || is_number_alone(&text[*behind..]))
            .or_else(|| next_inserted(text, start, place.article))
    {
        let article = ArticleNumber {
            inserted: inserted.value,
            ..place.article
        };
        let doubt = mark(inserted.suspect);
        let head = Head::Article(ArticlePlace {
            article,
            doubt,
            ..place
        });
        end = parts(text, whole_end, Some((start..whole_end, head)), tokens).unwrap_or(whole_end);
    }
    end
}

/// 、二 behind 第二百八十七条之一: without 之. 、二审 is none.
fn next_inserted(text: &str, at: usize, first: ArticleNumber) -> Option<(usize, Number)> {
    let length = numbers::run(&text[at..]);
    let number = numbers::number(&text[at..at + length])?;
    let follows = first.inserted > 0 && number.value > first.inserted;
    let short = number.value <= MOST_INSERTED && is_number_alone(&text[at + length..]);
    (follows && short).then_some((at + length, number))
}

/// Whether no word begins behind a number.
fn is_number_alone(behind: &str) -> bool {
    let next = behind.trim_start().chars().next();
    next.is_none_or(|c| !c.is_alphanumeric() || "的之规第和及与中".contains(c))
}

/// What stands before 款 and 项.
enum Head {
    Article(ArticlePlace),
    LastOfRange(ArticlePlace),
    SameArticle,
    PriorParagraph,
}

impl Head {
    fn token(&self, part: Part) -> Token {
        match self {
            Self::Article(place) | Self::LastOfRange(place) => {
                Token::Article(ArticlePlace { part, ..*place })
            }
            Self::SameArticle => Token::SameArticle(part),
            Self::PriorParagraph => Token::PriorParagraph(part),
        }
    }
}

/// Reads 第N款第N项第N目 with lists and ranges at `at`: one token for each lowest unit, the
/// first together with its head. Gives the end of what was read; `None` when there is
/// neither a part nor an article to tell of.
fn parts(
    text: &str,
    at: usize,
    head: Option<(Range<usize>, Head)>,
    tokens: &mut Vec<(Range<usize>, Token)>,
) -> Option<usize> {
    let mut reading = Reading::new(text, at);
    let bare = matches!(&head, Some((_, Head::Article(_))));
    reading.unit(Unit::Paragraph, bare);
    reading.unit(Unit::Item, bare);
    // 第一目的 is a purpose, where no item stands before it.
    if reading.at > at || head.is_some() {
        reading.unit(Unit::Point, true);
        reading.more_points();
    }
    let mut end = head.as_ref().map_or(at, |(range, _)| range.end);
    if reading.found.is_empty() && !matches!(head, Some((_, Head::Article(_)))) {
        return None;
    }
    let mut rest = reading.found.into_iter();
    if let Some((start, head)) = &head {
        let (range, part) = rest.next().unwrap_or((start.clone(), Part::default()));
        end = range.end;
        tokens.push((start.start..end, head.token(part)));
    }
    for (range, part) in rest {
        end = range.end;
        let token = match text[range.clone()].contains('款') || part.item.is_none() {
            true => Token::Paragraph(part),
            false => Token::Item(part),
        };
        tokens.push((range, token));
    }
    Some(end)
}

/// The parts of one article as they are read.
struct Reading<'t> {
    text: &'t str,
    at: usize,
    /// Each member with its part, in order.
    found: Vec<(Range<usize>, Part)>,
}

impl<'t> Reading<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self {
            text,
            at,
            found: Vec::new(),
        }
    }

    /// Reads the numbers with `unit` that stand here. `bare`: 第 may be missing (67条3款).
    fn unit(&mut self, unit: Unit, bare: bool) {
        match parts::read(self.text, self.at) {
            Some(Found::Units(list)) if list.unit == unit && self.begins(&list, bare) => {
                self.at = list.end;
                self.members(unit, list.members);
            }
            Some(Found::Unreadable(range, lost)) if lost == unit => {
                self.at = range.end;
                let doubt = Some(Doubt::Unreadable);
                let base = self.base();
                self.add(range, Part { doubt, ..base }, true);
            }
            _ => {}
        }
    }

    /// 、第2目 behind 第1目.
    fn more_points(&mut self) {
        while self
            .found
            .last()
            .is_some_and(|(_, part)| part.point.is_some())
            && let Some(separator) = SEPARATOR.find(&self.text[self.at..])
            && let Some(Found::Units(list)) = parts::read(self.text, self.at + separator.end())
            && list.unit == Unit::Point
        {
            let base = self.base();
            self.at = list.end;
            for member in list.members {
                let point = Some(member.first.base);
                self.add(member.range, Part { point, ..base }, false);
            }
        }
    }

    /// Texts leave out the 第 of 第一款（二）项, of 67条3款, and of 第一款二项.
    fn begins(&self, list: &Units, bare: bool) -> bool {
        let text = self.text[self.at..].trim_start();
        let adjoins = text.len() == self.text.len() - self.at;
        let brackets = list.unit == Unit::Item && text.starts_with(['（', '(']);
        list.full || brackets || adjoins && bare && (list.unit != Unit::Item || self.is_short(text))
    }

    /// Whether an item may follow without 第: behind a paragraph, or in digits. 三条三项措施
    /// is none.
    fn is_short(&self, text: &str) -> bool {
        !self.found.is_empty() || text.starts_with(|c: char| c.is_ascii_digit())
    }

    fn base(&self) -> Part {
        self.found.last().map(|(_, part)| *part).unwrap_or_default()
    }

    fn members(&mut self, unit: Unit, members: Vec<Member>) {
        let base = self.base();
        for (index, member) in members.into_iter().enumerate() {
            let (first, last) = (member.first.base, member.last.map(|last| last.base));
            let doubt = mark(member.suspect);
            let mut part = Part {
                doubt: base.doubt.max(doubt),
                ..base
            };
            match unit {
                Unit::Item => (part.item, part.item_end) = (Some(first), last),
                Unit::Point => part.point = Some(first),
                _ => (part.paragraph, part.paragraph_end) = (Some(first), last),
            }
            self.add(member.range, part, index == 0);
        }
    }

    /// Adds a part; `first`: 第一款第二项 is one.
    fn add(&mut self, range: Range<usize>, part: Part, first: bool) {
        match self.found.last_mut() {
            Some(last) if first => *last = (last.0.start..range.end, part),
            _ => self.found.push((range, part)),
        }
    }
}

static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:以及|[、和及与])其?\s*").expect("the pattern is a constant")
});

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
