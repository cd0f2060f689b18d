//! Short names that a text defines for a law: （以下简称《解释》）, ，下称“两高解释”,
//! （以下分别简称《甲办法》《乙办法》）, 《解释》（即《…》）.

use std::sync::LazyLock;

use regex::Regex;

/// How far behind a title its short name is defined, in characters.
const REACH_CHARS: usize = 120;

/// Longest short name in characters.
const MAX_CHARS: usize = 30;

/// Shortest one.
const MIN_CHARS: usize = 2;

/// What a text defines behind a title.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Definition {
    /// The short names, in order.
    pub names: Vec<String>,
    /// Whether each belongs to a title of its own: 以下分别简称.
    pub distributed: bool,
}

/// The words that define, at the beginning of what follows a title or in a bracket
/// there.
static DEFINES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?P<each>分别)?(?:统一|统|合并|均|一并)?(?:简称|下称|以下称|并称|合称|统称)(?:为|作)?\s*[：:]?\s*")
        .expect("the pattern is a constant")
});

/// A short name in marks.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*(?:[、，,和及与或]|或者|以及)?\s*(?:《(?P<a>[^《》]{1,40})》|[“"「『‘]+《?(?P<b>[^”"」』’》]{1,40})》?[”"」』’]+)"#)
        .expect("the pattern is a constant")
});

/// Before a title in a definition: 以下简称《甲》、.
static IN_DEFINITION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:简称|下称|以下称|并称|合称|统称)(?:为|作)?\s*[：:]?\s*(?:[“"「『]?《[^《》]{1,40}》[”"」』]?\s*(?:[、，,和及与或]|或者|以及)?\s*)*[“"「『]?$"#)
        .expect("the pattern is a constant")
});

/// Before the title that a short name stands for: 《解释》（即, 简称“解释”，即.
static EQUALS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r#"(?:《(?P<a>[^《》]{1,40})》|[“"](?P<b>[^”“"《》]{1,40})[”"])\s*[（(，,]\s*(?:即|全称为?|全称是|系指|指)\s*[：:]?\s*(?:\p{Han}{0,60})?$"#,
    )
    .expect("the pattern is a constant")
});

/// What the text behind a title defines for it.
pub(super) fn behind(after: &str) -> Definition {
    let within = reach(after);
    let Some(found) = DEFINES.find(within) else {
        return Definition::default();
    };
    if !belongs(&within[..found.start()]) {
        return Definition::default();
    }
    let distributed = DEFINES
        .captures(within)
        .is_some_and(|found| found.name("each").is_some());
    let rest = &within[found.end()..];
    let mut names = marked(rest);
    if names.is_empty() {
        names.extend(plain(rest));
    }
    names.retain(|name| (MIN_CHARS..=MAX_CHARS).contains(&name.chars().count()));
    Definition { names, distributed }
}

/// Whether a title behind `before` is a short name in its definition, which names no
/// law anew.
pub(super) fn is_definition(before: &str) -> bool {
    IN_DEFINITION.is_match(tail(before))
}

/// The short name that the title behind `before` is the full name of.
pub(super) fn stands_for(before: &str) -> Option<String> {
    let found = EQUALS.captures(tail(before))?;
    let name = found.name("a").or_else(|| found.name("b"))?.as_str().trim();
    (MIN_CHARS..=MAX_CHARS)
        .contains(&name.chars().count())
        .then(|| name.to_owned())
}

/// What lies near enough behind a title: to the end of the brackets that open there, one
/// behind the other, else to the end of the clause that defines.
fn reach(after: &str) -> &str {
    let end = after
        .char_indices()
        .nth(REACH_CHARS)
        .map_or(after.len(), |(at, _)| at);
    let near = &after[..end];
    let trimmed = near.trim_start();
    if trimmed.starts_with(['（', '(']) {
        let mut depth = 0usize;
        for (at, c) in trimmed.char_indices() {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth = depth.saturating_sub(1),
                '\n' => return &trimmed[..at],
                _ => continue,
            }
            let behind = &trimmed[at + c.len_utf8()..];
            if depth == 0 && !behind.trim_start().starts_with(['（', '(']) {
                return &trimmed[..at];
            }
        }
        return trimmed;
    }
    let stop = near.find(['。', '；', '\n']).unwrap_or(near.len());
    &near[..stop]
}

/// Whether what stands between a title and the words that define leaves them to this
/// title: in its bracket, or behind a comma. Another title between takes them.
fn belongs(between: &str) -> bool {
    let in_bracket = between.trim_start().starts_with(['（', '(']);
    let words: String = between
        .chars()
        .filter(|c| !c.is_whitespace() && !"（(，,、：:以下".contains(*c))
        .collect();
    !between.contains('《') && (in_bracket || words.is_empty())
}

/// Short names in marks, one behind the other.
fn marked(mut rest: &str) -> Vec<String> {
    let mut names = Vec::new();
    while let Some(found) = MARKED.captures(rest) {
        let name = found.name("a").or_else(|| found.name("b"));
        names.extend(name.map(|name| name.as_str().trim().to_owned()));
        rest = &rest[found.get(0).map_or(rest.len(), |whole| whole.end())..];
    }
    names
}

/// A short name without marks, to the end of the bracket or clause.
fn plain(rest: &str) -> Option<String> {
    let end = rest
        .find([
            '）', ')', '，', ',', '、', '；', ';', '。', '\n', '：', ':', '”', '"', '》',
        ])
        .unwrap_or(rest.len());
    let name = rest[..end].trim();
    (!name.is_empty()).then(|| name.to_owned())
}

fn tail(before: &str) -> &str {
    let start = before
        .char_indices()
        .rev()
        .nth(REACH_CHARS)
        .map_or(0, |(at, _)| at);
    &before[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(after: &str, expected: &[&str], distributed: bool) {
        let found = behind(after);
        assert_eq!(found.names, expected, "{after}");
        assert_eq!(found.distributed, distributed, "{after}");
    }

    #[test]
    fn definitions_are_read_in_every_form() {
        check("（以下简称《解释》）第一条", &["解释"], false);
        check("（以下简称本法）第二十三条", &["本法"], false);
        check("（以下简称“本法”）", &["本法"], false);
        check("(下称\"两高解释\")", &["两高解释"], false);
        check("（简称《纪要》）", &["纪要"], false);
        check(
            "（法释〔2013〕8号，以下简称《盗窃解释》）",
            &["盗窃解释"],
            false,
        );
        check("，以下简称反诈法，第三十八条", &["反诈法"], false);
        check("（以下简称：反诈法）", &["反诈法"], false);
        check(
            "（以下简称为“解释”或《本解释》）",
            &["解释", "本解释"],
            false,
        );
        check(
            "（以下分别简称《甲办法》《乙办法》）",
            &["甲办法", "乙办法"],
            true,
        );
        check("（以下分别简称“甲法”、“乙法”）", &["甲法", "乙法"], true);
    }

    #[test]
    fn definitions_of_others_are_not_taken() {
        check("第三条、《乙法》（以下简称乙法）", &[], false);
        check("第三条。以下简称甲", &[], false);
        check("第三条规定某公司（以下简称甲公司）", &[], false);
        check("（2018年修正）", &[], false);
    }

    #[test]
    fn full_name_may_follow_the_short_one() {
        assert_eq!(stands_for("依照《解释》（即").as_deref(), Some("解释"));
        assert_eq!(
            stands_for("“解释”，即最高人民法院").as_deref(),
            Some("解释")
        );
        assert_eq!(stands_for("依照刑法，即"), None);
        assert!(is_definition("（以下简称") && is_definition("（以下分别简称《甲》"));
        assert!(is_definition("（下称“") && !is_definition("（依照"));
    }
}
