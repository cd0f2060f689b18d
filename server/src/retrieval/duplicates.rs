//! Near duplicates on a page: the same case published twice, the same wording in two
//! rules. They stay in the list and in every count; a face may fold them away.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use leian_corpus::EntryId;

use super::hit::Hit;

/// Two texts with this share of the pieces of the shorter one in common say the same.
const SAME: f64 = 0.9;

/// Texts whose lengths differ by more are not the same.
const LENGTHS: f64 = 0.75;

/// Characters of a piece that is compared.
const PIECE: usize = 5;

/// Shorter texts (本法自公布之日起施行。) say the same in many laws, and each counts.
const LEAST_CHARS: usize = 60;

/// Characters of a text that are compared.
const MOST_CHARS: usize = 20_000;

/// For each hit the first one before it whose text is nearly the same.
#[must_use]
pub fn duplicates(hits: &[Hit]) -> Vec<Option<EntryId>> {
    let pieces: Vec<HashSet<u64>> = hits.iter().map(|hit| pieces(&hit.entry.text())).collect();
    (0..hits.len())
        .map(|at| {
            let same = (0..at).find(|&before| is_same(&pieces[before], &pieces[at]));
            same.map(|before| hits[before].entry.id.clone())
        })
        .collect()
}

fn is_same(one: &HashSet<u64>, other: &HashSet<u64>) -> bool {
    let (shorter, longer) = match one.len() <= other.len() {
        true => (one, other),
        false => (other, one),
    };
    if shorter.is_empty() || (shorter.len() as f64) < LENGTHS * longer.len() as f64 {
        return false;
    }
    let shared = shorter
        .iter()
        .filter(|piece| longer.contains(piece))
        .count();
    shared as f64 >= SAME * shorter.len() as f64
}

/// The pieces of a text, without marks and white space; none of a short one.
fn pieces(text: &str) -> HashSet<u64> {
    let said = text.chars().filter(|c| c.is_alphanumeric());
    let chars: Vec<char> = said.take(MOST_CHARS).collect();
    if chars.len() < LEAST_CHARS {
        return HashSet::new();
    }
    let piece = |piece: &[char]| {
        let mut hasher = DefaultHasher::new();
        piece.hash(&mut hasher);
        hasher.finish()
    };
    chars.windows(PIECE).map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CASE: &str = "某甲夜间翻墙进入码头仓库，搬走电缆三卷，随后在渡口以低价卖给收旧货的某乙，\
                        得款用于日常花销。某乙明知来路不明仍予收购，并连夜运往邻县转卖。";

    fn same(one: &str, other: &str) -> bool {
        is_same(&pieces(one), &pieces(other))
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
