//! Articles that may apply to facts.

use serde::Serialize;

use super::search::{SpanView, spans};
use super::timeline::ActView;
use crate::retrieval::applicable::weights::Signal;
use crate::retrieval::{Applicable, NamedCase, ProposedArticle, Rival};

/// The articles that may apply, likeliest first.
#[derive(Clone, Debug, Serialize)]
pub struct ApplicableView {
    /// The proposals.
    pub articles: Vec<ProposedArticleView>,
    /// How many decided cases with known articles took part.
    pub cases: usize,
    /// Whether meaning was compared too, or words alone.
    pub by_meaning: bool,
    /// Whether even the first proposal is unlikely.
    pub weak: bool,
    /// The day of the conduct for which the articles were looked up; absent where none is
    /// told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conduct_day: Option<String>,
    /// Whether it was read from the facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conduct_day_read: Option<bool>,
    /// Whether the texts of the law that are held reach back to that day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conduct_text_known: Option<bool>,
    /// What to know of how the day of the conduct was found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conduct_remarks: Vec<String>,
}

impl ApplicableView {
    /// The answer for facts with this text.
    pub fn new(text: &str, found: &Applicable) -> Self {
        let articles = found.articles.iter();
        Self {
            articles: articles
                .map(|article| ProposedArticleView::new(text, article))
                .collect(),
            cases: found.cases,
            by_meaning: found.by_meaning,
            weak: found.is_weak(),
            conduct_day: found.conduct.map(|conduct| conduct.day.to_string()),
            conduct_day_read: found.conduct.map(|conduct| conduct.read),
            conduct_text_known: found.conduct.map(|conduct| conduct.text_known),
            conduct_remarks: found.conduct_remarks.clone(),
        }
    }
}

/// An article that may apply.
#[derive(Clone, Debug, Serialize)]
pub struct ProposedArticleView {
    /// The article.
    pub entry_id: String,
    /// Its law and number.
    pub title: String,
    /// Its number, such as 133-1.
    pub number: String,
    /// Its text in force.
    pub text: String,
    /// The charges that it defines.
    pub charges: Vec<&'static str>,
    /// How likely a court would apply it, from 0 to 1; absent for an article that was not
    /// there on the day of the conduct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub likelihood: Option<f64>,
    /// The act that inserted it after the day of the conduct.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_yet: Option<ActView>,
    /// What contributes to the likelihood, in log-odds.
    pub signals: Vec<SignalView>,
    /// How many of the similar cases apply it.
    pub applied_in: usize,
    /// The nearest of them.
    pub cases: Vec<NamedCaseView>,
    /// Sentences of the facts that speak for it.
    pub sentences: Vec<SpanView>,
    /// What separates it from the nearest other article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rival: Option<RivalView>,
}

impl ProposedArticleView {
    fn new(text: &str, article: &ProposedArticle) -> Self {
        Self {
            entry_id: article.entry.id.to_string(),
            title: article.entry.title(),
            number: article.number.to_string(),
            text: article.entry.text(),
            charges: article.charges.clone(),
            likelihood: article.not_yet.is_none().then_some(article.likelihood),
            not_yet: article.not_yet.as_ref().map(ActView::from),
            signals: article.signals.iter().map(SignalView::from).collect(),
            applied_in: article.applied_in,
            cases: article.cases.iter().map(NamedCaseView::from).collect(),
            sentences: spans(text, &article.sentences),
            rival: article.rival.as_ref().map(RivalView::from),
        }
    }
}

/// What a signal contributes.
#[derive(Clone, Debug, Serialize)]
pub struct SignalView {
    /// Stable code.
    pub signal: Signal,
    /// Chinese name.
    pub label: &'static str,
    /// In log-odds.
    pub log_odds: f64,
}

impl From<&(Signal, f64)> for SignalView {
    fn from(&(signal, log_odds): &(Signal, f64)) -> Self {
        Self {
            signal,
            label: signal.label(),
            log_odds,
        }
    }
}

/// A case that applies the article.
#[derive(Clone, Debug, Serialize)]
pub struct NamedCaseView {
    /// The case.
    pub entry_id: String,
    /// Its title.
    pub title: String,
    /// Its number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Place among the similar cases by words, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_words: Option<usize>,
    /// Place by meaning, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_meaning: Option<usize>,
    /// The sentence of it that is nearest to the facts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<String>,
}

impl From<&NamedCase> for NamedCaseView {
    fn from(case: &NamedCase) -> Self {
        Self {
            entry_id: case.entry_id.to_string(),
            title: case.title.clone(),
            number: case.number.clone(),
            by_words: case.by_words,
            by_meaning: case.by_meaning,
            sentence: case.sentence.clone(),
        }
    }
}

/// The nearest other article.
#[derive(Clone, Debug, Serialize)]
pub struct RivalView {
    /// Its number.
    pub number: String,
    /// Words of the facts that speak for the first.
    pub for_this: Vec<String>,
    /// Words that speak for the other.
    pub for_other: Vec<String>,
}

impl From<&Rival> for RivalView {
    fn from(rival: &Rival) -> Self {
        Self {
            number: rival.number.to_string(),
            for_this: rival.for_this.clone(),
            for_other: rival.for_other.clone(),
        }
    }
}
