//! Words of faces and papers for what the crates name by codes.

pub use crate::retrieval::timeline::today;
use leian_corpus::citation::Reference;
use leian_corpus::guiding_force::{self, WithoutForce};
use leian_corpus::{Date, DocumentKind, Metadata, clock};

/// How far a guiding case of the two supreme organs binds.
pub const BINDING: &str = "应当参照";

/// Of a guiding case that has lost its force.
pub const NO_LONGER: &str = "不再参照";

/// How far a case binds, in the words of the rules: guiding cases of the two
/// supreme organs 应当参照 (《最高人民检察院关于案例指导工作的规定》;
/// 法发〔2020〕24号), but for those that are no longer to be referred to; other decided
/// cases 可以参考. Statutes, answers and invented cases have none of the two.
pub fn authority(kind: DocumentKind, metadata: &Metadata) -> Option<&'static str> {
    let reference = Reference::of(kind)?;
    Some(match without_force(metadata) {
        Some(_) => NO_LONGER,
        None => reference.label(),
    })
}

/// Why a guiding case is no longer to be referred to.
pub fn without_force(metadata: &Metadata) -> Option<&'static WithoutForce> {
    guiding_force::without_force(metadata.number.as_deref()?)
}

/// A warning that has to stand beside a text wherever it is shown.
pub fn warning(kind: DocumentKind, metadata: &Metadata) -> Option<String> {
    let of_kind = match kind {
        DocumentKind::TeachingCase => {
            Some("虚构教学案例：人物、单位和情节均为虚构，供教学使用，不得在办案中引用")
        }
        DocumentKind::Question => Some("检答网问答是业务咨询意见，不是法律依据"),
        _ => None,
    };
    let lost = || without_force(metadata).map(WithoutForce::in_words);
    of_kind.map(str::to_owned).or_else(lost)
}

/// Whether a text is in force: what the source says, else 尚未施行 for a date
/// that has not come. Nothing else is guessed.
pub fn status(metadata: &Metadata, today: Date) -> Option<String> {
    if metadata
        .effective
        .is_some_and(|effective| effective > today)
    {
        return Some("尚未施行".to_owned());
    }
    metadata.status.clone()
}

/// A moment as ISO 8601 writes it, as clocks in China show it; what is no moment as it
/// stands.
pub fn local_time(moment: &str) -> String {
    match moment.parse::<jiff::Timestamp>() {
        Ok(moment) => clock::in_china(moment)
            .strftime("%Y-%m-%d %H:%M")
            .to_string(),
        Err(_) => moment.to_owned(),
    }
}

/// A count with its digits in groups of three: 57,965.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn invented_cases_never_claim_authority() {
        let authority = |kind| super::authority(kind, &Metadata::default());
        assert_eq!(authority(DocumentKind::TeachingCase), None);
        assert!(warning(DocumentKind::TeachingCase, &Metadata::default()).is_some());
        assert_eq!(authority(DocumentKind::SppGuidingCase), Some("应当参照"));
        assert_eq!(authority(DocumentKind::Judgment), Some("可以参考"));
        assert_eq!(authority(DocumentKind::Law), None);
    }

    #[test]
    fn guiding_case_without_force_does_not_bind() {
        let of = |number: &str| {
            let metadata = Metadata {
                number: Some(number.to_owned()),
                ..Metadata::default()
            };
            authority(DocumentKind::SpcGuidingCase, &metadata)
        };
        assert_eq!(of("指导案例9号"), Some("不再参照"));
        assert_eq!(of("指导案例10号"), Some("应当参照"));
    }

    #[test]
    fn a_statute_that_is_not_yet_in_force_says_so() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        let metadata = Metadata {
            effective: Some(date("2030-01-01")),
            status: Some("现行有效".to_owned()),
            ..Metadata::default()
        };
        assert_eq!(
            status(&metadata, date("2026-01-01")).as_deref(),
            Some("尚未施行")
        );
        assert_eq!(
            status(&metadata, date("2030-01-01")).as_deref(),
            Some("现行有效")
        );
        assert_eq!(status(&Metadata::default(), date("2026-01-01")), None);
    }

    #[test]
    fn counts_are_grouped() {
        let shown = [0, 999, 1000, 57_965, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "57,965", "1,234,567"]);
    }
}
