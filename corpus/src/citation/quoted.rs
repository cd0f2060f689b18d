//! Whether what stands beside a citation quotes it, and how true: the words are set against
//! the text of the provision.
//!
//! Words in marks behind 规定： are a quotation whatever they are. All else is one only
//! where it agrees, or nearly agrees, with the provision over a long run; a sentence that
//! tells in its own words what an article lays down is none.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::align::{Alignment, beginning, whole};
use super::compare::{Change, changes, common, found_in};
use super::quote::{Candidate, Frame, number_before};
use super::verdict::QuoteVerdict;
use super::words::Words;

/// Words in a row that a stretch without marks has to share with a provision before it is
/// looked at.
const SEED: usize = 5;

/// How far from its beginning.
const SEED_WITHIN: usize = 24;

/// Words in a row by which the beginning of a true quotation is found.
const FIRST_WORDS: usize = 8;

/// How far behind a true quotation more of it is looked for: a change may follow.
const LOOK_ON: usize = 24;

/// Words of one's own with which a stretch without marks may begin: 凡, 对于.
const MOST_OWN: usize = 4;

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

/// Most words at the end of a stretch that a change in them may cut off.
const MOST_CUT: usize = 8;

/// Most words of one change without marks behind 规定，.
const MOST_CHANGED: usize = 3;

/// One change in so many words there.
const WORDS_A_CHANGE: usize = 12;

/// Between two paragraphs.
static BLANK_LINE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\n\s*\n\s*").expect("the pattern is a constant"));

/// The beginning of a clause that goes on from a provision to a case.
static OF_A_CASE: LazyLock<Regex> = LazyLock::new(|| {
    let then = "(?:而|现|但|但是|且|则|经查|经审查|鉴于|结合|综上|同时|对|对于|至于|关于)?";
    let who = "被告|原告|上诉人|本案|本院|我院|该院|公诉|犯罪嫌疑人|嫌疑人|被申请人|申请人|第三人|检察院|检察机关认为|该案|该行为|其行为|[^，。；]{0,4}某|某";
    let hence = "故|因此|据此|因而|所以|可见|故而|依法应|应当以[^，。]{1,20}罪|已构成|不构成|(?:根据|依照|依据|按照)?[^，。；]{0,6}《";
    Regex::new(&format!(r"^[，,；;、]\s*{then}(?:{who}|{hence})"))
        .expect("the pattern is a constant")
});

/// Words of one's own that lead to a quotation without marks: 凡, 对于.
const LEADS: &[&str] = &[
    "凡",
    "对",
    "对于",
    "若",
    "如",
    "如果",
    "即",
    "了",
    "是",
    "为",
    "指",
    "应",
    "应当",
    "关于",
    "有",
    "的",
    "在",
    "其",
    "其中",
    "凡是",
    "就是",
    "对于凡",
    "也",
    "还",
    "到",
    "内容是",
];

/// Words that sentences of one's own add and leave out: 应当处三年以下….
const LOOSE: &str = "应当判依法以的了者则将即其该等对于之而也就均都予给";

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
        false => unmarked(text, candidate, provision),
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

fn unmarked(text: &str, candidate: &Candidate, provision: &Provision) -> Option<Found> {
    let stretch = candidate.pieces.first()?;
    let backwards = candidate.frame == Frame::Before;
    let bounded = bounded(text, stretch, provision.words.len(), backwards);
    let bounded = match backwards {
        true => bounded,
        false => within_paragraphs(text, bounded, provision),
    };
    let words = match backwards {
        true => Words::of(text.get(bounded.clone())?, bounded.start),
        false => piece(text, &bounded)?,
    };
    if !shares(&words, provision, backwards) {
        return None;
    }
    let (quote, held) = match backwards {
        true => {
            let (first, second) = (words.reversed(), provision.words.reversed());
            let (quote, held) = settle(&first, &second)?;
            let turn = |range: Range<usize>, count: usize| count - range.end..count - range.start;
            let held = turn(held, provision.words.len());
            (turn(quote, words.len()), held)
        }
        false => settle(&words, &provision.words)?,
    };
    let quote = match backwards || is_lead(words.part(0..quote.start)) {
        true => quote,
        false => 0..quote.end,
    };
    if candidate.frame == Frame::Comma && !begins_true(&words, &held, provision) {
        return None;
    }
    let range = words.place(&quote)?;
    let quoted = Words::of(text.get(range.clone())?, range.start);
    let (verdict, agree) = without_marks(candidate.frame, &quoted, &held, provision)?;
    let goes_on = || may_go_on(&text[range.end..bounded.end]);
    if verdict == QuoteVerdict::Equal && !backwards && goes_on() {
        return None;
    }
    Some(Found {
        range,
        verdict,
        agree,
    })
}

/// Whether words before a quotation without marks lead to it, and are none of it.
fn is_lead(words: &[char]) -> bool {
    let words: String = words.iter().collect();
    words.is_empty() || LEADS.contains(&words.as_str())
}

/// Whether a stretch begins with the very words with which a clause of the provision
/// begins: what stands behind 根据第三条， is a sentence of one's own otherwise.
fn begins_true(words: &Words, held: &Range<usize>, provision: &Provision) -> bool {
    let first = words.chars.get(..FIRST_WORDS);
    let text = provision.words.part(held.start..held.end);
    provision.words.begins(held.start) && first.is_some() && first == text.get(..FIRST_WORDS)
}

/// The part of a stretch that can be a quotation of so many words.
fn bounded(text: &str, stretch: &Range<usize>, words: usize, backwards: bool) -> Range<usize> {
    // Punctuation and the writer's own words come on top.
    let most = words + words / 2 + 40;
    let inside = text.get(stretch.clone()).unwrap_or_default();
    match backwards {
        false => {
            let cut = inside.char_indices().nth(most);
            stretch.start..stretch.start + cut.map_or(inside.len(), |(at, _)| at)
        }
        true => {
            let cut = inside.char_indices().rev().nth(most);
            stretch.start + cut.map_or(0, |(at, _)| at)..stretch.end
        }
    }
}

/// The stretch up to a blank line below which another paragraph stands than one of the
/// provision: 被告人某甲系….
fn within_paragraphs(text: &str, stretch: Range<usize>, provision: &Provision) -> Range<usize> {
    let inside = text.get(stretch.clone()).unwrap_or_default();
    let of_provision = |paragraph: &str| {
        let near: String = paragraph.chars().take(LOOK_ON).collect();
        let words = Words::of(&near, 0);
        let first = words.part(0..FIRST_WORDS.min(words.len()));
        let mut held = provision.words.chars.windows(first.len().max(1));
        held.any(|window| window == first)
    };
    let blank = BLANK_LINE.find_iter(inside);
    let mut others = blank.filter(|line| !of_provision(&inside[line.end()..]));
    others.next().map_or(stretch.clone(), |line| {
        stretch.start..stretch.start + line.start()
    })
}

/// Whether the words behind a true quotation without marks may be taken for more of it: the
/// sentence goes on, and not with what it says of a case.
fn may_go_on(behind: &str) -> bool {
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    behind.starts_with(['，', ',', '；', ';', '、']) && !OF_A_CASE.is_match(behind)
}

/// Whether some words near the beginning of a stretch, or its end, stand in the provision.
fn shares(words: &Words, provision: &Provision, backwards: bool) -> bool {
    let count = words.len();
    let near = match backwards {
        true => count.saturating_sub(SEED_WITHIN)..count,
        false => 0..count.min(SEED_WITHIN),
    };
    let seeds: HashSet<&[char]> = words.part(near).windows(SEED).collect();
    let mut held = provision.words.chars.windows(SEED);
    !seeds.is_empty() && held.any(|window| seeds.contains(window))
}

/// Where the quotation at the beginning of a stretch ends, and which words of the
/// provision it repeats: whole clauses, where a change lies near an end of one.
fn settle(stretch: &Words, held: &Words) -> Option<(Range<usize>, Range<usize>)> {
    if let Some(found) = settle_true(stretch, held) {
        return Some(found);
    }
    let found = beginning(&stretch.chars, &held.chars, MOST_OWN)?;
    let (mut quote, mut text) = (found.first.clone(), found.second.clone());
    let before = (0..=text.start).rev().find(|&at| held.begins(at))?;
    let (own, missing) = (quote.start, text.start - before);
    if own > 0 && missing > 0 && own.abs_diff(missing) <= 1 {
        (quote.start, text.start) = (0, before);
    }
    let to_end = |words: &Words, from: usize| {
        let mut ends = from..=words.len();
        ends.find(|&at| words.ends(at)).unwrap_or(words.len())
    };
    let (quote_end, text_end) = (to_end(stretch, quote.end), to_end(held, text.end));
    let (own, missing) = (quote_end - quote.end, text_end - text.end);
    if own > 0 && missing > 0 {
        match own <= MOST_CUT && own.abs_diff(missing) <= 1 {
            true => (quote.end, text.end) = (quote_end, text_end),
            false => return last_clause(stretch, held, &found),
        }
    }
    Some((quote, text))
}

/// The same for a true quotation, to which nothing has to be aligned: word for word up to
/// the end of a clause, and nothing like the provision behind it.
fn settle_true(stretch: &Words, held: &Words) -> Option<(Range<usize>, Range<usize>)> {
    let first = stretch.chars.get(..FIRST_WORDS)?;
    let mut windows = held.chars.windows(FIRST_WORDS);
    let at = windows.position(|window| window == first)?;
    let pairs = stretch.chars.iter().zip(held.part(at..held.len()));
    let count = pairs.take_while(|(one, other)| one == other).count();
    let end = at + count;
    let ends = stretch.ends(count) || held.ends(end);
    let next = stretch.part(count..stretch.len().min(count + LOOK_ON));
    let later = held.part(end..held.len());
    let mut next = next.windows(SEED - 2);
    let goes_on = next.any(|seed| later.windows(SEED - 2).any(|window| window == seed));
    (count >= MIN_STRETCH && ends && !goes_on).then_some((0..count, at..end))
}

/// The agreement up to the last place where a clause ends in both.
fn last_clause(
    stretch: &Words,
    held: &Words,
    found: &Alignment,
) -> Option<(Range<usize>, Range<usize>)> {
    let (mut quote, mut text) = (found.first.clone(), found.second.clone());
    // From the end the words agree one by one.
    while quote.end > quote.start && text.end > text.start {
        if stretch.chars.get(quote.end - 1) != held.chars.get(text.end - 1) {
            return None;
        }
        (quote.end, text.end) = (quote.end - 1, text.end - 1);
        if stretch.ends(quote.end) && held.ends(text.end) {
            return Some((quote, text));
        }
    }
    None
}

/// Whether words without marks repeat those of the provision at `held`, and how true.
fn without_marks(
    frame: Frame,
    quoted: &Words,
    held: &Range<usize>,
    provision: &Provision,
) -> Option<(QuoteVerdict, f64)> {
    let text = provision.words.part(held.clone());
    let found = whole(&quoted.chars, text)?;
    let count = quoted.len();
    let clauses = provision.words.begins(held.start) && provision.words.ends(held.end);
    let long = count >= MIN_STRETCH
        || clauses && count >= MIN_CLAUSE && !matches!(frame, Frame::Told | Frame::Comma);
    let number = held.start.checked_sub(provision.unit.start);
    let whole_unit = held.end == provision.unit.end && number.is_some_and(|at| at <= MOST_NUMBER);
    let unit = count >= MIN_MARKED && whole_unit;
    if !long && !unit {
        return None;
    }
    let share = found.same() as f64 / count as f64;
    let left_out = |second: &Range<usize>| {
        let (start, end) = (held.start + second.start, held.start + second.end);
        provision.words.ends(start) && provision.words.ends(end) && second.len() > MOST_CUT
    };
    let mut others = found.others();
    let only_left_out = others.all(|(first, second)| first.is_empty() && left_out(second));
    let told = |first: &Range<usize>, second: &Range<usize>| {
        let (start, end) = (held.start + second.start, held.start + second.end);
        quoted.is_cut_at(first.start)
            || is_sentence_end(&provision.words, start) && is_sentence_end(&provision.words, end)
    };
    let all_told = found.others().all(|(first, second)| told(first, second));
    if only_left_out && !all_told && provision.cites(held) {
        return Some((
            QuoteVerdict::Differs(changes(quoted, &provision.words)),
            share,
        ));
    }
    if only_left_out && !is_cut(&provision.words, held) {
        return match provision.cites(held) {
            true => Some((QuoteVerdict::Equal, share)),
            // Words of another paragraph, told of this one.
            false if matches!(frame, Frame::Told | Frame::Comma) || count < MIN_STRETCH => None,
            false => Some((elsewhere(quoted, provision), share)),
        };
    }
    let near = match frame {
        Frame::Heading => share >= 0.6,
        Frame::Colon => share >= 0.8,
        _ => {
            (clauses || is_cut(&provision.words, held)) && is_slip(&found, quoted, text, &left_out)
        }
    };
    let differs = || match found.others().next() {
        Some(_) => changes(quoted, &provision.words),
        None => changes_of_cut(quoted, provision),
    };
    near.then(|| (QuoteVerdict::Differs(differs()), share))
}

/// Whether a sentence of a text ends before a word, so that whole ones may be left out.
fn is_sentence_end(text: &Words, at: usize) -> bool {
    let around = at.saturating_sub(1)..(at + 1).min(text.len());
    at == 0 || at == text.len() || text.printed(&around).contains(['。', '；', '\n'])
}

/// A true quotation of another place than the one cited.
fn elsewhere(quoted: &Words, provision: &Provision) -> QuoteVerdict {
    let unit = Words::of(&provision.words.printed(&provision.unit), 0);
    QuoteVerdict::Differs(changes(quoted, &unit))
}

/// Whether two runs of words differ as a quotation with a slip does, not as a sentence of
/// one's own.
fn is_slip(
    found: &Alignment,
    quoted: &Words,
    text: &[char],
    left_out: &dyn Fn(&Range<usize>) -> bool,
) -> bool {
    let loose = |words: &[char]| words.iter().all(|&c| LOOSE.contains(c));
    let mut changed = 0;
    // Words before the first that agree are cut off behind a negation or in a number.
    let mut tight = found.others().next().is_none();
    for (first, second) in found.others() {
        if first.is_empty() && left_out(second) {
            continue; // a clause, beside the slip
        }
        let size = first.len().max(second.len());
        if size > MOST_CHANGED {
            return false;
        }
        changed += size;
        let both = !first.is_empty() && !second.is_empty();
        let own = quoted.part(first.clone());
        let held = text.get(second.clone()).unwrap_or_default();
        tight |= both || !loose(own) || !loose(held);
    }
    let most = (quoted.len() / WORDS_A_CHANGE).max(1);
    tight && changed <= most + 1 && found.longest() >= MIN_CLAUSE
}
