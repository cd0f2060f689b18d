//! Which law a text names in 《》, by a short form that the text itself defines
//! (以下简称…), or by 同法 and 本法. Names without 《》 are read in `bare_names`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use regex::Regex;

use super::candidates;
use super::edition::{Beside, before_name, notes_at_end};
use super::issuers;
use super::name_words::{
    ABOUT_ENDINGS, ENDINGS, HOUSE_ENDINGS, HOUSES, KINDS, LISTS, NO_LAW_ENDINGS, ONE_CASE,
    OTHER_ENDINGS, SLIPS,
};
use super::other_lands;
use super::titles::{Found, Meant, Titles};
use super::tokens::DIGITS;
use crate::document::LawKey;
use crate::issuer_names::{self, ISSUERS};
use crate::law_title::Edition;
use crate::normalize::without_spaces;
use crate::regions;

/// Shortest name.
pub(super) const MIN_NAME_CHARS: usize = 2;

/// A law as a text names it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// The law, where it is known or named by its title.
    pub key: Option<LawKey>,
    /// As written, without 《》.
    pub written: String,
    /// Which of its texts is meant, where the text says so.
    pub edition: Option<Edition>,
    /// Number of the document (文号) behind the title.
    pub doc_number: Option<String>,
}

impl Name {
    pub fn new(key: Option<LawKey>, written: &str) -> Self {
        Self {
            key,
            written: written.to_owned(),
            ..Self::default()
        }
    }

    pub fn with(self, beside: Beside) -> Self {
        Self {
            edition: beside.edition,
            doc_number: beside.doc_number,
            ..self
        }
    }
}

/// What a short name stands for in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Defined {
    pub key: LawKey,
    /// Which text of the law, where the definition says so.
    pub edition: Option<Edition>,
}

impl Defined {
    /// The law as a text names it by this short name.
    pub fn named(&self, written: &str) -> Name {
        Name {
            edition: self.edition,
            ..Name::new(Some(self.key.clone()), written)
        }
    }
}

/// The laws a text has named so far, and the short forms it defines.
#[derive(Debug)]
pub(super) struct Known<'t> {
    /// The names of laws that are known beside the text.
    pub titles: &'t Titles,
    short_forms: HashMap<String, Defined>,
    /// Titles of rules that a company made.
    of_houses: HashSet<String>,
    /// In the order of their last mention.
    named: Vec<LawKey>,
}

impl<'t> Known<'t> {
    pub fn new(titles: &'t Titles) -> Self {
        Self {
            titles,
            short_forms: HashMap::new(),
            of_houses: HashSet::new(),
            named: Vec::new(),
        }
    }

    /// Remembers a short name that the text defines for a law, or for one text of it: that
    /// which the definition names (2015年修正，以下简称《刑法》), or the short name itself
    /// (以下简称旧刑法).
    pub fn define(&mut self, short: &str, key: &LawKey, edition: Option<Edition>) {
        let own = || {
            let name = self.titles.at_end(short).pop()?;
            before_name(&short[..name.start]).map(|(edition, _)| edition)
        };
        let edition = edition.or_else(own);
        let key = key.clone();
        self.short_forms
            .insert(short.to_owned(), Defined { key, edition });
    }

    /// Remembers a title that is none of a law because a company made it.
    pub fn pass_over(&mut self, title: &str, before: &str) {
        let title = without_spaces(title);
        if self.of_house(&title, before) {
            self.of_houses.insert(title);
        }
    }

    fn is_of_house(&self, title: &str) -> bool {
        self.of_houses.contains(title)
    }

    /// Whether a company made these rules: 该公司的《绩效管理办法》, 《员工守则》.
    fn of_house(&self, title: &str, before: &str) -> bool {
        let ends = HOUSE_ENDINGS.iter().any(|ending| title.ends_with(ending));
        let made = HOUSES.iter().any(|house| before.ends_with(house));
        ends && (made || title.starts_with("员工")) && self.titles.exact(title).is_none()
    }

    /// Remembers that the text has named a law.
    pub fn named(&mut self, key: &LawKey) {
        self.named.retain(|known| known != key);
        self.named.push(key.clone());
    }

    /// What a short name stands for that the text defines.
    pub fn short(&self, name: &str) -> Option<&Defined> {
        self.short_forms.get(name)
    }

    /// The short form that `text` ends with: it, and what it stands for.
    pub fn short_at_end<'n>(&self, text: &'n str) -> Option<(&'n str, &Defined)> {
        let forms = self.short_forms.iter();
        let fitting = forms.filter(|(form, _)| text.ends_with(form.as_str()));
        let (form, defined) = fitting.max_by_key(|(form, _)| form.len())?;
        Some((&text[text.len() - form.len()..], defined))
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

    /// The law that a known name stands for, by the `issuers` before it. The text's own
    /// use of 关于… without them counts first.
    pub fn meant(&self, found: &Found, issuers: &[String]) -> Option<LawKey> {
        match &found.law {
            Meant::Law(law) => Some(law.clone()),
            Meant::Subject(laws) => {
                let named = self.named.iter().rev().find(|key| laws.contains(key));
                let named = named.filter(|_| issuers.is_empty());
                named.or_else(|| issuers::issued_by(laws, issuers)).cloned()
            }
        }
    }

    /// The law named before, or known, whose title ends in this one, which lacks the issuer.
    pub fn with_subject(&self, subject: &str) -> Option<LawKey> {
        let named = self.named.iter().rev();
        named
            .into_iter()
            .find(|key| issuers::without(key.as_str()) == Some(subject))
            .cloned()
            .or_else(|| self.meant(&self.titles.exact(subject)?, &[]))
    }

    /// The law of a whole title, with or without its issuers.
    pub fn of_title(&self, title: &str) -> Option<LawKey> {
        if let Some(found) = self.titles.exact(title) {
            return self.meant(&found, &[]);
        }
        if let Some(amendment) = amendment(title) {
            return Some(amendment);
        }
        // 公安部某某规定
        let bodies = ISSUERS.iter().filter(|(name, full)| name == full);
        let rest = bodies.filter_map(|(name, _)| title.strip_prefix(name));
        let of_body = rest
            .filter(|rest| !rest.starts_with("关于"))
            .find_map(|rest| self.titles.exact(rest).filter(|found| found.title));
        if let Some(found) = of_body {
            return self.meant(&found, &[]);
        }
        // One of several issuers is left out.
        let (head, _) = title
            .split_once("关于")
            .filter(|(head, _)| !head.is_empty())?;
        let (cited, start) = issuers::found_at_end(head);
        let cited = match start == 0 {
            true => cited,
            false => {
                let several = issuer_names::several(head).unwrap_or_else(|| vec![head]);
                several.into_iter().map(str::to_owned).collect()
            }
        };
        let subject = &title[head.len()..];
        let found = self
            .titles
            .exact(subject)
            .or_else(|| self.titles.exact(&in_full(subject)))?;
        match &found.law {
            Meant::Subject(laws) => issuers::issued_by(laws, &cited).cloned(),
            // A library may hold the text without the body that issued it.
            Meant::Law(law) => law.as_str().starts_with("关于").then(|| law.clone()),
        }
    }
}

/// A subject with the laws that it names by their short forms written in full: 关于适用刑诉法
/// 的解释.
fn in_full(subject: &str) -> String {
    let forms = [
        ("刑诉法", "刑事诉讼法"),
        ("民诉法", "民事诉讼法"),
        ("行诉法", "行政诉讼法"),
    ];
    let forms = forms.iter();
    forms.fold(subject.to_owned(), |subject, (short, full)| {
        subject.replace(short, full)
    })
}

/// The short forms of amendments to the criminal law: 刑修（十一）, 刑法修九, 刑修案(八).
static AMENDMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:刑法?修(?:正?案)?|刑法修正|修正案|刑|修)[（(]?(?P<n>[一二三四五六七八九十]{1,2})[）)]?$",
    )
    .expect("the pattern is a constant")
});

/// The amendment to the criminal law that a short form means.
pub(super) fn amendment(name: &str) -> Option<LawKey> {
    let found = AMENDMENT.captures(name)?;
    Some(LawKey::of(&format!("刑法修正案（{}）", &found["n"])))
}

/// An article behind a title, perhaps with notes between.
static ARTICLE_FOLLOWS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?:\s|（[^）\n]{{0,60}}）|\([^)\n]{{0,60}}\)|的|中|分则|总则)*第?\s*[{DIGITS}]{{1,9}}\s*条"
    ))
    .expect("the pattern is a constant")
});

/// Whether an article is cited of what stands before `behind`.
pub(super) fn article_follows(behind: &str) -> bool {
    ARTICLE_FOLLOWS.is_match(behind)
}

/// The law of a title in 《》. `before` is the text before 《: an issuer there belongs
/// to a title that begins with 关于. `behind` is the text behind 》.
pub(super) fn titled(title: &str, before: &str, behind: &str, known: &Known) -> Option<Name> {
    // Left over where pages were turned into Markdown.
    let cleaned = title.replace("{html}", "").replace(['`', '\\'], "");
    let cleaned = issuer_names::joined(&cleaned).unwrap_or(cleaned);
    let cleaned = without_spaces(&cleaned);
    let cleaned = SLIPS
        .iter()
        .fold(cleaned, |title, (slip, right)| title.replace(slip, right));
    if known.is_of_house(&cleaned) || known.of_house(&cleaned, before) {
        return None;
    }
    let (beside, end) = notes_at_end(&cleaned);
    let name = &cleaned[..end];
    if let Some(land) = other_lands::at_end(before) {
        let written = format!("{land}{name}");
        return Some(Name::new(Some(LawKey::of(&written)), &cleaned).with(beside));
    }
    if let Some(place) = of_place(name, before) {
        let written = format!("{place}{name}");
        let key = known.of_title(&written);
        let key = key.unwrap_or_else(|| LawKey::of(&written));
        return Some(Name::new(Some(key), &cleaned).with(beside));
    }
    if let Some(found) = of_version(name, known) {
        let doc_number = beside.doc_number;
        return Some(Name {
            doc_number,
            ..found
        });
    }
    let defined = known.short(&cleaned);
    let key = defined
        .map(|defined| defined.key.clone())
        .or_else(|| of_kind(&cleaned, known))
        .or_else(|| with_issuer(name, before, known))
        .or_else(|| known.of_title(name));
    let of_state = name.starts_with("中华人民共和国");
    let fits = |key: &LawKey| {
        !of_state || *key == LawKey::of(name) || !issuer_names::begins_with_one(key.as_str())
    };
    if let Some(key) = key.filter(fits) {
        return Some(Name::new(Some(key), &cleaned).with(beside));
    }
    if is_not_understood(name, behind, known.titles) {
        return Some(Name::new(None, &cleaned).with(beside));
    }
    let key = is_statute_title(&cleaned).then(|| LawKey::of(&cleaned))?;
    Some(Name::new(Some(key), &cleaned).with(beside))
}

/// The place before the title of rules that places make too: 宁波市《河道管理条例》.
fn of_place(name: &str, before: &str) -> Option<&'static str> {
    let local = ["条例", "办法", "规定", "规则", "细则"];
    let own = local.iter().any(|end| name.ends_with(end));
    let own = own && !name.starts_with("中华人民共和国") && !name.contains("关于");
    own.then(|| regions::at_end(before.trim_end_matches('的')))?
}

/// 《1997年刑法》, 《旧刑法》: a known law with words before it that say which text is meant.
fn of_version(name: &str, known: &Known) -> Option<Name> {
    let found = known.titles.at_end(name).pop()?;
    let (edition, 0) = before_name(&name[..found.start])? else {
        return None;
    };
    let key = known.meant(&found, &[])?;
    Some(Name {
        edition: Some(edition),
        ..Name::new(Some(key), name)
    })
}

/// 《条例》, when a law whose title ends so was named before.
pub(super) fn of_kind(title: &str, known: &Known) -> Option<LawKey> {
    KINDS
        .contains(&title)
        .then(|| known.last_of_kind(title))
        .flatten()
}

/// Whether an article is cited of a title that is none of a law, but for a slip or as an
/// abbreviation that is not known: 《刑事诉讼规责》第三条, 《扫黑指导意见》第一条.
fn is_not_understood(title: &str, behind: &str, titles: &Titles) -> bool {
    if is_statute_title(title) || KINDS.contains(&title) || !article_follows(behind) {
        return false;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| title.ends_with(ending));
    ends(ABOUT_ENDINGS) && !ends(NO_LAW_ENDINGS) && !ends(OTHER_ENDINGS)
        || candidates::is_slip(title, titles)
}

fn is_statute_title(title: &str) -> bool {
    if title == "中国共产党章程" {
        return true;
    }
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
    core.chars().count() >= MIN_NAME_CHARS
        && !KINDS.contains(&core)
        && (general || (!one_case && !ends(NO_LAW_ENDINGS)))
        && (list || ends(ENDINGS) || (about && ends(ABOUT_ENDINGS)))
}

/// 关于… with the issuer that stands before it, or that is known to have issued it.
fn with_issuer(title: &str, before: &str, known: &Known) -> Option<LawKey> {
    if !title.starts_with("关于") {
        return None;
    }
    let (issuers, _) = issuers::found_at_end(before);
    if issuers.is_empty() {
        return known.with_subject(LawKey::of(title).as_str());
    }
    let whole = format!("{}{title}", issuers.join("、"));
    known
        .of_title(&whole)
        .or_else(|| is_statute_title(title).then(|| LawKey::of(&whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(title: &str, before: &str, behind: &str) -> Option<(Option<String>, Option<Edition>)> {
        let known = Known::new(Titles::built_in());
        let name = titled(title, before, behind, &known)?;
        Some((name.key.map(|key| key.to_string()), name.edition))
    }

    #[test]
    fn issuer_before_the_title_belongs_to_it() {
        let (key, _) =
            of("关于某事的解释", "参照最高人民法院、最高人民检察院", "").unwrap_or_default();
        assert_eq!(
            key.as_deref(),
            Some("最高人民法院、最高人民检察院关于某事的解释")
        );
    }

    #[test]
    fn short_form_of_the_text_is_known_behind_its_definition() {
        let mut known = Known::new(Titles::built_in());
        let key = LawKey::of("某规定");
        known.define("甲规定", &key, None);
        assert_eq!(
            known.short_at_end("根据甲规定"),
            Some((
                "甲规定",
                &Defined {
                    key: key.clone(),
                    edition: None
                }
            ))
        );
        let titled = titled("甲规定", "", "", &known).and_then(|name| name.key);
        assert_eq!(titled, Some(key));
    }

    #[test]
    fn book_and_contract_are_no_laws() {
        for title in ["借款合同", "某小说", "鉴定书", "处罚决定", "刑法学"] {
            assert_eq!(of(title, "", ""), None, "{title}");
            let with_article = of(title, "", "第三条");
            assert!(with_article.is_none() || title == "刑法学", "{title}");
        }
    }

    #[test]
    fn amendment_by_its_short_form_is_that_amendment() {
        for name in [
            "刑修（十一）",
            "刑修十一",
            "刑法修十一",
            "刑修案(十一)",
            "修正案（十一）",
        ] {
            let key = amendment(name).map(|key| key.to_string());
            assert_eq!(key.as_deref(), Some("刑法修正案(十一)"), "{name}");
        }
        assert_eq!(amendment("刑法十一"), None);
    }

    #[test]
    fn title_that_is_not_understood_is_kept_when_an_article_is_cited_of_it() {
        for title in [
            "刑事诉讼发",
            "中华人民共和国民法点",
            "某某指导意见",
            "甲乙丙实施方案",
        ] {
            assert_eq!(of(title, "", "第三条"), Some((None, None)), "{title}");
            assert_eq!(of(title, "", "，甲"), None, "{title}");
        }
    }

    #[test]
    fn note_inside_a_title_says_which_text() {
        let year = Some((Some("刑法".to_owned()), Some(Edition::Year(2015))));
        assert_eq!(of("刑法（2015修正）", "", ""), year);
        let trial = of("人民检察院刑事诉讼规则（试行）", "", "");
        assert_eq!(trial.and_then(|(_, edition)| edition), Some(Edition::Trial));
    }
}
