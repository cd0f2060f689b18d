//! Cases (案例、裁判文书) and questions: sections with normalised roles.

use serde::{Deserialize, Serialize};

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

    /// The role of a label as sources write it, brackets, bold marks and inner
    /// spaces ignored; `None` when no role is known for it.
    pub fn from_label(label: &str) -> Option<Self> {
        let _ = label;
        todo!()
    }
}
