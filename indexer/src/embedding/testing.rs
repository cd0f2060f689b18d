//! Seeded vectors for the tests of this folder.

use crate::passage_key::PassageKey;

/// SplitMix64 (Steele, Lea & Flood 2014): small, seeded, the same everywhere.
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    /// Roughly normal: the sum of four uniform values, with variance one.
    pub(super) fn normal(&mut self) -> f32 {
        let sum: f32 = (0..4)
            .map(|_| (self.next() >> 40) as f32 / (1u64 << 24) as f32)
            .sum();
        (sum - 2.0) * 3f32.sqrt()
    }
}

pub(super) fn unit(mut vector: Vec<f32>) -> Vec<f32> {
    let norm = vector.iter().map(|v| v * v).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|v| *v /= norm);
    vector
}

pub(super) fn random_unit(random: &mut Random, dim: usize) -> Vec<f32> {
    unit((0..dim).map(|_| random.normal()).collect())
}

/// Vectors that lie as those of e5 over legal texts do: all in one narrow cone
/// (unrelated ones have cosines around .85), in topics, with topics in topics.
pub(super) struct Topics {
    shared: Vec<f32>,
    fields: Vec<Vec<f32>>,
    topics: Vec<Vec<f32>>,
}

impl Topics {
    pub(super) fn new(random: &mut Random, dim: usize, topics: usize) -> Self {
        Self {
            shared: random_unit(random, dim),
            fields: (0..12).map(|_| random_unit(random, dim)).collect(),
            topics: (0..topics).map(|_| random_unit(random, dim)).collect(),
        }
    }

    pub(super) fn vector(&self, random: &mut Random) -> Vec<f32> {
        let topic = random.below(self.topics.len());
        let (field, topic) = (&self.fields[topic % self.fields.len()], &self.topics[topic]);
        let own = random_unit(random, self.shared.len());
        let parts = self.shared.iter().zip(field).zip(topic.iter().zip(&own));
        unit(
            parts
                .map(|((s, f), (t, o))| 0.92 * s + 0.16 * f + 0.24 * t + 0.22 * o)
                .collect(),
        )
    }
}

pub(super) fn key(number: u64) -> PassageKey {
    PassageKey::of(&format!("passage {number}"))
}
