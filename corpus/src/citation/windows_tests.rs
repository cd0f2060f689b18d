//! Precision and recall of the extractor, and the verdicts, on windows of real texts
//! labelled by hand: two draws, in `labels/citations.tsv` and
//! `labels/citations_second.tsv`. The texts are read from the folder that
//! `LEIAN_SHARED` names; without it the tests say so and pass.
//!
//! `LEIAN_CITATION_DETAILS=build` prints what is wrong in the first draw's split
//! `build`, `second-build` in that of the second. Rules are tuned on `build` alone;
//! the rows of `test` are not for reading.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::*;
use crate::document::{Document, LawKey};
use crate::import::{Outcome, read_file, walk};
use crate::normalize::half_width;

/// A draw of windows and what it must keep, from what was measured.
struct Draw {
    name: &'static str,
    labels: &'static str,
    windows: &'static str,
    /// Below `LEIAN_SHARED`; paths of windows are relative to it.
    folder: &'static str,
    /// Of each split: precision and recall, and the share of right verdicts.
    floors: &'static [(&'static str, f64, f64)],
}

const FIRST: Draw = Draw {
    name: "first",
    labels: include_str!("../../labels/citations.tsv"),
    windows: include_str!("../../labels/windows.tsv"),
    folder: "data/cases",
    floors: &[("build", 0.99, 0.0), ("test", 0.99, 0.0)],
};

const SECOND: Draw = Draw {
    name: "second",
    labels: include_str!("../../labels/citations_second.tsv"),
    windows: include_str!("../../labels/windows_second.tsv"),
    folder: "data",
    floors: &[("build", 0.98, 0.98), ("test", 0.97, 0.97)],
};

/// The day on which the verdicts were decided.
const LABELLED_ON: &str = "2026-11-26";

/// What of a citation has to agree: characters of the file, and what is cited.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Row {
    char_start: usize,
    char_end: usize,
    cited: String,
    quote: bool,
    /// Code of the verdict; empty when none is labelled or asked for.
    verdict: String,
}

impl Row {
    fn agrees(&self, other: &Self) -> bool {
        (self.char_start, self.char_end, &self.cited)
            == (other.char_start, other.char_end, &other.cited)
    }
}

#[derive(Debug, Default)]
struct Count {
    labelled: usize,
    found: usize,
    right: usize,
    quotes_labelled: usize,
    quotes_found: usize,
    quotes_right: usize,
    /// Of citations found right, those with a labelled verdict.
    verdicts_labelled: usize,
    verdicts_right: usize,
}

impl Count {
    fn precision(&self) -> f64 {
        share(self.right, self.found)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.labelled)
    }

    /// A citation that is not found has no verdict, so it does not count here.
    fn verdicts(&self) -> f64 {
        share(self.verdicts_right, self.verdicts_labelled)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

/// Lines of a table as maps from the names of its first line.
fn table(text: &'static str) -> Vec<BTreeMap<&'static str, &'static str>> {
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    let names: Vec<_> = lines.next().unwrap().split('\t').collect();
    lines
        .map(|line| names.iter().copied().zip(line.split('\t')).collect())
        .collect()
}

/// The text of a window's file; `judge.jsonl#3` is the text of line 3.
fn read_text(folder: &Path, file: &str) -> String {
    let Some((path, line)) = file.split_once('#') else {
        return std::fs::read_to_string(folder.join(file)).unwrap();
    };
    let lines = std::fs::read_to_string(folder.join(path)).unwrap();
    let number: usize = line.parse().unwrap();
    let record: serde_json::Value =
        serde_json::from_str(lines.lines().nth(number - 1).unwrap()).unwrap();
    record["full_text"].as_str().unwrap().to_owned()
}

fn case_key(number: &str) -> String {
    let number: String = number.chars().map(half_width).collect();
    number.replace("指导性案例", "指导案例")
}

fn labelled(row: &BTreeMap<&str, &str>) -> Row {
    let cited = match (row["kind"], row["law"]) {
        ("case", _) => case_key(row["case_number"]),
        (_, law) => format!(
            "{}|{}~{}|{}|{}",
            match law {
                "" => "?".to_owned(),
                law => LawKey::of(law).to_string(),
            },
            row["article"],
            row["article_end"],
            row["paragraph"],
            row["item"]
        ),
    };
    Row {
        char_start: row["char_start"].parse().unwrap(),
        char_end: row["char_end"].parse().unwrap(),
        cited,
        quote: row["quote"] == "yes",
        verdict: row.get("verdict").copied().unwrap_or_default().to_owned(),
    }
}

fn found(text: &str, mention: &CitationMention, library: &Library) -> Row {
    let number = |first: Option<u32>, last: Option<u32>| match (first, last) {
        (Some(first), Some(last)) => format!("{first}~{last}"),
        (Some(first), None) => first.to_string(),
        (None, _) => String::new(),
    };
    let article = |number: Option<crate::statute::ArticleNumber>| {
        number.map(|number| number.to_string()).unwrap_or_default()
    };
    let cited = match &mention.case_number {
        Some(number) => case_key(number),
        None => format!(
            "{}|{}~{}|{}|{}",
            mention.law.as_ref().map_or("?", LawKey::as_str),
            article(mention.article),
            article(mention.article_end),
            number(mention.paragraph, mention.paragraph_end),
            number(mention.item, mention.item_end),
        ),
    };
    Row {
        char_start: text[..mention.byte_range.start].chars().count(),
        char_end: text[..mention.byte_range.end].chars().count(),
        cited,
        quote: mention.quote.is_some(),
        verdict: library.verdict(text, mention),
    }
}

/// The laws that a draw's labels name, read from the real texts, and the names of all.
#[derive(Default)]
pub(super) struct Library {
    pub laws: HashMap<LawKey, KnownLaw>,
    titles: Option<Titles>,
}

impl Library {
    /// Reads every file of `laws` whose heading begins with a law that `wanted` has.
    pub fn read(laws: &Path, wanted: &BTreeSet<LawKey>) -> Self {
        let (files, errors) = walk(&[laws.to_owned()]);
        assert!(errors.is_empty(), "{errors:?}");
        let mut documents: BTreeMap<LawKey, Vec<Document>> = BTreeMap::new();
        let mut titles = Vec::new();
        for file in files {
            let Ok(text) = std::fs::read_to_string(&file.path) else {
                continue;
            };
            let heading = text.lines().find_map(|line| line.strip_prefix("# "));
            let heading = LawKey::of(heading.unwrap_or(&file.display_path));
            titles.push(heading.clone());
            let named = |law: &LawKey| heading.as_str().starts_with(law.as_str());
            if !wanted.iter().any(named) {
                continue;
            }
            read_file(&file.path, &file.display_path, &mut |outcome| {
                if let Outcome::Document(document) = outcome
                    && let Some(law) = &document.metadata.law
                {
                    let of_law = documents.entry(law.key.clone()).or_default();
                    of_law.push(*document);
                }
            });
        }
        let known = documents.into_iter().filter_map(|(key, mut documents)| {
            let version = |document: &Document| document.metadata.law.as_ref()?.version;
            documents.sort_by_key(|document| std::cmp::Reverse(version(document)));
            Some((key.clone(), KnownLaw::of(&key, &documents)?))
        });
        Self {
            titles: Some(Titles::of(&titles)),
            laws: known.collect(),
        }
    }

    fn verdict(&self, text: &str, mention: &CitationMention) -> String {
        if self.laws.is_empty() {
            return String::new();
        }
        let law = mention.law.as_ref().and_then(|key| self.laws.get(key));
        let quote = mention.quote.clone().map(|quote| &text[quote]);
        let days = Days::today(LABELLED_ON.parse().unwrap());
        resolve(mention, quote, law, days).verdict.code().to_owned()
    }
}

struct Measure<'a> {
    draw: &'a Draw,
    folder: PathBuf,
    library: Library,
    details: bool,
}

impl Measure<'_> {
    fn split(&self, split: &str) -> Count {
        let labels = table(self.draw.labels);
        let mut count = Count::default();
        for window in table(self.draw.windows)
            .iter()
            .filter(|row| row["split"] == split)
        {
            let wanted = labels
                .iter()
                .filter(|row| row["window"] == window["window"])
                .map(labelled)
                .collect();
            self.window(window, wanted, &mut count);
        }
        count
    }

    fn window(&self, window: &BTreeMap<&str, &str>, mut wanted: Vec<Row>, count: &mut Count) {
        let text = read_text(&self.folder, window["file"]);
        let bounds = [window["char_start"], window["char_end"]].map(|at| at.parse().unwrap());
        let titles = self.library.titles.as_ref();
        let all = extract_with(&text, titles.unwrap_or_else(|| Titles::built_in()));
        let found: Vec<Row> = all
            .iter()
            .filter(|mention| !mention.is_open())
            .map(|mention| found(&text, mention, &self.library))
            .filter(|row| row.char_start >= bounds[0] && row.char_end <= bounds[1])
            .collect();
        count.labelled += wanted.len();
        count.found += found.len();
        count.quotes_labelled += wanted.iter().filter(|row| row.quote).count();
        count.quotes_found += found.iter().filter(|row| row.quote).count();
        let chars: Vec<char> = text.chars().collect();
        let show = |what: &str, row: &Row| {
            if self.details {
                let words: String = chars[row.char_start..row.char_end].iter().collect();
                println!("{}: {what} {words:?} = {}", window["window"], row.cited);
            }
        };
        for row in &found {
            let Some(place) = wanted.iter().position(|label| label.agrees(row)) else {
                show("not labelled", row);
                continue;
            };
            count.right += 1;
            let label = wanted.remove(place);
            count.quotes_right += usize::from(label.quote && row.quote);
            if label.quote != row.quote {
                show(&format!("quote {}", row.quote), row);
            }
            let case = !row.cited.contains('|');
            if !label.verdict.is_empty() && !row.verdict.is_empty() && !case {
                count.verdicts_labelled += 1;
                count.verdicts_right += usize::from(label.verdict == row.verdict);
                if label.verdict != row.verdict {
                    show(&format!("{} for {}", row.verdict, label.verdict), row);
                }
            }
        }
        for label in &wanted {
            show("missed", label);
        }
    }
}

pub(super) fn shared() -> Option<PathBuf> {
    let shared = std::env::var_os("LEIAN_SHARED").filter(|path| !path.is_empty());
    if shared.is_none() {
        println!("skipped: LEIAN_SHARED names no folder with the texts");
    }
    shared.map(PathBuf::from)
}

/// Measures a draw; without the real texts nothing.
fn measure(draw: &Draw, verdicts: bool) {
    let Some(shared) = shared() else {
        return;
    };
    let details = std::env::var("LEIAN_CITATION_DETAILS").unwrap_or_default();
    let laws: BTreeSet<LawKey> = table(draw.labels)
        .iter()
        .filter(|row| !row["law"].is_empty())
        .map(|row| LawKey::of(row["law"]))
        .collect();
    let mut measure = Measure {
        draw,
        folder: shared.join(draw.folder),
        library: match verdicts {
            true => Library::read(&shared.join("data/laws"), &laws),
            false => Library::default(),
        },
        details: false,
    };
    for (split, floor, right_verdicts) in draw.floors {
        measure.details = match draw.name {
            "first" => details == *split,
            name => details == format!("{name}-{split}"),
        };
        let count = measure.split(split);
        println!(
            "{} {split}: precision {:.4}, recall {:.4}, verdicts {:.4}; {count:?}",
            draw.name,
            count.precision(),
            count.recall(),
            count.verdicts()
        );
        assert!(count.precision() >= *floor && count.recall() >= *floor);
        assert!(count.verdicts() >= *right_verdicts);
    }
}

#[test]
fn citations_on_labelled_windows() {
    measure(&FIRST, false);
}

#[test]
fn citations_and_verdicts_on_the_second_draw() {
    measure(&SECOND, true);
}

/// Inputs on which other tools go wrong, on the real laws.
#[test]
fn hard_citations_have_the_right_verdict_on_real_laws() {
    let Some(shared) = shared() else {
        return;
    };
    let titles = [
        "中华人民共和国刑法",
        "最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释",
    ];
    let wanted = titles.iter().map(|title| LawKey::of(title)).collect();
    let library = Library::read(&shared.join("data/laws"), &wanted);
    for (text, expected) in [
        ("《刑法》第一百三十三条之一", &["刑法|133-1 in_force"][..]),
        ("《刑法》第199条", &["刑法|199 deleted_article"]),
        ("依照刑法第二百六十六条", &["刑法|266 in_force"]),
        (
            "《刑法》第二百三十四条第二款、第六十七条第三款",
            &["刑法|234 in_force", "刑法|67 in_force"],
        ),
        (
            "《刑法》第二百三十四条第三款",
            &["刑法|234 no_such_article"],
        ),
        (
            "《最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的解释》第六百条",
            &["最高人民法院关于适用刑事诉讼法的解释|600 in_force"],
        ),
        ("《合同法》第五十二条", &["合同法|52 repealed"]),
        (
            "《江边市渡船管理条例》第五条",
            &["江边市渡船管理条例|5 out_of_coverage"],
        ),
        ("《刑法》第四百五十三条", &["刑法|453 no_such_article"]),
        ("依照本法第三条", &["?|3 ambiguous"]),
    ] {
        let mentions = extract(text);
        let found = mentions.iter().map(|mention| {
            let law = mention.law.as_ref().map_or("?", LawKey::as_str);
            let article = mention.article.map(|article| article.to_string());
            let verdict = library.verdict(text, mention);
            format!("{law}|{} {verdict}", article.unwrap_or_default())
        });
        assert_eq!(found.collect::<Vec<_>>(), expected, "{text}");
    }
}
