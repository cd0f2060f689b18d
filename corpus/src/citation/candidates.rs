//! Which laws a name may mean that is not understood: 民法点, 刑事诉讼规责, 扫黑指导意见. They
//! are offered and never taken.

use super::titles::{KnownName, Titles, folded};
use crate::document::LawKey;

/// Most candidates that are offered.
pub const MOST_CANDIDATES: usize = 3;

/// Shortest name in which a slip can be told, in characters.
const MIN_SLIP_CHARS: usize = 3;

/// Longest name that is compared.
const MAX_CHARS: usize = 80;

/// Least likeness of a candidate.
const LEAST_LIKENESS: f32 = 0.5;

/// What characters in the same order count, against the same characters at the same
/// places: an abbreviation leaves out.
const ABBREVIATED: f32 = 0.85;

/// Which characters a name may have, as 128 bits: one for each character, shared by many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters(u128);

impl Letters {
    pub(super) fn of(name: &[char]) -> Self {
        Self(name.iter().fold(0, |bits, &c| bits | Self::bit(c)))
    }

    /// How many characters of `name` the other may have: never fewer than it has.
    fn may_share(self, name: &[char]) -> usize {
        let may_have = |c: &&char| self.0 & Self::bit(**c) != 0;
        name.iter().filter(may_have).count()
    }

    fn bit(c: char) -> u128 {
        1 << (c as u32 % u128::BITS)
    }
}

impl Titles {
    /// The laws held whose names come closest to a name as written, at most three.
    pub fn candidates(&self, written: &str) -> Vec<LawKey> {
        let name = folded(written);
        if name.len() < 2 || name.len() > MAX_CHARS {
            return Vec::new();
        }
        let mut ranked: Vec<(f32, &KnownName)> = self
            .names
            .iter()
            .filter(|known| known.held && share_enough(&name, known))
            .map(|known| (likeness(&name, &known.folded), known))
            .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
            .collect();
        ranked.sort_by(|(a, one), (b, other)| {
            let length = |known: &KnownName| known.folded.len();
            b.total_cmp(a)
                .then(length(one).cmp(&length(other)))
                .then(one.key.cmp(&other.key))
        });
        let mut candidates: Vec<LawKey> = Vec::new();
        for (_, known) in ranked {
            if candidates.len() < MOST_CANDIDATES && !candidates.contains(&known.key) {
                candidates.push(known.key.clone());
            }
        }
        candidates
    }
}

/// Last characters of papers that are no law: 担保书 is no slip for 担保法.
const PAPERS: &[char] = &['书', '表', '单', '函', '约', '款', '证', '图', '册', '稿'];

/// Whether a name is a known one but for a slip of the pen: one character in a short
/// name, two in a longer one.
pub(super) fn is_slip(written: &str, titles: &Titles) -> bool {
    let name = folded(written);
    if written.ends_with(PAPERS) {
        return false;
    }
    if !(MIN_SLIP_CHARS..=MAX_CHARS).contains(&name.len()) {
        return false;
    }
    let most = match name.len() {
        ..=5 => 1,
        6..=14 => 2,
        _ => 3,
    };
    // 公司法原第三条: a known name with a word behind it.
    let begins = |known: &KnownName| name.starts_with(&known.folded);
    if titles.names.iter().any(begins) {
        return false;
    }
    titles.names.iter().any(|known| {
        known.folded.len().abs_diff(name.len()) <= most
            && known.folded.len() >= MIN_SLIP_CHARS
            && known.letters.may_share(&name) + most >= name.len()
            && shared(&name, &known.folded) + most >= name.len()
            && distance(&name, &known.folded) <= most
    })
}

/// How many characters of `name` occur in `other`, wherever.
fn shared(name: &[char], other: &[char]) -> usize {
    name.iter().filter(|c| other.contains(c)).count()
}

/// Whether half of the characters of a name occur in another one. Most names are told
/// apart by their letters, without a comparison.
fn share_enough(name: &[char], other: &KnownName) -> bool {
    other.letters.may_share(name) * 2 >= name.len() && shared(name, &other.folded) * 2 >= name.len()
}

/// From 0 to 1.
fn likeness(name: &[char], other: &[char]) -> f32 {
    let longer = name.len().max(other.len()).max(1) as f32;
    let same = 1.0 - distance(name, other) as f32 / longer;
    let in_order = common_in_order(name, other);
    if in_order < MIN_SLIP_CHARS {
        return same;
    }
    // Of two titles that an abbreviation fits, the shorter comes first.
    let spread = other.len().saturating_sub(name.len()) as f32 * 0.001;
    same.max(ABBREVIATED * in_order as f32 / name.len() as f32 - spread)
}

/// Fewest single-character changes between two names.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

/// Length of the longest run of characters that both have in this order.
fn common_in_order(one: &[char], other: &[char]) -> usize {
    let mut row = vec![0; other.len() + 1];
    for a in one {
        let mut diagonal = 0;
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = match a == b {
                true => diagonal + 1,
                false => above.max(row[j]),
            };
            diagonal = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let held = [
            "民法典",
            "刑法",
            "刑事诉讼法",
            "人民检察院刑事诉讼规则",
            "最高人民检察院关于办理黑恶势力犯罪案件若干问题的指导意见",
            "刑法修正案（九）",
        ];
        Titles::of(&held.map(LawKey::of))
    }

    fn first(written: &str) -> Option<String> {
        let candidates = titles().candidates(written);
        assert!(candidates.len() <= MOST_CANDIDATES);
        candidates.first().map(ToString::to_string)
    }

    #[test]
    fn nearest_names_are_offered_first() {
        assert_eq!(first("民法点").as_deref(), Some("民法典"));
        assert_eq!(
            first("刑事诉讼规责").as_deref(),
            Some("人民检察院刑事诉讼规则")
        );
        assert_eq!(
            first("中华人民共和国刑事诉讼发").as_deref(),
            Some("刑事诉讼法")
        );
        let opinion = first("扫黑指导意见");
        assert!(opinion.is_some_and(|title| title.contains("黑恶势力")));
        assert_eq!(first("木星大气层"), None);
    }

    #[test]
    fn letters_never_miss_a_character_that_is_shared() {
        let names: Vec<Vec<char>> = crate::law_names::terms()
            .step_by(7)
            .map(|name| name.chars().collect())
            .collect();
        let mut told_apart = 0;
        for one in &names {
            let letters = Letters::of(one);
            for other in &names {
                let may = letters.may_share(other);
                assert!(may >= shared(other, one), "{one:?} {other:?}");
                told_apart += usize::from(may * 2 < other.len());
            }
        }
        assert!(told_apart * 2 > names.len() * names.len(), "{told_apart}");
    }

    #[test]
    fn slip_is_one_character_of_a_short_name() {
        let titles = titles();
        for slip in ["民法点", "刑事诉讼发", "刑诉规责", "形事诉讼法"] {
            assert!(is_slip(slip, &titles), "{slip}");
        }
        for other in [
            "刑罚",
            "双方合同",
            "本案事实",
            "有关规定",
            "被告人李某",
            "担保书",
            "公司法原",
            "刑法总则",
        ] {
            assert!(!is_slip(other, &titles), "{other}");
        }
    }

    #[test]
    fn distances_are_those_of_the_definition() {
        let of = |one: &str, other: &str| {
            let chars = |text: &str| text.chars().collect::<Vec<_>>();
            (
                distance(&chars(one), &chars(other)),
                common_in_order(&chars(one), &chars(other)),
            )
        };
        assert_eq!(of("甲乙丙", "甲丁丙"), (1, 2));
        assert_eq!(of("甲乙", "乙甲"), (2, 1));
        assert_eq!(of("", "甲"), (1, 0));
    }
}
