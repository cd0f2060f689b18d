#![allow(clippy::unwrap_used)]

use super::*;
use crate::document::{Document, LawKey};
use crate::invented::{article, day, law_of};
use crate::statute::Block;
use crate::timeline::{AmendingAct, KnownLaw, LawStatus};

const TODAY: &str = "2026-01-01";

fn number(text: &str) -> ArticleNumber {
    text.parse().unwrap()
}

fn document(title: &str, passed: &str, effective: Option<&str>, blocks: Vec<Block>) -> Document {
    let mut law = law_of(title, passed, blocks);
    law.metadata.promulgated = Some(day(passed));
    law.metadata.effective = effective.map(day);
    law
}

fn text(text: &str) -> Block {
    Block::Text(text.into())
}

/// An invented law of 2000 in its text of 2020, with two acts that are held and one
/// that is not.
fn timeline() -> LawTimeline {
    let law = document(
        "某某登记法",
        "2020-06-01",
        None,
        vec![
            text(
                "2000年3月1日 某会议通过\n2010年5月1日 某会议《关于修改〈某某登记法〉的决定》第一次修正\n\
                 2015年5月1日 某会议通过的《某某登记法修正案》\n\
                 2020年6月1日 某会议通过的《某某登记法修正案（二）》",
            ),
            article("1", "为了规范登记，制定本法。"),
            article("2", "申请人应当提交申请书和身份证明。"),
            article("3", "登记机关应当在五日内作出决定。"),
            article("3-1", "登记免收费用。"),
            article("4", "（删去）"),
            article("5", "本法自2000年7月1日起施行。"),
        ],
    );
    let first = document(
        "某某登记法修正案",
        "2015-05-01",
        Some("2015-07-01"),
        vec![text(
            "一、将某某登记法第二条修改为：“申请人应当提交申请书。”\n\
             二、在某某登记法第三条后增加一条，作为第三条之一：“登记费用减半。”\n\
             三、将某某登记法第三条修改为：“登记机关应当在十日内作出决定。”\n\
             四、本修正案自2015年7月1日起施行。",
        )],
    );
    let second = document(
        "某某登记法修正案（二）",
        "2020-06-01",
        Some("2020-09-01"),
        vec![text(
            "一、将某某登记法第二条修改为：“申请人应当提交申请书和身份证明。”\n\
             二、将某某登记法第三条之一修改为：“登记免收费用。”\n\
             三、将某某登记法第三条修改为：“登记机关应当在五日内作出决定。”\n\
             四、删去某某登记法第四条。",
        )],
    );
    let acts = [&first, &second].map(|act| AmendingAct::of(act).unwrap());
    let key = LawKey::of("某某登记法");
    KnownLaw::with_acts(&key, &[law], &acts).unwrap().timeline
}

fn wording<'t>(timeline: &'t LawTimeline, article: &str, on: &str) -> Wording<'t> {
    timeline.wording(number(article), day(on), day(TODAY))
}

#[track_caller]
fn check_text(article: &str, on: &str, expected: &str, basis: &str) {
    let timeline = timeline();
    match wording(&timeline, article, on) {
        Wording::InForce {
            text, basis: found, ..
        } => {
            assert_eq!((text.as_str(), found.code()), (expected, basis));
        }
        other => panic!("{article} on {on}: {other:?}"),
    }
}

#[test]
fn text_of_a_day_follows_from_the_acts() {
    check_text(
        "2",
        "2021-01-01",
        "申请人应当提交申请书和身份证明。",
        "held",
    );
    check_text("2", "2020-08-31", "申请人应当提交申请书。", "act");
    check_text("3-1", "2016-01-01", "登记费用减半。", "act");
    check_text("1", "2016-01-01", "为了规范登记，制定本法。", "unchanged");
}

#[test]
fn wording_says_which_act_gave_it_and_which_took_it() {
    let timeline = timeline();
    let Wording::InForce { since, until, .. } = wording(&timeline, "2", "2016-01-01") else {
        panic!("the act gives its words");
    };
    assert_eq!(since.unwrap().effective, day("2015-07-01"));
    assert_eq!(until.unwrap().title, "某某登记法修正案（二）");
}

#[test]
fn todays_text_never_stands_in_for_a_lost_one() {
    let timeline = timeline();
    let Wording::TextUnavailable { act, certain } = wording(&timeline, "2", "2012-01-01") else {
        panic!("its words of 2012 are not held");
    };
    assert_eq!(act.unwrap().title, "某某登记法修正案");
    assert!(certain);
    // The decision of 2010 is not held: it may have changed any article.
    let Wording::TextUnavailable { act, certain } = wording(&timeline, "1", "2005-01-01") else {
        panic!("its words of 2005 are not held");
    };
    assert_eq!(act.unwrap().passed, Some(day("2010-05-01")));
    assert!(!certain);
}

#[test]
fn last_text_is_the_wording_of_today() {
    for (timeline, articles) in [(timeline(), 1..8), (renumbered(), 1..5)] {
        for article in articles.map(ArticleNumber::new) {
            let wording = timeline.wording(article, day(TODAY), day(TODAY));
            let slow = match &wording {
                Wording::InForce { text, .. } => Some(text.as_str()),
                _ => None,
            };
            let fast = timeline.last_text(article, day(TODAY));
            assert_eq!(fast.map(|(text, _)| text), slow, "{article}");
        }
    }
    assert_eq!(timeline().last_text(number("2"), day("2016-01-01")), None);
}

#[test]
fn deleted_later_and_absent_articles_are_told_apart() {
    let timeline = timeline();
    let Wording::Deleted(Some(act)) = wording(&timeline, "4", "2021-01-01") else {
        panic!("第四条 was deleted");
    };
    assert_eq!(act.effective, day("2020-09-01"));
    let Wording::NotYet(act) = wording(&timeline, "3-1", "2012-01-01") else {
        panic!("第三条之一 came later");
    };
    assert_eq!(act.effective, day("2015-07-01"));
    assert_eq!(
        wording(&timeline, "9", "2021-01-01"),
        Wording::NoSuchArticle
    );
    let Wording::BeforeRecord(act) = wording(&timeline, "1", "1999-01-01") else {
        panic!("the law came later, and nothing is known of another before it");
    };
    assert_eq!(act.effective, day("2000-07-01"));
}

#[test]
fn history_lists_what_happened_to_an_article() {
    let timeline = timeline();
    let kinds = |article: &str| -> Vec<(String, &'static str)> {
        timeline
            .history(number(article), day(TODAY))
            .iter()
            .map(|event| (event.act.effective.to_string(), event.kind.code()))
            .collect()
    };
    let expected = |rows: &[(&str, &'static str)]| -> Vec<(String, &'static str)> {
        rows.iter()
            .map(|&(day, kind)| (day.to_owned(), kind))
            .collect()
    };
    assert_eq!(
        kinds("2"),
        expected(&[
            ("2010-05-01", "possible"),
            ("2015-07-01", "amended"),
            ("2020-09-01", "amended"),
        ])
    );
    assert_eq!(
        kinds("3-1"),
        expected(&[("2015-07-01", "inserted"), ("2020-09-01", "amended")])
    );
    assert_eq!(kinds("4").last(), Some(&("2020-09-01".into(), "deleted")));
}

/// An invented rule in two texts; the second moves the articles and drops one.
fn renumbered() -> LawTimeline {
    let earlier = document(
        "某某登记规则（试行）",
        "2012-01-01",
        None,
        vec![
            article("1", "申请人应当提交申请书和身份证明。"),
            article("2", "登记机关可以收取工本费。"),
            article("3", "登记机关应当在十日内作出决定并通知申请人。"),
        ],
    );
    let later = document(
        "某某登记规则",
        "2019-12-01",
        Some("2020-01-01"),
        vec![
            article("1", "登记工作应当便民。"),
            article("2", "申请人应当提交申请书和身份证明。"),
            article("3", "登记机关应当在五日内作出决定并通知申请人。"),
        ],
    );
    let key = LawKey::of("某某登记规则");
    KnownLaw::of(&key, &[later, earlier]).unwrap().timeline
}

#[test]
fn renumbered_article_is_followed_by_what_it_says() {
    let timeline = renumbered();
    let today = day(TODAY);
    let then = timeline.wording_of_todays(number("2"), day("2015-01-01"), today);
    assert!(
        matches!(then, Wording::InForce { number, .. } if number.base == 1),
        "{then:?}"
    );
    let by_number = timeline.wording(number("2"), day("2015-01-01"), today);
    let Wording::InForce { text, until, .. } = by_number else {
        panic!("第二条 of 2012 is held");
    };
    assert_eq!(text, "登记机关可以收取工本费。");
    assert_eq!(until.unwrap().effective, day("2020-01-01"));
    assert_eq!(
        timeline.numbers_in_time(number("2"), today),
        [
            (day("2012-01-01"), Some(number("1"))),
            (day("2020-01-01"), Some(number("2"))),
        ]
    );
    let kinds: Vec<_> = timeline
        .history(number("2"), today)
        .iter()
        .map(|e| e.kind)
        .collect();
    assert_eq!(kinds, [EventKind::First, EventKind::Renumbered]);
    let new: Vec<_> = timeline
        .history(number("1"), today)
        .iter()
        .map(|e| e.kind)
        .collect();
    assert_eq!(new, [EventKind::Inserted]);
}

#[test]
fn a_new_rule_takes_effect_on_its_day() {
    let timeline = renumbered();
    let statuses = |on: &str| -> Vec<LawStatus> {
        timeline
            .versions(day(on))
            .iter()
            .map(|v| v.status)
            .collect()
    };
    assert_eq!(
        statuses("2019-12-15"),
        [LawStatus::NotYetInForce, LawStatus::InForce]
    );
    assert_eq!(
        statuses("2020-01-01"),
        [LawStatus::InForce, LawStatus::Amended]
    );
    let before = timeline.wording(number("3"), day("2019-12-31"), day(TODAY));
    assert!(matches!(before, Wording::InForce { text, .. } if text.contains("十日")));
}

/// A law whose act of 2015 changed the second paragraph of 第二条, an item of 第三条,
/// put a paragraph before the last of 第四条, and words somewhere in 第五条.
fn changed_in_parts() -> LawTimeline {
    let law = document(
        "某某登记法",
        "2015-05-01",
        None,
        vec![
            text("2000年3月1日 某会议通过\n2015年5月1日 某会议通过的《某某登记法修正案》"),
            article("2", "一款。\n二款新。\n三款。"),
            article(
                "3",
                "有下列情形之一的：\n（一）甲；\n（二）乙新；\n（三）丙。",
            ),
            article("4", "前款。\n插款。\n后款。"),
            article("5", "一。\n二。"),
        ],
    );
    let act = document(
        "某某登记法修正案",
        "2015-05-01",
        Some("2015-07-01"),
        vec![text(
            "一、将某某登记法第二条第二款修改为：“二款新。”\n\
             二、将某某登记法第三条第二项修改为：“（二）乙新；”\n\
             三、在某某登记法第四条中增加一款作为第二款：“插款。”\n\
             四、将某某登记法第五条中的“甲”修改为“乙”。\n\
             五、本修正案自2015年7月1日起施行。",
        )],
    );
    let acts = [AmendingAct::of(&act).unwrap()];
    let key = LawKey::of("某某登记法");
    KnownLaw::with_acts(&key, &[law], &acts).unwrap().timeline
}

#[test]
fn part_that_no_act_touched_read_as_the_later_text_has_it() {
    let timeline = changed_in_parts();
    let part = |paragraphs: Option<(u32, u32)>, items: Option<(u32, u32)>| ArticlePart {
        paragraphs: paragraphs.map(|(first, last)| first..=last),
        items: items.map(|(first, last)| first..=last),
    };
    let left = |article: &str, part: ArticlePart, on: &str| {
        let found = timeline.left_alone(number(article), &part, day(on));
        found.map(|left| left.text)
    };
    let before = "2014-01-01";
    for (article, paragraphs, items, expected) in [
        ("2", Some((1, 1)), None, true),
        ("2", Some((2, 2)), None, false),
        ("2", Some((1, 2)), None, false),
        ("2", Some((3, 3)), None, true),
        ("2", None, None, false),
        ("3", None, Some((1, 1)), true),
        ("3", None, Some((3, 3)), true),
        ("3", None, Some((1, 2)), false),
        ("3", Some((1, 1)), None, false),
        ("4", Some((1, 1)), None, true),
        ("4", Some((2, 2)), None, false),
        // The last one had another number.
        ("4", Some((3, 3)), None, false),
        ("5", Some((1, 1)), None, false),
    ] {
        let found = left(article, part(paragraphs, items), before);
        assert_eq!(
            found.is_some(),
            expected,
            "{article} {paragraphs:?} {items:?}"
        );
        let on_the_day = wording(&timeline, article, before);
        assert!(matches!(on_the_day, Wording::TextUnavailable { .. }));
    }
    assert_eq!(left("2", part(Some((1, 1)), None), "1999-01-01"), None);
}
