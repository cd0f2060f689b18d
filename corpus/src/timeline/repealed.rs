//! Laws that no longer apply, from `data/repealed_laws.tsv`: known as repealed also to
//! a library that does not hold their text.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Date, LawKey};
use crate::law_names;
use crate::law_title;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/repealed_laws.tsv");

static LAWS: LazyLock<HashMap<LawKey, RepealedLaw>> =
    LazyLock::new(|| keyed(|law| !is_replaced_trial(law)));

/// Texts for trial use that others took the place of under the same name, which are
/// no law of today.
static TRIALS: LazyLock<HashMap<LawKey, RepealedLaw>> =
    LazyLock::new(|| keyed(|law| law_title::split(law.title).trial));

fn keyed(fits: impl Fn(&RepealedLaw) -> bool) -> HashMap<LawKey, RepealedLaw> {
    law_names::rows(TABLE)
        .filter_map(repealed_law)
        .filter(fits)
        .map(|law| (LawKey::of(law.title), law))
        .collect()
}

fn is_replaced_trial(law: &RepealedLaw) -> bool {
    law_title::split(law.title).trial && LawKey::of(law.title) == LawKey::of(law.successor)
}

/// A law that was repealed (废止).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RepealedLaw {
    /// Official full title.
    pub title: &'static str,
    /// First day on which it does not apply.
    pub date: Date,
    /// Title of the law that took its place.
    pub successor: &'static str,
    /// Where that is laid down.
    pub source: &'static str,
}

impl RepealedLaw {
    /// For readers, in Chinese: 自 2021-01-01 起废止，由《…》取代，依据：….
    pub fn in_words(&self) -> String {
        format!(
            "自 {} 起废止，由《{}》取代，依据：{}",
            self.date, self.successor, self.source
        )
    }
}

/// The row of a law; `None` when it is not known as repealed.
pub fn of(law: &LawKey) -> Option<&'static RepealedLaw> {
    LAWS.get(law)
}

/// The row of a text for trial use (试行) with this name.
pub fn of_trial(law: &LawKey) -> Option<&'static RepealedLaw> {
    TRIALS.get(law)
}

/// Every title.
pub(crate) fn titles() -> impl Iterator<Item = &'static str> {
    LAWS.values().chain(TRIALS.values()).map(|law| law.title)
}

fn repealed_law(columns: Vec<&'static str>) -> Option<RepealedLaw> {
    let [title, date, successor, source] = columns[..] else {
        return None;
    };
    Some(RepealedLaw {
        title,
        date: date.parse().ok()?,
        successor,
        source,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nine_laws_of_the_civil_code_are_repealed() {
        for title in [
            "婚姻法",
            "继承法",
            "民法通则",
            "收养法",
            "担保法",
            "合同法",
            "物权法",
            "侵权责任法",
            "民法总则",
        ] {
            let law = of(&LawKey::of(title));
            assert_eq!(
                law.map(|law| (law.date.to_string(), law.successor)),
                Some(("2021-01-01".to_owned(), "中华人民共和国民法典")),
                "{title}"
            );
        }
        assert_eq!(of(&LawKey::of("刑法")), None);
    }

    #[test]
    fn text_for_trial_use_is_not_the_one_that_took_its_place() {
        let key = LawKey::of("中华人民共和国企业破产法（试行）");
        assert!(of(&key).is_none() && of_trial(&key).is_some());
        assert!(of_trial(&LawKey::of("刑法")).is_none());
    }

    #[test]
    fn every_row_is_read() {
        let replaced = TRIALS.values().filter(|law| is_replaced_trial(law)).count();
        assert_eq!(law_names::rows(TABLE).count(), LAWS.len() + replaced);
    }
}
