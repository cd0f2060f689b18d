//! The citation graph (引用关系): what each entry of a document cites, whatever the
//! version of the law.
//!
//! The text of the whole document is read at once, so that 以下简称, 同法 and 本法 mean
//! what they mean to a reader, and every mention is given to the entry it stands in.
//! What a mention is, is decided in [`crate::citation`]; whether a library has the
//! target is not asked here.

use std::cmp::Ordering;
use std::ops::Range;

use crate::citation::{CitationMention, Doubt, extract};
use crate::document::{Document, LawKey};
use crate::entry::{Entry, Unit};
use crate::judgment::Place;
use crate::normalize::without_spaces;
use crate::statute::ArticleNumber;

/// Articles that one range (第十条至第二十条) is read out to; a longer one is a whole
/// chapter, of which only the ends are named.
const MAX_RANGE: u32 = 60;

/// What a citation leads to: the key of the citation graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CitedTarget {
    /// A law, whatever the version, as a whole or by any of its articles.
    Law(LawKey),
    /// An article of a law, whatever the version.
    Article(LawKey, ArticleNumber),
    /// A case by its number: 检例第79号, 指导案例108号, a 案号.
    Case(String),
}

impl CitedTarget {
    /// The law, of a law and of an article.
    pub fn law(&self) -> Option<&LawKey> {
        match self {
            Self::Law(law) | Self::Article(law, _) => Some(law),
            Self::Case(_) => None,
        }
    }

    /// 《刑法》第一百三十三条之一, 《刑法》 or the number of the case, for readers.
    pub fn label(&self) -> String {
        match self {
            Self::Law(law) => format!("《{law}》"),
            Self::Article(law, number) => format!("《{law}》{}", number.chinese()),
            Self::Case(number) => number.clone(),
        }
    }
}

/// One mention, as an edge of the graph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// What is cited: the article where one is named, else the law or the case.
    pub target: CitedTarget,
    /// Whether a statute speaks of itself (本法第三条), or a case of its own number.
    pub own: bool,
    /// Where it stands in the entry; `None` for the title of the document.
    pub place: Option<Place>,
}

/// What each entry of a document cites, in the order of [`Document::entries`].
pub fn of_document(document: &Document) -> Vec<Vec<Citation>> {
    of_entries(&document.entries())
}

/// As [`of_document`], from the entries of one document in their order.
pub fn of_entries(entries: &[Entry]) -> Vec<Vec<Citation>> {
    let mut found = vec![Vec::new(); entries.len()];
    let Some(first) = entries.first() else {
        return found;
    };
    let sheet = Sheet::of(entries);
    for mention in extract(&sheet.text) {
        let Some((entry, place)) = sheet.place(&mention.byte_range) else {
            continue;
        };
        for (target, own) in targets(&mention, first) {
            found[entry].push(Citation {
                target,
                own,
                place: place.clone(),
            });
        }
    }
    found
}

/// The text of a document with the places of its sections.
#[derive(Default)]
struct Sheet {
    text: String,
    /// Bytes of `text`, entry and section; the title of a statute is of no section.
    pieces: Vec<(Range<usize>, usize, Option<usize>)>,
}

impl Sheet {
    fn of(entries: &[Entry]) -> Self {
        let mut sheet = Self::default();
        for (number, entry) in entries.iter().enumerate() {
            // An interpretation says in its title what it interprets; a case's title
            // has its own number.
            if entry.ordinal == 0 && entry.kind.is_statute() {
                sheet.add(&entry.document_title, Some((number, None)));
            }
            if let Unit::Article { label, .. } = &entry.unit {
                // On a line of its own it tells what 前款 and 该条 below it mean. It
                // is the article's name and no citation.
                sheet.add(label, None);
            }
            for (section, of) in entry.sections.iter().enumerate() {
                sheet.add(&of.text, Some((number, Some(section))));
            }
        }
        sheet
    }

    fn add(&mut self, text: &str, owner: Option<(usize, Option<usize>)>) {
        let start = self.text.len();
        self.text.push_str(text);
        if let Some((entry, section)) = owner {
            self.pieces.push((start..self.text.len(), entry, section));
        }
        self.text.push('\n');
    }

    /// The entry that a mention begins in, and its place there.
    fn place(&self, mention: &Range<usize>) -> Option<(usize, Option<Place>)> {
        let found = self.pieces.binary_search_by(|(piece, ..)| {
            if piece.end <= mention.start {
                Ordering::Less
            } else if piece.start > mention.start {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        });
        let (piece, entry, section) = &self.pieces[found.ok()?];
        // White space inside a mention may have led it over the end of its section.
        let byte_range = mention.start - piece.start..mention.end.min(piece.end) - piece.start;
        let place = section.map(|section| Place {
            section,
            byte_range,
        });
        Some((*entry, place))
    }
}

/// What a mention in a document cites, each with whether that is the document's own.
fn targets(mention: &CitationMention, document: &Entry) -> Vec<(CitedTarget, bool)> {
    let metadata = &document.metadata;
    if mention.case_number.is_some() {
        return cases(mention, document);
    }
    // What cannot be read leads nowhere.
    if mention.doubt == Some(Doubt::Unreadable) {
        return Vec::new();
    }
    let own_law = metadata.law.as_ref().map(|law| &law.key);
    let Some(law) = mention.target_law(own_law) else {
        return Vec::new();
    };
    let own = own_law == Some(&law);
    let Some(first) = mention.article else {
        return vec![(CitedTarget::Law(law), own)];
    };
    numbers(first, mention.article_end)
        .map(|number| (CitedTarget::Article(law.clone(), number), own))
        .collect()
}

/// The cases that a mention cites, each with whether it is the document's own. A number
/// that can be that of two cases, and a batch, are no case.
fn cases(mention: &CitationMention, document: &Entry) -> Vec<(CitedTarget, bool)> {
    let open = mention.is_batch() || !mention.case_candidates().is_empty();
    if open || mention.doubt == Some(Doubt::Unreadable) {
        return Vec::new();
    }
    let metadata = &document.metadata;
    let own = [
        &metadata.number,
        &metadata.number_as_written,
        &metadata.case_number,
    ];
    let is_own = |number: &str| {
        let mut own = own.into_iter().flatten();
        own.any(|own| without_spaces(own) == number)
    };
    let numbers = mention.case_numbers().into_iter();
    let numbers = numbers.map(|number| without_spaces(&number));
    numbers
        .map(|number| {
            let own = is_own(&number);
            (CitedTarget::Case(number), own)
        })
        .collect()
}

/// Both ends of a range and, of a short one, the numbers between them.
fn numbers(
    first: ArticleNumber,
    last: Option<ArticleNumber>,
) -> impl Iterator<Item = ArticleNumber> {
    let last = last.filter(|&last| last > first);
    let between = last
        .map(|last| first.base + 1..last.base + u32::from(last.inserted > 0))
        .filter(|between| between.len() <= MAX_RANGE as usize)
        .unwrap_or(0..0);
    std::iter::once(first)
        .chain(between.map(ArticleNumber::new))
        .chain(last)
}

#[cfg(test)]
#[path = "graph_tests.rs"]
mod tests;
