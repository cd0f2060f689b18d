//! Articles that are printed though they are none any more, or whose words a source
//! leaves out.

/// What stands in the place of a deleted article.
const DELETED: &[&str] = &[
    "删去",
    "删除",
    "废止",
    "已删去",
    "已删除",
    "已废止",
    "已被删去",
    "已被删除",
    "已被废止",
    "本条删去",
    "本条删除",
    "本条废止",
    "本条已删去",
    "本条已删除",
    "本条已废止",
    "本条已被删去",
    "本条已被删除",
    "本条已被废止",
    "此条删去",
    "此条删除",
    "此条已删去",
    "此条已删除",
    "此条已废止",
    "该条删去",
    "该条已删去",
    "该条已删除",
    "该条已废止",
    "原条文删去",
    "原条文已删去",
];

/// What stands in the place of words that the source does not print.
const OMITTED: &[&str] = &["略", "本条略", "条文略", "原文略", "内容略", "从略"];

/// Longest note about a deletion, in characters.
const MAX_NOTE_CHARS: usize = 160;

/// What an article says that is none any more: its last wording where it is reprinted
/// with a note (（本条已被删去）), else nothing. `None` of an article like any other.
pub fn deleted(text: &str) -> Option<&str> {
    let text = text.trim();
    if DELETED.contains(&words(text).as_str()) {
        return Some("");
    }
    if let Some((note, rest)) = leading_note(text)
        && DELETED.contains(&words(note).as_str())
    {
        return Some(rest);
    }
    let (wording, note) = closing_note(text)?;
    (note.chars().count() <= MAX_NOTE_CHARS && tells_deletion(note)).then_some(wording)
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

/// Whether a note says that this very article is gone: 本条已被删去, not 本条第二款已删去.
fn tells_deletion(note: &str) -> bool {
    let words = words(note);
    if DELETED.contains(&words.as_str()) {
        return true;
    }
    ["本条", "此条", "该条", "第条"].iter().any(|this| {
        words.match_indices(this).any(|(at, _)| {
            let behind = words[at + this.len()..]
                .trim_start_matches(['已', '被', '经', '予', '以', '现', '业']);
            ["删去", "删除", "废止", "失效"]
                .iter()
                .any(|gone| behind.starts_with(gone))
        })
    })
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
    fn article_that_speaks_of_deleting_is_there() {
        for text in [
            "删去本法第三条。",
            "甲",
            "当事人可以请求删除（本条第二款已删去）",
            "网站应当断开链接（删除内容）",
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
