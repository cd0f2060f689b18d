//! What was asked: a [`SearchQuery`] as the faces hand it over, and how its text
//! is read.

mod lexer;
pub mod mention;
pub mod syntax;

use leian_corpus::organs::Organ;
use leian_indexer::Filter;

use super::sort::Sort;

/// Longest text that a search takes, in characters. The facts of a case fit;
/// a longer text is refused with a clear error instead of being cut silently.
pub const MAX_QUERY_CHARS: usize = 20_000;

/// Largest page.
pub const MAX_PER_PAGE: usize = 100;

/// How candidates are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// By words (全文): BM25 over the weighted fields.
    Lexical,
    /// By meaning (语义): nearest passages.
    Semantic,
    /// Both lists, fused (混合).
    #[default]
    Hybrid,
}

impl Mode {
    /// All modes, default first.
    pub const ALL: [Self; 3] = [Self::Hybrid, Self::Lexical, Self::Semantic];

    /// Stable code, used in parameters and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lexical => "lexical",
            Self::Semantic => "semantic",
            Self::Hybrid => "hybrid",
        }
    }

    /// Chinese name for readers.
    pub fn label(self) -> &'static str {
        match self {
            Self::Lexical => "按字词",
            Self::Semantic => "按意思",
            Self::Hybrid => "综合",
        }
    }

    /// The mode with this [`code`](Self::code).
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// One search, as a face hands it over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchQuery {
    /// As typed.
    pub query_text: String,
    /// How to find candidates.
    pub mode: Mode,
    /// Conditions on metadata.
    pub filter: Filter,
    /// Page, from 1. A page past the end has no hits and the true total.
    pub page: usize,
    /// Hits a page, from 1 to [`MAX_PER_PAGE`].
    pub per_page: usize,
    /// Show one version of an article, the newest in force of those that match.
    pub collapse_versions: bool,
    /// Additions of the program that the user took away, by their phrase.
    pub without: Vec<String>,
    /// The order of the list.
    pub sort: Sort,
    /// Whether the counts without each filter that is set are wanted; each costs another
    /// search.
    pub relaxed: bool,
    /// Who asks: the counts of tiers ③ and ④ are of this unit.
    pub unit: Option<Organ>,
}

impl Default for SearchQuery {
    fn default() -> Self {
        Self {
            query_text: String::new(),
            mode: Mode::default(),
            filter: Filter::default(),
            page: 1,
            per_page: 10,
            collapse_versions: true,
            without: Vec::new(),
            sort: Sort::default(),
            relaxed: false,
            unit: None,
        }
    }
}

impl SearchQuery {
    /// A hybrid search for `query_text`, first page of ten.
    pub fn new(query_text: impl Into<String>) -> Self {
        Self {
            query_text: query_text.into(),
            ..Self::default()
        }
    }
}
