//! A case beside the pending one: its key points as they stand, and the three axes.

use leian_corpus::{Entry, SectionRole};

use super::Comparison;
use crate::retrieval::SimilarCase;
use crate::retrieval::similar::Match;

/// Longest quotation of key points, in characters.
pub(super) const MAX_POINTS_CHARS: usize = 1_500;

/// The key points as they stand, or else the reasoning, each with its section's name.
pub(super) fn key_points(entry: &Entry) -> Option<(String, String)> {
    let order = [
        SectionRole::KeyPoints,
        SectionRole::Significance,
        SectionRole::Reasoning,
        SectionRole::Opinion,
    ];
    let section = order.into_iter().find_map(|role| {
        let mut sections = entry.sections.iter();
        sections.find(|section| section.role == role && !section.text.trim().is_empty())
    })?;
    let mut text: String = section.text.chars().take(MAX_POINTS_CHARS).collect();
    if section.text.chars().nth(MAX_POINTS_CHARS).is_some() {
        text.push_str("……（以下略）");
    }
    let label = section.name();
    Some((text, label.to_owned()))
}

/// The three axes; `told` are the charges that the case file names.
pub(super) fn comparison(case: &SimilarCase, told: &[String]) -> Comparison {
    let axes = &case.axes;
    let pair = |one: &Match| (one.here.text.clone(), one.there.text.clone());
    let mut charges: Vec<&str> = axes.charges.clone();
    let theirs = case.entry.metadata.charges.iter().map(String::as_str);
    charges.extend(theirs.filter(|charge| told.iter().any(|one| one == charge)));
    charges.dedup();
    let charges = (!charges.is_empty()).then(|| format!("同一罪名：{}", charges.join("、")));
    let articles: Vec<&str> = axes.law.iter().map(|one| one.label.as_str()).collect();
    let articles = (!articles.is_empty()).then(|| format!("共同依据：{}", articles.join("、")));
    Comparison {
        facts: axes.facts.iter().map(pair).collect(),
        issue: axes.issue.as_ref().map(pair),
        law: charges.into_iter().chain(articles).collect(),
        differences: axes
            .differences
            .iter()
            .map(|one| {
                let mut said = one.kind.label().to_owned();
                for (side, names) in [("本案", &one.only_here), ("该案", &one.only_there)] {
                    if !names.is_empty() {
                        said.push_str(&format!("；{side}独有：{}", names.join("、")));
                    }
                }
                if let Some(sentence) = &one.sentence {
                    said.push_str(&format!("；“{}”", sentence.text));
                }
                said
            })
            .collect(),
    }
}
