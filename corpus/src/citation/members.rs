//! Ranges, checked member by member: both ends and everything between. The whole is as
//! good as its worst member, and says which those are.

use super::mention::CitationMention;
use super::resolve::Days;
use super::verdict::{Existing, Resolution, Verdict};
use crate::statute::ArticleNumber;
use crate::timeline::{KnownLaw, is_deleted};

/// Members of a range that came to the same, one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Members {
    /// 第一百九十九条, 第四百五十三条至第四百六十条, 检例第3号.
    pub label: String,
    /// What they came to.
    pub verdict: Verdict,
}

/// How bad a verdict on a member is for the whole.
fn weight(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::InForce | Verdict::Held => 0,
        Verdict::Amended => 1,
        Verdict::OutOfCoverage => 2,
        Verdict::Ambiguous => 3,
        Verdict::Repealed | Verdict::NoLongerReferred => 4,
        Verdict::DeletedArticle => 5,
        Verdict::NoSuchArticle => 6,
    }
}

/// The worst verdict of some members; 现行有效 of none.
pub fn worst(verdicts: impl IntoIterator<Item = Verdict>) -> Verdict {
    let worst = verdicts.into_iter().max_by_key(|verdict| weight(*verdict));
    worst.unwrap_or(Verdict::InForce)
}

/// Puts members that follow each other and came to the same together, with a label made
/// of the first and the last; those in force or held are left out.
pub fn grouped<T: Copy>(
    members: &[(T, Verdict)],
    label: impl Fn(T, Option<T>) -> String,
) -> Vec<Members> {
    members
        .chunk_by(|(_, one), (_, next)| one == next)
        .filter(|group| !matches!(group[0].1, Verdict::InForce | Verdict::Held))
        .map(|group| {
            let last = group.last().filter(|_| group.len() > 1);
            Members {
                label: label(group[0].0, last.map(|(last, _)| *last)),
                verdict: group[0].1,
            }
        })
        .collect()
}

/// The resolution of a range of articles, from that of its first one. `one` resolves a
/// mention of a single article.
pub(super) fn over_articles(
    first: Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    days: Days,
    one: &dyn Fn(&CitationMention) -> Resolution,
) -> Resolution {
    let (Some(start), Some(end)) = (mention.article, mention.article_end) else {
        return first;
    };
    let greatest = greatest(law);
    let mut members = vec![(start, first.verdict)];
    let mut shown: Option<Resolution> = None;
    for number in between(start, end, law) {
        let resolution = match verdict_at_once(number, greatest, law, days) {
            Some(verdict) => Resolution::bare(verdict),
            None => one(&single(mention, number)),
        };
        let verdict = resolution.verdict;
        // What is only inserted later, or elsewhere, is no gap in this text.
        let named = number.inserted == 0 || number.base == end.base;
        if !named && verdict == Verdict::NoSuchArticle {
            continue;
        }
        members.push((number, verdict));
        let so_far = shown.as_ref().map_or(first.verdict, |shown| shown.verdict);
        if weight(verdict) > weight(so_far) {
            shown = Some(resolution);
        }
    }
    if first.verdict == Verdict::Repealed {
        return first;
    }
    let mut whole = first;
    if let Some(bad) = shown {
        whole.changed_by = bad.changed_by;
        whole.source_status = None;
        whole.existing = bad.existing;
        whole.verdict = bad.verdict;
    }
    if whole.verdict == Verdict::NoSuchArticle && whole.existing.is_none() {
        whole.existing = range_of(law, days);
    }
    whole.members = grouped(&members, |first, last| match last {
        Some(last) => format!("{}至{}", first.chinese(), last.chinese()),
        None => first.chinese(),
    });
    whole
}

/// The same mention of one article of the range.
pub(super) fn single(mention: &CitationMention, article: ArticleNumber) -> CitationMention {
    let is_first = mention.article == Some(article);
    let mut one = mention.clone();
    one.article = Some(article);
    one.article_end = None;
    if !is_first {
        (one.paragraph, one.paragraph_end) = (None, None);
        (one.item, one.item_end, one.point) = (None, None, None);
    }
    one
}

/// The numbers behind `start` up to `end`: of what is inserted, what any text of the law
/// has, and behind the last article all up to the one named.
fn between(start: ArticleNumber, end: ArticleNumber, law: &KnownLaw) -> Vec<ArticleNumber> {
    let inside = |number: &ArticleNumber| *number > start && *number <= end;
    let whole = (start.base..=end.base).map(ArticleNumber::new);
    let behind_last = (1..=end.inserted).map(|inserted| ArticleNumber { inserted, ..end });
    let held = law.versions.iter();
    let held = held.flat_map(|version| version.articles.keys().copied());
    let inserted = held.filter(|number| number.inserted > 0);
    let numbers = whole.chain(behind_last).chain(inserted);
    let mut numbers: Vec<_> = numbers.filter(inside).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

/// What need not be looked up: the last known text has the article, or none ever had one
/// of so great a number.
fn verdict_at_once(
    number: ArticleNumber,
    greatest: Option<ArticleNumber>,
    law: &KnownLaw,
    days: Days,
) -> Option<Verdict> {
    if greatest.is_some_and(|greatest| number > greatest) {
        return Some(Verdict::NoSuchArticle);
    }
    let (text, _) = law.timeline.last_text(number, days.at)?;
    (!is_deleted(text)).then_some(Verdict::InForce)
}

fn greatest(law: &KnownLaw) -> Option<ArticleNumber> {
    let versions = law.versions.iter();
    versions
        .filter_map(|version| version.articles.keys().max().copied())
        .max()
}

fn range_of(law: &KnownLaw, days: Days) -> Option<Existing> {
    let current = law.current(days.at);
    let numbers = || current.iter().flat_map(|version| version.articles.keys());
    Some(Existing::Articles(*numbers().min()?, *numbers().max()?))
}
