//! Who decided, and in which procedure: court or procuratorate, its level, the kind
//! of document, case number and instance.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::{Found, Place, number};
use crate::case::{Section, SectionRole};
use crate::normalize::without_spaces;
use crate::regions;

/// Characters at the top in which court, document and number are looked for.
const TOP_CHARS: usize = 300;

/// The issuer and the document's name below or behind it. Between the two, copies of
/// web pages have scraps of markup.
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?<issuer>[^\s，。：；（）]{2,40}?(?:法院|检察院))[\s\x00-\x7f〉》＞]{0,12}?(?<document>(?:(?:刑\s*事|民\s*事|行\s*政|国家赔偿)?\s*(?:附\s*带\s*民\s*事)?\s*(?:判\s*决|裁\s*定|调\s*解|决\s*定)|起\s*诉|(?:附条件)?不\s*起\s*诉\s*决\s*定|抗\s*诉|量\s*刑\s*建\s*议|检\s*察\s*建\s*议)\s*书)",
    )
});

/// A court or procuratorate alone.
static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:^|[\s。])(?<issuer>[^\s，。：；（）]{2,40}?(?:法院|检察院))(?:\s|$)")
});

/// 公诉机关某县人民检察院, 某县人民检察院指控
static PROSECUTOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?:原?公诉机关|抗诉机关)\s*[:：]?\s*(?<issuer>[^\s，。：；（）]{2,40}?检察院)")
});

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is a constant")
}

/// Kind of document that a case ends or goes on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// 判决书
    Judgment,
    /// 裁定书
    Ruling,
    /// 调解书
    Mediation,
    /// 决定书
    Decision,
    /// 起诉书
    Indictment,
    /// 不起诉决定书
    NonProsecution,
    /// 抗诉书
    Protest,
    /// 检察建议书
    ProcuratorialSuggestion,
    /// 量刑建议书
    SentencingSuggestion,
}

impl DocumentType {
    fn of_name(name: &str) -> Option<Self> {
        let name = without_spaces(name);
        let endings = [
            ("不起诉决定书", Self::NonProsecution),
            ("量刑建议书", Self::SentencingSuggestion),
            ("检察建议书", Self::ProcuratorialSuggestion),
            ("起诉书", Self::Indictment),
            ("抗诉书", Self::Protest),
            ("判决书", Self::Judgment),
            ("裁定书", Self::Ruling),
            ("调解书", Self::Mediation),
            ("决定书", Self::Decision),
        ];
        endings
            .into_iter()
            .find(|(ending, _)| name.ends_with(ending))
            .map(|(_, kind)| kind)
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Judgment => "判决书",
            Self::Ruling => "裁定书",
            Self::Mediation => "调解书",
            Self::Decision => "决定书",
            Self::Indictment => "起诉书",
            Self::NonProsecution => "不起诉决定书",
            Self::Protest => "抗诉书",
            Self::ProcuratorialSuggestion => "检察建议书",
            Self::SentencingSuggestion => "量刑建议书",
        }
    }
}

/// Level of a court or procuratorate (层级), the highest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 最高人民法院、最高人民检察院
    Supreme,
    /// 高级人民法院、省级人民检察院
    Provincial,
    /// 中级人民法院、市级人民检察院和检察分院, and the special courts beside them
    Intermediate,
    /// 基层人民法院、基层人民检察院
    Basic,
}

impl Level {
    /// Stable code, used in JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Supreme => "supreme",
            Self::Provincial => "provincial",
            Self::Intermediate => "intermediate",
            Self::Basic => "basic",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Supreme => "最高",
            Self::Provincial => "省级",
            Self::Intermediate => "市级",
            Self::Basic => "基层",
        }
    }

    /// The level of a court or procuratorate by its name; `None` when it is neither.
    /// A procuratorate's name has no 中级, so that only the table of prefectures tells
    /// 某市人民检察院 of a prefecture from that of a county-level city.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = without_spaces(name);
        if name.starts_with("最高人民") {
            return Some(Self::Supreme);
        }
        if name.ends_with("法院") || (name.contains("法院") && name.ends_with("分院")) {
            return Some(Self::of_court(&name));
        }
        (name.ends_with("检察院") || (name.contains("检察") && name.ends_with("分院")))
            .then(|| Self::of_procuratorate(&name))
    }

    fn of_court(name: &str) -> Self {
        let special = ["中级", "海事法院", "知识产权法院", "金融法院"];
        if name.ends_with("高级人民法院") || name.ends_with("分院") {
            Self::Provincial
        } else if special.iter().any(|word| name.contains(word)) {
            Self::Intermediate
        } else {
            Self::Basic
        }
    }

    fn of_procuratorate(name: &str) -> Self {
        let Some(place) = name.strip_suffix("人民检察院") else {
            // 某市人民检察院第一分院, 铁路运输检察院, 军事检察院
            return if name.ends_with("分院") {
                Self::Intermediate
            } else {
                Self::Basic
            };
        };
        if regions::provinces().contains(&place) {
            return Self::Provincial;
        }
        let below = regions::provinces()
            .into_iter()
            .find_map(|province| place.strip_prefix(province))
            .unwrap_or(place);
        if regions::is_prefecture(below) {
            Self::Intermediate
        } else {
            Self::Basic
        }
    }
}

/// Instance (审级、审判程序) of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Instance {
    /// 一审
    First,
    /// 二审
    Second,
    /// 再审、审判监督
    Retrial,
    /// 死刑复核
    DeathPenaltyReview,
    /// 减刑、假释等刑罚变更
    SentenceChange,
    /// 执行
    Execution,
}

impl Instance {
    /// By the letters of a case number: 刑初, 刑终, 刑再, 刑核, 刑更, 执.
    pub fn of_case_number(number: &str) -> Option<Self> {
        let number = number::written(number);
        let kind = number.split('）').nth(1)?;
        let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
        if has(&["刑核", "刑复"]) {
            Some(Self::DeathPenaltyReview)
        } else if has(&["刑更", "刑执"]) {
            Some(Self::SentenceChange)
        } else if has(&["再", "监", "抗"]) {
            Some(Self::Retrial)
        } else if has(&["终", "上"]) {
            Some(Self::Second)
        } else if has(&["初"]) {
            Some(Self::First)
        } else {
            has(&["执"]).then_some(Self::Execution)
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::First => "一审",
            Self::Second => "二审",
            Self::Retrial => "再审",
            Self::DeathPenaltyReview => "死刑复核",
            Self::SentenceChange => "刑罚变更",
            Self::Execution => "执行",
        }
    }
}

/// Procedure of a trial (适用程序).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrialProcedure {
    /// 速裁程序
    FastTrack,
    /// 简易程序
    Summary,
    /// 普通程序
    Ordinary,
}

impl TrialProcedure {
    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::FastTrack => "速裁程序",
            Self::Summary => "简易程序",
            Self::Ordinary => "普通程序",
        }
    }
}

/// What stands at the head of a document.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Head {
    pub issuer: Option<Found<String>>,
    pub document: Option<Found<DocumentType>>,
    /// 刑事判决书, without spaces.
    pub document_name: Option<String>,
    pub number: Option<Found<String>>,
    pub prosecutor: Option<Found<String>>,
    pub procedure: Option<Found<TrialProcedure>>,
}

/// Reads the head of the first section.
pub(super) fn head(sections: &[Section]) -> Head {
    let Some(first) = sections.first() else {
        return Head::default();
    };
    let top = top(&first.text);
    let mut head = Head::default();
    if let Some(found) = HEAD.captures(top) {
        head.issuer = found
            .name("issuer")
            .map(|name| issuer(name.start(), name.as_str()));
        if let Some(name) = found.name("document") {
            head.document = DocumentType::of_name(name.as_str())
                .map(|kind| Found::new(kind, Place::new(0, name.range())));
            head.document_name = Some(without_spaces(name.as_str()));
        }
    } else if let Some(name) = ISSUER.captures(top).and_then(|found| found.name("issuer")) {
        head.issuer = Some(issuer(name.start(), name.as_str()));
    }
    head.number =
        number::own_number(top).map(|(written, range)| Found::new(written, Place::new(0, range)));
    head.prosecutor = PROSECUTOR
        .captures(&first.text)
        .and_then(|found| found.name("issuer"))
        .map(|name| issuer(name.start(), name.as_str()));
    head.procedure = procedure(sections);
    head
}

fn issuer(start: usize, name: &str) -> Found<String> {
    let place = Place::new(0, start..start + name.len());
    Found::new(without_spaces(name), place)
}

fn top(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(TOP_CHARS)
        .map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// The procedure named last: 简易程序 turns into 普通程序, never the other way.
fn procedure(sections: &[Section]) -> Option<Found<TrialProcedure>> {
    let names = [
        TrialProcedure::FastTrack,
        TrialProcedure::Summary,
        TrialProcedure::Ordinary,
    ];
    let (number, section) = sections
        .iter()
        .enumerate()
        .find(|(_, section)| section.role == SectionRole::Procedure)?;
    names
        .into_iter()
        .filter_map(|procedure| {
            let at = section.text.rfind(procedure.label())?;
            let place = Place::new(number, at..at + procedure.label().len());
            Some(Found::new(procedure, place))
        })
        .max_by_key(|found| found.place.byte_range.start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sections(text: &str) -> Vec<Section> {
        vec![Section {
            role: SectionRole::Procedure,
            label: String::new(),
            text: text.to_owned(),
        }]
    }

    #[track_caller]
    fn check(text: &str, issuer: &str, kind: DocumentType, number: &str) {
        let head = head(&sections(text));
        assert_eq!(
            head.issuer.map(|found| found.value).as_deref(),
            Some(issuer)
        );
        assert_eq!(head.document.map(|found| found.value), Some(kind));
        assert_eq!(
            head.number.map(|found| found.value).as_deref(),
            Some(number)
        );
    }

    #[test]
    fn heads_of_courts_and_procuratorates_are_read() {
        check(
            "赵某盗窃一审刑事判决书 某省某县人民法院 刑 事 判 决 书 （2019）某0001刑初9号 公诉机关某县人民检察院。",
            "某省某县人民法院",
            DocumentType::Judgment,
            "（2019）某0001刑初9号",
        );
        check(
            "某市中级人民法院 p t〉刑事附带民事裁定书 （2014）某刑终字第 00012号",
            "某市中级人民法院",
            DocumentType::Ruling,
            "（2014）某刑终字第00012号",
        );
        check(
            "某县人民检察院 起诉书 某检刑诉〔2020〕12号 被告人钱某",
            "某县人民检察院",
            DocumentType::Indictment,
            "某检刑诉〔2020〕12号",
        );
        check(
            "某县人民检察院 不起诉决定书 某检刑不诉〔2020〕3号 被不起诉人孙某",
            "某县人民检察院",
            DocumentType::NonProsecution,
            "某检刑不诉〔2020〕3号",
        );
    }

    #[test]
    fn prosecutor_and_procedure_are_read() {
        let text = "某县人民法院 刑事判决书 （2019）某0001刑初9号 公诉机关某县人民检察院。 本院适用简易程序，后转为普通程序审理。";
        let head = head(&sections(text));
        assert_eq!(
            head.prosecutor.map(|found| found.value).as_deref(),
            Some("某县人民检察院")
        );
        assert_eq!(
            head.procedure.map(|found| found.value),
            Some(TrialProcedure::Ordinary)
        );
    }

    #[test]
    fn levels_are_told_by_names() {
        let levels = [
            ("最高人民检察院", Some(Level::Supreme)),
            ("四川省高级人民法院", Some(Level::Provincial)),
            (
                "新疆维吾尔自治区高级人民法院生产建设兵团分院",
                Some(Level::Provincial),
            ),
            ("江苏省人民检察院", Some(Level::Provincial)),
            ("重庆市人民检察院第五分院", Some(Level::Intermediate)),
            ("浙江省台州市人民检察院", Some(Level::Intermediate)),
            ("台州市人民检察院", Some(Level::Intermediate)),
            ("浙江省温岭市人民检察院", Some(Level::Basic)),
            ("北京市第二中级人民法院", Some(Level::Intermediate)),
            ("沈阳铁路运输中级法院", Some(Level::Intermediate)),
            ("锦州铁路运输法院", Some(Level::Basic)),
            ("上海金融法院", Some(Level::Intermediate)),
            ("杭州互联网法院", Some(Level::Basic)),
            ("某县人民法院", Some(Level::Basic)),
            ("某县公安局", None),
        ];
        for (name, level) in levels {
            assert_eq!(Level::of_name(name), level, "{name}");
        }
    }

    #[test]
    fn instances_are_told_by_case_numbers() {
        let instances = [
            ("（2019）豫1002刑初339号", Some(Instance::First)),
            ("（2014）通刑再字第2号", Some(Instance::Retrial)),
            ("（2019）京02刑终218号", Some(Instance::Second)),
            ("（2019）京02刑更218号", Some(Instance::SentenceChange)),
            ("（2019）最高法刑核2号", Some(Instance::DeathPenaltyReview)),
            ("检例第79号", None),
        ];
        for (number, instance) in instances {
            assert_eq!(Instance::of_case_number(number), instance, "{number}");
        }
    }
}
