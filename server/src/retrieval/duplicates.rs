//! Near duplicates on a page: the same case published twice, the same wording in two
//! rules. They stay in the list and in every count; a face may fold them away.

use std::cell::OnceCell;
use std::collections::HashSet;

use leian_corpus::EntryId;

use super::hit::Hit;

/// Two texts with this share of the pieces of the shorter one in common say the same.
const SAME: f64 = 0.9;

/// Texts whose lengths differ by more are not the same.
const LENGTHS: f64 = 0.75;

/// Characters of a piece that is compared.
const PIECE: usize = 5;

/// One piece in so many is compared, chosen by its hash and so alike in both texts.
const SAMPLED: u64 = 4;

/// Shorter texts (本法自公布之日起施行。) say the same in many laws, and each counts.
const LEAST_CHARS: usize = 60;

/// Characters of a text that are compared; its length counts whole.
const MOST_CHARS: usize = 5_000;

/// For each hit the first one before it whose text is nearly the same.
#[must_use]
pub fn duplicates(hits: &[Hit]) -> Vec<Option<EntryId>> {
    let said: Vec<Said> = hits.iter().map(|hit| Said::of(&hit.entry.text())).collect();
    // Most texts differ in length from all others and are never cut into pieces.
    let pieces: Vec<OnceCell<HashSet<u64>>> = vec![OnceCell::new(); hits.len()];
    let of = |at: usize| pieces[at].get_or_init(|| said[at].pieces());
    (0..hits.len())
        .map(|at| {
            let mut alike = (0..at).filter(|&before| said[before].is_as_long_as(&said[at]));
            let same = alike.find(|&before| is_same(of(before), of(at)));
            same.map(|before| hits[before].entry.id.clone())
        })
        .collect()
}

/// A text without marks and white space.
struct Said {
    chars: Vec<char>,
    length: usize,
}

impl Said {
    fn of(text: &str) -> Self {
        let said = || text.chars().filter(|c| c.is_alphanumeric());
        Self {
            chars: said().take(MOST_CHARS).collect(),
            length: said().count(),
        }
    }

    fn is_as_long_as(&self, other: &Self) -> bool {
        let (shorter, longer) = match self.length <= other.length {
            true => (self.length, other.length),
            false => (other.length, self.length),
        };
        shorter >= LEAST_CHARS && shorter as f64 >= LENGTHS * longer as f64
    }

    fn pieces(&self) -> HashSet<u64> {
        let hashes = self.chars.windows(PIECE).map(hash);
        hashes.filter(|hash| hash % SAMPLED == 0).collect()
    }
}

/// Multiplies and folds, as a piece of five characters needs no more.
fn hash(piece: &[char]) -> u64 {
    let folded = piece.iter().fold(0u64, |hash, &c| {
        (hash.rotate_left(5) ^ u64::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    });
    folded >> 16
}

fn is_same(one: &HashSet<u64>, other: &HashSet<u64>) -> bool {
    let (shorter, longer) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    let shared = shorter
        .iter()
        .filter(|piece| longer.contains(piece))
        .count();
    !shorter.is_empty() && shared as f64 >= SAME * shorter.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "某甲夜间翻墙进入码头仓库，搬走电缆三卷，随后在渡口以低价卖给收旧货的某乙，\
                        得款用于日常花销。某乙明知来路不明仍予收购，并连夜运往邻县转卖。";

    fn same(one: &str, other: &str) -> bool {
        let (one, other) = (Said::of(one), Said::of(other));
        one.is_as_long_as(&other) && is_same(&one.pieces(), &other.pieces())
    }

    #[test]
    fn marks_and_a_few_words_do_not_make_another_text() {
        assert!(same(CASE, &CASE.replace('，', ",\n")));
        assert!(same(CASE, &CASE.replace("邻县", "外县")));
        assert!(!same(
            CASE,
            &CASE.replace("某甲夜间翻墙进入码头仓库，搬走电缆三卷", "某丙谎称代办证件")
        ));
    }

    #[test]
    fn short_texts_and_parts_are_not_the_same() {
        let formula = "本规定自公布之日起施行。";
        assert!(!same(formula, formula));
        assert!(!same(
            CASE,
            &format!("{CASE}{}", CASE.chars().rev().collect::<String>())
        ));
    }
}
