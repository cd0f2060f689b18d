//! Versions that a mention names: which text it is, and what became of its words.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::citation::extract;
use crate::invented::{day, law};

/// An invented law of 2012 made anew in 2020, where an article moved and another changed.
fn made_anew() -> KnownLaw {
    let old = law(
        "某某登记办法",
        "2012-01-01",
        &[
            ("1", "目的。"),
            (
                "2",
                "申请人应当在三十日以内向登记机关提交申请书和身份证明，登记机关当场办理。",
            ),
            (
                "3",
                "逾期不申请登记的，由登记机关责令改正，可以并处一千元以下的罚款。",
            ),
        ],
    );
    let new = law(
        "某某登记办法",
        "2020-01-01",
        &[
            ("1", "目的。"),
            (
                "2",
                "登记机关办理登记不得向申请人收取任何费用，也不得指定代办的机构。",
            ),
            (
                "3",
                "申请人应当在三十日以内向登记机关提交申请书和身份证明，登记机关当场办理。",
            ),
            (
                "4",
                "逾期不申请登记的，由登记机关责令改正，可以并处五千元以下的罚款。",
            ),
        ],
    );
    KnownLaw::of(&LawKey::of("某某登记办法"), &[old, new]).unwrap()
}

#[test]
fn version_named_is_in_force_only_where_its_words_still_are() {
    let law = made_anew();
    let at = |text: &str| {
        let mention = extract(text).remove(0);
        resolve(&mention, None, Some(&law), Days::today(day("2026-01-01")))
    };
    for (text, verdict) in [
        ("《某某登记办法》（2012）第一条", Verdict::InForce),
        ("《某某登记办法》（2012）第二条", Verdict::InForce),
        ("《某某登记办法》（2012）第三条", Verdict::Amended),
        ("2012年《某某登记办法》第三条", Verdict::Amended),
        ("《某某登记办法》（2020）第三条", Verdict::InForce),
    ] {
        assert_eq!(at(text).verdict, verdict, "{text}");
    }
    let moved = at("《某某登记办法》（2012）第二条");
    assert_eq!(
        moved.text.as_deref(),
        Some("申请人应当在三十日以内向登记机关提交申请书和身份证明，登记机关当场办理。")
    );
    assert_eq!(moved.note.as_deref(), Some("这一条文现为第三条"));
}

#[test]
fn text_of_a_time_that_is_not_named_is_not_todays() {
    let law = made_anew();
    for words in ["行为时的", "当时的", "案发时施行的", "当时有效的", "犯罪时"]
    {
        let text = format!("依照{words}《某某登记办法》第三条");
        let mention = extract(&text).remove(0);
        let today = Days::today(day("2026-01-01"));
        let found = resolve(&mention, None, Some(&law), today);
        assert_eq!(found.verdict, Verdict::OutOfCoverage, "{text}");
        assert_eq!(found.text, None);
        let then = Days {
            at: day("2014-01-01"),
            ..today
        };
        let found = resolve(&mention, None, Some(&law), then);
        assert_eq!(
            found.text.as_deref(),
            Some("逾期不申请登记的，由登记机关责令改正，可以并处一千元以下的罚款。"),
            "{text}"
        );
        // When the text of 2012 took effect its source does not say, whatever words stand
        // before its name.
        let soon = Days {
            at: day("2012-06-01"),
            ..today
        };
        let found = resolve(&mention, None, Some(&law), soon);
        assert_eq!(found.verdict, Verdict::OutOfCoverage, "{text}");
    }
}

#[test]
fn article_that_no_amendment_touched_is_in_force_and_says_so() {
    let law = made_anew();
    let today = Days::today(day("2026-01-01"));
    let at = |text: &str| resolve(&extract(text).remove(0), None, Some(&law), today);
    let same = at("修正前的《某某登记办法》第一条");
    assert_eq!(same.verdict, Verdict::InForce);
    assert_eq!(same.note.as_deref(), Some("这一条文此后没有修改"));
    assert_eq!(
        at("修正前的《某某登记办法》第三条").verdict,
        Verdict::Amended
    );
    // An old law is not the one in force, whatever its words.
    assert_eq!(at("旧《某某登记办法》第一条").verdict, Verdict::Amended);
}
