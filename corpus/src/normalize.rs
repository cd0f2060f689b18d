//! Width, punctuation and spaces, with offsets back to the source.

use std::ops::Range;

/// A normalised text that knows where each character came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Normalized {
    /// The normalised text.
    pub text: String,
    starts: Vec<u32>,
}

impl Normalized {
    /// The bytes of the source that became `range` of [`text`](Self::text). A range
    /// that does not lie on character boundaries is widened to them.
    pub fn source_range(&self, range: Range<usize>) -> Range<usize> {
        let _ = (range, &self.starts);
        todo!()
    }
}

/// Full-width letters, digits and ASCII punctuation to half-width, every kind of
/// space to one plain space, letters to lower case; keeps offsets.
pub fn normalize(text: &str) -> Normalized {
    let _ = text;
    todo!()
}

/// One character: full-width ASCII to half-width, ideographic and other spaces to
/// a plain space. Does not change case.
pub fn half_width(c: char) -> char {
    let _ = c;
    todo!()
}

/// Removes every white space (en-spaces and ideographic spaces included) and
/// invisible characters (zero-width, BOM).
pub fn without_spaces(text: &str) -> String {
    let _ = text;
    todo!()
}
