//! `/tiers`: the cases of a search by the tiers of the rules (类案层级), for a unit.

use askama::Template;
use axum::response::Html;
use leian_corpus::tier::Tier;

use super::Ask;
use super::PageError;
use super::casework::desk::Desk;
use super::filters;
use super::hits::HitItem;
use super::layout::{Layout, SearchBox};
use crate::casework::folder::Field;
use crate::http::error::HttpError;
use crate::http::params::{Pairs, SearchParams};
use crate::labels::grouped;
use crate::library::Library;
use crate::retrieval::tiers::{TierHits, tiers};

/// Cases of a tier on the page.
const EACH: usize = 5;

#[derive(Template)]
#[template(path = "tiers.html")]
struct TiersPage {
    layout: Layout,
    searched: String,
    unit: String,
    /// The unit comes from the case on the desk.
    unit_of_case: bool,
    /// Parameters of the search beside the unit.
    hidden: Vec<(&'static str, String)>,
    back: String,
    groups: Vec<GroupItem>,
}

struct GroupItem {
    code: &'static str,
    label: &'static str,
    rule: &'static str,
    total: String,
    none: bool,
    hits: Vec<HitItem>,
    all: Option<String>,
}

/// The page.
pub async fn get(ask: Ask) -> Result<Html<String>, PageError> {
    ask.page(|library, desk, pairs| page(library, desk, &pairs.clone().keep(SearchParams::NAMES)))
        .await
}

fn page(library: &Library, desk: &Desk, pairs: &Pairs) -> Result<TiersPage, HttpError> {
    let mut params = SearchParams::try_from(pairs)?;
    let mut unit_of_case = false;
    if params.filter.unit.is_none()
        && let Some(unit) = unit_of(library, desk)
    {
        params.filter.unit = Some(unit);
        // What a case file calls its unit need not be one that has a place.
        match params.filter.unit() {
            Ok(unit) => {
                params.query.unit = unit;
                unit_of_case = true;
            }
            Err(_) => params.filter.unit = None,
        }
    }
    let groups = tiers(library, &params.query, EACH)?;
    let searched: String = params.query.query_text.chars().take(40).collect();
    let mut search = SearchBox::of(library).with_text(&params.query.query_text);
    search.mode = params.query.mode;
    let hidden = filters::pairs(&params).into_iter();
    Ok(TiersPage {
        layout: Layout::new(&format!("{searched} 按层级"), search),
        searched,
        unit: params.filter.unit.clone().unwrap_or_default(),
        unit_of_case,
        hidden: hidden
            .filter(|(name, _)| !matches!(*name, "unit" | "page"))
            .collect(),
        back: filters::href(&params),
        groups: groups
            .iter()
            .map(|group| GroupItem::new(group, &params))
            .collect(),
    })
}

fn unit_of(library: &Library, desk: &Desk) -> Option<String> {
    let folder = library.casework().ok()?.folder(desk.folder?).ok()?;
    let unit = folder.text(Field::Unit);
    (!unit.is_empty()).then(|| unit.to_owned())
}

impl GroupItem {
    fn new(group: &TierHits, params: &SearchParams) -> Self {
        let shown = group.hits.iter();
        let query_text = &params.query.query_text;
        Self {
            code: group.tier.map_or("other", Tier::code),
            label: group.tier.map_or("参考案例及其他案例", Tier::label),
            rule: match group.tier {
                Some(Tier::SppGuiding | Tier::SpcGuiding) => "应当参照，没有也列出",
                _ => "可以参考",
            },
            total: grouped(group.total),
            none: group.total == 0,
            hits: shown.map(|hit| HitItem::new(hit, query_text)).collect(),
            all: group
                .tier
                .filter(|_| group.total > group.hits.len())
                .map(|tier| {
                    filters::href_with(params, |filter| {
                        let tier = vec![tier.code().to_owned()];
                        filter.known.insert(leian_corpus::Facet::Tier, tier);
                    })
                }),
        }
    }
}
