//! Constants of lexical search, in one place, with where they come from.

use crate::schema::TextField;

/// Matching words, weighed by idf: of up to [`SHORT_QUERY_WORDS`] different words an
/// entry must have the first share, so that of two words it has both and of four
/// it lacks one at most; with more words the share falls with the square of their
/// number, down to the second. It falls fast because a layperson's question has few
/// words in common with the article that answers it: on the given questions of
/// STARD a share of a quarter loses a third of the gold articles.
pub const MINIMUM_SHOULD_MATCH: [f32; 2] = [0.65, 0.06];

/// Up to this many words nearly all must be there; above, the share falls.
pub const SHORT_QUERY_WORDS: usize = 4;

/// Of a long text, a case's facts say, an entry needs no more than so many words of
/// average weight: an article has few words in common with any story, and a
/// longer story does not make it fit less.
pub const LONG_TEXT_WORDS: f32 = 1.5;

/// Words of a query that are looked up, those that say most; more come only from
/// whole documents used as queries.
pub const MAX_QUERY_WORDS: usize = 256;

/// Weight of a synonym beside that of a typed word: half, because what was typed says more.
/// Other weights were not tried; what this one is worth stands in `benches/ranking/README.md`.
pub const SYNONYM_WEIGHT: f32 = 0.5;

/// Synonyms of one query that are looked up.
pub const MAX_SYNONYMS: usize = 32;

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
            TextField::Title => 0.05,
            TextField::Keywords | TextField::KeyPoints => 0.2,
            TextField::Facts
            | TextField::Reasoning
            | TextField::Performance
            | TextField::Significance => 0.0,
        });
        Self {
            k1: 1.2,
            b: 0.8,
            weights,
            minimum_should_match: MINIMUM_SHOULD_MATCH,
        }
    }
}

impl Bm25 {
    /// Weight that an entry must have of a query whose words weigh `weights`;
    /// words that tell nothing weigh 0 and do not count.
    pub fn minimum(&self, weights: &[f32]) -> f32 {
        let [head, floor] = self.minimum_should_match;
        let total: f32 = weights.iter().sum();
        let words = weights.iter().filter(|weight| **weight > 0.0).count() as f32;
        if words <= 1.0 {
            return total;
        }
        let share = (head * (SHORT_QUERY_WORDS as f32 / words).min(1.0).powi(2)).max(floor);
        total * share.min(LONG_TEXT_WORDS / words)
    }
}
