//! From when texts apply that do not say so themselves, from `data/commencement.tsv`, and
//! what bore a law's name before it, from `data/earlier_laws.tsv`.
//!
//! A text made on a day applies from another one, which a consolidated text leaves out:
//! its last article is still that of the first making.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::Span;

use crate::document::{Date, LawKey};
use crate::law_names;

/// The tables; their first lines say how they are written.
const TABLE: &str = include_str!("../../data/commencement.tsv");
const EARLIER: &str = include_str!("../../data/earlier_laws.tsv");

/// Under this name stand the decisions of the State Council that amend several
/// regulations, by their day.
const OF_STATE_COUNCIL: &str = "国务院关于修改部分行政法规的决定";

/// How long after its making a text may not apply yet, in months. The longest that is
/// known of national laws is about a year (中华人民共和国环境保护税法: 2016-12-25 to
/// 2018-01-01); half a year more is room. The basic laws of 香港 and 澳门, which waited for
/// the handover, have rows in the table and never need this bound.
const LONGEST_WAIT_MONTHS: i64 = 18;

static TEXTS: LazyLock<HashMap<LawKey, Vec<Commencement>>> = LazyLock::new(|| {
    let mut texts: HashMap<LawKey, Vec<Commencement>> = HashMap::new();
    for columns in law_names::rows(TABLE) {
        if let Some((law, text)) = commencement(&columns) {
            texts.entry(law).or_default().push(text);
        }
    }
    texts
});

static EARLIER_LAWS: LazyLock<HashMap<LawKey, EarlierLaw>> = LazyLock::new(|| {
    law_names::rows(EARLIER)
        .filter_map(|columns| {
            let [law, earlier, from, source] = columns[..] else {
                return None;
            };
            let found = EarlierLaw {
                title: (earlier != "-").then_some(earlier),
                from: from.parse().ok()?,
                source,
            };
            Some((LawKey::of(law), found))
        })
        .collect()
});

/// When a text of a law was made, and from when it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commencement {
    /// The day on which it was made.
    pub made: Date,
    /// From when it applies.
    pub effective: Date,
    /// Where that is laid down.
    pub source: &'static str,
}

/// What bore the name of a law before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct EarlierLaw {
    /// The earlier law; `None` where it is known that there was none.
    pub title: Option<&'static str>,
    /// From when the earlier law, or the first of that name, applied.
    pub from: Date,
    /// Where that is laid down.
    pub source: &'static str,
}

/// From when the text of the law applies that was made on a day, where the table says.
pub fn of(law: &LawKey, made: Date) -> Option<Date> {
    let text = all(law).iter().find(|text| text.made == made)?;
    Some(text.effective)
}

/// As [`of`], for a text that an act of this title made.
pub(super) fn of_act(law: &LawKey, act: Option<&str>, made: Date) -> Option<Date> {
    let by_decision = |title: &str| {
        let title: String = title.split_whitespace().collect();
        let several = title.starts_with("国务院关于") && title.ends_with("部分行政法规的决定");
        several.then(|| of(&LawKey::of(OF_STATE_COUNCIL), made))?
    };
    of(law, made).or_else(|| act.and_then(by_decision))
}

/// The texts of a law that the table knows.
pub(super) fn all(law: &LawKey) -> &'static [Commencement] {
    TEXTS.get(law).map_or(&[], Vec::as_slice)
}

/// What is known of laws of that name before it.
pub(super) fn earlier(law: &LawKey) -> Option<&'static EarlierLaw> {
    EARLIER_LAWS.get(law)
}

/// The first day on which a text of that day certainly applies, though nothing says from
/// when it does.
pub(super) fn surely_from(made: Date) -> Date {
    made.saturating_add(Span::new().months(LONGEST_WAIT_MONTHS))
}

fn commencement(columns: &[&'static str]) -> Option<(LawKey, Commencement)> {
    let [law, made, effective, source] = *columns else {
        return None;
    };
    let text = Commencement {
        made: made.parse().ok()?,
        effective: effective.parse().ok()?,
        source,
    };
    Some((LawKey::of(law), text))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn every_row_is_read_and_no_text_applies_before_it_was_made() {
        let rows: usize = TEXTS.values().map(Vec::len).sum();
        assert_eq!(law_names::rows(TABLE).count(), rows);
        for (law, texts) in TEXTS.iter() {
            let waited_for_handover = ["香港特别行政区基本法", "澳门特别行政区基本法"]
                .iter()
                .any(|basic_law| LawKey::of(basic_law) == *law);
            for text in texts {
                let soon = text.effective < surely_from(text.made);
                assert!(
                    text.made <= text.effective && (soon || waited_for_handover),
                    "{law} {text:?}"
                );
                let same = texts.iter().filter(|other| other.made == text.made);
                assert_eq!(same.count(), 1, "{law} {text:?}");
            }
        }
        assert_eq!(law_names::rows(EARLIER).count(), EARLIER_LAWS.len());
    }

    #[test]
    fn texts_apply_later_than_they_were_made() {
        for (law, made, expected) in [
            ("监察法", "2024-12-25", "2025-06-01"),
            ("民事诉讼法", "2023-09-01", "2024-01-01"),
            ("会计法", "2024-06-28", "2024-07-01"),
            ("治安管理处罚法", "2025-06-27", "2026-01-01"),
        ] {
            assert_eq!(
                of(&LawKey::of(law), day(made)),
                Some(day(expected)),
                "{law}"
            );
        }
        assert_eq!(of(&LawKey::of("监察法"), day("2024-12-26")), None);
    }

    #[test]
    fn decisions_on_several_regulations_are_known_by_their_day() {
        let title = Some("国务院关于修改和废止部分行政法规的决定");
        let law = LawKey::of("某某条例");
        assert_eq!(
            of_act(&law, title, day("2022-03-29")),
            Some(day("2022-05-01"))
        );
        assert_eq!(
            of_act(
                &law,
                Some("国务院关于修改《某某条例》的决定"),
                day("2022-03-29")
            ),
            None
        );
    }
}
