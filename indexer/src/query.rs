//! What is asked, free of any syntax that a user types.

/// A query over words and phrases. Built by hand by the caller: tantivy's own
/// query parser turns an unspaced Chinese query into one phrase and finds
/// almost nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryNode {
    /// Running text: its words, of which an entry must have at least the share
    /// that `MINIMUM_SHOULD_MATCH` states.
    Words(String),
    /// Running text, and other ways to say some of its pieces.
    Expanded {
        /// The text.
        text: String,
        /// What may stand in the place of a piece.
        synonyms: Vec<Synonym>,
    },
    /// An exact piece of text, up to width, case, white space and the form of
    /// quotation marks.
    Phrase(String),
    /// Every part must match. Parts that are [`QueryNode::Not`] only exclude.
    All(Vec<QueryNode>),
    /// At least one part must match.
    Any(Vec<QueryNode>),
    /// Everything but what the inner query matches.
    Not(Box<QueryNode>),
}

/// Another way to say a piece of running text: an entry that has `phrase` counts as
/// having the words of `replaces`, and scores as for a word of less weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Synonym {
    /// The piece of the text.
    pub replaces: String,
    /// What is looked for as well, as an exact phrase.
    pub phrase: String,
}
