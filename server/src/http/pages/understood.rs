//! How a query was read, as links: what was looked for beside what was typed, each to be
//! taken away, and what it names, each to be made a filter.

use super::filters;
use crate::http::params::{Pairs, SearchParams};
use crate::http::percent;
use crate::retrieval::{AdditionKind, Recognised, Understood};

/// What was understood, for the template.
#[derive(Clone, Debug, Default)]
pub(super) struct UnderstoodItem {
    pub(super) additions: Vec<AdditionItem>,
    pub(super) offers: Vec<Offer>,
    /// The same search with everything that was taken away.
    pub(super) restore: Option<String>,
}

/// Something that was looked for as well; the link takes it away.
#[derive(Clone, Debug)]
pub(super) struct AdditionItem {
    pub(super) label: &'static str,
    pub(super) source: String,
    pub(super) phrase: String,
    pub(super) href: String,
}

/// Something that can be made a filter by the link.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub(super) kind: &'static str,
    pub(super) label: String,
    pub(super) href: String,
}

impl UnderstoodItem {
    pub(super) fn new(params: &SearchParams, understood: &Understood) -> Self {
        let additions = understood.additions.iter();
        let offers = understood.recognised.iter();
        let taken_away = &params.query.without;
        Self {
            additions: additions
                .map(|addition| AdditionItem {
                    label: addition.kind.label(),
                    source: match addition.kind {
                        AdditionKind::Script => "繁体字".to_owned(),
                        _ => addition.source.clone(),
                    },
                    phrase: addition.phrase.clone(),
                    href: without(params, &addition.phrase),
                })
                .collect(),
            offers: offers.filter_map(|offer| narrowed(params, offer)).collect(),
            restore: (!taken_away.is_empty()).then(|| {
                let mut all = first_page(params);
                all.query.without.clear();
                filters::href(&all)
            }),
        }
    }

    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.additions.is_empty() && self.offers.is_empty() && self.restore.is_none()
    }
}

fn first_page(params: &SearchParams) -> SearchParams {
    let mut params = params.clone();
    params.query.page = 1;
    params
}

fn without(params: &SearchParams, phrase: &str) -> String {
    let mut params = first_page(params);
    params.query.without.push(phrase.to_owned());
    filters::href(&params)
}

/// The search with the filter that is offered; `None` where one of its parameters is set.
fn narrowed(params: &SearchParams, offer: &Recognised) -> Option<Offer> {
    let mut pairs = filters::pairs(&first_page(params));
    let is_set = |name: &str| pairs.iter().any(|(set, _)| *set == name);
    if offer.parameters.iter().any(|(name, _)| is_set(name)) {
        return None;
    }
    pairs.extend(offer.parameters.iter().cloned());
    let typed = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()));
    // What the address cannot say is not offered.
    SearchParams::try_from(&Pairs::new(owned.collect())).ok()?;
    Some(Offer {
        kind: offer.kind.label(),
        label: offer.label.clone(),
        href: format!("/search?{}", percent::query(typed)),
    })
}
