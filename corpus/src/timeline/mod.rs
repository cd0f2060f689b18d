//! How a law changed over time: which acts amended it, what each did to which article,
//! and which wording was in force on a day (从旧兼从轻 asks for that of the conduct).
//!
//! Reading order: [`KnownLaw`] (what a library holds of a law), [`act`] (acts and what
//! they do), [`amendment`] (reading an amending act), [`LawTimeline`] (acts and held
//! texts in order), [`LawTimeline::wording`] (asking it), [`correspondences`] (which
//! article of one text is which of the next).
//!
//! The rule of the whole module: a text is given for a day only where it is held for
//! that day or follows from the acts; where an act stands between that the library does
//! not hold, or that only names what it changed, the answer is that act.

mod known_law;
mod paragraphs;
pub mod repealed;
pub mod repeals;

pub mod act;
mod amending_titles;
pub mod amendment;
mod apply;
pub mod commencement;
mod known_acts;
mod legislative_history;

mod article_states;
mod diff;
mod law_timeline;
mod renumbering;
mod status;
mod wording;

pub use act::{Act, ActKind, ArticleChange, Operation, Touches};
pub use amendment::AmendingAct;
pub use article_states::{ArticlePart, LeftAlone};
pub use diff::{DiffRun, diff};
pub use known_law::{KnownLaw, LawVersion, is_amended, is_deleted, last_wording};
pub use law_timeline::{LawTimeline, VersionPeriod};
pub use legislative_history::{NamedAct, acts_named};
pub use paragraphs::{Paragraph, paragraphs};
pub use renumbering::{Correspondence, correspondences};
pub use repeals::{Repeals, TextRepeal};
pub use status::LawStatus;
pub use wording::{ArticleEvent, Basis, EventKind, Wording};

#[cfg(test)]
mod days_real_tests;
#[cfg(test)]
mod real_texts_tests;
#[cfg(test)]
mod repeals_real_tests;
