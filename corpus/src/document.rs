//! A [`Document`]: one source text, that is one version of a law or one case,
//! with its metadata and where it came from.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::case::Section;
use crate::characters::simplified_name;
use crate::error::{CorpusError, Result};
use crate::issuer_names;
use crate::law_title;
use crate::normalize::{half_width, is_invisible};
use crate::statute::Statute;

/// A calendar date without time.
pub type Date = jiff::civil::Date;

/// Longest document id in bytes.
const MAX_ID_BYTES: usize = 120;

/// Name of a document, stable over imports and safe in URLs and file names.
///
/// Examples: `spp-79`, `spc-108`, `sup-3`, `law-5f1e0c9a7b3d`, `qa-12-3`,
/// `teach-criminal-01`. Characters are `a-z`, `0-9`, `-` and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocumentId(String);

impl DocumentId {
    /// Checks the characters and the length.
    ///
    /// # Errors
    /// [`CorpusError::DocumentId`] when `text` is empty, longer than 120 bytes
    /// or contains anything but `a-z`, `0-9`, `-`, `_`.
    pub fn parse(text: &str) -> Result<Self> {
        let allowed =
            |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        if text.is_empty() || text.len() > MAX_ID_BYTES || !text.bytes().all(allowed) {
            return Err(CorpusError::DocumentId {
                text: text.chars().take(200).collect(),
            });
        }
        Ok(Self(text.to_owned()))
    }

    /// `prefix-` and the first 12 hex digits of the SHA-256 of `parts` joined by
    /// U+001F, so that equal parts always give the same id.
    ///
    /// # Panics
    /// When `prefix` is not a valid id itself; it is a literal in the importers.
    pub fn hashed(prefix: &str, parts: &[&str]) -> Self {
        let digest = sha256_hex(parts.join("\u{1f}").as_bytes());
        Self::parse(&format!("{prefix}-{}", &digest[..12]))
            .expect("prefix is a literal of the importers")
    }

    /// The id of one version of a law: `law-` and 12 hex digits.
    pub fn of_law(law: &LawIdentity) -> Self {
        let version = law.version.map(|date| date.to_string()).unwrap_or_default();
        Self::hashed(
            "law",
            &[
                law.key.as_str(),
                law.part.as_deref().unwrap_or(""),
                &version,
            ],
        )
    }

    /// The id as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for DocumentId {
    type Error = CorpusError;

    fn try_from(text: String) -> Result<Self> {
        Self::parse(&text)
    }
}

impl From<DocumentId> for String {
    fn from(id: DocumentId) -> Self {
        id.0
    }
}

/// SHA-256 of `bytes` as 64 lower-case hex digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    use fmt::Write;
    let mut hex = String::with_capacity(64);
    for byte in Sha256::digest(bytes) {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// What kind of text a document is. The order is that of lists and facets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 宪法
    Constitution,
    /// 法律
    Law,
    /// 行政法规
    AdministrativeRegulation,
    /// 监察法规
    SupervisionRegulation,
    /// 司法解释
    JudicialInterpretation,
    /// 部门规章
    DepartmentalRule,
    /// 地方性法规
    LocalRegulation,
    /// 其他规范性文件, technical standards, guides
    Normative,
    /// 最高检指导性案例
    SppGuidingCase,
    /// 最高法指导性案例
    SpcGuidingCase,
    /// 监察指导性案例
    SupervisionGuidingCase,
    /// 最高人民法院公报案例
    GazetteCase,
    /// 典型案例
    TypicalCase,
    /// 虚构教学案例: invented, for training
    TeachingCase,
    /// 检答网 questions and answers
    Question,
    /// 裁判文书
    Judgment,
}

impl DocumentKind {
    /// All kinds in the order of lists.
    pub const ALL: &'static [Self] = &[
        Self::Constitution,
        Self::Law,
        Self::AdministrativeRegulation,
        Self::SupervisionRegulation,
        Self::JudicialInterpretation,
        Self::DepartmentalRule,
        Self::LocalRegulation,
        Self::Normative,
        Self::SppGuidingCase,
        Self::SpcGuidingCase,
        Self::SupervisionGuidingCase,
        Self::GazetteCase,
        Self::TypicalCase,
        Self::TeachingCase,
        Self::Question,
        Self::Judgment,
    ];

    /// Stable code, used in JSON, filters and the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::Constitution => "constitution",
            Self::Law => "law",
            Self::AdministrativeRegulation => "administrative_regulation",
            Self::SupervisionRegulation => "supervision_regulation",
            Self::JudicialInterpretation => "judicial_interpretation",
            Self::DepartmentalRule => "departmental_rule",
            Self::LocalRegulation => "local_regulation",
            Self::Normative => "normative",
            Self::SppGuidingCase => "spp_guiding_case",
            Self::SpcGuidingCase => "spc_guiding_case",
            Self::SupervisionGuidingCase => "supervision_guiding_case",
            Self::GazetteCase => "gazette_case",
            Self::TypicalCase => "typical_case",
            Self::TeachingCase => "teaching_case",
            Self::Question => "question",
            Self::Judgment => "judgment",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Constitution => "宪法",
            Self::Law => "法律",
            Self::AdministrativeRegulation => "行政法规",
            Self::SupervisionRegulation => "监察法规",
            Self::JudicialInterpretation => "司法解释",
            Self::DepartmentalRule => "部门规章",
            Self::LocalRegulation => "地方性法规",
            Self::Normative => "其他规范性文件",
            Self::SppGuidingCase => "最高检指导性案例",
            Self::SpcGuidingCase => "最高法指导性案例",
            Self::SupervisionGuidingCase => "监察指导性案例",
            Self::GazetteCase => "最高法公报案例",
            Self::TypicalCase => "典型案例",
            Self::TeachingCase => "虚构教学案例",
            Self::Question => "检答网问答",
            Self::Judgment => "裁判文书",
        }
    }

    /// The kind with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// Whether it is made of articles (or belongs to the texts that are).
    pub fn is_statute(self) -> bool {
        self <= Self::Normative
    }

    /// Whether it tells a case that was decided (or invented for teaching).
    pub fn is_case(self) -> bool {
        !self.is_statute() && self != Self::Question
    }

    /// Whether it is a guiding case (指导性案例).
    pub fn is_guiding_case(self) -> bool {
        matches!(
            self,
            Self::SppGuidingCase | Self::SpcGuidingCase | Self::SupervisionGuidingCase
        )
    }

    /// Authority from 0 to 100, greater binds more. Statutes in the order of 立法法;
    /// guiding cases (应当参照) above other cases; invented cases 0.
    pub fn authority(self) -> u8 {
        match self {
            Self::Constitution => 100,
            Self::Law => 95,
            Self::AdministrativeRegulation | Self::SupervisionRegulation => 85,
            Self::JudicialInterpretation => 90,
            Self::DepartmentalRule | Self::LocalRegulation => 70,
            Self::SppGuidingCase | Self::SpcGuidingCase => 80,
            Self::SupervisionGuidingCase => 75,
            Self::GazetteCase => 60,
            Self::TypicalCase => 55,
            Self::Normative => 40,
            Self::Judgment => 30,
            Self::Question => 20,
            Self::TeachingCase => 0,
        }
    }
}

/// One source text: one version of a law, or one case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Stable name.
    pub id: DocumentId,
    /// What it is.
    pub kind: DocumentKind,
    /// Full title as the source says.
    pub title: String,
    /// What is known about it.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Its text.
    pub body: Body,
    /// Where it came from.
    pub provenance: Provenance,
}

/// The text of a document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Articles and headings in source order.
    Statute(Statute),
    /// Sections of a case or question in source order.
    Sections(Vec<Section>),
}

/// Label in [`Metadata::extra`] of what a title says of the version: 2015修正.
pub const VERSION_IN_TITLE: &str = "标题中的版本";

/// What is known about a document. Every field may be absent; nothing is guessed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metadata {
    /// Which law, of statutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<LawIdentity>,
    /// 制定机关、发布机关
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// 公布、通过
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgated: Option<Date>,
    /// 施行
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<Date>,
    /// Of cases: 发布日期 or 裁判日期.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Date>,
    /// As the source says: 现行有效, 已修改, 已废止.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Canonical number: `检例第79号`, `指导案例108号`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_as_written: Option<String>,
    /// 文号 of this text of a law, canonical: 法释〔2013〕8号, 国务院令第732号.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<String>,
    /// 文号 of earlier texts of the same law, which its history names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_doc_numbers: Vec<String>,
    /// 批次: 第二十批指导性案例
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// 关键词
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// 审理法院
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
    /// 案号: （2020）京01刑初1号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// 罪名
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<String>,
    /// 适用法条, written like 刑法第一百三十三条.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied_articles: Vec<String>,
    /// 地区
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Address of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// What the source says and no field holds: label → text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

impl Metadata {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The day on which this text of a law was made (通过、修正、公布).
    pub fn made_on(&self) -> Option<Date> {
        let version = self.law.as_ref().and_then(|law| law.version);
        version.or(self.promulgated)
    }

    /// The year that the title names as that of the version.
    pub fn year_in_title(&self) -> Option<i16> {
        self.extra.get(VERSION_IN_TITLE)?.get(..4)?.parse().ok()
    }

    /// The day from which this text of a law applies: the latest of making and coming
    /// into force. Sources give an amended law the day on which its first text came
    /// into force, and that text is another.
    pub fn applies_from(&self) -> Option<Date> {
        let version = self.law.as_ref().and_then(|law| law.version);
        [self.effective, version, self.promulgated]
            .into_iter()
            .flatten()
            .max()
    }
}

/// Which law a statute document is a version of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawIdentity {
    /// Official full title: 中华人民共和国刑法.
    pub title: String,
    /// Its normalised form, equal for all versions and parts. May be absent in JSON
    /// Lines, whose reader makes it from the title.
    #[serde(default = "LawKey::unknown")]
    pub key: LawKey,
    /// Part that the document is, when a code comes in several: 侵权责任编.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Date that names the version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<Date>,
    /// Other titles of the same text: the notice that issues it (…印发《…意见》的通知).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
}

impl LawIdentity {
    /// The identity of the law with this title.
    pub fn new(title: &str, part: Option<&str>, version: Option<Date>) -> Self {
        Self {
            title: title.to_owned(),
            key: LawKey::of(title),
            part: part.map(str::to_owned),
            version,
            aliases: Vec::new(),
        }
    }
}

/// Normalised title of a law, for comparison: 刑法 for 《中华人民共和国刑法》.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LawKey(String);

impl LawKey {
    /// Removes 中华人民共和国, 《》〈〉, spaces, （试行） and a note of the version
    /// （（2015修正）), puts 、 between bodies that issued it together, and turns full-width
    /// letters, digits and brackets into half-width ones, traditional characters and
    /// radicals into simplified characters. The same rule is applied
    /// to both sides of every comparison of law names.
    pub fn of(title: &str) -> Self {
        let title = law_title::split(title.trim_end_matches(['》', '〉'])).name;
        let joined = issuer_names::joined(title);
        let title: String = joined
            .as_deref()
            .unwrap_or(title)
            .chars()
            .filter(|&c| !c.is_whitespace() && !is_invisible(c))
            .filter(|c| !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>' | '＜' | '＞'))
            .map(half_width)
            .collect();
        let title = simplified_name(&title);
        let key = title.replace("中华人民共和国", "").replace("(试行)", "");
        // A title that is nothing but these words keeps them.
        Self(if key.is_empty() { title } else { key })
    }

    /// A key that was written down as [`Self::as_str`] gives it, such as the term of an
    /// index; nothing is normalized again.
    pub fn as_written(key: String) -> Self {
        Self(key)
    }

    /// Stands in for a key until the title is known.
    fn unknown() -> Self {
        Self(String::new())
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LawKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a document came from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// As imported: root folder name and relative path, such as `laws/刑法/刑法.md`.
    pub path: String,
    /// Line of a JSON Lines file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// SHA-256 of the source bytes (of the line, in a JSON Lines file), in hex.
    pub sha256: String,
    /// Which importer read it: `law_markdown`, `jsonl` …
    pub importer: String,
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
