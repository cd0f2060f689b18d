//! Tiers of similar cases (类案层级) of 《关于统一法律适用加强类案检索的指导意见（试行）》
//! 法发〔2020〕24号: ① guiding cases of the Supreme Court, ② its typical cases and
//! decisions in force, ③ those of the high court of one's own province, ④ those of the
//! court above and of one's own.
//!
//! Guiding cases of the Supreme Procuratorate stand outside these court tiers, in a
//! group of their own before ①. Tiers ③ and ④ depend on who asks, so that a case has
//! what is needed to tell: province of a high court, name of a lower one.

use crate::document::{Document, DocumentKind};
use crate::judgment::Level;
use crate::organs::{Organ, OrganKind};

/// A tier, the first looked at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// 最高检指导性案例
    SppGuiding,
    /// ① 最高法指导性案例
    SpcGuiding,
    /// ② 最高法典型案例及生效裁判
    Supreme,
    /// ③ 本省（区、市）高级人民法院的案例和生效裁判
    Provincial,
    /// ④ 上一级法院及本院生效裁判
    Local,
}

impl Tier {
    /// All tiers in their order.
    pub const ALL: [Self; 5] = [
        Self::SppGuiding,
        Self::SpcGuiding,
        Self::Supreme,
        Self::Provincial,
        Self::Local,
    ];

    /// Stable code, used in JSON, filters and the index.
    pub fn code(self) -> &'static str {
        match self {
            Self::SppGuiding => "spp_guiding",
            Self::SpcGuiding => "spc_guiding",
            Self::Supreme => "supreme",
            Self::Provincial => "provincial",
            Self::Local => "local",
        }
    }

    /// Chinese name for readers, without a unit: ③ and ④ then are of any province
    /// and any court.
    pub fn label(self) -> &'static str {
        match self {
            Self::SppGuiding => "最高检指导性案例",
            Self::SpcGuiding => "①最高法指导性案例",
            Self::Supreme => "②最高法典型案例、裁判",
            Self::Provincial => "③高级人民法院裁判",
            Self::Local => "④中级、基层法院裁判",
        }
    }

    /// The tier with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.code() == code)
    }

    /// The tier of a case, and whose it is: the province of ③, the court of ④ as
    /// [`court_key`] writes it. `None` for what stands in no tier: cases of supervision
    /// organs, invented ones, and decisions of an unknown court.
    pub fn of_document(
        document: &Document,
        court: Option<&Organ>,
    ) -> Option<(Self, Option<String>)> {
        match document.kind {
            DocumentKind::SppGuidingCase => Some((Self::SppGuiding, None)),
            DocumentKind::SpcGuidingCase => Some((Self::SpcGuiding, None)),
            DocumentKind::GazetteCase => Some((Self::Supreme, None)),
            DocumentKind::TypicalCase => {
                let issuer = document.metadata.issuer.as_deref().unwrap_or_default();
                issuer
                    .contains("最高人民法院")
                    .then_some((Self::Supreme, None))
            }
            DocumentKind::Judgment => Self::of_court(court?),
            _ => None,
        }
    }

    fn of_court(court: &Organ) -> Option<(Self, Option<String>)> {
        if court.kind != OrganKind::Court {
            return None;
        }
        Some(match court.level {
            Level::Supreme => (Self::Supreme, None),
            Level::Provincial => {
                let province = court.region.as_ref()?.province.clone();
                (Self::Provincial, Some(province))
            }
            Level::Intermediate | Level::Basic => (Self::Local, Some(court_key(court))),
        })
    }

    /// What the tier holds for a unit: for ③ its province, for ④ the keys of its own
    /// court and the one above. Empty for the tiers that are the same for all, and where
    /// the unit's name does not tell.
    pub fn of_unit(self, unit: &Organ) -> Vec<String> {
        let own = unit.court();
        match self {
            Self::Provincial => {
                let region = unit.region.as_ref();
                region
                    .map(|region| region.province.clone())
                    .into_iter()
                    .collect()
            }
            Self::Local => {
                let above = own.as_ref().and_then(Organ::parent);
                let above = above.and_then(|name| Organ::of_name(&name));
                let lower = |court: &Organ| court.level > Level::Provincial;
                let courts = [own, above].into_iter().flatten();
                courts
                    .filter(lower)
                    .map(|court| court_key(&court))
                    .collect()
            }
            _ => Vec::new(),
        }
    }
}

/// A court's name without its province, since sources write both.
pub fn court_key(court: &Organ) -> String {
    let province = court.region.as_ref().map(|region| region.province.as_str());
    let bare = province.and_then(|province| court.name.strip_prefix(province));
    // 北京市第二中级人民法院 is a court of a municipality, not of a place in it.
    let bare = bare.filter(|bare| !bare.starts_with(['第', '高', '中', '人']));
    bare.unwrap_or(&court.name).to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::document::{Body, DocumentId, Metadata, Provenance};

    fn document(kind: DocumentKind, issuer: Option<&str>) -> Document {
        Document {
            id: DocumentId::parse("tier-1").unwrap(),
            kind,
            title: "某案".to_owned(),
            metadata: Metadata {
                issuer: issuer.map(str::to_owned),
                ..Metadata::default()
            },
            body: Body::Sections(Vec::new()),
            provenance: Provenance::default(),
        }
    }

    fn organ(name: &str) -> Organ {
        Organ::of_name(name).unwrap()
    }

    #[test]
    fn kinds_and_courts_have_their_tier() {
        use DocumentKind::{Judgment, SppGuidingCase, TeachingCase, TypicalCase};
        let tier = |kind, issuer, court: Option<&str>| {
            let court = court.map(organ);
            Tier::of_document(&document(kind, issuer), court.as_ref())
        };
        assert_eq!(
            tier(SppGuidingCase, None, None),
            Some((Tier::SppGuiding, None))
        );
        assert_eq!(tier(TeachingCase, None, None), None);
        assert_eq!(tier(TypicalCase, None, None), None);
        assert_eq!(
            tier(TypicalCase, Some("最高人民法院"), None),
            Some((Tier::Supreme, None))
        );
        assert_eq!(tier(Judgment, None, None), None);
        let of = |court| tier(Judgment, None, Some(court));
        assert_eq!(of("最高人民法院"), Some((Tier::Supreme, None)));
        assert_eq!(
            of("四川省高级人民法院"),
            Some((Tier::Provincial, Some("四川省".into())))
        );
        let local = |key: &str| Some((Tier::Local, Some(key.to_owned())));
        assert_eq!(of("湖北省武汉市某区人民法院"), local("武汉市某区人民法院"));
        assert_eq!(of("武汉市某区人民法院"), local("武汉市某区人民法院"));
        assert_eq!(
            of("北京市第二中级人民法院"),
            local("北京市第二中级人民法院")
        );
    }

    #[test]
    fn lower_tiers_depend_on_who_asks() {
        let unit = organ("湖北省武汉市某区人民检察院");
        assert_eq!(Tier::Provincial.of_unit(&unit), ["湖北省"]);
        assert_eq!(
            Tier::Local.of_unit(&unit),
            ["武汉市某区人民法院", "武汉市中级人民法院"]
        );
        let unit = organ("武汉市人民检察院");
        assert_eq!(Tier::Local.of_unit(&unit), ["武汉市中级人民法院"]);
        let unit = organ("湖北省人民检察院");
        assert_eq!(Tier::Local.of_unit(&unit), [""; 0]);
        assert_eq!(Tier::SpcGuiding.of_unit(&unit), [""; 0]);
    }
}
