//! Guiding cases that have lost their force (不再参照), from
//! `data/guiding_without_force.tsv`: known also to a library that does not hold them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::document::Date;
use crate::law_names;
use crate::normalize::{half_width, without_spaces};

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/guiding_without_force.tsv");

static CASES: LazyLock<HashMap<String, WithoutForce>> = LazyLock::new(|| {
    let rows = law_names::rows(TABLE).filter_map(row);
    rows.map(|case| (fold(case.number), case)).collect()
});

/// A guiding case that is no longer to be referred to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithoutForce {
    /// Its number: 指导案例9号.
    pub number: &'static str,
    /// First day on which it is not to be referred to.
    pub date: Date,
    /// Title of the document that says so.
    pub act: &'static str,
    /// 文号 of that document.
    pub act_number: &'static str,
}

impl WithoutForce {
    /// For readers, in Chinese.
    pub fn in_words(&self) -> String {
        format!(
            "自 {} 起不再参照，依据：《{}》（{}）；该案裁判和参照它作出的裁判仍然有效",
            self.date, self.act, self.act_number
        )
    }
}

/// The row of a guiding case; `None` when it is not known to have lost its force.
pub fn without_force(number: &str) -> Option<&'static WithoutForce> {
    CASES.get(&fold(number))
}

/// 指导案例9号, 指导性案例９号 and 指导案例第9号 are one.
fn fold(number: &str) -> String {
    let plain: String = without_spaces(number).chars().map(half_width).collect();
    plain.replace("指导性案例", "指导案例").replace('第', "")
}

fn row(columns: Vec<&'static str>) -> Option<WithoutForce> {
    let [number, date, act, act_number] = columns[..] else {
        return None;
    };
    Some(WithoutForce {
        number,
        date: date.parse().ok()?,
        act,
        act_number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cases_of_the_supreme_court_are_no_longer_referred_to() {
        for number in ["指导案例9号", "指导性案例20号", "指导案例第９号"] {
            let found = without_force(number).map(|case| case.date.to_string());
            assert_eq!(found.as_deref(), Some("2021-01-01"), "{number}");
        }
        for number in ["指导案例8号", "检例第9号", "检例第20号", "指导案例90号"] {
            assert_eq!(without_force(number), None, "{number}");
        }
    }

    #[test]
    fn every_row_is_read() {
        assert_eq!(law_names::rows(TABLE).count(), CASES.len());
    }
}
