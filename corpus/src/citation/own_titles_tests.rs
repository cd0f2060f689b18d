//! Every text of the national library, cited by its own title: it comes to itself, and
//! where the library does not hold it, to no other. The texts are read from the folder
//! that `LEIAN_SHARED` names; without it the tests say so and pass.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::*;
use crate::document::LawKey;
use crate::import::{Outcome, read_file, walk};

/// Folders of the collection with the rules of single provinces.
const LOCAL: &str = "DLC";

/// Into how many parts the titles are divided, of which one at a time is not held.
const PARTS: usize = 12;

/// Most sentences that are printed.
const MOST_SHOWN: usize = 30;

/// Sentences that cite a text, which stands for {}.
const QUOTED: &[&str] = &[
    "依照《{}》第三条的规定处罚。",
    "根据《中华人民共和国刑法》第一条和《{}》第三条，作出决定。",
    "关于对《{}》第三条的理解。",
    "其行为违反《{}》（以下简称《该规定文件》）第三条。",
];

const BARE: &[&str] = &[
    "依照{}第三条的规定处罚。",
    "根据刑法第一条和{}第三条，作出决定。",
    "关于对{}第三条的理解。",
    "其行为违反{}第三条。",
    "被告人的行为符合刑法第一条、{}第三条规定的情形。",
];

/// Titles of all texts, by their keys.
fn titles() -> Option<BTreeMap<LawKey, BTreeSet<String>>> {
    let Some(shared) = std::env::var_os("LEIAN_SHARED").filter(|path| !path.is_empty()) else {
        println!("skipped: LEIAN_SHARED names no folder with the texts");
        return None;
    };
    let laws = Path::new(&shared).join("data/laws");
    let (files, errors) = walk(&[laws]);
    assert!(errors.is_empty(), "{errors:?}");
    let mut titles: BTreeMap<LawKey, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        if file.path.iter().any(|folder| folder == LOCAL) {
            continue;
        }
        read_file(&file.path, &file.display_path, &mut |outcome| {
            if let Outcome::Document(document) = outcome
                && let Some(law) = document.metadata.law
            {
                titles.entry(law.key).or_default().insert(law.title);
            }
        });
    }
    Some(titles)
}

/// What 第三条 came to: the text itself, another law, or none.
#[derive(Debug, Default)]
struct Count {
    own: usize,
    other: Vec<String>,
    lost: Vec<String>,
}

impl Count {
    fn add(&mut self, frame: &str, title: &str, key: &LawKey, titles: &Titles) {
        let text = frame.replace("{}", title);
        let found = extract_with(&text, titles);
        let third =
            |mention: &&CitationMention| mention.article.is_some_and(|article| article.base == 3);
        match found
            .iter()
            .rev()
            .find(third)
            .and_then(|mention| mention.law.as_ref())
        {
            Some(law) if law == key => self.own += 1,
            Some(law) => self.other.push(format!("{text} → {law}")),
            None => self.lost.push(text),
        }
    }

    fn report(&self, what: &str) {
        let all = self.own + self.other.len() + self.lost.len();
        println!(
            "{what}: {all} sentences, {} to themselves, {} to another text, {} to none",
            self.own,
            self.other.len(),
            self.lost.len()
        );
        for other in &self.other {
            println!("  another: {other}");
        }
        for lost in self.lost.iter().take(MOST_SHOWN) {
            println!("  none: {lost}");
        }
    }

    fn share(&self) -> f64 {
        self.own as f64 / (self.own + self.other.len() + self.lost.len()).max(1) as f64
    }
}

#[test]
fn every_text_is_found_by_its_own_title() {
    let Some(all) = titles() else {
        return;
    };
    let keys: Vec<LawKey> = all.keys().cloned().collect();
    let known = Titles::of(&keys);
    for (what, frames) in [("in marks", QUOTED), ("without marks", BARE)] {
        let mut count = Count::default();
        for (key, titles) in &all {
            for title in titles {
                for frame in frames {
                    count.add(frame, title, key, &known);
                }
            }
        }
        count.report(what);
        assert!(count.other.is_empty() && count.share() >= 0.995, "{what}");
    }
}

#[test]
fn text_that_is_not_held_never_comes_to_another_one() {
    let Some(all) = titles() else {
        return;
    };
    let mut count = Count::default();
    for part in 0..PARTS {
        let here = |at: usize| at % PARTS == part;
        let held = all.keys().enumerate().filter(|(at, _)| !here(*at));
        let held: Vec<LawKey> = held.map(|(_, key)| key.clone()).collect();
        let known = Titles::of(&held);
        for (at, (key, titles)) in all.iter().enumerate().filter(|(at, _)| here(*at)) {
            let title = titles.first().unwrap();
            for frame in [
                BARE[at % BARE.len()],
                BARE[(at + 1) % BARE.len()],
                QUOTED[0],
            ] {
                count.add(frame, title, key, &known);
            }
        }
    }
    count.report("not held");
    // One text is there with its issuer and without: that one may stand for the other.
    let subject = |name: &str| name.find("关于").map(|at| name[at..].to_owned());
    let held = |line: &&String| {
        let (sentence, law) = line.rsplit_once(" → ").unwrap();
        let same = subject(law).is_some_and(|subject| sentence.contains(&subject));
        all.contains_key(&LawKey::of(law)) && !same
    };
    let wrong: Vec<&String> = count.other.iter().filter(held).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
