//! Answers about articles in time.

use leian_corpus::timeline::{Basis, DiffRun, TextRepeal, VersionPeriod};
use serde::Serialize;

use crate::retrieval::timeline::explanation;
use crate::retrieval::{ActRef, ArticleHistory, ArticleOnDay, DayWording, HistoryEvent};

/// An article on a day.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleOnDayView {
    /// Official title of the law.
    pub law: String,
    /// The number asked for, such as `133-1`.
    pub number: String,
    /// The day asked for.
    pub as_of: String,
    /// The article that had the number on that day.
    #[serde(flatten)]
    pub wording: WordingView,
    /// The article that has the number today, as it was on that day, when numbers
    /// have moved since.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_article_as_today: Option<WordingView>,
}

impl From<&ArticleOnDay> for ArticleOnDayView {
    fn from(found: &ArticleOnDay) -> Self {
        let view = |wording: &DayWording| WordingView {
            explanation: explanation(wording, found.day),
            ..WordingView::from(wording)
        };
        Self {
            law: found.law.clone(),
            number: found.number.to_string(),
            as_of: found.day.to_string(),
            wording: view(&found.wording),
            same_article_as_today: found.todays.as_ref().map(view),
        }
    }
}

/// What is known of an article on a day.
#[derive(Clone, Debug, Serialize)]
pub struct WordingView {
    /// Stable code of what it was on that day.
    pub status: &'static str,
    /// The same for people.
    pub status_label: String,
    /// The newest day of any law in the library, where the day asked for lies behind it:
    /// what is in force is so as far as the library knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_known_to: Option<String>,
    /// What ended the text by that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeal: Option<TextRepealView>,
    /// Its number on that day, where it was there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_then: Option<String>,
    /// Its text on that day; never that of another day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why the text is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<BasisView>,
    /// The act that gave it this wording, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<ActView>,
    /// The act that changed it next, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<ActView>,
    /// Of an article without a text: the act that changed, inserted or deleted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_by: Option<ActView>,
    /// Whether `changed_by` is known to have changed this article; if not, it changed
    /// the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certain: Option<bool>,
    /// Why there is no text, in Chinese.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
}

impl From<&DayWording> for WordingView {
    fn from(wording: &DayWording) -> Self {
        Self {
            status: wording.status.code(),
            status_label: wording.label(),
            as_known_to: wording.known_to.map(|day| day.to_string()),
            repeal: wording.repeal.as_ref().map(TextRepealView::from),
            number_then: wording.number.map(|number| number.to_string()),
            text: wording.text.clone(),
            basis: wording.basis.as_ref().map(BasisView::from),
            since: wording.since.as_ref().map(ActView::from),
            until: wording.until.as_ref().map(ActView::from),
            changed_by: wording.act.as_ref().map(ActView::from),
            certain: wording.act.is_some().then_some(wording.certain),
            explanation: None,
        }
    }
}

/// The end of a text.
#[derive(Clone, Debug, Serialize)]
pub struct TextRepealView {
    /// First day on which it did not apply.
    pub date: String,
    /// The text that says so, or that took its place.
    pub act: String,
    /// The document that holds that text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
    /// Where that is laid down, with the words.
    pub source: String,
}

impl From<&TextRepeal> for TextRepealView {
    fn from(end: &TextRepeal) -> Self {
        Self {
            date: end.date.to_string(),
            act: end.act.clone(),
            document_id: end.document.as_ref().map(ToString::to_string),
            source: end.source.clone(),
        }
    }
}

/// Why a text is known.
#[derive(Clone, Debug, Serialize)]
pub struct BasisView {
    /// `held` (a document holds it), `act` (it follows from an act's words), or
    /// `unchanged` (a later document holds it, and no act between touched it).
    pub code: &'static str,
    /// The document that the words were taken from.
    pub document_id: String,
}

impl From<&Basis> for BasisView {
    fn from(basis: &Basis) -> Self {
        Self {
            code: basis.code(),
            document_id: basis.document().to_string(),
        }
    }
}

/// An act that made or changed a law.
#[derive(Clone, Debug, Serialize)]
pub struct ActView {
    /// Its title.
    pub title: String,
    /// `enacted`, `revised`, `amended`, or `held` for a text without a known act.
    pub kind: &'static str,
    /// The same for people.
    pub kind_label: &'static str,
    /// The day on which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passed: Option<String>,
    /// From when it applies.
    pub effective: String,
    /// Whether a source says so; if not, it is the day on which the act was made.
    pub effective_known: bool,
    /// The document that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document_id: Option<String>,
}

impl From<&ActRef> for ActView {
    fn from(act: &ActRef) -> Self {
        Self {
            title: act.title.clone(),
            kind: act.kind.code(),
            kind_label: act.kind.label(),
            passed: act.passed.map(|date| date.to_string()),
            effective: act.effective.to_string(),
            effective_known: act.effective_known,
            document_id: act.document.as_ref().map(ToString::to_string),
        }
    }
}

/// What happened to an article.
#[derive(Clone, Debug, Serialize)]
pub struct ArticleHistoryView {
    /// Official title of the law.
    pub law: String,
    /// The number that the article has today.
    pub number: String,
    /// What it is today.
    pub now: WordingView,
    /// What happened to it, latest first.
    pub events: Vec<HistoryEventView>,
    /// All acts that made or changed the law, latest first.
    pub acts: Vec<ActView>,
    /// The texts of the law that are held, latest first.
    pub versions: Vec<VersionPeriodView>,
}

impl From<&ArticleHistory> for ArticleHistoryView {
    fn from(history: &ArticleHistory) -> Self {
        Self {
            law: history.law.clone(),
            number: history.number.to_string(),
            now: WordingView::from(&history.now),
            events: history.events.iter().map(HistoryEventView::from).collect(),
            acts: history.acts.iter().map(ActView::from).collect(),
            versions: history
                .versions
                .iter()
                .map(VersionPeriodView::from)
                .collect(),
        }
    }
}

/// A moment in the history of an article.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryEventView {
    /// The act.
    pub act: ActView,
    /// `first`, `inserted`, `amended`, `deleted`, `renumbered`, or `possible` where the
    /// act changed the law and whether it changed this article is not known.
    pub event: &'static str,
    /// The same for people.
    pub event_label: &'static str,
    /// The article's number from then on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its text from then on, where known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Why that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub basis: Option<BasisView>,
    /// The difference from the text before, where both are known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diff: Vec<DiffRunView>,
}

impl From<&HistoryEvent> for HistoryEventView {
    fn from(event: &HistoryEvent) -> Self {
        Self {
            act: ActView::from(&event.act),
            event: event.kind.code(),
            event_label: event.kind.label(),
            number: event.number.map(|number| number.to_string()),
            text: event.text.clone(),
            basis: event.basis.as_ref().map(BasisView::from),
            diff: event.changes.iter().map(DiffRunView::from).collect(),
        }
    }
}

/// A run of the difference between two wordings.
#[derive(Clone, Debug, Serialize)]
pub struct DiffRunView {
    /// `same`, `removed` (in the earlier wording alone) or `added`.
    pub change: &'static str,
    /// The characters.
    pub text: String,
}

impl From<&DiffRun> for DiffRunView {
    fn from(run: &DiffRun) -> Self {
        let (change, text) = match run {
            DiffRun::Same(text) => ("same", text),
            DiffRun::Removed(text) => ("removed", text),
            DiffRun::Added(text) => ("added", text),
        };
        Self {
            change,
            text: text.clone(),
        }
    }
}

/// A text of a law with the time in which it applied.
#[derive(Clone, Debug, Serialize)]
pub struct VersionPeriodView {
    /// The document.
    pub document_id: String,
    /// Part of a code that comes in several documents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// From when it applies.
    pub from: String,
    /// Whether a source says so; if not, it is the day on which the text was made.
    pub from_known: bool,
    /// First day on which it no longer applied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// The act that ended it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<String>,
    /// `not_yet_in_force`, `in_force`, `amended` or `repealed`.
    pub status: &'static str,
    /// The same for people: 尚未生效、现行有效、已修改、已废止.
    pub status_label: &'static str,
    /// As the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_status: Option<String>,
}

impl From<&VersionPeriod> for VersionPeriodView {
    fn from(version: &VersionPeriod) -> Self {
        let (until, ended_by) = version.until.clone().unzip();
        Self {
            document_id: version.document.to_string(),
            part: version.part.clone(),
            from: version.from.to_string(),
            from_known: version.from_known,
            until: until.map(|date| date.to_string()),
            ended_by,
            status: version.status.code(),
            status_label: version.status.label(),
            source_status: version.source_status.clone(),
        }
    }
}
