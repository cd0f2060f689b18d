//! Names at the end of a text that stand in other marks than 《》, or beside a title that
//! an ordinal in brackets tells from theirs.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::bare_names::{MAX_UNKNOWN_CHARS, NameAt};
use super::names::{Known, Name, of_kind};
use super::other_lands;
use crate::document::LawKey;
use crate::numerals;

/// （八）》、（九）: another of the texts that an ordinal in brackets tells apart.
static NEXT_ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    let ordinal = "[（(][一二三四五六七八九十]{1,3}[）)]";
    Regex::new(&format!(
        r"{ordinal}》?(?:[、和及与]{ordinal})*[、和及与](?P<last>{ordinal})$"
    ))
    .expect("the pattern is a constant")
});

/// 刑法修正案（八）、（九）: the last of them.
pub(super) fn next_ordinal(head: &str, known: &Known) -> Option<NameAt> {
    let found = NEXT_ORDINAL.captures(head)?;
    let last = found.name("last")?;
    let base = &head[..found.get(0)?.start()];
    let (key, _) = with_ordinal(base, last.as_str(), known)?;
    Some((Name::new(Some(key), last.as_str()), last.start()))
}

/// The text that the name at the end of `base` and an ordinal are, and where it begins.
fn with_ordinal(base: &str, ordinal: &str, known: &Known) -> Option<(LawKey, usize)> {
    let base = base.trim_end_matches('》');
    let starts = base.char_indices().rev().take(MAX_UNKNOWN_CHARS);
    let keys = starts.filter_map(|(at, _)| {
        let title = format!("{}{ordinal}", &base[at..]);
        Some((known.of_title(&title)?, at))
    });
    keys.last()
}

/// The texts that stand in the list before the ordinal that begins at `last`, where no title
/// in 《》 names the first of them: 刑法修正案（八） before 、（九）.
pub(super) fn ordinals_before(head: &str, last: usize, known: &Known) -> Vec<(Range<usize>, Name)> {
    let list = NEXT_ORDINAL.find(head);
    let list = list.filter(|list| list.start() < last && !list.as_str().contains('》'));
    let Some(list) = list else {
        return Vec::new();
    };
    let base = &head[..list.start()];
    let mut found = Vec::new();
    for ordinal in ORDINAL.find_iter(&head[list.start()..last]) {
        let Some((key, start)) = with_ordinal(base, ordinal.as_str(), known) else {
            continue;
        };
        let end = list.start() + ordinal.end();
        let begins = list.start() + ordinal.start();
        let start = if found.is_empty() { start } else { begins };
        found.push((start..end, Name::new(Some(key), &head[start..end])));
    }
    found
}

/// 解释一 for 解释（一）.
static WITHOUT_BRACKETS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:解释|规定|意见|批复)(?P<ordinal>[一二三四五六七八九十]{1,3}|\d{1,2})$")
        .expect("the pattern is a constant")
});

/// Where the ordinal begins that a name ends with outside brackets, and the same in
/// brackets: of 公司法解释3 （三）.
pub(super) fn ordinal_at_end(name: &str) -> Option<(usize, String)> {
    let written = WITHOUT_BRACKETS.captures(name)?.name("ordinal")?;
    let ordinal = numerals::to_chinese(numerals::parse(written.as_str())?);
    Some((written.start(), format!("（{ordinal}）")))
}

/// 民法典婚姻家庭编解释一: the text of the ordinal, where one is known.
pub(super) fn bare_ordinal(head: &str, known: &Known) -> Option<NameAt> {
    let (at, ordinal) = ordinal_at_end(head)?;
    let (key, start) = with_ordinal(&head[..at], &ordinal, known)?;
    Some((Name::new(Some(key), &head[start..]), start))
}

/// An ordinal in brackets.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("[（(][一二三四五六七八九十]{1,3}[）)]").expect("the pattern is a constant")
});

/// 《刑法修正案》（八）: the title with an ordinal behind its 》, and the length of that, where
/// both together are a known one.
pub(super) fn ordinal_behind(title: &str, behind: &str, known: &Known) -> Option<(usize, String)> {
    let ordinal = ORDINAL.find(behind).filter(|found| found.start() == 0)?;
    let whole = format!("{title}{}", ordinal.as_str());
    known.of_title(&whole)?;
    Some((ordinal.end(), whole))
}

/// Marks that stand around a name for 《》.
const OTHER_MARKS: [(char, char); 16] = [
    ('〈', '〉'),
    ('<', '>'),
    ('＜', '＞'),
    ('≪', '≫'),
    ('«', '»'),
    ('「', '」'),
    ('『', '』'),
    ('“', '”'),
    ('"', '"'),
    ('‘', '’'),
    ('【', '】'),
    ('〖', '〗'),
    ('[', ']'),
    ('［', '］'),
    ('（', '）'),
    ('(', ')'),
];

/// 〈刑法〉, “刑法” and 【刑法】 for 《刑法》.
pub(super) fn bracketed_at_end(head: &str, known: &Known) -> Option<NameAt> {
    let (open, inside) = OTHER_MARKS
        .iter()
        .find_map(|&(open, close)| Some((open, head.strip_suffix(close)?)))?;
    let start = inside.rfind(open)?;
    let written = &inside[start + open.len_utf8()..];
    let titled = || Some(Name::new(Some(known.of_title(written)?), written));
    let name = known.short(written).map(|defined| defined.named(written));
    let name = name.or_else(titled)?;
    Some((other_lands::unless_of_one(name, &inside[..start]), start))
}

/// “规定” in quotation marks, as a text defines it: 以下简称“规定”.
pub(super) fn quoted_at_end(before: &str, known: &Known) -> Option<NameAt> {
    let inside = before.strip_suffix(['”', '"'])?;
    let start = inside.rfind(['“', '"'])?;
    let written = inside[start..].trim_start_matches(['“', '"']);
    let named = || Some(Name::new(Some(of_kind(written, known)?), written));
    let name = known.short(written).map(|defined| defined.named(written));
    Some((name.or_else(named)?, start))
}
