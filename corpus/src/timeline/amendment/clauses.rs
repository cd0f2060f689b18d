//! One clause of an amending act, with the wording it announces, as operations.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::super::act::{ArticleChange, Operation};
use crate::numerals;
use crate::statute::ArticleNumber;

/// What a clause came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Clause {
    /// These changes.
    Changes(Vec<ArticleChange>),
    /// It changes nothing: an introduction, a date of application.
    Nothing,
    /// It changes something, and what cannot be said.
    NotUnderstood,
}

/// 第一百三十三条之一
const ARTICLE: &str = r"第[〇零一二三四五六七八九十百千0-9]+条(?:之[一二三四五六七八九十0-9]+)?";

/// 第二款; the number is the group `name`.
fn numbered(unit: &str, name: &str) -> String {
    format!(r"第(?P<{name}>[一二三四五六七八九十百0-9]+){unit}")
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is constant")
}

static ANY_ARTICLE: LazyLock<Regex> = LazyLock::new(|| pattern(ARTICLE));

/// 在…第三条后增加二条，作为第三条之一、第三条之二
static INSERTED_ARTICLES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"增加[一二两三四五六七八九十]+条，?作为(?P<list>(?:{ARTICLE}[、和]?)+)[：:]?$"
    ))
});

/// …增加一款作为第二款、第三款，将该条修改为
static INSERTED_PARAGRAPHS: LazyLock<Regex> = LazyLock::new(|| {
    let number = numbered("款", "first");
    pattern(&format!(
        r"增加[一二两三四五六七八九十]+款(?:，?作为{number}(?:[、和]第[一二三四五六七八九十]+款)*)?(?P<whole>，?将该条修改为)?[：:]?$"
    ))
});

/// 第二款增加一项，作为第三项
static INSERTED_ITEM: LazyLock<Regex> = LazyLock::new(|| {
    let (paragraph, item) = (numbered("款", "paragraph"), numbered("项", "item"));
    pattern(&format!(r"(?:{paragraph})?中?增加一项，?作为{item}[：:]?$"))
});

/// 原第二款作为第三款，修改为; 原第三项改为第四项
static MOVED: LazyLock<Regex> = LazyLock::new(|| {
    let number = numbered("[款项]", "to");
    pattern(&format!(
        r"^原?第[一二三四五六七八九十]+[款项](?:作为|改为){number}(?P<changed>，?修改为)?[：:。；]?$"
    ))
});

/// 第三条第一款、第二款第三项修改为
static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    let (first, last) = (numbered("款", "first"), numbered("款", "last"));
    let item = numbered("项", "item");
    pattern(&format!(
        r"(?P<article>{ARTICLE})(?:{first}(?:[、和至]{last})?)?(?:{item})?修改为[：:]?$"
    ))
});

/// 删去第三条第二款、第三款
static DELETED: LazyLock<Regex> = LazyLock::new(|| {
    let (first, last) = (numbered("款", "first"), numbered("款", "last"));
    let item = numbered("项", "item");
    pattern(&format!(
        r"^删[去除]\p{{Han}}{{0,12}}?(?P<article>{ARTICLE})(?:{first}(?:[、和]{last})?)?(?:{item})?[。；]?$"
    ))
});

/// Words of clauses that change something.
const CHANGING: &[&str] = &["修改为", "增加", "删去", "删除", "改为", "改成", "顺序"];

/// The first article that a clause names.
pub(super) fn article_named(clause: &str) -> Option<ArticleNumber> {
    ANY_ARTICLE.find(clause)?.as_str().parse().ok()
}

/// Reads a clause. `article` is the one that the clause before was about, for clauses
/// that go on with it (增加一款作为第四款).
pub(super) fn read_clause(
    clause: &str,
    quote: Option<&[String]>,
    article: Option<ArticleNumber>,
) -> Clause {
    let clause: String = clause.split_whitespace().collect();
    let clause = without_item_number(&clause);
    let changes = match quote {
        Some(quote) => with_wording(clause, quote, article_named(clause).or(article)),
        None => without_wording(clause),
    };
    match changes {
        Some(changes) => Clause::Changes(changes),
        None if announces_only(clause, quote) => Clause::Nothing,
        None => match names_a_change(clause) {
            Some(article) => Clause::Changes(vec![ArticleChange {
                article,
                operation: Operation::Unfollowed,
            }]),
            None => Clause::NotUnderstood,
        },
    }
}

fn without_item_number(clause: &str) -> &str {
    match clause.split_once('、') {
        Some((number, rest)) if numerals::parse(number).is_some() => rest,
        _ => clause,
    }
}

/// Introductions (作如下修改：) and clauses without a word of change.
fn announces_only(clause: &str, quote: Option<&[String]>) -> bool {
    let changing = CHANGING.iter().any(|word| clause.contains(word));
    let introduces = quote.is_none() && article_named(clause).is_none();
    !changing || introduces && clause.ends_with(['：', ':'])
}

/// 将第九条中的“甲”修改为“乙”: one article, changed in a way that is not followed.
/// Several articles, or a new number, leave open what else moves.
fn names_a_change(clause: &str) -> Option<ArticleNumber> {
    let named: Vec<&str> = ANY_ARTICLE.find_iter(clause).map(|m| m.as_str()).collect();
    let inside = clause.contains("中的") || clause.contains("中“");
    match named[..] {
        [article] if inside => article.parse().ok(),
        _ => None,
    }
}

fn with_wording(
    clause: &str,
    quote: &[String],
    article: Option<ArticleNumber>,
) -> Option<Vec<ArticleChange>> {
    if let Some(found) = INSERTED_ARTICLES.captures(clause) {
        return inserted_articles(&found["list"], quote);
    }
    let article = article?;
    let operation = inside_article(clause, quote)?;
    Some(vec![ArticleChange { article, operation }])
}

/// An operation on one article, with its wording.
fn inside_article(clause: &str, quote: &[String]) -> Option<Operation> {
    let text = quote.join("\n");
    if let Some(found) = INSERTED_PARAGRAPHS.captures(clause) {
        return Some(match found.name("whole") {
            Some(_) => Operation::Replace(text),
            None => Operation::InsertParagraphs {
                first: number(&found, "first"),
                text,
            },
        });
    }
    if let Some(found) = INSERTED_ITEM.captures(clause) {
        return Some(Operation::InsertItem {
            paragraph: number(&found, "paragraph"),
            item: number(&found, "item")?,
            text,
        });
    }
    if let Some(found) = MOVED.captures(clause) {
        let to = number(&found, "to")?;
        let paragraph = !clause.contains('项');
        return (paragraph && found.name("changed").is_some()).then_some(
            Operation::ReplaceParagraphs {
                first: to,
                last: to,
                text,
            },
        );
    }
    changed(&CHANGED.captures(clause)?, text)
}

fn changed(found: &Captures<'_>, text: String) -> Option<Operation> {
    let paragraph = number(found, "first");
    Some(match (paragraph, number(found, "item")) {
        (paragraph, Some(item)) => Operation::ReplaceItem {
            paragraph,
            item,
            text,
        },
        (Some(first), None) => Operation::ReplaceParagraphs {
            first,
            last: number(found, "last").unwrap_or(first),
            text,
        },
        (None, None) => Operation::Replace(text),
    })
}

/// New articles. One that gets a number of its own, without 之, moves all behind it.
fn inserted_articles(list: &str, quote: &[String]) -> Option<Vec<ArticleChange>> {
    let numbers: Vec<ArticleNumber> = ANY_ARTICLE
        .find_iter(list)
        .filter_map(|found| found.as_str().parse().ok())
        .collect();
    if numbers.iter().any(|number| number.inserted == 0) {
        return None;
    }
    let mut texts: Vec<Vec<&str>> = Vec::new();
    for paragraph in quote {
        let next = numbers.get(texts.len()).copied();
        match (next, own_label(paragraph)) {
            (Some(next), Some((number, text))) if number == next => texts.push(vec![text]),
            (Some(_), None) if texts.is_empty() => texts.push(vec![paragraph]),
            _ => texts.last_mut()?.push(paragraph),
        }
    }
    (texts.len() == numbers.len()).then_some(())?;
    let inserted = numbers.into_iter().zip(texts);
    Some(
        inserted
            .map(|(article, lines)| ArticleChange {
                article,
                operation: Operation::Insert(lines.join("\n")),
            })
            .collect(),
    )
}

/// 第三条之一 有下列… at the beginning of a new article's wording.
fn own_label(paragraph: &str) -> Option<(ArticleNumber, &str)> {
    let found = ANY_ARTICLE.find(paragraph)?;
    let rest = &paragraph[found.end()..];
    let separated = rest.starts_with(char::is_whitespace);
    (found.start() == 0 && separated)
        .then(|| Some((found.as_str().parse().ok()?, rest.trim())))
        .flatten()
}

fn without_wording(clause: &str) -> Option<Vec<ArticleChange>> {
    if MOVED.is_match(clause) {
        // The insertion before it has moved them already.
        return (!clause.contains("修改为")).then(Vec::new);
    }
    let found = DELETED.captures(clause)?;
    let article = found["article"].parse().ok()?;
    let paragraph = number(&found, "first");
    let operation = match (paragraph, number(&found, "item")) {
        (paragraph, Some(item)) => Operation::DeleteItem { paragraph, item },
        (Some(first), None) => Operation::DeleteParagraphs {
            first,
            last: number(&found, "last").unwrap_or(first),
        },
        (None, None) => Operation::Delete,
    };
    Some(vec![ArticleChange { article, operation }])
}

fn number(found: &Captures<'_>, name: &str) -> Option<u32> {
    let number = numerals::parse(found.name(name)?.as_str())?;
    u32::try_from(number).ok()
}
