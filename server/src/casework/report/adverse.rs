//! Cases that may speak against the opinion (冲突与不利案例): like the pending case in
//! their facts, and decided under another charge or to another end. The program only
//! flags them; whether they are adverse the prosecutor says, after reading them.

use std::sync::LazyLock;

use leian_corpus::{Entry, SectionRole};
use regex::Regex;

use crate::casework::error::Result;
use crate::library::Library;
use crate::retrieval::{self, SimilarQuery, Told};
use leian_indexer::Filter;

/// So many of the most similar cases are looked at.
const LOOKED_AT: usize = 15;

/// Most that are flagged, so that each can be read.
pub const MOST_FLAGGED: usize = 5;

/// A case that is less like the facts than this share of the most similar one is left.
const LEAST_SHARE: f64 = 0.5;

/// Ends of a case that do not go with prosecution and conviction.
static OTHER_END: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        "宣告(?:被告人)?[^，。；]{0,20}无罪|判决[^，。；]{0,20}无罪|改判[^，。；]{0,20}无罪|\
         (?:作出|决定)[^，。；]{0,12}不起诉(?:的?决定)?|不构成[^，。；]{1,20}罪|\
         撤回起诉|不批准逮捕|免予刑事处罚",
    )
    .ok()
});

/// A flagged case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flagged {
    /// Its document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Why, for readers.
    pub ground: String,
}

/// Looks for such cases. Nothing without facts.
///
/// # Errors
/// Those of the comparison.
pub fn find(library: &Library, facts: &str, charges: &[String]) -> Result<Vec<Flagged>> {
    if !facts.chars().any(char::is_alphanumeric) {
        return Ok(Vec::new());
    }
    // Looked for without the charges: those would bring forward what agrees.
    let query = SimilarQuery {
        told: Told::Text(facts.to_owned()),
        charges: Vec::new(),
        filter: Filter::default(),
        limit: LOOKED_AT,
    };
    let similar = retrieval::similar(library, &query)?;
    let near = |signals: &[f64; 3]| signals[1] + signals[2];
    let best = similar
        .cases
        .iter()
        .map(|case| near(&case.signals))
        .fold(0.0, f64::max);
    let flagged = similar.cases.iter().filter_map(|case| {
        if near(&case.signals) < LEAST_SHARE * best {
            return None;
        }
        let ground = ground(&case.entry, charges)?;
        Some(Flagged {
            document: case.entry.document_id.to_string(),
            title: case.entry.title(),
            ground,
        })
    });
    Ok(flagged.take(MOST_FLAGGED).collect())
}

/// Why a case may speak against an opinion for `charges`.
fn ground(entry: &Entry, charges: &[String]) -> Option<String> {
    let theirs = &entry.metadata.charges;
    let other_charge = !charges.is_empty()
        && !theirs.is_empty()
        && !theirs.iter().any(|charge| charges.contains(charge));
    if other_charge {
        return Some(format!(
            "事实相近，以{}处理，与拟定罪名不同",
            theirs.join("、")
        ));
    }
    let end = other_end(entry)?;
    Some(format!("事实相近，处理结果可能不同：“{end}”"))
}

/// The words by which a case tells of another end.
fn other_end(entry: &Entry) -> Option<String> {
    let pattern = OTHER_END.as_ref()?;
    let decides = |role| {
        matches!(
            role,
            SectionRole::Result
                | SectionRole::Disposition
                | SectionRole::Procedure
                | SectionRole::Performance
                | SectionRole::KeyPoints
        )
    };
    let sections = entry
        .sections
        .iter()
        .filter(|section| decides(section.role));
    let mut found = sections.filter_map(|section| pattern.find(&section.text));
    found.next().map(|found| found.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn ends_other_than_conviction_are_told_by_their_words() {
        let pattern = OTHER_END.as_ref().unwrap();
        let ends = |text: &str| pattern.is_match(text);
        assert!(ends("判决宣告被告人张某无罪"));
        assert!(ends("依法作出不起诉决定"));
        assert!(ends("其行为不构成非法经营罪"));
        assert!(!ends("判决被告人张某犯盗窃罪，判处有期徒刑三年"));
        assert!(!ends("被告人辩称自己无罪"));
    }
}
