//! Finds mentions: 《刑法》第一百三十三条之一第一款, 刑法第234条、第67条第三款,
//! 该法第三条, 检例第79号, 指导案例108号.
//!
//! A 第N条 belongs to the law named last, as long as only words of a list stand
//! between them (、, 和, 的规定 …); 同法 and 该法 reach back further. What no law is
//! named for stays open, and is kept.

mod places;
mod texts;

use std::ops::Range;

use super::guiding::Cited;
pub use super::mention::CitationMention;
pub(super) use super::mention::names_a_law;
use super::mention::{DivisionStep, Doubt, whole};
use super::names::{Known, Name};
use super::pieces::{Piece, pieces};
use super::quote;
use super::reading::Reading;
use super::titles::Titles;
use super::tokens::{ArticlePlace, Part, Token};
use super::{quoted_titles, stand_in, unread};
use crate::document::LawKey;
use crate::law_title::Edition;
use crate::statute::ArticleNumber;

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
    quoted_titles::add(reading.text(), titles, &mut mentions);
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
        own_title: None,
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
    /// The end of a title that the text itself begins with, alone on its line.
    own_title: Option<usize>,
    /// Where a title without 《》 ends that has other titles and articles inside.
    title_end: usize,
    /// The titles named last, joined by marks of a list, with their ends and
    /// the texts of them that are meant: 《甲》、《乙》
    /// （以下分别简称…）.
    titles: Vec<(usize, LawKey, Option<Edition>)>,
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

    fn gap(&self, at: usize) -> &str {
        self.text.get(self.end..at).unwrap_or_default()
    }

    fn end_is(&self, at: usize) -> bool {
        self.end > 0 && self.end == at
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

/// Another part of an article: an item alone stays in the paragraph named last.
fn of_article(place: ArticlePlace, part: Part) -> ArticlePlace {
    let paragraph = part.paragraph.or(place.part.paragraph);
    ArticlePlace {
        article_end: None,
        part: Part { paragraph, ..part },
        ..place
    }
}

#[cfg(test)]
mod other_names_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod whose_article_tests;
