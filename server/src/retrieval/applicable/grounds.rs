//! Which sentences and words of the facts speak for an article: those that the similar
//! cases applying it have too.

use std::collections::HashMap;
use std::ops::Range;

use leian_corpus::{Entry, Section, SectionRole};
use leian_indexer::analyzer::is_han;

use super::evidence::DecidedCase;
use crate::retrieval::sentences::sentences;
use crate::retrieval::terms::{Frequencies, Vector, counts};

/// So many sentences are pointed at.
const SENTENCES: usize = 2;

/// So many words of each side are named.
const SEPARATING: usize = 5;

/// Longer sentences get no more weight for their length.
const LONG_SENTENCE_CHARS: usize = 120;

/// The facts as weighted words beside the cases.
pub struct Words {
    text: String,
    frequencies: Frequencies,
    facts: Vector,
    /// What the cases that apply an article have in common, by number.
    common: HashMap<u32, Vector>,
}

impl Words {
    /// Weighs the words of the facts and of the cases.
    pub fn new(facts: &str, cases: &[DecidedCase]) -> Self {
        let own = counts(facts);
        let frequencies = Frequencies::of(cases.iter().map(|case| &case.counts).chain([&own]));
        let vectors: Vec<Vector> = cases
            .iter()
            .map(|case| frequencies.vector(&case.counts))
            .collect();
        let mut applying: HashMap<u32, Vec<&Vector>> = HashMap::new();
        for (case, vector) in cases.iter().zip(&vectors) {
            for &article in &case.articles {
                applying.entry(article).or_default().push(vector);
            }
        }
        let common = applying.into_iter();
        Self {
            text: facts.to_owned(),
            facts: frequencies.vector(&own),
            common: common
                .map(|(article, vectors)| (article, Vector::centroid(vectors)))
                .collect(),
            frequencies,
        }
    }

    /// The cosine of the facts with what the cases of each article have in common.
    pub fn likeness(&self) -> HashMap<u32, f64> {
        let cosines = self.common.iter();
        cosines
            .map(|(&article, common)| (article, self.facts.cosine(common)))
            .collect()
    }

    /// The sentences of the facts that speak most for an article, in their order.
    pub fn sentences_for(&self, article: u32) -> Vec<Range<usize>> {
        let Some(common) = self.common.get(&article) else {
            return Vec::new();
        };
        let mut best: Vec<(Range<usize>, f64)> = sentences(&self.text)
            .into_iter()
            .map(|range| {
                let words = self.frequencies.vector(&counts(&self.text[range.clone()]));
                (range, words.cosine(common))
            })
            .filter(|(_, likeness)| *likeness > 0.0)
            .collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.start.cmp(&b.0.start)));
        best.truncate(SENTENCES);
        let mut ranges: Vec<Range<usize>> = best.into_iter().map(|(range, _)| range).collect();
        ranges.sort_by_key(|range| range.start);
        ranges
    }

    /// The sentence of a case's facts that is nearest to these.
    pub fn nearest_sentence(&self, case: &Entry) -> Option<String> {
        let told = |section: &&Section| {
            matches!(
                section.role,
                SectionRole::Facts
                    | SectionRole::Findings
                    | SectionRole::Accusation
                    | SectionRole::Claim
            )
        };
        let of_facts: Vec<&Section> = case.sections.iter().filter(told).collect();
        let sections = match of_facts.is_empty() {
            true => case.sections.iter().collect(),
            false => of_facts,
        };
        let texts = sections.into_iter().map(|section| section.text.as_str());
        let all = texts.flat_map(|text| sentences(text).into_iter().map(move |at| &text[at]));
        let scored = all.map(|sentence| {
            let words = self.frequencies.vector(&counts(sentence));
            // A formula of five words has a higher cosine than the deed in fifty.
            let length = sentence.chars().count().min(LONG_SENTENCE_CHARS) as f64;
            (sentence, words.cosine(&self.facts) * length.sqrt())
        });
        let best = scored.max_by(|a, b| a.1.total_cmp(&b.1));
        best.filter(|(_, likeness)| *likeness > 0.0)
            .map(|(sentence, _)| sentence.trim().to_owned())
    }

    /// The words of the facts that speak for one article more than for the other, and
    /// the other way round; heaviest first.
    pub fn between(&self, one: u32, other: u32) -> (Vec<String>, Vec<String>) {
        let nothing = Vector::default();
        let common = |article| self.common.get(&article).unwrap_or(&nothing);
        let (one, other) = (common(one), common(other));
        let mut leaning: Vec<(&str, f64)> = self
            .facts
            .terms()
            .filter(|(term, _)| term.chars().all(is_han))
            .map(|(term, weight)| (term, weight * (one.weight(term) - other.weight(term))))
            .collect();
        leaning.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let named = |side: &mut dyn Iterator<Item = &(&str, f64)>| {
            let words = side.take(SEPARATING).map(|(term, _)| (*term).to_owned());
            words.collect::<Vec<_>>()
        };
        (
            named(&mut leaning.iter().take_while(|(_, lean)| *lean > 1e-4)),
            named(&mut leaning.iter().rev().take_while(|(_, lean)| *lean < -1e-4)),
        )
    }
}
