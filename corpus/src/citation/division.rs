//! Parts of a law (编、章、节) as citations name them, against the outline of its text.

use super::mention::DivisionStep;
use super::numbers::{is_digit, number};
use super::reason::Reason;
use crate::document::Date;
use crate::statute::{ArticleNumber, HeadingLevel, OutlineNode};
use crate::timeline::{KnownLaw, LawVersion};

/// What is wrong with a part of the law as it is named on a day, or with the article
/// that is said to stand in it.
pub(super) fn problem(
    steps: &[DivisionStep],
    article: Option<ArticleNumber>,
    law: &KnownLaw,
    day: Date,
) -> Option<Reason> {
    let current = law.current(day);
    if let Some(problem) = in_own_text(steps, article, &current) {
        return problem;
    }
    let roots: Vec<&OutlineNode> = current
        .iter()
        .flat_map(|version| &version.outline)
        .collect();
    among(steps, article, &roots)
}

fn among(
    steps: &[DivisionStep],
    article: Option<ArticleNumber>,
    roots: &[&OutlineNode],
) -> Option<Reason> {
    if roots.is_empty() {
        return Some(Reason::DivisionNotChecked);
    }
    let found = found(steps, roots);
    if found.is_empty() {
        return Some(Reason::NoDivision);
    }
    match article {
        Some(article) => {
            let inside = found.iter().any(|node| holds(node, article));
            (!inside).then_some(Reason::ElsewhereInLaw)
        }
        None => (found.len() > 1).then_some(Reason::SeveralDivisions),
    }
}

/// The same of a code whose parts (编) are texts of their own: which one is the N-th is
/// told by their articles. `None` where the law is one text, or the first step no part.
fn in_own_text(
    steps: &[DivisionStep],
    article: Option<ArticleNumber>,
    current: &[&LawVersion],
) -> Option<Option<Reason>> {
    let (&DivisionStep::Numbered(HeadingLevel::Part, number), below) = steps.split_first()? else {
        return None;
    };
    if current.len() < 2 || current.iter().any(|version| version.part.is_none()) {
        return None;
    }
    let mut parts = current.to_vec();
    parts.sort_by_key(|version| version.articles.keys().next().copied());
    let Some(part) = parts.get(number.checked_sub(1)? as usize) else {
        return Some(Some(Reason::NoDivision));
    };
    if article.is_some_and(|article| !part.articles.contains_key(&article)) {
        return Some(Some(Reason::ElsewhereInLaw));
    }
    if below.is_empty() {
        return Some(None);
    }
    let roots: Vec<&OutlineNode> = part.outline.iter().collect();
    Some(among(below, article, &roots))
}

/// The nodes that the steps lead to; a step may pass over levels (分则第五章).
fn found<'o>(steps: &[DivisionStep], roots: &[&'o OutlineNode]) -> Vec<&'o OutlineNode> {
    let mut at: Vec<&OutlineNode> = roots.to_vec();
    for (depth, step) in steps.iter().enumerate() {
        let below: Vec<&OutlineNode> = match depth {
            0 => at.clone(),
            _ => at.iter().flat_map(|node| &node.children).collect(),
        };
        at = below
            .into_iter()
            .flat_map(|node| matching(node, *step))
            .collect();
    }
    at
}

/// The highest nodes in a tree that a step names.
fn matching(node: &OutlineNode, step: DivisionStep) -> Vec<&OutlineNode> {
    if is_named(node, step) {
        return vec![node];
    }
    node.children
        .iter()
        .flat_map(|child| matching(child, step))
        .collect()
}

fn is_named(node: &OutlineNode, step: DivisionStep) -> bool {
    let text = node.heading.text.as_str();
    match step {
        DivisionStep::General => text.contains("总则"),
        DivisionStep::Specific => text.contains("分则"),
        DivisionStep::Numbered(level, wanted) => {
            node.heading.level == level && number_of(text, level) == Some(wanted)
        }
    }
}

fn number_of(text: &str, level: HeadingLevel) -> Option<u32> {
    let rest = text.strip_prefix('第')?.trim_start();
    let length = rest.find(|c| !is_digit(c))?;
    let unit = rest[length..].trim_start();
    let fits = match level {
        HeadingLevel::Part => unit.starts_with('编'),
        HeadingLevel::Subpart => unit.starts_with("分编"),
        HeadingLevel::Chapter => unit.starts_with('章'),
        _ => unit.starts_with('节'),
    };
    number(&rest[..length])
        .filter(|_| fits)
        .map(|number| number.value)
}

fn holds(node: &OutlineNode, article: ArticleNumber) -> bool {
    let own = node.articles.iter().any(|(_, number)| *number == article);
    own || node.children.iter().any(|child| holds(child, article))
}
