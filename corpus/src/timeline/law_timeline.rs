//! A law's acts and held texts in the order of time.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::act::{Act, ActKind, Touches};
use super::amendment::AmendingAct;
use super::commencement;
use super::known_acts;
use super::known_law::{LawVersion, is_repealed};
use super::legislative_history::{NamedAct, acts_named};
use super::renumbering::{Correspondence, correspondences};
use super::repealed;
use super::repeals::Repeals;
use super::status::LawStatus;
use crate::document::{Date, DocumentId, LawKey};
use crate::import::dates::applies_from_clause;
use crate::statute::ArticleNumber;

/// Most days by which the date of a version may lie behind that of its last act.
const MOST_DAYS_OFF: i64 = 31;

/// What is known of a law's time: which acts made it, and which texts are held.
#[derive(Debug, Clone)]
pub struct LawTimeline {
    /// Its key.
    pub key: LawKey,
    /// Official title.
    pub title: String,
    /// Acts and held texts, earliest first.
    pub(super) points: Vec<Point>,
    /// Between each held text and the next; made when first asked for, because
    /// comparing two codes takes longer than reading one.
    renumberings: OnceLock<Vec<Renumbering>>,
    /// Whether a text is held of which no source says when it was made.
    pub(super) undated: Option<Texts>,
    /// Whether a text held ends an earlier one of the law's own name.
    pub(super) ends_own_name: bool,
    /// From when the first newer text applies that is known and not held.
    pub(super) newer: Option<Date>,
}

/// A moment from which a law may read differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Point {
    pub act: Act,
    /// The whole text that is held as it reads from then on.
    pub texts: Option<Texts>,
    /// The versions whose text it is, with what their sources say.
    versions: Vec<VersionRef>,
}

/// A version of the library, with what its source says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct VersionRef {
    document: DocumentId,
    part: Option<String>,
    status: Option<String>,
    /// First day on which it no longer applies.
    repealed: Option<Date>,
}

/// Articles of a whole text, with the document of each.
pub(super) type Texts = BTreeMap<ArticleNumber, (String, DocumentId)>;

/// The articles of two held texts that follow one another, paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Renumbering {
    /// Place of the earlier text among the points.
    pub earlier: usize,
    /// Place of the later one.
    pub later: usize,
    pub pairs: Correspondence,
}

/// A held text of a law with the time in which it applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionPeriod {
    /// The document.
    pub document: DocumentId,
    /// Part of a code that comes in several documents.
    pub part: Option<String>,
    /// The day on which it was made.
    pub passed: Option<Date>,
    /// From when it applies.
    pub from: Date,
    /// Whether a source says so, or it is the day on which it was made.
    pub from_known: bool,
    /// The act that ended it, with the first day on which it no longer applied.
    pub until: Option<(Date, String)>,
    /// Status on the day asked for.
    pub status: LawStatus,
    /// As the source says.
    pub source_status: Option<String>,
}

impl LawTimeline {
    /// Puts together what a library has of a law: its texts, their histories, and the
    /// acts that amended it.
    pub(super) fn new(
        key: &LawKey,
        title: &str,
        versions: &[LawVersion],
        acts: &[AmendingAct],
    ) -> Self {
        let mut points: Vec<Point> = Vec::new();
        for version in versions {
            for named in acts_named(&version.preamble) {
                add_named(&mut points, key, title, named);
            }
        }
        for act in acts.iter().filter(|act| act.amends == *key) {
            add_amending(&mut points, act);
        }
        for known in known_acts::of(key) {
            add_known(&mut points, known);
        }
        for version in versions {
            if let Some(made) = version.passed.or(version.date) {
                add_version(&mut points, title, version, made);
            }
        }
        let undated = undated(&mut points, title, versions);
        applies_by_text(&mut points, versions);
        let newer = add_newer(&mut points, key, title);
        points.sort_by_key(|point| (point.act.effective, point.act.passed));
        Self {
            key: key.clone(),
            title: title.to_owned(),
            points,
            renumberings: OnceLock::new(),
            undated: (!undated.is_empty()).then_some(undated),
            newer,
            ends_own_name: versions.iter().any(|version| version.ends_own_name),
        }
    }

    /// Takes in the ends of the texts held.
    pub(super) fn end(&mut self, repeals: &Repeals) {
        for version in self.points.iter_mut().flat_map(|point| &mut point.versions) {
            version.repealed = repeals.whole(&version.document).map(|end| end.date);
        }
    }

    pub(super) fn renumberings(&self) -> &[Renumbering] {
        self.renumberings.get_or_init(|| renumberings(&self.points))
    }

    /// The acts, earliest first.
    pub fn acts(&self) -> impl Iterator<Item = &Act> {
        self.points.iter().map(|point| &point.act)
    }

    /// The act that made the law, when `day` lies before it.
    pub fn comes_after(&self, day: Date) -> Option<&Act> {
        let first = &self.points.first()?.act;
        (first.kind == ActKind::Enacted && day < first.effective).then_some(first)
    }

    /// From when the act that is held as this document applies.
    pub fn day_of_act(&self, document: &DocumentId) -> Option<Date> {
        let act = self
            .acts()
            .find(|act| act.document.as_ref() == Some(document))?;
        Some(act.effective)
    }

    /// The held texts with the time in which each applied, latest first, as they stand
    /// on `day`.
    pub fn versions(&self, day: Date) -> Vec<VersionPeriod> {
        let repeal = repealed::of(&self.key).map(|law| law.date);
        let mut periods = Vec::new();
        for (at, point) in self.points.iter().enumerate().rev() {
            let until = self.points.get(at + 1).map(|next| &next.act);
            for version in &point.versions {
                let ended = until.is_some_and(|act| act.effective <= day);
                let repealed = version.repealed.is_some_and(|date| date <= day)
                    || repeal.is_some_and(|date| date <= day && made_before(point, date))
                    || version.status.as_deref().is_some_and(is_repealed);
                let status = match () {
                    () if point.act.effective > day => LawStatus::NotYetInForce,
                    () if repealed => LawStatus::Repealed,
                    () if ended => LawStatus::Amended,
                    () => LawStatus::InForce,
                };
                periods.push(VersionPeriod {
                    document: version.document.clone(),
                    part: version.part.clone(),
                    passed: point.act.passed,
                    from: point.act.effective,
                    from_known: point.act.effective_known,
                    until: until.map(|act| (act.effective, act.title.clone())),
                    status,
                    source_status: version.status.clone(),
                });
            }
        }
        periods
    }
}

fn made_before(point: &Point, day: Date) -> bool {
    point.act.passed.is_none_or(|made| made < day)
}

fn add_named(points: &mut Vec<Point>, key: &LawKey, law: &str, mut named: NamedAct) {
    let tabled = commencement::of_act(key, named.title.as_deref(), named.passed);
    named.effective = named.effective.or(tabled);
    if let Some(point) = made_on(points, named.passed) {
        if let Some(effective) = named.effective
            && !point.act.effective_known
        {
            point.act.effective = effective;
            point.act.effective_known = true;
        }
        return;
    }
    points.push(Point::of(Act {
        title: named.title.unwrap_or_else(|| law.to_owned()),
        kind: named.kind,
        passed: Some(named.passed),
        effective: named.effective.unwrap_or(named.passed),
        effective_known: named.effective.is_some(),
        document: None,
        touches: Touches::Unknown,
    }));
}

fn add_amending(points: &mut Vec<Point>, act: &AmendingAct) {
    let Some(passed) = act.passed.or(act.effective) else {
        return;
    };
    if made_on(points, passed).is_none() {
        points.push(Point::of(Act {
            title: act.title.clone(),
            kind: ActKind::Amended,
            passed: Some(passed),
            effective: passed,
            effective_known: false,
            document: None,
            touches: Touches::Unknown,
        }));
    }
    if let Some(point) = made_on(points, passed) {
        point.act.title.clone_from(&act.title);
        point.act.document = Some(act.document.clone());
        point.act.touches = act.touches.clone();
        let tabled = || commencement::of_act(&act.amends, Some(&act.title), passed);
        let effective = act.effective.or_else(tabled);
        // What the law's own history says stays where the act says nothing.
        if effective.is_some() || !point.act.effective_known {
            point.act.effective = effective.unwrap_or(passed);
            point.act.effective_known = effective.is_some();
        }
    }
}

fn add_known(points: &mut Vec<Point>, known: &known_acts::KnownAct) {
    if made_on(points, known.passed).is_none() {
        points.push(Point::of(Act {
            title: known.title.to_owned(),
            kind: ActKind::Amended,
            passed: Some(known.passed),
            effective: known.effective,
            effective_known: true,
            document: None,
            touches: Touches::Unknown,
        }));
    }
    if let Some(point) = made_on(points, known.passed)
        && point.act.touches == Touches::Unknown
    {
        point.act.kind = ActKind::Amended;
        point.act.effective = known.effective;
        point.act.effective_known = true;
        point.act.touches = known.touches();
    }
}

/// Newer texts of the law that the table knows and the library does not hold.
fn add_newer(points: &mut Vec<Point>, key: &LawKey, title: &str) -> Option<Date> {
    let newest = points.iter().filter_map(|point| point.act.passed).max()?;
    let mut first: Option<Date> = None;
    let near = newest.saturating_add(jiff::Span::new().days(MOST_DAYS_OFF));
    for text in commencement::all(key)
        .iter()
        .filter(|text| text.made > near)
    {
        points.push(Point::of(Act {
            title: title.to_owned(),
            kind: ActKind::Revised,
            passed: Some(text.made),
            effective: text.effective,
            effective_known: true,
            document: None,
            touches: Touches::Unknown,
        }));
        first = Some(first.map_or(text.effective, |first| first.min(text.effective)));
    }
    first
}

fn add_version(points: &mut Vec<Point>, law: &str, version: &LawVersion, made: Date) {
    let made = own_act(version, made);
    if made_on(points, made).is_none() {
        points.push(Point::of(Act {
            title: law.to_owned(),
            kind: ActKind::Held,
            passed: version.passed,
            effective: version.date.unwrap_or(made),
            effective_known: version.effective.is_some(),
            document: None,
            touches: Touches::Unknown,
        }));
    }
    let Some(point) = made_on(points, made) else {
        return;
    };
    // Sources give an amended law the day on which its first text came into force.
    if let Some(effective) = version.effective.filter(|&effective| effective >= made)
        && !point.act.effective_known
    {
        point.act.effective = effective;
        point.act.effective_known = true;
    }
    hold(point.texts.get_or_insert_default(), version);
    point.versions.push(VersionRef {
        document: version.document.clone(),
        part: version.part.clone(),
        status: version.status.clone(),
        repealed: None,
    });
}

/// Texts of which no day is known. One whose title names a year (刑法（2009年修正）) is what
/// the last act of that year made, where acts of that year are known. Of the others the
/// latest by its year is kept, unless a text with a day is later.
fn undated(points: &mut Vec<Point>, law: &str, versions: &[LawVersion]) -> Texts {
    let without_day = versions
        .iter()
        .filter(|version| version.passed.or(version.date).is_none());
    let (mut left, mut of_year): (Vec<&LawVersion>, Vec<_>) = (Vec::new(), Vec::new());
    for version in without_day {
        let of = |point: &&Point| point.act.passed.map(|day| day.year()) == version.year;
        let acts = points
            .iter()
            .filter(of)
            .filter_map(|point| point.act.passed);
        match (version.year, acts.max()) {
            (Some(_), Some(made)) => of_year.push((version, made)),
            _ => left.push(version),
        }
    }
    for (version, made) in of_year {
        let held = made_on(points, made).is_some_and(|point| point.texts.is_some());
        if !held {
            add_version(points, law, version, made);
        }
    }
    let latest_held = points.iter().filter(|point| point.texts.is_some());
    let latest_held = latest_held.filter_map(|point| point.act.passed).max();
    let latest = left.iter().filter_map(|version| version.year).max();
    let mut undated = Texts::new();
    for version in left {
        let outdated = version.year.is_some_and(|year| {
            Some(year) < latest || latest_held.is_some_and(|day| day.year() >= year)
        });
        if !outdated {
            hold(&mut undated, version);
        }
    }
    undated
}

/// The day of the act whose text a version is: the last one that its own history names,
/// unless the version is much younger. Names of files are some days off.
fn own_act(version: &LawVersion, made: Date) -> Date {
    let last = acts_named(&version.preamble).last().map(|act| act.passed);
    let near = |act: &Date| made <= act.saturating_add(jiff::Span::new().days(MOST_DAYS_OFF));
    last.filter(near).unwrap_or(made)
}

/// Parts of a code lie side by side; of two sources the first wins.
fn hold(texts: &mut Texts, version: &LawVersion) {
    for (&number, text) in &version.articles {
        texts
            .entry(number)
            .or_insert_with(|| (text.clone(), version.document.clone()));
    }
}

fn made_on(points: &mut [Point], passed: Date) -> Option<&mut Point> {
    points
        .iter_mut()
        .find(|point| point.act.passed == Some(passed))
}

/// 本法自1997年10月1日起施行 speaks of the making or revision before that day.
fn applies_by_text(points: &mut [Point], versions: &[LawVersion]) {
    let days = versions.iter().flat_map(|version| {
        let last = version.articles.values().next_back()?;
        applies_from_clause(last)?
    });
    for day in days {
        let made = points
            .iter_mut()
            .filter(|point| matches!(point.act.kind, ActKind::Enacted | ActKind::Revised))
            .filter(|point| point.act.passed.is_some_and(|passed| passed <= day))
            .max_by_key(|point| point.act.passed);
        if let Some(point) = made
            && !point.act.effective_known
        {
            point.act.effective = day;
            point.act.effective_known = true;
        }
    }
}

fn renumberings(points: &[Point]) -> Vec<Renumbering> {
    let held: Vec<(usize, &Texts)> = points
        .iter()
        .enumerate()
        .filter_map(|(at, point)| Some((at, point.texts.as_ref()?)))
        .collect();
    held.windows(2)
        .map(|pair| {
            let articles = |place: usize| {
                let (_, texts) = pair[place];
                texts
                    .iter()
                    .map(|(&number, (text, _))| (number, text.as_str()))
            };
            Renumbering {
                earlier: pair[0].0,
                later: pair[1].0,
                pairs: correspondences(articles(0), articles(1)),
            }
        })
        .collect()
}

impl Point {
    fn of(act: Act) -> Self {
        Self {
            act,
            texts: None,
            versions: Vec::new(),
        }
    }
}
