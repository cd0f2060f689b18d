//! Where a text may quote what it cites: “……” behind the number of an article or before
//! it, and words without marks where the text says that it repeats them. Whether they are
//! a quotation is decided beside the text of the provision.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::gaps::without_brackets;

/// Shorter ones are a term (规定的“情节严重”), unless they are a sentence or clause.
const MIN_CHARS: usize = 12;

/// Longest quotation in bytes; a mark that is never closed must not swallow the text.
const MAX_BYTES: usize = 12_000;

/// Longest words between a citation and a quotation in marks, in characters.
const MAX_GAP_CHARS: usize = 40;

/// Longest words of one's own between two marked pieces of a quotation, in characters.
const MAX_OWN_CHARS: usize = 16;

/// Most letters of one's own before words in marks: （以下简称该条）规定：“……”.
const MOST_BEFORE_MARK: usize = 12;

/// Shortest words in marks that are no term, in bytes.
const MIN_SENTENCE_BYTES: usize = 36;

/// Longest stretch without marks, in bytes.
const MAX_STRETCH_BYTES: usize = 6_000;

/// Marks that open a quotation, each with the one that closes it.
pub(super) const MARKS: [(char, char); 7] = [
    ('“', '”'),
    ('"', '"'),
    ('「', '」'),
    ('『', '』'),
    ('‘', '’'),
    ('〝', '〞'),
    ('＂', '＂'),
];

/// Words that report what a text says.
const SAYS: &str =
    "规定|载明|指出|明确|写明|写道|强调|要求|阐明|明文|内容|原文|条文|全文|表述|要旨|即|如下";

/// What may stand behind them.
const SAYS_THAT: &str = "的内容|的表述|原文|内容|如下|为|是|了|有|到|即|的|中";

/// From the number to the opening mark. Some texts have a stray mark before 规定.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    let stray = r#"["”]?"#;
    let words = "(?:的|之|中|也|还|亦|又|已|都|均)?(?:明确规定|明文规定|规定|关于|明确|载明|指出)?(?:的|了|中|：|:|，|,)*";
    Regex::new(&format!(
        r#"^\s*{stray}{words}\s*{stray}[：:，,]?\s*(?P<mark>["“「『])"#
    ))
    .expect("the pattern is a constant")
});

/// Words of one's own before the mark: 规定：农户“经批准的，可以建房”, 关于农户建房“…”的规定.
static OWN_WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^(?:的|之|中|还|也)?(?:关于|规定[：:，,])(?P<own>[^《》“”"「」『』。；;：:，,\n]{1,20})(?P<mark>["“「『])"#)
        .expect("the pattern is a constant")
});

/// Between a citation and a mark, where the text says that it quotes.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        "^(?:.*(?:{SAYS})(?:{SAYS_THAT})*[：:，,]?|的?[：:])$"
    ))
    .expect("the pattern is a constant")
});

/// A sentence about the article that the one before it cites: 。该条规定：“……”.
static THAT_ONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^\s*(?:该|此|这一|上述)(?:法?条文?|条款|款|项|规定|解释)?(?:的)?(?:明确|明文)?(?:{SAYS})"
    ))
    .expect("the pattern is a constant")
});

/// Who speaks is somebody else: 第三条的规定，被告人供述：“…”.
static SOMEBODY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("供述|供称|陈述|证言|证实|辩称|辩解|辩护|被告|证人|被害|上诉|原告|本院|法院|当事|承诺|约定|合同|微信|短信|聊天|答")
        .expect("the pattern is a constant")
});

/// From a citation to words without marks that it reports.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:[^。；;：:，,“”\n]{{0,16}}?(?:(?:{SAYS})(?:{SAYS_THAT})*)+\s*(?P<mark>[：:，,]?)\s*|(?:的|中)?(?:关于|对于)|\s*(?P<colon>[：:])\s*|\s*[，,]\s*(?:即|也就是|亦即|内容为|原文为)(?:{SAYS_THAT})*\s*[：:，,]?\s*|(?P<comma>(?:的规定|之规定)?\s*[，,])\s*)"
    ))
    .expect("the pattern is a constant")
});

/// Between the number of an article and its words below or beside it: 第三条【甲】　…….
static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:(?:【[^】\n]{1,40}】|[（(][^）)\n]{1,40}[）)]|\[[^\]\n]{1,40}\])\s*)?[：:]?\s*",
    )
    .expect("the pattern is a constant")
});

/// Before a citation, where the text says whose words stand before it.
static SAID_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    let sees = "见于|参见|详见|见|出自|引自|语出|源自|摘自|载于|规定于|规定在|来自";
    let is = "就是|正是|即是|均为|都是|乃|即|是|为|系|属于";
    Regex::new(&format!(
        r"(?:[（(【\[〔]\s*(?:{sees}|根据|依据)?|[—－―-]{{1,2}}\s*(?:{sees})?|[。，,；;]?\s*(?:{sees})|[。，,；;：:]?\s*(?:这|此|该|其|上述|前述|以上|上面|这些|这一)[^。；，,]{{0,8}}(?:{is}|{sees})|[，,]\s*(?:{is}))\s*(?:了|的|我国|现行)*$"
    ))
    .expect("the pattern is a constant")
});

/// The beginning of a quotation that is the number of its article: 第三条之一【甲】.
static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    let digits = "零〇一二三四五六七八九十百千0-9０-９";
    Regex::new(&format!(
        r"^\s*(?:《[^》\n]{{1,40}}》)?第[{digits}\s]{{1,12}}条(?:之[{digits}]{{1,3}})?\s*(?:【[^】\n]{{1,40}}】|[（(][^）)\n]{{1,30}}[）)])?[：:\s]*(?:第[{digits}]{{1,3}}款[：:\s]*)?"
    ))
    .expect("the pattern is a constant")
});

/// How a text shows that it quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Frame {
    /// In marks behind words that report: 第三条规定：“……”.
    Said,
    /// In marks behind other words.
    Near,
    /// Without marks, below or beside the number at the beginning of a line.
    Heading,
    /// Without marks behind 规定：.
    Colon,
    /// Without marks behind 规定，.
    Told,
    /// Without marks behind the number and a comma: 根据第三条，….
    Comma,
    /// In marks before 这是, 见 or a bracket.
    SaidBefore,
    /// In marks before other words.
    NearBefore,
    /// Without marks before 这是, 见 or a bracket.
    Before,
}

impl Frame {
    /// Whether quotation marks show where the words begin and end.
    pub fn in_marks(self) -> bool {
        matches!(
            self,
            Self::Said | Self::Near | Self::SaidBefore | Self::NearBefore
        )
    }
}

/// Words that may be quoted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Candidate {
    pub frame: Frame,
    /// In marks: each piece without them. Without marks one stretch, in which the
    /// quotation begins or ends.
    pub pieces: Vec<Range<usize>>,
}

/// The range of the words quoted directly behind `end`, without the marks.
pub(super) fn behind(text: &str, end: usize) -> Option<Range<usize>> {
    let found = OPENING
        .captures(&text[end..])
        .or_else(|| OWN_WORDS.captures(&text[end..]))?;
    let mark = found.name("mark")?;
    let start = end + mark.end();
    let length = closing(&text[start..], mark.as_str().chars().next()?)?;
    let words = &text[start..start + length];
    let sentence = words.contains(['，', '。', '；', ',']);
    let clause = found.name("own").is_none() && words.chars().count() >= MIN_CHARS;
    (sentence || clause).then_some(start..start + length)
}

/// Where the quotation that ends at `end` ends with all of its paragraphs, each in marks
/// of its own: “甲。”“乙。”
pub(super) fn end_of_all(text: &str, end: usize) -> usize {
    let after_mark = |at: usize| {
        let mark = text[at..].chars().next();
        at + mark.map_or(0, char::len_utf8)
    };
    let mut end = after_mark(end);
    while let Some(rest) = text[end..].strip_prefix('“')
        && let Some(length) = closing(rest, '“')
    {
        end = after_mark(end + '“'.len_utf8() + length);
    }
    end
}

/// What may be quoted of the citation at `mention`: the surest first. Nothing before
/// `floor` is looked at; it belongs to another citation.
pub(super) fn candidates(text: &str, mention: &Range<usize>, floor: usize) -> Vec<Candidate> {
    let found = [
        marked_behind(text, mention.end),
        unmarked_behind(text, mention),
        marked_before(text, mention.start, floor),
        unmarked_before(text, mention.start, floor),
    ];
    found.into_iter().flatten().collect()
}

fn marked_behind(text: &str, end: usize) -> Option<Candidate> {
    let rest = &text[end..];
    let mut gap_end = None;
    for (count, (at, c)) in rest.char_indices().enumerate() {
        let ends = matches!(c, '。' | '；' | ';' | '！' | '？');
        if count > MAX_GAP_CHARS || ends && !THAT_ONE.is_match(&rest[at + c.len_utf8()..]) {
            return None;
        }
        let below = c == '\n' && !rest[..at].trim_end().ends_with(['：', ':']);
        if below && count > 0 {
            return None;
        }
        if MARKS.iter().any(|(open, _)| *open == c) && !is_stray(rest, at, c) {
            gap_end = Some((at, c));
            break;
        }
    }
    let (at, mark) = gap_end?;
    let start = end + at + mark.len_utf8();
    let length = closing(&text[start..], mark)?;
    let pieces = with_more(text, start..start + length);
    let gap: String = without_brackets(&rest[..at]).split_whitespace().collect();
    let gap = gap.trim_matches(['”', '"']);
    let said = SAID.is_match(gap) && !SOMEBODY.is_match(gap);
    let frame = if said { Frame::Said } else { Frame::Near };
    Some(Candidate { frame, pieces })
}

/// A mark that closes what was opened before the citation: “第三条”规定.
fn is_stray(rest: &str, at: usize, mark: char) -> bool {
    let behind = &rest[at + mark.len_utf8()..];
    mark == '”' || mark == '"' && at == 0 && !behind.contains('"')
}

/// The pieces in marks that follow the first one in its sentence.
fn with_more(text: &str, first: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = vec![first];
    while let Some(last) = pieces.last() {
        let close = text[last.end..].chars().next().map_or(0, char::len_utf8);
        let from = last.end + close;
        let gap_end = text[from..]
            .char_indices()
            .take(MAX_OWN_CHARS)
            .take_while(|(at, c)| !matches!(c, '。' | '第' | '《') || *at == 0 && *c == '。')
            .find(|(_, c)| MARKS.iter().any(|(open, _)| open == c));
        let Some((at, mark)) = gap_end else {
            break;
        };
        let start = from + at + mark.len_utf8();
        let Some(length) = closing(&text[start..], mark) else {
            break;
        };
        pieces.push(start..start + length);
    }
    pieces
}

fn unmarked_behind(text: &str, mention: &Range<usize>) -> Option<Candidate> {
    let rest = &text[mention.end..];
    let heading = HEADING
        .find(rest)
        .filter(|_| begins_line(&text[..mention.start]))
        .filter(|_| {
            !rest
                .trim_start_matches([' ', '\u{3000}'])
                .starts_with(GOES_ON)
        });
    let apart = heading.is_some_and(|heading| !heading.is_empty());
    let (frame, length) = match TOLD.captures(rest).filter(|_| !apart) {
        Some(told) => {
            let marks = [told.name("mark"), told.name("colon")];
            let mut marks = marks.into_iter().flatten();
            let colon = marks.any(|mark| [":", "："].contains(&mark.as_str()));
            let frame = match (colon, told.name("comma")) {
                (true, _) => Frame::Colon,
                (false, Some(_)) => Frame::Comma,
                (false, None) => Frame::Told,
            };
            (frame, told.get(0)?.end())
        }
        None => (Frame::Heading, heading?.end()),
    };
    let start = mention.end + length;
    let end = char_floor(text, start.saturating_add(MAX_STRETCH_BYTES));
    (!is_in_marks(&text[start..end]) && start < end).then(|| Candidate {
        frame,
        pieces: alone(start..end),
    })
}

/// Whether the words that a stretch begins with stand in marks, which show where they end:
/// 明确规定，“……”, （“……”）. A term in marks is one of the words: 所称“某某”，是指….
fn is_in_marks(stretch: &str) -> bool {
    let mut own = 0;
    for (at, c) in stretch.char_indices() {
        if MARKS.iter().any(|(open, _)| *open == c) {
            let inside = closing(&stretch[at + c.len_utf8()..], c);
            return own == 0 || inside.is_none_or(|bytes| bytes >= MIN_SENTENCE_BYTES);
        }
        own += usize::from(c.is_alphanumeric());
        if own > MOST_BEFORE_MARK {
            return false;
        }
    }
    false
}

/// What stands behind a citation in a sentence, where the words below a heading begin.
const GOES_ON: [char; 20] = [
    '，', '。', '；', '、', ',', '.', ';', '）', ')', '》', '”', '和', '及', '与', '或', '的',
    '之', '并', '《', '至',
];

/// Whether a line begins behind `before`, with a mark of an enumeration at most: 1、, （一）.
fn begins_line(before: &str) -> bool {
    let near = before.char_indices().rev().take(5);
    let line = near
        .take_while(|(_, c)| *c != '\n')
        .map(|(at, _)| at)
        .last();
    let start = line.unwrap_or(before.len());
    let line = before[start..].trim();
    let numeral = |c: char| c.is_ascii_alphanumeric() || "一二三四五六七八九十附".contains(c);
    let enumerates = line.chars().all(|c| !c.is_alphanumeric() || numeral(c));
    (start == 0 || before[..start].ends_with('\n')) && enumerates && !line.contains('，')
}

fn marked_before(text: &str, start: usize, floor: usize) -> Option<Candidate> {
    let before = text.get(floor..start)?;
    let mut close = None;
    for (count, (at, c)) in before.char_indices().rev().enumerate() {
        if count > MAX_GAP_CHARS || c == '\n' {
            return None;
        }
        if MARKS.iter().any(|(_, close)| *close == c) {
            close = Some((at, c));
            break;
        }
        let ends = matches!(c, '。' | '；' | ';' | '！' | '？');
        let next_to_mark = before[..at].ends_with(['”', '"', '」', '』', '’', '〞']);
        if ends && !next_to_mark {
            return None;
        }
    }
    let (at, mark) = close?;
    let open = opening(&before[..at], mark)?;
    let gap = &before[at + mark.len_utf8()..];
    let said = SAID_BEFORE.is_match(gap) && !SOMEBODY.is_match(gap);
    Some(Candidate {
        frame: match said {
            true => Frame::SaidBefore,
            false => Frame::NearBefore,
        },
        pieces: with_earlier(text, floor, floor + open..floor + at),
    })
}

/// The pieces in marks of the same sentence that stand before the last one, that one first:
/// “甲”，“乙”（第三条）.
fn with_earlier(text: &str, floor: usize, last: Range<usize>) -> Vec<Range<usize>> {
    let mut pieces = alone(last);
    while let Some(next) = pieces.last() {
        let mark = text[..next.start].chars().next_back();
        let before = &text[floor..next.start - mark.map_or(0, char::len_utf8)];
        let own = before
            .char_indices()
            .rev()
            .take(MAX_OWN_CHARS)
            .take_while(|(_, c)| !matches!(c, '。' | '；' | '第' | '《' | '》' | '\n'));
        let mut own =
            own.filter_map(|(at, c)| Some((at, MARKS.iter().find(|(_, end)| *end == c)?.1)));
        let Some((at, close)) = own.next() else {
            break;
        };
        let Some(open) = opening(&before[..at], close) else {
            break;
        };
        pieces.push(floor + open..floor + at);
    }
    pieces
}

/// A quotation in one piece.
pub(super) fn alone(piece: Range<usize>) -> Vec<Range<usize>> {
    std::iter::once(piece).collect()
}

fn unmarked_before(text: &str, start: usize, floor: usize) -> Option<Candidate> {
    let from = char_floor(text, start.saturating_sub(MAX_STRETCH_BYTES)).max(floor);
    let before = text.get(from..start)?;
    let found = SAID_BEFORE.find(before.get(tail(before)..)?)?;
    let end = from + tail(before) + found.start();
    let marked = text[..end].ends_with(['”', '"', '」', '』', '’', '〞']);
    (!marked && from < end).then(|| Candidate {
        frame: Frame::Before,
        pieces: alone(from..end),
    })
}

/// Where the last characters begin in which words before a citation are looked for.
fn tail(before: &str) -> usize {
    let at = before.char_indices().rev().nth(MAX_OWN_CHARS);
    at.map_or(0, |(at, _)| at)
}

fn char_floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// How much of a quotation's beginning is the number of the article.
pub(super) fn number_before(words: &str) -> usize {
    NUMBER.find(words).map_or(0, |found| found.end())
}

/// Length of what stands before the mark that closes `open`.
pub(super) fn closing(text: &str, open: char) -> Option<usize> {
    let close = MARKS.iter().find(|(mark, _)| *mark == open)?.1;
    let mut depth = 0usize;
    for (at, c) in text.char_indices() {
        if at > MAX_BYTES {
            return None;
        }
        if c == close {
            if depth == 0 {
                return (at > 0).then_some(at);
            }
            depth -= 1;
        } else if c == open {
            depth += 1;
        }
    }
    None
}

/// Where what the mark at the end of `before` closes begins, behind its opening mark.
fn opening(before: &str, close: char) -> Option<usize> {
    let open = MARKS.iter().find(|(_, mark)| *mark == close)?.0;
    let mut depth = 0usize;
    for (at, c) in before.char_indices().rev() {
        if before.len() - at > MAX_BYTES {
            return None;
        }
        if c == open {
            if depth == 0 {
                let start = at + c.len_utf8();
                return (start < before.len()).then_some(start);
            }
            depth -= 1;
        } else if c == close {
            depth += 1;
        }
    }
    None
}
