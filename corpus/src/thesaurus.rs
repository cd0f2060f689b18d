//! Colloquial words and what statutes and judgments say instead: 醉驾 → 醉酒驾驶机动车,
//! 危险驾驶. From `data/thesaurus.tsv`, the short forms of charges and the abbreviations
//! of laws; an installation adds, changes and removes rows with a file of its own.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::longest_match::longest_matches;
use crate::normalize::half_width;
use crate::{charges, law_names};

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/thesaurus.tsv");

/// What a row says when its word is to have no phrases.
const NONE: &str = "-";

/// Longest word and longest phrase of a row, in characters.
const MAX_CHARS: usize = 40;

/// Phrases of one word.
const MAX_PHRASES: usize = 8;

/// Rows of an installation's file.
const MAX_ROWS: usize = 20_000;

static BUILT_IN: LazyLock<Thesaurus> = LazyLock::new(Thesaurus::make);

/// Where a row comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A short form of a charge.
    Charge,
    /// An abbreviation of a law.
    Law,
    /// The table of colloquial words.
    Table,
    /// The file of this installation.
    Site,
}

/// A word and what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The word as written in its table.
    pub word: String,
    /// Other ways to say it, the closest first; none when the site removed them.
    pub phrases: Vec<String>,
    /// Where the first of them comes from.
    pub origin: Origin,
}

/// A row whose word stands in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// Bytes of the text.
    pub byte_range: Range<usize>,
    /// The row.
    pub row: &'a Row,
}

/// A line of an installation's file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct ThesaurusError {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, and how it is written.
    pub reason: String,
}

/// Words with other ways to say them.
#[derive(Clone, Debug, Default)]
pub struct Thesaurus {
    /// By the folded word.
    rows: HashMap<String, Row>,
    longest: usize,
}

impl Thesaurus {
    /// The rows that come with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// These rows with those of `file`: its word, a tab, its phrases separated by
    /// blanks, or `-` for none. A row of the file takes the place of the row here.
    ///
    /// # Errors
    /// Names the first line that is no such row.
    pub fn with_site(&self, file: &str) -> Result<Self, ThesaurusError> {
        let mut all = self.clone();
        let lines = file.trim_start_matches('\u{feff}').lines().enumerate();
        for (at, line) in lines {
            let line_number = at + 1;
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            if line_number > MAX_ROWS {
                return Err(error(line_number, format!("more than {MAX_ROWS} lines")));
            }
            let (word, phrases) = read_row(line).map_err(|reason| error(line_number, reason))?;
            all.put(Row {
                word,
                phrases,
                origin: Origin::Site,
            });
        }
        Ok(all)
    }

    /// The row of a word.
    pub fn get(&self, word: &str) -> Option<&Row> {
        self.rows.get(&fold(word))
    }

    /// All rows, by word.
    pub fn rows(&self) -> Vec<&Row> {
        let mut rows: Vec<&Row> = self.rows.values().collect();
        rows.sort_by(|a, b| a.word.cmp(&b.word));
        rows
    }

    /// The words of `text` that have a row with phrases: the longest first from the left,
    /// none inside another.
    pub fn find(&self, text: &str) -> Vec<Found<'_>> {
        let of = |piece: &str| {
            let row = self.rows.get(&fold(piece))?;
            (!row.phrases.is_empty()).then_some(row)
        };
        let found = longest_matches(text, 1..self.longest + 1, of).into_iter();
        found
            .map(|(byte_range, row)| Found { byte_range, row })
            .collect()
    }

    fn make() -> Self {
        let mut all = Self::default();
        for charge in charges::all() {
            let name = charge.name.trim_end_matches('罪');
            for form in charge.short_forms.iter().chain(&charge.former_names) {
                if !name.contains(form.trim_end_matches('罪')) {
                    all.add(form, &[name], Origin::Charge);
                }
            }
        }
        for law in law_names::all() {
            let title = law.key.as_str();
            for alias in law.aliases.iter().filter(|alias| !title.contains(**alias)) {
                all.add(alias, &[title], Origin::Law);
            }
        }
        let rows = TABLE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        for (word, phrases) in rows.filter_map(|line| read_row(line).ok()) {
            let phrases: Vec<&str> = phrases.iter().map(String::as_str).collect();
            all.add(&word, &phrases, Origin::Table);
        }
        all
    }

    /// Adds phrases before those that the word has.
    fn add(&mut self, word: &str, phrases: &[&str], origin: Origin) {
        let mut all: Vec<String> = phrases.iter().map(|&phrase| phrase.to_owned()).collect();
        let before = self.get(word).map(|row| row.phrases.clone());
        for phrase in before.unwrap_or_default() {
            // 掩饰、隐瞒犯罪所得 finds all that its longer form finds.
            if !all.iter().any(|shorter| phrase.contains(shorter.as_str())) {
                all.push(phrase);
            }
        }
        self.put(Row {
            word: word.to_owned(),
            phrases: all,
            origin,
        });
    }

    fn put(&mut self, row: Row) {
        self.longest = self.longest.max(row.word.chars().count());
        self.rows.insert(fold(&row.word), row);
    }
}

fn error(line: usize, reason: String) -> ThesaurusError {
    ThesaurusError { line, reason }
}

fn read_row(line: &str) -> Result<(String, Vec<String>), String> {
    let how = "a row is a word, a tab, and phrases separated by blanks, or - for none";
    let (word, phrases) = line.split_once('\t').ok_or(how)?;
    let word = word.trim();
    let phrases: Vec<&str> = phrases
        .split_whitespace()
        .filter(|&phrase| phrase != NONE)
        .collect();
    let says_none = line.trim_end().ends_with(&format!("\t{NONE}"));
    if word.is_empty() || (phrases.is_empty() && !says_none) {
        return Err(how.to_owned());
    }
    if word.chars().count() < 2 {
        return Err(format!(
            "{word} has one character; it would change too many words"
        ));
    }
    let longest = phrases
        .iter()
        .chain([&word])
        .map(|text| text.chars().count());
    if longest.max() > Some(MAX_CHARS) {
        return Err(format!(
            "a word or phrase has more than {MAX_CHARS} characters"
        ));
    }
    if phrases.len() > MAX_PHRASES {
        return Err(format!("{word} has more than {MAX_PHRASES} phrases"));
    }
    let phrases = phrases.into_iter().map(str::to_owned).collect();
    Ok((word.to_owned(), phrases))
}

fn fold(word: &str) -> String {
    word.chars()
        .map(|c| half_width(c).to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn found(text: &str) -> Vec<(&str, Vec<&str>)> {
        let all = Thesaurus::built_in().find(text);
        all.into_iter()
            .map(|found| {
                let phrases = found.row.phrases.iter().map(String::as_str).collect();
                (&text[found.byte_range], phrases)
            })
            .collect()
    }

    #[test]
    fn words_of_all_tables_are_found() {
        assert_eq!(
            found("醉驾后逃跑"),
            [("醉驾", vec!["醉酒驾驶机动车", "危险驾驶"])]
        );
        assert_eq!(
            found("刑诉法与帮信"),
            [
                ("刑诉法", vec!["刑事诉讼法"]),
                ("帮信", vec!["帮助信息网络犯罪"])
            ]
        );
        assert_eq!(found("掩隐")[0].1, ["掩饰、隐瞒犯罪所得"]);
        assert!(found("危险驾驶罪与盗窃").is_empty());
    }

    #[test]
    fn the_longest_word_wins_and_width_and_case_do_not_count() {
        assert_eq!(found("相对不起诉")[0].0, "相对不起诉");
        assert_eq!(found("吸食ｋ粉")[0].1, ["氯胺酮"]);
    }

    #[test]
    fn a_site_adds_changes_and_removes() {
        let site = "# 本院用语\n薅羊毛\t恶意套取 优惠\n醉驾\t-\n老赖\t被执行人\n";
        let all = Thesaurus::built_in().with_site(site).unwrap();
        assert_eq!(all.get("薅羊毛").unwrap().phrases, ["恶意套取", "优惠"]);
        assert_eq!(all.get("薅羊毛").unwrap().origin, Origin::Site);
        assert!(all.find("醉驾").is_empty());
        assert_eq!(all.get("老赖").unwrap().phrases, ["被执行人"]);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let wrong = |file: &str| Thesaurus::built_in().with_site(file).unwrap_err();
        assert_eq!(wrong("薅羊毛\t套取\n老赖 被执行人").line, 2);
        assert_eq!(wrong("# x\n\n车\t机动车").line, 3);
        assert_eq!(wrong("老赖\t").line, 1);
        let long = "长".repeat(41);
        assert!(wrong(&format!("老赖\t{long}")).to_string().contains("40"));
    }

    #[test]
    fn every_row_of_the_table_is_well_formed_and_says_something_else() {
        let mut words = std::collections::HashSet::new();
        let rows = TABLE
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty());
        for line in rows {
            let (word, phrases) = read_row(line).unwrap();
            assert!(words.insert(word.clone()), "{word} twice");
            for phrase in &phrases {
                assert!(!phrase.contains(&word), "{word}: {phrase} is found anyway");
            }
        }
        assert!(words.len() > 200);
    }
}
