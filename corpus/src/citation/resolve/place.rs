//! The article, paragraph and item that a mention names, in the text of the day.

use super::{Days, amended_status, changed_by};
use crate::citation::mention::CitationMention;
use crate::citation::numbered::{MOST_DAYS, days_apart};
use crate::citation::verdict::{ChangedBy, Existing, NEWER, Resolution, Verdict};
use crate::document::{Date, DocumentId};
use crate::law_title::Edition;
use crate::normalize::same_words;
use crate::statute::ArticleNumber;
use crate::timeline::{
    Act, ActKind, ArticlePart, KnownLaw, LawVersion, Paragraph, Wording, is_deleted,
    last_wording as last_wording_in, paragraphs,
};

/// The article, paragraph and item of a mention, as they were on the day.
pub(super) fn place(
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
        Wording::CommencementUnknown(act) if names_a_version(mention) => {
            if let Some(version) = version_by(act, article, law, days) {
                return of_version(resolution, mention, article, version, law, days);
            }
            found(Verdict::OutOfCoverage, Some(act), false);
            (resolution.document, resolution.version) = (None, None);
        }
        Wording::EarlierLaw { act, .. } | Wording::CommencementUnknown(act) => {
            found(Verdict::OutOfCoverage, Some(act), false);
            (resolution.document, resolution.version) = (None, None);
        }
        Wording::TextUnavailable { act, certain } => {
            let part = named_part(mention);
            if let Some(left) =
                part.and_then(|part| law.timeline.left_alone(article, &part, days.at))
            {
                let until = left.until.filter(|act| act.effective <= days.today);
                in_document(&mut resolution, law, &left.document, None);
                return in_article(resolution, mention, &left.text, until, law, days);
            }
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

/// The paragraphs and items that a mention names.
fn named_part(mention: &CitationMention) -> Option<ArticlePart> {
    let range = |first: Option<u32>, last: Option<u32>| {
        let first = first?;
        Some(first..=last.unwrap_or(first))
    };
    let part = ArticlePart {
        paragraphs: range(mention.paragraph, mention.paragraph_end),
        items: range(mention.item, mention.item_end),
    };
    (part.paragraphs.is_some() || part.items.is_some()).then_some(part)
}

fn names_a_version(mention: &CitationMention) -> bool {
    mention.edition.is_some_and(Edition::names_one) || mention.doc_number.is_some()
}

/// The version that has the article by an act whose commencement is not known: what
/// names that version means its text, from whatever day it applied.
fn version_by<'l>(
    act: &Act,
    article: ArticleNumber,
    law: &'l KnownLaw,
    days: Days,
) -> Option<&'l LawVersion> {
    let has_it = |version: &&LawVersion| version.articles.contains_key(&article);
    // A file may name the day of publication, some days behind that of the act.
    let by_act = |version: &&LawVersion| {
        let made = version.passed.zip(act.passed);
        made.is_some_and(|(made, passed)| days_apart(made, passed) <= MOST_DAYS)
    };
    let current = law.current(days.at).into_iter();
    let made = law.versions.iter().filter(by_act);
    current.chain(made).find(has_it)
}

/// The place in a version that a mention names.
fn of_version(
    mut resolution: Resolution,
    mention: &CitationMention,
    article: ArticleNumber,
    version: &LawVersion,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    in_document(&mut resolution, law, &version.document, None);
    let text = version.articles.get(&article).cloned().unwrap_or_default();
    // What became of it since is told by whoever asks for a version.
    in_article(resolution, mention, &text, None, law, days)
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
            Wording::InForce { text, .. } => part_of(&text, mention).ok(),
            _ => None,
        }
    };
    match part_of(text, mention) {
        Ok(found) => {
            if resolution.verdict == Verdict::InForce
                && let Some(until) = until
                && there(days.today).is_none_or(|now| !same_words(&now, &found))
            {
                resolution.verdict = Verdict::Amended;
                resolution.changed_by = Some(changed_by(until, true));
            }
            if resolution.verdict == Verdict::InForce
                && named_part(mention).is_some()
                && is_deleted(&found)
            {
                resolution.verdict = Verdict::Amended;
                resolution.note = Some("来源注明所引的款、项已删去".to_owned());
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
    let older = resolution.source_status.as_deref();
    let older = older.is_some_and(|status| status.contains(NEWER));
    let amended = older
        || amended_status(law, &current, days.today).is_some()
        || law.timeline.acts().any(newer);
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
        if let Ok(text) = part_of(&wording.text, mention) {
            resolution.source_status = None;
            in_document(resolution, law, &wording.document, Some(text));
            resolution.changed_by = wording.ended_by.or(resolution.changed_by.take());
            return true;
        }
    }
    false
}

/// A wording of an article that does not apply on the day.
pub(in crate::citation) struct OtherWording {
    pub text: String,
    pub document: DocumentId,
    /// The act that ended it, where known.
    pub ended_by: Option<ChangedBy>,
}

/// What the library has under the article's number, latest first: wordings of the same
/// article, then what other texts of the law have there.
pub(in crate::citation) fn wordings(
    mention: &CitationMention,
    law: &KnownLaw,
    days: Days,
) -> Vec<OtherWording> {
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

pub(in crate::citation) fn in_document(
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

/// The paragraphs and items that a mention names of an article's text, the whole where it
/// names none.
///
/// # Errors
/// What there is instead, where the article has no such paragraph or item.
pub fn part_of(text: &str, mention: &CitationMention) -> Result<String, Existing> {
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
