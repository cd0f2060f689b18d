#![allow(clippy::unwrap_used)]

use super::*;
use crate::citation::{extract, resolve};
use crate::document::{Document, DocumentKind, LawKey};
use crate::invented::{day, law};

const TITLE: &str = "最高人民法院、最高人民检察院关于办理环境污染刑事案件适用法律若干问题的解释";

fn text(made: &str, number: Option<&str>, articles: &[(&str, &str)]) -> Document {
    let mut text = law(TITLE, made, articles);
    text.kind = DocumentKind::JudicialInterpretation;
    text.metadata.promulgated = Some(day(made));
    text.metadata.effective = Some(day(made));
    text.metadata.doc_number = number.map(str::to_owned);
    text
}

fn newest() -> Document {
    text(
        "2023-08-08",
        Some("法释〔2023〕7号"),
        &[
            ("1", "新一。"),
            ("2", "新二。"),
            (
                "20",
                "本解释自2023年8月15日起施行。《解释》（法释﹝2016﹞29号）同时废止。",
            ),
        ],
    )
}

fn earlier() -> Document {
    text(
        "2016-12-23",
        Some("法释〔2016〕29号"),
        &[("1", "旧一。"), ("2", "旧二。")],
    )
}

fn resolved(cited: &str, documents: &[Document], at: &str) -> Resolution {
    let key = LawKey::of(TITLE);
    let law = KnownLaw::of(&key, documents).unwrap();
    let mut mention = extract(cited).remove(0);
    mention.law = Some(key);
    let days = Days {
        at: day(at),
        today: day("2026-11-29"),
    };
    resolve(&mention, None, Some(&law), days)
}

#[test]
fn number_of_the_newest_text_is_in_force() {
    for cited in [
        "法释〔2023〕7号第一条",
        "法释[2023]第7号第一条",
        "法释（2023）7号第一条",
    ] {
        let found = resolved(cited, &[newest()], "2026-11-29");
        assert_eq!(found.verdict, Verdict::InForce, "{cited}");
        assert_eq!(found.text.as_deref(), Some("新一。"));
    }
    let found = resolved("法释〔2023〕7号第二十一条", &[newest()], "2026-11-29");
    assert_eq!(found.verdict, Verdict::NoSuchArticle);
    // Between two articles of a copy that lacks it.
    let found = resolved("法释〔2023〕7号第九条", &[newest()], "2026-11-29");
    assert_eq!(found.verdict, Verdict::OutOfCoverage);
}

#[test]
fn number_of_a_text_that_is_not_held_never_gives_todays() {
    for cited in [
        "法释〔2016〕29号第一条",
        "法释〔2016〕29号",
        "法释【2016】29号第二条",
    ] {
        let found = resolved(cited, &[newest()], "2026-11-29");
        assert_eq!(found.verdict, Verdict::Repealed, "{cited}");
        assert_eq!(found.text, None);
        assert!(found.repeal.unwrap().source.ends_with("第二十条"));
        // Before the later text began, nothing had ended it.
        let then = resolved(cited, &[newest()], "2020-01-01");
        assert_eq!(then.verdict, Verdict::OutOfCoverage);
        assert_eq!(then.text, None);
    }
    // No clause speaks of this one.
    let found = resolved("法释〔2013〕15号第一条", &[newest()], "2026-11-29");
    assert_eq!(found.verdict, Verdict::OutOfCoverage);
    assert!(found.note.unwrap().contains("法释〔2013〕15号"));
}

#[test]
fn number_of_an_earlier_text_that_is_held_gives_it() {
    let both = [newest(), earlier()];
    let found = resolved("法释〔2016〕29号第一条", &both, "2026-11-29");
    assert_eq!(found.verdict, Verdict::Repealed);
    assert_eq!(found.text.as_deref(), Some("旧一。"));
    assert_eq!(found.document, Some(earlier().id));
    let then = resolved("法释〔2016〕29号第一条", &both, "2018-01-01");
    assert_eq!(then.verdict, Verdict::Amended);
    assert_eq!(then.text.as_deref(), Some("旧一。"));
    // On that day the later text had not begun.
    let before = resolved("法释〔2023〕7号第一条", &both, "2018-01-01");
    assert_eq!(before.verdict, Verdict::OutOfCoverage);
}

#[test]
fn year_tells_editions_apart_where_numbers_are_not_recorded() {
    let unnumbered = [text("2021-03-01", None, &[("1", "甲。")])];
    let same = resolved("法释〔2021〕9号第一条", &unnumbered, "2026-11-29");
    assert_eq!(same.verdict, Verdict::InForce);
    let other = resolved("法释〔2018〕9号第一条", &unnumbered, "2026-11-29");
    assert_eq!(other.verdict, Verdict::OutOfCoverage);
    assert_eq!(other.text, None);
}

#[test]
fn article_of_an_annex_is_left_open() {
    let law = KnownLaw::of(&LawKey::of(TITLE), &[newest()]).unwrap();
    let mut mention = extract(&format!("《{TITLE}》附件一第二条")).remove(0);
    mention.law = Some(LawKey::of(TITLE));
    let days = Days::today(day("2026-11-29"));
    let found = resolve(&mention, None, Some(&law), days);
    assert_eq!(found.verdict, Verdict::Ambiguous);
    assert_eq!((found.text, found.document), (None, None));
}
