//! Quotations drawn from codes, whole and with one character changed, and a count over real
//! judgments; both are read from the folder that `LEIAN_SHARED` names.
//!
//! `LEIAN_QUOTATION_DETAILS` prints what is wrong in the sweep and what differs in the
//! judgments.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::rc::Rc;

use super::quotations_tests::quotes;
use super::windows_tests::{Library, shared};
use super::*;
use crate::document::LawKey;
use crate::import::walk;
use crate::timeline::{is_deleted, paragraphs};

/// Numbers that look drawn at random and are the same on every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) as usize % most.max(1)
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

fn read(shared: &Path, wanted: &BTreeSet<LawKey>) -> HashMap<LawKey, Rc<KnownLaw>> {
    let laws = Library::read(&shared.join("data/laws"), wanted).laws;
    laws.into_iter()
        .map(|(key, law)| (key, Rc::new(law)))
        .collect()
}

const CODES: &[&str] = &[
    "中华人民共和国刑法",
    "中华人民共和国刑事诉讼法",
    "中华人民共和国民法典",
    "中华人民共和国民事诉讼法",
    "中华人民共和国治安管理处罚法",
    "中华人民共和国公司法",
    "中华人民共和国行政处罚法",
];

/// Kind, and the frame with the citation C and the quotation Q.
const FRAMES: &[(&str, &str)] = &[
    (
        "marks after",
        "本院认为，C规定：“Q”。被告人的行为已构成犯罪。",
    ),
    ("marks after", "根据C的规定，即“Q”，应予处理。"),
    ("marks after", "C载明：「Q」。"),
    ("marks before", "“Q”，这是C的规定。据此处理。"),
    ("marks before", "审查意见：“Q”（C）。被告人认罪。"),
    ("marks before", "所谓“Q”，见C。"),
    ("no marks after", "C规定：Q。被告人张某的行为符合上述规定。"),
    ("no marks after", "经查，C规定，Q。本案事实清楚。"),
    ("no marks after", "附相关法条：\nC　Q\n被告人签名"),
    ("no marks before", "被告人到案。Q（C）。"),
    ("no marks before", "Q，这是C的规定。"),
];

/// A unit of an article: its citation and its words.
fn drawn_unit(draw: &mut Draw, title: &str, law: &KnownLaw) -> Option<(String, String)> {
    let articles: Vec<_> = law.versions.iter().flat_map(|one| &one.articles).collect();
    let (number, text) = draw.of(&articles);
    if is_deleted(text) {
        return None;
    }
    let short = title.trim_start_matches("中华人民共和国");
    let title = *draw.of(&[title, short]);
    let article = format!("《{title}》{}", number.chinese());
    let parts = paragraphs(text);
    let at = draw.below(parts.len());
    let part = &parts[at];
    let place = format!(
        "{article}第{}款",
        crate::numerals::to_chinese(at as u64 + 1)
    );
    let (cited, words) = match draw.below(4) {
        0 => (article, text.trim().to_string()),
        1 => (place, part.text.clone()),
        2 if !part.items.is_empty() => {
            let (number, item) = draw.of(&part.items);
            let words = item
                .split_once('）')
                .map_or(item.as_str(), |(_, rest)| rest);
            let number = crate::numerals::to_chinese(u64::from(*number));
            (format!("{place}第（{number}）项"), words.to_owned())
        }
        _ => {
            let sentences: Vec<_> = part.text.split_inclusive(['。', '；']).collect();
            (article, (*draw.of(&sentences)).to_owned())
        }
    };
    let words = words.trim_end_matches(['。', '；', '，', '：']).to_owned();
    let count = words.chars().filter(|c| c.is_alphanumeric()).count();
    (12..=600).contains(&count).then_some((cited, words))
}

/// The words with one change, or as printers change them; and whether they are still true.
fn varied(draw: &mut Draw, words: &str) -> (&'static str, String, bool) {
    let replaced = |from: &str, to: &str| words.replacen(from, to, 1);
    let changed = |kind, new: String| (kind, new, false);
    match draw.below(8) {
        0 if words.contains("三年") => changed("term", replaced("三年", "七年")),
        1 if words.contains('不') => changed("不 dropped", replaced("不", "")),
        0..=2 => {
            let places: Vec<_> = words
                .char_indices()
                .filter(|(_, c)| c.is_alphanumeric())
                .collect();
            let (at, c) = *draw.of(&places);
            let other = if c == '某' { '各' } else { '某' };
            let mut new = words.to_owned();
            new.replace_range(at..at + c.len_utf8(), &other.to_string());
            changed("one character", new)
        }
        3 => (
            "printed",
            words.replace('，', ",").replace('户', "⼾"),
            true,
        ),
        4 => {
            let mut new = words.to_owned();
            let middle = words
                .char_indices()
                .nth(words.chars().count() / 2)
                .unwrap()
                .0;
            new.insert_str(middle, "\n ");
            ("broken", new, true)
        }
        _ => ("same", words.to_owned(), true),
    }
}

#[test]
fn quotations_drawn_from_codes_are_found_and_compared() {
    let Some(shared) = shared() else {
        return;
    };
    let wanted: BTreeSet<LawKey> = CODES.iter().map(|title| LawKey::of(title)).collect();
    let laws = read(&shared, &wanted);
    let details = std::env::var_os("LEIAN_QUOTATION_DETAILS").is_some();
    let mut draw = Draw(20_261_129);
    let mut counts: BTreeMap<(&str, &str), [usize; 2]> = BTreeMap::new();
    let mut drawn = 0;
    while drawn < 1_200 {
        let title = *draw.of(CODES);
        let Some(law) = laws.get(&LawKey::of(title)) else {
            println!("not held: {title}");
            continue;
        };
        let Some((cited, words)) = drawn_unit(&mut draw, title, law) else {
            continue;
        };
        let (kind, words, is_true) = varied(&mut draw, &words);
        let (place, frame) = *draw.of(FRAMES);
        let text = frame.replace('C', &cited).replace('Q', &words);
        let found = quotes(&text, &|key| laws.get(key).cloned());
        let code = |one: &(String, Resolution)| one.1.quote.code();
        let of_it = found.iter().map(code).find(|code| *code != "none");
        let right = of_it == Some(if is_true { "equal" } else { "differs" });
        drawn += 1;
        for key in [(place, "all"), (place, kind), ("all", "all")] {
            counts.entry(key).or_default()[usize::from(right)] += 1;
        }
        if !right && details {
            println!("{kind}, {of_it:?}: {text}\n");
        }
    }
    for ((place, kind), [wrong, right]) in &counts {
        println!("{place}, {kind}: {right} of {}", wrong + right);
    }
    let [wrong, right] = counts[&("all", "all")];
    assert!(right as f64 >= 0.98 * (wrong + right) as f64, "{counts:?}");
}

/// What quotes differ in a running text.
fn misquoted(text: &str, laws: &HashMap<LawKey, Rc<KnownLaw>>, counts: &mut BTreeMap<&str, usize>) {
    let details = std::env::var_os("LEIAN_QUOTATION_DETAILS").is_some();
    for (quote, found) in quotes(text, &|key| laws.get(key).cloned()) {
        *counts.entry(found.quote.code()).or_default() += 1;
        if let QuoteVerdict::Differs(changes) = &found.quote
            && details
        {
            let title = found.title.unwrap_or_default();
            println!("{title}\n  {quote}\n  {changes:?}\n");
        }
    }
}

/// Running prose that applies articles: of 3,500 citations of 400 judgments six differ, all
/// of them slips of those who wrote them, and as few of the cases' as are asserted here.
#[test]
fn prose_that_applies_an_article_is_no_misquotation() {
    let Some(shared) = shared() else {
        return;
    };
    let wanted: BTreeSet<LawKey> = CODES.iter().map(|title| LawKey::of(title)).collect();
    let laws = read(&shared, &wanted);
    let everything = std::env::var_os("LEIAN_QUOTATION_DETAILS").is_some();
    let most = if everything { usize::MAX } else { 80 };
    let lines = std::fs::read_to_string(shared.join("data/judgments/judge.jsonl")).unwrap();
    let mut counts = BTreeMap::new();
    for line in lines.lines().take(most) {
        let record: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = record["full_text"].as_str().unwrap_or_default();
        misquoted(text, &laws, &mut counts);
    }
    println!("judgments: {counts:?}");
    let in_judgments = counts.get("differs").copied().unwrap_or(0);
    let (files, _) = walk(&[shared.join("data/cases/spp-guiding")]);
    let mut counts = BTreeMap::new();
    for file in files.iter().take(most) {
        let text = std::fs::read_to_string(&file.path).unwrap_or_default();
        misquoted(&text, &laws, &mut counts);
    }
    println!("cases: {counts:?}");
    let in_cases = counts.get("differs").copied().unwrap_or(0);
    assert!(everything || in_judgments <= 3 && in_cases <= 6);
}
