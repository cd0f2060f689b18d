//! Kinds of law by rank (位阶), as 立法法 orders them; names and sources are in
//! `data/ranks.tsv`.
//!
//! The kind of a document says most of it. What a local text is, is read from its
//! maker and its title.

use std::sync::LazyLock;

use crate::document::{Document, DocumentKind};
use crate::law_names::rows;
use crate::regions;

/// The table; its first lines say how it is written.
const TABLE: &str = include_str!("../data/ranks.tsv");

static RANKS: LazyLock<Vec<Rank>> = LazyLock::new(|| rows(TABLE).filter_map(row).collect());

/// A kind of law with its place in the order.
#[derive(Debug, PartialEq, Eq)]
pub struct Rank {
    /// Stable code, used in JSON, filters and the index.
    pub code: &'static str,
    /// Chinese name for readers.
    pub label: &'static str,
    /// Place in the order, 1 the highest; equal for kinds of equal rank.
    pub order: u8,
    /// The provision it rests on.
    pub source: &'static str,
}

/// All kinds, the highest first.
pub fn all() -> &'static [Rank] {
    &RANKS
}

/// The kind with this code.
pub fn from_code(code: &str) -> Option<&'static Rank> {
    all().iter().find(|rank| rank.code == code)
}

/// The kind of a statute; `None` of a case or question.
pub fn of_document(document: &Document) -> Option<&'static Rank> {
    from_code(code(document)?)
}

fn code(document: &Document) -> Option<&'static str> {
    let issuer = document.metadata.issuer.as_deref().unwrap_or_default();
    Some(match document.kind {
        DocumentKind::Constitution => "constitution",
        DocumentKind::Law => "law",
        DocumentKind::AdministrativeRegulation => "administrative_regulation",
        DocumentKind::SupervisionRegulation => "supervision_regulation",
        DocumentKind::JudicialInterpretation => "judicial_interpretation",
        DocumentKind::DepartmentalRule if is_local_government(issuer) => "local_rule",
        DocumentKind::DepartmentalRule => "departmental_rule",
        DocumentKind::LocalRegulation => of_local(&document.title, issuer),
        DocumentKind::Normative => "normative",
        _ => return None,
    })
}

/// 某省人民政府, not 国务院 or a ministry.
fn is_local_government(issuer: &str) -> bool {
    issuer.ends_with("人民政府")
}

fn of_local(title: &str, issuer: &str) -> &'static str {
    let name = if issuer.is_empty() { title } else { issuer };
    let region = regions::of_name(name);
    let below = region.is_some_and(|region| region.prefecture.is_some());
    if is_local_government(issuer) {
        "local_rule"
    } else if title.contains("经济特区") {
        "special_zone_regulation"
    } else if is_autonomous(title, name) {
        "autonomous_regulation"
    } else if below {
        "municipal_regulation"
    } else {
        "provincial_regulation"
    }
}

/// 自治条例, and what an autonomous prefecture or county makes. An autonomous region
/// makes regulations like a province.
fn is_autonomous(title: &str, maker: &str) -> bool {
    let place = ["自治州", "自治县", "自治旗"];
    ["自治条例", "单行条例"]
        .iter()
        .any(|word| title.contains(word))
        || place.iter().any(|word| maker.contains(word))
}

fn row(columns: Vec<&'static str>) -> Option<Rank> {
    let [code, label, order, source] = columns[..] else {
        return None;
    };
    Some(Rank {
        code,
        label,
        order: order.parse().ok()?,
        source,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::{Body, DocumentId, Metadata, Provenance};
    use crate::statute::Statute;

    #[track_caller]
    fn check(kind: DocumentKind, title: &str, issuer: &str, expected: Option<&str>) {
        let document = Document {
            id: DocumentId::parse("rank-1").unwrap(),
            kind,
            title: title.to_owned(),
            metadata: Metadata {
                issuer: (!issuer.is_empty()).then(|| issuer.to_owned()),
                ..Metadata::default()
            },
            body: Body::Statute(Statute::default()),
            provenance: Provenance::default(),
        };
        assert_eq!(
            of_document(&document).map(|rank| rank.code),
            expected,
            "{title}"
        );
    }

    #[test]
    fn kinds_have_their_rank() {
        use DocumentKind::{DepartmentalRule, Judgment, Law, LocalRegulation};
        check(Law, "某法", "", Some("law"));
        check(
            DepartmentalRule,
            "某办法",
            "某部",
            Some("departmental_rule"),
        );
        check(
            DepartmentalRule,
            "某办法",
            "浙江省人民政府",
            Some("local_rule"),
        );
        check(Judgment, "某案", "", None);
        let assembly = "人民代表大会常务委员会";
        for (title, maker, expected) in [
            ("浙江省某条例", "浙江省", "provincial_regulation"),
            ("杭州市某条例", "杭州市", "municipal_regulation"),
            ("北京市某条例", "北京市", "provincial_regulation"),
            (
                "广东省某自治县自治条例",
                "广东省某自治县",
                "autonomous_regulation",
            ),
            ("深圳经济特区某条例", "深圳市", "special_zone_regulation"),
        ] {
            check(
                LocalRegulation,
                title,
                &format!("{maker}{assembly}"),
                Some(expected),
            );
            if maker != "深圳市" {
                check(LocalRegulation, title, "", Some(expected));
            }
        }
    }

    #[test]
    fn table_is_well_formed_and_in_order() {
        assert_eq!(all().len(), rows(TABLE).count(), "every row is read");
        for pair in all().windows(2) {
            assert!(pair[0].order <= pair[1].order, "{}", pair[1].code);
        }
        for rank in all() {
            assert_eq!(from_code(rank.code), Some(rank));
        }
        assert!(from_code("constitution").unwrap().order < from_code("law").unwrap().order);
    }
}
