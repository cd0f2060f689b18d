//! Marks that stand around the number of an article and hide it: those of lists, of
//! quotations, emphasis and links in Markdown, entities and elements of HTML, brackets,
//! the cells of a table. They are taken off, so that what is left is a line that begins
//! with 第N条. As many lines are left as there were.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;

use super::article_tables;
use super::headings::plain_heading;
use super::label::label;
use super::lines::INFO_END;
use crate::normalize::trim;
use crate::statute::ArticleNumber;

/// Of a hundred articles so many have the number that follows the one before, where
/// brackets or numbers of a list are taken off.
const COUNTING_PERCENT: usize = 66;

/// Fewest articles that are hidden by the same kind of mark.
const MIN_HIDDEN: usize = 2;

static ENTITY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"&(?:emsp|ensp|nbsp|thinsp|#12288|#160|#x3000|#xa0|#8195|#8194);"));

/// Elements that say nothing about the text in them.
static ELEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)</?(?:a|b|strong|i|em|u|span|font|p|center|div)(?:\s[^<>]*)?/?>")
});

static LINE_BREAK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<br\s*/?>"));

static ESCAPED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\([*_{}\[\]()#+\-.!>~])"));

/// [第一条](#a)
static LINK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\[([^\[\]]+)\]\((?:#|https?:|\.{0,2}/)[^()\s]*\)"));

/// The number of an article in bold: what follows is parted from it by that alone.
static BOLD_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(\s*(?:#+\s+|[-*+]\s+)?)\*\*\s*(第[^*条條]{1,12}[条條](?:之[^*\s]{1,3})?)\s*\*\*")
});

static BOLD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\*\*([^*]+)\*\*"));

/// *第一条*, _第一条_, __第一条__, *（某年某会议通过）*
static LEANING: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:\*|_{1,2})([第（(【][^*_]*)(?:\*|_{1,2})"));

static QUOTATION: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:>\s*)+"));

static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[-*+•●▪◆]\s+"));

/// 1. of a list whose items are articles.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*[0-9]{1,3}[.)．、]\s*"));

/// 【第一条】, （第一条）, 【第一条 目的】
static BRACKETED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*[【\[（(［〔]\s*(第[^条條】\]）)］〕]{1,12}[条條](?:之[^】\]）)］〕\s]{1,3})?)\s*([^】\]）)］〕。，；]{0,24})[】\]）)］〕]\s*",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is a constant")
}

/// A text whose articles begin lines. Files with the mark of LawRefBook stay as they are.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    const MARKS: [char; 12] = [
        '*', '_', '>', '<', '&', '|', '\\', '【', '［', '〔', '[', '•',
    ];
    let may_hide = text.contains(MARKS)
        || text.contains("- 第")
        || text.contains("+ 第")
        || text.contains("（第")
        || text.contains("(第")
        || text.lines().any(|line| COUNTED.is_match(line));
    if !may_hide || text.contains(INFO_END) {
        return Cow::Borrowed(text);
    }
    let mut lines: Vec<Cow<'_, str>> = text.split('\n').map(without_emphasis).collect();
    if !lines.iter().any(|line| first_article(line)) {
        take_off(&mut lines, &BULLET, &without_bullet);
        take_off(&mut lines, &COUNTED, &without_count);
        take_off(&mut lines, &BRACKETED, &without_brackets);
        article_tables::unfold(&mut lines);
    }
    match lines.iter().all(|line| matches!(line, Cow::Borrowed(_))) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(lines.join("\n")),
    }
}

/// A line without what Markdown and HTML write around words.
fn without_emphasis(line: &str) -> Cow<'_, str> {
    let steps: [(&Regex, &str); 8] = [
        (&ENTITY, "\u{3000}"),
        (&LINE_BREAK, " "),
        (&ELEMENT, ""),
        (&ESCAPED, "$1"),
        (&LINK, "$1"),
        (&QUOTATION, ""),
        (&BOLD_NUMBER, "$1$2\u{3000}"),
        (&BOLD, "$1"),
    ];
    let mut line = Cow::Borrowed(line);
    for (mark, instead) in steps {
        let changed = match mark.replace_all(&line, instead) {
            Cow::Owned(changed) => changed,
            Cow::Borrowed(_) => continue,
        };
        line = Cow::Owned(changed);
    }
    let start = BULLET.find(&line).map_or(0, |bullet| bullet.end());
    let changed = match LEANING.replace(&line[start..], "$1\u{3000}") {
        Cow::Owned(changed) => format!("{}{changed}", &line[..start]),
        Cow::Borrowed(_) => return line,
    };
    Cow::Owned(changed)
}

/// Whether a line is the first article, as it is or below a heading of Markdown.
fn first_article(line: &str) -> bool {
    let line = trim(line.trim_start().trim_start_matches('#'));
    label(line).is_some_and(|found| {
        found.number == Some(ArticleNumber::new(1)) && found.separated && found.may_begin()
    })
}

/// Takes a mark off all lines that it begins, where articles that go on counting stand
/// behind it.
fn take_off(
    lines: &mut [Cow<'_, str>],
    mark: &Regex,
    without: &dyn Fn(&str, &Regex) -> Option<String>,
) {
    let hidden = lines.iter().filter(|line| mark.is_match(line));
    let numbers: Vec<ArticleNumber> = hidden
        .filter_map(|line| article(&without(line, mark)?))
        .collect();
    if !go_on_counting(&numbers) {
        return;
    }
    for line in lines.iter_mut() {
        if let Some(changed) = without(line, mark) {
            *line = Cow::Owned(changed);
        }
    }
}

fn article(line: &str) -> Option<ArticleNumber> {
    let found = label(trim(line))?;
    found.number.filter(|_| found.separated)
}

/// Whether numbers begin with the first article and nearly all follow one another.
pub(super) fn go_on_counting(numbers: &[ArticleNumber]) -> bool {
    let follow = numbers.windows(2).filter(|two| two[1].follows(two[0]));
    numbers.len() >= MIN_HIDDEN
        && numbers[0] == ArticleNumber::new(1)
        && follow.count() * 100 >= (numbers.len() - 1) * COUNTING_PERCENT
}

/// Every item of the list, not only those that begin articles; `- 3 -` is a page.
fn without_bullet(line: &str, mark: &Regex) -> Option<String> {
    let found = mark.find(line)?;
    let rest = without_emphasis(&line[found.end()..]);
    let page = rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) && rest.ends_with('-');
    (!page).then(|| rest.into_owned())
}

/// Only before an article or a heading: 1. may begin an item of the text.
fn without_count(line: &str, mark: &Regex) -> Option<String> {
    let found = mark.find(line)?;
    let rest = without_emphasis(&line[found.end()..]).into_owned();
    (article(&rest).is_some() || plain_heading(&rest).is_some()).then_some(rest)
}

fn without_brackets(line: &str, mark: &Regex) -> Option<String> {
    let found = mark.captures(line)?;
    let whole = found.get(0)?;
    let (number, name) = (&found[1], trim(&found[2]));
    article(number)?;
    let name = match name.is_empty() {
        true => String::new(),
        false => format!("【{name}】"),
    };
    Some(format!("{number}\u{3000}{name}{}", &line[whole.end()..]))
}

#[cfg(test)]
#[path = "marks_tests.rs"]
mod tests;
