//! Labels of sections: where one stands, and which role it means.

use super::lines::{Line, squeeze, trim};
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
    match role_of(label) {
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
    let words = text.trim_end_matches(['：', ':']);
    if words.chars().count() <= MAX_LABEL_CHARS
        && let Some(role) = role_of(words)
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

/// The role of a label as written.
pub(super) fn role_of(label: &str) -> Option<SectionRole> {
    let label = squeeze(label);
    let role = match label.as_str() {
        "要旨" | "裁判要点" | "裁判要旨" | "裁判摘要" | "案例要旨" | "案件要旨"
        | "执纪执法要点" => SectionRole::KeyPoints,
        "关键词" | "关键字" => SectionRole::Keywords,
        "基本案情"
        | "简要案情"
        | "案情简介"
        | "案情回顾"
        | "案情摘要"
        | "基本事实"
        | "案件事实"
        | "案情"
        | "基本案情及处理结果" => SectionRole::Facts,
        "诉讼过程" | "诉讼过程和结果" | "诉讼经过" | "审理过程" | "审理经过" => {
            SectionRole::Procedure
        }
        "裁判结果" | "案件结果" | "处理结果" | "判决结果" | "终审判决" | "终审结果"
        | "法院裁判" | "裁判内容" => SectionRole::Result,
        "裁判理由"
        | "判决理由"
        | "抗诉理由"
        | "建议再审理由"
        | "不起诉的理由"
        | "不起诉理由"
        | "不批准逮捕的理由"
        | "不批准逮捕理由"
        | "检察机关的意见和理由"
        | "案例分析"
        | "适用解析"
        | "法院认为" => SectionRole::Reasoning,
        "指导意义" | "典型意义" | "案例意义" | "社会意义" | "法官解读" | "检察官说法" => {
            SectionRole::Significance
        }
        "相关规定"
        | "相关法律规定"
        | "相关立法"
        | "相关法条"
        | "相关条款"
        | "相关条文"
        | "相关法律"
        | "法律依据"
        | "司法解释相关法条"
        | "司法解释相关条文" => SectionRole::RelatedLaw,
        "原告诉讼请求" | "申请人请求" | "诉讼请求" | "公诉机关指控" | "指控" => {
            SectionRole::Accusation
        }
        "辩护意见" | "答辩意见" => SectionRole::Defence,
        "审理查明" | "法院查明" => SectionRole::Findings,
        "本院认为" => SectionRole::Opinion,
        "判决主文" | "裁判主文" => SectionRole::Disposition,
        _ => return performance(&label),
    };
    Some(role)
}

/// Sections about what the procuratorate did have some twenty names.
fn performance(label: &str) -> Option<SectionRole> {
    const NAMES: &[&str] = &[
        "指控与证明犯罪",
        "诉前程序",
        "调查核实和督促履职",
        "发现线索和调查核实",
        "提出检察建议",
        "核准追诉案件办理过程",
        "检察机关二审审查和出庭意见",
        "支持提起变更抚养权诉讼",
    ];
    let stem = ["过程", "情况"]
        .iter()
        .find_map(|ending| label.strip_suffix(ending));
    let about_work = stem.is_some_and(|stem| {
        stem.contains("检察") || matches!(stem, "履职" | "监督" | "办案" | "监督履职")
    });
    (about_work || NAMES.contains(&label)).then_some(SectionRole::Performance)
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
