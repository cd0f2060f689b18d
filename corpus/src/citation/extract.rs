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
use super::guiding::Cited;
pub use super::mention::CitationMention;
pub(super) use super::mention::names_a_law;
use super::mention::{DivisionStep, Doubt, whole};
use super::names::{Known, Name, titled};
use super::nested::{derived_name, unquoted_title};
use super::pieces::{Piece, pieces};
use super::quote;
use super::reading::Reading;
use super::relative::{self, Relative};
use super::titles::Titles;
use super::tokens::{ArticlePlace, Part, Token};
use super::{short_forms, stand_in, unread};
use crate::document::LawKey;
use crate::normalize::without_spaces;
use crate::statute::ArticleNumber;

/// How far before an article a title is looked for that has other titles inside.
const MAX_TITLE_CHARS: usize = 160;

/// All mentions in the order of the text; ranges are disjoint and on character
/// boundaries. Of laws the names in the tables are known.
pub fn extract(text: &str) -> Vec<CitationMention> {
    extract_with(text, Titles::built_in())
}

/// As [`extract`], with the titles that a library holds.
pub fn extract_with(text: &str, titles: &Titles) -> Vec<CitationMention> {
    let reading = Reading::of(text);
    let mut mentions = mentions(reading.text(), titles);
    unread::add(reading.text(), &mut mentions);
    for mention in &mut mentions {
        mention.byte_range = reading.source_range(mention.byte_range.clone());
        mention.quote = mention
            .quote
            .take()
            .map(|quote| reading.source_range(quote));
    }
    mentions
}

/// The mentions of a text that was made ready to be read.
fn mentions(text: &str, titles: &Titles) -> Vec<CitationMention> {
    let mut reader = Reader {
        text,
        mentions: Vec::new(),
        known: Known::new(titles),
        law: None,
        last_law: None,
        pending: None,
        division: None,
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
        titles: Vec::new(),
        annex: None,
    };
    for (range, piece) in pieces(text) {
        if range.start < reader.title_end {
            continue;
        }
        reader.read_to(range.start);
        reader.scanned = range.end;
        match piece {
            Piece::Token(token) => reader.token(range, token),
            Piece::Number(number) => reader.number(range, &number),
            Piece::Relative(name) => reader.relative(range, &name),
        }
    }
    reader.flush();
    reader.mentions.into_iter().map(stand_in::settle).collect()
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
    /// A part of a law that no article has followed yet, with the law's name.
    division: Option<(Range<usize>, Vec<DivisionStep>)>,
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
    /// The titles named last, joined by marks of a list, with their ends: 《甲》、《乙》
    /// （以下分别简称…）.
    titles: Vec<(usize, LawKey)>,
    /// The annex that the article named last is of.
    annex: Option<String>,
}

/// An article whose number cannot be read.
const UNREADABLE: ArticlePlace = ArticlePlace {
    article: ArticleNumber {
        base: 0,
        inserted: 0,
    },
    article_end: None,
    part: Part {
        paragraph: None,
        paragraph_end: None,
        item: None,
        item_end: None,
        point: None,
        doubt: None,
    },
    doubt: Some(Doubt::Unreadable),
    full: true,
};

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
            Token::Division(steps) => self.division(range, steps),
            Token::Unreadable => self.article(range, UNREADABLE),
            Token::Case(number) => self.case(range, number),
            Token::Guiding(cited) => self.guiding(range, cited),
        }
    }

    /// A part of a law (分则第五章), alone or before its article.
    fn division(&mut self, range: Range<usize>, steps: Vec<DivisionStep>) {
        let named = self.bare_name(range.start);
        let titled = self.pending.is_some() && gaps::is_joint(self.gap(range.start));
        let listed = self.division.is_some() && gaps::is_separator(self.gap(range.start));
        if named.is_none() && !titled && !listed {
            return;
        }
        let mut start = range.start;
        if let Some((name, from)) = named {
            self.take_over(from);
            self.flush();
            start = from;
            self.law = Some(name);
        } else if let Some((title, _)) = self.pending.take() {
            start = title.start;
        }
        self.flush();
        self.end = range.end;
        self.place = None;
        self.division = Some((start..range.end, steps));
    }

    /// A part of a law that no article follows is a mention of its own.
    fn flush_division(&mut self) {
        let Some((byte_range, division)) = self.division.take() else {
            return;
        };
        let law = self.law.clone();
        // 本法第四章 says as little as 本法 alone.
        let named = law
            .as_ref()
            .is_some_and(|law| law.key.is_some() || names_a_law(&law.written));
        if !named {
            return;
        }
        let written = law.as_ref().map(|law| law.written.clone());
        self.mentions.push(CitationMention {
            division,
            ..whole(
                byte_range,
                law.and_then(|law| law.key),
                written.unwrap_or_default(),
            )
        });
    }

    fn title(&mut self, range: Range<usize>, inside: Range<usize>) {
        let before = &self.text[..range.start];
        // （以下简称《甲规定》） was read with the title before it.
        if short_forms::is_definition(before) {
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
        self.annex = None;
        let Some(name) = titled(&self.text[inside.clone()], before, behind, &self.known) else {
            self.known.pass_over(&self.text[inside], before);
            // 《借款合同》第三条 must not count for the law named before.
            self.law = None;
            return;
        };
        let name = with_notes(name, before, behind);
        if let Some(key) = &name.key {
            self.define(range.clone(), key);
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

    /// Remembers the short names that the text defines for the title or number in
    /// `range`, before it or behind it.
    fn define(&mut self, range: Range<usize>, key: &LawKey) {
        let joined = self.titles.last().is_some_and(|(end, _)| {
            self.text
                .get(*end..range.start)
                .is_some_and(gaps::is_separator)
        });
        if !joined {
            self.titles.clear();
        }
        self.titles.push((range.end, key.clone()));
        if let Some(short) = short_forms::stands_for(&self.text[..range.start]) {
            self.known.define(&short, key);
            // Behind the bracket the article is one of the short name before it.
            if let Some((law @ None, ..)) = self.outer.last_mut() {
                *law = Some(Name::new(Some(key.clone()), &short));
            }
        }
        let definition = short_forms::behind(&self.text[range.end..]);
        let names = &definition.names;
        if definition.distributed && names.len() == self.titles.len() {
            for (name, (_, key)) in names.iter().zip(&self.titles) {
                self.known.define(name, key);
            }
        } else if !definition.distributed {
            for name in names {
                self.known.define(name, key);
            }
        }
    }

    /// 法释〔2013〕8号: a text by its number. With a title beside it, the number belongs to
    /// that.
    fn number(&mut self, range: Range<usize>, number: &str) {
        if self.is_of_title(&range) {
            return;
        }
        self.flush();
        let key = stand_in::of_number(number);
        self.define(range.clone(), &key);
        self.known.named(&key);
        self.text_named(range, Some(key));
        self.last_law = self.law.clone();
    }

    /// Whether the number in `range` stands in brackets behind a title, or before one:
    /// 《某解释》（法释〔2013〕8号）, 法释〔2013〕8号《某解释》.
    fn is_of_title(&self, range: &Range<usize>) -> bool {
        let behind = self.text[range.end..].trim_start();
        let behind = [
            "文件",
            "文",
            "公布的",
            "发布的",
            "印发的",
            "的",
            "公布",
            "发布",
            "印发",
        ]
        .iter()
        .find_map(|word| behind.strip_prefix(word))
        .unwrap_or(behind);
        let line = self.text[..range.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        let bracket = line.rfind(['（', '(']);
        let open = bracket.filter(|&at| !line[at..].contains(['）', ')']));
        let in_bracket = open.is_some_and(|at| line[..at].trim_end().ends_with('》'));
        let pending = self.pending.as_ref().is_some_and(|(title, _)| {
            let gap = self.text.get(title.end..range.start).unwrap_or("。");
            self.text[title.clone()].starts_with('《')
                && gap.trim_matches([' ', '，', ',']).is_empty()
        });
        behind.starts_with('《') || in_bracket || pending
    }

    /// 其实施条例, 同法的司法解释（三）: a text by the law named before.
    fn relative(&mut self, range: Range<usize>, name: &Relative) {
        let kind = match name.base.ends_with("条例") {
            true => "条例",
            false => "法",
        };
        let is_law = |law: &Name| {
            let title = law.key.as_ref().map_or("", LawKey::as_str);
            ["法", "法典", "条例"]
                .iter()
                .any(|end| title.ends_with(end))
        };
        let base = self.last_law.clone().filter(is_law).and_then(|law| law.key);
        let base = base.or_else(|| self.known.last_of_kind(kind));
        // 《甲法》和《乙法》及其实施条例 may be that of either.
        let several = name.base == "其" && self.titles.len() > 1 && {
            let end = self.titles.last().map_or(0, |(end, _)| *end);
            let gap = self.text.get(end..range.start).unwrap_or_default();
            ["及", "和", "与", "以及", "、", ""].contains(&gap.trim())
        };
        let key = match base.filter(|_| !several && !name.base.starts_with('本')) {
            Some(base) => stand_in::of_relative(name, &base),
            None => None,
        };
        self.flush();
        if let Some(key) = &key {
            self.known.named(key);
        }
        self.text_named(range, key);
    }

    /// What `range` names is the law of the next article.
    fn text_named(&mut self, range: Range<usize>, key: Option<LawKey>) {
        let written = without_spaces(&self.text[range.clone()]);
        let name = Name::new(key, &written);
        self.end = range.end;
        self.place = None;
        self.annex = None;
        self.law = Some(name.clone());
        self.pending = Some((range, name));
    }

    fn same_law(&mut self, range: Range<usize>, word: &str) {
        self.flush();
        self.annex = None;
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
        // （以下简称本法）
        if short_forms::is_definition(&self.text[..range.start]) {
            return;
        }
        self.flush();
        self.annex = None;
        self.end = range.end;
        self.place = None;
        let defined = self
            .known
            .short(&self.text[range.clone()])
            .map(|key| Name::new(Some(key), &self.text[range.clone()]));
        let name = defined.or_else(|| self.quoted_law(&range));
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
        if let Some((at, annex)) = relative::annex_before(&self.text[..range.start])
            && at >= self.end
        {
            return self.of_annex(at, annex, range, place);
        }
        if !self.continues(range.start) {
            self.annex = None;
        }
        // 五百条 of something counts behind the name of a law that is known.
        let bare = self
            .bare_name(range.start)
            .filter(|(name, _)| place.full || name.key.is_some());
        let start = match bare {
            Some((name, start)) => {
                self.take_over(start);
                self.flush();
                self.annex = None;
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

    /// 附件一第二条: an article of an annex to the law named before it.
    fn of_annex(&mut self, at: usize, annex: String, range: Range<usize>, place: ArticlePlace) {
        let (law, start) = match self.bare_name(at) {
            Some((name, start)) => (Some(name), start),
            None => {
                let gap = self.gap(at);
                let joint = self.pending.as_ref().filter(|_| gaps::is_joint(gap));
                let start = joint.map_or(at, |(title, _)| title.start);
                let goes_on = gaps::is_joint(gap) || self.continues(at);
                (self.law.clone().filter(|_| goes_on), start)
            }
        };
        if self
            .pending
            .as_ref()
            .is_some_and(|(title, _)| title.start == start)
        {
            self.pending = None;
        }
        self.flush();
        self.law = law;
        self.annex = Some(annex);
        self.cite(start..range.end, place);
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
        if let Some((whole, _)) = &self.division
            && gaps::is_joint(gap)
        {
            return whole.start;
        }
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
        let division = self.division.take();
        let (byte_range, division) = match division {
            Some((whole, steps)) => (whole.start.min(byte_range.start)..byte_range.end, steps),
            None => (byte_range, Vec::new()),
        };
        if let Some(quote) = &quote {
            let end = quote::end_of_all(self.text, quote.end);
            self.quoted = Some((law.clone(), self.place, end));
        }
        let written = law.as_ref().map(|law| law.written.clone());
        self.mentions.push(CitationMention {
            quote,
            edition: law.as_ref().and_then(|law| law.edition),
            doc_number: law.as_ref().and_then(|law| law.doc_number.clone()),
            division,
            article: Some(place.article).filter(|article| article.base > 0),
            article_end: place.article_end,
            paragraph: place.part.paragraph,
            paragraph_end: place.part.paragraph_end,
            item: place.part.item,
            item_end: place.part.item_end,
            point: place.part.point,
            doubt: place.doubt.max(place.part.doubt),
            annex: self.annex.clone(),
            ..whole(
                byte_range,
                law.and_then(|law| law.key),
                written.unwrap_or_default(),
            )
        });
    }

    fn guiding(&mut self, byte_range: Range<usize>, cited: Cited) {
        self.flush();
        let doubt = match (cited.unreadable, cited.suspect) {
            (true, _) => Some(Doubt::Unreadable),
            (false, suspect) => suspect.then_some(Doubt::Suspect),
        };
        self.mentions.push(CitationMention {
            case_number: Some(cited.number),
            case_to: cited.to,
            doubt,
            ..whole(byte_range, None, String::new())
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
        self.flush_division();
        let Some((byte_range, name)) = self.pending.take() else {
            return;
        };
        let by_number = name.key.as_ref().is_some_and(stand_in::is_number);
        let written = &self.text[byte_range.clone()];
        if by_number || written.starts_with('《') || written.contains("关于") {
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

#[cfg(test)]
#[path = "other_names_tests.rs"]
mod other_names_tests;
