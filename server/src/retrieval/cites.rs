//! What a document cites (引用情况), with counts, and what a text of a person names
//! as the target of a look-up.

use std::collections::BTreeMap;

use leian_corpus::{CitedTarget, DocumentId, Entry, EntryId, LawKey, Unit, doc_number, graph};
use leian_indexer::{EntryRef, Snapshot};

use super::error::Result;
use super::jump;
use super::query::mention::{self, Target};

/// Targets that one answer names. The longest code cites some hundred.
const MOST_TARGETS: usize = 1_000;

/// What a document or one of its entries cites.
#[derive(Clone, Debug)]
pub struct Cites {
    /// The document.
    pub document_id: DocumentId,
    /// Title of the document or of the entry asked for.
    pub title: String,
    /// The entry asked for, when it is not the whole document.
    pub entry: Option<EntryId>,
    /// Mentions in all, own ones included.
    pub mentions: usize,
    /// Different targets in all; the list ends at 1,000.
    pub total: usize,
    /// What is cited: that of others first, the most often mentioned first.
    pub targets: Vec<CitedLine>,
}

/// One target with its count.
#[derive(Clone, Debug)]
pub struct CitedLine {
    /// What is cited.
    pub target: CitedTarget,
    /// How often.
    pub mentions: usize,
    /// The document speaks of itself (本法第三条).
    pub own: bool,
    /// Title in the library; `None` when the library does not hold it.
    pub title: Option<String>,
    /// The newest version of the article, or the case.
    pub entry: Option<EntryId>,
    /// The newest document of the law, or that of the case.
    pub document: Option<DocumentId>,
    /// How many entries of the library cite it, by the term dictionary, versions
    /// counted apart.
    pub cited_by: u64,
}

/// What a document cites, by its id or by the id of one of its entries; `None` when
/// the library does not hold it.
///
/// # Errors
/// When the index cannot be read.
pub fn cites(snapshot: &Snapshot, id: &EntryId) -> Result<Option<Cites>> {
    let document_id = id.document_id();
    let Some(document) = snapshot.document(&document_id)? else {
        return Ok(None);
    };
    let entries = document.entries();
    let of_document = id.as_str() == document_id.as_str();
    let asked = |entry: &&Entry| of_document || entry.id == *id;
    let Some(first) = entries.iter().find(asked) else {
        return Ok(None);
    };
    let mut counts: BTreeMap<(bool, CitedTarget), usize> = BTreeMap::new();
    for (entry, citations) in entries.iter().zip(graph::of_entries(&entries)) {
        if asked(&entry) {
            for citation in citations {
                *counts.entry((citation.own, citation.target)).or_default() += 1;
            }
        }
    }
    let mut sorted: Vec<((bool, CitedTarget), usize)> = counts.into_iter().collect();
    // A stable sort: equal counts stay by law and number.
    sorted.sort_by_key(|((own, _), mentions)| (*own, std::cmp::Reverse(*mentions)));
    Ok(Some(Cites {
        title: if of_document {
            document.title
        } else {
            first.title()
        },
        document_id,
        entry: (!of_document).then(|| id.clone()),
        mentions: sorted.iter().map(|(_, mentions)| mentions).sum(),
        total: sorted.len(),
        targets: sorted
            .into_iter()
            .take(MOST_TARGETS)
            .map(|((own, target), mentions)| line(snapshot, target, own, mentions))
            .collect::<Result<_>>()?,
    }))
}

fn line(snapshot: &Snapshot, target: CitedTarget, own: bool, mentions: usize) -> Result<CitedLine> {
    let (title, entry, document) = held(snapshot, &target)?;
    Ok(CitedLine {
        cited_by: snapshot.citing_frequency(&target)?,
        target,
        mentions,
        own,
        title,
        entry,
        document,
    })
}

type Held = (Option<String>, Option<EntryId>, Option<DocumentId>);

/// What the library has of a target.
fn held(snapshot: &Snapshot, target: &CitedTarget) -> Result<Held> {
    let of_entry = |entry: Option<EntryRef>| -> Result<Held> {
        let Some(entry) = entry else {
            return Ok((None, None, None));
        };
        let entry = snapshot.entry(entry)?;
        Ok((Some(entry.title()), Some(entry.id), Some(entry.document_id)))
    };
    match target {
        CitedTarget::Article(law, number) => {
            of_entry(snapshot.by_article(law, *number).first().copied())
        }
        CitedTarget::Case(number) => of_entry(snapshot.cases_of_number(number)?.first().copied()),
        CitedTarget::Law(law) => {
            let Some(id) = snapshot.documents_of_law(law)?.into_iter().next() else {
                return Ok((None, None, None));
            };
            let first = snapshot.entries_of(&id)?.first().copied();
            let (_, _, document) = of_entry(first)?;
            let title = first.map(|first| snapshot.entry(first)).transpose()?;
            let title = title.and_then(|entry| Some(entry.metadata.law?.title));
            Ok((title, None, document))
        }
    }
}

/// Whether the library holds a target.
///
/// # Errors
/// When the index cannot be read.
pub fn is_in_library(snapshot: &Snapshot, target: &CitedTarget) -> Result<bool> {
    Ok(match target {
        CitedTarget::Article(law, number) => !snapshot.by_article(law, *number).is_empty(),
        CitedTarget::Case(number) => !snapshot.cases_of_number(number)?.is_empty(),
        CitedTarget::Law(law) => !snapshot.documents_of_law(law)?.is_empty(),
    })
}

/// The law that a name means: one of the library, one of the table of names, or, since
/// any law can be cited, the one of just this title.
pub fn named_law(snapshot: &Snapshot, name: &str) -> LawKey {
    jump::law(snapshot, name).unwrap_or_else(|| LawKey::of(name))
}

/// What can be cited of a document or entry: the article, the law, the numbers of the
/// case. Empty for a text that nothing can name; `None` when it is not in the library.
///
/// # Errors
/// When the index cannot be read.
pub fn targets_of(snapshot: &Snapshot, id: &EntryId) -> Result<Option<Vec<CitedTarget>>> {
    let document_id = id.document_id();
    let at = match id.as_str() == document_id.as_str() {
        true => snapshot.entries_of(&document_id)?.first().copied(),
        false => snapshot.find(id)?,
    };
    let Some(at) = at else {
        return Ok(None);
    };
    let entry = snapshot.entry(at)?;
    let metadata = &entry.metadata;
    if let Some(law) = &metadata.law {
        let target = match &entry.unit {
            Unit::Article { number, .. } if entry.id == *id => {
                CitedTarget::Article(law.key.clone(), *number)
            }
            _ => CitedTarget::Law(law.key.clone()),
        };
        return Ok(Some(vec![target]));
    }
    let numbers = [&metadata.number, &metadata.case_number];
    let numbers = numbers.into_iter().flatten();
    Ok(Some(numbers.cloned().map(CitedTarget::Case).collect()))
}

/// The target that a person names: 刑法 133-1, 刑法第一百三十三条之一, 合同法,
/// 检例第79号, or the id of a document or entry. What the library does not hold can
/// be cited all the same.
///
/// # Errors
/// When the index cannot be read.
pub fn named_targets(snapshot: &Snapshot, text: &str) -> Result<Vec<CitedTarget>> {
    let text = text.trim();
    if let Ok(id) = EntryId::parse(text)
        && let Some(targets) = targets_of(snapshot, &id)?
    {
        return Ok(targets);
    }
    let named = target_named(text, &|name| jump::law(snapshot, name));
    Ok(named.or_else(|| unknown_name(text)).into_iter().collect())
}

/// The first target that a text names; `law` says which law a name means.
pub(super) fn target_named(
    text: &str,
    law: &dyn Fn(&str) -> Option<LawKey>,
) -> Option<CitedTarget> {
    let first = mention::mentions(text, law).into_iter().next()?;
    Some(match first.target {
        Target::Case(number) | Target::CaseNumber(number) => CitedTarget::Case(number),
        Target::Article(law, number) => CitedTarget::Article(law, number),
        Target::ArticleOfUnknownLaw(name, number) => {
            CitedTarget::Article(LawKey::of(&name), number)
        }
        Target::Law(law) => CitedTarget::Law(law),
        Target::UnknownLaw(name) => CitedTarget::Law(LawKey::of(&name)),
        // What cites a law is counted by its title, whatever the edition.
        Target::Numbered(number, article) => {
            let law = match doc_number::known(&number) {
                Some(known) => known.law.clone(),
                None => LawKey::of(&number),
            };
            match article {
                Some(article) => CitedTarget::Article(law, article),
                None => CitedTarget::Law(law),
            }
        }
    })
}

/// A law that neither the library nor the table of names knows, perhaps with a number
/// behind it: 某某条例 3-1.
fn unknown_name(text: &str) -> Option<CitedTarget> {
    let (name, number) = match text.rsplit_once(char::is_whitespace) {
        Some((name, number)) => (name, number.parse().ok()),
        None => (text, None),
    };
    match number {
        Some(number) => Some(CitedTarget::Article(LawKey::of(name), number)),
        None => (!text.is_empty()).then(|| CitedTarget::Law(LawKey::of(text))),
    }
}
