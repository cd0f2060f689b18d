//! Drawing test items from a library: the same ones every time, and from all
//! over it.

use leian_corpus::Entry;
use sha2::{Digest, Sha256};

/// The `count` items whose hash with `seed` is smallest: a draw that depends on
/// the items alone, not on their order or on a generator.
#[must_use]
pub fn draw<T>(items: Vec<T>, seed: &str, count: usize, key: impl Fn(&T) -> String) -> Vec<T> {
    let mut hashed: Vec<([u8; 32], T)> = items
        .into_iter()
        .map(|item| {
            let digest = Sha256::new()
                .chain_update(seed)
                .chain_update(key(&item))
                .finalize();
            (digest.into(), item)
        })
        .collect();
    hashed.sort_by_key(|(hash, _)| *hash);
    hashed
        .into_iter()
        .take(count)
        .map(|(_, item)| item)
        .collect()
}

/// Sentences of an entry: between full stops, semicolons and line ends, without
/// quotation marks, so that a sentence can be typed as a quoted phrase.
#[must_use]
pub fn sentences(entry: &Entry) -> Vec<String> {
    entry
        .sections
        .iter()
        .flat_map(|section| section.text.split(['。', '；', '！', '？', '\n', '\r']))
        .map(str::trim)
        .filter(|sentence| !sentence.is_empty() && !sentence.contains(QUOTES))
        .map(ToOwned::to_owned)
        .collect()
}

/// A piece of `sentence` of 12 to 30 characters, at a place that depends on the
/// sentence alone; `None` when it is shorter.
#[must_use]
pub fn piece(sentence: &str) -> Option<String> {
    let chars: Vec<char> = sentence.chars().collect();
    if chars.len() < 12 {
        return None;
    }
    let digest = Sha256::digest(sentence.as_bytes());
    let length = (12 + digest[0] as usize % 19).min(chars.len());
    let start = digest[1] as usize % (chars.len() - length + 1);
    Some(chars[start..start + length].iter().collect())
}

const QUOTES: &[char] = &['"', '“', '”', '「', '」', '『', '』', '＂', '\'', '‘', '’'];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draw_does_not_depend_on_the_order_of_items() {
        let forward = draw((0..100).collect(), "seed", 5, ToString::to_string);
        let backward = draw((0..100).rev().collect(), "seed", 5, ToString::to_string);
        assert_eq!(forward, backward);
        assert_ne!(
            forward,
            draw((0..100).collect(), "other", 5, ToString::to_string)
        );
    }

    #[test]
    fn a_piece_is_part_of_its_sentence() {
        let sentence = "检察官应当在受理之日起七日以内作出决定并告知申请人及其代理人";
        let piece = piece(sentence).expect("long enough");
        assert!(sentence.contains(&piece));
        assert!((12..=30).contains(&piece.chars().count()));
        assert_eq!(super::piece("太短了"), None);
    }
}
