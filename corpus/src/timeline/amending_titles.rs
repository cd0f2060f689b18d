//! Titles under which acts that amend a law are looked for in a library.

use std::collections::HashSet;

use super::known_law::KnownLaw;
use super::legislative_history::acts_named;
use crate::document::LawKey;
use crate::numerals;

/// Numbers that amendments of one law are looked for under: 修正案（一） to （三十）.
const MOST_AMENDMENTS: u64 = 30;

/// Bodies that amend laws by a decision.
const DECIDING: &[&str] = &[
    "",
    "全国人民代表大会",
    "全国人民代表大会常务委员会",
    "国务院",
    "最高人民法院",
    "最高人民检察院",
    "最高人民法院、最高人民检察院",
];

/// Keys under which acts that amend the law would stand: those that its own history
/// names, and titles that later acts usually have.
pub(super) fn amending_keys(law: &KnownLaw) -> Vec<LawKey> {
    let mut titles: Vec<String> = Vec::new();
    for version in &law.versions {
        titles.extend(
            acts_named(&version.preamble)
                .into_iter()
                .filter_map(|act| act.title),
        );
    }
    let title = &law.title;
    titles.push(format!("{title}修正案"));
    titles.extend(
        (1..=MOST_AMENDMENTS).map(|n| format!("{title}修正案（{}）", numerals::to_chinese(n))),
    );
    for issuer in DECIDING {
        titles.push(format!("{issuer}关于修改《{title}》的决定"));
        // Courts leave their own name out inside: 关于修改《关于…的规定》的决定.
        if let Some(inner) = title.strip_prefix(issuer).filter(|_| !issuer.is_empty()) {
            titles.push(format!("{issuer}关于修改《{inner}》的决定"));
        }
    }
    let mut seen = HashSet::from([law.key.clone()]);
    let keys = titles.iter().map(|title| LawKey::of(title));
    keys.filter(|key| seen.insert(key.clone())).collect()
}
