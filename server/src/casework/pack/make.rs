//! A case made ready for a pack.

use leian_corpus::{Body as Text, CitedTarget, Document, DocumentId, EntryId};
use leian_indexer::Snapshot;

use super::{Item, Statute, is_held_back};
use crate::casework::error::Result;
use crate::casework::report::checks::validity;
use crate::retrieval::cites;

/// Articles that stand in the box beside a case.
const MOST_STATUTES: usize = 8;

/// The case with what is held back by default, and the articles it cites as they read
/// now. `None` for what the library does not hold, and for what is no case.
///
/// # Errors
/// When the index cannot be read.
pub fn item(snapshot: &Snapshot, id: &str) -> Result<Option<Item>> {
    let Some(document) = case(snapshot, id)? else {
        return Ok(None);
    };
    let Text::Sections(sections) = &document.body else {
        return Ok(None);
    };
    let held_back = sections.iter().enumerate();
    let held_back = held_back.filter(|(_, section)| is_held_back(section.role));
    Ok(Some(Item {
        document: id.to_owned(),
        title: document.title.clone(),
        held_back: held_back.map(|(at, _)| at).collect(),
        validity: validity(snapshot, &document)?,
        statutes: statutes(snapshot, id)?,
        ..Item::default()
    }))
}

/// A case of the library; `None` for anything else.
///
/// # Errors
/// When the index cannot be read.
pub fn case(snapshot: &Snapshot, id: &str) -> Result<Option<Document>> {
    let Ok(id) = DocumentId::parse(id) else {
        return Ok(None);
    };
    let document = snapshot.document(&id)?;
    Ok(document.filter(|document| matches!(document.body, Text::Sections(_))))
}

fn statutes(snapshot: &Snapshot, id: &str) -> Result<Vec<Statute>> {
    let Ok(id) = EntryId::parse(id) else {
        return Ok(Vec::new());
    };
    let Some(cited) = cites(snapshot, &id)? else {
        return Ok(Vec::new());
    };
    let mut statutes = Vec::new();
    for line in cited.targets {
        let (CitedTarget::Article(law, number), Some(entry)) = (&line.target, &line.entry) else {
            continue;
        };
        let Some(at) = snapshot.find(entry)? else {
            continue;
        };
        let found = snapshot.entry(at)?;
        statutes.push(Statute {
            law: law.as_str().to_owned(),
            number: number.to_string(),
            title: found.title(),
            text: found.text(),
        });
        if statutes.len() == MOST_STATUTES {
            break;
        }
    }
    Ok(statutes)
}
