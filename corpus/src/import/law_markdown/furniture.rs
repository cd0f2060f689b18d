//! What the pages of a printed text leave between its lines: page numbers alone or beside
//! running words, the running words themselves, footnotes. They are told by counting: the
//! same words with a number that grows by one from page to page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::headings::is_annex;
use super::label::label;
use crate::normalize::{half_width, without_spaces};
use crate::statute::enumeration::enumerator;

/// Fewest lines between two pages: the rows of a table stand closer.
const MIN_PAGE_LINES: usize = 6;

/// Longest running words, in characters.
const MAX_RUNNING_CHARS: usize = 60;

/// Most lines of the footnotes of a page.
const MAX_FOOTNOTE_LINES: usize = 10;

/// Fewest times that running words stand beside a page number.
const MIN_REPEATED: usize = 2;

/// — 1 —, - 3 -, －12－, 第 3 页 共 20 页, 第三页.
static PAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"^(?:[-—–－―·]{1,3}\s*[0-9０-９]{1,4}\s*[-—–－―·]{1,3}",
        r"|[-—–－―·\s]*第\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,6})\s*页(?:\s*[/／,，]?\s*共\s*(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,6})\s*页)?[-—–－―·\s]*",
        r"|共\s*[0-9０-９]{1,4}\s*页\s*[/／,，]?\s*第\s*[0-9０-９]{1,4}\s*页)$",
    ))
});

/// 3/20.
static PAGE_OF: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([0-9]{1,4})\s*[/／]\s*([0-9]{1,4})$"));

/// The line above the footnotes of a page.
static RULE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[-—–─－_＿]{4,}$"));

/// ①, ②, [1], 〔1〕, * before a footnote.
static FOOTNOTE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:[①-⑳]|[\[［〔【][0-9]{1,3}[\]］〕】]|[*＊]{1,3}\s)"));

/// Running words before or behind a number that white space or 第…页 parts from them.
static BESIDE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?P<page>[0-9]{1,4})\s+(?P<behind>\S.*)|(?P<before>.*\S)\s+(?:第\s*(?P<counted>[0-9]{1,4})\s*页|(?P<number>[0-9]{1,4})))$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant")
}

/// The places of the lines that are furniture of pages; those that only repeat the title
/// are left to who knows where another text begins.
pub(super) fn find(lines: &[&str], title: &str, first: usize) -> BTreeSet<usize> {
    let mut found: BTreeSet<usize> = (0..lines.len())
        .filter(|&at| PAGE.is_match(lines[at]))
        .collect();
    found.extend(numbered_of(lines));
    let title: String = title.chars().map(half_width).collect();
    let counted = counted(lines, &title).into_iter().filter(|&at| at > first);
    found.extend(counted);
    found.extend(only_number(lines, first));
    found.extend(running_words(lines, &found, first));
    let footnotes = footnotes(lines, &found);
    found.extend(footnotes);
    found
}

/// Lines like 3/20 that count the pages: all of as many, and rising; one alone only
/// where it tears a sentence.
fn numbered_of(lines: &[&str]) -> Vec<usize> {
    let number = |text: &str| text.parse::<u32>().ok();
    let found: Vec<(usize, u32, u32)> = (0..lines.len())
        .filter_map(|at| {
            let found = PAGE_OF.captures(lines[at])?;
            Some((at, number(&found[1])?, number(&found[2])?))
        })
        .collect();
    let pairs = || found.windows(2);
    let rises = pairs().all(|two| two[0].1 < two[1].1 && two[0].2 == two[1].2);
    let by_one =
        pairs().all(|two| two[1].1 == two[0].1 + 1 && two[1].0 >= two[0].0 + MIN_PAGE_LINES);
    let within = found.iter().all(|&(_, page, of)| 0 < page && page <= of);
    let tears = |at: usize| at > 0 && breaks_off(lines[at - 1]);
    match found.as_slice() {
        [(at, ..)] if within && tears(*at) => vec![*at],
        [_, _, ..] if rises && (within || by_one && found.len() > 2) => {
            found.iter().map(|one| one.0).collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a line ends inside a sentence.
pub(super) fn breaks_off(text: &str) -> bool {
    !text.ends_with([
        '。', '；', '：', '！', '？', '.', ';', ':', '!', '?', '”', '…',
    ])
}

/// Lines that are a number, alone or beside running words, where the numbers grow by one
/// and stand as far apart as pages. The title with a number needs no second line.
fn counted(lines: &[&str], title: &str) -> Vec<usize> {
    let mut groups: BTreeMap<String, Vec<(usize, u32)>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((words, number)) = number_beside(line) else {
            continue;
        };
        groups.entry(words).or_default().push((at, number));
    }
    let pages = |words: &str, group: &[(usize, u32)]| {
        let count_on = group
            .windows(2)
            .all(|two| two[1].1 == two[0].1 + 1 && two[1].0 >= two[0].0 + MIN_PAGE_LINES);
        count_on && (group.len() > 1 || !words.is_empty() && words == title)
    };
    let groups = groups.iter().filter(|(words, group)| pages(words, group));
    groups
        .flat_map(|(_, group)| group.iter().map(|one| one.0))
        .collect()
}

/// The number of the one page that ends inside a short text; a table or a formula has
/// more numbers, or stands behind a colon or in an annex.
fn only_number(lines: &[&str], first: usize) -> Option<usize> {
    let is_number =
        |at: &usize| number_beside(lines[*at]).is_some_and(|(words, _)| words.is_empty());
    let mut numbers = (0..lines.len()).filter(is_number);
    let (at, None) = (numbers.next()?, numbers.next()) else {
        return None;
    };
    let annex = lines[..at].iter().any(|line| is_annex(line));
    let above = at.checked_sub(1).and_then(|above| lines.get(above));
    let of_text = above.is_some_and(|line| line.ends_with(['：', ':', '|', '=', '＝']));
    let page = matches!(lines[at], "1" | "１" | "2" | "２");
    (page && at >= first + MIN_PAGE_LINES && !annex && !of_text).then_some(at)
}

/// The running words of a line, without spaces, and the number beside them.
fn number_beside(line: &str) -> Option<(String, u32)> {
    if line.chars().count() > MAX_RUNNING_CHARS || line.contains(['。', '；', '，', '：', '|'])
    {
        return None;
    }
    let line: String = line.chars().map(half_width).collect();
    let alone = line.trim_matches(['·', '-', '—', ' ']);
    if !alone.is_empty() && alone.len() <= 4 && alone.bytes().all(|b| b.is_ascii_digit()) {
        return Some((String::new(), alone.parse().ok()?));
    }
    let found = BESIDE.captures(&line)?;
    let number = ["page", "counted", "number"]
        .iter()
        .find_map(|name| found.name(name))?;
    let words = found
        .name("behind")
        .or_else(|| found.name("before"))?
        .as_str();
    let of_text = label(words).is_some() || enumerator(words).is_some();
    (!of_text).then_some((without_spaces(words), number.as_str().parse().ok()?))
}

/// Lines that say the same beside the numbers of pages.
fn running_words(lines: &[&str], pages: &BTreeSet<usize>, first: usize) -> Vec<usize> {
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, line) in lines.iter().enumerate().skip(first + 1) {
        let beside = pages.contains(&(at + 1)) || pages.contains(&(at - 1));
        let words = line.chars().count() <= MAX_RUNNING_CHARS
            && !line.contains(['。', '；', '，', '：'])
            && label(line).is_none()
            && enumerator(line).is_none();
        if beside && words && !pages.contains(&at) {
            groups.entry(line).or_default().push(at);
        }
    }
    let running = |group: &&Vec<usize>| {
        let apart = group
            .windows(2)
            .all(|two| two[1] >= two[0] + MIN_PAGE_LINES);
        group.len() >= MIN_REPEATED && apart
    };
    groups.values().filter(running).flatten().copied().collect()
}

/// The footnotes of a page: from the line above them to the number of the page.
fn footnotes(lines: &[&str], pages: &BTreeSet<usize>) -> Vec<usize> {
    let block = |rule: usize| {
        let end = pages.range(rule + 1..).next().copied()?;
        let notes = lines
            .get(rule + 1)
            .is_some_and(|line| FOOTNOTE.is_match(line));
        (notes && end <= rule + MAX_FOOTNOTE_LINES).then_some(rule..end)
    };
    let rules = (0..lines.len()).filter(|&at| RULE.is_match(lines[at]));
    rules.filter_map(block).flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A law of pages with `marks` below each of them.
    fn pages(marks: impl Fn(usize) -> Vec<String>) -> Vec<String> {
        let mut lines = vec!["灯塔法".to_owned(), "第一条 甲。".to_owned()];
        for page in 1..=3 {
            lines.extend((1..=7).map(|line| format!("灯塔的看守人在{page}页第{line}行应当")));
            lines.extend(marks(page));
        }
        lines.push("第二条 乙。".to_owned());
        lines
    }

    #[track_caller]
    fn check(marks: impl Fn(usize) -> Vec<String>, expected: usize) {
        let lines = pages(marks);
        let texts: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = find(&texts, "灯塔法", 1);
        assert_eq!(found.len(), expected, "{texts:?} {found:?}");
        assert!(found.iter().all(|&at| !texts[at].contains("看守人")));
    }

    #[test]
    fn numbers_that_count_the_pages_are_furniture() {
        check(|page| vec![page.to_string()], 3);
        check(|page| vec![format!("灯塔法　　{page}")], 3);
        check(|page| vec![format!("{page}　　灯塔法")], 3);
        check(|page| vec![format!("{page} / 2")], 3);
        check(
            |page| vec![format!("某某网 www.example.cn　　第{page}页")],
            3,
        );
        check(|page| vec![page.to_string(), "某某法规汇编".to_owned()], 6);
        check(
            |page| {
                vec![
                    "————————".to_owned(),
                    "①　参见某书。".to_owned(),
                    format!("·{page}·"),
                ]
            },
            9,
        );
    }

    #[test]
    fn title_with_brackets_beside_a_number_is_furniture() {
        for title in ["灯塔规定（二）", "灯塔规定(二)", "灯塔规定（试行）"] {
            let line = format!("{title}　　1");
            let lines = [title, "第一条 甲。", &line, "第二条 乙。"];
            assert_eq!(find(&lines, title, 1).into_iter().collect::<Vec<_>>(), [2]);
        }
    }

    #[test]
    fn number_of_the_only_page_is_furniture() {
        let mut lines = vec!["灯塔法", "第一条 甲。"];
        lines.extend(["灯塔的看守人应当"; 7]);
        for (number, expected) in [("1", 1), ("2", 1), ("1949", 0)] {
            let whole = [lines.as_slice(), &[number, "第二条 乙。"]].concat();
            assert_eq!(find(&whole, "灯塔法", 1).len(), expected, "{number}");
        }
        assert!(find(&["1", "灯塔法", "第一条 甲。"], "灯塔法", 2).is_empty());
        for tail in [["收费：", "1", "元"], ["附件", "1", "甲"], ["1", "乙", "7"]] {
            let whole = [lines.as_slice(), &tail].concat();
            assert!(find(&whole, "灯塔法", 1).is_empty(), "{tail:?}");
        }
    }

    #[test]
    fn numbers_of_the_text_are_none() {
        check(|page| vec![(page * 10).to_string()], 0);
        check(|page| vec![format!("灯油费　　{}", page * page)], 0);
        check(|page| vec![format!("第{page}条　　5")], 0);
        check(|_| vec!["某某法规汇编".to_owned()], 0);
        check(|_| vec!["————————".to_owned(), "①　甲".to_owned()], 0);
        let table = ["灯塔法", "第一条 甲：", "1", "2", "3", "第二条 乙。"];
        assert!(find(&table, "灯塔法", 1).is_empty());
    }
}
