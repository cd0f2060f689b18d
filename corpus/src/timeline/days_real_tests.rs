//! Questions about the law on a day over real texts, with the answers written before
//! (`drawn_days.tsv`): no wrong text is called in force.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::*;
use crate::document::{Body, Date, Document, LawKey};
use crate::import::{Outcome, read_file, walk};
use crate::law_names;
use crate::normalize::same_words;
use crate::statute::Block;
use crate::timeline::repeals::{HeldText, clauses_of};

const QUESTIONS: &str = include_str!("drawn_days.tsv");

/// The folders and archives with several versions of the laws asked about.
const SOURCES: &[&str] = &[
    "laws/刑法",
    "laws/诉讼与非诉讼程序法",
    "laws/宪法相关法",
    "laws/民法商法",
    "laws/民法典",
    "laws/行政法",
    "laws/社会法",
    "laws/经济法",
    "laws_earlier/falv-1.zip",
];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn library(sources: &[&str]) -> Option<BTreeMap<LawKey, KnownLaw>> {
    let Some(shared) = std::env::var_os("LEIAN_SHARED") else {
        eprintln!("skipped: LEIAN_SHARED is not set, so there are no real laws");
        return None;
    };
    let root = PathBuf::from(shared).join("data");
    let paths: Vec<PathBuf> = sources.iter().map(|source| root.join(source)).collect();
    let mut documents: BTreeMap<LawKey, Vec<Document>> = BTreeMap::new();
    let (mut acts, mut held, mut stated) = (Vec::new(), Vec::new(), Vec::new());
    for file in walk(&paths).0 {
        read_file(&file.path, &file.display_path, &mut |outcome| {
            let Outcome::Document(mut document) = outcome else {
                return;
            };
            let Some(law) = &mut document.metadata.law else {
                return;
            };
            // 中华人民共和国刑法（2009）: a source's own mark of the edition.
            let title = without_edition(&law.title);
            (law.key, law.title) = (LawKey::of(&title), title);
            let said = |label: &str| stated_day(&document.body, label);
            law.version = law.version.or_else(|| said("公布日期"));
            let effective = said("生效日期");
            let law = law.clone();
            document.metadata.effective = document.metadata.effective.or(effective);
            acts.extend(AmendingAct::of(&document));
            let clauses = clauses_of(&document).into_iter();
            stated.extend(clauses.map(|clause| (document.id.clone(), clause)));
            held.push(HeldText {
                document: document.id.clone(),
                law: law.key.clone(),
                made: document.metadata.made_on(),
            });
            documents
                .entry(law.key.clone())
                .or_default()
                .push(*document);
        });
    }
    let repeals = Repeals::of(&held, &stated);
    let laws = documents.into_iter().filter_map(|(key, mut texts)| {
        texts.sort_by_key(|d| std::cmp::Reverse(d.metadata.law.as_ref().unwrap().version));
        let law = KnownLaw::with_acts(&key, &texts, &acts)?;
        Some((key, law.ended_by(&repeals)))
    });
    Some(laws.collect())
}

/// A day of the block that a source puts before a text: - **公布日期**: 2009-08-27.
fn stated_day(body: &Body, label: &str) -> Option<Date> {
    let Body::Statute(statute) = body else {
        return None;
    };
    statute.blocks.iter().find_map(|block| {
        let text = match block {
            Block::Text(text) => text.as_str(),
            Block::Heading(heading) => heading.text.as_str(),
            Block::Article(_) => return None,
        };
        let line = text.lines().find(|line| line.contains(label))?;
        line.rsplit([' ', '*']).next()?.trim().parse().ok()
    })
}

fn without_edition(title: &str) -> String {
    let bare = title.trim_end_matches(['）', ')']);
    match bare.rsplit_once(['（', '(']) {
        Some((name, mark)) if mark.starts_with(['1', '2']) => name.to_owned(),
        _ => title.to_owned(),
    }
}

/// Whether a wording is what the table says, whether it says wrongly that a text applies
/// or no longer does, and the wording.
fn answer(law: &KnownLaw, article: &str, on: Date, expected: &str) -> (bool, bool, String) {
    let number = article.parse().unwrap();
    let wording = law.timeline.wording(number, on, day("2026-11-29"));
    let repealed = law
        .repeal(Some(number), on)
        .is_some_and(|end| end.date <= on);
    let shown = format!("{wording:?}").chars().take(160).collect();
    let (kind, of) = expected.split_once(' ').unwrap_or((expected, ""));
    if repealed {
        return (kind == "repealed", kind != "repealed", shown);
    }
    let right = match (&wording, kind) {
        (Wording::InForce { text, .. }, "as") => {
            let made = day(of);
            let version = law
                .versions
                .iter()
                .find(|version| version.passed == Some(made));
            let held = version.and_then(|version| version.articles.get(&number));
            held.is_some_and(|held| same_words(held, text))
        }
        (Wording::InForce { since, basis, .. }, "act") => {
            let by_act = matches!(basis, Basis::Act(_) | Basis::Held(_) | Basis::Unchanged(_));
            by_act && since.is_some_and(|act| act.passed == Some(day(of)))
        }
        (Wording::TextUnavailable { .. } | Wording::EarlierLaw { .. }, "unavailable") => true,
        (Wording::CommencementUnknown(_), "unavailable") => true,
        (Wording::NotYet(_), "not_yet") => true,
        (Wording::BeforeLaw(_) | Wording::BeforeRecord(_), "before") => true,
        _ => false,
    };
    (
        right,
        !right && matches!(wording, Wording::InForce { .. }),
        shown,
    )
}

#[test]
fn drawn_days_have_the_answers_that_were_written_before() {
    let Some(laws) = library(SOURCES) else { return };
    let (mut right, mut asked, mut wrong_texts) = (0, 0, Vec::new());
    for row in law_names::rows(QUESTIONS) {
        let [name, article, on, expected, _why] = row[..] else {
            panic!("{row:?}");
        };
        asked += 1;
        let Some(law) = laws.get(&LawKey::of(name)) else {
            panic!("no {name}");
        };
        let (is_right, is_wrong, shown) = answer(law, article, day(on), expected);
        right += usize::from(is_right);
        if !is_right {
            eprintln!("{name} {article} {on}: not {expected} but {shown}");
        }
        if is_wrong {
            wrong_texts.push(format!("{name} {article} {on}: {shown}"));
        }
    }
    eprintln!("{right} of {asked} as written before");
    assert_eq!(asked, 20);
    assert!(wrong_texts.is_empty(), "{wrong_texts:#?}");
    assert!(right >= 12, "{right}");
}

/// Days before the present law of a name: an earlier law bore it.
#[test]
fn a_day_before_the_present_law_is_no_day_without_one() {
    let Some(laws) = library(&["laws/宪法相关法", "laws/行政法", "laws/经济法"]) else {
        return;
    };
    for (name, on) in [
        ("国家安全法", "2000-01-01"),
        ("兵役法", "1970-01-01"),
        ("森林法", "1982-01-01"),
    ] {
        let law = &laws[&LawKey::of(name)];
        let wording = law
            .timeline
            .wording("4".parse().unwrap(), day(on), day("2026-11-29"));
        let unavailable = matches!(
            wording,
            Wording::EarlierLaw { .. } | Wording::TextUnavailable { .. }
        );
        assert!(unavailable, "{name} {on}: {wording:?}");
    }
}

/// A newer text that is known and not held is told, and today's is not made up.
#[test]
fn a_newer_text_that_is_not_held_is_known() {
    let Some(laws) = library(&["laws/行政法"]) else {
        return;
    };
    let law = &laws[&LawKey::of("治安管理处罚法")];
    let on = |date: &str| {
        law.timeline
            .wording("20".parse().unwrap(), day(date), day("2026-11-29"))
    };
    assert!(
        matches!(on("2025-12-31"), Wording::InForce { .. }),
        "{:?}",
        on("2025-12-31")
    );
    assert!(
        matches!(on("2026-01-01"), Wording::TextUnavailable { act: Some(act), .. } if act.effective == day("2026-01-01")),
        "{:?}",
        on("2026-01-01")
    );
}
