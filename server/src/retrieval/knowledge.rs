//! Filters on what is known about documents, as people write them, and what the counts
//! of a result set come to for who asks.

use std::collections::BTreeMap;

use leian_corpus::judgment::Level;
use leian_corpus::knowledge::OWNER;
use leian_corpus::organs::Organ;
use leian_corpus::tier::Tier;
use leian_corpus::{CitedTarget, Facet, LawKey, law_names};
use leian_indexer::Facets;

use super::cites::target_named;
use super::error::{Result, RetrievalError};

/// Charges are nearly five hundred: an error names none of them.
const MOST_NAMED: usize = 40;

/// Reads the values of each facet. Tiers ③ and ④ of a unit are those of its province
/// and of its courts; without a unit they are of any.
pub(super) fn known(
    written: &BTreeMap<Facet, Vec<String>>,
    unit: Option<&Organ>,
) -> Result<Vec<(Facet, Vec<String>)>> {
    let mut known = Vec::new();
    for (&facet, values) in written {
        let given = values.iter().map(|value| value.trim());
        let mut read: Vec<String> = Vec::new();
        let mut any = false;
        for value in given.filter(|value| !value.is_empty()) {
            any = true;
            let value = facet
                .value_of(value)
                .ok_or_else(|| refused(facet.code(), value, accepted_values(facet)))?;
            read.extend(of_unit(facet, value, unit));
        }
        if any {
            known.push((facet, read));
        }
    }
    Ok(known)
}

fn of_unit(facet: Facet, value: String, unit: Option<&Organ>) -> Vec<String> {
    let tier = Tier::from_code(&value).filter(|_| facet == Facet::Tier);
    match (tier, unit) {
        (Some(tier @ (Tier::Provincial | Tier::Local)), Some(unit)) => {
            let owners = tier.of_unit(unit).into_iter();
            owners
                .map(|owner| format!("{value}{OWNER}{owner}"))
                .collect()
        }
        _ => vec![value],
    }
}

/// The unit (单位) of who asks: a court or a procuratorate whose name tells its province.
pub(super) fn unit(written: Option<&str>) -> Result<Option<Organ>> {
    let Some(name) = written.map(str::trim).filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let organ = Organ::of_name(name);
    let placed = organ.filter(|organ| organ.region.is_some() || organ.level == Level::Supreme);
    match placed {
        Some(organ) => Ok(Some(organ)),
        None => Err(refused("unit", name, accepted_unit())),
    }
}

/// What a text cites, as a filter: 刑法第133条之一, 合同法, 检例第79号.
pub(super) fn cited(written: &[String]) -> Vec<CitedTarget> {
    let law = |name: &str| law_names::resolve(name);
    let given = written.iter().map(|value| value.trim());
    given
        .filter(|value| !value.is_empty())
        .map(|value| {
            target_named(value, &law).unwrap_or_else(|| CitedTarget::Law(LawKey::of(value)))
        })
        .collect()
}

fn refused(field: &'static str, value: &str, reason: String) -> RetrievalError {
    RetrievalError::Filter {
        field,
        value: value.to_owned(),
        reason,
    }
}

pub(super) fn accepted_unit() -> String {
    "应为法院或检察院的全称，名称中要有所在的省或设区的市，例如 湖北省武汉市江岸区人民检察院"
        .to_owned()
}

/// What a facet takes: a Chinese sentence for readers.
pub(super) fn accepted_values(facet: Facet) -> String {
    let values = facet.values();
    if values.len() > MOST_NAMED {
        return "应为罪名或其通行简称，例如 盗窃罪、帮信罪".to_owned();
    }
    let named: Vec<String> = values
        .iter()
        .map(|value| format!("{value} {}", facet.value_label(value)))
        .collect();
    format!("应为代码或名称之一：{}", named.join("、"))
}

/// The counts of one facet. Tiers ③ and ④ are those of `unit` where there is one.
#[must_use]
pub fn facet_counts(facets: &Facets, facet: Facet, unit: Option<&Organ>) -> Vec<(String, usize)> {
    let counts = facets
        .known
        .get(&facet)
        .map(Vec::as_slice)
        .unwrap_or_default();
    if facet != Facet::Tier {
        return counts.to_vec();
    }
    let count = |value: &str| {
        let found = counts.iter().find(|(known, _)| known == value);
        found.map_or(0, |(_, count)| *count)
    };
    Tier::ALL
        .into_iter()
        .map(|tier| {
            let values = of_unit(facet, tier.code().to_owned(), unit);
            let sum = values.iter().map(|value| count(value)).sum();
            (tier.code().to_owned(), sum)
        })
        .filter(|(_, count)| *count > 0)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(facet: Facet, values: &[&str], unit_name: &str) -> Result<Vec<(Facet, Vec<String>)>> {
        let values = values.iter().map(|&value| value.to_owned()).collect();
        let unit = unit(Some(unit_name))?;
        known(&BTreeMap::from([(facet, values)]), unit.as_ref())
    }

    #[test]
    fn names_and_codes_are_read_and_blank_ones_are_no_condition() {
        let values = |facet, values: &[&str]| read(facet, values, "").unwrap().remove(0).1;
        assert_eq!(values(Facet::Charge, &["帮信", "盗窃罪"]).len(), 2);
        assert_eq!(values(Facet::Region, &["湖北"]), ["42"]);
        assert!(read(Facet::Means, &["", " "], "").unwrap().is_empty());
    }

    #[test]
    fn what_no_facet_has_is_refused_by_name() {
        let error = read(Facet::Region, &["某省"], "").unwrap_err().to_string();
        assert!(
            error.contains("region") && error.contains("某省"),
            "{error}"
        );
        let error = read(Facet::Charge, &["某罪"], "").unwrap_err().to_string();
        assert!(error.contains("charge") && error.len() < 400, "{error}");
        for wrong in ["某县公安局", "某县人民检察院"] {
            let error = read(Facet::Tier, &["local"], wrong)
                .unwrap_err()
                .to_string();
            assert!(error.contains("unit"), "{error}");
        }
    }

    #[test]
    fn lower_tiers_are_those_of_the_unit() {
        let unit = "湖北省武汉市某区人民检察院";
        let tiers = |tiers: &[&str]| read(Facet::Tier, tiers, unit).unwrap().remove(0).1;
        assert_eq!(tiers(&["provincial"]), ["provincial:湖北省"]);
        assert_eq!(
            tiers(&["spc_guiding", "local"]),
            [
                "spc_guiding",
                "local:武汉市某区人民法院",
                "local:武汉市中级人民法院"
            ]
        );
        let any = read(Facet::Tier, &["local"], "").unwrap().remove(0).1;
        assert_eq!(any, ["local"]);
        // A high court has nothing in the fourth tier: nothing passes.
        let none = read(Facet::Tier, &["local"], "湖北省人民检察院").unwrap();
        assert_eq!(none, [(Facet::Tier, Vec::new())]);
    }

    #[test]
    fn counts_of_lower_tiers_are_those_of_the_unit() {
        let counted = [
            ("local", 9),
            ("local:武汉市中级人民法院", 2),
            ("spc_guiding", 1),
        ];
        let counted = counted
            .map(|(value, count)| (value.to_owned(), count))
            .to_vec();
        let facets = Facets {
            known: BTreeMap::from([(Facet::Tier, counted)]),
            ..Facets::default()
        };
        let of = |unit| facet_counts(&facets, Facet::Tier, unit);
        let expected = |local| [("spc_guiding".to_owned(), 1), ("local".to_owned(), local)];
        assert_eq!(of(None), expected(9));
        let unit = Organ::of_name("湖北省武汉市人民检察院");
        assert_eq!(of(unit.as_ref()), expected(2));
    }

    #[test]
    fn citations_are_read_as_people_name_them() {
        let read = |text: &str| cited(&[text.to_owned()])[0].label();
        assert_eq!(read("刑法 133-1"), "《刑法》第一百三十三条之一");
        assert_eq!(read("《灯塔法》第二条"), "《灯塔法》第二条");
        assert_eq!(read("检例79"), "检例第79号");
        assert_eq!(read("灯塔守护"), "《灯塔守护》");
        assert!(cited(&[" ".to_owned()]).is_empty());
    }
}
