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
mod timeline;

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
    CoverageView, HitView, JumpView, NoteView, PartView, PassageView, RankScoreView, ReasonsView,
    SearchView, SectionHighlightView, SnippetView, SpanView, TotalsView, UnderstoodView, UnitView,
};
pub use timeline::{
    ActView, ArticleHistoryView, ArticleOnDayView, BasisView, DiffRunView, HistoryEventView,
    VersionPeriodView, WordingView,
};
