//! Paragraphs that hold several articles with their headings, or a whole law: each article
//! and each heading gets a line of its own. Where one begins is told by counting on from
//! the article before, behind a whole sentence or a heading.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::headings::{is_item, numbered};
use super::is_history;
use super::label::label;
use super::lines::{INFO_END, Lines};
use super::title::is_title;
use crate::normalize::trim;
use crate::statute::ArticleNumber;

/// Longest headings between two articles, in characters.
const MAX_HEADINGS_CHARS: usize = 90;

/// Longest heading 一、, in characters.
const MAX_TOPIC_CHARS: usize = 40;

/// From so many articles on a paragraph is more than an article and one behind it.
const MIN_ARTICLES: usize = 3;

/// The text with a line for each article that stands in a paragraph with others.
pub(super) fn parted(text: &str) -> Cow<'_, str> {
    let lines = Lines::of(text);
    if text.contains(INFO_END) {
        return Cow::Borrowed(text);
    }
    let begin = lines.all.iter().filter_map(|line| {
        let found = label(line.text)?;
        found.number.filter(|_| found.may_begin())
    });
    let begin: BTreeSet<ArticleNumber> = begin.collect();
    let mut last = None;
    let mut changed = false;
    let mut whole = Vec::new();
    for line in text.split('\n') {
        let pieces = pieces(line, &mut last, &begin);
        changed |= pieces.len() > 1;
        whole.extend(pieces);
    }
    match changed {
        true => Cow::Owned(whole.join("\n")),
        false => Cow::Borrowed(text),
    }
}

/// The pieces of a line; it alone where it is a paragraph of one article.
fn pieces<'t>(
    line: &'t str,
    last: &mut Option<ArticleNumber>,
    begin: &BTreeSet<ArticleNumber>,
) -> Vec<&'t str> {
    let plain = trim(line.trim_start_matches('#'));
    let own = label(plain).filter(|found| found.may_begin());
    if let Some(number) = own.as_ref().and_then(|found| found.number) {
        *last = Some(number);
    }
    let before = *last;
    let starts = starts(line, last, begin);
    let heads: Vec<usize> = starts
        .iter()
        .filter_map(|&at| headings(&line[..at]))
        .collect();
    let count = starts.len() + usize::from(own.is_some());
    let worth = !heads.is_empty()
        || count >= MIN_ARTICLES
        || own.is_none() && before.is_none() && starts.len() > 1;
    if !worth {
        *last = before;
        return vec![line];
    }
    let mut cuts: BTreeSet<usize> = starts.iter().copied().collect();
    for (&head, &at) in heads
        .iter()
        .zip(starts.iter().filter(|&&at| headings(&line[..at]).is_some()))
    {
        cuts.insert(head);
        cuts.extend(inner_headings(&line[head..at]).map(|place| head + place));
    }
    let first = cuts.first().copied().unwrap_or(0);
    cuts.extend(above_the_text(&line[..first]));
    let ends = cuts.iter().copied().chain([line.len()]);
    let starts = std::iter::once(0).chain(cuts.iter().copied());
    starts
        .zip(ends)
        .map(|(start, end)| &line[start..end])
        .filter(|piece| !trim(piece).is_empty())
        .collect()
}

/// Where the articles begin that stand inside a line and go on counting.
fn starts(
    line: &str,
    last: &mut Option<ArticleNumber>,
    begin: &BTreeSet<ArticleNumber>,
) -> Vec<usize> {
    let mut found = Vec::new();
    let from = line.len()
        - line
            .trim_start_matches(|c: char| c.is_whitespace() || c == '#')
            .len();
    for (at, _) in line.match_indices('第').filter(|(at, _)| *at > from) {
        let Some(next) = label(&line[at..]) else {
            continue;
        };
        let Some(number) = next.number.filter(|number| !begin.contains(number)) else {
            continue;
        };
        let follows = match *last {
            Some(last) => number.follows(last),
            None => number == ArticleNumber::new(1),
        };
        let before = line[..at].trim_end();
        let spaced = before.len() < at;
        let ends =
            before.ends_with(['。', '！', '”', '）']) || spaced && before.ends_with(['；', '：']);
        let behind_title = last.is_none() && spaced && is_title(before);
        let parted = next.separated && (spaced || ends) || ends && next.may_begin();
        let quoted = before.matches('“').count() > before.matches('”').count();
        if follows && parted && !quoted && (ends || behind_title || headings(&line[..at]).is_some())
        {
            *last = Some(number);
            found.push(at);
        }
    }
    found
}

/// Where the headings begin with which a text ends: 第一编 总则 第一章 任务, 一、灯塔.
fn headings(before: &str) -> Option<usize> {
    let whole = before.trim_end();
    let sentence = |c: char| matches!(c, '。' | '；' | '！' | '”' | '，' | '：');
    let start = whole.rfind(sentence).map_or(0, |at| {
        at + whole[at..].chars().next().map_or(0, char::len_utf8)
    });
    let tail = &whole[start..];
    let apart = |at: usize| {
        let before = tail[..at].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '）' | '#'))
    };
    let begins = |at: usize| {
        let heading = &tail[at..];
        let counted = numbered(heading).is_some() && label(heading).is_none();
        counted || is_item(heading) && heading.chars().count() <= MAX_TOPIC_CHARS
    };
    let places = tail.char_indices().map(|(at, _)| at);
    let found = places.into_iter().find(|&at| apart(at) && begins(at))?;
    if tail[found..].chars().count() > MAX_HEADINGS_CHARS {
        return None;
    }
    // 关于第二章 第三条 in a sentence: what stands between must be a note or a title.
    let between = trim(tail[..found].trim_start_matches('#'));
    let noted =
        between.is_empty() || between.ends_with(['）', '录', '次', '号']) || is_title(between);
    noted.then_some(start + found)
}

/// Where the second and further headings of several begin.
fn inner_headings(heads: &str) -> impl Iterator<Item = usize> {
    heads.match_indices('第').map(|(at, _)| at).filter(|&at| {
        at > 0 && heads[..at].ends_with(char::is_whitespace) && numbered(&heads[at..]).is_some()
    })
}

/// Where what stands between the title and the text begins: the note of adoption, and
/// what follows it.
fn above_the_text(before: &str) -> Vec<usize> {
    let mut cuts = Vec::new();
    let marks = before.match_indices(['（', '(']).map(|(at, _)| at);
    let note = marks.into_iter().find(|&at| is_history(&before[at..]));
    let plain = before.trim_start_matches(|c: char| c == '#' || c.is_whitespace());
    let gap = plain
        .find(char::is_whitespace)
        .map(|at| before.len() - plain.len() + at);
    let named = |at: usize| is_title(trim(before[..at].trim_start_matches('#')));
    match note {
        Some(open) if open > 0 && named(open) => cuts.push(open),
        None => cuts.extend(gap.filter(|&at| named(at))),
        Some(_) => {}
    }
    if note.is_some()
        && let Some(close) = before.rfind(['）', ')'])
    {
        cuts.push(close + before[close..].chars().next().map_or(0, char::len_utf8));
    }
    cuts.retain(|&at| at < before.len());
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = parted(text);
        let lines: Vec<&str> = found.lines().map(str::trim).collect();
        assert_eq!(lines.join("\n"), expected, "{text}");
    }

    #[test]
    fn law_in_one_paragraph_is_parted() {
        let whole = "灯塔法\n（2020年1月1日某会议通过）\n第一章 总则\n第一条 甲。\n第二条 乙：（一）丙；（二）丁。\n第二章 附则\n第三条 戊。";
        for gap in [" ", "\u{3000}", "\u{3000}\u{3000}"] {
            let line = whole.replace('\n', gap);
            check(&line, whole);
            let (title, rest) = whole.split_once('\n').unwrap_or_default();
            check(&format!("{title}\n{}", rest.replace('\n', gap)), whole);
        }
        check(
            "灯塔法\n第一条 甲。第二条 乙。第三条 丙，依照第一条 的规定。",
            "灯塔法\n第一条 甲。\n第二条 乙。\n第三条 丙，依照第一条 的规定。",
        );
    }

    #[test]
    fn headings_of_interpretations_are_parted_too() {
        let whole = "关于灯塔的解释\n法释〔2020〕1号 为了甲，制定本解释。\n一、灯塔\n第一条 乙。\n第二条 丙。\n二、浮标\n第三条 丁。";
        check(&whole.replace('\n', " "), whole);
        let whole = "灯塔规则（试行）\n（2020年1月1日某会议通过）\n一、灯塔\n第一条 乙。\n二、浮标\n第二条 丁。";
        check(&whole.replace('\n', "\u{3000}"), whole);
        let note = format!(
            "（2020年1月1日某会议通过\u{3000}{}）",
            "根据2021年1月1日某会议《关于修改〈灯塔法〉的决定》修正".repeat(3)
        );
        check(
            &format!("{note} 第一章 总则 第一条 甲。 第二条 乙。"),
            &format!("{note}\n第一章 总则\n第一条 甲。\n第二条 乙。"),
        );
    }

    #[test]
    fn headings_on_the_line_of_an_article_are_parted() {
        check(
            "灯塔法\n第一章\u{3000}总则\u{3000}第一条\u{3000}甲。\n第二条 乙。\n第二章 附则 第三条 丙。",
            "灯塔法\n第一章\u{3000}总则\n第一条\u{3000}甲。\n第二条 乙。\n第二章 附则\n第三条 丙。",
        );
        check(
            "灯塔法\n第一编 总则 第一章 任务 第一条 甲。\n第二条 乙。",
            "灯塔法\n第一编 总则\n第一章 任务\n第一条 甲。\n第二条 乙。",
        );
        check(
            "第一章 总则\n第一条 甲。 第二条 乙。 第二章 附则 第三条 丙。",
            "第一章 总则\n第一条 甲。\n第二条 乙。\n第二章 附则\n第三条 丙。",
        );
    }

    #[test]
    fn articles_that_are_spoken_about_part_nothing() {
        for text in [
            "灯塔法\n第一条 甲。\n第二条 依照第二章 第三条 处罚。\n第三条 乙。",
            "灯塔法\n第一条 甲。“第二条 乙。”\n第二条 丙。",
            "灯塔法\n第一条 甲。依照第二章 第二条 处罚。\n第二条 丙。",
            "灯塔法\n第一条 甲。\n第二条 本法第一章 第一条 规定的人。\n第三条 乙。第五条 丙。",
        ] {
            assert!(matches!(parted(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
