//! 类案检索报告: the fields that the rules ask for, filled from what was really done.
//!
//! Reading order: this file (what a report holds, and its archive), [`gather`] (how it
//! is filled; `counts`, `compared` and `checks` are its parts), [`guiding`] (the round for guiding cases that is always made),
//! [`adverse`] (cases that may speak against the opinion), [`printed`] (the report as a
//! paper), [`statement`] (检委会说明, one page), [`changes`] (what happened since).
//!
//! A report is kept as it was made. It never says 共 N 条类案 of what a search by
//! meaning returned.

pub mod adverse;
pub mod changes;
pub(in crate::casework) mod checks;
mod compared;
mod counts;
pub mod gather;
pub mod guiding;
pub mod printed;
pub mod statement;

use leian_corpus::clock;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};

use super::collection::Stance;
use super::error::{CaseworkError, Result};
use super::folder::FolderId;
use super::store::Store;

/// A report. Times are UTC in ISO 8601.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Its number: 2026-0007. Empty of a draft.
    pub id: String,
    /// The case file.
    pub name: String,
    /// When it was made.
    pub made: String,
    /// 检索事由
    pub purpose: String,
    /// 检索主体：单位
    pub unit: String,
    /// 检索主体：承办人
    pub prosecutor: String,
    /// First and last search.
    pub period: Option<(String, String)>,
    /// 检索平台
    pub platform: Platform,
    /// 检索方法: every different search.
    pub searches: Vec<SearchLine>,
    /// 待决案件
    pub pending: Pending,
    /// 结果统计
    pub tiers: Vec<TierLine>,
    /// 指导性案例专节
    pub guiding: GuidingRound,
    /// 逐案
    pub cases: Vec<CaseLine>,
    /// Statutes that were collected.
    pub provisions: Vec<ProvisionLine>,
    /// 冲突与不利案例
    pub adverse: Vec<AdverseLine>,
    /// 参照或参考的分析说明
    pub analysis: String,
    /// 引用核验结果, over everything that was typed.
    pub citations: Vec<CitationLine>,
}

/// Where was searched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Platform {
    /// The program and its version.
    pub program: String,
    /// Id of the library's state, 64 hex digits.
    pub snapshot: String,
    /// Texts in the library.
    pub documents: usize,
    /// Texts by kind.
    pub kinds: Vec<(String, usize)>,
    /// The latest date of any text.
    pub newest_date: Option<String>,
    /// Passages that a search by meaning could find, and those it covers.
    pub passages: (usize, usize),
}

/// A search that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchLine {
    /// Number of its record.
    pub id: i64,
    /// Name of the method.
    pub method: String,
    /// What was typed.
    pub query: String,
    /// Filters, in words.
    pub filters: String,
    /// What repeats it.
    pub address: String,
    /// When it was last made.
    pub at: String,
    /// How often.
    pub times: usize,
    /// Short id of the library's state then.
    pub snapshot: String,
    /// What it returned.
    pub total: usize,
    /// Matches by words, when words were searched.
    pub lexical: Option<usize>,
    /// The nearest by meaning, when meaning was searched.
    pub semantic: Option<usize>,
}

/// The pending case.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Pending {
    /// 案由
    pub charge: String,
    /// 基本事实
    pub facts: String,
    /// 争议焦点
    pub issue: String,
    /// 拟适用法条
    pub articles: String,
    /// 行为时
    pub conduct_day: String,
}

/// Counts of a tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierLine {
    /// Name of the tier.
    pub label: String,
    /// Different texts that result lists showed.
    pub listed: usize,
    /// Those of the tier that were opened.
    pub read: usize,
    /// Those that are followed.
    pub followed: usize,
}

/// The round for guiding cases.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct GuidingRound {
    /// Guiding cases of the two supreme organs in the library.
    pub held: usize,
    /// The searches of the round.
    pub queries: Vec<GuidingQuery>,
    /// What they returned, and what was listed or collected before; the likeliest first.
    pub found: Vec<GuidingCase>,
}

/// A search for guiding cases alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidingQuery {
    /// What was searched for.
    pub query: String,
    /// How: by words and meaning, or as facts.
    pub how: String,
    /// Guiding cases it returned.
    pub returned: usize,
}

/// A guiding case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuidingCase {
    /// Its document.
    pub document: String,
    /// 检例第40号
    pub number: String,
    /// Its title.
    pub title: String,
    /// It was opened for this case.
    pub read: bool,
    /// What it is to the opinion, when it was collected.
    pub stance: Option<Stance>,
}

/// A case that was compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Its document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// 编号
    pub number: String,
    /// 案号
    pub case_number: String,
    /// 机关
    pub organ: String,
    /// 日期
    pub date: String,
    /// 层级
    pub tier: String,
    /// 效力: 应当参照, 可以参考, or what it is instead.
    pub authority: String,
    /// 要旨原文, and the section it stands in.
    pub key_points: Option<(String, String)>,
    /// 三维比对; `None` when there were no facts to compare with.
    pub comparison: Option<Comparison>,
    /// 法条时效: cited articles that changed since.
    pub validity: Vec<String>,
    /// It was opened for this case.
    pub read: bool,
    /// What it is to the opinion.
    pub stance: Stance,
    /// The prosecutor's own reason.
    pub reason: String,
}

/// The pending case and another one.
#[derive(Clone, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// 基本事实: sentences of both.
    pub facts: Vec<(String, String)>,
    /// 争议焦点: sentences of both.
    pub issue: Option<(String, String)>,
    /// 法律适用: charges and articles of both.
    pub law: Vec<String>,
    /// 决定性差异
    pub differences: Vec<String>,
}

/// A statute that was collected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProvisionLine {
    /// Its entry.
    pub entry: String,
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// As the source says: 现行有效, 已修改.
    pub status: String,
    /// 从旧兼从轻: the wordings of the day of the conduct and of the report, where the day
    /// of the conduct is told.
    #[serde(default)]
    pub two_days: String,
    /// The prosecutor's own reason.
    pub reason: String,
}

/// A case that may speak against the opinion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AdverseLine {
    /// Its document.
    pub document: String,
    /// Its title.
    pub title: String,
    /// Why it was flagged.
    pub ground: String,
    /// What became of it.
    pub handled: String,
}

/// A citation in what was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationLine {
    /// As written.
    pub written: String,
    /// The verdict, in words.
    pub verdict: String,
    /// What is known beside it.
    pub remark: String,
}

/// A report in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// Its number.
    pub id: String,
    /// The case file it was made from.
    pub name: String,
    /// When.
    pub made: String,
}

impl Store {
    /// Files a report under the next number of the year. It is never changed after.
    ///
    /// # Errors
    /// `Record`; `Database`.
    pub fn file_report(&self, folder: FolderId, report: &mut Report) -> Result<()> {
        let year = clock::today().year();
        let unreadable = |source| CaseworkError::Record {
            what: "report",
            source,
        };
        // Read and written in one transaction, so that no two get the same number.
        let mut filed = report.clone();
        let outcome = self.write(|db| {
            let last: u32 = db.query_row(
                "SELECT coalesce(max(CAST(substr(id, 6) AS INTEGER)), 0) FROM report \
                 WHERE id GLOB ?1",
                [format!("{year}-*")],
                |row| row.get(0),
            )?;
            filed.id = format!("{year}-{:04}", last + 1);
            let body = match serde_json::to_string(&filed) {
                Ok(body) => body,
                Err(error) => return Ok(Err(error)),
            };
            db.execute(
                "INSERT INTO report (id, folder, name, made, body) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![filed.id, folder.0, filed.name, filed.made, body],
            )?;
            Ok(Ok(()))
        })?;
        outcome.map_err(unreadable)?;
        *report = filed;
        Ok(())
    }

    /// A filed report as it was made, and the case file it came from, if that is left.
    ///
    /// # Errors
    /// `NotFound`; `Record`; `Database`.
    pub fn report(&self, id: &str) -> Result<(Report, Option<FolderId>)> {
        let row = self.read(|db| {
            db.query_row(
                "SELECT body, folder FROM report WHERE id = ?1",
                [id],
                |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?)),
            )
            .optional()
        })?;
        let (body, folder) = row.ok_or_else(|| CaseworkError::missing("report", id))?;
        let report = serde_json::from_str(&body).map_err(|source| CaseworkError::Record {
            what: "report",
            source,
        })?;
        Ok((report, folder.map(FolderId)))
    }

    /// The reports of a case file, or all with `None`, the newest first.
    ///
    /// # Errors
    /// `Database`.
    pub fn reports(&self, folder: Option<FolderId>) -> Result<Vec<ReportLine>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT id, name, made FROM report WHERE ?1 IS NULL OR folder = ?1 \
                 ORDER BY made DESC, id DESC",
            )?;
            let rows = statement.query_map([folder.map(|folder| folder.0)], |row| {
                Ok(ReportLine {
                    id: row.get(0)?,
                    name: row.get(1)?,
                    made: row.get(2)?,
                })
            })?;
            rows.collect()
        })
    }
}
