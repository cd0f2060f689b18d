//! Counts of the values beside those that are set: of a filter that is set, what the
//! same search finds without it. So several values can be chosen, each with its count.

use leian_corpus::Facet;
use leian_indexer::{Facets, Filter};

use super::candidates::SemanticDepth;
use super::error::Result;
use super::query::SearchQuery;
use super::search::{Engine, Request};

/// A filter whose values are alternatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FilterGroup {
    /// Kinds.
    Kinds,
    /// Issuers.
    Issuers,
    /// The span of dates.
    Dates,
    /// What is known by a facet.
    Known(Facet),
}

impl FilterGroup {
    /// The groups that a filter sets.
    fn set_in(filter: &Filter) -> Vec<Self> {
        let mut groups = Vec::new();
        if !filter.kinds.is_empty() {
            groups.push(Self::Kinds);
        }
        if !filter.issuers.is_empty() {
            groups.push(Self::Issuers);
        }
        if filter.date_from.is_some() || filter.date_to.is_some() {
            groups.push(Self::Dates);
        }
        groups.extend(filter.known.iter().map(|(facet, _)| Self::Known(*facet)));
        groups
    }

    /// The filter without this group.
    fn taken_from(self, filter: &Filter) -> Filter {
        let mut filter = filter.clone();
        match self {
            Self::Kinds => filter.kinds.clear(),
            Self::Issuers => filter.issuers.clear(),
            Self::Dates => (filter.date_from, filter.date_to) = (None, None),
            Self::Known(facet) => filter.known.retain(|(known, _)| *known != facet),
        }
        filter
    }
}

/// Most groups that are counted anew: each costs another search.
const MOST_GROUPS: usize = 3;

impl Engine<'_> {
    /// The counts without each group that `query` sets.
    pub(super) fn relaxed(&self, query: &SearchQuery) -> Result<Vec<(FilterGroup, Facets)>> {
        let groups = FilterGroup::set_in(&query.filter);
        groups
            .into_iter()
            .take(MOST_GROUPS)
            .map(|group| {
                let filter = group.taken_from(&query.filter);
                let arranged = self.arrange(&Request {
                    text: &query.query_text,
                    without: &query.without,
                    mode: query.mode,
                    filter: &filter,
                    collapse: query.collapse_versions,
                    depth: 1,
                    semantic: SemanticDepth::CutOff,
                })?;
                Ok((group, self.snapshot.facets(&arranged.set)?))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leian_corpus::DocumentKind;

    #[test]
    fn a_group_is_taken_out_and_the_others_stay() {
        let filter = Filter {
            kinds: vec![DocumentKind::Law],
            known: vec![
                (Facet::Region, vec!["42".to_owned()]),
                (Facet::Charge, vec!["盗窃罪".to_owned()]),
            ],
            ..Filter::default()
        };
        let groups = FilterGroup::set_in(&filter);
        assert_eq!(groups.len(), 3);
        let relaxed = FilterGroup::Known(Facet::Region).taken_from(&filter);
        assert_eq!(FilterGroup::set_in(&relaxed).len(), 2);
        assert_eq!(relaxed.kinds, filter.kinds);
    }
}
