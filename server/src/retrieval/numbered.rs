//! Texts by their number (文号): 法释〔2013〕8号 is one text, whatever other editions the
//! library holds under the same title.

use std::collections::BTreeSet;

use leian_corpus::{Date, DocumentId, LawKey, doc_number};
use leian_indexer::Snapshot;

use super::error::Result;

/// What a number comes to in a library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Numbered {
    /// The text that has it.
    Text(NumberedText),
    /// Several texts have it: the order of an amendment of many, or numbers that begin
    /// anew. Their documents and titles.
    Several(Vec<(DocumentId, String)>),
    /// The library has other texts of the law only.
    OtherText(OtherText),
    /// The number is known, and no text of the law is held; its title.
    NotHeld(String),
    /// Neither the library nor the table of numbers knows it.
    Unknown,
}

/// The text that a number is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedText {
    /// Its law.
    pub law: LawKey,
    /// Its title.
    pub title: String,
    /// The document; of a code in parts the first.
    pub document: DocumentId,
    /// From when it applies, where known.
    pub from: Option<Date>,
    /// Whether the library holds no newer text of the law.
    pub newest: bool,
}

/// Other texts of the law whose text a number is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherText {
    /// The law.
    pub law: LawKey,
    /// Its title.
    pub title: String,
    /// The newest document held.
    pub document: DocumentId,
    /// The day that names it.
    pub version: Option<Date>,
}

impl Numbered {
    /// What to tell a reader who asked for `number`; `None` where the text is held.
    pub fn in_words(&self, number: &str) -> Option<String> {
        Some(match self {
            Self::Text(_) => return None,
            Self::Several(texts) => {
                let titles: Vec<String> = texts
                    .iter()
                    .map(|(_, title)| format!("《{title}》"))
                    .collect();
                let anew = match doc_number::begins_anew(number) {
                    true => "该类文号每届重新编号，",
                    false => "",
                };
                format!("{anew}本库不止一个文本使用{number}：{}", titles.join("、"))
            }
            Self::OtherText(other) => {
                let version = other
                    .version
                    .map(|day| format!(" {day} "))
                    .unwrap_or_default();
                format!(
                    "{number}是《{}》另一文本的文号，本库没有该文本，所收为{version}的文本",
                    other.title
                )
            }
            Self::NotHeld(title) => format!("{number}是《{title}》的文号，本库没有收录这一文本"),
            Self::Unknown => {
                format!("本库没有记录文号{number}。这只说明本库没有记录，不说明该文件不存在")
            }
        })
    }
}

/// Looks a canonical number up.
///
/// # Errors
/// When the index cannot be read.
pub fn look_up(snapshot: &Snapshot, number: &str) -> Result<Numbered> {
    let known = doc_number::known(number);
    let texts = titled(snapshot, snapshot.documents_of_number(number, false)?)?;
    let laws = laws_of(&texts);
    let of_known = |law: &LawKey| known.is_some_and(|known| same_law(&known.law, law));
    let named: Vec<&Held> = texts.iter().filter(|text| of_known(&text.law)).collect();
    if !doc_number::begins_anew(number)
        && let Some(text) = named
            .first()
            .copied()
            .or_else(|| texts.first().filter(|_| laws == 1))
    {
        return numbered_text(snapshot, text).map(Numbered::Text);
    }
    if !texts.is_empty() {
        let several = texts.into_iter().map(|text| (text.document, text.title));
        return Ok(Numbered::Several(several.collect()));
    }
    let of_title = match known {
        Some(known) => titled(snapshot, documents_of(snapshot, &known.law)?)?,
        None => titled(snapshot, snapshot.documents_of_number(number, true)?)?,
    };
    if let Some(text) = of_year(number, &of_title) {
        return numbered_text(snapshot, text).map(Numbered::Text);
    }
    Ok(match (laws_of(&of_title), of_title.first(), known) {
        (1, Some(other), _) => Numbered::OtherText(OtherText {
            law: other.law.clone(),
            title: other.title.clone(),
            document: other.document.clone(),
            version: other.version,
        }),
        (0, _, Some(known)) => Numbered::NotHeld(known.title.to_owned()),
        (0, ..) => Numbered::Unknown,
        _ => Numbered::Several(
            of_title
                .into_iter()
                .map(|text| (text.document, text.title))
                .collect(),
        ),
    })
}

/// The number that a name is and what it comes to; `None` for a name that is no number.
///
/// # Errors
/// When the index cannot be read.
pub fn named_by_number(snapshot: &Snapshot, name: &str) -> Result<Option<(String, Numbered)>> {
    match doc_number::parse(name) {
        Some(number) => {
            let found = look_up(snapshot, &number)?;
            Ok(Some((number, found)))
        }
        None => Ok(None),
    }
}

/// A document of a law, newest first.
struct Held {
    law: LawKey,
    title: String,
    document: DocumentId,
    from: Option<Date>,
    version: Option<Date>,
}

/// The one text of a law that was made in the year of a number: the number is its own.
fn of_year<'t>(number: &str, texts: &'t [Held]) -> Option<&'t Held> {
    let year = doc_number::year(number)?;
    let of_year = |text: &&Held| text.version.is_some_and(|version| version.year() == year);
    let mut found = texts.iter().filter(of_year);
    let only = found.next().filter(|_| laws_of(texts) == 1)?;
    found.next().is_none().then_some(only)
}

/// Of how many laws the documents are.
fn laws_of(documents: &[Held]) -> usize {
    let laws: BTreeSet<&LawKey> = documents.iter().map(|text| &text.law).collect();
    laws.len()
}

fn titled(snapshot: &Snapshot, documents: Vec<DocumentId>) -> Result<Vec<Held>> {
    let mut titled = Vec::with_capacity(documents.len());
    for document in documents {
        let Some(&first) = snapshot.entries_of(&document)?.first() else {
            continue;
        };
        let metadata = snapshot.entry(first)?.metadata;
        let (from, version) = (metadata.applies_from(), metadata.made_on());
        let Some(law) = metadata.law else { continue };
        titled.push(Held {
            law: law.key,
            title: law.title,
            document,
            from,
            version,
        });
    }
    Ok(titled)
}

fn numbered_text(snapshot: &Snapshot, text: &Held) -> Result<NumberedText> {
    let newest = titled(snapshot, snapshot.documents_of_law(&text.law)?)?;
    let newest = newest
        .first()
        .is_none_or(|newest| newest.version == text.version);
    Ok(NumberedText {
        law: text.law.clone(),
        title: text.title.clone(),
        document: text.document.clone(),
        from: text.from,
        newest,
    })
}

/// The documents of a law of the table; joint issuers are written in more than one way.
fn documents_of(snapshot: &Snapshot, law: &LawKey) -> Result<Vec<DocumentId>> {
    let found = snapshot.documents_of_law(law)?;
    if !found.is_empty() {
        return Ok(found);
    }
    let joined = LawKey::of(&law.as_str().replacen("院、最", "院最", 1));
    Ok(snapshot.documents_of_law(&joined)?)
}

fn same_law(one: &LawKey, other: &LawKey) -> bool {
    one.as_str().replace('、', "") == other.as_str().replace('、', "")
}
