//! Regions (地区): provinces and prefectures, from `data/regions.tsv`, and the rules by
//! which a case number or the name of a court or procuratorate tells its region.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::law_names::rows;
use crate::normalize::{half_width, without_spaces};

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/regions.tsv");

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| rows(TABLE).map(row).collect());

/// Special economic zones, which make rules of their own.
const ZONES: [&str; 5] = [
    "深圳经济特区",
    "珠海经济特区",
    "厦门经济特区",
    "汕头经济特区",
    "海南经济特区",
];

struct Row {
    code: &'static str,
    name: &'static str,
    /// Of provinces, the character of case numbers.
    short: Option<char>,
}

/// A province and, where it is known, a prefecture of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Region {
    /// 省、自治区、直辖市, or 新疆生产建设兵团
    pub province: String,
    /// 地级市、自治州、地区、盟
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefecture: Option<String>,
}

impl Region {
    fn of_row(row: &Row) -> Self {
        if row.code.len() == 2 {
            return Self {
                province: row.name.to_owned(),
                prefecture: None,
            };
        }
        let province = province_row(&row.code[..2]);
        Self {
            province: province
                .map_or(row.name, |province| province.name)
                .to_owned(),
            prefecture: Some(row.name.to_owned()),
        }
    }
}

/// Names of the provinces in the order of their codes.
pub fn provinces() -> Vec<&'static str> {
    let provinces = ROWS.iter().filter(|row| row.short.is_some());
    provinces.map(|row| row.name).collect()
}

/// Prefectures of the province with this name, in the order of their codes.
pub fn prefectures(province: &str) -> Vec<&'static str> {
    let Some(province) = ROWS.iter().find(|row| row.name == province) else {
        return Vec::new();
    };
    ROWS.iter()
        .filter(|row| row.code.len() == 4 && row.code.starts_with(province.code))
        .map(|row| row.name)
        .collect()
}

/// Two-digit codes of the provinces in their order.
pub fn province_codes() -> Vec<&'static str> {
    let provinces = ROWS.iter().filter(|row| row.short.is_some());
    provinces.map(|row| row.code).collect()
}

/// The two-digit code of a province by its code, its full name, or its name without
/// 省, 市, 自治区 (湖北, 内蒙古, 新疆).
pub fn code_of(province: &str) -> Option<&'static str> {
    let short = |name: &str| -> bool {
        let rest = name.strip_prefix(province);
        rest.is_some_and(|rest| matches!(rest, "省" | "市") || rest.ends_with("自治区"))
    };
    let mut provinces = ROWS.iter().filter(|row| row.short.is_some());
    provinces
        .find(|row| {
            let whole = row.code == province || row.name == province;
            whole || province.chars().count() > 1 && short(row.name)
        })
        .map(|row| row.code)
}

/// The province with this code.
pub fn province_of_code(code: &str) -> Option<&'static str> {
    let row = province_row(code).filter(|row| row.short.is_some())?;
    Some(row.name)
}

/// The province, prefecture or special economic zone whose full name `text` ends with.
pub fn at_end(text: &str) -> Option<&'static str> {
    let names = ROWS.iter().map(|row| row.name).chain(ZONES);
    names
        .filter(|name| text.ends_with(name))
        .max_by_key(|name| name.len())
}

/// Whether a prefecture has this name.
pub fn is_prefecture(name: &str) -> bool {
    ROWS.iter()
        .any(|row| row.code.len() == 4 && row.name == name)
}

/// The region of a case number (案号) such as （2019）豫1002刑初339号. Numbers from
/// before 2016 begin with a place's character instead and tell nothing, unless a
/// province's character stands before 刑, 民 or 行, as its high court has it.
pub fn of_case_number(number: &str) -> Option<Region> {
    let number: String = without_spaces(number).chars().map(half_width).collect();
    let code = number.split([')', '〕', ']']).nth(1)?;
    let mut chars = code.chars();
    let short = chars.next()?;
    let province = ROWS.iter().find(|row| row.short == Some(short))?;
    let rest = chars.as_str();
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 && !rest.starts_with(['刑', '民', '行']) {
        return None;
    }
    let prefecture = rest.get(..2).filter(|_| digits >= 2).and_then(|place| {
        ROWS.iter()
            .find(|row| row.code.strip_prefix(province.code) == Some(place))
    });
    Some(Region::of_row(prefecture.unwrap_or(province)))
}

/// The region that the name of a court or procuratorate begins with: 湖北省武汉市…,
/// 武汉市…, 湖北省…. A county's name alone tells nothing.
pub fn of_name(name: &str) -> Option<Region> {
    let name = without_spaces(name);
    let beginning = |text: &str| -> Option<&'static Row> {
        let rows = ROWS.iter().filter(|row| text.starts_with(row.name));
        rows.max_by_key(|row| row.name.len())
    };
    let first = beginning(&name)?;
    let below = beginning(&name[first.name.len()..])
        .filter(|row| row.code.len() == 4 && row.code.starts_with(first.code));
    Some(Region::of_row(below.unwrap_or(first)))
}

/// Every province and prefecture that a text names in full, with its place; 湖北省武汉市 is one.
pub fn mentions(text: &str) -> Vec<(Range<usize>, Region)> {
    static NAMES: LazyLock<Regex> = LazyLock::new(|| {
        let mut names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let names: Vec<String> = names.into_iter().map(regex::escape).collect();
        Regex::new(&format!("(?:{0})(?:{0})?", names.join("|")))
            .expect("names of the table, escaped")
    });
    NAMES
        .find_iter(text)
        .filter_map(|found| Some((found.range(), of_name(found.as_str())?)))
        .collect()
}

/// The region whose province's or prefecture's full name stands first in a text.
pub fn named_in(text: &str) -> Option<Region> {
    let places = ROWS
        .iter()
        .filter_map(|row| Some((text.find(row.name)?, row)));
    let (at, _) = places.min_by_key(|(at, row)| (*at, usize::MAX - row.name.len()))?;
    of_name(&text[at..])
}

fn province_row(code: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.code == code)
}

fn row(columns: Vec<&'static str>) -> Row {
    let column = |place: usize| columns.get(place).copied().unwrap_or("");
    Row {
        code: column(0),
        name: column(1),
        short: column(2).chars().next().filter(|&c| c != '-'),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[track_caller]
    fn check(found: Option<Region>, expected: Option<(&str, Option<&str>)>) {
        let found = found
            .as_ref()
            .map(|region| (region.province.as_str(), region.prefecture.as_deref()));
        assert_eq!(found, expected);
    }

    #[test]
    fn case_number_tells_province_and_prefecture() {
        check(
            of_case_number("（2019）豫1002刑初339号"),
            Some(("河南省", Some("许昌市"))),
        );
        check(
            of_case_number("(2017)吉05刑终1号"),
            Some(("吉林省", Some("通化市"))),
        );
        check(
            of_case_number("（2019）京0106刑初1号"),
            Some(("北京市", None)),
        );
        check(
            of_case_number("（2018）辽7102刑初2号"),
            Some(("辽宁省", None)),
        );
        check(of_case_number("（2018）川刑终2号"), Some(("四川省", None)));
        check(
            of_case_number("（2019）兵0603刑初2号"),
            Some(("新疆生产建设兵团", None)),
        );
        check(
            of_case_number("（2014）云刑初字第1号"),
            Some(("云南省", None)),
        );
        check(of_case_number("（2014）丽云刑初字第1号"), None);
        check(of_case_number("检例第79号"), None);
    }

    #[test]
    fn name_tells_its_region() {
        check(
            of_name("湖北省武汉市某区人民法院"),
            Some(("湖北省", Some("武汉市"))),
        );
        check(
            of_name("贵州省黔东南苗族侗族自治州中级人民法院"),
            Some(("贵州省", Some("黔东南苗族侗族自治州"))),
        );
        check(
            of_name("苏州市某区人民检察院"),
            Some(("江苏省", Some("苏州市"))),
        );
        check(of_name("吉林省高级人民法院"), Some(("吉林省", None)));
        check(of_name("某县人民法院"), None);
        check(named_in("向重庆市某区和湖北省"), Some(("重庆市", None)));
    }

    #[test]
    fn provinces_have_codes_and_short_names() {
        for name in ["湖北省", "湖北", "42"] {
            assert_eq!(code_of(name), Some("42"), "{name}");
        }
        assert_eq!(code_of("北京"), Some("11"));
        assert_eq!(code_of("新疆"), code_of("新疆维吾尔自治区"));
        assert_ne!(code_of("新疆生产建设兵团"), code_of("新疆"));
        for name in ["", "湖", "武汉市", "4201", "某省"] {
            assert_eq!(code_of(name), None, "{name}");
        }
        assert_eq!(province_of_code("42"), Some("湖北省"));
        assert_eq!(province_of_code("4201"), None);
        assert_eq!(province_codes().len(), 32);
    }

    #[test]
    fn table_is_well_formed() {
        assert_eq!(provinces().len(), 32);
        let names: HashSet<_> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), ROWS.len());
        for pair in ROWS.windows(2) {
            assert!(pair[0].code < pair[1].code, "{}", pair[1].name);
        }
        for row in ROWS.iter() {
            assert_eq!(row.code.len() == 2, row.short.is_some(), "{}", row.name);
            assert!(province_row(&row.code[..2]).is_some(), "{}", row.name);
        }
        assert_eq!(prefectures("北京市"), [""; 0]);
        assert_eq!(prefectures("河南省").len(), 17);
        assert!(is_prefecture("延边朝鲜族自治州") && !is_prefecture("浙江省"));
    }
}
