//! Conditions on metadata, applied alike to words and to vectors.

use jiff::civil::Date;
use leian_corpus::{DocumentId, DocumentKind, LawKey};

/// What an entry is a unit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnitKind {
    /// A whole case, question or judgment (案例).
    Case,
    /// One article of a statute (条).
    Article,
    /// Statute text outside articles: preamble, annex, signature.
    Text,
}

/// Conditions that an entry must meet. An empty list is no condition; values
/// within one list are alternatives; lists and dates must all be met.
/// `Filter::default()` lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Document kinds that pass.
    pub kinds: Vec<DocumentKind>,
    /// Document kinds that do not pass.
    pub exclude_kinds: Vec<DocumentKind>,
    /// Issuers (发布机关) as the documents name them.
    pub issuers: Vec<String>,
    /// First day that passes; an entry without a date does not pass.
    pub date_from: Option<Date>,
    /// Last day that passes; an entry without a date does not pass.
    pub date_to: Option<Date>,
    /// Numbers of cases: 检例第79号, 指导案例108号, a 案号.
    pub numbers: Vec<String>,
    /// Laws, whatever the version.
    pub laws: Vec<LawKey>,
    /// Documents that pass.
    pub documents: Vec<DocumentId>,
    /// Documents that do not pass.
    pub exclude_documents: Vec<DocumentId>,
    /// Units that pass.
    pub units: Vec<UnitKind>,
    /// Courts (审理法院) as the documents name them.
    pub courts: Vec<String>,
    /// Charges and causes (罪名、案由) as the documents name them.
    pub charges: Vec<String>,
    /// Regions (地区) as the documents name them.
    pub regions: Vec<String>,
    /// Keywords (关键词) as the documents name them.
    pub keywords: Vec<String>,
    /// Source folders: `laws` passes all that was imported below it,
    /// `laws/刑法` what lies in that folder.
    pub folders: Vec<String>,
    /// Source folders that do not pass.
    pub exclude_folders: Vec<String>,
}

impl Filter {
    /// True when every entry passes.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
