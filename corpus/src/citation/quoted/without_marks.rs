//! Quotations without marks: where they begin and end is told by their agreement with the
//! provision alone, so a sentence of one's own must not pass for more of it.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{
    Found, MIN_CLAUSE, MIN_MARKED, MIN_STRETCH, MOST_NUMBER, Provision, changes_of_cut, is_cut,
    piece,
};
use crate::citation::align::{Alignment, beginning, whole};
use crate::citation::compare::changes;
use crate::citation::quote::{Candidate, Frame};
use crate::citation::verdict::QuoteVerdict;
use crate::citation::words::Words;

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

/// Most words at the end of a stretch that a change in them may cut off.
const MOST_CUT: usize = 8;

/// Most words of one change without marks behind 规定，.
const MOST_CHANGED: usize = 3;

/// Most words by which words left out are moved to the ends of clauses.
const MOST_SLID: usize = 4;

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

/// The beginning of a sentence that reads as one of the provision, and is not.
static LAYS_DOWN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^。\s*(?:并?处[^理分]|可以|应当|不得|情节|构成|有前款|造成|致使|数额)")
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
    "也",
    "还",
    "到",
    "内容是",
];

/// Words that sentences of one's own add and leave out: 应当处三年以下….
const LOOSE: &str = "应当判依法以的了者则将即其该等对于之而也就均都予给";

/// Sets a stretch without marks against a provision; `None` when it is no quotation of it.
pub(super) fn unmarked(text: &str, candidate: &Candidate, provision: &Provision) -> Option<Found> {
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
/// sentence goes on, and not with what it says of a case, or the next one lays down a rule.
fn may_go_on(behind: &str) -> bool {
    let behind = behind.trim_start_matches(|c: char| c.is_whitespace() && c != '\n');
    let goes_on = behind.starts_with(['，', ',', '；', ';', '、']);
    goes_on && !OF_A_CASE.is_match(behind) || LAYS_DOWN.is_match(behind)
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
    let in_clauses = |second: &Range<usize>| {
        let place = held.start + second.start..held.start + second.end;
        slid_to_clauses(&provision.words, &place)
    };
    let left_out = |second: &Range<usize>| second.len() > MOST_CUT && in_clauses(second).is_some();
    let mut others = found.others();
    let only_left_out = others.all(|(first, second)| first.is_empty() && left_out(second));
    let told = |first: &Range<usize>, second: &Range<usize>| {
        let whole = |place: &Range<usize>| {
            let text = &provision.words;
            is_sentence_end(text, place.start) && is_sentence_end(text, place.end)
        };
        quoted.is_cut_at(first.start) || in_clauses(second).as_ref().is_some_and(whole)
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

/// Words of a text that are left out, as whole clauses: where the words around them are the
/// same, 甲的，乙的 without 的，乙 is one without ，乙的 too.
fn slid_to_clauses(text: &Words, place: &Range<usize>) -> Option<Range<usize>> {
    let chars = &text.chars;
    let is_whole = |place: &Range<usize>| text.ends(place.start) && text.ends(place.end);
    let mut right = place.clone();
    let mut left = place.clone();
    for _ in 0..=MOST_SLID {
        if let Some(found) = [&right, &left].into_iter().find(|place| is_whole(place)) {
            return Some(found.clone());
        }
        if right.end < chars.len() && chars[right.start] == chars[right.end] {
            right = right.start + 1..right.end + 1;
        }
        if left.start > 0 && chars[left.start - 1] == chars[left.end - 1] {
            left = left.start - 1..left.end - 1;
        }
    }
    None
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
