//! From a mention to a [`Resolution`], by what a library knows of the law. Pure: the
//! library is asked by whoever calls, and a library that cannot be read is an error
//! there, never "not found" here.

mod place;

pub use place::part_of;
use place::place;
pub(super) use place::{OtherWording, in_document, wordings};

use super::division;
use super::extract::{CitationMention, names_a_law};
use super::members;
use super::mention::Doubt;
use super::numbered;
use super::quotations::against_quote;
use super::reason::Reason;
use super::shared_names::shared;
use super::text_meant::{TextMeant, text_meant};
use super::verdict::{ChangedBy, NEWER, Repeal, Resolution, Verdict};
use crate::document::{Date, LawKey};
use crate::law_title::Edition;
use crate::normalize::same_words;
use crate::statute::ArticleNumber;
use crate::timeline::repealed::RepealedLaw;
use crate::timeline::{Act, KnownLaw, LawVersion, TextRepeal, Wording, is_amended, repealed};

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
    let tables = Tables::of(key, mention);
    match law {
        Some(law) => of_held(mention, quote, law, &tables, days),
        None => tables.of_law_not_held(days),
    }
}

/// What a mention comes to in a law that is held, whatever number it names.
pub(super) fn in_law(
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    of_held(mention, quote, law, &Tables::of(&law.key, mention), days)
}

/// What the tables know of the end of a law.
struct Tables {
    /// That of its text for trial use, if the mention means that.
    of_trial: Option<&'static RepealedLaw>,
    /// The same, else that of the law.
    known: Option<&'static RepealedLaw>,
}

impl Tables {
    fn of(key: &LawKey, mention: &CitationMention) -> Self {
        let of_trial = repealed::of_trial(key).filter(|_| mention.edition == Some(Edition::Trial));
        Self {
            of_trial,
            known: of_trial.or_else(|| repealed::of(key)),
        }
    }

    fn repeal(&self) -> Option<Repeal> {
        self.known.map(Repeal::of_table)
    }

    fn of_law_not_held(&self, days: Days) -> Resolution {
        let repeal = self.repeal();
        let ended = repeal
            .as_ref()
            .is_some_and(|repeal| repeal.applies_on(days.at));
        Resolution {
            title: self.known.map(|law| law.title.to_owned()),
            repeal,
            ..Resolution::bare(match ended {
                true => Verdict::Repealed,
                false => Verdict::OutOfCoverage,
            })
        }
    }
}

/// Of a law that the library holds a text of.
fn of_held(
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    tables: &Tables,
    asked: Days,
) -> Resolution {
    let meant = text_meant(mention, law, asked);
    let (days, newer) = match &meant {
        TextMeant::Of { day, .. } => (Days { at: *day, ..asked }, None),
        _ => last_held(law, asked),
    };
    let current = law.current(days.at);
    let repeal = repeal_of(mention, law, tables, &meant, &current, asked);
    let base = match &repeal {
        Some(repeal) if repeal.applies_on(asked.at) => Verdict::Repealed,
        _ => Verdict::InForce,
    };
    if let TextMeant::NotHeld { note, .. } = &meant {
        let title = tables.of_trial.map(|trial| trial.title.to_owned());
        return Resolution {
            title: Some(title.unwrap_or_else(|| law.title.clone())),
            note: Some(note.clone()),
            repeal,
            ..Resolution::bare(match base {
                Verdict::Repealed => base,
                _ => Verdict::OutOfCoverage,
            })
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
    let resolution = of_law(resolution, mention, quote, law, days);
    let resolution = match mention.division.is_empty() {
        false => in_division(resolution, mention, law, days.at),
        true => resolution,
    };
    match meant {
        TextMeant::Of { day, .. } => {
            let of_day = current
                .first()
                .filter(|_| mention.edition == Some(Edition::Trial));
            let title = of_day.map(|version| version.title.clone());
            let resolution = Resolution {
                title: title.or(resolution.title.clone()),
                ..resolution
            };
            of_version(resolution, mention, law, day, asked)
        }
        _ => resolution,
    }
}

/// The end of the law, from the surest source: a text held, the tables, the next text,
/// the status of the source.
fn repeal_of(
    mention: &CitationMention,
    law: &KnownLaw,
    tables: &Tables,
    meant: &TextMeant,
    current: &[&LawVersion],
    asked: Days,
) -> Option<Repeal> {
    let of_text = match meant {
        TextMeant::Of { repeal, .. } | TextMeant::NotHeld { repeal, .. } => repeal.clone(),
        TextMeant::OfTheDay => None,
    };
    law.repeal(mention.article, asked.at)
        .map(by_text)
        .or_else(|| {
            tables
                .repeal()
                .filter(|repeal| made_before(current, repeal))
        })
        .or(of_text)
        .or_else(|| by_status(current))
}

/// Why it cannot be said which place is meant, although the law may be.
fn unclear(mention: &CitationMention) -> Option<Reason> {
    match mention.doubt {
        Some(Doubt::Unreadable) => Some(Reason::Unreadable),
        _ => mention.falls().then_some(Reason::Falls),
    }
}

/// What naming a part of the law adds: whether there is such a part, and whether the
/// place stands in it.
fn in_division(
    mut resolution: Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    day: Date,
) -> Resolution {
    let problem = division::problem(&mention.division, mention.article, law, day);
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

/// Of a version that the mention names, which applied on `day`: a wording that is not
/// held is not held, whatever became of the article since; one that was made after the
/// day asked for was not there yet.
fn of_version(
    mut resolution: Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    day: Date,
    asked: Days,
) -> Resolution {
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
    // The day of a text before an act is its last one.
    let begun = law.timeline.acts().map(|act| act.effective);
    let begun = begun.filter(|from| *from <= day).max().unwrap_or(day);
    if begun > asked.at && matches!(resolution.verdict, Verdict::InForce | Verdict::Amended) {
        resolution.verdict = Verdict::OutOfCoverage;
        resolution.note = Some(format!(
            "所引文本自 {begun} 起施行，{} 尚无这一文本",
            asked.at
        ));
    }
    // 修订前的 says that the text is no longer the one in force.
    let past = mention.edition.is_some_and(Edition::is_past);
    if resolution.verdict == Verdict::InForce && !(past && asked.at <= day) {
        match since(&resolution, mention, law, day, asked) {
            Since::Same if !past => {}
            Since::Same if is_before_amendment(mention) => {
                resolution.note = Some("这一条文此后没有修改".to_owned());
            }
            Since::Moved(number) if !past => {
                resolution.note = Some(format!("这一条文现为{}", number.chinese()));
            }
            _ => {
                resolution.verdict = Verdict::Amended;
                resolution.changed_by =
                    resolution.changed_by.or_else(|| next_text(law, day, asked));
            }
        }
    }
    resolution
}

/// Whether the article is one of a text before an amendment, which may have left it alone.
fn is_before_amendment(mention: &CitationMention) -> bool {
    let edition = mention.edition.filter(|_| mention.article.is_some());
    matches!(
        edition,
        Some(Edition::BeforeAmendment | Edition::BeforeYear(_) | Edition::BeforeDay(_))
    )
}

/// What became of words of an earlier text.
enum Since {
    /// They stand under the same number.
    Same,
    /// They stand under another number.
    Moved(ArticleNumber),
    /// They do not stand there any more, or that is not known.
    Changed,
}

/// What became, by the day asked for, of what a mention cites of the text of `day`.
fn since(
    resolution: &Resolution,
    mention: &CitationMention,
    law: &KnownLaw,
    day: Date,
    asked: Days,
) -> Since {
    if law.newer_text(asked.at).is_some() {
        return Since::Changed;
    }
    let (Some(article), Some(text)) = (mention.article, &resolution.text) else {
        let now = law.current(asked.at);
        let then = law.current(day);
        let goes_on = match then.is_empty() {
            true => next_text(law, day, asked).is_none(),
            false => then.iter().all(|version| now.contains(version)),
        };
        return match goes_on {
            true => Since::Same,
            false => Since::Changed,
        };
    };
    if mention.article_end.is_some() {
        return Since::Same;
    }
    let numbers = law.timeline.numbers_in_time(article, day);
    let begun = numbers.iter().rev().find(|(from, _)| *from <= asked.at);
    let number = begun.map_or(Some(article), |(_, number)| *number);
    let same = |number: &ArticleNumber| {
        let wording = law.timeline.wording(*number, asked.at, asked.today);
        match wording {
            Wording::InForce { text: now, .. } => {
                part_of(&now, mention).is_ok_and(|now| same_words(&now, text))
            }
            _ => false,
        }
    };
    match number.filter(same) {
        Some(number) if number == article => Since::Same,
        Some(number) => Since::Moved(number),
        None => Since::Changed,
    }
}

/// What took the place of the text of `day` by the day asked for.
fn next_text(law: &KnownLaw, day: Date, asked: Days) -> Option<ChangedBy> {
    let behind = |act: &&Act| act.effective > day && act.effective <= asked.at;
    let act = law.timeline.acts().find(behind);
    act.map(|act| changed_by(act, false)).or_else(|| {
        law.newer_text(asked.at).map(|from| ChangedBy {
            title: law.title.clone(),
            date: from,
            document: None,
            certain: false,
        })
    })
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

fn changed_by(act: &Act, certain: bool) -> ChangedBy {
    ChangedBy {
        title: act.title.clone(),
        date: act.effective,
        document: act.document.clone(),
        certain,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod versions_tests;
