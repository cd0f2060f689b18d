//! Two cases side by side on the three axes, with the sentences that match, and where
//! they part.

use std::collections::HashSet;
use std::ops::Range;

use leian_corpus::judgment::Circumstance;
use leian_corpus::{ArticleNumber, CitedTarget, Section};
use leian_indexer::Snapshot;
use leian_indexer::analyzer::is_known;

use super::side::Side;
use crate::retrieval::cites::is_in_library;
use crate::retrieval::error::Result;
use crate::retrieval::sentences::sentences;
use crate::retrieval::terms::{Frequencies, Vector, counts};

/// Pairs of sentences that are shown of the facts.
const PAIRS: usize = 2;

/// Shared articles that are named.
const SHARED_ARTICLES: usize = 8;

/// Words of a difference that are named.
const NAMED_WORDS: usize = 5;

/// Sentences of one side that are compared, the first ones.
const MAX_SENTENCES: usize = 200;

/// Longer sentences get no more weight for their length.
const LONG_SENTENCE_CHARS: usize = 120;

/// A pair with less in common is no match.
const LEAST_COSINE: f64 = 0.06;

/// One word in common is no match either.
const LEAST_SHARED: usize = 2;

/// What every decision says of itself; such a sentence is no ground.
const FORMULAS: [&str; 4] = ["判决如下", "裁定如下", "依照《", "依据《"];

/// Words of every decision, by which no two are told apart.
const FORMULA_WORDS: [&str; 8] = [
    "本院认为",
    "本院",
    "如下",
    "依照",
    "依据",
    "据此",
    "判决",
    "规定",
];

/// A sentence of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// Place of the section in the case.
    pub section: usize,
    /// Bytes of the section's text.
    pub byte_range: Range<usize>,
    /// The sentence.
    pub text: String,
}

/// A sentence of each side that say the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Match {
    /// Of the query.
    pub here: Quoted,
    /// Of the case.
    pub there: Quoted,
    /// The telling words that both have, heaviest first.
    pub shared: Vec<String>,
}

/// An article that both rest on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedArticle {
    /// 《刑法》第二百六十四条
    pub label: String,
    /// The name of its law.
    pub law: String,
    /// Its number.
    pub number: ArticleNumber,
    /// Whether the library holds it.
    pub held: bool,
}

/// What parts the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// 罪名
    Charges,
    /// 量刑情节
    Circumstances,
    /// 该案据以处理、本案未见的内容
    Ground,
}

impl DifferenceKind {
    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Charges => "罪名",
            Self::Circumstances => "情节",
            Self::Ground => "该案据以处理、本案未见",
        }
    }
}

/// Where the two part.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// What the query alone has.
    pub only_here: Vec<String>,
    /// What the case alone has.
    pub only_there: Vec<String>,
    /// The sentence of the case that it rests on.
    pub sentence: Option<Quoted>,
}

/// Two cases side by side.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axes {
    /// 基本事实: sentences that say the same, in the order of the query.
    pub facts: Vec<Match>,
    /// 争议焦点: what the case turned on, by the sentence nearest to the facts.
    pub issue: Option<Match>,
    /// 法律适用: articles that both rest on.
    pub law: Vec<SharedArticle>,
    /// Charges of both.
    pub charges: Vec<&'static str>,
    /// Where they part, the weightiest first.
    pub differences: Vec<Difference>,
}

/// The query, read once, beside which cases are set.
pub(super) struct Comparer<'a> {
    snapshot: &'a Snapshot,
    frequencies: &'a Frequencies,
    here: &'a Side,
    sentences: Vec<Weighed>,
    words: Vector,
    articles: HashSet<CitedTarget>,
    circumstances: Vec<Circumstance>,
}

impl<'a> Comparer<'a> {
    /// Reads the query.
    pub(super) fn new(
        snapshot: &'a Snapshot,
        frequencies: &'a Frequencies,
        here: &'a Side,
    ) -> Self {
        Self {
            snapshot,
            frequencies,
            sentences: told(here, frequencies),
            words: frequencies.vector(&here.counts),
            articles: here.articles(),
            circumstances: here.circumstances(),
            here,
        }
    }

    /// Sets the case `there` beside it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn compare(&self, there: &Side) -> Result<Axes> {
        let theirs = told(there, self.frequencies);
        let mut points = weighed(there.issue_sections(), self.frequencies);
        let is_formula = |text: &str| FORMULAS.iter().any(|formula| text.contains(formula));
        points.retain(|point| !is_formula(&point.quoted.text));
        let charges = self.here.charges.iter().copied();
        Ok(Axes {
            facts: pairs(&self.sentences, &theirs, PAIRS),
            issue: pairs(&self.sentences, &points, 1).pop(),
            law: self.shared_articles(there)?,
            charges: charges
                .filter(|charge| there.charges.contains(charge))
                .collect(),
            differences: self.differences(there, &points),
        })
    }

    fn shared_articles(&self, there: &Side) -> Result<Vec<SharedArticle>> {
        let theirs = there.articles();
        let mut shared: Vec<&CitedTarget> = self.articles.intersection(&theirs).collect();
        shared.sort();
        shared.truncate(SHARED_ARTICLES);
        let shared = shared.into_iter().filter_map(|target| match target {
            CitedTarget::Article(law, number) => Some((target, law, *number)),
            CitedTarget::Law(_) | CitedTarget::Case(_) => None,
        });
        shared
            .map(|(target, law, number)| {
                Ok(SharedArticle {
                    label: target.label(),
                    law: law.as_str().to_owned(),
                    number,
                    held: is_in_library(self.snapshot, target)?,
                })
            })
            .collect()
    }

    fn differences(&self, there: &Side, points: &[Weighed]) -> Vec<Difference> {
        let mut found = Vec::new();
        let ours = &self.here.charges;
        // A told case has no charges of its own: then there is nothing to tell apart.
        if !ours.is_empty() && !there.charges.is_empty() {
            let name = |name: &&str| (*name).to_owned();
            let (only_here, only_there) = apart(ours, &there.charges, name);
            found.push(Difference {
                kind: DifferenceKind::Charges,
                only_here,
                only_there,
                sentence: None,
            });
        }
        let label = |one: &Circumstance| one.label().to_owned();
        let (only_here, only_there) = apart(&self.circumstances, &there.circumstances(), label);
        found.push(Difference {
            kind: DifferenceKind::Circumstances,
            only_here,
            only_there,
            sentence: None,
        });
        found.extend(ground(&self.words, points));
        found.retain(|one| !one.only_here.is_empty() || !one.only_there.is_empty());
        found
    }
}

/// The sentences that tell what happened.
fn told(side: &Side, frequencies: &Frequencies) -> Vec<Weighed> {
    let mut told = weighed(side.fact_sections(), frequencies);
    told.retain(|sentence| !presents_a_person(&sentence.quoted.text));
    told
}

/// 被告人某甲，女，某公司经理: who someone is, and nothing that happened.
fn presents_a_person(sentence: &str) -> bool {
    let beginning: String = sentence.chars().take(30).collect();
    ["，男，", "，女，"]
        .iter()
        .any(|sex| beginning.contains(sex))
}

/// A sentence with its words.
struct Weighed {
    quoted: Quoted,
    words: Vector,
    chars: f64,
}

fn weighed<'a>(
    sections: impl Iterator<Item = (usize, &'a Section)>,
    frequencies: &Frequencies,
) -> Vec<Weighed> {
    let all = sections.flat_map(|(place, section)| {
        let ranges = sentences(&section.text).into_iter();
        ranges.map(move |range| (place, section, range))
    });
    all.take(MAX_SENTENCES)
        .map(|(section, of, byte_range)| {
            let text = of.text[byte_range.clone()].trim().to_owned();
            Weighed {
                words: frequencies.vector(&counts(&text)),
                chars: text.chars().count().min(LONG_SENTENCE_CHARS) as f64,
                quoted: Quoted {
                    section,
                    byte_range,
                    text,
                },
            }
        })
        .collect()
}

/// The pairs that have most in common, no sentence twice, in the order of the first side.
fn pairs(ours: &[Weighed], theirs: &[Weighed], most: usize) -> Vec<Match> {
    let mut scored: Vec<(f64, usize, usize)> = Vec::new();
    for (at, our) in ours.iter().enumerate() {
        for (other, their) in theirs.iter().enumerate() {
            let cosine = our.words.cosine(&their.words);
            let shared = || shared_words(&our.words, &their.words).len();
            if cosine >= LEAST_COSINE && shared() >= LEAST_SHARED {
                // A formula of five words has a higher cosine than the deed in fifty.
                let length = our.chars.min(their.chars).sqrt();
                scored.push((cosine * length, at, other));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: Vec<(usize, usize)> = Vec::new();
    for (_, at, other) in scored {
        let is_new = taken.iter().all(|&(a, b)| a != at && b != other);
        if is_new && taken.len() < most {
            taken.push((at, other));
        }
    }
    taken.sort_unstable();
    taken
        .into_iter()
        .map(|(at, other)| Match {
            shared: shared_words(&ours[at].words, &theirs[other].words),
            here: ours[at].quoted.clone(),
            there: theirs[other].quoted.clone(),
        })
        .collect()
}

fn shared_words(ours: &Vector, theirs: &Vector) -> Vec<String> {
    let both = ours
        .terms()
        .map(|(term, weight)| (term, weight * theirs.weight(term)));
    heaviest(both.filter(|(_, weight)| *weight > 0.0))
}

fn heaviest<'a>(terms: impl Iterator<Item = (&'a str, f64)>) -> Vec<String> {
    let mut terms: Vec<(&str, f64)> = terms.filter(|(term, _)| !is_formula_word(term)).collect();
    terms.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let named = terms.into_iter().take(NAMED_WORDS);
    named.map(|(term, _)| term.to_owned()).collect()
}

/// Names of people and numbers of articles are no words to tell cases apart by.
fn tells(term: &str) -> bool {
    is_known(term) && !is_formula_word(term)
}

fn is_formula_word(term: &str) -> bool {
    term.starts_with(['§', '第']) || FORMULA_WORDS.contains(&term)
}

fn apart<T: PartialEq>(
    ours: &[T],
    theirs: &[T],
    name: impl Fn(&T) -> String,
) -> (Vec<String>, Vec<String>) {
    let only = |these: &[T], those: &[T]| -> Vec<String> {
        let these = these.iter().filter(|one| !those.contains(one));
        these.map(&name).collect()
    };
    (only(ours, theirs), only(theirs, ours))
}

/// The sentence of what the case turned on that says most of what the facts do not.
fn ground(whole: &Vector, points: &[Weighed]) -> Option<Difference> {
    let missing = |point: &Weighed| -> f64 {
        let own = point
            .words
            .terms()
            .filter(|(term, _)| tells(term) && whole.weight(term) == 0.0);
        own.map(|(_, weight)| weight * weight).sum::<f64>() * point.chars.sqrt()
    };
    let most = points
        .iter()
        .max_by(|a, b| missing(a).total_cmp(&missing(b)))?;
    let words = most.words.terms();
    let words = words.filter(|(term, _)| tells(term) && whole.weight(term) == 0.0);
    Some(Difference {
        kind: DifferenceKind::Ground,
        only_here: Vec::new(),
        only_there: heaviest(words),
        sentence: Some(most.quoted.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use leian_corpus::SectionRole;

    fn section(text: &str) -> Section {
        Section {
            role: SectionRole::Facts,
            label: String::new(),
            text: text.to_owned(),
        }
    }

    fn all(text: &str) -> Vec<Weighed> {
        let own = counts(text);
        let other = counts("被告人某丙在公交车上抢夺方向盘致车辆失控。");
        let section = section(text);
        weighed(
            std::iter::once((0, &section)),
            &Frequencies::of([&own, &other]),
        )
    }

    #[test]
    fn sentences_that_say_the_same_are_paired_once() {
        let ours = all("某甲夜间翻窗进入住宅窃取手机。随后某甲将手机低价卖给某乙。");
        let theirs = all("某丁辩称不知情。某丁白天翻窗进入住宅窃取现金。");
        let pairs = pairs(&ours, &theirs, 2);
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].here.text, "某甲夜间翻窗进入住宅窃取手机。");
        assert_eq!(pairs[0].there.text, "某丁白天翻窗进入住宅窃取现金。");
        assert!(pairs[0].shared.contains(&"翻窗".to_owned()), "{pairs:?}");
    }

    #[test]
    fn the_ground_of_a_case_is_what_the_facts_do_not_say() {
        let facts = Frequencies::of([&counts("某甲酒后驾车")]).vector(&counts("某甲酒后驾车"));
        let points = all("酒后驾车应当处罚。为紧急送医而驾车的可以不认为是犯罪。");
        let found = ground(&facts, &points).map(|found| found.sentence.map(|one| one.text));
        assert_eq!(
            found.flatten().as_deref(),
            Some("为紧急送医而驾车的可以不认为是犯罪。")
        );
        assert!(ground(&facts, &[]).is_none());
    }
}
