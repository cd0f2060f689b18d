//! Which law a text names: in 《》, by a known title or abbreviation without 《》, by a
//! short form that the text itself defines (以下简称…), or by 同法 and 本法.

use std::collections::HashMap;

use crate::document::LawKey;
use crate::law_names;

/// Longest name of a law without 《》, in characters.
const MAX_BARE_CHARS: usize = 30;

/// Shortest one.
const MIN_BARE_CHARS: usize = 2;

/// Longest name that is made up of the words before 第N条 when none is known.
const MAX_UNKNOWN_CHARS: usize = 20;

/// Last words of titles of statutes and the like.
const ENDINGS: &[&str] = &[
    "法",
    "法典",
    "条例",
    "办法",
    "规定",
    "规则",
    "细则",
    "解释",
    "决定",
    "意见",
    "通知",
    "批复",
    "纪要",
    "章程",
    "准则",
    "公约",
    "协定",
    "修正案",
    "通则",
    "总则",
    "规程",
    "标准",
    "规范",
    "指引",
    "方案",
    "宪法",
];

/// Last words of what has articles and is no law.
const OTHER_ENDINGS: &[&str] = &["合同", "协议", "章程", "合同书", "协议书", "公约"];

/// Words after which a name begins.
const BEFORE_NAMES: &[&str] = &[
    "依照",
    "根据",
    "按照",
    "依据",
    "违反",
    "适用",
    "参照",
    "符合",
    "触犯",
    "比照",
    "属于",
    "构成",
    "遵守",
    "以及",
    "或者",
    "我国",
    "现行",
    "修订后的",
    "修正后的",
    "修订的",
    "修正的",
    "认定为",
    "原",
    "和",
    "与",
    "及",
    "或",
    "对",
    "在",
    "将",
    "即",
    "以",
    "据",
    "依",
];

/// Bodies whose names stand before 《关于…》 and belong to the title.
const ISSUERS: &[&str] = &[
    "最高人民法院",
    "最高人民检察院",
    "公安部",
    "司法部",
    "国家安全部",
    "国务院",
    "海关总署",
];

/// A law as a text names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The law, where it is known or named by its title.
    pub key: Option<LawKey>,
    /// As written, without 《》.
    pub written: String,
}

/// Short forms that a text defines for itself.
#[derive(Debug, Default)]
pub(super) struct ShortForms(HashMap<String, LawKey>);

impl ShortForms {
    /// Reads （以下简称《某解释》） behind a title.
    pub fn define(&mut self, after_title: &str, key: &LawKey) {
        if let Some(short) = short_form(after_title) {
            self.0.insert(short, key.clone());
        }
    }

    fn get(&self, name: &str) -> Option<LawKey> {
        self.0.get(name).cloned()
    }
}

fn short_form(after: &str) -> Option<String> {
    let after = after.trim_start();
    let inside = after.strip_prefix(['（', '('])?;
    let (inside, _) = inside.split_once(['）', ')'])?;
    let (_, short) = inside.split_once("简称")?;
    let short = short.trim_start_matches(['为', '：', ':', '“', '《', '"', '「']);
    let end = short
        .find(['”', '》', '"', '」', '，', '、', '；'])
        .unwrap_or(short.len());
    let short = short[..end].trim();
    (2..=MAX_BARE_CHARS)
        .contains(&short.chars().count())
        .then(|| short.to_owned())
}

/// The law of a title in 《》. `before` is the text before 《: an issuer there belongs
/// to a title that begins with 关于.
pub(super) fn titled(title: &str, before: &str, short_forms: &ShortForms) -> Option<Name> {
    let known = short_forms.get(title).or_else(|| law_names::resolve(title));
    let key = match known {
        Some(key) => key,
        None if is_statute_title(title) => LawKey::of(&with_issuer(title, before)),
        None => return None,
    };
    Some(Name {
        key: Some(key),
        written: title.to_owned(),
    })
}

fn is_statute_title(title: &str) -> bool {
    let end = title
        .rfind(['（', '('])
        .filter(|&at| at > 0)
        .unwrap_or(title.len());
    let core = title[..end].trim_end();
    ENDINGS.iter().any(|ending| core.ends_with(ending)) && core.chars().count() >= MIN_BARE_CHARS
}

fn with_issuer(title: &str, before: &str) -> String {
    if !title.starts_with("关于") {
        return title.to_owned();
    }
    let mut rest = before.trim_end();
    let mut issuers = Vec::new();
    while let Some(issuer) = ISSUERS.iter().find(|issuer| rest.ends_with(*issuer)) {
        issuers.push(*issuer);
        rest = rest[..rest.len() - issuer.len()].trim_end_matches(['、', ' ', '\u{3000}']);
    }
    issuers.reverse();
    format!("{}{title}", issuers.join("、"))
}

/// The longest known name that ends where `before` ends, and its length in bytes.
pub(super) fn known_at_end(before: &str, short_forms: &ShortForms) -> Option<(Name, usize)> {
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
        if let Some(key) = short_forms.get(name).or_else(|| bare(name)) {
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

fn bare(name: &str) -> Option<LawKey> {
    // The table forgets spaces and 《》, which a name without 《》 does not begin with.
    let first = name.chars().next()?;
    let brackets = |marks: [char; 2]| name.matches(marks).count();
    let whole = brackets(['（', '(']) == brackets(['）', ')']);
    (first.is_alphanumeric() && whole)
        .then(|| law_names::resolve(name))
        .flatten()
}

/// What seems to be the name of an unknown law (or a contract) at the end of
/// `before`, with its length; its key stays open.
pub(super) fn unknown_at_end(before: &str) -> Option<(Name, usize)> {
    let ends = ENDINGS
        .iter()
        .chain(OTHER_ENDINGS)
        .any(|ending| before.ends_with(ending));
    if !ends {
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
    let cut = BEFORE_NAMES
        .iter()
        .filter_map(|word| run.rfind(word).map(|at| at + word.len()))
        .max();
    let name = &run[cut.filter(|&cut| cut < run.len()).unwrap_or(0)..];
    let written = name.to_owned();
    (name.chars().count() >= MIN_BARE_CHARS).then_some((Name { key: None, written }, name.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_known(before: &str, expected: Option<(&str, &str)>) {
        let found = known_at_end(before, &ShortForms::default());
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
        let mut forms = ShortForms::default();
        let key = LawKey::of("某规定");
        forms.define("（以下简称《甲规定》）第三条", &key);
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
            &ShortForms::default(),
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
            assert_eq!(titled(title, "", &ShortForms::default()), None);
        }
        let found = unknown_at_end("违反了双方签订的买卖合同").map(|(name, _)| name.key);
        assert_eq!(found, Some(None));
    }
}
