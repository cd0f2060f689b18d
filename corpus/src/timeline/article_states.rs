//! What an article was after each act, and what that says about a day.

mod left_alone;

pub use left_alone::{ArticlePart, LeftAlone};

use super::act::{Act, ActKind, Operation};
use super::apply::{Text, apply};
use super::commencement;
use super::known_law::{is_deleted, is_omitted};
use super::law_timeline::{LawTimeline, Point, Renumbering, Texts};
use super::wording::{ArticleEvent, Basis, EventKind, Wording};
use crate::document::{Date, DocumentId};
use crate::normalize::{printed_words, same_words};
use crate::statute::ArticleNumber;

/// An article after an act, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ArticleState {
    /// It reads so.
    Text {
        /// The text.
        text: String,
        /// Why that is known.
        basis: Basis,
    },
    /// 删去
    Deleted,
    /// There is no such article.
    Absent,
    /// Its wording is not known.
    Unknown,
}

/// The numbers and states of one article, point by point.
struct Lineage<'t> {
    points: &'t [Point],
    numbers: Vec<Option<ArticleNumber>>,
    states: Vec<ArticleState>,
}

impl LawTimeline {
    /// The article that had the number `article` on `day`.
    pub fn wording(&self, article: ArticleNumber, day: Date, today: Date) -> Wording<'_> {
        let Some(at) = self.point_of(day) else {
            return self.before_all(article, day, today);
        };
        self.told(&Lineage::of(self, article, at), at, day)
    }

    /// The article that has the number `article` today, as it was on `day`.
    pub fn wording_of_todays(&self, article: ArticleNumber, day: Date, today: Date) -> Wording<'_> {
        match (self.point_of(today), self.point_of(day)) {
            (Some(anchor), Some(at)) => self.told(&Lineage::of(self, article, anchor), at, day),
            _ => self.wording(article, day, today),
        }
    }

    /// What happened to the article that has the number `article` on `day`, earliest
    /// first; events that left no trace in its words are left out.
    pub fn history(&self, article: ArticleNumber, day: Date) -> Vec<ArticleEvent<'_>> {
        let Some(anchor) = self.point_of(day) else {
            return Vec::new();
        };
        Lineage::of(self, article, anchor).events()
    }

    /// The numbers of the article that has the number `article` on `day`, earliest
    /// first: from when it had each, `None` where it was not there. One line when its
    /// number never moved.
    pub fn numbers_in_time(
        &self,
        article: ArticleNumber,
        day: Date,
    ) -> Vec<(Date, Option<ArticleNumber>)> {
        let Some(anchor) = self.point_of(day) else {
            return Vec::new();
        };
        let numbers = numbers(self, article, anchor);
        let mut found: Vec<(Date, Option<ArticleNumber>)> = Vec::new();
        for (point, &number) in self.points.iter().zip(&numbers) {
            if found.last().is_none_or(|(_, last)| *last != number) {
                found.push((point.act.effective, number));
            }
        }
        found
    }

    /// The text of the article on `day`, where that is the last text that is known of
    /// the law: then no act can have ended it, and what it was before need not be found
    /// out, which takes comparing whole codes. [`wording`](Self::wording) says the same.
    pub fn last_text(&self, article: ArticleNumber, day: Date) -> Option<(&str, &DocumentId)> {
        let last = self.points.last()?;
        let (text, document) = last.texts.as_ref()?.get(&article)?;
        let applies = last.act.effective <= day && !last.is_unsure(day);
        (applies && !is_deleted(text) && !is_omitted(text)).then_some((text.as_str(), document))
    }

    /// The wording after a point, unless acts before it may not have applied on the day
    /// and the article read otherwise without them.
    fn told<'t>(&'t self, lineage: &Lineage<'t>, at: usize, day: Date) -> Wording<'t> {
        let Some(unsure) = (0..=at).find(|&i| self.points[i].is_unsure(day)) else {
            return lineage.wording(at);
        };
        let first = unsure.checked_sub(1);
        let known = |state: &ArticleState| matches!(state, ArticleState::Text { .. });
        let certain = first.is_some_and(|first| {
            let states = &lineage.states[first..=at];
            states
                .iter()
                .all(|state| known(state) && same(state, &lineage.states[at]))
        });
        match certain {
            true => lineage.wording(at),
            false => Wording::CommencementUnknown(&self.points[at].act),
        }
    }

    /// The last point that applies on `day`.
    fn point_of(&self, day: Date) -> Option<usize> {
        self.points
            .iter()
            .rposition(|point| point.act.effective <= day)
    }

    fn before_all(&self, article: ArticleNumber, day: Date, today: Date) -> Wording<'_> {
        if let Some(first) = self.points.first() {
            return match first.act.kind {
                ActKind::Enacted | ActKind::Held => self.before_first(&first.act, day),
                ActKind::Revised | ActKind::Amended => Wording::TextUnavailable {
                    act: Some(&first.act),
                    certain: false,
                },
            };
        }
        let held = self.undated.as_ref();
        match held.map(|texts| texts.get(&article)) {
            Some(Some((text, _))) if is_deleted(text) => Wording::Deleted(None),
            Some(Some((text, document))) if day >= today && !is_omitted(text) => Wording::InForce {
                number: article,
                text: text.clone(),
                basis: Basis::Held(document.clone()),
                since: None,
                until: None,
            },
            Some(None) if day >= today => Wording::NoSuchArticle,
            _ => Wording::TextUnavailable {
                act: None,
                certain: false,
            },
        }
    }
}

impl LawTimeline {
    /// Before the first act of which a source tells, which made the law.
    fn before_first<'t>(&'t self, act: &'t Act, day: Date) -> Wording<'t> {
        match commencement::earlier(&self.key) {
            Some(earlier) if earlier.title.is_none() => Wording::BeforeLaw(act),
            Some(earlier) if earlier.from <= day => Wording::EarlierLaw {
                act,
                title: earlier.title,
            },
            None if self.ends_own_name => Wording::EarlierLaw { act, title: None },
            _ => Wording::BeforeRecord(act),
        }
    }
}

impl Point {
    /// Whether its act had been made by `day`, and may not have applied yet.
    fn is_unsure(&self, day: Date) -> bool {
        let act = &self.act;
        let made = act.passed.unwrap_or(act.effective);
        !act.effective_known && made <= day && day < commencement::surely_from(made)
    }
}

impl<'t> Lineage<'t> {
    fn of(timeline: &'t LawTimeline, article: ArticleNumber, anchor: usize) -> Self {
        let numbers = numbers(timeline, article, anchor);
        let points = &timeline.points[..];
        let mut states = Vec::with_capacity(points.len());
        for (at, point) in points.iter().enumerate() {
            // A text that is not that of its day is passed over; the acts go on.
            let texts = point.texts.as_ref();
            let texts = texts.filter(|_| !lacks_an_act(points, &numbers, at));
            states.push(after(point, texts, numbers[at], states.last()));
        }
        for at in (1..points.len()).rev() {
            if states[at - 1] == ArticleState::Unknown
                && numbers[at - 1] == numbers[at]
                && let Some(before) = before(&points[at], numbers[at], &states[at])
            {
                states[at - 1] = before;
            }
        }
        Self {
            points,
            numbers,
            states,
        }
    }

    /// The operations of a point on the article, where known.
    fn operations(&self, at: usize) -> Option<&'t [Operation]> {
        self.points[at].act.touches.on(self.numbers[at]?)
    }

    fn wording(&self, at: usize) -> Wording<'t> {
        match &self.states[at] {
            ArticleState::Text { text, basis } => Wording::InForce {
                number: self.numbers[at].unwrap_or(ArticleNumber::new(1)),
                text: text.clone(),
                basis: basis.clone(),
                since: self.since(at),
                until: self.until(at),
            },
            ArticleState::Deleted => Wording::Deleted(self.since(at)),
            ArticleState::Absent => self.absent(at),
            ArticleState::Unknown => self.unavailable(at),
        }
    }

    fn absent(&self, at: usize) -> Wording<'t> {
        let there = |state: &ArticleState| matches!(state, ArticleState::Text { .. });
        if let Some(last) = self.states[..at].iter().rposition(there) {
            let gone = (last + 1..=at).find(|&i| self.states[i] == ArticleState::Absent);
            return Wording::Deleted(gone.map(|i| &self.points[i].act));
        }
        match (at + 1..self.states.len()).find(|&i| there(&self.states[i])) {
            Some(later) => Wording::NotYet(&self.points[later].act),
            // The text held leaves out the number between two others: a copy with a gap.
            None if self.in_a_gap(at) => Wording::TextUnavailable {
                act: None,
                certain: false,
            },
            None => Wording::NoSuchArticle,
        }
    }

    /// Whether the text of that time has numbers before and behind, and no text held has
    /// this one.
    fn in_a_gap(&self, at: usize) -> bool {
        let held = self.points[..=at]
            .iter()
            .rev()
            .find_map(|point| point.texts.as_ref());
        match (held, self.numbers[at]) {
            (Some(texts), Some(number)) if number.inserted == 0 => {
                let mut others = self.points.iter().filter_map(|point| point.texts.as_ref());
                let nowhere = others.all(|texts| !texts.contains_key(&number));
                let before = texts
                    .range(..number)
                    .next_back()
                    .is_some_and(|(last, _)| last.base < number.base);
                nowhere
                    && before
                    && texts
                        .range(number..)
                        .next()
                        .is_some_and(|(next, _)| next.base > number.base)
            }
            _ => false,
        }
    }

    /// The act that took the wording of that time away, else the one that gave it.
    fn unavailable(&self, at: usize) -> Wording<'t> {
        let known = (at + 1..self.states.len()).find(|&i| self.states[i] != ArticleState::Unknown);
        let last = known.unwrap_or(self.states.len() - 1);
        let changes = |i: usize| self.operations(i).is_some_and(|found| !found.is_empty());
        let may_change = |i: usize| self.operations(i).is_none();
        let next = (at + 1..=last).find(|&i| changes(i) || may_change(i));
        let (place, certain) = match next {
            Some(next) => (next, changes(next)),
            None => {
                let gave = (0..=at).rev().find(|&i| changes(i) || may_change(i));
                (gave.unwrap_or(at), gave.is_some_and(changes))
            }
        };
        Wording::TextUnavailable {
            act: Some(&self.points[place].act),
            certain,
        }
    }

    /// The act that made the state what it is at `at`; `None` when that lies before
    /// what is known.
    fn since(&self, at: usize) -> Option<&'t Act> {
        let mut first = at;
        while first > 0 && same(&self.states[first - 1], &self.states[at]) {
            first -= 1;
        }
        let known_before = first > 0 && self.states[first - 1] != ArticleState::Unknown;
        let changed_here = self
            .operations(first)
            .is_some_and(|found| !found.is_empty());
        (known_before || changed_here || first == 0).then(|| &self.points[first].act)
    }

    fn until(&self, at: usize) -> Option<&'t Act> {
        let next =
            (at + 1..self.states.len()).find(|&i| !same(&self.states[i], &self.states[at]))?;
        let certain = self.states[next] != ArticleState::Unknown
            || self.operations(next).is_some_and(|found| !found.is_empty());
        certain.then(|| &self.points[next].act)
    }

    fn events(&self) -> Vec<ArticleEvent<'t>> {
        let mut events = Vec::new();
        for at in 0..self.points.len() {
            let before = at.checked_sub(1).map(|i| &self.states[i]);
            let Some(kind) = self.event(at, before) else {
                continue;
            };
            events.push(ArticleEvent {
                act: &self.points[at].act,
                kind,
                number: self.numbers[at],
                text: match &self.states[at] {
                    ArticleState::Text { text, basis } => Some((text.clone(), basis.clone())),
                    _ => None,
                },
                before: match before {
                    Some(ArticleState::Text { text, .. }) => Some(text.clone()),
                    _ => None,
                },
            });
        }
        events
    }

    fn event(&self, at: usize, before: Option<&ArticleState>) -> Option<EventKind> {
        use ArticleState::{Absent, Deleted, Text, Unknown};
        let operations = self.operations(at);
        let changed = operations.is_some_and(|found| !found.is_empty());
        let inserted = matches!(operations, Some([Operation::Insert(_), ..]));
        let moved = at > 0 && self.numbers[at] != self.numbers[at - 1];
        match (before, &self.states[at]) {
            (_, Text { .. }) if inserted => Some(EventKind::Inserted),
            (Some(Absent | Deleted), Text { .. }) => Some(EventKind::Inserted),
            (Some(before @ Text { .. }), now @ Text { .. }) => match same(before, now) {
                true if moved => Some(EventKind::Renumbered),
                true => None,
                false => Some(EventKind::Amended),
            },
            (Some(Text { .. } | Unknown), Deleted) => Some(EventKind::Deleted),
            (Some(Text { .. }), Absent) => Some(EventKind::Deleted),
            (Some(Unknown), Text { .. } | Unknown) if changed => Some(EventKind::Amended),
            (Some(Text { .. }), Unknown) if changed => Some(EventKind::Amended),
            (None, Text { .. }) => Some(EventKind::First),
            (Some(Unknown), Text { .. }) if operations.is_none() => match self.seen_before(at) {
                true => Some(EventKind::Possible),
                false => Some(EventKind::First),
            },
            (Some(Unknown | Text { .. }), Unknown) if operations.is_none() => {
                Some(EventKind::Possible)
            }
            _ => None,
        }
    }

    fn seen_before(&self, at: usize) -> bool {
        at > 1 || self.points[0].texts.is_some()
    }
}

/// Whether two states say the same; formatting is no amendment.
fn same(one: &ArticleState, other: &ArticleState) -> bool {
    match (one, other) {
        (ArticleState::Text { text: one, .. }, ArticleState::Text { text: other, .. }) => {
            same_words(one, other)
        }
        _ => one == other,
    }
}

/// The state after a point: the text held there decides, else what the act does.
fn after(
    point: &Point,
    texts: Option<&Texts>,
    number: Option<ArticleNumber>,
    before: Option<&ArticleState>,
) -> ArticleState {
    let Some(number) = number else {
        return ArticleState::Absent;
    };
    if let Some(texts) = texts {
        return match texts.get(&number) {
            Some((text, _)) if is_deleted(text) => ArticleState::Deleted,
            Some((text, _)) if is_omitted(text) => ArticleState::Unknown,
            Some((text, document)) => ArticleState::Text {
                text: text.clone(),
                basis: Basis::Held(document.clone()),
            },
            None => ArticleState::Absent,
        };
    }
    let before = before.unwrap_or(&ArticleState::Unknown);
    let text = match before {
        ArticleState::Text { text, .. } => Some(text.as_str()),
        _ => None,
    };
    match point.act.touches.on(number) {
        None => ArticleState::Unknown,
        Some([]) => before.clone(),
        Some(operations) => match (apply(text, operations), &point.act.document) {
            (Some(Text::Is(text)), Some(act)) => ArticleState::Text {
                text,
                basis: Basis::Act(act.clone()),
            },
            (Some(Text::Deleted), _) => ArticleState::Deleted,
            _ => ArticleState::Unknown,
        },
    }
}

/// Whether the text held at a point lacks the words that the last act before it gave the
/// article: then it is not the text of its day (a consolidation of one act only, an old
/// text under a new date). The newest text stays, as no later one can speak against it.
fn lacks_an_act(points: &[Point], numbers: &[Option<ArticleNumber>], at: usize) -> bool {
    let newest = points.iter().rposition(|point| point.texts.is_some());
    let (Some(texts), true) = (&points[at].texts, newest > Some(at)) else {
        return false;
    };
    let Some((text, _)) = numbers[at].and_then(|number| texts.get(&number)) else {
        return false;
    };
    let since = points[..at].iter().rposition(|point| point.texts.is_some());
    for i in (since.map_or(0, |since| since + 1)..=at).rev() {
        let touched = numbers[i].and_then(|number| points[i].act.touches.on(number));
        match touched {
            // What is not known may have changed the words again.
            None => return false,
            Some([]) => {}
            Some(operations) => return !operations.iter().all(|one| has_words(text, one)),
        }
    }
    false
}

/// Whether an article's text has the words that an operation gave it.
fn has_words(text: &str, operation: &Operation) -> bool {
    let given = match operation {
        Operation::Insert(given)
        | Operation::Replace(given)
        | Operation::ReplaceParagraphs { text: given, .. }
        | Operation::InsertParagraphs { text: given, .. }
        | Operation::ReplaceItem { text: given, .. }
        | Operation::InsertItem { text: given, .. } => given,
        Operation::Delete => return is_deleted(text),
        Operation::DeleteParagraphs { .. }
        | Operation::DeleteItem { .. }
        | Operation::Unfollowed => return true,
    };
    let words = |text: &str| -> String {
        printed_words(text)
            .filter(|c| c.is_alphanumeric())
            .collect()
    };
    words(text).contains(&words(given))
}

/// The state before a point, from the one after it.
fn before(
    point: &Point,
    number: Option<ArticleNumber>,
    after: &ArticleState,
) -> Option<ArticleState> {
    match point.act.touches.on(number?)? {
        [] => Some(match after {
            ArticleState::Text { text, basis } => ArticleState::Text {
                text: text.clone(),
                basis: Basis::Unchanged(basis.document().clone()),
            },
            other => other.clone(),
        }),
        [Operation::Insert(_), ..] => Some(ArticleState::Absent),
        _ => None,
    }
}

/// The article's number after each point: numbers move only where a new text is held.
fn numbers(
    timeline: &LawTimeline,
    article: ArticleNumber,
    anchor: usize,
) -> Vec<Option<ArticleNumber>> {
    let count = timeline.points.len();
    let mut numbers = vec![Some(article); count];
    let mut number = Some(article);
    // Forward from the text that the anchor stands under, or the first one.
    for step in timeline
        .renumberings()
        .iter()
        .filter(|step| step.later > anchor)
    {
        number = number.and_then(|number| {
            let later = step.pairs.later(number);
            later.or_else(|| inserted(timeline, step, number).then_some(number))
        });
        numbers[step.later..].fill(number);
    }
    let mut number = Some(article);
    for step in timeline
        .renumberings()
        .iter()
        .rev()
        .filter(|step| step.later <= anchor)
    {
        number = number.and_then(|number| step.pairs.earlier(number));
        numbers[..step.later].fill(number);
    }
    numbers
}

/// Whether the later of two held texts has an article under a number that the earlier
/// one does not know: it was inserted, and keeps its number.
fn inserted(timeline: &LawTimeline, step: &Renumbering, number: ArticleNumber) -> bool {
    let has = |place: usize| {
        let texts = timeline.points[place].texts.as_ref();
        texts.is_some_and(|texts| texts.contains_key(&number))
    };
    !has(step.earlier) && has(step.later) && step.pairs.earlier(number).is_none()
}

#[cfg(test)]
#[path = "article_states/tests.rs"]
mod tests;
