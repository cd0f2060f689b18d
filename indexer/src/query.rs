//! What is asked, free of any syntax that a user types.

/// A query over words and phrases. Built by hand by the caller: tantivy's own
/// query parser turns an unspaced Chinese query into one phrase and finds
/// almost nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QueryNode {
    /// Running text: its words, of which an entry must have at least the share
    /// that `MINIMUM_SHOULD_MATCH` states.
    Words(String),
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
