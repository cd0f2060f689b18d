//! The analyzers as tantivy sees them. Cutting happens in tantivy's own indexing
//! threads; the dictionary is shared, so a clone costs nothing.

use tantivy::Index;
use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

/// Name of the tokenizer of words.
pub const WORDS: &str = "leian_words";
/// Name of the tokenizer of character bigrams.
pub const GRAMS: &str = "leian_grams";

/// Makes both tokenizers known to `index`.
pub fn register(index: &Index) {
    index
        .tokenizers()
        .register(WORDS, TextAnalyzer::builder(WordTokenizer).build());
    index
        .tokenizers()
        .register(GRAMS, TextAnalyzer::builder(GramTokenizer).build());
}

#[derive(Clone, Copy)]
struct WordTokenizer;

#[derive(Clone, Copy)]
struct GramTokenizer;

/// Tokens that were all made at once.
struct Made {
    tokens: std::vec::IntoIter<Token>,
    current: Token,
}

impl Made {
    fn new(tokens: Vec<Token>) -> Self {
        Self {
            tokens: tokens.into_iter(),
            current: Token::default(),
        }
    }
}

impl TokenStream for Made {
    fn advance(&mut self) -> bool {
        let next = self.tokens.next();
        let more = next.is_some();
        self.current = next.unwrap_or_default();
        more
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        let token = |word: super::Word| Token {
            offset_from: word.byte_range.start,
            offset_to: word.byte_range.end,
            position: word.position,
            text: word.term,
            position_length: word.position_length,
        };
        Made::new(super::words(text).into_iter().map(token).collect())
    }
}

impl Tokenizer for GramTokenizer {
    type TokenStream<'a> = Made;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Made {
        // Offsets are of no use to a field that is never read back.
        let token = |(position, text): (usize, String)| Token {
            offset_from: 0,
            offset_to: 0,
            position,
            text,
            position_length: 1,
        };
        Made::new(
            super::grams(text)
                .into_iter()
                .enumerate()
                .map(token)
                .collect(),
        )
    }
}
