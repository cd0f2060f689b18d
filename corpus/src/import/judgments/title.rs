//! The title of a judgment, which has none of its own: the words by which it is cited,
//! 危险驾驶罪刑事判决书：某某人民法院（2019）豫1002刑初339号.
//!
//! A title is a part of what is embedded, and a changed title is a new text for every
//! passage below it. So these rules stay as they are; better ones for court, number and
//! charges are in [`crate::judgment`] and fill the metadata. Only a number that is not the
//! judgment's own (that of the indictment, of the first instance) is left out.

use std::sync::LazyLock;

use regex::Regex;

use crate::case::{Section, SectionRole};
use crate::judgment::number;

/// Characters at the top in which court and case number are looked for.
const TOP_CHARS: usize = 300;

static COURT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"([^\s，。：（）]{2,40}?法院)\s*((?:刑\s*事|民\s*事|行\s*政)(?:附带民事)?\s*(?:判\s*决|裁\s*定|调\s*解)\s*书)")
        .expect("the pattern is a constant")
});

static CASE_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[（(〔\[]\s*[12]\d{3}\s*[）)〕\]]\s*[^\s，。；：（）]{1,30}?号")
        .expect("the pattern is a constant")
});

static CHARGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"犯((?:侵犯)?[^，,。；;：:（(犯]{1,20}(?:犯罪[^，,。；;：:（(犯]{1,16})?罪)(?:[，,。；;、]|判处|，?免予)")
        .expect("the pattern is a constant")
});

/// The title of the judgment with this text and these sections.
pub(super) fn of(text: &str, sections: &[Section]) -> String {
    let top = top(text);
    let head = COURT.captures(top);
    let court = head.as_ref().map_or("", |found| &found[1]);
    let kind: String = head.as_ref().map_or("裁判文书".to_owned(), |found| {
        found[2].split_whitespace().collect()
    });
    let number = number_in(top);
    let charges = charges(sections).join("、");
    if court.is_empty() && number.is_empty() {
        return format!("{charges}{kind}");
    }
    format!("{charges}{kind}：{court}{number}")
}

/// The judgment's own number, as written where these rules find it.
fn number_in(top: &str) -> String {
    let own = number::own_number(top).map(|(written, _)| written);
    let found: Option<String> = CASE_NUMBER
        .find(top)
        .map(|found| found.as_str().split_whitespace().collect());
    let is_own = |found: &String| {
        own.as_deref()
            .is_some_and(|own| number::key(own) == number::key(found))
    };
    found.filter(is_own).or(own).unwrap_or_default()
}

fn top(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(TOP_CHARS)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The charges of which the disposition convicts.
fn charges(sections: &[Section]) -> Vec<String> {
    let mut charges: Vec<String> = Vec::new();
    let of_role = |role| sections.iter().filter(move |section| section.role == role);
    for section in of_role(SectionRole::Disposition) {
        for found in CHARGE.captures_iter(&section.text) {
            let charge: String = found[1].split_whitespace().collect();
            if !charges.contains(&charge) {
                charges.push(charge);
            }
        }
    }
    charges
}
