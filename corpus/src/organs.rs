//! Courts and procuratorates (司法机关) by their names: kind, level, special branch,
//! place, and the one above, from `data/organs.tsv` and the table of regions.
//!
//! A name tells what it says and no more: which of several intermediate courts a
//! district of 北京市 belongs to is not in it.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::judgment::Level;
use crate::law_names::rows;
use crate::normalize::without_spaces;
use crate::regions::{self, Region};

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/organs.tsv");

/// Longest name that is read, in bytes: of courts there is none of half the length.
const MAX_NAME_BYTES: usize = 150;

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(TABLE).filter_map(row).collect());

struct Row {
    kind: OrganKind,
    /// `None` where the place in the name decides.
    level: Option<Level>,
    special: Option<Branch>,
    ending: &'static str,
}

/// Which of the two an organ is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganKind {
    /// 人民法院
    Court,
    /// 人民检察院
    Procuratorate,
}

/// A branch beside the general organs (专门法院、专门检察院, and those of special areas).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// 巡回法庭
    Circuit,
    /// 知识产权法院
    IntellectualProperty,
    /// 生产建设兵团
    Corps,
    /// 军事法院、军事检察院
    Military,
    /// 铁路运输法院、铁路运输检察院
    Railway,
    /// 林区法院
    Forest,
    /// 农垦、垦区
    Reclamation,
    /// 海事法院
    Maritime,
    /// 金融法院
    Financial,
    /// 互联网法院
    Internet,
    /// 派驻监所的城郊地区人民检察院
    Prison,
}

impl Branch {
    fn from_code(code: &str) -> Option<Self> {
        Some(match code {
            "circuit" => Self::Circuit,
            "intellectual_property" => Self::IntellectualProperty,
            "corps" => Self::Corps,
            "military" => Self::Military,
            "railway" => Self::Railway,
            "forest" => Self::Forest,
            "reclamation" => Self::Reclamation,
            "maritime" => Self::Maritime,
            "financial" => Self::Financial,
            "internet" => Self::Internet,
            "prison" => Self::Prison,
            _ => return None,
        })
    }
}

/// A court or procuratorate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organ {
    /// Its name, without spaces.
    pub name: String,
    /// Which of the two it is.
    pub kind: OrganKind,
    /// Its level (层级).
    pub level: Level,
    /// Its branch, when it is a special one.
    pub branch: Option<Branch>,
    /// Where it is, as far as the name tells.
    pub region: Option<Region>,
}

impl Organ {
    /// Reads a name; `None` when it is of neither.
    pub fn of_name(name: &str) -> Option<Self> {
        if name.len() > MAX_NAME_BYTES {
            return None;
        }
        let name = without_spaces(name);
        let row = ROWS.iter().find(|row| fits(&name, row.ending))?;
        Some(Self {
            kind: row.kind,
            level: row.level.or_else(|| Level::of_name(&name))?,
            branch: row.special,
            region: regions::of_name(&name).or_else(|| region_of_short(&name, row)),
            name,
        })
    }

    /// The facet code of its kind and level.
    pub fn class(&self) -> OrganClass {
        OrganClass {
            kind: self.kind,
            level: self.level,
        }
    }

    /// The organ above it (上一级院) by name, where its name tells which one that is.
    pub fn parent(&self) -> Option<String> {
        let court = self.kind == OrganKind::Court;
        let region = self.region.as_ref();
        match self.level {
            Level::Supreme => None,
            Level::Provincial => Some(match court {
                true => "最高人民法院".to_owned(),
                false => "最高人民检察院".to_owned(),
            }),
            Level::Intermediate => {
                let province = &region?.province;
                Some(match court {
                    true => format!("{province}高级人民法院"),
                    false => format!("{province}人民检察院"),
                })
            }
            // Railways, forests and prisons have their own order.
            Level::Basic if self.branch.is_some() => None,
            Level::Basic => {
                let region = region?;
                let place = format!("{}{}", region.province, region.prefecture.as_ref()?);
                Some(match court {
                    true => format!("{place}中级人民法院"),
                    false => format!("{place}人民检察院"),
                })
            }
        }
    }

    /// The court beside a procuratorate, for which it prosecutes; the organ itself
    /// when it is a court. `None` where the names do not tell.
    pub fn court(&self) -> Option<Self> {
        if self.kind == OrganKind::Court {
            return Some(self.clone());
        }
        if self.branch.is_some() {
            return None;
        }
        let place = self.name.strip_suffix("人民检察院")?;
        let ending = match self.level {
            Level::Supreme => return Self::of_name("最高人民法院"),
            Level::Provincial => "高级人民法院",
            Level::Intermediate => "中级人民法院",
            Level::Basic => "人民法院",
        };
        Self::of_name(&format!("{place}{ending}"))
    }
}

/// The courts or procuratorates that a text names, in its order: the supreme one, and
/// those whose place the table of regions knows.
pub fn named_in(text: &str, kind: OrganKind) -> impl DoubleEndedIterator<Item = Organ> {
    let ending = match kind {
        OrganKind::Court => "法院",
        OrganKind::Procuratorate => "检察院",
    };
    // Mostly the first or the last one is wanted, so that names are read on demand.
    let ends: Vec<usize> = text
        .match_indices(ending)
        .map(|(at, ending)| at + ending.len())
        .collect();
    ends.into_iter()
        .filter_map(|end| ending_at(&text[..end + branch_office(&text[end..])]))
}

/// Bytes of 第一分院 behind 人民检察院.
fn branch_office(rest: &str) -> usize {
    let head: String = rest.chars().take(6).collect();
    match head.find("分院") {
        Some(at) if head.starts_with('第') || at == 0 => at + "分院".len(),
        _ => 0,
    }
}

/// Characters before 法院 or 检察院 that its name may begin in.
const MAX_NAME_CHARS: usize = 24;

/// The organ whose name ends the text: from the nearest place that the table of regions
/// knows and that begins a name.
fn ending_at(text: &str) -> Option<Organ> {
    let breaks = |c: char| !matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut starts: Vec<usize> = text
        .char_indices()
        .rev()
        .take_while(|&(_, c)| !breaks(c))
        .take(MAX_NAME_CHARS)
        .map(|(at, _)| at)
        .collect();
    starts.reverse();
    let supreme = ["最高人民检察院", "最高人民法院"];
    if let Some(name) = supreme.iter().find(|name| text.ends_with(**name)) {
        return Organ::of_name(name);
    }
    // 由浙江省杭州市某区人民法院: the prefecture stands inside the name that the
    // province begins, so the first place of the name counts.
    let mut starts = starts.into_iter();
    let start = starts.find(|&start| regions::of_name(&text[start..]).is_some())?;
    Organ::of_name(&text[start..])
}

/// Kind and level together, as a facet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrganClass {
    /// Court or procuratorate.
    pub kind: OrganKind,
    /// Its level.
    pub level: Level,
}

impl OrganClass {
    /// All classes, courts first, the highest first.
    pub const ALL: [Self; 8] = [
        Self::new(OrganKind::Court, Level::Supreme),
        Self::new(OrganKind::Court, Level::Provincial),
        Self::new(OrganKind::Court, Level::Intermediate),
        Self::new(OrganKind::Court, Level::Basic),
        Self::new(OrganKind::Procuratorate, Level::Supreme),
        Self::new(OrganKind::Procuratorate, Level::Provincial),
        Self::new(OrganKind::Procuratorate, Level::Intermediate),
        Self::new(OrganKind::Procuratorate, Level::Basic),
    ];

    const fn new(kind: OrganKind, level: Level) -> Self {
        Self { kind, level }
    }

    /// Stable code, used in JSON, filters and the index.
    pub fn code(self) -> &'static str {
        match (self.kind, self.level) {
            (OrganKind::Court, Level::Supreme) => "supreme_court",
            (OrganKind::Court, Level::Provincial) => "high_court",
            (OrganKind::Court, Level::Intermediate) => "intermediate_court",
            (OrganKind::Court, Level::Basic) => "basic_court",
            (OrganKind::Procuratorate, Level::Supreme) => "supreme_procuratorate",
            (OrganKind::Procuratorate, Level::Provincial) => "provincial_procuratorate",
            (OrganKind::Procuratorate, Level::Intermediate) => "municipal_procuratorate",
            (OrganKind::Procuratorate, Level::Basic) => "basic_procuratorate",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match (self.kind, self.level) {
            (OrganKind::Court, Level::Supreme) => "最高人民法院",
            (OrganKind::Court, Level::Provincial) => "高级人民法院",
            (OrganKind::Court, Level::Intermediate) => "中级人民法院",
            (OrganKind::Court, Level::Basic) => "基层人民法院",
            (OrganKind::Procuratorate, Level::Supreme) => "最高人民检察院",
            (OrganKind::Procuratorate, Level::Provincial) => "省级人民检察院",
            (OrganKind::Procuratorate, Level::Intermediate) => "市级人民检察院",
            (OrganKind::Procuratorate, Level::Basic) => "基层人民检察院",
        }
    }

    /// The class with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// Whether a name has the ending: the supreme organs by the whole name, since
/// 某省高级人民法院 ends in 人民法院 too and comes first.
fn fits(name: &str, ending: &str) -> bool {
    match ending {
        "最高人民法院" | "最高人民检察院" => name == ending,
        // 最高人民法院第一巡回法庭
        "巡回法庭" => name.starts_with("最高人民法院") && name.ends_with(ending),
        "分院" => name.contains("检察院") && name.ends_with(ending),
        _ => name.ends_with(ending),
    }
}

/// 上海金融法院, 北京互联网法院 and 兰州铁路运输检察院 leave out 市.
fn region_of_short(name: &str, row: &Row) -> Option<Region> {
    let place = name.strip_suffix(row.ending)?;
    (!place.is_empty()).then(|| regions::of_name(&format!("{place}市")))?
}

fn row(columns: Vec<&'static str>) -> Option<Row> {
    let [kind, level, special, ending] = columns[..] else {
        return None;
    };
    Some(Row {
        kind: match kind {
            "court" => OrganKind::Court,
            "procuratorate" => OrganKind::Procuratorate,
            _ => return None,
        },
        level: match level {
            "supreme" => Some(Level::Supreme),
            "provincial" => Some(Level::Provincial),
            "intermediate" => Some(Level::Intermediate),
            "basic" => Some(Level::Basic),
            "place" => None,
            _ => return None,
        },
        special: Branch::from_code(special),
        ending,
    })
}

#[cfg(test)]
#[path = "organs_tests.rs"]
mod tests;
