//! The five evaluation sets and their protocols.
//!
//! A protocol says which entries are searched, how an entry is named, how names
//! are compared and which measures are taken. It never sees a label.

pub mod lecard;
mod names;

use std::{fmt, str::FromStr};

use leian_corpus::{DocumentKind, Entry, LawKey, Unit};
use leian_indexer::Filter;

use crate::metrics::{Metric, Relevance};

pub use names::{article_name, compared_name, without_inserted};

/// Which set is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// Laypeople's questions → articles of national law.
    Stard,
    /// Facts → similar judgments, graded.
    Lecard,
    /// Prosecutors' questions to experts → articles.
    Jianda,
    /// Facts of judgments → articles of the Criminal Law.
    Charges,
    /// Questions as prosecutors type them → guiding cases.
    Prosecutor,
}

impl Set {
    /// All sets, in the order in which a report lists them.
    pub const ALL: [Self; 5] = [
        Self::Stard,
        Self::Lecard,
        Self::Jianda,
        Self::Charges,
        Self::Prosecutor,
    ];

    /// Folder and configuration name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Stard => "stard",
            Self::Lecard => "lecard",
            Self::Jianda => "jianda",
            Self::Charges => "charges",
            Self::Prosecutor => "prosecutor",
        }
    }

    /// Hits a query that a run holds: all of LeCaRD, 1,000 otherwise.
    #[must_use]
    pub const fn depth(self) -> usize {
        match self {
            Self::Lecard => 2_611,
            _ => 1_000,
        }
    }

    /// The measures of the protocol, in the order of its table.
    #[must_use]
    pub fn metrics(self) -> Vec<Metric> {
        use Metric::{Map, Mrr, Ndcg, Precision, Recall, Success};
        match self {
            Self::Stard | Self::Jianda => {
                vec![Ndcg(10), Mrr(10), Recall(10), Recall(50), Recall(100)]
            }
            Self::Lecard => {
                vec![
                    Ndcg(10),
                    Ndcg(20),
                    Ndcg(30),
                    Precision(5),
                    Precision(10),
                    Map,
                    Recall(100),
                ]
            }
            Self::Charges => vec![Success(1), Success(5), Success(10)],
            Self::Prosecutor => vec![Success(1), Success(5), Mrr(10)],
        }
    }

    /// How labels are read: LeCaRD counts label 3 for P and MAP, 2 and 3 for
    /// recall, and ranks the labelled candidates only.
    #[must_use]
    pub const fn relevance(self) -> Relevance {
        match self {
            Self::Lecard => Relevance {
                relevant_from: 3,
                recall_from: 2,
                labelled_only: true,
            },
            _ => Relevance {
                relevant_from: 1,
                recall_from: 1,
                labelled_only: false,
            },
        }
    }

    /// Name of the collection; sets that search the same one share it.
    #[must_use]
    pub const fn collection(self) -> &'static str {
        match self {
            Self::Stard | Self::Jianda => "national-law",
            Self::Charges => "criminal-law",
            Self::Prosecutor => "cases",
            Self::Lecard => "lecard",
        }
    }

    /// What stands beside the collection in its library: never a hit, but evidence for
    /// ranking, as it is in every library (which articles cases cite, which cases are
    /// like a question). Answers to the questions that are asked are none of it, and a
    /// judgment is none for its own facts ([`crate::own_judgments`]).
    #[must_use]
    pub const fn evidence(self) -> &'static [DocumentKind] {
        match self {
            Self::Stard | Self::Jianda => &CASES,
            Self::Charges => &[DocumentKind::Judgment],
            _ => &[],
        }
    }

    /// The filter that cuts a whole library down to the collection.
    #[must_use]
    pub fn filter(self) -> Filter {
        let mut filter = Filter::default();
        match self {
            Self::Stard | Self::Jianda => filter.kinds = NATIONAL_LAW.to_vec(),
            Self::Charges => {
                filter.kinds = vec![DocumentKind::Law];
                filter.laws = vec![LawKey::of("中华人民共和国刑法")];
            }
            Self::Prosecutor => filter.kinds = CASES.to_vec(),
            Self::Lecard => {}
        }
        filter
    }

    /// Name of an entry under the protocol; `None` when it is outside. Text
    /// before and after the articles of a law is no article, so it has no name.
    #[must_use]
    pub fn name(self, entry: &Entry) -> Option<String> {
        match self {
            Self::Stard | Self::Jianda if NATIONAL_LAW.contains(&entry.kind) => article_name(entry),
            Self::Charges => {
                let law = entry.metadata.law.as_ref()?;
                let criminal_law = law.key == LawKey::of("中华人民共和国刑法");
                (criminal_law && entry.kind == DocumentKind::Law).then(|| article_name(entry))?
            }
            Self::Prosecutor if CASES.contains(&entry.kind) && entry.unit == Unit::Case => {
                let number = entry.metadata.number.clone();
                Some(number.unwrap_or_else(|| entry.id.as_str().to_owned()))
            }
            Self::Lecard => entry
                .id
                .as_str()
                .strip_prefix(lecard::ID_PREFIX)
                .map(ToOwned::to_owned),
            _ => None,
        }
    }

    /// How two names are made comparable.
    #[must_use]
    pub fn normalize(self, name: &str) -> String {
        match self {
            Self::Stard | Self::Jianda => compared_name(name),
            Self::Charges => without_inserted(&compared_name(name)),
            Self::Lecard | Self::Prosecutor => name.to_owned(),
        }
    }
}

/// What STARD's collection calls national law: local regulations and other
/// normative texts are outside.
const NATIONAL_LAW: [DocumentKind; 6] = [
    DocumentKind::Constitution,
    DocumentKind::Law,
    DocumentKind::AdministrativeRegulation,
    DocumentKind::SupervisionRegulation,
    DocumentKind::JudicialInterpretation,
    DocumentKind::DepartmentalRule,
];

/// Published cases; judgments and invented teaching cases are none of them.
const CASES: [DocumentKind; 5] = [
    DocumentKind::SppGuidingCase,
    DocumentKind::SpcGuidingCase,
    DocumentKind::SupervisionGuidingCase,
    DocumentKind::GazetteCase,
    DocumentKind::TypicalCase,
];

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Set {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|set| set.code() == code)
            .ok_or_else(|| {
                let known: Vec<_> = Self::ALL.iter().map(|set| set.code()).collect();
                format!("unknown set {code:?}; known are {}", known.join(", "))
            })
    }
}
