//! Filters as people write them, read into the engine's [`Filter`].

use leian_indexer::Filter;

use super::error::Result;

/// Filter values as they come from a command line or a form. Lists hold
/// alternatives; an empty list or `None` is no condition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FilterInput {
    /// Kinds by code (`spp_guiding_case`) or Chinese name (最高检指导性案例).
    pub kinds: Vec<String>,
    /// Issuers (发布机关).
    pub issuers: Vec<String>,
    /// First day: `2020`, `2020-05` or `2020-05-01`.
    pub date_from: Option<String>,
    /// Last day: `2020`, `2020-05` or `2020-05-31`; a year means its last day.
    pub date_to: Option<String>,
    /// Numbers in any spelling: 检例79, 指导性案例108号, a 案号.
    pub numbers: Vec<String>,
    /// Laws by title or abbreviation.
    pub laws: Vec<String>,
}

impl FilterInput {
    /// Reads the values.
    ///
    /// # Errors
    /// `Filter` for an unknown kind or a date that is none.
    pub fn parse(&self) -> Result<Filter> {
        todo!()
    }
}
