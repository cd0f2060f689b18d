//! The name of a passage's text: what the embedding store is addressed by.

use sha2::{Digest, Sha256};

/// SHA-256 of a passage text, exactly as it is embedded. Two passages with equal
/// texts, in two versions of a law for example, share one key and one vector.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PassageKey(pub [u8; 32]);

impl PassageKey {
    /// The key of `text`, which is what `Entry::passage_text` returns.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
}

impl std::fmt::Display for PassageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl std::fmt::Debug for PassageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PassageKey({self})")
    }
}
