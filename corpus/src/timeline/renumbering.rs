//! Which article of one text of a law is which of the next: by what they say, since
//! numbers move when articles are inserted or dropped.

use std::collections::{BTreeMap, HashMap};

use crate::normalize::half_width;
use crate::statute::ArticleNumber;

/// Least similarity at which an article keeps its number.
const SAME_NUMBER: f64 = 0.35;

/// Fewest pairs of characters of a text that can be found under another number.
const FEWEST_GRAMS: usize = 8;

/// By how much another article has to be more similar than that of the same number.
const CLEARLY_MORE: f64 = 0.2;

/// Least similarity at which an article is found under another number.
const OTHER_NUMBER: f64 = 0.5;

/// The articles of two texts of a law, paired. An article without a partner was
/// dropped, or is new.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Correspondence {
    forward: BTreeMap<ArticleNumber, ArticleNumber>,
    backward: BTreeMap<ArticleNumber, ArticleNumber>,
}

impl Correspondence {
    /// The number in the later text.
    pub fn later(&self, earlier: ArticleNumber) -> Option<ArticleNumber> {
        self.forward.get(&earlier).copied()
    }

    /// The number in the earlier text.
    pub fn earlier(&self, later: ArticleNumber) -> Option<ArticleNumber> {
        self.backward.get(&later).copied()
    }

    /// All pairs, by the earlier number.
    pub fn pairs(&self) -> impl Iterator<Item = (ArticleNumber, ArticleNumber)> {
        self.forward
            .iter()
            .map(|(&earlier, &later)| (earlier, later))
    }

    fn pair(&mut self, earlier: ArticleNumber, later: ArticleNumber) {
        self.forward.insert(earlier, later);
        self.backward.insert(later, earlier);
    }
}

/// Pairs the articles of two texts: first those with equal words, then those that kept
/// their number and much of their words, then the most similar of the rest.
pub fn correspondences<'t>(
    earlier: impl Iterator<Item = (ArticleNumber, &'t str)>,
    later: impl Iterator<Item = (ArticleNumber, &'t str)>,
) -> Correspondence {
    let earlier: Vec<_> = earlier.map(|(n, text)| Side::of(n, text)).collect();
    let later: Vec<_> = later.map(|(n, text)| Side::of(n, text)).collect();
    let mut found = Correspondence::default();
    equal_words(&earlier, &later, &mut found);
    let index = Index::of(&later);
    equal_numbers(&earlier, &index, &mut found);
    most_similar(&earlier, &index, &mut found);
    found
}

struct Side {
    number: ArticleNumber,
    words: String,
    /// Pairs of characters, sorted, each once.
    grams: Vec<(char, char)>,
}

impl Side {
    fn of(number: ArticleNumber, text: &str) -> Self {
        let words: String = text
            .chars()
            .map(half_width)
            .filter(|c| c.is_alphanumeric())
            .collect();
        let mut grams: Vec<_> = words.chars().zip(words.chars().skip(1)).collect();
        grams.sort_unstable();
        grams.dedup();
        Self {
            number,
            words,
            grams,
        }
    }
}

/// The articles of the later text by their pairs of characters: finds how much each has
/// in common with an article in one walk, where comparing it with each takes hundreds.
struct Index<'s> {
    later: &'s [Side],
    places: HashMap<(char, char), Vec<usize>>,
}

impl<'s> Index<'s> {
    fn of(later: &'s [Side]) -> Self {
        let mut places: HashMap<_, Vec<usize>> = HashMap::new();
        for (place, side) in later.iter().enumerate() {
            for &gram in &side.grams {
                places.entry(gram).or_default().push(place);
            }
        }
        Self { later, places }
    }

    /// The later articles with their similarity to `side`, by Dice's coefficient over
    /// pairs of characters, from 0 to 1.
    fn similarities(&self, side: &Side) -> impl Iterator<Item = (&'s Side, f64)> {
        let mut common = vec![0usize; self.later.len()];
        for place in side
            .grams
            .iter()
            .flat_map(|gram| self.places.get(gram))
            .flatten()
        {
            common[*place] += 1;
        }
        let own = side.grams.len();
        self.later.iter().zip(common).map(move |(other, both)| {
            let sum = own + other.grams.len();
            (
                other,
                if sum == 0 {
                    0.0
                } else {
                    2.0 * both as f64 / sum as f64
                },
            )
        })
    }
}

/// Texts that several articles share prove nothing.
fn equal_words(earlier: &[Side], later: &[Side], found: &mut Correspondence) {
    let unique = |sides: &[Side]| {
        let mut by_words: HashMap<String, Option<ArticleNumber>> = HashMap::new();
        for side in sides {
            by_words
                .entry(side.words.clone())
                .and_modify(|number| *number = None)
                .or_insert(Some(side.number));
        }
        by_words
    };
    let later = unique(later);
    for (words, number) in unique(earlier) {
        if let (Some(earlier), Some(Some(later))) = (number, later.get(&words)) {
            found.pair(earlier, *later);
        }
    }
}

fn equal_numbers(earlier: &[Side], later: &Index<'_>, found: &mut Correspondence) {
    for side in earlier {
        if found.later(side.number).is_some() || found.earlier(side.number).is_some() {
            continue;
        }
        let mut own = None;
        let mut best = 0.0f64;
        for (other, similarity) in later.similarities(side) {
            if other.number == side.number {
                own = Some(similarity);
            } else if found.earlier(other.number).is_none() {
                best = best.max(similarity);
            }
        }
        // A free article under another number may say nearly the same where this does not.
        let moved = |own: f64| own < OTHER_NUMBER && best >= own + CLEARLY_MORE;
        if own.is_some_and(|own| own >= SAME_NUMBER && !moved(own)) {
            found.pair(side.number, side.number);
        }
    }
}

fn most_similar(earlier: &[Side], later: &Index<'_>, found: &mut Correspondence) {
    let mut pairs: Vec<(f64, ArticleNumber, ArticleNumber)> = Vec::new();
    let long = |side: &&Side| side.grams.len() >= FEWEST_GRAMS;
    let free = |side: &&Side| found.later(side.number).is_none();
    for side in earlier.iter().filter(long).filter(free) {
        for (other, similarity) in later.similarities(side) {
            if similarity >= OTHER_NUMBER && found.earlier(other.number).is_none() {
                pairs.push((similarity, side.number, other.number));
            }
        }
    }
    pairs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
    for (_, earlier, later) in pairs {
        if found.later(earlier).is_none() && found.earlier(later).is_none() {
            found.pair(earlier, later);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(rows: &[(u32, &'static str)]) -> Vec<(ArticleNumber, &'static str)> {
        rows.iter()
            .map(|&(number, text)| (ArticleNumber::new(number), text))
            .collect()
    }

    #[test]
    fn moved_changed_dropped_and_new_articles_are_told_apart() {
        let earlier = texts(&[
            (1, "为了规范登记活动，制定本办法。"),
            (2, "申请人应当提交身份证明和登记申请书。"),
            (3, "登记机关可以收取工本费。"),
            (4, "登记机关应当在十日内作出决定，并通知申请人。"),
        ]);
        let later = texts(&[
            (1, "为了规范登记活动，制定本办法。"),
            (2, "登记工作应当便民高效。"),
            (3, "申请人应当提交身份证明和登记申请书。"),
            (4, "登记机关应当在五日内作出决定，并书面通知申请人。"),
        ]);
        let found = correspondences(earlier.into_iter(), later.into_iter());
        let pairs: Vec<_> = found.pairs().map(|(a, b)| (a.base, b.base)).collect();
        assert_eq!(pairs, [(1, 1), (2, 3), (4, 4)]);
        assert_eq!(found.earlier(ArticleNumber::new(2)), None);
        assert_eq!(found.later(ArticleNumber::new(3)), None);
    }

    #[test]
    fn index_finds_the_similarities_of_a_slow_comparison() {
        let texts = ["甲乙丙丁戊", "乙丙丁戊己", "庚辛壬癸", "", "甲乙甲乙丙"];
        let sides: Vec<Side> = (1..)
            .zip(texts)
            .map(|(number, text)| Side::of(ArticleNumber::new(number), text))
            .collect();
        let index = Index::of(&sides);
        for side in &sides {
            for (other, similarity) in index.similarities(side) {
                let both = side
                    .grams
                    .iter()
                    .filter(|g| other.grams.contains(g))
                    .count();
                let sum = (side.grams.len() + other.grams.len()).max(1);
                assert_eq!(similarity, 2.0 * both as f64 / sum as f64);
            }
        }
    }

    #[test]
    fn a_shared_sentence_proves_nothing() {
        let deleted = texts(&[(1, "删去"), (2, "删去"), (3, "甲乙丙丁")]);
        let later = texts(&[(1, "删去"), (7, "删去"), (3, "甲乙丙丁")]);
        let found = correspondences(deleted.into_iter(), later.into_iter());
        assert_eq!(found.later(ArticleNumber::new(2)), None);
        assert_eq!(
            found.later(ArticleNumber::new(3)),
            Some(ArticleNumber::new(3))
        );
    }
}
