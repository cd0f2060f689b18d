//! Labels of sections: where one stands, and which role it means.

use super::lines::{Line, trim};
use crate::case::SectionRole;

/// Longest label in characters.
const MAX_LABEL_CHARS: usize = 24;

/// Brackets that labels stand in.
const BRACKETS: &[(char, char)] = &[('【', '】'), ('［', '］'), ('[', ']'), ('〔', '〕')];

/// A label found at the start of a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label<'a> {
    /// What it means.
    pub role: SectionRole,
    /// As written, without brackets.
    pub text: &'a str,
    /// What stands behind it on the same line.
    pub rest: &'a str,
}

/// How a document writes its labels; decided once a document, because a bare
/// 基本案情 in a text whose labels stand in brackets is a line of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// 【基本案情】
    Bracketed,
    /// 基本案情 on a line of its own, as a heading or bold.
    Bare,
}

impl Style {
    /// The style of a document.
    pub fn of(lines: &[Line]) -> Self {
        let bracketed = lines.iter().filter(|line| bracketed(&line.text).is_some());
        let bare = lines.iter().filter(|line| bare(line).is_some());
        if bracketed.count() >= bare.count() {
            Self::Bracketed
        } else {
            Self::Bare
        }
    }

    /// The label at the start of a line, if there is one.
    pub fn label(self, line: &Line) -> Option<Label<'_>> {
        match self {
            Self::Bracketed => bracketed(&line.text),
            Self::Bare => bare(line).or_else(|| bracketed(&line.text)),
        }
    }
}

/// How many lines of `lines` are labels with a known role.
pub(super) fn count_known(lines: &[Line]) -> usize {
    let style = Style::of(lines);
    lines
        .iter()
        .filter_map(|line| style.label(line))
        .filter(|label| label.role != SectionRole::Other)
        .count()
}

fn bracketed(text: &str) -> Option<Label<'_>> {
    let first = text.chars().next()?;
    let &(_, close) = BRACKETS.iter().find(|(open, _)| *open == first)?;
    let end = text.find(close)?;
    let label = trim(&text[first.len_utf8()..end]);
    let rest = trim(&text[end + close.len_utf8()..]);
    let length = label.chars().count();
    if length == 0 || length > MAX_LABEL_CHARS {
        return None;
    }
    match SectionRole::from_label(label) {
        Some(role) => Some(Label {
            role,
            text: label,
            rest: after_colon(rest),
        }),
        // An unknown word is a label only where the source leaves no doubt: black
        // brackets and nothing behind them.
        None if first == '【' && rest.is_empty() && is_wordy(label) => Some(Label {
            role: SectionRole::Other,
            text: label,
            rest,
        }),
        None => None,
    }
}

/// Whether a label has the letters of one: not a number, a year or a mark.
fn is_wordy(label: &str) -> bool {
    label.chars().any(char::is_alphabetic)
}

fn bare(line: &Line) -> Option<Label<'_>> {
    let text = line.text.as_str();
    if text.starts_with(|first| BRACKETS.iter().any(|(open, _)| *open == first)) {
        return None;
    }
    let words = text.trim_end_matches(['：', ':']);
    if words.chars().count() <= MAX_LABEL_CHARS
        && let Some(role) = SectionRole::from_label(words)
    {
        return Some(Label {
            role,
            text: trim(words),
            rest: "",
        });
    }
    if let Some(label) = keywords(text) {
        return Some(label);
    }
    // A heading below the title is a label, known or not.
    (line.heading >= 2 && words.chars().count() <= MAX_LABEL_CHARS && !words.ends_with('案')).then(
        || Label {
            role: SectionRole::Other,
            text: trim(words),
            rest: "",
        },
    )
}

/// 关键词 stands before its words on one line: 关键词民事/合同, 关键词：行政.
fn keywords(text: &str) -> Option<Label<'_>> {
    let rest = text.strip_prefix("关键词")?;
    Some(Label {
        role: SectionRole::Keywords,
        text: "关键词",
        rest: after_colon(trim(rest)),
    })
}

fn after_colon(text: &str) -> &str {
    trim(text.trim_start_matches(['：', ':']))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::lines::clean;
    use super::*;

    #[track_caller]
    fn check(line: &str, style: Style, expected: Option<(SectionRole, &str, &str)>) {
        let lines = clean(line);
        let found = style
            .label(&lines[0])
            .map(|label| (label.role, label.text, label.rest));
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn labels_in_brackets_are_found_with_their_role() {
        use SectionRole::*;
        let bracketed = Style::Bracketed;
        check("【要旨】", bracketed, Some((KeyPoints, "要旨", "")));
        check(
            "【要\u{2002}旨】",
            bracketed,
            Some((KeyPoints, "要\u{2002}旨", "")),
        );
        check("［裁判摘要］", bracketed, Some((KeyPoints, "裁判摘要", "")));
        check(
            "【裁判摘要】：一、甲",
            bracketed,
            Some((KeyPoints, "裁判摘要", "一、甲")),
        );
        check(
            "【检察机关履职情况】",
            bracketed,
            Some((Performance, "检察机关履职情况", "")),
        );
        check(
            "【监察、检察履职情况】",
            bracketed,
            Some((Performance, "监察、检察履职情况", "")),
        );
        check(
            "【检察听证过程】",
            bracketed,
            Some((Performance, "检察听证过程", "")),
        );
    }

    #[test]
    fn unknown_label_is_kept_as_other() {
        check(
            "【研讨问题】",
            Style::Bracketed,
            Some((SectionRole::Other, "研讨问题", "")),
        );
    }

    #[test]
    fn brackets_inside_the_text_are_no_label() {
        for line in [
            "【江畔明珠】楼盘开盘",
            "【2014】",
            "〔注〕",
            "基本案情",
            "[1]",
        ] {
            check(line, Style::Bracketed, None);
        }
    }

    #[test]
    fn bare_labels_stand_alone() {
        use SectionRole::*;
        check("裁判要点", Style::Bare, Some((KeyPoints, "裁判要点", "")));
        check("**基本案情**", Style::Bare, Some((Facts, "基本案情", "")));
        check(
            "## 法官解读",
            Style::Bare,
            Some((Significance, "法官解读", "")),
        );
        check("## 延伸阅读", Style::Bare, Some((Other, "延伸阅读", "")));
        check("裁判结果公布后，双方均未上诉。", Style::Bare, None);
        check("## 甲诉乙买卖合同纠纷案", Style::Bare, None);
    }

    #[test]
    fn keywords_may_share_the_line() {
        use SectionRole::Keywords;
        check(
            "关键词民事/保证",
            Style::Bare,
            Some((Keywords, "关键词", "民事/保证")),
        );
        check(
            "关键词：行政",
            Style::Bare,
            Some((Keywords, "关键词", "行政")),
        );
    }

    #[test]
    fn style_follows_the_majority() {
        assert_eq!(
            Style::of(&clean("【要旨】\n甲\n【基本案情】\n乙\n")),
            Style::Bracketed
        );
        assert_eq!(
            Style::of(&clean("裁判要点\n甲\n基本案情\n【某楼盘】\n")),
            Style::Bare
        );
    }
}
