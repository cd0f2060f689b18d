//! Texts as weighted words, compared by cosine: tf · idf over the texts at hand, with
//! `1 + ln(tf)` and `ln((1 + n) / (1 + df)) + 1` (Salton & Buckley 1988).

use std::collections::{BTreeMap, HashMap};

use leian_indexer::analyzer::{is_stop_word, words};

/// How often each word of a text occurs: words of two characters and more that are no
/// stop words, parts of compounds too.
pub type Counts = HashMap<String, u32>;

/// A text's words with their weights; of unit length unless it has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Vector(BTreeMap<String, f64>);

/// Counts the words of a text.
pub fn counts(text: &str) -> Counts {
    let mut counts = Counts::new();
    for word in words(text) {
        let telling = word.term.chars().nth(1).is_some() && !is_stop_word(&word.term);
        if telling {
            *counts.entry(word.term).or_default() += 1;
        }
    }
    counts
}

/// In how many texts each word occurs.
#[derive(Debug, Default)]
pub struct Frequencies {
    texts: usize,
    doc_freq: HashMap<String, u32>,
}

impl Frequencies {
    /// Over these texts.
    pub fn of<'a>(texts: impl IntoIterator<Item = &'a Counts>) -> Self {
        let mut frequencies = Self::default();
        for counts in texts {
            frequencies.texts += 1;
            for term in counts.keys() {
                *frequencies.doc_freq.entry(term.clone()).or_default() += 1;
            }
        }
        frequencies
    }

    /// The vector of a text.
    pub fn vector(&self, counts: &Counts) -> Vector {
        let weigh = |(term, &count): (&String, &u32)| {
            let doc_freq = self.doc_freq.get(term).copied().unwrap_or(0);
            let idf = ((1.0 + self.texts as f64) / (1.0 + f64::from(doc_freq))).ln() + 1.0;
            (term.clone(), (1.0 + f64::from(count).ln()) * idf)
        };
        Vector(counts.iter().map(weigh).collect()).unit()
    }
}

impl Vector {
    /// The sum of vectors, of unit length: what they have in common stands out.
    pub fn centroid<'a>(vectors: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut sum = BTreeMap::new();
        for vector in vectors {
            for (term, weight) in &vector.0 {
                *sum.entry(term.clone()).or_insert(0.0) += weight;
            }
        }
        Self(sum).unit()
    }

    fn unit(mut self) -> Self {
        let length = self
            .0
            .values()
            .map(|weight| weight * weight)
            .sum::<f64>()
            .sqrt();
        if length > 0.0 {
            self.0.values_mut().for_each(|weight| *weight /= length);
        }
        self
    }

    /// The weight of a word; 0 for one that is not there.
    pub fn weight(&self, term: &str) -> f64 {
        self.0.get(term).copied().unwrap_or(0.0)
    }

    /// The cosine with another vector.
    pub fn cosine(&self, other: &Self) -> f64 {
        self.0
            .iter()
            .map(|(term, weight)| weight * other.weight(term))
            .sum()
    }

    /// Words by weight.
    pub fn terms(&self) -> impl Iterator<Item = (&str, f64)> {
        self.0.iter().map(|(term, &weight)| (term.as_str(), weight))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vectors(texts: &[&str]) -> Vec<Vector> {
        let counts: Vec<Counts> = texts.iter().map(|text| counts(text)).collect();
        let frequencies = Frequencies::of(&counts);
        counts
            .iter()
            .map(|counts| frequencies.vector(counts))
            .collect()
    }

    #[test]
    fn texts_with_more_telling_words_in_common_are_nearer() {
        let [facts, near, far] =
            &vectors(&["某甲入户盗窃手机", "某乙入户盗窃现金", "某丙醉酒驾驶机动车"])[..]
        else {
            unreachable!()
        };
        assert!(facts.cosine(near) > facts.cosine(far));
        assert!((facts.cosine(facts) - 1.0).abs() < 1e-9);
        assert_eq!(Vector::default().cosine(facts), 0.0);
    }

    #[test]
    fn a_centroid_is_of_unit_length_and_has_what_is_shared() {
        let all = vectors(&["盗窃手机", "盗窃现金"]);
        let centroid = Vector::centroid(&all);
        assert!((centroid.cosine(&centroid) - 1.0).abs() < 1e-9);
        assert!(centroid.weight("盗窃") > centroid.weight("手机"));
        assert_eq!(Vector::centroid([]), Vector::default());
    }
}
