//! Which law a text names: in 《》, by a known title or abbreviation without 《》, by a
//! short form that the text itself defines (以下简称…), or by 同法 and 本法.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::issuers;
use super::name_words::{
    ABOUT_ENDINGS, BEFORE_NAMES, ENDINGS, HOUSE_ENDINGS, HOUSES, KINDS, LISTS, MORE_TITLES,
    NO_LAW_ENDINGS, ONE_CASE, OTHER_ENDINGS, OTHER_PAPERS, SLIPS,
};
use super::repealed;
use crate::document::LawKey;
use crate::law_names;
use crate::normalize::without_spaces;

/// Longest name of a law without 《》, in characters.
const MAX_BARE_CHARS: usize = 30;

/// Shortest one.
const MIN_BARE_CHARS: usize = 2;

/// Longest name that is made up of the words before 第N条 when none is known.
const MAX_UNKNOWN_CHARS: usize = 20;

/// How far before an article, in its sentence, a law's name is looked for.
const MAX_SENTENCE_CHARS: usize = 60;

/// A law as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The law, where it is known or named by its title.
    pub key: Option<LawKey>,
    /// As written, without 《》.
    pub written: String,
}

/// Known titles without their issuers, where that names one law alone.
static BY_SUBJECT: LazyLock<HashMap<String, Option<LawKey>>> = LazyLock::new(|| {
    let mut laws: HashMap<String, Option<LawKey>> = HashMap::new();
    let titles = law_names::all().iter().map(|law| law.title);
    let titles = titles.chain(repealed::titles());
    for title in titles.chain(MORE_TITLES.iter().copied()) {
        if let Some(subject) = issuers::without(title) {
            laws.entry(LawKey::of(subject).to_string())
                .and_modify(|known| {
                    if known.as_ref() != Some(&LawKey::of(title)) {
                        *known = None;
                    }
                })
                .or_insert_with(|| Some(LawKey::of(title)));
        }
    }
    laws
});

/// The laws a text has named so far, and the short forms it defines.
#[derive(Debug, Default)]
pub(super) struct Known {
    short_forms: HashMap<String, LawKey>,
    /// Titles of rules that a company made.
    of_houses: HashSet<String>,
    /// In the order of their last mention.
    named: Vec<LawKey>,
}

impl Known {
    /// Remembers a short name that the text defines for a law.
    pub fn define(&mut self, short: &str, key: &LawKey) {
        self.short_forms.insert(short.to_owned(), key.clone());
    }

    /// Remembers a title that is none of a law because a company made it.
    pub fn pass_over(&mut self, title: &str, before: &str) {
        let title = without_spaces(title);
        if of_house(&title, before) {
            self.of_houses.insert(title);
        }
    }

    fn is_of_house(&self, title: &str) -> bool {
        self.of_houses.contains(title)
    }

    /// Remembers that the text has named a law.
    pub fn named(&mut self, key: &LawKey) {
        self.named.retain(|known| known != key);
        self.named.push(key.clone());
    }

    /// The law of a short name that the text defines.
    pub fn short(&self, name: &str) -> Option<LawKey> {
        self.short_forms.get(name).cloned()
    }

    /// The law named last whose title ends in `word`, but for a number in brackets.
    pub fn last_of_kind(&self, word: &str) -> Option<LawKey> {
        let ends = |key: &&LawKey| {
            let title = key.as_str();
            let core = title.split_once('(').map_or(title, |(core, number)| {
                if number.chars().count() <= 4 {
                    core
                } else {
                    title
                }
            });
            core.ends_with(word) || word == "司法解释" && title.starts_with("最高人民")
        };
        self.named.iter().rev().find(ends).cloned()
    }

    /// The law named before whose title ends in this one, which lacks the issuer.
    fn with_subject(&self, subject: &str) -> Option<LawKey> {
        let named = self.named.iter().rev();
        named
            .into_iter()
            .find(|key| issuers::without(key.as_str()) == Some(subject))
            .cloned()
            .or_else(|| BY_SUBJECT.get(subject).cloned().flatten())
    }
}

/// The law of a title in 《》. `before` is the text before 《: an issuer there belongs
/// to a title that begins with 关于.
pub(super) fn titled(title: &str, before: &str, known: &Known) -> Option<Name> {
    // Left over where pages were turned into Markdown.
    let cleaned = title.replace("{html}", "").replace(['`', '\\'], "");
    let cleaned = without_spaces(&issuers::joined(&cleaned));
    let cleaned = SLIPS
        .iter()
        .fold(cleaned, |title, (slip, right)| title.replace(slip, right));
    if known.is_of_house(&cleaned) || of_house(&cleaned, before) {
        return None;
    }
    let key = known
        .short(&cleaned)
        .or_else(|| of_kind(&cleaned, known))
        .or_else(|| with_issuer(&cleaned, before, known))
        .or_else(|| law_names::resolve(&cleaned))
        .or_else(|| is_statute_title(&cleaned).then(|| LawKey::of(&cleaned)))?;
    Some(Name {
        key: Some(key),
        written: cleaned,
    })
}

/// Whether a company made these rules: 该公司的《绩效管理办法》, 《员工守则》.
fn of_house(title: &str, before: &str) -> bool {
    let ends = HOUSE_ENDINGS.iter().any(|ending| title.ends_with(ending));
    let made = HOUSES.iter().any(|house| before.ends_with(house));
    ends && (made || title.starts_with("员工")) && law_names::resolve(title).is_none()
}

/// 《条例》, when a law whose title ends so was named before.
fn of_kind(title: &str, known: &Known) -> Option<LawKey> {
    KINDS
        .contains(&title)
        .then(|| known.last_of_kind(title))
        .flatten()
}

fn is_statute_title(title: &str) -> bool {
    let end = title
        .rfind(['（', '('])
        .filter(|&at| at > 0)
        .unwrap_or(title.len());
    let core = title[..end].trim_end();
    let ends = |endings: &[&str]| endings.iter().any(|ending| core.ends_with(ending));
    let about = title.contains("关于") || (title.contains("纪要") && core != "会议纪要");
    let one_case = ends(&["批复", "复函", "答复", "决议", "通知", "决定", "公告"])
        && ONE_CASE
            .iter()
            .any(|word| title.replace("公司法", "").contains(word));
    let general = title.contains("若干问题");
    let list = ends(&["名录", "目录"])
        && LISTS
            .iter()
            .any(|word| core.starts_with(word) || core.ends_with(word));
    core.chars().count() >= MIN_BARE_CHARS
        && !KINDS.contains(&core)
        && (general || (!one_case && !ends(NO_LAW_ENDINGS)))
        && (list || ends(ENDINGS) || (about && ends(ABOUT_ENDINGS)))
}

/// 关于… with the issuer that stands before it, or that is known to have issued it.
fn with_issuer(title: &str, before: &str, known: &Known) -> Option<LawKey> {
    if !title.starts_with("关于") {
        return None;
    }
    let issuer = issuers::at_end(before);
    if issuer.is_empty() {
        return known.with_subject(LawKey::of(title).as_str());
    }
    let whole = format!("{issuer}{title}");
    law_names::resolve(&whole).or_else(|| is_statute_title(title).then(|| LawKey::of(&whole)))
}

/// The longest known name that ends where `before` ends, and its length in bytes.
pub(super) fn known_at_end(before: &str, known: &Known) -> Option<(Name, usize)> {
    let mut found = None;
    let starts = before.char_indices().rev().map(|(at, _)| at);
    for (start, length) in starts.zip(1..=MAX_BARE_CHARS) {
        let name = &before[start..];
        if name.starts_with(['。', '；', '\n', '》', '，', '？']) {
            break;
        }
        if length < MIN_BARE_CHARS {
            continue;
        }
        if let Some(key) = known.short(name).or_else(|| bare(name)) {
            found = Some((
                Name {
                    key: Some(key),
                    written: name.to_owned(),
                },
                name.len(),
            ));
        }
    }
    found
}

/// “规定” in quotation marks, as a text defines it: 以下简称“规定”.
pub(super) fn quoted_at_end(before: &str, known: &Known) -> Option<(Name, usize)> {
    let inside = before.strip_suffix(['”', '"'])?;
    let start = inside.rfind(['“', '"'])?;
    let written = &inside[start..].trim_start_matches(['“', '"']);
    let key = known.short(written).or_else(|| of_kind(written, known))?;
    let written = (*written).to_owned();
    Some((
        Name {
            key: Some(key),
            written,
        },
        before.len() - start,
    ))
}

/// The law named before an article in the same sentence, with other words between:
/// 刑法将本罪放在第三条中. None when something else than a law could be meant.
pub(super) fn in_sentence(before: &str, known: &Known) -> Option<Name> {
    let start = before
        .rfind(['。', '；', '！', '？', '\n'])
        .map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
    let sentence = &before[start..];
    let ends = sentence.char_indices().rev().take(MAX_SENTENCE_CHARS);
    for (at, c) in ends.filter(|(_, c)| matches!(c, '法' | '典')) {
        let end = at + c.len_utf8();
        let rest = &sentence[end..];
        if OTHER_PAPERS.iter().any(|word| rest.contains(word)) {
            return None;
        }
        if !rest.starts_with(['律', '院', '官', '庭', '学', '典', '规', '定', '人'])
            && let Some((name, _)) = known_at_end(&sentence[..end], known)
        {
            return Some(name);
        }
    }
    None
}

fn bare(name: &str) -> Option<LawKey> {
    // The table forgets spaces and 《》, which a name without 《》 does not begin with.
    let first = name.chars().next()?;
    let brackets = |marks: [char; 2]| name.matches(marks).count();
    let whole = brackets(['（', '(']) == brackets(['）', ')']);
    (first.is_alphanumeric() && whole)
        .then(|| law_names::resolve(name))
        .flatten()
}

/// 决定 or 条例 alone at the end of `before`, when a law whose title ends so was named
/// before, with its length.
pub(super) fn kind_at_end(before: &str, known: &Known) -> Option<(Name, usize)> {
    let word = KINDS.iter().find(|word| before.ends_with(*word))?;
    let start = before.len() - word.len();
    let boundary = before[..start]
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() || "的该述照据用反合和与及成号".contains(c));
    let key = known.last_of_kind(word).filter(|_| boundary)?;
    let written = (*word).to_owned();
    Some((
        Name {
            key: Some(key),
            written,
        },
        word.len(),
    ))
}

/// What seems to be the name of an unknown law at the end of `before`, with its
/// length; its key stays open. Of a contract or the like the name is left out too.
pub(super) fn unknown_at_end(before: &str, known: &Known) -> Option<(Name, usize)> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| before.ends_with(ending));
    let other = ends(OTHER_ENDINGS);
    if !other && !ends(ENDINGS) && !ends(ABOUT_ENDINGS) {
        return None;
    }
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric())
        .take(MAX_UNKNOWN_CHARS)
        .last()
        .map(|(at, _)| at)?;
    let run = &before[start..];
    let of = "的";
    let cut = BEFORE_NAMES
        .iter()
        .chain((!run.contains("关于")).then_some(&of))
        .filter_map(|word| run.rfind(word).map(|at| at + word.len()))
        .max();
    let name = &run[cut.filter(|&cut| cut < run.len()).unwrap_or(0)..];
    // 惩治走私罪的补充规定 without 关于.
    if let Some(key) = known.with_subject(&format!("关于{name}")) {
        let written = name.to_owned();
        return Some((
            Name {
                key: Some(key),
                written,
            },
            name.len(),
        ));
    }
    let enough = name.chars().count() >= MIN_BARE_CHARS && !KINDS.contains(&name);
    let written = if other {
        String::new()
    } else {
        name.to_owned()
    };
    let length = if other { 0 } else { name.len() };
    (other || enough).then_some((Name { key: None, written }, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_known(before: &str, expected: Option<(&str, &str)>) {
        let found = known_at_end(before, &Known::default());
        let found = found.map(|(name, _)| (name.written, name.key.map(|key| key.to_string())));
        let expected = expected.map(|(written, key)| (written.to_owned(), Some(key.to_owned())));
        assert_eq!(found, expected, "{before}");
    }

    #[test]
    fn longest_known_name_wins() {
        check_known("应当依照刑法", Some(("刑法", "刑法")));
        check_known("根据刑诉法", Some(("刑诉法", "刑事诉讼法")));
        check_known(
            "违反反不正当竞争法",
            Some(("反不正当竞争法", "反不正当竞争法")),
        );
        check_known(
            "依照中华人民共和国刑法",
            Some(("中华人民共和国刑法", "刑法")),
        );
        check_known(
            "根据刑法修正案（八）",
            Some(("刑法修正案（八）", "刑法修正案(八)")),
        );
        check_known("双方合同", None);
    }

    #[test]
    fn short_form_of_the_text_is_known_behind_its_definition() {
        let mut forms = Known::default();
        let key = LawKey::of("某规定");
        forms.define("甲规定", &key);
        let found = known_at_end("根据甲规定", &forms).and_then(|(name, _)| name.key);
        assert_eq!(found, Some(key.clone()));
        let titled = titled("甲规定", "", &forms).and_then(|name| name.key);
        assert_eq!(titled, Some(key));
    }

    #[test]
    fn issuer_before_the_title_belongs_to_it() {
        let found = titled(
            "关于某事的解释",
            "参照最高人民法院、最高人民检察院",
            &Known::default(),
        );
        let key = found.and_then(|name| name.key).map(|key| key.to_string());
        assert_eq!(
            key.as_deref(),
            Some("最高人民法院、最高人民检察院关于某事的解释")
        );
    }

    #[test]
    fn book_and_contract_are_no_laws() {
        for title in ["借款合同", "某小说", "鉴定书"] {
            assert_eq!(titled(title, "", &Known::default()), None);
        }
        let found =
            unknown_at_end("违反了双方签订的买卖合同", &Known::default()).map(|(name, _)| name.key);
        assert_eq!(found, Some(None));
    }
}
