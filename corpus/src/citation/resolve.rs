//! From a mention to a [`Resolution`], by what a library knows of the law. Pure: the
//! library is asked by whoever calls, and a library that cannot be read is an error
//! there, never "not found" here.

use super::division;
use super::extract::{CitationMention, names_a_law};
use super::members;
use super::mention::Doubt;
use super::numbered;
use super::quotations::against_quote;
use super::reason::Reason;
use super::shared_names::shared;
use super::text_meant::{TextMeant, text_meant};
use super::verdict::{ChangedBy, Existing, NEWER, Repeal, Resolution, Verdict};
use crate::document::{Date, DocumentId};
use crate::law_title::Edition;
use crate::normalize::same_words;
use crate::statute::ArticleNumber;
use crate::timeline::{
    Act, ActKind, KnownLaw, LawVersion, Paragraph, TextRepeal, Wording, is_amended,
    last_wording as last_wording_in, paragraphs, repealed,
};

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
    if let Some(reason) = unclear(mention) {
        return Resolution {
            title: law.map(|law| law.title.clone()),
            reason: Some(reason),
            ..Resolution::bare(Verdict::Ambiguous)
        };
    }
    if let Some(annex) = &mention.annex {
        return numbered::of_annex(annex, law);
    }
    if law.is_none()
        && let Some(resolution) = shared(mention)
    {
        return resolution;
    }
    if let Some(law) = law
        && let Some(resolution) = numbered::by_number(mention, quote, law, days)
    {
        return resolution;
    }
    let Some(key) = &mention.law else {
        return Resolution::bare(match names_a_law(&mention.law_as_written) {
            true => Verdict::OutOfCoverage,
            false => Verdict::Ambiguous,
        });
    };
    let of_trial = repealed::of_trial(key).filter(|_| mention.edition == Some(Edition::Trial));
    let known = of_trial.or_else(|| repealed::of(key));
    let repeal = known.map(Repeal::of_table);
    let Some(law) = law else {
        let verdict = match repeal
            .as_ref()
            .is_some_and(|repeal| repeal.applies_on(days.at))
        {
            true => Verdict::Repealed,
            false => Verdict::OutOfCoverage,
        };
        return Resolution {
            title: known.map(|law| law.title.to_owned()),
            repeal,
            ..Resolution::bare(verdict)
        };
    };
    let asked = days;
    let meant = text_meant(mention, law, days);
    let (days, newer) = match &meant {
        TextMeant::Of { day, .. } => (Days { at: *day, ..days }, None),
        _ => last_held(law, days),
    };
    let of_text = match &meant {
        TextMeant::Of { repeal, .. } | TextMeant::NotHeld { repeal, .. } => repeal.clone(),
        TextMeant::OfTheDay => None,
    };
    let current = law.current(days.at);
    let repeal = law
        .repeal(mention.article, asked.at)
        .map(by_text)
        .or_else(|| repeal.filter(|repeal| made_before(&current, repeal)))
        .or(of_text)
        .or_else(|| by_status(&current));
    let base = match &repeal {
        Some(repeal) if repeal.applies_on(asked.at) => Verdict::Repealed,
        _ => Verdict::InForce,
    };
    if let TextMeant::NotHeld { note, .. } = &meant {
        let verdict = match base {
            Verdict::Repealed => base,
            _ => Verdict::OutOfCoverage,
        };
        let title = of_trial.map(|trial| trial.title.to_owned());
        return Resolution {
            title: Some(title.unwrap_or_else(|| law.title.clone())),
            note: Some(note.clone()),
            repeal,
            ..Resolution::bare(verdict)
        };
    }
    let resolution = Resolution {
        title: Some(law.title.clone()),
        source_status: match base {
            Verdict::InForce => newer.or_else(|| amended_status(law, &current, days.today)),
            _ => None,
        },
        repeal,
        document: current.first().map(|version| version.document.clone()),
        version: current.first().and_then(|version| version.date),
        ..Resolution::bare(base)
    };
    let resolution = match mention.division.is_empty() {
        false => in_division(resolution, mention, quote, law, days),
        true => of_law(resolution, mention, quote, law, days),
    };
    let mut resolution = match &meant {
        TextMeant::Of { .. } => of_version(resolution, mention),
        _ => resolution,
    };
    if let TextMeant::Of { day, .. } = meant
        && day > asked.at
        && matches!(resolution.verdict, Verdict::InForce | Verdict::Amended)
    {
        resolution.verdict = Verdict::OutOfCoverage;
        resolution.note = Some(format!(
            "所引文本自 {day} 起施行，{} 尚无这一文本",
            asked.at
        ));
    }
    // 修订前的 says that the text is no longer the one in force.
    if mention.edition.is_some_and(Edition::is_past) && resolution.verdict == Verdict::InForce {
        resolution.verdict = Verdict::Amended;
    }
    resolution
}

/// Why it cannot be said which place is meant, although the law may be.
fn unclear(mention: &CitationMention) -> Option<Reason> {
    match mention.doubt {
        Some(Doubt::Unreadable) => Some(Reason::Unreadable),
        _ => mention.falls().then_some(Reason::Falls),
    }
}

/// A place in a part of the law, or that part as a whole.
fn in_division(
    resolution: Resolution,
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let problem = division::problem(&mention.division, mention.article, law, days.at);
    let mut resolution = of_law(resolution, mention, quote, law, days);
    if mention.article.is_none() && resolution.verdict == Verdict::InForce {
        resolution.verdict = match problem {
            Some(Reason::NoDivision) => Verdict::NoSuchArticle,
            Some(Reason::SeveralDivisions) => Verdict::Ambiguous,
            Some(_) => Verdict::OutOfCoverage,
            None => Verdict::InForce,
        };
    }
    resolution.reason = problem.or(resolution.reason);
    resolution
}

fn of_law(
    resolution: Resolution,
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    match mention.article {
        Some(article) => {
            let first = members::single(mention, article);
            let one = |one: &CitationMention| match one.article {
                Some(article) => place(resolution.clone(), one, article, law, days),
                None => resolution.clone(),
            };
            let mut resolution = members::over_articles(one(&first), mention, law, days, &one);
            if mention.point.is_some() {
                resolution.reason = Some(Reason::PointNotChecked);
            }
            if let Some(quote) = quote {
                against_quote(&mut resolution, mention, quote, law, days);
            }
            resolution
        }
        None => whole_law(resolution, law, days),
    }
}

/// Of a version that the mention names, a wording that is not held is not held, whatever
/// became of the article since.
fn of_version(mut resolution: Resolution, mention: &CitationMention) -> Resolution {
    if mention.article.is_some() && resolution.text.is_none() {
        if resolution.verdict == Verdict::Amended {
            resolution.verdict = Verdict::OutOfCoverage;
        }
        if resolution.verdict == Verdict::OutOfCoverage {
            let edition = mention.edition.map(Edition::label);
            let which = edition.or_else(|| mention.doc_number.clone());
            resolution.note = which.map(|which| format!("库中没有{which}"));
        }
    }
    resolution
}

/// The source's word that the newest version held was amended. Of an older version
/// the next one tells what became of it.
fn amended_status(law: &KnownLaw, current: &[&LawVersion], today: Date) -> Option<String> {
    let version = current.first()?;
    let newest = law.current(today).contains(version);
    let status = version.status.as_ref()?;
    (newest && is_amended(status)).then(|| status.clone())
}

/// Where no day is asked for and a newer text is known that the library lacks: the last
/// day of the texts held, with the words that there is a newer one. A day that is asked
/// for is left as it is: of that day's text nothing is known.
fn last_held(law: &KnownLaw, days: Days) -> (Days, Option<String>) {
    let newer = law.newer_text(days.at).filter(|_| days.at == days.today);
    match newer.and_then(|from| Some((from, from.yesterday().ok()?))) {
        Some((from, last)) => (
            Days::today(last),
            Some(format!("{NEWER}自 {from} 起施行，本库未收录")),
        ),
        None => (days, None),
    }
}

/// The end that a text held, or the table, lays down.
fn by_text(end: &TextRepeal) -> Repeal {
    Repeal {
        date: Some(end.date),
        successor: end.successor.clone(),
        source: end.source.clone(),
    }
}

/// Whether the texts were made before a repeal: a law of the same name that was made
/// later is another one.
fn made_before(current: &[&LawVersion], repeal: &Repeal) -> bool {
    let since = |version: &&LawVersion| match (version.passed, repeal.date) {
        (Some(made), Some(date)) => made < date,
        _ => true,
    };
    current.iter().all(since)
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

/// A law cited without an article: whether there was one on that day.
fn whole_law(mut resolution: Resolution, law: &KnownLaw, days: Days) -> Resolution {
    if let Some(first) = law.timeline.comes_after(days.at) {
        resolution.changed_by = Some(changed_by(first, true));
        if resolution.verdict == Verdict::InForce {
            resolution.verdict = Verdict::OutOfCoverage;
        }
    }
    resolution
}

/// The article, paragraph and item of a mention, as they were on the day.
fn place(
    mut resolution: Resolution,
    mention: &CitationMention,
    article: ArticleNumber,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let repealed = resolution.verdict == Verdict::Repealed;
    let mut found = |verdict: Verdict, act: Option<&Act>, certain: bool| {
        resolution.changed_by = act.map(|act| changed_by(act, certain));
        if !repealed {
            resolution.verdict = verdict;
        }
    };
    if let Some((text, document)) = law.timeline.last_text(article, days.at) {
        in_document(&mut resolution, law, document, None);
        return in_article(resolution, mention, text, None, law, days);
    }
    match law.timeline.wording(article, days.at, days.today) {
        Wording::InForce {
            text, basis, until, ..
        } => {
            let until = until.filter(|act| act.effective <= days.today);
            in_document(&mut resolution, law, basis.document(), None);
            return in_article(resolution, mention, &text, until, law, days);
        }
        Wording::Deleted(act) => {
            found(Verdict::DeletedArticle, act, true);
            last_wording(&mut resolution, mention, law, days);
        }
        Wording::NotYet(act) => {
            found(Verdict::NoSuchArticle, Some(act), true);
            resolution.existing = articles(&law.current(days.at), mention.article);
        }
        Wording::BeforeLaw(act) | Wording::BeforeRecord(act) => {
            found(Verdict::OutOfCoverage, Some(act), true);
        }
        Wording::CommencementUnknown(_) if names_version(mention, article, law, days) => {
            return of_named_version(resolution, mention, article, law, days);
        }
        Wording::EarlierLaw { act, .. } | Wording::CommencementUnknown(act) => {
            found(Verdict::OutOfCoverage, Some(act), false);
            (resolution.document, resolution.version) = (None, None);
        }
        Wording::TextUnavailable { act, certain } => {
            let verdict = match certain && act.is_some_and(|act| act.effective > days.at) {
                true => Verdict::Amended,
                false => Verdict::OutOfCoverage,
            };
            found(verdict, act, certain);
            // A text of another day must not stand in for that of this one.
            (resolution.document, resolution.version) = (None, None);
        }
        Wording::NoSuchArticle => return no_such_article(resolution, mention, law, days),
    }
    resolution.source_status = None;
    resolution
}

/// The newest version that applies on the day and has the article.
fn version_of(article: ArticleNumber, law: &KnownLaw, days: Days) -> Option<&LawVersion> {
    let current = law.current(days.at).into_iter();
    let mut having = current.filter(|version| version.articles.contains_key(&article));
    having.next()
}

/// Whether the mention names the version whose commencement is not known: then that is
/// the text that it means, from whatever day it applied.
fn names_version(
    mention: &CitationMention,
    article: ArticleNumber,
    law: &KnownLaw,
    days: Days,
) -> bool {
    mention.edition.is_some() && version_of(article, law, days).is_some()
}

fn of_named_version(
    mut resolution: Resolution,
    mention: &CitationMention,
    article: ArticleNumber,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let Some(version) = version_of(article, law, days) else {
        return resolution;
    };
    in_document(&mut resolution, law, &version.document, None);
    let until = law.timeline.acts().find(|act| act.effective > days.at);
    let text = version.articles.get(&article).cloned().unwrap_or_default();
    in_article(resolution, mention, &text, until, law, days)
}

/// The paragraph and item in an article's text of the day; `until` is the act that
/// changed the article since.
fn in_article(
    mut resolution: Resolution,
    mention: &CitationMention,
    text: &str,
    until: Option<&Act>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let there = |day: Date| -> Option<String> {
        match law.timeline.wording(mention.article?, day, days.today) {
            Wording::InForce { text, .. } => unit(&text, mention).ok(),
            _ => None,
        }
    };
    match unit(text, mention) {
        Ok(found) => {
            if resolution.verdict == Verdict::InForce
                && let Some(until) = until
                && there(days.today).is_none_or(|now| !same_words(&now, &found))
            {
                resolution.verdict = Verdict::Amended;
                resolution.changed_by = Some(changed_by(until, true));
            }
            resolution.text = Some(found);
        }
        Err(existing) => {
            let verdict = resolution.verdict;
            resolution.existing = Some(existing);
            // The paragraph may be one that an earlier text had.
            if last_wording(&mut resolution, mention, law, days) {
                resolution.verdict = Verdict::Amended;
            } else {
                resolution.verdict = not_there(&mut resolution, law, days);
            }
            if verdict == Verdict::Repealed {
                resolution.verdict = verdict;
            }
        }
    }
    resolution
}

/// No text of the day has the number; another one may: codes keep the numbers of the
/// articles around a deleted one.
fn no_such_article(
    mut resolution: Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let current = law.current(days.at);
    resolution.existing = articles(&current, mention.article);
    let whole = articles(&current, None);
    let verdict = match last_wording(&mut resolution, mention, law, days) {
        false => not_there(&mut resolution, law, days),
        true if within(mention.article, whole) => Verdict::DeletedArticle,
        true => Verdict::Amended,
    };
    if resolution.verdict != Verdict::Repealed {
        resolution.verdict = verdict;
    }
    resolution
}

/// The verdict on a place that no text held has: a law that was amended after the newest
/// text held may have it.
fn not_there(resolution: &mut Resolution, law: &KnownLaw, days: Days) -> Verdict {
    let current = law.current(days.at);
    let made = current
        .iter()
        .filter_map(|version| version.passed.or(version.date))
        .max();
    // A consolidated text has the words of an act from the day on which the act was made.
    let newer = |act: &Act| {
        let passed = act.passed.filter(|_| act.kind == ActKind::Amended);
        act.effective <= days.at && made < passed
    };
    let amended =
        amended_status(law, &current, days.today).is_some() || law.timeline.acts().any(newer);
    match amended {
        true => {
            resolution.not_in_version = Some(made);
            Verdict::OutOfCoverage
        }
        false => Verdict::NoSuchArticle,
    }
}

/// Puts the latest wording that has the place cited into the resolution, whatever its
/// day, with the act that ended it.
fn last_wording(
    resolution: &mut Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    days: Days,
) -> bool {
    for wording in wordings(mention, law, days) {
        if let Ok(text) = unit(&wording.text, mention) {
            resolution.source_status = None;
            in_document(resolution, law, &wording.document, Some(text));
            resolution.changed_by = wording.ended_by.or(resolution.changed_by.take());
            return true;
        }
    }
    false
}

/// A wording of an article that does not apply on the day.
pub(super) struct OtherWording {
    pub text: String,
    pub document: DocumentId,
    /// The act that ended it, where known.
    pub ended_by: Option<ChangedBy>,
}

/// What the library has under the article's number, latest first: wordings of the same
/// article, then what other texts of the law have there.
pub(super) fn wordings(mention: &CitationMention, law: &KnownLaw, days: Days) -> Vec<OtherWording> {
    let Some(article) = mention.article else {
        return Vec::new();
    };
    let events = law.timeline.history(article, days.today);
    let mut found = Vec::new();
    for (at, event) in events.iter().enumerate() {
        if let Some((text, basis)) = &event.text {
            let next = events.get(at + 1).map(|next| next.act);
            found.push(OtherWording {
                text: text.clone(),
                document: basis.document().clone(),
                ended_by: next.map(|act| changed_by(act, true)),
            });
        }
    }
    found.reverse();
    let others = law.versions.iter().filter_map(|version| {
        let text = version.articles.get(&article)?;
        Some(OtherWording {
            text: last_wording_in(text)?.to_owned(),
            document: version.document.clone(),
            ended_by: None,
        })
    });
    found.extend(others);
    found
}

fn changed_by(act: &Act, certain: bool) -> ChangedBy {
    ChangedBy {
        title: act.title.clone(),
        date: act.effective,
        document: act.document.clone(),
        certain,
    }
}

pub(super) fn in_document(
    resolution: &mut Resolution,
    law: &KnownLaw,
    document: &DocumentId,
    text: Option<String>,
) {
    let version = law
        .versions
        .iter()
        .find(|version| version.document == *document);
    resolution.version = match version {
        Some(version) => version.date,
        None => law.timeline.day_of_act(document),
    };
    resolution.document = Some(document.clone());
    resolution.text = text;
}

fn articles(versions: &[&LawVersion], cited: Option<ArticleNumber>) -> Option<Existing> {
    let numbers = versions.iter().flat_map(|version| version.articles.keys());
    Existing::near(numbers.copied(), cited)
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
pub(super) fn unit(text: &str, mention: &CitationMention) -> Result<String, Existing> {
    let paragraphs = paragraphs(text);
    let count = u32::try_from(paragraphs.len()).unwrap_or(u32::MAX);
    let last = mention.paragraph_end.or(mention.paragraph);
    if last.is_some_and(|last| last > count) {
        return Err(Existing::Paragraphs(count));
    }
    let paragraph = |number: u32| paragraphs.get(number.checked_sub(1)? as usize);
    let Some(item) = mention.item else {
        let text = mention.paragraph.map(|first| {
            let last = mention.paragraph_end.unwrap_or(first);
            let cited = (first..=last).filter_map(paragraph);
            text_of(cited)
        });
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
    let cited: Option<Vec<&str>> = (item..=mention.item_end.unwrap_or(item))
        .map(|wanted| {
            let found = items.iter().find(|(number, _)| *number == wanted);
            found.map(|(_, text)| text.as_str())
        })
        .collect();
    let text = cited.map(|cited| cited.join("\n"));
    text.ok_or(Existing::Items(greatest))
}

fn text_of<'p>(paragraphs: impl IntoIterator<Item = &'p Paragraph>) -> String {
    let texts: Vec<&str> = paragraphs.into_iter().map(|p| p.text.as_str()).collect();
    texts.join("\n")
}

#[cfg(test)]
#[path = "resolve_tests.rs"]
mod tests;
