//! Which characters of a text a query matches.

use std::ops::Range;

use crate::query::QueryNode;

/// Byte ranges of `text` that words and phrases of `query` match: sorted,
/// disjoint, at character boundaries. What stands under a `Not` is left out.
pub fn highlights(_text: &str, _query: &QueryNode) -> Vec<Range<usize>> {
    todo!()
}
