//! Where a name without 《》 can begin. 质量管理条例 behind 武器装备 is the end of a longer
//! name, and taking it for a law of its own would be a wrong answer that looks right.

use super::name_words::{
    ABOUT_ENDINGS, ENDINGS, FUNCTION_CHARS, FUNCTION_WORDS, OTHER_ENDINGS, WITHIN_WORDS,
};

/// Words of a list before a name.
const JOINTS: &[char] = &['和', '与', '及', '或'];

/// Shortest line that a page may have broken, in characters.
const MIN_BROKEN_CHARS: usize = 15;

/// Whether a name can begin behind `before`: behind a mark, a word like 依照, or at the
/// beginning.
pub(super) fn begins_behind(before: &str) -> bool {
    let trimmed = before.trim_end_matches(|c: char| c.is_whitespace());
    let gap = &before[trimmed.len()..];
    let Some(last) = trimmed.chars().next_back() else {
        return true;
    };
    if !last.is_alphanumeric() || last.is_ascii_alphanumeric() {
        return true;
    }
    if gap.matches('\n').count() != 1 && !gap.is_empty() || !gap.is_empty() && !broken(trimmed) {
        return true;
    }
    let within = WITHIN_WORDS.iter().any(|word| trimmed.ends_with(word));
    let function = FUNCTION_CHARS.contains(&last);
    function && !within || FUNCTION_WORDS.iter().any(|word| trimmed.ends_with(word))
}

/// Whether what a name with this end can follow as the second of two: behind 和 another
/// law, an article or the facts stand, where 草原和 would be a part of a longer name.
pub(super) fn may_follow(before: &str, name: &str) -> bool {
    let trimmed = before.trim_end();
    let Some(first) = trimmed.strip_suffix(JOINTS) else {
        return true;
    };
    let first = first.strip_suffix('以').unwrap_or(first).trim_end();
    let is_code = name.ends_with('法') || name.ends_with("法典");
    let whole = |endings: &[&str]| endings.iter().any(|ending| first.ends_with(ending));
    let mark = first
        .chars()
        .next_back()
        .is_none_or(|c| !c.is_alphanumeric() || "条款项号节章编定实据情".contains(c));
    is_code || mark || whole(ENDINGS) || whole(ABOUT_ENDINGS) || whole(OTHER_ENDINGS)
}

/// Whether the last line of `text` is long enough to be one that a page broke.
fn broken(text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or(text);
    line.chars().count() >= MIN_BROKEN_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_begins_behind_words_that_lead_to_it() {
        for before in [
            "",
            "依照",
            "违反了",
            "构成",
            "被告人犯",
            "第三条、",
            "（",
            "刑法和",
            "甲。",
            "应适用",
            "我国",
            "标题\n",
            "自 2012 年起 ",
            "以《",
            "属于",
        ] {
            assert!(begins_behind(before), "{before}");
        }
        for before in [
            "武器装备",
            "草原",
            "江边市",
            "数据",
            "信用",
            "行为",
            "管理规则",
            "故事",
            "合同",
            "根据某某部门关于进一步加强全省范围内武器装备\n",
        ] {
            assert!(!begins_behind(before), "{before}");
        }
    }

    #[test]
    fn second_of_two_names_follows_a_first_one() {
        assert!(may_follow("依照刑法和", "某条例"));
        assert!(may_follow("依照第三条和", "某条例"));
        assert!(may_follow("本案事实和", "刑法"));
        assert!(!may_follow("依照机动车和", "某条例"));
    }
}
