//! Laws that no longer apply, from `data/repealed_laws.tsv`: known as repealed also to
//! a library that does not hold their text.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::{Date, LawKey};
use crate::law_names;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../../data/repealed_laws.tsv");

static LAWS: LazyLock<HashMap<LawKey, RepealedLaw>> = LazyLock::new(|| {
    law_names::rows(TABLE)
        .filter_map(repealed_law)
        .map(|law| (LawKey::of(law.title), law))
        .collect()
});

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

/// Every title.
pub(crate) fn titles() -> impl Iterator<Item = &'static str> {
    LAWS.values().map(|law| law.title)
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
    fn every_row_is_read() {
        assert_eq!(law_names::rows(TABLE).count(), LAWS.len());
    }
}
