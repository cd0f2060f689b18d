//! From a mention to a [`Resolution`], by what a library knows of the law. Pure: the
//! library is asked by whoever calls, and a library that cannot be read is an error
//! there, never "not found" here.

use super::compare::{Comparison, compare};
use super::extract::{CitationMention, names_a_law};
use super::known_law::{KnownLaw, LawVersion, is_amended, is_deleted, paragraphs};
use super::repealed;
use super::verdict::{Existing, QuoteVerdict, Repeal, Resolution, Verdict};
use crate::document::Date;
use crate::statute::ArticleNumber;

/// The day that a citation is checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The day of the conduct (从旧兼从轻); today when nothing is said.
    pub at: Date,
    /// Today.
    pub today: Date,
}

impl Days {
    /// The law of today.
    pub fn today(today: Date) -> Self {
        Self { at: today, today }
    }
}

/// Resolves a mention of a law. `law` is what the library has of
/// [`CitationMention::law`], `quote` the words at [`CitationMention::quote`].
pub fn resolve(
    mention: &CitationMention,
    quote: Option<&str>,
    law: Option<&KnownLaw>,
    days: Days,
) -> Resolution {
    let Some(key) = &mention.law else {
        return Resolution::bare(match names_a_law(&mention.law_as_written) {
            true => Verdict::OutOfCoverage,
            false => Verdict::Ambiguous,
        });
    };
    let known = repealed::of(key);
    let repeal = known.map(|law| Repeal {
        date: Some(law.date),
        successor: Some(law.successor.to_owned()),
        source: law.source.to_owned(),
    });
    let Some(law) = law else {
        let verdict = match repeal {
            Some(_) => Verdict::Repealed,
            None => Verdict::OutOfCoverage,
        };
        return Resolution {
            title: known.map(|law| law.title.to_owned()),
            repeal,
            ..Resolution::bare(verdict)
        };
    };
    let current = law.current(days.at);
    let repeal = repeal.or_else(|| by_status(&current));
    let applies = |repeal: &Repeal| repeal.date.is_none_or(|date| days.at >= date);
    let base = match &repeal {
        Some(repeal) if applies(repeal) => Verdict::Repealed,
        _ if current.is_empty() => Verdict::OutOfCoverage,
        _ => Verdict::InForce,
    };
    let resolution = Resolution {
        title: Some(law.title.clone()),
        source_status: match base {
            Verdict::InForce => amended_status(law, &current, days.today),
            _ => None,
        },
        repeal,
        document: current.first().map(|version| version.document.clone()),
        version: current.first().and_then(|version| version.date),
        ..Resolution::bare(base)
    };
    // No text of that day is held: a later one must not stand in for it.
    if mention.article.is_none() || current.is_empty() {
        return resolution;
    }
    place(resolution, mention, quote, law, days)
}

/// The source's word that the newest version held was amended. Of an older version
/// the next one tells what became of it.
fn amended_status(law: &KnownLaw, current: &[&LawVersion], today: Date) -> Option<String> {
    let version = current.first()?;
    let newest = law.current(today).contains(version);
    let status = version.status.as_ref()?;
    (newest && is_amended(status)).then(|| status.clone())
}

fn by_status(current: &[&LawVersion]) -> Option<Repeal> {
    let repealed = !current.is_empty() && current.iter().all(|version| version.is_repealed());
    let status = current.first().and_then(|version| version.status.clone());
    repealed.then(|| Repeal {
        date: None,
        successor: None,
        source: status.unwrap_or_default(),
    })
}

/// The article, paragraph and item of a mention.
fn place(
    mut resolution: Resolution,
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let current = law.current(days.at);
    let others = law.others(&current);
    match locate(&current, mention) {
        Located::Deleted => resolution.verdict = Verdict::DeletedArticle,
        Located::Missing(existing) => {
            let before = match locate(&others, mention) {
                Located::Found(version, text) => Some((version, text)),
                _ => None,
            };
            resolution.verdict = match &before {
                None => Verdict::NoSuchArticle,
                // Codes keep the numbers of the articles around a deleted one.
                Some(_) if within(mention.article, existing) => Verdict::DeletedArticle,
                Some(_) => Verdict::Amended,
            };
            resolution.existing = existing;
            if let Some((version, text)) = before {
                resolution.source_status = None;
                in_version(&mut resolution, version, text);
            }
        }
        Located::Found(version, text) => {
            in_version(&mut resolution, version, text.clone());
            if days.at < days.today && resolution.verdict == Verdict::InForce {
                let now = law.current(days.today);
                if !matches!(locate(&now, mention), Located::Found(_, now) if now == text) {
                    resolution.verdict = Verdict::Amended;
                }
            }
        }
    }
    if let Some(quote) = quote {
        against_quote(&mut resolution, mention, quote, &others);
    }
    resolution
}

fn in_version(resolution: &mut Resolution, version: &LawVersion, text: String) {
    resolution.document = Some(version.document.clone());
    resolution.version = version.date;
    resolution.text = Some(text);
}

/// Compares the quotation with the text found; when it is an older text's, the
/// provision was amended since.
fn against_quote(
    resolution: &mut Resolution,
    mention: &CitationMention,
    quote: &str,
    others: &[&LawVersion],
) {
    let Some(text) = &resolution.text else {
        return;
    };
    let Comparison::Differs(changes) = compare(quote, text) else {
        resolution.quote = QuoteVerdict::Equal;
        return;
    };
    for version in others {
        if let Located::Found(version, text) = locate(&[version], mention)
            && compare(quote, &text) == Comparison::Equal
        {
            resolution.source_status = None;
            in_version(resolution, version, text);
            resolution.quote = QuoteVerdict::Equal;
            if resolution.verdict == Verdict::InForce {
                resolution.verdict = Verdict::Amended;
            }
            return;
        }
    }
    resolution.quote = QuoteVerdict::Differs(changes);
}

enum Located<'l> {
    Found(&'l LawVersion, String),
    Deleted,
    Missing(Option<Existing>),
}

fn locate<'l>(versions: &[&'l LawVersion], mention: &CitationMention) -> Located<'l> {
    let Some(number) = mention.article else {
        return Located::Missing(None);
    };
    let found = |number: ArticleNumber| {
        versions
            .iter()
            .find_map(|version| Some((*version, version.articles.get(&number)?)))
    };
    let range = || articles(versions);
    let Some((version, text)) = found(number) else {
        return Located::Missing(range());
    };
    if is_deleted(text) {
        return Located::Deleted;
    }
    if mention.article_end.is_some_and(|end| found(end).is_none()) {
        return Located::Missing(range());
    }
    match unit(text, mention) {
        Ok(text) => Located::Found(version, text),
        Err(existing) => Located::Missing(Some(existing)),
    }
}

fn articles(versions: &[&LawVersion]) -> Option<Existing> {
    let numbers = || versions.iter().flat_map(|version| version.articles.keys());
    Some(Existing::Articles(*numbers().min()?, *numbers().max()?))
}

fn within(article: Option<ArticleNumber>, existing: Option<Existing>) -> bool {
    match (article, existing) {
        (Some(article), Some(Existing::Articles(first, last))) => {
            first <= article && article <= last
        }
        _ => false,
    }
}

/// The text of the paragraph and item, or what there is instead.
fn unit(text: &str, mention: &CitationMention) -> Result<String, Existing> {
    let paragraphs = paragraphs(text);
    let count = u32::try_from(paragraphs.len()).unwrap_or(u32::MAX);
    let last = mention.paragraph_end.or(mention.paragraph);
    if last.is_some_and(|last| last > count) {
        return Err(Existing::Paragraphs(count));
    }
    let paragraph = |number: u32| paragraphs.get(number.checked_sub(1)? as usize);
    let Some(item) = mention.item else {
        let text = match (mention.paragraph, mention.paragraph_end) {
            (Some(number), None) => paragraph(number).map(|paragraph| paragraph.text.clone()),
            _ => None,
        };
        return Ok(text.unwrap_or_else(|| text_of(&paragraphs)));
    };
    // 第五十七条第七项: without 款, the paragraph that has items.
    let within = match mention.paragraph {
        Some(number) => paragraph(number),
        None => paragraphs
            .iter()
            .find(|paragraph| !paragraph.items.is_empty()),
    };
    let items = within
        .map(|paragraph| &paragraph.items[..])
        .unwrap_or_default();
    let greatest = items.iter().map(|(number, _)| *number).max().unwrap_or(0);
    if mention.item_end.is_some_and(|end| end > greatest) {
        return Err(Existing::Items(greatest));
    }
    let text = items.iter().find(|(number, _)| *number == item);
    text.map(|(_, text)| text.clone())
        .ok_or(Existing::Items(greatest))
}

fn text_of(paragraphs: &[super::known_law::Paragraph]) -> String {
    let texts: Vec<&str> = paragraphs.iter().map(|p| p.text.as_str()).collect();
    texts.join("\n")
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
