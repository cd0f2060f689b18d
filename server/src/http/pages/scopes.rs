//! Groups of kinds above a result list.

use leian_corpus::DocumentKind;

use super::filters::{Choice, codes, href_with};
use crate::http::params::SearchParams;

/// Kinds that are often wanted together.
const SCOPES: &[(&str, &[DocumentKind])] = &[
    ("全部", &[]),
    (
        "法律法规",
        &[
            DocumentKind::Constitution,
            DocumentKind::Law,
            DocumentKind::AdministrativeRegulation,
            DocumentKind::SupervisionRegulation,
            DocumentKind::DepartmentalRule,
            DocumentKind::LocalRegulation,
            DocumentKind::Normative,
        ],
    ),
    ("司法解释", &[DocumentKind::JudicialInterpretation]),
    (
        "指导性案例",
        &[
            DocumentKind::SppGuidingCase,
            DocumentKind::SpcGuidingCase,
            DocumentKind::SupervisionGuidingCase,
        ],
    ),
    (
        "其他案例",
        &[
            DocumentKind::GazetteCase,
            DocumentKind::TypicalCase,
            DocumentKind::Judgment,
            DocumentKind::TeachingCase,
        ],
    ),
    ("检答网", &[DocumentKind::Question]),
];

/// The group that the set kinds make, unless it is a single kind or all.
pub(super) fn scope_of(params: &SearchParams) -> Option<&'static str> {
    let set = &params.query.filter.kinds;
    SCOPES
        .iter()
        .filter(|(_, kinds)| kinds.len() > 1)
        .find(|(_, kinds)| is_same(set, kinds))
        .map(|(label, _)| *label)
}

fn is_same(set: &[DocumentKind], kinds: &[DocumentKind]) -> bool {
    set.len() == kinds.len() && kinds.iter().all(|kind| set.contains(kind))
}

/// The groups, the set one marked.
pub(super) fn scopes(params: &SearchParams) -> Vec<Choice> {
    SCOPES
        .iter()
        .map(|(label, kinds)| Choice {
            label: (*label).to_owned(),
            count: String::new(),
            href: href_with(params, |filter| filter.kinds = codes(kinds)),
            set: is_same(&params.query.filter.kinds, kinds),
        })
        .collect()
}
