//! `/articles/{law}/{number}?as_of=…` and `/articles/{law}/{number}/history`: an
//! article on a day, and what happened to it.

use askama::Template;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::response::Html;
use leian_corpus::Date;
use leian_corpus::penalty::PenaltyRange;
use leian_corpus::timeline::VersionPeriod;

use super::as_of::{ActItem, AsOf, DateBox, WordingItem, runs};
use super::citations_view::DiffRun;
use super::layout::{Layout, SearchBox};
use super::{PageError, render};
use crate::http::error::HttpError;
use crate::http::params::of_path;
use crate::http::reading::{self, article_href};
use crate::http::state::AppState;
use crate::library::Library;
use crate::retrieval::two_days::{RULE, Side, TwoDays};
use crate::retrieval::{HistoryEvent, timeline};

/// What the button beside a day does on an article's page.
pub const SEE_THEN: &str = "看当时条文";

/// An article on a day.
#[derive(Template)]
#[template(path = "article_on_day.html")]
pub(super) struct OnDayPage {
    layout: Layout,
    law: String,
    label: String,
    as_of: AsOf,
    date_box: DateBox,
    wording: WordingItem,
    todays: Option<WordingItem>,
    /// Beside the day of the judgment, when the day is that of the conduct.
    two_days: Option<TwoDaysItem>,
    href: String,
    history: String,
}

/// The wordings of the days of the conduct and of the judgment.
struct TwoDaysItem {
    conduct: String,
    judged: String,
    sides: [SideItem; 2],
    lighter: &'static str,
    conclusion: String,
    rule: &'static str,
}

struct SideItem {
    label: &'static str,
    day: String,
    status: String,
    ranges: Vec<RangeItem>,
}

struct RangeItem {
    condition: String,
    words: String,
    bounds: String,
}

impl From<&TwoDays> for TwoDaysItem {
    fn from(found: &TwoDays) -> Self {
        Self {
            conduct: found.conduct.day.to_string(),
            judged: found.judgment.day.to_string(),
            sides: [("行为时", &found.conduct), ("裁判时", &found.judgment)].map(SideItem::of),
            lighter: found.lighter.code(),
            conclusion: found.in_words(),
            rule: RULE,
        }
    }
}

impl SideItem {
    fn of((label, side): (&'static str, &Side)) -> Self {
        let range = |range: &PenaltyRange| RangeItem {
            condition: range.condition.clone(),
            words: range.words.clone(),
            bounds: format!("{} 至 {}", range.least, range.most),
        };
        Self {
            label,
            day: side.day.to_string(),
            status: side.label(),
            ranges: side.ranges.iter().map(range).collect(),
        }
    }
}

/// The article `number` of `law` on the day, and beside it on that of the judgment:
/// `judged`, or today.
pub(super) fn on_day(
    library: &Library,
    law: &str,
    number: &str,
    as_of: AsOf,
    judged: Option<Date>,
) -> Result<OnDayPage, HttpError> {
    let found = reading::article_on_day(library, law, number, as_of.day)?;
    let today = reading::article(library, law, number).ok();
    let today = today.map(|reading| reading.entry.text());
    let href = article_href(found.key.as_str(), found.number);
    let label = found.number.chinese();
    let title = format!("{} {label} · {} {}", found.law, as_of.label(), as_of.day);
    // Where numbers moved, today's text under the number is another article's.
    let same_number = match found.todays {
        None => today.as_deref(),
        Some(_) => None,
    };
    let judged = judged.unwrap_or_else(timeline::today);
    let two_days = match as_of.judgment || judged < as_of.day {
        true => None,
        false => {
            let days = (as_of.day, judged);
            Some(reading::article_on_two_days(library, law, number, days)?)
        }
    };
    let item = |wording, today| WordingItem::new(wording, found.number, as_of.day, today);
    Ok(OnDayPage {
        layout: Layout::new(&title, SearchBox::of(library)),
        date_box: DateBox::new(&href, Some(as_of), SEE_THEN),
        wording: item(&found.wording, same_number),
        todays: found
            .todays
            .as_ref()
            .map(|wording| item(wording, today.as_deref())),
        two_days: two_days.as_ref().map(TwoDaysItem::from),
        history: format!("{href}/history"),
        law: found.law,
        label,
        as_of,
        href,
    })
}

/// What happened to an article.
#[derive(Template)]
#[template(path = "article_history.html")]
struct HistoryPage {
    layout: Layout,
    law: String,
    label: String,
    href: String,
    date_box: DateBox,
    events: Vec<EventItem>,
    acts: Vec<ActItem>,
    versions: Vec<VersionPeriodItem>,
}

struct EventItem {
    act: ActItem,
    code: &'static str,
    label: &'static str,
    number: Option<String>,
    paragraphs: Vec<String>,
    changes: Vec<DiffRun>,
}

struct VersionPeriodItem {
    href: String,
    part: Option<String>,
    from: String,
    until: Option<String>,
    status: &'static str,
    source_status: Option<String>,
}

/// The history of an article.
pub async fn history(
    State(state): State<AppState>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Result<Html<String>, PageError> {
    let (law, number) = of_path(path)?;
    let named = law.clone();
    let page = state
        .work(move |library| history_page(library, &law, &number))
        .await
        .map_err(|error| PageError::from(error).or_search(&named))?;
    Ok(render(&page)?)
}

fn history_page(library: &Library, law: &str, number: &str) -> Result<HistoryPage, HttpError> {
    let found = reading::article_history(library, law, number)?;
    let href = article_href(found.key.as_str(), found.number);
    let label = found.number.chinese();
    let title = format!("{} {label} 的沿革", found.law);
    Ok(HistoryPage {
        layout: Layout::new(&title, SearchBox::of(library)),
        date_box: DateBox::new(&href, None, SEE_THEN),
        events: found.events.iter().map(EventItem::from).collect(),
        acts: found.acts.iter().map(ActItem::from).collect(),
        versions: found.versions.iter().map(VersionPeriodItem::from).collect(),
        law: found.law,
        label,
        href,
    })
}

impl From<&HistoryEvent> for EventItem {
    fn from(event: &HistoryEvent) -> Self {
        let text = event.text.as_deref().unwrap_or_default();
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        Self {
            act: ActItem::from(&event.act),
            code: event.kind.code(),
            label: event.kind.label(),
            number: event.number.map(|number| number.chinese()),
            paragraphs: lines.map(str::to_owned).collect(),
            changes: runs(&event.changes),
        }
    }
}

impl From<&VersionPeriod> for VersionPeriodItem {
    fn from(version: &VersionPeriod) -> Self {
        Self {
            href: format!("/documents/{}", version.document),
            part: version.part.clone(),
            from: version.from.to_string(),
            until: version.until.as_ref().map(|(date, _)| date.to_string()),
            status: version.status.label(),
            source_status: version.source_status.clone(),
        }
    }
}
