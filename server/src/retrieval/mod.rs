//! A query's way through a library: what was typed is understood, candidates
//! are fetched by words and by meaning, the two lists are fused, and hits are
//! made from the best of them.
//!
//! One function a job, the same for every face: [`search()`] for a page of hits,
//! [`rank`] for a deep ranking without texts. Both go the same way, so what is
//! measured is what is served.
//!
//! Knows the engine (`leian-indexer`), the texts (`leian-corpus`) and the
//! model; never knows HTTP, HTML or the command line, and never reads labels of
//! an evaluation set.
//!
//! Reading order. A search: [`query`] (what was typed), [`jump`] (targets named by
//! number), [`filter`] and [`knowledge`] (conditions), [`candidates`] (two lists),
//! [`learned`] (articles weighed), [`fusion`], [`ranking`] and `arrange` (one list),
//! [`hit`] and [`snippet`] (what is shown), [`search`](mod@search) (from one end to the
//! other). Beside it, each on its own: [`timeline`] (articles on a day), [`citations`] (the
//! citations of a whole text), [`numbered`] (texts by 文号), [`validity`] (guiding cases whose law changed),
//! [`cited_by`] and [`cites`] (the citation graph), [`applicable`] (facts → articles),
//! [`similar`] (facts → cases). [`terms`] and [`sentences`] are what the last two compare by.

pub mod query;

pub mod jump;

pub mod law_by_name;
pub mod timeline;
pub mod two_days;

pub mod citations;
mod cited_cases;
pub mod numbered;
pub mod validity;

pub mod cited_by;
pub mod cites;

pub mod applicable;
pub mod similar;

pub mod long_text;
pub mod sentences;
pub mod terms;

pub mod candidates;

pub mod fusion;
pub mod learned;
pub mod ranking;

pub mod duplicates;
pub mod hit;
mod relaxed;
pub mod snippet;
pub mod sort;
pub mod tiers;

pub mod filter;
pub mod knowledge;
pub mod sentencing;

mod arrange;
pub mod search;
pub mod suggest;
pub mod understanding;
pub mod understood;

mod error;

pub use applicable::{
    Applicable, ConductDay, Facts, NamedCase, ProposedArticle, Rival, TEXT_NOT_KNOWN, applicable,
};
pub use citations::{CheckedCitation, CitationReport, CitedText, MAX_CITED_CHARS, check_citations};
pub use cited_by::{CitedBy, CitedByQuery, CitingEntries, CitingGroup, CitingHit, cited_by};
pub use cites::{CitedLine, Cites, cites, is_in_library, named_law, named_targets, targets_of};
pub use error::{Result, RetrievalError};
pub use filter::{FilterInput, accepted};
pub use hit::{Hit, PassageHit, RankScore, SectionHighlight, Snippet, VersionRef};
pub use jump::{named, named_case};
pub use knowledge::facet_counts;
pub use learned::features::{Feature, RankGround};
pub use learned::level::Level;
pub use learned::pool::Pool;
pub use learned::{Ranker, RankerError};
pub use query::{MAX_PER_PAGE, MAX_QUERY_CHARS, Mode, SearchQuery};
pub use relaxed::FilterGroup;
pub use search::{
    Engine, RankedEntry, SearchResponse, SemanticCoverage, article_pool, rank, search,
};
pub use similar::{
    SimilarCase, SimilarCases, SimilarQuery, Told, rank_similar, similar, similar_signals,
};
pub use sort::Sort;
pub use suggest::{Suggestion, SuggestionKind};
pub use timeline::{
    ActRef, ArticleHistory, ArticleOnDay, DayWording, HistoryEvent, NumberPeriod, WordingStatus,
    article_history, article_on_day,
};
pub use understanding::{Addition, AdditionKind, Recognised, RecognisedKind, marked};
pub use understood::{Note, NoteKind, Part, PartKind, Understood};
pub use validity::{CaseStanding, Ground, GroundKind, case_validity};
