//! Cases (案例、裁判文书) and questions: sections with normalised roles.

use serde::{Deserialize, Serialize};

use crate::document::{Body, Date, Document};
use crate::import::dates::dates_in;
use crate::normalize::without_spaces;

/// A section of a case or question, or the text of one article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// What the section is.
    pub role: SectionRole,
    /// The label as written, without brackets; empty when there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Paragraphs separated by `\n`.
    pub text: String,
}

impl Section {
    /// What it is called: by its source, else by what it is.
    pub fn name(&self) -> &str {
        match self.label.as_str() {
            "" => self.role.label(),
            label => label,
        }
    }
}

/// What a section is, whatever its source calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// 要旨、裁判要点、裁判摘要
    KeyPoints,
    /// 基本案情
    Facts,
    /// 检察机关履职过程
    Performance,
    /// 诉讼过程
    Procedure,
    /// 裁判结果、案件结果
    Result,
    /// 裁判理由
    Reasoning,
    /// 指导意义、典型意义
    Significance,
    /// 相关规定、相关法条
    RelatedLaw,
    /// 关键词
    Keywords,
    /// 指控
    Accusation,
    /// 辩护
    Defence,
    /// 诉讼请求、诉称: what a party of a civil or administrative case asks for
    Claim,
    /// 答辩、辩称 of the other party
    Reply,
    /// 审理查明
    Findings,
    /// 本院认为
    Opinion,
    /// 主文
    Disposition,
    /// 咨询内容
    Question,
    /// 解答内容
    Answer,
    /// 条文
    Article,
    /// Text without a label.
    Text,
    /// A label that no role fits; kept as written.
    Other,
}

impl SectionRole {
    /// All roles.
    pub const ALL: &'static [Self] = &[
        Self::KeyPoints,
        Self::Facts,
        Self::Performance,
        Self::Procedure,
        Self::Result,
        Self::Reasoning,
        Self::Significance,
        Self::RelatedLaw,
        Self::Keywords,
        Self::Accusation,
        Self::Defence,
        Self::Claim,
        Self::Reply,
        Self::Findings,
        Self::Opinion,
        Self::Disposition,
        Self::Question,
        Self::Answer,
        Self::Article,
        Self::Text,
        Self::Other,
    ];

    /// Stable code, used in JSON and the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::KeyPoints => "key_points",
            Self::Facts => "facts",
            Self::Performance => "performance",
            Self::Procedure => "procedure",
            Self::Result => "result",
            Self::Reasoning => "reasoning",
            Self::Significance => "significance",
            Self::RelatedLaw => "related_law",
            Self::Keywords => "keywords",
            Self::Accusation => "accusation",
            Self::Defence => "defence",
            Self::Claim => "claim",
            Self::Reply => "reply",
            Self::Findings => "findings",
            Self::Opinion => "opinion",
            Self::Disposition => "disposition",
            Self::Question => "question",
            Self::Answer => "answer",
            Self::Article => "article",
            Self::Text => "text",
            Self::Other => "other",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::KeyPoints => "要旨",
            Self::Facts => "基本案情",
            Self::Performance => "检察机关履职过程",
            Self::Procedure => "诉讼过程",
            Self::Result => "裁判结果",
            Self::Reasoning => "裁判理由",
            Self::Significance => "指导意义",
            Self::RelatedLaw => "相关规定",
            Self::Keywords => "关键词",
            Self::Accusation => "指控",
            Self::Defence => "辩护",
            Self::Claim => "诉讼请求",
            Self::Reply => "答辩",
            Self::Findings => "审理查明",
            Self::Opinion => "本院认为",
            Self::Disposition => "判决主文",
            Self::Question => "咨询内容",
            Self::Answer => "解答内容",
            Self::Article => "条文",
            Self::Text => "正文",
            Self::Other => "其他",
        }
    }

    /// The role of a label as sources write it: brackets, bold marks, colons and
    /// inner spaces are ignored; `None` when no role is known for it.
    pub fn from_label(label: &str) -> Option<Self> {
        let label: String = without_spaces(label)
            .chars()
            .filter(|c| {
                !matches!(
                    c,
                    '【' | '】' | '[' | ']' | '［' | '］' | '*' | '#' | ':' | '：'
                )
            })
            .collect();
        if let Some((role, _)) = LABELS
            .iter()
            .find(|(_, labels)| labels.contains(&label.as_str()))
        {
            return Some(*role);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|role| !matches!(role, Self::Text | Self::Other) && role.label() == label)
            .or_else(|| is_performance(&label).then_some(Self::Performance))
    }
}

/// Labels found in guiding, gazette, typical and reference cases and in judgments.
const LABELS: &[(SectionRole, &[&str])] = &[
    (
        SectionRole::KeyPoints,
        &[
            "要旨",
            "裁判要点",
            "裁判要旨",
            "裁判摘要",
            "案例要旨",
            "案件要旨",
            "执纪执法要点",
            "办案要旨",
            "核心要旨",
            "参考要点",
        ],
    ),
    (SectionRole::Keywords, &["关键词", "关键字", "主题词"]),
    (
        SectionRole::Facts,
        &[
            "基本案情",
            "简要案情",
            "案情简介",
            "案情回顾",
            "案情摘要",
            "基本事实",
            "案件事实",
            "案情",
            "案件基本情况",
            "基本案情及处理结果",
            "案件来源及基本案情",
            "案情概要",
        ],
    ),
    (
        SectionRole::Procedure,
        &[
            "诉讼过程",
            "诉讼过程和结果",
            "诉讼经过",
            "诉讼情况",
            "审理过程",
            "审理经过",
            "案件办理过程",
        ],
    ),
    (
        SectionRole::Result,
        &[
            "裁判结果",
            "案件结果",
            "处理结果",
            "判决结果",
            "终审判决",
            "终审结果",
            "法院裁判",
            "裁判内容",
            "办理结果",
            "处理情况",
        ],
    ),
    (
        SectionRole::Reasoning,
        &[
            "裁判理由",
            "判决理由",
            "抗诉理由",
            "建议再审理由",
            "不起诉的理由",
            "不起诉理由",
            "不批准逮捕的理由",
            "不批准逮捕理由",
            "检察机关的意见和理由",
            "案例分析",
            "适用解析",
            "法院认为",
            "评析",
            "案例评析",
            "裁判思路",
        ],
    ),
    (
        SectionRole::Significance,
        &[
            "指导意义",
            "典型意义",
            "案例意义",
            "社会意义",
            "法官解读",
            "检察官说法",
            "法官说法",
            "专家点评",
        ],
    ),
    (
        SectionRole::RelatedLaw,
        &[
            "相关规定",
            "相关法律规定",
            "相关立法",
            "相关法条",
            "相关条款",
            "相关条文",
            "相关法律",
            "法律依据",
            "关联索引",
            "法条链接",
            "司法解释相关法条",
            "司法解释相关条文",
        ],
    ),
    (
        SectionRole::Accusation,
        &["指控", "公诉机关指控", "起诉指控"],
    ),
    (
        SectionRole::Claim,
        &["原告诉讼请求", "申请人请求", "诉讼请求", "原告诉称"],
    ),
    (SectionRole::Defence, &["辩护", "辩护意见", "被告人辩解"]),
    (SectionRole::Reply, &["答辩意见", "被告辩称", "答辩"]),
    (
        SectionRole::Findings,
        &["审理查明", "法院查明", "经审理查明", "查明事实", "本院查明"],
    ),
    (SectionRole::Opinion, &["本院认为", "法院意见"]),
    (
        SectionRole::Disposition,
        &["判决主文", "裁判主文", "主文", "判决如下"],
    ),
    (SectionRole::Question, &["咨询内容", "咨询问题", "问题"]),
    (
        SectionRole::Answer,
        &["解答内容", "解答意见", "答复", "解答"],
    ),
    (
        SectionRole::Performance,
        &[
            "指控与证明犯罪",
            "诉前程序",
            "调查核实和督促履职",
            "发现线索和调查核实",
            "提出检察建议",
            "核准追诉案件办理过程",
            "检察机关二审审查和出庭意见",
            "支持提起变更抚养权诉讼",
        ],
    ),
];

/// What the procuratorate did has some twenty names: 检察机关监督情况, 检察履职情况,
/// 检察工作情况, 检察听证过程 …
fn is_performance(label: &str) -> bool {
    ["过程", "情况"]
        .iter()
        .filter_map(|ending| label.strip_suffix(ending))
        .any(|stem| stem.contains("检察") || matches!(stem, "履职" | "监督" | "办案" | "监督履职"))
}

impl Document {
    /// The latest day that the text of a case names, up to `limit`: it was decided and
    /// published later.
    pub fn latest_day_named(&self, limit: Date) -> Option<Date> {
        let Body::Sections(sections) = &self.body else {
            return None;
        };
        let days = sections.iter().flat_map(|section| dates_in(&section.text));
        days.map(|(_, day)| day).filter(|&day| day <= limit).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, expected: Option<SectionRole>) {
        assert_eq!(SectionRole::from_label(label), expected, "{label}");
    }

    #[test]
    fn labels_of_all_sources_have_their_role() {
        check("【要\u{2002}旨】", Some(SectionRole::KeyPoints));
        check("**裁判摘要：**", Some(SectionRole::KeyPoints));
        check("检察机关履职过程", Some(SectionRole::Performance));
        check("检察机关监督情况", Some(SectionRole::Performance));
        check("监察、检察履职情况", Some(SectionRole::Performance));
        check("诉讼过程和结果", Some(SectionRole::Procedure));
        check("相关立法", Some(SectionRole::RelatedLaw));
    }

    #[test]
    fn unknown_label_has_no_role() {
        for label in ["", "研讨问题", "其他", "正文", "情况"] {
            check(label, None);
        }
    }

    #[test]
    fn no_label_means_two_roles() {
        let mut labels: Vec<_> = LABELS.iter().flat_map(|(_, labels)| *labels).collect();
        let count = labels.len();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), count);
    }
}
