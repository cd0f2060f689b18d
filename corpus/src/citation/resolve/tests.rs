#![allow(clippy::unwrap_used)]

use super::*;
use crate::citation::{Change, Existing, QuoteVerdict, extract};
use crate::document::{Body, Document, LawKey};
use crate::invented::{day, law};
use crate::statute::{ArticleNumber, Block, Heading, HeadingLevel};

/// A law with invented words under its articles' real numbers.
fn document(
    title: &str,
    version: &str,
    status: Option<&str>,
    articles: &[(&str, &str)],
) -> Document {
    let mut law = law(title, version, articles);
    law.metadata.status = status.map(str::to_owned);
    law
}

fn shelf() -> Vec<Document> {
    let criminal = "中华人民共和国刑法";
    vec![
        document(
            criminal,
            "2020-12-26",
            None,
            &[
                ("67", "甲一。\n甲二。\n甲三，可以从轻处罚。"),
                ("133", "违反规定，处三年以下。"),
                (
                    "133-1",
                    "在道路上驾驶，有下列情形之一的：\n（一）追逐；\n（二）醉酒。",
                ),
                ("198", "乙。"),
                ("199", "（删去）"),
                ("234", "丙一。\n丙二。"),
                ("266", "丁，应当处罚。"),
                ("452", "末条。"),
            ],
        ),
        document(
            criminal,
            "1997-03-14",
            Some("已修改"),
            &[
                ("199", "旧乙。"),
                ("266", "丁，可以处罚。"),
                ("300", "旧三百。"),
            ],
        ),
        document(
            "最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释",
            "2021-03-01",
            None,
            &[
                ("1", "解释一。"),
                ("600", "解释六百。"),
                ("655", "解释末。"),
            ],
        ),
        document("甲旧条例", "2001-01-01", Some("已废止"), &[("1", "旧。")]),
    ]
}

fn check_on(text: &str, days: Days) -> Vec<Resolution> {
    let shelf = shelf();
    extract(text)
        .iter()
        .map(|mention| {
            let key = mention.law.clone().unwrap_or_else(|| LawKey::of("-"));
            let documents: Vec<_> = shelf
                .iter()
                .filter(|document| LawKey::of(&document.title) == key)
                .cloned()
                .collect();
            let law = KnownLaw::of(&key, &documents);
            let quote = mention.quote.clone().map(|quote| &text[quote]);
            resolve(mention, quote, law.as_ref(), days)
        })
        .collect()
}

fn check(text: &str) -> Vec<Resolution> {
    check_on(text, Days::today(day("2025-01-01")))
}

#[track_caller]
fn verdicts(text: &str, expected: &[&str]) -> Vec<Resolution> {
    let found = check(text);
    let codes: Vec<_> = found.iter().map(|found| found.verdict.code()).collect();
    assert_eq!(codes, expected, "{text}");
    found
}

#[test]
fn inserted_article_is_itself_and_not_the_one_before() {
    let found = verdicts("《刑法》第一百三十三条之一", &["in_force"]);
    assert!(found[0].text.as_deref().unwrap().starts_with("在道路上"));
}

#[test]
fn article_199_of_the_criminal_law_is_deleted() {
    verdicts("《刑法》第199条", &["deleted_article"]);
}

#[test]
fn bare_name_is_found() {
    let found = verdicts("依照刑法第二百六十六条", &["in_force"]);
    assert_eq!(found[0].title.as_deref(), Some("中华人民共和国刑法"));
}

#[test]
fn list_is_two_citations_with_their_paragraphs_checked() {
    let found = verdicts(
        "《刑法》第二百三十四条第二款、第六十七条第三款",
        &["in_force", "in_force"],
    );
    assert_eq!(found[0].text.as_deref(), Some("丙二。"));
    assert_eq!(found[1].text.as_deref(), Some("甲三，可以从轻处罚。"));
    let found = verdicts("《刑法》第二百三十四条第三款", &["no_such_article"]);
    assert_eq!(found[0].existing, Some(Existing::Paragraphs(2)));
}

#[test]
fn interpretation_is_not_the_law_it_interprets() {
    let found = verdicts(
        "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
        &["in_force"],
    );
    assert_eq!(found[0].text.as_deref(), Some("解释六百。"));
}

#[test]
fn contract_law_is_repealed_also_without_its_text() {
    let found = verdicts("《合同法》第五十二条", &["repealed"]);
    let repeal = found[0].repeal.as_ref().unwrap();
    assert_eq!(repeal.date, Some(day("2021-01-01")));
    assert_eq!(repeal.successor.as_deref(), Some("中华人民共和国民法典"));
}

#[test]
fn law_that_is_not_held_was_not_repealed_before_its_day() {
    let mentions = extract("《合同法》第五十二条");
    let verdict = |at| {
        let today = day("2026-01-01");
        let at = day(at);
        resolve(&mentions[0], None, None, Days { at, today }).verdict
    };
    assert_eq!(verdict("2020-12-31"), Verdict::OutOfCoverage);
    assert_eq!(verdict("2021-01-01"), Verdict::Repealed);
}

#[test]
fn unknown_law_is_out_of_coverage_and_a_number_beyond_the_range_no_such_article() {
    verdicts("《某市养犬管理条例》第三条", &["out_of_coverage"]);
    let found = verdicts("《刑法》第五百条", &["no_such_article"]);
    let range = Existing::Articles(ArticleNumber::new(67), ArticleNumber::new(452));
    assert_eq!(found[0].existing, Some(range));
    assert_eq!(range.to_string(), "第六十七条至第四百五十二条");
}

#[test]
fn inserted_number_that_is_not_there_has_its_neighbours_beside_it() {
    for (text, existing) in [
        (
            "刑法第一百三十三条之二",
            "第一百三十三条、第一百三十三条之一",
        ),
        ("刑法第二百六十六条之一", "第二百六十六条，没有“之一”"),
        ("刑法第五百条之一", "第六十七条至第四百五十二条"),
    ] {
        let found = verdicts(text, &["no_such_article"]);
        let words = found[0].existing.map(|existing| existing.to_string());
        assert_eq!(words.as_deref(), Some(existing), "{text}");
    }
    let three =
        |last| Existing::Inserted(ArticleNumber::new(120), ArticleNumber::inserted(120, last));
    assert_eq!(
        three(6).to_string(),
        "第一百二十条、第一百二十条之一至第一百二十条之六"
    );
}

#[test]
fn place_that_a_text_lacks_that_was_amended_since_is_not_known_to_be_missing() {
    let documents = [document(
        "某法",
        "2012-10-26",
        Some("已修改"),
        &[("5", "甲。"), ("119", "末。")],
    )];
    let law = KnownLaw::of(&LawKey::of("某法"), &documents).unwrap();
    let days = Days::today(day("2026-01-01"));
    for text in [
        "《某法》第一百二十条",
        "《某法》第五条第二款",
        "《某法》第五条之一",
    ] {
        let mention = extract(text).remove(0);
        let found = resolve(&mention, None, Some(&law), days);
        assert_eq!(found.verdict, Verdict::OutOfCoverage, "{text}");
        let words = found.not_in_version_in_words().unwrap();
        assert!(
            words.starts_with("本库所收文本（2012-10-26）没有这一条款"),
            "{words}"
        );
    }
    verdicts("刑法第五百条", &["no_such_article"]);
}

#[test]
fn nothing_is_called_in_force_beyond_what_the_library_knows() {
    let found = &check("刑法第二百六十六条")[0];
    let until = Some(day("2020-12-26"));
    assert_eq!(found.label(day("2020-12-26"), until), "现行有效");
    let beyond = found.label(day("2030-01-01"), until);
    assert_eq!(beyond, "现行有效（据本库，截至 2020-12-26）");
    let repealed = &check("《合同法》第五十二条")[0];
    assert_eq!(repealed.label(day("2030-01-01"), until), "已废止");
}

#[test]
fn items_are_checked() {
    let found = verdicts(
        "刑法第一百三十三条之一第二项、第三项，第一百三十三条第一项",
        &["in_force", "no_such_article", "no_such_article"],
    );
    assert_eq!(found[0].text.as_deref(), Some("（二）醉酒。"));
    assert_eq!(found[1].existing, Some(Existing::Items(2)));
    assert_eq!(found[2].existing, Some(Existing::Items(0)));
}

#[test]
fn open_citation_is_ambiguous() {
    verdicts("依照本法第三条", &["ambiguous"]);
}

#[test]
fn law_that_the_source_calls_repealed_is_repealed() {
    let found = verdicts("《甲旧条例》第一条", &["repealed"]);
    assert_eq!(found[0].repeal.as_ref().unwrap().source, "已废止");
}

#[test]
fn quotation_is_compared_with_the_provision() {
    let found = verdicts(
        "刑法第六十七条第三款规定：“甲三，可以从轻处罚”",
        &["in_force"],
    );
    assert_eq!(found[0].quote, QuoteVerdict::Equal);
    let found = verdicts(
        "刑法第六十七条第三款规定：“甲三，应当从轻处罚”",
        &["in_force"],
    );
    let QuoteVerdict::Differs(changes) = &found[0].quote else {
        panic!("{:?}", found[0].quote);
    };
    assert!(
        changes.contains(&Change::Quoted("应当".into())),
        "{changes:?}"
    );
    assert!(
        changes.contains(&Change::Missing("可以".into())),
        "{changes:?}"
    );
    assert_eq!(check("刑法第六十七条")[0].quote, QuoteVerdict::None);
}

#[test]
fn quotation_of_an_older_version_is_amended() {
    let found = verdicts("刑法第二百六十六条规定：“丁，可以处罚。”", &["amended"]);
    assert_eq!(found[0].quote, QuoteVerdict::Equal);
    assert_eq!(found[0].version, Some(day("1997-03-14")));
}

#[test]
fn day_of_the_conduct_chooses_the_version() {
    let days = Days {
        at: day("2010-01-01"),
        today: day("2025-01-01"),
    };
    let found = check_on("刑法第二百六十六条、第一百九十九条", days);
    assert_eq!(found[0].text.as_deref(), Some("丁，可以处罚。"));
    let codes: Vec<_> = found.iter().map(|found| found.verdict.code()).collect();
    assert_eq!(codes, ["amended", "amended"]);
}

#[test]
fn article_that_only_an_older_version_has_is_deleted() {
    verdicts("刑法第三百条", &["deleted_article"]);
}

#[test]
fn a_version_that_its_source_calls_amended_is_in_force_with_a_warning() {
    let documents = [document(
        "某法",
        "2020-12-26",
        Some("已被修改"),
        &[("5", "甲。")],
    )];
    let law = KnownLaw::of(&LawKey::of("某法"), &documents).unwrap();
    let mention = extract("《某法》第五条").remove(0);
    let days = Days {
        at: day("2024-01-01"),
        today: day("2026-01-01"),
    };
    let found = resolve(&mention, None, Some(&law), days);
    assert_eq!(found.verdict, Verdict::InForce);
    assert_eq!(found.source_status.as_deref(), Some("已被修改"));
}

#[test]
fn an_amended_text_does_not_apply_from_the_day_of_the_first_one() {
    let mut amended = document("某法", "2020-12-26", None, &[("5", "甲。")]);
    amended.metadata.effective = Some(day("1997-10-01"));
    let law = KnownLaw::of(&LawKey::of("某法"), &[amended]).unwrap();
    let mention = extract("《某法》第五条").remove(0);
    let at = |at: &str| {
        let days = Days {
            at: day(at),
            today: day("2026-01-01"),
        };
        resolve(&mention, None, Some(&law), days)
    };
    assert_eq!(at("2010-01-01").verdict, Verdict::OutOfCoverage);
    assert_eq!(at("2010-01-01").text, None);
    // Made on 2020-12-26, and no source says from when it applies.
    assert_eq!(at("2021-01-01").verdict, Verdict::OutOfCoverage);
    assert_eq!(at("2022-07-01").verdict, Verdict::InForce);
}

/// The labels of the members that are not in force, with their verdicts.
fn members(found: &Resolution) -> Vec<String> {
    let members = found.members.iter();
    members
        .map(|of| format!("{} {}", of.label, of.verdict.code()))
        .collect()
}

#[test]
fn range_is_as_good_as_its_worst_member() {
    // The text lacks 第二百条 between two others: its copy has a gap there.
    let found = verdicts("刑法第一百九十八条至第二百条", &["deleted_article"]);
    assert_eq!(
        members(&found[0]),
        ["第一百九十九条 deleted_article", "第二百条 out_of_coverage"]
    );
    let found = verdicts("刑法第一百九十八条至第一百九十九条", &["deleted_article"]);
    assert_eq!(members(&found[0]), ["第一百九十九条 deleted_article"]);
    let found = verdicts("刑法第四百五十二条至第四百六十条", &["no_such_article"]);
    assert_eq!(
        members(&found[0]),
        ["第四百五十三条至第四百六十条 no_such_article"]
    );
    let range = Existing::Articles(ArticleNumber::new(67), ArticleNumber::new(452));
    assert_eq!(found[0].existing, Some(range));
    let found = verdicts("刑法第一百三十三条至第一百三十三条之一", &["in_force"]);
    assert!(found[0].members.is_empty());
    // What is inserted between is no gap where a text has it.
    let found = verdicts("刑法第133-1条至第133-4条", &["no_such_article"]);
    assert_eq!(
        members(&found[0]),
        ["第一百三十三条之二至第一百三十三条之四 no_such_article"]
    );
}

#[test]
fn falling_range_is_an_error_of_the_text() {
    for text in [
        "刑法第十五至十二条",
        "刑法第266条至第234条",
        "刑法第六十七条第三款至第一款",
        "刑法第一百三十三条之一第（二）至（一）项",
    ] {
        let found = verdicts(text, &["ambiguous"]);
        assert_eq!(found[0].reason, Some(Reason::Falls), "{text}");
        assert_eq!(found[0].text, None);
    }
}

#[test]
fn ranges_of_paragraphs_and_items_are_checked() {
    let found = verdicts("刑法第六十七条第一款至第二款", &["in_force"]);
    assert_eq!(found[0].text.as_deref(), Some("甲一。\n甲二。"));
    let found = verdicts("刑法第六十七条第一款至第四款", &["no_such_article"]);
    assert_eq!(found[0].existing, Some(Existing::Paragraphs(3)));
    verdicts("刑法第六十七条第二、四款", &["in_force", "no_such_article"]);
    let found = verdicts("刑法第一百三十三条之一第（一）至（二）项", &["in_force"]);
    assert_eq!(found[0].text.as_deref(), Some("（一）追逐；\n（二）醉酒。"));
    verdicts(
        "刑法第一百三十三条之一第（一）至（五）项",
        &["no_such_article"],
    );
    verdicts("刑法第一百三十三条之一第㈡项", &["in_force"]);
    verdicts("刑法第一百三十三条之一第⑤项", &["no_such_article"]);
}

#[test]
fn what_cannot_be_read_is_ambiguous_and_says_why() {
    for text in ["刑法第〓〓条", "刑法第六十七条第〓款", "《某法》第??条"] {
        let found = verdicts(text, &["ambiguous"]);
        assert_eq!(found[0].reason, Some(Reason::Unreadable), "{text}");
    }
    let found = verdicts("刑法第六七条", &["in_force"]);
    assert_eq!(found[0].reason, None);
}

/// A code in two parts, with chapters that are numbered anew.
fn with_chapters() -> Document {
    let heading = |level, text: &str| {
        Block::Heading(Heading {
            level,
            text: text.to_owned(),
        })
    };
    let mut law = document(
        "某法典",
        "2020-01-01",
        None,
        &[("1", "甲。"), ("2", "乙。"), ("3", "丙。")],
    );
    if let Body::Statute(statute) = &mut law.body {
        let mut articles = std::mem::take(&mut statute.blocks).into_iter();
        let mut next = || articles.next().unwrap();
        statute.blocks = vec![
            heading(HeadingLevel::Part, "第一编 总则"),
            heading(HeadingLevel::Chapter, "第一章 任务"),
            next(),
            heading(HeadingLevel::Part, "第二编 分则"),
            heading(HeadingLevel::Chapter, "第一章 其一"),
            next(),
            heading(HeadingLevel::Chapter, "第二章 其二"),
            next(),
        ];
    }
    law
}

#[test]
fn parts_of_a_law_are_checked_against_its_outline() {
    let documents = [with_chapters()];
    let key = LawKey::of("某法典");
    let law = KnownLaw::of(&key, &documents).unwrap();
    let check = |text: &str| {
        let mention = extract(text).remove(0);
        let found = resolve(&mention, None, Some(&law), Days::today(day("2025-01-01")));
        (found.verdict.code(), found.reason)
    };
    assert_eq!(check("《某法典》分则第二章"), ("in_force", None));
    assert_eq!(check("《某法典》第二编第二章"), ("in_force", None));
    assert_eq!(check("《某法典》第二章"), ("in_force", None));
    assert_eq!(
        check("《某法典》第一章"),
        ("ambiguous", Some(Reason::SeveralDivisions))
    );
    assert_eq!(
        check("《某法典》分则第五章"),
        ("no_such_article", Some(Reason::NoDivision))
    );
    assert_eq!(check("《某法典》分则第二章第三条"), ("in_force", None));
    assert_eq!(
        check("《某法典》分则第一章第三条"),
        ("in_force", Some(Reason::ElsewhereInLaw))
    );
    let plain = document("某法典", "2020-01-01", None, &[("1", "甲。")]);
    let law = KnownLaw::of(&key, &[plain]).unwrap();
    let mention = extract("《某法典》第一章").remove(0);
    let found = resolve(&mention, None, Some(&law), Days::today(day("2025-01-01")));
    assert_eq!(found.verdict, Verdict::OutOfCoverage);
    assert_eq!(found.reason, Some(Reason::DivisionNotChecked));
}
