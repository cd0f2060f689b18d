//! Notes that an editor puts between the paragraphs of a law, in brackets on a line of
//! their own: 【编者注：…】, ［第五条释义］. They are no text of the article.

use crate::normalize::trim;
use crate::statute::deletion::deleted;

/// Words with which such a note begins.
const BEGINNINGS: &[&str] = &[
    "编者注",
    "编者按",
    "编注",
    "编按",
    "编辑注",
    "编辑按",
    "释义",
    "条文释义",
    "本条释义",
];

/// Longest beginning before 释义, in characters.
const MAX_NAME_CHARS: usize = 24;

const BRACKETS: [(char, char); 5] = [
    ('【', '】'),
    ('［', '］'),
    ('[', ']'),
    ('（', '）'),
    ('〔', '〕'),
];

/// Whether a line is such a note. What says that an article was deleted is not: it is
/// read with the article.
pub(super) fn is_note(line: &str) -> bool {
    opened(line).is_some_and(|(inner, close)| {
        inner.ends_with(close) && inner.matches(close).count() == 1 + count_open(inner, close)
    }) && deleted(trim(line)).is_none()
}

/// Whether a line begins such a note and does not end it.
pub(super) fn is_open(line: &str) -> bool {
    opened(line)
        .is_some_and(|(inner, close)| inner.matches(close).count() <= count_open(inner, close))
}

fn count_open(inner: &str, close: char) -> usize {
    let open = BRACKETS.iter().find(|(_, other)| *other == close);
    open.map_or(0, |(open, _)| inner.matches(*open).count())
}

/// What stands behind the bracket of a note, and how it closes.
fn opened(line: &str) -> Option<(&str, char)> {
    let line = trim(line);
    let (inner, close) = BRACKETS
        .iter()
        .find_map(|(open, close)| Some((line.strip_prefix(*open)?, *close)))?;
    let begins = BEGINNINGS.iter().any(|word| {
        inner
            .strip_prefix(word)
            .is_some_and(|rest| trim(rest).starts_with(['：', ':', '，', close]))
    });
    let explains = inner.split_once("释义").is_some_and(|(name, rest)| {
        let ends = rest.starts_with(['：', ':', close]);
        name.chars().count() <= MAX_NAME_CHARS && ends && !name.contains(['，', '。'])
    });
    (begins || explains).then_some((inner, close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_known_by_their_first_words() {
        for line in [
            "【编者注：灯塔已迁。】",
            "（编者按：灯塔（旧）已迁。）",
            "［第五条释义］",
            "［灯塔条例第五条释义：灯塔指航标灯。］",
            "[编者注: 甲]",
        ] {
            assert!(is_note(line) && !is_open(line), "{line}");
        }
        assert!(is_open("【编者注：灯塔已迁，") && !is_note("【编者注：灯塔已迁，"));
        for line in [
            "（一）编者注明来源的；",
            "【编者注：此条已于2018年10月26日修正时删去】",
            "（编者按照规定执行。）",
            "编者注明来源。",
            "【灯塔】指航标灯。",
            "［释义由某局负责］",
        ] {
            assert!(!is_note(line), "{line}");
        }
    }
}
