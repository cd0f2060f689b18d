//! Which text of a law a number (文号) means, and what becomes of a citation of it: the
//! text of that number, whatever is in force today under the same title.

use super::extract::CitationMention;
use super::resolve::{Days, in_law};
use super::verdict::{ChangedBy, Repeal, Resolution, Verdict};
use crate::doc_number::{self, KnownNumber};
use crate::document::Date;
use crate::law_title;
use crate::timeline::{KnownLaw, LawVersion};

/// Most days between the day that names a version and that of its number.
pub(super) const MOST_DAYS: i32 = 40;

/// Words that end a text in the last articles of a later one.
const ENDS: &[&str] = &["废止", "失效", "不再适用", "停止执行", "不再执行"];

/// What a library has under a number.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Held<'a> {
    /// The text of the number.
    Text(&'a LawVersion),
    /// Other texts of the law only; the day of the one that is meant, where known.
    Other(Option<Date>),
    /// It is not known which text has the number.
    Unknown,
}

/// What becomes of a mention with a number, where that decides; `None` where the text
/// of the number is the one of the day, or nothing speaks against it.
pub(super) fn by_number(
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Option<Resolution> {
    let number = mention.doc_number.as_deref()?;
    match held(number, law) {
        Held::Text(version) if law.current(days.at).contains(&version) => None,
        Held::Text(version) => Some(of_version(version, mention, quote, law, days)),
        Held::Other(day) => Some(not_held(number, day, law, days)),
        Held::Unknown => None,
    }
}

/// Whether the number that a mention names is that of a text for trial use.
pub(super) fn names_trial(mention: &CitationMention, law: &KnownLaw) -> bool {
    let number = mention.doc_number.as_deref();
    let held = number.map(|number| held(number, law));
    matches!(held, Some(Held::Text(version)) if law_title::split(&version.title).trial)
}

fn held<'a>(number: &str, law: &'a KnownLaw) -> Held<'a> {
    let own = |version: &&LawVersion| version.doc_number.as_deref() == Some(number);
    if let Some(version) = law.versions.iter().find(own) {
        return Held::Text(version);
    }
    let known = doc_number::known(number).filter(|known| is_of(known, law));
    if let Some(day) = known.and_then(|known| known.published) {
        let then = |version: &&LawVersion| {
            version
                .passed
                .is_some_and(|passed| days_apart(passed, day) <= MOST_DAYS)
        };
        return match law.versions.iter().find(then) {
            Some(version) => Held::Text(version),
            None => Held::Other(Some(day)),
        };
    }
    let earlier =
        |version: &LawVersion| version.earlier_doc_numbers.iter().any(|own| own == number);
    if law.versions.iter().any(earlier) {
        return Held::Other(None);
    }
    by_year(number, law)
}

/// A number names its year: a text made in another one has another number.
fn by_year<'a>(number: &str, law: &'a KnownLaw) -> Held<'a> {
    let Some(year) = doc_number::year(number) else {
        return Held::Unknown;
    };
    let made = |version: &LawVersion| version.passed.map(|passed| passed.year());
    if law.versions.iter().any(|version| made(version).is_none()) {
        return Held::Unknown;
    }
    // A text of December may have its number counted in the year before its publication.
    let fits = |version: &&LawVersion| {
        made(version).is_some_and(|made| (0..=1).contains(&(made - year)))
            && version.doc_number.is_none()
    };
    let mut fitting = law.versions.iter().filter(fits);
    match (fitting.next(), fitting.next()) {
        (Some(version), None) => Held::Text(version),
        (Some(_), Some(_)) => Held::Unknown,
        (None, _) => Held::Other(None),
    }
}

/// Whether the table has the number for this law; joint issuers are written in more
/// than one way.
fn is_of(known: &KnownNumber, law: &KnownLaw) -> bool {
    known.law.as_str().replace('、', "") == law.key.as_str().replace('、', "")
}

/// The mention in a text that is not the one of the day.
fn of_version(
    version: &LawVersion,
    mention: &CitationMention,
    quote: Option<&str>,
    law: &KnownLaw,
    days: Days,
) -> Resolution {
    let Some(day) = version.date.or(version.passed) else {
        return not_held(
            mention.doc_number.as_deref().unwrap_or_default(),
            None,
            law,
            days,
        );
    };
    let then = Days { at: day, ..days };
    let mut resolution = in_law(mention, quote, law, then);
    let number = mention.doc_number.as_deref().unwrap_or_default();
    if day > days.at {
        resolution.verdict = Verdict::OutOfCoverage;
        resolution.note = Some(format!("{number}自 {day} 起施行，该日尚无这一文本"));
        return resolution;
    }
    if resolution.document.as_ref() != Some(&version.document) && mention.article.is_some() {
        // Only the text of the number counts, not what other texts have in its place.
        if resolution.text.is_some() {
            return not_held(number, Some(day), law, days);
        }
        return resolution;
    }
    if matches!(resolution.verdict, Verdict::InForce | Verdict::Amended) {
        match repealed_by(number, law, days) {
            Some(repeal) => {
                resolution.verdict = Verdict::Repealed;
                resolution.repeal = Some(repeal);
            }
            None if resolution.verdict == Verdict::Amended => {}
            None => replaced(&mut resolution, version, law, days),
        }
    }
    resolution
}

/// A later text of the law is in force on the day.
fn replaced(resolution: &mut Resolution, version: &LawVersion, law: &KnownLaw, days: Days) {
    let current = law.current(days.at);
    let newer = current.iter().find(|newer| newer.part == version.part);
    if let Some(newer) = newer
        && let Some(date) = newer.date
    {
        resolution.verdict = Verdict::Amended;
        resolution.changed_by = Some(ChangedBy {
            title: law.title.clone(),
            date,
            document: Some(newer.document.clone()),
            certain: true,
        });
    }
}

/// The text of the number is not held: whether it is repealed, and what is held instead.
fn not_held(number: &str, day: Option<Date>, law: &KnownLaw, days: Days) -> Resolution {
    let repeal = repealed_by(number, law, days);
    let verdict = match &repeal {
        Some(_) => Verdict::Repealed,
        None => Verdict::OutOfCoverage,
    };
    let day = day.map(|day| format!("（{day} 公布）")).unwrap_or_default();
    Resolution {
        title: Some(law.title.clone()),
        note: Some(format!(
            "{number}{day}的文本本库没有，本库所收为{}",
            texts_held(law)
        )),
        repeal,
        ..Resolution::bare(verdict)
    }
}

fn texts_held(law: &KnownLaw) -> String {
    let texts = law.versions.iter().map(|version| {
        let day = version.passed.or(version.date);
        let day = day.map_or_else(|| "日期不明的文本".to_owned(), |day| format!("{day} 文本"));
        match &version.doc_number {
            Some(number) => format!("{day}（{number}）"),
            None => day,
        }
    });
    let texts: Vec<String> = texts.collect();
    texts.join("、")
}

/// The clause of a later text of the law that ends the one of the number.
fn repealed_by(number: &str, law: &KnownLaw, days: Days) -> Option<Repeal> {
    let begun = |version: &&LawVersion| version.date.is_some_and(|date| date <= days.at);
    law.versions.iter().filter(begun).find_map(|version| {
        let clause = version.articles.iter().rev().find(|(_, text)| {
            ENDS.iter().any(|word| text.contains(word))
                && doc_number::find(text)
                    .iter()
                    .any(|found| found.number == number)
        });
        let (article, _) = clause?;
        Some(Repeal {
            date: version.date,
            successor: Some(law.title.clone()),
            source: format!("《{}》{}", law.title, article.chinese()),
        })
    })
}

/// An article of an annex: the library does not tell annexes from the text that they
/// belong to, so that no article of the law may stand in for it.
pub(super) fn of_annex(annex: &str, law: Option<&KnownLaw>) -> Resolution {
    Resolution {
        title: law.map(|law| law.title.clone()),
        note: Some(format!(
            "所引为{annex}的条文，不是正文的条文；附件不单独核验，请查看原文"
        )),
        ..Resolution::bare(Verdict::Ambiguous)
    }
}

pub(super) fn days_apart(one: Date, other: Date) -> i32 {
    one.since(other)
        .map_or(i32::MAX, |span| span.get_days().abs())
}

#[cfg(test)]
#[path = "numbered_tests.rs"]
mod tests;
