//! Finds mentions: 《刑法》第一百三十三条之一第一款, 刑法第234条、第67条第三款,
//! 该法第三条, 检例第79号, 指导案例108号.
//!
//! A 第N条 belongs to the law named last, as long as only words of a list stand
//! between them (、, 和, 的规定 …); 同法 and 该法 reach back further. What no law is
//! named for stays open, and is kept.

use std::ops::Range;

use super::bare_names::{in_sentence, known_at_end, name_at_end};
use super::edition::{Beside, before_name, notes_behind};
use super::gaps;
pub use super::mention::CitationMention;
pub(super) use super::mention::names_a_law;
use super::mention::whole;
use super::names::{Known, Name, titled};
use super::nested::{derived_name, unquoted_title};
use super::quote;
use super::titles::Titles;
use super::tokens::{ArticlePlace, Part, Token, tokens};

/// How far before an article a title is looked for that has other titles inside.
const MAX_TITLE_CHARS: usize = 160;

/// All mentions in the order of the text; ranges are disjoint and on character
/// boundaries. Of laws the names in the tables are known.
pub fn extract(text: &str) -> Vec<CitationMention> {
    extract_with(text, Titles::built_in())
}

/// As [`extract`], with the titles that a library holds.
pub fn extract_with(text: &str, titles: &Titles) -> Vec<CitationMention> {
    let mut reader = Reader {
        text,
        mentions: Vec::new(),
        known: Known::new(titles),
        law: None,
        last_law: None,
        pending: None,
        place: None,
        last_article: None,
        heading_article: None,
        quoted: None,
        end: 0,
        scanned: 0,
        outer: Vec::new(),
        heading: None,
        appendix: false,
        title_end: 0,
    };
    for (range, token) in tokens(text) {
        if range.start < reader.title_end {
            continue;
        }
        reader.read_to(range.start);
        reader.scanned = range.end;
        reader.token(range, token);
    }
    reader.flush();
    reader.mentions
}

struct Reader<'t> {
    text: &'t str,
    mentions: Vec<CitationMention>,
    known: Known<'t>,
    /// The law that the next article belongs to, if nothing else is said.
    law: Option<Name>,
    /// The law named last, also when a sentence about something else followed.
    last_law: Option<Name>,
    /// A title that no article has followed yet, and its range.
    pending: Option<(Range<usize>, Name)>,
    /// The article named last, for 第二款 behind it.
    place: Option<ArticlePlace>,
    /// The same for 该条, with its law and its end.
    last_article: Option<(Option<Name>, ArticlePlace, usize)>,
    /// The same of an article whose text stands below it, for 前款.
    heading_article: Option<(Option<Name>, ArticlePlace, usize)>,
    /// What held at the last article that is quoted, and where the quotation is
    /// closed: 第五条规定：“……”第六条规定：“……” is a list too.
    quoted: Option<(Option<Name>, Option<ArticlePlace>, usize)>,
    /// Where the last token ends that a list can go on from.
    end: usize,
    /// How far the text has been searched for brackets.
    scanned: usize,
    /// What held before the brackets that are open: （现为《乙法》第三条） does not
    /// change the law of the list around it.
    outer: Vec<(Option<Name>, Option<ArticlePlace>, usize)>,
    /// The law of a title on a line of its own, which the lines below it quote.
    heading: Option<Name>,
    /// Whether it stands in the appendix of a judgment (附：相关法律条文), whose lines
    /// many sources join.
    appendix: bool,
    /// Where a title without 《》 ends that has other titles and articles inside.
    title_end: usize,
}

impl Reader<'_> {
    /// Reads on to `until`: what brackets and quotations enclose does not change the
    /// law of the list around them.
    fn read_to(&mut self, until: usize) {
        if let Some((_, _, end)) = self.quoted
            && end <= until
            && let Some((law, place, end)) = self.quoted.take()
        {
            self.flush();
            (self.law, self.place, self.end) = (law, place, end);
            self.scanned = self.scanned.max(end);
        }
        self.brackets(until);
    }

    fn brackets(&mut self, until: usize) {
        for c in self.text[self.scanned..until.max(self.scanned)].chars() {
            match c {
                '（' | '(' => self.outer.push((self.law.clone(), self.place, self.end)),
                '）' | ')' => {
                    if let Some((law, place, end)) = self.outer.pop()
                        && end != self.end
                    {
                        self.flush();
                        (self.law, self.place, self.end) = (law, place, end);
                    }
                }
                '\n' => self.outer.clear(),
                _ => {}
            }
        }
    }

    fn token(&mut self, range: Range<usize>, token: Token) {
        match token {
            Token::Title(inside) => self.title(range, inside),
            Token::SameLaw(word) => self.same_law(range, &word),
            Token::OwnLaw => self.own_law(range),
            Token::Article(place) => self.article(range, place),
            Token::SameArticle(part) => self.same_article(range, part),
            Token::PriorParagraph(part) => self.prior_paragraph(range, part),
            Token::Paragraph(part) | Token::Item(part) => {
                let place = self.place.filter(|_| self.continues(range.start));
                if let Some(place) = place.or_else(|| self.in_appendix(range.start)) {
                    self.cite(range, of_article(place, part));
                }
            }
            Token::Case(number) => self.case(range, number),
        }
    }

    fn title(&mut self, range: Range<usize>, inside: Range<usize>) {
        let before = &self.text[..range.start];
        // （以下简称《甲规定》） was read with the title before it.
        let defines = ["简称", "简称为", "简称：", "简称:", "简称“", "简称\""];
        if defines.iter().any(|word| before.ends_with(word)) {
            return;
        }
        let (range, inside) = match unquoted_title(self.text, &range, &self.known) {
            Some(whole) => {
                self.title_end = whole.end;
                (whole.clone(), whole)
            }
            None => (range, inside),
        };
        let before = &self.text[..range.start];
        let behind = &self.text[range.end..];
        self.flush();
        self.place = None;
        let Some(name) = titled(&self.text[inside.clone()], before, behind, &self.known) else {
            self.known.pass_over(&self.text[inside], before);
            // 《借款合同》第三条 must not count for the law named before.
            self.law = None;
            return;
        };
        let name = with_notes(name, before, behind);
        if let Some(key) = &name.key {
            self.known.define(&self.text[range.end..], key);
            self.known.named(key);
        }
        self.end = range.end;
        self.law = Some(name.clone());
        self.last_law = self.law.clone();
        if let Some((rest, _)) = self.text[range.end..].split_once('\n') {
            let rest = gaps::without_brackets(rest);
            let alone = rest.trim().trim_end_matches(['：', ':']).is_empty();
            self.heading = alone.then(|| name.clone()).or(self.heading.take());
            self.appendix &= !alone;
        }
        if gaps::begins_appendix(before) || self.appendix && self.starts_line(range.start) {
            self.heading = Some(name.clone());
            self.appendix = true;
        }
        self.pending = Some((range, name));
    }

    fn same_law(&mut self, range: Range<usize>, word: &str) {
        self.flush();
        let kind = word.trim_end_matches('律');
        let name = match self.known.last_of_kind(kind) {
            Some(key) => Some(Name::new(Some(key.clone()), key.as_str())),
            None => self.last_law.clone(),
        };
        let last = self.last_law.clone().filter(|_| kind == "法");
        let name = last.or(name).unwrap_or_else(|| self.open_name(&range));
        self.end = range.end;
        self.place = None;
        self.law = Some(name.clone());
        self.pending = Some((range, name));
    }

    fn own_law(&mut self, range: Range<usize>) {
        self.flush();
        self.end = range.end;
        self.place = None;
        let name = self.quoted_law(&range);
        let name = name.unwrap_or_else(|| self.open_name(&range));
        self.pending = Some((range, name.clone()));
        self.law = Some(name);
    }

    /// The law that 本法 means in words of its own: in quotation marks, behind 第三条规定：,
    /// or below its title and the number of an article.
    fn quoted_law(&self, range: &Range<usize>) -> Option<Name> {
        let kind = &self.text[range.start + '本'.len_utf8()..range.end];
        let quoted = self.quoted.as_ref().filter(|quoted| range.start < quoted.2);
        let quoted = quoted.and_then(|(law, ..)| law.clone());
        let reported = || {
            let (law, _, end) = self.last_article.as_ref()?;
            let gap = &self.text[*end..range.start];
            let below = law.is_some() && *law == self.heading && !gap.contains('【');
            law.clone().filter(|_| below || gaps::reports(gap))
        };
        let law = quoted.or_else(reported)?;
        let title = law.key.as_ref()?.as_str();
        (title.ends_with(kind) || kind == "法" && title.ends_with("法典")).then_some(law)
    }

    fn open_name(&self, range: &Range<usize>) -> Name {
        Name::new(None, &self.text[range.clone()])
    }

    fn article(&mut self, range: Range<usize>, place: ArticlePlace) {
        // 五百条 of something counts behind the name of a law that is known.
        let bare = self
            .bare_name(range.start)
            .filter(|(name, _)| place.full || name.key.is_some());
        let start = match bare {
            Some((name, start)) => {
                self.take_over(start);
                self.flush();
                if let Some(key) = &name.key {
                    self.known.named(key);
                    self.last_law = Some(name.clone());
                }
                self.law = Some(name);
                start
            }
            None => self.listed(&range),
        };
        let named = start < range.start || self.end_is(range.start);
        let listed = gaps::is_separator(self.gap(range.start));
        if !(place.full || named || listed && self.law.is_some()) {
            return; // 共12条
        }
        self.pending = None;
        self.cite(start..range.end, place);
    }

    /// Forgets the titles that were read inside one that begins at `start`.
    fn take_over(&mut self, start: usize) {
        self.pending = self.pending.take().filter(|(title, _)| title.start < start);
        while self
            .mentions
            .last()
            .is_some_and(|last| last.byte_range.end > start)
        {
            self.mentions.pop();
        }
    }

    /// The article that 第三款 at the beginning of a line continues, in an appendix.
    fn in_appendix(&self, at: usize) -> Option<ArticlePlace> {
        let (law, place, _) = self.last_article.as_ref()?;
        let goes_on = self.appendix && *law == self.heading && self.starts_line(at);
        goes_on.then_some(*place)
    }

    /// Where a mention begins whose article has no name directly before it; sets the
    /// law that it belongs to.
    fn listed(&mut self, range: &Range<usize>) -> usize {
        let gap = self.gap(range.start);
        if let Some((title, _)) = &self.pending
            && gaps::is_joint(gap)
        {
            // The title and its first article are one mention.
            return title.start;
        }
        let continues = self.continues(range.start);
        if continues && let Some((edition, _)) = before_name(self.gap(range.start)) {
            // 现为2021年修正后的第十条
            let edition = Some(edition);
            self.law = self.law.take().map(|law| Name { edition, ..law });
        }
        self.flush();
        if !continues && self.begins_rule(range) {
            self.law = self.last_article.clone().and_then(|(law, ..)| law);
        } else if !continues {
            // A sentence about something else lies between: which law is open, but
            // for a line below a title that begins with an article.
            let heading = self.heading.clone();
            self.law = heading
                .filter(|_| self.starts_line(range.start))
                .or_else(|| in_sentence(&self.text[self.end..range.start], &self.known))
                .or_else(|| self.same_sentence(range.start));
        }
        range.start
    }

    fn same_article(&mut self, range: Range<usize>, part: Part) {
        let Some((law, place, _)) = self.last_article.clone() else {
            return;
        };
        self.flush();
        self.law = law;
        self.cite(range, of_article(place, part));
    }

    /// 前款第（一）项: in the text of an article, its paragraph before this one.
    fn prior_paragraph(&mut self, range: Range<usize>, part: Part) {
        let heading = self.heading_article.clone();
        let Some((law, place, end)) = heading.or_else(|| self.last_article.clone()) else {
            return;
        };
        self.flush();
        self.law = law;
        let lines = self.text[end..range.start].split('\n').skip(1);
        let paragraphs = lines.filter(|line| begins_paragraph(line)).count();
        let prior = u32::try_from(paragraphs.saturating_sub(1)).ok();
        let part = Part {
            paragraph: prior.filter(|&paragraph| paragraph > 0),
            ..part
        };
        self.cite(range, of_article(place, part));
    }

    /// The law named without 《》 directly before an article, and where its name begins.
    fn bare_name(&self, at: usize) -> Option<(Name, usize)> {
        let last = self.mentions.last().map_or(0, |last| last.byte_range.end);
        let floor = self.end.max(last);
        let trimmed = self.text[..at].trim_end_matches([' ', '\u{3000}']).len();
        let around = self.title_around(floor, trimmed);
        if let Some(found) = around.or_else(|| self.made_of_title(trimmed)) {
            return Some(found);
        }
        let before = self.text.get(floor..trimmed)?;
        let (name, start) = name_at_end(before, &self.known)?;
        let start = match start == before.len() {
            true => at,
            false => floor + start,
        };
        Some((name, start))
    }

    /// A known title that has titles inside which were read before: 最高人民法院关于适用
    /// 《刑事诉讼法》的解释 without 《》 around it.
    fn title_around(&self, floor: usize, end: usize) -> Option<(Name, usize)> {
        let text = &self.text[..end];
        let from = text.char_indices().rev().nth(MAX_TITLE_CHARS);
        let from = from.map_or(0, |(at, _)| at);
        if floor <= from {
            return None;
        }
        let (name, start) = known_at_end(&text[from..], &self.known)?;
        let written = name.written.as_str();
        let inside = written.contains("关于") || written.contains('《');
        let around = from + start < floor && inside && !written.ends_with('》');
        around.then_some((name, from + start))
    }

    /// 《某法》实施条例: a law that has the title before it as a part of its name.
    fn made_of_title(&self, end: usize) -> Option<(Name, usize)> {
        let (title, name) = self.pending.as_ref()?;
        let behind = self.text.get(title.end..end)?;
        let name = derived_name(&self.text[..title.start], name, behind, &self.known)?;
        Some((name, title.start))
    }

    fn gap(&self, at: usize) -> &str {
        self.text.get(self.end..at).unwrap_or_default()
    }

    fn end_is(&self, at: usize) -> bool {
        self.end > 0 && self.end == at
    }

    /// Whether only words of a list lie between the last citation and `at`.
    fn continues(&self, at: usize) -> bool {
        let nothing_before = self.law.is_none() && self.place.is_none();
        !nothing_before && at >= self.end && gaps::is_list(self.gap(at))
    }

    /// Whether a sentence about the same law begins: 第三条规定……。第四条规定……,
    /// in one paragraph.
    fn begins_rule(&self, range: &Range<usize>) -> bool {
        let Some((Some(_), _, end)) = self.last_article else {
            return false;
        };
        let gap = self.text.get(end..range.start).unwrap_or_default();
        let sentence =
            gap.trim_end().ends_with(['。', '；', '”', '"', '其']) || gap.ends_with("其中");
        sentence && gaps::is_rule(&self.text[range.end..]) && !gap.contains(['\n', '《'])
    }

    /// The law of the article before in the same sentence, when no other paper is named
    /// between: 第二条的人员造成损失的，由第三条规定的人赔偿.
    fn same_sentence(&self, at: usize) -> Option<Name> {
        let (law, _, end) = self.last_article.as_ref()?;
        let gap = self.text.get(*end..at)?;
        law.clone()
            .filter(|_| gaps::is_one_sentence(gap) && !gaps::is_agreed(&self.text[at..]))
    }

    /// Whether a line begins, in an appendix also a sentence.
    fn starts_line(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches([' ', '\u{3000}', '\u{2002}']);
        before.ends_with('\n') || self.appendix && before.ends_with(['。', '；', '…', '》'])
    }

    fn cite(&mut self, byte_range: Range<usize>, place: ArticlePlace) {
        let law = self.law.clone();
        self.end = byte_range.end;
        self.place = Some(place);
        self.last_article = Some((law.clone(), place, byte_range.end));
        let rest = self.text[byte_range.end..].trim_start_matches([' ', '\u{3000}', '\r']);
        if rest.starts_with('\n') {
            self.heading_article = self.last_article.clone();
        }
        let quote = quote::behind(self.text, byte_range.end);
        if let Some(quote) = &quote {
            let end = quote::end_of_all(self.text, quote.end);
            self.quoted = Some((law.clone(), self.place, end));
        }
        self.mentions.push(CitationMention {
            quote,
            byte_range,
            law_as_written: law
                .as_ref()
                .map(|law| law.written.clone())
                .unwrap_or_default(),
            edition: law.as_ref().and_then(|law| law.edition),
            doc_number: law.as_ref().and_then(|law| law.doc_number.clone()),
            law: law.and_then(|law| law.key),
            article: Some(place.article),
            article_end: place.article_end,
            paragraph: place.part.paragraph,
            paragraph_end: place.part.paragraph_end,
            item: place.part.item,
            item_end: place.part.item_end,
            case_number: None,
        });
    }

    fn case(&mut self, byte_range: Range<usize>, number: String) {
        self.flush();
        self.mentions.push(CitationMention {
            case_number: Some(number),
            ..whole(byte_range, None, String::new())
        });
    }

    /// A title without an article is a mention of the law as a whole; 同法 and 本法
    /// without one say nothing.
    fn flush(&mut self) {
        let Some((byte_range, name)) = self.pending.take() else {
            return;
        };
        let written = &self.text[byte_range.clone()];
        if written.starts_with('《') || written.contains("关于") {
            self.mentions.push(CitationMention {
                quote: quote::behind(self.text, byte_range.end),
                edition: name.edition,
                doc_number: name.doc_number,
                ..whole(byte_range, name.key, name.written)
            });
        }
    }
}

/// A name in 《》 with what its own brackets, the words before it and the notes behind it
/// say of the version.
fn with_notes(name: Name, before: &str, behind: &str) -> Name {
    let own = Beside {
        edition: name.edition,
        doc_number: name.doc_number.clone(),
    };
    let edition = before_name(before).map(|(edition, _)| edition);
    let before = Beside {
        edition,
        doc_number: None,
    };
    name.with(own.or(notes_behind(behind)).or(before))
}

/// Another part of an article: an item alone stays in the paragraph named last.
fn of_article(place: ArticlePlace, part: Part) -> ArticlePlace {
    let paragraph = part.paragraph.or(place.part.paragraph);
    ArticlePlace {
        article_end: None,
        part: Part { paragraph, ..part },
        ..place
    }
}

/// Whether a line of an article's text begins a paragraph: no item, no dots for
/// something left out.
fn begins_paragraph(line: &str) -> bool {
    let line = line.trim();
    let dots = line.chars().all(|c| matches!(c, '.' | '…' | '·'));
    !line.is_empty() && !dots && !line.starts_with(['（', '('])
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;
