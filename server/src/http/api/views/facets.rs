//! Counts over a result set.

use leian_corpus::organs::Organ;
use leian_corpus::{ArticleNumber, CitedTarget, Facet, LawKey};
use leian_indexer::Facets;
use serde::Serialize;

use crate::retrieval::facet_counts;

/// Counts over exactly the result set.
#[derive(Clone, Debug, Serialize)]
pub struct FacetsView {
    /// By kind.
    pub kinds: Vec<CountView>,
    /// By issuer.
    pub issuers: Vec<CountView>,
    /// By year, newest first.
    pub years: Vec<YearCountView>,
    /// By function of the procuratorate.
    pub functions: Vec<CountView>,
    /// By subfield.
    pub fields: Vec<CountView>,
    /// By means of supervision.
    pub means: Vec<CountView>,
    /// By charge.
    pub charges: Vec<CountView>,
    /// By province.
    pub regions: Vec<CountView>,
    /// By level of court and procuratorate.
    pub levels: Vec<CountView>,
    /// By tier of similar cases.
    pub tiers: Vec<CountView>,
    /// By rank of law.
    pub ranks: Vec<CountView>,
    /// By validity of law.
    pub validities: Vec<CountView>,
    /// The articles that most entries cite.
    pub cited_articles: Vec<CountView>,
}

impl FacetsView {
    /// The counts; of tiers ③ and ④ those of `unit`.
    pub(super) fn new(facets: &Facets, unit: Option<&Organ>) -> Self {
        let count = |value: &str, label: &str, count| CountView {
            value: value.to_owned(),
            label: label.to_owned(),
            count,
        };
        let known = |facet: Facet| {
            let counts = facet_counts(facets, facet, unit).into_iter();
            counts
                .map(|(value, number)| count(&value, &facet.value_label(&value), number))
                .collect()
        };
        let cited = |(law, number, times): &(LawKey, ArticleNumber, usize)| {
            let label = CitedTarget::Article(law.clone(), *number).label();
            count(&label, &label, *times)
        };
        Self {
            functions: known(Facet::Function),
            fields: known(Facet::Field),
            means: known(Facet::Means),
            charges: known(Facet::Charge),
            regions: known(Facet::Region),
            levels: known(Facet::Level),
            tiers: known(Facet::Tier),
            ranks: known(Facet::Rank),
            validities: known(Facet::Validity),
            cited_articles: facets.cited_articles.iter().map(cited).collect(),
            kinds: facets
                .kinds
                .iter()
                .map(|(kind, number)| count(kind.code(), kind.label(), *number))
                .collect(),
            issuers: facets
                .issuers
                .iter()
                .map(|(issuer, number)| count(issuer, issuer, *number))
                .collect(),
            years: facets
                .years
                .iter()
                .map(|&(year, count)| YearCountView { year, count })
                .collect(),
        }
    }
}

/// How often a value occurs.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// What the filter parameter takes.
    pub value: String,
    /// For readers.
    pub label: String,
    /// Entries of the result set.
    pub count: usize,
}

/// How often a year occurs.
#[derive(Clone, Debug, Serialize)]
pub struct YearCountView {
    /// The year.
    pub year: i16,
    /// Entries of the result set.
    pub count: usize,
}
