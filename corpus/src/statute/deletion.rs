//! Articles that are printed though they are none any more, or whose words a source
//! leaves out.

use std::sync::LazyLock;

use regex::Regex;

/// Words for the article that a note stands in.
const ARTICLE: &str = "(?:(?:本|此|该|原)条(?:文|规定|内容)?|原条文|第条)";

/// Words for what happened to it.
const GONE: &str = "(?:删去|删除|废止|废除|失效|取消)";

/// How, when and by what act: 已于2019年, 根据某决定, 2015年修正时.
const CIRCUMSTANCES: &str = "(?:已经|已|业经|业|被|经|由|予以|予|以|现|于|在|自|起|从|将|把|全文|整条\
    |第?[0-9〇零○一二三四五六七八九十]{1,4}[年月日次届]\
    |(?:根据|依据|依照|按照|由|被|经|因).{1,120}?(?:决定|决议|修正案[0-9一二三四五六七八九十]*|修正|修订|修改)(?:第[0-9零一二三四五六七八九十百]+条)?\
    |(?:修正案|修正|修订|修改)(?:时|中|后)?)";

/// What a note without punctuation says of the article by name: 本条已于2019年删去.
static OF_ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "(?P<before>^.*?){ARTICLE}{CIRCUMSTANCES}*{GONE}(?P<rest>.*)$"
    ))
});

/// What a note says that names no article: 已被2015年修正删去.
static OF_ITSELF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        "^(?:(?:编者|编辑)?注)?(?:(?:删去|删除|废止)|{CIRCUMSTANCES}+{GONE})了?[0-9年月日]*$"
    ))
});

/// What stands before the name of the article in a note that is no sentence of the law.
static OPENING: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!("^(?:(?:编者|编辑)?注)?{CIRCUMSTANCES}*$")));

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// What stands in the place of words that the source does not print.
const OMITTED: &[&str] = &["略", "本条略", "条文略", "原文略", "内容略", "从略"];

/// Longest note about a deletion, in characters.
const MAX_NOTE_CHARS: usize = 160;

/// Longest text without brackets that is nothing but such a note.
const MAX_BARE_CHARS: usize = 24;

/// What an article says that is none any more: its last wording where it is reprinted
/// with a note (（本条已被删去）), else nothing. `None` of an article like any other.
pub fn deleted(text: &str) -> Option<&str> {
    let text = text.trim();
    if is_bare_note(text) {
        return Some("");
    }
    if let Some((note, rest)) = leading_note(text)
        && tells_deletion(note)
    {
        return Some(rest);
    }
    if let Some((wording, note)) = closing_note(text)
        && tells_deletion(note)
        && !is_of_last_line(wording, note, text)
    {
        return Some(wording);
    }
    let (wording, note) = text.rsplit_once('\n')?;
    names_article(note).then(|| wording.trim_end())
}

/// Whether a text without brackets says nothing but that it is gone.
fn is_bare_note(text: &str) -> bool {
    let short = text.chars().count() <= MAX_BARE_CHARS;
    short && OF_ITSELF.is_match(&words(text)) || names_article(text)
}

/// Whether a line without brackets is a note that names the article: 本条已删去。
fn names_article(line: &str) -> bool {
    let words = words(line);
    line.chars().count() <= MAX_NOTE_CHARS
        && OF_ARTICLE.captures(&words).is_some_and(|found| {
            OPENING.is_match(&found["before"]) && found["rest"].trim_matches(is_of_day).is_empty()
        })
}

fn is_of_day(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '年' | '月' | '日' | '了')
}

/// Whether the source leaves out the words of an article: （略）.
pub fn omitted(text: &str) -> bool {
    OMITTED.contains(&words(text).as_str())
}

/// 【已删除】甲
fn leading_note(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next()?;
    let inner = &text[open.len_utf8()..];
    let close = closing(open)?;
    let end = inner.find(close)?;
    Some((&inner[..end], inner[end + close.len_utf8()..].trim()))
}

/// 甲。（根据某决定，本条已被删去）
fn closing_note(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_end_matches('。');
    let close = text.chars().next_back()?;
    let inner = &text[..text.len() - close.len_utf8()];
    // A bracket inside the note belongs to it.
    let mut depth = 0usize;
    for (at, c) in inner.char_indices().rev() {
        match c {
            _ if closing(c) == Some(close) && depth == 0 => {
                return Some((inner[..at].trim_end(), &inner[at + c.len_utf8()..]));
            }
            _ if closing(c) == Some(close) => depth -= 1,
            _ if c == close => depth += 1,
            _ => {}
        }
    }
    None
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '（' => '）',
        '(' => ')',
        '【' => '】',
        '［' => '］',
        '[' => ']',
        '〔' => '〕',
        _ => return None,
    })
}

/// Whether a note in brackets says that this very article is gone: 本条已被删去, not
/// 本条第二款已删去.
fn tells_deletion(note: &str) -> bool {
    if note.chars().count() > MAX_NOTE_CHARS {
        return false;
    }
    let words = words(note);
    let of_article = OF_ARTICLE.captures(&words);
    OF_ITSELF.is_match(&words)
        || of_article.is_some_and(|found| !found["rest"].starts_with(['的', '前', '后', '第']))
}

/// Whether a note that names no article stands behind the last of several paragraphs or
/// items: it tells of that one alone. 甲。⏎乙。（某年删除）
fn is_of_last_line(wording: &str, note: &str, text: &str) -> bool {
    let line = text.rsplit('\n').next().unwrap_or(text);
    let several = wording.contains('\n');
    let in_brackets = line.trim_start().chars().next().and_then(closing).is_some()
        && line.trim_start().chars().count() <= note.chars().count() + 3;
    several && !in_brackets && !OF_ARTICLE.is_match(&words(note))
}

fn words(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(deleted(text), expected, "{text}");
    }

    #[test]
    fn deleted_article_is_known_by_its_text() {
        for text in [
            "（删去）",
            "删去。",
            "（删除）",
            "已废止",
            "【已删除】",
            "本条已被删去。",
        ] {
            check(text, Some(""));
        }
    }

    #[test]
    fn note_behind_a_paragraph_is_of_that_paragraph() {
        check("灯塔应当审定。\n浮标应当登记。（2009年8月27日删除）", None);
        check("灯塔应当审定：\n（一）灯；\n（二）塔。（已删去）", None);
        check(
            "灯塔应当审定。\n浮标应当登记。（本条2009年删除）",
            Some("灯塔应当审定。\n浮标应当登记。"),
        );
        check(
            "灯塔应当审定。\n浮标应当登记。\n（2009年8月27日删除）",
            Some("灯塔应当审定。\n浮标应当登记。"),
        );
        check(
            "灯塔应当审定。（2009年8月27日删除）",
            Some("灯塔应当审定。"),
        );
    }

    #[test]
    fn reprinted_article_has_its_last_wording() {
        check(
            "灯塔应当审定。\n（根据2009年某次会议《关于修改部分法律的决定》，本条已被删去）",
            Some("灯塔应当审定。"),
        );
        check("灯塔应当审定。（本条已删除）", Some("灯塔应当审定。"));
        check("灯塔应当审定。【本条已废止】", Some("灯塔应当审定。"));
        check(
            "灯塔应当审定。\n[此条已经删去(2009年)]",
            Some("灯塔应当审定。"),
        );
        check("【已删除】灯塔应当审定。", Some("灯塔应当审定。"));
    }

    #[test]
    fn note_may_name_the_day_and_the_act() {
        for note in [
            "（本条已于2019年删去）",
            "（已被2015年修正删去）",
            "（根据某决定删除）",
            "（根据2015年4月24日《关于修改部分法律的决定》删除）",
            "（根据2015年4月24日《关于修改部分法律的决定》，本条已删除）",
            "[二〇一九年修订时删去]",
            "（自2019年1月1日起废止）",
            "（本条经2018年修正案予以删除）",
            "【编者注：此条已于2018年10月26日修正时删去】",
            "（依照某决定第三条废止）",
        ] {
            check(note, Some(""));
            check(&format!("灯塔应当审定。{note}"), Some("灯塔应当审定。"));
            check(&format!("灯塔应当审定。\n{note}"), Some("灯塔应当审定。"));
            check(&format!("{note}灯塔应当审定。"), Some("灯塔应当审定。"));
        }
        for note in [
            "本条已于2019年删去。",
            "注：本条已被2018年修正案删去",
            "根据2018年某决定，本条废止。",
        ] {
            check(&format!("灯塔应当审定。\n{note}"), Some("灯塔应当审定。"));
        }
    }

    #[test]
    fn article_that_speaks_of_deleting_is_there() {
        for text in [
            "删去本法第三条。",
            "甲",
            "当事人可以请求删除（本条第二款已删去）",
            "网站应当断开链接（删除内容）",
            "灯塔应当审定。（第二款已于2019年删去）",
            "灯塔应当审定。（本条第二款已于2019年删去）",
            "网站根据用户的请求删除。",
            "灯塔应当审定。\n已经登记的，自审定之日起废止其登记。",
            "灯塔应当审定。\n已于2019年删去的标志，不再恢复。",
            "灯塔应当审定。\n本条规定废止的标志，不再恢复。",
            "由主管部门依照国务院的决定予以取消，并自取消之日起公告。",
            "本条例自2020年1月1日起废止。",
            "甲（略）",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn omitted_words_are_no_deletion() {
        assert!(omitted("（略）") && omitted("略。") && omitted("[条文略]"));
        assert!(!omitted("略有不同") && deleted("（略）").is_none());
    }
}
