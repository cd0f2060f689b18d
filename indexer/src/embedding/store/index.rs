//! Where the vector of a key lies: a hash map in memory.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use crate::passage_key::PassageKey;

/// Volume and record of a vector.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Location {
    pub(super) volume: u32,
    pub(super) record: u32,
}

/// First half of a key. Two texts whose SHA-256 agree in 128 bits do not occur;
/// if they did, reading the record would still tell them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
struct KeyHalf([u8; 16]);

impl KeyHalf {
    fn of(key: &PassageKey) -> Self {
        let mut half = [0; 16];
        half.copy_from_slice(&key.0[..16]);
        Self(half)
    }
}

impl Hash for KeyHalf {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write(&self.0[..8]);
    }
}

/// Takes the bytes as they are: a SHA-256 needs no second hash.
#[derive(Clone, Default)]
struct TakeBytes(u64);

impl Hasher for TakeBytes {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for (place, &byte) in bytes.iter().enumerate() {
            self.0 ^= u64::from(byte) << (8 * (place % 8));
        }
    }
}

#[derive(Clone, Default)]
pub(super) struct KeyIndex {
    places: HashMap<KeyHalf, Location, BuildHasherDefault<TakeBytes>>,
}

impl KeyIndex {
    /// A later record of the same key replaces an earlier one, which was found
    /// damaged when the later one was written.
    pub(super) fn insert(&mut self, key: &PassageKey, location: Location) {
        self.places.insert(KeyHalf::of(key), location);
    }

    pub(super) fn get(&self, key: &PassageKey) -> Option<Location> {
        self.places.get(&KeyHalf::of(key)).copied()
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    pub(super) fn reserve(&mut self, additional: usize) {
        self.places.reserve(additional);
    }
}
