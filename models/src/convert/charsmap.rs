//! Writes a map of characters in the binary form that SentencePiece calls
//! `precompiled_charsmap`: a double-array trie (as darts-clone lays it out)
//! over the UTF-8 bytes of the keys, then the replacements, each ended by NUL.

use std::collections::{BTreeMap, HashSet};

/// A trie node while it is being laid out.
#[derive(Default)]
struct Node {
    children: BTreeMap<u8, Node>,
    value: Option<u32>,
}

/// The map as bytes: `[u32 size of the trie in bytes][trie][replacements]`.
///
/// NUL cannot be a key (it ends a search), so such an entry is left out.
pub(super) fn precompiled_charsmap(map: &[(char, String)]) -> Vec<u8> {
    let mut root = Node::default();
    let mut replacements = Vec::new();
    for (character, replacement) in map.iter().filter(|(character, _)| *character != '\0') {
        let mut buffer = [0; 4];
        let node = character
            .encode_utf8(&mut buffer)
            .bytes()
            .fold(&mut root, |node, byte| {
                node.children.entry(byte).or_default()
            });
        node.value = u32::try_from(replacements.len()).ok();
        replacements.extend_from_slice(replacement.as_bytes());
        replacements.push(0);
    }
    let mut layout = Layout::default();
    layout.place(&root, 0, 0);
    let mut bytes = Vec::with_capacity(layout.units.len() * 4 + replacements.len() + 4);
    let trie_bytes = u32::try_from(layout.units.len() * 4).unwrap_or(u32::MAX);
    bytes.extend_from_slice(&trie_bytes.to_le_bytes());
    for unit in &layout.units {
        bytes.extend_from_slice(&unit.to_le_bytes());
    }
    bytes.extend_from_slice(&replacements);
    bytes
}

/// Units placed so far. The array always ends on a multiple of 256, so that
/// `base ^ byte` of any byte stays inside.
#[derive(Default)]
struct Layout {
    units: Vec<u32>,
    used: Vec<bool>,
    bases: HashSet<usize>,
    first_free: usize,
}

impl Layout {
    /// Places the children of `node`, whose own unit stands at `position` and
    /// carries `label`.
    fn place(&mut self, node: &Node, position: usize, label: u8) {
        self.reserve(position);
        self.used[position] = true;
        let base = self.free_base(node);
        self.bases.insert(base);
        let has_leaf = u32::from(node.value.is_some());
        // Offsets below 2^21 need no shift, and the trie is far smaller.
        let offset = u32::try_from(position ^ base).unwrap_or(0);
        self.units[position] = offset << 10 | has_leaf << 8 | u32::from(label);
        if let Some(value) = node.value {
            self.units[base] = value | 1 << 31;
            self.used[base] = true;
        }
        for &byte in node.children.keys() {
            self.used[base ^ usize::from(byte)] = true;
        }
        for (&byte, child) in &node.children {
            self.place(child, base ^ usize::from(byte), byte);
        }
    }

    /// A base that no other node has and whose places are all free. Bases are
    /// unique because a unit only stores its label: two nodes with one base
    /// would see each other's children.
    fn free_base(&mut self, node: &Node) -> usize {
        let labels: Vec<usize> = (node.value.iter().map(|_| 0))
            .chain(node.children.keys().map(|&byte| usize::from(byte)))
            .collect();
        while self.used.get(self.first_free).copied().unwrap_or(false) {
            self.first_free += 1;
        }
        let mut base = self.first_free & !0xff;
        loop {
            self.reserve(base);
            if !self.bases.contains(&base) && labels.iter().all(|label| !self.used[base ^ label]) {
                return base;
            }
            base += 1;
        }
    }

    fn reserve(&mut self, position: usize) {
        let length = (position | 0xff) + 1;
        if self.units.len() < length {
            self.units.resize(length, 0);
            self.used.resize(length, false);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn transform(charsmap: &[u8], text: &str) -> String {
        use tokenizers::{NormalizedString, Normalizer};
        let precompiled = tokenizers::normalizers::Precompiled::from(charsmap).unwrap();
        let mut normalized = NormalizedString::from(text);
        precompiled.normalize(&mut normalized).unwrap();
        normalized.get().to_owned()
    }

    #[test]
    fn every_key_is_replaced_and_nothing_else() {
        let map: Vec<(char, String)> = vec![
            ('Ａ', "A".into()),
            ('\u{3000}', " ".into()),
            ('\u{200b}', String::new()),
            ('㈱', "(株)".into()),
            ('\t', " ".into()),
            ('𝐀', "A".into()),
        ];
        let charsmap = precompiled_charsmap(&map);
        assert_eq!(
            transform(&charsmap, "Ａ\u{3000}b㈱\u{200b}条\t𝐀Ｂ"),
            "A b(株)条 AＢ"
        );
    }

    #[test]
    fn all_characters_outside_the_map_stay() {
        let map = vec![('é', "e".to_owned()), ('ﬁ', "fi".to_owned())];
        let charsmap = precompiled_charsmap(&map);
        for character in ('\u{1}'..='\u{ffff}').filter(|c| !matches!(c, 'é' | 'ﬁ' | '\r')) {
            let text = character.to_string();
            assert_eq!(transform(&charsmap, &text), text, "{character:?}");
        }
    }
}
