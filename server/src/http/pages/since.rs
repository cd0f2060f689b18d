//! A document in time: which text of a statute applied on a day, and what a case cites
//! that changed since.

use leian_corpus::{Body, Document};
use leian_indexer::Snapshot;

use super::as_of::{ActItem, AsOf};
use crate::http::error::HttpError;
use crate::http::labels::today;
use crate::http::reading::DocumentReading;
use crate::retrieval::timeline::known_law;
use crate::retrieval::{ActRef, Change, ChangedCitation, changed_since};

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
    let Some(known) = known_law(snapshot, &law.key)? else {
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
    /// The day of the case, where known.
    pub since: Option<String>,
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
///
/// # Errors
/// When the library cannot be read.
pub fn changed(snapshot: &Snapshot, document: &Document) -> Result<Option<ChangedItem>, HttpError> {
    let changed = changed_since(snapshot, document)?;
    if changed.is_empty() {
        return Ok(None);
    }
    let mut first: Vec<ChangedLine> = changed.iter().map(ChangedLine::from).collect();
    let rest = first.split_off(first.len().min(FIRST_CHANGED));
    Ok(Some(ChangedItem {
        first,
        rest,
        total: changed.len(),
        since: document.metadata.date.map(|date| date.to_string()),
    }))
}

impl From<&ChangedCitation> for ChangedLine {
    fn from(changed: &ChangedCitation) -> Self {
        let (ground, href) = match &changed.change {
            Change::Repealed { date, successor } => {
                let date = date.map_or("已废止".to_owned(), |date| format!("自 {date} 起废止"));
                let successor = successor.as_ref().map(|law| format!("，由《{law}》取代"));
                (format!("{date}{}", successor.unwrap_or_default()), None)
            }
            Change::Amended {
                act,
                effective,
                document,
            } => {
                let href = document.as_ref().map(|id| format!("/documents/{id}"));
                (format!("经《{act}》修改（{effective}）"), href)
            }
            Change::Deleted => ("已删去".to_owned(), None),
        };
        Self {
            provision: format!("《{}》{}", changed.law, changed.article),
            ground,
            href,
        }
    }
}
