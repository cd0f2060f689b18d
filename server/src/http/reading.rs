//! Texts on their way to a reader: a document with its versions, an article in
//! its newest version, citations that lead to what the library holds. The page
//! and its JSON twin read through the same functions.

use std::collections::HashMap;

use leian_corpus::citation::{Existing, extract_with};
use leian_corpus::{
    ArticleNumber, Body, CitationMention, Date, Document, DocumentId, Entry, EntryId, LawKey, Unit,
    extract_citations,
};
use leian_indexer::{EntryRef, QueryNode, Snapshot};

use super::error::{ErrorCode, HttpError, shortened};
use super::marks::Link;
use super::percent::encode;
use crate::library::Library;
use crate::retrieval::law_by_name;
use crate::retrieval::numbered::{Numbered, NumberedText, named_by_number};
use crate::retrieval::timeline::{self, ArticleHistory, ArticleOnDay, WordingStatus};
use crate::retrieval::two_days::{Side, TwoDays, two_days};
use crate::retrieval::validity::{CaseStanding, case_validity};
use crate::retrieval::{VersionRef, marked, named_case};

/// Documents of one law that an error message looks into.
const MOST_PARTS: usize = 32;

/// Entries before the first article of a document: preamble, dates.
const MOST_BEFORE_ARTICLES: usize = 8;

/// A document as a reader sees it.
#[derive(Clone, Debug)]
pub struct DocumentReading {
    /// The document.
    pub document: Document,
    /// The entry that was asked for, when it is not the whole document.
    pub entry: Option<EntryId>,
    /// Versions of the same law and part, newest in force first, this one
    /// included; empty when there is no other.
    pub versions: Vec<DocumentRef>,
    /// The newest version of each other part of the law, in the order of the law.
    pub parts: Vec<DocumentRef>,
    /// Of a guiding case: what became of the articles it cites.
    pub validity: Option<CaseStanding>,
}

/// A document to choose from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRef {
    /// Its id.
    pub id: DocumentId,
    /// Its title.
    pub title: String,
    /// The part of the law that it holds (编).
    pub part: Option<String>,
    /// The date that names the version.
    pub date: Option<Date>,
    /// As the source says: 现行有效, 已修改, 已废止.
    pub status: Option<String>,
    /// Where it begins in the law.
    pub first_article: Option<ArticleNumber>,
}

/// An article as a reader sees it: the newest version in force.
#[derive(Clone, Debug)]
pub struct ArticleReading {
    /// The article.
    pub entry: Entry,
    /// Its number.
    pub number: ArticleNumber,
    /// All versions, newest in force first, the shown one included; empty when
    /// there is no other.
    pub versions: Vec<VersionRef>,
    /// The article before it in its document.
    pub previous: Option<Neighbour>,
    /// The article after it.
    pub next: Option<Neighbour>,
}

/// An article beside another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its entry.
    pub entry_id: EntryId,
    /// Its number as written.
    pub label: String,
    /// Its number.
    pub number: ArticleNumber,
}

/// What to say of an id that is no document's.
pub fn no_document(id: &str) -> HttpError {
    let message = format!("案例库中没有标识为“{}”的文本", shortened(id));
    HttpError::parameter(ErrorCode::DocumentNotFound, "id", message)
}

/// Reads a document by its id or by the id of one of its entries, with all that stands
/// beside it on its page.
///
/// # Errors
/// `document_not_found`; `library_unavailable`.
pub fn document(library: &Library, id: &str) -> Result<DocumentReading, HttpError> {
    let (document, entry) = bare_document(library, id)?;
    let snapshot = library.snapshot()?;
    let (versions, parts) = relatives(&snapshot, &document)?;
    Ok(DocumentReading {
        validity: case_validity(&snapshot, &document)?,
        document,
        entry,
        versions,
        parts,
    })
}

/// Reads a document, and which of its entries was asked for, if one was.
///
/// # Errors
/// As [`document`].
pub fn bare_document(
    library: &Library,
    id: &str,
) -> Result<(Document, Option<EntryId>), HttpError> {
    let missing = || no_document(id);
    let entry_id = EntryId::parse(id).map_err(|_| missing())?;
    let document_id = entry_id.document_id();
    let snapshot = library.snapshot()?;
    let document = snapshot.document(&document_id)?.ok_or_else(missing)?;
    let entry = (entry_id.as_str() != document_id.as_str()).then_some(entry_id);
    if let Some(entry) = &entry
        && snapshot.find(entry)?.is_none()
    {
        return Err(missing());
    }
    Ok((document, entry))
}

/// The case that a person names.
///
/// # Errors
/// `document_not_found`; `library_unavailable`.
pub fn case_named(library: &Library, text: &str) -> Result<String, HttpError> {
    let case = named_case(&*library.snapshot()?, text)?;
    case.map(|id| id.to_string()).ok_or_else(|| {
        let message = format!("本库没有编号或标识为“{}”的案例", shortened(text));
        HttpError::parameter(ErrorCode::DocumentNotFound, "id", message)
    })
}

/// Other versions of a statute, and the other parts of its law.
fn relatives(
    snapshot: &Snapshot,
    document: &Document,
) -> Result<(Vec<DocumentRef>, Vec<DocumentRef>), HttpError> {
    let Some(law) = &document.metadata.law else {
        return Ok(Default::default());
    };
    let mut versions = Vec::new();
    let mut parts: Vec<DocumentRef> = Vec::new();
    for id in snapshot.by_law(&law.key) {
        let Some(other) = document_ref(snapshot, &id)? else {
            continue;
        };
        if other.part == law.part {
            versions.push(other);
        } else if !parts.iter().any(|known| known.part == other.part) {
            parts.push(other);
        }
    }
    if versions.len() < 2 {
        versions.clear();
    }
    parts.sort_by(|one, two| (one.first_article, &one.id).cmp(&(two.first_article, &two.id)));
    Ok((versions, parts))
}

fn document_ref(snapshot: &Snapshot, id: &DocumentId) -> Result<Option<DocumentRef>, HttpError> {
    let entries = snapshot.entries_of(id)?;
    let Some(&first) = entries.first() else {
        return Ok(None);
    };
    let entry = snapshot.entry(first)?;
    Ok(Some(DocumentRef {
        id: id.clone(),
        part: entry.metadata.law.as_ref().and_then(|law| law.part.clone()),
        date: entry.version_date(),
        status: entry.metadata.status.clone(),
        first_article: first_article(snapshot, &entries)?,
        title: entry.document_title,
    }))
}

fn first_article(
    snapshot: &Snapshot,
    entries: &[EntryRef],
) -> Result<Option<ArticleNumber>, HttpError> {
    for &entry in entries.iter().take(MOST_BEFORE_ARTICLES) {
        if let Unit::Article { number, .. } = snapshot.entry(entry)?.unit {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// Reads the number of an article.
///
/// # Errors
/// `invalid_parameter`.
pub fn article_number(number: &str) -> Result<ArticleNumber, HttpError> {
    number.trim().parse().map_err(|_| {
        let message = format!(
            "“{}”不是条文序号；应写作 133-1、133条之一或第一百三十三条之一",
            shortened(number)
        );
        HttpError::parameter(ErrorCode::InvalidParameter, "number", message)
    })
}

/// Reads the newest version in force of an article. `law` is a title or a known
/// abbreviation, `number` any of `133-1`, 第一百三十三条之一, 133条之一.
///
/// # Errors
/// `invalid_parameter` for what is no number; `law_not_in_library`;
/// `no_such_article`; `library_unavailable`.
pub fn article(library: &Library, law: &str, number: &str) -> Result<ArticleReading, HttpError> {
    let number = article_number(number)?;
    let snapshot = library.snapshot()?;
    let key = law_in_library(&snapshot, law)?;
    let today = timeline::today();
    let day = day_meant(&snapshot, &key, law, number, None)?;
    if day != today {
        let message = format!("“{}”指另一时的文本；请以 as_of={day} 查阅", shortened(law));
        return Err(HttpError::parameter(
            ErrorCode::InvalidParameter,
            "law",
            message,
        ));
    }
    let found = snapshot.by_article(&key, number);
    let Some(newest) = found.first().copied() else {
        return Err(no_such_article(&snapshot, &key, number)?);
    };
    let entry = snapshot.entry(newest)?;
    let (previous, next) = neighbours(&snapshot, &entry, newest)?;
    Ok(ArticleReading {
        number,
        versions: versions(&snapshot, &snapshot.versions(newest))?,
        previous,
        next,
        entry,
    })
}

/// Reads an article as it was on a day. `law` and `number` as for [`article`].
///
/// # Errors
/// As [`article`].
pub fn article_on_day(
    library: &Library,
    law: &str,
    number: &str,
    day: Date,
) -> Result<ArticleOnDay, HttpError> {
    let number = article_number(number)?;
    let snapshot = library.snapshot()?;
    let key = law_in_library(&snapshot, law)?;
    let day = day_meant(&snapshot, &key, law, number, Some(day))?;
    let found = timeline::article_on_day(&snapshot, &key, number, day)?;
    match found.filter(|found| found.wording.status != WordingStatus::NoSuchArticle) {
        Some(found) => Ok(found),
        None => Err(no_such_article(&snapshot, &key, number)?),
    }
}

/// Reads an article on the days of the conduct and of the judgment.
///
/// # Errors
/// As [`article`].
pub fn article_on_two_days(
    library: &Library,
    law: &str,
    number: &str,
    (conduct, judgment): (Date, Date),
) -> Result<TwoDays, HttpError> {
    let number = article_number(number)?;
    let snapshot = library.snapshot()?;
    let key = law_in_library(&snapshot, law)?;
    let found = two_days(&snapshot, &key, number, conduct, judgment)?;
    let unknown = |side: &Side| side.wording.status == WordingStatus::NoSuchArticle;
    match found.filter(|found| !(unknown(&found.conduct) && unknown(&found.judgment))) {
        Some(found) => Ok(found),
        None => Err(no_such_article(&snapshot, &key, number)?),
    }
}

/// Reads what happened to an article. `law` and `number` as for [`article`].
///
/// # Errors
/// As [`article`].
pub fn article_history(
    library: &Library,
    law: &str,
    number: &str,
) -> Result<ArticleHistory, HttpError> {
    let number = article_number(number)?;
    let snapshot = library.snapshot()?;
    let key = law_in_library(&snapshot, law)?;
    let found = timeline::article_history(&snapshot, &key, number)?;
    match found.filter(|found| !found.events.is_empty()) {
        Some(found) => Ok(found),
        None => Err(no_such_article(&snapshot, &key, number)?),
    }
}

/// The law that a name means, if the library holds it.
fn law_in_library(snapshot: &Snapshot, name: &str) -> Result<LawKey, HttpError> {
    if let Some((number, found)) = named_by_number(snapshot, name)? {
        return match found {
            Numbered::Text(text) if text.newest => Ok(text.law),
            Numbered::Text(text) => Err(not_the_newest(&number, &text)),
            other => {
                let message = other.in_words(&number).unwrap_or_default();
                Err(HttpError::parameter(
                    ErrorCode::LawNotInLibrary,
                    "law",
                    message,
                ))
            }
        };
    }
    if let Some(key) = law_by_name::law_named(snapshot, name)? {
        return Ok(key);
    }
    let message = match law_by_name::repealed_law(name) {
        Some(law) => format!(
            "本案例库没有收录《{}》的文本；该法已废止：{}",
            law.title,
            law.in_words()
        ),
        None => {
            let similar = law_by_name::not_held(snapshot, name)?;
            let advice = match similar.is_empty() {
                true => "请核对名称，或检索其全称".to_owned(),
                false => format!("{similar}，请核对"),
            };
            format!(
                "本案例库没有收录《{}》。这只说明本库没有，不说明该法不存在；{advice}",
                shortened(name)
            )
        }
    };
    Err(HttpError::parameter(
        ErrorCode::LawNotInLibrary,
        "law",
        message,
    ))
}

/// The day whose text the name of a law means: `asked`, or today, where it names no version.
fn day_meant(
    snapshot: &Snapshot,
    law: &LawKey,
    name: &str,
    number: ArticleNumber,
    asked: Option<Date>,
) -> Result<Date, HttpError> {
    let day = law_by_name::day_named(snapshot, law, name, number, asked)?;
    day.map_err(|note| HttpError::parameter(ErrorCode::LawNotInLibrary, "law", note))
}

/// A number (文号) of an older text: the newest one must not answer for it.
fn not_the_newest(number: &str, text: &NumberedText) -> HttpError {
    let day = text
        .from
        .map(|day| format!("（{day} 起施行）"))
        .unwrap_or_default();
    let message = format!(
        "{number}是《{}》较早的文本{day}，本案例库另收有更新的文本；请用法律名称和日期查条文，或打开文本 {}",
        text.title, text.document
    );
    HttpError::parameter(ErrorCode::LawNotInLibrary, "law", message)
}

/// Says which articles of the law the library does hold.
fn no_such_article(
    snapshot: &Snapshot,
    law: &LawKey,
    number: ArticleNumber,
) -> Result<HttpError, HttpError> {
    let mut title = law.to_string();
    let mut numbers: Vec<ArticleNumber> = Vec::new();
    for id in snapshot.by_law(law).iter().take(MOST_PARTS) {
        if let Some(document) = snapshot.document(id)?
            && let Body::Statute(statute) = &document.body
        {
            numbers.extend(statute.articles().map(|article| article.number));
            title = document.metadata.law.map_or(title, |law| law.title);
        }
    }
    let range = match Existing::near(numbers.iter().copied(), Some(number)) {
        Some(existing) => format!("收录的是{existing}"),
        None => "收录的文本没有分条".to_owned(),
    };
    let message = format!("本案例库的《{title}》没有{}；{range}", number.chinese());
    Ok(HttpError::parameter(
        ErrorCode::NoSuchArticle,
        "number",
        message,
    ))
}

/// The entries as versions to choose from; none when there is only one.
fn versions(snapshot: &Snapshot, found: &[EntryRef]) -> Result<Vec<VersionRef>, HttpError> {
    if found.len() < 2 {
        return Ok(Vec::new());
    }
    let mut versions = Vec::with_capacity(found.len());
    for &version in found {
        let entry = snapshot.entry(version)?;
        versions.push(VersionRef {
            date: entry.version_date(),
            entry_id: entry.id,
            document_id: entry.document_id,
            document_title: entry.document_title,
            status: entry.metadata.status,
        });
    }
    Ok(versions)
}

fn neighbours(
    snapshot: &Snapshot,
    entry: &Entry,
    at: EntryRef,
) -> Result<(Option<Neighbour>, Option<Neighbour>), HttpError> {
    let all = snapshot.entries_of(&entry.document_id)?;
    let Some(place) = all.iter().position(|&one| one == at) else {
        return Ok((None, None));
    };
    let read = |place: Option<&EntryRef>| -> Result<Option<Neighbour>, HttpError> {
        let Some(&place) = place else { return Ok(None) };
        let entry = snapshot.entry(place)?;
        Ok(match entry.unit {
            Unit::Article { number, label } => Some(Neighbour {
                entry_id: entry.id,
                label,
                number,
            }),
            Unit::Case | Unit::Text => None,
        })
    };
    let before = place.checked_sub(1).and_then(|place| all.get(place));
    Ok((read(before)?, read(all.get(place + 1))?))
}

/// What of a typed query is marked in a text: its words and phrases, and what a search
/// looks for beside them.
pub fn query_node(library: &Library, snapshot: &Snapshot, query_text: &str) -> Option<QueryNode> {
    marked(snapshot, &library.thesaurus(), query_text)
}

/// Turns citations into links, to what the library holds and nothing else.
pub struct Citations<'a> {
    /// `None`: nothing is linked.
    snapshot: Option<&'a Snapshot>,
    /// The law that 本法 means, of a statute.
    own_law: Option<LawKey>,
    /// Parameters that links to articles carry: the day on which they are read.
    at: String,
    known: HashMap<(LawKey, Option<ArticleNumber>), Option<String>>,
}

impl<'a> Citations<'a> {
    /// For texts of a document; `own_law` is the law the document is a version of.
    pub fn new(snapshot: &'a Snapshot, own_law: Option<LawKey>) -> Self {
        Self {
            snapshot: Some(snapshot),
            own_law,
            at: String::new(),
            known: HashMap::new(),
        }
    }

    /// The same, with links that lead to articles as they were on a day; `query` names
    /// the day.
    #[must_use]
    pub fn at(self, query: String) -> Self {
        Self { at: query, ..self }
    }

    /// The parameters that links to articles carry; empty for today.
    pub fn day_query(&self) -> &str {
        &self.at
    }

    /// Links nothing, for texts without a library around them.
    #[cfg(test)]
    pub fn none() -> Self {
        Self {
            snapshot: None,
            own_law: None,
            at: String::new(),
            known: HashMap::new(),
        }
    }

    /// The links of a text, in its order.
    pub fn links(&mut self, text: &str) -> Vec<Link> {
        let Some(snapshot) = self.snapshot else {
            return Vec::new();
        };
        // Without its titles a text still has links, by the names of the tables.
        let mentions = match snapshot.titles() {
            Ok(titles) => extract_with(text, titles),
            Err(_) => extract_citations(text),
        };
        mentions
            .into_iter()
            .filter_map(|mention| {
                let href = self.target(snapshot, &mention)?;
                Some(Link {
                    byte_range: mention.byte_range,
                    href,
                })
            })
            .collect()
    }

    fn target(&mut self, snapshot: &Snapshot, mention: &CitationMention) -> Option<String> {
        if let Some(number) = &mention.case_number {
            let entry = *snapshot.by_number(number).first()?;
            let id = snapshot.entry_id(entry).ok()?;
            return Some(format!("/documents/{}", id.document_id()));
        }
        let law = mention.target_law(self.own_law.as_ref())?;
        let href = self
            .known
            .entry((law, mention.article))
            .or_insert_with_key(|(law, article)| law_href(snapshot, law, *article))
            .clone()?;
        Some(match mention.article {
            Some(_) if !self.at.is_empty() => format!("{href}?{}", self.at),
            _ => href,
        })
    }
}

fn law_href(snapshot: &Snapshot, law: &LawKey, article: Option<ArticleNumber>) -> Option<String> {
    match article {
        Some(number) => (!snapshot.by_article(law, number).is_empty())
            .then(|| article_href(law.as_str(), number)),
        None => snapshot
            .by_law(law)
            .first()
            .map(|id| format!("/documents/{id}")),
    }
}

/// The address of an article's newest version.
pub fn article_href(law: &str, number: ArticleNumber) -> String {
    format!("/articles/{}/{number}", encode(law))
}

/// The anchor of an entry on its document's page: `a133-1`, `t2`; empty for a
/// case, whose entry is the whole page.
pub fn anchor(id: &EntryId) -> String {
    match id.as_str().split_once('.') {
        None => String::new(),
        Some((_, unit)) if unit.starts_with('t') => unit.to_owned(),
        Some((_, unit)) => format!("a{unit}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn anchors_follow_entry_ids() {
        let anchor = |id| super::anchor(&EntryId::parse(id).unwrap());
        assert_eq!(anchor("law-1.133-1"), "a133-1");
        assert_eq!(anchor("law-1.5r2"), "a5r2");
        assert_eq!(anchor("law-1.t3"), "t3");
        assert_eq!(anchor("spp-79"), "");
    }

    #[test]
    fn article_addresses_are_encoded() {
        let number = "133-1".parse().unwrap();
        assert_eq!(
            article_href("刑法", number),
            "/articles/%E5%88%91%E6%B3%95/133-1"
        );
        assert_eq!(article_href("a/b", number), "/articles/a%2Fb/133-1");
    }
}
