//! Which article of one text of a law is which of the next: by what they say, since
//! numbers move when articles are inserted or dropped.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::normalize::half_width;
use crate::statute::ArticleNumber;

/// Least similarity at which an article keeps its number.
const SAME_NUMBER: f64 = 0.35;

/// Fewest pairs of characters of a text that can be found under another number.
const FEWEST_GRAMS: usize = 8;

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
    equal_numbers(&earlier, &later, &mut found);
    most_similar(&earlier, &later, &mut found);
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

    /// Dice's coefficient over pairs of characters, from 0 to 1.
    fn similarity(&self, other: &Self) -> f64 {
        let both = count_common(&self.grams, &other.grams);
        match self.grams.len() + other.grams.len() {
            0 => 0.0,
            sum => 2.0 * both as f64 / sum as f64,
        }
    }
}

/// How many elements two sorted lists share.
fn count_common<T: Ord>(one: &[T], other: &[T]) -> usize {
    let (mut i, mut j, mut count) = (0, 0, 0);
    while let (Some(a), Some(b)) = (one.get(i), other.get(j)) {
        match a.cmp(b) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                count += 1;
                i += 1;
                j += 1;
            }
        }
    }
    count
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

fn equal_numbers(earlier: &[Side], later: &[Side], found: &mut Correspondence) {
    let by_number: HashMap<_, _> = later.iter().map(|side| (side.number, side)).collect();
    for side in earlier {
        let free = found.later(side.number).is_none() && found.earlier(side.number).is_none();
        if let Some(other) = by_number.get(&side.number)
            && free
            && side.similarity(other) >= SAME_NUMBER
            && !a_better_one(side, other, later, found)
        {
            found.pair(side.number, side.number);
        }
    }
}

/// Whether a free article under another number says nearly the same and this does not.
fn a_better_one(side: &Side, same: &Side, later: &[Side], found: &Correspondence) -> bool {
    let own = side.similarity(same);
    own < OTHER_NUMBER
        && later.iter().any(|other| {
            found.earlier(other.number).is_none() && side.similarity(other) >= own + 0.2
        })
}

fn most_similar(earlier: &[Side], later: &[Side], found: &mut Correspondence) {
    let mut pairs: Vec<(f64, ArticleNumber, ArticleNumber)> = Vec::new();
    let long = |side: &&Side| side.grams.len() >= FEWEST_GRAMS;
    let earlier = earlier.iter().filter(long);
    for side in earlier.filter(|side| found.later(side.number).is_none()) {
        for other in later
            .iter()
            .filter(|other| found.earlier(other.number).is_none())
        {
            let similarity = side.similarity(other);
            if similarity >= OTHER_NUMBER {
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
