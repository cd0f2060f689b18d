//! Texts much longer than the model reads: cut into elements, each with its own weight, whose
//! vectors together stand for the whole. So the facts on the third page count too.

use std::collections::HashSet;
use std::ops::Range;

use leian_models::ModelError;

use super::search::EmbedQuery;
use super::sentences::sentences;
use super::terms::counts;

/// The model reads the beginning of a text: 512 tokens of e5, at 1.54 characters a
/// token in Chinese legal texts.
pub const READ_CHARS: usize = 750;

/// Up to this length the beginning alone finds more than the mean of elements: of 400
/// facts, 135 of them between the two lengths, it found the first article by meaning for
/// 34.5%, the mean for 31.8%. No evaluation set has longer texts, so that elements find
/// more of those is supposed (they begin with who is accused and when arrested) and not
/// measured.
const LONG_CHARS: usize = 1_600;

/// Characters of an element; its last sentence may reach beyond.
const ELEMENT_CHARS: usize = 500;

/// Elements that are embedded, those that say most; each takes as long as a query.
pub const MAX_ELEMENTS: usize = 8;

/// A piece of a long text.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Bytes of the text: whole sentences.
    pub byte_range: Range<usize>,
    /// What it counts for: the square root of how many telling words it is the first to say.
    pub weight: f64,
}

/// Whether `text` is cut into elements.
pub fn is_long(text: &str) -> bool {
    text.chars().nth(LONG_CHARS).is_some()
}

/// Whether the model reads only the beginning of `text`.
pub fn is_cut(text: &str) -> bool {
    !is_long(text) && text.chars().nth(READ_CHARS).is_some()
}

/// The elements of a long text that stand for it, in its order; the whole text as one
/// where it is not long.
pub fn elements(text: &str) -> Vec<Element> {
    if !is_long(text) {
        return vec![Element {
            byte_range: 0..text.len(),
            weight: 1.0,
        }];
    }
    let mut said: HashSet<String> = HashSet::new();
    let mut elements: Vec<Element> = pieces(text)
        .into_iter()
        .map(|byte_range| {
            let words = counts(&text[byte_range.clone()]).into_keys();
            let new = words.filter(|word| said.insert(word.clone())).count();
            Element {
                byte_range,
                weight: (new as f64).sqrt(),
            }
        })
        .collect();
    elements.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then(a.byte_range.start.cmp(&b.byte_range.start))
    });
    elements.truncate(MAX_ELEMENTS);
    elements.sort_by_key(|element| element.byte_range.start);
    elements
}

/// Sentences joined up to [`ELEMENT_CHARS`]; a text without sentences is one piece.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(text) {
        match pieces.last_mut() {
            Some(last) if text[last.clone()].chars().count() < ELEMENT_CHARS => {
                last.end = sentence.end;
            }
            _ => pieces.push(sentence),
        }
    }
    if pieces.is_empty() {
        pieces.push(0..text.len());
    }
    pieces
}

/// The unit vector of a text of any length: the weighted mean of its elements' vectors.
///
/// # Errors
/// The model's.
pub fn embed(embed: &EmbedQuery<'_>, text: &str) -> Result<Vec<f32>, ModelError> {
    let elements = elements(text);
    if let [whole] = elements.as_slice() {
        return embed(&text[whole.byte_range.clone()]);
    }
    let mut sum: Vec<f64> = Vec::new();
    for element in elements {
        let vector = embed(&text[element.byte_range])?;
        sum.resize(vector.len(), 0.0);
        for (sum, value) in sum.iter_mut().zip(vector) {
            *sum += element.weight * f64::from(value);
        }
    }
    let length = sum.iter().map(|value| value * value).sum::<f64>().sqrt();
    let unit = sum.into_iter().map(|value| match length > 0.0 {
        true => (value / length) as f32,
        false => 0.0,
    });
    Ok(unit.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use proptest::prelude::*;

    /// A vector that says how much of a text is 甲 and how much 乙.
    fn shares(text: &str) -> Result<Vec<f32>, ModelError> {
        let of = |c| text.matches(c).count() as f32;
        let (a, b) = (of('甲'), of('乙'));
        let length = (a * a + b * b).sqrt().max(1.0);
        Ok(vec![a / length, b / length])
    }

    #[test]
    fn a_short_text_is_embedded_whole() {
        assert_eq!(embed(&shares, "甲案").unwrap(), [1.0, 0.0]);
    }

    #[test]
    fn the_end_of_a_long_text_counts() {
        let text = format!(
            "{}{}",
            "甲盗窃仓库电缆。".repeat(150),
            "乙驾车逃离渡口。".repeat(150)
        );
        let vector = embed(&shares, &text).unwrap();
        assert!(vector.iter().all(|&share| share > 0.3), "{vector:?}");
        let length: f32 = vector.iter().map(|value| value * value).sum();
        assert!((length - 1.0).abs() < 1e-5);
    }

    proptest! {
        #[test]
        fn elements_are_pieces_in_order(text in "(甲在仓库盗窃|乙，|。|\n|x){0,1900}") {
            let elements = elements(&text);
            prop_assert!(elements.len() <= MAX_ELEMENTS && !elements.is_empty());
            for element in &elements {
                prop_assert!(text.get(element.byte_range.clone()).is_some());
            }
            prop_assert!(elements.windows(2).all(|pair| pair[0].byte_range.end <= pair[1].byte_range.start));
        }
    }
}
