//! Numbers with a unit: 第一款, 第（一）项, lists (第一、三款), ranges (第（一）项至第（四）项)
//! and inserted articles (第133-1条, 第一百三十三之一条).

use std::ops::Range;

use super::lost_numbers::unreadable;
use super::numbers::{FLAT, Number, ORDINALS, is_digit, mended, number, run};
use crate::statute::ArticleNumber;

/// Greatest number of an article inserted behind another (第一百二十条之六) that a dash
/// may stand before; 第15-12条 with more between is a range that falls.
const MAX_INSERTED: u32 = 20;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 条
    Article,
    /// 款
    Paragraph,
    /// 项
    Item,
    /// 目
    Point,
}

/// One number of a list, or a range in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// The piece of text that is its own; the last one's has the unit.
    pub range: Range<usize>,
    /// The number; only one of an article can be an inserted one.
    pub first: ArticleNumber,
    /// Last number of a range.
    pub last: Option<ArticleNumber>,
    /// Whether something had to be mended to read it.
    pub suspect: bool,
}

/// Numbers with one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Units {
    pub unit: Unit,
    /// Whether 第 stands before the first.
    pub full: bool,
    /// At least one.
    pub members: Vec<Member>,
    /// Where the text goes on.
    pub end: usize,
}

/// What stands where numbers with a unit may stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    Units(Units),
    /// Something numbered whose number cannot be read.
    Unreadable(Range<usize>, Unit),
}

/// Reads the numbers at `at`, with or without 第.
pub(super) fn read(text: &str, at: usize) -> Option<Found> {
    let start = skip_spaces(text, at);
    match Reader::new(text, start).units() {
        Some(units) => Some(Found::Units(units)),
        None => unreadable(text, start).map(|(range, unit)| Found::Unreadable(range, unit)),
    }
}

/// The end of a range at `at`, with its mark (至第三条, -5条, 至之三 of `base`), and whether
/// it had to be mended.
pub(super) fn range_end(
    text: &str,
    at: usize,
    base: ArticleNumber,
) -> Option<(usize, ArticleNumber, bool)> {
    let mut reader = Reader::new(text, skip_spaces(text, at));
    reader.range_mark()?;
    if reader.take('之') {
        let number = reader.plain_number()?;
        reader.take('条');
        let inserted = number.value;
        return Some((
            reader.at,
            ArticleNumber { inserted, ..base },
            number.suspect,
        ));
    }
    let start = reader.at;
    let (first, suspect) = reader.numbered()?;
    let mut member = Member {
        range: start..start,
        first,
        last: None,
        suspect,
    };
    // 第133-4条
    reader.range_in(&mut member)?;
    let alone = member.last.is_none() && reader.unit()? == Unit::Article;
    let mut last = alone.then_some(member.first)?;
    if let Some((end, behind)) = inserted(text, reader.at, last.base) {
        (reader.at, last.inserted) = (end, behind.value);
        member.suspect |= behind.suspect;
    }
    Some((reader.at, last, member.suspect))
}

/// 之一 or -1 behind 条 of `base`, and where it ends. 第三条之一般规定 is a word, 第三条-第五条 and
/// 第三条-5条 are ranges.
pub(super) fn inserted(text: &str, at: usize, base: u32) -> Option<(usize, Number)> {
    if let Some(found) = spoilt_inserted(text, at) {
        return Some(found);
    }
    let mut reader = Reader::new(text, at);
    let dashed = !reader.take('之');
    if dashed && !(reader.short_dash() && reader.rest().starts_with(|c: char| c.is_ascii_digit())) {
        return None;
    }
    let number = reader.plain_number()?;
    let rest = reader.rest();
    let a_word =
        rest.starts_with('般') || dashed && rest.starts_with(['条', '款', '项', '年', '月', '号']);
    let fits = !dashed || number.value <= MAX_INSERTED && number.value < base;
    (!a_word && fits).then_some((reader.at, number))
}

/// 条（之一）, 条之（一）, 条第之一: meant for 条之一, and marked.
fn spoilt_inserted(text: &str, at: usize) -> Option<(usize, Number)> {
    let mut reader = Reader::new(text, at);
    let brackets = ['（', '('];
    let around = reader.take_any(&brackets).is_some();
    let ordinal = !around && reader.take('第');
    reader.take('之').then_some(())?;
    let inside = !around && !ordinal && reader.take_any(&brackets).is_some();
    if !(around || ordinal || inside) {
        return None;
    }
    let number = reader.plain_number()?;
    if around || inside {
        reader.take_any(&['）', ')'])?;
    }
    let number = Number {
        suspect: true,
        ..number
    };
    Some((reader.at, number))
}

fn skip_spaces(text: &str, at: usize) -> usize {
    at + text[at..].len() - text[at..].trim_start().len()
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn spaces(&mut self) {
        self.at = skip_spaces(self.text, self.at);
    }

    fn take(&mut self, c: char) -> bool {
        let found = self.rest().starts_with(c);
        if found {
            self.at += c.len_utf8();
        }
        found
    }

    fn take_any(&mut self, any: &[char]) -> Option<char> {
        let c = self.peek().filter(|c| any.contains(c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    fn units(&mut self) -> Option<Units> {
        let full = self.peek().is_some_and(|c| ORDINALS.contains(&c));
        let mut members: Vec<Member> = Vec::new();
        loop {
            let start = self.at;
            let (first, suspect) = self.numbered()?;
            let mut member = Member {
                range: start..self.at,
                first,
                last: None,
                suspect,
            };
            self.range_in(&mut member)?;
            member.range.end = self.at;
            members.push(member);
            let before = self.at;
            if !self.separator() {
                self.at = before;
                break;
            }
        }
        let spoilt = {
            self.spaces();
            self.peek() == Some('夂')
        };
        let unit = self.unit()?;
        if let Some(last) = members.last_mut() {
            last.range.end = self.at;
            last.suspect |= spoilt;
        }
        let mut units = Units {
            unit,
            full,
            members,
            end: self.at,
        };
        self.far_end(&mut units);
        self.more_units(&mut units);
        units.end = self.at;
        Some(units)
    }

    /// A number of a list, with 第, brackets and 之N.
    fn numbered(&mut self) -> Option<(ArticleNumber, bool)> {
        let ordinal = self.take_any(ORDINALS);
        self.spaces();
        let open = self.take_any(&['（', '(']).is_some();
        self.spaces();
        let number = self.whole_number()?;
        if open {
            self.spaces();
            self.take_any(&['）', ')']);
        }
        let mut article = ArticleNumber::new(number.value);
        let before = self.at;
        // 第一百三十三之一条, not 第三之….
        if self.take('之') {
            match self.plain_number() {
                Some(inserted) => article.inserted = inserted.value,
                None => self.at = before,
            }
        }
        let suspect = number.suspect || ordinal.is_some_and(|c| c != '第');
        Some((article, suspect))
    }

    fn plain_number(&mut self) -> Option<Number> {
        self.spaces();
        let length = run(self.rest());
        let found = number(&self.rest()[..length])?;
        self.at += length;
        Some(found)
    }

    /// A number, also one in which a dash stands for 一: 第—百, 第三十—条, 第二百—十条.
    fn whole_number(&mut self) -> Option<Number> {
        let (plain, plain_end) = {
            let length = run(self.rest());
            (number(&self.rest()[..length]), self.at + length)
        };
        let (mended, end) = self.with_flat();
        let rising = || {
            let mut after = Reader::new(self.text, plain_end);
            after.range_mark()?;
            after.take_any(ORDINALS);
            let next = number(&after.rest()[..run(after.rest())])?;
            Some(next.value > plain?.value)
        };
        let (found, end) = match mended {
            Some(mended) if rising() != Some(true) => (mended, end),
            _ => (plain?, plain_end),
        };
        self.at = end;
        Some(found)
    }

    /// The number with dashes read as 一, if there are any and Chinese numerals are beside
    /// them.
    fn with_flat(&self) -> (Option<Number>, usize) {
        let mut written = String::new();
        let mut flat = 0;
        for c in self.rest().chars() {
            match FLAT.contains(&c) {
                true => {
                    flat += 1;
                    written.push('一');
                }
                false if is_digit(c) || mended(c).is_some() => written.push(c),
                false => break,
            }
        }
        let length: usize = self
            .rest()
            .chars()
            .take(written.chars().count())
            .map(char::len_utf8)
            .sum();
        let chinese =
            written.contains(['十', '百', '千']) && !written.contains(|c: char| c.is_ascii_digit());
        let alone = written == "一";
        let found = (flat == 1 && (chinese || alone))
            .then(|| number(&written))
            .flatten();
        let found = found.map(|number| Number {
            suspect: true,
            ..number
        });
        (found, self.at + length)
    }

    /// 至, -, ～ between the ends of a range.
    fn range_mark(&mut self) -> Option<()> {
        self.spaces();
        // 第一条起至第三条, 第一条直至第三条
        let from = self.at;
        if !(self.take('起') || self.take('直')) || self.peek().is_none_or(|c| !"至到".contains(c))
        {
            self.at = from;
        }
        if self.take('至') || self.take('到') {
            self.spaces();
            return Some(());
        }
        let before = self.at;
        while self.at - before < 2 * '—'.len_utf8() && self.dash() {}
        (self.at > before).then(|| self.spaces())
    }

    fn dash(&mut self) -> bool {
        self.short_dash() || self.take_any(&['~', '～', '〜', '∼']).is_some()
    }

    fn short_dash(&mut self) -> bool {
        self.take_any(FLAT).is_some() || self.take_any(&['-', '‐', '‑', '−']).is_some()
    }

    /// The end of a range whose unit follows (第3-5条), or the number of an inserted
    /// article (第133-1条). `None` when what follows a mark cannot be read.
    fn range_in(&mut self, member: &mut Member) -> Option<()> {
        let before = self.at;
        let word = self.rest().trim_start();
        let may_insert = !word.starts_with(['至', '到', '~', '～', '〜', '∼']);
        if self.range_mark().is_none() {
            self.at = before;
            return Some(());
        }
        let Some((last, suspect)) = self.numbered() else {
            self.at = before;
            return Some(());
        };
        let falls = last < member.first;
        let inserts = member.first.inserted == 0 && last.inserted == 0 && last.base <= MAX_INSERTED;
        if falls && may_insert && inserts && is_article_next(self.rest()) {
            member.first.inserted = last.base;
            member.suspect |= suspect;
            // 第120-1至120-6条
            return self.range_in(member);
        }
        member.last = Some(last);
        member.suspect |= suspect;
        Some(())
    }

    /// 至第三款 behind 第一款; articles have a way of their own.
    fn far_end(&mut self, units: &mut Units) {
        let Some(last) = units
            .members
            .last_mut()
            .filter(|_| units.unit != Unit::Article)
        else {
            return;
        };
        let before = self.at;
        let end = self.range_mark().and_then(|()| self.numbered());
        if let Some((end, suspect)) = end
            && self.unit() == Some(units.unit)
            && last.last.is_none()
        {
            last.last = Some(end);
            last.suspect |= suspect;
            last.range.end = self.at;
        } else {
            self.at = before;
        }
    }

    /// 、三款 behind 一款, without 第.
    fn more_units(&mut self, units: &mut Units) {
        while units.unit != Unit::Article {
            let before = self.at;
            let separated =
                self.separator() && self.peek().is_some_and(|c| is_digit(c) || c == '（');
            let start = self.at;
            let next = if separated { self.numbered() } else { None };
            let Some((first, suspect)) = next.filter(|_| self.unit() == Some(units.unit)) else {
                self.at = before;
                return;
            };
            let range = start..self.at;
            units.members.push(Member {
                range,
                first,
                last: None,
                suspect,
            });
            self.far_end(units);
        }
    }

    fn separator(&mut self) -> bool {
        self.spaces();
        let words = ["或者", "以及", "、", "和", "及", "与", "或"];
        let word = words.iter().find(|word| self.rest().starts_with(**word));
        self.at += word.map_or(0, |word| word.len());
        self.spaces();
        // 第（五）（六）项
        word.is_some()
            || self.text[..self.at].ends_with(['）', ')']) && self.rest().starts_with(['（', '('])
    }

    fn unit(&mut self) -> Option<Unit> {
        self.spaces();
        let unit = match self.peek()? {
            '条' | '夂' => Unit::Article,
            '款' => Unit::Paragraph,
            '项' => Unit::Item,
            '目' if !self.rest().starts_with("目标") => Unit::Point,
            _ => return None,
        };
        self.at += self.peek().map_or(0, char::len_utf8);
        Some(unit)
    }
}

/// Whether 条 follows, perhaps behind more members of the list.
fn is_article_next(rest: &str) -> bool {
    let end = rest.find(|c: char| {
        !(is_digit(c) || c.is_whitespace() || "第、和及与或至到-—–－~～之".contains(c))
    });
    end.is_some_and(|end| rest[end..].starts_with(['条', '夂']))
}
