//! Similar cases, compared on three axes.

use serde::Serialize;

use super::metadata::KindView;
use super::search::{SpanView, span};
use crate::labels;
use crate::retrieval::similar::axes::{Quoted, SharedArticle};
use crate::retrieval::similar::{
    ChargeOrigin, Difference, DifferenceKind, FoundCharge, Match, Signal,
};
use crate::retrieval::{SimilarCase, SimilarCases, SimilarQuery, Told};

/// Similar cases, the most similar first.
#[derive(Clone, Debug, Serialize)]
pub struct SimilarView {
    /// The cases.
    pub cases: Vec<SimilarCaseView>,
    /// The charges that agreement was measured by.
    pub charges: Vec<FoundChargeView>,
    /// How many cases were compared; not how many similar ones there are.
    pub compared: usize,
    /// Whether meaning was compared too, or words alone.
    pub by_meaning: bool,
}

impl SimilarView {
    /// The answer to a query.
    pub fn new(query: &SimilarQuery, found: &SimilarCases) -> Self {
        let text = match &query.told {
            Told::Text(text) => Some(text.as_str()),
            Told::Case(_) => None,
        };
        let cases = found.cases.iter().zip(1..);
        Self {
            cases: cases
                .map(|(case, rank)| SimilarCaseView::new(text, rank, case))
                .collect(),
            charges: found.charges.iter().map(FoundChargeView::from).collect(),
            compared: found.compared,
            by_meaning: found.by_meaning,
        }
    }
}

/// A charge that the facts are about.
#[derive(Clone, Debug, Serialize)]
pub struct FoundChargeView {
    /// Its official name.
    pub name: &'static str,
    /// How much speaks for it, from 0 to 1.
    pub share: f64,
    /// How it came to be known.
    pub origin: ChargeOrigin,
}

impl From<&FoundCharge> for FoundChargeView {
    fn from(charge: &FoundCharge) -> Self {
        Self {
            name: charge.name,
            share: charge.share,
            origin: charge.origin,
        }
    }
}

/// A similar case.
#[derive(Clone, Debug, Serialize)]
pub struct SimilarCaseView {
    /// Place, from 1.
    pub rank: usize,
    /// The case.
    pub entry_id: String,
    /// Its title.
    pub title: String,
    /// Its kind.
    pub kind: KindView,
    /// Its number, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// How it binds: 应当参照 or 可以参考.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authority: Option<&'static str>,
    /// Comparable within one answer.
    pub score: f64,
    /// What the score is made of, each from 0 to 1.
    pub signals: Vec<SimilarSignalView>,
    /// 基本事实: sentences that say the same.
    pub facts: Vec<MatchView>,
    /// 争议焦点: what the case turned on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<MatchView>,
    /// 法律适用: articles that both rest on.
    pub law: Vec<SharedArticleView>,
    /// Where the two part, the weightiest first.
    pub differences: Vec<DifferenceView>,
}

impl SimilarCaseView {
    fn new(text: Option<&str>, rank: usize, case: &SimilarCase) -> Self {
        let matched = |one: &Match| MatchView::new(text, one);
        let axes = &case.axes;
        Self {
            rank,
            entry_id: case.entry.id.to_string(),
            title: case.entry.title(),
            kind: KindView::from(case.entry.kind),
            number: case.entry.metadata.number.clone(),
            authority: labels::authority(case.entry.kind, &case.entry.metadata),
            score: case.score,
            signals: Signal::ALL
                .into_iter()
                .zip(case.signals)
                .map(|(signal, value)| SimilarSignalView {
                    signal,
                    label: signal.label(),
                    value,
                })
                .collect(),
            facts: axes.facts.iter().map(matched).collect(),
            issue: axes.issue.as_ref().map(matched),
            law: axes.law.iter().map(SharedArticleView::from).collect(),
            differences: axes.differences.iter().map(DifferenceView::from).collect(),
        }
    }
}

/// A signal of similarity.
#[derive(Clone, Debug, Serialize)]
pub struct SimilarSignalView {
    /// Stable code.
    pub signal: Signal,
    /// Chinese name.
    pub label: &'static str,
    /// From 0 to 1.
    pub value: f64,
}

/// Sentences of both sides that say the same.
#[derive(Clone, Debug, Serialize)]
pub struct MatchView {
    /// Of the query.
    pub here: QuotedView,
    /// Of the case.
    pub there: QuotedView,
    /// Telling words that both have.
    pub shared: Vec<String>,
}

impl MatchView {
    fn new(text: Option<&str>, one: &Match) -> Self {
        Self {
            here: QuotedView {
                span: text.and_then(|text| span(text, &one.here.byte_range)),
                section: text.is_none().then_some(one.here.section),
                text: one.here.text.clone(),
            },
            there: QuotedView::from(&one.there),
            shared: one.shared.clone(),
        }
    }
}

/// A sentence.
#[derive(Clone, Debug, Serialize)]
pub struct QuotedView {
    /// Where it stands in the text that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<SpanView>,
    /// Place of its section in the case, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<usize>,
    /// The sentence.
    pub text: String,
}

impl From<&Quoted> for QuotedView {
    fn from(quoted: &Quoted) -> Self {
        Self {
            span: None,
            section: Some(quoted.section),
            text: quoted.text.clone(),
        }
    }
}

/// An article that both rest on.
#[derive(Clone, Debug, Serialize)]
pub struct SharedArticleView {
    /// 《刑法》第二百六十四条
    pub label: String,
    /// The name of its law.
    pub law: String,
    /// Its number, such as 133-1.
    pub number: String,
    /// Whether the library holds it.
    pub found: bool,
}

impl From<&SharedArticle> for SharedArticleView {
    fn from(article: &SharedArticle) -> Self {
        Self {
            label: article.label.clone(),
            law: article.law.clone(),
            number: article.number.to_string(),
            found: article.held,
        }
    }
}

/// Where the two part.
#[derive(Clone, Debug, Serialize)]
pub struct DifferenceView {
    /// In what.
    pub kind: DifferenceKind,
    /// Chinese name of that.
    pub label: &'static str,
    /// What the query alone has.
    pub only_here: Vec<String>,
    /// What the case alone has.
    pub only_there: Vec<String>,
    /// The sentence of the case that it rests on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentence: Option<QuotedView>,
}

impl From<&Difference> for DifferenceView {
    fn from(difference: &Difference) -> Self {
        Self {
            kind: difference.kind,
            label: difference.kind.label(),
            only_here: difference.only_here.clone(),
            only_there: difference.only_there.clone(),
            sentence: difference.sentence.as_ref().map(QuotedView::from),
        }
    }
}
