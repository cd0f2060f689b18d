//! Names without 《》 directly before an article. A known name counts only where a name
//! can begin; what is longer than any known name is not understood, and never taken for
//! the law whose name is its end.

use std::sync::LazyLock;

use regex::Regex;

use super::boundary::{begins_behind, may_follow};
use super::candidates;
use super::edition::{Beside, before_name, may_begin_behind, notes_at_end};
use super::issuers;
use super::marked_names::{bare_ordinal, bracketed_at_end, next_ordinal, quoted_at_end};
use super::name_words::{ABOUT_ENDINGS, BEFORE_NAMES, ENDINGS, KINDS, OTHER_ENDINGS, OTHER_PAPERS};
use super::names::{Known, MIN_NAME_CHARS, Name, amendment};
use super::other_lands;
use super::titles::Found;
use crate::document::LawKey;
use crate::law_title::{Edition, last_brackets};

/// Longest name that is made up of the words before 第N条 when none is known.
pub(super) const MAX_UNKNOWN_CHARS: usize = 60;

/// Longest ordinal or year in brackets at the end of a name: （二十一）, （1988年）.
const MAX_ORDINAL_CHARS: usize = 6;

/// How far before an article, in its sentence, a law's name is looked for.
const MAX_SENTENCE_CHARS: usize = 60;

/// Longest short form of an amendment, in characters: 刑法修正案（十一）.
const MAX_AMENDMENT_CHARS: usize = 9;

/// Shortest name that has 的 before its last word, in characters.
const MIN_LONG_CHARS: usize = 6;

/// Words of the sentence that are in no such name: 有关司法解释的规定.
const GENERAL_WORDS: &[&str] = &[
    "有关", "相关", "其他", "上述", "本案", "前述", "该", "前条", "法律", "法规", "上列", "下列",
    "本",
];

/// Words before 刑法 and the like that make it another law.
const OTHER_LAWS: &[&str] = &[
    "国", "省", "市", "县", "州", "区", "港", "澳", "台", "台湾", "国际", "比较", "军事", "附属",
    "单行", "涉外", "特别", "地方", "和", "与", "及", "、", "苏联",
];

/// A name at the end of a text, and where it begins.
pub(super) type NameAt = (Name, usize);

/// What stands at the end of a text.
enum AtEnd {
    /// A law that is known.
    Law(Name, usize),
    /// A longer name of which only the end, from here on, is a known one.
    Within(usize),
    Nothing,
}

/// The name at the end of `before`: of a known law, else what seems to be the name of
/// one. Its key stays open when it is not understood; what is no law (双方合同) has no
/// words and begins at the end.
pub(super) fn name_at_end(before: &str, known: &Known) -> Option<NameAt> {
    let (beside, end) = notes_at_end(before);
    let head = &before[..end];
    let marked = bracketed_at_end(head, known).or_else(|| next_ordinal(head, known));
    if let Some(found) = marked.or_else(|| bare_ordinal(head, known)) {
        return Some(found);
    }
    if is_general_part(head) {
        return None;
    }
    let law = former_at_end(head, known).or_else(|| before_general_part(head, known));
    if let Some(found) = law {
        return Some(found);
    }
    let limit = match law_at_end(head, known) {
        AtEnd::Law(name, start) => {
            let prefix = name.edition.map(|edition| Beside {
                edition: Some(edition),
                doc_number: None,
            });
            let beside = prefix.unwrap_or_default().or(beside);
            return Some((name.with(beside), start));
        }
        AtEnd::Within(start) => Some(start),
        AtEnd::Nothing => None,
    };
    // 《某法》（以下简称某法）第三条: the brackets belong to the title before them.
    if ends_with_note(head) {
        return None;
    }
    let found = about_at_end(head, known)
        .or_else(|| kind_at_end(head, known).filter(|_| limit.is_none()))
        .or_else(|| quoted_at_end(head, known))
        .or_else(|| unknown_at_end(head, known, limit));
    found.map(|(name, start)| match name.written.is_empty() {
        true => (name, before.len()),
        false => (name.with(beside), start),
    })
}

/// Whether nothing but 总则 or 分则 stands at the end of `head`: a part of a law named before.
fn is_general_part(head: &str) -> bool {
    let before = head
        .strip_suffix("总则")
        .or_else(|| head.strip_suffix("分则"));
    before.is_some_and(|before| before.trim_end().is_empty())
}

/// 刑法原第三条: the law as it was.
fn former_at_end(head: &str, known: &Known) -> Option<NameAt> {
    let (name, start) = known_at_end(head.strip_suffix('原')?, known)?;
    let edition = name.edition.or(Some(Edition::Former));
    Some((Name { edition, ..name }, start))
}

/// 民法典总则, 刑法分则: the law, where no law of this name is known.
fn before_general_part(head: &str, known: &Known) -> Option<NameAt> {
    let law = head
        .strip_suffix("总则")
        .or_else(|| head.strip_suffix("分则"))?;
    match law_at_end(head, known) {
        AtEnd::Law(..) => None,
        AtEnd::Within(_) | AtEnd::Nothing => known_at_end(law, known),
    }
}

/// The known law whose name ends where `before` ends and which can begin there.
pub(super) fn known_at_end(before: &str, known: &Known) -> Option<NameAt> {
    match law_at_end(before, known) {
        AtEnd::Law(name, start) => Some((name, start)),
        AtEnd::Within(_) | AtEnd::Nothing => None,
    }
}

fn law_at_end(before: &str, known: &Known) -> AtEnd {
    let longest = known.titles.at_end(before).pop();
    let short = known.short_at_end(before);
    if let Some((form, defined)) = short
        && longest
            .as_ref()
            .is_none_or(|found| before.len() - found.start <= form.len())
    {
        let start = before.len() - form.len();
        let name = defined.named(form);
        let edition = before_name(&before[..start]).map(|(edition, _)| edition);
        let edition = edition.or(name.edition);
        return AtEnd::Law(Name { edition, ..name }, start);
    }
    match longest {
        Some(found) => placed(before, &found, known),
        None => amendment_at_end(before),
    }
}

/// A known name with what stands before it.
fn placed(before: &str, found: &Found, known: &Known) -> AtEnd {
    let (head, written) = before.split_at(found.start);
    if written.chars().count() < MIN_NAME_CHARS {
        return AtEnd::Nothing;
    }
    if written.starts_with("关于") {
        let (issuers, start) = issuers::found_at_end(head);
        return match known.meant(found, &issuers) {
            Some(key) if !issuers.is_empty() || begins_behind(head) => {
                AtEnd::Law(Name::new(Some(key), &before[start..]), start)
            }
            _ => AtEnd::Within(start),
        };
    }
    let Some(key) = known.meant(found, &[]) else {
        return AtEnd::Within(found.start);
    };
    let name = Name::new(Some(key), written);
    if other_lands::at_end(head).is_some() {
        return AtEnd::Within(found.start);
    }
    if let Some((edition, start)) = before_name(head)
        && may_begin_behind(&head[..start])
    {
        let edition = Some(edition);
        return AtEnd::Law(Name { edition, ..name }, found.start);
    }
    match begins(head, written, found.title) || stands_alone(head, written, found) {
        true => AtEnd::Law(name, found.start),
        false => AtEnd::Within(found.start),
    }
}

/// Whether no longer name ends with this one of a law, so that words before it are those
/// of the sentence (准确把握刑法). Laws of other places and branches are others.
fn stands_alone(head: &str, written: &str, found: &Found) -> bool {
    let law = written.ends_with('法') || written.ends_with("法典");
    let other = OTHER_LAWS.iter().any(|word| head.ends_with(word));
    law && !found.tail && !other
}

/// Whether a known name can begin behind `head`.
fn begins(head: &str, written: &str, title: bool) -> bool {
    if written.starts_with("中华人民共和国") {
        return true;
    }
    // 最高人民法院关于…; with another body before it, it is another title.
    if written.contains("关于") && title && issuers::without(written).is_some() {
        return !issuers::is_at_end(head.trim_end_matches(['、', '和', '与', '及']));
    }
    begins_behind(head) && may_follow(head, written) || title && issuers::is_at_end(head)
}

/// 刑修（十一） and the like.
fn amendment_at_end(before: &str) -> AtEnd {
    let starts = before.char_indices().rev().map(|(at, _)| at);
    let found = starts
        .take(MAX_AMENDMENT_CHARS)
        .filter_map(|start| Some((start, amendment(&before[start..])?)))
        .last();
    match found {
        Some((start, key)) if begins_behind(&before[..start]) => {
            AtEnd::Law(Name::new(Some(key), &before[start..]), start)
        }
        _ => AtEnd::Nothing,
    }
}

/// Words of a title that has no issuer before it.
static CASES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("若干问题|具体应用|适用法律|办理|审理|有关问题").expect("the pattern is a constant")
});

/// A title that is not known: 最高人民法院关于…的解释, with titles, lists and words in
/// brackets inside it.
fn about_at_end(before: &str, known: &Known) -> Option<NameAt> {
    if let Some(found) = issued_at_end(before, known) {
        return Some(found);
    }
    let run = run_start(before);
    if !ends_like_a_law(before) {
        return None;
    }
    for (at, _) in before[run..].match_indices("关于") {
        let (head, subject) = before.split_at(run + at);
        if CASES.is_match(subject) && begins_behind(head) {
            return Some((Name::new(None, subject), run + at));
        }
    }
    None
}

/// Marks that no title has outside brackets.
const SENTENCE_MARKS: &[char] = &['。', '；', '，', '：', '！', '？', '\n', '“', '”'];

/// A title with the bodies that issued it, which is not known: from the last of them that
/// stands outside brackets.
pub(super) fn issued_at_end(before: &str, known: &Known) -> Option<NameAt> {
    let sentence = before.rfind(SENTENCE_MARKS).map_or(0, |at| {
        at + before[at..].chars().next().map_or(0, char::len_utf8)
    });
    let region = &before[sentence..];
    let mut abouts = region.rmatch_indices("关于").map(|(at, _)| sentence + at);
    let (start, about) = abouts.find_map(|at| {
        let subject = &before[at..];
        let opened = subject.matches(['《', '（', '(', '〈']).count();
        let closed = subject.matches(['》', '）', ')', '〉']).count();
        let (issuers, start) = issuers::found_at_end(&before[..at]);
        (opened == closed && !issuers.is_empty()).then_some((start, at))
    })?;
    if before.len() - about < MIN_SUBJECT_BYTES || before.ends_with(NOT_ENDS) {
        return None;
    }
    let (issuers, _) = issuers::found_at_end(&before[..about]);
    let whole = format!("{}{}", issuers.join("、"), &before[about..]);
    let key = known.of_title(&whole);
    let key = key.or_else(|| ends_like_a_law(before).then(|| LawKey::of(&whole)));
    Some((Name::new(key, &before[start..]), start))
}

/// Shortest 关于… that is a title, in bytes: 关于某事的解释.
const MIN_SUBJECT_BYTES: usize = 21;

/// What stands between an article and the next one, and ends no title.
const NOT_ENDS: &[char] = &['、', '和', '与', '及', '或', '（', '(', '《', '的', '》'];

fn ends_like_a_law(name: &str) -> bool {
    let core = without_ordinal(name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| core.ends_with(ending));
    ends(ENDINGS) || ends(ABOUT_ENDINGS)
}

/// …解释 of …解释（一）.
fn without_ordinal(name: &str) -> &str {
    match last_brackets(name) {
        Some((core, inside)) if is_ordinal(inside) => core,
        _ => name,
    }
}

fn is_ordinal(inside: &str) -> bool {
    inside.chars().count() <= MAX_ORDINAL_CHARS && !inside.contains('称')
}

/// Whether `head` ends with brackets that are no part of a name: 《某法》（以下简称某法）.
fn ends_with_note(head: &str) -> bool {
    head.ends_with(['）', ')']) && last_brackets(head).is_none_or(|(_, note)| !is_ordinal(note))
}

/// Where the characters begin that may be a name at the end of `before`: letters, short
/// words in brackets and titles inside it.
fn run_start(before: &str) -> usize {
    let mut depth = 0;
    let mut whole = before.len();
    for (at, c) in before.char_indices().rev().take(MAX_UNKNOWN_CHARS) {
        match c {
            '）' | ')' | '》' | '〉' => depth += 1,
            '（' | '(' | '《' | '〈' if depth > 0 => depth -= 1,
            _ if c.is_alphanumeric() || depth > 0 && c != '\n' => {}
            _ => break,
        }
        if depth == 0 {
            whole = at;
        }
    }
    whole
}

/// Words before 条例 or 办法 that lead to it: a 利用条例 or 该省的条例 is another one.
const BEFORE_KINDS: &[&str] = &[
    "该",
    "上述",
    "前述",
    "依照",
    "按照",
    "参照",
    "遵照",
    "根据",
    "依据",
    "适用",
    "援引",
    "引用",
    "违反",
    "符合",
    "和",
    "与",
    "及",
    "构成",
    "号",
    "所称的",
    "前款的",
    "上述的",
    "同一",
];

/// 决定 or 条例 alone at the end of `before`, when a law whose title ends so was named
/// before.
fn kind_at_end(before: &str, known: &Known) -> Option<NameAt> {
    let word = KINDS.iter().find(|word| before.ends_with(*word))?;
    let start = before.len() - word.len();
    let head = &before[..start];
    let first = head
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric());
    let led = BEFORE_KINDS.iter().any(|word| head.ends_with(word));
    let key = known.last_of_kind(word).filter(|_| first || led)?;
    Some((Name::new(Some(key), word), start))
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
        if !rest.starts_with(['律', '院', '官', '庭', '学', '典', '规', '定', '人', '修'])
            && let Some((name, _)) = known_at_end(&sentence[..end], known)
        {
            return Some(name);
        }
    }
    None
}

/// What seems to be the name of an unknown law at the end of `before`; its key stays
/// open. Of a contract or the like the words are left out too. What is longer than a
/// known name begins before `limit`.
fn unknown_at_end(before: &str, known: &Known, limit: Option<usize>) -> Option<NameAt> {
    let core = without_ordinal(before);
    if OTHER_ENDINGS.iter().any(|ending| core.ends_with(ending)) && limit.is_none() {
        return Some((Name::new(None, ""), before.len()));
    }
    let run = run_start(before);
    if limit.is_none() && !ends_like_a_law(before) {
        return slip_at_end(before, run, known);
    }
    let mut start = cut(before, run, limit.unwrap_or(before.len()));
    // 国家机关工作人员病假期间生活待遇的规定
    if KINDS.contains(&&before[start..]) && before[..start].ends_with('的') {
        start = cut(before, run, start - '的'.len_utf8());
        let name = &before[start..];
        let words = GENERAL_WORDS.iter().any(|word| name.contains(word));
        if words || name.chars().count() < MIN_LONG_CHARS || name.starts_with("关于") {
            return None;
        }
    }
    let name = &before[start..];
    // 惩治走私罪的补充规定 without 关于.
    if let Some(key) = known.with_subject(&format!("关于{name}")) {
        return Some((Name::new(Some(key), name), start));
    }
    let enough = name.chars().count() >= MIN_NAME_CHARS && !KINDS.contains(&name);
    enough.then(|| (Name::new(None, name), start))
}

/// A name that is a known one but for a slip: 民法点.
fn slip_at_end(before: &str, run: usize, known: &Known) -> Option<NameAt> {
    let starts = before[run..].char_indices().map(|(at, _)| run + at);
    let mut starts = starts.filter(|&start| begins_behind(&before[..start]));
    let start = starts.find(|&start| candidates::is_slip(&before[start..], known.titles))?;
    Some((Name::new(None, &before[start..]), start))
}

/// Where a name begins in a run of letters: behind the last word like 依照 before
/// `limit`, else behind 对, 在 and the like.
fn cut(before: &str, run: usize, limit: usize) -> usize {
    let letters = &before[run..];
    let limit = limit - run;
    let of = "的";
    let words = BEFORE_NAMES
        .iter()
        .chain((!letters.contains("关于")).then_some(&of));
    let behind = |long: bool| {
        let fitting = words
            .clone()
            .filter(|word| (word.chars().count() > 1) == long);
        let places = fitting.flat_map(|word| {
            letters
                .match_indices(*word)
                .map(|(at, word)| at + word.len())
        });
        places
            .filter(|&at| at <= limit && at < letters.len())
            .filter(|&at| may_follow(&letters[..at], &letters[at..]))
            .max()
    };
    let strong = behind(true);
    let weak = behind(false).filter(|&at| strong.is_none() && at < letters.len());
    // A joint behind 依照甲法 begins the second of two names.
    let joint = ["和", "与", "及", "或", "以及", "的"]
        .iter()
        .filter_map(|word| letters.rfind(word).map(|at| at + word.len()))
        .filter(|&at| Some(at) > strong && at < limit)
        .filter(|&at| may_follow(&letters[..at], &letters[at..]))
        .max();
    run + joint
        .filter(|_| strong.is_some())
        .or(strong)
        .or(weak)
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::citation::titles::Titles;

    fn held() -> Titles {
        let held = [
            "质量管理条例",
            "刑事诉讼法",
            "最高人民法院、最高人民检察院关于办理跨（边）界案件的解释（一）",
        ];
        Titles::of(&held.map(LawKey::of))
    }

    #[track_caller]
    fn check(before: &str, written: &str, key: Option<&str>) {
        let titles = held();
        let known = Known::new(&titles);
        let found = name_at_end(before, &known);
        let found = found.map(|(name, _)| (name.written, name.key.map(|key| key.to_string())));
        let expected = Some((written.to_owned(), key.map(str::to_owned)));
        assert_eq!(found, expected, "{before}");
    }

    #[test]
    fn longest_known_name_wins() {
        check("应当依照刑法", "刑法", Some("刑法"));
        check("根据刑诉法", "刑诉法", Some("刑事诉讼法"));
        check(
            "违反反不正当竞争法",
            "反不正当竞争法",
            Some("反不正当竞争法"),
        );
        check("依照中华人民共和国刑法", "中华人民共和国刑法", Some("刑法"));
        check(
            "根据刑法修正案（八）",
            "刑法修正案（八）",
            Some("刑法修正案(八)"),
        );
        check("刑修（十一）", "刑修（十一）", Some("刑法修正案(十一)"));
    }

    #[test]
    fn end_of_a_longer_name_is_not_that_law() {
        check("依照武器装备质量管理条例", "武器装备质量管理条例", None);
        check("违反某省质量管理条例", "某省质量管理条例", None);
        check("依照机动车和质量管理条例", "机动车和质量管理条例", None);
        check("依照质量管理条例", "质量管理条例", Some("质量管理条例"));
        check("刑法和质量管理条例", "质量管理条例", Some("质量管理条例"));
    }

    #[test]
    fn title_with_issuers_is_found_in_every_form() {
        let key = "最高人民法院、最高人民检察院关于办理跨(边)界案件的解释(一)";
        for (before, written) in [
            (
                "依照两高关于办理跨（边）界案件的解释（一）",
                "两高关于办理跨（边）界案件的解释（一）",
            ),
            (
                "依照“两高”关于办理跨（边）界案件的解释（一）",
                "“两高”关于办理跨（边）界案件的解释（一）",
            ),
            (
                "依照最高人民检察院关于办理跨（边）界案件的解释（一）",
                "最高人民检察院关于办理跨（边）界案件的解释（一）",
            ),
        ] {
            check(before, written, Some(key));
        }
        check(
            "依照公安部关于办理跨（边）界案件的解释（一）",
            "公安部关于办理跨（边）界案件的解释（一）",
            Some("公安部关于办理跨(边)界案件的解释(一)"),
        );
    }

    #[test]
    fn slip_and_unknown_names_are_kept_open() {
        check("根据民法点", "民法点", None);
        check("根据某某管理办法", "某某管理办法", None);
        check("根据某某办法（一）", "某某办法（一）", None);
        check("双方签订的买卖合同", "", None);
        let titles = held();
        assert_eq!(name_at_end("被告人的行为", &Known::new(&titles)), None);
    }

    #[test]
    fn words_beside_the_name_say_which_text() {
        let titles = held();
        let known = Known::new(&titles);
        let edition = |before| name_at_end(before, &known).and_then(|(name, _)| name.edition);
        assert_eq!(edition("依照1979年刑法"), Some(Edition::Year(1979)));
        assert_eq!(edition("依照97刑法"), Some(Edition::Year(1997)));
        assert_eq!(edition("依照旧刑法"), Some(Edition::BeforeRevision));
        assert_eq!(edition("依照刑法（2015修正）"), Some(Edition::Year(2015)));
        assert_eq!(edition("依照刑法"), None);
        assert_eq!(edition("依照草原刑法"), None);
    }
}
