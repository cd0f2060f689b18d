//! Which text of a law a mention means that names a version or a document number, and
//! the day for which that text stands. What is not held is said; today's text never
//! stands in for it.

use super::extract::CitationMention;
use super::numbered;
use super::resolve::Days;
use super::verdict::Repeal;
use crate::document::Date;
use crate::law_title::{self, Edition};
use crate::timeline::{Act, ActKind, EventKind, KnownLaw, LawVersion, Wording, repealed};

/// Most days by which the day of a version may lie off the one that is written.
const MOST_DAYS_OFF: i32 = 62;

/// The text that a mention means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextMeant {
    /// That of the day asked for.
    OfTheDay,
    /// That of another day: of the version named.
    Of {
        /// A day on which the text applied.
        day: Date,
        /// What ended it as a whole, where that is known and not in a table.
        repeal: Option<Repeal>,
    },
    /// One that the library does not hold.
    NotHeld {
        /// Why, for readers.
        note: String,
        /// Its repeal, where known.
        repeal: Option<Repeal>,
    },
}

/// Which text of `law` a mention means.
pub fn text_meant(mention: &CitationMention, law: &KnownLaw, days: Days) -> TextMeant {
    match mention.edition {
        None if numbered::names_trial(mention, law) => trial(law, days),
        None => final_text(law, days),
        Some(Edition::Newest) => TextMeant::OfTheDay,
        Some(Edition::OfThatTime) if days.at != days.today => TextMeant::OfTheDay,
        Some(Edition::OfThatTime) => not_held(
            "所引为当时的文本；没有指定日期，不能确定是哪一文本，请指定行为时再核验".to_owned(),
        ),
        Some(Edition::Trial) => trial(law, days),
        Some(Edition::Year(year)) => of_year(year, mention, law, days),
        Some(Edition::Day(day)) => of_day(day, mention, law, days),
        Some(Edition::BeforeYear(year)) => before_year(year, law),
        Some(Edition::BeforeDay(day)) => day.yesterday().map_or(TextMeant::OfTheDay, on),
        Some(Edition::BeforeAmendment) => before_amendment(mention, law, days),
        Some(Edition::BeforeRevision) => before_revision(law, days),
        Some(Edition::Former) if repealed::of(&law.key).is_some() => TextMeant::OfTheDay,
        Some(Edition::Former) if law.versions.iter().all(LawVersion::is_repealed) => {
            TextMeant::OfTheDay
        }
        Some(Edition::Former) => before_revision(law, days),
    }
}

fn not_held(note: String) -> TextMeant {
    TextMeant::NotHeld { note, repeal: None }
}

fn on(day: Date) -> TextMeant {
    TextMeant::Of { day, repeal: None }
}

fn is_trial(version: &LawVersion) -> bool {
    law_title::split(&version.title).trial
}

/// The day of the newest text held, for readers.
fn newest(law: &KnownLaw) -> String {
    let newest = law
        .versions
        .iter()
        .filter_map(|version| version.passed.or(version.date));
    newest.max().map_or_else(
        || "所收文本没有日期".to_owned(),
        |date| format!("所收最新文本为 {date}"),
    )
}

/// A name without （试行） where only the text for trial use is held, and another took
/// its place under the same name.
fn final_text(law: &KnownLaw, days: Days) -> TextMeant {
    let replaced = repealed::of_trial(&law.key).filter(|replaced| replaced.date <= days.at);
    match replaced {
        Some(replaced) if law.versions.iter().all(is_trial) => not_held(format!(
            "库中只有《{}》；自 {} 起施行的正式文本未收录",
            law.title, replaced.date
        )),
        _ => TextMeant::OfTheDay,
    }
}

fn trial(law: &KnownLaw, days: Days) -> TextMeant {
    let of_table = repealed::of_trial(&law.key).map(Repeal::of_table);
    let Some(trial) = law.versions.iter().find(|version| is_trial(version)) else {
        return TextMeant::NotHeld {
            note: format!(
                "所引为试行文本，库中只有《{}》（{}）",
                law.title,
                newest(law)
            ),
            repeal: of_table,
        };
    };
    let finals = law.versions.iter().filter(|version| !is_trial(version));
    let next = finals
        .filter(|version| version.date > trial.date)
        .min_by_key(|version| version.date);
    let Some(day) = trial
        .date
        .filter(|_| law.versions.iter().any(|version| !is_trial(version)))
    else {
        return match of_table.clone().zip(trial.date) {
            Some((repeal, day)) => TextMeant::Of {
                day,
                repeal: Some(repeal),
            },
            None => TextMeant::OfTheDay,
        };
    };
    let by_next = next.and_then(|next| {
        let date = next.date.filter(|&date| date <= days.at)?;
        Some(Repeal {
            date: Some(date),
            successor: Some(next.title.clone()),
            source: "同名的正式文本施行".to_owned(),
        })
    });
    TextMeant::Of {
        day,
        repeal: of_table.or(by_next),
    }
}

fn acts_of_year(law: &KnownLaw, year: i16) -> Vec<&Act> {
    let passed = |act: &&Act| act.passed.is_some_and(|passed| passed.year() == year);
    let acts: Vec<&Act> = law.timeline.acts().filter(passed).collect();
    if !acts.is_empty() {
        return acts;
    }
    let effective = |act: &&Act| act.effective.year() == year;
    law.timeline.acts().filter(effective).collect()
}

/// Whether a text held was made in a year and applies only from years later: then its
/// source tells the day of the first text, and the words are those of a later one.
fn is_of_later_years(year: i16, law: &KnownLaw) -> bool {
    law.versions.iter().any(|version| {
        let made = version.passed.is_some_and(|passed| passed.year() == year);
        made && version.date.is_some_and(|date| date.year() > year + 1)
    })
}

fn of_year(year: i16, mention: &CitationMention, law: &KnownLaw, days: Days) -> TextMeant {
    if is_of_later_years(year, law) {
        return not_held(format!("库中没有 {year} 年的文本（{}）", newest(law)));
    }
    let acts = acts_of_year(law, year);
    let Some(last) = acts.iter().map(|act| act.effective).max() else {
        return not_held(format!("库中没有 {year} 年的文本（{}）", newest(law)));
    };
    // Of several amendments in one year the text does not say which one it means.
    let wording = |day: Date| {
        let wording = law.timeline.wording(mention.article?, day, days.today);
        match wording {
            Wording::InForce { text, .. } => Some(text),
            _ => None,
        }
    };
    let mut wordings = acts.iter().map(|act| wording(act.effective));
    let first = wordings.next().flatten();
    if wordings.any(|other| other != first) {
        return not_held(format!(
            "{year} 年修改过 {} 次，所引为哪一次的文本不能确定",
            acts.len()
        ));
    }
    on(last)
}

fn of_day(day: Date, mention: &CitationMention, law: &KnownLaw, days: Days) -> TextMeant {
    let exact = law
        .timeline
        .acts()
        .find(|act| act.passed == Some(day) || act.effective == day);
    if let Some(act) = exact {
        return on(act.effective);
    }
    // Promulgation lies some days behind the passing.
    let acts = acts_of_year(law, day.year());
    let near = acts.iter().filter(|act| {
        let made = act.passed.unwrap_or(act.effective);
        let off = day
            .since(made)
            .map_or(i32::MAX, |span| span.get_days().abs());
        off <= MOST_DAYS_OFF
    });
    match near.count() {
        1 => of_year(day.year(), mention, law, days),
        _ => not_held(format!("库中没有 {day} 的文本（{}）", newest(law))),
    }
}

fn day_before(act: &Act) -> Option<Date> {
    act.effective.yesterday().ok()
}

fn before_year(year: i16, law: &KnownLaw) -> TextMeant {
    let first = acts_of_year(law, year)
        .into_iter()
        .min_by_key(|act| act.effective);
    let day = first
        .filter(|act| act.kind != ActKind::Enacted)
        .and_then(day_before);
    day.map_or_else(
        || not_held(format!("库中没有 {year} 年修改前的文本（{}）", newest(law))),
        on,
    )
}

/// Before the act that changed the article cited last; of a law as a whole, before the
/// last act.
fn before_amendment(mention: &CitationMention, law: &KnownLaw, days: Days) -> TextMeant {
    let events = mention
        .article
        .map(|article| law.timeline.history(article, days.today))
        .unwrap_or_default();
    let changes = events.iter().filter(|event| event.kind != EventKind::First);
    let last = changes
        .map(|event| event.act)
        .max_by_key(|act| act.effective);
    let begun = |act: &&Act| act.effective <= days.at;
    let last = last.or_else(|| law.timeline.acts().filter(begun).last());
    earlier(last, law, "修正前")
}

/// Before the law was last made anew (修订). Of a law that never was: before the last act
/// that published its whole text; numbered amendments of a code and acts on several laws
/// did not.
fn before_revision(law: &KnownLaw, days: Days) -> TextMeant {
    let begun = |act: &&Act| act.effective <= days.at;
    let revised = |act: &&Act| begun(act) && act.kind == ActKind::Revised;
    let whole = |act: &&Act| {
        let of_others = ["修正案", "部分法律", "惩治"];
        begun(act)
            && act.kind != ActKind::Enacted
            && !of_others.iter().any(|word| act.title.contains(word))
    };
    let last = law.timeline.acts().filter(revised).last();
    let last = last.or_else(|| law.timeline.acts().filter(whole).last());
    earlier(last, law, "修订前")
}

fn earlier(act: Option<&Act>, law: &KnownLaw, which: &str) -> TextMeant {
    let not_first = |act: &&Act| {
        let first = law.timeline.acts().next();
        act.kind != ActKind::Enacted && first.is_some_and(|first| first != *act)
    };
    let day = act.filter(not_first).and_then(day_before);
    day.map_or_else(
        || {
            not_held(format!(
                "库中没有{which}的文本，也无法确定是哪一次（{}）",
                newest(law)
            ))
        },
        on,
    )
}

#[cfg(test)]
#[path = "text_meant_tests.rs"]
mod tests;
