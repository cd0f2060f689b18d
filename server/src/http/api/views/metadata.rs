//! What is known about a document.

use std::collections::BTreeMap;

use leian_corpus::{Date, DocumentKind, LawIdentity, Metadata, Provenance};
use serde::Serialize;

/// A document kind.
#[derive(Clone, Debug, Serialize)]
pub struct KindView {
    /// Stable code.
    pub code: &'static str,
    /// Chinese name.
    pub label: &'static str,
}

impl From<DocumentKind> for KindView {
    fn from(kind: DocumentKind) -> Self {
        Self {
            code: kind.code(),
            label: kind.label(),
        }
    }
}

/// Metadata of a document; what is not known is left out.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MetadataView {
    /// Which law, of statutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub law: Option<LawView>,
    /// 发布机关
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// 公布日期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub promulgated: Option<String>,
    /// 施行日期
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective: Option<String>,
    /// 发布或裁判日期, of cases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// As the source says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Canonical number of a case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The number as the source writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number_as_written: Option<String>,
    /// 文号 of this text of a law.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doc_number: Option<String>,
    /// 文号 of earlier texts of the same law.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier_doc_numbers: Vec<String>,
    /// 批次
    #[serde(skip_serializing_if = "Option::is_none")]
    pub batch: Option<String>,
    /// 关键词
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// 审理法院
    #[serde(skip_serializing_if = "Option::is_none")]
    pub court: Option<String>,
    /// 案号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<String>,
    /// 罪名
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub charges: Vec<String>,
    /// 适用法条
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub applied_articles: Vec<String>,
    /// 地区
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Address of publication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_url: Option<String>,
    /// What the source says and no field holds.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub extra: BTreeMap<String, String>,
}

impl From<&Metadata> for MetadataView {
    fn from(metadata: &Metadata) -> Self {
        let metadata = metadata.clone();
        let date = |date: Option<Date>| date.map(|date| date.to_string());
        Self {
            law: metadata.law.as_ref().map(LawView::from),
            issuer: metadata.issuer,
            promulgated: date(metadata.promulgated),
            effective: date(metadata.effective),
            date: date(metadata.date),
            status: metadata.status,
            number: metadata.number,
            number_as_written: metadata.number_as_written,
            doc_number: metadata.doc_number,
            earlier_doc_numbers: metadata.earlier_doc_numbers,
            batch: metadata.batch,
            keywords: metadata.keywords,
            court: metadata.court,
            case_number: metadata.case_number,
            charges: metadata.charges,
            applied_articles: metadata.applied_articles,
            region: metadata.region,
            source_url: metadata.source_url,
            extra: metadata.extra,
        }
    }
}

/// Which law a statute is a version of.
#[derive(Clone, Debug, Serialize)]
pub struct LawView {
    /// Official full title.
    pub title: String,
    /// Normalised title; what `/api/v1/articles/{law}/…` takes, among others.
    pub key: String,
    /// Part of the law that the document holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Date that names the version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

impl From<&LawIdentity> for LawView {
    fn from(law: &LawIdentity) -> Self {
        Self {
            title: law.title.clone(),
            key: law.key.to_string(),
            part: law.part.clone(),
            version: law.version.map(|date| date.to_string()),
        }
    }
}

/// Where a document came from.
#[derive(Clone, Debug, Serialize)]
pub struct ProvenanceView {
    /// Path as imported.
    pub path: String,
    /// Line of a JSON Lines file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// SHA-256 of the source.
    pub sha256: String,
    /// Which importer read it.
    pub importer: String,
}

impl From<&Provenance> for ProvenanceView {
    fn from(provenance: &Provenance) -> Self {
        Self {
            path: provenance.path.clone(),
            line: provenance.line,
            sha256: provenance.sha256.clone(),
            importer: provenance.importer.clone(),
        }
    }
}
