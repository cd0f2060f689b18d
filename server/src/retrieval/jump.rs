//! Targets that a query names, looked up: what the library has of them stands
//! first, and what it has not is said.

use std::collections::BTreeSet;

use leian_corpus::{ArticleNumber, DocumentId, EntryId, LawKey, Unit, law_names};
use leian_indexer::{EntryRef, Filter, MatchSet, Snapshot};

use super::error::Result;
use super::law_by_name::not_held;
use super::numbered::{self, Numbered};
use super::query::mention::{self, Target};
use super::understood::{Jump, Note, NoteKind};

/// Most texts of one number that are put first.
const MOST_NUMBERED: usize = 20;

/// What the named targets came to.
#[derive(Clone, Debug, Default)]
pub(super) struct Named {
    /// Entries to put first, in the order named, each with whether it stands for
    /// its whole document.
    pub entries: Vec<(EntryRef, bool)>,
    /// The targets, for readers.
    pub jumps: Vec<Jump>,
    /// What is not in the library, or not under this filter.
    pub notes: Vec<Note>,
}

/// Finds what `text` names. With `collapse` one version of an article, the newest
/// in force; without it all of them.
pub(super) fn resolve(
    snapshot: &Snapshot,
    text: &str,
    filter: &Filter,
    collapse: bool,
) -> Result<Named> {
    let mentions = mention::mentions(text, &|name| law(snapshot, name));
    if mentions.is_empty() {
        return Ok(Named::default());
    }
    let passing = match filter.is_empty() {
        true => None,
        false => Some(snapshot.filter_only(filter, false)?),
    };
    let mut resolver = Resolver {
        snapshot,
        passing,
        collapse,
        named: Named::default(),
    };
    for mention in mentions {
        resolver.resolve(mention.target)?;
    }
    Ok(resolver.named)
}

/// The case that a person names: by its id, its number or its title. `None` for what the
/// library does not hold, and for what is no case.
///
/// # Errors
/// If the index cannot be read.
pub fn named_case(snapshot: &Snapshot, text: &str) -> Result<Option<DocumentId>> {
    let by_id = match EntryId::parse(text) {
        Ok(id) => snapshot.find(&id)?,
        Err(_) => None,
    };
    let found = match by_id {
        Some(at) => Some(at),
        None => named(snapshot, text)?.first().map(|&(at, _)| at),
    };
    let case = found.filter(|&at| snapshot.kind(at).is_case());
    case.map(|at| Ok(snapshot.entry_id(at)?.document_id()))
        .transpose()
}

/// What `text` names in the library, as a search for it would put first: each
/// entry, newest version only, with whether it stands for its whole document.
///
/// # Errors
/// If the index cannot be read.
pub fn named(snapshot: &Snapshot, text: &str) -> Result<Vec<(EntryRef, bool)>> {
    Ok(resolve(snapshot, text, &Filter::default(), true)?.entries)
}

/// The law that a name means: one of the library, else one of the table of names.
pub(super) fn law(snapshot: &Snapshot, name: &str) -> Option<LawKey> {
    let key = LawKey::of(name);
    if !snapshot.by_law(&key).is_empty() {
        return Some(key);
    }
    law_names::resolve(name)
}

/// Laws that a filter asks for and the library does not hold, each with the titles that
/// come closest.
pub(super) fn laws_not_held(snapshot: &Snapshot, filter: &Filter) -> Result<Vec<Note>> {
    let missing = filter
        .laws
        .iter()
        .filter(|law| snapshot.by_law(law).is_empty());
    let note = |law: &LawKey| -> Result<Note> {
        let said = format!("筛选条件中的《{law}》本库没有收录");
        let similar = not_held(snapshot, law.as_str())?;
        let text = match similar.is_empty() {
            true => said,
            false => format!("{said}；{similar}"),
        };
        Ok(Note::new(NoteKind::NotInLibrary, text))
    };
    missing.map(note).collect()
}

struct Resolver<'a> {
    snapshot: &'a Snapshot,
    /// What the filter lets pass; everything when `None`.
    passing: Option<MatchSet>,
    collapse: bool,
    named: Named,
}

impl Resolver<'_> {
    fn resolve(&mut self, target: Target) -> Result<()> {
        match target {
            Target::Case(number) | Target::CaseNumber(number) => {
                let found = self.snapshot.by_number(&number);
                if found.is_empty() {
                    self.not_in_library(&number, format!("本库没有收录{number}"));
                }
                self.cases(&number, found)
            }
            Target::Article(law, number) => self.article(&law, number),
            Target::ArticleOfUnknownLaw(name, number) => {
                let title = bare(&name);
                let jump = format!("{title} {}", number.chinese());
                self.not_in_library(&jump, format!("本库没有收录《{title}》"));
                Ok(())
            }
            Target::Law(law) => self.law(&law),
            Target::Numbered(number, article) => self.numbered(&number, article),
            Target::UnknownLaw(name) => {
                let title = bare(&name);
                self.not_in_library(title, format!("本库没有名为《{title}》的法律法规"));
                Ok(())
            }
        }
    }

    fn cases(&mut self, number: &str, found: Vec<EntryRef>) -> Result<()> {
        for &entry in &found {
            let id = self.snapshot.entry_id(entry)?;
            self.named.jumps.push(Jump {
                name: number.to_owned(),
                documents: vec![id.document_id()],
                entry: Some(id),
            });
        }
        self.put_first(number, &found, false);
        Ok(())
    }

    fn article(&mut self, law: &LawKey, number: ArticleNumber) -> Result<()> {
        let name = format!("{law} {}", number.chinese());
        let mut found = self.snapshot.by_article(law, number);
        let Some(&newest) = found.first() else {
            let text = if self.snapshot.by_law(law).is_empty() {
                format!("本库没有收录《{law}》")
            } else {
                format!("本库所收《{law}》没有{}", number.chinese())
            };
            self.not_in_library(&name, text);
            return Ok(());
        };
        if self.collapse {
            // Of each group of versions the newest; two laws of one name, or two
            // articles of one number, are no versions of each other.
            let mut seen: BTreeSet<EntryRef> = BTreeSet::new();
            found.retain(|&entry| {
                let first = self.snapshot.versions(entry).first().copied();
                seen.insert(first.unwrap_or(entry))
            });
        }
        let id = self.snapshot.entry_id(newest)?;
        self.named.jumps.push(Jump {
            name: name.clone(),
            documents: vec![id.document_id()],
            entry: Some(id),
        });
        self.put_first(&name, &found, false);
        Ok(())
    }

    /// The text of a number, or its article; where it is not held, that is said, and no
    /// other text of the law stands in for it.
    fn numbered(&mut self, number: &str, article: Option<ArticleNumber>) -> Result<()> {
        let found = numbered::look_up(self.snapshot, number)?;
        let documents: Vec<DocumentId> = match &found {
            Numbered::Text(text) => vec![text.document.clone()],
            Numbered::Several(texts) => texts.iter().map(|(id, _)| id.clone()).collect(),
            _ => Vec::new(),
        };
        let mut name = number.to_owned();
        if let Some(article) = article {
            name = format!("{number} {}", article.chinese());
        }
        if documents.is_empty() {
            let text = found.in_words(number).unwrap_or_default();
            self.not_in_library(&name, text);
            return Ok(());
        }
        if let Some(text) = found.in_words(number) {
            self.named
                .notes
                .push(Note::new(NoteKind::SeveralTexts, text));
        }
        for document in documents.into_iter().take(MOST_NUMBERED) {
            self.of_number(&name, &document, article)?;
        }
        Ok(())
    }

    fn of_number(
        &mut self,
        name: &str,
        document: &DocumentId,
        article: Option<ArticleNumber>,
    ) -> Result<()> {
        let entry = match article {
            Some(number) => self.article_of(document, number)?,
            None => self.stands_for(document)?,
        };
        let Some(entry) = entry else {
            self.not_in_library(name, format!("本库所收的文本没有{name}"));
            return Ok(());
        };
        let id = self.snapshot.entry_id(entry)?;
        self.named.jumps.push(Jump {
            name: name.to_owned(),
            documents: vec![document.clone()],
            entry: article.map(|_| id),
        });
        self.put_first(name, &[entry], article.is_none());
        Ok(())
    }

    fn article_of(&self, document: &DocumentId, number: ArticleNumber) -> Result<Option<EntryRef>> {
        for entry in self.snapshot.entries_of(document)? {
            let unit = self.snapshot.entry(entry)?.unit;
            if matches!(unit, Unit::Article { number: own, .. } if own == number) {
                return Ok(Some(entry));
            }
        }
        Ok(None)
    }

    /// The entry that stands for a document: its first article, where one begins it.
    fn stands_for(&self, document: &DocumentId) -> Result<Option<EntryRef>> {
        let entries = self.snapshot.entries_of(document)?;
        for &entry in entries.iter().take(5) {
            if matches!(self.snapshot.entry(entry)?.unit, Unit::Article { .. }) {
                return Ok(Some(entry));
            }
        }
        Ok(entries.first().copied())
    }

    fn law(&mut self, law: &LawKey) -> Result<()> {
        let parts = self.newest_parts(law)?;
        if parts.is_empty() {
            self.not_in_library(law.as_str(), format!("本库没有收录《{law}》"));
            return Ok(());
        }
        self.named.jumps.push(Jump {
            name: law.to_string(),
            entry: None,
            documents: parts.iter().map(|(id, _)| id.clone()).collect(),
        });
        let entries: Vec<EntryRef> = parts.into_iter().map(|(_, entry)| entry).collect();
        self.put_first(law.as_str(), &entries, true);
        Ok(())
    }

    /// The newest document of each part of a law in the order of their articles,
    /// with the entry that stands for it. The Civil Code is eight documents.
    fn newest_parts(&self, law: &LawKey) -> Result<Vec<(DocumentId, EntryRef)>> {
        let mut parts = Vec::new();
        let mut seen = BTreeSet::new();
        for id in self.snapshot.by_law(law) {
            let entries = self.snapshot.entries_of(&id)?;
            let Some(&first) = entries.first() else {
                continue;
            };
            let mut read = Vec::new();
            // Preambles are short; the first article shows where the part stands.
            for &entry in entries.iter().take(5) {
                read.push((self.snapshot.entry(entry)?, entry));
            }
            let part = read
                .first()
                .and_then(|(entry, _)| entry.metadata.law.as_ref()?.part.clone());
            if !seen.insert(part) {
                continue;
            }
            let article = read.iter().find_map(|(entry, at)| match &entry.unit {
                Unit::Article { number, .. } => Some((*number, *at)),
                _ => None,
            });
            let number = article.map(|(number, _)| number);
            parts.push((number, id, article.map_or(first, |(_, at)| at)));
        }
        parts.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        Ok(parts
            .into_iter()
            .map(|(_, id, entry)| (id, entry))
            .collect())
    }

    fn put_first(&mut self, name: &str, found: &[EntryRef], whole_document: bool) {
        let passes = |entry: &EntryRef| {
            self.passing
                .as_ref()
                .is_none_or(|passing| passing.contains(*entry))
        };
        let passing: Vec<_> = found.iter().copied().filter(passes).collect();
        if passing.is_empty() && !found.is_empty() {
            self.named.notes.push(Note::new(
                NoteKind::OutsideFilter,
                format!("{name}在库中，但不符合当前的筛选条件"),
            ));
        }
        for entry in passing {
            if !self.named.entries.iter().any(|&(named, _)| named == entry) {
                self.named.entries.push((entry, whole_document));
            }
        }
    }

    fn not_in_library(&mut self, name: &str, text: String) {
        self.named.jumps.push(Jump {
            name: name.to_owned(),
            entry: None,
            documents: Vec::new(),
        });
        self.named
            .notes
            .push(Note::new(NoteKind::NotInLibrary, text));
    }
}

fn bare(name: &str) -> &str {
    name.strip_prefix('《')
        .and_then(|name| name.strip_suffix('》'))
        .unwrap_or(name)
}
