//! Options that several commands share.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;
use leian_corpus::Facet;

use crate::library::LibraryPaths;
use crate::retrieval::{FilterInput, MAX_PER_PAGE, Mode};

/// Where the library and its parts are.
#[derive(Args, Clone, Debug)]
pub struct LibraryArguments {
    /// 案例库文件夹
    #[arg(long, value_name = "DIR", env = "LEIAN_LIBRARY", global = true)]
    pub library: Option<PathBuf>,

    /// 向量存放处，可由几个库共用；默认在案例库中的 embeddings
    #[arg(long, value_name = "DIR", env = "LEIAN_EMBEDDINGS", global = true)]
    pub embeddings: Option<PathBuf>,

    /// 向量模型文件夹；默认为案例库旁边的 models/multilingual-e5-small
    #[arg(long, value_name = "DIR", env = "LEIAN_MODEL", global = true)]
    pub model: Option<PathBuf>,
}

impl LibraryArguments {
    /// The root of the embedding store, for work that needs no library.
    pub fn embeddings_root(&self) -> Result<PathBuf> {
        match &self.embeddings {
            Some(root) if !root.as_os_str().is_empty() => Ok(root.clone()),
            _ => Ok(self.paths()?.embeddings),
        }
    }

    /// The places, with defaults for what was left out.
    pub fn paths(&self) -> Result<LibraryPaths> {
        let set = |path: &Option<PathBuf>| path.clone().filter(|p| !p.as_os_str().is_empty());
        let library = set(&self.library).ok_or_else(|| {
            anyhow!(
                "没有指定案例库：加上 --library DIR，或设置环境变量 LEIAN_LIBRARY\n\
                 例：leian import --library var/library corpus/library"
            )
        })?;
        let mut paths = LibraryPaths::new(library);
        if let Some(embeddings) = set(&self.embeddings) {
            paths.embeddings = embeddings;
        }
        paths.model = set(&self.model);
        Ok(paths)
    }
}

/// Conditions on documents. Values of one option are alternatives.
#[derive(Args, Clone, Debug, Default)]
pub struct FilterArguments {
    /// 文本种类，代码或中文名：law、司法解释、spp_guiding_case、最高检指导性案例……可重复
    #[arg(long, value_name = "种类")]
    pub kind: Vec<String>,

    /// 制定或发布机关，可重复
    #[arg(long, value_name = "机关")]
    pub issuer: Vec<String>,

    /// 这一天及以后：2020、2020-05 或 2020-05-01
    #[arg(long, value_name = "日期")]
    pub from: Option<String>,

    /// 这一天及以前：2020、2020-05 或 2020-05-31
    #[arg(long, value_name = "日期")]
    pub to: Option<String>,

    /// 近几年的案例，如 3；指导性案例和法律不限
    #[arg(long, value_name = "年")]
    pub recent: Option<String>,

    /// 案例编号或案号：检例第79号、指导案例108号，可重复
    #[arg(long, value_name = "编号")]
    pub number: Vec<String>,

    /// 法律名称或简称，可重复
    #[arg(long, value_name = "法律")]
    pub law: Vec<String>,

    /// 检察职能，代码或中文名：arrest_review、审查逮捕……可重复
    #[arg(long, value_name = "职能")]
    pub function: Vec<String>,

    /// 领域，代码或中文名：food_drug、食品药品安全……可重复
    #[arg(long, value_name = "领域")]
    pub field: Vec<String>,

    /// 监督方式，代码或中文名：protest、抗诉……可重复
    #[arg(long, value_name = "方式")]
    pub means: Vec<String>,

    /// 罪名或其通行简称，可重复
    #[arg(long, value_name = "罪名")]
    pub charge: Vec<String>,

    /// 省级行政区，名称或代码：湖北、42，可重复
    #[arg(long, value_name = "地区")]
    pub region: Vec<String>,

    /// 法院、检察院层级：basic_court、基层人民法院……可重复
    #[arg(long, value_name = "层级")]
    pub level: Vec<String>,

    /// 类案层级：spp_guiding、spc_guiding、supreme、provincial、local，可重复
    #[arg(long, value_name = "层级")]
    pub tier: Vec<String>,

    /// 本单位全称；provincial 和 local 两级按它确定省份和法院
    #[arg(long, value_name = "单位")]
    pub unit: Option<String>,

    /// 位阶：law、法律、judicial_interpretation……可重复
    #[arg(long, value_name = "位阶")]
    pub rank: Vec<String>,

    /// 效力：in_force、现行有效、amended、repealed、unstated，可重复
    #[arg(long, value_name = "效力")]
    pub validity: Vec<String>,

    /// 引用了它的文本：刑法第133条之一、合同法、检例第79号，可重复
    #[arg(long, value_name = "法条")]
    pub cites: Vec<String>,
}

impl FilterArguments {
    /// As the retrieval room reads them.
    pub fn input(&self) -> FilterInput {
        FilterInput {
            kinds: self.kind.clone(),
            issuers: self.issuer.clone(),
            date_from: self.from.clone(),
            date_to: self.to.clone(),
            recent: self.recent.clone(),
            numbers: self.number.clone(),
            laws: self.law.clone(),
            known: Facet::ALL
                .into_iter()
                .map(|facet| (facet, self.known(facet).to_vec()))
                .filter(|(_, values)| !values.is_empty())
                .collect(),
            unit: self.unit.clone(),
            cites: self.cites.clone(),
        }
    }

    fn known(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Function => &self.function,
            Facet::Field => &self.field,
            Facet::Means => &self.means,
            Facet::Charge => &self.charge,
            Facet::Region => &self.region,
            Facet::Level => &self.level,
            Facet::Tier => &self.tier,
            Facet::Rank => &self.rank,
            Facet::Validity => &self.validity,
        }
    }
}

/// Reads how many hits a page has.
pub fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(limit) if (1..=MAX_PER_PAGE).contains(&limit) => Ok(limit),
        _ => Err(format!("应为 1 到 {MAX_PER_PAGE} 的整数")),
    }
}

/// Reads a mode from its code.
pub fn mode(text: &str) -> Result<Mode, String> {
    Mode::from_code(text).ok_or_else(|| "应为 hybrid、lexical 或 semantic".to_owned())
}
