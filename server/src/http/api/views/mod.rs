//! Wire types: what programs read. Each is made from a domain type and holds
//! nothing but texts, numbers and lists. Absent fields are left out.
//!
//! Ranges are half open and given twice: `byte_range` in bytes of the text in
//! UTF-8, `char_range` in Unicode characters (scalar values).

mod applicable;
mod citation;
mod document;
mod error;
mod facets;
mod graph;
mod health;
mod metadata;
mod search;
mod similar;
mod suggest;
mod timeline;
mod two_days;
mod understood;

pub use applicable::{ApplicableView, NamedCaseView, ProposedArticleView, RivalView, SignalView};
pub use citation::{ChangeView, ChangedByView, CitationView, CitationsView, RepealView};
pub use document::{
    ArticleView, BlockView, BodyView, DocumentRefView, DocumentView, GroundView, NeighbourView,
    OutlineView, SectionView, ValidityView, VersionView,
};
pub use error::{ErrorEnvelope, ErrorView};
pub use facets::{CountView, FacetsView, YearCountView};
pub use graph::{
    CitedByView, CitedLineView, CitesView, CitingGroupView, CitingHitView, NumberPeriodView,
    TargetView,
};
pub use health::{HealthView, ModelView};
pub use metadata::{KindView, LawView, MetadataView, ProvenanceView};
pub use search::{
    CoverageView, HitView, PassageView, RankScoreView, ReasonsView, SearchView,
    SectionHighlightView, SnippetView, SpanView, TotalsView, UnitView,
};
pub use similar::{
    DifferenceView, FoundChargeView, MatchView, QuotedView, SharedArticleView, SimilarCaseView,
    SimilarSignalView, SimilarView,
};
pub use suggest::{SuggestionView, SuggestionsView};
pub use timeline::{
    ActView, ArticleHistoryView, ArticleOnDayView, BasisView, DiffRunView, HistoryEventView,
    VersionPeriodView, WordingView,
};
pub use two_days::{PenaltyView, SideView, TwoDaysView};
pub use understood::{
    AdditionView, JumpView, NoteView, ParameterView, PartView, RecognisedView, UnderstoodView,
};
