//! Wire types: what programs read. Each is made from a domain type and holds
//! nothing but texts, numbers and lists. Absent fields are left out.
//!
//! Ranges are half open and given twice: `byte_range` in bytes of the text in
//! UTF-8, `char_range` in Unicode characters (scalar values).

mod citation;
mod document;
mod error;
mod health;
mod metadata;
mod search;
mod timeline;

pub use citation::{ChangeView, ChangedByView, CitationView, CitationsView, RepealView};
pub use document::{
    ArticleView, BlockView, BodyView, DocumentRefView, DocumentView, GroundView, NeighbourView,
    OutlineView, SectionView, ValidityView, VersionView,
};
pub use error::{ErrorEnvelope, ErrorView};
pub use health::{HealthView, ModelView};
pub use metadata::{KindView, LawView, MetadataView, ProvenanceView};
pub use search::{
    CountView, CoverageView, FacetsView, HitView, JumpView, NoteView, PartView, PassageView,
    RankScoreView, ReasonsView, SearchView, SectionHighlightView, SnippetView, SpanView,
    TotalsView, UnderstoodView, UnitView, YearCountView,
};
pub use timeline::{
    ActView, ArticleHistoryView, ArticleOnDayView, BasisView, DiffRunView, HistoryEventView,
    VersionPeriodView, WordingView,
};
