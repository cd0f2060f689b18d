//! The names by which laws are known: the official titles, abbreviations and repealed
//! laws of the tables, and the titles that a library holds. Names are found from their
//! end, because that is where 第N条 follows, and the longest one wins:
//! 武器装备质量管理条例 is not 质量管理条例.

use std::collections::HashSet;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::candidates::Letters;
use super::issuers;
use super::name_words::MORE_TITLES;
use super::repealed;
use crate::document::LawKey;
use crate::law_names;
use crate::law_title;
use crate::normalize::{half_width, is_invisible};
use crate::short_names;

/// Words of a title that no key has.
const STATE: &str = "中华人民共和国";

/// What may stand inside a name and does not count.
const UNCOUNTED: &[&str] = &[STATE, "（试行）", "(试行)"];

/// Beginnings of abbreviations that say which version is meant, and are read as that.
const VERSIONS: &[&str] = &["九七", "现行"];

/// Longest name, in characters that count.
const MAX_NAME_CHARS: usize = 160;

/// Names of laws, found by their end.
#[derive(Debug, Default)]
pub struct Titles {
    /// Node and character before → node; 0 is the root.
    children: FxHashMap<(u32, char), u32>,
    meanings: FxHashMap<u32, Meaning>,
    /// Nodes from which a longer name goes on.
    inner: FxHashSet<u32>,
    pub(super) names: Vec<KnownName>,
    nodes: u32,
}

/// A name in the list that candidates are taken from.
#[derive(Debug)]
pub(super) struct KnownName {
    pub key: LawKey,
    /// The characters by which names are compared.
    pub folded: Vec<char>,
    /// Which characters it may have: what is not among these it has not.
    pub letters: Letters,
    /// Whether a library holds the law.
    pub held: bool,
}

/// What a name stands for.
#[derive(Debug, Default)]
struct Meaning {
    /// The law of this name.
    law: Option<LawKey>,
    /// Whether the name is its official title, and not an abbreviation.
    title: bool,
    /// For 关于…: the laws whose title this is without their issuers.
    without_issuers: Vec<LawKey>,
}

/// A name found at the end of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub law: Meant,
    /// Where it begins.
    pub start: usize,
    /// Whether it is an official title.
    pub title: bool,
    /// Whether a longer name that is known ends with it.
    pub tail: bool,
}

/// The law that a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meant {
    Law(LawKey),
    /// One of these, by the issuers before 关于….
    Subject(Vec<LawKey>),
}

static BUILT_IN: LazyLock<Titles> = LazyLock::new(|| Titles::of(&[]));

/// 公司法司法解释（三） beside 公司法解释（三）, 两高盗窃司法解释 beside 两高盗窃解释.
fn of_courts(alias: &str) -> Option<String> {
    let (subject, ordinal) = alias.split_once("解释")?;
    let has_word = subject.ends_with("司法") && !subject.ends_with("公司法");
    let other = has_word || subject.ends_with("立法") || alias.contains("关于");
    (!other).then(|| format!("{subject}司法解释{ordinal}"))
}

impl Titles {
    /// The tables alone, for a text that is read without a library.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// The tables and the laws that a library holds. What a library holds has its own
    /// title, also where the tables use that for an abbreviation of another law.
    pub fn of(held: &[LawKey]) -> Self {
        let mut titles = Self::default();
        for key in held {
            titles.add_title(key, true);
        }
        for law in law_names::all() {
            titles.add_title(&law.key, false);
        }
        for title in repealed::titles().chain(MORE_TITLES.iter().copied()) {
            titles.add_title(&LawKey::of(title), false);
        }
        let says_version = |alias: &&&str| VERSIONS.iter().any(|word| alias.starts_with(word));
        let own = |alias: &&&str| !says_version(alias) && !short_names::is_shared(alias);
        for law in law_names::all() {
            for alias in law.aliases.iter().filter(own) {
                titles.add(alias, &law.key, false, false);
            }
        }
        for (name, key) in short_names::unique() {
            titles.add(name, key, false, false);
        }
        let aliases = law_names::all().iter().flat_map(|law| {
            let own = law.aliases.iter().filter(own);
            own.map(|alias| (*alias, &law.key))
        });
        let unique = short_names::unique().iter();
        let short = aliases.chain(unique.map(|(name, key)| (name.as_str(), key)));
        for (name, key) in short {
            if let Some(name) = of_courts(name) {
                titles.add(&name, key, false, false);
            }
        }
        titles.mark_held(held);
        titles
    }

    fn mark_held(&mut self, held: &[LawKey]) {
        let held: HashSet<&LawKey> = held.iter().collect();
        for name in &mut self.names {
            name.held |= held.contains(&name.key);
        }
    }

    fn add_title(&mut self, key: &LawKey, held: bool) {
        self.add_folded(folded_key(key), key, true, held);
        if let Some(subject) = issuers::without(key.as_str()) {
            let node = self.node(&counted(subject));
            let laws = &mut self.meanings.entry(node).or_default().without_issuers;
            if !laws.contains(key) {
                laws.push(key.clone());
            }
        }
    }

    fn add(&mut self, name: &str, key: &LawKey, title: bool, held: bool) {
        self.add_folded(folded(name), key, title, held);
    }

    fn add_folded(&mut self, folded: Vec<char>, key: &LawKey, title: bool, held: bool) {
        if folded.len() < 2 {
            return;
        }
        let node = self.node(&folded);
        let meaning = self.meanings.entry(node).or_default();
        if meaning.law.is_none() {
            meaning.law = Some(key.clone());
            meaning.title = title;
            let key = key.clone();
            let letters = Letters::of(&folded);
            self.names.push(KnownName {
                key,
                folded,
                letters,
                held,
            });
        }
    }

    fn node(&mut self, folded: &[char]) -> u32 {
        let mut at = 0;
        for &c in folded.iter().rev() {
            let next = self.nodes + 1;
            let child = *self.children.entry((at, c)).or_insert(next);
            self.nodes = self.nodes.max(child);
            self.inner.insert(at);
            at = child;
        }
        at
    }

    /// The law that has exactly this name, with or without 中华人民共和国, 《》 and
    /// brackets around an ordinal.
    pub(super) fn exact(&self, name: &str) -> Option<Found> {
        let found = self.at_end(name).pop()?;
        let whole = name[..found.start].chars().all(is_passed_over);
        whole.then_some(found)
    }

    /// The names that end where `text` ends, the longest last.
    pub(super) fn at_end(&self, text: &str) -> Vec<Found> {
        let mut found = Vec::new();
        let mut at = 0;
        let mut rest = text;
        let mut depth = 0;
        for _ in 0..MAX_NAME_CHARS {
            let without = UNCOUNTED.iter().find_map(|words| rest.strip_suffix(words));
            rest = without.filter(|_| at > 0).unwrap_or(rest);
            let Some(c) = rest.chars().next_back() else {
                break;
            };
            let start = rest.len() - c.len_utf8();
            if is_passed_over(c) {
                depth += balance(c);
                // At its very end a name has nothing but an ordinal in brackets.
                if depth < 0 || at == 0 && depth == 0 {
                    break;
                }
                rest = &rest[..start];
                continue;
            }
            let Some(&child) = self.children.get(&(at, half_width(c))) else {
                break;
            };
            at = child;
            rest = &rest[..start];
            if depth == 0
                && let Some(meaning) = self.meanings.get(&at)
            {
                let tail = self.inner.contains(&at);
                found.extend(meaning.found(with_state(rest), tail));
            }
        }
        found
    }
}

impl Meaning {
    fn found(&self, start: usize, tail: bool) -> Option<Found> {
        let law = match &self.law {
            Some(law) => Meant::Law(law.clone()),
            None if self.without_issuers.is_empty() => return None,
            None => Meant::Subject(self.without_issuers.clone()),
        };
        Some(Found {
            law,
            start,
            title: self.title,
            tail,
        })
    }
}

/// Where a name begins that begins at the end of `before`, with 中华人民共和国.
fn with_state(before: &str) -> usize {
    before.strip_suffix(STATE).unwrap_or(before).len()
}

/// Marks that may stand inside a name and do not count.
fn is_passed_over(c: char) -> bool {
    c.is_whitespace()
        || is_invisible(c)
        || matches!(
            c,
            '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞' | '（' | '）' | '(' | ')'
        )
        || matches!(c, '、' | '·' | '・' | '•' | '‧')
}

/// What a mark does to the depth of brackets, read backwards.
fn balance(c: char) -> i32 {
    match c {
        '》' | '〉' | '>' | '＞' | '）' | ')' => 1,
        '《' | '〈' | '<' | '＜' | '（' | '(' => -1,
        _ => 0,
    }
}

/// The characters by which names are compared: those of the key without brackets and the
/// marks between issuers.
pub(super) fn folded(name: &str) -> Vec<char> {
    let name = law_title::split(name).name;
    folded_key(&LawKey::of(name))
}

/// [`folded`] of a key, which is written in one way already.
fn folded_key(key: &LawKey) -> Vec<char> {
    counted(key.as_str())
}

fn counted(name: &str) -> Vec<char> {
    name.chars().filter(|&c| !is_passed_over(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles() -> Titles {
        let held = [
            "某器材质量管理条例",
            "质量管理条例",
            "最高人民法院、最高人民检察院关于办理跨（边）界案件的解释（一）",
            "最高人民法院关于适用〈中华人民共和国刑事诉讼法〉的某解释",
        ];
        Titles::of(&held.map(LawKey::of))
    }

    #[track_caller]
    fn check(text: &str, written: Option<&str>) {
        let titles = titles();
        let longest = titles.at_end(text).pop();
        assert_eq!(longest.map(|found| &text[found.start..]), written, "{text}");
    }

    #[test]
    fn longest_name_wins_over_one_inside_it() {
        check("依照某器材质量管理条例", Some("某器材质量管理条例"));
        check("依照质量管理条例", Some("质量管理条例"));
        check("依照中华人民共和国刑法", Some("中华人民共和国刑法"));
        check("双方合同", None);
    }

    #[test]
    fn interpretations_are_found_with_the_word_of_courts() {
        for name in [
            "公司法解释（三）",
            "公司法司法解释（三）",
            "公司法司法解释三",
            "两高盗窃司法解释",
            "民法典婚姻家庭编司法解释（二）",
        ] {
            assert!(Titles::built_in().exact(name).is_some(), "{name}");
        }
    }

    #[test]
    fn name_is_found_over_breaks_spaces_and_inner_brackets() {
        let title = "关于办理跨（边）界案件的解释（一）";
        for text in [
            format!("最高人民法院、最高人民检察院{title}"),
            format!("最高人民法院 最高人民检察院{title}"),
            format!("最高人民法院\n最高人民检察院\n{title}"),
            format!("最高人民法院·最高人民检察院{title}"),
        ] {
            check(&text, Some(&text));
        }
        check(
            "最高人民法院关于适用《中华人民共和国刑事诉讼法》的某解释",
            Some("最高人民法院关于适用《中华人民共和国刑事诉讼法》的某解释"),
        );
    }

    #[test]
    fn subject_alone_leads_to_the_titles_that_have_it() {
        let titles = titles();
        let found = titles.exact("关于办理跨边界案件的解释（一）");
        assert!(
            matches!(found.map(|found| found.law), Some(Meant::Subject(laws)) if laws.len() == 1)
        );
        assert_eq!(titles.exact("某刑法"), None);
    }

    #[test]
    fn brackets_and_marks_around_a_name_are_no_part_of_it() {
        check("（刑法）", None);
        check("（刑法", Some("刑法"));
        check("刑法、", None);
    }
}
