//! A document in time: which text of a statute applied on a day, and what a case cites
//! that changed since.

use leian_corpus::Body;
use leian_indexer::Snapshot;

use super::as_of::{ActItem, AsOf};
use crate::http::error::HttpError;
use crate::http::reading::DocumentReading;
use crate::labels::today;
use crate::retrieval::{ActRef, CaseStanding, Ground, GroundKind};

/// Changed provisions that are named at once; the others fold.
const FIRST_CHANGED: usize = 6;

/// Which text of a statute applied on a day.
pub enum ThatDay {
    /// This one.
    This,
    /// Another one that the library holds: its date and address.
    Other(String, String),
    /// None that the library holds, with the act that changed the law next.
    NotHeld(Option<ActItem>),
}

/// The text of a statute that applied on the day; `None` for what is no statute.
///
/// # Errors
/// When the library cannot be read.
pub fn that_day(
    snapshot: &Snapshot,
    reading: &DocumentReading,
    as_of: AsOf,
) -> Result<Option<ThatDay>, HttpError> {
    let document = &reading.document;
    let (Body::Statute(_), Some(law)) = (&document.body, &document.metadata.law) else {
        return Ok(None);
    };
    let Some(known) = snapshot.known_law(&law.key)? else {
        return Ok(None);
    };
    let day = as_of.day;
    let versions = known.timeline.versions(today());
    let applied = versions.iter().find(|version| {
        let ended = version.until.as_ref().is_some_and(|(end, _)| *end <= day);
        version.part == law.part && version.from <= day && !ended
    });
    Ok(Some(match applied {
        Some(version) if version.document == document.id => ThatDay::This,
        Some(version) => ThatDay::Other(
            version.from.to_string(),
            format!("/documents/{}?{}", version.document, as_of.query()),
        ),
        None => {
            let next = known.timeline.acts().find(|act| act.effective > day);
            ThatDay::NotHeld(next.map(|act| ActItem::from(&ActRef::from(act))))
        }
    }))
}

/// What a case cites that changed since.
pub struct ChangedItem {
    /// The provisions that are named at once.
    pub first: Vec<ChangedLine>,
    /// The others.
    pub rest: Vec<ChangedLine>,
    /// How many provisions.
    pub total: usize,
    /// The day of the case, in words.
    pub since: String,
}

/// A provision that changed, with the ground.
pub struct ChangedLine {
    /// 《刑法》第一百三十三条之一
    pub provision: String,
    /// What happened, in words.
    pub ground: String,
    /// The act that did it, where the library holds it.
    pub href: Option<String>,
}

/// What a case cites that changed since; `None` where nothing is known to.
pub fn changed(validity: Option<&CaseStanding>) -> Option<ChangedItem> {
    let validity = validity.filter(|validity| !validity.grounds.is_empty())?;
    let mut first: Vec<ChangedLine> = validity.grounds.iter().map(ChangedLine::from).collect();
    let rest = first.split_off(first.len().min(FIRST_CHANGED));
    Some(ChangedItem {
        first,
        rest,
        total: validity.grounds.len(),
        since: match validity.published {
            true => validity.day.to_string(),
            false => format!("文中最晚日期 {}", validity.day),
        },
    })
}

impl From<&Ground> for ChangedLine {
    fn from(ground: &Ground) -> Self {
        let act = match &ground.what {
            GroundKind::Deleted(act) => act.as_ref(),
            GroundKind::Amended(act) => Some(act),
            GroundKind::Repealed(_) => None,
        };
        let document = act.and_then(|act| act.document.as_ref());
        Self {
            provision: ground.provision(),
            ground: ground.event(),
            href: document.map(|id| format!("/documents/{id}")),
        }
    }
}
