//! Other ways to say pieces of a query: which of its words each stands for.

use super::Context;
use super::bm25_words::Occurrences;
use super::plan::{QueryWord, WordsPlan, plan_words};
use super::settings::MAX_SYNONYMS;
use crate::error::Result;
use crate::query::Synonym;

/// A synonym, looked up.
pub struct PlannedSynonym {
    /// Places of the query's words whose place it takes; all of them, since a phrase
    /// says what they say together.
    words: Vec<usize>,
    /// Where it stands.
    pub occurrences: Occurrences,
}

impl PlannedSynonym {
    /// Whether an entry that has it counts as having the query's word at `place`.
    pub fn stands_for(&self, place: usize) -> bool {
        self.words.contains(&place)
    }
}

/// Looks up the first [`MAX_SYNONYMS`] of `synonyms`. One whose piece is no word of the
/// query only adds to the score of what was found.
pub fn plan(
    context: &Context<'_>,
    words: &[QueryWord],
    synonyms: &[Synonym],
) -> Result<Vec<PlannedSynonym>> {
    let synonyms = synonyms.iter().take(MAX_SYNONYMS);
    synonyms
        .map(|synonym| {
            Ok(PlannedSynonym {
                words: places(words, &synonym.replaces),
                occurrences: Occurrences::of(context, &synonym.phrase)?,
            })
        })
        .collect()
}

/// In how many entries a synonym of the word at `place` stands, of those that are in
/// most.
pub fn doc_freq(synonyms: &[PlannedSynonym], place: usize) -> u64 {
    let of_word = synonyms.iter().filter(|of| of.stands_for(place));
    of_word
        .map(|of| of.occurrences.doc_freq)
        .max()
        .unwrap_or_default()
}

fn places(words: &[QueryWord], piece: &str) -> Vec<usize> {
    let WordsPlan::Words(of_piece) = plan_words(piece) else {
        return Vec::new();
    };
    let is_of_piece = |word: &QueryWord| of_piece.iter().any(|of| of.term == word.term);
    let places = words.iter().enumerate();
    places
        .filter(|(_, word)| is_of_piece(word))
        .map(|(place, _)| place)
        .collect()
}
