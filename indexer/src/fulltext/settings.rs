//! Constants of lexical search, in one place, with where they come from.

use crate::schema::TextField;

/// Matching words: an entry matches running text of `n` different words when it
/// has all of them for `n` up to 2, all but one up to [`SHORT_QUERY_WORDS`], and
/// this share of them, rounded up, above. The share is low because a layperson's
/// question has few words in common with the article that answers it.
pub const MINIMUM_SHOULD_MATCH: [f32; 2] = [0.65, 0.25];

/// Up to this many words one may be missing; above, the share counts.
pub const SHORT_QUERY_WORDS: usize = 4;

/// Words of a query that are looked up, those that say most; more come only from
/// whole documents used as queries.
pub const MAX_QUERY_WORDS: usize = 256;

/// Characters of running text that are read for words.
pub const MAX_QUERY_CHARS: usize = 200_000;

/// Characters of a phrase that are looked up in the index; what is longer is
/// compared with the text of the entries found.
pub const MAX_PHRASE_CHARS: usize = 240;

/// Deepest nesting of a query.
pub const MAX_QUERY_DEPTH: usize = 64;

/// Parameters of BM25 (Robertson & Zaragoza 2009): `idf · tf · (k1 + 1) / (tf +
/// k1 · (1 − b + b · length / average))`, `idf = ln(1 + (N − df + ½) / (df + ½))`,
/// summed over fields by weight. Lengths are compared with the average of the same
/// unit: articles with articles, cases with cases, so that a library with many
/// judgments does not make every article look equally short.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bm25 {
    /// How fast more occurrences stop to count.
    pub k1: f32,
    /// How much length counts against an entry.
    pub b: f32,
    /// Weight of each field, in the order of [`TextField::ALL`].
    pub weights: [f32; 8],
    /// See [`MINIMUM_SHOULD_MATCH`].
    pub minimum_should_match: [f32; 2],
}

impl Default for Bm25 {
    fn default() -> Self {
        let weights = TextField::ALL.map(|field| match field {
            TextField::All => 1.0,
            TextField::Title => 0.2,
            TextField::Keywords | TextField::KeyPoints => 0.2,
            TextField::Facts
            | TextField::Reasoning
            | TextField::Performance
            | TextField::Significance => 0.0,
        });
        Self {
            k1: 1.2,
            b: 0.75,
            weights,
            minimum_should_match: MINIMUM_SHOULD_MATCH,
        }
    }
}

impl Bm25 {
    /// Share of the weight of `words` different words that an entry must have.
    pub fn minimum(&self, words: usize) -> f32 {
        let [head, floor] = self.minimum_should_match;
        if words <= 1 {
            1.0
        } else {
            (head * (SHORT_QUERY_WORDS as f32 / words as f32).min(1.0)).max(floor)
        }
    }
}
