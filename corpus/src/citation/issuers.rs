//! Bodies whose names stand before 《关于…》 and belong to the title.

use std::sync::LazyLock;

use regex::Regex;

use crate::doc_number;
use crate::document::LawKey;
use crate::issuer_names::{self, ISSUERS};

/// 于2015年1月发布的 or 第十五次会议通过的, between the issuer and the title.
static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:于|在)?\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?)?(?:第[一二三四五六七八九十]{1,3}次(?:全体)?会议)?(?:联合)?(?:发布|颁布|印发|制定|公布|出台|下发|通过|作出)?的?$",
    )
    .expect("the pattern is a constant")
});

/// Other bodies, by their first and last words: 江苏省高级人民法院, 国家能源局.
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let first = "国家|中国|国务院|全国|中共|最高人民|北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆";
    let last = "人民法院|人民检察院|人民政府|办公厅|办公室|人大常委会|常务委员会|委员会|总局|局|厅|部|委|署|研究室";
    Regex::new(&format!(r"(?:{first})\p{{Han}}{{0,18}}?(?:{last})$"))
        .expect("the pattern is a constant")
});

/// How far before the title the number of the document begins, in characters.
const MAX_NUMBER_CHARS: usize = 40;

/// The issuers that stand at the end of `before`, as a title writes them, and where they
/// begin; none when there is none. The number of the document may stand between.
pub(super) fn found_at_end(before: &str) -> (Vec<String>, usize) {
    let before = before.trim_end();
    let found = directly_at_end(before);
    if !found.0.is_empty() {
        return found;
    }
    number_at_end(before)
        .map(|start| directly_at_end(&before[..start]))
        .filter(|(issuers, _)| !issuers.is_empty())
        .unwrap_or(found)
}

/// Where the number of a document begins that `text` ends with.
fn number_at_end(text: &str) -> Option<usize> {
    if !text.ends_with('号') {
        return None;
    }
    let near = text.char_indices().rev().nth(MAX_NUMBER_CHARS);
    let near = near.map_or(0, |(at, _)| at);
    let last = doc_number::find(&text[near..]).pop()?.byte_range;
    (near + last.end == text.len()).then_some(near + last.start)
}

/// Whether the name of a body of the table stands at the end of `before`.
pub(super) fn is_at_end(before: &str) -> bool {
    let before = before.trim_end();
    ISSUERS.iter().any(|(short, _)| before.ends_with(short))
}

fn directly_at_end(before: &str) -> (Vec<String>, usize) {
    let dated = DATED
        .find(before)
        .map_or(before.len(), |found| found.start());
    let mut rest = before[..dated].trim_end();
    let mut start = before.len();
    let mut issuers = Vec::new();
    loop {
        // “两高”关于…
        let quoted = rest.strip_suffix(['”', '"', '’']);
        let end = quoted.unwrap_or(rest);
        let known = ISSUERS.iter().find(|(short, _)| end.ends_with(short));
        let (length, issuer) = match known {
            Some((short, full)) => (short.len(), (*full).to_owned()),
            None => match OTHERS.find(end) {
                Some(found) => (found.len(), found.as_str().to_owned()),
                None => break,
            },
        };
        issuers.extend(issuer.rsplit('、').map(str::to_owned));
        rest = &end[..end.len() - length];
        if quoted.is_some() {
            rest = rest.trim_end_matches(['“', '"', '‘']);
        }
        start = rest.len();
        rest = rest.trim_end_matches(['、', '·', '和', '与', '及', '，']);
        rest = rest.trim_end().trim_end_matches(['、', '·', '，']);
    }
    issuers.reverse();
    (issuers, start)
}

/// Of laws with one subject, the one that these bodies issued, alone or with others;
/// `None` when that is not one law.
pub(super) fn issued_by<'l>(laws: &'l [LawKey], issuers: &[String]) -> Option<&'l LawKey> {
    let among = |law: &LawKey| {
        let bodies = bodies_of(law);
        issuers
            .iter()
            .all(|issuer| bodies.contains(&issuer.as_str()))
    };
    let exact = laws
        .iter()
        .find(|law| among(law) && bodies_of(law).len() == issuers.len());
    let mut fitting = laws.iter().filter(|law| among(law));
    let first = fitting.next();
    exact.or(first.filter(|_| fitting.next().is_none()))
}

/// The bodies that a title names before 关于.
fn bodies_of(law: &LawKey) -> Vec<&str> {
    let (head, _) = law.as_str().split_once("关于").unwrap_or_default();
    issuer_names::several(head).unwrap_or_else(|| vec![head])
}

/// A title without the issuers before its 关于; `None` when it has none.
pub(super) fn without(title: &str) -> Option<&str> {
    let at = title.find("关于").filter(|&at| at > 0)?;
    ISSUERS
        .iter()
        .any(|(name, _)| title[..at].ends_with(name))
        .then(|| &title[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_end(before: &str) -> String {
        found_at_end(before).0.join("、")
    }

    #[test]
    fn issuers_are_read_back_to_the_first() {
        assert_eq!(
            at_end("根据最高人民法院、最高人民检察院、公安部"),
            "最高人民法院、最高人民检察院、公安部"
        );
        assert_eq!(at_end("触犯全国人大常委会"), "全国人民代表大会常务委员会");
        assert_eq!(at_end("最高人民法院于2015年1月发布的"), "最高人民法院");
        assert_eq!(
            at_end("2000年4月29日第九届全国人大常委会第十五次会议通过的"),
            "全国人民代表大会常务委员会"
        );
        assert_eq!(
            at_end("最高人民法院、最高人民检察院法释〔2001〕24号"),
            "最高人民法院、最高人民检察院"
        );
        assert_eq!(
            at_end("江边省高级人民法院、江苏省公安厅联合发布苏高法〔2011〕382号"),
            "江苏省公安厅"
        );
        assert_eq!(at_end("依照〔2011〕3号"), "");
        assert_eq!(at_end("该厂制定的"), "");
        assert_eq!(
            at_end("参照江苏省高级人民法院、江苏省人民检察院"),
            "江苏省高级人民法院、江苏省人民检察院"
        );
        assert_eq!(
            without("最高人民法院关于某事的解释"),
            Some("关于某事的解释")
        );
        assert_eq!(without("关于某事的解释"), None);
    }
}
