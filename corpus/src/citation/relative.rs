//! Names of texts by another law that was named before: 及其实施条例, 同法实施细则,
//! 该法的司法解释（三）; and annexes (附件一第二条), whose articles are not those of the law.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::tokens::DIGITS;

/// A text that is named by the law before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relative {
    /// The word for the law: 其, 同法, 该条例; empty where 实施条例 alone follows it.
    pub base: String,
    /// 实施条例, 实施细则, 司法解释 …
    pub kind: String,
    /// （三）
    pub ordinal: String,
}

/// The names, with the mark before those that have no word for the law.
static RELATIVE: LazyLock<Regex> = LazyLock::new(|| {
    let carried = "实施条例|实施细则|实施办法|实施规定|实施规则";
    let ordinal = r"(?:[（(][一二三四五六七八九十]{1,3}[）)])?";
    Regex::new(&format!(
        r"(?P<whole>(?P<base>(?:同|该|本|上述|前述|前引)(?:法律|法典|法|条例)|其|相应|配套)(?:的)?(?P<kind>{carried}|(?:配套|有关|相关)?司法解释|解释第)(?P<ordinal>{ordinal}))|》\s*(?P<bare>(?P<kind2>{carried}|司法解释)(?P<ordinal2>{ordinal}))|[、，,和及与或]\s*(?P<listed>(?P<kind3>实施条例|实施细则))\s*第"
    ))
    .expect("the pattern is a constant")
});

/// An annex directly before an article.
static ANNEX: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?P<annex>附(?:件|表|录|图)\s*(?:第?[（(]?\s*[{DIGITS}]{{1,3}}\s*[）)]?(?:号|表)?)?)\s*(?:[:：]\s*)?(?:《[^《》]{{1,60}}》|“[^”]{{1,60}}”)?\s*(?:的|中|中的|之)?\s*$"
    ))
    .expect("the pattern is a constant")
});

/// How far before an article the name of its annex begins, in characters.
const ANNEX_CHARS: usize = 80;

/// The names in a text.
pub(super) fn find(text: &str) -> Vec<(Range<usize>, Relative)> {
    let words = ["实施", "司法解释", "其解释第", "法解释第", "的解释第"];
    if !words.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(names) = RELATIVE.captures_at(text, at) {
        let group = |name: &str| names.name(name).map(|part| part.as_str().to_owned());
        let whole = names
            .name("whole")
            .or_else(|| names.name("bare"))
            .or_else(|| names.name("listed"));
        let Some(whole) = whole else { break };
        at = whole.end();
        // 劳动合同法实施条例 is a name.
        if whole.as_str().starts_with('同') && text[..whole.start()].ends_with('合') {
            continue;
        }
        let kind = group("kind")
            .or_else(|| group("kind2"))
            .or_else(|| group("kind3"))
            .unwrap_or_default();
        let base = group("base").unwrap_or_default();
        // 其解释 is a name only where an article follows.
        let (range, kind) = match kind.strip_suffix('第') {
            Some(_) => (
                whole.start()..whole.end() - '第'.len_utf8(),
                "司法解释".to_owned(),
            ),
            None => (whole.range(), kind),
        };
        let base = match base.as_str() {
            "相应" | "配套" => "其".to_owned(),
            _ => base,
        };
        found.push((
            range,
            Relative {
                base,
                kind: kind
                    .trim_start_matches(['配', '套', '有', '相', '关'])
                    .to_owned(),
                ordinal: group("ordinal")
                    .or_else(|| group("ordinal2"))
                    .unwrap_or_default(),
            },
        ));
    }
    found
}

/// Whether a name as written is one of these: it says no law of its own.
pub(super) fn is_relative(written: &str) -> bool {
    RELATIVE
        .captures(written)
        .and_then(|found| found.name("whole"))
        .is_some_and(|whole| whole.range() == (0..written.len()))
        || ["实施条例", "实施细则"].contains(&written)
}

/// The annex that an article behind `before` is of, and where its name begins.
pub(super) fn annex_before(before: &str) -> Option<(usize, String)> {
    let start = before
        .char_indices()
        .rev()
        .nth(ANNEX_CHARS)
        .map_or(0, |(at, _)| at);
    let found = ANNEX.captures(&before[start..])?.name("annex")?;
    let word: String = found
        .as_str()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    Some((start + found.start(), word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str, &str)]) {
        let found = find(text);
        let found: Vec<_> = found
            .iter()
            .map(|(_, name)| {
                (
                    name.base.as_str(),
                    name.kind.as_str(),
                    name.ordinal.as_str(),
                )
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn names_by_the_law_before_are_found() {
        check(
            "第九十一条及同法实施条例第六十二条",
            &[("同法", "实施条例", "")],
        );
        check("及其实施条例第二百条", &[("其", "实施条例", "")]);
        check("该法的司法解释第三条", &[("该法", "司法解释", "")]);
        check(
            "及同法司法解释（三）第十二条",
            &[("同法", "司法解释", "（三）")],
        );
        check("《某法》实施细则第三条", &[("", "实施细则", "")]);
        check("第九十一条、实施条例第六十二条", &[("", "实施条例", "")]);
        check("该条例的实施细则", &[("该条例", "实施细则", "")]);
        check("制定实施条例，作出司法解释", &[]);
        check("《某法实施条例》第三条", &[]);
    }

    #[test]
    fn annexes_stand_before_their_articles() {
        let annex = |before: &str| annex_before(before).map(|(_, word)| word);
        assert_eq!(annex("《某法》附件一").as_deref(), Some("附件一"));
        assert_eq!(annex("某法附件").as_deref(), Some("附件"));
        assert_eq!(annex("附表 2 ").as_deref(), Some("附表2"));
        assert_eq!(annex("附录（二）的").as_deref(), Some("附录（二）"));
        assert_eq!(annex("附件一《某办法》").as_deref(), Some("附件一"));
        assert_eq!(annex("某法附则"), None);
        assert_eq!(annex("附件一规定，依照某法"), None);
    }
}
