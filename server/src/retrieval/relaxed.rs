//! Counts of the values beside those that are set: of a filter that is set, what the
//! same search finds without it. So several values can be chosen, each with its count.

use std::thread;

use leian_corpus::Facet;
use leian_indexer::{Facets, Filter};

use super::arrange::Arranged;
use super::error::Result;
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

/// The counts without each group.
type Relaxed = Vec<(FilterGroup, Facets)>;

impl<'e> Engine<'e> {
    /// The answer to `request`, and the counts without each group that it sets, found
    /// side by side.
    pub(super) fn beside(&self, request: &Request<'_>) -> (Result<Arranged<'e>>, Result<Relaxed>) {
        let groups = FilterGroup::set_in(request.filter);
        thread::scope(|scope| {
            let searches: Vec<_> = groups
                .into_iter()
                .map(|group| scope.spawn(move || self.without(group, request)))
                .collect();
            let arranged = self.arrange(request);
            let counts = searches.into_iter().map(|search| match search.join() {
                Ok(counts) => counts,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            (arranged, counts.collect())
        })
    }

    fn without(&self, group: FilterGroup, request: &Request<'_>) -> Result<(FilterGroup, Facets)> {
        let filter = group.taken_from(request.filter);
        let arranged = self.arrange(&Request {
            filter: &filter,
            depth: 0,
            ..*request
        })?;
        Ok((group, self.snapshot.facets(&arranged.set)?))
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
