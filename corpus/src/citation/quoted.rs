//! Whether what stands beside a citation quotes it, and how true: the words are set against
//! the text of the provision.
//!
//! Words in marks behind 规定： are a quotation whatever they are. All else is one only
//! where it agrees, or nearly agrees, with the provision over a long run; a sentence that
//! tells in its own words what an article lays down is none.

mod without_marks;

use std::ops::Range;

use super::compare::{Change, changes, common, found_in};
use super::quote::{Candidate, Frame, number_before};
use super::verdict::QuoteVerdict;
use super::words::Words;

/// Shortest quotation without marks that is no clause of its own, in words.
const MIN_STRETCH: usize = 12;

/// Shortest clause or item.
const MIN_CLAUSE: usize = 6;

/// Words at the beginning of an item that are its number.
const MOST_NUMBER: usize = 3;

/// Words before a quotation that turn it round when they are left out.
const NEGATIONS: &str = "不未非无没莫勿免禁";

/// Shortest words in marks that are compared.
const MIN_MARKED: usize = 4;

/// A text that may be quoted, with the place in it that is cited.
#[derive(Debug, Clone)]
pub(super) struct Provision {
    words: Words,
    /// The paragraph or item cited, in words; all where none is.
    unit: Range<usize>,
    /// The words that introduce the items together with the item cited.
    with_lead: Option<Words>,
}

impl Provision {
    /// Of an article and the part of it that is cited.
    pub fn of(article: &str, unit: &str, lead: Option<&str>) -> Self {
        let words = Words::of(article, 0);
        let unit = match unit == article {
            true => 0..words.len(),
            false => place_of(&Words::of(unit, 0), &words),
        };
        let with_lead = lead.map(|lead| Words::of(&format!("{lead}\n{}", words.printed(&unit)), 0));
        Self {
            words,
            unit,
            with_lead,
        }
    }

    fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Whether words of the article are those that are cited, or go on from them.
    fn cites(&self, place: &Range<usize>) -> bool {
        place.start < self.unit.end && self.unit.start < place.end
    }
}

/// Where the part cited stands in its article; all of that where it does not.
fn place_of(part: &Words, article: &Words) -> Range<usize> {
    let mut windows = article.chars.windows(part.len().max(1));
    let at = windows.position(|window| window == part.chars);
    at.map_or(0..article.len(), |at| at..at + part.len())
}

/// What a candidate came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// The words quoted, without marks.
    pub range: Range<usize>,
    /// What became of them.
    pub verdict: QuoteVerdict,
    /// The share of its words that agree.
    pub agree: f64,
}

impl Found {
    /// Whether it is a true quotation.
    pub fn is_equal(&self) -> bool {
        self.verdict == QuoteVerdict::Equal
    }
}

/// Sets a candidate against one provision; `None` when it is no quotation of it.
pub(super) fn judge(text: &str, candidate: &Candidate, provision: &Provision) -> Option<Found> {
    if provision.is_empty() {
        return None;
    }
    match candidate.frame.in_marks() {
        true => marked(text, candidate, provision),
        false => without_marks::unmarked(text, candidate, provision),
    }
}

/// The same of words in marks beside a true quotation of the same provision, where a few
/// words that are nearly those of the provision are a quotation too.
pub(super) fn beside_another(
    text: &str,
    candidate: &Candidate,
    provision: &Provision,
) -> Option<Found> {
    let near = || {
        let range = candidate.pieces.first()?;
        Some(Found {
            range: range.clone(),
            verdict: near_copy(&piece(text, range)?, provision)?,
            agree: 1.0,
        })
    };
    judge(text, candidate, provision).or_else(near)
}

/// The words of a piece, without the number of the article that it begins with.
fn piece(text: &str, range: &Range<usize>) -> Option<Words> {
    let whole = text.get(range.clone())?;
    let start = number_before(whole);
    Some(Words::of(whole.get(start..)?, range.start + start))
}

fn marked(text: &str, candidate: &Candidate, provision: &Provision) -> Option<Found> {
    let (first, more) = candidate.pieces.split_first()?;
    let words = piece(text, first)?;
    let short = || (!more.is_empty()).then(|| near_copy(&words, provision))?;
    let alone = in_marks(candidate.frame, &words, provision);
    let (mut verdict, agree) = alone.or_else(|| Some((short()?, 1.0)))?;
    let mut range = first.clone();
    for next in more {
        let words = piece(text, next)?;
        let around = range.start.min(next.start)..range.end.max(next.end);
        let near = || near_copy(&words, provision);
        let more = in_marks(Frame::NearBefore, &words, provision).map(|(verdict, _)| verdict);
        match more.or_else(near) {
            Some(QuoteVerdict::Equal) => range = around,
            Some(differs @ QuoteVerdict::Differs(_)) => {
                range = around;
                if let QuoteVerdict::Equal = verdict {
                    verdict = differs;
                }
            }
            _ => break,
        }
    }
    Some(Found {
        range,
        verdict,
        agree,
    })
}

fn in_marks(frame: Frame, words: &Words, provision: &Provision) -> Option<(QuoteVerdict, f64)> {
    // 规定：“看守人可以离开灯塔。” quotes a sentence, however little of it is true.
    let is_whole = frame == Frame::Said && words.is_whole_sentence();
    let is_term =
        words.len() < MIN_STRETCH && !is_whole && (1..words.len()).all(|at| !words.ends(at));
    if words.len() < MIN_MARKED {
        return None;
    }
    if is_term && !is_clause(words, provision) {
        let cut = frame == Frame::Said && words.len() >= MIN_CLAUSE && is_turned(words, provision);
        return cut.then(|| (QuoteVerdict::Differs(changes_of_cut(words, provision)), 1.0));
    }
    if stands_in(words, provision) {
        return Some((QuoteVerdict::Equal, 1.0));
    }
    let is_sentence = is_whole || (1..words.len()).any(|at| words.ends(at));
    let agree = common(words, &provision.words) as f64 / words.len() as f64;
    let (least, share) = match frame {
        Frame::Said if words.len() >= MIN_STRETCH || is_sentence => (0, 0.0),
        Frame::Said | Frame::Near | Frame::SaidBefore => (MIN_CLAUSE, 0.6),
        _ => (MIN_CLAUSE, 0.8),
    };
    let named = words.len() >= least && agree >= share;
    let amount = frame == Frame::Said && has_measure(&words.chars);
    let differs = || match is_turned(words, provision) {
        true => changes_of_cut(words, provision),
        false => changes(words, &provision.words),
    };
    (named || amount).then(|| (QuoteVerdict::Differs(differs()), agree))
}

/// A piece beside another quotation that is as short as a term, and the provision's words
/// but for a slip.
fn near_copy(words: &Words, provision: &Provision) -> Option<QuoteVerdict> {
    let least = (words.len() * 4).div_ceil(5);
    let near = words.len() >= MIN_CLAUSE
        && !stands_in(words, provision)
        && common(words, &provision.words) >= least;
    near.then(|| QuoteVerdict::Differs(changes(words, &provision.words)))
}

/// Whether words stand in the provision behind a negation alone.
fn is_turned(words: &Words, provision: &Provision) -> bool {
    let places = found_in(words, &provision.words);
    places.is_some_and(|places| places.iter().all(|place| is_cut(&provision.words, place)))
        && !stands_in(words, provision)
}

/// How words differ that stand in the provision behind others that turn them round: with
/// those others.
fn changes_of_cut(words: &Words, provision: &Provision) -> Vec<Change> {
    let text = &provision.words;
    let place = found_in(words, text).and_then(|places| places.first().cloned());
    let place = place.unwrap_or(0..0);
    let before = (0..place.start)
        .rev()
        .find(|&at| text.begins(at))
        .unwrap_or(0);
    let after = (place.end..=text.len())
        .find(|&at| text.ends(at))
        .unwrap_or(text.len());
    let runs = [
        Change::Missing(text.printed(&(before..place.start))),
        Change::Same(words.printed(&(0..words.len()))),
        Change::Missing(text.printed(&(place.end..after))),
    ];
    let empty = |run: &Change| matches!(run, Change::Missing(text) if text.is_empty());
    runs.into_iter().filter(|run| !empty(run)).collect()
}

/// Whether a few words are a clause of the provision, or nearly the part cited, or name a
/// term or a sum; else they are a term of it: “数额较大”.
fn is_clause(words: &Words, provision: &Provision) -> bool {
    let whole = || {
        let places = found_in(words, &provision.words).unwrap_or_default();
        let text = &provision.words;
        let clause = |place: &Range<usize>| text.begins(place.start) && text.ends(place.end);
        words.len() >= MIN_CLAUSE && places.iter().all(clause) && !places.is_empty()
    };
    let cited = provision.unit.len().abs_diff(words.len()) <= MOST_NUMBER;
    has_measure(&words.chars) || cited || whole()
}

/// Whether all pieces stand in the provision in their order, one of them in the place
/// cited.
fn stands_in(words: &Words, provision: &Provision) -> bool {
    let text = &provision.words;
    let whole =
        |text: &Words, places: &[Range<usize>]| places.iter().all(|place| !is_cut(text, place));
    let in_article = found_in(words, text).filter(|places| whole(text, places));
    if in_article.is_some_and(|places| places.iter().any(|place| provision.cites(place))) {
        return true;
    }
    // The same words may stand in the part cited a second time.
    let unit = Words::of(&text.printed(&provision.unit), 0);
    let parts = [Some(&unit), provision.with_lead.as_ref()];
    let mut parts = parts.into_iter().flatten();
    parts.any(|part| found_in(words, part).is_some_and(|places| whole(part, &places)))
}

/// Whether a piece of a text begins behind a negation, or cuts a number: 十年 of 二十年.
fn is_cut(text: &Words, place: &Range<usize>) -> bool {
    let at = |at: usize| text.chars.get(at).copied();
    let number = |c: Option<char>| c.is_some_and(|c| is_number(c) || "万亿".contains(c));
    let before = place
        .start
        .checked_sub(1)
        .filter(|_| !text.begins(place.start));
    let before = before.and_then(at);
    let negated = before.is_some_and(|c| NEGATIONS.contains(c));
    let last = place.end.checked_sub(1).and_then(at);
    let after = at(place.end).filter(|_| !text.ends(place.end));
    negated || number(before) && number(at(place.start)) || number(last) && number(after)
}

fn is_number(c: char) -> bool {
    crate::numerals::is_numeral(c) || c.is_ascii_digit()
}

/// A term, a sum or the like: 七年以下, 二万元.
fn has_measure(words: &[char]) -> bool {
    let mut pairs = words.windows(2);
    pairs.any(|pair| is_number(pair[0]) && "年月日元倍".contains(pair[1]))
}
