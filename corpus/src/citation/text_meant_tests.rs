#![allow(clippy::unwrap_used)]

use super::*;
use crate::citation::{Resolution, Titles, Verdict, extract_with, resolve};
use crate::document::{Document, LawKey};
use crate::invented::{article, day, law_of};
use crate::statute::Block;

fn document(title: &str, version: &str, preamble: &str, articles: &[(&str, &str)]) -> Document {
    let mut blocks = vec![Block::Text(preamble.to_owned())];
    blocks.extend(articles.iter().map(|(number, text)| article(number, text)));
    law_of(title, version, blocks)
}

/// A law of 1990, made anew in 2004 and amended in 2015; the text of 1990 is not held.
fn company() -> Vec<Document> {
    vec![
        document(
            "中华人民共和国渡船法",
            "2015-05-01",
            "（1990年1月5日第七届全国人民代表大会常务委员会第十次会议通过　2004年3月1日第十届全国人民代表大会常务委员会第八次会议修订　根据2015年5月1日第十二届全国人民代表大会常务委员会第十次会议《关于修改〈中华人民共和国渡船法〉的决定》修正）",
            &[("1", "甲。"), ("2", "今日之乙。"), ("3", "丙。")],
        ),
        document(
            "中华人民共和国渡船法",
            "2004-03-01",
            "（1990年1月5日第七届全国人民代表大会常务委员会第十次会议通过　2004年3月1日第十届全国人民代表大会常务委员会第八次会议修订）",
            &[("1", "甲。"), ("2", "昔日之乙。")],
        ),
    ]
}

fn answer(text: &str, documents: &[Document]) -> Resolution {
    let held: Vec<LawKey> = documents
        .iter()
        .map(|document| document.metadata.law.clone().unwrap().key)
        .collect();
    let mention = extract_with(text, &Titles::of(&held)).remove(0);
    let of_law: Vec<Document> = documents
        .iter()
        .filter(|document| {
            Some(&document.metadata.law.as_ref().unwrap().key) == mention.law.as_ref()
        })
        .cloned()
        .collect();
    let law = mention
        .law
        .as_ref()
        .and_then(|key| KnownLaw::of(key, &of_law));
    resolve(&mention, None, law.as_ref(), Days::today(day("2026-01-01")))
}

#[track_caller]
fn check(text: &str, documents: &[Document], verdict: Verdict, words: Option<&str>) {
    let found = answer(text, documents);
    assert_eq!(
        (found.verdict, found.text.as_deref()),
        (verdict, words),
        "{text}: {found:?}"
    );
}

#[test]
fn version_named_is_the_text_given() {
    let law = company();
    for text in [
        "依照2004年渡船法第二条",
        "依照2004年修订的《渡船法》第二条",
        "《渡船法（2004修订）》第二条",
        "《中华人民共和国渡船法》（2004年）第二条",
        "2004年3月1日修订的渡船法第二条",
        "修正前的渡船法第二条",
        "旧渡船法第二条",
        "2015年修正前的《渡船法》第二条",
    ] {
        check(text, &law, Verdict::Amended, Some("昔日之乙。"));
    }
    for text in [
        "渡船法第二条",
        "现行渡船法第二条",
        "2015年《渡船法》第二条",
        "渡船法（2015年修正）第二条",
        "修订后的渡船法第二条",
    ] {
        check(text, &law, Verdict::InForce, Some("今日之乙。"));
    }
}

#[test]
fn version_that_is_not_held_is_never_todays_text() {
    let law = company();
    for text in [
        "1990年渡船法第二条",
        "90年渡船法第二条",
        "2020年修正的《渡船法》第二条",
        "《渡船法》（2025年修订）第二条",
        "1985年渡船法第二条",
        "《渡船法》（试行）第二条",
        "2004年修订前的渡船法第二条",
    ] {
        check(text, &law, Verdict::OutOfCoverage, None);
        assert!(answer(text, &law).note.is_some(), "{text}");
    }
}

#[test]
fn list_goes_on_with_the_version_until_another_is_named() {
    let law = company();
    let held = [LawKey::of("渡船法")];
    let text = "《渡船法》（2004年修订）第一条、第二条（现为2015年修正后的第三条）";
    let found = extract_with(text, &Titles::of(&held));
    let editions: Vec<_> = found.iter().map(|mention| mention.edition).collect();
    let old = Some(Edition::Year(2004));
    assert_eq!(editions, [old, old, Some(Edition::Year(2015))]);
    drop(law);
}

#[test]
fn text_for_trial_use_is_another_than_the_final_one() {
    let both = vec![
        document(
            "渡船规则",
            "2019-12-30",
            "",
            &[("5", "今日。"), ("6", "丁。")],
        ),
        document("渡船规则（试行）", "2012-11-22", "", &[("5", "试行。")]),
    ];
    check(
        "《渡船规则（试行）》第五条",
        &both,
        Verdict::Repealed,
        Some("试行。"),
    );
    check(
        "渡船规则（试行）第五条",
        &both,
        Verdict::Repealed,
        Some("试行。"),
    );
    check(
        "《渡船规则》（试行）第五条",
        &both,
        Verdict::Repealed,
        Some("试行。"),
    );
    check(
        "《渡船规则》第五条",
        &both,
        Verdict::InForce,
        Some("今日。"),
    );
    let trial_alone = &both[1..];
    check(
        "《渡船规则》第五条",
        trial_alone,
        Verdict::InForce,
        Some("试行。"),
    );
    check(
        "渡船规则（试行）第五条",
        trial_alone,
        Verdict::InForce,
        Some("试行。"),
    );
    let final_alone = &both[..1];
    check(
        "渡船规则（试行）第五条",
        final_alone,
        Verdict::OutOfCoverage,
        None,
    );
}

#[test]
fn trial_text_that_the_table_knows_as_replaced_is_repealed() {
    let trial = vec![document(
        "人民检察院民事诉讼监督规则（试行）",
        "2013-11-18",
        "",
        &[("41", "试行。")],
    )];
    check(
        "《人民检察院民事诉讼监督规则（试行）》第四十一条",
        &trial,
        Verdict::Repealed,
        Some("试行。"),
    );
    check(
        "《人民检察院民事诉讼监督规则》第四十一条",
        &trial,
        Verdict::OutOfCoverage,
        None,
    );
    check(
        "《中华人民共和国民事诉讼法（试行）》第五十六条",
        &trial,
        Verdict::Repealed,
        None,
    );
    check(
        "《企业破产法（试行）》第三条",
        &trial,
        Verdict::Repealed,
        None,
    );
    check("《企业破产法》第三条", &trial, Verdict::OutOfCoverage, None);
}

#[test]
fn document_number_behind_the_title_says_which_text() {
    let law = vec![document(
        "最高人民法院关于渡船案件的解释",
        "2021-01-26",
        "2020年12月7日最高人民法院审判委员会第1820次会议通过\n法释〔2021〕1号",
        &[
            ("1", "甲。"),
            (
                "9",
                "《最高人民法院关于渡船案件的解释》（法释〔2012〕21号）同时废止。",
            ),
        ],
    )];
    let cite = |number: &str| format!("《最高人民法院关于渡船案件的解释》（{number}）第一条");
    check(
        &cite("法释〔2021〕1号"),
        &law,
        Verdict::InForce,
        Some("甲。"),
    );
    check(&cite("法释(2021)1号"), &law, Verdict::InForce, Some("甲。"));
    check(&cite("法释〔2012〕21号"), &law, Verdict::Repealed, None);
    check(&cite("法释〔2016〕3号"), &law, Verdict::OutOfCoverage, None);
    let note = answer(&cite("法释〔2016〕3号"), &law).note;
    assert!(note.is_some_and(|note| note.contains("法释〔2016〕3号")));
    let without = vec![document(
        "最高人民法院关于渡船案件的解释",
        "2021-01-26",
        "",
        &[("1", "甲。")],
    )];
    check(
        &cite("法释〔2021〕1号"),
        &without,
        Verdict::InForce,
        Some("甲。"),
    );
    check(
        &cite("法释〔2012〕21号"),
        &without,
        Verdict::OutOfCoverage,
        None,
    );
}

#[test]
fn former_law_that_is_repealed_is_that_law() {
    check("原《侵权责任法》第三十七条", &[], Verdict::Repealed, None);
    check("原侵权责任法第三十七条", &[], Verdict::Repealed, None);
    check(
        "原《渡船法》第二条",
        &company(),
        Verdict::Amended,
        Some("昔日之乙。"),
    );
}
